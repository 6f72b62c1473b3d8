#include "compiler/semantics/calendar_builder.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <date/date.h>
#include <fmt/format.h>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/ir/format.h"

namespace acta::semantics {

namespace {

using Day = std::int32_t;

// Before the first day covered we look at so many more: a holiday there may give a substitute
// inside.
constexpr Day kLookBack = 62;

Day DayOf(int year, int month, int day) {
  const date::year_month_day ymd{date::year(year), date::month(static_cast<unsigned>(month)),
                                 date::day(static_cast<unsigned>(day))};
  return static_cast<Day>(date::sys_days(ymd).time_since_epoch().count());
}

Day DayOf(const ast::DateLit& date) {
  return DayOf(date.year, date.month, date.day);
}

int YearOf(Day day) {
  return static_cast<int>(date::year_month_day(date::sys_days(date::days(day))).year());
}

// 0 Monday to 6 Sunday; 1970-01-01 was a Thursday.
int WeekdayOf(Day day) {
  return ((day % 7) + 7 + 3) % 7;
}

// ---- days that come every year
// ---------------------------------------------------------------------------------

// The Sunday after the full moon of spring, by the rule of 1582 (as in Meeus, Astronomical
// Algorithms, chapter 8).
Day EasterOf(int year) {
  const int golden = year % 19;
  const int century = year / 100;
  const int in_century = year % 100;
  const int moon_correction = (century - (century + 8) / 25 + 1) / 3;
  const int epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
  const int to_sunday =
      (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
  const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int position = epact + to_sunday - 7 * late + 114;
  return DayOf(year, position / 31, position % 31 + 1);
}

// How far the Julian calendar is behind the Gregorian in spring of `year`.
int JulianDelay(int year) {
  return year / 100 - year / 400 - 2;
}

// The Julian computus, in days of our calendar.
Day OrthodoxEasterOf(int year) {
  const int epact = (19 * (year % 19) + 15) % 30;
  const int to_sunday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7;
  const int position = epact + to_sunday + 114;
  // The Julian date, read as if it were Gregorian, then moved: between March and May the two count
  // days alike.
  return DayOf(year, position / 31, position % 31 + 1) + JulianDelay(year);
}

Day NthWeekdayOf(int year, const ast::CalendarRule& rule) {
  const date::year_month month{date::year(year),
                               date::month(static_cast<unsigned>(rule.day.month))};
  // date counts weekdays from Sunday.
  const date::weekday weekday(static_cast<unsigned>((rule.weekday + 1) % 7));
  const date::sys_days day = rule.nth < 0
                                 ? date::sys_days(month / weekday[date::last])
                                 : date::sys_days(month / weekday[static_cast<unsigned>(rule.nth)]);
  return static_cast<Day>(day.time_since_epoch().count());
}

// Absent for 29 February in a common year, and for Easter before the rules of Easter.
std::optional<Day> DayInYear(const ast::CalendarRule& rule, int year) {
  switch (rule.kind) {
    case ast::CalendarRule::Kind::kFixed: {
      const date::year_month_day ymd{date::year(year),
                                     date::month(static_cast<unsigned>(rule.day.month)),
                                     date::day(static_cast<unsigned>(rule.day.day))};
      return ymd.ok() ? std::optional(DayOf(year, rule.day.month, rule.day.day)) : std::nullopt;
    }
    case ast::CalendarRule::Kind::kEaster:
      return year < 1 ? std::nullopt : std::optional(EasterOf(year) + rule.offset_days);
    case ast::CalendarRule::Kind::kOrthodoxEaster:
      return year < 1 ? std::nullopt : std::optional(OrthodoxEasterOf(year) + rule.offset_days);
    case ast::CalendarRule::Kind::kNthWeekday:
      return NthWeekdayOf(year, rule);
  }
  return std::nullopt;
}

// ---- the calendar
// ----------------------------------------------------------------------------------------------

class Builder {
 public:
  Builder(const ast::Calendar& declared, std::string name, Reporter& reporter,
          const std::function<ir::CitationId(const ast::Citation&)>& cite)
      : declared_(declared), name_(std::move(name)), reporter_(reporter), cite_(cite) {}

  ir::Calendar Build() && {
    ir::Calendar calendar{.name = name_, .span = declared_.name.span};
    CheckTimes();
    if (!ReadCovers()) {
      return calendar;
    }
    begin_ = first_ - kLookBack;
    working_.resize(static_cast<std::size_t>(last_ - begin_) + 1);
    for (Day day = begin_; day <= last_; ++day) {
      Working(day) = !IsWeekend(day);
    }
    TakeHolidaysAndDaysOff();
    Substitute();
    Move();
    WorkExtra();
    calendar.first_day = first_;
    calendar.last_day = last_;
    calendar.working.assign(working_.begin() + kLookBack, working_.end());
    std::erase_if(names_, [&](const auto& named) { return !Covers(named.first); });
    std::ranges::stable_sort(names_, {}, &std::pair<Day, std::string>::first);
    calendar.names = std::move(names_);
    std::erase_if(cited_, [&](const auto& cited) { return !Covers(cited.first); });
    std::ranges::stable_sort(cited_, {}, &std::pair<Day, ir::CitationId>::first);
    calendar.cited = std::move(cited_);
    return calendar;
  }

 private:
  void CheckTimes() {
    for (const ast::CalendarItem& item : declared_.items) {
      if (item.from && item.until && *item.until < *item.from) {
        reporter_.Report<diag::EndsBeforeItBegins>(item.in_time, ir::FormatDate(DayOf(*item.until)),
                                                   ir::FormatDate(DayOf(*item.from)));
      }
    }
  }

  bool ReadCovers() {
    const Span span = declared_.name.span;
    const auto covers = std::ranges::find(declared_.items, ast::CalendarItem::Kind::kCovers,
                                          &ast::CalendarItem::kind);
    if (covers == declared_.items.end()) {
      reporter_.Report<diag::CalendarCovers>(span, name_, "does not say which days it covers")
          .Help("add a line such as `covers 2020-01-01 to 2026-12-31`");
      return false;
    }
    first_ = DayOf(covers->dates[0]);
    last_ = DayOf(covers->dates[1]);
    if (last_ < first_) {
      reporter_.Report<diag::CalendarCovers>(span, name_, "ends before it begins");
      return false;
    }
    if (covers->dates[1].year - covers->dates[0].year >= kMostCalendarYears) {
      reporter_.Report<diag::CalendarCovers>(
          span, name_, fmt::format("covers more than {} years", kMostCalendarYears));
      return false;
    }
    return true;
  }

  void TakeHolidaysAndDaysOff() {
    for (const ast::CalendarItem& item : declared_.items) {
      switch (item.kind) {
        case ast::CalendarItem::Kind::kHoliday:
        case ast::CalendarItem::Kind::kDayOff:
          TakeDays(item);
          break;
        case ast::CalendarItem::Kind::kCovers:
        case ast::CalendarItem::Kind::kWeekend:
        case ast::CalendarItem::Kind::kSubstitute:
        case ast::CalendarItem::Kind::kMoved:
        case ast::CalendarItem::Kind::kWorkingOn:
          break;
      }
    }
  }

  void TakeDays(const ast::CalendarItem& item) {
    for (const ast::DateLit& date : item.dates) {
      if (IsInTime(item, DayOf(date)) && CheckCovered(DayOf(date), item)) {
        Take(DayOf(date), item);
      }
    }
    // Easter of a neighbouring year may be moved into this one.
    for (int year = YearOf(begin_) - 1; year <= YearOf(last_) + 1; ++year) {
      for (const ast::CalendarRule& rule : item.every_year) {
        const std::optional<Day> day = DayInYear(rule, year);
        if (day && IsInTime(item, *day) && begin_ <= *day && *day <= last_) {
          Take(*day, item);
        }
      }
    }
  }

  void Take(Day day, const ast::CalendarItem& item) {
    Working(day) = false;
    names_.emplace_back(day, TitleOf(item));
    if (!IsWeekend(day)) {
      Cite(day, item);
    } else if (item.kind == ast::CalendarItem::Kind::kHoliday && IsSubstituted(day)) {
      lost_holidays_.emplace_back(day, &item);
    }
  }

  void Cite(Day day, const ast::CalendarItem& item) {
    if (item.citation) {
      cited_.emplace_back(day, cite_(*item.citation));
    }
  }

  // Two holidays on one day of the weekend are one free day lost, and give one back.
  void Substitute() {
    using Lost = std::pair<Day, const ast::CalendarItem*>;
    std::ranges::stable_sort(lost_holidays_, {}, &Lost::first);
    const auto same_day = std::ranges::unique(lost_holidays_, {}, &Lost::first);
    lost_holidays_.erase(same_day.begin(), same_day.end());
    for (const auto& [holiday, item] : lost_holidays_) {
      Day day = holiday + 1;
      while (day <= last_ && !Working(day)) {
        ++day;
      }
      if (day <= last_) {
        Working(day) = false;
        names_.emplace_back(
            day, fmt::format("substitute for {} on {}", TitleOf(*item), ir::FormatDate(holiday)));
        Cite(day, *item);
      }
    }
  }

  void Move() {
    for (const ast::CalendarItem& item : declared_.items) {
      if (item.kind != ast::CalendarItem::Kind::kMoved || item.dates.size() != 2) {
        continue;
      }
      const Day from = DayOf(item.dates[0]);
      const Day to = DayOf(item.dates[1]);
      const bool covered = CheckCovered(from, item) & CheckCovered(to, item);
      if (!covered) {
        continue;
      }
      if (from == to) {
        reporter_.Report<diag::MovedDay>(item.span, ir::FormatDate(from), "moved to itself");
        continue;
      }
      if (Working(from)) {
        reporter_.Report<diag::MovedDay>(item.span, ir::FormatDate(from),
                                         "a working day already: there is no day off to move");
      }
      if (!Working(to)) {
        reporter_.Report<diag::MovedDay>(item.span, ir::FormatDate(to),
                                         "no working day: no day off can be moved to it");
      }
      Working(from) = true;
      Working(to) = false;
      names_.emplace_back(to, fmt::format("day off moved from {}", ir::FormatDate(from)));
      Cite(from, item);
      Cite(to, item);
    }
  }

  void WorkExtra() {
    for (const ast::CalendarItem& item : declared_.items) {
      if (item.kind != ast::CalendarItem::Kind::kWorkingOn) {
        continue;
      }
      for (const ast::DateLit& date : item.dates) {
        const Day day = DayOf(date);
        if (!IsInTime(item, day) || !CheckCovered(day, item)) {
          continue;
        }
        if (Working(day)) {
          reporter_.Report<diag::WorkingDayAnyway>(item.span, ir::FormatDate(day), name_);
        }
        Working(day) = true;
        Cite(day, item);
      }
    }
  }

  bool CheckCovered(Day day, const ast::CalendarItem& item) {
    if (Covers(day)) {
      return true;
    }
    reporter_.Report<diag::DateOutsideCalendar>(item.span, ir::FormatDate(day), name_)
        .Label(declared_.name.span,
               fmt::format("it covers {} to {}", ir::FormatDate(first_), ir::FormatDate(last_)));
    return false;
  }

  [[nodiscard]] bool Covers(Day day) const { return first_ <= day && day <= last_; }

  [[nodiscard]] static bool IsInTime(const ast::CalendarItem& item, Day day) {
    return (!item.from || DayOf(*item.from) <= day) && (!item.until || day <= DayOf(*item.until));
  }

  [[nodiscard]] bool IsWeekend(Day day) const {
    return std::ranges::any_of(declared_.items, [&](const ast::CalendarItem& item) {
      return item.kind == ast::CalendarItem::Kind::kWeekend && IsInTime(item, day) &&
             std::ranges::find(item.weekdays, WeekdayOf(day)) != item.weekdays.end();
    });
  }

  // Whether a holiday on this day of the weekend gives another free day.
  [[nodiscard]] bool IsSubstituted(Day day) const {
    return std::ranges::any_of(declared_.items, [&](const ast::CalendarItem& item) {
      return item.kind == ast::CalendarItem::Kind::kSubstitute && IsInTime(item, day);
    });
  }

  [[nodiscard]] static std::string TitleOf(const ast::CalendarItem& item) {
    if (item.title) {
      return item.title->text;
    }
    return item.kind == ast::CalendarItem::Kind::kHoliday ? "holiday" : "day off";
  }

  [[nodiscard]] std::vector<bool>::reference Working(Day day) {
    return working_[static_cast<std::size_t>(day - begin_)];
  }

  const ast::Calendar& declared_;
  const std::string name_;
  Reporter& reporter_;
  const std::function<ir::CitationId(const ast::Citation&)>& cite_;
  Day first_ = 0, last_ = -1;
  // The first day that working_ tells of, kLookBack days before first_.
  Day begin_ = 0;
  std::vector<bool> working_;
  std::vector<std::pair<Day, std::string>> names_;
  std::vector<std::pair<Day, ir::CitationId>> cited_;
  std::vector<std::pair<Day, const ast::CalendarItem*>> lost_holidays_;
};

}  // namespace

ir::Calendar BuildCalendar(const ast::Calendar& declared, std::string name, Reporter& reporter,
                           const std::function<ir::CitationId(const ast::Citation&)>& cite) {
  return Builder(declared, std::move(name), reporter, cite).Build();
}

}  // namespace acta::semantics
