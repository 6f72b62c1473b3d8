/* A host of one compiled act, in C99: reads cases as JSON Lines and prints the answers to each, with their explanations, as
 * `acta run --json --explain` does. ACT is the symbol of the act. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acta/acta.h"

extern const struct acta_compiled_act ACT;

static void must(acta_status status, const char* what, const acta_detail* detail) {
  if (status != ACTA_OK) {
    fprintf(stderr, "%s: %s %s\n", what, acta_status_name(status), detail == NULL ? "" : detail->message);
    exit(1);
  }
}

/* The evaluator without trace must say the same. */
static void compare_untraced(const acta_act* act, const acta_case* facts, const acta_outcome* traced) {
  acta_outcome* untraced = NULL;
  uint32_t answer;
  must(acta_evaluate(facts, NULL, &untraced), "evaluate", NULL);
  for (answer = 0; answer < acta_act_answer_count(act); ++answer) {
    acta_value expected, found;
    memset(&expected, 0, sizeof expected);
    memset(&found, 0, sizeof found);
    expected.struct_size = found.struct_size = sizeof found;
    must(acta_outcome_value(traced, answer, &expected), "value", NULL);
    must(acta_outcome_value(untraced, answer, &found), "value", NULL);
    if (memcmp(&expected, &found, sizeof found) != 0) {
      fprintf(stderr, "answer %u differs without a trace\n", (unsigned)answer);
      exit(1);
    }
  }
  acta_outcome_free(untraced);
}

static void answer_case(const acta_act* act, const char* json, size_t size) {
  acta_case* facts = NULL;
  acta_outcome* outcome = NULL;
  acta_evaluate_options options;
  acta_buffer text;
  acta_detail detail;
  uint32_t answer;
  memset(&options, 0, sizeof options);
  memset(&text, 0, sizeof text);
  memset(&detail, 0, sizeof detail);
  options.struct_size = sizeof options;
  options.flags = ACTA_TRACE;
  detail.struct_size = sizeof detail;

  must(acta_case_create(act, &facts), "case", NULL);
  must(acta_case_read_json(facts, json, size, &detail), "case", &detail);
  must(acta_evaluate(facts, &options, &outcome), "evaluate", NULL);
  compare_untraced(act, facts, outcome);
  must(acta_outcome_json(outcome, &text), "answers", NULL);
  printf("{\"outcome\": %s, \"explanations\": [", text.data);
  for (answer = 0; answer < acta_act_answer_count(act); ++answer) {
    must(acta_explain_json(outcome, answer, NULL, &text), "explanation", NULL);
    printf("%s%s", answer == 0 ? "" : ", ", text.data);
  }
  printf("]}\n");
  acta_buffer_free(&text);
  acta_outcome_free(outcome);
  acta_case_free(facts);
}

int main(void) {
  static char line[1 << 20];
  acta_act* act = NULL;
  acta_detail detail;
  memset(&detail, 0, sizeof detail);
  detail.struct_size = sizeof detail;
  must(acta_act_load(&ACT, acta_default_allocator(), &act, &detail), "load", &detail);
  while (fgets(line, sizeof line, stdin) != NULL) {
    answer_case(act, line, strlen(line));
  }
  acta_act_close(act);
  return 0;
}
