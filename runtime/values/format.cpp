// Payloads as text.
#include "runtime/calendar/civil.h"
#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

constexpr std::string_view kDurations[] = {"day", "working day", "month", "year", "hour", "minute"};

template <class Out>
void TwoDigits(Out& out, std::int64_t value) {
  out.Put(static_cast<char>('0' + value / 10 % 10)).Put(static_cast<char>('0' + value % 10));
}

template <class Out>
void Date(Out& out, std::int64_t day) {
  if (!IsDay(day)) {
    out.Put("day ").Number(day);
    return;
  }
  const Civil date = CivilFromDay(day);
  std::int64_t year = date.year;
  if (year < 0) {
    out.Put('-');
    year = -year;
  }
  TwoDigits(out, year / 100);
  TwoDigits(out, year % 100);
  out.Put('-');
  TwoDigits(out, date.month);
  out.Put('-');
  TwoDigits(out, date.day);
}

template <class Out>
void Time(Out& out, std::int64_t seconds) {
  if (seconds < 0 || seconds > kSecondsPerDay) {
    out.Put("second ").Number(seconds);
    return;
  }
  TwoDigits(out, seconds / 3600);
  out.Put(':');
  TwoDigits(out, seconds / 60 % 60);
  if (seconds % 60 != 0) {
    out.Put(':');
    TwoDigits(out, seconds % 60);
  }
}

template <class Out>
void DateTime(Out& out, std::int64_t seconds) {
  Date(out, FloorDiv(seconds, kSecondsPerDay));
  out.Put(' ');
  Time(out, FloorMod(seconds, kSecondsPerDay));
}

// No more digits after the point than it takes, but at least `fewest` when there are any.
template <class Out>
void Scaled(Out& out, std::int64_t payload, int places, int fewest) {
  std::uint64_t magnitude = static_cast<std::uint64_t>(payload);
  if (payload < 0) {
    out.Put('-');
    magnitude = 0 - magnitude;
  }
  std::uint64_t scale = 1;
  for (int i = 0; i < places; ++i) {
    scale *= 10;
  }
  out.Number(static_cast<std::int64_t>(magnitude / scale));
  std::uint64_t fraction = magnitude % scale;
  if (fraction == 0) {
    return;
  }
  out.Put('.');
  for (int i = 0; i < places && (fraction != 0 || i < fewest); ++i) {
    scale /= 10;
    out.Put(static_cast<char>('0' + fraction / scale));
    fraction %= scale;
  }
}

template <class Out>
void Member(Out& out, const Descriptor& d, std::uint32_t enumeration, std::int64_t ordinal) {
  const auto members = d.MembersOf(enumeration);
  if (ordinal < 0 || static_cast<std::uint64_t>(ordinal) >= members.size()) {
    out.Put(d.Text(d.enums[enumeration].name)).Put(" no. ").Number(ordinal);
    return;
  }
  out.Put(d.Text(members[static_cast<std::size_t>(ordinal)].name));
}

template <class Out>
void Set(Out& out, const Descriptor& d, std::uint32_t enumeration, std::int64_t mask) {
  out.Put('{');
  bool first = true;
  for (int ordinal = 0; ordinal < 64; ++ordinal) {
    if ((static_cast<std::uint64_t>(mask) >> ordinal & 1) != 0) {
      if (!first) {
        out.Put(", ");
      }
      first = false;
      Member(out, d, enumeration, ordinal);
    }
  }
  out.Put('}');
}

// Of the bytes of one.
std::uint32_t CodePointOf(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  std::uint32_t point = bytes.size() == 1 ? lead : lead & (0x7FU >> bytes.size());
  for (std::size_t i = 1; i < bytes.size(); ++i) {
    point = point << 6 | (static_cast<unsigned char>(bytes[i]) & 63U);
  }
  return point;
}

// What would end the line, move or colour the text around it, or turn its direction.
constexpr bool IsControl(std::uint32_t point) {
  return point < 0x20 || (0x7F <= point && point < 0xA0) || point == 0x061C || point == 0x200E ||
         point == 0x200F || (0x2028 <= point && point <= 0x202E) ||
         (0x2066 <= point && point <= 0x2069);
}

// In quotes, on one line: somebody else's text cannot pass for more than it is.
template <class Out>
void Shown(Out& out, std::string_view text) {
  out.Put('"');
  while (!text.empty()) {
    const std::size_t length = CodePointLength(text);
    const std::string_view bytes = Slice(text, 0, length == 0 ? 1 : length);
    const std::uint32_t point = length == 0 ? 0xFFFD : CodePointOf(bytes);
    text = Slice(text, bytes.size());
    if (point == '"' || point == '\\') {
      out.Put('\\').Put(bytes);
    } else if (point == '\n') {
      out.Put("\\n");
    } else if (IsControl(point)) {
      out.Put("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.Put("0123456789abcdef"[point >> shift & 15]);
      }
    } else {
      out.Put(length == 0 ? "\xEF\xBF\xBD" : bytes);
    }
  }
  out.Put('"');
}

template <class Out>
void Entity(Out& out, const acta_act& act, const acta_case* facts, const acta_d_type& type,
            std::int64_t slot) {
  char path[256];
  FixedText text(path);
  const bool found =
      facts != nullptr && slot >= 0 && slot < UINT32_MAX &&
      WritePath(*facts, static_cast<std::uint32_t>(slot), SlotMeans::kEntity, text, nullptr);
  out.Put(found ? text.view() : act.d.Text(act.d.entities[type.entity].name));
}

template <class Out>
void Value(Out& out, const acta_act& act, const acta_case* facts, std::uint32_t type_index,
           std::int64_t payload) {
  if (payload == ACTA_ABSENT) {
    out.Put("absent");
    return;
  }
  if (payload == ACTA_MISSING) {
    out.Put("missing");
    return;
  }
  if (type_index == ACTA_NONE) {
    out.Number(payload);
    return;
  }
  const Descriptor& d = act.d;
  const acta_d_type& type = d.types[type_index];
  const auto unit = [&](std::string_view before, std::uint32_t index) {
    if (index != ACTA_NONE) {
      out.Put(before).Put(d.Text(d.units[index].name));
    }
  };
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      out.Put(payload == 0 ? "no" : "yes");
      break;
    case ACTA_KIND_INTEGER:
      out.Number(payload);
      unit(" ", type.unit);
      break;
    case ACTA_KIND_DECIMAL:
      Scaled(out, payload, 6, 1);
      break;
    case ACTA_KIND_MONEY:
      Scaled(out, payload, 2, 2);
      unit(" ", type.unit);
      unit(" per ", type.per);
      break;
    case ACTA_KIND_DATE:
      Date(out, payload);
      break;
    case ACTA_KIND_TIME:
      Time(out, payload);
      break;
    case ACTA_KIND_DATETIME:
      DateTime(out, payload);
      break;
    case ACTA_KIND_PERIOD_OF_DATES:
      Date(out, PeriodStart(payload));
      out.Put(" to ");
      Date(out, PeriodEnd(payload));
      break;
    case ACTA_KIND_PERIOD_OF_TIMES:
      Time(out, PeriodStart(payload));
      out.Put(" to ");
      Time(out, PeriodEnd(payload));
      break;
    case ACTA_KIND_ENUM:
      Member(out, d, type.enumeration, payload);
      break;
    case ACTA_KIND_SET:
      Set(out, d, type.enumeration, payload);
      break;
    case ACTA_KIND_ENTITY:
      Entity(out, act, facts, type, payload);
      break;
    case ACTA_KIND_LIST:
      out.Put("list of ").Number(ListLength(payload));
      break;
    case ACTA_KIND_TEXT:
      Shown(out, TextOf(act, facts, payload));
      break;
    default:
      out.Number(payload).Put(' ').Put(kDurations[type.kind - ACTA_KIND_DAYS]);
      if (payload != 1 && payload != -1) {
        out.Put('s');
      }
      break;
  }
}

}  // namespace

void WriteValue(Writer& out, const acta_act& act, const acta_case* facts, std::uint32_t type,
                std::int64_t payload) {
  Value(out, act, facts, type, payload);
}

void WriteValue(FixedText& out, const acta_act& act, const acta_case* facts, std::uint32_t type,
                std::int64_t payload) {
  Value(out, act, facts, type, payload);
}

void WriteFound(FixedText& out, const acta_act& act, std::uint32_t type, std::int64_t payload) {
  const std::uint32_t kind = act.d.types[type].kind;
  if (!IsGiven(payload) || kind == ACTA_KIND_BOOLEAN || kind == ACTA_KIND_TEXT ||
      kind == ACTA_KIND_ENTITY || kind == ACTA_KIND_LIST) {
    out.Number(payload);
    return;
  }
  Value(out, act, nullptr, type, payload);
}

void WriteDate(FixedText& out, std::int64_t day) {
  Date(out, day);
}

void WriteJsonValue(Writer& out, const acta_act& act, const acta_case* facts,
                    std::uint32_t type_index, std::int64_t payload) {
  const Descriptor& d = act.d;
  if (!IsGiven(payload) || type_index == ACTA_NONE) {
    out.Put("null");
    return;
  }
  const acta_d_type& type = d.types[type_index];
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      out.Put(payload == 0 ? "false" : "true");
      return;
    case ACTA_KIND_INTEGER:
      out.Number(payload);
      return;
    case ACTA_KIND_DECIMAL:
      out.Put('"');
      Scaled(out, payload, 6, 1);
      out.Put('"');
      return;
    case ACTA_KIND_MONEY:
      out.Put('"');
      Scaled(out, payload, 2, 2);
      out.Put('"');
      return;
    case ACTA_KIND_PERIOD_OF_DATES:
      out.Put("{\"start\":\"");
      Date(out, PeriodStart(payload));
      out.Put("\",\"end\":\"");
      Date(out, PeriodEnd(payload));
      out.Put("\"}");
      return;
    case ACTA_KIND_PERIOD_OF_TIMES:
      out.Put("{\"start\":\"");
      Time(out, PeriodStart(payload));
      out.Put("\",\"end\":\"");
      Time(out, PeriodEnd(payload));
      out.Put("\"}");
      return;
    case ACTA_KIND_SET: {
      const auto members = d.MembersOf(type.enumeration);
      out.Put('[');
      bool first = true;
      for (std::size_t ordinal = 0; ordinal < members.size(); ++ordinal) {
        if ((static_cast<std::uint64_t>(payload) >> ordinal & 1) != 0) {
          if (!first) {
            out.Put(',');
          }
          first = false;
          out.Quoted(d.Text(members[ordinal].name));
        }
      }
      out.Put(']');
      return;
    }
    case ACTA_KIND_TEXT:
      out.Quoted(TextOf(act, facts, payload));
      return;
    case ACTA_KIND_DATE:
    case ACTA_KIND_TIME:
    case ACTA_KIND_DATETIME:
      // Nothing in them needs escaping.
      out.Put('"');
      Value(out, act, facts, type_index, payload);
      out.Put('"');
      return;
    case ACTA_KIND_ENUM:
    case ACTA_KIND_ENTITY: {
      char name[256];
      FixedText text(name);
      Value(text, act, facts, type_index, payload);
      out.Quoted(text.view());
      return;
    }
    case ACTA_KIND_LIST:
      out.Number(ListLength(payload));
      return;
    default:
      out.Number(payload);
      return;
  }
}

}  // namespace acta::runtime

extern "C" acta_status acta_format_value(const acta_act* act, const acta_case* facts, uint32_t type,
                                         int64_t payload, acta_buffer* out) {
  if (act == nullptr || out == nullptr || type >= act->d.types.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  acta::runtime::Writer writer(act->allocator, *out);
  acta::runtime::WriteValue(writer, *act, facts, type, payload);
  return writer.Finish();
}
