#include "compiler/amend/versions.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/amend/places.h"
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

// Where `is` or `when` begins, behind the citation and the name.
std::size_t KeywordAt(std::string_view all, const ast::Clause& clause, std::uint32_t base) {
  std::size_t at = 0;
  if (clause.citation) {
    at = clause.citation->span.end - base;
  }
  if (clause.name) {
    at = clause.name->span.end - base;
  }
  return std::min(all.find_first_not_of(" \t\r\n", at), all.size());
}

// What takes effect although it has no clauses that could have days, in words.
std::string_view ActsAtOnce(const ast::Decl& decl) {
  return std::visit(
      [](const auto& node) -> std::string_view {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, ast::Disapply>) {
          return "a `disapply`";
        } else if constexpr (std::is_same_v<T, ast::Presumption>) {
          return "a presumption";
        } else {
          return "";
        }
      },
      decl.kind);
}

// All clauses of a declaration, of a power those of both kinds.
std::vector<const ast::Clause*> AllClausesOf(const ast::Decl& decl) {
  std::vector<const ast::Clause*> clauses;
  const auto add = [&](const std::vector<ast::Clause>& some) {
    for (const ast::Clause& clause : some) {
      clauses.push_back(&clause);
    }
  };
  if (const std::vector<ast::Clause>* own = ClausesOf(decl)) {
    add(*own);
  }
  if (const auto* power = std::get_if<ast::Power>(&decl.kind)) {
    add(power->may);
  }
  return clauses;
}

// What clauses of such a declaration stand behind, where they can be read alone.
std::string_view HeadFor(const ast::Decl& decl) {
  return std::visit(
      [](const auto& node) -> std::string_view {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, ast::Rule> || std::is_same_v<T, ast::Exception>) {
          return "rule x\n";
        } else if constexpr (std::is_same_v<T, ast::Prohibition> ||
                             std::is_same_v<T, ast::Permission> ||
                             std::is_same_v<T, ast::Obligation>) {
          return "prohibition x\n";
        } else if constexpr (std::is_same_v<T, ast::Grounds>) {
          return "grounds x\n";
        } else {
          return "";
        }
      },
      decl.kind);
}

}  // namespace

Versions::Versions(const Written& written, const ast::Document& law, Effect effect) {
  const std::optional<ast::Force> force = ForceOfLaw(law);
  const auto& from = written.amendment->from;
  const bool is_later = from && !(force && force->from >= *from);
  if (is_later && effect == Effect::kByDay) {
    from_ = from;
    law_from_ = force ? force->from : ast::DateLit{1, 1, 1};
  }
  if (written.amendment->cases) {
    const Span span = written.document->exprs[*written.amendment->cases].span;
    cases_ = Text(std::string(written.sources->TextOf(span)), span);
  }
}

bool Versions::Means(const ast::Clause& version) const {
  return from_ && version.force && version.force->from <= *from_ && !HasEnded(version, from_);
}

Result<void> Versions::MayWait(const ast::Clause& clause) const {
  if (from_ && cases_.size() > 0) {
    return Fail("what has both a day and a condition");
  }
  if (cases_.size() > 0 && clause.unless) {
    return Fail("a clause with an `unless` of its own");
  }
  return {};
}

bool Versions::BeginsLater(const ast::Clause& clause) const {
  return from_ && clause.force && clause.force->from >= *from_;
}

Result<void> Versions::MayStandTwice(const ast::Clause& clause, const ast::Decl& decl) const {
  if (std::holds_alternative<ast::Grounds>(decl.kind)) {
    return Fail("the ground `{}`, which others may name,", clause.name->text);
  }
  if (cases_.size() > 0 && clause.name) {
    return Fail("the clause `{}`, which has a name,", clause.name->text);
  }
  if (HasEnded(clause, from_)) {
    return Fail("what was in force until {} only", ast::Iso(*clause.force->until));
  }
  return {};
}

Text Versions::Old(const Text& code, const ast::Clause& clause, std::uint32_t base) const {
  if (!from_ || HasEnded(clause, from_)) {
    return With("", code, clause, base, true);
  }
  const ast::DateLit first = clause.force ? clause.force->from : law_from_;
  return With(fmt::format("from {} until {}", ast::Iso(first), ast::Iso(DayBefore(*from_))), code,
              clause, base, true);
}

Text Versions::New(const Text& code, const ast::Clause& clause, std::uint32_t base) const {
  return From(FirstDay(&clause), code, clause, base);
}

std::optional<ast::DateLit> Versions::FirstDay(const ast::Clause* replaced) const {
  return replaced != nullptr && BeginsLater(*replaced) ? replaced->force->from : from_;
}

Text Versions::From(const std::optional<ast::DateLit>& first, const Text& code,
                    const ast::Clause& clause, std::uint32_t base) const {
  std::string force;
  if (first) {
    force = "from " + ast::Iso(*first);
    force += clause.force && clause.force->until ? " until " + ast::Iso(*clause.force->until) : "";
  }
  return With(force, code, clause, base, false);
}

Text Versions::With(const std::string& force, const Text& code, const ast::Clause& clause,
                    std::uint32_t base, bool is_old) const {
  std::vector<Edit> edits;
  if (!force.empty() && clause.force) {
    edits.push_back(
        {clause.force->span.begin - base, clause.force->span.end - base, Text().Append(force)});
  } else if (!force.empty()) {
    const std::size_t at = KeywordAt(code.view(), clause, base);
    edits.push_back({at, at, Text().Append(force + " ")});
  }
  Text dated = Edited(code, std::move(edits));
  if (cases_.size() > 0) {
    dated.Append(is_old ? " unless (" : " unless not (").Append(cases_).Append(")");
  }
  return dated;
}

Result<Text> Versions::Added(const Text& code, const ast::Decl& to,
                             const ast::Clause* replaced) const {
  if (!is_gradual()) {
    return code;
  }
  // Members of an enum, and values of a parameter with days of their own, are there from the
  // beginning and do nothing before.
  if (std::holds_alternative<ast::Enum>(to.kind) ||
      (std::holds_alternative<ast::ParameterDecl>(to.kind) && cases_.size() == 0)) {
    return code;
  }
  const std::string_view head = HeadFor(to);
  if (head.empty()) {
    return Fail("what is put in here");
  }
  return PutIn(head, code, FirstDay(replaced));
}

Result<Text> Versions::PutIn(std::string_view head, const Text& code,
                             const std::optional<ast::DateLit>& first) const {
  if (!is_gradual()) {
    return code;
  }
  SourceMap sources;
  // Whatever does not read well is found again, where the whole is checked.
  Reporter silent;
  const SourceId source = sources.Add("put_in.acta", std::string(head) + code.view());
  const ast::Document document = Parse(sources, source, silent);
  const auto base = static_cast<std::uint32_t>(head.size());
  std::vector<Edit> edits;
  for (const ast::Decl& decl : document.decls) {
    if (const std::string_view what = ActsAtOnce(decl); !what.empty()) {
      return Fail("{}", what);
    }
    for (const ast::Clause* clause : AllClausesOf(decl)) {
      if (clause->force && cases_.size() == 0) {
        continue;  // it says its own days
      }
      const std::size_t begin = clause->span.begin - base;
      const std::size_t end = clause->span.end - base;
      ACTA_TRY_VOID(MayWait(*clause));
      edits.push_back(
          {begin, end, From(first, code.Slice(begin, end), *clause, clause->span.begin)});
    }
  }
  return Edited(code, std::move(edits));
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
