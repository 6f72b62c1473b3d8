#include "compiler/blocks/arrow.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "acta/evaluator.h"
#include "compiler/base/bits.h"
#include "compiler/base/clones.h"
#include "compiler/cases/lent.h"
#include "compiler/ir/builder.h"

namespace acta::blocks {

namespace {

using Holds = Shape::Part::Holds;
using ir::Kind;

constexpr std::int64_t kMissing = ACTA_MISSING;
constexpr std::int64_t kAbsent = ACTA_ABSENT;

// The narrowest signed integer for a range that has a value outside of it too: what a cell of any
// other size becomes, so that it is refused and not taken for another number.
std::uint32_t WidthFor(const std::optional<std::int64_t>& low,
                       const std::optional<std::int64_t>& high) {
  const auto fits = [&](auto limit) {
    using T = decltype(limit);
    return low && high && *low >= std::numeric_limits<T>::min() &&
           *high <= std::numeric_limits<T>::max() &&
           (*low > std::numeric_limits<T>::min() || *high < std::numeric_limits<T>::max());
  };
  return fits(std::int8_t{}) ? 1 : fits(std::int16_t{}) ? 2 : fits(std::int32_t{}) ? 4 : 8;
}

// A value of that width that is none of the range, above it if there is one.
std::int64_t OutsideOf(std::uint32_t width, const std::optional<std::int64_t>& high) {
  const std::int64_t most = width == 8 ? INT64_MAX : (std::int64_t{1} << (width * 8 - 1)) - 1;
  return !high || *high < most ? most : -most - 1;
}

const char* FormatOf(std::uint32_t width) {
  return width == 1 ? "c" : width == 2 ? "s" : width == 4 ? "i" : "l";
}

template <class T>
void Narrow(const std::int64_t* column, std::size_t rows, std::int64_t outside, void* to) {
  T* const values = static_cast<T*>(to);
  for (std::size_t i = 0; i < rows; ++i) {
    const auto value = static_cast<T>(column[i]);
    // What stands under a null is a value too.
    values[i] = column[i] <= kMissing ? T{0} : value == column[i] ? value : static_cast<T>(outside);
  }
}

// Rows whose value is known.
ACTA_CLONES std::size_t CountKnown(const std::int64_t* column, std::size_t rows) {
  std::size_t known = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    known += static_cast<std::size_t>(column[i] > kMissing);
  }
  return known;
}

// One bit a row: where the column has that value; where it has any.
ACTA_CLONES void BitsEqual(const std::int64_t* column, std::size_t rows, std::int64_t value,
                           std::uint64_t* words) {
  for (std::size_t first = 0; first < rows; first += kBitsInWord) {
    words[first / kBitsInWord] = BitsWhere(std::min(kBitsInWord, rows - first), [=](std::size_t i) {
      return column[first + i] == value;
    });
  }
}
ACTA_CLONES void BitsKnown(const std::int64_t* column, std::size_t rows, std::uint64_t* words) {
  for (std::size_t first = 0; first < rows; first += kBitsInWord) {
    words[first / kBitsInWord] = BitsWhere(std::min(kBitsInWord, rows - first), [=](std::size_t i) {
      return column[first + i] > kMissing;
    });
  }
}

std::size_t WordsFor(std::size_t bytes) {
  return (bytes + 7) / 8 + 1;
}

}  // namespace

Shape::Shape(const ir::Program& program, const std::vector<bool>& given) : program_(program) {
  root_.in_place = true;
  root_.format = "+s";
  AddFields(program.facts, 0, given, root_);
  Link(root_);
}

void Shape::AddFields(const std::vector<ir::FactField>& fields, std::uint32_t base,
                      const std::vector<bool>& given, Part& to) const {
  for (const ir::FactField& field : fields) {
    const std::uint32_t slot = base + field.offset;
    const std::uint32_t width = ir::WidthOf(program(), field.type);
    const bool any =
        given.empty() || std::any_of(given.begin() + slot, given.begin() + slot + width,
                                     [](bool is_given) { return is_given; });
    if (!any) {
      continue;
    }
    to.parts.push_back(Column(field, slot, given));
    if (program().types[field.type].optional) {
      to.parts.push_back(
          {.holds = Holds::kAbsence, .slot = slot, .name = field.name + "$absent", .format = "b"});
    }
  }
}

Shape::Part Shape::Column(const ir::FactField& field, std::uint32_t slot,
                          const std::vector<bool>& given) const {
  const ir::Type& type = program().types[field.type];
  Part part{.slot = slot, .name = field.name};
  const auto number = [&](std::uint32_t width, const char* format) {
    part.holds = Holds::kNumbers;
    part.width = width;
    part.format = format;
  };
  switch (type.kind) {
    case Kind::kBoolean:
      part.holds = Holds::kBits;
      part.format = "b";
      break;
    case Kind::kInteger:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes: {
      const std::uint32_t width = WidthFor(field.low, field.high);
      number(width, FormatOf(width));
      part.outside = OutsideOf(width, field.high);
      break;
    }
    case Kind::kDecimal:
    case Kind::kMoney:
      number(8, "l");
      break;
    case Kind::kEnum: {
      const auto last =
          static_cast<std::int64_t>(program().enums[type.enumeration].members.size()) - 1;
      const std::uint32_t width = WidthFor(0, last);
      number(width, FormatOf(width));
      part.outside = OutsideOf(width, last);
      break;
    }
    case Kind::kSet:
      number(8, "L");
      break;
    case Kind::kDate:
      number(4, "tdD");
      part.outside = OutsideOf(4, std::nullopt);
      break;
    case Kind::kTime:
      number(4, "tts");
      part.outside = OutsideOf(4, std::nullopt);
      break;
    case Kind::kDateTime:
      number(8, "tss:");
      break;
    case Kind::kText:
      part.holds = Holds::kTexts;
      part.format = "u";
      break;
    case Kind::kPeriodOfDates:
    case Kind::kPeriodOfTimes:
      part.holds = Holds::kPeriods;
      part.format = "+s";
      for (const char* end : {"start", "end"}) {
        part.parts.push_back({.holds = Holds::kNumbers,
                              .width = 4,
                              .name = end,
                              .format = type.kind == Kind::kPeriodOfDates ? "tdD" : "tts"});
      }
      break;
    case Kind::kEntity:
      part.in_place = !type.optional;
      part.format = "+s";
      AddFields(program().entities[type.entity].fields, slot + (type.optional ? 1 : 0), given,
                part);
      break;
    case Kind::kList: {
      part.holds = Holds::kLists;
      part.format = "+l";
      const ir::Type& element = program().types[type.element];
      if (element.kind == Kind::kEntity) {
        Part record{.in_place = true, .name = "item", .format = "+s"};
        AddFields(program().entities[element.entity].fields, 0, {}, record);
        part.parts.push_back(std::move(record));
      } else {
        part.parts.push_back(Column({.name = "item", .type = type.element}, 0, {}));
      }
      break;
    }
  }
  return part;
}

void Shape::Link(Part& part) {
  for (Part& child : part.parts) {
    Link(child);
    part.schema_parts.push_back(&child.schema);
  }
  constexpr std::int64_t kNullable = 2;
  part.schema = {.format = part.format.c_str(),
                 .name = part.name.c_str(),
                 .metadata = part.holds == Holds::kPeriods ? cases::kPeriodMark : nullptr,
                 .flags = kNullable,
                 .n_children = static_cast<std::int64_t>(part.schema_parts.size()),
                 .children = part.schema_parts.data(),
                 .dictionary = nullptr,
                 .release = cases::KeepSchema,
                 .private_data = nullptr};
}

void Columns::Fill(const Shape& shape, const Table& table) {
  FillPart(shape, shape.root(), table, {&table.slots, table.rows}, root_);
}

void Columns::Validity(const std::int64_t* column, std::size_t rows, Node& node) {
  node.array.null_count = static_cast<std::int64_t>(rows - CountKnown(column, rows));
  if (node.array.null_count > 0) {
    node.validity.resize(rows / 64 + 1);
    BitsKnown(column, rows, node.validity.data());
  }
}

void Columns::FillPart(const Shape& shape, const Shape::Part& part, const Table& table,
                       const Source& source, Node& node) {
  static const Column kNothing;
  const std::size_t rows = source.rows;
  node.array = {};
  node.array.length = static_cast<std::int64_t>(rows);
  node.array.release = cases::KeepArray;
  node.parts.resize(part.parts.size());
  const Column& given =
      part.in_place || part.slot >= source.slots->size() ? kNothing : (*source.slots)[part.slot];
  std::vector<std::int64_t> missing;
  const std::int64_t* column = given.data();
  if (given.size() < rows && !part.in_place) {
    missing.assign(rows, kMissing);
    column = missing.data();
  }
  node.buffers.assign(1, nullptr);
  if (!part.in_place && part.holds != Holds::kAbsence && rows > 0) {
    Validity(column, rows, node);
    node.buffers[0] = node.array.null_count > 0 ? node.validity.data() : nullptr;
  }
  Source inner = source;
  switch (part.holds) {
    case Holds::kBits:
      node.values.resize(rows / 64 + 1);
      BitsEqual(column, rows, 1, node.values.data());
      node.buffers.push_back(node.values.data());
      break;
    case Holds::kAbsence:
      node.values.resize(rows / 64 + 1);
      BitsEqual(column, rows, kAbsent, node.values.data());
      node.buffers.push_back(node.values.data());
      break;
    case Holds::kNumbers:
      node.values.resize(WordsFor(rows * part.width));
      switch (part.width) {
        case 1:
          Narrow<std::int8_t>(column, rows, part.outside, node.values.data());
          break;
        case 2:
          Narrow<std::int16_t>(column, rows, part.outside, node.values.data());
          break;
        case 4:
          Narrow<std::int32_t>(column, rows, part.outside, node.values.data());
          break;
        default:
          Narrow<std::int64_t>(column, rows, part.outside, node.values.data());
          break;
      }
      node.buffers.push_back(node.values.data());
      break;
    case Holds::kPeriods:
      for (std::size_t end = 0; end < 2; ++end) {
        Node& child = node.parts[end];
        child.array = {};
        child.array.length = static_cast<std::int64_t>(rows);
        child.array.release = cases::KeepArray;
        child.values.resize(WordsFor(rows * 4));
        auto* const values = reinterpret_cast<std::int32_t*>(child.values.data());
        for (std::size_t i = 0; i < rows; ++i) {
          const std::int64_t payload = column[i] <= kMissing ? 0 : column[i];
          values[i] = static_cast<std::int32_t>(end == 0 ? payload >> 32 : payload);
        }
        child.buffers = {nullptr, values};
        child.array.n_buffers = 2;
        child.array.buffers = child.buffers.data();
      }
      break;
    case Holds::kTexts: {
      node.values.resize(WordsFor((rows + 1) * 4));
      auto* const offsets = reinterpret_cast<std::int32_t*>(node.values.data());
      const std::vector<std::string>& texts =
          table.texts.empty() ? shape.program().texts : table.texts;
      std::string bytes;
      offsets[0] = 0;
      for (std::size_t i = 0; i < rows; ++i) {
        const bool is_known = column[i] >= 0 && column[i] < static_cast<std::int64_t>(texts.size());
        bytes += is_known ? texts[static_cast<std::size_t>(column[i])] : "";
        offsets[i + 1] = static_cast<std::int32_t>(bytes.size());
      }
      node.ends.resize(WordsFor(bytes.size()));
      std::memcpy(node.ends.data(), bytes.data(), bytes.size());
      node.buffers.push_back(offsets);
      node.buffers.push_back(node.ends.data());
      break;
    }
    case Holds::kLists: {
      const auto found = table.lists.find(part.slot);
      static const Elements kNone;
      const Elements& elements = found == table.lists.end() ? kNone : found->second;
      node.values.resize(WordsFor((rows + 1) * 4));
      auto* const offsets = reinterpret_cast<std::int32_t*>(node.values.data());
      for (std::size_t i = 0; i <= rows; ++i) {
        offsets[i] = elements.offsets.empty() ? 0 : static_cast<std::int32_t>(elements.offsets[i]);
      }
      node.buffers.push_back(offsets);
      inner = {&elements.slots, elements.parents.size()};
      break;
    }
    case Holds::kRecords:
      break;
  }
  node.children.clear();
  for (std::size_t i = 0; i < part.parts.size(); ++i) {
    if (part.holds != Holds::kPeriods) {
      FillPart(shape, part.parts[i], table, inner, node.parts[i]);
    }
    node.children.push_back(&node.parts[i].array);
  }
  node.array.n_buffers = static_cast<std::int64_t>(node.buffers.size());
  node.array.buffers = node.buffers.data();
  node.array.n_children = static_cast<std::int64_t>(node.children.size());
  node.array.children = node.children.data();
}

}  // namespace acta::blocks
