#include "compiler/ir/print.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/ir/format.h"

namespace acta::ir {

namespace {

std::string_view RoleName(RuleRole role) {
  switch (role) {
    case RuleRole::kRule:
      return "rule";
    case RuleRole::kTable:
      return "table";
    case RuleRole::kProhibition:
      return "prohibition";
    case RuleRole::kPermission:
      return "permission";
    case RuleRole::kGround:
      return "ground";
    case RuleRole::kGroundsAny:
      return "any ground";
    case RuleRole::kGroundsSet:
      return "set of grounds";
    case RuleRole::kObligationMember:
      return "obligation";
    case RuleRole::kPowerMember:
      return "power";
    case RuleRole::kGoverningDate:
      return "governing date";
    case RuleRole::kAnswer:
      return "answer";
    case RuleRole::kScenario:
      return "scenario";
    case RuleRole::kPresumed:
      return "presumed";
  }
  return "?";
}

std::string_view ReasonName(ReasonKind kind) {
  switch (kind) {
    case ReasonKind::kReading:
      return "reading";
    case ReasonKind::kConflict:
      return "conflict";
    case ReasonKind::kUncovered:
      return "uncovered";
    case ReasonKind::kArithmetic:
      return "arithmetic";
  }
  return "?";
}

std::string Quoted(std::string_view text) {
  return text.empty() ? "" : fmt::format(" \"{}\"", text);
}

// The name of the field that begins at `slot`, for slots that are no elements of lists.
std::string SlotName(const Program& program, std::int64_t slot) {
  for (const Reading& reading : program.readings) {
    if (reading.slot == slot) {
      return reading.name;
    }
  }
  const auto after = std::ranges::upper_bound(program.facts, slot, {}, [](const FactField& fact) {
    return static_cast<std::int64_t>(fact.offset);
  });
  if (after == program.facts.begin()) {
    return "slot";
  }
  const FactField& fact = *std::prev(after);
  return fact.offset == slot ? fact.name : fmt::format("{}[{}]", fact.name, slot - fact.offset);
}

std::string FieldName(const Program& program, const Node& node) {
  const Type& type = program.types[program.nodes[program.OperandsOf(node)[0]].type];
  const auto& fields = program.entities[type.entity].fields;
  const auto field = std::ranges::find_if(
      fields, [&](const FactField& f) { return static_cast<std::int64_t>(f.offset) == node.imm; });
  return field == fields.end() ? fmt::format("[{}]", node.imm) : field->name;
}

std::string MonthAndDay(std::int64_t packed) {
  return fmt::format("{:02}-{:02}", packed / 32, packed % 32);
}

// Nobody reads deeper; and the depth of what we print is not yet bounded by plan/.
constexpr int kDeepestPrinted = 200;

class Printer {
 public:
  explicit Printer(const Program& program) : program_(program) {}

  void PrintLaw() {
    const LawInfo& law = program_.law;
    Line("{} {}{}", law.is_module ? "module" : "law", law.name, Quoted(law.title));
    if (!law.is_module) {
      Line("  in force {} to {}", FormatDate(law.in_force_from), FormatDate(law.in_force_until));
    }
    if (program_.governing_date.valid()) {
      Line("  governed by {}", program_.rules[program_.governing_date].name);
    }
  }

  void PrintTables() {
    for (const Enum& enumeration : program_.enums) {
      std::vector<std::string_view> members;
      for (const EnumMember& member : enumeration.members) {
        members.push_back(member.name);
      }
      Line("enum {}: {}", enumeration.name, fmt::join(members, ", "));
    }
    for (const Entity& entity : program_.entities) {
      Line("entity {} ({} slots)", entity.name, entity.width);
      PrintFields(entity.fields);
    }
    Line("facts ({} slots with readings)", program_.slot_count);
    PrintFields(program_.facts);
    for (const Reading& reading : program_.readings) {
      Line("reading {}: {} @{}", reading.name, program_.enums[reading.alternatives].name,
           reading.slot);
    }
    for (const Calendar& calendar : program_.calendars) {
      Line("calendar {}: {} to {}, {} working days", calendar.name, FormatDate(calendar.first_day),
           FormatDate(calendar.last_day), std::ranges::count(calendar.working, true));
    }
    for (const ZoneSet& set : program_.zone_sets) {
      std::vector<std::string_view> zones;
      for (const Zone& zone : set.zones) {
        zones.push_back(zone.iana);
      }
      Line("time zone {}", fmt::join(zones, ", "));
    }
    for (const Lookup& lookup : program_.lookups) {
      Line("parameter {}: {}", lookup.name, TypeName(program_, lookup.type));
      for (const LookupVersion& version : lookup.versions) {
        Line("  {} to {}: {}{}", FormatDate(version.from), FormatDate(version.until),
             FormatValue(program_, lookup.type, version.value), Cite(version.citation));
      }
    }
  }

  void PrintRule(RuleId id) {
    const Rule& rule = program_.rules[id];
    params_ = &rule.params;
    std::vector<std::string> params;
    for (const Param& param : rule.params) {
      params.push_back(fmt::format("{}: {}", param.name, TypeName(program_, param.type)));
    }
    const std::string list = params.empty() ? "" : fmt::format("({})", fmt::join(params, ", "));
    Line("{} {}{}: {}{}", RoleName(rule.role), rule.name, list, TypeName(program_, rule.type),
         Cite(rule.citation));
    PrintGroup(rule.root, 1);
    if (rule.otherwise) {
      const Default& otherwise = *rule.otherwise;
      Line("  otherwise {}{}{}", Node(otherwise.value),
           otherwise.name.empty() ? "" : " by " + otherwise.name, Cite(otherwise.citation));
    }
    params_ = nullptr;
  }

  void PrintAnswers() {
    for (const Answer& answer : program_.answers) {
      Line("answer {} is {}{}", answer.name, program_.rules[answer.rule].name,
           Quoted(answer.question));
    }
    for (const Scenario& scenario : program_.scenarios) {
      Line("scenario \"{}\"{}", scenario.title,
           scenario.governing_date ? " governed by " + FormatDate(*scenario.governing_date) : "");
      for (const Expectation& expectation : scenario.expectations) {
        const TypeId type = program_.rules[expectation.rule].type;
        Line("  expect {} is {}", expectation.text,
             expectation.value ? FormatValue(program_, type, *expectation.value) : "undetermined");
      }
    }
  }

  template <class... Args>
  void Line(fmt::format_string<Args...> pattern, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), pattern, std::forward<Args>(args)...);
    text_ += '\n';
  }

  [[nodiscard]] std::string Node(NodeId id, int depth = 0) const {
    if (depth > kDeepestPrinted) {
      return "…";
    }
    const ir::Node& node = program_.nodes[id];
    std::vector<std::string> operands;
    for (const NodeId operand : program_.OperandsOf(node)) {
      operands.push_back(Node(operand, depth + 1));
    }
    return Node(node, operands);
  }

  [[nodiscard]] std::string Text() && { return std::move(text_); }

 private:
  void PrintFields(const std::vector<FactField>& fields) {
    for (const FactField& field : fields) {
      std::string line =
          fmt::format("  {}: {} @{}", field.name, TypeName(program_, field.type), field.offset);
      if (field.low || field.high) {
        const auto bound = [&](const std::optional<std::int64_t>& value) {
          return value ? FormatValue(program_, field.type, *value) : "";
        };
        line += fmt::format(", {} to {}", bound(field.low), bound(field.high));
      }
      if (field.judged_by.valid()) {
        line += fmt::format(", judged by {}", program_.parties[field.judged_by].name);
      }
      Line("{}", line);
    }
  }

  void PrintGroup(GroupId id, std::size_t depth) {
    const std::string indent(2 * depth, ' ');
    const Group& group = program_.groups[id];
    for (const GroupId exception : group.exceptions) {
      Line("{}exception {} to the clauses here{}", indent, program_.groups[exception].name,
           Cite(program_.groups[exception].citation));
      PrintGroup(exception, depth + 1);
    }
    for (const ClauseId clause : group.clauses) {
      PrintClause(program_.clauses[clause], indent);
      for (const auto& [target, exception] : group.clause_exceptions) {
        if (target == clause) {
          Line("{}  exception {} to this clause{}", indent, program_.groups[exception].name,
               Cite(program_.groups[exception].citation));
          PrintGroup(exception, depth + 2);
        }
      }
    }
  }

  void PrintClause(const Clause& clause, const std::string& indent) {
    Line("{}clause{}{} is {}{}", indent, clause.name.empty() ? "" : " ", clause.name,
         Node(clause.value), Cite(clause.citation));
    if (clause.guard.valid()) {
      Line("{}  in force {}", indent, Node(clause.guard));
    }
    if (clause.condition.valid()) {
      Line("{}  when {}", indent, Node(clause.condition));
    }
    for (std::size_t i = 0; i < clause.withdrawals.size(); ++i) {
      const CitationId citation =
          i < clause.withdrawal_citations.size() ? clause.withdrawal_citations[i] : CitationId();
      Line("{}  not where {}{}", indent, Node(clause.withdrawals[i]), Cite(citation));
    }
  }

  [[nodiscard]] std::string Cite(CitationId id) const {
    return id.valid() ? fmt::format(" [{}]", program_.citations[id].text) : "";
  }

  [[nodiscard]] const std::string& RuleName(std::int64_t imm) const {
    return program_.rules[RuleId(static_cast<std::uint32_t>(imm))].name;
  }

  [[nodiscard]] std::string Node(const ir::Node& node,
                                 const std::vector<std::string>& operands) const {
    const auto with = [&](std::string_view name) {
      return fmt::format("{}({})", name, fmt::join(operands, ", "));
    };
    const std::string_view name = InfoOf(node.op).name;
    switch (node.op) {
      case Op::kConst:
        return FormatValue(program_, node.type, node.imm);
      case Op::kSlot:
        return SlotName(program_, node.imm);
      case Op::kField:
      case Op::kInner:
        return fmt::format("{}.{}", operands[0], FieldName(program_, node));
      case Op::kRule:
        return RuleName(node.imm);
      case Op::kCall:
        return with(RuleName(node.imm));
      case Op::kParam:
        return ParamName(node.imm);
      case Op::kElement:
        return fmt::format("x{}", node.imm);
      case Op::kReading:
        return fmt::format("reading {}", SlotName(program_, node.imm));
      case Op::kUndetermined: {
        const Reason& reason = program_.reasons[node.reason];
        return fmt::format("undetermined({} {})", ReasonName(reason.kind), reason.subject);
      }
      case Op::kMulScaled:
      case Op::kDiv:
        return with(fmt::format("{} [scale {}, places {}, mode {}]", name, node.imm, node.aux >> 8,
                                node.aux & 255));
      case Op::kAddMonths:
        return with(std::string(name) + Pick(node.aux, {"", " rounding down", " rounding up"}));
      case Op::kDatePart:
        return with(Pick(node.aux, {"year", "month", "day", "weekday"}));
      case Op::kTimePart:
        return with(Pick(node.aux, {"hour", "minute"}));
      case Op::kAge:
        return with(std::string(name) + Pick(node.aux, {"", " rounding down"}));
      case Op::kRoll:
        return with(Pick(node.aux, {"roll forward", "roll back"}));
      case Op::kIsWorkingDay:
      case Op::kAddWorkingDays:
      case Op::kWorkingDaysBetween:
      case Op::kAddWorkingSeconds:
        return with(
            fmt::format("{} by {}", name,
                        program_.calendars[CalendarId(static_cast<std::uint32_t>(node.imm))].name));
      case Op::kInYearly:
      case Op::kOverlapYearly:
      case Op::kSubsetYearly:
        return with(fmt::format("{} {} to {}", name, MonthAndDay(node.imm / 4096),
                                MonthAndDay(node.imm % 4096)));
      case Op::kLookup:
        return with(program_.lookups[LookupId(static_cast<std::uint32_t>(node.imm))].name + " on");
      case Op::kAtLeast:
        return fmt::format("at least {} x{} in {} has {}", node.imm, node.aux, operands[0],
                           operands[1]);
      case Op::kCount:
        return fmt::format("count of x{} in {} where {}", node.aux, operands[0], operands[1]);
      case Op::kSum:
      case Op::kEarliest:
      case Op::kLatest:
        return fmt::format("{} of {} for x{} in {} where {}", name, operands[2], node.aux,
                           operands[0], operands[1]);
      case Op::kPresent:
      case Op::kValue:
      case Op::kNot:
      case Op::kAnd:
      case Op::kOr:
      case Op::kIf:
      case Op::kSwitch:
      case Op::kEq:
      case Op::kNe:
      case Op::kLt:
      case Op::kLe:
      case Op::kMember:
      case Op::kSetSingle:
      case Op::kSetUnion:
      case Op::kSetIntersection:
      case Op::kSetDifference:
      case Op::kSetOf:
      case Op::kAdd:
      case Op::kSub:
      case Op::kNeg:
      case Op::kMul:
      case Op::kAddDays:
      case Op::kDateOf:
      case Op::kTimeOf:
      case Op::kMakeDateTime:
      case Op::kToInstant:
      case Op::kFromInstant:
      case Op::kMakePeriod:
      case Op::kPeriodStart:
      case Op::kPeriodEnd:
      case Op::kInDates:
      case Op::kInTimes:
      case Op::kOverlapDates:
      case Op::kOverlapTimes:
      case Op::kIntersectDates:
      case Op::kSubsetDates:
      case Op::kLength:
        return with(name);
    }
    return "?";
  }

  [[nodiscard]] static std::string Pick(std::uint32_t aux, std::vector<std::string> words) {
    return aux < words.size() ? std::move(words[aux]) : fmt::format("?{}", aux);
  }

  [[nodiscard]] std::string ParamName(std::int64_t index) const {
    const bool known =
        params_ != nullptr && index >= 0 && static_cast<std::size_t>(index) < params_->size();
    return known ? (*params_)[static_cast<std::size_t>(index)].name
                 : fmt::format("parameter {}", index);
  }

  const Program& program_;
  // Of the rule that is being printed.
  const std::vector<Param>* params_ = nullptr;
  std::string text_;
};

}  // namespace

std::string PrintProgram(const Program& program) {
  Printer printer(program);
  printer.PrintLaw();
  printer.PrintTables();
  for (const RuleId id : program.rules.Ids()) {
    printer.PrintRule(id);
  }
  printer.PrintAnswers();
  return std::move(printer).Text();
}

std::string PrintGraph(const RuleGraph& graph) {
  Printer printer(*graph.program);
  printer.PrintLaw();
  printer.Line("-- called ({})", graph.callees.size());
  for (const RuleId id : graph.callees) {
    printer.PrintRule(id);
  }
  printer.Line("-- evaluated, in this order ({})", graph.order.size());
  for (const RuleId id : graph.order) {
    printer.PrintRule(id);
  }
  for (const Answer& answer : graph.program->answers) {
    printer.Line("answer {} is {}", answer.name, graph.program->rules[answer.rule].name);
  }
  return std::move(printer).Text();
}

std::string PrintNode(const Program& program, NodeId node) {
  return Printer(program).Node(node);
}

}  // namespace acta::ir
