#include "tests/unit/runtime/assembly_act.h"

#include <cstdint>
#include <span>
#include <utility>

#include <gtest/gtest.h>

#include "compiler/descriptor/descriptor.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/ir/builder.h"

namespace acta {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::NodeParts;
using ir::Op;

// Evaluators are plain functions; the interpreter needs to know which graph.
const ir::RuleGraph* interpreted = nullptr;

void Interpret(acta_frame* frame, interpreter::Tracing tracing) {
  // The interpreter reads what the case holds; how much that is the frame does not say.
  const std::span<const std::int64_t> slots(frame->slots, std::size_t{1} << 20);
  interpreter::Frame result =
      interpreter::ToFrame(interpreter::Evaluate(*interpreted, slots, tracing));
  std::copy(result.values.begin(), result.values.end(), frame->values);
  std::copy(result.whys.begin(), result.whys.end(), frame->whys);
  frame->union_count = static_cast<std::uint32_t>(result.unions.size());
  frame->trace_count = result.trace.size();
  if (frame->union_count > frame->union_capacity || frame->trace_count > frame->trace_capacity) {
    frame->overflow = 1;
    return;
  }
  std::copy(result.unions.begin(), result.unions.end(), frame->unions);
  std::copy(result.trace.begin(), result.trace.end(), frame->trace);
}

void InterpretRow(acta_frame* frame) {
  frame->trace_capacity = 0;
  Interpret(frame, interpreter::Tracing::kOff);
}
void InterpretTraced(acta_frame* frame) {
  Interpret(frame, interpreter::Tracing::kOn);
}

class LawWriter {
 public:
  LawWriter()
      : law_(std::make_unique<AssemblyLaw>()),
        boolean_(b_.Of(Kind::kBoolean)),
        date_(b_.Of(Kind::kDate)) {}

  std::unique_ptr<AssemblyLaw> Write() {
    WriteCase();
    WriteRules();
    ir::Program program = std::move(b_).Build();
    for (const ir::Rule& rule : program.rules) {
      if (rule.params.empty()) {
        law_->graph.order.push_back(
            ir::RuleId(static_cast<std::uint32_t>(&rule - &*program.rules.begin())));
      } else {
        law_->graph.callees.push_back(
            ir::RuleId(static_cast<std::uint32_t>(&rule - &*program.rules.begin())));
      }
    }
    const SourceId source = law_->sources.Add("assembly.acta.md", text_);
    for (const ir::NodeId id : program.nodes.Ids()) {
      if (program.nodes[id].span.end != 0) {
        program.nodes[id].span.source = source;
      }
    }
    law_->graph.program = std::make_shared<const ir::Program>(std::move(program));
    return std::move(law_);
  }

 private:
  // A node together with the words that it was read from.
  NodeId Quoted(std::string_view words, NodeId node) {
    const auto begin = static_cast<std::uint32_t>(text_.size());
    text_ += words;
    text_ += '\n';
    b_.program().nodes[node].span = {SourceId(), begin,
                                     begin + static_cast<std::uint32_t>(words.size())};
    return node;
  }
  ir::CitationId Cite(std::string text, std::string title = {}) {
    auto& citations = b_.program().citations;
    ir::CitationId first(static_cast<std::uint32_t>(citations.size()));
    for (const ir::CitationId one : citations.Ids()) {
      if (citations[one].text == text) {
        first = citations[one].first;
        break;
      }
    }
    return citations.Add({.text = std::move(text), .title = std::move(title), .first = first});
  }
  ir::FactField& LastFact() { return b_.program().facts.back(); }
  ir::Rule& At(ir::RuleId rule) { return b_.program().rules[rule]; }
  NodeId Equals(NodeId a, NodeId b) { return b_.Make(Op::kEq, boolean_, {a, b}); }
  void Clause(ir::RuleId rule, std::string citation, NodeId value, NodeId condition) {
    const ir::ClauseId clause =
        b_.Clause(rule, {.value = value, .condition = condition, .guard = {}, .withdrawals = {}});
    b_.program().clauses[clause].citation = Cite(std::move(citation));
  }
  ir::RuleId Boolean(std::string name, std::string citation, std::vector<ir::Param> params = {}) {
    const ir::RuleId rule = b_.Rule(std::move(name), boolean_, std::move(params));
    At(rule).citation = Cite(std::move(citation));
    b_.Otherwise(rule, b_.No());
    return rule;
  }

  void WriteCase() {
    ir::Program& program = b_.program();
    const ir::UnitId persons = program.units.Add({"persons"});
    const ir::UnitId tenge = program.units.Add({"KZT"});
    const ir::PartyId akimat = program.parties.Add({"akimat", "the local executive body"});
    form_ = b_.Enum("Form", {"picket", "rally", "procession"});
    const ir::EnumId citizenship = b_.Enum("Citizenship", {"kz", "other"});
    citizenship_ = b_.types().EnumOf(citizenship);
    person_ = b_.Entity(
        "Person",
        {{"birth_date", date_}, {"citizenship", citizenship_}, {"incapacitated", boolean_}});
    program.entities[person_].fields[0].doc = "as in the passport";
    filing_ = b_.Entity(
        "Filing", {{"registered", date_}, {"place", b_.types().Optional(b_.Of(Kind::kText))}});
    program.entities[filing_].fields[0].doc = "the day on which it was registered";

    b_.Fact("form", b_.types().EnumOf(form_));
    starts_ = b_.Fact("starts", b_.Of(Kind::kDateTime));
    b_.Fact("participants", b_.types().Intern({.kind = Kind::kInteger, .unit = persons}));
    LastFact().low = 1;
    LastFact().high = 1000;
    LastFact().doc = "how many are expected";
    notification_ = b_.Fact("notification", b_.types().Optional(b_.types().EntityOf(filing_)));
    organisers_ = b_.Fact("organisers", b_.types().ListOf(b_.types().EntityOf(person_), 3));
    b_.Fact("days", b_.types().ListOf(date_, 100));
    threat_ = b_.Fact("threat", boolean_);
    LastFact().judged_by = akimat;
    LastFact().doc = "a threat to public order";
    b_.Fact("fine", b_.types().Intern({.kind = Kind::kMoney, .unit = tenge}));
    b_.Fact("share", b_.Of(Kind::kDecimal));
    b_.Fact("note", b_.types().Optional(b_.Of(Kind::kText)));
    b_.Fact("closed", b_.Of(Kind::kPeriodOfDates));
    b_.Fact("night", b_.Of(Kind::kPeriodOfTimes));
    b_.Fact("forms", b_.types().SetOf(form_));
    b_.Fact("opens", b_.Of(Kind::kTime));
    b_.Fact("notice", b_.Of(Kind::kWorkingDays));
    b_.Fact("chair", b_.types().EntityOf(person_));
    b_.Fact("bonus", b_.types().Optional(b_.types().Intern({.kind = Kind::kMoney, .unit = tenge})));
    b_.Fact("extras", b_.types().Optional(b_.types().SetOf(form_)));
    reading_ = b_.Reading("backward", {"lenient", "strict"});
    program.readings[reading_].question = "Does the day of registration count?";
    program.readings[reading_].citation = Cite("Article 10(1)");
    program.texts = {"main square"};
  }

  void WriteRules() {
    ir::Program& program = b_.program();
    const ir::TypeId person = b_.types().EntityOf(person_);

    const ir::RuleId may = Boolean("may_organise", "Article 1(4)", {{"p", person}});
    const auto field = [&](NodeId entity, int offset, ir::TypeId type) {
      return b_.Make(Op::kField, type, {entity}, {.imm = offset});
    };
    Clause(may, "Article 1(4)", b_.Yes(),
           Quoted("p.citizenship = kz",
                  Equals(Quoted("p.citizenship", field(b_.Param(may, 0), 1, citizenship_)),
                         b_.Const(citizenship_, 0))));
    const ir::GroupId finding = b_.Exception(program.rules[may].root, "court_finding");
    program.groups[finding].citation = Cite("Article 5(6)");
    b_.Clause(finding,
              {.value = b_.No(),
               .condition = Quoted("p.incapacitated", field(b_.Param(may, 0), 2, boolean_)),
               .guard = {},
               .withdrawals = {}});

    const ir::TypeId days = b_.Of(Kind::kDays);
    const ir::RuleId deadline = b_.Rule("deadline", date_);
    At(deadline).citation = Cite("Article 10(1)", "Notification");
    const NodeId starts = Quoted(
        "starts.date",
        b_.Make(Op::kDateOf, date_, {Quoted("starts", b_.Slot(starts_, b_.Of(Kind::kDateTime)))}));
    const NodeId count = Quoted(
        "counted by backward",
        b_.Make(Op::kSwitch, days, {b_.Choice(reading_), b_.Const(days, -5), b_.Const(days, -6)}));
    Clause(deadline, "Article 10(1)",
           Quoted("5 days before starts.date",
                  b_.Make(Op::kAddDays, date_, {starts, count},
                          {.reason = b_.Arithmetic("5 days before starts.date")})),
           {});

    const ir::RuleId late = Boolean("late", "Article 14(1)(4)");
    const ir::TypeId filing = b_.types().Optional(b_.types().EntityOf(filing_));
    const NodeId given = Quoted(
        "notification is present",
        b_.Make(Op::kPresent, boolean_, {Quoted("notification", b_.Slot(notification_, filing))}));
    const NodeId filed =
        b_.Make(Op::kValue, b_.types().EntityOf(filing_), {b_.Slot(notification_, filing)},
                {.reason = b_.Uncovered("notification")});
    const NodeId registered = Quoted("notification.registered", field(filed, 0, date_));
    const NodeId is_late =
        Quoted("notification.registered > deadline",
               b_.Make(Op::kLt, boolean_, {Quoted("deadline", b_.Result(deadline)), registered}));
    Clause(late, "Article 14(1)(4)", b_.Yes(), b_.Make(Op::kAnd, boolean_, {given, is_late}));

    const ir::RuleId refused = Boolean("refused", "Article 14(1)");
    Clause(refused, "Article 14(1)(4)", b_.Yes(), Quoted("late", b_.Result(late)));
    Clause(refused, "Article 14(1)(3)", b_.Yes(), Quoted("threat", b_.Slot(threat_, boolean_)));
    const NodeId element = b_.Make(Op::kElement, person, {}, {.imm = 0});
    const NodeId argument[] = {element};
    const NodeId not_allowed =
        b_.Make(Op::kNot, boolean_, {Quoted("may_organise(p)", b_.Call(may, argument))});
    const ir::TypeId list = b_.types().ListOf(person, 3);
    Clause(refused, "Article 14(1)(2)", b_.Yes(),
           Quoted("some p in organisers has not may_organise(p)",
                  b_.Make(Op::kAtLeast, boolean_,
                          {Quoted("organisers", b_.Slot(organisers_, list)), not_allowed},
                          {.imm = 1, .aux = 0})));

    const ir::TypeId verdict = b_.types().EnumOf(b_.Enum("Outcome", {"may_proceed", "refused"}));
    const ir::RuleId outcome = b_.Rule("outcome", verdict);
    Clause(outcome, "Article 14(2)", b_.Const(verdict, 1), Quoted("refused", b_.Result(refused)));
    Clause(outcome, "Article 11(1)", b_.Const(verdict, 0),
           Quoted("not refused", b_.Make(Op::kNot, boolean_, {b_.Result(refused)})));

    const ir::TypeId money = b_.types().Intern({.kind = Kind::kMoney, .unit = ir::UnitId(1)});
    const ir::LookupId mci =
        program.lookups.Add({.name = "mci",
                             .type = money,
                             .versions = {{18262, 18627, 265100, Cite("Budget Law 2020")},
                                          {18628, 18992, 291700, Cite("Budget Law 2021")}},
                             .span = {}});
    const ir::RuleId fee = b_.Rule("fee", money);
    const NodeId as_of = Quoted("as_of", b_.Slot(0, date_));
    Clause(fee, "Article 20",
           Quoted("mci on as_of", b_.Make(Op::kLookup, money, {as_of},
                                          {.imm = mci.value, .reason = b_.Uncovered("mci")})),
           {});

    const ir::RuleId intent = Boolean("peaceful", "Article 3");
    At(intent).otherwise =
        ir::Default{.value = b_.Yes(), .name = "peaceful intent", .citation = Cite("Article 3(2)")};

    for (const auto& [rule, question] :
         {std::pair(outcome, "May the assembly proceed?"),
          std::pair(deadline, "By when must it be notified?"),
          std::pair(refused, "Must it be refused?"), std::pair(fee, "What is the fee?"),
          std::pair(intent, "Is it presumed peaceful?")}) {
      b_.Answer(rule);
      program.answers.back().question = question;
    }
  }

  std::unique_ptr<AssemblyLaw> law_;
  ir::ProgramBuilder b_;
  std::string text_;
  ir::TypeId boolean_, date_, citizenship_;
  ir::EnumId form_;
  ir::EntityId person_, filing_;
  std::uint32_t starts_ = 0, notification_ = 0, organisers_ = 0, threat_ = 0, reading_ = 0;
};

}  // namespace

std::unique_ptr<AssemblyLaw> MakeAssemblyLaw() {
  return LawWriter().Write();
}

AssemblyAct::AssemblyAct()
    : law_(MakeAssemblyLaw()), descriptor_(WriteDescriptor(law_->graph, law_->sources)) {
  interpreted = &law_->graph;
  const acta_act_options options = Options();
  auto detail = Fresh<acta_detail>();
  EXPECT_EQ(acta_act_open(&options, &act_, &detail), ACTA_OK) << detail.message;
}

acta_act_options AssemblyAct::Options() const {
  auto options = Fresh<acta_act_options>();
  options.descriptor = descriptor_.data();
  options.descriptor_size = descriptor_.size();
  options.row = InterpretRow;
  options.traced = InterpretTraced;
  options.allocator = *acta_default_allocator();
  return options;
}

AssemblyAct::~AssemblyAct() {
  acta_act_close(act_);
}

std::uint32_t AssemblyAct::Answer(const char* name) const {
  std::uint32_t answer = 0;
  EXPECT_EQ(acta_act_find_answer(act_, name, &answer), ACTA_OK) << name;
  return answer;
}

CasePtr NewCase(const AssemblyAct& act) {
  acta_case* facts = nullptr;
  EXPECT_EQ(acta_case_create(act.get(), &facts), ACTA_OK);
  return CasePtr(facts);
}

CasePtr GoodCase(const AssemblyAct& act) {
  CasePtr facts = NewCase(act);
  auto detail = Fresh<acta_detail>();
  const auto good = [&](acta_status status) { EXPECT_EQ(status, ACTA_OK) << detail.message; };
  good(acta_case_set_date(facts.get(), "as_of", 2021, 3, 1, &detail));
  good(acta_case_set_enum(facts.get(), "form", "rally", &detail));
  good(acta_case_set_datetime(facts.get(), "starts", 2021, 3, 29, 12, 0, 0, &detail));
  good(acta_case_set_date(facts.get(), "notification.registered", 2021, 3, 20, &detail));
  for (const char* path : {"organisers[0].citizenship", "organisers[1].citizenship"}) {
    good(acta_case_append(facts.get(), "organisers", nullptr, &detail));
    good(acta_case_set_enum(facts.get(), path, "kz", &detail));
  }
  good(acta_case_set_boolean(facts.get(), "organisers[0].incapacitated", 0, &detail));
  good(acta_case_set_boolean(facts.get(), "organisers[1].incapacitated", 0, &detail));
  good(acta_case_set_boolean(facts.get(), "threat", 0, &detail));
  good(acta_case_choose(facts.get(), "backward", "lenient", &detail));
  return facts;
}

OutcomePtr Evaluated(const acta_case& facts) {
  auto options = Fresh<acta_evaluate_options>();
  options.flags = ACTA_TRACE;
  acta_outcome* outcome = nullptr;
  EXPECT_EQ(acta_evaluate(&facts, &options, &outcome), ACTA_OK);
  return OutcomePtr(outcome);
}

std::string Formatted(const acta_outcome& outcome, std::uint32_t subject) {
  Text text;
  EXPECT_EQ(acta_outcome_format(&outcome, subject, text.get()), ACTA_OK);
  return text.str();
}

}  // namespace acta
