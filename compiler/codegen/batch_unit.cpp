#include "compiler/codegen/batch_unit.h"

#include <algorithm>
#include <set>

#include <llvm/IR/IRBuilder.h>

#include "compiler/base/check.h"
#include "compiler/codegen/batch_writer.h"
#include "compiler/codegen/emit_module.h"

namespace acta::codegen {
namespace {

// A function holds rules of this much weight, or one heavier: LLVM's time grows faster than a
// function does, and every operation here is on 64 rows.
constexpr std::uint64_t kChunk = 250;
constexpr std::uint64_t kModule = 2'000;
}  // namespace

BatchUnit::BatchUnit(const ir::RuleGraph& graph, const BatchLayout& batch_layout,
                     const BatchWeights& weights, const SharedNodes& shared_nodes,
                     BatchVariant which, Sink module_sink)
    : program(*graph.program),
      layout(batch_layout),
      sharing(shared_nodes),
      variant(std::move(which)),
      checked(batch_layout.columns().size(), false),
      is_answer(graph.program->rules.size(), false),
      graph_(graph),
      weights_(weights),
      no_cutting_(*graph.program, Cutting{}),
      sink_(std::move(module_sink)),
      scratch_(batch_layout.domains().size(), 0) {
  scratch_[0] = batch_layout.taken();
  for (const ir::Answer& answer : program.answers) {
    is_answer[answer.rule.index()] = true;
  }
}

BatchUnit::~BatchUnit() = default;

llvm::StructType* BatchUnit::BlockType() {
  return llvm::StructType::get(*context_,
                               {module_->i32, module_->i32, module_->pointer, module_->pointer});
}

llvm::StructType* BatchUnit::RowsType() {
  llvm::Type* pointer = module_->pointer;
  return llvm::StructType::get(*context_, {module_->i32, module_->i32, pointer, pointer, pointer,
                                           pointer, pointer, module_->i64});
}

std::uint32_t BatchUnit::PlaceWord(std::uint32_t domain) {
  return std::exchange(scratch_[domain], scratch_[domain] + 8);
}

std::uint32_t BatchUnit::PlaceValues(std::uint32_t domain, std::uint32_t store) {
  const std::uint32_t place = (scratch_[domain] + 63) / 64 * 64;
  scratch_[domain] = place + ACTA_TILE * BitsOf(store) / 8;
  return place;
}

// Rules in their order, each function of bounded weight; a fold runs before the function that asks
// for it, and so after what its elements look at.
std::vector<BatchUnit::Chunk> BatchUnit::Cut() const {
  std::vector<Chunk> chunks(1);
  std::set<ir::RuleId> here;
  std::uint64_t weight = 0;
  for (const ir::RuleId rule : graph_.order) {
    const std::uint64_t own = IsTooHeavy(rule) ? 1 : weights_.of[rule.index()];
    const bool reads_here = std::ranges::any_of(
        weights_.read_in_folds[rule.index()], [&](ir::RuleId read) { return here.contains(read); });
    if (!here.empty() && (reads_here || weight + own > kChunk)) {
      chunks.emplace_back();
      here.clear();
      weight = 0;
    }
    chunks.back().push_back(rule);
    here.insert(rule);
    weight += own;
  }
  return chunks;
}

void BatchUnit::BeginModule() {
  context_ = std::make_unique<llvm::LLVMContext>();
  context_->setDiscardValueNames(true);
  llvm_module_ = std::make_unique<llvm::Module>(variant.prefix, *context_);
  module_ = std::make_unique<ModuleWriter>(*llvm_module_, program, no_cutting_);
}

void BatchUnit::EndModule() {
  Verify(*llvm_module_);
  module_.reset();
  sink_(std::move(llvm_module_));
  context_.reset();
}

// LLVM is told to use registers of 512 bits where the processor has them.
llvm::Function* BatchUnit::BeginFunction(const std::string& name) {
  llvm::Function* function = module_->Declare(
      name, llvm::FunctionType::get(module_->nothing, {module_->pointer}, /*isVarArg=*/false));
  function->addFnAttr("prefer-vector-width", "512");
  function->addFnAttr("min-legal-vector-width", "512");
  if (!variant.cpu.empty()) {
    function->addFnAttr("target-cpu", variant.cpu);
  }
  if (variant.gathers) {
    function->addFnAttr("target-features", "+fast-gather");
  }
  return function;
}

template <class WriteFn>
void BatchUnit::WriteFunction(std::uint32_t domain, FoldSite* site, const WriteFn& write) {
  // Functions asked for on the way are finished, and listed, first.
  const std::string name = variant.prefix + ".part." + std::to_string(begun_++);
  BatchWriter writer(*this, BeginFunction(name), domain);
  write(writer);
  writer.End(site);
  functions_.push_back(name);
}

const FoldSite& BatchUnit::Fold(Closure fold, std::uint32_t domain) {
  if (const auto made = folds_.find(fold); made != folds_.end()) {
    return made->second;
  }
  const ir::Node& node = program.nodes[fold.node];
  FoldSite site;
  WriteFunction(domain, &site, [&](BatchWriter& writer) {
    site = writer.WriteElements(node, envs.Inside(fold, node.aux, domain));
  });
  return folds_[fold] = site;
}

const ListEnds& BatchUnit::EndsOf(std::uint32_t domain) {
  if (const auto made = ends_.find(domain); made != ends_.end()) {
    return made->second;
  }
  ListEnds ends;
  FoldSite nothing;
  WriteFunction(domain, &nothing,
                [&](BatchWriter& writer) { ends.last = writer.WriteLastOfOwner(); });
  WriteFunction(layout.domains()[domain].parent, &nothing,
                [&](BatchWriter& writer) { ends.owners = writer.WriteOwners(domain); });
  return ends_[domain] = ends;
}

const KeptLanes& BatchUnit::Keep(Closure expression, std::uint32_t domain) {
  if (const auto made = kept_.find(expression); made != kept_.end()) {
    return made->second;
  }
  KeptLanes kept;
  FoldSite marks;
  WriteFunction(domain, &marks, [&](BatchWriter& writer) { kept = writer.WriteKept(expression); });
  kept.out_of_range = marks.out_of_range.word;
  kept.deferred = marks.deferred.word;
  return kept_[expression] = kept;
}

void BatchUnit::Write() {
  BeginModule();
  WriteFunction(0, nullptr, [](BatchWriter& writer) { writer.ClearMarks(); });
  std::uint64_t weight = 0;
  for (const Chunk& chunk : Cut()) {
    if (weight > kModule) {
      EndModule();
      BeginModule();
      weight = 0;
    }
    WriteFunction(0, nullptr, [&](BatchWriter& writer) { writer.WriteRules(chunk); });
    for (const ir::RuleId rule : chunk) {
      weight += weights_.of[rule.index()];
    }
  }
  WriteFunction(0, nullptr, [](BatchWriter& writer) { writer.CheckTheRest(); });
  WriteEvaluator();
  EndModule();
  for (std::uint32_t& bytes : scratch_) {
    bytes = (bytes + 63) / 64 * 64;
  }
}

// define void @<prefix>(ptr %block) { call each function in turn }
void BatchUnit::WriteEvaluator() {
  llvm::Function* evaluator = BeginFunction(variant.prefix);
  llvm::IRBuilder<> b(llvm::BasicBlock::Create(*context_, "entry", evaluator));
  for (const std::string& name : functions_) {
    b.CreateCall(BeginFunction(name), {evaluator->getArg(0)});
  }
  b.CreateRetVoid();
}

}  // namespace acta::codegen
