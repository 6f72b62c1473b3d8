// Text as payloads, and whether a payload fits its type.
#include "runtime/calendar/civil.h"
#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

__extension__ using Int128 = __int128;

constexpr bool IsDigit(char c) {
  return '0' <= c && c <= '9';
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

// Reads from the front of a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  bool Digits(int count, std::int64_t* value) {
    if (rest_.size() < static_cast<std::size_t>(count)) {
      return false;
    }
    *value = 0;
    for (int i = 0; i < count; ++i) {
      if (!IsDigit(rest_[static_cast<std::size_t>(i)])) {
        return false;
      }
      *value = *value * 10 + (rest_[static_cast<std::size_t>(i)] - '0');
    }
    rest_.remove_prefix(static_cast<std::size_t>(count));
    return true;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

acta_status ReadDate(Cursor& text, std::int64_t* day) {
  const bool before_zero = text.Take('-');
  std::int64_t year = 0;
  std::int64_t month = 0;
  std::int64_t day_of_month = 0;
  if (!text.Digits(4, &year) || !text.Take('-') || !text.Digits(2, &month) || !text.Take('-') ||
      !text.Digits(2, &day_of_month)) {
    return ACTA_WRONG_TYPE;
  }
  year = before_zero ? -year : year;
  if (!IsCivil(year, month, day_of_month)) {
    return ACTA_BAD_VALUE;
  }
  *day = DayFromCivil(
      {year, static_cast<std::int32_t>(month), static_cast<std::int32_t>(day_of_month)});
  return ACTA_OK;
}

acta_status ReadTime(Cursor& text, std::int64_t* seconds) {
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  if (!text.Digits(2, &hour) || !text.Take(':') || !text.Digits(2, &minute)) {
    return ACTA_WRONG_TYPE;
  }
  if (text.Take(':') && !text.Digits(2, &second)) {
    return ACTA_WRONG_TYPE;
  }
  *seconds = hour * 3600 + minute * 60 + second;
  return minute < 60 && second < 60 && *seconds <= kSecondsPerDay ? ACTA_OK : ACTA_BAD_VALUE;
}

acta_status ReadDateTime(Cursor& text, std::int64_t* civil) {
  std::int64_t day = 0;
  if (const acta_status status = ReadDate(text, &day); status != ACTA_OK) {
    return status;
  }
  if (!text.Take(' ') && !text.Take('T')) {
    return ACTA_WRONG_TYPE;
  }
  std::int64_t seconds = 0;
  if (const acta_status status = ReadTime(text, &seconds); status != ACTA_OK) {
    return status;
  }
  *civil = day * kSecondsPerDay + seconds;
  return IsDay(FloorDiv(*civil, kSecondsPerDay)) ? ACTA_OK : ACTA_BAD_VALUE;
}

// The whole text by one of the readers above.
template <class Read>
acta_status Whole(std::string_view text, Read read, std::int64_t* payload) {
  Cursor cursor(text);
  const acta_status status = read(cursor, payload);
  return status == ACTA_OK && !cursor.done() ? ACTA_WRONG_TYPE : status;
}

template <class Read>
acta_status ReadPeriod(std::string_view text, Read read, bool may_cross, std::int64_t* payload) {
  constexpr std::string_view kTo = " to ";
  const std::size_t to = text.find(kTo);
  if (to == std::string_view::npos) {
    return ACTA_WRONG_TYPE;
  }
  std::int64_t start = 0;
  std::int64_t end = 0;
  if (const acta_status status = Whole(Trim(Slice(text, 0, to)), read, &start); status != ACTA_OK) {
    return status;
  }
  if (const acta_status status = Whole(Trim(Slice(text, to + kTo.size())), read, &end);
      status != ACTA_OK) {
    return status;
  }
  if (start > end && !may_cross) {
    return ACTA_BAD_VALUE;
  }
  *payload = PeriodPayload(start, end);
  return ACTA_OK;
}

acta_status ReadMember(const acta_act& act, std::uint32_t enumeration, std::string_view text,
                       std::int64_t* payload, std::string_view* unknown) {
  // "Form.rally" names the same member as "rally".
  const std::string_view owner = act.d.Text(act.d.enums[enumeration].name);
  if (text.size() > owner.size() && Slice(text, 0, owner.size()) == owner &&
      text[owner.size()] == '.') {
    text.remove_prefix(owner.size() + 1);
  }
  const std::uint32_t ordinal = act.names.Find(Scope::MembersOf(enumeration), text);
  if (ordinal == ACTA_NONE) {
    *unknown = text;
    return ACTA_UNKNOWN_NAME;
  }
  *payload = ordinal;
  return ACTA_OK;
}

acta_status ReadSet(const acta_act& act, std::uint32_t enumeration, std::string_view text,
                    std::int64_t* payload, std::string_view* unknown) {
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') {
    text = Trim(Slice(text, 1, text.size() - 2));
  }
  std::uint64_t mask = 0;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view name = Trim(Slice(text, 0, comma));
    std::int64_t ordinal = 0;
    if (const acta_status status = ReadMember(act, enumeration, name, &ordinal, unknown);
        status != ACTA_OK) {
      return status;
    }
    mask |= std::uint64_t{1} << ordinal;
    text = comma == std::string_view::npos ? std::string_view() : Slice(text, comma + 1);
  }
  *payload = static_cast<std::int64_t>(mask);
  return ACTA_OK;
}

// "800 metres", "5 working days", "2917 KZT", "5 KZT per day": a number may be followed by the unit
// that the type has anyway.
std::string_view WithoutUnit(const acta_act& act, const acta_d_type& type, std::string_view text) {
  constexpr std::string_view kDurations[] = {"days",  "working days", "months",
                                             "years", "hours",        "minutes"};
  std::string_view unit;
  std::string_view one;
  if (IsDuration(type.kind)) {
    unit = kDurations[type.kind - ACTA_KIND_DAYS];
    one = Slice(unit, 0, unit.size() - 1);
  } else if (type.unit != ACTA_NONE) {
    unit = act.d.Text(act.d.units[type.unit].name);
    one = unit;
  }
  const std::size_t blank = text.find(' ');
  std::string_view rest =
      blank == std::string_view::npos ? std::string_view() : Slice(text, blank + 1);
  if (constexpr std::string_view kPer = " per ";
      type.per != ACTA_NONE && Slice(rest, unit.size(), kPer.size()) == kPer &&
      Slice(rest, unit.size() + kPer.size()) == act.d.Text(act.d.units[type.per].name)) {
    rest = Slice(rest, 0, unit.size());
  }
  return !rest.empty() && (rest == unit || rest == one) ? Slice(text, 0, blank) : text;
}

}  // namespace

acta_status ParseScaled(std::string_view text, int places, std::int64_t* payload) {
  const bool negative = !text.empty() && text.front() == '-';
  std::size_t at = negative ? 1 : 0;
  // Enough digits for any payload, few enough for 128 bits; a digit beyond them only counts when it
  // is not 0.
  constexpr int kMostDigits = 36;
  Int128 mantissa = 0;
  int digits = 0;
  std::int64_t exponent = 0;
  bool any = false;
  bool lost = false;
  bool after_point = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && any && !after_point) {
      after_point = true;
      continue;
    }
    if (c == '_' && any && !after_point) {
      continue;
    }
    if (!IsDigit(c)) {
      break;
    }
    any = true;
    if (digits < kMostDigits) {
      mantissa = mantissa * 10 + (c - '0');
      digits += mantissa != 0 ? 1 : 0;
      exponent -= after_point ? 1 : 0;
    } else {
      lost = lost || c != '0';
      exponent += after_point ? 0 : 1;
    }
  }
  if (!any || !IsDigit(text[at - 1])) {
    return ACTA_WRONG_TYPE;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    const bool down = at < text.size() && text[at] == '-';
    at += at < text.size() && (text[at] == '-' || text[at] == '+') ? 1 : 0;
    std::int64_t power = 0;
    if (at >= text.size()) {
      return ACTA_WRONG_TYPE;
    }
    for (; at < text.size() && IsDigit(text[at]); ++at) {
      // Beyond this every number but 0 is out of range.
      power = power < 100000 ? power * 10 + (text[at] - '0') : power;
    }
    exponent += down ? -power : power;
  }
  if (at != text.size()) {
    return ACTA_WRONG_TYPE;
  }
  exponent += places;
  if (mantissa == 0) {
    *payload = 0;
    return ACTA_OK;
  }
  for (; exponent < 0; ++exponent) {
    if (mantissa % 10 != 0) {
      return ACTA_BAD_VALUE;
    }
    mantissa /= 10;
  }
  for (; exponent > 0; --exponent) {
    if (mantissa > INT64_MAX) {
      return ACTA_BAD_VALUE;
    }
    mantissa *= 10;
  }
  if (lost || mantissa > INT64_MAX) {
    return ACTA_BAD_VALUE;
  }
  *payload = negative ? -static_cast<std::int64_t>(mantissa) : static_cast<std::int64_t>(mantissa);
  return *payload <= ACTA_MISSING ? ACTA_BAD_VALUE : ACTA_OK;
}

acta_status ParseValue(const acta_act& act, std::uint32_t type_index, std::string_view text,
                       std::int64_t* payload, std::string_view* unknown) {
  const acta_d_type& type = act.d.types[type_index];
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      if (text != "yes" && text != "no" && text != "true" && text != "false") {
        return ACTA_WRONG_TYPE;
      }
      *payload = text == "yes" || text == "true" ? 1 : 0;
      return ACTA_OK;
    case ACTA_KIND_DECIMAL:
      if (!text.empty() && text.back() == '%') {
        return ParseScaled(Trim(Slice(text, 0, text.size() - 1)), 4, payload);
      }
      return ParseScaled(text, 6, payload);
    case ACTA_KIND_MONEY:
      return ParseScaled(WithoutUnit(act, type, text), 2, payload);
    case ACTA_KIND_DATE:
      return Whole(text, ReadDate, payload);
    case ACTA_KIND_TIME:
      return Whole(text, ReadTime, payload);
    case ACTA_KIND_DATETIME:
      return Whole(text, ReadDateTime, payload);
    case ACTA_KIND_PERIOD_OF_DATES:
      return ReadPeriod(text, ReadDate, false, payload);
    case ACTA_KIND_PERIOD_OF_TIMES:
      return ReadPeriod(text, ReadTime, true, payload);
    case ACTA_KIND_ENUM:
      return ReadMember(act, type.enumeration, text, payload, unknown);
    case ACTA_KIND_SET:
      return ReadSet(act, type.enumeration, text, payload, unknown);
    case ACTA_KIND_ENTITY:
    case ACTA_KIND_LIST:
    case ACTA_KIND_TEXT:
      return ACTA_WRONG_TYPE;
    default:
      return ParseScaled(WithoutUnit(act, type, text), 0, payload);
  }
}

acta_status CheckPayload(const acta_case& facts, std::uint32_t type_index, std::int64_t payload) {
  const Descriptor& d = facts.act->d;
  const acta_d_type& type = d.types[type_index];
  const auto between = [&](std::int64_t low, std::int64_t value, std::int64_t high) {
    return low <= value && value <= high ? ACTA_OK : ACTA_BAD_VALUE;
  };
  if (!IsGiven(payload)) {
    return ACTA_BAD_VALUE;
  }
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      return between(0, payload, 1);
    case ACTA_KIND_DATE:
      return between(ACTA_MIN_DAY, payload, ACTA_MAX_DAY);
    case ACTA_KIND_TIME:
      return between(0, payload, kSecondsPerDay);
    case ACTA_KIND_DATETIME:
      return between(ACTA_MIN_DAY, FloorDiv(payload, kSecondsPerDay), ACTA_MAX_DAY);
    case ACTA_KIND_PERIOD_OF_DATES:
      return PeriodStart(payload) >= ACTA_MIN_DAY && PeriodEnd(payload) <= ACTA_MAX_DAY
                 ? between(PeriodStart(payload), PeriodEnd(payload), ACTA_MAX_DAY)
                 : ACTA_BAD_VALUE;
    case ACTA_KIND_PERIOD_OF_TIMES:
      return between(0, PeriodStart(payload), kSecondsPerDay) == ACTA_OK
                 ? between(0, PeriodEnd(payload), kSecondsPerDay)
                 : ACTA_BAD_VALUE;
    case ACTA_KIND_ENUM:
      return between(0, payload,
                     static_cast<std::int64_t>(d.enums[type.enumeration].members.count) - 1);
    case ACTA_KIND_SET: {
      const std::uint32_t count = d.enums[type.enumeration].members.count;
      return count >= 64 || static_cast<std::uint64_t>(payload) >> count == 0 ? ACTA_OK
                                                                              : ACTA_BAD_VALUE;
    }
    case ACTA_KIND_TEXT:
      return between(0, payload,
                     static_cast<std::int64_t>(d.texts.size() + facts.texts.size()) - 1);
    case ACTA_KIND_ENTITY:
    case ACTA_KIND_LIST:
      return ACTA_WRONG_TYPE;
    default:
      return ACTA_OK;
  }
}

}  // namespace acta::runtime

extern "C" acta_status acta_parse_value(const acta_act* act, uint32_t type, const char* text, size_t size,
                                        int64_t* payload) {
  if (act == nullptr || payload == nullptr || (text == nullptr && size > 0) ||
      type >= act->d.types.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  std::string_view unknown;
  return acta::runtime::ParseValue(*act, type, {text, size}, payload, &unknown);
}
