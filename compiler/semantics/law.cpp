// The law's header, its parameters by date, and what it answers.
#include <algorithm>

#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"
#include "compiler/semantics/zone_loader.h"

namespace acta::semantics {
namespace {

constexpr std::int32_t kFirstDay = -4'371'587;  // -9999-01-01
constexpr std::int32_t kLastDay = 2'932'896;    // 9999-12-31

std::string InForceInWords(std::int32_t from, std::int32_t until) {
  std::string words = "in force";
  if (from != kFirstDay) {
    words += " from " + ir::FormatDate(from);
  }
  if (until != kLastDay) {
    words += " until " + ir::FormatDate(until);
  }
  return words;
}

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

NodeId Context::InForce(std::int32_t from, std::int32_t until, const Place& place,
                        const Span& span) {
  const NodeId period = Const(Of(Kind::kPeriodOfDates), PackPeriod(from, until), span);
  return Make(Op::kInDates, Of(Kind::kBoolean), {GoverningDate(place, span), period}, span);
}

NodeId Context::OrNotInForce(NodeId value, const DocumentInfo& law, const Span& span) {
  if (!value.valid() || !law.in_force) {
    return value;
  }
  const Span written = law.law->in_force->span;
  const auto [from, until] = *law.in_force;
  const ReasonId not_in_force = Reason(ReasonKind::kUncovered, law.name, written,
                                       Cite(law.law_place), InForceInWords(from, until));
  const TypeId type = program.nodes[value].type;
  return If(InForce(from, until, law.law_place, written), value,
            Undetermined(not_in_force, type, written), type, span);
}

NodeId Context::WhileInForce(NodeId value, std::uint32_t there, std::uint32_t here,
                             const Span& span) {
  return there == here ? value : OrNotInForce(value, documents[there], span);
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
  }
  for (std::uint32_t index = 0; index < documents.size(); ++index) {
    const ast::Law* law = documents[index].law;
    if (law == nullptr) {
      continue;
    }
    if (law->in_force) {
      documents[index].in_force = DaysOf(*law->in_force);
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
  if (root.in_force) {
    std::tie(program.law.in_force_from, program.law.in_force_until) = *root.in_force;
  }
}

// One zone, or one for each member of the enum that the header names a fact of.
ir::ZoneSetId Context::LoadZones(std::uint32_t document, const ast::TimeZone& written) {
  ir::ZoneSet set{.citation = Cite(documents[document].law_place)};
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

void Context::LowerGoverningDates() {
  const auto add = [&](std::string name, const DocumentInfo& law) {
    return AddRule({.name = std::move(name),
                    .place = law.law_place,
                    .span = law.law_span,
                    .role = ir::RuleRole::kGoverningDate,
                    .type = Of(Kind::kDate),
                    .doc = "the day whose law applies to the case"});
  };
  const auto govern = [&](RuleId rule, NodeId day, const DocumentInfo& law) {
    AddClause(program.rules[rule].root, day, {}, law.law_span, Cite(law.law_place));
  };
  const DocumentInfo& root = documents.front();
  program.governing_date = add("governing_date", root);
  if (root.law == nullptr || !root.law->governed_by) {
    const bool used = fact_used[0];
    govern(program.governing_date, AsOf(root.law_span), root);
    fact_used[0] = used;
  }
  for (std::size_t i = 0; i < documents.size(); ++i) {
    DocumentInfo& own = documents[i];
    if (own.law != nullptr && own.law->governed_by) {
      own.governing_date = i == 0 ? program.governing_date : add(own.name + ".governing_date", own);
    }
  }
  // What says it may read what other laws say.
  for (const DocumentInfo& own : documents) {
    if (own.governing_date.valid()) {
      govern(own.governing_date,
             Lowerer(*this, own.law_place, {}, Untested::kUncovered)
                 .LowerAs(*own.law->governed_by, Of(Kind::kDate)),
             own);
    }
  }
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
  const NodeId answer = OrNotInForce(value, documents.front(), item.name.span);
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
