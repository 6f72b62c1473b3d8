// Expressions on the full path.
#include <algorithm>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/codegen/full.h"

namespace acta::codegen {

using llvm::Value;

// ---- reasons, knowledge
// ----------------------------------------------------------------------------------------

Value* FullWriter::IsKnown(const Val& value) {
  if (value.known()) {
    return Yes();
  }
  return value.is_known != nullptr ? value.is_known : b.CreateICmpEQ(value.why, Why(0u), "known");
}

Value* FullWriter::KnownYes(const Val& truth) {
  if (truth.yes != nullptr) {
    return truth.yes;
  }
  Value* yes = AsTruth(truth.payload);
  return truth.known() || truth.settled ? yes : Both(yes, IsKnown(truth));
}

Value* FullWriter::KnownNo(const Val& truth) {
  return truth.no != nullptr ? truth.no : Both(Opposite(AsTruth(truth.payload)), IsKnown(truth));
}

Val FullWriter::Truth(Value* yes, Value* no, Value* why) {
  if (why == nullptr) {
    return {yes};
  }
  return {.payload = yes, .why = why, .is_known = Either(yes, no), .yes = yes, .no = no};
}

Value* FullWriter::Settled(const Val& value) {
  Value* payload = AsInteger(value.payload);
  return value.known() || value.settled ? payload
                                        : Choose(IsKnown(value), payload, Int(0), "settled");
}

// Those that may say something, each once.
static llvm::SmallVector<Value*> Telling(std::span<Value* const> whys) {
  llvm::SmallVector<Value*> telling;
  for (Value* why : whys) {
    const auto* constant = llvm::dyn_cast_or_null<llvm::ConstantInt>(why);
    const bool says_nothing = why == nullptr || (constant != nullptr && constant->isZero());
    if (!says_nothing && !llvm::is_contained(telling, why)) {
      telling.push_back(why);
    }
  }
  return telling;
}

Value* FullWriter::Join(std::span<Value* const> all) {
  const llvm::SmallVector<Value*> whys = Telling(all);
  if (whys.size() < 2) {
    return whys.empty() ? Why(0u) : whys.front();
  }
  llvm::SmallVector<Value*> arguments = {frame()};
  arguments.append(whys.begin(), whys.end());
  return b.CreateCall(module.Join(whys.size()), arguments, "joined");
}

// %any = or i32 %a, %b ...
// br (%any != 0), label %why.when, label %why.after
// why.when:  %joined = call i32 @join.2(ptr %frame, i32 %a, i32 %b)
// why.after: %why = phi i32 [0, ...], [%joined, %why.when]
Value* FullWriter::JoinAll(std::span<Value* const> all, Value* unless) {
  const llvm::SmallVector<Value*> whys = Telling(all);
  if (whys.empty()) {
    return nullptr;
  }
  if (whys.size() == 1) {
    return unless == nullptr ? whys.front() : Choose(unless, Why(0u), whys.front());
  }
  Value* any = whys.front();
  for (Value* why : llvm::drop_begin(whys)) {
    any = b.CreateOr(any, why);
  }
  Value* undetermined = b.CreateICmpNE(any, Why(0u), "undetermined");
  if (unless != nullptr) {
    undetermined = Both(undetermined, Opposite(unless));
  }
  return When(undetermined, Why(0u), [&] { return Join(whys); }, "why");
}

// %records = call ptr @reserve(ptr %frame, i64 <as many as follow>, ptr %spare)
Value* FullWriter::NextRecord() {
  constexpr std::uint64_t kRecordsAtOnce = 16;
  if (stretch_ == nullptr || in_stretch_ == kRecordsAtOnce) {
    if (spare_records_ == nullptr) {
      llvm::BasicBlock& entry = function->getEntryBlock();
      llvm::IRBuilder<> head(&entry, entry.begin());
      spare_records_ = head.CreateAlloca(module.record, Int(kRecordsAtOnce), "spare");
    }
    stretch_ = b.CreateCall(module.Reserve(), {frame(), Int(0), spare_records_}, "records");
    in_stretch_ = 0;
  }
  Value* place = b.CreateConstInBoundsGEP1_64(module.record, stretch_, in_stretch_++);
  stretch_->setArgOperand(1, Int(static_cast<std::int64_t>(in_stretch_)));
  return place;
}

// store {i64, i32, i32} {%payload, %why, tag}, ptr %records[2]
void FullWriter::RecordStep(std::uint32_t tag, const Val& value) {
  if (!traced()) {
    return;
  }
  Value* const parts[] = {Settled(value), WhyOf(value), b.getInt32(tag)};
  Value* place = NextRecord();
  for (unsigned part = 0; part < std::size(parts); ++part) {
    b.CreateStore(parts[part], b.CreateStructGEP(module.record, place, part));
  }
}

std::pair<Value*, Value*> FullWriter::Alike(Value* first, Value* second) {
  if (first->getType() == second->getType()) {
    return {first, second};
  }
  return {AsInteger(first), AsInteger(second)};
}

// ---- parts cut off
// ---------------------------------------------------------------------------------------------

// define internal %result @part(ptr %frame, i64 %param, i32 %why, ...): the same scope, in a
// function of its own
Value* FullWriter::Part(const llvm::Twine& name, llvm::Type* result,
                        const std::function<Value*(FullWriter&)>& body) {
  llvm::Function* part = module.PartFunction(module.TypeTaking(result, scope.size(), path_), name);
  FullWriter writer(module, part, path_);
  writer.rule_ = rule_;
  llvm::SmallVector<Value*> arguments = {frame()};
  const auto pass = [&](const Val& outer) {
    const auto position = static_cast<unsigned>(arguments.size());
    arguments.push_back(Settled(outer));
    arguments.push_back(WhyOf(outer));
    return Val{part->getArg(position), outer.known() ? nullptr : part->getArg(position + 1)};
  };
  for (const Val& param : scope.params) {
    writer.scope.params.push_back(pass(param));
  }
  for (const auto& [variable, element] : scope.elements) {
    writer.scope.elements.emplace_back(variable, pass(element));
  }
  writer.b.CreateRet(body(writer));
  EndStretch();
  return b.CreateCall(part, arguments, name);
}

Val FullWriter::Unpack(Value* pair) {
  return {b.CreateExtractValue(pair, 0), b.CreateExtractValue(pair, 1)};
}

Value* FullWriter::Pack(const Val& value) {
  Value* pair = llvm::PoisonValue::get(module.value);
  pair = b.CreateInsertValue(pair, Settled(value), 0);
  return b.CreateInsertValue(pair, WhyOf(value), 1);
}

// ---- nodes
// -----------------------------------------------------------------------------------------------------

bool FullWriter::IsSet(const ir::Node& node) const {
  return program.types[node.type].kind == ir::Kind::kSet;
}

Val FullWriter::Node(ir::NodeId id) {
  const ir::Node& node = program.nodes[id];
  const auto write_here = [&](FullWriter& writer) {
    Val result = writer.NodeHere(node);
    // The grounds that apply are shown, and go on, as far as they are known.
    result.settled |= node.op == ir::Op::kSetOf;
    if (node.op != ir::Op::kConst) {
      writer.RecordStep(ACTA_TAG_NODE | id.value, result);
    }
    return result;
  };
  Val result;
  if (weights.KeptApart(id)) {
    result = Unpack(Part("node." + llvm::Twine(id.value), module.value,
                         [&](FullWriter& writer) { return writer.Pack(write_here(writer)); }));
  } else {
    result = write_here(*this);
  }
  result.settled &= node.op != ir::Op::kSetOf || result.known();
  return result;
}

Val FullWriter::NodeHere(const ir::Node& node) {
  switch (node.op) {
    case ir::Op::kConst:
      return {Int(node.imm)};
    case ir::Op::kSlot:
      return Once(node, [&] {
        return Slot(Int(node.imm), Why(ACTA_WHY_SLOT | static_cast<std::uint32_t>(node.imm)));
      });
    case ir::Op::kReading:
      return Once(node, [&] { return Slot(Int(node.imm), Why(node.reason)); });
    case ir::Op::kField:
      return Field(node);
    case ir::Op::kRule:
      return Once(node, [&] { return RuleResult(node); });
    case ir::Op::kCall:
      return Call(node);
    case ir::Op::kParam:
      return scope.params[static_cast<std::size_t>(node.imm)];
    case ir::Op::kElement:
      return scope.Element(static_cast<std::uint32_t>(node.imm));
    case ir::Op::kUndetermined:
      return {Int(0), Why(node.reason)};
    case ir::Op::kNot:
      return Not(Node(program.OperandsOf(node)[0]));
    case ir::Op::kAnd:
    case ir::Op::kOr:
    case ir::Op::kSetOf:
      return Row(node, 0, node.operand_count);
    case ir::Op::kIf:
      return If(node);
    case ir::Op::kSwitch:
      return Switch(node);
    case ir::Op::kAtLeast:
      return AtLeast(node);
    case ir::Op::kCount:
      return Count(node);
    case ir::Op::kSum:
      return Sum(node);
    case ir::Op::kEarliest:
    case ir::Op::kLatest:
      return Extreme(node);
    default:
      // All others are strict; Compute names each of them.
      return StrictOperator(node);
  }
}

Val FullWriter::Once(const ir::Node& node, const std::function<Val()>& read) {
  const auto [found, is_new] = read_.try_emplace({node.op, node.imm, node.reason});
  if (is_new) {
    found->second = read();
  }
  return found->second;
}

// %why = the union of the operands' reasons, else the operation's own when it fails
Val FullWriter::StrictOperator(const ir::Node& node) {
  llvm::SmallVector<Value*> payloads, whys;
  Value* known = Yes();
  for (const ir::NodeId operand : program.OperandsOf(node)) {
    const Val value = Node(operand);
    payloads.push_back(value.payload);
    whys.push_back(value.why);
    known = Both(known, IsKnown(value));
  }
  const Computed computed = Compute(*this, node, payloads);
  Value* why = JoinAll(whys);
  if (computed.failed != nullptr) {
    Value* own = Choose(computed.failed, Why(node.reason), Why(0u), "own_why");
    why = why == nullptr ? own : Choose(known, own, why, "why");
    known = Both(known, Opposite(computed.failed));
  }
  return {.payload = computed.payload, .why = why, .settled = why == nullptr, .is_known = known};
}

// %known = icmp ne i64 %given, ACTA_MISSING
// payload: select i1 %known, i64 %given, i64 0; why: select i1 %known, i32 0, i32 %why_if_missing
Val FullWriter::Slot(Value* slot, Value* why_if_missing) {
  Value* given = LoadSlot(slot, "given");
  Value* known = b.CreateICmpNE(given, Int(ACTA_MISSING), "known");
  return {.payload = Choose(known, given, Int(0)),
          .why = Choose(known, Why(0u), why_if_missing),
          .is_known = known};
}

// The slot of an undetermined entity is nowhere: slot 0 is read in its place, and not looked at.
Val FullWriter::Field(const ir::Node& node) {
  const Val entity = Node(program.OperandsOf(node)[0]);
  Value* known = IsKnown(entity);
  Value* slot =
      Choose(known, b.CreateAdd(AsInteger(entity.payload), Int(node.imm)), Int(0), "slot");
  Value* slot_word = b.CreateTrunc(slot, module.i32);
  Val field = Slot(slot, b.CreateOr(slot_word, Why(ACTA_WHY_SLOT)));
  if (!entity.known()) {
    field.payload = Choose(known, field.payload, Int(0));
    field.why = Choose(known, field.why, entity.why);
    field.is_known = Both(known, field.is_known);
  }
  return field;
}

// Only the rule itself shows the grounds that are known of an undetermined set; who reads it sees
// none.
Val FullWriter::RuleResult(const ir::Node& node) {
  const ir::RuleId rule(static_cast<std::uint32_t>(node.imm));
  Value* why = b.CreateLoad(module.i32, WhyPlace(rule), "why");
  return {.payload = b.CreateLoad(module.i64, ValuePlace(rule), "result"),
          .why = why,
          .settled = !IsSet(node),
          .is_known = b.CreateICmpEQ(why, Why(0u), "known")};
}

Val FullWriter::Call(const ir::Node& node) {
  llvm::SmallVector<Value*> arguments = {frame()};
  for (const ir::NodeId operand : program.OperandsOf(node)) {
    const Val argument = Node(operand);
    arguments.push_back(Settled(argument));
    arguments.push_back(WhyOf(argument));
  }
  const ir::RuleId callee(static_cast<std::uint32_t>(node.imm));
  EndStretch();
  Val result = Unpack(b.CreateCall(module.RuleFunction(callee, path_), arguments, "call"));
  result.settled = !IsSet(node);
  return result;
}

Val FullWriter::Not(const Val& operand) {
  return operand.known() ? Val{Opposite(AsTruth(operand.payload))}
                         : Truth(KnownNo(operand), KnownYes(operand), operand.why);
}

Val FullWriter::And(std::span<const Val> operands) {
  Value* all_yes = Yes();
  Value* any_no = No();
  llvm::SmallVector<Value*> whys;
  for (const Val& operand : operands) {
    all_yes = Both(all_yes, KnownYes(operand));
    any_no = Either(any_no, KnownNo(operand));
    whys.push_back(operand.why);
  }
  return Truth(all_yes, any_no, JoinAll(whys, operands.size() == 1 ? nullptr : any_no));
}

Val FullWriter::Or(std::span<const Val> operands) {
  Value* any_yes = No();
  Value* all_no = Yes();
  llvm::SmallVector<Value*> whys;
  for (const Val& operand : operands) {
    any_yes = Either(any_yes, KnownYes(operand));
    all_no = Both(all_no, KnownNo(operand));
    whys.push_back(operand.why);
  }
  return Truth(any_yes, all_no, JoinAll(whys, operands.size() == 1 ? nullptr : any_yes));
}

Val FullWriter::Mask(std::span<const Val> operands, std::size_t first_ordinal) {
  Value* mask = Int(0);
  llvm::SmallVector<Value*> whys;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    Value* bit = b.CreateZExt(KnownYes(operands[i]), module.i64);
    mask =
        b.CreateOr(mask, b.CreateShl(bit, static_cast<std::uint64_t>(first_ordinal + i)), "mask");
    whys.push_back(operands[i].why);
  }
  return {mask, JoinAll(whys)};
}

// The operands all at once, or a part for each range of them.
Val FullWriter::Row(const ir::Node& node, std::size_t begin, std::size_t end) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node).subspan(begin, end - begin);
  std::vector<std::uint32_t> row;
  std::ranges::transform(operands, std::back_inserter(row),
                         [&](ir::NodeId id) { return weights.Of(id); });
  const auto ranges = weights.CutIntoRanges(row);
  std::vector<Val> values;
  if (ranges.size() == 1) {
    std::ranges::transform(operands, std::back_inserter(values),
                           [&](ir::NodeId id) { return Node(id); });
    return node.op == ir::Op::kAnd  ? And(values)
           : node.op == ir::Op::kOr ? Or(values)
                                    : Mask(values, begin);
  }
  for (const auto& [from, to] : ranges) {
    values.push_back(
        Unpack(Part("row", module.value, [&, from = from, to = to](FullWriter& writer) {
          return writer.Pack(writer.Row(node, begin + from, begin + to));
        })));
  }
  if (node.op != ir::Op::kSetOf) {
    return node.op == ir::Op::kAnd ? And(values) : Or(values);
  }
  Value* mask = Int(0);
  llvm::SmallVector<Value*> whys;
  for (const Val& part : values) {
    mask = b.CreateOr(mask, part.payload, "mask");
    whys.push_back(part.why);
  }
  return {mask, JoinAll(whys)};
}

Val FullWriter::If(const ir::Node& node) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  const Val condition = Node(operands[0]);
  const Val candidates[] = {Node(operands[1]), Node(operands[2])};
  Value* yes = AsTruth(condition.payload);
  const auto [then_payload, else_payload] = Alike(candidates[0].payload, candidates[1].payload);
  return Decide(condition, Choose(yes, then_payload, else_payload, "chosen"),
                Choose(yes, WhyOf(candidates[0]), WhyOf(candidates[1]), "chosen_why"), candidates);
}

// %chosen = select (%selector == n-1), %Bn-1, ... select (%selector == 1), %B1, %B0
Val FullWriter::Switch(const ir::Node& node) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  const Val selector = Node(operands[0]);
  std::vector<Val> candidates;
  std::ranges::transform(operands.subspan(1), std::back_inserter(candidates),
                         [&](ir::NodeId id) { return Node(id); });
  ACTA_CHECK(!candidates.empty(), "an enum has members");
  Value* ordinal = AsInteger(selector.payload);
  Value* payload = AsInteger(candidates[0].payload);
  Value* why = WhyOf(candidates[0]);
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    Value* this_one = b.CreateICmpEQ(ordinal, Int(static_cast<std::int64_t>(i)));
    payload = Choose(this_one, AsInteger(candidates[i].payload), payload, "chosen");
    why = Choose(this_one, WhyOf(candidates[i]), why, "chosen_why");
  }
  return Decide(selector, payload, why, candidates);
}

Val FullWriter::Decide(const Val& selector, Value* payload, Value* why,
                       std::span<const Val> candidates) {
  const bool all_known = std::ranges::all_of(candidates, &Val::known);
  if (selector.known()) {
    return {payload, all_known ? nullptr : why, /*settled=*/all_known};
  }
  Value* undecided = Opposite(IsKnown(selector));
  const auto unless_they_agree = [&] {
    Value* agree = Yes();
    llvm::SmallVector<Value*> whys = {selector.why};
    for (const Val& candidate : candidates) {
      agree = Both(agree, IsKnown(candidate));
      agree = Both(agree, Same(candidates[0].payload, candidate.payload));
      if (!candidate.known()) {
        whys.push_back(candidate.why);
      }
    }
    return Choose(agree, Why(0u), Join(whys));
  };
  Value* decided_why = When(undecided, why, unless_they_agree, "decided_why");
  // If they agree, whichever was chosen is right.
  return {payload, decided_why, /*settled=*/false};
}

}  // namespace acta::codegen
