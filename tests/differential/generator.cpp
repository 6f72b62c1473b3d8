#include "tests/differential/generator.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/interpreter/days.h"
#include "tests/differential/expressions.h"

namespace acta::differential {

namespace {

using ir::Op;
using ir::TypeId;

constexpr std::array kOperators = {
#define ACTA_OP(Name, name, arity, undetermined, can_fail) Op::k##Name,
#include "compiler/ir/operators.def"
#undef ACTA_OP
};

class ProgramWriter {
 public:
  ProgramWriter(std::uint64_t seed, const GeneratorOptions& options)
      : seed_(seed), options_(options), random_(seed) {}

  ir::Program Write() && {
    WriteGoverningDate();
    for (std::size_t i = 0; i < options_.rules; ++i) {
      // A third of the rules are called with arguments, and early, so that others can call them.
      WriteRule(i, i % 3 == 1 && i < options_.rules * 2 / 3);
    }
    return std::move(builder_).Build();
  }

 private:
  void WriteGoverningDate() {
    governing_ = builder_.Rule("governing_date", world_.date);
    expressions_.Enter(governing_);
    const TypeId optional = builder_.types().Optional(world_.date);
    const ir::NodeId filed = builder_.Slot(world_.facts.at(optional)[0], optional);
    const ir::NodeId value =
        builder_.Make(Op::kValue, world_.date, {filed}, {.reason = builder_.Uncovered("filed")});
    const ir::NodeId as_of = builder_.Slot(0, world_.date);
    const ir::NodeId present = builder_.Make(Op::kPresent, world_.boolean, {filed});
    builder_.Clause(governing_,
                    {.value = builder_.Make(Op::kIf, world_.date, {present, value, as_of})});
    builder_.program().governing_date = governing_;
    builder_.program().rules[governing_].role = ir::RuleRole::kGoverningDate;
    expressions_.Offer(governing_);
    builder_.Answer(governing_);
  }

  void WriteRule(std::size_t number, bool called) {
    // Over a few programs every operator stands at the root of some clause.
    const Op root = kOperators[(seed_ * options_.rules + number) % kOperators.size()];
    const TypeId type = expressions_.TypeFor(root);
    std::vector<ir::Param> params;
    if (called) {
      params = {{.name = "p", .type = builder_.types().EntityOf(world_.person)},
                {.name = "a", .type = random_.Pick(world_.scalars)},
                {.name = "b", .type = random_.Pick(world_.scalars)}};
    }
    const ir::RuleId rule =
        builder_.Rule("rule_" + std::to_string(number), type, std::move(params));
    expressions_.Enter(rule);
    const int depth = called ? options_.depth - 1 : options_.depth;
    const std::optional<ir::NodeId> value = expressions_.WithRoot(root, depth);
    WriteGroup(builder_.program().rules[rule].root, type, depth, 0, value);
    if (type == world_.boolean) {
      builder_.Otherwise(rule, builder_.No());
    } else if (random_.Chance(40)) {
      builder_.Otherwise(rule, expressions_.OfType(type, 2));
    }
    expressions_.Offer(rule);
    if (!called) {
      builder_.Answer(rule);
    }
  }

  // `first`: the value of the first clause, if it is given.
  void WriteGroup(ir::GroupId group, TypeId type, int depth, int level,
                  std::optional<ir::NodeId> first) {
    const std::size_t clauses = 1 + random_.Below(level == 0 ? 3 : 2);
    for (std::size_t i = 0; i < clauses; ++i) {
      const bool given = i == 0 && first && builder_.program().nodes[*first].type == type;
      const ir::ClauseId clause =
          builder_.Clause(group, WriteClause(type, depth, given ? first : std::nullopt));
      if (level < 3 && random_.Chance(25)) {
        WriteGroup(builder_.Exception(group, clause, "clause_exception"), type, depth - 2,
                   level + 1, std::nullopt);
      }
    }
    for (std::size_t i = 0; i < 2 && level < 3; ++i) {
      if (random_.Chance(35)) {
        WriteGroup(builder_.Exception(group, "exception"), type, depth - 2, level + 1,
                   std::nullopt);
      }
    }
  }

  ir::ProgramBuilder::ClauseParts WriteClause(TypeId type, int depth,
                                              std::optional<ir::NodeId> value) {
    ir::ProgramBuilder::ClauseParts parts;
    parts.value = value ? *value : expressions_.OfType(type, random_.Chance(50) ? 0 : depth);
    if (random_.Chance(60)) {
      parts.condition = expressions_.Condition(depth - 1);
    }
    if (random_.Chance(20)) {
      parts.guard = Version();
    }
    for (std::size_t i = 0; i < 2; ++i) {
      if (random_.Chance(10)) {
        parts.withdrawals.push_back(expressions_.Condition(depth - 2));
      }
    }
    return parts;
  }

  // In force from a day to another, ends included, on the governing date.
  ir::NodeId Version() {
    const std::int64_t from = interpreter::DayOf({2019, 1, 1}) + random_.Between(0, 900);
    const auto bound = [&](std::int64_t day) { return builder_.Const(world_.date, day); };
    const ir::NodeId begun =
        builder_.Make(Op::kLe, world_.boolean, {bound(from), builder_.Result(governing_)});
    const ir::NodeId not_over =
        builder_.Make(Op::kLe, world_.boolean,
                      {builder_.Result(governing_), bound(from + random_.Between(0, 1500))});
    return builder_.Make(Op::kAnd, world_.boolean, {begun, not_over});
  }

  const std::uint64_t seed_;
  const GeneratorOptions options_;
  Random random_;
  ir::ProgramBuilder builder_;
  World world_ = Declare(builder_, random_);
  Expressions expressions_{builder_, world_, random_};
  ir::RuleId governing_;
};

}  // namespace

ir::Program GenerateProgram(std::uint64_t seed, const GeneratorOptions& options) {
  return ProgramWriter(seed, options).Write();
}

}  // namespace acta::differential
