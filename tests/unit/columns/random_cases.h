// Random cases of any act, as values; from them both a case for the row door and columns in any of
// the forms that hosts have.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "acta/acta.h"
#include "tests/unit/columns/arrow_tree.h"

namespace acta {

struct Value {
  enum class State { kMissing, kAbsent, kPresent };
  State state = State::kMissing;
  // Present, but no value of its type.
  bool is_bad = false;
  std::int64_t payload = 0;
  std::string text;
  std::vector<Value> parts;  // of an entity its fields, of a list its elements
};

using Case = std::vector<Value>;  // per fact

struct Chances {
  int missing = 20;  // of 100
  int absent = 30;
  int bad = 0;  // of 1000
};

class RandomCases {
 public:
  RandomCases(const acta_act* act, std::uint64_t seed) : act_(act), random_(seed) {}

  [[nodiscard]] Case Next(const Chances& chances);
  // Whether something is wrong with what the case shows.
  [[nodiscard]] static bool IsBad(const Case& facts);
  // The same as a case of the row door. It must not be bad.
  void Set(const Case& facts, acta_case* out) const;

  // Columns for the cases. Canonical: as acta_batch_input_schema says; otherwise any form, with
  // offsets and with rubbish wherever nothing is looked at.
  enum class Forms { kCanonical, kAny };
  [[nodiscard]] Column Columns(const std::vector<Case>& cases, Forms forms);

 private:
  using Rows = std::vector<const Value*>;

  std::uint64_t Below(std::uint64_t count) { return random_() % count; }
  bool Chance(int of_hundred) { return static_cast<int>(Below(100)) < of_hundred; }
  bool Any() const { return forms_ == Forms::kAny; }

  Value Random(const acta_fact_info& field, std::uint32_t type, const Chances& chances);
  void SetValue(const std::string& path, std::uint32_t type, const Value& value,
                acta_case* out) const;
  std::vector<acta_fact_info> FieldsOf(std::uint32_t entity) const;

  std::vector<Column> Fields(const std::vector<acta_fact_info>& fields,
                             const std::vector<Rows>& rows);
  Column Build(const std::string& name, std::uint32_t type, const acta_fact_info* field, Rows rows);
  void PutNulls(Column& column, const Rows& rows);
  void FillNumbers(Column& column, const std::string& format, const Rows& rows, std::int64_t scale);
  void FillDecimals(Column& column, int places, const Rows& rows);
  void FillNames(Column& column, const std::vector<std::string>& names, bool is_large);
  void FillDictionary(Column& column, std::vector<std::string> entries, const Rows& rows,
                      const std::vector<std::string>& names);
  void FillSet(Column& column, const acta_type_info& type, const Rows& rows);
  void FillPeriod(Column& column, const acta_type_info& type, const Rows& rows);
  void FillList(Column& column, const acta_type_info& type, const Rows& rows);
  std::string WholeFormat(const Rows& rows, std::int64_t low, std::int64_t high, bool may_differ);
  std::vector<std::string> MembersOf(std::uint32_t enumeration) const;

  const acta_act* act_;
  std::mt19937_64 random_;
  Forms forms_ = Forms::kCanonical;
};

}  // namespace acta
