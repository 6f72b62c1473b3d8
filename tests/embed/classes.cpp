// The classes of an act's header for C++: what they set is what the structs say.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "assemblies.hpp"
#include "every_type.hpp"

namespace assemblies = acta::acts::assemblies;
namespace every_type = acta::acts::every_type;

static int faults = 0;

static void Expect(bool holds, const char* claim) {
  if (!holds) {
    std::printf("does not hold: %s\n", claim);
    ++faults;
  }
}
#define EXPECT(holds) Expect(holds, #holds)

static void ASetterSaysThatTheFactIsGiven() {
  const every_type::Case facts = every_type::Case()
                                     .number(7)
                                     .class_(true)
                                     .remark(std::nullopt)
                                     .tools({every_type_Tool_hammer, every_type_Tool_class});
  EXPECT(facts.every_type_case::number == 7 && facts.number_state == every_type_given);
  EXPECT(facts.every_type_case::class_ && facts.class_state == every_type_given);
  EXPECT(facts.remark_state == every_type_absent);
  EXPECT(facts.every_type_case::tools == 5 && facts.tools_state == every_type_given);
  EXPECT(facts.share_state == every_type_missing);
}

static void AnswersTellKnownFromAbsentFromUndetermined() {
  every_type::Evaluator evaluator;
  const std::optional<every_type::Answers> answers =
      evaluator.Evaluate(every_type::Case().number(7).remark(std::nullopt).note("words"));
  EXPECT(answers.has_value());
  EXPECT(answers->the_number().is_known() && answers->the_number().value() == 7);
  EXPECT(answers->the_remark().is_absent());
  EXPECT(answers->the_share().is_undetermined() && answers->the_share().value() == 0);
  EXPECT(std::strcmp(answers->the_note().value(), "words") == 0);
}

static void ARefusedCaseHasNoAnswers() {
  every_type::Evaluator evaluator;
  EXPECT(!evaluator.Evaluate(every_type::Case().number(71)).has_value());
  EXPECT(evaluator.status() == every_type_out_of_range);
  EXPECT(std::strcmp(evaluator.wrong(), "number") == 0);
  EXPECT(evaluator.Evaluate(every_type::Case().number(70)).has_value());
  EXPECT(std::strcmp(evaluator.wrong(), "") == 0);
}

static void EntitiesAndListsAreSetWhole() {
  const std::vector<every_type_Person> people = {
      every_type::Person().colour(every_type_Colour_red).inner(every_type::Inner().signed_(3)),
      every_type::Person().colour(every_type_Colour_int)};
  const std::int32_t dates[] = {1, 5, 3};
  every_type::Evaluator evaluator;
  const auto answers = evaluator.Evaluate(every_type::Case()
                                              .people(people)
                                              .dates(dates)
                                              .head(every_type::Person().born(9))
                                              .deputy(every_type::Person().born(8)));
  EXPECT(answers.has_value());
  EXPECT(answers->people_count().value() == 2 && answers->reds().value() == 1);
  EXPECT(answers->latest_date().value() == 5);
  EXPECT(answers->the_head_born().value() == 9 && answers->deputy_born().value() == 8);
}

// A list lives as long as the evaluation: one that dies before is not taken.
template <class Items, class = void>
constexpr bool kIsTaken = false;
template <class Items>
constexpr bool kIsTaken<
    Items, std::void_t<decltype(std::declval<every_type::Case&>().dates(std::declval<Items>()))>> =
    true;
static_assert(kIsTaken<const std::vector<std::int32_t>&>);
static_assert(!kIsTaken<std::vector<std::int32_t>>);

static void ReadingsAreChosenInTheCase() {
  assemblies::Evaluator evaluator;
  const auto filed_by = [&](std::optional<assemblies_backward_count> reading) {
    assemblies::Case facts;
    facts.event_kind(assemblies_EventKind_public_event)
        .purpose(assemblies_Purpose_expression)
        .participants(250)
        .moves(false)
        .vehicles(false)
        .starts(18715 * INT64_C(86400) + 12 * 3600)
        .notification(std::nullopt);
    if (reading) {
      facts.readings(assemblies::Readings().backward_count(*reading));
    }
    return evaluator.Evaluate(facts)->file_by();
  };
  EXPECT(filed_by(std::nullopt).is_undetermined());
  EXPECT(filed_by(assemblies_backward_count_lenient).is_known());
  EXPECT(filed_by(assemblies_backward_count_strict).value() <
         filed_by(assemblies_backward_count_lenient).value());
}

int main() {
  ASetterSaysThatTheFactIsGiven();
  AnswersTellKnownFromAbsentFromUndetermined();
  ARefusedCaseHasNoAnswers();
  EntitiesAndListsAreSetWhole();
  ReadingsAreChosenInTheCase();
  return faults == 0 ? 0 : 1;
}
