// A block of cases as a batch evaluator reads it: masks packed, values in place or converted, lists
// unrolled.
#pragma once

#include <cstdint>

#include "acta/batch.h"
#include "runtime/columns/arena.h"
#include "runtime/columns/bits.h"
#include "runtime/columns/decode.h"
#include "runtime/columns/rejects.h"
#include "runtime/columns/source.h"

namespace acta::runtime::columns {

constexpr std::uint32_t TilesFor(std::uint64_t rows) {
  return static_cast<std::uint32_t>((rows + ACTA_TILE - 1) / ACTA_TILE);
}

// The rows of a domain in the block, and where they come from.
struct BlockRows {
  std::uint32_t count = 0;
  std::uint32_t tiles = 0;
  // Row i is row `first` + i of the columns of its fields, or row index[i].
  std::int64_t first = 0;
  const std::int64_t* index = nullptr;

  [[nodiscard]] std::int64_t SourceRow(std::uint32_t row) const {
    return index == nullptr ? first + row : index[row];
  }
  [[nodiscard]] std::uint32_t RowsIn(std::uint32_t tile) const {
    const std::uint32_t left = count - tile * ACTA_TILE;
    return left < ACTA_TILE ? left : ACTA_TILE;
  }
  // The tile's bits of a bitmap over the columns' rows; of the rows behind the last, anything.
  [[nodiscard]] std::uint64_t Word(const Bitmap& bitmap, std::uint32_t tile) const;
};

class Block {
 public:
  Block(const Shape& shape, const Sources& sources, Decoder& decoder, Rejects& rejects);
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  ~Block();

  // Once for each act: what its plan asks for.
  [[nodiscard]] acta_status Prepare();
  // Once sources are bound. `as_of` null: as the column has it.
  [[nodiscard]] acta_status Begin(const std::int32_t* as_of);
  // How many of the next `count` cases to take at once, so that what is computed about them stays
  // in the cache. All of their tiles are full, or there is one.
  [[nodiscard]] std::uint32_t Choose(std::int64_t first, std::int64_t count,
                                     std::uint32_t most_tiles);
  [[nodiscard]] acta_status Load(std::int64_t first, std::uint32_t count);
  // Asks for the bitmaps of the block that comes next: there are more of them than a processor
  // follows by itself.
  void Prefetch(std::int64_t first, std::uint32_t count) const;

  [[nodiscard]] const acta_batch_rows* rows() const { return rows_.data(); }
  [[nodiscard]] const BlockRows& RowsOf(std::uint32_t domain) const { return domains_[domain]; }
  // Whether every word `given` is all ones.
  [[nodiscard]] bool all_given() const { return all_given_; }
  // Cases of the tile that hold what is no value.
  [[nodiscard]] std::uint64_t RejectedIn(std::uint32_t tile) const { return rejected_[tile]; }
  // Rejects a case of the block for what stands in a row of the field's domain.
  [[nodiscard]] bool Reject(std::uint32_t field, std::uint32_t row, acta_status status,
                            std::string_view found);
  // The evaluator says that something in the case is out of its range: which fact?
  [[nodiscard]] bool RejectOutOfRange(std::uint32_t row);

 private:
  // What is done for a field in each block.
  enum class Task : std::uint8_t {
    kNothing,  // words and values are the same in every block
    kEntity,
    kList,
    kBits,
    kInPlace,  // values as the evaluator wants them, if they lie well
    kConvert
  };
  struct Work {
    std::uint32_t field;
    Task task;
    bool is_constant;  // its words are: `given` all ones, or none
    bool is_flat;      // blocks of full tiles find it among the bitmaps and places below
  };
  // A bitmap that goes into the masks as it is.
  struct FlatBits {
    const std::uint8_t* bits;
    std::int64_t base;  // the bit of row 0
    std::uint32_t word;
    bool is_given;
  };
  // Values that are read where they stand.
  struct FlatValues {
    const std::uint8_t* first;
    std::uint32_t width;
    std::uint32_t place;
  };
  // Of an entity: which rows have one, and where it or what it is part of is known not to exist.
  // Null: all, none. And of entities the words `given` of a field that is given wherever it exists.
  struct Extent {
    const std::uint64_t* valid = nullptr;
    const std::uint64_t* gone = nullptr;
    const std::uint64_t* given = nullptr;
  };
  // Of 64 rows: with a value; given or known to be absent; absent themselves.
  struct Words {
    std::uint64_t valid, given, absent;
  };

  [[nodiscard]] bool IsFlat(const Work& work) const;
  [[nodiscard]] bool AddFlat(const Work& work);
  void LoadFlat(std::int64_t first, std::uint32_t tiles);

  [[nodiscard]] Extent ExtentOf(const Field& field) const;
  [[nodiscard]] Words WordsOf(const Source& source, const BlockRows& rows, const Extent& around,
                              std::uint32_t tile) const;
  [[nodiscard]] std::uint32_t PackValidity(const Field& field, const Source& source,
                                           const Extent& around);
  void Put(const acta_batch_column& column, std::uint32_t tile, const Words& words);
  [[nodiscard]] bool OpenDomain(std::uint32_t domain);
  void FillConstants(std::uint32_t domain, std::uint32_t from_tile);
  [[nodiscard]] bool LoadEntity(std::uint32_t index);
  // How many elements the lists of a block have so far, where in their column the first stands, and
  // whether all lie side by side there.
  struct ListRun {
    std::int64_t total = 0;
    std::int64_t first = 0;
    bool is_dense = true;
  };
  [[nodiscard]] bool AddTileOfLists(const Source& source, std::int64_t first, std::int64_t at_most,
                                    std::uint32_t* offsets, std::int64_t* begins,
                                    ListRun& run) const;
  [[nodiscard]] bool LoadList(std::uint32_t index);
  [[nodiscard]] bool LoadBits(std::uint32_t index, bool is_constant);
  [[nodiscard]] bool LoadValues(std::uint32_t index, Task task);
  [[nodiscard]] bool LoadConstant(std::uint32_t index);
  void WritePlace(std::uint32_t index, std::uint32_t row, FixedText& out) const;
  void RowsOfCase(std::uint32_t domain, std::uint32_t of_case, std::uint32_t* begin,
                  std::uint32_t* end) const;
  void* Copy(const Field& field, const Source& source, const BlockRows& rows);
  [[nodiscard]] bool Convert(std::uint32_t index, std::uint32_t tile, Words& words, void* values);
  [[nodiscard]] bool LiesWell(const Source& source, const BlockRows& rows, std::uint32_t width,
                              const void** out) const;
  void SetValues(const Field& field, const void* values);
  [[nodiscard]] bool NoMemory() { return decoder_.Fail(ACTA_NO_MEMORY, kNone, 0); }

  const Shape& shape_;
  const Sources& sources_;
  Decoder& decoder_;
  Rejects& rejects_;
  const acta_batch_plan* plan_;

  Array<Work> work_;
  Array<FlatBits> flat_bits_;
  Array<FlatValues> flat_values_;
  Array<Extent> extents_;  // per field; the last: of the cases themselves
  Array<BlockRows> domains_;
  Array<acta_batch_rows> rows_;
  Array<const void*> values_;          // of all domains, one after the other
  Array<std::uint32_t> first_value_;   // per domain
  Array<std::uint32_t> filled_tiles_;  // per domain: whose constant words are written
  AlignedBytes* masks_ = nullptr;      // per domain
  AlignedBytes* scratch_ = nullptr;    // per domain
  AlignedBytes missing_;               // zeros
  AlignedBytes as_of_;
  const std::int32_t* as_of_day_ = nullptr;
  Arena arena_;
  std::uint64_t rejected_[kMostTiles] = {};
  bool may_be_all_given_ = false;
  bool all_given_ = false;
};

}  // namespace acta::runtime::columns
