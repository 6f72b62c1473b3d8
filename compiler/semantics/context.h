// What the checker knows while it works: symbols, types, the program under construction.
// Internal to semantics/. Each group of declarations below says which file defines it.
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/base/check.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/builder.h"
#include "compiler/ir/format.h"
#include "compiler/ir/program.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/names.h"

namespace acta::semantics {

using ir::ClauseId;
using ir::GroupId;
using ir::Kind;
using ir::NodeId;
using ir::Op;
using ir::ReasonId;
using ir::ReasonKind;
using ir::RuleId;
using ir::TypeId;

// Where a declaration stands.
struct Place {
  std::uint32_t document = 0;
  ast::ProvisionId provision;
};

enum class SymbolKind : std::uint8_t {
  kEnum,
  kEntity,
  kFact,
  kRule,
  kDuty,
  kGrounds,
  kCalendar,
  kPeriod,
  kParameter,
  kReading,
};

// The "document" of what the language itself declares.
inline constexpr std::uint32_t kBuiltIn = 0xffffffff;
// Of the enums behind readings, whose members are named after `under` only.
inline constexpr std::uint32_t kHidden = 0xfffffffe;

// A set is a mask in one word; the highest bit is left to the two payloads that are reserved.
inline constexpr std::size_t kMostInSet = 63;

// A declared name. `index` counts in the table of its kind.
struct Symbol {
  SymbolKind kind = SymbolKind::kFact;
  std::uint32_t index = 0;
  std::uint32_t document = 0;
  Span span;
};

// Names of one kind of thing, over all documents. Units, parties and exceptions live apart from
// what can be a value: `unit mci` and `parameter mci` do not meet.
class SymbolTable {
 public:
  // The earlier symbol of the same name in the same document, if there is one; it stays.
  std::optional<Symbol> Declare(const std::string& name, const Symbol& symbol);
  [[nodiscard]] std::span<const Symbol> Find(const std::string& name) const;
  [[nodiscard]] const std::unordered_map<std::string, std::vector<Symbol>>& all() const {
    return by_name_;
  }

 private:
  std::unordered_map<std::string, std::vector<Symbol>> by_name_;
};

// A document with what its header says.
struct DocumentInfo {
  const ast::Document* tree = nullptr;
  std::string name;  // of its law or module
  const ast::Law* law = nullptr;
  // The governing dates on which it is in force, both included; nothing: at all times.
  std::optional<std::pair<std::int32_t, std::int32_t>> in_force;
  // What says which day governs a case; of a law that has a `governed by` of its own.
  RuleId governing_date;
  Place law_place;
  Span law_span;
  std::vector<bool> visible;  // by document: itself and what it uses, transitively
  ir::CalendarId calendar;
  std::optional<std::uint32_t> reading;
  ir::ZoneSetId zones;
};

// What the checker keeps beside each rule of the program.
struct RuleInfo {
  Place place;
  // Its type could not be told: uses stay silent, the error is reported.
  bool broken = false;
  // The type is that of the `due` or `done` of this duty, found when first asked for.
  std::optional<std::uint32_t> typed_by_duty;
  // Something is presumed where no clause of it applies.
  bool is_presumed = false;
};

struct GroupInfo {
  RuleId rule;
  Place place;
};

// A clause whose value and conditions wait to be lowered.
struct PendingClause {
  ClauseId clause;
  GroupId group;
  const ast::Clause* tree = nullptr;
  Place place;
};

struct Presumed {
  const ast::Presumption* tree = nullptr;
  Place place;
};

// Whether no day is in both.
[[nodiscard]] bool AreApart(const ast::Force& a, const ast::Force& b);

enum class Progress : std::uint8_t { kUntouched, kUnderWay, kDone };

// An obligation, or a power with its duty.
struct Duty {
  std::string name;
  Place place;
  Span span;
  bool is_power = false;
  bool has_must = false;  // powers
  std::optional<ast::Name> party_tree;
  std::optional<ast::Citation> due_citation, done_citation;
  // Of an obligation: applies. Of a power: must.
  RuleId applies;
  RuleId may;  // powers
  // Invalid where the norm has no such part.
  RuleId due, done, silent, status;
  std::optional<ast::ExprId> due_tree, done_tree;
  Progress due_progress = Progress::kUntouched, done_progress = Progress::kUntouched;
};

struct GroundsInfo {
  std::string name;
  Place place;
  Span span;
  std::optional<ast::Name> party_tree;
  ir::EnumId enumeration;
  std::vector<RuleId> grounds;  // by ordinal
  RuleId applies, set;
};

struct PeriodInfo {
  const ast::PeriodDecl* tree = nullptr;
  Place place;
  bool under_way = false;
};

struct ExceptionInfo {
  const ast::Exception* tree = nullptr;
  Place place;
  GroupId group;
  Span span;
};

// What an exception, a disapplication or a permission is aimed at.
struct Target {
  GroupId group;
  std::vector<ClauseId> clauses;  // the versions of one clause; empty: the whole group
};

// What a dotted name begins with, and how many of its parts that took.
struct Found {
  Symbol symbol;
  std::size_t parts = 1;
};

struct Declarations;

class Context {
 public:
  Context(std::span<const ast::Document> trees, Reporter& to);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Reporter& reporter;
  ir::Program program;
  ir::TypeTable types{program};

  std::vector<DocumentInfo> documents;
  std::unordered_map<std::string, std::uint32_t> modules;
  SymbolTable names, units, parties, exception_names;

  std::vector<RuleInfo> rule_infos;    // by RuleId
  std::vector<GroupInfo> group_infos;  // by GroupId
  std::vector<std::uint32_t> enum_documents;
  std::vector<Duty> duties;
  std::vector<GroundsInfo> grounds;
  std::vector<PeriodInfo> periods;
  std::vector<std::pair<const ast::ParameterDecl*, Place>> parameters;  // by LookupId
  std::vector<const ast::Reading*> readings;
  std::vector<ReasonId> reading_reasons;
  std::vector<ExceptionInfo> exceptions;
  std::vector<PendingClause> pending;
  std::vector<bool> fact_used;
  std::vector<bool> fact_broken;  // its type could not be told
  std::vector<std::uint32_t> fact_documents;
  std::unordered_set<std::uint32_t> currencies;
  ir::EnumId weekday, norm_status;
  ReasonId not_understood;

  // ---- symbols.cpp -----------------------------------------------------------------------------

  [[nodiscard]] const ast::Document& TreeOf(const Place& place) const {
    return *documents[place.document].tree;
  }
  [[nodiscard]] const ast::Expr& ExprOf(const Place& place, ast::ExprId id) const {
    return TreeOf(place).exprs[id];
  }
  [[nodiscard]] bool Sees(std::uint32_t from, std::uint32_t to) const {
    return to == kBuiltIn || documents[from].visible[to];
  }
  // Declares and reports A2002.
  void Declare(SymbolTable& table, const std::string& name, const Symbol& symbol);
  // What `name` begins with, as `from` sees it: its first part, or a module's name and a part.
  // Ambiguous names are reported; then, and for unknown ones, nothing is found. Of what a module
  // does not declare that is reported too, unless it may be another kind of thing.
  struct Lookup {
    std::optional<Found> found;
    bool reported = false;
  };
  enum class NotInModule : std::uint8_t { kReported, kMayBeElsewhere };
  [[nodiscard]] Lookup Find(const SymbolTable& table, std::uint32_t from, const ast::Name& name,
                            NotInModule unknown = NotInModule::kReported);
  // The same for a name that must be of one kind and have no further parts. Reports what is wrong.
  [[nodiscard]] std::optional<Symbol> FindKind(std::uint32_t from, const ast::Name& name,
                                               SymbolKind kind);
  [[nodiscard]] std::optional<Symbol> FindKind(std::uint32_t from, const ast::Ident& name,
                                               SymbolKind kind);
  // Reports A2001 with the nearest of the names that `from` sees and of `others`.
  void ReportUnknown(const SymbolTable& table, std::uint32_t from, const std::string& name,
                     const Span& span, std::vector<std::string> others = {});
  void ReportUnknown(const std::string& name, const Span& span,
                     const std::vector<std::string>& candidates);
  [[nodiscard]] ir::UnitId FindUnit(std::uint32_t from, const ast::Ident& name);
  [[nodiscard]] ir::PartyId FindParty(std::uint32_t from, const ast::Name& name);
  [[nodiscard]] ir::PartyId FindParty(std::uint32_t from, const std::optional<ast::Name>& name) {
    return name ? FindParty(from, *name) : ir::PartyId();
  }
  // "a fact", "a rule", ...
  [[nodiscard]] static std::string_view Describe(SymbolKind kind);

  // ---- citations.cpp ---------------------------------------------------------------------------

  // The citation of a place, or of a `[...]` there: docs/language.md, section 1.
  [[nodiscard]] ir::CitationId Cite(const Place& place,
                                    const std::optional<ast::Citation>& more = std::nullopt);
  // The provisions of a document whose headings are cited so; several where they are cited alike.
  [[nodiscard]] std::vector<ast::ProvisionId> ProvisionsCited(std::uint32_t document,
                                                              const std::string& citation);
  // Reports A2018 of the act's own.
  void WarnOfProvisionsCitedAlike();
  // Reports A2017 with the nearest of what is cited.
  void ReportUncited(const ast::Citation& citation, const std::vector<std::string>& cited);

  // ---- types.cpp -------------------------------------------------------------------------------

  [[nodiscard]] const ir::Type& TypeOf(TypeId id) const { return program.types[id]; }
  [[nodiscard]] TypeId TypeOf(NodeId id) const { return program.nodes[id].type; }
  [[nodiscard]] Kind KindOf(NodeId id) const { return program.types[TypeOf(id)].kind; }
  [[nodiscard]] TypeId Of(Kind kind) { return types.Of(kind); }
  [[nodiscard]] std::string NameOf(TypeId id) const { return ir::TypeName(program, id); }
  // The type as written; invalid when it cannot be (reported).
  [[nodiscard]] TypeId Resolve(const Place& place, const ast::TypeRef& ref);
  [[nodiscard]] std::optional<std::int64_t> OrdinalOf(ir::EnumId id, const std::string& name) const;
  [[nodiscard]] std::optional<std::uint32_t> FieldOf(ir::EntityId id,
                                                     const std::string& name) const;
  // Reports that a value of type `found` stands where `expected` must: A3001, A3002 or A3004.
  void ReportMismatch(const Span& span, TypeId expected, TypeId found);
  void ReportNoMember(const Span& span, const std::string& of, const std::string& member,
                      const std::vector<std::string>& known);
  // Of a fact, rule without parameters, or parameter; invalid for other symbols.
  [[nodiscard]] TypeId TypeOfSymbol(const Symbol& symbol) const;
  ir::EnumId AddEnum(ir::Enum made, std::uint32_t document);

  // ---- nodes.cpp -------------------------------------------------------------------------------

  // Invalid when an operand is: an error in a part is an error of the whole, reported once.
  NodeId Make(Op op, TypeId type, std::initializer_list<NodeId> operands, const Span& span,
              ir::NodeParts parts = {});
  NodeId Make(Op op, TypeId type, std::span<const NodeId> operands, const Span& span,
              ir::NodeParts parts = {});
  NodeId Const(TypeId type, std::int64_t payload, const Span& span);
  NodeId Bool(bool value, const Span& span);
  [[nodiscard]] std::optional<std::int64_t> ConstantOf(NodeId node) const;
  NodeId Not(NodeId operand, const Span& span);
  NodeId And(std::span<const NodeId> operands, const Span& span);
  NodeId And(std::initializer_list<NodeId> operands, const Span& span) {
    return And(std::span(operands.begin(), operands.size()), span);
  }
  NodeId Or(std::span<const NodeId> operands, const Span& span);
  NodeId If(NodeId condition, NodeId then_value, NodeId else_value, TypeId type, const Span& span);
  // The result of a rule without parameters.
  NodeId Result(RuleId rule, const Span& span);
  NodeId Undetermined(ReasonId reason, TypeId type, const Span& span);
  // A second tree like the first: nodes are never shared.
  NodeId Clone(NodeId node);
  // The node itself while it stands in no tree yet, else a second tree like it.
  NodeId Fresh(NodeId node);
  // Equal for trees that mean the same by their structure.
  [[nodiscard]] std::string KeyOf(NodeId node) const;
  [[nodiscard]] ReasonId Reason(ReasonKind kind, std::string subject, const Span& span,
                                ir::CitationId citation = {}, std::string doc = {});
  // The payload of a text constant.
  std::int64_t InternText(const std::string& text);
  // The day whose law of that document applies to the case.
  NodeId GoverningDate(const Place& place, const Span& span) {
    const RuleId own = HeaderFor(place).governing_date;
    return Result(own.valid() ? own : program.governing_date, span);
  }
  // The value of something that document `there` says, as document `here` reads it: outside its
  // time in force another law gives no answer.
  NodeId WhileInForce(NodeId value, std::uint32_t there, std::uint32_t here, const Span& span);
  NodeId AsOf(const Span& span);

  // ---- declarations.cpp, facts.cpp -------------------------------------------------------------

  void DeclareAll();
  void LayOutFacts();

  // ---- rules.cpp -------------------------------------------------------------------------------

  struct NewRule {
    std::string name;
    Place place;
    Span span;
    ir::RuleRole role = ir::RuleRole::kRule;
    TypeId type;
    std::string doc;
    ir::PartyId party;
    std::string gloss;
    std::optional<ast::Citation> citation;
  };
  // A rule with an empty root group; boolean rules fall to `no`.
  RuleId AddRule(NewRule rule);
  ClauseId AddClause(GroupId group, const ast::Clause& clause, const Place& place);
  // A clause made by the compiler.
  ClauseId AddClause(GroupId group, NodeId value, NodeId condition, const Span& span,
                     ir::CitationId citation);
  // The versions of the clause: of several each is in force on other days. Empty: there is none.
  [[nodiscard]] std::vector<ClauseId> ClausesNamed(GroupId group, const std::string& name) const;
  // Its type; finds that of a norm's `due` or `done`. Invalid when broken.
  [[nodiscard]] TypeId TypeOfRule(RuleId rule, const Span& use);
  void ResolveSignatures();
  void LowerPendingClauses();
  void CompareClauses();
  // Rules without a clause, an exception or a presumption.
  void ReportEmptyRules();

  // ---- exceptions.cpp --------------------------------------------------------------------------

  [[nodiscard]] std::optional<Target> FindTarget(std::uint32_t from, const ast::Name& name);
  // The same, but a list of grounds means each of them.
  [[nodiscard]] std::vector<Target> FindTargets(std::uint32_t from, const ast::Name& name);
  void TieExceptions();
  // An exception to a clause with several versions is one to each.
  void TieToVersions();
  void LowerDisapplications();
  void LowerPresumptions();
  // What is presumed where no clause of the rule applies.
  void Presume(RuleId rule, std::span<const Presumed> presumptions);

  // ---- norms.cpp -------------------------------------------------------------------------------

  // The rule behind `duty.member`, or an error.
  [[nodiscard]] RuleId MemberOf(const Duty& duty, const ast::Name::Part& member);
  [[nodiscard]] RuleId MemberOf(const GroundsInfo& info, const ast::Name::Part& member);
  void InferDue(std::uint32_t duty, const Span& use);
  // The deadline where the duty binds at all, else absent.
  NodeId DueWhereBound(const Duty& duty, NodeId due, TypeId type);
  void InferDone(std::uint32_t duty, const Span& use);
  void LowerNorms();
  NodeId AnyProhibition(ir::PartyId party, const Span& span);
  NodeId EveryObligation(ir::PartyId party, const Span& span);

  // ---- law.cpp ---------------------------------------------------------------------------------

  void ReadHeaders();
  void CollectCurrencies();
  [[nodiscard]] ir::ZoneSetId LoadZones(std::uint32_t document, const ast::TimeZone& written);
  void LowerGoverningDates();
  void LowerParameters();
  void LowerAnswers();
  void LowerAnswer(const ast::Answers::Item& item, const Place& place);
  // The calendar, reading or zone a place falls back to; reports A2015 where there is none.
  [[nodiscard]] const DocumentInfo& HeaderFor(const Place& place) const;
  // Reports A2014 and gives the days, both included.
  [[nodiscard]] std::pair<std::int32_t, std::int32_t> DaysOf(const ast::Force& force);
  // The same where either may be open.
  [[nodiscard]] std::pair<std::int32_t, std::int32_t> DaysOf(
      const std::optional<ast::DateLit>& first, const std::optional<ast::DateLit>& last,
      const Span& span);
  // Whether the governing date is one of these days.
  // The value, or that the law is not in force.
  NodeId OrNotInForce(NodeId value, const DocumentInfo& law, const Span& span);
  // Whether the case is governed by one of those days, by the law of that document.
  NodeId InForce(std::int32_t from, std::int32_t until, const Place& place, const Span& span);

  // ---- tables.cpp, scenarios.cpp ---------------------------------------------------------------

  void LowerTables();
  void LowerScenarios();
  void WarnOfUnusedFacts();
  // The program, with a type for whatever could not be given one.
  [[nodiscard]] ir::Program Finish() &&;

  // Every declaration of a kind, in the order of the sources: All<ast::Rule>(f(tree, decl, place)).
  template <class T, class F>
  void ForEach(F visit) {
    for (std::uint32_t document = 0; document < documents.size(); ++document) {
      for (const ast::Decl& decl : documents[document].tree->decls) {
        if (const T* tree = std::get_if<T>(&decl.kind)) {
          visit(*tree, decl, Place{document, decl.provision});
        }
      }
    }
  }

  // The rules declared by a tree, so that later passes find them again.
  std::unordered_map<const void*, RuleId> rule_of_tree;
  std::unordered_map<const void*, std::uint32_t> index_of_tree;
  std::unordered_map<std::string, std::vector<std::pair<ir::EnumId, std::int64_t>>> members_by_name;
  std::unordered_map<std::string, RuleId> whole_program_norms;
  std::unordered_map<std::string, RuleId> answer_rules;

 private:
  [[nodiscard]] std::optional<Symbol> Pick(std::span<const Symbol> symbols, std::uint32_t from,
                                           const std::string& name, const Span& span,
                                           bool& reported);
  [[nodiscard]] bool ReadyForNames() const;
  // What the act is called that the provision belongs to: in the words of its uppermost heading,
  // else by its name. Empty for that heading itself.
  [[nodiscard]] std::string ActOf(std::uint32_t document, ast::ProvisionId id) const;
  [[nodiscard]] ir::CitationId FirstCitation(std::uint32_t document, ast::ProvisionId cited,
                                             const std::string& text);

  std::map<std::pair<std::uint32_t, std::string>, std::int64_t> ordinals_;
  std::unordered_map<std::uint32_t, std::unordered_map<std::string, std::uint32_t>> fields_;
  struct NamedClause {
    ClauseId id;
    std::optional<ast::Force> force;
  };
  std::unordered_map<std::string, std::vector<NamedClause>> clause_names_;
  std::unordered_map<std::string, ir::CitationId> citations_;
  std::unordered_map<std::string, ir::CitationId> first_citations_;
  // By document: which provisions a citation names.
  std::vector<std::unordered_map<std::string, std::vector<ast::ProvisionId>>> provisions_cited_;
  std::unordered_map<std::string, std::int64_t> texts_;
  // By node: it is an operand of another.
  // The exception with all that is tied to it, once more.
  GroupId Copy(GroupId original);

  // Versions of clauses, but for the first of each, and what is an exception to them.
  struct TiedToVersion {
    GroupId group;
    ClauseId version;
    GroupId exception;
  };
  std::vector<TiedToVersion> tied_to_versions_;
  std::vector<bool> placed_;
  std::size_t cloned_ = 0;
  std::size_t inferring_ = 0;

  friend struct Declarations;
  friend class FactLayout;
};

// A period of dates or times as a payload.
[[nodiscard]] std::int64_t PackPeriod(std::int64_t start, std::int64_t end);
// The expression as written, shortened where long: "2021-01-31 + 1 months".
[[nodiscard]] std::string TextOf(const ast::Document& document, ast::ExprId id);
[[nodiscard]] inline std::string TextOf(const ast::Name& name) {
  return ast::Dotted(name);
}

}  // namespace acta::semantics
