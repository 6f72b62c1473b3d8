/* A host in C: asks through the structs of the act's header. */
#include <stdio.h>

#include "library.h"

int main(void) {
  static library_workspace workspace;
  library_case visitor = {0};
  library_answers answers;

  /* 2010-05-01 and 2022-05-01 */
  visitor.born = 14730;
  visitor.born_state = library_given;
  visitor.visit = 19113;
  visitor.visit_state = library_given;
  visitor.serving = library_Sentence_imprisonment;
  visitor.serving_state = library_given;
  if (library_evaluate(&visitor, &workspace, &answers) != library_ok) {
    fprintf(stderr, "the case is refused: %s\n", workspace.wrong);
    return 1;
  }
  if (answers.may_borrow_state != library_known || answers.may_borrow) {
    fprintf(stderr, "who is in prison may not borrow\n");
    return 1;
  }
  return 0;
}
