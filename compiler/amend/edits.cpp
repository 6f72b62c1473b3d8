#include "compiler/amend/edits.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "compiler/amend/material.h"
#include "compiler/amend/places.h"
#include "compiler/amend/targets.h"
#include "compiler/amend/versions.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/names.h"

namespace acta::amend {

namespace {

// Whether a declaration says what is so, and does not only give words to say it with, or test it.
bool SaysSomething(const ast::Decl& decl) {
  return !ClausesOf(decl).empty() || std::holds_alternative<ast::Disapply>(decl.kind) ||
         std::holds_alternative<ast::ParameterDecl>(decl.kind) ||
         std::holds_alternative<ast::Table>(decl.kind);
}

class Editor {
 public:
  Editor(const Written& written, const ast::Document& law, const Text& text,
         const ast::Document& first, Effect effect, Reporter& reporter, const LawThen* then)
      : written_(written),
        law_(law),
        text_(text),
        then_(then),
        reporter_(reporter),
        versions_(written, law, text, effect),
        targets_(law, first, ast::Dotted(written.amendment->law), versions_, reporter) {}

  std::vector<Change> Run() {
    // What is added to a declaration stands before what is put in behind it.
    for (const bool adds : {true, false}) {
      for (const ast::Amendment::Instruction& instruction : written_.amendment->instructions) {
        if (std::holds_alternative<ast::Amendment::AddTo>(instruction.what) == adds) {
          instruction_ = instruction.span;
          whole_.reset();
          std::visit([this](const auto& what) { Do(what); }, instruction.what);
        }
      }
    }
    WriteParts();
    return std::move(changes_);
  }

 private:
  void Add(std::size_t begin, std::size_t end, Text replacement, std::string subject) {
    changes_.push_back({.edit = {begin, end, std::move(replacement)},
                        .instruction = instruction_,
                        .subject = std::move(subject),
                        .about = whole_.value_or(Region{begin, end}),
                        .only_adds = begin == end && !whole_});
  }

  // Puts something in at the end of `part`, to which it then belongs.
  void AddTo(const Region& part, Text added, std::string subject) {
    Add(part.end, part.end, std::move(added), std::move(subject));
    changes_.back().about = part;
  }

  // What is changed from now on by the instruction is changed as a whole.
  void ChangeWhole(const Region& whole) { whole_ = whole; }

  // ---- taking effect later, or for some cases
  // -----------------------------------------------------

  // True when the instruction cannot be written as versions; that is reported.
  bool CannotWait(const Span& span, std::string_view what) {
    if (!versions_.is_gradual()) {
      return false;
    }
    ReportCannotWait(span, what);
    return true;
  }

  // `way_out`: if there is another than those that most have.
  void ReportCannotWait(const Span& span, std::string_view what, std::string_view way_out = {}) {
    auto diagnostic = reporter_.Report<diag::CannotTakeEffectLater>(
        span, fmt::format("{} cannot take effect later than the law or for some cases only", what));
    if (!way_out.empty()) {
      diagnostic.Help(std::string(way_out));
    } else if (versions_.is_for_some_cases()) {
      diagnostic.Help(
          "write it, with its days and conditions, in an amendment without `in force` and `for "
          "cases`");
    } else if (versions_.is_gradual()) {
      diagnostic.Help(
          "write it with its days and conditions in an amendment without `in force`, or ask for "
          "the law of one day with `--on`");
    }
  }

  // What is put in, with the time and the cases; nothing when it cannot wait, which is reported.
  std::optional<Text> Waiting(const Span& span, Result<Text> put_in,
                              std::string_view way_out = {}) {
    if (!put_in) {
      ReportCannotWait(span, put_in.error().message, way_out);
      return std::nullopt;
    }
    return *std::move(put_in);
  }

  // Declarations that are put in, and behind them what they ask.
  std::optional<Text> Declared(const Text& code) {
    std::optional<Text> put_in = Waiting(instruction_, versions_.Declared(code));
    if (put_in && versions_.Chooses(code)) {
      const Text declaration = TakeDeclaration();
      put_in->Append(declaration.size() > 0 ? "\n\n" : "").Append(declaration);
    }
    return put_in;
  }

  // What chosen values ask, once.
  Text TakeDeclaration() {
    const Text declaration = versions_.Declaration();
    return declaration.size() == 0 || std::exchange(is_declared_, true) ? Text() : declaration;
  }

  // `code` in the place of a clause; it repeals the clause when it is empty.
  void PutClause(const ast::Decl& decl, const ast::Clause& clause, const Text& code,
                 const std::string& subject) {
    const std::string_view way_out =
        versions_.HasEnded(clause)
            ? "amend the version that is in force on the day of the amendment"
            : "";
    if (const auto put_in =
            Waiting(instruction_, versions_.InPlaceOf(clause, decl, code), way_out)) {
      Add(clause.span.begin, clause.span.end, *put_in, subject);
    }
  }

  // `code` in the place of what a value of a parameter says behind its days.
  void PutVersion(const ast::Decl& decl, const ast::ParameterDecl::Version& version,
                  const Text& code, const std::string& subject) {
    const auto& parameter = std::get<ast::ParameterDecl>(decl.kind);
    const std::string_view way_out =
        versions_.is_for_some_cases()
            ? ""
            : "the values of past days stay what they were, with `--on` too: amend that of the day "
              "of the amendment, or `add` one";
    if (const auto put_in =
            Waiting(instruction_, versions_.InPlaceOf(version, parameter, code), way_out)) {
      Add(version.span.begin, version.span.end, *put_in, subject);
    }
  }

  // `code` in the place of a row of a table; it ends the row when it is empty.
  void PutRow(const ast::Decl& decl, const ast::Table::Row& row, const Text& code,
              const std::string& subject) {
    if (const auto put_in = Waiting(instruction_, versions_.InPlaceOf(row, decl, code))) {
      Add(row.span.begin, row.span.end, *put_in, subject);
    }
  }

  // `code` in the place of an item of a calendar. Where that would change days before, it is done
  // outright in the law of one day.
  void PutItem(const ast::Decl& decl, const ast::CalendarItem& item, const Text& code,
               const std::string& subject) {
    const auto& calendar = std::get<ast::Calendar>(decl.kind);
    const auto put_in = versions_.InPlaceOf(item, calendar, code);
    if (put_in || !CannotWait(instruction_, put_in.error().message)) {
      Add(item.span.begin, item.span.end, put_in.value_or(code), subject);
    }
  }

  // `code` in the place of a declaration.
  void PutDecl(const ast::Decl& decl, const Text& code, const Span& target,
               const std::string& subject) {
    ChangeWhole({decl.span.begin, decl.span.end});
    // Even where it says what was said before: nobody else may say otherwise.
    Add(decl.span.end, decl.span.end, Text(), subject);
    const bool is_calendar = std::holds_alternative<ast::Calendar>(decl.kind);
    if (!(is_calendar ? versions_.is_gradual_in_calendars() : versions_.is_gradual())) {
      Add(decl.span.begin, decl.span.end, code, subject);
      return;
    }
    auto edits = versions_.InPlaceOf(decl, code);
    if (edits) {
      for (Edit& edit : *edits) {
        Add(edit.begin, edit.end, std::move(edit.replacement), subject);
      }
    } else if (std::holds_alternative<ast::Presumption>(decl.kind)) {
      // Of another name, or for another rule.
      End(decl, target, subject);
      if (const auto put_in = Declared(code)) {
        Add(decl.span.end, decl.span.end, Text().Append("\n\n").Append(*put_in), subject);
      }
    } else if (!CannotWait(target, edits.error().message)) {
      Add(decl.span.begin, decl.span.end, code, subject);
    }
  }

  // ---- instructions
  // -------------------------------------------------------------------------------

  void Do(const ast::Amendment::Substitute& what) {
    const std::string_view all = text_.view();
    std::vector<Region> found;
    std::vector<Region> prose;
    std::string subject;
    std::optional<Place> place;
    if (what.target.name) {
      place = targets_.Find(*what.target.name);
      if (!place) {
        return;
      }
      subject = fmt::format("`{}`", ast::Dotted(*what.target.name));
      if (versions_.is_gradual() && RewordValueThen(what, *place, subject)) {
        return;
      }
      found = FindWords(all, place->span().begin, place->span().end, what.words.text, true);
    } else {
      const auto provision = targets_.Find(*what.target.provision);
      if (!provision) {
        return;
      }
      subject = what.target.provision->text;
      const Region region = RegionOf(law_, all, *provision);
      for (const Region& part : ProseIn(law_, all, region)) {
        const auto more = FindWords(all, part.begin, part.end, what.words.text, false);
        found.insert(found.end(), more.begin(), more.end());
        prose.insert(prose.end(), more.size(), part);
      }
      if (found.empty()) {
        found = FindWords(all, region.begin, region.end, what.words.text, true);
      }
    }
    if (found.size() > 1 && prose.empty()) {
      std::erase_if(found, [this](const Region& words) { return IsOfAnotherDay(words); });
    }
    for (std::size_t i = prose.size(); i-- > 0 && found.size() > 1;) {
      if (versions_.IsSuperseded(all, ParagraphAround(all, prose[i], found[i]))) {
        found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
        prose.erase(prose.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    if (found.size() != 1) {
      auto diagnostic = reporter_.Report<diag::WordsNotThere>(
          what.words.span, what.words.text,
          found.empty() ? fmt::format("does not stand in {}", subject)
                        : fmt::format("stands in {} {} times", subject, found.size()));
      if (!found.empty()) {
        diagnostic.Help(StandInNamedClauses(found)
                            ? "quote more of the words around it, or name the clause"
                            : "quote more of the words around it");
      } else if (place) {
        diagnostic.Help(fmt::format("there it says: {}", Shortened(place->span())));
      }
      return;
    }
    const Region words = found.front();
    const Text made = Quoted(what.replacement);
    if (const auto [calendar, item] = ItemAround(words);
        item != nullptr && versions_.is_gradual_in_calendars()) {
      RewordPart({.region = {item->span.begin, item->span.end}, .place = {calendar}, .item = item},
                 {words.begin, words.end, made}, subject);
    } else if (const auto [parameter, version] = VersionAround(words);
               version != nullptr && versions_.is_gradual_in_calendars()) {
      RewordPart({.region = {version->force.span.end, version->span.end},
                  .place = {parameter},
                  .version = version},
                 {words.begin, words.end, made}, subject);
    } else if (!versions_.is_gradual()) {
      Add(words.begin, words.end, made, subject);
    } else if (!prose.empty()) {
      RewordPart({ParagraphAround(all, prose.front(), words), {}}, {words.begin, words.end, made},
                 subject);
    } else if (const Place around = ClauseAround(words); around.clause != nullptr) {
      RewordPart({{around.span().begin, around.span().end}, around}, {words.begin, words.end, made},
                 subject);
    } else if (const auto [table, row] = RowAround(words);
               row != nullptr && !versions_.is_for_some_cases()) {
      RewordPart({.region = {row->span.begin, row->span.end}, .place = {table}, .row = row},
                 {words.begin, words.end, made}, subject);
    } else if (const auto [decl, value] = ValueAround(words); decl != nullptr) {
      RewordPart({.region = value, .place = {decl}}, {words.begin, words.end, made}, subject);
    } else {
      CannotWait(instruction_, fmt::format("{} outside of its clauses and values", subject));
    }
  }

  // Where the words stand in a deadline of a norm as it is on the day of the amendment: that may
  // say other words on other days. False where they do not.
  bool RewordValueThen(const ast::Amendment::Substitute& what, const Place& place,
                       const std::string& subject) {
    if (then_ == nullptr || place.clause != nullptr || ClausesOf(*place.decl).empty()) {
      return false;
    }
    const std::vector<Place> there = PlacesOf(then_->law, *what.target.name);
    const std::vector<ast::ExprId> values = ValuesOf(*place.decl);
    if (there.size() != 1 || ValuesOf(*there[0].decl).size() != values.size()) {
      return false;
    }
    const std::vector<Region> found = FindWords(then_->text.view(), there[0].span().begin,
                                                there[0].span().end, what.words.text, true);
    for (std::size_t i = 0; i < values.size() && found.size() == 1; ++i) {
      const Span& old = law_.exprs[values[i]].span;
      const Span& now = then_->law.exprs[ValuesOf(*there[0].decl)[i]].span;
      if (now.begin <= found[0].begin && found[0].end <= now.end) {
        RewordPart({.region = {old.begin, old.end},
                    .place = {place.decl},
                    .then = Region{now.begin, now.end}},
                   {found[0].begin, found[0].end, Quoted(what.replacement)}, subject);
        return true;
      }
    }
    return false;
  }

  // A clause, a value, or a paragraph of prose, of which words are changed: it stays as it is for
  // some time or cases, and so is written anew only when all that changes in it is known.
  struct Part {
    Region region;
    Place place;  // no clause: it is a value; no declaration either: it is a paragraph
    const ast::ParameterDecl::Version* version = nullptr;  // of whose words behind its days it is
    const ast::CalendarItem* item = nullptr;               // it is this item of a calendar
    const ast::Table::Row* row = nullptr;                  // it is this row of a table
    // What is changed in its place, where that is another text: in the law of the day.
    std::optional<Region> then = {};
    std::vector<Edit> edits = {};  // from the beginning of the region, or of that
    Span instruction;
    std::string subject;
  };

  void RewordPart(Part part, Edit edit, const std::string& subject) {
    const std::size_t begin = part.then ? part.then->begin : part.region.begin;
    edit.begin -= begin;
    edit.end -= begin;
    const auto known = std::ranges::find_if(parts_, [&](const Part& other) {
      return other.region.begin == part.region.begin &&
             std::ranges::none_of(other.edits, [&](const Edit& one) {
               return one.begin < edit.end && edit.begin < one.end;
             });
    });
    if (known != parts_.end()) {
      known->edits.push_back(std::move(edit));
      return;
    }
    part.edits.push_back(std::move(edit));
    part.instruction = instruction_;
    part.subject = subject;
    parts_.push_back(std::move(part));
  }

  void WriteParts() {
    whole_.reset();
    for (Part& part : parts_) {
      instruction_ = part.instruction;
      const Text old = text_.Slice(part.region.begin, part.region.end);
      const Text changed = part.then ? then_->text.Slice(part.then->begin, part.then->end) : old;
      const Text made = Edited(changed, std::move(part.edits));
      if (part.place.clause != nullptr) {
        PutClause(*part.place.decl, *part.place.clause, made, part.subject);
      } else if (part.version != nullptr) {
        PutVersion(*part.place.decl, *part.version, made, part.subject);
      } else if (part.row != nullptr) {
        PutRow(*part.place.decl, *part.row, made, part.subject);
      } else if (part.item != nullptr) {
        PutItem(*part.place.decl, *part.item, made, part.subject);
      } else if (part.place.decl != nullptr) {
        Add(part.region.begin, part.region.end, versions_.Chosen(made, old), part.subject);
        Declare(*part.place.decl);
      } else {
        Text both = Text(old).Append("\n").Append(versions_.Marked("")).Append("\n").Append(made);
        Add(part.region.begin, part.region.end, std::move(both), part.subject);
      }
    }
  }

  void Declare(const ast::Decl& decl) {
    const Text declaration = TakeDeclaration();
    if (declaration.size() > 0) {
      Add(decl.span.end, decl.span.end, Text().Append("\n\n").Append(declaration),
          "what is in force");
    }
  }

  // The value in which the words stand, if they stand in one; whose it is.
  [[nodiscard]] std::pair<const ast::Decl*, Region> ValueAround(const Region& words) const {
    for (const ast::Decl& decl : law_.decls) {
      for (const ast::ExprId value : ValuesOf(decl)) {
        const Span& span = law_.exprs[value].span;
        if (span.begin <= words.begin && words.end <= span.end) {
          return {&decl, {span.begin, span.end}};
        }
      }
    }
    return {nullptr, {}};
  }

  // The value of a parameter in which the words stand, behind its days; whose it is.
  [[nodiscard]] std::pair<const ast::Decl*, const ast::ParameterDecl::Version*> VersionAround(
      const Region& words) const {
    for (const ast::Decl& decl : law_.decls) {
      const auto* const parameter = std::get_if<ast::ParameterDecl>(&decl.kind);
      for (std::size_t i = 0; parameter != nullptr && i < parameter->versions.size(); ++i) {
        const ast::ParameterDecl::Version& version = parameter->versions[i];
        if (version.force.span.end <= words.begin && words.end <= version.span.end) {
          return {&decl, &version};
        }
      }
    }
    return {nullptr, nullptr};
  }

  // Whether the words stand in a version that is not in force on the day of the amendment.
  [[nodiscard]] bool IsOfAnotherDay(const Region& words) const {
    if (const auto [calendar, item] = ItemAround(words); item != nullptr) {
      return versions_.IsOfAnotherDay(item->from, item->until);
    }
    if (const auto [table, row] = RowAround(words); row != nullptr) {
      return versions_.IsOfAnotherDay(row->from, row->until);
    }
    if (const auto [decl, version] = VersionAround(words); version != nullptr) {
      const auto& parameter = std::get<ast::ParameterDecl>(decl->kind);
      return versions_.IsOfAnotherDay(version->force.from, LastDayOf(*version, parameter));
    }
    const Place around = ClauseAround(words);
    return around.clause != nullptr && around.clause->force &&
           versions_.IsOfAnotherDay(around.clause->force->from, around.clause->force->until);
  }

  [[nodiscard]] bool StandInNamedClauses(const std::vector<Region>& found) const {
    return std::ranges::all_of(found, [this](const Region& words) {
      const Place around = ClauseAround(words);
      return around.clause != nullptr && around.clause->name;
    });
  }

  // The item of a calendar in which the words stand, if they stand in one; whose it is.
  [[nodiscard]] std::pair<const ast::Decl*, const ast::CalendarItem*> ItemAround(
      const Region& words) const {
    for (const ast::Decl& decl : law_.decls) {
      const auto* const calendar = std::get_if<ast::Calendar>(&decl.kind);
      for (std::size_t i = 0; calendar != nullptr && i < calendar->items.size(); ++i) {
        const ast::CalendarItem& item = calendar->items[i];
        if (item.span.begin <= words.begin && words.end <= item.span.end) {
          return {&decl, &item};
        }
      }
    }
    return {nullptr, nullptr};
  }

  // The row of a table in which the words stand, if they stand in one; whose it is.
  [[nodiscard]] std::pair<const ast::Decl*, const ast::Table::Row*> RowAround(
      const Region& words) const {
    for (const ast::Decl& decl : law_.decls) {
      const auto* const table = std::get_if<ast::Table>(&decl.kind);
      for (std::size_t i = 0; table != nullptr && i < table->rows.size(); ++i) {
        const ast::Table::Row& row = table->rows[i];
        if (row.span.begin <= words.begin && words.end <= row.span.end) {
          return {&decl, &row};
        }
      }
    }
    return {nullptr, nullptr};
  }

  // The clause in which the words stand, if they stand in one.
  [[nodiscard]] Place ClauseAround(const Region& words) const {
    for (const ast::Decl& decl : law_.decls) {
      for (const ast::Clause* clause : ClausesOf(decl)) {
        if (clause->span.begin <= words.begin && words.end <= clause->span.end) {
          return {&decl, clause};
        }
      }
    }
    return {};
  }

  [[nodiscard]] std::string Shortened(const Span& span) const {
    constexpr std::size_t kMost = 160;
    std::string flat;
    for (const char c : text_.view().substr(span.begin, span.size())) {
      const bool is_blank = c == '\n' || c == ' ' || c == '\t' || c == '\r';
      if (!is_blank) {
        flat.push_back(c);
      } else if (!flat.empty() && flat.back() != ' ') {
        flat.push_back(' ');
      }
    }
    if (flat.size() > kMost) {
      std::size_t end = kMost;
      while ((static_cast<unsigned char>(flat[end]) & 0xC0) == 0x80) {
        --end;
      }
      flat = flat.substr(0, end) + "…";
    }
    return "`" + flat + "`";
  }

  void Do(const ast::Amendment::Reword& what) {
    const auto provision = targets_.Find(what.provision);
    if (!provision) {
      return;
    }
    if (!what.heading && what.prose.empty()) {
      reporter_.Report<diag::CannotBeAmendedSo>(instruction_, "this says no new words")
          .Help("say `titled \"...\"` or `as \"...\"`");
      return;
    }
    const std::string_view all = text_.view();
    if (versions_.is_gradual()) {
      RewordLater(what, *provision);
      return;
    }
    if (what.heading) {
      const ast::Provision& old = law_.provisions[*provision];
      const std::string_view line = all.substr(old.span.begin, old.span.size());
      const std::size_t signs =
          line.starts_with('#') ? std::min(line.find_first_not_of("# "), line.size()) : 0;
      Text heading = text_.Slice(old.span.begin, old.span.begin + signs);
      heading.Append(old.citation).Append(". ").Append(Quoted(*what.heading));
      Add(old.span.begin, old.span.end, std::move(heading), what.provision.text);
    }
    if (what.prose.empty()) {
      return;
    }
    const Region region = RegionOf(law_, all, *provision);
    bool is_first = true;
    for (const Region& prose : ProseIn(law_, all, region)) {
      Text words = is_first ? Prose(what.prose).Append("\n") : Text().Append("\n");
      if (is_first || prose.begin < prose.end) {
        Add(prose.begin, prose.end, std::move(words), what.provision.text);
      }
      is_first = false;
    }
  }

  // The words that a provision will have, below those it has.
  void RewordLater(const ast::Amendment::Reword& what, ast::ProvisionId provision) {
    Text words = Text().Append("\n").Append(
        versions_.Marked(what.heading ? fmt::format("\"{}\"", what.heading->text) : ""));
    words.Append(Prose(what.prose));
    // Below the last paragraph, or the heading where there is none.
    const std::size_t heading = law_.provisions[provision].span.end;
    Region last = {heading, heading};
    for (const Region& prose :
         ProseIn(law_, text_.view(), RegionOf(law_, text_.view(), provision))) {
      const Region written = WithoutBlanks(text_.view(), prose);
      last = written.begin < written.end ? written : last;
    }
    // The line break behind it is there already.
    Text both = text_.Slice(last.begin, last.end).Append(words.Slice(0, words.size() - 1));
    Add(last.begin, last.end, std::move(both), what.provision.text);
  }

  void Do(const ast::Amendment::Repeal& what) {
    for (const ast::Amendment::Target& target : what.targets) {
      if (target.provision) {
        RepealProvision(*target.provision);
      } else {
        RepealNamed(*target.name);
      }
    }
  }

  void RepealProvision(const ast::Citation& citation) {
    const auto provision = targets_.Find(citation);
    if (!provision) {
      return;
    }
    const Region region = WholeRegionOf(law_, text_.view(), *provision);
    ChangeWhole(region);
    if (!versions_.is_gradual()) {
      Add(region.begin, region.end, Text().Append("\n*Repealed.*\n\n"), citation.text);
      return;
    }
    const std::size_t heading = law_.provisions[*provision].span.end;
    const Text notice = Text().Append("\n").Append(versions_.Marked("repealed."));
    Add(heading, heading, notice.Slice(0, notice.size() - 1), citation.text);
    for (const ast::Decl& decl : law_.decls) {
      const bool stands_here = region.begin <= decl.span.begin && decl.span.end <= region.end;
      if (stands_here && SaysSomething(decl)) {
        End(decl, citation.span, citation.text);
      }
    }
  }

  void RepealNamed(const ast::Name& name) {
    const auto place = targets_.Find(name);
    if (!place) {
      return;
    }
    const std::string subject = fmt::format("`{}`", ast::Dotted(name));
    whole_.reset();
    if (place->clause == nullptr) {
      ChangeWhole({place->span().begin, place->span().end});
    }
    if (place->clause != nullptr) {
      // Not to come back with a version that begins later.
      for (const Place& version : PlacesOf(law_, name)) {
        if (version.decl == place->decl &&
            (version.clause == place->clause || !versions_.HasEnded(*version.clause))) {
          PutClause(*version.decl, *version.clause, Text(), subject);
        }
      }
    } else if (versions_.is_gradual()) {
      End(*place->decl, name.span, subject);
    } else {
      Add(place->span().begin, place->span().end, Text(), subject);
    }
  }

  // Repeals a declaration by its clauses.
  void End(const ast::Decl& decl, const Span& span, const std::string& subject) {
    const std::vector<const ast::Clause*> clauses = ClausesOf(decl);
    if (const auto* disapply = std::get_if<ast::Disapply>(&decl.kind)) {
      const Span& where = law_.exprs[disapply->where].span;
      const Text old = text_.Slice(where.begin, where.end);
      Add(where.begin, where.end, versions_.Chosen(Text().Append("no"), old), subject);
      Declare(decl);
    } else if (const auto* parameter = std::get_if<ast::ParameterDecl>(&decl.kind)) {
      for (const ast::ParameterDecl::Version& version : parameter->versions) {
        PutVersion(decl, version, Text(), subject);
      }
    } else if (const auto* table = std::get_if<ast::Table>(&decl.kind);
               table != nullptr && !versions_.is_for_some_cases()) {
      for (const ast::Table::Row& row : table->rows) {
        PutRow(decl, row, Text(), subject);
      }
    } else if (clauses.empty()) {
      CannotWait(span, fmt::format("`{}`", NameOf(decl).value_or(subject)));
    }
    const bool is_presumption = std::holds_alternative<ast::Presumption>(decl.kind);
    if (is_presumption && std::ranges::none_of(clauses, [this](const ast::Clause* clause) {
          return versions_.Remains(*clause);
        })) {
      Add(decl.span.begin, decl.span.end, Text(), subject);
      return;
    }
    for (const ast::Clause* clause : clauses) {
      PutClause(decl, *clause, Text(), subject);
    }
  }

  void Do(const ast::Amendment::Replace& what) {
    if (what.target.provision) {
      reporter_
          .Report<diag::CannotBeAmendedSo>(what.target.span,
                                           "a provision is not replaced with code")
          .Help("`reword` it, `repeal` what it says and `insert` anew");
      return;
    }
    const auto place = targets_.Find(*what.target.name);
    if (!place) {
      return;
    }
    const std::string subject = fmt::format("`{}`", ast::Dotted(*what.target.name));
    const Text code = CodeIn(*written_.sources, what.material);
    if (place->clause != nullptr) {
      PutClause(*place->decl, *place->clause, code, subject);
    } else {
      PutDecl(*place->decl, code, what.target.span, subject);
    }
  }

  void Do(const ast::Amendment::InsertIn& what) {
    const auto provision = targets_.Find(what.provision);
    if (!provision) {
      return;
    }
    const std::optional<Text> code = Declared(CodeIn(*written_.sources, what.material));
    if (!code) {
      return;
    }
    const std::string_view all = text_.view();
    const Region region = RegionOf(law_, all, *provision);
    const bool ends_line = region.end == 0 || all[region.end - 1] == '\n';
    Text block = Text().Append(ends_line ? "" : "\n").Append(Block(*code)).Append("\n");
    AddTo(region, std::move(block), what.provision.text);
  }

  void Do(const ast::Amendment::InsertAfter& what) {
    const auto place = targets_.Find(what.name);
    if (!place) {
      return;
    }
    const Text material = CodeIn(*written_.sources, what.material);
    const auto code = place->clause != nullptr
                          ? Waiting(what.name.span, versions_.Added(material, *place->decl))
                          : Declared(material);
    if (!code) {
      return;
    }
    const std::size_t end = place->span().end;
    const bool is_clause = place->clause != nullptr;
    AddTo({is_clause ? place->decl->span.begin : end, end},
          Text().Append(is_clause ? "\n  " : "\n\n").Append(*code),
          fmt::format("`{}`", ast::Dotted(what.name)));
  }

  void Do(const ast::Amendment::InsertProvision& what) {
    if (ProvisionCited(law_, what.number.text)) {
      reporter_
          .Report<diag::CannotBeAmendedSo>(
              what.number.span, fmt::format("there is a provision `{}` already", what.number.text))
          .Help("insert into it with `insert in`, or choose another number");
      return;
    }
    const auto after = targets_.Find(what.after);
    if (!after) {
      return;
    }
    const std::optional<Text> code =
        what.material ? Declared(CodeIn(*written_.sources, *what.material)) : Text();
    if (!code) {
      return;
    }
    const std::string_view all = text_.view();
    const Region region = WholeRegionOf(law_, all, *after);
    const auto level = static_cast<std::size_t>(law_.provisions[*after].level);
    Text provision;
    const std::string_view before = all.substr(0, region.end);
    provision.Append(before.ends_with("\n\n") ? "" : before.ends_with("\n") ? "\n" : "\n\n");
    provision.Append(std::string(level, '#') + " ").Append(Quoted(what.number));
    if (what.heading) {
      provision.Append(". ").Append(Quoted(*what.heading));
    }
    provision.Append("\n").Append(versions_.Notice()).Append(Prose(what.prose));
    if (what.material) {
      provision.Append(Block(*code));
    }
    Add(region.end, region.end, provision.Append("\n"), what.number.text);
  }

  void Do(const ast::Amendment::AddTo& what) {
    const auto place = targets_.Find(what.name);
    if (!place) {
      return;
    }
    const std::string subject = fmt::format("`{}`", ast::Dotted(what.name));
    if (place->clause != nullptr) {
      reporter_.Report<diag::CannotBeAmendedSo>(what.name.span, "nothing is added to a clause")
          .Help("`replace` it, or `substitute` words in it");
      return;
    }
    const Text material = CodeIn(*written_.sources, what.material);
    auto put_in = versions_.Added(material, *place->decl);
    if (!put_in && !versions_.is_gradual()) {
      put_in = material;
    }
    const auto code = Waiting(what.name.span, std::move(put_in));
    if (!code) {
      return;
    }
    const bool is_listed = std::holds_alternative<ast::Enum>(place->decl->kind);
    AddTo({place->span().begin, place->span().end},
          Text().Append(is_listed ? ",\n  " : "\n  ").Append(*code), subject);
  }

  const Written& written_;
  const ast::Document& law_;
  const Text& text_;
  const LawThen* then_;
  Reporter& reporter_;
  const Versions versions_;
  const Targets targets_;
  Span instruction_;
  std::optional<Region> whole_;
  std::vector<Part> parts_;
  bool is_declared_ = false;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> ChangesOf(const Written& written, const ast::Document& law, const Text& text,
                              const ast::Document& first, Effect effect, Reporter& reporter,
                              const LawThen* then) {
  return Editor(written, law, text, first, effect, reporter, then).Run();
}

}  // namespace acta::amend
