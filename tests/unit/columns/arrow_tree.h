// Arrow arrays written by hand, as a host would: any format, offsets, bitmaps, dictionaries.
#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "acta/columns.h"

namespace acta {

template <class T>
[[nodiscard]] T Fresh() {
  T value{};
  value.struct_size = sizeof value;
  return value;
}

using Bytes = std::vector<std::uint8_t>;

template <class T>
[[nodiscard]] Bytes BytesOf(const std::vector<T>& values) {
  Bytes bytes(values.size() * sizeof(T));
  if (!values.empty()) {
    std::memcpy(bytes.data(), values.data(), bytes.size());
  }
  return bytes;
}
[[nodiscard]] Bytes BitsOf(const std::vector<bool>& bits);

// One column. Its memory is exactly as long as the C Data Interface asks for, so that a sanitizer
// sees a reader that goes too far.
struct Column {
  std::string name, format;
  std::int64_t length = 0, offset = 0, null_count = 0;
  // A buffer that is not there is null.
  std::vector<std::shared_ptr<Bytes>> buffers;
  std::vector<Column> children;
  std::shared_ptr<Column> dictionary;

  Column& Add(Bytes bytes) {
    buffers.push_back(std::make_shared<Bytes>(std::move(bytes)));
    return *this;
  }
  // Null where `valid` says no.
  Column& Nulls(const std::vector<bool>& valid);
};

[[nodiscard]] Column Primitive(std::string name, std::string format, std::int64_t length,
                               Bytes values);
template <class T>
[[nodiscard]] Column Numbers(std::string name, std::string format, const std::vector<T>& values) {
  return Primitive(std::move(name), std::move(format), static_cast<std::int64_t>(values.size()),
                   BytesOf(values));
}
[[nodiscard]] Column Booleans(std::string name, const std::vector<bool>& values);
[[nodiscard]] Column Names(std::string name, const std::vector<std::string>& values);
[[nodiscard]] Column Struct(std::string name, std::int64_t length, std::vector<Column> children);
[[nodiscard]] Column ListOf(std::string name, const std::vector<std::int32_t>& offsets,
                            Column items);

// The structs of the C Data Interface over columns; both must stay as long as they are used.
class Exported {
 public:
  // With slack, so many null pointers stand behind the last buffer and child of each column: for
  // counts that lie.
  explicit Exported(const Column& cases, std::size_t slack = 0);
  Exported(const Exported&) = delete;
  Exported& operator=(const Exported&) = delete;

  [[nodiscard]] ArrowSchema& schema() { return schemas_.front(); }
  [[nodiscard]] ArrowArray& array() { return arrays_.front(); }
  // Those of all columns, in the same order; the whole comes first.
  [[nodiscard]] std::deque<ArrowSchema>& schemas() { return schemas_; }
  [[nodiscard]] std::deque<ArrowArray>& arrays() { return arrays_; }

 private:
  void Fill(const Column& column, ArrowSchema& schema, ArrowArray& array);

  Column cases_;
  std::size_t slack_;
  std::deque<ArrowSchema> schemas_;
  std::deque<ArrowArray> arrays_;
  std::deque<std::vector<const void*>> buffers_;
  std::deque<std::vector<ArrowSchema*>> schema_children_;
  std::deque<std::vector<ArrowArray*>> array_children_;
};

// Releases what the library gave.
template <class Struct>
struct Given {
  Struct raw{};
  Given() = default;
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;
  ~Given() {
    if (raw.release != nullptr) {
      raw.release(&raw);
    }
  }
};
using GivenSchema = Given<ArrowSchema>;
using GivenArray = Given<ArrowArray>;

// The child of that name; null when there is none.
[[nodiscard]] const ArrowArray* ChildOf(const ArrowSchema& schema, const ArrowArray& array,
                                        const std::string& name);
[[nodiscard]] const ArrowSchema* ChildOf(const ArrowSchema& schema, const std::string& name);
[[nodiscard]] bool IsValid(const ArrowArray& array, std::int64_t row);
[[nodiscard]] bool BitOf(const ArrowArray& array, std::int64_t row);
// A value of an array of whole numbers as it is.
[[nodiscard]] std::int64_t NumberOf(const ArrowSchema& schema, const ArrowArray& array,
                                    std::int64_t row);
// A value of utf8, or of a dictionary of utf8.
[[nodiscard]] std::string TextOf(const ArrowSchema& schema, const ArrowArray& array,
                                 std::int64_t row);
// The texts of a row of a list.
[[nodiscard]] std::vector<std::string> TextsOf(const ArrowSchema& schema, const ArrowArray& array,
                                               std::int64_t row);

}  // namespace acta
