// Types: as written, and what is said when two of them do not meet.
#include <limits>

#include "compiler/base/edit_distance.h"
#include "compiler/semantics/context.h"

namespace acta::semantics {
namespace {

// More elements than this are no list of a law; the number also keeps base and length in a word.
constexpr std::int64_t kMostElements = 1'000'000;

std::optional<Kind> PlainKind(ast::TypeWord word) {
  switch (word) {
    case ast::TypeWord::kBoolean:
      return Kind::kBoolean;
    case ast::TypeWord::kInteger:
      return Kind::kInteger;
    case ast::TypeWord::kDecimal:
      return Kind::kDecimal;
    case ast::TypeWord::kMoney:
      return Kind::kMoney;
    case ast::TypeWord::kDate:
      return Kind::kDate;
    case ast::TypeWord::kTime:
      return Kind::kTime;
    case ast::TypeWord::kDateTime:
      return Kind::kDateTime;
    case ast::TypeWord::kDays:
      return Kind::kDays;
    case ast::TypeWord::kWorkingDays:
      return Kind::kWorkingDays;
    case ast::TypeWord::kMonths:
      return Kind::kMonths;
    case ast::TypeWord::kYears:
      return Kind::kYears;
    case ast::TypeWord::kHours:
      return Kind::kHours;
    case ast::TypeWord::kMinutes:
      return Kind::kMinutes;
    case ast::TypeWord::kPeriodOfDates:
      return Kind::kPeriodOfDates;
    case ast::TypeWord::kPeriodOfTimes:
      return Kind::kPeriodOfTimes;
    case ast::TypeWord::kText:
      return Kind::kText;
    case ast::TypeWord::kNamed:
    case ast::TypeWord::kSetOf:
    case ast::TypeWord::kListOf:
      return std::nullopt;
  }
  return std::nullopt;
}

bool MayBeListed(Kind kind) {
  switch (kind) {
    case Kind::kEntity:
    case Kind::kEnum:
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kInteger:
    case Kind::kText:
      return true;
    case Kind::kBoolean:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
    case Kind::kPeriodOfDates:
    case Kind::kPeriodOfTimes:
    case Kind::kSet:
    case Kind::kList:
      return false;
  }
  return false;
}

}  // namespace

TypeId Context::Resolve(const Place& place, const ast::TypeRef& ref) {
  ir::Type type{.optional = ref.optional};
  if (const auto kind = PlainKind(ref.word)) {
    type.kind = *kind;
    if (ref.unit) {
      type.unit = FindUnit(place.document, *ref.unit);
    }
    if (ref.per) {
      type.per = FindUnit(place.document, *ref.per);
    }
    const bool broken = (ref.unit && !type.unit.valid()) || (ref.per && !type.per.valid());
    return broken ? TypeId() : types.Intern(type);
  }
  if (ref.word == ast::TypeWord::kListOf) {
    if (ref.optional) {
      reporter.Report<diag::NoSuchType>(ref.span, "a list cannot be optional")
          .Help("an empty list says that there is none");
      return {};
    }
    if (ref.element.empty()) {
      return {};
    }
    const TypeId element = Resolve(place, ref.element.front());
    if (!element.valid()) {
      return {};
    }
    if (TypeOf(element).optional || !MayBeListed(TypeOf(element).kind)) {
      reporter
          .Report<diag::NoSuchType>(ref.element.front().span,
                                    fmt::format("there are no lists of `{}`", NameOf(element)))
          .Help("a list holds entities, enums, dates, times, datetimes, integers or texts");
      return {};
    }
    if (!ref.at_most || *ref.at_most < 1 || *ref.at_most > kMostElements) {
      reporter
          .Report<diag::NoSuchType>(
              ref.span, fmt::format("a list says how many elements it holds at most, from 1 to {}",
                                    kMostElements))
          .Help(fmt::format("write `list of {}, at most 16`", NameOf(element)));
      return {};
    }
    type.kind = Kind::kList;
    type.element = element;
    type.at_most = static_cast<std::uint32_t>(*ref.at_most);
    return types.Intern(type);
  }
  if (!ref.name || ref.name->parts.empty()) {
    return {};
  }
  const Lookup lookup = Find(names, place.document, *ref.name);
  if (lookup.reported) {
    return {};
  }
  if (!lookup.found) {
    ReportUnknown(names, place.document, ref.name->parts.front().text,
                  ref.name->parts.front().span);
    return {};
  }
  const Symbol& symbol = lookup.found->symbol;
  const bool whole = lookup.found->parts == ref.name->parts.size();
  const bool is_enum = symbol.kind == SymbolKind::kEnum || symbol.kind == SymbolKind::kGrounds;
  if (whole && is_enum) {
    type.enumeration = symbol.kind == SymbolKind::kEnum ? ir::EnumId(symbol.index)
                                                        : grounds[symbol.index].enumeration;
    type.kind = ref.word == ast::TypeWord::kSetOf ? Kind::kSet : Kind::kEnum;
    const std::size_t members = program.enums[type.enumeration].members.size();
    if (type.kind == Kind::kSet && members > kMostInSet) {
      reporter.Report<diag::SetTooLarge>(ref.span, TextOf(*ref.name), members, kMostInSet);
      return {};
    }
    return types.Intern(type);
  }
  if (whole && symbol.kind == SymbolKind::kEntity && ref.word == ast::TypeWord::kNamed) {
    type.kind = Kind::kEntity;
    type.entity = ir::EntityId(symbol.index);
    return types.Intern(type);
  }
  reporter
      .Report<diag::WrongKindOfName>(
          ref.name->span, TextOf(*ref.name), Describe(symbol.kind),
          ref.word == ast::TypeWord::kSetOf ? "an enum" : "an enum or an entity")
      .Label(symbol.span, "declared here");
  return {};
}

std::optional<std::int64_t> Context::OrdinalOf(ir::EnumId id, const std::string& name) const {
  const auto found = ordinals_.find({id.value, name});
  if (found == ordinals_.end()) {
    return std::nullopt;
  }
  return found->second;
}

std::optional<std::uint32_t> Context::FieldOf(ir::EntityId id, const std::string& name) const {
  const auto entity = fields_.find(id.value);
  if (entity == fields_.end()) {
    return std::nullopt;
  }
  const auto field = entity->second.find(name);
  if (field == entity->second.end()) {
    return std::nullopt;
  }
  return field->second;
}

void Context::ReportNoMember(const Span& span, const std::string& of, const std::string& member,
                             const std::vector<std::string>& known) {
  const auto closest = ClosestName(member, known);
  DiagnosticBuilder report = reporter.Report<diag::NoSuchMember>(span, of, member);
  if (closest) {
    report.Help(fmt::format("did you mean `.{}`?", *closest));
  } else if (!known.empty() && known.size() <= 8) {
    report.Help(fmt::format("there are: {}", fmt::join(known, ", ")));
  }
}

TypeId Context::TypeOfSymbol(const Symbol& symbol) const {
  switch (symbol.kind) {
    case SymbolKind::kFact:
      return program.facts[symbol.index].type;
    case SymbolKind::kRule: {
      const ir::Rule& rule = program.rules[RuleId(symbol.index)];
      return rule.params.empty() ? rule.type : TypeId();
    }
    case SymbolKind::kParameter:
      return program.lookups[ir::LookupId(symbol.index)].type;
    case SymbolKind::kEnum:
    case SymbolKind::kEntity:
    case SymbolKind::kDuty:
    case SymbolKind::kGrounds:
    case SymbolKind::kCalendar:
    case SymbolKind::kPeriod:
    case SymbolKind::kReading:
      return {};
  }
  return {};
}

ir::EnumId Context::AddEnum(ir::Enum made, std::uint32_t document) {
  const ir::EnumId id = program.enums.Add(std::move(made));
  enum_documents.push_back(document);
  const auto& members = program.enums[id].members;
  for (std::size_t ordinal = 0; ordinal < members.size(); ++ordinal) {
    const auto value = static_cast<std::int64_t>(ordinal);
    if (ordinals_.try_emplace({id.value, members[ordinal].name}, value).second) {
      members_by_name[members[ordinal].name].emplace_back(id, value);
    }
  }
  return id;
}

void Context::ReportMismatch(const Span& span, TypeId expected, TypeId found) {
  const ir::Type want = TypeOf(expected);
  const ir::Type have = TypeOf(found);
  ir::Type have_required = have;
  have_required.optional = false;
  ir::Type want_required = want;
  want_required.optional = false;
  if (have.optional && !want.optional && have_required == want_required) {
    reporter.Report<diag::OptionalNotTested>(span, NameOf(found))
        .Help("test it first: `... is present and ...`");
    return;
  }
  const bool same_kind = want.kind == have.kind;
  const bool has_units = want.kind == Kind::kInteger || want.kind == Kind::kMoney;
  if (same_kind && has_units) {
    DiagnosticBuilder report =
        reporter.Report<diag::UnitMismatch>(span, NameOf(found), NameOf(expected));
    if (want.kind == Kind::kInteger && want.unit.valid() && !have.unit.valid()) {
      report.Help(fmt::format("give it the unit: `... as {}`, or a literal `1 {}`",
                              program.units[want.unit].name, program.units[want.unit].name));
    }
    return;
  }
  const auto quoted = [&](TypeId type) { return fmt::format("`{}`", NameOf(type)); };
  DiagnosticBuilder report =
      reporter.Report<diag::TypeMismatch>(span, quoted(expected), quoted(found));
  if (want.kind == Kind::kDate && have.kind == Kind::kDateTime) {
    report.Help("take its day: `.date`");
  }
  if (want.kind == Kind::kTime && have.kind == Kind::kDateTime) {
    report.Help("take its time of day: `.time`");
  }
}

}  // namespace acta::semantics
