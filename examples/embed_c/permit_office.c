/* A permit office with the act on peaceful assemblies inside it. The office keeps its filings in
 * structs of its own; here one is turned into a case of the act, answered, and one answer is
 * explained to the clerk.
 *
 * Nothing below allocates but the explanation at the end. */
#include <stdio.h>

#include "acta/acta.h"
#include "assemblies.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Days since 1970-01-01, in the proleptic Gregorian calendar. */
static int32_t day_of(int32_t year, int32_t month, int32_t day) {
  /* The year begins in March, so that the leap day is its last. */
  const int32_t y = month <= 2 ? year - 1 : year;
  const int32_t era = y / 400;
  const int32_t year_of_era = y - era * 400;
  const int32_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

static int64_t at(int32_t day, int hour, int minute) {
  return day * INT64_C(86400) + hour * 3600 + minute * 60;
}

/* "2021-03-29" */
static void print_day(int32_t day) {
  const int32_t z = day + 719468;
  const int32_t era = z / 146097;
  const int32_t day_of_era = z - era * 146097;
  const int32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int32_t month = (5 * day_of_year + 2) / 153;
  printf("%d-%02d-%02d", year_of_era + era * 400 + (month >= 10), (month + 2) % 12 + 1,
         day_of_year - (153 * month + 2) / 5 + 1);
}

static void print_date_answer(const char* question, int32_t day, uint8_t state) {
  printf("%-50s ", question);
  if (state == assemblies_known) {
    print_day(day);
  } else {
    printf("%s", state == assemblies_absent ? "no such day" : "undetermined");
  }
  printf("\n");
}

static void print_yes_no_answer(const char* question, bool value, uint8_t state) {
  printf("%-50s %s\n", question, state != assemblies_known ? "undetermined" : value ? "yes" : "no");
}

/* Sets a fact and says that it is given. */
#define GIVE(owner, fact, value) ((owner).fact = (value), (owner).fact##_state = assemblies_given)
#define ABSENT(owner, fact) ((owner).fact##_state = assemblies_absent)

/* A rally of 250 on 29 March 2021, notified twelve days before. The list belongs to the caller. */
static assemblies_case a_rally(const assemblies_Organiser* organisers, uint32_t organiser_count) {
  assemblies_case rally = {0};
  const int32_t day = day_of(2021, 3, 29);
  GIVE(rally, as_of, day_of(2021, 3, 26));
  GIVE(rally, event_kind, assemblies_EventKind_public_event);
  GIVE(rally, purpose, assemblies_Purpose_expression);
  GIVE(rally, participants, 250);
  GIVE(rally, moves, false);
  GIVE(rally, vehicles, false);
  GIVE(rally, starts, at(day, 12, 0));
  GIVE(rally, ends, at(day, 15, 0));
  GIVE(rally.place, designated, true);
  GIVE(rally.place, route, false);
  GIVE(rally.place, occupancy, 500);
  GIVE(rally, organisers, organisers);
  rally.organisers_count = organiser_count;
  GIVE(rally.notification, registered, day_of(2021, 3, 17));
  GIVE(rally.notification, received, at(day_of(2021, 3, 17), 9, 40));
  rally.notification_state = assemblies_given;
  ABSENT(rally, proposal);
  ABSENT(rally, reply);
  ABSENT(rally, answer);
  ABSENT(rally, renounced);
  return rally;
}

/* The office counts working days leniently, as its legal department has decided. */
static void choose_readings(assemblies_case* facts) {
  GIVE(facts->readings, backward_count, assemblies_backward_count_lenient);
  GIVE(facts->readings, forward_count, assemblies_forward_count_next_day);
}

/* Prints the tree behind an answer, through the generic door. */
static acta_status explain(const assemblies_case* facts, const char* question) {
  acta_act* act = NULL;
  acta_case* same = NULL;
  acta_outcome* outcome = NULL;
  acta_buffer text = {0};
  acta_detail detail = {.struct_size = sizeof detail};
  const acta_evaluate_options traced = {.struct_size = sizeof traced, .flags = ACTA_TRACE};
  uint32_t answer = 0;

  acta_status status = acta_act_load(&acta_act_assemblies, acta_default_allocator(), &act, &detail);
  if (status == ACTA_OK) {
    status = acta_case_create(act, &same);
  }
  if (status == ACTA_OK) {
    status = assemblies_fill(facts, same, &detail);
  }
  if (status == ACTA_OK) {
    status = acta_evaluate(same, &traced, &outcome);
  }
  if (status == ACTA_OK) {
    status = acta_act_find_answer(act, question, &answer);
  }
  if (status == ACTA_OK) {
    status = acta_explain_text(outcome, answer, NULL, &text);
  }
  if (status == ACTA_OK) {
    printf("%s", text.data);
  } else {
    fprintf(stderr, "%s: %s\n", acta_status_name(status), detail.message);
  }
  acta_buffer_free(&text);
  acta_outcome_free(outcome);
  acta_case_free(same);
  acta_act_close(act);
  return status;
}

int main(void) {
  static assemblies_workspace workspace;
  assemblies_Organiser organisers[2] = {{0}};
  assemblies_case rally;
  assemblies_answers answers;
  assemblies_status status;

  GIVE(organisers[0], kind, assemblies_OrganiserKind_natural_person);
  GIVE(organisers[0], citizenship, assemblies_Citizenship_citizen);
  GIVE(organisers[0], adult, true);
  GIVE(organisers[0], incapacitated, false);
  GIVE(organisers[0], serving, assemblies_Sentence_no_sentence);
  ABSENT(organisers[0], conviction);
  GIVE(organisers[1], kind, assemblies_OrganiserKind_legal_entity_organiser);
  GIVE(organisers[1], registered, true);
  GIVE(organisers[1], activity, assemblies_Activity_lawfully_active);
  rally = a_rally(organisers, COUNT(organisers));
  choose_readings(&rally);

  status = assemblies_evaluate(&rally, &workspace, &answers);
  if (status != assemblies_ok) {
    fprintf(stderr, "status %d because of %s\n", (int)status, workspace.wrong);
    return 1;
  }
  printf("A rally on ");
  print_day(day_of(2021, 3, 29));
  printf(", registered on ");
  print_day(rally.notification.registered);
  printf("\n");
  print_date_answer("The notification was due by", answers.file_by, answers.file_by_state);
  print_yes_no_answer("It was registered in time",
                      answers.filing_status == assemblies_NormStatus_fulfilled,
                      answers.filing_status_state);
  print_date_answer("The akimat must answer by", answers.answer_by, answers.answer_by_state);
  print_yes_no_answer("All organisers may organise", answers.all_eligible,
                      answers.all_eligible_state);
  /* Nobody has said yet whether the aims are lawful: nothing is guessed. */
  print_yes_no_answer("The akimat must refuse", answers.must_refuse, answers.must_refuse_state);

  /* What the law does not allow for is refused, by name. */
  rally.participants = 0;
  status = assemblies_evaluate(&rally, &workspace, &answers);
  printf("\nWith no participants: status %d because of %s\n", (int)status, workspace.wrong);
  rally.participants = 250;

  printf("\nWhy that day for the akimat's answer?\n");
  return explain(&rally, "answer_by") == ACTA_OK ? 0 : 1;
}
