// Norms: what obligations, powers and grounds add to the rules they are made of.
// docs/semantics.md, "Norms".
#include <algorithm>
#include <array>

#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

// Deadlines that rest on each other's deadlines more often than this have lost their way.
constexpr std::size_t kMostInferring = 200;

enum Status : std::int64_t { kNotApplicable, kPending, kFulfilled, kLate, kBreached };

}  // namespace

RuleId Context::MemberOf(const Duty& duty, const ast::Name::Part& member) {
  struct Member {
    std::string_view name;
    RuleId rule;
    std::string_view needs;
  };
  const std::string_view deadline = duty.is_power ? "by" : "due";
  const std::vector<Member> members =
      duty.is_power ? std::vector<Member>{{"may", duty.may, ""},
                                          {"must", duty.applies, ""},
                                          {"by", duty.due, deadline},
                                          {"done", duty.done, "done"},
                                          {"silent", duty.silent, "done` and `by"},
                                          {"status", duty.status, "done"}}
                    : std::vector<Member>{{"applies", duty.applies, ""},
                                          {"due", duty.due, deadline},
                                          {"done", duty.done, "done"},
                                          {"silent", duty.silent, "done` and `due"},
                                          {"status", duty.status, "done"}};
  const auto found = std::ranges::find(members, member.text, &Member::name);
  if (found == members.end()) {
    std::vector<std::string> known;
    known.reserve(members.size());
    for (const Member& one : members) {
      known.emplace_back(one.name);
    }
    ReportNoMember(member.span, fmt::format("`{}`", duty.name), member.text, known);
    return {};
  }
  if (!found->rule.valid()) {
    reporter.Report<diag::NormLacksPart>(member.span, duty.name, member.text, found->needs)
        .Label(duty.span, "declared here");
  }
  return found->rule;
}

RuleId Context::MemberOf(const GroundsInfo& info, const ast::Name::Part& member) {
  if (member.text == "applies") {
    return info.applies;
  }
  if (member.text == "grounds") {
    return info.set;
  }
  if (const auto ordinal = OrdinalOf(info.enumeration, member.text)) {
    return info.grounds[static_cast<std::size_t>(*ordinal)];
  }
  std::vector<std::string> known = {"applies", "grounds"};
  for (const ir::EnumMember& ground : program.enums[info.enumeration].members) {
    known.push_back(ground.name);
  }
  ReportNoMember(member.span, fmt::format("`{}`", info.name), member.text, known);
  return {};
}

// The deadline's type is that of its expression. It is found when first asked for, because other
// deadlines may build on it.
void Context::InferDue(std::uint32_t index, const Span& use) {
  if (duties[index].due_progress == Progress::kDone || !duties[index].due.valid()) {
    return;
  }
  const RuleId rule = duties[index].due;
  if (duties[index].due_progress == Progress::kUnderWay || inferring_ > kMostInferring) {
    reporter.Report<diag::DefinedByItself>(use, program.rules[rule].name)
        .Label(duties[index].span, "declared here");
    rule_infos[rule.index()].broken = true;
    return;
  }
  duties[index].due_progress = Progress::kUnderWay;
  ++inferring_;
  const Duty duty = duties[index];
  const ast::ExprId tree = duty.due_tree.value_or(ast::ExprId());
  const Span span = ExprOf(duty.place, tree).span;
  NodeId value = Lowerer(*this, duty.place, {}, Untested::kUncovered).LowerRequired(tree);
  if (value.valid() && KindOf(value) != Kind::kDate && KindOf(value) != Kind::kDateTime) {
    reporter.Report<diag::TypeMismatch>(span, "a date or a datetime",
                                        fmt::format("`{}`", NameOf(TypeOf(value))));
    value = {};
  }
  --inferring_;
  duties[index].due_progress = Progress::kDone;
  if (!value.valid()) {
    rule_infos[rule.index()].broken = true;
    return;
  }
  const TypeId type = types.Optional(TypeOf(value));
  program.rules[rule].type = type;
  program.rules[rule].otherwise.reset();
  AddClause(program.rules[rule].root, DueWhereBound(duty, value, type), {}, span,
            Cite(duty.place, duty.due_citation));
}

NodeId Context::DueWhereBound(const Duty& duty, NodeId due, TypeId type) {
  const bool only_may = duty.is_power && !duty.has_must;
  const NodeId applies = Result(only_may ? duty.may : duty.applies, duty.span);
  // The words of the author are those of the deadline, not of whether there is one.
  return If(applies, due, Const(type, INT64_MIN, program.nodes[due].span), type, Span());
}

void Context::InferDone(std::uint32_t index, const Span& use) {
  if (duties[index].done_progress == Progress::kDone || !duties[index].done.valid()) {
    return;
  }
  const RuleId rule = duties[index].done;
  if (duties[index].done_progress == Progress::kUnderWay || inferring_ > kMostInferring) {
    reporter.Report<diag::DefinedByItself>(use, program.rules[rule].name)
        .Label(duties[index].span, "declared here");
    rule_infos[rule.index()].broken = true;
    return;
  }
  duties[index].done_progress = Progress::kUnderWay;
  ++inferring_;
  const Duty duty = duties[index];
  const ast::ExprId tree = duty.done_tree.value_or(ast::ExprId());
  const Span span = ExprOf(duty.place, tree).span;
  NodeId value = Lowerer(*this, duty.place, {}, Untested::kAbsent).Lower(tree);
  if (value.valid() && KindOf(value) != Kind::kDate && KindOf(value) != Kind::kDateTime) {
    reporter.Report<diag::TypeMismatch>(span, "an optional date or datetime",
                                        fmt::format("`{}`", NameOf(TypeOf(value))));
    value = {};
  }
  --inferring_;
  duties[index].done_progress = Progress::kDone;
  if (!value.valid()) {
    rule_infos[rule.index()].broken = true;
    return;
  }
  program.rules[rule].type = types.Optional(TypeOf(value));
  program.rules[rule].otherwise.reset();
  AddClause(program.rules[rule].root, value, {}, span, Cite(duty.place, duty.done_citation));
}

namespace {

// What follows from deadline and act.
class DutyLowering {
 public:
  DutyLowering(Context& context, const Duty& duty) : context_(context), duty_(duty) {}

  void Run() {
    if (!duty_.status.valid()) {
      return;
    }
    const bool known = context_.TypeOfRule(duty_.done, duty_.span).valid() &&
                       (!duty_.due.valid() || context_.TypeOfRule(duty_.due, duty_.span).valid());
    NodeId status;
    NodeId silent;
    if (known) {
      const TypeId type = context_.types.EnumOf(context_.norm_status);
      const NodeId undone =
          duty_.due.valid() ? context_.If(IsPast(), Is(kBreached), Is(kPending), type, duty_.span)
                            : Is(kPending);
      const NodeId done = duty_.due.valid()
                              ? context_.If(InTime(), Is(kFulfilled), Is(kLate), type, duty_.span)
                              : Is(kFulfilled);
      const NodeId applied = context_.If(IsDone(), done, undone, type, duty_.span);
      status = context_.If(Applies(), applied, Is(kNotApplicable), type, duty_.span);
    }
    AddRuleClause(duty_.status, status);
    if (!duty_.silent.valid()) {
      return;
    }
    if (known) {
      silent = context_.And({Applies(), context_.Not(IsDone(), duty_.span), IsPast()}, duty_.span);
    }
    AddRuleClause(duty_.silent, silent);
  }

 private:
  void AddRuleClause(RuleId rule, NodeId value) {
    context_.AddClause(context_.program.rules[rule].root, value, {}, duty_.span,
                       context_.Cite(duty_.place));
  }
  NodeId Is(Status status) {
    return context_.Const(context_.types.EnumOf(context_.norm_status), status, duty_.span);
  }
  NodeId Applies() { return context_.Result(duty_.applies, duty_.span); }
  NodeId IsDone() {
    return context_.Make(Op::kPresent, context_.Of(Kind::kBoolean),
                         {context_.Result(duty_.done, duty_.span)}, duty_.span);
  }
  NodeId ValueOf(RuleId rule) {
    const NodeId result = context_.Result(rule, duty_.span);
    if (!result.valid()) {
      return {};
    }
    const ReasonId absent =
        context_.Reason(ReasonKind::kUncovered, context_.program.rules[rule].name, duty_.span,
                        context_.Cite(duty_.place));
    return context_.Make(Op::kValue, context_.types.Required(context_.TypeOf(result)), {result},
                         duty_.span, {.reason = absent});
  }
  NodeId DateOf(NodeId moment) {
    if (!moment.valid() || context_.KindOf(moment) == Kind::kDate) {
      return moment;
    }
    return context_.Make(Op::kDateOf, context_.Of(Kind::kDate), {moment}, duty_.span);
  }
  // A clock time and a due date are compared by their dates. Of an act of which only the day is
  // known nobody can say whether it kept to an hour on that day.
  NodeId InTime() {
    NodeId done = ValueOf(duty_.done);
    NodeId due = ValueOf(duty_.due);
    if (!done.valid() || !due.valid()) {
      return {};
    }
    const TypeId boolean = context_.Of(Kind::kBoolean);
    if (context_.KindOf(done) == Kind::kDate && context_.KindOf(due) == Kind::kDateTime) {
      const NodeId day = DateOf(due);
      const ReasonId no_hour =
          context_.Reason(ReasonKind::kArithmetic,
                          fmt::format("the hour of `{}`", context_.program.rules[duty_.done].name),
                          duty_.span, context_.Cite(duty_.place));
      const NodeId on_the_day = context_.Undetermined(no_hour, boolean, duty_.span);
      const NodeId not_after = context_.If(
          context_.Make(Op::kLt, boolean, {context_.Clone(done), context_.Clone(day)}, duty_.span),
          context_.Bool(true, duty_.span), on_the_day, boolean, duty_.span);
      return context_.If(context_.Make(Op::kLt, boolean, {day, done}, duty_.span),
                         context_.Bool(false, duty_.span), not_after, boolean, duty_.span);
    }
    if (context_.KindOf(done) == Kind::kDateTime && context_.KindOf(due) == Kind::kDate) {
      done = DateOf(done);
    }
    return context_.Make(Op::kLe, boolean, {done, due}, duty_.span);
  }
  // A deadline at a clock time has passed when it lies before the end of `as_of`.
  NodeId IsPast() {
    const NodeId due = ValueOf(duty_.due);
    NodeId as_of = context_.AsOf(duty_.span);
    if (!due.valid()) {
      return {};
    }
    if (context_.KindOf(due) == Kind::kDateTime) {
      const NodeId end = context_.Const(context_.Of(Kind::kTime), 86'400, duty_.span);
      as_of =
          context_.Make(Op::kMakeDateTime, context_.Of(Kind::kDateTime), {as_of, end}, duty_.span);
    }
    return context_.Make(Op::kLt, context_.Of(Kind::kBoolean), {due, as_of}, duty_.span);
  }

  Context& context_;
  const Duty duty_;
};

}  // namespace

void Context::LowerNorms() {
  for (std::uint32_t index = 0; index < duties.size(); ++index) {
    InferDue(index, duties[index].span);
    InferDone(index, duties[index].span);
  }
  for (std::uint32_t index = 0; index < duties.size(); ++index) {
    const Duty duty = duties[index];
    const ir::PartyId party = FindParty(duty.place.document, duty.party_tree);
    for (const RuleId rule :
         {duty.applies, duty.may, duty.due, duty.done, duty.silent, duty.status}) {
      if (rule.valid()) {
        program.rules[rule].party = party;
      }
    }
    if (duty.is_power && duty.has_must) {
      // What must be done may be done.
      AddClause(program.rules[duty.may].root, Bool(true, duty.span),
                Result(duty.applies, duty.span), duty.span, Cite(duty.place));
    }
    DutyLowering(*this, duty).Run();
  }
  for (const GroundsInfo& info : grounds) {
    const ir::PartyId party = FindParty(info.place.document, info.party_tree);
    std::vector<NodeId> any;
    std::vector<NodeId> each;
    for (const RuleId ground : info.grounds) {
      program.rules[ground].party = party;
      any.push_back(Result(ground, info.span));
      each.push_back(Result(ground, info.span));
    }
    program.rules[info.applies].party = party;
    program.rules[info.set].party = party;
    AddClause(program.rules[info.applies].root, Or(any, info.span), {}, info.span,
              Cite(info.place));
    const TypeId type = program.rules[info.set].type;
    AddClause(program.rules[info.set].root, Make(Op::kSetOf, type, each, info.span), {}, info.span,
              Cite(info.place));
  }
}

// One rule for each question over all norms, so that asking twice costs nothing.
NodeId Context::AnyProhibition(ir::PartyId party, const Span& span) {
  const std::string on = party.valid() ? " on " + program.parties[party].name : "";
  const std::string name = "any prohibition" + on;
  const auto [entry, added] = whole_program_norms.try_emplace(name);
  if (!added) {
    return Result(entry->second, span);
  }
  std::vector<NodeId> each;
  for (const RuleId rule : program.rules.Ids()) {
    const ir::Rule& prohibition = program.rules[rule];
    if (prohibition.role != ir::RuleRole::kProhibition ||
        (party.valid() && prohibition.party != party)) {
      continue;
    }
    if (!prohibition.params.empty()) {
      reporter.Report<diag::AsksWithParameters>(span, name, prohibition.name)
          .Label(prohibition.span, "declared here");
      continue;
    }
    each.push_back(
        WhileInForce(Result(rule, span), rule_infos[rule.index()].place.document, 0, span));
  }
  const RuleId made =
      AddRule({.name = name, .place = {}, .span = span, .type = Of(Kind::kBoolean)});
  whole_program_norms[name] = made;
  AddClause(program.rules[made].root, Or(each, span), {}, span, {});
  return Result(made, span);
}

NodeId Context::EveryObligation(ir::PartyId party, const Span& span) {
  const std::string on = party.valid() ? " on " + program.parties[party].name : "";
  const std::string name = "every obligation" + on;
  const auto [entry, added] = whole_program_norms.try_emplace(name);
  if (!added) {
    return Result(entry->second, span);
  }
  const TypeId status_set = types.SetOf(norm_status);
  constexpr std::int64_t kGood = 1 << kNotApplicable | 1 << kFulfilled;
  std::vector<NodeId> each;
  for (const Duty& duty : duties) {
    if (duty.is_power) {
      continue;
    }
    if (party.valid() &&
        (!duty.party_tree || FindParty(duty.place.document, *duty.party_tree) != party)) {
      continue;
    }
    if (duty.status.valid()) {
      each.push_back(Make(Op::kMember, Of(Kind::kBoolean),
                          {WhileInForce(Result(duty.status, span), duty.place.document, 0, span),
                           Const(status_set, kGood, span)},
                          span));
      continue;
    }
    // Without a record of the act nobody can tell whether it was done.
    const ReasonId untold =
        Reason(ReasonKind::kUncovered, duty.name + ".done", duty.span, Cite(duty.place));
    const NodeId applies = WhileInForce(Result(duty.applies, span), duty.place.document, 0, span);
    const std::array<NodeId, 2> either = {Not(applies, span),
                                          Undetermined(untold, Of(Kind::kBoolean), span)};
    each.push_back(Or(either, span));
  }
  const RuleId made =
      AddRule({.name = name, .place = {}, .span = span, .type = Of(Kind::kBoolean)});
  whole_program_norms[name] = made;
  AddClause(program.rules[made].root, And(each, span), {}, span, {});
  return Result(made, span);
}

}  // namespace acta::semantics
