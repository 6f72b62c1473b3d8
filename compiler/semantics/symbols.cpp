// Names: what is declared, what a document sees, what a dotted name begins with.
#include <algorithm>
#include <iterator>

#include "compiler/base/edit_distance.h"
#include "compiler/semantics/context.h"

namespace acta::semantics {

std::optional<Symbol> SymbolTable::Declare(const std::string& name, const Symbol& symbol) {
  std::vector<Symbol>& symbols = by_name_[name];
  const auto earlier = std::ranges::find(symbols, symbol.document, &Symbol::document);
  if (earlier != symbols.end()) {
    return *earlier;
  }
  symbols.push_back(symbol);
  return std::nullopt;
}

std::span<const Symbol> SymbolTable::Find(const std::string& name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) {
    return {};
  }
  return found->second;
}

std::string_view Context::Describe(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::kEnum:
      return "an enum";
    case SymbolKind::kEntity:
      return "an entity";
    case SymbolKind::kFact:
      return "a fact";
    case SymbolKind::kRule:
      return "a rule";
    case SymbolKind::kDuty:
      return "an obligation or power";
    case SymbolKind::kGrounds:
      return "a list of grounds";
    case SymbolKind::kCalendar:
      return "a calendar";
    case SymbolKind::kPeriod:
      return "a period";
    case SymbolKind::kParameter:
      return "a parameter";
    case SymbolKind::kReading:
      return "a reading";
  }
  return "a name";
}

void Context::Declare(SymbolTable& table, const std::string& name, const Symbol& symbol) {
  if (const auto earlier = table.Declare(name, symbol)) {
    reporter.Report<diag::DuplicateName>(symbol.span, name)
        .Label(earlier->span, "first declared here");
  }
}

std::optional<Symbol> Context::Pick(std::span<const Symbol> symbols, std::uint32_t from,
                                    const std::string& name, const Span& span, bool& reported) {
  const auto sees = [&](const Symbol& symbol) { return Sees(from, symbol.document); };
  const auto first = std::ranges::find_if(symbols, sees);
  if (first == symbols.end()) {
    return std::nullopt;
  }
  const auto second = std::find_if(std::next(first), symbols.end(), sees);
  if (second == symbols.end()) {
    return *first;
  }
  reported = true;
  const auto qualified = [&](const Symbol& symbol) {
    if (symbol.document == kBuiltIn) {
      return std::string("what the language declares");
    }
    const std::string& module = documents[symbol.document].name;
    return module.empty() ? fmt::format("{} of this document", Describe(symbol.kind))
                          : fmt::format("`{}.{}`", module, name);
  };
  reporter.Report<diag::AmbiguousName>(span, name, qualified(*first), qualified(*second))
      .Label(first->span, "one is declared here")
      .Label(second->span, "another is declared here")
      .Help(fmt::format("write {}", qualified(*first)));
  return std::nullopt;
}

Context::Lookup Context::Find(const SymbolTable& table, std::uint32_t from, const ast::Name& name,
                              NotInModule unknown) {
  Lookup result;
  const ast::Name::Part& head = name.parts.front();
  if (const auto symbol =
          Pick(table.Find(head.text), from, head.text, head.span, result.reported)) {
    result.found = Found{*symbol, 1};
  }
  if (result.found || result.reported) {
    return result;
  }
  // The longest prefix that names a module wins: `kz.calendar.working_days`.
  std::vector<std::string> prefixes;
  std::string prefix;
  for (std::size_t i = 0; i + 1 < name.parts.size(); ++i) {
    prefix += i == 0 ? "" : ".";
    prefix += name.parts[i].text;
    prefixes.push_back(prefix);
  }
  for (std::size_t count = prefixes.size(); count > 0; --count) {
    const auto module = modules.find(prefixes[count - 1]);
    if (module == modules.end() || !Sees(from, module->second)) {
      continue;
    }
    const ast::Name::Part& part = name.parts[count];
    for (const Symbol& symbol : table.Find(part.text)) {
      if (symbol.document == module->second) {
        result.found = Found{symbol, count + 1};
        return result;
      }
    }
    if (unknown == NotInModule::kReported) {
      ReportUnknown(table, module->second, part.text, part.span);
      result.reported = true;
    }
    return result;
  }
  return result;
}

std::optional<Symbol> Context::FindKind(std::uint32_t from, const ast::Name& name,
                                        SymbolKind kind) {
  if (name.parts.empty()) {
    return std::nullopt;
  }
  const Lookup lookup = Find(names, from, name);
  if (lookup.reported) {
    return std::nullopt;
  }
  if (!lookup.found) {
    ReportUnknown(names, from, name.parts.front().text, name.parts.front().span);
    return std::nullopt;
  }
  if (lookup.found->symbol.kind != kind || lookup.found->parts != name.parts.size()) {
    reporter
        .Report<diag::WrongKindOfName>(name.span, TextOf(name), Describe(lookup.found->symbol.kind),
                                       Describe(kind))
        .Label(lookup.found->symbol.span, "declared here");
    return std::nullopt;
  }
  return lookup.found->symbol;
}

std::optional<Symbol> Context::FindKind(std::uint32_t from, const ast::Ident& name,
                                        SymbolKind kind) {
  return FindKind(from, ast::Name{.parts = {{name.text, name.span}}, .span = name.span}, kind);
}

void Context::ReportUnknown(const SymbolTable& table, std::uint32_t from, const std::string& name,
                            const Span& span, std::vector<std::string> others) {
  if (ReadyForNames()) {
    for (const auto& [candidate, symbols] : table.all()) {
      if (std::ranges::any_of(symbols, [&](const Symbol& s) { return Sees(from, s.document); })) {
        others.push_back(candidate);
      }
    }
    // The table has no order of its own; what we say must not depend on it.
    std::ranges::sort(others);
  }
  ReportUnknown(name, span, others);
}

void Context::ReportUnknown(const std::string& name, const Span& span,
                            const std::vector<std::string>& candidates) {
  const bool may_suggest = ReadyForNames();
  DiagnosticBuilder report = reporter.Report<diag::UnknownName>(span, name);
  if (!may_suggest) {
    return;
  }
  if (const auto closest = ClosestName(name, candidates)) {
    report.Help(fmt::format("did you mean `{}`?", *closest));
  }
}

// Looking for the nearest name costs a walk over all of them; past the number of errors that are
// kept nobody would read it.
bool Context::ReadyForNames() const {
  return reporter.error_count() < 50;
}

ir::UnitId Context::FindUnit(std::uint32_t from, const ast::Ident& name) {
  bool reported = false;
  const auto symbol = Pick(units.Find(name.text), from, name.text, name.span, reported);
  if (symbol) {
    return ir::UnitId(symbol->index);
  }
  if (!reported) {
    ReportUnknown(units, from, name.text, name.span);
  }
  return {};
}

ir::PartyId Context::FindParty(std::uint32_t from, const ast::Name& name) {
  const Lookup lookup = Find(parties, from, name);
  if (lookup.found && lookup.found->parts == name.parts.size()) {
    return ir::PartyId(lookup.found->symbol.index);
  }
  if (!lookup.reported) {
    ReportUnknown(parties, from, TextOf(name), name.span);
  }
  return {};
}

}  // namespace acta::semantics
