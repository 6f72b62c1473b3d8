// Names as values: variables, facts, rules, norms, members of enums, and what follows the dots.
#include <algorithm>

#include "compiler/semantics/lowerer.h"

namespace acta::semantics {

const Lowerer::Variable* Lowerer::FindVariable(const std::string& name) const {
  const auto found = std::find_if(variables_.rbegin(), variables_.rend(),
                                  [&](const Variable& variable) { return variable.name == name; });
  return found == variables_.rend() ? nullptr : &*found;
}

std::optional<std::size_t> Lowerer::FindParam(const std::string& name) const {
  if (!rule_.valid()) {
    return std::nullopt;
  }
  const auto& params = context_.program.rules[rule_].params;
  const auto found = std::ranges::find(params, name, &ir::Param::name);
  return found == params.end() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(found - params.begin()));
}

NodeId Lowerer::VariableValue(const Variable& variable, const Span& span) {
  return context_.Make(Op::kElement, variable.type, {}, span, {.imm = variable.number});
}

NodeId Lowerer::EnumMember(ir::EnumId id, const std::string& name, const Span& span) {
  if (const auto ordinal = context_.OrdinalOf(id, name)) {
    return context_.Const(context_.types.EnumOf(id), *ordinal, span);
  }
  std::vector<std::string> candidates;
  for (const ir::EnumMember& member : context_.program.enums[id].members) {
    candidates.push_back(member.name);
  }
  context_.ReportUnknown(fmt::format("{}.{}", context_.program.enums[id].name, name), span,
                         candidates);
  return {};
}

NodeId Lowerer::FactValue(std::uint32_t index, const Span& span) {
  context_.fact_used[index] = true;
  if (context_.fact_broken[index]) {
    return {};
  }
  const ir::FactField& fact = context_.program.facts[index];
  const ir::Type& type = context_.TypeOf(fact.type);
  // An entity that is always there lies in place: its slot is known.
  const Op op = type.kind == Kind::kEntity && !type.optional ? Op::kConst : Op::kSlot;
  return context_.Make(op, fact.type, {}, span, {.imm = fact.offset});
}

NodeId Lowerer::ParameterValue(std::uint32_t index, NodeId date, const Span& span) {
  const ir::Lookup& lookup = context_.program.lookups[ir::LookupId(index)];
  const ReasonId uncovered =
      context_.Reason(ReasonKind::kUncovered, lookup.name, span, context_.Cite(place_));
  return context_.Make(Op::kLookup, lookup.type, {date}, span,
                       {.imm = static_cast<std::int64_t>(index), .reason = uncovered});
}

NodeId Lowerer::Said(NodeId value, const Symbol& by, const Span& span) {
  return context_.WhileInForce(value, by.document, place_.document, span);
}

NodeId Lowerer::EntityField(NodeId object, std::uint32_t field_index, const Span& span) {
  const ir::EntityId id = context_.TypeOf(TypeOf(object)).entity;
  const ir::FactField& field = context_.program.entities[id].fields[field_index];
  const ir::Type& type = context_.TypeOf(field.type);
  const bool in_place = type.kind == Kind::kEntity && !type.optional;
  if (const auto slot = context_.ConstantOf(object)) {
    return context_.Make(in_place ? Op::kConst : Op::kSlot, field.type, {}, span,
                         {.imm = *slot + field.offset});
  }
  return context_.Make(in_place ? Op::kInner : Op::kField, field.type, {object}, span,
                       {.imm = field.offset});
}

NodeId Lowerer::Member(NodeId object, const std::string& member, const Span& span,
                       const std::string& text) {
  if (!object.valid()) {
    return {};
  }
  if (IsOptional(object)) {
    const bool known_present = present_.contains(context_.KeyOf(object));
    if (!known_present && untested_ == Untested::kAbsent) {
      const NodeId inner = Member(Present(context_.Clone(object), text, span), member, span, text);
      if (!inner.valid()) {
        return {};
      }
      const TypeId type = context_.types.Optional(TypeOf(inner));
      const NodeId present =
          context_.Make(Op::kPresent, context_.Of(Kind::kBoolean), {object}, span);
      return context_.If(present, inner, context_.Const(type, INT64_MIN, span), type, span);
    }
    if (!known_present && untested_ == Untested::kError) {
      context_.reporter.Report<diag::OptionalNotTested>(span, context_.NameOf(TypeOf(object)))
          .Help(fmt::format("test it first: `{} is present and ...`", text));
      return {};
    }
    object = Present(object, text, span);
  }
  const ir::Type type = context_.TypeOf(TypeOf(object));
  const auto part = [&](Op op, TypeId result, std::uint32_t aux = 0) {
    return context_.Make(op, result, {object}, span, {.aux = aux});
  };
  const TypeId integer = context_.Of(Kind::kInteger);
  std::vector<std::string> known;
  if (type.kind == Kind::kEntity) {
    if (const auto field = context_.FieldOf(type.entity, member)) {
      return EntityField(object, *field, span);
    }
    for (const ir::FactField& field : context_.program.entities[type.entity].fields) {
      known.push_back(field.name);
    }
  } else if (type.kind == Kind::kDate) {
    known = {"year", "month", "day", "weekday"};
    for (std::uint32_t aux = 0; aux < known.size(); ++aux) {
      if (member == known[aux]) {
        return part(Op::kDatePart, aux == 3 ? context_.types.EnumOf(context_.weekday) : integer,
                    aux);
      }
    }
  } else if (type.kind == Kind::kDateTime) {
    known = {"date", "time"};
    if (member == "date") {
      return part(Op::kDateOf, context_.Of(Kind::kDate));
    }
    if (member == "time") {
      return part(Op::kTimeOf, context_.Of(Kind::kTime));
    }
  } else if (type.kind == Kind::kTime) {
    known = {"hour", "minute"};
    for (std::uint32_t aux = 0; aux < known.size(); ++aux) {
      if (member == known[aux]) {
        return part(Op::kTimePart, integer, aux);
      }
    }
  } else if (type.kind == Kind::kPeriodOfDates || type.kind == Kind::kPeriodOfTimes) {
    known = {"start", "end"};
    const TypeId bound = context_.Of(type.kind == Kind::kPeriodOfDates ? Kind::kDate : Kind::kTime);
    if (member == "start") {
      return part(Op::kPeriodStart, bound);
    }
    if (member == "end") {
      return part(Op::kPeriodEnd, bound);
    }
  }
  context_.ReportNoMember(span, fmt::format("`{}`", context_.NameOf(TypeOf(object))), member,
                          known);
  return {};
}

NodeId Lowerer::Members(NodeId object, const ast::Name& name, std::size_t next) {
  if (next >= name.parts.size()) {
    return object;
  }
  std::string text;
  for (std::size_t i = 0; i < next; ++i) {
    text += (i == 0 ? "" : ".") + name.parts[i].text;
  }
  for (; next < name.parts.size() && object.valid(); ++next) {
    const ast::Name::Part& part = name.parts[next];
    object = Member(object, part.text, Join(name.parts.front().span, part.span), text);
    text += "." + part.text;
  }
  return object;
}

NodeId Lowerer::LowerName(const ast::Name& name, TypeId expected) {
  if (name.parts.empty()) {
    return {};
  }
  const ast::Name::Part& head = name.parts.front();
  if (const Variable* variable = FindVariable(head.text)) {
    return Members(VariableValue(*variable, head.span), name, 1);
  }
  if (const auto param = FindParam(head.text)) {
    const NodeId value =
        context_.Make(Op::kParam, context_.program.rules[rule_].params[*param].type, {}, head.span,
                      {.imm = static_cast<std::int64_t>(*param)});
    return Members(value, name, 1);
  }
  std::optional<std::int64_t> ordinal;
  if (name.parts.size() == 1 && expected.valid() && context_.TypeOf(expected).kind == Kind::kEnum) {
    ordinal = context_.OrdinalOf(context_.TypeOf(expected).enumeration, head.text);
  }
  const auto visible = [&](const Symbol& symbol) {
    return context_.Sees(place_.document, symbol.document);
  };
  if (ordinal) {
    const ir::EnumId enumeration = context_.TypeOf(expected).enumeration;
    for (const Symbol& symbol : context_.names.Find(head.text)) {
      const bool same_type =
          visible(symbol) && context_.TypeOfSymbol(symbol) == context_.types.EnumOf(enumeration);
      if (same_type) {
        const std::string member =
            fmt::format("`{}.{}`", context_.program.enums[enumeration].name, head.text);
        context_.reporter
            .Report<diag::AmbiguousName>(head.span, head.text, Context::Describe(symbol.kind),
                                         member)
            .Label(symbol.span, "declared here")
            .Help(fmt::format("write {} for the member of the enum", member));
        return {};
      }
    }
    return context_.Const(context_.types.EnumOf(enumeration), *ordinal, head.span);
  }
  const Context::Lookup lookup = context_.Find(context_.names, place_.document, name);
  if (lookup.reported) {
    return {};
  }
  if (lookup.found) {
    return SymbolValue(lookup.found->symbol, name, lookup.found->parts, expected);
  }
  // A member of an enum where no type was expected, if only one enum can be meant.
  std::vector<std::pair<ir::EnumId, std::int64_t>> meant;
  std::vector<std::string> candidates;
  if (const auto members = context_.members_by_name.find(head.text);
      members != context_.members_by_name.end() && name.parts.size() == 1) {
    std::ranges::copy_if(members->second, std::back_inserter(meant), [&](const auto& member) {
      const std::uint32_t document = context_.enum_documents[member.first.index()];
      return document != kHidden && context_.Sees(place_.document, document);
    });
  }
  const bool fits = !expected.valid() || context_.TypeOf(expected).kind != Kind::kEnum;
  if (meant.size() == 1 && fits) {
    return context_.Const(context_.types.EnumOf(meant[0].first), meant[0].second, head.span);
  }
  if (meant.size() > 1 && fits) {
    const auto qualified = [&](const auto& member) {
      return fmt::format("`{}.{}`", context_.program.enums[member.first].name, head.text);
    };
    context_.reporter.Report<diag::AmbiguousName>(head.span, head.text, qualified(meant[0]),
                                                  qualified(meant[1]));
    return {};
  }
  if (expected.valid() && context_.TypeOf(expected).kind == Kind::kEnum) {
    for (const auto& member :
         context_.program.enums[context_.TypeOf(expected).enumeration].members) {
      candidates.push_back(member.name);
    }
  }
  for (const Variable& variable : variables_) {
    candidates.push_back(variable.name);
  }
  if (rule_.valid()) {
    for (const ir::Param& param : context_.program.rules[rule_].params) {
      candidates.push_back(param.name);
    }
  }
  context_.ReportUnknown(context_.names, place_.document, head.text, head.span,
                         std::move(candidates));
  return {};
}

NodeId Lowerer::SymbolValue(const Symbol& symbol, const ast::Name& name, std::size_t next,
                            TypeId expected) {
  const Span head = Join(name.parts.front().span, name.parts[next - 1].span);
  const auto not_a_value = [&](std::string help) {
    context_.reporter
        .Report<diag::WrongKindOfName>(name.span, semantics::TextOf(name),
                                       Context::Describe(symbol.kind), "a value")
        .Label(symbol.span, "declared here")
        .Help(std::move(help));
    return NodeId();
  };
  switch (symbol.kind) {
    case SymbolKind::kFact:
      return Members(FactValue(symbol.index, head), name, next);
    case SymbolKind::kRule: {
      const RuleId id(symbol.index);
      const ir::RuleRole role = context_.program.rules[id].role;
      const bool is_norm = role == ir::RuleRole::kProhibition || role == ir::RuleRole::kPermission;
      if (!context_.program.rules[id].params.empty()) {
        context_.reporter
            .Report<diag::WrongArguments>(name.span, context_.program.rules[id].name,
                                          context_.program.rules[id].params.size(), 0)
            .Label(symbol.span, "declared here");
        return {};
      }
      if (is_norm && next < name.parts.size() && name.parts[next].text == "applies") {
        ++next;
      }
      return Members(Said(context_.Result(id, head), symbol, head), name, next);
    }
    case SymbolKind::kDuty: {
      if (next >= name.parts.size()) {
        return not_a_value(context_.duties[symbol.index].is_power
                               ? "name a member: `.must`, `.may`, `.by`, `.status`"
                               : "name a member: `.applies`, `.due`, `.done`, `.status`");
      }
      const RuleId member = context_.MemberOf(context_.duties[symbol.index], name.parts[next]);
      const Span span = Join(head, name.parts[next].span);
      return Members(Said(context_.Result(member, span), symbol, span), name, next + 1);
    }
    case SymbolKind::kGrounds: {
      const GroundsInfo& info = context_.grounds[symbol.index];
      if (next >= name.parts.size()) {
        return not_a_value("name a member: `.applies`, `.grounds`, or one of the grounds");
      }
      const ast::Name::Part& part = name.parts[next];
      const bool wants_member = expected.valid() && context_.TypeOf(expected).kind == Kind::kEnum &&
                                context_.TypeOf(expected).enumeration == info.enumeration;
      if (wants_member && next + 1 == name.parts.size()) {
        if (const auto ordinal = context_.OrdinalOf(info.enumeration, part.text)) {
          return context_.Const(context_.types.EnumOf(info.enumeration), *ordinal, name.span);
        }
      }
      const RuleId member = context_.MemberOf(info, part);
      const Span span = Join(head, part.span);
      return Members(Said(context_.Result(member, span), symbol, span), name, next + 1);
    }
    case SymbolKind::kEnum: {
      if (next >= name.parts.size()) {
        return not_a_value("name one of its members");
      }
      const ast::Name::Part& part = name.parts[next];
      const NodeId member = EnumMember(ir::EnumId(symbol.index), part.text, part.span);
      return Members(member, name, next + 1);
    }
    case SymbolKind::kParameter: {
      const Place& place = context_.parameters[symbol.index].second;
      const NodeId day = context_.GoverningDate(place, head);
      return Members(Said(ParameterValue(symbol.index, day, head), symbol, head), name, next);
    }
    case SymbolKind::kPeriod: {
      PeriodInfo& info = context_.periods[symbol.index];
      if (info.under_way) {
        context_.reporter.Report<diag::DefinedByItself>(name.span, semantics::TextOf(name));
        return {};
      }
      info.under_way = true;
      Lowerer elsewhere(context_, info.place);
      const NodeId value = elsewhere.LowerRequired(info.tree->value);
      context_.periods[symbol.index].under_way = false;
      return Members(value, name, next);
    }
    case SymbolKind::kEntity:
      return not_a_value("an entity is a type; name a fact of it");
    case SymbolKind::kCalendar:
      return not_a_value("ask it: `... is working day`, or count by it: `... by NAME`");
    case SymbolKind::kReading:
      return not_a_value("ask which alternative holds: `under READING ALTERNATIVE`");
  }
  return {};
}

NodeId Lowerer::On(const ast::NameRef& tree, ast::ExprId, const Span&, TypeId expected) {
  return LowerName(tree.name, expected);
}

NodeId Lowerer::On(const ast::Field& tree, ast::ExprId, const Span& span, TypeId) {
  return Member(Lower(tree.object), tree.field.text, span, TextOf(tree.object));
}

NodeId Lowerer::On(const ast::Call& tree, ast::ExprId, const Span& span, TypeId) {
  const auto symbol = context_.FindKind(place_.document, tree.callee, SymbolKind::kRule);
  if (!symbol) {
    // The arguments may hold errors of their own.
    for (const ast::ExprId argument : tree.args) {
      Lower(argument);
    }
    return {};
  }
  const RuleId rule(symbol->index);
  const std::vector<ir::Param> params = context_.program.rules[rule].params;
  if (params.size() != tree.args.size()) {
    context_.reporter
        .Report<diag::WrongArguments>(span, context_.program.rules[rule].name, params.size(),
                                      tree.args.size())
        .Label(symbol->span, "declared here");
    return {};
  }
  std::vector<NodeId> arguments;
  arguments.reserve(params.size());
  for (std::size_t i = 0; i < params.size(); ++i) {
    arguments.push_back(LowerAs(tree.args[i], params[i].type));
  }
  const NodeId result = params.empty()
                            ? context_.Result(rule, span)
                            : context_.Make(Op::kCall, context_.TypeOfRule(rule, span), arguments,
                                            span, {.imm = static_cast<std::int64_t>(rule.value)});
  return Said(result, *symbol, span);
}

NodeId Lowerer::On(const ast::On& tree, ast::ExprId, const Span& span, TypeId) {
  const auto symbol = context_.FindKind(place_.document, tree.parameter, SymbolKind::kParameter);
  const NodeId date = LowerAs(tree.date, context_.Of(Kind::kDate));
  return symbol ? ParameterValue(symbol->index, date, span) : NodeId();
}

}  // namespace acta::semantics
