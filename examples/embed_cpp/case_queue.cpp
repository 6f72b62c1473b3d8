// A morning at a permit office that has the act on peaceful assemblies inside its case management:
// several clerks answer what was filed, list what must still be asked and who must judge it, and
// answer again when replies arrive.
//
//   case_queue [CLERKS]      how many work side by side, 1 to 64; 4 when left out
#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>

#include "desk.h"

using namespace std::chrono_literals;

namespace office {
namespace {

constexpr std::chrono::local_days kToday{2022y / 6 / 8};

// ---- what is in the register -------------------------------------------------------------------

assemblies_Organiser ACitizen() {
  return acta::acts::assemblies::Organiser()
      .kind(assemblies_OrganiserKind_natural_person)
      .citizenship(assemblies_Citizenship_citizen)
      .adult(true)
      .incapacitated(false)
      .serving(assemblies_Sentence_no_sentence)
      .conviction(std::nullopt);
}

// A rally of 120 on Wednesday 15 June 2022, notified on Monday 6 June. Nobody has judged it yet.
Filing ARally(const char* number) {
  constexpr std::chrono::local_days kDay{2022y / 6 / 15};
  Filing filing;
  filing.number = number;
  filing.registered = std::chrono::local_days{2022y / 6 / 6};
  filing.starts = kDay + 12h;
  filing.ends = kDay + 14h;
  filing.participants = 120;
  filing.moves = false;
  filing.amplified = true;
  filing.organisers = {ACitizen()};
  return filing;
}

Filing AJudgedRally(const char* number) {
  Filing filing = ARally(number);
  filing.judged = {.unlawful_aim = false,
                   .other_unlawful_aim = false,
                   .threat = false,
                   .unreliable = false,
                   .nonconforming = false,
                   .change_warranted = false};
  return filing;
}

std::vector<Filing> FiledByThisMorning() {
  Filing with_a_minor = AJudgedRally("2022/102");
  with_a_minor.organisers.push_back(ACitizen());
  with_a_minor.organisers.back().adult = false;

  Filing too_many = AJudgedRally("2022/103");
  too_many.participants = 600;

  Filing half_filled_in = ARally("2022/104");
  half_filled_in.participants.reset();
  half_filled_in.amplified.reset();

  Filing on_the_last_day = AJudgedRally("2022/105");
  on_the_last_day.registered = std::chrono::local_days{2022y / 6 / 8};

  Filing one_with_a_loudspeaker = AJudgedRally("2022/106");
  one_with_a_loudspeaker.participants = 1;

  Filing mistyped = AJudgedRally("2022/107");
  mistyped.participants = -120;

  return {AJudgedRally("2022/101"), with_a_minor,           too_many, half_filled_in,
          on_the_last_day,          one_with_a_loudspeaker, mistyped};
}

// The organiser has filled in the rest, the akimat has judged, the typist has looked again.
std::vector<Filing> FiledWithTheReplies() {
  return {AJudgedRally("2022/104"), AJudgedRally("2022/107")};
}

// ---- what the office prints --------------------------------------------------------------------

// The words of the office's own letters. A compiler that knows all outcomes warns of a forgotten
// one.
const char* InWords(assemblies_Outcome outcome) {
  switch (outcome) {
    case assemblies_Outcome_not_governed:
      return "needs no permission";
    case assemblies_Outcome_file_first:
      return "must be filed first";
    case assemblies_Outcome_awaiting_answer:
      return "waits for the akimat";
    case assemblies_Outcome_awaiting_reply:
      return "waits for the organiser";
    case assemblies_Outcome_may_proceed:
      return "may be held";
    case assemblies_Outcome_may_proceed_limited:
      return "may be held without some equipment";
    case assemblies_Outcome_may_proceed_as_changed:
      return "may be held as agreed";
    case assemblies_Outcome_no_approval:
      return "was not approved in time";
    case assemblies_Outcome_must_not_proceed:
      return "must not be held";
    case assemblies_Outcome_given_up:
      return "was given up";
  }
  return "has an outcome that this office does not know";
}

void PrintEach(const char* heading, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    std::printf("            %s %s\n", heading, line.c_str());
  }
}

void Print(const Answered& answered) {
  std::printf("%s", InWords(answered.outcome));
  if (answered.must_refuse) {
    std::printf("; the akimat must refuse it");
  } else if (answered.answer_by && answered.outcome == assemblies_Outcome_awaiting_answer) {
    const std::chrono::year_month_day day(*answered.answer_by);
    std::printf(", who must answer by %d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  }
  std::printf("\n");
  PrintEach("under", answered.provisions);
}

void Print(const Open& open) {
  std::printf("is open\n");
  PrintEach("ask the organiser for", open.to_ask);
  PrintEach("to be judged by", open.to_judge);
  PrintEach("the legal department must choose", open.to_interpret);
  PrintEach("the act does not settle", open.gaps);
}

void Print(const Refused& refused) {
  std::printf("cannot be taken as it is\n            %s\n", refused.problem.c_str());
}

void Print(const char* heading, const Desk& desk) {
  std::printf("%s\n", heading);
  for (const auto& [number, finding] : desk.Findings()) {
    std::printf("  %s  ", number.c_str());
    std::visit([](const auto& found) { Print(found); }, finding);
  }
}

void Submit(const std::vector<Filing>& filings, Desk& desk) {
  for (const Filing& filing : filings) {
    desk.Submit(filing);
  }
  desk.WaitUntilDone();
}

}  // namespace
}  // namespace office

int main(int argc, char** argv) {
  unsigned clerks = 4;
  if (argc > 1) {
    const char* const end = argv[1] + std::strlen(argv[1]);
    const auto [rest, error] = std::from_chars(argv[1], end, clerks);
    if (argc > 2 || error != std::errc() || rest != end || clerks < 1 || clerks > 64) {
      std::fprintf(stderr, "usage: case_queue [CLERKS], 1 to 64\n");
      return 2;
    }
  }
  try {
    office::Desk desk(clerks, office::kToday);
    office::Submit(office::FiledByThisMorning(), desk);
    office::Print("As filed", desk);
    office::Submit(office::FiledWithTheReplies(), desk);
    office::Print("\nAfter the replies", desk);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 3;
  }
  return 0;
}
