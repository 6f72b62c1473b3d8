// Hostile populations: whatever they say of a law, they are drawn from or refused, and a case that
// is drawn can be put to the law.
//
// Input: the law, a line of `====`, a document that declares populations.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/engine/engine.h"
#include "compiler/plan/plan.h"
#include "compiler/population/stream.h"
#include "compiler/semantics/check.h"
#include "compiler/semantics/populations.h"
#include "compiler/simulate/cells.h"
#include "compiler/syntax/parser.h"

using namespace acta;

namespace {

constexpr std::uint64_t kCases = 20;
// Lists may be very long, and each case may have one.
constexpr std::uint32_t kLongestList = 200;

// Stands for what tables would hold.
void FillFiles(ir::Population& population) {
  for (ir::PopulationFile& file : population.files) {
    file.rows = 3;
    for (ir::PopulationColumn& column : file.columns) {
      const bool is_text = population.program.types[column.type].kind == ir::Kind::kText;
      const std::int64_t value = is_text ? ACTA_MISSING : column.low.value_or(0);
      column.cells = {value, ACTA_MISSING, value};
    }
  }
}

void DrawFrom(const ir::Population& population, const Engine& engine) {
  for (const ir::Type& type : population.program.types) {
    if (type.kind == ir::Kind::kList && type.at_most > kLongestList) {
      return;
    }
  }
  population::PopulationStream stream(population, 1, kCases);
  const auto block = stream.Next(nullptr);
  for (std::size_t row = 0; row < kCases; ++row) {
    const auto cells = simulate::CellsOf((*block)->schema(), (*block)->array(), row);
    const CaseHandle facts = engine.NewCase();
    simulate::Put(cells, *facts);
    static_cast<void>(simulate::JsonOf(
        cells, [&](const simulate::Cell&) { return simulate::Holder{engine.act(), facts.get()}; }));
    if (!engine.Evaluate(*facts, Trace::kOff)) {
      __builtin_trap();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kBetween = "\n====\n";
  const std::size_t cut = input.find(kBetween);
  if (cut == std::string_view::npos) {
    return 0;
  }
  SourceMap sources;
  Reporter reporter;
  const std::vector<ast::Document> law{
      Parse(sources, sources.Add("law.acta", std::string(input.substr(0, cut))), reporter)};
  ir::Program program = Check(law, reporter);
  if (reporter.HasErrors()) {
    return 0;
  }
  const ir::RuleGraph graph = plan::Plan(std::move(program), plan::Roots::kAnswers, reporter);
  const Result<Engine> engine = reporter.HasErrors()
                                    ? Result<Engine>(Fail("not within bounds"))
                                    : Engine::Make(graph, sources, EngineKind::kInterpreter);
  if (!engine) {
    return 0;
  }
  const SourceId source =
      sources.Add("populations.acta", std::string(input.substr(cut + kBetween.size())));
  Reporter found;
  const ast::Document written = Parse(sources, source, found);
  for (const ast::Population* population : PopulationsIn(written)) {
    Reporter own;
    if (auto made = CheckPopulation(law, written, *population, sources, own)) {
      FillFiles(*made);
      DrawFrom(*made, *engine);
    }
  }
  return 0;
}
