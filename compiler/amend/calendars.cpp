#include "compiler/amend/calendars.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "compiler/amend/parts.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/names.h"
#include "compiler/syntax/parser.h"

namespace acta::amend {

namespace {

using Kind = ast::CalendarItem::Kind;

constexpr std::string_view kHead = "calendar x\n";

ast::DateLit DayBefore(const ast::DateLit& date) {
  return ast::DateOf(ast::DayOf(date) - 1);
}

tl::unexpected<Error> ChangesThePast(const ast::DateLit& from) {
  return Fail("what is said of days before {}", ast::Iso(from));
}

// Of both dates, where there are two.
ast::DateLit Later(const std::optional<ast::DateLit>& one, const ast::DateLit& other) {
  return one ? std::max(*one, other) : other;
}

// Whether it says no day but those that it lists.
bool OnlyLists(const ast::CalendarItem& item) {
  return item.every_year.empty() && !item.dates.empty();
}

std::string_view TextOf(const std::optional<ast::Text>& text) {
  return text ? std::string_view(text->text) : "";
}

std::string_view TextOf(const std::optional<ast::Citation>& citation) {
  return citation ? std::string_view(citation->text) : "";
}

// The calendar that `code` are the items of; none where they do not read well: that is found again,
// where the whole is checked.
struct Items {
  ast::Document document;
  const ast::Calendar* calendar = nullptr;
};

Items Read(const Text& code) {
  SourceMap sources;
  Reporter silent;
  const std::string text = std::string(kHead) + code.view();
  Items read{.document = Parse(sources, sources.Add("put_in.acta", text), silent)};
  if (!silent.HasErrors() && read.document.decls.size() == 1) {
    read.calendar = std::get_if<ast::Calendar>(&read.document.decls[0].kind);
  }
  return read;
}

}  // namespace

bool CalendarVersions::AgreeBefore(const ast::CalendarItem& old,
                                   const ast::CalendarItem& made) const {
  const auto listed_before = [&](const ast::CalendarItem& item) {
    std::vector<ast::DateLit> dates;
    std::ranges::copy_if(item.dates, std::back_inserter(dates),
                         [&](const ast::DateLit& date) { return IsBefore(date); });
    return dates;
  };
  if (old.kind != made.kind || !OnlyLists(old) || !OnlyLists(made)) {
    return false;
  }
  if (old.kind == Kind::kCovers) {
    const auto covers_alike = [&](const ast::DateLit& one, const ast::DateLit& other,
                                  const ast::DateLit& from) {
      return one == other || from <= std::min(one, other);
    };
    return covers_alike(old.dates[0], made.dates[0], from_) &&
           covers_alike(old.dates[1], made.dates[1], DayBefore(from_));
  }
  const std::vector<ast::DateLit> before = listed_before(old);
  if (old.kind == Kind::kMoved) {
    return before.empty() && listed_before(made).empty();
  }
  const bool called_alike = before.empty() || (TextOf(old.title) == TextOf(made.title) &&
                                               TextOf(old.citation) == TextOf(made.citation));
  return before == listed_before(made) && called_alike && old.from == made.from &&
         old.until == made.until;
}

Text CalendarVersions::In(const Time& time, const Written& written) {
  const ast::CalendarItem& item = written.item;
  std::string words;
  const auto add = [&](std::string_view word, const std::optional<ast::DateLit>& date) {
    if (date) {
      words += fmt::format("{}{} {}", words.empty() ? "" : " ", word, ast::Iso(*date));
    }
  };
  add("from", time.from);
  add("until", time.until);
  if (item.in_time.valid()) {
    const std::size_t begin = item.in_time.begin - item.span.begin;
    return Edited(written.text, {{begin, begin + item.in_time.size(), Text().Append(words)}});
  }
  if (item.citation) {
    const std::size_t at = item.citation->span.begin - item.span.begin;
    return Edited(written.text, {{at, at, Text().Append(words + " ")}});
  }
  return Text(written.text).Append(" " + words);
}

Result<Text> CalendarVersions::Ended(const Written& old) const {
  const ast::CalendarItem& item = old.item;
  const bool had_ended = item.until && IsBefore(*item.until);
  const auto before =
      std::ranges::count_if(item.dates, [&](const ast::DateLit& date) { return IsBefore(date); });
  const bool all_before = std::cmp_equal(before, item.dates.size());
  if (item.kind == Kind::kCovers || (item.kind == Kind::kMoved && before == 1)) {
    return ChangesThePast(from_);
  }
  if ((item.from && !IsBefore(*item.from)) || (OnlyLists(item) && before == 0)) {
    return Text();
  }
  if (had_ended || (OnlyLists(item) && all_before)) {
    return old.text;
  }
  return In({.from = item.from, .until = DayBefore(from_)}, old);
}

Result<Text> CalendarVersions::Begun(const Written& made) const {
  const ast::CalendarItem& item = made.item;
  const auto before =
      std::ranges::count_if(item.dates, [&](const ast::DateLit& date) { return IsBefore(date); });
  const bool changes_past_day = std::ranges::any_of(item.dates, [&](const ast::DateLit& date) {
    return IsBefore(date) && !Names(date, item.kind);
  });
  if (item.kind == Kind::kCovers || (item.kind == Kind::kMoved && before > 0) ||
      (item.until && IsBefore(*item.until)) || changes_past_day) {
    return ChangesThePast(from_);
  }
  if (OnlyLists(item) && std::cmp_equal(before, item.dates.size())) {
    return Text();
  }
  if ((item.from && !IsBefore(*item.from)) || (OnlyLists(item) && before == 0)) {
    return made.text;
  }
  return In({.from = Later(item.from, from_), .until = item.until}, made);
}

bool CalendarVersions::Names(const ast::DateLit& date, Kind kind) const {
  return std::ranges::any_of(calendar_.items, [&](const ast::CalendarItem& item) {
    return item.kind == kind && std::ranges::find(item.dates, date) != item.dates.end();
  });
}

Result<Text> CalendarVersions::InPlaceOf(const ast::CalendarItem& item, const Text& code) const {
  const Written old{item, text_.Slice(item.span.begin, item.span.end)};
  const Items made = Read(code);
  if (made.calendar == nullptr ||
      (made.calendar->items.size() == 1 && AgreeBefore(item, made.calendar->items[0]))) {
    return code;
  }
  if (!made.calendar->items.empty() && item.until && IsBefore(*item.until)) {
    return Fail("what was in force until {} only", ast::Iso(*item.until));
  }
  ACTA_TRY(Text versions, Ended(old));
  for (const ast::CalendarItem& next : made.calendar->items) {
    const std::size_t begin = next.span.begin - kHead.size();
    ACTA_TRY(const Text version, Begun({next, code.Slice(begin, begin + next.span.size())}));
    versions.Append(versions.size() > 0 && version.size() > 0 ? "\n  " : "").Append(version);
  }
  return versions;
}

Result<Text> CalendarVersions::Added(const Text& code) const {
  const Items made = Read(code);
  if (made.calendar == nullptr) {
    return code;
  }
  std::vector<Edit> edits;
  for (const ast::CalendarItem& item : made.calendar->items) {
    const std::size_t begin = item.span.begin - kHead.size();
    const std::size_t end = begin + item.span.size();
    ACTA_TRY(Text begun, Begun({item, code.Slice(begin, end)}));
    edits.push_back({begin, end, std::move(begun)});
  }
  return Edited(code, std::move(edits));
}

Result<std::vector<Edit>> CalendarVersions::Replaced(const ast::Calendar& made, const Text& code,
                                                     std::uint32_t base) const {
  Parts parts{.text = text_,
              .first = calendar_.doc ? calendar_.doc->span.end : calendar_.name.span.end};
  for (const ast::CalendarItem& item : calendar_.items) {
    parts.old.push_back(item.span);
  }
  for (const ast::CalendarItem& item : made.items) {
    parts.made.push_back(code.Slice(item.span.begin - base, item.span.end - base));
  }
  parts.is_version = [&](std::size_t old, std::size_t item) {
    return AgreeBefore(calendar_.items[old], made.items[item]);
  };
  parts.in_place_of = [&](std::size_t old, const Text& item) {
    return InPlaceOf(calendar_.items[old], item);
  };
  parts.begun = [&](std::size_t item) { return Begun({made.items[item], parts.made[item]}); };
  return PartByPart(parts);
}

}  // namespace acta::amend
