#include "filing.h"

#include <array>

namespace office {
namespace {

namespace assemblies = acta::acts::assemblies;
using assemblies::Case;

// Whatever is in the register is given; a NULL stays missing, and nothing is guessed for it.
template <class T>
void Give(Case& facts, Case& (Case::*set)(T), const std::optional<T>& value) {
  if (value) {
    (facts.*set)(*value);
  }
}

// The units of the act: days since 1970-01-01, civil seconds since then.
std::int32_t DayOf(std::chrono::local_days day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}
std::int64_t SecondOf(std::chrono::local_seconds time) {
  return time.time_since_epoch().count();
}

assemblies::Filing NotificationOf(const Filing& filing) {
  // The desk takes a notification only when all that Article 10(3) asks for is in it.
  return assemblies::Filing()
      .registered(DayOf(filing.registered))
      .received(SecondOf(filing.registered + std::chrono::hours(10)))
      .signed_(true)
      .contents({assemblies_Particular_purpose_stated, assemblies_Particular_form_stated,
                 assemblies_Particular_organiser_identified, assemblies_Particular_place_stated,
                 assemblies_Particular_times_stated, assemblies_Particular_number_stated,
                 assemblies_Particular_structures_stated, assemblies_Particular_equipment_stated,
                 assemblies_Particular_programme_attached, assemblies_Particular_contacts_given,
                 assemblies_Particular_data_consent_given, assemblies_Particular_funding_stated,
                 assemblies_Particular_filing_dated});
}

// What this office knows of every event, because it would have been told.
void GiveWhatIsCommon(Case& facts) {
  static constexpr std::array<std::int64_t, 0> kNoRivals{};
  facts.event_kind(assemblies_EventKind_public_event)
      .purpose(assemblies_Purpose_expression)
      .vehicles(false)
      .attending({assemblies_Citizenship_citizen})
      .proposal(std::nullopt)
      .reply(std::nullopt)
      .answer(std::nullopt)
      .renounced(std::nullopt)
      .regime(std::nullopt)
      .funding({assemblies_FundingSource_own_means})
      .structures(false)
      .structures_consent(false)
      .competing(kNoRivals)
      .event_planned(false)
      .works_planned(false)
      .site(assemblies_Site_no_protected_site)
      .site_distance(900)
      .picket_distance(150)
      .pickets_there(1)
      .picketed_earlier(0);
}

// How this office reads the act where it can be read in more ways than one. Whether the day of
// registration counts is not decided yet.
assemblies::Readings ReadingsOfThisOffice() {
  return assemblies::Readings()
      .forward_count(assemblies_forward_count_next_day)
      .route_as_place(assemblies_route_as_place_any_specialised)
      .late_answer(assemblies_late_answer_without_effect)
      .silence_on_late_notice(assemblies_silence_on_late_notice_held_as_notified)
      .silence_on_defective_notice(assemblies_silence_on_defective_notice_held_as_notified)
      .barred_among_organisers(assemblies_barred_among_organisers_whole_assembly)
      .agreement_without_approval(assemblies_agreement_without_approval_approval_needed);
}

}  // namespace

Case CaseOf(const Filing& filing, std::chrono::local_days today) {
  Case facts;
  GiveWhatIsCommon(facts);
  facts.as_of(DayOf(today))
      .starts(SecondOf(filing.starts))
      .ends(SecondOf(filing.ends))
      .place(assemblies::Place().designated(filing.in_designated_place).route(false).occupancy(500))
      .organisers(filing.organisers)
      .notification(NotificationOf(filing))
      .readings(ReadingsOfThisOffice());
  Give(facts, &Case::participants, filing.participants);
  Give(facts, &Case::moves, filing.moves);
  Give(facts, &Case::amplified, filing.amplified);

  const Judgements& judged = filing.judged;
  Give(facts, &Case::unlawful_aim, judged.unlawful_aim);
  Give(facts, &Case::other_unlawful_aim, judged.other_unlawful_aim);
  Give(facts, &Case::threat, judged.threat);
  Give(facts, &Case::unreliable, judged.unreliable);
  Give(facts, &Case::nonconforming, judged.nonconforming);
  Give(facts, &Case::change_warranted, judged.change_warranted);
  return facts;
}

}  // namespace office
