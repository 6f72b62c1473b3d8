#include "compiler/plan/dependencies.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "compiler/ir/walk.h"

namespace acta::plan {

using ir::RuleId;

Dependencies::Dependencies(const ir::Program& program) {
  ir::NodeWalk walk(program);
  first_.reserve(program.rules.size() + 1);
  for (const RuleId rule : program.rules.Ids()) {
    first_.push_back(reads_.size());
    for (const ir::NodeId id : walk.NodesOf(rule)) {
      const ir::Node& node = program.nodes[id];
      if (node.op == ir::Op::kRule || node.op == ir::Op::kCall) {
        reads_.push_back({RuleId(static_cast<std::uint32_t>(node.imm)), id});
      }
    }
  }
  first_.push_back(reads_.size());
}

namespace {

// Tarjan's components, with a stack of our own in place of recursion.
class Components {
 public:
  explicit Components(const Dependencies& dependencies)
      : dependencies_(dependencies),
        index_(dependencies.rule_count(), kUnseen),
        low_(dependencies.rule_count(), 0),
        waiting_(dependencies.rule_count(), false) {}

  void VisitFrom(RuleId start) {
    if (index_[start.value] != kUnseen) {
      return;
    }
    Enter(start);
    while (!open_.empty()) {
      Open& top = open_.back();
      const std::span<const Reads> reads = dependencies_.Of(top.rule);
      if (top.next < reads.size()) {
        const RuleId read = reads[top.next++].rule;
        if (index_[read.value] == kUnseen) {
          Enter(read);
        } else if (waiting_[read.value]) {
          low_[top.rule.value] = std::min(low_[top.rule.value], index_[read.value]);
        }
        continue;
      }
      Leave();
    }
  }

  [[nodiscard]] std::vector<Component> Take() && { return std::move(components_); }

 private:
  static constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();
  // A rule whose readings are being followed, and the next of them.
  struct Open {
    RuleId rule;
    std::size_t next = 0;
  };

  void Enter(RuleId rule) {
    index_[rule.value] = low_[rule.value] = next_index_++;
    waiting_[rule.value] = true;
    stack_.push_back(rule);
    open_.push_back({rule});
  }

  void Leave() {
    const RuleId rule = open_.back().rule;
    open_.pop_back();
    if (!open_.empty()) {
      const RuleId parent = open_.back().rule;
      low_[parent.value] = std::min(low_[parent.value], low_[rule.value]);
    }
    if (low_[rule.value] != index_[rule.value]) {
      return;
    }
    Component component;
    const auto first = std::ranges::find(stack_.rbegin(), stack_.rend(), rule).base() - 1;
    component.rules.assign(first, stack_.end());
    stack_.erase(first, stack_.end());
    for (const RuleId member : component.rules) {
      waiting_[member.value] = false;
    }
    const auto reads_itself = [&](const Reads& reads) { return reads.rule == rule; };
    component.circular =
        component.rules.size() > 1 || std::ranges::any_of(dependencies_.Of(rule), reads_itself);
    std::ranges::sort(component.rules);
    components_.push_back(std::move(component));
  }

  const Dependencies& dependencies_;
  std::vector<std::uint32_t> index_, low_;
  std::vector<bool> waiting_;
  std::vector<RuleId> stack_;
  std::vector<Open> open_;
  std::uint32_t next_index_ = 0;
  std::vector<Component> components_;
};

}  // namespace

std::vector<Component> OrderOf(const Dependencies& dependencies, std::span<const RuleId> roots) {
  Components components(dependencies);
  for (const RuleId root : roots) {
    components.VisitFrom(root);
  }
  for (std::uint32_t i = 0; i < dependencies.rule_count(); ++i) {
    components.VisitFrom(RuleId(i));
  }
  return std::move(components).Take();
}

std::vector<Reads> WayRound(const Dependencies& dependencies, const Component& component) {
  const RuleId start = component.rules.front();
  // How each rule was first come to: from which rule, reading it where.
  struct Step {
    RuleId from;
    ir::NodeId where;
  };
  std::unordered_map<RuleId, Step> steps;
  std::vector<RuleId> queue{start};
  for (std::size_t i = 0; i < queue.size() && !steps.contains(start); ++i) {
    for (const Reads& reads : dependencies.Of(queue[i])) {
      const bool inside = std::ranges::binary_search(component.rules, reads.rule);
      if (inside && steps.try_emplace(reads.rule, Step{queue[i], reads.where}).second) {
        queue.push_back(reads.rule);
      }
    }
  }
  std::vector<Reads> way;
  RuleId at = start;
  do {
    const Step& step = steps.at(at);
    way.push_back({at, step.where});
    at = step.from;
  } while (at != start);
  std::ranges::reverse(way);
  return way;
}

std::vector<bool> ReachedFrom(const Dependencies& dependencies, std::span<const RuleId> roots) {
  std::vector<bool> reached(dependencies.rule_count(), false);
  std::vector<RuleId> open(roots.begin(), roots.end());
  while (!open.empty()) {
    const RuleId rule = open.back();
    open.pop_back();
    if (reached[rule.value]) {
      continue;
    }
    reached[rule.value] = true;
    for (const Reads& reads : dependencies.Of(rule)) {
      open.push_back(reads.rule);
    }
  }
  return reached;
}

}  // namespace acta::plan
