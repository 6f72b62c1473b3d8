#include "tests/bench/peers/event_by_hand.h"

#include <algorithm>

namespace acta::bench {

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kHour = 3'600;
constexpr std::int64_t kMinute = 60;

enum Purpose : std::uint8_t { kExpression, kDiscussion };
constexpr std::uint8_t kPublicEvent = 0;
constexpr std::uint8_t kCitizen = 0;
enum Answer : std::uint8_t { kApproved, kLimited, kRefused };
enum Site : std::uint8_t { kNoSite, kBurial, kTransport, kBody, kResidence, kHazard, kTrunkLine };

// Whether a member is one of some: a bit for each ordinal.
constexpr bool IsOneOf(std::uint8_t ordinal, std::uint32_t members) {
  return (members >> ordinal & 1) != 0;
}
constexpr std::uint32_t kDisqualifyingSentences = 0b1111100;  // from corrective works on
constexpr std::uint32_t kDisqualifyingCrimes = 0b0111111;     // all but other crimes
constexpr std::uint32_t kStoppedActivities = 0b110;
constexpr std::uint32_t kBarredSources = 0b1111100;  // all but own and collected means
constexpr std::uint32_t kCitizens = 1U << kCitizen;

std::int32_t DayOf(std::int64_t moment) {
  return static_cast<std::int32_t>((moment - ((moment % kDay) + kDay) % kDay) / kDay);
}

// Article 4 and Article 5(3).
bool MayOrganise(const EventOrganiser& who) {
  if (who.is_legal_entity) {
    return who.is_registered && !IsOneOf(who.activity, kStoppedActivities);
  }
  return who.citizenship == kCitizen && who.is_adult && !who.is_incapacitated &&
         !IsOneOf(who.serving, kDisqualifyingSentences) &&
         !(who.is_convicted && IsOneOf(who.conviction, kDisqualifyingCrimes));
}

// Article 1.
EventForm FormOf(const Event& e) {
  if (e.moves) {
    return !e.vehicles                ? EventForm::kProcession
           : e.purpose == kExpression ? EventForm::kDemonstration
                                      : EventForm::kUnknown;
  }
  if (e.participants >= 2) {
    return e.purpose == kExpression   ? EventForm::kRally
           : e.purpose == kDiscussion ? EventForm::kMeeting
                                      : EventForm::kUnknown;
  }
  return e.participants == 1 && !e.amplified && e.purpose == kExpression ? EventForm::kPicket
                                                                         : EventForm::kUnknown;
}

Tri Known(bool holds) {
  return holds ? Tri::kYes : Tri::kNo;
}
// `holds`, if the form is a picket.
Tri IfPicket(EventForm form, bool holds) {
  return !holds                        ? Tri::kNo
         : form == EventForm::kUnknown ? Tri::kUnknown
                                       : Known(form == EventForm::kPicket);
}

// Article 9(5).
bool IsNearProtectedSite(const Event& e) {
  const bool at = e.site_distance == 0;
  const bool adjacent = e.site_distance < e.picket_distance;
  switch (e.site) {
    case kBurial:
      return at;
    case kTransport:
    case kTrunkLine:
      return at || adjacent;
    case kBody:
    case kResidence:
    case kHazard:
      return adjacent;
    default:
      return false;
  }
}

// Articles 2(4), 9 and 14, who organises and who attends.
Tri IsForbidden(const Event& e, EventForm form, bool all_eligible) {
  const std::int32_t day = DayOf(e.starts);
  const bool under_emergency =
      e.has_regime && e.regime_forbids && e.regime_begins <= day && day <= e.regime_lasts;
  const bool outside_hours = e.starts - day * kDay < 9 * kHour || e.ends > day * kDay + 20 * kHour;
  // Some are to come, and none of them is a citizen.
  const bool nobody_may_attend = e.attending != 0 && (e.attending & kCitizens) == 0;
  if (under_emergency || outside_hours || (e.funding & kBarredSources) != 0 || !all_eligible ||
      nobody_may_attend) {
    return Tri::kYes;
  }
  if (form != EventForm::kUnknown && form != EventForm::kPicket && !e.is_designated) {
    return Tri::kYes;
  }
  const bool too_many = !e.is_designated && e.pickets_there >= 2;
  const bool too_long =
      !e.is_designated && e.ends + e.picketed_earlier * kMinute > e.starts + 2 * kHour;
  const Tri as_picket = IfPicket(form, IsNearProtectedSite(e) || too_many || too_long);
  // Where it may be held depends on the form.
  return as_picket != Tri::kNo ? as_picket : form == EventForm::kUnknown ? Tri::kUnknown : Tri::kNo;
}

bool Allows(EventOutcome outcome) {
  return outcome >= EventOutcome::kMayProceed && outcome <= EventOutcome::kMayProceedAsChanged;
}

Status StatusOf(bool is_done, std::int32_t done, std::int32_t due, std::int32_t as_of) {
  return is_done ? (done <= due ? Status::kFulfilled : Status::kLate)
                 : (as_of > due ? Status::kBreached : Status::kPending);
}

}  // namespace

// Articles 11(1) and 13(1): the akimat's first answer, a proposal included.
Status EventByHand::AnswerStatus(const Event& e, std::int32_t days) const {
  const std::int32_t first = !e.is_proposed  ? e.answered
                             : e.is_answered ? std::min(e.answered, e.proposal_made)
                                             : e.proposal_made;
  return StatusOf(e.is_proposed || e.is_answered, first, working_days_.After(e.registered, days),
                  e.as_of);
}

// Articles 10 to 13, of an act that applies to a form that is known.
EventOutcome EventByHand::Standing(const Event& e, const EventDecision& so_far,
                                   std::int32_t lenient_day) const {
  if (!e.is_filed) {
    return e.as_of > lenient_day ? EventOutcome::kMustNotProceed : EventOutcome::kFileFirst;
  }
  const bool by_notification = so_far.procedure == Procedure::kByNotification;
  switch (so_far.answering_status) {
    case Status::kPending:
      return EventOutcome::kAwaitingAnswer;
    case Status::kBreached:
      return by_notification ? EventOutcome::kMayProceed : EventOutcome::kNoApproval;
    case Status::kLate:
      if (by_notification) {
        return EventOutcome::kMayProceed;
      }
      break;
    default:
      break;
  }
  if (e.is_answered) {
    return e.answer_kind == kApproved  ? EventOutcome::kMayProceed
           : e.answer_kind == kLimited ? EventOutcome::kMayProceedLimited
                                       : EventOutcome::kMustNotProceed;
  }
  const Status reply = StatusOf(e.is_replied, e.reply_received,
                                working_days_.After(e.proposal_received, 1), e.as_of);
  if (reply == Status::kPending) {
    return EventOutcome::kAwaitingReply;
  }
  return reply == Status::kFulfilled && e.reply_agrees ? EventOutcome::kMayProceedAsChanged
                                                       : EventOutcome::kMustNotProceed;
}

EventDecision EventByHand::Decide(const Event& e) const {
  EventDecision d{};
  const bool applicable =
      (e.purpose == kExpression || e.purpose == kDiscussion) && e.event_kind == kPublicEvent;
  d.form = FormOf(e);
  const auto organisers = std::span(e.organisers).first(e.organiser_count);
  if (!applicable) {
    d.all_eligible = Tri::kYes;
    d.barred_organisers = 0;
    d.forbidden = Tri::kNo;
    d.procedure = Procedure::kNone;
    d.timeliness = Timeliness::kNothingToFile;
    d.filing_status = d.answering_status = Status::kNotApplicable;
    d.outcome = EventOutcome::kNotGoverned;
    d.held_lawfully = Tri::kUnknown;
    return d;
  }
  d.barred_organisers = static_cast<std::uint8_t>(
      std::ranges::count_if(organisers, [](const auto& who) { return !MayOrganise(who); }));
  const bool all_eligible = e.organiser_count >= 1 && d.barred_organisers == 0;
  d.all_eligible = Known(all_eligible);
  d.forbidden = IsForbidden(e, d.form, all_eligible);
  EventOutcome standing = EventOutcome::kUnknown;
  if (d.form == EventForm::kUnknown) {
    d.procedure = Procedure::kUnknown;
    d.timeliness = Timeliness::kUnknown;
    d.filing_status = d.answering_status = Status::kUnknown;
  } else {
    const bool notified = d.form <= EventForm::kRally;
    d.procedure = notified ? Procedure::kByNotification : Procedure::kByApproval;
    const std::int32_t day = DayOf(e.starts);
    const std::int32_t notice = notified ? 5 : 10;
    const std::int32_t lenient_day = working_days_.Before(day, notice);
    d.timeliness = !e.is_filed                   ? Timeliness::kNothingFiled
                   : e.registered < lenient_day  ? Timeliness::kInTime
                   : e.registered <= lenient_day ? Timeliness::kInTimeIfLenient
                                                 : Timeliness::kTooLate;
    d.filing_status = StatusOf(e.is_filed, e.registered, lenient_day, e.as_of);
    d.answering_status = e.is_filed ? AnswerStatus(e, notified ? 3 : 7) : Status::kNotApplicable;
    standing = Standing(e, d, lenient_day);
  }

  if (e.is_renounced) {
    d.outcome = EventOutcome::kGivenUp;
  } else if (d.forbidden == Tri::kYes) {
    d.outcome = EventOutcome::kMustNotProceed;
  } else if (d.forbidden == Tri::kNo || standing == EventOutcome::kMustNotProceed) {
    d.outcome = standing;
  } else {
    d.outcome = EventOutcome::kUnknown;
  }
  const bool may_be_held = standing == EventOutcome::kUnknown || Allows(standing);
  if (e.is_renounced || d.forbidden == Tri::kYes || !may_be_held) {
    d.held_lawfully = Tri::kNo;
  } else {
    const bool is_open = standing == EventOutcome::kUnknown || d.forbidden == Tri::kUnknown;
    d.held_lawfully = is_open ? Tri::kUnknown : Tri::kYes;
  }
  return d;
}

void EventByHand::DecideAll(std::span<const Event> events,
                            std::span<EventDecision> decisions) const {
  for (std::size_t i = 0; i < events.size(); ++i) {
    decisions[i] = Decide(events[i]);
  }
}

}  // namespace acta::bench
