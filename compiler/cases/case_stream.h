// Cases on their way to the evaluators, block after block, in the columns of acta/columns.h: read
// from files or drawn from a population. Who takes them does not know which.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "acta/arrow_abi.h"
#include "compiler/base/result.h"

namespace acta::cases {

// Some cases, side by side.
class CaseBlock {
 public:
  CaseBlock() = default;
  CaseBlock(const CaseBlock&) = delete;
  CaseBlock& operator=(const CaseBlock&) = delete;
  virtual ~CaseBlock() = default;

  // The number of its first case, counted from 0 through the whole stream.
  [[nodiscard]] virtual std::uint64_t first() const = 0;
  // A struct of facts by name, as acta_batch_evaluate takes it; without an offset. Both stay good
  // until the block is recycled or ends, and may be read by any number of threads.
  [[nodiscard]] virtual const ArrowSchema& schema() const = 0;
  [[nodiscard]] virtual const ArrowArray& array() const = 0;
  // Cases that hold a cell that is no value of its fact, or that could not be read at all, as
  // bits: nothing is to be made of them. Empty: none.
  [[nodiscard]] virtual std::span<const std::uint64_t> left_out() const { return {}; }
};

// A cell that is no value of its fact, or a row that could not be read; the case is left out.
struct Reject {
  std::uint64_t number = 0;  // of the case in the stream
  std::string place;         // "permits.csv, row 17"; empty for drawn cases
  std::string path;          // "notification.registered"; of a row, the column, or nothing
  std::string expected, found;
  bool is_of_row = false;
};

// Cases whose rows hold nothing: perhaps nobody meant them to be any.
struct Blank {
  std::uint64_t count = 0;
  std::uint64_t first = 0;  // its number in the stream
  std::string place;        // of the first
};

// Values that were to be drawn and could not be worked out: they are missing.
struct Unworked {
  std::uint64_t values = 0;
  std::uint64_t first = UINT64_MAX;  // the lowest number of a case with one

  void Add(const Unworked& more) {
    values += more.values;
    first = std::min(first, more.first);
  }
};
using UnworkedByPath = std::map<std::string, Unworked>;

class CaseStream {
 public:
  CaseStream() = default;
  CaseStream(const CaseStream&) = delete;
  CaseStream& operator=(const CaseStream&) = delete;
  virtual ~CaseStream() = default;

  // The next block, null behind the last. Any number of threads may ask at once. What is in a block
  // and where it begins depends neither on their number nor on what they do. `recycled`: a block
  // that was handed out before and is no longer needed, whose memory may be used again; may be
  // null.
  [[nodiscard]] virtual Result<std::unique_ptr<CaseBlock>> Next(
      std::unique_ptr<CaseBlock> recycled) = 0;

  // How many cases there are in all, where that is known beforehand.
  [[nodiscard]] virtual std::optional<std::uint64_t> size() const = 0;
  // Where they come from, in words: "permits.parquet", "population almaty_2021, seed 7".
  [[nodiscard]] virtual std::string description() const = 0;
  // Those that were refused so far: all are counted, the first of them kept.
  [[nodiscard]] virtual std::uint64_t reject_count() const = 0;
  [[nodiscard]] virtual std::vector<Reject> rejects() const = 0;
  // Those that were read so far.
  [[nodiscard]] virtual Blank blank() const { return {}; }
  // Of the blocks that were handed out.
  [[nodiscard]] virtual UnworkedByPath unworked() const { return {}; }
};

}  // namespace acta::cases
