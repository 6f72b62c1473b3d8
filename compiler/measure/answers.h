// Room for the answers to a window of cases, as a host has it: acta_batch_evaluate_into fills it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "acta/columns.h"
#include "compiler/ir/program.h"
#include "compiler/measure/memory.h"
#include "compiler/measure/touch.h"

namespace acta::measure {

enum class Clauses : std::uint8_t { kNo, kYes };

class AnswerColumns {
 public:
  // For all answers, and with kYes for a bit of each clause besides.
  AnswerColumns(const ir::Program& program, std::size_t cases, Clauses clauses = Clauses::kNo);

  // Of the answers; with kYes, for which there must be room, of the clauses too.
  [[nodiscard]] std::span<const acta_batch_output> outputs(Clauses clauses = Clauses::kNo) const {
    return std::span(outputs_).first(clauses == Clauses::kYes ? outputs_.size() : widths_.size());
  }

  struct Found {
    acta_state state = ACTA_UNDETERMINED;
    std::int64_t payload = 0;  // when known; of a text: its id in the batch
  };
  [[nodiscard]] Found At(std::size_t answer, std::size_t row) const;
  // Bytes of a value of the answer; 0: bits.
  [[nodiscard]] std::uint32_t width(std::size_t answer) const { return widths_[answer]; }

  // What evaluation must write, clauses apart.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  void AddStreams(std::vector<Stream>& to) const;

 private:
  struct Buffer {
    std::size_t offset, bytes;
  };
  std::size_t Reserve(std::size_t bits_per_case);

  std::size_t cases_;
  std::size_t bytes_ = 0, size_ = 0;
  std::size_t buffers_of_answers_ = 0;
  Memory memory_;
  std::vector<Buffer> buffers_;
  std::vector<std::uint32_t> widths_;  // bytes of a value, by answer; 0: bits
  std::vector<acta_batch_output> outputs_;
};

}  // namespace acta::measure
