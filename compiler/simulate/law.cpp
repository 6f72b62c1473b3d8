#include "compiler/simulate/law.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "compiler/base/check.h"
#include "compiler/cases/lent.h"
#include "compiler/ir/builder.h"
#include "compiler/ir/walk.h"
#include "compiler/simulate/cells.h"
#include "compiler/simulate/translator.h"

namespace acta::simulate {

namespace {

using ir::NodeId;

// Rows of a call of which it is remembered why they were refused; a block has no more.
constexpr std::uint32_t kMostRejects = 1 << 16;

// A tree that says what the other says.
NodeId CopyOf(ir::Program& program, NodeId id) {
  const ir::Node node = program.nodes[id];
  std::vector<NodeId> operands;
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    operands.push_back(CopyOf(program, program.operands[node.first_operand + i]));
  }
  return ir::AddNodeLike(program, node, operands);
}

NodeId Asked(ir::Program& program, const Probe& probe, NodeId id) {
  return probe.said_by != nullptr ? probe.said_by->Say(id, program) : CopyOf(program, id);
}

// Lets the expression ask the other law's calendar of the same name.
void ByCalendarOf(const ir::Program& other, ir::Program& program, NodeId id) {
  const auto own = ir::CalendarId(static_cast<std::uint32_t>(program.nodes[id].imm));
  ir::Calendar calendar =
      *std::ranges::find(other.calendars, program.calendars[own].name, &ir::Calendar::name);
  calendar.cited.clear();
  calendar.citation = {};
  program.nodes[id].imm = program.calendars.Add(std::move(calendar)).value;
}

// Whether a clause applies, but for the exceptions to it: its guard, its condition, and nothing
// that withdraws it.
NodeId AppliesOf(ir::Program& program, const Probe& probe, const ir::Clause& clause) {
  const ir::TypeId boolean = ir::AddType(program, {.kind = ir::Kind::kBoolean});
  std::vector<NodeId> parts;
  for (const NodeId part : {clause.guard, clause.condition}) {
    if (part.valid()) {
      parts.push_back(Asked(program, probe, part));
    }
  }
  for (const NodeId withdrawal : clause.withdrawals) {
    if (!probe.without_withdrawals) {
      const NodeId own[] = {Asked(program, probe, withdrawal)};
      parts.push_back(ir::AddNode(program, ir::Op::kNot, boolean, own));
    }
  }
  return parts.size() == 1 ? parts.front() : ir::AddNode(program, ir::Op::kAnd, boolean, parts);
}

// The rule that says what is asked.
ir::RuleId RuleFor(ir::Program& program, const Probe& probe, const std::string& name) {
  if (probe.rule.valid()) {
    return probe.rule;
  }
  const ir::Program& said_in = probe.said_by != nullptr ? probe.said_by->from() : program;
  const ir::Clause asked = probe.clause.valid() ? said_in.clauses[probe.clause] : ir::Clause();
  const NodeId value =
      probe.clause.valid() ? AppliesOf(program, probe, asked) : Asked(program, probe, probe.node);
  if (probe.calendar_of != nullptr) {
    ByCalendarOf(*probe.calendar_of, program, value);
  }
  const ir::ClauseId clause = program.clauses.Add({.value = value});
  const ir::GroupId root = program.groups.Add({.clauses = {clause}});
  // It cannot be uncovered, nor contradict itself.
  const ir::Rule& any = program.rules[ir::RuleId(0)];
  ir::Rule rule{.name = name, .type = program.nodes[value].type, .root = root};
  rule.uncovered = any.uncovered;
  rule.conflict = any.conflict;
  return program.rules.Add(std::move(rule));
}

// Takes in what a rule rests on that the graph does not reach.
class Reaching {
 public:
  explicit Reaching(ir::RuleGraph& graph)
      : graph_(graph), reached_(graph.order.begin(), graph.order.end()) {
    reached_.insert(graph.callees.begin(), graph.callees.end());
  }

  void Reach(ir::RuleId rule) {
    if (!reached_.insert(rule).second) {
      return;
    }
    for (const NodeId id : ir::NodeWalk(*graph_.program).NodesOf(rule)) {
      const ir::Node& node = graph_.program->nodes[id];
      if (node.op == ir::Op::kRule || node.op == ir::Op::kCall) {
        Reach(ir::RuleId(static_cast<std::uint32_t>(node.imm)));
      }
    }
    (graph_.program->rules[rule].params.empty() ? graph_.order : graph_.callees).push_back(rule);
  }

 private:
  ir::RuleGraph& graph_;
  std::set<ir::RuleId> reached_;
};

}  // namespace

Result<std::unique_ptr<Law>> Law::Make(const ir::RuleGraph& graph, const SourceMap& sources,
                                       std::span<const Probe> probes) {
  std::unique_ptr<Law> law(new Law());
  auto program = std::make_shared<ir::Program>(*graph.program);
  law->answers_ = program->answers.size();
  std::vector<ir::RuleId> asked;
  for (const Probe& probe : probes) {
    const std::string name = "$" + std::to_string(program->answers.size());
    asked.push_back(RuleFor(*program, probe, name));
    program->answers.push_back({.name = name, .rule = asked.back()});
  }
  law->graph_ = {.program = std::move(program), .order = graph.order, .callees = graph.callees};
  Reaching reaching(law->graph_);
  std::ranges::for_each(asked, [&](ir::RuleId rule) { reaching.Reach(rule); });
  auto engine = Engine::Make(law->graph_, sources, EngineKind::kNative, Columns::kYes);
  if (!engine) {
    return tl::unexpected(engine.error());
  }
  law->engine_.emplace(*std::move(engine));
  return law;
}

// ---- views
// ----------------------------------------------------------------------------------------

bool IsSameThing(const ir::Program& law, ir::TypeId law_type, const ir::Program& source,
                 ir::TypeId source_type) {
  const ir::Type& one = law.types[law_type];
  const ir::Type& other = source.types[source_type];
  const auto unit = [](const ir::Program& program, ir::UnitId id) {
    return id.valid() ? program.units[id].name : std::string();
  };
  return one.kind == other.kind && unit(law, one.unit) == unit(source, other.unit) &&
         unit(law, one.per) == unit(source, other.per) &&
         (one.kind != ir::Kind::kList || IsSameThing(law, one.element, source, other.element));
}

std::vector<std::int64_t> OrdinalsOf(const ir::Program& law, const ir::Type& law_type,
                                     const ir::Program& source, const ir::Type& source_type) {
  const auto& members = law.enums[law_type.enumeration].members;
  std::vector<std::int64_t> ordinals;
  bool is_same = true;
  for (const ir::EnumMember& member : source.enums[source_type.enumeration].members) {
    const auto found = std::ranges::find(members, member.name, &ir::EnumMember::name);
    is_same = is_same && found - members.begin() == static_cast<std::ptrdiff_t>(ordinals.size());
    ordinals.push_back(found == members.end() ? -1 : found - members.begin());
  }
  return is_same ? std::vector<std::int64_t>() : ordinals;
}

std::optional<ir::Type> TypeAt(const ir::Program& program, std::string_view path) {
  const std::vector<ir::FactField>* fields = &program.facts;
  while (true) {
    const std::string_view part = path.substr(0, path.find_first_of(".["));
    const auto field = std::ranges::find(*fields, part, &ir::FactField::name);
    if (field == fields->end()) {
      return std::nullopt;
    }
    ir::Type type = program.types[field->type];
    type = type.kind == ir::Kind::kList ? program.types[type.element] : type;
    const std::size_t dot = path.find('.');
    if (dot == std::string_view::npos || type.kind != ir::Kind::kEntity) {
      return type;
    }
    fields = &program.entities[type.entity].fields;
    path.remove_prefix(dot + 1);
  }
}

LawView::LawView(const Law& law, const ir::Program& source, const ArrowSchema& schema,
                 bool without_as_of) {
  Build(root_, schema, {law.program(), law.program().facts}, {source, source.facts}, without_as_of);
}

void LawView::Build(Node& node, const ArrowSchema& schema, const Side& law, const Side& source,
                    bool without_as_of) {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const ArrowSchema& child = *schema.children[i];
    const std::string_view name(child.name);
    const std::string_view fact = name.substr(0, name.find('$'));
    const auto field = std::ranges::find(law.fields, fact, &ir::FactField::name);
    const auto given = std::ranges::find(source.fields, fact, &ir::FactField::name);
    if (field == law.fields.end() || given == source.fields.end() ||
        (without_as_of && fact == "as_of") ||
        !IsSameThing(law.program, field->type, source.program, given->type) ||
        (fact != name && !law.program.types[field->type].optional)) {
      continue;
    }
    node.kept.push_back(i);
    node.parts.push_back(std::make_unique<Node>());
    Node& part = *node.parts.back();
    ir::Type type = law.program.types[field->type];
    ir::Type given_type = source.program.types[given->type];
    const ArrowSchema* record = &child;
    Node* of_record = &part;
    if (type.kind == ir::Kind::kList && child.n_children == 1) {
      type = law.program.types[type.element];
      given_type = source.program.types[given_type.element];
      record = child.children[0];
      part.kept.push_back(0);
      part.parts.push_back(std::make_unique<Node>());
      of_record = part.parts.back().get();
    }
    if (type.kind == ir::Kind::kEntity && fact == name) {
      Build(*of_record, *record, {law.program, law.program.entities[type.entity].fields},
            {source.program, source.program.entities[given_type.entity].fields}, false);
    } else {
      of_record->schema = *record;
      if ((type.kind == ir::Kind::kEnum || type.kind == ir::Kind::kSet) && fact == name) {
        of_record->ordinals = OrdinalsOf(law.program, type, source.program, given_type);
        // Renamed, it is laid out as 64 bits.
        of_record->read = PayloadReaderOf(record->format);
        if (!of_record->ordinals.empty()) {
          of_record->schema.format = type.kind == ir::Kind::kSet ? "L" : "l";
        }
      }
    }
    of_record->schema.release = cases::KeepSchema;
    if (of_record != &part) {
      part.schema = child;
      part.schemas.push_back(&of_record->schema);
      part.schema.children = part.schemas.data();
      part.schema.release = cases::KeepSchema;
    }
  }
  node.schema = schema;
  for (const std::unique_ptr<Node>& part : node.parts) {
    node.schemas.push_back(&part->schema);
  }
  node.schema.n_children = static_cast<std::int64_t>(node.schemas.size());
  node.schema.children = node.schemas.data();
  node.schema.release = cases::KeepSchema;
}

const ArrowArray& LawView::Of(const ArrowArray& array) {
  Fill(root_, array);
  return root_.array;
}

void LawView::Fill(Node& node, const ArrowArray& array) {
  node.array = array;
  node.array.release = cases::KeepArray;
  if (!node.ordinals.empty()) {
    Rename(node, array);
    return;
  }
  if (node.parts.empty() && node.schema.n_children == array.n_children) {
    return;
  }
  node.arrays.clear();
  for (std::size_t i = 0; i < node.kept.size(); ++i) {
    Fill(*node.parts[i], *array.children[node.kept[i]]);
    node.arrays.push_back(&node.parts[i]->array);
  }
  node.array.n_children = static_cast<std::int64_t>(node.arrays.size());
  node.array.children = node.arrays.data();
}

void LawView::Rename(Node& node, const ArrowArray& array) {
  const bool is_set = std::string_view(node.schema.format) == "L";
  const auto rows = static_cast<std::size_t>(array.length + array.offset);
  const std::size_t members = node.ordinals.size();
  // Behind every member there is: refused, for the law has no such member.
  constexpr std::uint64_t kNoSuchMember = std::uint64_t{1} << 62;
  node.values.resize(rows + 1);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int64_t given = node.read(array, static_cast<std::int64_t>(i));
    if (is_set) {
      const auto set = static_cast<std::uint64_t>(given);
      node.values[i] = 0;
      for (std::size_t k = 0; k < members; ++k) {
        if ((set >> k & 1) != 0) {
          node.values[i] |=
              node.ordinals[k] < 0 ? kNoSuchMember : std::uint64_t{1} << node.ordinals[k];
        }
      }
      continue;
    }
    const auto ordinal = static_cast<std::size_t>(given);
    node.values[i] = static_cast<std::uint64_t>(ordinal < members ? node.ordinals[ordinal] : -1);
  }
  node.buffers = {array.buffers[0], node.values.data()};
  node.array.buffers = node.buffers.data();
}

// ---- runners
// --------------------------------------------------------------------------------------

Result<std::unique_ptr<Runner>> Runner::Make(const Law& law, const ir::Program& source,
                                             const Asking& asking,
                                             std::span<const ir::ClauseId> clauses) {
  std::unique_ptr<Runner> runner(new Runner());
  runner->law_ = &law;
  runner->source_ = &source;
  runner->asking_ = asking;
  runner->clauses_.assign(clauses.begin(), clauses.end());
  std::vector<acta_batch_choice> choices;
  for (const auto& [reading, alternative] : asking.readings) {
    const auto known = std::ranges::find(law.program().readings, reading, &ir::Reading::name);
    if (known != law.program().readings.end()) {
      choices.push_back({reading.c_str(), alternative.c_str()});
    }
  }
  auto options = Sized<acta_batch_options>();
  options.flags = clauses.empty() ? 0 : ACTA_BATCH_CLAUSES;
  options.choices = choices.data();
  options.choice_count = static_cast<std::uint32_t>(choices.size());
  options.as_of = asking.as_of ? &*runner->asking_.as_of : nullptr;
  options.rejects_kept = kMostRejects;
  auto detail = Sized<acta_detail>();
  if (acta_batch_create(law.act(), &options, &runner->batch_, &detail) != ACTA_OK) {
    return Fail("{}", static_cast<const char*>(detail.message));
  }
  return runner;
}

Runner::~Runner() {
  acta_batch_free(batch_);
}

Result<void> Runner::Run(const cases::CaseBlock& block) {
  if (view_ == nullptr) {
    view_ = std::make_unique<LawView>(*law_, *source_, block.schema(), asking_.as_of.has_value());
  }
  rows_ = static_cast<std::size_t>(block.array().length);
  if (rows_ > capacity_) {
    capacity_ = rows_;
    const bool with_clauses = !clauses_.empty();
    answers_ = std::make_unique<measure::AnswerColumns>(
        law_->program(), capacity_, with_clauses ? measure::Clauses::kYes : measure::Clauses::kNo);
    const auto all =
        answers_->outputs(with_clauses ? measure::Clauses::kYes : measure::Clauses::kNo);
    wanted_.assign(all.begin(), all.end());
    for (std::size_t i = law_->program().answers.size(); i < wanted_.size(); ++i) {
      const ir::ClauseId clause(static_cast<std::uint32_t>(i - law_->program().answers.size()));
      if (std::ranges::find(clauses_, clause) == clauses_.end()) {
        wanted_[i] = {};
      }
    }
  }
  auto detail = Sized<acta_detail>();
  const acta_status status =
      acta_batch_evaluate_into(batch_, &view_->schema(), &view_->Of(block.array()), 0, rows_,
                               wanted_.data(), static_cast<std::uint32_t>(wanted_.size()), &detail);
  if (status != ACTA_OK) {
    return Fail("{}{}{}", static_cast<const char*>(detail.message),
                detail.path[0] != '\0' ? ", at " : "", static_cast<const char*>(detail.path));
  }
  rejected_.assign(rows_ / 64 + 1, 0);
  for (const acta_batch_reject& reject : Kept()) {
    rejected_[reject.row / 64] |= std::uint64_t{1} << reject.row % 64;
  }
  return {};
}

namespace {

// The member of an enum that the case holds at the path, by the law of the cases.
std::optional<std::string> MemberAt(const ir::Program& source, const cases::CaseBlock& block,
                                    std::size_t row, const std::string& path) {
  const std::optional<ir::Type> type = TypeAt(source, path);
  if (!type || type->kind != ir::Kind::kEnum) {
    return std::nullopt;
  }
  const std::vector<Cell> cells = CellsOf(block.schema(), block.array(), row);
  const auto cell = std::ranges::find(cells, path, &Cell::path);
  const auto& members = source.enums[type->enumeration].members;
  return cell != cells.end() && static_cast<std::size_t>(cell->payload) < members.size()
             ? std::optional(members[static_cast<std::size_t>(cell->payload)].name)
             : std::nullopt;
}

}  // namespace

std::vector<cases::Reject> Runner::rejects(const cases::CaseBlock& last) const {
  std::vector<cases::Reject> rejects;
  for (const acta_batch_reject& reject : Kept()) {
    cases::Reject told{.number = last.first() + reject.row,
                       .path = static_cast<const char*>(reject.path),
                       .expected = static_cast<const char*>(reject.expected),
                       .found = static_cast<const char*>(reject.found)};
    // One that only the law of the cases has.
    if (const auto member = MemberAt(*source_, last, reject.row, told.path)) {
      told.expected += fmt::format(" of {}", law_->program().law.name);
      told.found = *member;
    }
    rejects.push_back(std::move(told));
  }
  return rejects;
}

std::string Runner::TextOf(std::int64_t payload) const {
  Buffer text;
  const acta_status status =
      acta_batch_text(batch_, static_cast<std::int32_t>(payload), text.get());
  ACTA_CHECK(status == ACTA_OK, "the text of an answer is there as long as its cases are");
  return std::string(text.view());
}

std::vector<acta_batch_reject> Runner::Kept() const {
  std::uint32_t count = 0;
  acta_batch_reject_count(batch_, nullptr, &count);
  std::vector<acta_batch_reject> kept(count, Sized<acta_batch_reject>());
  for (std::uint32_t i = 0; i < count; ++i) {
    acta_batch_reject_at(batch_, i, &kept[i]);
  }
  return kept;
}

}  // namespace acta::simulate
