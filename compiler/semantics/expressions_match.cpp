// `match`: one value for each member of an enum, or for values written out.
#include <algorithm>
#include <map>

#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

constexpr std::size_t kNoArm = SIZE_MAX;

bool MayBeMatched(Kind kind) {
  return kind != Kind::kEntity && kind != Kind::kList && kind != Kind::kSet;
}

}  // namespace

// A match under way: which arm each value goes to, and what the arms give.
struct Lowerer::Matching {
  NodeId subject;
  TypeId type;  // of the subject
  bool finite = false;
  std::int64_t members = 0;                    // when finite: payloads 0 to members - 1
  std::map<std::int64_t, std::size_t> arm_of;  // by payload
  std::size_t otherwise = kNoArm;
  std::vector<NodeId> values;  // by arm
};

NodeId Lowerer::On(const ast::Match& tree, ast::ExprId, const Span& span, TypeId expected) {
  Matching matching{.subject = LowerRequired(tree.subject)};
  bool sound = matching.subject.valid();
  if (sound) {
    matching.type = TypeOf(matching.subject);
    const ir::Type& type = context_.TypeOf(matching.type);
    if (!MayBeMatched(type.kind)) {
      context_.reporter.Report<diag::TypeMismatch>(
          ExprOf(tree.subject).span, "a value that can be written out",
          fmt::format("`{}`", context_.NameOf(matching.type)));
      sound = false;
    }
    matching.finite = type.kind == Kind::kEnum || type.kind == Kind::kBoolean;
    if (matching.finite) {
      matching.members =
          type.kind == Kind::kBoolean
              ? 2
              : static_cast<std::int64_t>(context_.program.enums[type.enumeration].members.size());
    }
  }
  // Every line is looked at, whatever is wrong with the others.
  TypeId hint = expected;
  for (std::size_t arm = 0; arm < tree.arms.size(); ++arm) {
    sound = AddPatterns(tree, arm, matching, sound) && sound;
    matching.values.push_back(Lower(tree.arms[arm].value, hint));
    const NodeId value = matching.values.back();
    hint = hint.valid() || !value.valid() ? hint : TypeOf(value);
  }
  if (!sound || !CoversAll(matching, span)) {
    return {};
  }
  TypeId result;
  for (std::size_t arm = 0; arm < matching.values.size(); ++arm) {
    const TypeId common =
        Common(matching.values[0], matching.values[arm], ExprOf(tree.arms[arm].value).span);
    if (!common.valid()) {
      return {};
    }
    result = !result.valid() || context_.TypeOf(common).optional ? common : result;
  }
  return result.valid() ? Choose(tree, matching, result, span) : NodeId();
}

// Whether the patterns of one line are sound. A line without patterns is `otherwise`.
bool Lowerer::AddPatterns(const ast::Match& tree, std::size_t arm, Matching& matching,
                          bool subject_known) {
  const ast::Match::Arm& written = tree.arms[arm];
  if (!subject_known) {
    return false;
  }
  bool sound = true;
  const auto report_twice = [&](const Span& span, const std::string& what, std::size_t earlier) {
    context_.reporter.Report<diag::MatchedTwice>(span, what)
        .Label(tree.arms[earlier].span, "an earlier line matches it");
    sound = false;
  };
  for (const ast::ExprId pattern : written.patterns) {
    const auto payload = Literal(pattern, matching.type);
    if (!payload) {
      sound = false;
      continue;
    }
    const std::size_t earlier = matching.otherwise != kNoArm
                                    ? matching.otherwise
                                    : matching.arm_of.try_emplace(*payload, arm).first->second;
    if (earlier != arm) {
      report_twice(ExprOf(pattern).span, ir::FormatValue(context_.program, matching.type, *payload),
                   earlier);
    }
  }
  if (!written.patterns.empty()) {
    return sound;
  }
  const bool nothing_left =
      matching.finite && static_cast<std::int64_t>(matching.arm_of.size()) == matching.members;
  if (matching.otherwise != kNoArm || (nothing_left && arm > 0)) {
    report_twice(written.span, "otherwise", arm > 0 ? arm - 1 : 0);
  }
  matching.otherwise = arm;
  return sound;
}

bool Lowerer::CoversAll(const Matching& matching, const Span& span) {
  if (matching.otherwise != kNoArm) {
    return true;
  }
  if (!matching.finite) {
    context_.reporter.Report<diag::MatchNotExhaustive>(span, "any other value")
        .Help("end it with `otherwise: ...`");
    return false;
  }
  constexpr int kMostNamed = 8;
  std::string missing;
  int count = 0;
  for (std::int64_t payload = 0; payload < matching.members; ++payload) {
    if (matching.arm_of.contains(payload) || ++count > kMostNamed) {
      continue;
    }
    missing += fmt::format("{}`{}`", missing.empty() ? "" : ", ",
                           ir::FormatValue(context_.program, matching.type, payload));
  }
  if (count == 0) {
    return true;
  }
  missing += count > kMostNamed ? fmt::format(" and {} more", count - kMostNamed) : "";
  context_.reporter.Report<diag::MatchNotExhaustive>(span, missing)
      .Help("add a line for each, or `otherwise: ...`");
  return false;
}

NodeId Lowerer::Choose(const ast::Match& tree, const Matching& matching, TypeId type,
                       const Span& span) {
  const bool by_enum = context_.TypeOf(matching.type).kind == Kind::kEnum;
  const bool one_each = matching.otherwise == kNoArm &&
                        static_cast<std::int64_t>(tree.arms.size()) == matching.members;
  if (by_enum && one_each) {
    std::vector<NodeId> operands = {matching.subject};
    for (const auto& [payload, arm] : matching.arm_of) {
      operands.push_back(matching.values[arm]);
    }
    return context_.Make(Op::kSwitch, type, operands, span);
  }
  // Lines that several values share: tests, one line after the other, so that no line's value has
  // to stand in the tree twice.
  std::vector<std::vector<std::int64_t>> payloads(tree.arms.size());
  for (const auto& [payload, arm] : matching.arm_of) {
    payloads[arm].push_back(payload);
  }
  const std::size_t last = matching.otherwise != kNoArm ? matching.otherwise : tree.arms.size() - 1;
  NodeId chosen = matching.values[last];
  NodeId subject = matching.subject;
  for (std::size_t arm = tree.arms.size(); arm-- > 0;) {
    if (arm == last) {
      continue;
    }
    const NodeId test = MatchesAny(subject, payloads[arm], tree.arms[arm].span);
    subject = context_.Clone(matching.subject);
    chosen = context_.If(test, matching.values[arm], chosen, type, span);
  }
  return chosen;
}

NodeId Lowerer::MatchesAny(NodeId subject, const std::vector<std::int64_t>& payloads,
                           const Span& span) {
  const TypeId boolean = context_.Of(Kind::kBoolean);
  const TypeId type = TypeOf(subject);
  const bool by_set =
      KindOf(subject) == Kind::kEnum && payloads.size() > 1 &&
      context_.program.enums[context_.TypeOf(type).enumeration].members.size() <= kMostInSet;
  if (by_set) {
    std::uint64_t mask = 0;
    for (const std::int64_t payload : payloads) {
      mask |= std::uint64_t{1} << static_cast<unsigned>(payload);
    }
    const TypeId set = context_.types.SetOf(context_.TypeOf(type).enumeration);
    return context_.Make(Op::kMember, boolean,
                         {subject, context_.Const(set, static_cast<std::int64_t>(mask), span)},
                         span);
  }
  std::vector<NodeId> tests;
  for (const std::int64_t payload : payloads) {
    const NodeId selector = tests.empty() ? subject : context_.Clone(subject);
    tests.push_back(
        context_.Make(Op::kEq, boolean, {selector, context_.Const(type, payload, span)}, span));
  }
  return context_.Or(tests, span);
}

}  // namespace acta::semantics
