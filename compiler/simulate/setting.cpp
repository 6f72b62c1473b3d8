#include "compiler/simulate/setting.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/ir/format.h"
#include "compiler/simulate/comparer.h"
#include "compiler/simulate/threads.h"

namespace acta::simulate {

namespace {

unsigned ThreadsFor(unsigned wanted) {
  return wanted > 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

// What each law is asked for every case beside its answers.
struct Probes {
  std::vector<Probe> base;
  std::vector<std::vector<Probe>> others;
};

void AddClauses(const std::vector<Sight>& sights, std::vector<ir::ClauseId>& to) {
  for (const Sight& sight : sights) {
    to.insert(to.end(), sight.hiding.begin(), sight.hiding.end());
  }
}

// Where among its answers and `probes` a law is asked that; behind them where it was not yet.
std::size_t PlaceOf(const Probe& probe, const ir::Program& program, std::vector<Probe>& probes) {
  if (probe.rule.valid()) {
    const auto answer = std::ranges::find(program.answers, probe.rule, &ir::Answer::rule);
    if (answer != program.answers.end()) {
      return static_cast<std::size_t>(answer - program.answers.begin());
    }
  }
  const auto place = std::ranges::find(probes, probe);
  const auto at = program.answers.size() + static_cast<std::size_t>(place - probes.begin());
  if (place == probes.end()) {
    probes.push_back(probe);
  }
  return at;
}

// The laws, with instances of every rule that one of the others has otherwise than the first.
std::vector<WithInstances> GraphsOf(const Contender& base, std::span<const Contender> others) {
  std::set<std::string> rules;
  for (const Contender& other : others) {
    rules.merge(CalledRulesThatDiffer(*base.graph, *other.graph));
  }
  std::vector<WithInstances> graphs{InstancesOf(*base.graph, rules)};
  for (const Contender& other : others) {
    graphs.push_back(InstancesOf(*other.graph, rules));
  }
  return graphs;
}

Probes Pair(Setting& setting) {
  const WithInstances& base = setting.graphs.front();
  const ir::Program& program = *base.graph.program;
  Probes probes;
  for (std::size_t i = 0; i < setting.others.size(); ++i) {
    const Contender& other = setting.others[i];
    const WithInstances& with_it = setting.graphs[i + 1];
    Pairing pairing{.difference = DifferenceOf(base, with_it)};
    std::vector<Probe>& own = probes.others.emplace_back();
    const ir::Program& amended = *with_it.graph.program;
    const auto of_base = [&](const Probe& probe) { return PlaceOf(probe, program, probes.base); };
    const auto of_other = [&](const Probe& probe) { return PlaceOf(probe, amended, own); };
    for (const Link& link : pairing.difference.rules) {
      pairing.probes_before.push_back(of_base({.rule = link.before}));
      pairing.probes_after.push_back(of_other({.rule = link.after}));
    }
    std::ranges::transform(pairing.difference.asked_before,
                           std::back_inserter(pairing.asked_before), of_base);
    std::ranges::transform(pairing.difference.asked_after, std::back_inserter(pairing.asked_after),
                           of_other);
    AddClauses(pairing.difference.sights_before, pairing.clauses_before);
    AddClauses(pairing.difference.sights_after, pairing.clauses_after);
    for (const Item& item : pairing.difference.items) {
      if (item.in_force && item.is_new && !pairing.governing_after) {
        pairing.governing_after = of_other({.rule = amended.governing_date});
      }
      if (item.in_force && !item.is_new && !pairing.governing_before) {
        pairing.governing_before = of_base({.rule = program.governing_date});
      }
      if (item.clause) {
        (item.is_new ? pairing.clauses_after : pairing.clauses_before).push_back(*item.clause);
      }
      if (other.kind == findings::Comparison::Kind::kAlone) {
        setting.bringing[item.key].insert(other.amendment);
      }
    }
    setting.base_clauses.insert(setting.base_clauses.end(), pairing.clauses_before.begin(),
                                pairing.clauses_before.end());
    setting.pairings.push_back(std::move(pairing));
  }
  return probes;
}

// Of each law the steps that lead to it or from the first law, by one amendment, where both ends
// are compared.
void AddSteps(Setting& setting) {
  const auto law_of = [&](std::vector<std::string> amendments) -> std::optional<std::size_t> {
    std::ranges::sort(amendments);
    for (std::size_t i = 0; i <= setting.others.size(); ++i) {
      std::vector<std::string> own;
      if (i > 0) {
        own = setting.others[i - 1].amendments;
      }
      std::ranges::sort(own);
      if (own == amendments) {
        return i;
      }
    }
    return std::nullopt;
  };
  for (std::size_t i = 0; i < setting.others.size(); ++i) {
    std::vector<Comparer::Step>& steps = setting.steps.emplace_back();
    const std::vector<std::string>& amendments = setting.others[i].amendments;
    const auto add = [&](const std::string& name, bool is_left_out, std::optional<std::size_t> one,
                         std::optional<std::size_t> other) {
      if (std::ranges::find(setting.amendments, name) == setting.amendments.end()) {
        setting.amendments.push_back(name);
      }
      const auto number = std::ranges::find(setting.amendments, name) - setting.amendments.begin();
      if (one && other) {
        steps.push_back({.amendment = static_cast<std::uint16_t>(number),
                         .is_left_out = is_left_out,
                         .one = *one,
                         .other = *other,
                         .program_of_one = &setting.laws[*one]->program(),
                         .program_of_other = &setting.laws[*other]->program()});
      }
    };
    for (const std::string& name : amendments) {
      std::vector<std::string> others = amendments;
      std::erase(others, name);
      add(name, true, law_of(others), i + 1);
      if (!others.empty()) {
        add(name, false, 0, law_of({name}));
      }
    }
  }
}

// The members of an enum by their numbers in outcomes: behind those of the first law come those
// that only the other has.
std::vector<std::string> MembersOfBoth(const ir::Enum& first, const ir::Enum& other) {
  std::vector<std::string> names;
  for (const ir::EnumMember& member : first.members) {
    names.push_back(member.name);
  }
  for (const ir::EnumMember& member : other.members) {
    if (std::ranges::find(first.members, member.name, &ir::EnumMember::name) ==
        first.members.end()) {
      names.push_back(member.name);
    }
  }
  return names;
}

}  // namespace

Result<Setting> Prepare(const Contender& base, std::span<const Contender> others,
                        const Options& options, std::vector<GroupingBy> groupings,
                        const Progress& progress) {
  Setting setting{.others = others,
                  .asking = options.asking,
                  .facts = options.facts != nullptr ? options.facts : base.graph->program.get(),
                  .threads = ThreadsFor(options.threads),
                  .groupings = std::move(groupings),
                  .graphs = GraphsOf(base, others)};
  const Probes probes = Pair(setting);
  setting.laws.resize(others.size() + 1);
  std::atomic<std::size_t> done = 0;
  ACTA_TRY_VOID(OnThreads(setting.threads, setting.laws.size(), [&](std::size_t i) -> Result<void> {
    const Contender& contender = i == 0 ? base : others[i - 1];
    ACTA_TRY(setting.laws[i], Law::Make(setting.graphs[i].graph, *contender.sources,
                                        i == 0 ? probes.base : probes.others[i - 1]));
    if (!progress.laws(++done, setting.laws.size())) {
      return Fail("stopped");
    }
    return {};
  }));
  AddSteps(setting);
  return setting;
}

std::string NameOf(const Setting& setting, std::size_t pairing, std::size_t answer,
                   std::int64_t outcome) {
  if (outcome == kAbsentOutcome || outcome == kOpenOutcome || outcome == kSomeValue) {
    return outcome == kAbsentOutcome ? "absent"
           : outcome == kOpenOutcome ? "undetermined"
                                     : "known";
  }
  const Difference::Answer& pair = setting.pairings[pairing].difference.answers[answer];
  const ir::Program& program = setting.base();
  const ir::TypeId type = program.rules[program.answers[pair.before].rule].type;
  const ir::Kind kind = program.types[type].kind;
  if (kind != ir::Kind::kEnum && kind != ir::Kind::kSet) {
    return ir::FormatValue(program, type, outcome);
  }
  const ir::Program& other = setting.laws[pairing + 1]->program();
  const ir::Type& there = other.types[other.rules[other.answers[pair.after].rule].type];
  const std::vector<std::string> members =
      MembersOfBoth(program.enums[program.types[type].enumeration], other.enums[there.enumeration]);
  if (kind == ir::Kind::kEnum) {
    return members[static_cast<std::size_t>(outcome)];
  }
  std::vector<std::string> contained;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if ((static_cast<std::uint64_t>(outcome) >> i & 1) != 0) {
      contained.push_back(members[i]);
    }
  }
  return fmt::format("{{{}}}", fmt::join(contained, ", "));
}

}  // namespace acta::simulate
