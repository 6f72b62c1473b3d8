// Code that is repealed, replaced or put in.
#include <algorithm>
#include <variant>

#include "compiler/amend/editor.h"
#include "compiler/amend/material.h"
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

}  // namespace

void Editor::Do(const ast::Amendment::Repeal& what) {
  for (const ast::Amendment::Target& target : what.targets) {
    if (target.provision) {
      RepealProvision(*target.provision);
    } else {
      RepealNamed(*target.name);
    }
  }
}

void Editor::RepealProvision(const ast::Citation& citation) {
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

void Editor::RepealNamed(const ast::Name& name) {
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

void Editor::End(const ast::Decl& decl, const Span& span, const std::string& subject) {
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

void Editor::Do(const ast::Amendment::Replace& what) {
  if (what.target.provision) {
    reporter_
        .Report<diag::CannotBeAmendedSo>(what.target.span, "a provision is not replaced with code")
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

void Editor::Do(const ast::Amendment::InsertIn& what) {
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

void Editor::Do(const ast::Amendment::InsertAfter& what) {
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

void Editor::Do(const ast::Amendment::InsertProvision& what) {
  if (!IsHeading(what.number.text, what.heading, what.number.span)) {
    return;
  }
  if (!ProvisionsCited(law_, what.number.text).empty()) {
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

void Editor::Do(const ast::Amendment::AddTo& what) {
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

}  // namespace acta::amend
