#include "compiler/ir/verify_nodes.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <vector>

#include "compiler/ir/format.h"
#include "compiler/ir/walk.h"

namespace acta::ir {

namespace {

// Whether payloads of the two types mean the same; units and the room of lists are the checker's
// matter.
bool SameShape(const Type& a, const Type& b) {
  return a.kind == b.kind && a.enumeration == b.enumeration && a.entity == b.entity &&
         a.element == b.element;
}

bool IsNumber(Kind kind) {
  return kind >= Kind::kInteger && kind <= Kind::kMinutes;
}

class NodeVerifier {
 public:
  NodeVerifier(const Program& program, NodeId id, Faults& faults)
      : program_(program), node_(program.nodes[id]), id_(id), faults_(faults) {}

  void Run() {
    if (!CheckOperands()) {
      return;
    }
    const OpInfo& info = InfoOf(node_.op);
    const bool gives_slot =
        node_.op == Op::kSlot || node_.op == Op::kField || node_.op == Op::kElement;
    Promise(!info.can_fail || gives_slot || program_.reasons.Contains(node_.reason),
            "a reason when it fails");
    CheckByOperator();
  }

 private:
  bool CheckOperands() {
    const std::size_t end = std::size_t{node_.first_operand} + node_.operand_count;
    if (!Promise(program_.types.Contains(node_.type), "a type") ||
        !Promise(end <= program_.operands.size(), "operands in the pool")) {
      return false;
    }
    const bool known = std::ranges::all_of(program_.OperandsOf(node_), [&](NodeId operand) {
      return program_.nodes.Contains(operand);
    });
    const int arity = InfoOf(node_.op).arity;
    return Promise(known, "operands that are nodes") &&
           Promise(arity < 0 || node_.operand_count == static_cast<std::uint32_t>(arity),
                   "its number of operands") &&
           Promise(
               std::ranges::all_of(program_.OperandsOf(node_),
                                   [&](NodeId operand) {
                                     return program_.types.Contains(program_.nodes[operand].type);
                                   }),
               "operands with types");
  }

  // NOLINTNEXTLINE(readability-function-size): one line per operator.
  void CheckByOperator() {
    switch (node_.op) {
      case Op::kConst:
      case Op::kUndetermined:
        return;
      case Op::kSlot:
        Promise(node_.imm >= 0 && node_.imm < program_.slot_count, "a slot of the case");
        return;
      case Op::kField:
      case Op::kInner:
        return CheckField();
      case Op::kRule:
      case Op::kCall:
        return CheckCall();
      case Op::kParam:
      case Op::kElement:
        return;  // bound by what stands around them
      case Op::kReading:
        Promise(std::ranges::any_of(program_.readings,
                                    [&](const Reading& r) { return r.slot == node_.imm; }),
                "the slot of a reading");
        return;
      case Op::kPresent:
        Promise(Result().kind == Kind::kBoolean, "a boolean result");
        return;
      case Op::kValue:
        Promise(SameShape(Operand(0), Result()), "an operand of its own type");
        return;
      case Op::kNot:
      case Op::kAnd:
      case Op::kOr:
        Promise(Result().kind == Kind::kBoolean && AllAre(Kind::kBoolean), "boolean operands");
        return;
      case Op::kIf:
      case Op::kSwitch:
        return CheckChoice();
      case Op::kEq:
      case Op::kNe:
      case Op::kLt:
      case Op::kLe:
        Promise(Result().kind == Kind::kBoolean, "a boolean result");
        Promise(SameShape(Operand(0), Operand(1)) ||
                    (IsNumber(Operand(0).kind) && IsNumber(Operand(1).kind)),
                "operands that can be compared");
        return;
      case Op::kMember:
      case Op::kSetSingle:
      case Op::kSetUnion:
      case Op::kSetIntersection:
      case Op::kSetDifference:
      case Op::kSetOf:
        return CheckSets();
      case Op::kAdd:
      case Op::kSub:
      case Op::kNeg:
      case Op::kMul:
      case Op::kMulScaled:
      case Op::kDiv:
        return CheckArithmetic();
      case Op::kAddDays:
      case Op::kAddMonths:
        Are({Kind::kDate, kNumber}, Kind::kDate);
        Promise(node_.op != Op::kAddMonths || node_.aux <= 2, "one of three roundings");
        return;
      case Op::kDatePart:
        Are({Kind::kDate}, kAny);
        Promise(node_.aux <= 3, "one of four parts of a date");
        return;
      case Op::kTimePart:
        Are({Kind::kTime}, kAny);
        Promise(node_.aux <= 1, "one of two parts of a time");
        return;
      case Op::kDateOf:
        return Are({Kind::kDateTime}, Kind::kDate);
      case Op::kTimeOf:
        return Are({Kind::kDateTime}, Kind::kTime);
      case Op::kMakeDateTime:
        return Are({Kind::kDate, Kind::kTime}, Kind::kDateTime);
      case Op::kAge:
        Promise(node_.aux <= 1, "one of two birthdays");
        return Are({Kind::kDate, Kind::kDate}, kNumber);
      case Op::kToInstant:
      case Op::kFromInstant:
        return CheckZone();
      case Op::kIsWorkingDay:
        return AreInCalendar({Kind::kDate}, Kind::kBoolean);
      case Op::kAddWorkingDays:
        return AreInCalendar({Kind::kDate, kNumber}, Kind::kDate);
      case Op::kWorkingDaysBetween:
        return AreInCalendar({Kind::kDate, Kind::kDate}, kNumber);
      case Op::kRoll:
        Promise(node_.aux <= 1, "one of two directions");
        return AreInCalendar({Kind::kDate}, Kind::kDate);
      case Op::kAddWorkingSeconds:
        return AreInCalendar({Kind::kDateTime, kNumber}, Kind::kDateTime);
      case Op::kMakePeriod:
        return Result().kind == Kind::kPeriodOfTimes
                   ? Are({Kind::kTime, Kind::kTime}, Kind::kPeriodOfTimes)
                   : Are({Kind::kDate, Kind::kDate}, Kind::kPeriodOfDates);
      case Op::kPeriodStart:
      case Op::kPeriodEnd:
        return Result().kind == Kind::kTime ? Are({Kind::kPeriodOfTimes}, Kind::kTime)
                                            : Are({Kind::kPeriodOfDates}, Kind::kDate);
      case Op::kInDates:
        return Are({Kind::kDate, Kind::kPeriodOfDates}, Kind::kBoolean);
      case Op::kInTimes:
        return Are({Kind::kTime, Kind::kPeriodOfTimes}, Kind::kBoolean);
      case Op::kOverlapDates:
      case Op::kSubsetDates:
        return Are({Kind::kPeriodOfDates, Kind::kPeriodOfDates}, Kind::kBoolean);
      case Op::kOverlapTimes:
        return Are({Kind::kPeriodOfTimes, Kind::kPeriodOfTimes}, Kind::kBoolean);
      case Op::kIntersectDates:
        return Are({Kind::kPeriodOfDates, Kind::kPeriodOfDates}, Kind::kPeriodOfDates);
      case Op::kInYearly:
        CheckYearly();
        return Are({Kind::kDate}, Kind::kBoolean);
      case Op::kOverlapYearly:
      case Op::kSubsetYearly:
        CheckYearly();
        return Are({Kind::kPeriodOfDates}, Kind::kBoolean);
      case Op::kLookup:
        Promise(node_.imm >= 0 && static_cast<std::size_t>(node_.imm) < program_.lookups.size(),
                "a parameter table");
        return Are({Kind::kDate}, kAny);
      case Op::kLength:
        return Are({Kind::kList}, kNumber);
      case Op::kAtLeast:
        return Are({Kind::kList, Kind::kBoolean}, Kind::kBoolean);
      case Op::kCount:
        return Are({Kind::kList, Kind::kBoolean}, kNumber);
      case Op::kSum:
        return Are({Kind::kList, Kind::kBoolean, kNumber}, kNumber);
      case Op::kEarliest:
      case Op::kLatest:
        Promise(Result().optional, "an optional result");
        return Are({Kind::kList, Kind::kBoolean, kNumber}, kNumber);
    }
  }

  void CheckField() {
    if (!Promise(Operand(0).kind == Kind::kEntity, "an entity as operand")) {
      return;
    }
    const auto& fields = program_.entities[Operand(0).entity].fields;
    const auto field = std::ranges::find_if(fields, [&](const FactField& f) {
      return static_cast<std::int64_t>(f.offset) == node_.imm &&
             SameShape(program_.types[f.type], Result());
    });
    if (!Promise(field != fields.end(), "a field of the entity")) {
      return;
    }
    const Type& type = program_.types[field->type];
    const bool in_place = type.kind == Kind::kEntity && !type.optional;
    Promise(in_place == (node_.op == Op::kInner),
            "`inner` for an entity in place, `field` for the rest");
  }

  void CheckCall() {
    if (!Promise(node_.imm >= 0 && static_cast<std::size_t>(node_.imm) < program_.rules.size(),
                 "a rule")) {
      return;
    }
    const Rule& rule = program_.rules[RuleId(static_cast<std::uint32_t>(node_.imm))];
    Promise(SameShape(program_.types[rule.type], Result()), "the type of the rule");
    Promise(rule.params.empty() == (node_.op == Op::kRule),
            "`call` for rules with parameters only");
    if (!Promise(rule.params.size() == node_.operand_count, "an argument for each parameter")) {
      return;
    }
    for (std::size_t i = 0; i < rule.params.size(); ++i) {
      Promise(SameShape(program_.types[rule.params[i].type], Operand(i)),
              "arguments of the parameters' types");
    }
  }

  void CheckChoice() {
    const bool is_if = node_.op == Op::kIf;
    if (!is_if) {
      const bool by_enum = node_.operand_count > 0 && Operand(0).kind == Kind::kEnum;
      if (!Promise(by_enum, "an ordinal to select by") ||
          !Promise(node_.operand_count == program_.enums[Operand(0).enumeration].members.size() + 1,
                   "a branch for each ordinal")) {
        return;
      }
    }
    Promise(!is_if || Operand(0).kind == Kind::kBoolean, "a boolean condition");
    for (std::size_t i = 1; i < node_.operand_count; ++i) {
      Promise(SameShape(Operand(i), Result()), "branches of its own type");
      Promise(!Operand(i).optional || Result().optional,
              "an optional result when a branch is optional");
    }
  }

  void CheckSets() {
    if (node_.op == Op::kMember) {
      Are({Kind::kEnum, Kind::kSet}, Kind::kBoolean);
      Promise(Operand(0).enumeration == Operand(1).enumeration, "a set of the same enum");
      return;
    }
    if (!Promise(Result().kind == Kind::kSet, "a set as result")) {
      return;
    }
    if (node_.op == Op::kSetOf) {
      Promise(AllAre(Kind::kBoolean), "boolean operands");
      Promise(node_.operand_count <= program_.enums[Result().enumeration].members.size(),
              "a member for each operand");
      return;
    }
    const Kind kind = node_.op == Op::kSetSingle ? Kind::kEnum : Kind::kSet;
    Promise(AllAre(kind), "operands of the right kind");
    for (std::size_t i = 0; i < node_.operand_count; ++i) {
      Promise(Operand(i).enumeration == Result().enumeration, "operands of the same enum");
    }
  }

  void CheckArithmetic() {
    Promise(IsNumber(Result().kind), "a number as result");
    for (std::size_t i = 0; i < node_.operand_count; ++i) {
      Promise(IsNumber(Operand(i).kind), "numbers as operands");
    }
    if (node_.op == Op::kMulScaled || node_.op == Op::kDiv) {
      Promise(node_.imm > 0 && (node_.aux >> 8) <= 18 && (node_.aux & 255) <= 4,
              "a scale, places and a rounding");
    }
  }

  void CheckZone() {
    if (!Promise(node_.imm >= 0 && static_cast<std::size_t>(node_.imm) < program_.zone_sets.size(),
                 "a zone set")) {
      return;
    }
    const ZoneSet& set = program_.zone_sets[ZoneSetId(static_cast<std::uint32_t>(node_.imm))];
    const bool by_enum = set.by.valid();
    if (!Promise(node_.operand_count == (by_enum ? 2 : 1),
                 "an ordinal when there are several zones")) {
      return;
    }
    Promise(IsNumber(Operand(0).kind) && IsNumber(Result().kind), "a clock time or an instant");
    Promise(!by_enum || Operand(1).enumeration == set.by, "an ordinal of the enum of the zones");
  }

  void CheckYearly() {
    Promise(node_.imm >= 0 && node_.imm < std::int64_t{4096} * 4096, "a window within the year");
  }

  // ---- small words
  // -----------------------------------------------------------------------------------------------

  // Stand for several kinds in `Are`.
  static constexpr Kind kAny = static_cast<Kind>(254);
  static constexpr Kind kNumber = static_cast<Kind>(255);

  [[nodiscard]] static bool Fits(Kind kind, Kind expected) {
    return expected == kAny || kind == expected || (expected == kNumber && IsNumber(kind));
  }

  void Are(std::initializer_list<Kind> operands, Kind result) {
    std::size_t i = 0;
    for (const Kind expected : operands) {
      Promise(Fits(Operand(i).kind, expected), "operands of the right kinds");
      ++i;
    }
    Promise(Fits(Result().kind, result), "a result of the right kind");
  }

  void AreInCalendar(std::initializer_list<Kind> operands, Kind result) {
    Promise(node_.imm >= 0 && static_cast<std::size_t>(node_.imm) < program_.calendars.size(),
            "a calendar");
    Are(operands, result);
  }

  [[nodiscard]] bool AllAre(Kind kind) const {
    return std::ranges::all_of(program_.OperandsOf(node_), [&](NodeId operand) {
      return program_.types[program_.nodes[operand].type].kind == kind;
    });
  }

  [[nodiscard]] const Type& Operand(std::size_t i) const {
    return program_.types[program_.nodes[program_.OperandsOf(node_)[i]].type];
  }
  [[nodiscard]] const Type& Result() const { return program_.types[node_.type]; }

  bool Promise(bool kept, std::string_view what) {
    return kept ||
           faults_.Unless(false, "node {} `{}` has {}", id_.value, InfoOf(node_.op).name, what);
  }

  const Program& program_;
  const Node& node_;
  NodeId id_;
  Faults& faults_;
};

// Nodes in an order in which operands come first, or a fault when there is none.
void CheckAcyclic(const Program& program, Faults& faults) {
  std::vector<std::uint32_t> waits(program.nodes.size(), 0);
  std::vector<NodeId> free;
  for (const Node& node : program.nodes) {
    for (const NodeId operand : program.OperandsOf(node)) {
      ++waits[operand.value];
    }
  }
  for (const NodeId id : program.nodes.Ids()) {
    if (waits[id.value] == 0) {
      free.push_back(id);
    }
  }
  std::size_t done = 0;
  for (; !free.empty(); ++done) {
    const NodeId id = free.back();
    free.pop_back();
    for (const NodeId operand : program.OperandsOf(program.nodes[id])) {
      if (--waits[operand.value] == 0) {
        free.push_back(operand);
      }
    }
  }
  faults.Unless(done == program.nodes.size(), "no node is an operand of itself");
}

// Checks the nodes of rules for what is bound around them. A node that stands in several places is
// looked at in the first.
class BindingVerifier {
 public:
  BindingVerifier(const Program& program, Faults& faults)
      : program_(program), faults_(faults), seen_(program.nodes.size(), false) {}

  void Run() {
    for (const RuleId id : program_.rules.Ids()) {
      const Rule& rule = program_.rules[id];
      for (const NodeId root : RootsOf(program_, id)) {
        Visit(rule, root);
      }
      if (rule.otherwise) {
        CheckRoot(rule, rule.otherwise->value, program_.types[rule.type]);
      }
      CheckGroups(rule);
    }
  }

 private:
  static constexpr std::uint32_t kUnbound = std::numeric_limits<std::uint32_t>::max();
  // A fold's variable, and the place of what is bound outside it.
  struct Binding {
    std::uint32_t variable;
    TypeId element;
    std::uint32_t outer;
  };
  struct Open {
    NodeId node;
    std::uint32_t binding;
  };

  void CheckGroups(const Rule& rule) {
    const Type boolean;
    std::vector<GroupId> open{rule.root};
    while (!open.empty()) {
      const Group& group = program_.groups[open.back()];
      open.pop_back();
      open.insert(open.end(), group.exceptions.begin(), group.exceptions.end());
      for (const auto& [clause, exception] : group.clause_exceptions) {
        open.push_back(exception);
      }
      for (const ClauseId id : group.clauses) {
        const Clause& clause = program_.clauses[id];
        CheckRoot(rule, clause.value, program_.types[rule.type]);
        if (clause.guard.valid()) {
          CheckRoot(rule, clause.guard, boolean);
        }
        if (clause.condition.valid()) {
          CheckRoot(rule, clause.condition, boolean);
        }
        for (const NodeId withdrawal : clause.withdrawals) {
          CheckRoot(rule, withdrawal, boolean);
        }
      }
    }
  }

  void CheckRoot(const Rule& rule, NodeId root, const Type& expected) {
    const Type& found = program_.types[program_.nodes[root].type];
    faults_.Unless(SameShape(found, expected) && (expected.optional || !found.optional),
                   "`{}` has values and conditions of its type, and not {}", rule.name,
                   TypeName(program_, program_.nodes[root].type));
  }

  void Visit(const Rule& rule, NodeId root) {
    std::vector<Open> open{{root, kUnbound}};
    while (!open.empty()) {
      const auto [id, binding] = open.back();
      open.pop_back();
      if (seen_[id.value]) {
        continue;
      }
      seen_[id.value] = true;
      const Node& node = program_.nodes[id];
      CheckBound(rule, node, binding);
      const std::span<const NodeId> operands = program_.OperandsOf(node);
      std::uint32_t inside = binding;
      if (IsFold(node.op)) {
        inside = static_cast<std::uint32_t>(bindings_.size());
        bindings_.push_back(
            {node.aux, program_.types[program_.nodes[operands[0]].type].element, binding});
      }
      for (std::size_t i = 0; i < operands.size(); ++i) {
        open.push_back({operands[i], i == 0 ? binding : inside});
      }
    }
  }

  void CheckBound(const Rule& rule, const Node& node, std::uint32_t binding) {
    const Type& type = program_.types[node.type];
    if (node.op == Op::kParam) {
      faults_.Unless(
          node.imm >= 0 && static_cast<std::size_t>(node.imm) < rule.params.size() &&
              SameShape(program_.types[rule.params[static_cast<std::size_t>(node.imm)].type], type),
          "`{}` has a parameter {} of type {}", rule.name, node.imm, TypeName(program_, node.type));
    }
    if (node.op != Op::kElement) {
      return;
    }
    while (binding != kUnbound && bindings_[binding].variable != node.imm) {
      binding = bindings_[binding].outer;
    }
    faults_.Unless(
        binding != kUnbound && SameShape(program_.types[bindings_[binding].element], type),
        "an element in `{}` stands within its fold and has the type of the list's elements",
        rule.name);
  }

  const Program& program_;
  Faults& faults_;
  std::vector<bool> seen_;
  std::vector<Binding> bindings_;
};

}  // namespace

void CheckNodes(const Program& program, Faults& faults) {
  for (const NodeId id : program.nodes.Ids()) {
    NodeVerifier(program, id, faults).Run();
  }
  if (!faults.empty()) {
    return;
  }
  CheckAcyclic(program, faults);
  if (!faults.empty()) {
    return;
  }
  BindingVerifier(program, faults).Run();
}

}  // namespace acta::ir
