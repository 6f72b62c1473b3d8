// An act that can be asked: its descriptor, its evaluators (compiled here, or the interpreter), and the runtime around them.
#pragma once

#include <acta/acta.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/base/source_file.h"
#include "compiler/codegen/jit.h"
#include "compiler/ir/graph.h"

namespace acta {

enum class EngineKind { kNative, kInterpreter };
enum class Trace { kOff, kOn };
// Whether an engine of machine code has batch evaluators too, for this machine's processor.
enum class Columns { kNo, kYes };

struct ActCloser { void operator()(acta_act* act) const { acta_act_close(act); } };
struct CaseFreer { void operator()(acta_case* facts) const { acta_case_free(facts); } };
struct OutcomeFreer { void operator()(acta_outcome* outcome) const { acta_outcome_free(outcome); } };
using ActHandle = std::unique_ptr<acta_act, ActCloser>;
using CaseHandle = std::unique_ptr<acta_case, CaseFreer>;
using OutcomeHandle = std::unique_ptr<acta_outcome, OutcomeFreer>;

// Text that the runtime writes.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { acta_buffer_free(&buffer_); }
  [[nodiscard]] acta_buffer* get() { return &buffer_; }
  [[nodiscard]] std::string_view view() const { return {buffer_.data, buffer_.size}; }

 private:
  acta_buffer buffer_{};
};

// An options or info struct of the C interface, empty but for its size.
template <class Struct>
[[nodiscard]] Struct Sized() {
  Struct made{};
  made.struct_size = sizeof made;
  return made;
}

[[nodiscard]] inline std::string_view View(const acta_string& text) { return {text.data, text.size}; }

class Engine {
 public:
  // Compiles the graph, or keeps it for the interpreter. Fails when the code generator or the runtime refuses (our fault).
  [[nodiscard]] static Result<Engine> Make(const ir::RuleGraph& graph, const SourceMap& sources, EngineKind kind,
                                           Columns columns = Columns::kNo);

  // The code behind it; only of a native engine.
  [[nodiscard]] const CompiledAct& compiled() const { return *compiled_; }
  [[nodiscard]] const acta_act* act() const { return act_.get(); }
  [[nodiscard]] CaseHandle NewCase() const;
  [[nodiscard]] CaseHandle Clone(const acta_case& facts) const;
  [[nodiscard]] Result<OutcomeHandle> Evaluate(const acta_case& facts, Trace trace) const;

 private:
  Engine() = default;

  ir::RuleGraph graph_;
  EngineKind kind_ = EngineKind::kNative;
  // In this order: the act refers to both and goes first.
  std::unique_ptr<std::vector<std::byte>> descriptor_;
  std::unique_ptr<CompiledAct> compiled_;
  ActHandle act_;
};

}  // namespace acta
