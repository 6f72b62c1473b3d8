// Which facts the columns of a table are. Private to compiler/tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acta/acta.h"
#include "compiler/base/result.h"
#include "compiler/ir/program.h"
#include "compiler/tables/values.h"

namespace acta::tables {

// How a column, or a field of a struct in one, becomes a fact.
struct Target {
  enum class Holds : std::uint8_t { kScalar, kAbsence, kEntity, kList } holds = Holds::kScalar;
  std::string path;
  std::uint32_t slot = 0;  // of a case, or from where the element begins
  ir::TypeId type;
  std::optional<std::int64_t> low, high;  // what the fact may be
  std::optional<CellReader> reader;
  bool is_text = false;               // kAbsence: "true" and "false"
  std::vector<Target> fields;         // kEntity, kList: by child of the struct
  std::vector<std::size_t> children;  // which child each field is
  // Optional entities around a field given by a dotted column: there is one where the field is
  // given.
  std::vector<std::uint32_t> holders;
};

class Mapping {
 public:
  // Texts of JSON are read as `acta run` reads them; in others a dot may be meant otherwise.
  enum class Texts : std::uint8_t { kOfJson, kOfTable };
  Mapping(const ir::Program& program, const acta_act* act, Texts texts)
      : program_(program),
        act_(act),
        texts_(texts),
        given_(program.slot_count, false),
        held_(program.slot_count, false) {}

  // The column `index`, called `name`, holds the fact at `path`: `fact`, `fact.field`, or either
  // with $absent.
  Result<void> Add(const std::string& name, std::string_view path, const DuckType& type,
                   std::size_t index);

  [[nodiscard]] const std::vector<Target>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<std::size_t>& indices() const { return indices_; }
  // By slot, whether there is a column for it.
  [[nodiscard]] const std::vector<bool>& given() const { return given_; }

 private:
  Result<Target> Find(const std::string& name, std::string_view path, const DuckType& type);
  Result<void> Read(const std::string& name, const DuckType& type, Target& target, bool is_of_case);
  Result<void> Absence(const std::string& name, const DuckType& type, Target& target) const;
  [[nodiscard]] std::optional<CellReader> ReaderOf(ir::TypeId type, const DuckType& column) const;
  Result<void> Fields(const std::string& name, const DuckType& type, ir::EntityId entity,
                      std::uint32_t begin, Target& target, bool is_of_case);

  const ir::Program& program_;
  const acta_act* act_;
  Texts texts_;
  std::vector<bool> given_;
  std::vector<bool> held_;  // by slot, whether a column says its value
  std::vector<Target> columns_;
  std::vector<std::size_t> indices_;
};

}  // namespace acta::tables
