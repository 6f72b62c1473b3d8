// A case of the 2020 act of Kazakhstan on peaceful assemblies as a row: the facts that the core of
// its decision looks at. And what that core comes to.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace acta::bench {

// Ordinals as in the act and in std.assembly.
enum class EventForm : std::uint8_t {
  kPicket,
  kMeeting,
  kRally,
  kDemonstration,
  kProcession,
  kUnknown,
};
enum class Procedure : std::uint8_t { kByNotification, kByApproval, kNone, kUnknown };
enum class Status : std::uint8_t {
  kNotApplicable,
  kPending,
  kFulfilled,
  kLate,
  kBreached,
  kUnknown,
};
enum class Timeliness : std::uint8_t {
  kInTime,
  kInTimeIfLenient,
  kTooLate,
  kNothingFiled,
  kNothingToFile,
  kUnknown,
};
enum class EventOutcome : std::uint8_t {
  kNotGoverned,
  kFileFirst,
  kAwaitingAnswer,
  kAwaitingReply,
  kMayProceed,
  kMayProceedLimited,
  kMayProceedAsChanged,
  kNoApproval,
  kMustNotProceed,
  kGivenUp,
  kUnknown,
};
enum class Tri : std::uint8_t { kNo, kYes, kUnknown };

struct EventOrganiser {
  bool is_legal_entity, is_adult, is_incapacitated, is_registered, is_convicted;
  std::uint8_t citizenship, serving, conviction, activity;
};

struct Event {
  static constexpr std::size_t kMostOrganisers = 4;

  std::int64_t starts, ends;  // civil seconds
  std::int32_t as_of;
  std::int32_t participants, site_distance, picket_distance, pickets_there;
  std::int64_t picketed_earlier;  // minutes
  std::uint8_t event_kind, purpose, site;
  std::uint32_t funding;    // a bit for each source
  std::uint32_t attending;  // a bit for each citizenship
  bool moves, vehicles, amplified, is_designated, is_route;
  bool is_filed, is_proposed, is_replied, is_answered, is_renounced;
  std::int32_t registered;                        // if filed
  std::int32_t proposal_made, proposal_received;  // if proposed
  std::int32_t reply_received;                    // if replied
  bool reply_agrees;
  std::int32_t answered;  // if answered
  std::uint8_t answer_kind;
  bool has_regime, regime_forbids;
  std::int32_t regime_begins, regime_lasts;
  std::uint8_t organiser_count;
  std::array<EventOrganiser, kMostOrganisers> organisers;
};

// In the order of `kCoreAnswers`. Nothing but what is unknown is left open.
struct EventDecision {
  EventForm form;
  Procedure procedure;
  Tri all_eligible;
  std::uint8_t barred_organisers;
  Tri forbidden;
  Timeliness timeliness;
  Status filing_status, answering_status;
  EventOutcome outcome;
  Tri held_lawfully;

  friend bool operator==(const EventDecision&, const EventDecision&) = default;
};
inline constexpr const char* kCoreAnswers[] = {
    "form",       "procedure",     "all_eligible",     "barred_organisers", "forbidden",
    "timeliness", "filing_status", "answering_status", "outcome",           "held_lawfully"};

}  // namespace acta::bench
