#include "compiler/semantics/check.h"

#include "compiler/semantics/context.h"

namespace acta {

ir::Program Check(std::span<const ast::Document> documents, Reporter& reporter) {
  ACTA_CHECK(!documents.empty(), "LoadProgram gives the act, even an empty one");
  semantics::Context context(documents, reporter);
  context.DeclareAll();
  context.CollectCurrencies();
  context.LayOutFacts();
  context.ResolveSignatures();
  context.TieExceptions();
  context.ReadHeaders();
  context.LowerGoverningDates();
  context.LowerParameters();
  context.LowerNorms();
  context.LowerTables();
  context.LowerPendingClauses();
  context.LowerDisapplications();
  context.LowerPresumptions();
  context.ReportEmptyRules();
  context.CompareClauses();
  context.TieToVersions();
  context.LowerAnswers();
  context.LowerScenarios();
  context.WarnOfUnusedFacts();
  context.WarnOfProvisionsCitedAlike();
  return std::move(context).Finish();
}

}  // namespace acta
