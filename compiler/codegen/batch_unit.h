// One batch evaluator in the making: for one level of processors, and for blocks in which all is
// given or not. Its functions each go over all tiles of a domain, one function after the other.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <llvm/IR/Module.h>

#include "compiler/codegen/batch_lanes.h"
#include "compiler/codegen/batch_layout.h"
#include "compiler/codegen/batch_sharing.h"
#include "compiler/codegen/batch_weights.h"
#include "compiler/codegen/module_writer.h"
#include "compiler/ir/graph.h"

namespace acta::codegen {

// Lanes kept in the scratch of a domain, for the functions that come after.
struct KeptLanes {
  std::uint32_t domain = 0;
  TilePlace place;
  std::int64_t low = 0, high = 0;
  // Elements of lists: words that mark the rows out of range, and those deferred.
  std::uint32_t out_of_range = ACTA_NO_PLACE, deferred = ACTA_NO_PLACE;
};

// A word kept in a list's scratch, with the number of bits set in the tiles before.
struct CountedWord {
  std::uint32_t word = ACTA_NO_PLACE, before = ACTA_NO_PLACE;
  [[nodiscard]] bool exists() const { return word != ACTA_NO_PLACE; }
};

// Where a bit lies for each row that owns elements at all, one after the other: whether one of them
// is marked.
struct MarkedOwners {
  std::uint32_t line = ACTA_NO_PLACE;  // a word in the scratch of the owners' tiles
  [[nodiscard]] bool exists() const { return line != ACTA_NO_PLACE; }
};

// Of the rows of a list: which are the last of their owner; and of the owners: which own some.
struct ListEnds {
  std::uint32_t last = ACTA_NO_PLACE;
  CountedWord owners;
};

// What a fold found of each element.
struct FoldSite {
  std::uint32_t domain = 0;
  CountedWord yes;                 // condition surely holds
  CountedWord open;                // condition or value undetermined
  MarkedOwners some_yes;           // in the place of these, where one element is enough: it surely
  MarkedOwners some_possible;      // holds for one; it may hold for one, if that is not the same
  std::optional<TilePlace> value;  // folds over values
  CountedWord out_of_range, deferred;
};

class BatchWriter;

struct BatchVariant {
  // Of its symbols: "acta.batch.v4.given".
  std::string prefix;
  // "x86-64-v4"; empty: what the module is for.
  std::string cpu;
  // Whether the processor can load 64 values from as many places at once, with some profit.
  bool gathers = true;
  // Every word `given` is all ones.
  bool all_given = false;
  // Whether it has pext and pdep.
  bool moves_bits = false;
};

class BatchUnit {
 public:
  using Sink = std::function<void(std::unique_ptr<llvm::Module>)>;

  // `sink` gets each module as it is finished, in a context of its own that ends with the call.
  BatchUnit(const ir::RuleGraph& graph, const BatchLayout& batch_layout,
            const BatchWeights& weights, const SharedNodes& shared_nodes, BatchVariant which,
            Sink module_sink);
  BatchUnit(const BatchUnit&) = delete;
  BatchUnit& operator=(const BatchUnit&) = delete;
  ~BatchUnit();

  // Writes all functions and the evaluator itself, `<prefix>`.
  void Write();

  const ir::Program& program;
  const BatchLayout& layout;
  const SharedNodes& sharing;
  const BatchVariant variant;
  Envs envs;
  std::vector<bool> checked;    // per column: whether its values were compared with their range
  std::vector<bool> is_answer;  // per rule: whether hosts are given its result
  std::map<ir::RuleId, KeptLanes> results;
  // Expressions that functions before the one being written have kept, by the first like them.
  std::map<ir::NodeId, KeptLanes> shared;

  [[nodiscard]] ModuleWriter& module() { return *module_; }
  // acta_batch_block, acta_batch_rows.
  [[nodiscard]] llvm::StructType* BlockType();
  [[nodiscard]] llvm::StructType* RowsType();

  // Room in the scratch of a tile of the domain.
  [[nodiscard]] std::uint32_t PlaceWord(std::uint32_t domain);
  [[nodiscard]] std::uint32_t PlaceValues(std::uint32_t domain, std::uint32_t store);
  // Bytes per tile, by domain; final when all is written.
  [[nodiscard]] const std::vector<std::uint32_t>& scratch_bytes() const { return scratch_; }

  // The fold over elements that are rows of `domain`, written when it is first asked for: before
  // the function that asks.
  [[nodiscard]] const FoldSite& Fold(Closure fold, std::uint32_t domain);
  // Where the lists end whose elements are rows of `domain`, likewise.
  [[nodiscard]] const ListEnds& EndsOf(std::uint32_t domain);
  // The expression evaluated in an enclosing domain, likewise.
  [[nodiscard]] const KeptLanes& Keep(Closure expression, std::uint32_t domain);

  // Whether the rule, with all that it calls, is too heavy to be followed here.
  [[nodiscard]] bool IsTooHeavy(ir::RuleId rule) const { return weights_.IsTooHeavy(rule); }

 private:
  using Chunk = std::vector<ir::RuleId>;
  [[nodiscard]] std::vector<Chunk> Cut() const;
  void BeginModule();
  void EndModule();
  llvm::Function* BeginFunction(const std::string& name);
  // Writes a function with `write(writer)` and lists it.
  template <class WriteFn>
  void WriteFunction(std::uint32_t domain, FoldSite* site, const WriteFn& write);
  void WriteEvaluator();

  const ir::RuleGraph& graph_;
  const BatchWeights& weights_;
  const Weights no_cutting_;
  const Sink sink_;
  std::unique_ptr<llvm::LLVMContext> context_;
  std::unique_ptr<llvm::Module> llvm_module_;
  std::unique_ptr<ModuleWriter> module_;
  std::vector<std::string> functions_;
  std::size_t begun_ = 0;
  std::vector<std::uint32_t> scratch_;
  std::map<Closure, FoldSite> folds_;
  std::map<std::uint32_t, ListEnds> ends_;
  std::map<Closure, KeptLanes> kept_;
};

}  // namespace acta::codegen
