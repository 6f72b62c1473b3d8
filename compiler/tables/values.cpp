#include "compiler/tables/values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "acta/evaluator.h"
#include "compiler/base/random.h"
#include "compiler/base/text.h"

namespace acta::tables {

namespace {

using ir::Kind;
constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMicros = 1'000'000;
constexpr std::string_view kBlanks = " \t\r";
// So few names are compared faster than they are hashed.
constexpr std::size_t kMostCompared = 16;

// Payloads of one whole: decimals are counted in millionths, money in hundredths.
std::int64_t UnitOf(Kind kind) {
  return kind == Kind::kDecimal ? 1'000'000 : kind == Kind::kMoney ? 100 : 1;
}

template <class T>
T At(const void* data, std::uint64_t row) {
  return static_cast<const T*>(data)[row];
}

bool IsWhole(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
      return true;
    default:
      return false;
  }
}

std::optional<std::int64_t> WholeAt(duckdb_type type, const void* data, std::uint64_t row) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
      return At<std::int8_t>(data, row);
    case DUCKDB_TYPE_SMALLINT:
      return At<std::int16_t>(data, row);
    case DUCKDB_TYPE_INTEGER:
      return At<std::int32_t>(data, row);
    case DUCKDB_TYPE_BIGINT:
      return At<std::int64_t>(data, row);
    case DUCKDB_TYPE_UTINYINT:
      return At<std::uint8_t>(data, row);
    case DUCKDB_TYPE_USMALLINT:
      return At<std::uint16_t>(data, row);
    case DUCKDB_TYPE_UINTEGER:
      return At<std::uint32_t>(data, row);
    case DUCKDB_TYPE_UBIGINT: {
      const auto value = At<std::uint64_t>(data, row);
      return value <= INT64_MAX ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
    }
    case DUCKDB_TYPE_HUGEINT: {
      const auto value = At<duckdb_hugeint>(data, row);
      const bool fits = value.upper == (static_cast<std::int64_t>(value.lower) < 0 ? -1 : 0);
      return fits ? std::optional(static_cast<std::int64_t>(value.lower)) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

// Whether cells of a column can be values of such a fact.
bool Fits(Kind kind, duckdb_type column) {
  if (column == DUCKDB_TYPE_VARCHAR || column == DUCKDB_TYPE_SQLNULL) {
    return true;
  }
  const bool is_number = IsWhole(column) || column == DUCKDB_TYPE_DOUBLE ||
                         column == DUCKDB_TYPE_FLOAT || column == DUCKDB_TYPE_DECIMAL;
  if (ir::IsQuantity(kind)) {
    return is_number;
  }
  switch (kind) {
    case Kind::kBoolean:
      return column == DUCKDB_TYPE_BOOLEAN;
    case Kind::kDate:
    case Kind::kDateTime:
      return column == DUCKDB_TYPE_DATE || column == DUCKDB_TYPE_TIMESTAMP;
    case Kind::kTime:
      return column == DUCKDB_TYPE_TIME;
    case Kind::kEnum:
      return column == DUCKDB_TYPE_ENUM;
    case Kind::kSet:
      return column == DUCKDB_TYPE_LIST;
    default:
      return false;
  }
}

}  // namespace

std::string_view TextAt(const void* data, std::uint64_t row) {
  const auto& text = static_cast<const duckdb_string_t*>(data)[row].value;
  const std::uint32_t length = text.inlined.length;
  return {length <= sizeof text.inlined.inlined ? text.inlined.inlined : text.pointer.ptr, length};
}

bool MayPartThousands(std::string_view text) {
  const auto digits = [&] {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
  };
  if (text.starts_with('-') || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const bool is_fraction_of_one = text.starts_with('0');
  const std::size_t before = digits();
  if (is_fraction_of_one || before == 0 || before > 3 || !text.starts_with('.')) {
    return false;
  }
  text.remove_prefix(1);
  return digits() == 3;
}

std::string Begun(std::string_view text) {
  std::size_t shown = std::min<std::size_t>(text.size(), 80);
  // No character is cut.
  while (shown > 0 && shown < text.size() && (text[shown] & 0xC0) == 0x80) {
    --shown;
  }
  return std::string(text.substr(0, shown));
}

std::string NameOf(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return "BOOLEAN";
    case DUCKDB_TYPE_VARCHAR:
      return "VARCHAR";
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_FLOAT:
      return "DOUBLE";
    case DUCKDB_TYPE_DECIMAL:
      return "DECIMAL";
    case DUCKDB_TYPE_DATE:
      return "DATE";
    case DUCKDB_TYPE_TIME:
      return "TIME";
    case DUCKDB_TYPE_TIMESTAMP:
      return "TIMESTAMP";
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return "TIMESTAMP WITH TIME ZONE, which is an instant and no civil time";
    case DUCKDB_TYPE_ENUM:
      return "ENUM";
    case DUCKDB_TYPE_LIST:
      return "LIST";
    case DUCKDB_TYPE_STRUCT:
      return "STRUCT";
    default:
      return IsWhole(type) ? "INTEGER" : "a type that no fact has";
  }
}

std::optional<CellReader> CellReader::For(const ir::Program& program, const acta_act* act,
                                          ir::TypeId type_id, const DuckType& column) {
  const ir::Type& type = program.types[type_id];
  CellReader reader;
  reader.act_ = act;
  reader.type_ = type_id.value;
  reader.kind_ = type.kind;
  reader.is_optional_ = type.optional;
  reader.column_ = column.id();
  if (!Fits(type.kind, reader.column_)) {
    return std::nullopt;
  }
  if (type.kind == Kind::kEnum || type.kind == Kind::kSet) {
    const auto& members = program.enums[type.enumeration].members;
    for (std::size_t i = 0; i < members.size(); ++i) {
      reader.members_[members[i].name] = static_cast<std::int64_t>(i);
      reader.names_.push_back(members[i].name);
    }
  }
  if (reader.column_ == DUCKDB_TYPE_LIST) {
    const DuckType element(duckdb_list_type_child_type(column.get()));
    reader.inside_ = element.id();
    return reader.inside_ == DUCKDB_TYPE_VARCHAR ? std::optional(std::move(reader)) : std::nullopt;
  }
  if (reader.column_ == DUCKDB_TYPE_DECIMAL) {
    reader.inside_ = duckdb_decimal_internal_type(column.get());
    for (std::uint8_t i = 0; i < duckdb_decimal_scale(column.get()); ++i) {
      reader.scale_ *= 10;
    }
  }
  if (reader.column_ == DUCKDB_TYPE_ENUM) {
    reader.inside_ = duckdb_enum_internal_type(column.get());
    for (std::uint32_t i = 0; i < duckdb_enum_dictionary_size(column.get()); ++i) {
      char* const label = duckdb_enum_dictionary_value(column.get(), i);
      reader.labels_.emplace_back(label);
      duckdb_free(label);
      const auto known = reader.members_.find(reader.labels_.back());
      reader.ordinals_.push_back(known != reader.members_.end() ? known->second : -1);
    }
  }
  return reader;
}

std::optional<std::int64_t> CellReader::Member(std::string_view name) const {
  if (names_.size() <= kMostCompared) {
    const auto found = std::ranges::find(names_, name);
    return found != names_.end() ? std::optional(found - names_.begin()) : std::nullopt;
  }
  const auto found = members_.find(name);
  return found != members_.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<std::int64_t> CellReader::FromInteger(std::int64_t value) const {
  const std::int64_t unit = UnitOf(kind_);
  std::int64_t scaled = 0;
  return __builtin_mul_overflow(value, unit, &scaled) || scaled <= ACTA_MISSING
             ? std::nullopt
             : std::optional(scaled);
}

// The number of that unit which the cell stands for: the nearest, where what was computed in
// `Number`s may have lost it by a few of its last places, and where they tell it from its
// neighbours.
template <class Number>
std::optional<std::int64_t> CellReader::FromFraction(Number value) const {
  constexpr double kLastPlace = std::numeric_limits<Number>::epsilon();
  const auto unit = static_cast<double>(UnitOf(kind_));
  const auto exact = static_cast<double>(value);
  const double whole = std::nearbyint(exact * unit);
  const bool is_told_apart = std::abs(whole) * 64 * kLastPlace < 1;
  return is_told_apart && std::abs(whole / unit - exact) <= 4 * kLastPlace * std::abs(exact)
             ? std::optional(static_cast<std::int64_t>(whole))
             : std::nullopt;
}

// Neither whole numbers nor money have three places behind the point; decimals may.
bool CellReader::IsUnclear(std::string_view text) const {
  return is_unclear_refused_ && (ir::IsCount(kind_) || kind_ == Kind::kMoney) &&
         MayPartThousands(text);
}

bool CellReader::IsUnclear(const void* data, std::uint64_t row) const {
  return column_ == DUCKDB_TYPE_VARCHAR && IsUnclear(Trimmed(TextAt(data, row), kBlanks));
}

std::optional<std::int64_t> CellReader::FromText(std::string_view written,
                                                 std::vector<std::string>& texts) const {
  const std::string_view text = Trimmed(written, kBlanks);
  if (kind_ == Kind::kText) {
    if (is_optional_ && text == "absent") {
      return ACTA_ABSENT;
    }
    texts.emplace_back(written);
    return static_cast<std::int64_t>(texts.size() - 1);
  }
  if (text.empty()) {
    return ACTA_MISSING;
  }
  if (is_optional_ && text == "absent") {
    return ACTA_ABSENT;
  }
  if (IsUnclear(text)) {
    return std::nullopt;
  }
  if (kind_ == Kind::kEnum) {
    if (const auto member = Member(text)) {
      return member;
    }
  }
  // As `acta run` reads it in a case.
  std::int64_t payload = 0;
  const bool reads = acta_parse_value(act_, type_, text.data(), text.size(), &payload) == ACTA_OK;
  return reads ? std::optional(payload) : std::nullopt;
}

namespace {

template <class T>
void Widen(const Validity& valid, const void* data, std::uint64_t rows, std::int64_t unit,
           std::int64_t* column) {
  const T* const cells = static_cast<const T*>(data);
  if (valid.all()) {
    for (std::uint64_t row = 0; row < rows; ++row) {
      column[row] = static_cast<std::int64_t>(cells[row]) * unit;
    }
    return;
  }
  for (std::uint64_t first = 0; first < rows; first += 64) {
    const std::uint64_t word = valid.word(first / 64);
    const std::uint64_t end = std::min<std::uint64_t>(rows - first, 64);
    for (std::uint64_t i = 0; i < end; ++i) {
      const std::int64_t value = static_cast<std::int64_t>(cells[first + i]) * unit;
      const std::int64_t mask = -static_cast<std::int64_t>(word >> i & 1);
      column[first + i] = (value & mask) | (column[first + i] & ~mask);
    }
  }
}

// A text as it lies in a vector when it is short: its length, its bytes, noughts.
using ShortText = std::array<std::uint64_t, 2>;
constexpr std::size_t kMostInShort = 12;

ShortText ShortOf(std::string_view text) {
  ShortText image{};
  const auto length = static_cast<std::uint32_t>(text.size());
  std::memcpy(image.data(), &length, sizeof length);
  std::memcpy(reinterpret_cast<char*>(image.data()) + sizeof length, text.data(), text.size());
  return image;
}

// Some short names, each in a place of its own.
class ShortNames {
 public:
  struct Place {
    ShortText text{~std::uint64_t{0}, 0};  // no text is so long
    std::int64_t member = 0;
  };
  // Nothing where a name is not short, or there are too many of them.
  static std::optional<ShortNames> Of(const std::vector<std::string>& names) {
    const auto is_short = [](const std::string& name) { return name.size() <= kMostInShort; };
    if (names.size() > kMostCompared || !std::ranges::all_of(names, is_short)) {
      return std::nullopt;
    }
    constexpr std::uint64_t kMostTried = 64;
    for (std::uint64_t tried = 0; tried < kMostTried; ++tried) {
      ShortNames made(Mixed(tried) | 1);
      const auto put = [&, member = std::int64_t{0}](const std::string& name) mutable {
        Place& place = made.places_[made.IndexOf(ShortOf(name))];
        const bool is_free = place.text == Place().text;
        place = {ShortOf(name), member++};
        return is_free;
      };
      if (std::ranges::all_of(names, put)) {
        return made;
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] const Place& Of(const ShortText& text) const { return places_[IndexOf(text)]; }

 private:
  explicit ShortNames(std::uint64_t multiplier) : multiplier_(multiplier) {}
  [[nodiscard]] std::size_t IndexOf(const ShortText& text) const {
    return static_cast<std::size_t>((text[0] ^ text[1]) * multiplier_ >> 58);
  }

  std::uint64_t multiplier_;
  std::array<Place, 64> places_{};
};

}  // namespace

// Names of members, each short: found by where a multiplier puts them. What is none of them, be it
// only for blanks around it, is read like any text. False where there is such a cell.
bool CellReader::ReadMembers(const Validity& valid, const void* data, std::uint64_t rows,
                             std::int64_t* column) const {
  const std::optional<ShortNames> names = ShortNames::Of(names_);
  if (!names) {
    return false;
  }
  static_assert(sizeof(duckdb_string_t) == sizeof(ShortText));
  const auto* const cells = static_cast<const char*>(data);
  for (std::uint64_t row = 0; row < rows; ++row) {
    ShortText cell;
    std::memcpy(cell.data(), cells + row * sizeof cell, sizeof cell);
    const ShortNames::Place& place = names->Of(cell);
    if (place.text != cell && valid[row]) {
      return false;
    }
    column[row] = valid[row] ? place.member : column[row];
  }
  return true;
}

bool CellReader::ReadAll(const Validity& valid, const void* data, std::uint64_t rows,
                         std::int64_t* column) const {
  // Of 32 bits at most, so that no unit carries them out of 64.
  const std::int64_t unit = UnitOf(kind_);
  switch (column_) {
    case DUCKDB_TYPE_SQLNULL:
      return true;
    case DUCKDB_TYPE_VARCHAR:
      return kind_ == Kind::kEnum && ReadMembers(valid, data, rows, column);
    case DUCKDB_TYPE_BOOLEAN:
      Widen<bool>(valid, data, rows, 1, column);
      return true;
    case DUCKDB_TYPE_TINYINT:
      Widen<std::int8_t>(valid, data, rows, unit, column);
      return true;
    case DUCKDB_TYPE_SMALLINT:
      Widen<std::int16_t>(valid, data, rows, unit, column);
      return true;
    case DUCKDB_TYPE_INTEGER:
      Widen<std::int32_t>(valid, data, rows, unit, column);
      return true;
    case DUCKDB_TYPE_UTINYINT:
      Widen<std::uint8_t>(valid, data, rows, unit, column);
      return true;
    case DUCKDB_TYPE_USMALLINT:
      Widen<std::uint16_t>(valid, data, rows, unit, column);
      return true;
    case DUCKDB_TYPE_UINTEGER:
      Widen<std::uint32_t>(valid, data, rows, unit, column);
      return true;
    case DUCKDB_TYPE_DATE:
      Widen<std::int32_t>(valid, data, rows, kind_ == Kind::kDateTime ? kDay : 1, column);
      return true;
    default:
      return false;
  }
}

std::optional<std::int64_t> CellReader::Read(duckdb_vector vector, const void* data,
                                             std::uint64_t row,
                                             std::vector<std::string>& texts) const {
  switch (column_) {
    case DUCKDB_TYPE_SQLNULL:
      return ACTA_MISSING;
    case DUCKDB_TYPE_VARCHAR:
      return FromText(TextAt(data, row), texts);
    case DUCKDB_TYPE_BOOLEAN:
      return At<bool>(data, row) ? 1 : 0;
    case DUCKDB_TYPE_DOUBLE:
      return FromFraction(At<double>(data, row));
    case DUCKDB_TYPE_FLOAT:
      return FromFraction(At<float>(data, row));
    case DUCKDB_TYPE_DECIMAL: {
      const auto stored = WholeAt(inside_, data, row);
      const std::int64_t unit = UnitOf(kind_);
      std::int64_t scaled = 0;
      if (!stored || __builtin_mul_overflow(*stored, unit, &scaled) || scaled % scale_ != 0) {
        return std::nullopt;
      }
      return scaled / scale_;
    }
    case DUCKDB_TYPE_DATE: {
      const std::int64_t day = At<std::int32_t>(data, row);
      return kind_ == Kind::kDateTime ? day * kDay : day;
    }
    case DUCKDB_TYPE_TIMESTAMP: {
      const auto micros = At<std::int64_t>(data, row);
      const std::int64_t unit = kind_ == Kind::kDate ? kDay * kMicros : kMicros;
      return micros % unit == 0 ? std::optional(micros / unit) : std::nullopt;
    }
    case DUCKDB_TYPE_TIME: {
      const auto micros = At<std::int64_t>(data, row);
      return micros % kMicros == 0 ? std::optional(micros / kMicros) : std::nullopt;
    }
    case DUCKDB_TYPE_ENUM: {
      const auto label = WholeAt(inside_, data, row);
      const std::int64_t ordinal = label ? ordinals_[static_cast<std::size_t>(*label)] : -1;
      if (is_optional_ && ordinal < 0 && label &&
          labels_[static_cast<std::size_t>(*label)] == "absent") {
        return ACTA_ABSENT;
      }
      return ordinal >= 0 ? std::optional(ordinal) : std::nullopt;
    }
    case DUCKDB_TYPE_LIST: {
      const auto entry = At<duckdb_list_entry>(data, row);
      duckdb_vector const inner = duckdb_list_vector_get_child(vector);
      const void* const names = duckdb_vector_get_data(inner);
      const Validity valid(inner);
      std::uint64_t members = 0;
      for (std::uint64_t i = entry.offset; i < entry.offset + entry.length; ++i) {
        const auto member = valid[i] ? Member(TextAt(names, i)) : std::nullopt;
        if (!member) {
          return std::nullopt;
        }
        members |= std::uint64_t{1} << *member;
      }
      return static_cast<std::int64_t>(members);
    }
    default: {
      const auto whole = WholeAt(column_, data, row);
      return whole ? FromInteger(*whole) : std::nullopt;
    }
  }
}

namespace {

// "12.505" for 12505 thousandths.
std::string WithPoint(std::int64_t stored, std::int64_t scale) {
  if (scale == 1) {
    return std::to_string(stored);
  }
  const std::string places = std::to_string(scale + std::abs(stored % scale)).substr(1);
  return fmt::format("{}{}.{}", stored < 0 ? "-" : "", std::abs(stored / scale), places);
}

}  // namespace

std::string CellReader::Show(duckdb_vector vector, const void* data, std::uint64_t row) const {
  switch (column_) {
    case DUCKDB_TYPE_VARCHAR:
      return Begun(TextAt(data, row));
    case DUCKDB_TYPE_DOUBLE:
      return fmt::format("{}", At<double>(data, row));
    case DUCKDB_TYPE_FLOAT:
      return fmt::format("{}", At<float>(data, row));
    case DUCKDB_TYPE_ENUM: {
      const auto label = WholeAt(inside_, data, row);
      return label ? labels_[static_cast<std::size_t>(*label)] : "";
    }
    case DUCKDB_TYPE_LIST: {
      const auto entry = At<duckdb_list_entry>(data, row);
      duckdb_vector const inner = duckdb_list_vector_get_child(vector);
      std::string text = "[";
      for (std::uint64_t i = entry.offset;
           i < entry.offset + std::min<std::uint64_t>(entry.length, 8); ++i) {
        text +=
            (i == entry.offset ? "" : ", ") + std::string(TextAt(duckdb_vector_get_data(inner), i));
      }
      return text + "]";
    }
    case DUCKDB_TYPE_DECIMAL: {
      const auto stored = WholeAt(inside_, data, row);
      return stored ? WithPoint(*stored, scale_) : "a value that does not fit";
    }
    default: {
      const auto whole = WholeAt(column_, data, row);
      return whole ? std::to_string(*whole) : "a value that does not fit";
    }
  }
}

}  // namespace acta::tables
