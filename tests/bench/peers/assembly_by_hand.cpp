#include "tests/bench/peers/assembly_by_hand.h"

#include "tests/bench/peers/civil_by_hand.h"

namespace acta::bench {

namespace {

constexpr Number kSeven = 7 * 3600;
constexpr Number kTwentyTwo = 22 * 3600;

// From thirty days before an election to its day.
struct Window {
  Date first, last;
};
constexpr Window kElections[] = {{DayOf(2021, 12, 11), DayOf(2022, 1, 10)},
                                 {DayOf(2022, 10, 21), DayOf(2022, 11, 20)},
                                 {DayOf(2023, 2, 17), DayOf(2023, 3, 19)},
                                 {DayOf(2024, 9, 6), DayOf(2024, 10, 6)},
                                 {DayOf(2026, 5, 2), DayOf(2026, 6, 1)}};

bool InElections(Date day) {
  for (const Window& window : kElections) {
    if (window.first <= day && day <= window.last) {
      return true;
    }
  }
  return false;
}

// Strong Kleene in two bits: what is so, what is not so; neither is not known.
struct Tri {
  unsigned bits = 0;
  [[nodiscard]] constexpr bool yes() const { return (bits & kYes) != 0; }
  [[nodiscard]] constexpr bool no() const { return (bits & kNo) != 0; }
  static constexpr unsigned kYes = 1;
  static constexpr unsigned kNo = 2;
};
constexpr Tri operator&&(Tri a, Tri b) {
  return {(a.bits & b.bits & Tri::kYes) | ((a.bits | b.bits) & Tri::kNo)};
}
constexpr Tri operator||(Tri a, Tri b) {
  return {((a.bits | b.bits) & Tri::kYes) | (a.bits & b.bits & Tri::kNo)};
}
constexpr Tri operator!(Tri a) {
  return {a.bits >> 1 | (a.bits << 1 & Tri::kNo)};
}

}  // namespace

Outcome AssemblyByHand::Decide(const Assembly& a) const {
  if (!a.in_public || a.official) {
    return Outcome::kNotGoverned;
  }
  if (a.renounced) {
    return Outcome::kGivenUp;
  }

  // Whoever was born later is no adult on the day.
  const Date adult_since = YearsBefore(a.starts_on, 18);
  if (a.organised_by == kNaturalPerson && (!a.citizen || a.born > adult_since || a.incapacitated)) {
    return Outcome::kForbidden;
  }
  if ((a.deputy_named && a.deputy_born > adult_since) || a.registered_on > a.starts_on - 365 ||
      a.starts_on < a.last_held_on + 14 || a.banned_by_court) {
    return Outcome::kForbidden;
  }

  if (a.emergency || (InElections(a.starts_on) && a.form >= kRally)) {
    return Outcome::kForbidden;
  }
  if (a.venue == kBridge || a.to_court < 100 || a.to_railway < 50 || a.to_border < 1000) {
    return Outcome::kForbidden;
  }
  if (a.begins >= kTwentyTwo || a.begins < kSeven || a.ends > a.curfew) {
    return Outcome::kForbidden;
  }

  if (a.answered && a.answered_on <= office_days_.After(a.filed_on, 3) &&
      (a.threat || a.unlawful_aim || a.breaches > 2 || a.unpaid > 10)) {
    return Outcome::kRefused;
  }
  if (a.filed_on > office_days_.Before(a.starts_on, 5) && !a.spontaneous) {
    return Outcome::kOutOfTime;
  }
  if (!a.complete || !a.sealed) {
    return Outcome::kIncomplete;
  }
  if (a.participants > a.capacity || (a.with_vehicles && a.stewards < 20)) {
    return Outcome::kToBeChanged;
  }
  if ((a.place_taken || a.works_planned || a.to_rival < 500) &&
      !(a.change_proposed && a.change_accepted)) {
    return Outcome::kToBeChanged;
  }
  if (a.structures && !a.structures_allowed) {
    return Outcome::kLimited;
  }
  if (a.amplified && (a.sound > 85 || a.to_hospital < 300 || a.to_school < 150)) {
    return Outcome::kLimited;
  }
  return Outcome::kMayProceed;
}

Outcome AssemblyByHand::DecideOpen(const OpenAssembly& open) const {
  const Assembly& a = open.facts;
  const auto if_given = [given = open.given](bool holds, auto... facts) {
    const std::uint64_t needed = (... | (std::uint64_t{1} << facts));
    const bool known = (given & needed) == needed;
    return Tri{known ? 2U - holds : 0U};
  };

  // What the open rules so far would come to, should one of them apply.
  bool any_open = false;
  bool they_differ = false;
  Outcome if_open = Outcome::kUndetermined;
  const auto settled = [&](Tri applies, Outcome outcome) {
    if (applies.no()) {
      return false;
    }
    they_differ |= any_open && if_open != outcome;
    any_open = true;
    if_open = outcome;
    return applies.yes() || they_differ;
  };
  const auto result = [&] { return they_differ ? Outcome::kUndetermined : if_open; };

  if (settled(!if_given(a.in_public, Fact::in_public) || if_given(a.official, Fact::official),
              Outcome::kNotGoverned)) {
    return result();
  }
  if (settled(if_given(a.renounced, Fact::renounced), Outcome::kGivenUp)) {
    return result();
  }

  const Date adult_since = YearsBefore(a.starts_on, 18);
  const Tri natural_person = if_given(a.organised_by == kNaturalPerson, Fact::organised_by);
  const Tri unfit = !if_given(a.citizen, Fact::citizen) ||
                    if_given(a.born > adult_since, Fact::born, Fact::starts_on) ||
                    if_given(a.incapacitated, Fact::incapacitated);
  const Tri deputy_unfit =
      if_given(a.deputy_named, Fact::deputy_named) &&
      if_given(a.deputy_born > adult_since, Fact::deputy_born, Fact::starts_on);
  const Tri too_new =
      if_given(a.registered_on > a.starts_on - 365, Fact::registered_on, Fact::starts_on);
  const Tri too_soon =
      if_given(a.starts_on < a.last_held_on + 14, Fact::starts_on, Fact::last_held_on);
  const Tri banned = if_given(a.banned_by_court, Fact::banned_by_court);
  if (settled((natural_person && unfit) || deputy_unfit || too_new || too_soon || banned,
              Outcome::kForbidden)) {
    return result();
  }

  const Tri election =
      if_given(InElections(a.starts_on), Fact::starts_on) && if_given(a.form >= kRally, Fact::form);
  if (settled(if_given(a.emergency, Fact::emergency) || election, Outcome::kForbidden)) {
    return result();
  }
  if (settled(if_given(a.venue == kBridge, Fact::venue) ||
                  if_given(a.to_court < 100, Fact::to_court) ||
                  if_given(a.to_railway < 50, Fact::to_railway) ||
                  if_given(a.to_border < 1000, Fact::to_border),
              Outcome::kForbidden)) {
    return result();
  }
  if (settled(if_given(a.begins >= kTwentyTwo || a.begins < kSeven, Fact::begins) ||
                  if_given(a.ends > a.curfew, Fact::ends, Fact::curfew),
              Outcome::kForbidden)) {
    return result();
  }

  const Tri answered_in_time = if_given(a.answered, Fact::answered) &&
                               if_given(a.answered_on <= office_days_.After(a.filed_on, 3),
                                        Fact::answered_on, Fact::filed_on);
  const Tri ground =
      if_given(a.threat, Fact::threat) || if_given(a.unlawful_aim, Fact::unlawful_aim) ||
      if_given(a.breaches > 2, Fact::breaches) || if_given(a.unpaid > 10, Fact::unpaid);
  if (settled(answered_in_time && ground, Outcome::kRefused)) {
    return result();
  }
  if (settled(if_given(a.filed_on > office_days_.Before(a.starts_on, 5), Fact::filed_on,
                       Fact::starts_on) &&
                  !if_given(a.spontaneous, Fact::spontaneous),
              Outcome::kOutOfTime)) {
    return result();
  }
  if (settled(!if_given(a.complete, Fact::complete) || !if_given(a.sealed, Fact::sealed),
              Outcome::kIncomplete)) {
    return result();
  }
  if (settled(if_given(a.participants > a.capacity, Fact::participants, Fact::capacity) ||
                  (if_given(a.with_vehicles, Fact::with_vehicles) &&
                   if_given(a.stewards < 20, Fact::stewards)),
              Outcome::kToBeChanged)) {
    return result();
  }
  const Tri taken = if_given(a.place_taken, Fact::place_taken) ||
                    if_given(a.works_planned, Fact::works_planned) ||
                    if_given(a.to_rival < 500, Fact::to_rival);
  const Tri changed = if_given(a.change_proposed, Fact::change_proposed) &&
                      if_given(a.change_accepted, Fact::change_accepted);
  if (settled(taken && !changed, Outcome::kToBeChanged)) {
    return result();
  }
  if (settled(if_given(a.structures, Fact::structures) &&
                  !if_given(a.structures_allowed, Fact::structures_allowed),
              Outcome::kLimited)) {
    return result();
  }
  if (settled(if_given(a.amplified, Fact::amplified) &&
                  (if_given(a.sound > 85, Fact::sound) ||
                   if_given(a.to_hospital < 300, Fact::to_hospital) ||
                   if_given(a.to_school < 150, Fact::to_school)),
              Outcome::kLimited)) {
    return result();
  }
  (void)settled(Tri{Tri::kYes}, Outcome::kMayProceed);
  return result();
}

void AssemblyByHand::DecideAll(const Assembly* cases, std::size_t count, Outcome* outcomes) const {
  for (std::size_t i = 0; i < count; ++i) {
    outcomes[i] = Decide(cases[i]);
  }
}

void AssemblyByHand::DecideAllOpen(const OpenAssembly* cases, std::size_t count,
                                   Outcome* outcomes) const {
  for (std::size_t i = 0; i < count; ++i) {
    outcomes[i] = DecideOpen(cases[i]);
  }
}

}  // namespace acta::bench
