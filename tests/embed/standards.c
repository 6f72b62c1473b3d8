/* The header of an act in each standard it is for, and what wrong use of it gets. Also compiled as
 * C++. */
#include <stdio.h>

#include "assemblies.h"

/* A second act beside the first, and a workspace smaller than its largest case. */
#define every_type_slots 110u
#include "every_type.h"

static int faults = 0;

static void expect(int holds, const char* claim) {
  if (!holds) {
    printf("does not hold: %s\n", claim);
    ++faults;
  }
}
#define EXPECT(holds) expect(holds, #holds)

static every_type_workspace workspace;
static every_type_answers answers;

static every_type_case nothing(void) {
  every_type_case facts;
  memset(&facts, 0, sizeof facts);
  return facts;
}

static int is_refused(const every_type_case* facts, every_type_status status, const char* where) {
  static every_type_answers untouched;
  answers.the_number_state = every_type_known;
  return every_type_evaluate(facts, &workspace, &answers) == status &&
         strcmp(workspace.wrong, where) == 0 && memcmp(&answers, &untouched, sizeof answers) == 0;
}

static void a_struct_of_zeros_says_nothing(void) {
  const every_type_case facts = nothing();
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok);
  EXPECT(answers.the_number_state == every_type_undetermined);
  EXPECT(answers.the_default_state == every_type_undetermined);
  EXPECT(answers.people_count_state == every_type_undetermined);
}

static void a_value_outside_its_range_is_refused_by_name(void) {
  every_type_case facts = nothing();
  facts.number = 71;
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok);
  facts.number_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_out_of_range, "number"));
  facts.number = 70;
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok &&
         answers.the_number == 70);

  facts.colour = (every_type_Colour)3;
  facts.colour_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_out_of_range, "colour"));
  facts.colour_state = every_type_missing;
  facts.tools = every_type_member(3);
  facts.tools_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_out_of_range, "tools"));
  facts.tools =
      every_type_member(every_type_Tool_hammer) | every_type_member(every_type_Tool_class);
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok &&
         answers.the_tools == 5);
  facts.hour = 86401;
  facts.hour_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_out_of_range, "hour"));
  facts.hour_state = every_type_missing;
  facts.large = INT64_MIN + 1;
  facts.large_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_out_of_range, "large"));
}

static void a_period_of_dates_ends_after_it_starts_one_of_times_need_not(void) {
  every_type_case facts = nothing();
  facts.open.start = 72000;
  facts.open.end = 32400;
  facts.open_state = every_type_given;
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok &&
         answers.the_open.end == 32400);
  facts.away.start = 2;
  facts.away.end = 1;
  facts.away_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_out_of_range, "away"));
}

static void a_state_that_is_none_is_refused(void) {
  every_type_case facts = nothing();
  facts.day_state = 3;
  EXPECT(is_refused(&facts, every_type_bad_state, "day"));
  facts.day_state = every_type_absent;
  EXPECT(is_refused(&facts, every_type_not_optional, "day"));
  facts.day_state = every_type_missing;
  facts.deputy_state = 200;
  EXPECT(is_refused(&facts, every_type_bad_state, "deputy"));
  facts.deputy_state = every_type_missing;
  facts.people_state = every_type_absent;
  EXPECT(is_refused(&facts, every_type_not_optional, "people"));
}

static void fields_of_an_optional_entity_count_when_it_is_given(void) {
  every_type_case facts = nothing();
  facts.deputy.born = 1;
  facts.deputy.born_state = every_type_given;
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok);
  EXPECT(answers.deputy_born_state == every_type_undetermined);
  facts.deputy_state = every_type_given;
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok);
  EXPECT(answers.deputy_born_state == every_type_known && answers.deputy_born == 1);
}

static void a_list_longer_than_its_bound_is_refused(void) {
  static const int32_t dates[6] = {0};
  every_type_case facts = nothing();
  facts.dates = dates;
  facts.dates_count = 6;
  facts.dates_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_list_too_long, "dates"));
  facts.dates_count = 0xffffffffu;
  EXPECT(is_refused(&facts, every_type_list_too_long, "dates"));
  facts.dates_count = 5;
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok);
  facts.dates = NULL;
  EXPECT(is_refused(&facts, every_type_no_items, "dates"));
  facts.dates_count = 0;
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok);
  EXPECT(answers.latest_date_state == every_type_absent);
}

static void a_fault_in_an_element_is_named_by_its_entity(void) {
  static every_type_Person people[8];
  every_type_case facts = nothing();
  people[1].inner.signed_ = INT32_MAX;
  people[1].inner.signed_state = every_type_given;
  facts.people = people;
  facts.people_count = 2;
  facts.people_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_out_of_range, "Inner.signed"));
  people[1].inner.signed_state = every_type_missing;
  facts.people_count = 8;
  EXPECT(is_refused(&facts, every_type_no_room, "people"));
}

static void a_text_must_be_there_and_short(void) {
  static char letters[65537];
  every_type_case facts = nothing();
  facts.note_state = every_type_given;
  EXPECT(is_refused(&facts, every_type_no_items, "note"));
  memset(letters, 'a', sizeof letters - 1);
  facts.note = letters;
  EXPECT(is_refused(&facts, every_type_text_too_long, "note"));
  letters[65535] = 0;
  letters[65534] = (char)0xC3;
  EXPECT(is_refused(&facts, every_type_bad_utf8, "note"));
  facts.note = "\xED\xA0\x80";
  EXPECT(is_refused(&facts, every_type_bad_utf8, "note"));
  facts.note = "\xE2\x82\xAC, \xF4\x8F\xBF\xBF";
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok);
  facts.note = letters;
  letters[65534] = 'a';
  EXPECT(every_type_evaluate(&facts, &workspace, &answers) == every_type_ok &&
         answers.the_note == letters);
}

static void an_object_of_another_text_or_version_is_refused(void) {
  static uint64_t beginning[64];
  const every_type_case facts = nothing();
  acta_compiled_act act = acta_act_every_type;
  EXPECT(every_type_evaluate_with(&act, &facts, &workspace, &answers) == every_type_ok);
  ++act.abi_version;
  EXPECT(every_type_evaluate_with(&act, &facts, &workspace, &answers) == every_type_bad_version);
  --act.abi_version;
  memcpy(beginning, act.descriptor, sizeof beginning);
  act.descriptor = beginning;
  EXPECT(every_type_evaluate_with(&act, &facts, &workspace, &answers) == every_type_ok);
  ((unsigned char*)beginning)[every_type_hash_at_] ^= 1;
  EXPECT(every_type_evaluate_with(&act, &facts, &workspace, &answers) == every_type_bad_version);
}

#ifdef ACTA_ACTA_H
static void filling_refuses_what_evaluating_refuses_and_says_where(void) {
  static every_type_Person people[3];
  every_type_case facts = nothing();
  acta_act* act = NULL;
  acta_case* filled = NULL;
  acta_detail detail;
  detail.struct_size = sizeof detail;
  EXPECT(acta_act_load(&acta_act_every_type, acta_default_allocator(), &act, &detail) == ACTA_OK);
  EXPECT(acta_case_create(act, &filled) == ACTA_OK);
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_OK);

  facts.people = people;
  facts.people_count = 3;
  facts.people_state = every_type_given;
  people[2].inner.signed_ = INT32_MAX;
  people[2].inner.signed_state = every_type_given;
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_BAD_VALUE);
  EXPECT(strcmp(detail.path, "people[2].inner.signed") == 0);
  people[2].inner.signed_state = every_type_absent;
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_NOT_OPTIONAL);
  people[2].inner.signed_state = 77;
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_BAD_ARGUMENT);
  EXPECT(strcmp(detail.path, "people[2].inner.signed") == 0 && detail.message[0] != 0);
  facts.people_count = 9;
  people[2].inner.signed_state = every_type_missing;
  facts.people_state = every_type_missing;
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_OK);
  facts.people = NULL;
  facts.people_state = every_type_given;
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_BAD_ARGUMENT);
  facts.people_state = every_type_missing;
  facts.number = 71;
  facts.number_state = every_type_given;
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_OUT_OF_RANGE);
  EXPECT(strcmp(detail.path, "number") == 0);
  facts.number_state = every_type_missing;

  /* What is reserved for absence is no value. */
  facts.lasting.start = INT32_MIN;
  facts.lasting.end = 0;
  facts.lasting_state = every_type_given;
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_BAD_VALUE);
  EXPECT(detail.status == ACTA_BAD_VALUE && strcmp(detail.path, "lasting") == 0 &&
         detail.message[0] != 0);
  facts.lasting.start = 5;
  facts.lasting.end = 4;
  EXPECT(every_type_fill(&facts, filled, &detail) == ACTA_BAD_VALUE);
  EXPECT(strstr(detail.message, "1970-01-06 to 1970-01-05 is none") != NULL);
  acta_case_free(filled);
  acta_act_close(act);
}
#endif

static void two_acts_live_in_one_program(void) {
  static assemblies_workspace of_assemblies;
  static assemblies_case facts;
  static assemblies_answers said;
  EXPECT(assemblies_evaluate(&facts, &of_assemblies, &said) == assemblies_ok);
  EXPECT(said.outcome_state == assemblies_undetermined);
}

int main(void) {
  a_struct_of_zeros_says_nothing();
  a_value_outside_its_range_is_refused_by_name();
  a_period_of_dates_ends_after_it_starts_one_of_times_need_not();
  a_state_that_is_none_is_refused();
  fields_of_an_optional_entity_count_when_it_is_given();
  a_list_longer_than_its_bound_is_refused();
  a_fault_in_an_element_is_named_by_its_entity();
  a_text_must_be_there_and_short();
  an_object_of_another_text_or_version_is_refused();
  two_acts_live_in_one_program();
#ifdef ACTA_ACTA_H
  filling_refuses_what_evaluating_refuses_and_says_where();
#endif
  return faults == 0 ? 0 : 1;
}
