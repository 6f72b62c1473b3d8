#include "compiler/syntax/builder.h"

namespace acta::syntax {

ast::TypeRef Builder::Type(P::TypeContext& tree) {
  ast::TypeRef type;
  ast::TypeRef plain = PlainType(*tree.plainType());
  if (tree.K_LIST() == nullptr) {
    type = std::move(plain);
  } else {
    type.word = ast::TypeWord::kListOf;
    type.element.push_back(std::move(plain));
    if (tree.INT() != nullptr) {
      type.at_most = Integer(*tree.INT()->getSymbol());
    }
  }
  type.optional = tree.K_OPTIONAL() != nullptr;
  type.span = SpanOf(tree);
  return type;
}

ast::TypeRef Builder::PlainType(P::PlainTypeContext& tree) {
  ast::TypeRef type;
  type.span = SpanOf(tree);
  type.name = PathIf(tree.typeName());
  type.unit = NameIf(tree.unitName(0));
  type.per = NameIf(tree.unitName(1));
  type.word = [&] {
    switch (tree.start->getType()) {
      case P::K_BOOLEAN:
        return ast::TypeWord::kBoolean;
      case P::K_INTEGER:
        return ast::TypeWord::kInteger;
      case P::K_DECIMAL:
        return ast::TypeWord::kDecimal;
      case P::K_MONEY:
        return ast::TypeWord::kMoney;
      case P::K_DATE:
        return ast::TypeWord::kDate;
      case P::K_TIME:
        return ast::TypeWord::kTime;
      case P::K_DATETIME:
        return ast::TypeWord::kDateTime;
      case P::K_DAYS:
        return ast::TypeWord::kDays;
      case P::K_WORKING:
        return ast::TypeWord::kWorkingDays;
      case P::K_MONTHS:
        return ast::TypeWord::kMonths;
      case P::K_YEARS:
        return ast::TypeWord::kYears;
      case P::K_HOURS:
        return ast::TypeWord::kHours;
      case P::K_MINUTES:
        return ast::TypeWord::kMinutes;
      case P::K_PERIOD:
        return tree.K_DATES() != nullptr ? ast::TypeWord::kPeriodOfDates
                                         : ast::TypeWord::kPeriodOfTimes;
      case P::K_TEXT:
        return ast::TypeWord::kText;
      case P::K_SET:
        return ast::TypeWord::kSetOf;
      default:
        return ast::TypeWord::kNamed;
    }
  }();
  return type;
}

std::optional<ast::TypeRef> Builder::TypeIf(P::TypeContext* tree) {
  return tree != nullptr ? std::optional(Type(*tree)) : std::nullopt;
}

std::vector<ast::Parameter1> Builder::Params(P::ParamsContext* tree) {
  std::vector<ast::Parameter1> params;
  if (tree != nullptr) {
    for (P::ParamContext* param : tree->items) {
      params.push_back({Name(*param->ident()), Type(*param->type())});
    }
  }
  return params;
}

ast::FieldDecl Builder::Field(P::FieldContext& tree) {
  ast::FieldDecl field;
  for (P::IdentContext* name : tree.names) {
    field.names.push_back(Name(*name));
  }
  field.type = Type(*tree.type());
  if (tree.low != nullptr) {
    field.low = Bound(*tree.low);
    field.high = Bound(*tree.high);
  }
  field.judged_by = PathIf(tree.judge);
  field.doc = Quoted(tree.TEXT());
  return field;
}

ast::ExprId Builder::Bound(P::BoundContext& tree) {
  const ast::ExprId value = tree.number() != nullptr
                                ? Add(Number(*tree.number()), SpanOf(*tree.number()))
                                : Add(Moment(*tree.moment()), SpanOf(*tree.moment()));
  return tree.MINUS() != nullptr ? Add(ast::Negate{value}, SpanOf(tree)) : value;
}

}  // namespace acta::syntax
