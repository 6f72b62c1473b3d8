// The columns that cases are given in: those of the facts that some rule reads, in the canonical
// types of acta/columns.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "acta/batch.h"
#include "acta/columns.h"
#include "compiler/ir/program.h"

namespace acta::measure {

// One column: a fact, a field, what a list is made of, or whether an optional one is absent.
struct ColumnType {
  enum class Holds : std::uint8_t { kBits, kNumbers, kPeriods, kTexts, kRecords, kLists, kAbsence };
  Holds holds = Holds::kRecords;
  bool in_place = false;    // kRecords that always exist: their fields speak for themselves
  bool is_read = true;      // by some rule; else it only keeps a list's shape
  std::uint32_t slot = 0;   // counted from where its case, entity or element begins
  std::uint32_t width = 0;  // kNumbers: bytes of a value. kLists: slots of an element
  std::vector<ColumnType> parts;
  // Borrowed from the act's schema but for the children.
  ArrowSchema schema{};
  std::vector<ArrowSchema*> schema_parts;
};

class ColumnTypes {
 public:
  // `act` was opened with `plan`, which was made of `program`. The program must outlive this.
  ColumnTypes(const ir::Program& program, const acta_batch_plan& plan, const acta_act* act);
  ColumnTypes(const ColumnTypes&) = delete;
  ColumnTypes& operator=(const ColumnTypes&) = delete;
  ~ColumnTypes();

  [[nodiscard]] const ir::Program& program() const { return program_; }
  [[nodiscard]] const ArrowSchema& schema() const { return root_.schema; }
  [[nodiscard]] const ColumnType& root() const { return root_; }
  // How many facts of the act some rule reads, at least in part.
  [[nodiscard]] std::size_t facts_read() const { return facts_read_; }

 private:
  class Reader;

  const ir::Program& program_;
  ArrowSchema whole_{};
  ColumnType root_;
  std::size_t facts_read_ = 0;
};

}  // namespace acta::measure
