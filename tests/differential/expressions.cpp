#include "tests/differential/expressions.h"

#include <algorithm>
#include <array>

#include "acta/evaluator.h"

namespace acta::differential {

namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;
using ir::TypeId;

// Boundaries that a yearly window may have, packed as month * 32 + day.
constexpr std::array<std::int64_t, 8> kDaysOfYear = {1 * 32 + 1,   2 * 32 + 28, 2 * 32 + 29,
                                                     3 * 32 + 1,   3 * 32 + 17, 5 * 32 + 9,
                                                     12 * 32 + 31, 10 * 32 + 30};

}  // namespace

void Expressions::Offer(ir::RuleId rule) {
  (builder_.program().rules[rule].params.empty() ? results_ : callees_).push_back(rule);
}

NodeId Expressions::OfType(TypeId type, int depth) {
  if (depth <= 0 || random_.Chance(15)) {
    return Leaf(type);
  }
  const std::vector<Op> ops = OpsFor(TypeOf(type));
  for (int attempt = 0; attempt < 6; ++attempt) {
    if (const std::optional<NodeId> made = Make(random_.Pick(ops), type, depth)) {
      return *made;
    }
  }
  return Leaf(type);
}

std::optional<NodeId> Expressions::WithRoot(Op op, int depth) {
  return Make(op, TypeFor(op), depth);
}

NodeId Expressions::Constant(TypeId type) {
  const ir::Type shape = TypeOf(type);
  const ir::Program& program = builder_.program();
  return builder_.Const(type, random_.Chance(60) ? CommonPayload(program, shape, random_)
                                                 : RandomPayload(program, shape, random_));
}

NodeId Expressions::Leaf(TypeId type) {
  static constexpr std::array kLeaves = {Op::kSlot,    Op::kSlot, Op::kSlot,   Op::kParam,
                                         Op::kElement, Op::kRule, Op::kReading};
  for (int attempt = 0; attempt < 4; ++attempt) {
    if (const std::optional<NodeId> made = MakeLeaf(random_.Pick(kLeaves), type, 0)) {
      return *made;
    }
  }
  return Constant(type);
}

// What each kind of value can come from.
std::vector<Op> Expressions::OpsFor(const ir::Type& type) const {
  std::vector<Op> ops = {Op::kConst, Op::kSlot,  Op::kField,   Op::kField, Op::kRule,   Op::kRule,
                         Op::kCall,  Op::kParam, Op::kElement, Op::kIf,    Op::kSwitch, Op::kValue};
  const auto also = [&](std::initializer_list<Op> more) { ops.insert(ops.end(), more); };
  const bool ordered = Kind::kInteger <= type.kind && type.kind <= Kind::kMinutes;
  if (type.optional) {
    if (!ordered) {
      return ops;
    }
    also({Op::kEarliest, Op::kLatest, Op::kEarliest, Op::kLatest});
    return ops;
  }
  switch (type.kind) {
    case Kind::kBoolean:
      also({Op::kNot,
            Op::kAnd,
            Op::kAnd,
            Op::kOr,
            Op::kOr,
            Op::kEq,
            Op::kNe,
            Op::kLt,
            Op::kLe,
            Op::kPresent,
            Op::kMember,
            Op::kIsWorkingDay,
            Op::kInDates,
            Op::kInTimes,
            Op::kOverlapDates,
            Op::kOverlapTimes,
            Op::kSubsetDates,
            Op::kInYearly,
            Op::kOverlapYearly,
            Op::kSubsetYearly,
            Op::kAtLeast,
            Op::kAtLeast});
      break;
    case Kind::kInteger:
      also({Op::kAdd, Op::kSub, Op::kNeg, Op::kMul, Op::kMulScaled, Op::kDiv, Op::kDatePart,
            Op::kTimePart, Op::kAge, Op::kToInstant, Op::kWorkingDaysBetween, Op::kLookup,
            Op::kLength, Op::kCount, Op::kSum});
      break;
    case Kind::kDecimal:
    case Kind::kMoney:
      also({Op::kAdd, Op::kSub, Op::kNeg, Op::kMulScaled, Op::kDiv, Op::kSum, Op::kLookup});
      break;
    case Kind::kDate:
      also({Op::kAddDays, Op::kAddMonths, Op::kAddWorkingDays, Op::kRoll, Op::kDateOf,
            Op::kPeriodStart, Op::kPeriodEnd, Op::kLookup});
      break;
    case Kind::kTime:
      also({Op::kTimeOf, Op::kPeriodStart, Op::kPeriodEnd});
      break;
    case Kind::kDateTime:
      also({Op::kMakeDateTime, Op::kFromInstant, Op::kAddWorkingSeconds});
      break;
    case Kind::kSet:
      also({Op::kSetSingle, Op::kSetUnion, Op::kSetIntersection, Op::kSetDifference, Op::kSetOf});
      break;
    case Kind::kEnum:
      also({Op::kReading});
      break;
    case Kind::kPeriodOfDates:
      also({Op::kMakePeriod, Op::kIntersectDates});
      break;
    case Kind::kPeriodOfTimes:
      also({Op::kMakePeriod});
      break;
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
      also({Op::kAdd, Op::kSub, Op::kNeg, Op::kCount});
      break;
    case Kind::kText:
    case Kind::kEntity:
    case Kind::kList:
      break;
  }
  return ops;
}

TypeId Expressions::TypeFor(Op op) {
  std::vector<TypeId> fitting;
  for (const TypeId type : world_.scalars) {
    const std::vector<Op> ops = OpsFor(TypeOf(type));
    if (std::find(ops.begin(), ops.end(), op) != ops.end()) {
      fitting.push_back(type);
    }
  }
  if (op == Op::kReading) {
    const auto reading = random_.Below(builder_.program().readings.size());
    return builder_.types().EnumOf(builder_.program().readings[reading].alternatives);
  }
  // Inner gives an entity, which is no type of a rule: any type will do, its field is read.
  return fitting.empty() ? world_.date : random_.Pick(fitting);
}

std::optional<NodeId> Expressions::Make(Op op, TypeId type, int depth) {
  if (random_.Below(300) == 0) {
    return builder_.Make(Op::kUndetermined, type, {}, {.reason = builder_.Uncovered("nothing")});
  }
  switch (op) {
    case Op::kConst:
    case Op::kSlot:
    case Op::kRule:
    case Op::kCall:
    case Op::kParam:
    case Op::kElement:
    case Op::kReading:
    case Op::kUndetermined:
      return MakeLeaf(op, type, depth);
    case Op::kField:
    case Op::kInner:
      return MakeField(op, type, depth);
    case Op::kValue: {
      if (TypeOf(type).optional) {
        return std::nullopt;
      }
      return Of(op, type, {builder_.types().Optional(type)}, depth, {.reason = Uncovered()});
    }
    case Op::kIf:
      return Of(op, type, {world_.boolean, type, type}, depth);
    case Op::kSwitch: {
      const auto reading = random_.Below(builder_.program().readings.size());
      const ir::EnumId by = random_.Pick(std::array{
          world_.color, world_.place, builder_.program().readings[reading].alternatives});
      std::vector<NodeId> operands{OfType(builder_.types().EnumOf(by), depth - 1)};
      for (const NodeId branch :
           Several(type, builder_.program().enums[by].members.size(), depth)) {
        operands.push_back(branch);
      }
      return builder_.Make(op, type, operands);
    }
    case Op::kPresent:
    case Op::kNot:
    case Op::kAnd:
    case Op::kOr:
    case Op::kEq:
    case Op::kNe:
    case Op::kLt:
    case Op::kLe:
    case Op::kMember:
    case Op::kIsWorkingDay:
    case Op::kInDates:
    case Op::kInTimes:
    case Op::kOverlapDates:
    case Op::kOverlapTimes:
    case Op::kSubsetDates:
    case Op::kInYearly:
    case Op::kOverlapYearly:
    case Op::kSubsetYearly:
      return MakeCondition(op, depth);
    case Op::kSetSingle:
      return Of(op, type, {builder_.types().EnumOf(TypeOf(type).enumeration)}, depth);
    case Op::kSetUnion:
    case Op::kSetIntersection:
    case Op::kSetDifference:
      return Of(op, type, {type, type}, depth);
    case Op::kSetOf: {
      const std::size_t members = builder_.program().enums[TypeOf(type).enumeration].members.size();
      return builder_.Make(op, type, Several(world_.boolean, members, depth));
    }
    case Op::kAdd:
    case Op::kSub:
    case Op::kNeg:
    case Op::kMul:
    case Op::kMulScaled:
    case Op::kDiv:
    case Op::kDatePart:
    case Op::kTimePart:
    case Op::kAge:
    case Op::kToInstant:
    case Op::kWorkingDaysBetween:
    case Op::kLookup:
    case Op::kLength:
      return MakeNumber(op, type, depth);
    case Op::kAddDays:
    case Op::kAddMonths:
    case Op::kDateOf:
    case Op::kTimeOf:
    case Op::kMakeDateTime:
    case Op::kFromInstant:
    case Op::kAddWorkingDays:
    case Op::kRoll:
    case Op::kAddWorkingSeconds:
    case Op::kMakePeriod:
    case Op::kPeriodStart:
    case Op::kPeriodEnd:
    case Op::kIntersectDates:
      return MakeDate(op, type, depth);
    case Op::kAtLeast:
    case Op::kCount:
    case Op::kSum:
    case Op::kEarliest:
    case Op::kLatest:
      return MakeFold(op, type, depth);
  }
  return std::nullopt;
}

std::optional<NodeId> Expressions::MakeLeaf(Op op, TypeId type, int depth) {
  const ir::Program& program = builder_.program();
  if (op == Op::kConst) {
    return Constant(type);
  }
  if (op == Op::kUndetermined) {
    return builder_.Make(op, type, {}, {.reason = builder_.Uncovered("nothing")});
  }
  if (op == Op::kSlot) {
    const auto found = world_.facts.find(type);
    return found == world_.facts.end()
               ? std::nullopt
               : std::optional(builder_.Slot(random_.Pick(found->second), type));
  }
  if (op == Op::kReading) {
    for (std::uint32_t i = 0; i < program.readings.size(); ++i) {
      if (program.readings[i].alternatives == TypeOf(type).enumeration) {
        return builder_.Choice(i);
      }
    }
    return std::nullopt;
  }
  if (op == Op::kElement) {
    for (const Bound& bound : bound_) {
      if (bound.element == type) {
        return builder_.Make(op, type, {}, {.imm = bound.variable});
      }
    }
    return std::nullopt;
  }
  if (op == Op::kParam) {
    std::vector<std::uint32_t> fitting;
    const auto& params = program.rules[rule_].params;
    for (std::uint32_t i = 0; i < params.size(); ++i) {
      if (params[i].type == type) {
        fitting.push_back(i);
      }
    }
    return fitting.empty() ? std::nullopt
                           : std::optional(builder_.Param(rule_, random_.Pick(fitting)));
  }
  std::vector<ir::RuleId> fitting;
  for (const ir::RuleId rule : op == Op::kRule ? results_ : callees_) {
    if (program.rules[rule].type == type) {
      fitting.push_back(rule);
    }
  }
  if (fitting.empty()) {
    return std::nullopt;
  }
  const ir::RuleId rule = random_.Pick(fitting);
  if (op == Op::kRule) {
    return builder_.Result(rule);
  }
  std::vector<NodeId> arguments;
  const std::vector<ir::Param> params = program.rules[rule].params;
  for (const ir::Param& param : params) {
    const bool entity = TypeOf(param.type).kind == Kind::kEntity;
    const auto argument =
        entity ? Entity(TypeOf(param.type).entity, depth - 1) : OfType(param.type, depth - 1);
    if (!argument) {
      return std::nullopt;
    }
    arguments.push_back(*argument);
  }
  return builder_.Call(rule, arguments);
}

std::optional<NodeId> Expressions::MakeCondition(Op op, int depth) {
  const TypeId boolean = world_.boolean;
  ir::TypeTable& types = builder_.types();
  switch (op) {
    case Op::kPresent: {
      const TypeId tested =
          random_.Pick(std::array{types.Optional(world_.date), types.Optional(world_.integer)});
      const bool entity = random_.Chance(30);
      const TypeId deputy = types.Optional(types.EntityOf(world_.person));
      return entity
                 ? builder_.Make(op, boolean, {builder_.Slot(world_.facts.at(deputy)[0], deputy)})
                 : Of(op, boolean, {tested}, depth);
    }
    case Op::kNot:
      return Of(op, boolean, {boolean}, depth);
    case Op::kAnd:
    case Op::kOr:
      return builder_.Make(op, boolean, Several(boolean, 2 + random_.Below(3), depth));
    case Op::kEq:
    case Op::kNe: {
      const TypeId type = types.Required(random_.Pick(world_.scalars));
      return Of(op, boolean, {type, type}, depth);
    }
    case Op::kLt:
    case Op::kLe: {
      const TypeId type = random_.Pick(world_.numbers);
      return Of(op, boolean, {type, type}, depth);
    }
    case Op::kMember:
      return Of(op, boolean, {types.EnumOf(world_.color), types.SetOf(world_.color)}, depth);
    case Op::kIsWorkingDay:
      return Of(op, boolean, {world_.date}, depth,
                {.imm = random_.Chance(75) ? 0 : 1, .reason = Uncovered()});
    case Op::kInDates:
      return Of(op, boolean, {world_.date, world_.dates}, depth);
    case Op::kInTimes:
      return Of(op, boolean, {world_.time, world_.times}, depth);
    case Op::kOverlapDates:
    case Op::kSubsetDates:
      return Of(op, boolean, {world_.dates, world_.dates}, depth);
    case Op::kOverlapTimes:
      return Of(op, boolean, {world_.times, world_.times}, depth);
    default: {
      const std::int64_t window = random_.Pick(kDaysOfYear) * 4096 + random_.Pick(kDaysOfYear);
      return Of(op, boolean, {op == Op::kInYearly ? world_.date : world_.dates}, depth,
                {.imm = window});
    }
  }
}

std::optional<NodeId> Expressions::MakeNumber(Op op, TypeId type, int depth) {
  static constexpr std::array<std::int64_t, 6> kScales = {
      1, 3, 100, 1'000'000, 100'000'000, 1'000'000'000'000'000'000};
  static constexpr std::array<std::uint32_t, 6> kPlaces = {0, 0, 1, 2, 6, 18};
  switch (op) {
    case Op::kNeg:
      return Of(op, type, {type}, depth, {.reason = Arithmetic()});
    case Op::kAdd:
    case Op::kSub:
      return Of(op, type, {type, type}, depth, {.reason = Arithmetic()});
    case Op::kMul:
      return Of(op, type, {type, world_.integer}, depth, {.reason = Arithmetic()});
    case Op::kMulScaled:
    case Op::kDiv: {
      const auto mode = static_cast<std::uint32_t>(random_.Below(5));
      return Of(op, type, {type, world_.decimal}, depth,
                {.imm = random_.Pick(kScales),
                 .aux = random_.Pick(kPlaces) << 8 | mode,
                 .reason = Arithmetic()});
    }
    case Op::kDatePart:
      return Of(op, type, {world_.date}, depth,
                {.aux = static_cast<std::uint32_t>(random_.Below(4))});
    case Op::kTimePart:
      return Of(op, type, {world_.time}, depth,
                {.aux = static_cast<std::uint32_t>(random_.Below(2))});
    case Op::kAge:
      return Of(op, type, {world_.date, world_.date}, depth,
                {.aux = static_cast<std::uint32_t>(random_.Below(2))});
    case Op::kToInstant:
      return Zoned(op, OfType(world_.datetime, depth - 1), depth);
    case Op::kWorkingDaysBetween:
      return Of(op, type, {world_.date, world_.date}, depth,
                {.imm = random_.Chance(75) ? 0 : 1, .reason = Uncovered()});
    case Op::kLookup:
      for (const ir::LookupId lookup : builder_.program().lookups.Ids()) {
        if (builder_.program().lookups[lookup].type == type) {
          return Of(op, type, {world_.date}, depth, {.imm = lookup.value, .reason = Uncovered()});
        }
      }
      return std::nullopt;
    default: {
      const auto list = List(random_.Pick(world_.lists), depth - 1);
      return list ? std::optional(builder_.Make(op, type, {*list})) : std::nullopt;
    }
  }
}

// An instant, or the clock time of one, in one of the program's zones.
std::optional<NodeId> Expressions::Zoned(Op op, NodeId moment, int depth) {
  const TypeId type = op == Op::kToInstant ? world_.integer : world_.datetime;
  const ir::NodeParts parts{.imm = random_.Chance(75) ? 0 : 1, .reason = Arithmetic()};
  if (parts.imm == 0) {
    return builder_.Make(op, type, {moment}, parts);
  }
  const NodeId place = OfType(builder_.types().EnumOf(world_.place), depth - 1);
  return builder_.Make(op, type, {moment, place}, parts);
}

std::optional<NodeId> Expressions::MakeDate(Op op, TypeId type, int depth) {
  switch (op) {
    case Op::kAddDays:
      return Of(op, type, {world_.date, world_.days}, depth, {.reason = Arithmetic()});
    case Op::kAddMonths:
      return Of(op, type, {world_.date, builder_.Of(Kind::kMonths)}, depth,
                {.aux = static_cast<std::uint32_t>(random_.Below(3)), .reason = Arithmetic()});
    case Op::kDateOf:
    case Op::kTimeOf:
      return Of(op, type, {world_.datetime}, depth);
    case Op::kMakeDateTime:
      return Of(op, type, {world_.date, world_.time}, depth);
    case Op::kFromInstant: {
      // So many hours on, elapsed; now and then outside the years, where there is no such time.
      const auto instant = Zoned(Op::kToInstant, OfType(world_.datetime, depth - 1), depth);
      const std::int64_t most = random_.Chance(10) ? std::int64_t{1} << 40 : 50;
      const NodeId hours = builder_.Const(world_.integer, random_.Between(-most, most) * 3600);
      return Zoned(
          op, builder_.Make(Op::kAdd, world_.integer, {*instant, hours}, {.reason = Arithmetic()}),
          depth);
    }
    case Op::kAddWorkingDays:
      return Of(op, type, {world_.date, world_.days}, depth,
                {.imm = random_.Chance(75) ? 0 : 1, .reason = Uncovered()});
    case Op::kRoll:
      return Of(op, type, {world_.date}, depth,
                {.imm = random_.Chance(75) ? 0 : 1,
                 .aux = static_cast<std::uint32_t>(random_.Below(2)),
                 .reason = Uncovered()});
    case Op::kAddWorkingSeconds: {
      const NodeId start = OfType(world_.datetime, depth - 1);
      const NodeId seconds = random_.Chance(70)
                                 ? builder_.Const(world_.integer, random_.Between(-100, 100) * 3600)
                                 : OfType(world_.integer, depth - 1);
      return builder_.Make(op, type, {start, seconds},
                           {.imm = random_.Chance(75) ? 0 : 1, .reason = Uncovered()});
    }
    case Op::kMakePeriod: {
      const TypeId end = type == world_.times ? world_.time : world_.date;
      return Of(op, type, {end, end}, depth);
    }
    case Op::kIntersectDates:
      return Of(op, type, {type, type}, depth);
    default:
      return Of(op, type, {type == world_.time ? world_.times : world_.dates}, depth);
  }
}

std::optional<NodeId> Expressions::MakeFold(Op op, TypeId type, int depth) {
  if (bound_.size() >= 2) {
    return std::nullopt;
  }
  const TypeId list_type = random_.Pick(world_.lists);
  const std::optional<NodeId> list = List(list_type, depth - 1);
  if (!list) {
    return std::nullopt;
  }
  const std::uint32_t variable = next_variable_++;
  bound_.push_back({variable, TypeOf(list_type).element});
  std::vector<NodeId> operands{*list, Condition(depth - 1)};
  if (op == Op::kSum) {
    operands.push_back(OfType(type, depth - 1));
  } else if (op == Op::kEarliest || op == Op::kLatest) {
    operands.push_back(OfType(builder_.types().Required(type), depth - 1));
  }
  bound_.pop_back();
  ir::NodeParts parts{.aux = variable};
  if (op == Op::kAtLeast) {
    parts.imm = random_.Between(0, 3);
  }
  if (op == Op::kSum) {
    parts.reason = Arithmetic();
  }
  return builder_.Make(op, type, operands, parts);
}

NodeId Expressions::Of(Op op, TypeId type, std::initializer_list<TypeId> operands, int depth,
                       ir::NodeParts parts) {
  std::vector<NodeId> made;
  for (const TypeId operand : operands) {
    made.push_back(OfType(operand, depth - 1));
  }
  return builder_.Make(op, type, made, parts);
}

std::vector<NodeId> Expressions::Several(TypeId type, std::size_t count, int depth) {
  std::vector<NodeId> made;
  for (std::size_t i = 0; i < count; ++i) {
    made.push_back(OfType(type, depth - 1));
  }
  return made;
}

}  // namespace acta::differential
