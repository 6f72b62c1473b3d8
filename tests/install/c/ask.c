/* A host in C: asks a compiled act about two visitors, and about one of whom it knows little. */
#include <stdio.h>
#include <string.h>

#include "acta/acta.h"
#include "acta/batch.h"

extern const struct acta_compiled_act acta_act_library;

static int failures = 0;

static void expect(int holds, const char* claim) {
  if (!holds) {
    fprintf(stderr, "not so: %s\n", claim);
    ++failures;
  }
}
#define EXPECT(claim) expect((claim) ? 1 : 0, #claim)

static void state_visitor(acta_case* facts, int owes_fees) {
  EXPECT(acta_case_set_date(facts, "born", 2010, 5, 1, NULL) == ACTA_OK);
  EXPECT(acta_case_set_date(facts, "visit", 2022, 5, 1, NULL) == ACTA_OK);
  EXPECT(acta_case_set_enum(facts, "serving", "no_sentence", NULL) == ACTA_OK);
  EXPECT(acta_case_set_boolean(facts, "owes_fees", owes_fees, NULL) == ACTA_OK);
}

static int is_answered(const acta_outcome* outcome, uint32_t answer, int64_t expected) {
  acta_value value;
  memset(&value, 0, sizeof value);
  value.struct_size = sizeof value;
  return acta_outcome_value(outcome, answer, &value) == ACTA_OK && value.state == ACTA_KNOWN &&
         value.payload == expected;
}

static void explain(acta_outcome* outcome, uint32_t answer) {
  acta_buffer text;
  memset(&text, 0, sizeof text);
  EXPECT(acta_explain_text(outcome, answer, NULL, &text) == ACTA_OK);
  EXPECT(strstr(text.data, "because Article 4 applies") != NULL);
  acta_buffer_free(&text);
}

static void say_what_is_missing(acta_outcome* outcome, uint32_t answer) {
  acta_reason reason;
  uint32_t count = 0;
  memset(&reason, 0, sizeof reason);
  reason.struct_size = sizeof reason;
  EXPECT(acta_outcome_reason_count(outcome, answer, &count) == ACTA_OK && count == 1);
  EXPECT(acta_outcome_reason(outcome, answer, 0, &reason) == ACTA_OK);
  EXPECT(strcmp(reason.subject, "owes_fees") == 0);
}

static void ask(const acta_act* act) {
  acta_evaluate_options options;
  acta_case* facts = NULL;
  acta_outcome* outcome = NULL;
  acta_detail detail;
  uint32_t may_borrow = 0;
  memset(&options, 0, sizeof options);
  options.struct_size = sizeof options;
  options.flags = ACTA_TRACE;
  memset(&detail, 0, sizeof detail);
  detail.struct_size = sizeof detail;

  EXPECT(acta_act_find_answer(act, "may_borrow", &may_borrow) == ACTA_OK);
  EXPECT(acta_case_create(act, &facts) == ACTA_OK);
  EXPECT(acta_outcome_create(act, &outcome) == ACTA_OK);

  state_visitor(facts, 0);
  EXPECT(acta_evaluate_into(facts, &options, outcome) == ACTA_OK);
  EXPECT(is_answered(outcome, may_borrow, 1));

  state_visitor(facts, 1);
  EXPECT(acta_evaluate_into(facts, &options, outcome) == ACTA_OK);
  EXPECT(is_answered(outcome, may_borrow, 0));
  explain(outcome, may_borrow);

  EXPECT(acta_case_set_missing(facts, "owes_fees", NULL) == ACTA_OK);
  EXPECT(acta_evaluate_into(facts, &options, outcome) == ACTA_OK);
  say_what_is_missing(outcome, may_borrow);

  EXPECT(acta_case_set_boolean(facts, "owes_fee", 1, &detail) == ACTA_UNKNOWN_NAME);
  EXPECT(strcmp(detail.suggestion, "owes_fees") == 0);

  acta_outcome_free(outcome);
  acta_case_free(facts);
}

int main(void) {
  acta_act* act = NULL;
  EXPECT(acta_abi_version() == ACTA_ABI_VERSION);
  EXPECT(acta_act_load(&acta_act_library, acta_default_allocator(), &act, NULL) == ACTA_OK);
  ask(act);
  acta_act_close(act);
  return failures == 0 ? 0 : 1;
}
