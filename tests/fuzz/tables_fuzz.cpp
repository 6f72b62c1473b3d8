// Hostile tables: whatever stands in a file, its rows become cases or are refused, and a case that
// was read can be put to the law.
//
// Input: a digit that says what the file is (CSV, JSON, JSON Lines), and the file.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "compiler/base/check.h"
#include "compiler/engine/engine.h"
#include "compiler/plan/plan.h"
#include "compiler/semantics/check.h"
#include "compiler/simulate/cells.h"
#include "compiler/syntax/parser.h"
#include "compiler/tables/tables.h"

using namespace acta;

namespace {

constexpr std::string_view kLaw = R"(law kinds
enum Form is picket, rally, procession
unit KZT
entity Guest
  age   : integer, 0 to 150
  since : period of dates
entity Place
  start : optional date
facts
  count  : integer, 0 to 100
  share  : decimal
  fine   : money in KZT
  day    : date
  hour   : time
  moment : datetime
  lead   : days
  stay   : period of dates
  form   : Form
  forms  : set of Form
  note   : text
  by     : optional date
  guests : list of Guest, at most 4
  place  : optional Place
  ages   : list of integer, at most 3
rule twice : integer
  is count * 2
answers
  twice "How often?"
)";

struct Law {
  SourceMap sources;
  ir::RuleGraph graph;
  std::optional<Engine> engine;

  Law() {
    Reporter reporter;
    const std::vector<ast::Document> documents{
        Parse(sources, sources.Add("kinds.acta", std::string(kLaw)), reporter)};
    graph = plan::Plan(Check(documents, reporter), plan::Roots::kAnswers, reporter);
    ACTA_CHECK(!reporter.HasErrors(), "the law is sound");
    Result<Engine> made = Engine::Make(graph, sources, EngineKind::kInterpreter);
    ACTA_CHECK(made.has_value(), "the law has an engine");
    engine = *std::move(made);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Law law;
  if (size == 0) {
    return 0;
  }
  constexpr const char* kEndings[] = {".csv", ".json", ".jsonl"};
  const std::string path =
      (std::filesystem::temp_directory_path() /
       ("acta_tables_fuzz_" + std::to_string(getpid()) + kEndings[data[0] % 3]))
          .string();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data) + 1, static_cast<std::streamsize>(size - 1));
  const auto stream = tables::Open({.path = path}, *law.graph.program, law.engine->act());
  std::unique_ptr<cases::CaseBlock> block;
  while (stream) {
    auto next = (*stream)->Next(std::move(block));
    if (!next || *next == nullptr) {
      break;
    }
    block = *std::move(next);
    const auto rows = static_cast<std::size_t>(block->array().length);
    for (std::size_t row = 0; row < rows && row < 50; ++row) {
      const CaseHandle facts = law.engine->NewCase();
      simulate::Put(simulate::CellsOf(block->schema(), block->array(), row), *facts);
      if (!law.engine->Evaluate(*facts, Trace::kOff)) {
        __builtin_trap();
      }
    }
  }
  if (stream) {
    static_cast<void>((*stream)->rejects());
  }
  std::filesystem::remove(path);
  return 0;
}
