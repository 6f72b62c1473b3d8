// The syntax tree of one source document: what the author wrote, with byte spans and provisions, before any name is
// looked up. Nodes are facts; what is done with them lives in the rooms that do it.
// Every string is NFC and as written; spans are byte offsets into the source file.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/span.h"
#include "compiler/base/store.h"
#include "compiler/base/typed_id.h"

namespace acta::ast {

using ExprId = Id<struct ExprTag>;
using ProvisionId = Id<struct ProvisionTag>;

// A name as written: `form`, `refusal.late`, `kz.calendar`. Each part has its own span.
struct Name {
  struct Part {
    std::string text;
    Span span;
  };
  std::vector<Part> parts;
  Span span;
};

// A simple name that is being declared or referred to without dots.
struct Ident {
  std::string text;
  Span span;
};

// `[...]`: the text between the brackets, trimmed.
struct Citation {
  std::string text;
  Span span;
};

struct Text {
  std::string text;
  Span span;
};

// A heading. `citation` is the part before the first ". ", `title` the rest (may be empty).
struct Provision {
  std::string citation;
  std::string title;
  int level = 1;
  Span span;
  // The prose below this heading, up to the next heading, without the code blocks.
  std::string prose;
};

// ---- types -----------------------------------------------------------------------------------------------------

enum class TypeWord : std::uint8_t {
  kBoolean, kInteger, kDecimal, kMoney, kDate, kTime, kDateTime,
  kDays, kWorkingDays, kMonths, kYears, kHours, kMinutes,
  kPeriodOfDates, kPeriodOfTimes, kText,
  kNamed,  // an enum or an entity
  kSetOf,  // `name` is the enum
  kListOf,  // `element` and `at_most`
};

struct TypeRef {
  TypeWord word = TypeWord::kBoolean;
  bool optional = false;
  std::optional<Name> name;            // kNamed, kSetOf
  std::optional<Ident> unit;           // integer of UNIT, money in UNIT
  std::optional<Ident> per;            // money in CUR per UNIT
  std::vector<TypeRef> element;        // kListOf: exactly one
  std::optional<std::int64_t> at_most; // kListOf
  Span span;
};

// ---- expressions -----------------------------------------------------------------------------------------------

enum class DurationUnit : std::uint8_t { kDays, kWeeks, kWorkingDays, kMonths, kYears, kHours, kMinutes };
struct DayMonth { int day = 1; int month = 1; };

struct BoolLit { bool value = false; };
// `unit`: 800 metres, 2917 KZT. Digits beyond 64 bits are reported by the parser and read as 0.
struct IntLit { std::int64_t value = 0; std::optional<Ident> unit; };
// `0.15`, `15%`, `2917.50 KZT`: value in millionths.
struct DecimalLit { std::int64_t millionths = 0; std::optional<Ident> unit; };
struct DurationLit { std::int64_t count = 0; DurationUnit unit = DurationUnit::kDays; };
struct DateLit {  // checked to exist by the parser
  int year = 1970; int month = 1; int day = 1;
  friend auto operator<=>(const DateLit&, const DateLit&) = default;
};
struct TimeLit { int seconds = 0; };                               // of the day, 0 to 86400
struct DateTimeLit { DateLit date; TimeLit time; };
struct TextLit { std::string text; };
struct AbsentLit {};
struct AsOf {};
struct NameRef { Name name; };                        // x, x.y.z (fields and members are resolved later)
struct Field { ExprId object; Ident field; };         // on something that is no plain name
struct Call { Name callee; std::vector<ExprId> args; };
struct On { Name parameter; ExprId date; };           // mci on D
struct As { ExprId value; Ident unit; };              // E as persons
struct SetLit { std::vector<ExprId> members; };
struct RecordLit { struct Item { Name path; ExprId value; }; std::vector<Item> items; };  // scenarios only
struct ListLit { std::vector<ExprId> items; };        // scenarios only
struct Under { Name reading; Ident alternative; };
struct AgeOf { ExprId birth; ExprId on; bool rounding_down = false; };
struct Cited { Citation citation; ExprId operand; };
struct Not { ExprId operand; };
// n-ary, all operands joined by the same word. Mixing without parentheses is reported by the parser (A4002).
struct And { std::vector<ExprId> operands; };
struct Or { std::vector<ExprId> operands; };
enum class CompareOp : std::uint8_t { kEq, kNe, kLt, kLe, kGt, kGe, kIn, kNotIn, kOverlaps };
struct Compare { CompareOp op; ExprId left; ExprId right; };
struct IsPresent { ExprId operand; bool negated = false; };  // negated: `is absent`
struct IsWorkingDay { ExprId operand; std::optional<Name> calendar; };
struct PeriodOf { ExprId start; ExprId end; };               // A to B
struct EveryYear { DayMonth from; DayMonth to; };            // every year from 1 May to 9 May
enum class RoundingWord : std::uint8_t { kDown, kUp, kHalfUp, kHalfEven };
struct Rounding { RoundingWord word = RoundingWord::kDown; int places = 0; };
enum class ArithmeticOp : std::uint8_t { kAdd, kSubtract, kMultiply, kDivide };
struct Arithmetic {
  ArithmeticOp op; ExprId left; ExprId right;
  std::optional<RoundingWord> month_rounding;  // `rounding down|up` on + and -
  std::optional<Rounding> rounding;            // `rounded ...` on * and /
};
struct Negate { ExprId operand; };
struct At { ExprId date; ExprId time; };                      // D at T
enum class CountWord : std::uint8_t { kBefore, kAfter, kCountingFrom };
enum class Roll : std::uint8_t { kForward, kBack };
// N before D and its kin, with the words that may follow.
struct Count {
  ExprId amount; CountWord word; bool clear = false; ExprId anchor;
  std::optional<Name> counted_by; std::optional<Name> calendar; bool skipping_days_off = false;
  std::optional<Roll> roll; std::optional<RoundingWord> month_rounding;
};
struct Window { ExprId far; ExprId near; CountWord word; ExprId anchor; };  // between A and B before D
struct WorkingDaysBetween { ExprId from; ExprId to; std::optional<Name> calendar; };  // working days from A to B
enum class QuantifierWord : std::uint8_t { kSome, kEvery, kNo, kAtLeast, kAtMost, kExactly };
struct Quantifier {
  QuantifierWord word; std::int64_t count = 0; Ident variable; ExprId list; std::optional<ExprId> filter; ExprId body;
};
enum class AggregateWord : std::uint8_t { kCount, kSum, kEarliest, kLatest };
// count of L: no variable. count of x in L where C: no value.
struct Aggregate {
  AggregateWord word; std::optional<ExprId> value; std::optional<Ident> variable; ExprId list; std::optional<ExprId> filter;
};
struct If { ExprId condition; ExprId then_value; ExprId else_value; };
struct Match {
  struct Arm { std::vector<ExprId> patterns; /* empty: otherwise */ ExprId value; Span span; };
  ExprId subject; std::vector<Arm> arms;
};
struct AnyProhibition { std::optional<Name> party; };
struct EveryObligation { std::optional<Name> party; };
// Stands where an expression could not be parsed; the error has been reported.
struct ErrorExpr {};

using ExprKind =
    std::variant<ErrorExpr, BoolLit, IntLit, DecimalLit, DurationLit, DateLit, TimeLit, DateTimeLit, TextLit, AbsentLit, AsOf,
                 NameRef, Field, Call, On, As, SetLit, RecordLit, ListLit, Under, AgeOf, Cited, Not, And, Or, Compare,
                 IsPresent, IsWorkingDay, PeriodOf, EveryYear, Arithmetic, Negate, At, Count, Window, WorkingDaysBetween,
                 Quantifier, Aggregate, If, Match, AnyProhibition, EveryObligation>;

struct Expr {
  ExprKind kind;
  Span span;
};

// ---- declarations ----------------------------------------------------------------------------------------------

struct Force { DateLit from; std::optional<DateLit> until; Span span; };

struct TimeZone { std::optional<Text> iana; std::optional<Name> path; };
struct Law {
  Name name;
  std::optional<Text> title, number, source;
  std::optional<Force> in_force;
  std::optional<ExprId> governed_by;
  std::optional<TimeZone> time_zone;
  std::optional<Name> calendar;
  std::optional<Name> counted_by;
  std::optional<RoundingWord> month_rounding;
};
struct Module { Name name; };
struct Use { Name name; };
struct Party { Ident name; std::optional<Text> doc; };
struct Unit { std::vector<Ident> names; };
struct Enum {
  struct Member { Ident name; std::optional<Text> doc; };
  Ident name; std::vector<Member> members; std::optional<Text> doc;
};
struct FieldDecl {
  std::vector<Ident> names;
  TypeRef type;
  std::optional<ExprId> low, high;
  std::optional<Name> judged_by;
  std::optional<Text> doc;
};
struct Entity { Ident name; std::vector<FieldDecl> fields; };
struct Facts { std::vector<FieldDecl> fields; };

struct Parameter1 { Ident name; TypeRef type; };  // of a rule, `p: Person`
struct Clause {
  std::optional<Citation> citation;
  std::optional<Ident> name;
  std::optional<Force> force;
  ExprId value;                       // for norms (`when` only): a BoolLit yes
  std::optional<ExprId> when, unless;
  Span span;
};
struct Gloss { Text why; };
struct Rule {
  Ident name; std::vector<Parameter1> params; std::optional<TypeRef> type; std::optional<Text> doc;
  std::optional<Gloss> gloss; std::vector<Clause> clauses;
};
struct Exception { Ident name; Name target; std::optional<Gloss> gloss; std::vector<Clause> clauses; };
struct Disapply { Name target; std::optional<Citation> citation; ExprId where; std::optional<Gloss> gloss; };
struct Presumption { Ident name; Name target; std::optional<Gloss> gloss; std::vector<Clause> clauses; };
struct Prohibition {
  Ident name; std::vector<Parameter1> params; std::optional<Name> on; std::optional<Text> doc;
  std::optional<Gloss> gloss; std::vector<Clause> clauses;
};
struct Permission {
  Ident name; std::vector<Name> lifts; std::optional<Text> doc; std::optional<Gloss> gloss; std::vector<Clause> clauses;
};
struct Obligation {
  Ident name; std::optional<Name> on; std::optional<Text> doc; std::optional<Gloss> gloss;
  std::vector<Clause> clauses;              // when
  std::optional<ExprId> due, done;
  std::optional<Citation> due_citation, done_citation;
};
struct Power {
  Ident name; std::optional<Name> of; std::optional<Text> doc; std::optional<Gloss> gloss;
  std::vector<Clause> may, must;
  std::optional<ExprId> by, done;
  std::optional<Citation> by_citation, done_citation;
};
struct Grounds {
  Ident name; std::optional<Name> by; std::optional<Text> doc; std::optional<Gloss> gloss;
  // Each is a ground: `[cite] ground NAME (from D until D)? when C (unless C)?`.
  std::vector<Clause> grounds;
};

struct CalendarRule {  // one day each year
  enum class Kind : std::uint8_t { kFixed, kEaster, kOrthodoxEaster, kNthWeekday } kind = Kind::kFixed;
  DayMonth day;             // kFixed; kNthWeekday uses `day.month`
  int offset_days = 0;      // from easter
  int nth = 1;              // 1 to 4, or -1 for last
  int weekday = 0;          // 0 Monday to 6 Sunday
};
struct CalendarItem {
  enum class Kind : std::uint8_t {
    kCovers, kWeekend, kHoliday, kDayOff, kSubstitute, kMoved, kWorkingOn
  } kind = Kind::kHoliday;
  std::optional<Text> title;
  std::vector<int> weekdays;       // kWeekend: 0 Monday
  std::vector<CalendarRule> every_year;
  std::vector<DateLit> dates;      // kCovers, kMoved: from, to
  // It says nothing of the days before and behind.
  std::optional<DateLit> from, until;
  Span in_time;                    // of both; stands nowhere where it says neither
  std::optional<Citation> citation;
  Span span;
};
struct Calendar { Ident name; std::vector<CalendarItem> items; std::optional<Text> doc; };
struct PeriodDecl { Ident name; ExprId value; std::optional<Text> doc; };  // or/and/not of periods
struct ParameterDecl {
  struct Version { Force force; ExprId value; std::optional<Citation> citation; Span span; };
  Ident name; TypeRef type; std::optional<Text> doc; std::vector<Version> versions;
};
struct TableCell {
  struct Test {
    enum class Kind : std::uint8_t { kAny, kEq, kNe, kLt, kLe, kGt, kGe, kRange } kind = Kind::kAny;
    ExprId value;   // invalid for kAny
    ExprId high;    // kRange
  };
  std::vector<Test> tests;  // any one of them; `not V` is kNe
  Span span;
};
struct Table {
  struct Row {
    std::optional<Citation> citation; std::optional<DateLit> from, until; Span in_time;  // as of a CalendarItem
    std::vector<TableCell> cells; ExprId value; Span span;
  };
  Ident name; std::vector<Parameter1> params; std::optional<TypeRef> type; std::optional<Text> doc; std::optional<Gloss> gloss;
  std::vector<ExprId> columns;  // without the last, `is`
  std::vector<Row> rows;
};
struct Reading {
  enum class Counts : std::uint8_t { kNth, kClear };
  struct Alternative { Ident name; Text text; std::optional<Counts> counts; };
  Ident name; Text question; std::vector<Alternative> alternatives;
};
struct Answers {
  struct Item { Ident name; Text question; std::optional<Name> path; };  // without `is`: the name itself
  std::vector<Item> items;
};
struct Scenario {
  struct Given { Name path; ExprId value; };
  struct Choice { Name reading; Ident alternative; };
  enum class ReasonWord : std::uint8_t { kMissing, kReading, kConflict, kUncovered, kArithmetic };
  struct Reason { ReasonWord word; std::optional<Name> subject; Span span; };
  struct Expect {
    Name path;
    std::optional<std::vector<ExprId>> args;      // RULE(args)
    std::optional<ExprId> value;                  // none: undetermined
    std::vector<Citation> because;
    std::vector<Reason> reasons;
    Span span;
  };
  Text title; std::optional<Text> like; std::vector<Given> given; std::vector<Name> without;
  std::vector<Choice> under; std::vector<Expect> expects;
  std::optional<DateLit> governed_by;  // the law of this day decides, whatever the act says of it
};

// What changes a law. The code it puts in is kept as a place in the source: it is read where it is put (compiler/amend).
struct Amendment {
  // A declaration, one of its clauses (`refusal.late`), or a provision.
  struct Target { std::optional<Name> name; std::optional<Citation> provision; Span span; };
  struct Substitute { Text words, replacement; Target target; };
  struct Reword { Citation provision; std::optional<Text> heading; std::vector<Text> prose; };
  struct Repeal { std::vector<Target> targets; };
  struct Replace { Target target; Span material; };                   // between the braces, without them
  struct InsertIn { Citation provision; Span material; };
  struct InsertAfter { Name name; Span material; };
  struct InsertProvision {
    Text number; std::optional<Text> heading; Citation after; std::vector<Text> prose; std::optional<Span> material;
  };
  struct AddTo { Name name; Span material; };
  struct Instruction {
    std::variant<Substitute, Reword, Repeal, Replace, InsertIn, InsertAfter, InsertProvision, AddTo> what;
    Span span;
  };
  Ident name; Name law;  // or another amendment
  std::optional<Text> title, source;
  std::optional<DateLit> from; Span from_span;
  std::optional<ExprId> cases;  // for which cases, by a condition of the amended act
  std::vector<Instruction> instructions;
};

// How cases are drawn.
struct Population {
  struct Item;
  struct Option;
  struct Draw {
    enum class Kind : std::uint8_t { kValue, kMissing, kPresent, kUniform, kNormal, kLognormal, kDay, kFile, kNested, kList } kind = Kind::kValue;
    ExprId first, second;           // kValue: it. kUniform: low, high. kNormal, kLognormal: median, bound
    std::int64_t below = 0;         // kNormal, kLognormal: the share below the bound, in millionths
    DateLit from, to;               // kDay
    std::vector<std::int64_t> weights;  // kDay: by weekday from Monday, in millionths; empty: alike
    std::optional<Text> column;     // kFile; without it the column has the name of what is drawn
    std::optional<Text> file;       // kFile: a table
    std::vector<Option> options;    // kNested; kList: the length, then the element if it has no fields
    std::vector<Item> each;         // kList: the fields of an element
    Span span;
  };
  struct Option {
    Draw draw;
    std::optional<std::int64_t> share;  // in millionths
    std::optional<ExprId> when;
    bool otherwise = false;
    Span span;
  };
  struct Item {
    Name path;                    // a fact, a field of an element, or what `let` declares
    std::optional<TypeRef> type;  // `let`
    std::vector<Option> options;
    Span span;
  };
  Ident name; Name law; std::optional<Text> doc;
  std::vector<Item> items;
};

using DeclKind = std::variant<Law, Module, Use, Party, Unit, Enum, Entity, Facts, Rule, Exception, Disapply, Presumption,
                              Prohibition, Permission, Obligation, Power, Grounds, Calendar, PeriodDecl, ParameterDecl, Table,
                              Reading, Answers, Scenario, Amendment, Population>;

struct Decl {
  DeclKind kind;
  Span span;
  ProvisionId provision;  // invalid above the first heading and in bare files
};

// The code between two fences; of a bare document all of it.
struct CodeBlock { Span span; ProvisionId provision; };

struct Document {
  SourceId source;
  bool bare = false;  // *.acta: one block, headings not required
  Store<ProvisionId, Provision> provisions;
  std::vector<CodeBlock> blocks;
  Store<ExprId, Expr> exprs;
  std::vector<Decl> decls;  // in the order of the source; broken ones are left out
};

}  // namespace acta::ast
