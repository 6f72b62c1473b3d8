// The checked program: every name looked up, every type known, every construct lowered to the operators of the core.
// Made by semantics/, made into a rule graph by plan/. Data only; nodes live in one pool, trees by operand ids.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/base/span.h"
#include "compiler/base/store.h"
#include "compiler/base/typed_id.h"

namespace acta::ir {

using TypeId = Id<struct TypeTag>;
using UnitId = Id<struct UnitTag>;
using EnumId = Id<struct EnumTag>;
using EntityId = Id<struct EntityTag>;
using PartyId = Id<struct PartyTag>;
using NodeId = Id<struct NodeTag>;
using RuleId = Id<struct RuleTag>;
using ClauseId = Id<struct ClauseTag>;
using GroupId = Id<struct GroupTag>;
using ReasonId = Id<struct ReasonTag>;
using CitationId = Id<struct CitationTag>;
using CalendarId = Id<struct CalendarTag>;
using ZoneSetId = Id<struct ZoneSetTag>;
using LookupId = Id<struct LookupTag>;

// ---- types -----------------------------------------------------------------------------------------------------

enum class Kind : std::uint8_t {
  kBoolean, kInteger, kDecimal, kMoney, kDate, kTime, kDateTime,
  kDays, kWorkingDays, kMonths, kYears, kHours, kMinutes,
  kPeriodOfDates, kPeriodOfTimes, kEnum, kSet, kEntity, kList, kText,
};

// Whole numbers of something: integers and durations.
[[nodiscard]] constexpr bool IsCount(Kind kind) {
  switch (kind) {
    case Kind::kInteger:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
      return true;
    default:
      return false;
  }
}
// What there may be more or less of: counts, decimals, money.
[[nodiscard]] constexpr bool IsQuantity(Kind kind) {
  return IsCount(kind) || kind == Kind::kDecimal || kind == Kind::kMoney;
}
// What comes before and after: quantities, dates and times.
[[nodiscard]] constexpr bool HasOrder(Kind kind) {
  return IsQuantity(kind) || kind == Kind::kDate || kind == Kind::kTime || kind == Kind::kDateTime;
}

// Equal types have equal ids (the program interns them).
struct Type {
  Kind kind = Kind::kBoolean;
  bool optional = false;
  UnitId unit;         // kInteger: its unit, if any. kMoney: the currency
  UnitId per;          // kMoney: the unit it is a price of, if any
  EnumId enumeration;  // kEnum, kSet
  EntityId entity;     // kEntity
  TypeId element;      // kList
  std::uint32_t at_most = 0;  // kList
  friend bool operator==(const Type&, const Type&) = default;
};

struct Unit { std::string name; };
struct Party { std::string name, doc; };
struct EnumMember { std::string name, doc; };
// Also made by the compiler: Weekday, NormStatus, one for each `grounds` and each `reading`.
struct Enum { std::string name; std::vector<EnumMember> members; Span span; };

// ---- the shape of a case ---------------------------------------------------------------------------------------

// A field of an entity or a fact. Slots are counted in int64 words: a scalar, an optional scalar, a list take one; an entity
// takes the sum of its fields in place; an optional entity one for presence (ABSENT, MISSING, or the slot of its first
// field), followed by its fields.
struct FactField {
  std::string name;
  TypeId type;
  std::uint32_t offset = 0;  // in its entity; for a fact: its slot
  std::optional<std::int64_t> low, high;  // inclusive, as payloads
  PartyId judged_by;
  std::string doc;
  Span span;
  CitationId citation;
};
struct Entity { std::string name; std::vector<FactField> fields; std::uint32_t width = 0; Span span; };

// ---- citations and reasons -------------------------------------------------------------------------------------

// Where in the law something stands: "Article 9(4), first sentence", the title of its provision, and the prose under it.
struct Citation {
  std::string text;  // of another act with its name: "Article 1, Tax Code"
  std::string title;
  std::string prose;
  std::string act;   // whose provision it is; empty: of the act at hand
  CitationId first;  // the first that cites the same provision in the same words
  Span span;
};

enum class ReasonKind : std::uint8_t { kReading, kConflict, kUncovered, kArithmetic };
// `subject`: the reading, rule, calendar, parameter, law, or a description of the operation ("2021-01-31 + 1 months"). `doc`: what
// there is of a calendar or law instead ("in force from 2020-06-06").
struct Reason { ReasonKind kind; std::string subject; Span span; CitationId citation; std::string doc; };

// ---- expressions of the core -----------------------------------------------------------------------------------

enum class Op : std::uint8_t {
#define ACTA_OP(Name, name, arity, undetermined, can_fail) k##Name,
#include "compiler/ir/operators.def"
#undef ACTA_OP
};
enum class Undetermined : std::uint8_t { kStrict, kKleene, kChoice, kFold, kLeaf };
struct OpInfo { std::string_view name; int arity; Undetermined undetermined; bool can_fail; };
[[nodiscard]] const OpInfo& InfoOf(Op op);

struct Node {
  Op op = Op::kConst;
  TypeId type;
  std::int64_t imm = 0;
  std::uint32_t aux = 0;
  std::uint32_t first_operand = 0, operand_count = 0;  // in Program::operands
  ReasonId reason;      // what it gives when it can fail
  CitationId citation;  // `[cite]` on an operand of a condition, if any
  Span span;            // of the expression it was lowered from
};

// ---- rules -----------------------------------------------------------------------------------------------------

// A clause and, by name, what is tied to it. Applies when guard, condition hold and no withdrawal does (a missing one is yes).
struct Clause {
  std::string name;  // may be empty
  CitationId citation;
  NodeId guard;      // in force on the governing date
  NodeId condition;
  std::vector<NodeId> withdrawals;
  std::vector<CitationId> withdrawal_citations;  // one per withdrawal
  NodeId value;
  Span span;
};
// Clauses at one level with the exceptions that prevail over all of them. The root group of a rule, or an exception.
struct Group {
  std::string name;  // the exception's name; empty for a rule's root
  CitationId citation;
  std::vector<ClauseId> clauses;
  std::vector<GroupId> exceptions;                                 // to the whole group
  std::vector<std::pair<ClauseId, GroupId>> clause_exceptions;     // to one clause, in source order
  Span span;
};
struct Param { std::string name; TypeId type; };
struct Default { NodeId value; std::string name; CitationId citation; };  // a presumption, or `no` for booleans

enum class RuleRole : std::uint8_t {
  kRule, kTable, kProhibition, kPermission, kGround, kGroundsAny, kGroundsSet, kObligationMember, kPowerMember, kGoverningDate,
  kAnswer, kScenario, kPresumed,
};
struct Rule {
  std::string name;  // qualified where the author must: "may_organise", "refusal.late", "notify.due"
  std::string doc;
  RuleRole role = RuleRole::kRule;
  TypeId type;
  std::vector<Param> params;
  GroupId root;
  std::optional<Default> otherwise;  // none: uncovered
  ReasonId uncovered, conflict;      // always valid
  CitationId citation;
  PartyId party;  // on / of / by, if any
  std::string gloss;
  Span span;
};

struct Answer { std::string name, question; RuleId rule; Span span; };

// ---- readings, calendars, zones, parameters --------------------------------------------------------------------

struct Reading { std::string name, question; EnumId alternatives; std::uint32_t slot = 0; CitationId citation; Span span; };

struct Calendar {
  std::string name;
  std::int32_t first_day = 0, last_day = -1;  // covers
  std::vector<bool> working;                  // one per day covered
  std::vector<std::pair<std::int32_t, std::string>> names;  // holidays and days off by day, for explanations; sorted
  // What is cited for a day that is free or worked against its weekday; sorted by day.
  std::vector<std::pair<std::int32_t, CitationId>> cited;
  CitationId citation;
  Span span;
};
// One zone, or one per ordinal of an enum. Instants in seconds since 1970-01-01T00:00Z.
struct Zone { std::string iana; std::int32_t first_offset = 0; std::vector<std::pair<std::int64_t, std::int32_t>> changes; };
struct ZoneSet { std::vector<Zone> zones; EnumId by; CitationId citation; };
struct LookupVersion { std::int32_t from = 0, until = 0; std::int64_t value = 0; CitationId citation; };
struct Lookup { std::string name; TypeId type; std::vector<LookupVersion> versions; Span span; };

// ---- scenarios -------------------------------------------------------------------------------------------------

// A value as given in a case, before it is laid out: absent, a payload, a text, a record, a list.
struct CaseField;
struct CaseValue {
  struct Absent {};
  struct TextValue { std::string text; };
  struct Record { std::vector<CaseField> fields; };
  struct List { std::vector<CaseValue> items; };
  std::variant<Absent, std::int64_t, TextValue, Record, List> value;
};
struct CaseField { std::string name; CaseValue value; };
struct ExpectedReason { bool missing = false; ReasonKind kind = ReasonKind::kReading; std::string subject; };
struct Expectation {
  RuleId rule;  // without parameters (calls are wrapped in a rule of role kScenario)
  std::string text;  // as written
  std::optional<std::int64_t> value;  // a payload, ACTA_ABSENT included; none: undetermined
  std::vector<std::string> citations;
  std::vector<ExpectedReason> reasons;
  Span span;
};
struct Scenario {
  std::string title;
  CaseValue::Record given;  // by fact; `like` and `without` already applied
  std::vector<std::pair<std::string, std::string>> under;  // reading, alternative
  std::vector<Expectation> expectations;
  // The law of this day decides, whatever the act says of it: such a scenario is held against the
  // act checked anew with that day as its governing date.
  std::optional<std::int32_t> governing_date;
  CitationId citation;
  Span span;
};

// ---- the whole -------------------------------------------------------------------------------------------------

struct LawInfo {
  std::string name, title, number, source;
  std::int32_t in_force_from = 0, in_force_until = 0;  // days, both included; a module: the whole range
  bool is_module = false;
};

// How far stores were filled.
struct Extent { std::size_t nodes = 0, clauses = 0, groups = 0, rules = 0; };

// Two rules carry the layout: slot 0 is `as_of`; then the facts; then one slot per reading; list elements come after.
struct Program {
  LawInfo law;
  Store<TypeId, Type> types;
  Store<UnitId, Unit> units;
  Store<PartyId, Party> parties;
  Store<EnumId, Enum> enums;
  Store<EntityId, Entity> entities;
  std::vector<FactField> facts;  // facts[0] is as_of
  std::uint32_t slot_count = 0;  // facts and readings: where list elements begin
  std::vector<std::string> texts;  // constant texts; payload = index
  Store<CitationId, Citation> citations;
  Store<ReasonId, Reason> reasons;
  Store<NodeId, Node> nodes;
  // A cell of a table says nothing without the head of its column: by where the cell begins.
  std::map<std::pair<SourceId, std::uint32_t>, Span> columns_of_cells;
  std::vector<NodeId> operands;
  Store<ClauseId, Clause> clauses;
  Store<GroupId, Group> groups;
  Store<RuleId, Rule> rules;
  std::vector<Answer> answers;
  std::vector<Reading> readings;
  Store<CalendarId, Calendar> calendars;
  Store<ZoneSetId, ZoneSet> zone_sets;
  Store<LookupId, Lookup> lookups;
  std::vector<Scenario> scenarios;
  std::optional<Extent> before_scenarios;  // what comes after is theirs alone; none: nothing is
  RuleId governing_date;  // may be invalid in a module

  [[nodiscard]] std::span<const NodeId> OperandsOf(const Node& node) const {
    return {operands.data() + node.first_operand, node.operand_count};
  }
};

}  // namespace acta::ir
