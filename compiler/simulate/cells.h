// One case out of its columns: its facts by path, for an act to take and for people to read.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "acta/acta.h"
#include "acta/arrow_abi.h"
#include "compiler/engine/engine.h"

namespace acta::simulate {

struct Cell {
  enum class Holds : std::uint8_t {
    kValue,
    kText,
    kAbsent,
    kPresent,
    kEmptyList,
    kElement
  } holds = Holds::kValue;
  std::string path;  // "organisers[0].citizenship"
  std::int64_t payload = 0;
  std::string text;
};

// What is given in the row, in the order of the columns; what is missing is left out.
[[nodiscard]] std::vector<Cell> CellsOf(const ArrowSchema& schema, const ArrowArray& array,
                                        std::size_t row);

// Says a cell, or all of them in order, to the case. Facts that the act does not know are passed
// over.
void Put(const Cell& cell, acta_case& facts);
void Put(const std::vector<Cell>& cells, acta_case& facts);

// An act and a case of it that holds the cell in question.
struct Holder {
  const acta_act* act = nullptr;
  const acta_case* facts = nullptr;
};

// The cells as a case that `acta run --case` reads, on one line, in the form of the act's schema;
// those that no holder knows are left out.
[[nodiscard]] std::string JsonOf(const std::vector<Cell>& cells,
                                 const std::function<Holder(const Cell&)>& holder_of);

// The cell's value in words: "rally", "120 persons", "absent".
[[nodiscard]] std::string ValueOf(const Cell& cell, const Holder& holder);

}  // namespace acta::simulate
