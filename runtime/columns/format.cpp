#include "runtime/columns/format.h"

#include "runtime/calendar/civil.h"
#include "runtime/values/values.h"

namespace acta::runtime::columns {
namespace {

bool StartsWith(std::string_view text, std::string_view beginning) {
  return Slice(text, 0, beginning.size()) == beginning;
}

// Whole numbers by the letter of their format.
bool PhysicalOf(std::string_view format, Physical* out) {
  constexpr std::string_view kLetters = "csilCSIL";
  if (format.size() != 1) {
    return false;
  }
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    if (kLetters[i] == format[0]) {
      *out = static_cast<Physical>(i);
      return true;
    }
  }
  return false;
}

bool Number(Physical physical, std::int64_t scale, Format* out) {
  *out = {.form = Form::kNumber, .physical = physical, .scale = scale};
  return true;
}

bool IsPayload(std::string_view format, Format* out) {
  Physical physical{};
  return PhysicalOf(format, &physical) && Number(physical, 1, out);
}

// Days, or milliseconds that make whole days.
bool IsDate(std::string_view format, Format* out) {
  if (format == "tdD") {
    return Number(Physical::kInt32, 1, out);
  }
  return format == "tdm" && Number(Physical::kInt64, kSecondsPerDay * 1000, out);
}

// Units of a second by the letter of their format.
std::int64_t PartsOfSecond(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 1'000;
    case 'u':
      return 1'000'000;
    case 'n':
      return 1'000'000'000;
    default:
      return 0;
  }
}

bool IsTime(std::string_view format, Format* out) {
  if (format.size() != 3 || !StartsWith(format, "tt")) {
    return false;
  }
  const std::int64_t parts = PartsOfSecond(format[2]);
  return parts != 0 && Number(parts < 1'000'000 ? Physical::kInt32 : Physical::kInt64, parts, out);
}

// Civil datetimes: a timestamp with a zone is an instant, and none.
bool IsDateTime(std::string_view format, Format* out) {
  if (format.size() != 4 || !StartsWith(format, "ts") || format[3] != ':') {
    return false;
  }
  const std::int64_t parts = PartsOfSecond(format[2]);
  return parts != 0 && Number(Physical::kInt64, parts, out);
}

// "d:19,2", "d:19,2,128" with no more digits behind the point than the type has.
bool IsDecimal(std::string_view format, int places, Format* out) {
  if (!StartsWith(format, "d:")) {
    return false;
  }
  std::int64_t numbers[3] = {0, 0, 128};
  std::size_t count = 0;
  bool has_digits = false;
  for (const char c : Slice(format, 2)) {
    if (c == ',') {
      if (!has_digits || ++count == 3) {
        return false;
      }
      numbers[count] = 0;
      has_digits = false;
    } else if (c < '0' || c > '9' || numbers[count] > 1000) {
      return false;
    } else {
      numbers[count] = numbers[count] * 10 + (c - '0');
      has_digits = true;
    }
  }
  if (!has_digits || count == 0 || numbers[1] > places || numbers[2] != 128) {
    return false;
  }
  std::int64_t scale = 1;
  for (std::int64_t place = numbers[1]; place < places; ++place) {
    scale *= 10;
  }
  *out = {.form = Form::kDecimal, .scale = scale};
  return true;
}

// A whole number of millionths or hundredths. Other widths than these are more likely whole units,
// by mistake.
bool IsScaledPayload(const Field& field, std::string_view format, Format* out) {
  return IsPayload(format, out) &&
         (out->physical == Physical::kInt64 || out->physical == StoredPhysical(field));
}

bool IsName(std::string_view format, Format* out) {
  *out = {.form = Form::kName, .is_large = format == "U"};
  return format == "u" || format == "U";
}

// Names, or a dictionary of them.
bool IsNames(const ArrowSchema& schema, Format* out) {
  if (schema.dictionary == nullptr) {
    return IsName(schema.format, out);
  }
  Format names;
  Physical physical{};
  if (schema.dictionary->format == nullptr || schema.dictionary->dictionary != nullptr ||
      !PhysicalOf(schema.format, &physical) || !IsName(schema.dictionary->format, &names)) {
    return false;
  }
  *out = {.form = Form::kDictionary, .physical = physical, .is_large = names.is_large};
  return true;
}

bool IsList(std::string_view format, Form form, Format* out) {
  *out = {.form = form, .is_large = format == "+L"};
  return format == "+l" || format == "+L";
}

constexpr std::string_view kUnits[] = {"s", "ms", "us", "ns"};
std::string_view UnitOf(char letter) {
  constexpr std::string_view kLetters = "smun";
  const std::size_t at = kLetters.find(letter);
  return at < kLetters.size() ? kUnits[at] : "?";
}

}  // namespace

bool FormatOf(const Field& field, const ArrowSchema& schema, Format* out) {
  const std::string_view format = schema.format;
  if (format == "n") {
    *out = {.form = Form::kNulls};
    return true;
  }
  const bool may_be_dictionary = field.kind == ACTA_KIND_ENUM || field.kind == ACTA_KIND_TEXT;
  if (schema.dictionary != nullptr && !may_be_dictionary) {
    return false;
  }
  switch (field.kind) {
    case ACTA_KIND_BOOLEAN:
      *out = {.form = Form::kBits};
      return format == "b";
    case ACTA_KIND_DECIMAL:
      return IsDecimal(format, 6, out) || IsScaledPayload(field, format, out);
    case ACTA_KIND_MONEY:
      return IsDecimal(format, 2, out) || IsScaledPayload(field, format, out);
    case ACTA_KIND_DATE:
      return IsDate(format, out);
    case ACTA_KIND_TIME:
      return IsTime(format, out);
    case ACTA_KIND_DATETIME:
      return IsDateTime(format, out);
    case ACTA_KIND_PERIOD_OF_DATES:
    case ACTA_KIND_PERIOD_OF_TIMES:
      *out = {.form = Form::kPeriod};
      return format == "+s";
    case ACTA_KIND_ENUM:
      return (schema.dictionary == nullptr && IsPayload(format, out)) || IsNames(schema, out);
    case ACTA_KIND_SET:
      return IsPayload(format, out) || IsList(format, Form::kSet, out);
    case ACTA_KIND_TEXT:
      return IsNames(schema, out);
    case ACTA_KIND_ENTITY:
      *out = {.form = Form::kEntity};
      return format == "+s";
    case ACTA_KIND_LIST:
      return IsList(format, Form::kList, out);
    default:
      return IsPayload(format, out);
  }
}

bool FormatOfMember(const ArrowSchema& schema, Format* out) {
  return (schema.dictionary == nullptr && IsPayload(schema.format, out)) || IsNames(schema, out);
}

bool FormatOfEnd(const Field& period, const ArrowSchema& schema, Format* out) {
  return schema.dictionary == nullptr &&
         (period.kind == ACTA_KIND_PERIOD_OF_DATES ? IsDate(schema.format, out)
                                                   : IsTime(schema.format, out));
}

void WriteFormat(const ArrowSchema& schema, FixedText& out) {
  const std::string_view format = schema.format;
  constexpr std::string_view kLetters = "nbcCsSiIlLefguUzZ";
  constexpr std::string_view kNames[] = {"null",    "boolean",     "int8",    "uint8", "int16",
                                         "uint16",  "int32",       "uint32",  "int64", "uint64",
                                         "float16", "float32",     "float64", "utf8",  "large_utf8",
                                         "binary",  "large_binary"};
  const char unit = format.size() > 2 ? format[2] : ' ';
  if (schema.dictionary != nullptr) {
    out.Put("dictionary of ");
    if (schema.dictionary->format != nullptr && schema.dictionary->dictionary == nullptr) {
      WriteFormat(*schema.dictionary, out);
    }
  } else if (format.size() == 1 && kLetters.find(format[0]) < kLetters.size()) {
    out.Put(kNames[kLetters.find(format[0])]);
  } else if (format == "tdD") {
    out.Put("date32");
  } else if (format == "tdm") {
    out.Put("date64");
  } else if (StartsWith(format, "tt")) {
    out.Put("time[").Put(UnitOf(unit)).Put(']');
  } else if (StartsWith(format, "ts")) {
    out.Put("timestamp[").Put(UnitOf(unit));
    if (format.size() > 4) {
      out.Put(", ").Put(Slice(format, 4));
    }
    out.Put(']');
  } else if (StartsWith(format, "d:")) {
    out.Put("decimal(").Put(Slice(format, 2)).Put(')');
  } else if (format == "+s") {
    out.Put("struct");
  } else if (format == "+l" || format == "+L") {
    out.Put("list");
  } else {
    out.Put("format `").Put(format).Put('`');
  }
}

Physical StoredPhysical(const Field& field) {
  return field.low >= INT8_MIN && field.high <= INT8_MAX     ? Physical::kInt8
         : field.low >= INT16_MIN && field.high <= INT16_MAX ? Physical::kInt16
         : field.low >= INT32_MIN && field.high <= INT32_MAX ? Physical::kInt32
                                                             : Physical::kInt64;
}

Physical CanonicalPhysical(const Field& field) {
  const bool is_scaled = field.kind == ACTA_KIND_DECIMAL || field.kind == ACTA_KIND_MONEY;
  return is_scaled ? Physical::kInt64 : StoredPhysical(field);
}

std::string_view CanonicalFormat(const Field& field) {
  switch (field.kind) {
    case ACTA_KIND_BOOLEAN:
      return "b";
    case ACTA_KIND_DATE:
      return "tdD";
    case ACTA_KIND_TIME:
      return "tts";
    case ACTA_KIND_DATETIME:
      return "tss:";
    case ACTA_KIND_PERIOD_OF_DATES:
    case ACTA_KIND_PERIOD_OF_TIMES:
    case ACTA_KIND_ENTITY:
      return "+s";
    case ACTA_KIND_LIST:
      return "+l";
    case ACTA_KIND_TEXT:
      return "u";
    default:
      constexpr std::string_view kLetters[] = {"c", "s", "i", "l"};
      return kLetters[static_cast<std::size_t>(CanonicalPhysical(field))];
  }
}

void WriteCanonical(const Shape& shape, const Field& field, FixedText& out) {
  const auto whole = [&] { out.Put("int").Number(WidthOf(CanonicalPhysical(field)) * 8); };
  switch (field.kind) {
    case ACTA_KIND_BOOLEAN:
      out.Put("boolean");
      break;
    case ACTA_KIND_DATE:
      out.Put("date32");
      break;
    case ACTA_KIND_TIME:
      out.Put("time[s]");
      break;
    case ACTA_KIND_DATETIME:
      out.Put("timestamp[s] without a zone");
      break;
    case ACTA_KIND_PERIOD_OF_DATES:
      out.Put("struct of date32 `start`, `end`");
      break;
    case ACTA_KIND_PERIOD_OF_TIMES:
      out.Put("struct of time[s] `start`, `end`");
      break;
    case ACTA_KIND_ENTITY:
      out.Put("struct");
      break;
    case ACTA_KIND_LIST:
      out.Put("list");
      break;
    case ACTA_KIND_TEXT:
      out.Put("utf8");
      break;
    case ACTA_KIND_DECIMAL:
      whole();
      out.Put(" of millionths, or decimal128");
      break;
    case ACTA_KIND_MONEY:
      whole();
      out.Put(" of hundredths, or decimal128");
      break;
    case ACTA_KIND_ENUM:
      whole();
      out.Put(" of ordinals, or utf8");
      break;
    case ACTA_KIND_SET:
      whole();
      out.Put(" as bit mask, or list of utf8");
      break;
    default:
      whole();
      break;
  }
  out.Put(" for ").Put(shape.d().Text(shape.d().types[field.type].name));
}

}  // namespace acta::runtime::columns
