// Decision tables become clauses; table_check.cpp looks for gaps and overlaps.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"
#include "compiler/semantics/table_check.h"

namespace acta::semantics {
namespace {

using TestKind = ast::TableCell::Test::Kind;

class TableLowering {
 public:
  TableLowering(Context& context, const ast::Table& tree, const Place& place)
      : context_(context),
        tree_(tree),
        place_(place),
        rule_(context.rule_of_tree.at(&tree)),
        lower_(context, place, rule_) {}

  void Run() {
    for (const ast::ExprId column : tree_.columns) {
      columns_.push_back(lower_.LowerRequired(column));
      check_.columns.push_back(ColumnOf(columns_.back(), column));
    }
    MarkRelated();
    const TypeId type = context_.TypeOfRule(rule_, tree_.name.span);
    for (const ast::Table::Row& row : tree_.rows) {
      AddRow(row, type);
    }
    const bool sound =
        std::ranges::all_of(columns_, [](NodeId id) { return id.valid(); }) && sound_;
    if (sound && type.valid()) {
      check_.name = tree_.name.text;
      check_.span = tree_.name.span;
      std::tie(check_.first_day, check_.last_day) =
          context_.HeaderFor(place_).in_force.value_or(context_.DaysOf({}, {}, tree_.name.span));
      CheckTable(check_, context_.reporter);
    }
  }

 private:
  // A fact, a rule, a parameter; behind the fields that lead to it.
  using Asked = std::vector<std::pair<Op, std::int64_t>>;

  void AddAsked(NodeId id, std::set<Asked>& asked) const {
    const ir::Node* node = &context_.program.nodes[id];
    Asked path = {{node->op, node->imm}};
    while (node->op == Op::kField || node->op == Op::kInner || node->op == Op::kValue) {
      node = &context_.program.nodes[context_.program.OperandsOf(*node).front()];
      path.emplace_back(node->op, node->imm);
    }
    const auto operands = context_.program.OperandsOf(*node);
    if (operands.empty() && node->op != Op::kConst) {
      asked.insert(std::move(path));
    }
    for (const NodeId operand : operands) {
      AddAsked(operand, asked);
    }
  }

  // Columns that ask about one fact do not take all values beside each other: `q` and `q > 5`.
  void MarkRelated() {
    std::vector<std::set<Asked>> asked(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].valid()) {
        AddAsked(columns_[i], asked[i]);
      }
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const bool related =
            std::ranges::any_of(asked[i], [&](const Asked& one) { return asked[j].contains(one); });
        if (related) {
          check_.columns[i].decidable = false;
          check_.columns[j].decidable = false;
        }
      }
    }
  }

  // How many values a column has, and how they are called.
  TableColumn ColumnOf(NodeId node, ast::ExprId written) {
    TableColumn column{.name = TextOf(context_.TreeOf(place_), written)};
    if (!node.valid()) {
      return column;
    }
    const ir::Type type = context_.TypeOf(context_.TypeOf(node));
    const TypeId id = context_.TypeOf(node);
    const ir::Program& program = context_.program;
    column.format = [&program, id](std::int64_t payload) {
      return ir::FormatValue(program, id, payload);
    };
    if (type.kind == Kind::kBoolean) {
      column.low = 0;
      column.high = 1;
    } else if (type.kind == Kind::kEnum) {
      column.low = 0;
      column.high = static_cast<std::int64_t>(program.enums[type.enumeration].members.size()) - 1;
    } else if (type.kind >= Kind::kInteger && type.kind <= Kind::kMinutes) {
      column.low = INT64_MIN + 2;
      column.high = INT64_MAX;
      if (type.kind == Kind::kTime) {
        // 24:00 ends a day and is no time of it.
        column.low = 0;
        column.high = 86'399;
      }
      NarrowToRange(node, column);
    } else {
      column.decidable = false;
    }
    return column;
  }

  // Values that there cannot be: outside the declared range of a fact or of a field of an entity,
  // months and hours that no date or time has, counts below zero.
  void NarrowToRange(NodeId id, TableColumn& column) const {
    const ir::Node& node = context_.program.nodes[id];
    const auto narrow = [&](std::int64_t low, std::int64_t high) {
      column.low = std::max(column.low, low);
      column.high = std::min(column.high, high);
    };
    switch (node.op) {
      case Op::kSlot:
      case Op::kField:
        if (const ir::FactField* field = FieldOf(node)) {
          narrow(field->low.value_or(column.low), field->high.value_or(column.high));
        }
        return;
      case Op::kDatePart: {
        constexpr std::pair<std::int64_t, std::int64_t> kParts[] = {
            {-9999, 9999}, {1, 12}, {1, 31}};
        if (node.aux < std::size(kParts)) {
          narrow(kParts[node.aux].first, kParts[node.aux].second);
        }
        return;
      }
      case Op::kTimePart:
        return narrow(0, node.aux == 0 ? 23 : 59);
      case Op::kCount:
      case Op::kLength:
        return narrow(0, column.high);
      default:
        return;
    }
  }

  // The fact or field that the node reads.
  [[nodiscard]] const ir::FactField* FieldOf(const ir::Node& node) const {
    const ir::Program& program = context_.program;
    const std::vector<ir::FactField>* fields = &program.facts;
    if (node.op == Op::kField) {
      const ir::Type& holder = program.types[program.nodes[program.OperandsOf(node).front()].type];
      fields = &program.entities[holder.entity].fields;
    }
    std::int64_t slot = node.imm;
    while (true) {
      const auto behind = std::ranges::upper_bound(
          *fields, slot, {}, [](const ir::FactField& field) { return std::int64_t{field.offset}; });
      if (behind == fields->begin()) {
        return nullptr;
      }
      const ir::FactField& field = *std::prev(behind);
      if (field.offset == slot && field.type == node.type) {
        return &field;
      }
      // Fields of an entity that is always there lie within its own slots.
      const ir::Type& type = program.types[field.type];
      if (type.kind != Kind::kEntity || type.optional) {
        return nullptr;
      }
      slot -= field.offset;
      fields = &program.entities[type.entity].fields;
    }
  }

  void AddRow(const ast::Table::Row& row, TypeId type) {
    TableRow checked{.span = row.span};
    std::vector<NodeId> conditions;
    bool sound = row.cells.size() == tree_.columns.size();
    for (std::size_t i = 0; i < row.cells.size() && i < columns_.size(); ++i) {
      std::vector<NodeId> tests;
      TableCellSet allowed;
      bool any = false;
      for (const ast::TableCell::Test& test : row.cells[i].tests) {
        if (test.kind == TestKind::kAny) {
          any = true;
          allowed.intervals = {{INT64_MIN, INT64_MAX}};
          continue;
        }
        const NodeId lowered = LowerTest(test, i, row.cells[i].span, allowed);
        sound = sound && lowered.valid();
        tests.push_back(lowered);
      }
      checked.cells.push_back(std::move(allowed));
      const Span& cell = row.cells[i].span;
      context_.program.columns_of_cells[{cell.source, cell.begin}] =
          context_.TreeOf(place_).exprs[tree_.columns[i]].span;
      if (!any && !tests.empty()) {
        conditions.push_back(context_.Or(tests, cell));
      }
    }
    const NodeId value = type.valid() ? lower_.LowerAs(row.value, type) : lower_.Lower(row.value);
    sound = sound && value.valid();
    sound_ = sound_ && sound;
    std::tie(checked.first_day, checked.last_day) =
        context_.DaysOf(row.from, row.until, row.in_time);
    if (!sound) {
      return;
    }
    checked.value = context_.ConstantOf(value);
    const auto [first_day, last_day] = std::pair(checked.first_day, checked.last_day);
    check_.rows.push_back(std::move(checked));
    const NodeId condition = conditions.empty() ? NodeId() : context_.And(conditions, row.span);
    const ClauseId clause = context_.AddClause(context_.program.rules[rule_].root, value, condition,
                                               row.span, context_.Cite(place_, row.citation));
    if (row.from || row.until) {
      context_.program.clauses[clause].guard =
          context_.InForce(first_day, last_day, place_, row.in_time);
    }
  }

  NodeId LowerTest(const ast::TableCell::Test& test, std::size_t column, const Span& span,
                   TableCellSet& allowed) {
    const NodeId subject = columns_[column];
    if (!subject.valid()) {
      return {};
    }
    const TypeId type = context_.TypeOf(subject);
    const NodeId value = lower_.LowerAs(test.value, type);
    const NodeId high = test.kind == TestKind::kRange ? lower_.LowerAs(test.high, type) : NodeId();
    if (!value.valid() || (test.kind == TestKind::kRange && !high.valid())) {
      return {};
    }
    const bool by_equality = test.kind == TestKind::kEq || test.kind == TestKind::kNe;
    const Kind kind = context_.KindOf(subject);
    const bool ordered = kind >= Kind::kInteger && kind <= Kind::kMinutes;
    if (!by_equality && !ordered) {
      context_.reporter.Report<diag::KindsDoNotMix>(span, context_.NameOf(type),
                                                    context_.NameOf(type), "<");
      return {};
    }
    const auto begin = context_.ConstantOf(value);
    const auto end = context_.ConstantOf(high);
    const bool is_empty = begin && end && (kind == Kind::kTime ? *begin == *end : *begin > *end);
    if (test.kind == TestKind::kRange && is_empty) {
      context_.reporter.Report<diag::EmptyRange>(span,
                                                 ir::FormatValue(context_.program, type, *begin),
                                                 ir::FormatValue(context_.program, type, *end));
      return {};
    }
    kind == Kind::kTime&& test.kind == TestKind::kRange ? NoteTimes(begin, end, allowed)
                                                        : Note(test.kind, begin, end, allowed);
    const TypeId boolean = context_.Of(Kind::kBoolean);
    const auto compare = [&](Op op, NodeId left, NodeId right) {
      return context_.Make(op, boolean, {left, right}, span);
    };
    const NodeId cell = context_.Clone(subject);
    switch (test.kind) {
      case TestKind::kAny:
        return context_.Bool(true, span);
      case TestKind::kEq:
        if (const auto answer = context_.ConstantOf(value); answer && kind == Kind::kBoolean) {
          return *answer != 0 ? cell : context_.Not(cell, span);
        }
        return compare(Op::kEq, cell, value);
      case TestKind::kNe:
        return compare(Op::kNe, cell, value);
      case TestKind::kLt:
        return compare(Op::kLt, cell, value);
      case TestKind::kLe:
        return compare(Op::kLe, cell, value);
      case TestKind::kGt:
        return compare(Op::kLt, value, cell);
      case TestKind::kGe:
        return compare(Op::kLe, value, cell);
      case TestKind::kRange:
        if (kind == Kind::kTime) {
          const TypeId period = context_.Of(Kind::kPeriodOfTimes);
          return compare(Op::kInTimes, cell,
                         context_.Make(Op::kMakePeriod, period, {value, high}, span));
        }
        return context_.And(
            {compare(Op::kLe, value, cell), compare(Op::kLe, context_.Clone(subject), high)}, span);
    }
    return {};
  }

  // The end does not belong to it, and may come before the beginning.
  static void NoteTimes(std::optional<std::int64_t> begin, std::optional<std::int64_t> end,
                        TableCellSet& allowed) {
    if (!begin || !end) {
      allowed.decidable = false;
    } else if (*begin < *end) {
      allowed.intervals.push_back({*begin, *end - 1});
    } else {
      allowed.intervals.push_back({*begin, INT64_MAX});
      allowed.intervals.push_back({INT64_MIN, *end - 1});
    }
  }

  // What the test allows, where its values are written out.
  static void Note(TestKind kind, std::optional<std::int64_t> value,
                   std::optional<std::int64_t> high, TableCellSet& allowed) {
    if (!value || (kind == TestKind::kRange && !high)) {
      allowed.decidable = false;
      return;
    }
    const std::int64_t at = *value;
    const auto add = [&](std::int64_t low, std::int64_t up) {
      if (low <= up) {
        allowed.intervals.push_back({low, up});
      }
    };
    switch (kind) {
      case TestKind::kAny:
        return add(INT64_MIN, INT64_MAX);
      case TestKind::kEq:
        return add(at, at);
      case TestKind::kNe:
        if (at > INT64_MIN) {
          add(INT64_MIN, at - 1);
        }
        if (at < INT64_MAX) {
          add(at + 1, INT64_MAX);
        }
        return;
      case TestKind::kLt:
        return at > INT64_MIN ? add(INT64_MIN, at - 1) : void();
      case TestKind::kLe:
        return add(INT64_MIN, at);
      case TestKind::kGt:
        return at < INT64_MAX ? add(at + 1, INT64_MAX) : void();
      case TestKind::kGe:
        return add(at, INT64_MAX);
      case TestKind::kRange:
        return add(at, *high);
    }
  }

  Context& context_;
  const ast::Table& tree_;
  Place place_;
  RuleId rule_;
  Lowerer lower_;
  std::vector<NodeId> columns_;
  TableToCheck check_;
  bool sound_ = true;
};

}  // namespace

void Context::LowerTables() {
  ForEach<ast::Table>([&](const ast::Table& tree, const ast::Decl&, const Place& place) {
    TableLowering(*this, tree, place).Run();
  });
}

}  // namespace acta::semantics
