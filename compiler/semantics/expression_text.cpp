// Expressions as text, for reasons and expectations: near enough to what was written to find it.
#include <algorithm>

#include "compiler/semantics/context.h"

namespace acta::semantics {
namespace {

constexpr std::size_t kMostText = 80;

class Writer {
 public:
  explicit Writer(const ast::Document& document) : document_(document) {}

  void Write(ast::ExprId id) {
    if (!id.valid() || text_.size() > kMostText) {
      return;
    }
    std::visit([this](const auto& tree) { On(tree); }, document_.exprs[id].kind);
  }

  [[nodiscard]] std::string Text() && {
    if (text_.size() <= kMostText) {
      return std::move(text_);
    }
    std::size_t end = kMostText;
    // Not in the middle of a letter.
    while (end > 0 && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    return text_.substr(0, end) + "...";
  }

 private:
  template <class... Parts>
  void Put(const Parts&... parts) {
    (PutOne(parts), ...);
  }
  void PutOne(std::string_view words) { text_ += words; }
  void PutOne(ast::ExprId id) { Write(id); }
  void PutList(const std::vector<ast::ExprId>& items, std::string_view between) {
    for (std::size_t i = 0; i < items.size() && text_.size() <= kMostText; ++i) {
      Put(i == 0 ? "" : between, items[i]);
    }
  }

  // How closely operators bind; what is not listed never needs parentheses.
  enum Binding : std::uint8_t { kOr, kAnd, kNot, kCompare, kSum, kProduct, kNegate, kNothing };
  [[nodiscard]] Binding BindingOf(ast::ExprId id) const {
    if (!id.valid()) {
      return kNothing;
    }
    const auto& kind = document_.exprs[id].kind;
    if (const auto* arithmetic = std::get_if<ast::Arithmetic>(&kind)) {
      return BindingOf(arithmetic->op);
    }
    return std::holds_alternative<ast::Or>(kind)        ? kOr
           : std::holds_alternative<ast::And>(kind)     ? kAnd
           : std::holds_alternative<ast::Not>(kind)     ? kNot
           : std::holds_alternative<ast::Compare>(kind) ? kCompare
           : std::holds_alternative<ast::Negate>(kind)  ? kNegate
                                                        : kNothing;
  }
  static Binding BindingOf(ast::ArithmeticOp op) {
    const bool is_sum = op == ast::ArithmeticOp::kAdd || op == ast::ArithmeticOp::kSubtract;
    return is_sum ? kSum : kProduct;
  }
  // An operand of what binds so closely.
  void PutOperand(ast::ExprId id, Binding least) {
    const bool is_looser = BindingOf(id) < least;
    Put(is_looser ? "(" : "", id, is_looser ? ")" : "");
  }
  void PutOperands(const std::vector<ast::ExprId>& items, std::string_view between, Binding least) {
    for (std::size_t i = 0; i < items.size() && text_.size() <= kMostText; ++i) {
      Put(i == 0 ? "" : between);
      PutOperand(items[i], least);
    }
  }

  void On(const ast::ErrorExpr&) { Put("?"); }
  void On(const ast::BoolLit& tree) { Put(tree.value ? "yes" : "no"); }
  void On(const ast::IntLit& tree) {
    Put(std::to_string(tree.value), tree.unit ? " " + tree.unit->text : "");
  }
  void On(const ast::DecimalLit& tree) {
    std::string digits =
        fmt::format("{}.{:06}", tree.millionths / 1'000'000, std::abs(tree.millionths % 1'000'000));
    while (digits.ends_with('0') && !digits.ends_with(".0")) {
      digits.pop_back();
    }
    Put(digits, tree.unit ? " " + tree.unit->text : "");
  }
  void On(const ast::DurationLit& tree) { Put(std::to_string(tree.count), " ", WordOf(tree.unit)); }
  static std::string_view WordOf(ast::DurationUnit unit) {
    switch (unit) {
      case ast::DurationUnit::kDays:
        return "days";
      case ast::DurationUnit::kWeeks:
        return "weeks";
      case ast::DurationUnit::kWorkingDays:
        return "working days";
      case ast::DurationUnit::kMonths:
        return "months";
      case ast::DurationUnit::kYears:
        return "years";
      case ast::DurationUnit::kHours:
        return "hours";
      case ast::DurationUnit::kMinutes:
        return "minutes";
    }
    return "";
  }
  void On(const ast::DateLit& tree) { Put(ir::FormatDate(DayOf(tree))); }
  void On(const ast::TimeLit& tree) { Put(ir::FormatTime(tree.seconds)); }
  void On(const ast::DateTimeLit& tree) {
    On(tree.date);
    Put(" ");
    On(tree.time);
  }
  void On(const ast::TextLit& tree) { Put("\"", tree.text, "\""); }
  void On(const ast::AbsentLit&) { Put("absent"); }
  void On(const ast::AsOf&) { Put("as_of"); }
  void On(const ast::NameRef& tree) { Put(TextOf(tree.name)); }
  void On(const ast::Field& tree) { Put(tree.object, ".", tree.field.text); }
  void On(const ast::Call& tree) {
    Put(TextOf(tree.callee), "(");
    PutList(tree.args, ", ");
    Put(")");
  }
  void On(const ast::On& tree) { Put(TextOf(tree.parameter), " on ", tree.date); }
  void On(const ast::As& tree) { Put(tree.value, " as ", tree.unit.text); }
  void On(const ast::SetLit& tree) {
    Put("{");
    PutList(tree.members, ", ");
    Put("}");
  }
  void On(const ast::RecordLit&) { Put("{...}"); }
  void On(const ast::ListLit&) { Put("list {...}"); }
  void On(const ast::Under& tree) {
    Put("under ", TextOf(tree.reading), " ", tree.alternative.text);
  }
  void On(const ast::AgeOf& tree) {
    Put("age of ", tree.birth, " on ", tree.on, tree.rounding_down ? " rounding down" : "");
  }
  void On(const ast::Cited& tree) { Write(tree.operand); }
  void On(const ast::Not& tree) {
    Put("not ");
    PutOperand(tree.operand, kNot);
  }
  void On(const ast::And& tree) { PutOperands(tree.operands, " and ", kNot); }
  void On(const ast::Or& tree) { PutList(tree.operands, " or "); }
  void On(const ast::Compare& tree) {
    PutOperand(tree.left, kSum);
    Put(" ", WordOf(tree.op), " ");
    PutOperand(tree.right, kSum);
  }
  static std::string_view WordOf(ast::CompareOp op) {
    switch (op) {
      case ast::CompareOp::kEq:
        return "=";
      case ast::CompareOp::kNe:
        return "!=";
      case ast::CompareOp::kLt:
        return "<";
      case ast::CompareOp::kLe:
        return "<=";
      case ast::CompareOp::kGt:
        return ">";
      case ast::CompareOp::kGe:
        return ">=";
      case ast::CompareOp::kIn:
        return "in";
      case ast::CompareOp::kNotIn:
        return "not in";
      case ast::CompareOp::kOverlaps:
        return "overlaps";
    }
    return "";
  }
  void On(const ast::IsPresent& tree) {
    Put(tree.operand, tree.negated ? " is absent" : " is present");
  }
  void On(const ast::IsWorkingDay& tree) { Put(tree.operand, " is working day"); }
  void On(const ast::PeriodOf& tree) { Put(tree.start, " to ", tree.end); }
  void On(const ast::EveryYear& tree) {
    Put(fmt::format("every year from {:02}-{:02} to {:02}-{:02}", tree.from.month, tree.from.day,
                    tree.to.month, tree.to.day));
  }
  void On(const ast::Arithmetic& tree) {
    constexpr std::string_view kWords[] = {" + ", " - ", " * ", " / "};
    const Binding own = BindingOf(tree.op);
    PutOperand(tree.left, own);
    Put(kWords[static_cast<std::size_t>(tree.op)]);
    // What is taken away, or divided by, is a whole: a - (b + c).
    PutOperand(tree.right, own == kSum ? kProduct : kNegate);
  }
  void On(const ast::Negate& tree) {
    Put("-");
    PutOperand(tree.operand, kNegate);
  }
  void On(const ast::At& tree) { Put(tree.date, " at ", tree.time); }
  static std::string_view WordOf(ast::CountWord word) {
    switch (word) {
      case ast::CountWord::kBefore:
        return "before ";
      case ast::CountWord::kAfter:
        return "after ";
      case ast::CountWord::kCountingFrom:
        return "counting from ";
    }
    return "";
  }
  void On(const ast::Count& tree) {
    Put(tree.amount, tree.clear ? " clear " : " ", WordOf(tree.word), tree.anchor);
  }
  void On(const ast::Window& tree) {
    Put("between ", tree.far, " and ", tree.near, " ", WordOf(tree.word), tree.anchor);
  }
  void On(const ast::WorkingDaysBetween& tree) {
    Put("working days from ", tree.from, " to ", tree.to);
  }
  void On(const ast::Quantifier& tree) {
    constexpr std::string_view kWords[] = {"some", "every", "no", "at least", "at most", "exactly"};
    Put(kWords[static_cast<std::size_t>(tree.word)], " ");
    if (tree.word >= ast::QuantifierWord::kAtLeast) {
      Put(std::to_string(tree.count), " ");
    }
    Put(tree.variable.text, " in ", tree.list, " has ", tree.body);
  }
  void On(const ast::Aggregate& tree) {
    constexpr std::string_view kWords[] = {"count of ", "sum of ", "earliest of ", "latest of "};
    Put(kWords[static_cast<std::size_t>(tree.word)]);
    if (tree.value) {
      Put(*tree.value, " for ");
    }
    if (tree.variable) {
      Put(tree.variable->text, " in ");
    }
    Put(tree.list);
  }
  void On(const ast::If& tree) {
    Put("if ", tree.condition, " then ", tree.then_value, " else ", tree.else_value);
  }
  void On(const ast::Match& tree) { Put("match ", tree.subject, " {...}"); }
  void On(const ast::AnyProhibition& tree) {
    Put("any prohibition", tree.party ? " on " + TextOf(*tree.party) : "");
  }
  void On(const ast::EveryObligation& tree) {
    Put("every obligation", tree.party ? " on " + TextOf(*tree.party) : "");
  }

  const ast::Document& document_;
  std::string text_;
};

}  // namespace

std::string TextOf(const ast::Document& document, ast::ExprId id) {
  Writer writer(document);
  writer.Write(id);
  return std::move(writer).Text();
}

}  // namespace acta::semantics
