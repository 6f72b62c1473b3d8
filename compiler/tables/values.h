// Cells of DuckDB's vectors as payloads of facts. Private to compiler/tables.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "acta/acta.h"
#include "compiler/ir/program.h"
#include "compiler/tables/duck.h"

namespace acta::tables {

// A logical type of DuckDB, owned.
class DuckType {
 public:
  explicit DuckType(duckdb_logical_type type) : type_(type) {}
  DuckType(DuckType&& other) noexcept : type_(std::exchange(other.type_, nullptr)) {}
  DuckType(const DuckType&) = delete;
  DuckType& operator=(const DuckType&) = delete;
  ~DuckType() { duckdb_destroy_logical_type(&type_); }
  [[nodiscard]] duckdb_logical_type get() const { return type_; }
  [[nodiscard]] duckdb_type id() const { return duckdb_get_type_id(type_); }

 private:
  duckdb_logical_type type_;
};

// "VARCHAR", "STRUCT", as messages say it.
[[nodiscard]] std::string NameOf(duckdb_type type);

// Which cells of a vector are not null.
class Validity {
 public:
  explicit Validity(duckdb_vector vector) : words_(duckdb_vector_get_validity(vector)) {}
  // Whether there are no nulls.
  [[nodiscard]] bool all() const { return words_ == nullptr; }
  // A bit for each of 64 cells; only where there are nulls.
  [[nodiscard]] std::uint64_t word(std::uint64_t index) const { return words_[index]; }
  [[nodiscard]] bool operator[](std::uint64_t row) const {
    return words_ == nullptr || (words_[row / 64] >> row % 64 & 1) != 0;
  }

 private:
  const std::uint64_t* words_;
};

// The text of a cell; `data` of a vector of texts.
[[nodiscard]] std::string_view TextAt(const void* data, std::uint64_t row);

// As much of its beginning as a message shows.
[[nodiscard]] std::string Begun(std::string_view text);

// Whether people may have meant the dot in `text` to part thousands: "1.000", "12.500 EUR".
[[nodiscard]] bool MayPartThousands(std::string_view text);

// Reads the cells of one column as values of one fact.
class CellReader {
 public:
  // Nothing where no cell of such a column can be a value of the fact.
  // `act` was opened with the descriptor of `program`; it must outlive the reader.
  [[nodiscard]] static std::optional<CellReader> For(const ir::Program& program,
                                                     const acta_act* act, ir::TypeId type,
                                                     const DuckType& column);
  // From now on a text whose dot may part thousands is no whole number and no money.
  void RefuseUnclear() { is_unclear_refused_ = true; }

  // The payload; ACTA_ABSENT for the word `absent` of an optional fact, ACTA_MISSING for an empty
  // text; nothing for what is no value. Texts are added to `texts`.
  [[nodiscard]] std::optional<std::int64_t> Read(duckdb_vector vector, const void* data,
                                                 std::uint64_t row,
                                                 std::vector<std::string>& texts) const;
  // The first `rows` cells at once into `column`, nulls left as they are there. False where cells
  // of the column need not be values: then they are to be read one by one.
  [[nodiscard]] bool ReadAll(const Validity& valid, const void* data, std::uint64_t rows,
                             std::int64_t* column) const;
  // Whether that is why it is refused; of cells that hold text.
  [[nodiscard]] bool IsUnclear(const void* data, std::uint64_t row) const;
  // The cell as people see it, for a message.
  [[nodiscard]] std::string Show(duckdb_vector vector, const void* data, std::uint64_t row) const;

 private:
  CellReader() = default;
  [[nodiscard]] bool ReadMembers(const Validity& valid, const void* data, std::uint64_t rows,
                                 std::int64_t* column) const;
  [[nodiscard]] bool IsUnclear(std::string_view text) const;
  [[nodiscard]] std::optional<std::int64_t> FromText(std::string_view text,
                                                     std::vector<std::string>& texts) const;
  [[nodiscard]] std::optional<std::int64_t> FromInteger(std::int64_t value) const;
  template <class Number>
  [[nodiscard]] std::optional<std::int64_t> FromFraction(Number value) const;
  [[nodiscard]] std::optional<std::int64_t> Member(std::string_view name) const;

  const acta_act* act_ = nullptr;
  std::uint32_t type_ = 0;
  ir::Kind kind_ = ir::Kind::kBoolean;
  bool is_optional_ = false;
  bool is_unclear_refused_ = false;
  duckdb_type column_ = DUCKDB_TYPE_INVALID;
  duckdb_type inside_ =
      DUCKDB_TYPE_INVALID;  // of a list its elements, of a decimal or an enum how it is stored
  std::int64_t scale_ = 1;  // of a decimal column
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>> members_;
  std::vector<std::string> names_;      // of the members, by ordinal
  std::vector<std::int64_t> ordinals_;  // of an enum column: those of the fact, or -1
  std::vector<std::string> labels_;
};

}  // namespace acta::tables
