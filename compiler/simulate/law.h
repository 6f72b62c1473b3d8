// A law made ready to answer columns of cases: compiled, with the rules of interest asked for
// beside its answers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "acta/columns.h"
#include "compiler/base/result.h"
#include "compiler/cases/case_stream.h"
#include "compiler/engine/engine.h"
#include "compiler/measure/answers.h"
#include "compiler/simulate/columns.h"

namespace acta::simulate {

class Translator;

// What is the same for all cases.
struct Asking {
  std::vector<std::pair<std::string, std::string>> readings;  // chosen; the others stay open
  std::optional<std::int32_t> as_of;
};

// What a law is asked beside its answers, for every case; one of these.
struct Probe {
  ir::RuleId rule;      // its result; it has no parameters
  ir::NodeId node;      // the value of the expression, of a rule without parameters and of no fold
  ir::ClauseId clause;  // whether it applies, but for the exceptions to it
  bool without_withdrawals = false;          // of the clause: nor for what withdraws it
  const ir::Program* calendar_of = nullptr;  // the expression is asked by that law's calendar
  const Translator* said_by = nullptr;       // the expression or clause is one of its other law
  friend bool operator==(const Probe&, const Probe&) = default;
};

class Law {
 public:
  // `graph` must outlive the law; the `probes` become questions behind its answers.
  [[nodiscard]] static Result<std::unique_ptr<Law>> Make(const ir::RuleGraph& graph,
                                                         const SourceMap& sources,
                                                         std::span<const Probe> probes);

  // With the probes as further answers.
  [[nodiscard]] const ir::Program& program() const { return *graph_.program; }
  [[nodiscard]] std::size_t answers() const { return answers_; }
  [[nodiscard]] const Engine& engine() const { return *engine_; }
  [[nodiscard]] const acta_act* act() const { return engine_->act(); }

 private:
  Law() = default;

  ir::RuleGraph graph_;
  std::size_t answers_ = 0;
  std::optional<Engine> engine_;
};

// Whether a value of the one type may stand for one of the other, members of enums by name.
[[nodiscard]] bool IsSameThing(const ir::Program& law, ir::TypeId law_type,
                               const ir::Program& source, ir::TypeId source_type);

// The law's ordinals of the source's members of an enum or set, -1 for a member that the law has
// not; empty where they are the same.
[[nodiscard]] std::vector<std::int64_t> OrdinalsOf(const ir::Program& law, const ir::Type& law_type,
                                                   const ir::Program& source,
                                                   const ir::Type& source_type);

// The type of what stands at the path, of elements their own; nothing for what the program has not.
[[nodiscard]] std::optional<ir::Type> TypeAt(const ir::Program& program, std::string_view path);

// The part of columns that a law knows, by name, without the day of asking where that is given. A
// fact that the law has under the same name as another kind of thing is not given to it; members of
// enums are given by their names, whatever their order in the law.
class LawView {
 public:
  // `source`: the program whose facts the columns hold.
  LawView(const Law& law, const ir::Program& source, const ArrowSchema& schema, bool without_as_of);
  LawView(const LawView&) = delete;
  LawView& operator=(const LawView&) = delete;

  [[nodiscard]] const ArrowSchema& schema() const { return root_.schema; }
  // Good until the next call.
  [[nodiscard]] const ArrowArray& Of(const ArrowArray& array);

 private:
  struct Node {
    std::vector<std::int64_t> kept;  // of the children
    std::vector<std::unique_ptr<Node>> parts;
    ArrowSchema schema{};
    ArrowArray array{};
    std::vector<ArrowSchema*> schemas;
    std::vector<ArrowArray*> arrays;
    // What reads a member or a set as the source lays it out.
    PayloadReader read = nullptr;
    // Of an enum, or of a set (whose members they are): the law's ordinals of the source's; empty
    // where they are the same.
    std::vector<std::int64_t> ordinals;
    std::vector<std::uint64_t> values;
    std::vector<const void*> buffers;
  };
  struct Side {
    const ir::Program& program;
    const std::vector<ir::FactField>& fields;
  };
  static void Build(Node& node, const ArrowSchema& schema, const Side& law, const Side& source,
                    bool without_as_of);
  static void Fill(Node& node, const ArrowArray& array);
  static void Rename(Node& node, const ArrowArray& array);

  Node root_;
};

// One thread's workspace for a law.
class Runner {
 public:
  // `clauses`: those of which it is wanted to know in which cases their own conditions hold.
  // `source`: the program whose facts the cases have; must outlive the runner.
  [[nodiscard]] static Result<std::unique_ptr<Runner>> Make(const Law& law,
                                                            const ir::Program& source,
                                                            const Asking& asking,
                                                            std::span<const ir::ClauseId> clauses);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Answers the block's cases. All blocks are of one stream, which lives as long as they are
  // answered.
  [[nodiscard]] Result<void> Run(const cases::CaseBlock& block);

  // Of the last block. Words hold 64 cases.
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] const acta_batch_output& output(std::size_t answer) const {
    return answers_->outputs()[answer];
  }
  [[nodiscard]] std::uint32_t width(std::size_t answer) const { return answers_->width(answer); }
  [[nodiscard]] std::uint64_t clause_word(ir::ClauseId clause, std::size_t word) const {
    return static_cast<const std::uint64_t*>(
        wanted_[law_->program().answers.size() + clause.value].values)[word];
  }
  [[nodiscard]] measure::AnswerColumns::Found At(std::size_t answer, std::size_t row) const {
    return answers_->At(answer, row);
  }
  // Behind a value of an answer of type text, while the block is there.
  [[nodiscard]] std::string TextOf(std::int64_t payload) const;
  // Cases that the law does not take, as bits. `last`: the block that was answered last.
  [[nodiscard]] const std::vector<std::uint64_t>& rejected() const { return rejected_; }
  [[nodiscard]] std::vector<cases::Reject> rejects(const cases::CaseBlock& last) const;

 private:
  Runner() = default;
  [[nodiscard]] std::vector<acta_batch_reject> Kept() const;

  const Law* law_ = nullptr;
  const ir::Program* source_ = nullptr;
  Asking asking_;
  acta_batch* batch_ = nullptr;
  std::unique_ptr<LawView> view_;
  std::unique_ptr<measure::AnswerColumns> answers_;
  std::size_t capacity_ = 0, rows_ = 0;
  std::vector<ir::ClauseId> clauses_;
  std::vector<acta_batch_output> wanted_;
  std::vector<std::uint64_t> rejected_;
};

}  // namespace acta::simulate
