#include "compiler/semantics/zone_loader.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <date/date.h>
#include <date/tz.h>

#include "compiler/base/file.h"

namespace acta::semantics {

namespace {

using Instant = std::int64_t;
using Offset = std::int32_t;

constexpr date::sys_days kBegin = date::year(1900) / date::January / 1;
constexpr int kLastYear = 2100;
// Where Debian's tzdata and date-tz keep the zones.
constexpr std::string_view kDatabase = "/usr/share/zoneinfo/";

Instant InstantOf(date::sys_seconds time) {
  return time.time_since_epoch().count();
}

// ---- the rule for the time after the last listed change
// --------------------------------------------------------

// "M3.5.0/1": the fifth (that is, last) Sunday of March, at 1 o'clock by the clock that is left.
struct YearlyChange {
  unsigned month = 1;
  unsigned week = 1;
  unsigned weekday = 0;  // 0 Sunday
  int seconds = 2 * 3600;

  // In seconds of the clock that is left.
  [[nodiscard]] Instant In(int year) const {
    const date::year_month in_month{date::year(year), date::month(month)};
    const date::sys_days day = week == 5
                                   ? date::sys_days(in_month / date::weekday(weekday)[date::last])
                                   : date::sys_days(in_month / date::weekday(weekday)[week]);
    return Instant{day.time_since_epoch().count()} * 86400 + seconds;
  }
};

struct SummerTime {
  Offset standard = 0, summer = 0;
  YearlyChange begins, ends;
};

// Reads the last line of a zone file, such as "CET-1CEST,M3.5.0,M10.5.0/3" (POSIX TZ, offsets
// counted west). Only the form with months, weeks and weekdays is read: the database uses no other.
class FooterReader {
 public:
  explicit FooterReader(std::string_view text) : rest_(text) {}

  // Absent when the zone keeps one offset.
  std::optional<SummerTime> Read() {
    SummerTime rule;
    SkipName();
    rule.standard = -Clock();
    if (rest_.empty() || rest_.front() == ',') {
      return std::nullopt;
    }
    SkipName();
    rule.summer = rest_.empty() || rest_.front() == ',' ? rule.standard + 3600 : -Clock();
    const auto begins = Change();
    const auto ends = Change();
    if (!begins || !ends) {
      return std::nullopt;
    }
    rule.begins = *begins;
    rule.ends = *ends;
    return rule;
  }

 private:
  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  // "CET" or "<+05>".
  void SkipName() {
    if (Take('<')) {
      while (!rest_.empty() && !Take('>')) {
        rest_.remove_prefix(1);
      }
      return;
    }
    while (!rest_.empty() && std::isalpha(static_cast<unsigned char>(rest_.front())) != 0) {
      rest_.remove_prefix(1);
    }
  }

  int Number() {
    int number = 0;
    while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0 &&
           number < 1000) {
      number = number * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return number;
  }

  // "-9:30", "2", "+26:00:15" in seconds.
  int Clock() {
    const bool negative = Take('-');
    if (!negative) {
      Take('+');
    }
    int seconds = Number() * 3600;
    if (Take(':')) {
      seconds += Number() * 60;
    }
    if (Take(':')) {
      seconds += Number();
    }
    return negative ? -seconds : seconds;
  }

  std::optional<YearlyChange> Change() {
    if (!Take(',') || !Take('M')) {
      return std::nullopt;
    }
    YearlyChange change;
    change.month = static_cast<unsigned>(Number());
    Take('.');
    change.week = static_cast<unsigned>(Number());
    Take('.');
    change.weekday = static_cast<unsigned>(Number());
    if (Take('/')) {
      change.seconds = Clock();
    }
    const bool sound = 1 <= change.month && change.month <= 12 && 1 <= change.week &&
                       change.week <= 5 && change.weekday <= 6;
    return sound ? std::optional(change) : std::nullopt;
  }

  std::string_view rest_;
};

std::optional<SummerTime> RuleAfterTheList(std::string_view iana) {
  const Result<std::string> file = ReadFile(std::string(kDatabase) + std::string(iana));
  if (!file || file->size() < 2 || file->back() != '\n') {
    return std::nullopt;
  }
  const std::string_view text(*file);
  const std::size_t before = text.rfind('\n', text.size() - 2);
  if (before == std::string_view::npos) {
    return std::nullopt;
  }
  return FooterReader(text.substr(before + 1, text.size() - before - 2)).Read();
}

// ---- the zone
// --------------------------------------------------------------------------------------------------

void AddChange(ir::Zone& zone, Instant at, Offset offset) {
  const Offset before = zone.changes.empty() ? zone.first_offset : zone.changes.back().second;
  if (offset != before) {
    zone.changes.emplace_back(at, offset);
  }
}

// What the database lists, up to the end of kLastYear.
ir::Zone ListedChanges(const date::time_zone& known, std::string_view iana) {
  ir::Zone zone{.iana = std::string(iana)};
  const date::sys_seconds end = date::sys_days(date::year(kLastYear + 1) / date::January / 1);
  date::sys_info info = known.get_info(date::sys_seconds(kBegin));
  zone.first_offset = static_cast<Offset>(info.offset.count());
  while (info.end < end) {
    const date::sys_seconds at = info.end;
    info = known.get_info(at);
    AddChange(zone, InstantOf(at), static_cast<Offset>(info.offset.count()));
  }
  return zone;
}

void Extend(ir::Zone& zone, const SummerTime& rule) {
  const Instant listed = zone.changes.empty() ? InstantOf(kBegin) : zone.changes.back().first;
  const int first_year = static_cast<int>(
      date::year_month_day(date::floor<date::days>(date::sys_seconds(std::chrono::seconds(listed))))
          .year());
  std::vector<std::pair<Instant, Offset>> changes;
  for (int year = first_year; year <= kLastYear; ++year) {
    changes.emplace_back(rule.begins.In(year) - rule.standard, rule.summer);
    changes.emplace_back(rule.ends.In(year) - rule.summer, rule.standard);
  }
  std::ranges::sort(changes);
  for (const auto& [at, offset] : changes) {
    if (at > listed) {
      AddChange(zone, at, offset);
    }
  }
}

}  // namespace

std::optional<ir::Zone> LoadZone(std::string_view iana) {
  try {
    const date::time_zone* known = date::locate_zone(std::string(iana));
    ir::Zone zone = ListedChanges(*known, iana);
    if (const std::optional<SummerTime> rule = RuleAfterTheList(iana)) {
      Extend(zone, *rule);
    }
    return zone;
  } catch (const std::exception&) {
    // The library's way to say that it does not know the name, or that there is no database.
    return std::nullopt;
  }
}

}  // namespace acta::semantics
