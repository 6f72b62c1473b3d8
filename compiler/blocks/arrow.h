// A table of cases as columns of the Arrow C Data Interface, in the canonical types of
// acta/columns.h.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "acta/arrow_abi.h"
#include "compiler/blocks/table.h"
#include "compiler/ir/program.h"

namespace acta::blocks {

// What the columns are: those of the facts of which something is given.
class Shape {
 public:
  // `given`: by slot of a case whether something may stand in it. `program` must outlive the shape.
  Shape(const ir::Program& program, const std::vector<bool>& given);
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;

  struct Part {
    enum class Holds : std::uint8_t {
      kBits,
      kNumbers,
      kPeriods,
      kTexts,
      kRecords,
      kLists,
      kAbsence
    };
    Holds holds = Holds::kRecords;
    bool in_place = false;  // kRecords that always exist
    std::uint32_t slot = 0;
    std::uint32_t width = 0;   // kNumbers: bytes of a value
    std::int64_t outside = 0;  // kNumbers: what stands for a value of another width, and is refused
    std::string name, format;
    std::vector<Part> parts;
    ArrowSchema schema{};
    std::vector<ArrowSchema*> schema_parts;
  };
  [[nodiscard]] const Part& root() const { return root_; }
  [[nodiscard]] const ArrowSchema& schema() const { return root_.schema; }
  [[nodiscard]] const ir::Program& program() const { return program_; }

 private:
  void AddFields(const std::vector<ir::FactField>& fields, std::uint32_t base,
                 const std::vector<bool>& given, Part& to) const;
  [[nodiscard]] Part Column(const ir::FactField& field, std::uint32_t slot,
                            const std::vector<bool>& given) const;
  static void Link(Part& part);

  const ir::Program& program_;
  Part root_;
};

// The columns of one table. Keeps its memory for the next.
class Columns {
 public:
  Columns() = default;
  Columns(const Columns&) = delete;
  Columns& operator=(const Columns&) = delete;

  // `shape` must outlive the columns.
  void Fill(const Shape& shape, const Table& table);
  [[nodiscard]] const ArrowArray& array() const { return root_.array; }

 private:
  struct Node {
    ArrowArray array{};
    std::vector<const void*> buffers;
    std::vector<ArrowArray*> children;
    std::deque<Node> parts;
    std::vector<std::uint64_t> validity, values, ends;
  };
  // Where the slots of some rows are: of cases, or of the elements of a list.
  struct Source {
    const std::vector<Column>* slots = nullptr;
    std::size_t rows = 0;
  };
  void FillPart(const Shape& shape, const Shape::Part& part, const Table& table,
                const Source& source, Node& node);
  static void Validity(const std::int64_t* column, std::size_t rows, Node& node);

  Node root_;
};

}  // namespace acta::blocks
