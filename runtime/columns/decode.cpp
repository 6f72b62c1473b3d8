#include "runtime/columns/decode.h"

#include "runtime/calendar/civil.h"
#include "runtime/values/values.h"

namespace acta::runtime::columns {
namespace {

__extension__ using Wide = __int128;

template <class T>
void Widen(const void* values, std::int64_t at, std::uint32_t count, std::int64_t* out) {
  const auto* const from =
      static_cast<const std::uint8_t*>(values) + at * static_cast<std::int64_t>(sizeof(T));
  for (std::uint32_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, from + i * sizeof(T), sizeof value);
    out[i] = static_cast<std::int64_t>(value);
  }
}

void ReadNumbers(Physical physical, const void* values, std::int64_t at, std::uint32_t count,
                 std::int64_t* out) {
  switch (physical) {
    case Physical::kInt8:
      return Widen<std::int8_t>(values, at, count, out);
    case Physical::kInt16:
      return Widen<std::int16_t>(values, at, count, out);
    case Physical::kInt32:
      return Widen<std::int32_t>(values, at, count, out);
    case Physical::kInt64:
    case Physical::kUInt64:
      return Widen<std::int64_t>(values, at, count, out);
    case Physical::kUInt8:
      return Widen<std::uint8_t>(values, at, count, out);
    case Physical::kUInt16:
      return Widen<std::uint16_t>(values, at, count, out);
    case Physical::kUInt32:
      return Widen<std::uint32_t>(values, at, count, out);
  }
}

// A bit for each of the `count` rows for which `test` holds.
template <class Test>
std::uint64_t Where(std::uint32_t count, Test test) {
  std::uint64_t word = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    word |= std::uint64_t{test(i)} << i;
  }
  return word;
}

// Divides by `scale`; a bit where something is left over.
std::uint64_t Divide(std::int64_t scale, std::uint32_t count, std::int64_t* out) {
  return Where(count, [&](std::uint32_t i) {
    const std::int64_t rest = out[i] % scale;
    out[i] /= scale;
    return rest != 0;
  });
}

std::uint64_t Decimals(const Source& source, std::int64_t row, std::uint32_t count,
                       std::int64_t* out) {
  const Wide most = INT64_MAX / source.format.scale;
  return Where(count, [&](std::uint32_t i) {
    const Wide value = ValueAt<Wide>(source.values, source.base + row + i);
    const bool fits = -most <= value && value <= most;
    out[i] = fits ? static_cast<std::int64_t>(value) * source.format.scale : 0;
    return !fits;
  });
}

std::uint64_t Outside(const Field& field, std::uint32_t count, const std::int64_t* out) {
  bool any = false;
  for (std::uint32_t i = 0; i < count; ++i) {
    any |= (out[i] < field.low) | (out[i] > field.high);
  }
  return any ? Where(count,
                     [&](std::uint32_t i) { return out[i] < field.low || out[i] > field.high; })
             : 0;
}

template <class T>
void Narrow(const std::int64_t* payloads, std::uint32_t tile, void* values) {
  T* const to = static_cast<T*>(values) + std::size_t{tile} * ACTA_TILE;
  for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
    to[i] = static_cast<T>(payloads[i]);
  }
}

}  // namespace

bool IsValid(const Shape& shape, const Sources& sources, std::uint32_t field, std::int64_t row) {
  const std::uint32_t parent = shape[field].parent;
  const Source& source = sources[field];
  if (source.is_missing() || !source.validity.At(row) ||
      (source.has_absent && source.absent.At(row) && source.absent_validity.At(row))) {
    return false;
  }
  if (parent == kNone) {
    return sources.validity().At(row);
  }
  return shape[parent].kind != ACTA_KIND_ENTITY || IsValid(shape, sources, parent, row);
}

void StorePayloads(const std::int64_t* payloads, std::uint32_t store, std::uint32_t tile,
                   void* values) {
  switch (store) {
    case ACTA_STORE_INT8:
      return Narrow<std::int8_t>(payloads, tile, values);
    case ACTA_STORE_INT16:
      return Narrow<std::int16_t>(payloads, tile, values);
    case ACTA_STORE_INT32:
      return Narrow<std::int32_t>(payloads, tile, values);
    default:
      return Narrow<std::int64_t>(payloads, tile, values);
  }
}

bool Decoder::NameAt(std::uint32_t field, const Source& source, std::int64_t row,
                     std::string_view* out) {
  const std::int64_t begin = source.OffsetAt(source.base + row);
  const std::int64_t end = source.OffsetAt(source.base + row + 1);
  if (begin < 0 || begin > end || end > source.byte_count) {
    return Fail(ACTA_BAD_ARGUMENT, field, row);
  }
  *out = {source.bytes + begin, static_cast<std::size_t>(end - begin)};
  return true;
}

bool Decoder::Elements(std::uint32_t field, std::int64_t row, std::int64_t* begin,
                       std::int64_t* end) {
  const Source& source = sources_[field];
  *begin = source.OffsetAt(source.base + row);
  *end = source.OffsetAt(source.base + row + 1);
  return (0 <= *begin && *begin <= *end && *end <= source.byte_count) ||
         Fail(ACTA_BAD_ARGUMENT, field, row);
}

std::uint64_t Decoder::Names(std::uint32_t field, const Source& source, std::int64_t row,
                             std::uint64_t wanted, std::int64_t* out) {
  const Field& of = shape_[field];
  const bool is_text = of.kind == ACTA_KIND_TEXT;
  const Scope members = Scope::MembersOf(is_text ? 0 : shape_.d().types[of.type].enumeration);
  std::uint64_t bad = 0;
  ForEachBit(wanted, [&](std::uint32_t i) {
    std::string_view name;
    if (!NameAt(field, source, row + i, &name)) {
      bad |= std::uint64_t{1} << i;
      return;
    }
    if (!is_text) {
      out[i] = shape_.act().names.Find(members, name);
      bad |= std::uint64_t{out[i] == ACTA_NONE} << i;
      return;
    }
    const bool is_good = name.size() <= ACTA_MAX_TEXT && IsUtf8(name);
    out[i] = is_good ? texts_.Intern(name) : 0;
    bad |= std::uint64_t{!is_good} << i;
    if (out[i] < 0) {
      Fail(ACTA_NO_MEMORY, field, row + i);
    }
  });
  return bad;
}

// Indices into what they stand for.
std::uint64_t Decoder::Entries(const Source& source, std::uint32_t count, std::uint64_t* wanted,
                               std::int64_t* out) {
  std::uint64_t bad = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    const bool exists = 0 <= out[i] && out[i] < std::int64_t{source.entries};
    out[i] = exists ? sources_.Entry(source, out[i]) : kNoSuchValue;
    if (out[i] == kNullEntry) {
      *wanted &= ~bit;
    } else if (out[i] == kNoSuchValue) {
      bad |= bit;
    }
  }
  return bad;
}

std::uint64_t Decoder::Periods(std::uint32_t field, const Source& source, std::int64_t row,
                               std::uint32_t count, std::uint64_t* wanted, std::int64_t* out) {
  const Source& starts = sources_[source.inner];
  const Source& ends = sources_[source.inner + 1];
  std::int64_t end[ACTA_TILE];
  std::uint64_t bad = Raw(field, starts, row, count, wanted, out);
  bad |= Raw(field, ends, row, count, wanted, end);
  *wanted &= starts.validity.Word(row, count) & ends.validity.Word(row, count);
  const bool of_dates = shape_[field].kind == ACTA_KIND_PERIOD_OF_DATES;
  const std::int64_t low = of_dates ? ACTA_MIN_DAY : 0;
  const std::int64_t high = of_dates ? ACTA_MAX_DAY : kSecondsPerDay;
  return bad | Where(count, [&](std::uint32_t i) {
           const bool is_good = low <= out[i] && out[i] <= high && low <= end[i] &&
                                end[i] <= high && (!of_dates || out[i] <= end[i]);
           out[i] = PeriodPayload(out[i], end[i]);
           return !is_good;
         });
}

std::uint64_t Decoder::Sets(std::uint32_t field, const Source& source, std::int64_t row,
                            std::uint64_t wanted, std::int64_t* out) {
  const Source& members = sources_[source.inner];
  const std::uint32_t enumeration = shape_.d().types[shape_[field].type].enumeration;
  const std::int64_t count = shape_.d().enums[enumeration].members.count;
  std::uint64_t bad = 0;
  ForEachBit(wanted, [&](std::uint32_t i) {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::uint64_t mask = 0;
    bool is_good = Elements(field, row + i, &begin, &end);
    for (; is_good && begin < end; ++begin) {
      std::uint64_t is_there = members.validity.At(begin) ? 1 : 0;
      std::int64_t ordinal = 0;
      is_good = is_there != 0 && Raw(field, members, begin, 1, &is_there, &ordinal) == 0 &&
                is_there != 0 && 0 <= ordinal && ordinal < count;
      mask |= is_good ? std::uint64_t{1} << ordinal : 0;
    }
    out[i] = static_cast<std::int64_t>(mask);
    bad |= std::uint64_t{!is_good} << i;
  });
  return bad;
}

// Payloads of a source, before the field's range is looked at.
std::uint64_t Decoder::Raw(std::uint32_t field, const Source& source, std::int64_t row,
                           std::uint32_t count, std::uint64_t* wanted, std::int64_t* out) {
  const Format& format = source.format;
  switch (format.form) {
    case Form::kLeftOut:
    case Form::kNulls:
    case Form::kEntity:
    case Form::kList:
      *wanted = 0;
      return 0;
    case Form::kBits: {
      const std::uint64_t word = BitsAt(static_cast<const std::uint8_t*>(source.values),
                                        static_cast<std::uint64_t>(source.base + row), count);
      for (std::uint32_t i = 0; i < count; ++i) {
        out[i] = static_cast<std::int64_t>(word >> i & 1);
      }
      return 0;
    }
    case Form::kNumber: {
      ReadNumbers(format.physical, source.values, source.base + row, count, out);
      if (format.scale != 1) {
        return Divide(format.scale, count, out);
      }
      const bool may_be_too_large =
          format.physical == Physical::kUInt64 && shape_[field].kind != ACTA_KIND_SET;
      return may_be_too_large ? Where(count, [&](std::uint32_t i) { return out[i] < 0; }) : 0;
    }
    case Form::kDecimal:
      return Decimals(source, row, count, out);
    case Form::kName:
      return Names(field, source, row, *wanted, out);
    case Form::kDictionary:
      ReadNumbers(format.physical, source.values, source.base + row, count, out);
      return Entries(source, count, wanted, out);
    case Form::kPeriod:
      return Periods(field, source, row, count, wanted, out);
    case Form::kSet:
      return Sets(field, source, row, *wanted, out);
  }
  return 0;
}

std::uint64_t Decoder::Decode(std::uint32_t field, std::int64_t row, std::uint32_t count,
                              std::uint64_t* wanted, std::int64_t* out) {
  const Form form = sources_[field].format.form;
  if (form == Form::kName || form == Form::kSet) {
    // These look at the rows that are wanted only.
    std::memset(out, 0, count * sizeof *out);
  }
  const std::uint64_t bad = Raw(field, sources_[field], row, count, wanted, out);
  return (bad | Outside(shape_[field], count, out)) & *wanted;
}

// One that was refused.
void Decoder::WritePeriod(std::uint32_t field, std::int64_t row, FixedText& found) {
  const Source& source = sources_[field];
  std::uint64_t wanted = 1;
  std::int64_t start = 0;
  std::int64_t end = 0;
  const std::uint64_t has_rest = Raw(field, sources_[source.inner], row, 1, &wanted, &start) |
                                 Raw(field, sources_[source.inner + 1], row, 1, &wanted, &end);
  const auto is_short = [](std::int64_t value) { return INT32_MIN <= value && value <= INT32_MAX; };
  if (has_rest != 0) {
    found.Put("a period in parts of days or seconds");
  } else if (!is_short(start) || !is_short(end)) {
    found.Number(start).Put(" to ").Number(end);
  } else {
    WriteValue(found, shape_.act(), nullptr, shape_[field].type, PeriodPayload(start, end));
  }
}

acta_status Decoder::Explain(std::uint32_t field, std::int64_t row, FixedText& found) {
  const Source& source = sources_[field];
  const Field& of = shape_[field];
  std::uint64_t wanted = 1;
  std::int64_t payload = 0;
  const bool is_bad = Raw(field, source, row, 1, &wanted, &payload) != 0;
  std::string_view name;
  std::int64_t index = 0;
  switch (source.format.form) {
    case Form::kName:
      if (!NameAt(field, source, row, &name)) {
        return ACTA_BAD_ARGUMENT;
      }
      break;
    case Form::kDictionary:
      ReadNumbers(source.format.physical, source.values, source.base + row, 1, &index);
      if (index < 0 || index >= std::int64_t{source.entries}) {
        found.Put("entry ").Number(index).Put(" of a dictionary of ").Number(source.entries);
        return ACTA_BAD_VALUE;
      }
      {
        Source names = source;
        names.values = source.name_offsets;
        names.base = 0;
        if (!NameAt(field, names, index, &name)) {
          return ACTA_BAD_ARGUMENT;
        }
      }
      break;
    case Form::kDecimal:
      found.Put(is_bad ? "a decimal that is too large" : "");
      if (is_bad) {
        return ACTA_BAD_VALUE;
      }
      break;
    case Form::kSet:
      found.Put("a set with what is no member");
      return ACTA_BAD_VALUE;
    case Form::kPeriod:
      WritePeriod(field, row, found);
      return ACTA_BAD_VALUE;
    default:
      break;
  }
  if (source.format.form == Form::kName || source.format.form == Form::kDictionary) {
    if (!IsUtf8(name)) {
      found.Put("bytes that are no UTF-8");
      return ACTA_BAD_UTF8;
    }
    found.Put('"').Put(name).Put('"');
    return of.kind == ACTA_KIND_TEXT ? ACTA_TEXT_TOO_LONG : ACTA_UNKNOWN_NAME;
  }
  if (is_bad || of.kind == ACTA_KIND_ENUM || of.kind == ACTA_KIND_SET) {
    std::int64_t number = 0;
    ReadNumbers(source.format.physical, source.values, source.base + row, 1, &number);
    if (source.format.physical == Physical::kUInt64 && number < 0) {
      found.Put("a number beyond ").Number(INT64_MAX);
    } else {
      found.Number(number);
    }
    return ACTA_BAD_VALUE;
  }
  if (!IsGiven(payload)) {
    found.Number(payload);
    return ACTA_BAD_VALUE;
  }
  WriteValue(found, shape_.act(), nullptr, of.type, payload);
  const bool is_none = (of.kind == ACTA_KIND_DATE && !IsDay(payload)) ||
                       (of.kind == ACTA_KIND_TIME && (payload < 0 || payload > kSecondsPerDay));
  return is_none ? ACTA_BAD_VALUE : ACTA_OUT_OF_RANGE;
}

void FillRows(std::uint32_t store, std::int64_t payload, std::uint64_t rows, std::uint32_t tile,
              void* values) {
  const auto fill = [&]<class T>(T value) {
    T* const to = static_cast<T*>(values) + std::size_t{tile} * ACTA_TILE;
    ForEachBit(rows, [&](std::uint32_t i) { to[i] = value; });
  };
  switch (store) {
    case ACTA_STORE_INT8:
      return fill(static_cast<std::int8_t>(payload));
    case ACTA_STORE_INT16:
      return fill(static_cast<std::int16_t>(payload));
    case ACTA_STORE_INT32:
      return fill(static_cast<std::int32_t>(payload));
    default:
      return fill(payload);
  }
}

}  // namespace acta::runtime::columns
