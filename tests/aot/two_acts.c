/* A host of two compiled acts in one program: neither takes the other's code or tables for its own. */
#include <stdio.h>
#include <string.h>

#include "acta/acta.h"

extern const struct acta_compiled_act acta_act_old_law;
extern const struct acta_compiled_act acta_act_new_law;

/* Opens the act, and explains every answer to a case of which nothing is known. */
static int explain_all(const struct acta_compiled_act* compiled) {
  acta_act* act = NULL;
  acta_case* facts = NULL;
  acta_outcome* outcome = NULL;
  acta_evaluate_options options;
  acta_law_info law;
  acta_buffer text;
  uint32_t answer, explained = 0;
  memset(&options, 0, sizeof options);
  memset(&law, 0, sizeof law);
  memset(&text, 0, sizeof text);
  options.struct_size = sizeof options;
  options.flags = ACTA_TRACE;
  law.struct_size = sizeof law;
  if (acta_act_load(compiled, acta_default_allocator(), &act, NULL) != ACTA_OK ||
      acta_act_law(act, &law) != ACTA_OK || acta_case_create(act, &facts) != ACTA_OK ||
      acta_evaluate(facts, &options, &outcome) != ACTA_OK) {
    return 1;
  }
  for (answer = 0; answer < acta_act_answer_count(act); ++answer) {
    explained += acta_explain_text(outcome, answer, NULL, &text) == ACTA_OK;
  }
  printf("%s: %u of %u answers explained\n", law.title.data, (unsigned)explained,
         (unsigned)acta_act_answer_count(act));
  acta_buffer_free(&text);
  acta_outcome_free(outcome);
  acta_case_free(facts);
  acta_act_close(act);
  return explained == answer ? 0 : 1;
}

int main(void) {
  return explain_all(&acta_act_old_law) | explain_all(&acta_act_new_law);
}
