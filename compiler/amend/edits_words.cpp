// Words that are changed, in clauses and in prose.
#include <algorithm>
#include <utility>

#include "compiler/amend/editor.h"
#include "compiler/amend/material.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/document.h"
#include "compiler/syntax/names.h"

namespace acta::amend {

void Editor::Do(const ast::Amendment::Substitute& what) {
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
  if (Evened(what.words.text) == Evened(what.replacement.text)) {
    reporter_.Report<diag::SubstitutesNothing>(what.replacement.span, what.words.text);
  }
  const Region words = found.front();
  const Text made = Quoted(what.replacement);
  if (!prose.empty()) {
    prose_edits_.push_back({{words.begin, words.end, made}, &what.replacement});
  }
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

bool Editor::RewordValueThen(const ast::Amendment::Substitute& what, const Place& place,
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

void Editor::RewordPart(Part part, Edit edit, const std::string& subject) {
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

void Editor::WriteParts() {
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

void Editor::KeepProse() {
  const std::string_view all = text_.view();
  std::vector<Edit> edits;
  const auto keep = [&](const std::vector<Edit>& some) {
    return syntax::DifferInProseOnly(all, Edited(text_, some).view());
  };
  std::ranges::sort(prose_edits_, {}, [](const ProseEdit& one) { return one.edit.begin; });
  for (const ProseEdit& one : prose_edits_) {
    // Of words that are changed twice it is reported elsewhere.
    if (edits.empty() || edits.back().end <= one.edit.begin) {
      edits.push_back(one.edit);
    }
  }
  if (edits.empty() || keep(edits)) {
    return;
  }
  std::vector<Edit> kept;
  for (const ProseEdit& one : prose_edits_) {
    if (!kept.empty() && one.edit.begin < kept.back().end) {
      continue;
    }
    kept.push_back(one.edit);
    if (keep(kept)) {
      continue;
    }
    kept.pop_back();
    const std::size_t begin = one.edit.begin == 0 ? 0 : all.rfind('\n', one.edit.begin - 1) + 1;
    const std::size_t end = std::min(all.find('\n', one.edit.end), all.size());
    const Text line = Text(text_.Slice(begin, one.edit.begin))
                          .Append(one.edit.replacement)
                          .Append(text_.Slice(one.edit.end, end));
    reporter_
        .Report<diag::TextIsNoParagraph>(
            one.replacement->span, Evened(line.view()),
            syntax::StructureOf(line.view()).value_or("a part of a heading, a block or a comment"))
        .Help(
            "`insert provision` puts in a heading, `insert in [...] { ... }` code; prose begins "
            "with a word");
  }
}

std::string Editor::Shortened(const Span& span) const {
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

void Editor::Do(const ast::Amendment::Reword& what) {
  const auto provision = targets_.Find(what.provision);
  if (!provision) {
    return;
  }
  if (!what.heading && what.prose.empty()) {
    reporter_.Report<diag::CannotBeAmendedSo>(instruction_, "this says no new words")
        .Help("say `titled \"...\"` or `as \"...\"`");
    return;
  }
  if (what.heading &&
      !IsHeading(law_.provisions[*provision].citation, what.heading, what.heading->span)) {
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

bool Editor::IsHeading(const std::string& citation, const std::optional<ast::Text>& title,
                       const Span& at) {
  Reporter silent;
  const std::string words = title ? title->text : "";
  const syntax::Outline read = syntax::Split(
      fmt::format("# {}{}{}", citation, title ? ". " : "", words), law_.source, silent);
  const ast::Provision& heading = read.provisions[ast::ProvisionId(0)];
  if (citation.find_first_not_of(" \t") == std::string::npos) {
    reporter_.Report<diag::CannotBeAmendedSo>(at, "a provision needs a citation")
        .Help("as in `insert provision \"Article 1a\" titled \"...\"`");
  } else if (heading.citation != citation && title && words.empty()) {
    reporter_.Report<diag::CannotBeAmendedSo>(title->span, "a title needs words");
  } else if (heading.citation != citation) {
    auto diagnostic = reporter_.Report<diag::CannotBeAmendedSo>(
        at, fmt::format("the provision `{}` would be cited as `{}`", citation, heading.citation));
    if (!title && !heading.title.empty()) {
      diagnostic.Help(fmt::format("a title stands apart: `titled \"{}\"`", heading.title));
    }
  } else if (title && heading.title != words) {
    reporter_.Report<diag::CannotBeAmendedSo>(
        title->span, fmt::format("the title `{}` would be read as `{}`", words, heading.title));
  } else {
    return true;
  }
  return false;
}

void Editor::RewordLater(const ast::Amendment::Reword& what, ast::ProvisionId provision) {
  Text words = Text().Append("\n").Append(
      versions_.Marked(what.heading ? fmt::format("\"{}\"", what.heading->text) : ""));
  words.Append(Prose(what.prose));
  // Below the last paragraph, or the heading where there is none.
  const std::size_t heading = law_.provisions[provision].span.end;
  Region last = {heading, heading};
  for (const Region& prose : ProseIn(law_, text_.view(), RegionOf(law_, text_.view(), provision))) {
    const Region written = WithoutBlanks(text_.view(), prose);
    last = written.begin < written.end ? written : last;
  }
  // The line break behind it is there already.
  Text both = text_.Slice(last.begin, last.end).Append(words.Slice(0, words.size() - 1));
  Add(last.begin, last.end, std::move(both), what.provision.text);
}

}  // namespace acta::amend
