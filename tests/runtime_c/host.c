/* A host in C99: opens an act, states a case, asks, explains; and makes the usual mistakes. */
#include <stdio.h>
#include <string.h>

#include "acta/acta.h"
#include "tests/runtime_c/assembly.h"

static int failures = 0;

static void expect(int holds, const char* claim, int line) {
  if (!holds) {
    fprintf(stderr, "host.c:%d: %s\n", line, claim);
    ++failures;
  }
}
#define EXPECT(claim) expect((claim) ? 1 : 0, #claim, __LINE__)

static void state_case(acta_case* facts) {
  EXPECT(acta_case_set_date(facts, "as_of", 2021, 3, 1, NULL) == ACTA_OK);
  EXPECT(acta_case_set_datetime(facts, "starts", 2021, 3, 29, 12, 0, 0, NULL) == ACTA_OK);
  EXPECT(acta_case_set_date(facts, "notification.registered", 2021, 3, 25, NULL) == ACTA_OK);
  EXPECT(acta_case_set_boolean(facts, "threat", 0, NULL) == ACTA_OK);
  EXPECT(acta_case_set_empty_list(facts, "organisers", NULL) == ACTA_OK);
  EXPECT(acta_case_set_integer(facts, "participants", 60, NULL) == ACTA_OK);
  EXPECT(acta_case_set_money(facts, "fine", 291750, NULL) == ACTA_OK);
  EXPECT(acta_case_set_decimal(facts, "share", 150000, NULL) == ACTA_OK);
  EXPECT(acta_case_set_duration(facts, "notice", 5, NULL) == ACTA_OK);
  EXPECT(acta_case_set_ordinal(facts, "form", 1, NULL) == ACTA_OK);
  EXPECT(acta_case_choose(facts, "backward", "lenient", NULL) == ACTA_OK);
}

static void make_mistakes(acta_case* facts) {
  acta_detail detail;
  memset(&detail, 0, sizeof detail);
  detail.struct_size = sizeof detail;
  EXPECT(acta_case_set_boolean(facts, "thraet", 1, &detail) == ACTA_UNKNOWN_NAME);
  EXPECT(strcmp(detail.suggestion, "threat") == 0);
  EXPECT(acta_case_set_integer(facts, "participants", 0, &detail) == ACTA_OUT_OF_RANGE);
  EXPECT(strcmp(detail.path, "participants") == 0);
  EXPECT(strcmp(acta_status_name(ACTA_OUT_OF_RANGE), "out_of_range") == 0);
}

static void ask(const acta_act* act, const acta_case* facts) {
  acta_evaluate_options options;
  acta_outcome* outcome = NULL;
  acta_buffer text;
  acta_value value;
  uint32_t answer = 0;
  const uint32_t* citations = NULL;
  uint32_t count = 0;
  acta_citation_info citation;
  memset(&options, 0, sizeof options);
  memset(&text, 0, sizeof text);
  memset(&value, 0, sizeof value);
  memset(&citation, 0, sizeof citation);
  options.struct_size = sizeof options;
  options.flags = ACTA_TRACE;
  value.struct_size = sizeof value;
  citation.struct_size = sizeof citation;

  EXPECT(acta_evaluate(facts, &options, &outcome) == ACTA_OK);
  EXPECT(acta_act_find_answer(act, "outcome", &answer) == ACTA_OK);
  EXPECT(acta_outcome_value(outcome, answer, &value) == ACTA_OK);
  EXPECT(value.state == ACTA_KNOWN && value.payload == 1);
  EXPECT(acta_outcome_format(outcome, answer, &text) == ACTA_OK);
  EXPECT(strcmp(text.data, "refused") == 0);
  EXPECT(acta_outcome_citations(outcome, answer, &citations, &count) == ACTA_OK);
  EXPECT(count == 3);
  EXPECT(acta_act_citation(act, citations[1], &citation) == ACTA_OK);
  EXPECT(strcmp(citation.text.data, "Article 14(1)(4)") == 0);
  EXPECT(acta_explain_text(outcome, answer, NULL, &text) == ACTA_OK);
  EXPECT(strstr(text.data, "because Article 14(2) applies") != NULL);
  acta_buffer_free(&text);
  acta_outcome_free(outcome);
}

int main(void) {
  acta_act_options options = assembly_options();
  acta_act* act = NULL;
  acta_case* facts = NULL;
  EXPECT(acta_abi_version() == ACTA_ABI_VERSION);
  EXPECT(acta_act_open(&options, &act, NULL) == ACTA_OK);
  EXPECT(acta_case_create(act, &facts) == ACTA_OK);
  state_case(facts);
  make_mistakes(facts);
  ask(act, facts);
  acta_case_free(facts);
  acta_act_close(act);
  return failures == 0 ? 0 : 1;
}
