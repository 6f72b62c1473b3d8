#include "compiler/simulate/setting.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "compiler/ir/format.h"
#include "compiler/simulate/tally.h"
#include "compiler/simulate/threads.h"

namespace acta::simulate {

namespace {

unsigned ThreadsFor(unsigned wanted) {
  return wanted > 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

// The rules of each law that are asked for every case beside its answers.
struct Probes {
  std::vector<ir::RuleId> base;
  std::vector<std::vector<ir::RuleId>> others;
};

Probes Pair(const Contender& base, Setting& setting) {
  const ir::Program& program = *base.graph->program;
  Probes probes;
  for (const Contender& other : setting.others) {
    Pairing pairing{.difference = DifferenceOf(*base.graph, *other.graph)};
    std::vector<ir::RuleId>& own = probes.others.emplace_back();
    const ir::Program& amended = *other.graph->program;
    const auto of_base = [&](ir::RuleId rule) {
      auto place = std::ranges::find(probes.base, rule);
      if (place == probes.base.end()) {
        probes.base.push_back(rule);
        place = std::prev(probes.base.end());
      }
      return program.answers.size() + static_cast<std::size_t>(place - probes.base.begin());
    };
    const auto of_other = [&](ir::RuleId rule) {
      own.push_back(rule);
      return amended.answers.size() + own.size() - 1;
    };
    for (const Link& link : pairing.difference.rules) {
      pairing.probes_before.push_back(of_base(link.before));
      pairing.probes_after.push_back(of_other(link.after));
    }
    for (const Item& item : pairing.difference.items) {
      if (item.in_force && item.is_new && !pairing.governing_after) {
        pairing.governing_after = of_other(amended.governing_date);
      }
      if (item.in_force && !item.is_new && !pairing.governing_before) {
        pairing.governing_before = of_base(program.governing_date);
      }
      if (item.clause) {
        (item.is_new ? pairing.clauses_after : pairing.clauses_before).push_back(*item.clause);
      }
      if (other.kind == findings::Comparison::Kind::kAlone) {
        setting.amendments[item.key].insert(other.amendment);
      }
    }
    setting.base_clauses.insert(setting.base_clauses.end(), pairing.clauses_before.begin(),
                                pairing.clauses_before.end());
    setting.pairings.push_back(std::move(pairing));
  }
  return probes;
}

// A member of an enum that only the other law has; the first law's have the lower numbers.
const ir::EnumMember* MemberOfOther(const ir::Enum& first, const ir::Enum& other,
                                    std::int64_t number) {
  auto behind = static_cast<std::int64_t>(first.members.size());
  for (const ir::EnumMember& member : other.members) {
    if (std::ranges::find(first.members, member.name, &ir::EnumMember::name) ==
            first.members.end() &&
        behind++ == number) {
      return &member;
    }
  }
  return nullptr;
}

}  // namespace

Result<Setting> Prepare(const Contender& base, std::span<const Contender> others,
                        const Options& options, std::vector<GroupingBy> groupings,
                        const Progress& progress) {
  Setting setting{.others = others,
                  .asking = options.asking,
                  .facts = options.facts != nullptr ? options.facts : base.graph->program.get(),
                  .threads = ThreadsFor(options.threads),
                  .groupings = std::move(groupings)};
  const Probes probes = Pair(base, setting);
  setting.laws.resize(others.size() + 1);
  std::atomic<std::size_t> done = 0;
  ACTA_TRY_VOID(OnThreads(setting.threads, setting.laws.size(), [&](std::size_t i) -> Result<void> {
    const Contender& contender = i == 0 ? base : others[i - 1];
    ACTA_TRY(setting.laws[i], Law::Make(*contender.graph, *contender.sources,
                                        i == 0 ? probes.base : probes.others[i - 1]));
    if (!progress.laws(++done, setting.laws.size())) {
      return Fail("stopped");
    }
    return {};
  }));
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
  if (program.types[type].kind == ir::Kind::kEnum) {
    const ir::Enum& own = program.enums[program.types[type].enumeration];
    const ir::Program& other = setting.laws[pairing + 1]->program();
    const ir::Type& there = other.types[other.rules[other.answers[pair.after].rule].type];
    if (outcome >= static_cast<std::int64_t>(own.members.size())) {
      if (const ir::EnumMember* const member =
              MemberOfOther(own, other.enums[there.enumeration], outcome)) {
        return member->name;
      }
    }
  }
  return ir::FormatValue(program, type, outcome);
}

}  // namespace acta::simulate
