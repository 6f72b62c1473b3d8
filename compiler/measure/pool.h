// Cases of an act in memory, a window after the other, with room for their answers; and what takes
// them through the columnar door.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "acta/columns.h"
#include "compiler/measure/answers.h"
#include "compiler/measure/columns.h"
#include "compiler/measure/crew.h"
#include "compiler/measure/row.h"

namespace acta::measure {

// A window, and the same bytes as streams.
struct CaseWindow {
  std::uint64_t first = 0;  // the number of its first case
  CaseColumns cases;
  AnswerColumns answers;
  std::vector<Stream> reads, writes;
};

class CasePool {
 public:
  // The cases from `first` on, laid out by `source` by their number, drawn by all hands. `types`
  // must outlive the pool.
  struct Extent {
    std::uint64_t first = 0;
    std::size_t cases = 0, of_window = 0;
  };
  CasePool(const ColumnTypes& types, const CaseSource& source, const Extent& extent, Crew& crew,
           Clauses clauses = Clauses::kNo);

  [[nodiscard]] std::size_t windows() const { return windows_.size(); }
  [[nodiscard]] CaseWindow& operator[](std::size_t window) { return *windows_[window]; }
  [[nodiscard]] std::size_t cases() const { return cases_; }
  [[nodiscard]] const ArrowSchema& schema() const { return types_.schema(); }

  // What evaluation must read and write for a case.
  [[nodiscard]] double bytes_read() const { return bytes_read_; }
  [[nodiscard]] double bytes_written() const { return bytes_written_; }

 private:
  const ColumnTypes& types_;
  std::size_t cases_;
  double bytes_read_ = 0, bytes_written_ = 0;
  std::vector<std::unique_ptr<CaseWindow>> windows_;
};

// A thread's share of so many windows, which are those of the pool again and again: touches them.
void TouchShare(CasePool& pool, std::size_t windows, unsigned thread, unsigned threads);

// The columnar door, with a workspace for each of some threads.
class Door {
 public:
  // `options` may be used again afterwards; they must be such as the act takes. With
  // ACTA_BATCH_CLAUSES windows need room for clauses.
  Door(const acta_act* act, const acta_batch_options& options, unsigned threads);
  Door(Door&&) = default;
  ~Door();

  [[nodiscard]] unsigned threads() const { return static_cast<unsigned>(batches_.size()); }
  [[nodiscard]] const acta_batch* batch(unsigned thread) const { return batches_[thread]; }
  void Evaluate(const ArrowSchema& schema, CaseWindow& window, unsigned thread) const;
  // As TouchShare.
  void EvaluateShare(CasePool& pool, std::size_t windows, unsigned thread) const;

 private:
  Clauses clauses_;
  std::vector<acta_batch*> batches_;
};

// Sets what `door` answers to the first cases of the window, which it has just evaluated by its
// first thread, against the row evaluator: the first difference in words, or none. `row` is asked
// about each case; answers that stay open are equal.
[[nodiscard]] std::optional<std::string> FirstDifference(const ir::Program& program,
                                                         const Door& door, const CaseWindow& window,
                                                         const CaseSource& source,
                                                         std::size_t cases, RowRunner& row);

}  // namespace acta::measure
