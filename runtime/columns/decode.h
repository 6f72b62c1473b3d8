// Values of the host's columns as payloads, whatever form they come in.
#pragma once

#include <cstdint>

#include "runtime/columns/source.h"
#include "runtime/core/writer.h"

namespace acta::runtime::columns {

// What ends a call: an array that breaks the rules of the C Data Interface where only reading it
// can show it, or no memory.
struct Fault {
  acta_status status = ACTA_OK;
  std::uint32_t field = kNone;
  std::int64_t row = 0;  // of the column
};

class Decoder {
 public:
  Decoder(const Shape& shape, const Sources& sources, Texts& texts)
      : shape_(shape), sources_(sources), texts_(texts) {}

  // The payloads of `count` rows from `row` on, 1 to 64 of them. `wanted`: rows that are not null;
  // those that turn out to be (by a dictionary's entry) are taken from it. Returns which of the
  // wanted rows hold no value of the field; their payloads, and those of rows not wanted, are
  // anything.
  [[nodiscard]] std::uint64_t Decode(std::uint32_t field, std::int64_t row, std::uint32_t count,
                                     std::uint64_t* wanted, std::int64_t* out);

  // The elements of a list or a set: false, and a fault, when its offsets are none.
  [[nodiscard]] bool Elements(std::uint32_t field, std::int64_t row, std::int64_t* begin,
                              std::int64_t* end);

  // What is wrong with a row that Decode returned; `found` gets what stands there.
  [[nodiscard]] acta_status Explain(std::uint32_t field, std::int64_t row, FixedText& found);

  [[nodiscard]] const Fault& fault() const { return fault_; }
  void Forgive() { fault_ = {}; }
  bool Fail(acta_status status, std::uint32_t field, std::int64_t row) {
    if (fault_.status == ACTA_OK) {
      fault_ = {status, field, row};
    }
    return false;
  }

 private:
  void WritePeriod(std::uint32_t field, std::int64_t row, FixedText& found);
  std::uint64_t Raw(std::uint32_t field, const Source& source, std::int64_t row,
                    std::uint32_t count, std::uint64_t* wanted, std::int64_t* out);
  std::uint64_t Names(std::uint32_t field, const Source& source, std::int64_t row,
                      std::uint64_t wanted, std::int64_t* out);
  std::uint64_t Entries(const Source& source, std::uint32_t count, std::uint64_t* wanted,
                        std::int64_t* out);
  std::uint64_t Periods(std::uint32_t field, const Source& source, std::int64_t row,
                        std::uint32_t count, std::uint64_t* wanted, std::int64_t* out);
  std::uint64_t Sets(std::uint32_t field, const Source& source, std::int64_t row,
                     std::uint64_t wanted, std::int64_t* out);
  bool NameAt(std::uint32_t field, const Source& source, std::int64_t row, std::string_view* out);

  const Shape& shape_;
  const Sources& sources_;
  Texts& texts_;
  Fault fault_;
};

// Whether a row of the field's column holds a value: neither it nor an entity around it is null or
// absent.
[[nodiscard]] bool IsValid(const Shape& shape, const Sources& sources, std::uint32_t field,
                           std::int64_t row);

// Puts 64 payloads into `values` as the store has them, from row 64 * `tile` on.
void StorePayloads(const std::int64_t* payloads, std::uint32_t store, std::uint32_t tile,
                   void* values);
// Puts one payload into each of the `rows` of the tile.
void FillRows(std::uint32_t store, std::int64_t payload, std::uint64_t rows, std::uint32_t tile,
              void* values);

}  // namespace acta::runtime::columns
