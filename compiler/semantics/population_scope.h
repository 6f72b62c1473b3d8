// What a population may speak of: the fields of facts, and of those what was drawn before. Internal
// to semantics/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "compiler/semantics/context.h"

namespace acta::semantics {

// A field, or a fact, and where it lies in a case (or from where an element begins).
struct PlacedField {
  const ir::FactField* field = nullptr;
  std::uint32_t slot = 0;
};

class PopulationScope {
 public:
  // The last document of `context` declares what `let` adds; `written` holds the expressions.
  PopulationScope(Context& context, const ast::Document& written)
      : context_(context),
        written_(written),
        place_{static_cast<std::uint32_t>(context.documents.size() - 1), {}} {}

  [[nodiscard]] const Place& place() const { return place_; }
  [[nodiscard]] const ast::Expr& TreeOf(ast::ExprId id) const { return written_.exprs[id]; }
  [[nodiscard]] const ir::Type& TypeOf(const PlacedField& at) const {
    return context_.TypeOf(at.field->type);
  }

  // From a field along the rest of its path. Optional entities on the way are put into `passed`.
  std::optional<PlacedField> Along(PlacedField at, std::span<const ast::Name::Part> rest,
                                   std::vector<PlacedField>* passed = nullptr);
  void ReportNoField(const ast::Name::Part& part, TypeId of);

  // From here on expressions may speak of it. False where they could already.
  bool MarkDrawn(std::uint32_t slot) { return drawn_.insert(slot).second; }

  // An expression over what is drawn; invalid where it is wrong, which has been reported.
  NodeId Expression(ast::ExprId id, TypeId type);
  NodeId Condition(ast::ExprId id) { return Expression(id, context_.Of(Kind::kBoolean)); }

 private:
  void CheckReach(NodeId root);
  void CheckDrawn(std::uint32_t slot, const Span& span);

  Context& context_;
  const ast::Document& written_;
  Place place_;
  std::unordered_set<std::uint32_t> drawn_;
};

}  // namespace acta::semantics
