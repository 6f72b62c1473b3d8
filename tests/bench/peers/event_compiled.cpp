#include "tests/bench/peers/event_compiled.h"

#include <algorithm>
#include <functional>

#include "compiler/base/check.h"
#include "compiler/base/random.h"
#include "compiler/ir/builder.h"
#include "compiler/plan/plan.h"

namespace acta::bench {

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kHour = 3'600;

std::unique_ptr<Session> LoadLaw() {
  std::unique_ptr<Session> session =
      LoadAct("examples/kazakhstan/peaceful_assemblies_2020.acta.md", {});
  ACTA_CHECK(session->ok(),
             "the act is sound, and the current directory the top of the repository");
  return session;
}

// The same law asked for fewer answers.
ir::RuleGraph WithCoreAnswers(const ir::RuleGraph& graph) {
  ir::Program program = *graph.program;
  std::vector<ir::Answer> answers;
  for (const char* const name : kCoreAnswers) {
    const auto found = std::ranges::find(program.answers, name, &ir::Answer::name);
    ACTA_CHECK(found != program.answers.end(), "the act answers what the core asks");
    answers.push_back(*found);
  }
  program.answers = std::move(answers);
  Reporter reporter;
  ir::RuleGraph core = plan::Plan(std::move(program), plan::Roots::kAnswers, reporter);
  ACTA_CHECK(!reporter.HasErrors(), "a part of a sound act is sound");
  return core;
}

using Slots = std::map<std::string, std::uint32_t, std::less<>>;

void AddPaths(const ir::Program& program, const std::vector<ir::FactField>& fields,
              const std::string& prefix, std::uint32_t base, Slots& slots) {
  for (const ir::FactField& field : fields) {
    const ir::Type& type = program.types[field.type];
    const std::uint32_t slot = base + field.offset;
    slots[prefix + field.name] = slot;
    if (type.kind == ir::Kind::kEntity) {
      AddPaths(program, program.entities[type.entity].fields, prefix + field.name + ".",
               slot + (type.optional ? 1 : 0), slots);
    }
  }
}

}  // namespace

CompiledEventAct::CompiledEventAct(Answers answers)
    : session_(LoadLaw()),
      graph_(answers == Answers::kAll ? session_->graph : WithCoreAnswers(session_->graph)),
      object_(graph_, session_->sources),
      types_(program(), *object_.compiled().plan, object_.act()) {
  for (const ir::Reading& reading : program().readings) {
    choices_.push_back(
        {reading.name.c_str(), program().enums[reading.alternatives].members.front().name.c_str()});
  }
  options_.struct_size = sizeof options_;
  options_.choices = choices_.data();
  options_.choice_count = static_cast<std::uint32_t>(choices_.size());
}

// ---- cases -------------------------------------------------------------------------------------

EventCases::EventCases(const ir::Program& program, std::uint64_t seed, unsigned percent_missing)
    : program_(program),
      seed_(seed),
      drawer_(program, {.seed = seed,
                        .percent_missing = percent_missing,
                        .days = measure::LikelyDays(program),
                        .readings = std::vector<std::int64_t>(program.readings.size(), 0)}),
      days_(measure::LikelyDays(program)) {
  AddPaths(program, program.facts, "", 0, slots_);
  const auto organisers = std::ranges::find(program.facts, "organisers", &ir::FactField::name);
  const ir::TypeId element = program.types[organisers->type].element;
  AddPaths(program, program.entities[program.types[element].entity].fields, "", 0, of_organiser_);
  organiser_width_ = ir::WidthOf(program, element);
}

std::size_t EventCases::SlotOf(std::string_view path) const {
  const auto found = slots_.find(path);
  ACTA_CHECK(found != slots_.end(), path);
  return found->second;
}

// Makes of a case drawn evenly one as they come to an akimat. What is missing stays missing.
class EventCases::Hand {
 public:
  Hand(const EventCases& cases, std::uint64_t number, std::vector<std::int64_t>& slots)
      : cases_(cases), random_(cases.seed_ * 0xd1342543de82ef95 ^ number), slots_(slots) {}

  void Arrange() {
    const std::int64_t filed = random_.Between(cases_.days_.first, cases_.days_.last - 60);
    const std::int64_t day = filed + random_.Between(3, 30);
    const std::int64_t begins =
        In100(4) ? random_.Between(0, 23) * kHour : random_.Between(9, 16) * kHour;
    Put("starts", day * kDay + begins);
    Put("ends", day * kDay + begins + random_.Between(1, 4) * kHour);
    Put("as_of", filed + random_.Between(0, 20));
    Mostly("event_kind", 95, 0);
    Mostly("purpose", 85, 0);
    Put("participants", In100(15) ? 1 : random_.Between(1, 3'000));
    Mostly("moves", 75, 0);
    Mostly("place.designated", 85, 1);
    Mostly("pickets_there", 90, 1);
    Put("picketed_earlier", In100(10) ? random_.Between(0, 180) : 0);
    Mostly("site", 80, 0);
    Put("funding", In100(4) ? static_cast<std::int64_t>(random_.Below(128)) : 1);
    Absent("regime", 97);
    Put("regime.begins", day - random_.Between(-5, 10));
    Put("regime.lasts", day + random_.Between(0, 20));
    Absent("renounced", 95);
    Absent("notification", 10);
    Put("notification.registered", filed);
    Absent("proposal", 80);
    const std::int64_t proposed = filed + random_.Between(0, 9);
    Put("proposal.made", proposed);
    Put("proposal.received", proposed + random_.Between(0, 2));
    Absent("reply", 40);
    Put("reply.received", proposed + random_.Between(0, 4));
    Put("in_time_for_first_day", 0);
    Absent("answer", 45);
    Put("answer.date", filed + random_.Between(0, 10));
    ArrangeOrganisers();
  }

 private:
  [[nodiscard]] bool In100(unsigned percent) { return random_.Chance(percent); }
  void Put(std::string_view path, std::int64_t payload) { PutAt(cases_.SlotOf(path), payload); }
  void PutAt(std::size_t slot, std::int64_t payload) {
    if (slots_[slot] != ACTA_MISSING) {
      slots_[slot] = payload;
    }
  }
  void Mostly(std::string_view path, unsigned percent, std::int64_t payload) {
    if (In100(percent)) {
      Put(path, payload);
    }
  }
  // An optional entity is where its fields begin, another fact some value.
  void Absent(std::string_view path, unsigned percent) {
    const std::size_t slot = cases_.SlotOf(path);
    if (In100(percent)) {
      PutAt(slot, ACTA_ABSENT);
    } else if (slots_[slot] == ACTA_ABSENT) {
      const std::string field = std::string(path) + ".";
      const auto next = cases_.slots_.lower_bound(field);
      const bool is_entity = next != cases_.slots_.end() && next->first.starts_with(field);
      slots_[slot] = is_entity ? static_cast<std::int64_t>(slot) + 1 : cases_.days_.first;
    }
  }
  void ArrangeOrganisers() {
    const std::int64_t list = slots_[cases_.SlotOf("organisers")];
    if (list == ACTA_MISSING) {
      return;
    }
    const auto base = static_cast<std::size_t>(list >> 32);
    const auto count = static_cast<std::size_t>(list & 0xffffffff);
    for (std::size_t i = 0; i < count; ++i) {
      const auto mostly = [&](std::string_view field, std::int64_t payload) {
        if (In100(98)) {
          PutAt(base + i * cases_.organiser_width_ + cases_.of_organiser_.find(field)->second,
                payload);
        }
      };
      mostly("citizenship", 0);
      mostly("adult", 1);
      mostly("incapacitated", 0);
      mostly("serving", 0);
      mostly("conviction", ACTA_ABSENT);
      mostly("registered", 1);
      mostly("activity", 0);
    }
  }

  const EventCases& cases_;
  Random random_;
  std::vector<std::int64_t>& slots_;
};

void EventCases::Draw(std::uint64_t number, std::vector<std::int64_t>& slots) const {
  drawer_.Draw(number, slots);
  Hand(*this, number, slots).Arrange();
}

Event EventCases::RowOf(const std::vector<std::int64_t>& slots) const {
  Event event{};
  const auto at = [&](std::string_view path) { return slots[SlotOf(path)]; };
  const auto set = [&](auto& field, std::string_view path) {
    field = static_cast<std::remove_reference_t<decltype(field)>>(at(path));
  };
  const auto is_there = [&](std::string_view path) { return at(path) != ACTA_ABSENT; };
  set(event.starts, "starts");
  set(event.ends, "ends");
  set(event.as_of, "as_of");
  set(event.participants, "participants");
  set(event.site_distance, "site_distance");
  set(event.picket_distance, "picket_distance");
  set(event.pickets_there, "pickets_there");
  set(event.picketed_earlier, "picketed_earlier");
  set(event.event_kind, "event_kind");
  set(event.purpose, "purpose");
  set(event.site, "site");
  set(event.funding, "funding");
  set(event.attending, "attending");
  set(event.moves, "moves");
  set(event.vehicles, "vehicles");
  set(event.amplified, "amplified");
  set(event.is_designated, "place.designated");
  set(event.is_route, "place.route");
  event.is_filed = is_there("notification");
  set(event.registered, "notification.registered");
  event.is_proposed = is_there("proposal");
  set(event.proposal_made, "proposal.made");
  set(event.proposal_received, "proposal.received");
  event.is_replied = is_there("reply");
  set(event.reply_received, "reply.received");
  set(event.reply_agrees, "reply.agrees");
  event.is_answered = is_there("answer");
  set(event.answered, "answer.date");
  set(event.answer_kind, "answer.kind");
  event.is_renounced = is_there("renounced");
  event.has_regime = is_there("regime");
  set(event.regime_forbids, "regime.forbids");
  set(event.regime_begins, "regime.begins");
  set(event.regime_lasts, "regime.lasts");

  const std::int64_t list = at("organisers");
  event.organiser_count = static_cast<std::uint8_t>(list & 0xffffffff);
  for (std::size_t i = 0; i < event.organiser_count; ++i) {
    const std::size_t base = static_cast<std::size_t>(list >> 32) + i * organiser_width_;
    const auto of = [&](std::string_view field) {
      return slots[base + of_organiser_.find(field)->second];
    };
    event.organisers[i] = {.is_legal_entity = of("kind") == 1,
                           .is_adult = of("adult") != 0,
                           .is_incapacitated = of("incapacitated") != 0,
                           .is_registered = of("registered") != 0,
                           .is_convicted = of("conviction") != ACTA_ABSENT,
                           .citizenship = static_cast<std::uint8_t>(of("citizenship")),
                           .serving = static_cast<std::uint8_t>(of("serving")),
                           .conviction = static_cast<std::uint8_t>(of("conviction")),
                           .activity = static_cast<std::uint8_t>(of("activity"))};
  }
  return event;
}

EventDecision DecisionIn(const measure::AnswerColumns& answers, std::size_t row) {
  std::size_t next = 0;
  const auto take = [&](auto unknown) {
    const measure::AnswerColumns::Found found = answers.At(next++, row);
    return found.state == ACTA_KNOWN ? static_cast<decltype(unknown)>(found.payload) : unknown;
  };
  constexpr std::uint8_t kNoCount = 255;
  EventDecision decision{};
  decision.form = take(EventForm::kUnknown);
  decision.procedure = take(Procedure::kUnknown);
  decision.all_eligible = take(Tri::kUnknown);
  decision.barred_organisers = take(kNoCount);
  decision.forbidden = take(Tri::kUnknown);
  decision.timeliness = take(Timeliness::kUnknown);
  decision.filing_status = take(Status::kUnknown);
  decision.answering_status = take(Status::kUnknown);
  decision.outcome = take(EventOutcome::kUnknown);
  decision.held_lawfully = take(Tri::kUnknown);
  return decision;
}

}  // namespace acta::bench
