// Clauses, exceptions and rules on the known path: exceptions first, and what they settle is not
// looked at further.
#include <algorithm>

#include "compiler/codegen/known.h"

namespace acta::codegen {

using llvm::BasicBlock;
using llvm::Value;

// ret {i64, i32} {%payload, ending}
void KnownWriter::ReturnEnding(Value* payload, Ending ending) {
  Value* pair = b.CreateInsertValue(llvm::PoisonValue::get(module.value), AsInteger(payload), 0);
  b.CreateRet(b.CreateInsertValue(pair, b.getInt32(ending), 1));
}

// What `body` writes, in a function of its own: there it ends in a return, here its endings are
// told apart.
void KnownWriter::Apart(const llvm::Twine& name, Meeting& done, BasicBlock* none,
                        const BodyOfPart& body) {
  KnownWriter part = BeginPart(name, module.value);
  Meeting part_done{part.NewBlock("applies"), {}};
  BasicBlock* part_none = part.NewBlock("does_not_apply");
  body(part, part_done, part_none);
  part.GoTo(part_none);
  part.ReturnEnding(Int(0), kDoesNotApply);
  part.ReturnEnding(part.Meet(part_done, "value"), kApplies);

  Value* result = CallPart(part);
  Value* ending = b.CreateExtractValue(result, 1, "ending");
  GiveUpWhen(b.CreateICmpEQ(ending, b.getInt32(kGaveUp)));
  Value* payload = b.CreateExtractValue(result, 0, "value");
  BasicBlock* applies = NewBlock("applies");
  BranchOn(b.CreateICmpEQ(ending, b.getInt32(kApplies)), applies, none);
  GoTo(applies);
  Arrive(done, payload);
}

void KnownWriter::Group(ir::GroupId id, Meeting& done, BasicBlock* none) {
  const auto here = [id](KnownWriter& writer, Meeting& writer_done, BasicBlock* writer_none) {
    writer.GroupHere(id, writer_done, writer_none);
  };
  weights.KeptApart(id) ? Apart("group." + llvm::Twine(id.value), done, none, here)
                        : here(*this, done, none);
}

void KnownWriter::Clause(const ir::Group& group, ir::ClauseId id, Meeting& done, BasicBlock* none) {
  const auto here = [&group, id](KnownWriter& writer, Meeting& writer_done,
                                 BasicBlock* writer_none) {
    writer.ClauseHere(group, id, writer_done, writer_none);
  };
  weights.KeptApart(id) ? Apart("clause." + llvm::Twine(id.value), done, none, here)
                        : here(*this, done, none);
}

// Exceptions prevail: only if none of them applies are the clauses looked at.
void KnownWriter::GroupHere(ir::GroupId id, Meeting& done, BasicBlock* none) {
  const ir::Group& group = program.groups[id];
  const std::vector<Alternative> exceptions = ExceptionsTo(group);
  if (!exceptions.empty()) {
    BasicBlock* clauses = NewBlock("clauses");
    Level(group, exceptions, done, clauses);
    GoTo(clauses);
  }
  Level(group, ClausesOf(group), done, none);
}

void KnownWriter::ClauseHere(const ir::Group& group, ir::ClauseId id, Meeting& done,
                             BasicBlock* none) {
  const ir::Clause& clause = program.clauses[id];
  const std::vector<Alternative> exceptions = ExceptionsTied(group, id);
  if (!exceptions.empty()) {
    BasicBlock* own = NewBlock("own");
    Level(group, exceptions, done, own);
    GoTo(own);
  }
  BasicBlock* applies = NewBlock("applies");
  BranchOnConditions(clause, applies, none);
  GoTo(applies);
  Arrive(done, Node(clause.value));
}

void KnownWriter::BranchOnConditions(const ir::Clause& clause, BasicBlock* yes, BasicBlock* no) {
  for (const ir::NodeId condition : {clause.guard, clause.condition}) {
    if (condition.valid()) {
      BasicBlock* next = NewBlock("holds");
      Branch(condition, next, no);
      GoTo(next);
    }
  }
  for (const ir::NodeId withdrawal : clause.withdrawals) {
    BasicBlock* next = NewBlock("stands");
    Branch(withdrawal, no, next);
    GoTo(next);
  }
  b.CreateBr(yes);
}

void KnownWriter::Stand(const ir::Group& group, const Alternative& alternative, Meeting& done,
                        BasicBlock* none) {
  if (const auto* clause = std::get_if<ir::ClauseId>(&alternative)) {
    Clause(group, *clause, done, none);
  } else {
    Group(std::get<ir::GroupId>(alternative), done, none);
  }
}

std::optional<std::int64_t> KnownWriter::OnlyValue(const ir::Group& group,
                                                   const Alternative& alternative) const {
  std::optional<std::int64_t> only;
  const auto agrees = [&](const ir::Group& of, const Alternative& part) {
    const std::optional<std::int64_t> value = OnlyValue(of, part);
    const bool agreed = value && (!only || *only == *value);
    only = value;
    return agreed;
  };
  if (const auto* id = std::get_if<ir::ClauseId>(&alternative)) {
    const ir::Node& value = program.nodes[program.clauses[*id].value];
    if (value.op != ir::Op::kConst) {
      return std::nullopt;
    }
    only = value.imm;
    const bool agreed = std::ranges::all_of(ExceptionsTied(group, *id),
                                            [&](const Alternative& x) { return agrees(group, x); });
    return agreed ? only : std::nullopt;
  }
  const ir::Group& nested = program.groups[std::get<ir::GroupId>(alternative)];
  const auto agrees_here = [&](const Alternative& x) { return agrees(nested, x); };
  const bool agreed = std::ranges::all_of(ExceptionsTo(nested), agrees_here) &&
                      std::ranges::all_of(ClausesOf(nested), agrees_here);
  return agreed ? only : std::nullopt;
}

void KnownWriter::Level(const ir::Group& group, std::span<const Alternative> alternatives,
                        Meeting& done, BasicBlock* none) {
  if (alternatives.empty()) {
    b.CreateBr(none);
    return;
  }
  std::vector<std::uint32_t> row;
  std::ranges::transform(
      alternatives, std::back_inserter(row),
      [&](const Alternative& alternative) { return weights.OfRow(alternative); });
  const auto ranges = weights.CutIntoRanges(row);
  std::vector<BodyOfPart> parts;
  for (const auto& [from, to] : ranges) {
    const auto range = alternatives.subspan(from, to - from);
    if (ranges.size() > 1) {
      parts.emplace_back(
          [&group, range](KnownWriter& writer, Meeting& part_done, BasicBlock* part_none) {
            writer.Apart("level", part_done, part_none,
                         [&](KnownWriter& inner, Meeting& inner_done, BasicBlock* inner_none) {
                           inner.Level(group, range, inner_done, inner_none);
                         });
          });
      continue;
    }
    for (const Alternative& alternative : range) {
      parts.emplace_back(
          [&group, &alternative](KnownWriter& writer, Meeting& part_done, BasicBlock* part_none) {
            writer.Stand(group, alternative, part_done, part_none);
          });
    }
  }
  const std::optional<std::int64_t> only = OnlyValue(group, alternatives.front());
  const bool never_in_conflict =
      alternatives.size() == 1 || (only && std::ranges::all_of(alternatives, [&](const auto& x) {
                                     return OnlyValue(group, x) == only;
                                   }));
  never_in_conflict ? InTurn(parts, done, none) : Compare(parts, done, none);
}

// The first that applies will do, whatever becomes of those in doubt: they give the same value.
void KnownWriter::InTurn(std::span<const BodyOfPart> parts, Meeting& done, BasicBlock* none) {
  if (parts.size() == 1) {
    parts.front()(*this, done, none);
    return;
  }
  Value* open = No();
  for (const BodyOfPart& part : parts) {
    open = GoOnInDoubt(open, [&](BasicBlock* next) { part(*this, done, next); });
  }
  BranchRarely(open, give_up_, none);
}

// All are looked at: two that apply with different values are a conflict, for which the full path
// knows the words.
//   %applies = phi i1 ...; %value = phi i64 ...
//   br (%some_before and %applies and %value_before != %value), label %give_up, ...
void KnownWriter::Compare(std::span<const BodyOfPart> parts, Meeting& done, BasicBlock* none) {
  Value* some = No();
  Value* value = Int(0);
  for (const BodyOfPart& part : parts) {
    Meeting applied{NewBlock("applied"), {}};
    BasicBlock* not_applied = NewBlock("not_applied");
    BasicBlock* compared = NewBlock("compared");
    part(*this, applied, not_applied);
    Value* this_value = AsInteger(Meet(applied, "value"));
    GiveUpWhen(Both(some, Opposite(Same(value, this_value))));
    BasicBlock* applied_end = b.GetInsertBlock();
    b.CreateBr(compared);
    GoTo(not_applied);
    b.CreateBr(compared);
    GoTo(compared);
    llvm::PHINode* some_now = b.CreatePHI(module.i1, 2, "some");
    some_now->addIncoming(Yes(), applied_end);
    some_now->addIncoming(some, not_applied);
    llvm::PHINode* value_now = b.CreatePHI(module.i64, 2, "value");
    value_now->addIncoming(this_value, applied_end);
    value_now->addIncoming(value, not_applied);
    some = some_now;
    value = value_now;
  }
  BasicBlock* applies = NewBlock("applies");
  BranchOn(some, applies, none);
  GoTo(applies);
  Arrive(done, value);
}

Value* KnownWriter::Result(const ir::Rule& rule, BasicBlock* uncovered) {
  Meeting result{NewBlock("result"), {}};
  BasicBlock* otherwise = rule.otherwise ? NewBlock("otherwise") : uncovered;
  Group(rule.root, result, otherwise);
  if (rule.otherwise) {
    GoTo(otherwise);
    Arrive(result, Node(rule.otherwise->value));
  }
  return AsInteger(Meet(result, "result"));
}

// ...
// store i64 %result, ptr %values[7]; store i32 0, ptr %whys[7]
// br label %next_rule
// rule.7.uncovered:
//   store i64 0, ptr %values[7]; store i32 <uncovered>, ptr %whys[7]
//   br label %next_rule
// rule.7.give_up:   ; hardly ever
//   %full = call {i64, i32} @acta.full.rule.7(ptr %frame)
//   store ...
//   br label %next_rule
void KnownWriter::WriteRules(std::span<const ir::RuleId> rules) {
  for (const ir::RuleId id : rules) {
    const ir::Rule& rule = program.rules[id];
    BasicBlock* next = NewBlock("next_rule");
    const auto store = [&](Value* payload, Value* why) {
      b.CreateStore(payload, ValuePlace(id));
      b.CreateStore(why, WhyPlace(id));
      b.CreateBr(next);
    };
    BasicBlock* uncovered = NewBlock("rule." + llvm::Twine(id.value) + ".uncovered");
    give_up_ = NewBlock("rule." + llvm::Twine(id.value) + ".give_up");
    store(Result(rule, uncovered), Why(0u));
    GoTo(uncovered);
    store(Int(0), Why(rule.uncovered));
    GoTo(give_up_);
    llvm::CallInst* full = b.CreateCall(module.RuleFunction(id, Path::kFull), {frame()}, "full");
    full->addFnAttr(llvm::Attribute::Cold);
    store(b.CreateExtractValue(full, 0), b.CreateExtractValue(full, 1));
    GoTo(next);
  }
  b.CreateRetVoid();
}

void KnownWriter::WriteCallee(ir::RuleId rule) {
  ReturnKnown(Result(program.rules[rule], give_up_));
}

}  // namespace acta::codegen
