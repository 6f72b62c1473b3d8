// One case out of its columns: its facts by path, for an act to take and for people to read.
#pragma once

#include <cstdint>
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

// Says `cells` to the case. Facts that the act does not know are passed over.
void Put(const std::vector<Cell>& cells, acta_case& facts);

// The cells that the act knows, as a case that `acta run --case` reads, on one line.
[[nodiscard]] std::string JsonOf(const std::vector<Cell>& cells, const acta_act& act,
                                 const acta_case& facts);

// The cell's value in words: "rally", "120 persons", "absent".
[[nodiscard]] std::string ValueOf(const Cell& cell, const acta_act& act, const acta_case& facts);

}  // namespace acta::simulate
