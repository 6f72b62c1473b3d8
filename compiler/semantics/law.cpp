// The law's header, its parameters by date, and what it answers.
#include <algorithm>

#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"
#include "compiler/semantics/zone_loader.h"

namespace acta::semantics {
namespace {

constexpr std::int32_t kFirstDay = -4'371'587;  // -9999-01-01
constexpr std::int32_t kLastDay = 2'932'896;    // 9999-12-31

}  // namespace

std::pair<std::int32_t, std::int32_t> Context::DaysOf(const ast::Force& force) {
  return DaysOf(force.from, force.until, force.span);
}

std::pair<std::int32_t, std::int32_t> Context::DaysOf(const std::optional<ast::DateLit>& first,
                                                      const std::optional<ast::DateLit>& last,
                                                      const Span& span) {
  const std::int32_t from = first ? DayOf(*first) : kFirstDay;
  const std::int32_t until = last ? DayOf(*last) : kLastDay;
  if (until < from) {
    reporter.Report<diag::EndsBeforeItBegins>(span, ir::FormatDate(until), ir::FormatDate(from));
    return {from, from};
  }
  return {from, until};
}

NodeId Context::InForce(std::int32_t from, std::int32_t until, const Span& span) {
  const NodeId period = Const(Of(Kind::kPeriodOfDates), PackPeriod(from, until), span);
  return Make(Op::kInDates, Of(Kind::kBoolean), {GoverningDate(span), period}, span);
}

const DocumentInfo& Context::HeaderFor(const Place& place) const {
  // A module has no header of its own; it is read as part of the act.
  const DocumentInfo& own = documents[place.document];
  return own.law != nullptr ? own : documents.front();
}

void Context::ReadHeaders() {
  program.law.in_force_from = kFirstDay;
  program.law.in_force_until = kLastDay;
  const DocumentInfo& root = documents.front();
  program.law.name = root.name;
  program.law.is_module = root.law == nullptr && !root.name.empty();
  const auto words = [](const std::optional<ast::Text>& text) { return text ? text->text : ""; };
  if (root.law != nullptr) {
    program.law.title = words(root.law->title);
    program.law.number = words(root.law->number);
    program.law.source = words(root.law->source);
    if (root.law->in_force) {
      std::tie(program.law.in_force_from, program.law.in_force_until) = DaysOf(*root.law->in_force);
    }
  }
  for (std::uint32_t index = 0; index < documents.size(); ++index) {
    const ast::Law* law = documents[index].law;
    if (law == nullptr) {
      continue;
    }
    if (law->calendar) {
      if (const auto symbol = FindKind(index, *law->calendar, SymbolKind::kCalendar)) {
        documents[index].calendar = ir::CalendarId(symbol->index);
      }
    }
    if (law->counted_by) {
      if (const auto symbol = FindKind(index, *law->counted_by, SymbolKind::kReading)) {
        documents[index].reading = symbol->index;
      }
    }
    if (law->time_zone) {
      documents[index].zones = LoadZones(index, *law->time_zone);
    }
  }
}

// One zone, or one for each member of the enum that the header names a fact of.
ir::ZoneSetId Context::LoadZones(std::uint32_t document, const ast::TimeZone& written) {
  ir::ZoneSet set;
  const auto add = [&](const std::string& iana, const Span& span) {
    auto zone = LoadZone(iana);
    if (!zone) {
      reporter.Report<diag::UnknownZone>(span, iana).Help("such as \"Asia/Almaty\"");
      return false;
    }
    set.zones.push_back(std::move(*zone));
    return true;
  };
  if (written.iana) {
    return add(written.iana->text, written.iana->span) ? program.zone_sets.Add(std::move(set))
                                                       : ir::ZoneSetId();
  }
  if (!written.path) {
    return {};
  }
  const NodeId chosen = Lowerer(*this, documents[document].law_place).LowerName(*written.path, {});
  if (!chosen.valid()) {
    return {};
  }
  if (KindOf(chosen) != Kind::kEnum || TypeOf(TypeOf(chosen)).optional) {
    reporter.Report<diag::TypeMismatch>(written.path->span,
                                        "an enum whose labels are names of time zones",
                                        fmt::format("`{}`", NameOf(TypeOf(chosen))));
    return {};
  }
  set.by = TypeOf(TypeOf(chosen)).enumeration;
  const ir::Enum& zones = program.enums[set.by];
  const bool all_known = std::ranges::all_of(zones.members, [&](const ir::EnumMember& member) {
    return add(member.doc.empty() ? member.name : member.doc, written.path->span);
  });
  return all_known ? program.zone_sets.Add(std::move(set)) : ir::ZoneSetId();
}

void Context::LowerGoverningDate() {
  const DocumentInfo& root = documents.front();
  const Span span = root.law_span;
  const TypeId date = Of(Kind::kDate);
  const RuleId rule = AddRule({.name = "governing_date",
                               .place = root.law_place,
                               .span = span,
                               .role = ir::RuleRole::kGoverningDate,
                               .type = date,
                               .doc = "the day whose law applies to the case"});
  program.governing_date = rule;
  NodeId value;
  if (root.law != nullptr && root.law->governed_by) {
    value = Lowerer(*this, root.law_place, {}, Untested::kUncovered)
                .LowerAs(*root.law->governed_by, date);
  } else {
    const bool used = fact_used[0];
    value = AsOf(span);
    fact_used[0] = used;
  }
  AddClause(program.rules[rule].root, value, {}, span, Cite(root.law_place));
}

void Context::LowerParameters() {
  for (std::size_t index = 0; index < parameters.size(); ++index) {
    const auto& [tree, place] = parameters[index];
    const TypeId type = Resolve(place, tree->type);
    program.lookups[ir::LookupId(static_cast<std::uint32_t>(index))].type = type;
    if (type.valid() && (TypeOf(type).optional || TypeOf(type).kind == Kind::kEntity ||
                         TypeOf(type).kind == Kind::kList)) {
      reporter.Report<diag::NoSuchType>(tree->type.span,
                                        fmt::format("a parameter is no `{}`", NameOf(type)));
      program.lookups[ir::LookupId(static_cast<std::uint32_t>(index))].type = {};
    }
  }
  for (std::size_t index = 0; index < parameters.size(); ++index) {
    const auto& [tree, place] = parameters[index];
    const ir::LookupId id(static_cast<std::uint32_t>(index));
    if (tree->versions.empty()) {
      reporter.Report<diag::EmptyDeclaration>(tree->name.span, tree->name.text, "values");
    }
    struct Version {
      ir::LookupVersion version;
      Span span;
      bool open;
    };
    std::vector<Version> versions;
    for (const ast::ParameterDecl::Version& written : tree->versions) {
      const TypeId type = program.lookups[id].type;
      std::optional<std::int64_t> value;
      if (type.valid()) {
        value = Lowerer(*this, place).Literal(written.value, type);
      }
      const auto [from, until] = DaysOf(written.force);
      versions.push_back({{.from = from,
                           .until = until,
                           .value = value.value_or(0),
                           .citation = Cite(place, written.citation)},
                          written.force.span,
                          !written.force.until});
    }
    std::ranges::stable_sort(versions, {}, [](const Version& v) { return v.version.from; });
    for (std::size_t i = 0; i < versions.size(); ++i) {
      if (i + 1 < versions.size()) {
        const Version& next = versions[i + 1];
        const bool overlaps = versions[i].version.until >= next.version.from;
        if (versions[i].open && next.version.from > versions[i].version.from) {
          versions[i].version.until = next.version.from - 1;
        } else if (overlaps) {
          reporter.Report<diag::VersionsOverlap>(next.span, tree->name.text)
              .Label(versions[i].span, "the earlier one");
          versions[i].version.until = next.version.from - 1;
        }
      }
      if (versions[i].version.until >= versions[i].version.from) {
        program.lookups[id].versions.push_back(versions[i].version);
      }
    }
  }
}

void Context::LowerAnswers() {
  const ast::Document& tree = *documents.front().tree;
  std::unordered_map<std::string, Span> seen;
  for (const ast::Decl& decl : tree.decls) {
    const auto* answers = std::get_if<ast::Answers>(&decl.kind);
    if (answers == nullptr) {
      continue;
    }
    const Place place{0, decl.provision};
    for (const ast::Answers::Item& item : answers->items) {
      const auto [earlier, added] = seen.try_emplace(item.name.text, item.name.span);
      if (!added) {
        reporter.Report<diag::DuplicateName>(item.name.span, item.name.text)
            .Label(earlier->second, "first declared here");
        continue;
      }
      LowerAnswer(item, place);
    }
  }
}

void Context::LowerAnswer(const ast::Answers::Item& item, const Place& place) {
  const ast::Name name =
      item.path ? *item.path
                : ast::Name{.parts = {{item.name.text, item.name.span}}, .span = item.name.span};
  const NodeId value = Lowerer(*this, place).LowerName(name, {});
  if (!value.valid()) {
    return;
  }
  const Kind kind = KindOf(value);
  if (kind == Kind::kEntity || kind == Kind::kList) {
    reporter.Report<diag::NoSuchType>(name.span,
                                      fmt::format("`{}` is no answer", NameOf(TypeOf(value))));
    return;
  }
  const TypeId type = TypeOf(value);
  const RuleId rule = AddRule({.name = item.name.text,
                               .place = place,
                               .span = item.name.span,
                               .role = ir::RuleRole::kAnswer,
                               .type = type,
                               .doc = item.question.text});
  program.rules[rule].otherwise.reset();
  NodeId answer = value;
  const ast::Law* law = documents.front().law;
  if (law != nullptr && law->in_force) {
    // Outside its time in force the law gives no answer.
    const Span span = law->in_force->span;
    const ReasonId not_in_force =
        Reason(ReasonKind::kUncovered, program.law.name, span, Cite(documents.front().law_place));
    const NodeId period =
        Const(Of(Kind::kPeriodOfDates),
              PackPeriod(program.law.in_force_from, program.law.in_force_until), span);
    const NodeId in_force =
        Make(Op::kInDates, Of(Kind::kBoolean), {GoverningDate(span), period}, span);
    answer = If(in_force, value, Undetermined(not_in_force, type, span), type, item.name.span);
  }
  AddClause(program.rules[rule].root, answer, {}, item.name.span, Cite(place));
  answer_rules[item.name.text] = rule;
  program.answers.push_back({.name = item.name.text,
                             .question = item.question.text,
                             .rule = rule,
                             .span = item.name.span});
}

// A unit is a currency when some type says `money in` it.
void Context::CollectCurrencies() {
  const auto note = [&](const Place& place, const ast::TypeRef& type) {
    const auto visit = [&](const ast::TypeRef& ref, const auto& self) -> void {
      if (ref.word == ast::TypeWord::kMoney && ref.unit) {
        for (const Symbol& symbol : units.Find(ref.unit->text)) {
          if (Sees(place.document, symbol.document)) {
            currencies.insert(symbol.index);
          }
        }
      }
      for (const ast::TypeRef& element : ref.element) {
        self(element, self);
      }
    };
    visit(type, visit);
  };
  const auto note_params = [&](const Place& place, const std::vector<ast::Parameter1>& params) {
    for (const ast::Parameter1& param : params) {
      note(place, param.type);
    }
  };
  const auto note_fields = [&](const Place& place, const std::vector<ast::FieldDecl>& fields) {
    for (const ast::FieldDecl& field : fields) {
      note(place, field.type);
    }
  };
  ForEach<ast::Facts>([&](const ast::Facts& tree, const ast::Decl&, const Place& place) {
    note_fields(place, tree.fields);
  });
  ForEach<ast::Entity>([&](const ast::Entity& tree, const ast::Decl&, const Place& place) {
    note_fields(place, tree.fields);
  });
  ForEach<ast::Rule>([&](const ast::Rule& tree, const ast::Decl&, const Place& place) {
    note_params(place, tree.params);
    if (tree.type) {
      note(place, *tree.type);
    }
  });
  ForEach<ast::Table>([&](const ast::Table& tree, const ast::Decl&, const Place& place) {
    note_params(place, tree.params);
    if (tree.type) {
      note(place, *tree.type);
    }
  });
  ForEach<ast::Prohibition>([&](const ast::Prohibition& tree, const ast::Decl&,
                                const Place& place) { note_params(place, tree.params); });
  ForEach<ast::ParameterDecl>([&](const ast::ParameterDecl& tree, const ast::Decl&,
                                  const Place& place) { note(place, tree.type); });
}

}  // namespace acta::semantics
