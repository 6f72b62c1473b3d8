// A population: how cases are drawn, checked and lowered. Data only; compiler/population draws.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::ir {

struct PopulationItem;
struct PopulationOption;

// One way to draw a value.
struct PopulationDraw {
  enum class Kind : std::uint8_t {
    kValue,    // first
    kMissing,  // not given
    kPresent,  // of an optional entity: there is one
    kUniform,  // from first to second, both included
    kNormal,   // first the median; the share `below` lies below second
    kLognormal,
    kDay,     // one of the days from `first_day` on, by its weight
    kFile,    // what stands in the row drawn of a file
    kNested,  // one of the options
    kList,    // as many elements as options[0] says, each drawn by `each`
  } kind = Kind::kValue;
  NodeId first, second;
  double below = 0;
  std::int32_t first_day = 0;
  std::vector<double> weights;         // kDay: by day
  std::uint32_t file = 0, column = 0;  // kFile: of Population::files, and of its columns
  std::vector<PopulationOption> options;
  std::vector<PopulationItem> each;  // slots count from where the element begins
  Span span;
};

struct PopulationOption {
  PopulationDraw draw;
  // Of one item either all have a share, which add up to a million, or all but the last a
  // condition.
  std::optional<std::int64_t> share;
  NodeId when;
};

// What is drawn for one slot.
struct PopulationItem {
  std::string path;
  std::uint32_t slot = 0;
  TypeId type;
  std::optional<std::int64_t> low, high;  // what bell curves are cut off at
  std::vector<PopulationOption> options;
  Span span;
};

// A column of a table of what there was. Cells are payloads of the type; ACTA_MISSING where empty.
struct PopulationColumn {
  std::string name;
  TypeId type;
  std::optional<std::int64_t> low, high;  // what the fact may be
  Span span;                              // where it was first asked for
  std::vector<std::int64_t> cells;
};

// A table that cases are drawn from row by row: what stands together in it stays together.
struct PopulationFile {
  std::string path;  // as written
  Span span;
  std::vector<PopulationColumn> columns;
  std::uint64_t rows = 0;  // 0 until it is read
};

struct Population {
  std::string name, doc;
  // The act's facts, then what `let` declares; the nodes of the items stand in it.
  Program program;
  std::vector<PopulationItem> items;  // in the order in which they are drawn
  std::vector<PopulationFile> files;  // checked without their cells: who reads files fills them in
  std::vector<std::string> assumptions;  // as written, for who reads what was found
};

// Whether the operator may stand in an expression of a population: those that read one case and no
// rule, no parameter of the law and no element of a list.
[[nodiscard]] constexpr bool MayBeDrawn(Op op) {
  switch (op) {
    case Op::kConst:
    case Op::kSlot:
    case Op::kField:
    case Op::kInner:
    case Op::kPresent:
    case Op::kValue:
    case Op::kNot:
    case Op::kAnd:
    case Op::kOr:
    case Op::kIf:
    case Op::kSwitch:
    case Op::kEq:
    case Op::kNe:
    case Op::kLt:
    case Op::kLe:
    case Op::kMember:
    case Op::kSetSingle:
    case Op::kSetUnion:
    case Op::kSetIntersection:
    case Op::kSetDifference:
    case Op::kAdd:
    case Op::kSub:
    case Op::kNeg:
    case Op::kMul:
    case Op::kMulScaled:
    case Op::kDiv:
    case Op::kAddDays:
    case Op::kAddMonths:
    case Op::kDatePart:
    case Op::kTimePart:
    case Op::kDateOf:
    case Op::kTimeOf:
    case Op::kMakeDateTime:
    case Op::kAge:
    case Op::kToInstant:
    case Op::kFromInstant:
    case Op::kIsWorkingDay:
    case Op::kAddWorkingDays:
    case Op::kWorkingDaysBetween:
    case Op::kRoll:
    case Op::kAddWorkingSeconds:
    case Op::kInDates:
    case Op::kInTimes:
    case Op::kInYearly:
    case Op::kMakePeriod:
      return true;
    default:
      return false;
  }
}

}  // namespace acta::ir
