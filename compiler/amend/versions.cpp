#include "compiler/amend/versions.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/amend/calendars.h"
#include "compiler/amend/parts.h"
#include "compiler/amend/places.h"
#include "compiler/base/text.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/names.h"
#include "compiler/syntax/parser.h"

namespace acta::amend {

namespace {

ast::DateLit DayBefore(const ast::DateLit& date) {
  return ast::DateOf(ast::DayOf(date) - 1);
}

// Both included, as the law's header says; a module is always in force.
std::optional<ast::Force> ForceOfLaw(const ast::Document& law) {
  for (const ast::Decl& decl : law.decls) {
    if (const auto* header = std::get_if<ast::Law>(&decl.kind)) {
      return header->in_force;
    }
  }
  return std::nullopt;
}

// Whether the clause is in force on no day from `from` on.
bool HasEnded(const ast::Clause& clause, const std::optional<ast::DateLit>& from) {
  return from && clause.force && clause.force->until && *clause.force->until < *from;
}

// What stands before the days of a clause, or before `is` or `when`: its citation and its name.
Span HeadOf(const ast::Clause& clause) {
  Span head = clause.span;
  head.end = clause.name       ? clause.name->span.end
             : clause.citation ? clause.citation->span.end
                               : clause.span.begin;
  return head;
}

// Whether it says no value, but only when it applies, as clauses of norms do.
bool IsOfNorm(const ClauseText& clause) {
  return clause.At(clause.clause.value).view() == "when";
}

bool AreCitedAlike(const ast::Clause& first, const ast::Clause& second) {
  const auto text = [](const ast::Clause& clause) {
    return clause.citation ? clause.citation->text : "";
  };
  return text(first) == text(second);
}

bool AreNamedAlike(const ast::Clause& first, const ast::Clause& second) {
  return first.name && second.name && first.name->text == second.name->text;
}

// Whether it says days that are not those of the clause in whose place it stands.
bool SaysOwnDays(const ast::Clause& made, const ast::Clause& replaced) {
  return made.force && !(replaced.force && replaced.force->from == made.force->from &&
                         replaced.force->until == made.force->until);
}

std::string InWords(const ast::Force& force) {
  return "from " + ast::Iso(force.from) +
         (force.until ? " until " + ast::Iso(*force.until) : std::string());
}

tl::unexpected<Error> BeganBefore(const ast::Force& force) {
  return Fail("what is in force from {} on, before the amendment is,", ast::Iso(force.from));
}

// What clauses of such a declaration stand behind, where they can be read alone.
std::string_view HeadFor(const ast::Decl& decl) {
  return std::visit(
      [](const auto& node) -> std::string_view {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, ast::Rule> || std::is_same_v<T, ast::Exception> ||
                      std::is_same_v<T, ast::Presumption>) {
          return "rule x\n";
        } else if constexpr (std::is_same_v<T, ast::Prohibition> ||
                             std::is_same_v<T, ast::Permission> ||
                             std::is_same_v<T, ast::Obligation> || std::is_same_v<T, ast::Power>) {
          return "prohibition x\n";
        } else if constexpr (std::is_same_v<T, ast::Grounds>) {
          return "grounds x\n";
        } else {
          return "";
        }
      },
      decl.kind);
}

// The rows that `code` is, as those of the table; none where they do not read well.
struct Rows {
  ast::Document document;
  std::vector<RowText> rows;
  bool reads_well = false;
};

Rows ReadRows(std::string_view head, const Text& code) {
  SourceMap sources;
  Reporter silent;
  const SourceId source = sources.Add("put_in.acta", std::string(head) + code.view());
  Rows read{.document = Parse(sources, source, silent)};
  const auto* const table = read.document.decls.size() == 1
                                ? std::get_if<ast::Table>(&read.document.decls[0].kind)
                                : nullptr;
  read.reads_well = !silent.HasErrors() && table != nullptr;
  for (std::size_t i = 0; read.reads_well && i < table->rows.size(); ++i) {
    const ast::Table::Row& row = table->rows[i];
    read.rows.push_back(
        {row, code.Slice(row.span.begin - head.size(), row.span.end - head.size())});
  }
  return read;
}

// What the rows of a table stand behind, to the end of the line of its columns.
std::string HeadOf(const ast::Decl& decl, std::string_view text) {
  const auto& table = std::get<ast::Table>(decl.kind);
  const std::size_t end = table.rows.empty() ? decl.span.end : table.rows[0].span.begin;
  return std::string(Trimmed(text.substr(decl.span.begin, end - decl.span.begin))) + "\n";
}

// Whether nothing but clauses stands behind what it is called.
bool IsOnlyClauses(const ast::Decl& decl) {
  return !HeadFor(decl).empty() && !std::holds_alternative<ast::Obligation>(decl.kind) &&
         !std::holds_alternative<ast::Power>(decl.kind);
}

// Code with its tree, as part of a declaration of which `head` is the beginning.
struct Snippet {
  ast::Document document;
  std::uint32_t base = 0;
  bool reads_well = true;
  std::vector<const ast::Clause*> clauses;
  // What takes effect although it has no clauses that could have days.
  std::vector<const ast::Disapply*> disapplied;
};

Snippet Read(std::string_view head, const Text& code) {
  SourceMap sources;
  // Whatever does not read well is found again, where the whole is checked.
  Reporter silent;
  const SourceId source = sources.Add("put_in.acta", std::string(head) + code.view());
  Snippet snippet{.document = Parse(sources, source, silent),
                  .base = static_cast<std::uint32_t>(head.size())};
  snippet.reads_well = !silent.HasErrors();
  for (const ast::Decl& decl : snippet.document.decls) {
    const std::vector<const ast::Clause*> clauses = ClausesOf(decl);
    snippet.clauses.insert(snippet.clauses.end(), clauses.begin(), clauses.end());
    if (const auto* disapply = std::get_if<ast::Disapply>(&decl.kind)) {
      snippet.disapplied.push_back(disapply);
    }
  }
  return snippet;
}

}  // namespace

Text RowText::In(const std::optional<ast::DateLit>& from,
                 const std::optional<ast::DateLit>& until) const {
  std::string words = from ? "from " + ast::Iso(*from) : "";
  words += until ? (from ? " until " : "until ") + ast::Iso(*until) : "";
  if (row.in_time.valid()) {
    const std::size_t begin = row.in_time.begin - row.span.begin;
    return Edited(text, {{begin, begin + row.in_time.size(), Text().Append(words)}});
  }
  const bool is_cited_before = row.citation && row.citation->span.begin == row.span.begin;
  const std::size_t at = is_cited_before ? row.citation->span.size() : 0;
  return Edited(text, {{at, at, Text().Append(is_cited_before ? " " + words : words + " ")}});
}

std::optional<ast::DateLit> FirstDayOf(const Written& written, const ast::Document& law) {
  const std::optional<ast::Force> force = ForceOfLaw(law);
  const auto& from = written.amendment->from;
  return from && force && force->from >= *from ? std::nullopt : from;
}

std::optional<ast::DateLit> LastDayOf(const ast::ParameterDecl::Version& version,
                                      const ast::ParameterDecl& parameter) {
  std::optional<ast::DateLit> last = version.force.until;
  for (const ast::ParameterDecl::Version& next : parameter.versions) {
    const bool follows = next.force.from > version.force.from;
    if (!version.force.until && follows && (!last || DayBefore(next.force.from) < *last)) {
      last = DayBefore(next.force.from);
    }
  }
  return last;
}

Versions::Versions(const Written& written, const ast::Document& law, const Text& text,
                   Effect effect)
    : law_(law), text_(text), parameter_(written.name() + "_in_force") {
  first_day_ = FirstDayOf(written, law);
  if (effect == Effect::kByDay) {
    const std::optional<ast::Force> force = ForceOfLaw(law);
    from_ = first_day_;
    law_from_ = force ? force->from : ast::DateLit{1, 1, 1};
  }
  if (written.is_for_some_cases()) {
    const Span span = written.document->exprs[*written.amendment->cases].span;
    cases_ = Text(std::string(written.sources->TextOf(span)), span);
  }
}

bool Versions::Means(const ast::Clause& version) const {
  return first_day_ && version.force && version.force->from <= *first_day_ && !HasEnded(version);
}

bool Versions::HasEnded(const ast::Clause& clause) const {
  return amend::HasEnded(clause, first_day_);
}

bool Versions::IsOfAnotherDay(const std::optional<ast::DateLit>& from,
                              const std::optional<ast::DateLit>& until) const {
  return first_day_ && ((from && *first_day_ < *from) || (until && *until < *first_day_));
}

bool Versions::IsSuperseded(std::string_view text, const Region& paragraph) const {
  constexpr std::string_view kBegin = "*From ";
  constexpr std::string_view kEnd = ":*";
  constexpr std::size_t kDateSize = 10;
  std::string_view below = text.substr(paragraph.end);
  below.remove_prefix(std::min(below.find_first_not_of(" \t\r\n"), below.size()));
  if (!first_day_ || !below.starts_with(kBegin) ||
      !below.substr(std::min(kBegin.size() + kDateSize, below.size())).starts_with(kEnd)) {
    return false;
  }
  // Dates are written so that later ones are greater.
  return below.substr(kBegin.size(), kDateSize) <= ast::Iso(*first_day_);
}

bool Versions::BeginsLater(const ast::Clause& clause) const {
  return from_ && clause.force && clause.force->from >= *from_;
}

std::string Versions::ForceBefore(const ast::Clause& clause) const {
  return InWords({.from = clause.force ? clause.force->from : law_from_,
                  .until = DayBefore(*from_),
                  .span = {}});
}

std::string Versions::ForceFrom(const ast::Clause& clause) const {
  if (!from_ && !clause.force) {
    return "";
  }
  ast::Force force = clause.force.value_or(ast::Force{});
  if (from_ && !BeginsLater(clause)) {
    force.from = *from_;
  }
  return InWords(force);
}

Result<Text> Versions::InPlaceOf(const ast::Clause& clause, const ast::Decl& decl,
                                 const Text& code) const {
  if (!is_gradual()) {
    return code;
  }
  const ClauseText old{text_, law_, clause};
  const bool is_repealed = code.size() == 0;
  if (HasEnded(clause)) {
    if (is_repealed) {
      return old.At(clause.span);
    }
    return Fail("what was in force until {} only", ast::Iso(*clause.force->until));
  }
  std::vector<Text> versions;
  if (from_ && !BeginsLater(clause)) {
    versions.push_back(With(old, ForceBefore(clause), {}));
  }
  const std::string_view head = HeadFor(decl);
  const Snippet put_in = Read(head, code);
  const std::string force = ForceFrom(clause);
  const bool some_cases = cases_.size() > 0;
  const bool is_one = put_in.clauses.size() == 1 && !SaysOwnDays(*put_in.clauses.front(), clause) &&
                      AreCitedAlike(clause, *put_in.clauses.front());
  const auto written = [&](const ast::Clause& made) {
    return ClauseText{code, put_in.document, made, put_in.base};
  };
  if (!put_in.reads_well) {
    versions.push_back(code);
  } else if (some_cases && is_one) {
    versions.push_back(Together(old, written(*put_in.clauses.front()), force));
  } else {
    if (some_cases) {
      versions.push_back(With(old, force, TheseCases()));
    }
    for (const ast::Clause* made : put_in.clauses) {
      if (SaysOwnDays(*made, clause) && BeginsBefore(made->force)) {
        return BeganBefore(*made->force);
      }
      if (some_cases && AreNamedAlike(clause, *made)) {
        return Fail("anything but one clause with the same citation in the place of `{}`",
                    clause.name->text);
      }
      versions.push_back(With(written(*made), SaysOwnDays(*made, clause) ? "" : force,
                              some_cases ? OtherCases() : Text()));
    }
  }
  Text all;
  for (const Text& version : versions) {
    all.Append(all.size() > 0 ? "\n  " : "").Append(version);
  }
  return all;
}

Result<Text> Versions::InPlaceOf(const ast::ParameterDecl::Version& version,
                                 const ast::ParameterDecl& parameter, const Text& code) const {
  const auto whole = [&](const Text& days) {
    return code.size() == 0 ? Text() : Text(days).Append(code);
  };
  const Span& days = version.force.span;
  if (cases_.size() > 0) {
    return Fail("a value of `{}`", parameter.name.text);
  }
  if (!first_day_ || version.force.from >= *first_day_) {
    return whole(text_.Slice(days.begin, days.end));
  }
  const std::optional<ast::DateLit> last = LastDayOf(version, parameter);
  if (last && *last < *first_day_) {
    if (code.size() == 0) {
      return text_.Slice(version.span.begin, version.span.end);
    }
    return Fail("what was in force until {} only", ast::Iso(*last));
  }
  const ast::Force before{.from = version.force.from, .until = DayBefore(*first_day_), .span = {}};
  Text versions = Text().Append(InWords(before)).Append(text_.Slice(days.end, version.span.end));
  const ast::Force since{.from = *first_day_, .until = version.force.until, .span = {}};
  const Text made = whole(Text().Append(InWords(since)));
  return versions.Append(made.size() > 0 ? "\n  " : "").Append(made);
}

Text Versions::Begun(const RowText& made) const {
  const bool begins_later = made.row.from && *from_ <= *made.row.from;
  return begins_later ? made.text : made.In(from_, made.row.until);
}

Result<Text> Versions::InPlaceOf(const ast::Table::Row& row, const ast::Decl& table,
                                 const Text& code) const {
  if (cases_.size() > 0) {
    return Fail("a row of `{}`", *NameOf(table));
  }
  const RowText old{row, text_.Slice(row.span.begin, row.span.end)};
  const Rows made = ReadRows(HeadOf(table, text_.view()), code);
  if (!from_ || !made.reads_well) {
    return code;
  }
  const bool has_ended = row.until && *row.until < *from_;
  if (has_ended && !made.rows.empty()) {
    return Fail("what was in force until {} only", ast::Iso(*row.until));
  }
  const bool begins_later = row.from && *from_ <= *row.from;
  Text versions = has_ended      ? old.text
                  : begins_later ? Text()
                                 : old.In(row.from, DayBefore(*from_));
  for (const RowText& next : made.rows) {
    versions.Append(versions.size() > 0 ? "\n  " : "").Append(Begun(next));
  }
  return versions;
}

Result<std::vector<Edit>> Versions::TableInPlaceOf(const ast::Decl& decl, const Text& code) const {
  const auto& table = std::get<ast::Table>(decl.kind);
  const std::string head = HeadOf(decl, text_.view());
  const Rows made = ReadRows("", code);
  if (cases_.size() > 0 || !from_ || made.rows.empty() ||
      Evened(HeadOf(made.document.decls[0], code.view())) != Evened(head)) {
    return Fail("`{}`", table.name.text);
  }
  Parts parts{.text = text_, .first = decl.span.begin + Trimmed(head).size()};
  for (const ast::Table::Row& row : table.rows) {
    parts.old.push_back(row.span);
  }
  for (const RowText& row : made.rows) {
    parts.made.push_back(row.text);
  }
  parts.is_version = [](std::size_t, std::size_t) { return false; };
  parts.in_place_of = [&](std::size_t old, const Text& row) {
    return InPlaceOf(table.rows[old], decl, row);
  };
  parts.begun = [&](std::size_t row) { return Begun(made.rows[row]); };
  return PartByPart(parts);
}

Result<Text> Versions::InPlaceOf(const ast::CalendarItem& item, const ast::Calendar& calendar,
                                 const Text& code) const {
  if (cases_.size() > 0) {
    return Fail("a day of `{}`", calendar.name.text);
  }
  return first_day_ ? CalendarVersions(calendar, text_, *first_day_).InPlaceOf(item, code) : code;
}

Result<std::vector<Edit>> Versions::CalendarInPlaceOf(const ast::Calendar& calendar,
                                                      const Text& code) const {
  const Snippet put_in = Read("", code);
  const auto* const made = put_in.reads_well && put_in.document.decls.size() == 1
                               ? std::get_if<ast::Calendar>(&put_in.document.decls[0].kind)
                               : nullptr;
  if (cases_.size() > 0 || !first_day_ || made == nullptr ||
      made->name.text != calendar.name.text) {
    return Fail("`{}`", calendar.name.text);
  }
  ACTA_TRY(std::vector<Edit> edits,
           CalendarVersions(calendar, text_, *first_day_).Replaced(*made, code, put_in.base));
  const auto title = [](const ast::Calendar& one) {
    return one.doc ? Span{one.name.span.source, one.name.span.end, one.doc->span.end}
                   : Span{one.name.span.source, one.name.span.end, one.name.span.end};
  };
  const Span old_title = title(calendar);
  const Span new_title = title(*made);
  Text words = code.Slice(new_title.begin - put_in.base, new_title.end - put_in.base);
  if (words.view() != text_.Slice(old_title.begin, old_title.end).view()) {
    edits.push_back({old_title.begin, old_title.end, std::move(words)});
  }
  return edits;
}

Result<std::vector<Edit>> Versions::InPlaceOf(const ast::Decl& decl, const Text& code) const {
  if (const auto* calendar = std::get_if<ast::Calendar>(&decl.kind)) {
    return CalendarInPlaceOf(*calendar, code);
  }
  if (std::holds_alternative<ast::Table>(decl.kind)) {
    return TableInPlaceOf(decl, code);
  }
  const std::vector<const ast::Clause*> clauses = ClausesOf(decl);
  const Snippet put_in = Read("", code);
  if (!IsOnlyClauses(decl) || clauses.empty() || !put_in.reads_well ||
      put_in.document.decls.size() != 1 || put_in.clauses.empty()) {
    return Fail("`{}`", NameOf(decl).value_or(""));
  }
  const std::string_view law = text_.view();
  const std::string_view head =
      Trimmed(law.substr(decl.span.begin, clauses[0]->span.begin - decl.span.begin));
  const std::size_t made_begin = put_in.clauses[0]->span.begin - put_in.base;
  if (Evened(head) != Evened(code.view().substr(0, made_begin))) {
    return Fail("`{}`", NameOf(decl).value_or(""));
  }
  const auto written = [&](std::size_t made) {
    return ClauseText{code, put_in.document, *put_in.clauses[made], put_in.base};
  };
  Parts parts{.text = text_, .first = decl.span.begin + head.size()};
  for (const ast::Clause* clause : clauses) {
    parts.old.push_back(clause->span);
  }
  for (std::size_t i = 0; i < put_in.clauses.size(); ++i) {
    parts.made.push_back(written(i).At(put_in.clauses[i]->span));
  }
  parts.is_version = [&](std::size_t old, std::size_t made) {
    return AreNamedAlike(*clauses[old], *put_in.clauses[made]) && !HasEnded(*clauses[old]);
  };
  parts.in_place_of = [&](std::size_t old, const Text& made) {
    return InPlaceOf(*clauses[old], decl, made);
  };
  parts.begun = [&](std::size_t made) { return Begun(written(made)); };
  return PartByPart(parts);
}

Text Versions::With(const ClauseText& clause, const std::string& force, const Text& unless) {
  const std::uint32_t begin = clause.clause.span.begin;
  std::vector<Edit> edits;
  const auto replace = [&](const Span& span, Text made) {
    edits.push_back({span.begin - begin, span.end - begin, std::move(made)});
  };
  if (!force.empty() && clause.clause.force) {
    replace(clause.clause.force->span, Text().Append(force));
  } else if (!force.empty()) {
    Span at = HeadOf(clause.clause);
    const bool has_head = at.size() > 0;
    at.begin = at.end;
    replace(at, Text().Append(has_head ? " " + force : force + " "));
  }
  if (unless.size() > 0 && clause.clause.unless) {
    const Text own = clause.At(*clause.clause.unless);
    replace(clause.document.exprs[*clause.clause.unless].span,
            Text().Append("(").Append(own).Append(") or ").Append(unless));
  } else if (unless.size() > 0) {
    Span at = clause.clause.span;
    at.begin = at.end;
    replace(at, Text().Append(" unless ").Append(unless));
  }
  return Edited(clause.At(clause.clause.span), std::move(edits));
}

Text Versions::Together(const ClauseText& old, const ClauseText& made,
                        const std::string& force) const {
  Text text = made.At(HeadOf(made.clause));
  const auto next = [&](std::string_view words) -> Text& {
    return text.Append(text.size() > 0 ? " " : "").Append(words);
  };
  if (!force.empty()) {
    next(force);
  }
  if (!IsOfNorm(old)) {
    next("is ").Append(Choice(made.At(made.clause.value), old.At(old.clause.value)));
  }
  const auto condition = [&](std::string_view keyword, const std::optional<ast::ExprId>& with,
                             const std::optional<ast::ExprId>& without, std::string_view none) {
    if (!with && !without) {
      return;
    }
    const Text always = Text().Append(none);
    const bool on_its_own_line = text.view().find("if ") != std::string::npos;
    text.Append(on_its_own_line ? "\n    " : " ").Append(keyword).Append(" ");
    text.Append(Choice(with ? made.At(*with) : always, without ? old.At(*without) : always));
  };
  condition("when", made.clause.when, old.clause.when, "yes");
  condition("unless", made.clause.unless, old.clause.unless, "no");
  return text;
}

Text Versions::Choice(const Text& with, const Text& without) const {
  if (with.view() == without.view()) {
    return with;
  }
  return Text().Append("if ").Append(cases_).Append(" then ").Append(with).Append(" else ").Append(
      without);
}

Text Versions::Chosen(const Text& with, const Text& without) const {
  if (!from_) {
    return Choice(with, without);
  }
  Text when = Text().Append(parameter_);
  if (cases_.size() > 0) {
    when.Append(" and ").Append(TheseCases());
  }
  return Text().Append("if ").Append(when).Append(" then ").Append(with).Append(" else ").Append(
      without);
}

Text Versions::Declaration() const {
  if (!from_) {
    return {};
  }
  return Text().Append(fmt::format("parameter {} : boolean\n  from {} is no\n  from {} is yes",
                                   parameter_, ast::Iso(law_from_), ast::Iso(*from_)));
}

Result<Text> Versions::Declared(const Text& code) const {
  return PutIn("", code);
}

bool Versions::Chooses(const Text& code) const {
  return is_gradual() && !Read("", code).disapplied.empty();
}

Result<Text> Versions::Added(const Text& code, const ast::Decl& to) const {
  if (const auto* calendar = std::get_if<ast::Calendar>(&to.kind); calendar != nullptr) {
    if (cases_.size() > 0) {
      return Fail("a day of `{}`", calendar->name.text);
    }
    return first_day_ ? CalendarVersions(*calendar, text_, *first_day_).Added(code) : code;
  }
  if (std::holds_alternative<ast::ParameterDecl>(to.kind)) {
    const Snippet put_in = Read("parameter x : integer\n", code);
    for (const ast::Decl& decl : put_in.document.decls) {
      const auto* const parameter = std::get_if<ast::ParameterDecl>(&decl.kind);
      for (std::size_t i = 0; parameter != nullptr && i < parameter->versions.size(); ++i) {
        const ast::ParameterDecl::Version& version = parameter->versions[i];
        if (BeginsBefore(version.force)) {
          return BeganBefore(version.force);
        }
      }
    }
  }
  // Members of an enum, and values of a parameter with days of their own, are there from the
  // beginning and do nothing before.
  if (!is_gradual() || std::holds_alternative<ast::Enum>(to.kind) ||
      (std::holds_alternative<ast::ParameterDecl>(to.kind) && cases_.size() == 0)) {
    return code;
  }
  if (std::holds_alternative<ast::Table>(to.kind) && cases_.size() == 0) {
    const Rows put_in = ReadRows(HeadOf(to, text_.view()), code);
    if (!put_in.reads_well) {
      return code;
    }
    Text rows;
    for (const RowText& row : put_in.rows) {
      rows.Append(rows.size() > 0 ? "\n  " : "").Append(Begun(row));
    }
    return rows;
  }
  const std::string_view head = HeadFor(to);
  if (head.empty() || std::holds_alternative<ast::Power>(to.kind)) {
    return Fail("what is put in here");
  }
  return PutIn(head, code);
}

Result<Text> Versions::Begun(const ClauseText& made) const {
  if (BeginsBefore(made.clause.force)) {
    return BeganBefore(*made.clause.force);
  }
  const std::string force = from_ ? InWords({.from = *from_, .until = {}, .span = {}}) : "";
  return With(made, made.clause.force ? "" : force, cases_.size() > 0 ? OtherCases() : Text());
}

Result<Text> Versions::PutIn(std::string_view head, const Text& code) const {
  if (!is_gradual()) {
    return code;
  }
  const Snippet put_in = Read(head, code);
  std::vector<Edit> edits;
  for (const ast::Clause* made : put_in.clauses) {
    ACTA_TRY(const Text dated, Begun({code, put_in.document, *made, put_in.base}));
    edits.push_back({made->span.begin - put_in.base, made->span.end - put_in.base, dated});
  }
  for (const ast::Disapply* disapply : put_in.disapplied) {
    const Span& where = put_in.document.exprs[disapply->where].span;
    const std::size_t begin = where.begin - put_in.base;
    const std::size_t end = where.end - put_in.base;
    edits.push_back({begin, end, Chosen(code.Slice(begin, end), Text().Append("no"))});
  }
  return Edited(code, std::move(edits));
}

Text Versions::Marked(std::string_view words) const {
  Text mark = Text().Append("\n*");
  if (from_) {
    mark.Append("From " + ast::Iso(*from_));
  }
  if (cases_.size() > 0) {
    mark.Append(from_ ? ", for" : "For").Append(" cases where `").Append(cases_).Append("`");
  }
  return mark.Append(words.empty() ? ":" : ": ").Append(words).Append("*\n");
}

Text Versions::Notice() const {
  Text notice;
  if (from_) {
    notice.Append(fmt::format("\n*In force from {}.*\n", ast::Iso(*from_)));
  }
  if (cases_.size() > 0) {
    notice.Append("\n*For cases where `").Append(cases_).Append("`.*\n");
  }
  return notice;
}

}  // namespace acta::amend
