#include "tests/unit/columns/random_cases.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

namespace acta {
namespace {

using State = Value::State;

acta_type_info TypeOf(const acta_act* act, std::uint32_t type) {
  auto info = Fresh<acta_type_info>();
  EXPECT_EQ(acta_act_type(act, type, &info), ACTA_OK);
  return info;
}

bool IsBadIn(const Value& value) {
  return value.state == State::kPresent &&
         (value.is_bad || std::ranges::any_of(value.parts, IsBadIn));
}

bool IsPresent(const Value* value) {
  return value != nullptr && value->state == State::kPresent;
}

constexpr std::int64_t kDay = 86'400;
const char* const kTexts[] = {"main", "side", "", "Алматы", "the old square by the river", "x"};

struct Bounds {
  std::int64_t low, high;
};

Bounds BoundsOf(const acta_fact_info* field) {
  Bounds bounds{-4000, 4000};
  if (field != nullptr && field->has_low != 0) {
    bounds.low = field->low;
  }
  if (field != nullptr && field->has_high != 0) {
    bounds.high = field->high;
  }
  return bounds;
}

}  // namespace

std::vector<std::string> RandomCases::MembersOf(std::uint32_t enumeration) const {
  auto info = Fresh<acta_enum_info>();
  EXPECT_EQ(acta_act_enum(act_, enumeration, &info), ACTA_OK);
  std::vector<std::string> members;
  for (std::uint32_t i = 0; i < info.member_count; ++i) {
    auto member = Fresh<acta_member_info>();
    EXPECT_EQ(acta_act_member(act_, enumeration, i, &member), ACTA_OK);
    members.emplace_back(member.name.data, member.name.size);
  }
  return members;
}

std::vector<acta_fact_info> RandomCases::FieldsOf(std::uint32_t entity) const {
  auto info = Fresh<acta_entity_info>();
  EXPECT_EQ(acta_act_entity(act_, entity, &info), ACTA_OK);
  std::vector<acta_fact_info> fields;
  for (std::uint32_t i = 0; i < info.field_count; ++i) {
    fields.push_back(Fresh<acta_fact_info>());
    EXPECT_EQ(acta_act_field(act_, entity, i, &fields.back()), ACTA_OK);
  }
  return fields;
}

// ---- values ------------------------------------------------------------------------------------

Case RandomCases::Next(const Chances& chances) {
  Case facts;
  for (std::uint32_t i = 0; i < acta_act_fact_count(act_); ++i) {
    auto fact = Fresh<acta_fact_info>();
    EXPECT_EQ(acta_act_fact(act_, i, &fact), ACTA_OK);
    facts.push_back(Random(fact, fact.type, chances));
  }
  return facts;
}

bool RandomCases::IsBad(const Case& facts) {
  return std::ranges::any_of(facts, IsBadIn);
}

Value RandomCases::Random(const acta_fact_info& field, std::uint32_t index,
                          const Chances& chances) {
  const acta_type_info type = TypeOf(act_, index);
  Value value;
  if (Chance(chances.missing)) {
    return value;
  }
  if (type.optional != 0 && Chance(chances.absent)) {
    value.state = State::kAbsent;
    return value;
  }
  value.state = State::kPresent;
  const bool is_bad = static_cast<int>(Below(1000)) < chances.bad;
  const auto day = [&] { return static_cast<std::int64_t>(Below(40'000)) - 20'000; };
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      value.payload = static_cast<std::int64_t>(Below(2));
      break;
    case ACTA_KIND_DATE:
      value.is_bad = is_bad;
      value.payload = is_bad ? ACTA_MAX_DAY + 1 : day();
      break;
    case ACTA_KIND_TIME:
      value.is_bad = is_bad;
      value.payload = is_bad ? kDay + 1 : static_cast<std::int64_t>(Below(kDay + 1));
      break;
    case ACTA_KIND_DATETIME:
      value.is_bad = is_bad;
      // The first moment behind the last day, by which a range may be too long.
      value.payload = is_bad ? (ACTA_MAX_DAY + 1) * kDay
                             : day() * kDay + static_cast<std::int64_t>(Below(kDay));
      break;
    case ACTA_KIND_PERIOD_OF_DATES: {
      const std::int64_t start = day();
      value.is_bad = is_bad;
      const std::int64_t end = is_bad ? start - 1 : start + static_cast<std::int64_t>(Below(50));
      value.payload = static_cast<std::int64_t>(static_cast<std::uint64_t>(start) << 32 |
                                                static_cast<std::uint32_t>(end));
      break;
    }
    case ACTA_KIND_PERIOD_OF_TIMES:
      value.payload = static_cast<std::int64_t>(Below(kDay) << 32 | Below(kDay));
      break;
    case ACTA_KIND_ENUM: {
      const auto members = static_cast<std::int64_t>(MembersOf(type.enumeration).size());
      value.is_bad = is_bad;
      value.payload =
          is_bad ? members : static_cast<std::int64_t>(Below(static_cast<std::uint64_t>(members)));
      break;
    }
    case ACTA_KIND_SET: {
      const std::size_t members = MembersOf(type.enumeration).size();
      value.is_bad = is_bad;
      value.payload = is_bad ? std::int64_t{1} << members
                             : static_cast<std::int64_t>(Below(std::uint64_t{1} << members));
      break;
    }
    case ACTA_KIND_TEXT:
      value.is_bad = is_bad;
      value.text = is_bad ? "\xff" : kTexts[Below(std::size(kTexts))];
      if (!is_bad && Chance(20)) {
        value.text += std::to_string(Below(1000));
      }
      break;
    case ACTA_KIND_ENTITY:
      for (const acta_fact_info& inner : FieldsOf(type.entity)) {
        value.parts.push_back(Random(inner, inner.type, chances));
      }
      break;
    case ACTA_KIND_LIST: {
      value.is_bad = is_bad;
      const std::uint64_t most = std::min<std::uint32_t>(type.at_most, 6);
      const std::uint64_t length = is_bad ? type.at_most + 1 : Below(most + 1);
      for (std::uint64_t i = 0; i < length; ++i) {
        auto element = Fresh<acta_fact_info>();
        value.parts.push_back(Random(element, type.element, chances));
      }
      break;
    }
    default: {
      const Bounds bounds = BoundsOf(&field);
      const bool has_range = field.has_low != 0 && field.has_high != 0;
      value.is_bad = is_bad && has_range;
      value.payload =
          value.is_bad
              ? bounds.high + 1
              : bounds.low + static_cast<std::int64_t>(
                                 Below(static_cast<std::uint64_t>(bounds.high - bounds.low + 1)));
      break;
    }
  }
  return value;
}

void RandomCases::Set(const Case& facts, acta_case* out) const {
  acta_case_reset(out);
  for (std::uint32_t i = 0; i < facts.size(); ++i) {
    auto fact = Fresh<acta_fact_info>();
    EXPECT_EQ(acta_act_fact(act_, i, &fact), ACTA_OK);
    SetValue({fact.name.data, fact.name.size}, fact.type, facts[i], out);
  }
}

void RandomCases::SetValue(const std::string& path, std::uint32_t index, const Value& value,
                           acta_case* out) const {
  const acta_type_info type = TypeOf(act_, index);
  auto detail = Fresh<acta_detail>();
  const char* const at = path.c_str();
  acta_status status = ACTA_OK;
  if (value.state == State::kMissing) {
    return;
  }
  if (value.state == State::kAbsent) {
    status = acta_case_set_absent(out, at, &detail);
  } else if (type.kind == ACTA_KIND_ENTITY) {
    status = acta_case_set_present(out, at, &detail);
    const std::vector<acta_fact_info> fields = FieldsOf(type.entity);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      SetValue(path + "." + std::string(fields[i].name.data, fields[i].name.size), fields[i].type,
               value.parts[i], out);
    }
  } else if (type.kind == ACTA_KIND_LIST) {
    status = acta_case_set_empty_list(out, at, &detail);
    for (std::size_t i = 0; i < value.parts.size(); ++i) {
      EXPECT_EQ(acta_case_append(out, at, nullptr, &detail), ACTA_OK) << detail.message;
      SetValue(path + "[" + std::to_string(i) + "]", type.element, value.parts[i], out);
    }
  } else if (type.kind == ACTA_KIND_TEXT) {
    status = acta_case_set_text(out, at, value.text.data(), value.text.size(), &detail);
  } else {
    status = acta_case_set_payload(out, at, value.payload, &detail);
  }
  EXPECT_EQ(status, ACTA_OK) << detail.message;
}

// ---- columns -----------------------------------------------------------------------------------

Column RandomCases::Columns(const std::vector<Case>& cases, Forms forms) {
  forms_ = forms;
  std::vector<acta_fact_info> fields;
  std::vector<Rows> rows(acta_act_fact_count(act_));
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    fields.push_back(Fresh<acta_fact_info>());
    EXPECT_EQ(acta_act_fact(act_, i, &fields.back()), ACTA_OK);
    for (const Case& facts : cases) {
      rows[i].push_back(&facts[i]);
    }
  }
  return Struct("", static_cast<std::int64_t>(cases.size()), Fields(fields, rows));
}

std::vector<Column> RandomCases::Fields(const std::vector<acta_fact_info>& fields,
                                        const std::vector<Rows>& rows) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string name(fields[i].name.data, fields[i].name.size);
    const bool is_all_missing = std::ranges::none_of(rows[i], IsPresent);
    const auto is_absent = [](const Value* value) {
      return value != nullptr && value->state == State::kAbsent;
    };
    const bool any_absent = std::ranges::any_of(rows[i], is_absent);
    if (!Any() || !is_all_missing || Chance(50)) {
      columns.push_back(Build(name, fields[i].type, &fields[i], rows[i]));
    }
    const bool is_optional = TypeOf(act_, fields[i].type).optional != 0;
    if (any_absent || (is_optional && Chance(50))) {
      std::vector<bool> bits;
      for (const Value* const value : rows[i]) {
        bits.push_back(is_absent(value));
      }
      columns.push_back(Booleans(name + "$absent", bits));
    }
  }
  if (Any()) {
    std::ranges::shuffle(columns, random_);
  }
  return columns;
}

Column RandomCases::Build(const std::string& name, std::uint32_t index, const acta_fact_info* field,
                          Rows rows) {
  const acta_type_info type = TypeOf(act_, index);
  Column column{.name = name, .format = {}, .length = static_cast<std::int64_t>(rows.size())};
  if (Any()) {
    // Rows in front that are not the batch's.
    constexpr std::size_t kOffsets[] = {0, 0, 1, 3, 8, 64, 70};
    const std::size_t offset = kOffsets[Below(std::size(kOffsets))];
    rows.insert(rows.begin(), offset, nullptr);
    column.offset = static_cast<std::int64_t>(offset);
  }
  column.buffers.push_back(nullptr);
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN: {
      std::vector<bool> bits;
      for (const Value* const value : rows) {
        bits.push_back(IsPresent(value) ? value->payload != 0 : Chance(50));
      }
      column.format = "b";
      column.Add(BitsOf(bits));
      break;
    }
    case ACTA_KIND_DATE:
      Any() && Chance(30) ? FillNumbers(column, "tdm", rows, kDay * 1000)
                          : FillNumbers(column, "tdD", rows, 1);
      break;
    case ACTA_KIND_TIME: {
      const std::pair<const char*, std::int64_t> units[] = {
          {"tts", 1}, {"ttm", 1000}, {"ttu", 1'000'000}, {"ttn", 1'000'000'000}};
      const auto& [format, scale] = units[Any() ? Below(4) : 0];
      FillNumbers(column, format, rows, scale);
      break;
    }
    case ACTA_KIND_DATETIME: {
      const std::pair<const char*, std::int64_t> units[] = {
          {"tss:", 1}, {"tsm:", 1000}, {"tsu:", 1'000'000}, {"tsn:", 1'000'000'000}};
      // 64 bits of nanoseconds end in 2262.
      constexpr std::int64_t kLast = INT64_MAX / 1'000'000'000;
      const bool is_far = std::ranges::any_of(
          rows, [](const Value* value) { return IsPresent(value) && value->payload > kLast; });
      const auto& [format, scale] = units[Any() ? Below(is_far ? 3 : 4) : 0];
      FillNumbers(column, format, rows, scale);
      break;
    }
    case ACTA_KIND_DECIMAL:
      Any() && Chance(50) ? FillDecimals(column, 6, rows) : FillNumbers(column, "l", rows, 1);
      break;
    case ACTA_KIND_MONEY:
      Any() && Chance(50) ? FillDecimals(column, 2, rows) : FillNumbers(column, "l", rows, 1);
      break;
    case ACTA_KIND_ENUM: {
      const std::vector<std::string> members = MembersOf(type.enumeration);
      std::vector<std::string> names;
      for (const Value* const value : rows) {
        names.push_back(!IsPresent(value) ? "rubbish"
                        : value->is_bad   ? "nobody"
                                          : members[static_cast<std::size_t>(value->payload)]);
      }
      const std::uint64_t form = Any() ? Below(4) : 0;
      if (form == 0) {
        FillNumbers(column,
                    WholeFormat(rows, 0, static_cast<std::int64_t>(members.size()) - 1, Any()),
                    rows, 1);
      } else if (form == 1) {
        FillNames(column, names, Chance(50));
      } else {
        std::vector<std::string> entries = members;
        if (form == 3) {
          entries.insert(entries.begin(), {"nobody", "rubbish"});
        }
        FillDictionary(column, entries, rows, names);
      }
      break;
    }
    case ACTA_KIND_TEXT: {
      std::vector<std::string> names;
      for (const Value* const value : rows) {
        names.push_back(IsPresent(value) ? value->text : "\xfe rubbish");
      }
      if (Any() && Chance(40)) {
        std::vector<std::string> entries = names;
        std::ranges::sort(entries);
        entries.erase(std::ranges::unique(entries).begin(), entries.end());
        FillDictionary(column, entries, rows, names);
      } else {
        FillNames(column, names, Any() && Chance(50));
      }
      break;
    }
    case ACTA_KIND_SET:
      Any() && Chance(50)
          ? FillSet(column, type, rows)
          : FillNumbers(
                column,
                WholeFormat(rows, 0, (std::int64_t{1} << MembersOf(type.enumeration).size()) - 1,
                            Any()),
                rows, 1);
      break;
    case ACTA_KIND_PERIOD_OF_DATES:
    case ACTA_KIND_PERIOD_OF_TIMES:
      FillPeriod(column, type, rows);
      break;
    case ACTA_KIND_ENTITY: {
      const std::vector<acta_fact_info> fields = FieldsOf(type.entity);
      std::vector<Rows> parts(fields.size());
      for (const Value* const value : rows) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
          parts[i].push_back(IsPresent(value) ? &value->parts[i] : nullptr);
        }
      }
      column.format = "+s";
      column.children = Fields(fields, parts);
      break;
    }
    case ACTA_KIND_LIST:
      FillList(column, type, rows);
      break;
    default: {
      const Bounds bounds = BoundsOf(field);
      const bool has_range = field != nullptr && field->has_low != 0 && field->has_high != 0;
      FillNumbers(column,
                  has_range ? WholeFormat(rows, bounds.low, bounds.high, Any())
                            : WholeFormat(rows, INT64_MIN, INT64_MAX, Any()),
                  rows, 1);
      break;
    }
  }
  PutNulls(column, rows);
  return column;
}

void RandomCases::PutNulls(Column& column, const Rows& rows) {
  std::vector<bool> valid;
  std::int64_t nulls = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // Where something is absent nobody looks: a value may well stand there.
    const bool is_absent = rows[i] != nullptr && rows[i]->state == State::kAbsent;
    valid.push_back(IsPresent(rows[i]) || (is_absent && Any() && Chance(50)));
    nulls += valid.back() || static_cast<std::int64_t>(i) < column.offset ? 0 : 1;
  }
  if (nulls == 0 && (!Any() || Chance(80))) {
    return;
  }
  column.Nulls(valid);
  column.null_count = Any() && Chance(50) ? -1 : nulls;
  if (nulls == 0) {
    column.null_count = -1;
  }
}

// The format for whole numbers: the narrowest for the range, or any that holds all of the values.
std::string RandomCases::WholeFormat(const Rows& rows, std::int64_t low, std::int64_t high,
                                     bool may_differ) {
  const auto fits = [](std::int64_t from, std::int64_t to, char format) {
    const auto in = [&]<class T>(T) {
      return from >= static_cast<std::int64_t>(std::numeric_limits<T>::min()) &&
             (to < 0 || static_cast<std::uint64_t>(to) <=
                            static_cast<std::uint64_t>(std::numeric_limits<T>::max()));
    };
    switch (format) {
      case 'c':
        return in(std::int8_t{});
      case 's':
        return in(std::int16_t{});
      case 'i':
        return in(std::int32_t{});
      case 'C':
        return in(std::uint8_t{});
      case 'S':
        return in(std::uint16_t{});
      case 'I':
        return in(std::uint32_t{});
      case 'L':
        return in(std::uint64_t{});
      default:
        return true;
    }
  };
  std::int64_t least = 0;
  std::int64_t most = 0;
  for (const Value* const value : rows) {
    if (IsPresent(value)) {
      least = std::min(least, value->payload);
      most = std::max(most, value->payload);
    }
  }
  std::string candidates;
  for (const char format : may_differ ? std::string("csilCSIL") : std::string("csil")) {
    if (fits(least, most, format) && (may_differ || fits(low, high, format))) {
      candidates += format;
    }
  }
  return std::string(1, candidates[may_differ ? Below(candidates.size()) : 0]);
}

void RandomCases::FillNumbers(Column& column, const std::string& format, const Rows& rows,
                              std::int64_t scale) {
  column.format = format;
  const auto fill = [&]<class T>(T) {
    std::vector<T> numbers;
    for (const Value* const value : rows) {
      numbers.push_back(IsPresent(value) ? static_cast<T>(value->payload * scale)
                        : Any()          ? static_cast<T>(random_())
                                         : T{});
    }
    column.Add(BytesOf(numbers));
  };
  if (format == "c") {
    fill(std::int8_t{});
  } else if (format == "s") {
    fill(std::int16_t{});
  } else if (format == "C") {
    fill(std::uint8_t{});
  } else if (format == "S") {
    fill(std::uint16_t{});
  } else if (format == "I") {
    fill(std::uint32_t{});
  } else if (format == "i" || format == "tdD" || format == "tts" || format == "ttm") {
    fill(std::int32_t{});
  } else {
    fill(std::int64_t{});
  }
}

void RandomCases::FillDecimals(Column& column, int places, const Rows& rows) {
  column.format = places == 6 ? "d:38,6" : "d:20,2,128";
  std::vector<std::int64_t> halves;
  for (const Value* const value : rows) {
    const auto low = IsPresent(value) ? value->payload : static_cast<std::int64_t>(random_());
    halves.push_back(low);
    halves.push_back(IsPresent(value) ? low >> 63 : static_cast<std::int64_t>(random_()));
  }
  column.Add(BytesOf(halves));
}

void RandomCases::FillNames(Column& column, const std::vector<std::string>& names, bool is_large) {
  column.format = is_large ? "U" : "u";
  std::vector<std::int64_t> offsets = {0};
  Bytes bytes;
  for (const std::string& name : names) {
    bytes.insert(bytes.end(), name.begin(), name.end());
    offsets.push_back(static_cast<std::int64_t>(bytes.size()));
  }
  column.Add(is_large ? BytesOf(offsets)
                      : BytesOf(std::vector<std::int32_t>(offsets.begin(), offsets.end())));
  column.Add(std::move(bytes));
}

void RandomCases::FillDictionary(Column& column, std::vector<std::string> entries, const Rows& rows,
                                 const std::vector<std::string>& names) {
  std::vector<std::int32_t> indices;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto found = std::ranges::find(entries, names[i]);
    indices.push_back(!IsPresent(rows[i]) && Chance(30)
                          ? static_cast<std::int32_t>(random_())
                          : static_cast<std::int32_t>(found - entries.begin()));
  }
  column.format = "i";
  if (entries.size() < 100 && Chance(50)) {
    column.format = "c";
    column.Add(BytesOf(std::vector<std::int8_t>(indices.begin(), indices.end())));
  } else {
    column.Add(BytesOf(indices));
  }
  column.dictionary = std::make_shared<Column>(Names("", entries));
}

void RandomCases::FillSet(Column& column, const acta_type_info& type, const Rows& rows) {
  const std::vector<std::string> members = MembersOf(type.enumeration);
  std::vector<std::int32_t> offsets = {0};
  std::vector<std::string> names;
  std::vector<std::int16_t> ordinals;
  for (const Value* const value : rows) {
    for (std::size_t i = 0; IsPresent(value) && i <= members.size(); ++i) {
      if ((value->payload >> i & 1) != 0) {
        names.push_back(i < members.size() ? members[i] : "nobody");
        ordinals.push_back(static_cast<std::int16_t>(i));
      }
    }
    offsets.push_back(static_cast<std::int32_t>(names.size()));
  }
  column.format = "+l";
  column.Add(BytesOf(offsets));
  column.children.push_back(Chance(50) ? Names("item", names) : Numbers("item", "s", ordinals));
}

void RandomCases::FillPeriod(Column& column, const acta_type_info& type, const Rows& rows) {
  std::vector<std::int32_t> starts;
  std::vector<std::int32_t> ends;
  for (const Value* const value : rows) {
    starts.push_back(IsPresent(value) ? static_cast<std::int32_t>(value->payload >> 32)
                                      : static_cast<std::int32_t>(random_()));
    ends.push_back(IsPresent(value) ? static_cast<std::int32_t>(value->payload)
                                    : static_cast<std::int32_t>(random_()));
  }
  const std::string format = type.kind == ACTA_KIND_PERIOD_OF_DATES ? "tdD" : "tts";
  column.format = "+s";
  column.children.push_back(Numbers("start", format, starts));
  column.children.push_back(Numbers("end", format, ends));
  if (Any() && Chance(50)) {
    std::swap(column.children[0], column.children[1]);
  }
}

void RandomCases::FillList(Column& column, const acta_type_info& type, const Rows& rows) {
  std::vector<std::int64_t> offsets = {0};
  Rows elements;
  if (Any() && Chance(50)) {
    elements.assign(Below(5), nullptr);
    offsets[0] = static_cast<std::int64_t>(elements.size());
  }
  const bool has_gaps = Any() && Chance(30);
  for (const Value* const value : rows) {
    if (IsPresent(value)) {
      for (const Value& part : value->parts) {
        elements.push_back(&part);
      }
    } else if (has_gaps) {
      elements.insert(elements.end(), Below(3), nullptr);
    }
    offsets.push_back(static_cast<std::int64_t>(elements.size()));
  }
  const bool is_large = Any() && Chance(30);
  column.format = is_large ? "+L" : "+l";
  column.Add(is_large ? BytesOf(offsets)
                      : BytesOf(std::vector<std::int32_t>(offsets.begin(), offsets.end())));
  column.children.push_back(Build("item", type.element, nullptr, elements));
}

}  // namespace acta
