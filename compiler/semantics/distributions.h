// How values are drawn: the right-hand sides of a population's items, checked and lowered. Internal
// to semantics/.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/population.h"
#include "compiler/semantics/context.h"
#include "compiler/semantics/population_scope.h"

namespace acta::semantics {

class Distributions {
 public:
  Distributions(Context& context, PopulationScope& scope)
      : context_(context), reporter_(context.reporter), scope_(scope) {}

  // What is drawn for the field that `item` names.
  ir::PopulationItem ItemOf(const ast::Population::Item& item, const PlacedField& field);
  // The tables that were named on the way.
  [[nodiscard]] std::vector<ir::PopulationFile> TakeFiles() { return std::move(files_); }

 private:
  // What is drawn, as far as its distribution must know.
  struct Subject {
    const std::string& name;  // what a column would be called
    TypeId type;
    std::optional<std::int64_t> low, high;
  };
  using DrawTree = ast::Population::Draw;

  template <class Text>
  DiagnosticBuilder Report(const Span& span, const Text& text) {
    return reporter_.Report<diag::BadDistribution>(span, text);
  }
  std::vector<ir::PopulationOption> Options(const std::vector<ast::Population::Option>& trees,
                                            const Subject& subject);
  void CheckForm(const std::vector<ast::Population::Option>& trees);
  ir::PopulationDraw DrawOf(const DrawTree& tree, const Subject& subject);
  void Value(const DrawTree& tree, TypeId type, ir::PopulationDraw& draw);
  void CheckRange(NodeId node, const Span& span, const Subject& subject);
  void Present(const DrawTree& tree, const ir::Type& type);
  void Uniform(const DrawTree& tree, TypeId type, ir::PopulationDraw& draw);
  void Curve(const DrawTree& tree, TypeId type, ir::PopulationDraw& draw);
  void Days(const DrawTree& tree, const ir::Type& type, TypeId type_id, ir::PopulationDraw& draw);
  void Cell(const DrawTree& tree, const Subject& subject, ir::PopulationDraw& draw);
  void List(const DrawTree& tree, const ir::Type& type, ir::PopulationDraw& draw);
  void Bounds(const DrawTree& tree, TypeId type, ir::PopulationDraw& draw);

  Context& context_;
  Reporter& reporter_;
  PopulationScope& scope_;
  std::vector<ir::PopulationFile> files_;
};

}  // namespace acta::semantics
