// Kernels on time zones, working days and parameters by date. runtime/kernels.def says what each
// does.
#include <cstdint>

#include "acta/kernels.h"
#include "runtime/calendar/civil.h"

using acta::runtime::FloorDiv;
using acta::runtime::FloorMod;
using acta::runtime::IsDay;
using acta::runtime::kSecondsPerDay;

namespace {

// How many of the zone's changes lie at or before the instant: also the position of its offset.
std::uint32_t ChangesUntil(const acta_zone& zone, std::int64_t instant) {
  std::uint32_t low = 0;
  std::uint32_t high = zone.count;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (zone.at[middle] <= instant) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

bool Covers(const acta_calendar& calendar, std::int64_t date) {
  return calendar.first_day <= date && date <= calendar.last_day;
}

// Working days from the first day covered up to, and without, `date`.
std::int64_t WorkingDaysBefore(const acta_calendar& calendar, std::int64_t date) {
  return calendar.rank[date - calendar.first_day];
}
std::int64_t WorkingDaysThrough(const acta_calendar& calendar, std::int64_t date) {
  return calendar.rank[date - calendar.first_day + 1];
}
bool IsWorkingDay(const acta_calendar& calendar, std::int64_t date) {
  return WorkingDaysThrough(calendar, date) != WorkingDaysBefore(calendar, date);
}

// The position-th working day of the calendar, if it has so many.
bool SelectWorkingDay(const acta_calendar& calendar, std::int64_t position, std::int64_t* out) {
  if (position < 0 || position >= calendar.working_count) {
    return false;
  }
  *out = calendar.select[position];
  return true;
}

// `date` is covered, `count` not 0.
bool NthWorkingDay(const acta_calendar& calendar, std::int64_t date, std::int64_t count,
                   std::int64_t* out) {
  if (count > calendar.working_count || count < -std::int64_t{calendar.working_count}) {
    return false;
  }
  const std::int64_t position = count > 0 ? WorkingDaysThrough(calendar, date) + count - 1
                                          : WorkingDaysBefore(calendar, date) + count;
  return SelectWorkingDay(calendar, position, out);
}

}  // namespace

extern "C" {

int32_t acta_k_to_instant(const acta_zone* zone, int64_t civil, int64_t* out) {
  *out = 0;
  if (!IsDay(FloorDiv(civil, kSecondsPerDay))) {
    return 1;
  }
  // No offset reaches two days: only the pieces between these two changes can show this clock time.
  constexpr std::int64_t kFarthest = 2 * kSecondsPerDay;
  const std::uint32_t first = ChangesUntil(*zone, civil - kFarthest);
  const std::uint32_t last = ChangesUntil(*zone, civil + kFarthest);
  int times_shown = 0;
  std::int64_t instant = 0;
  for (std::uint32_t piece = first; piece <= last; ++piece) {
    const std::int64_t candidate = civil - zone->offset[piece];
    const bool begun = piece == 0 || zone->at[piece - 1] <= candidate;
    const bool over = piece < zone->count && zone->at[piece] <= candidate;
    if (begun && !over) {
      ++times_shown;
      instant = candidate;
    }
  }
  if (times_shown != 1) {
    return 1;
  }
  *out = instant;
  return 0;
}

int32_t acta_k_from_instant(const acta_zone* zone, int64_t instant, int64_t* out) {
  const std::int64_t offset = zone->offset[ChangesUntil(*zone, instant)];
  const auto civil = static_cast<std::int64_t>(static_cast<std::uint64_t>(instant) +
                                               static_cast<std::uint64_t>(offset));
  std::int64_t back = 0;
  *out = 0;
  if (acta_k_to_instant(zone, civil, &back) != 0) {
    return 1;
  }
  *out = civil;
  return 0;
}

int32_t acta_k_is_working_day(const acta_calendar* calendar, int64_t date, int64_t* out) {
  *out = 0;
  if (!Covers(*calendar, date)) {
    return 1;
  }
  *out = IsWorkingDay(*calendar, date) ? 1 : 0;
  return 0;
}

int32_t acta_k_add_working_days(const acta_calendar* calendar, int64_t date, int64_t count,
                                int64_t* out) {
  *out = 0;
  if (!Covers(*calendar, date)) {
    return 1;
  }
  if (count == 0) {
    *out = date;
    return 0;
  }
  return NthWorkingDay(*calendar, date, count, out) ? 0 : 1;
}

int32_t acta_k_working_days_between(const acta_calendar* calendar, int64_t from, int64_t to,
                                    int64_t* out) {
  *out = 0;
  if (!Covers(*calendar, from) || !Covers(*calendar, to)) {
    return 1;
  }
  *out = WorkingDaysThrough(*calendar, to) - WorkingDaysThrough(*calendar, from);
  return 0;
}

int32_t acta_k_roll(const acta_calendar* calendar, int64_t date, uint32_t back, int64_t* out) {
  *out = 0;
  if (!Covers(*calendar, date)) {
    return 1;
  }
  const std::int64_t position =
      back != 0 ? WorkingDaysThrough(*calendar, date) - 1 : WorkingDaysBefore(*calendar, date);
  return SelectWorkingDay(*calendar, position, out) ? 0 : 1;
}

int32_t acta_k_add_working_seconds(const acta_calendar* calendar, int64_t civil, int64_t seconds,
                                   int64_t* out) {
  *out = 0;
  const std::int64_t date = FloorDiv(civil, kSecondsPerDay);
  const std::int64_t time = FloorMod(civil, kSecondsPerDay);
  // No calendar has more seconds than this; so nothing below overflows.
  constexpr std::int64_t kMostSeconds = std::int64_t{ACTA_MAX_DAY} * 2 * kSecondsPerDay;
  if (!Covers(*calendar, date) || seconds > kMostSeconds || seconds < -kMostSeconds) {
    return 1;
  }
  const bool forward = seconds > 0;
  const std::int64_t left = forward ? seconds : -seconds;
  const std::int64_t in_this_day = !IsWorkingDay(*calendar, date) ? 0
                                   : forward                      ? kSecondsPerDay - time
                                                                  : time;
  std::int64_t result = civil + seconds;
  if (left > in_this_day) {
    // Whole working days first; the rest, up to a whole day, runs on the one after them.
    const std::int64_t rest = left - in_this_day;
    const std::int64_t whole_days = (rest - 1) / kSecondsPerDay;
    const std::int64_t in_last_day = rest - whole_days * kSecondsPerDay;
    std::int64_t last_date = 0;
    if (!NthWorkingDay(*calendar, date, forward ? whole_days + 1 : -(whole_days + 1), &last_date)) {
      return 1;
    }
    result = forward ? last_date * kSecondsPerDay + in_last_day
                     : (last_date + 1) * kSecondsPerDay - in_last_day;
  }
  if (!Covers(*calendar, FloorDiv(result, kSecondsPerDay))) {
    return 1;
  }
  *out = result;
  return 0;
}

int32_t acta_k_lookup(const acta_lookup* table, int64_t date, int64_t* out) {
  *out = 0;
  std::uint32_t low = 0;
  std::uint32_t high = table->count;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (table->versions[middle].from <= date) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0 || date > table->versions[low - 1].until) {
    return 1;
  }
  *out = table->versions[low - 1].value;
  return 0;
}

}  // extern "C"
