#include "compiler/driver/population_files.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/engine/engine.h"
#include "compiler/tables/tables.h"

namespace acta {
namespace {

// So many bad cells are shown of a file.
constexpr std::size_t kShown = 5;

// A program whose facts are the columns, by their numbers: what a table is read by.
std::shared_ptr<const ir::Program> ProgramOf(const ir::PopulationFile& file,
                                             const ir::Program& population) {
  ir::Program program;
  program.law = population.law;
  program.types = population.types;
  program.units = population.units;
  program.parties = population.parties;
  program.enums = population.enums;
  program.entities = population.entities;
  program.citations = population.citations;
  program.texts = population.texts;
  program.facts = {population.facts.front()};
  program.slot_count = 1;
  for (std::size_t i = 0; i < file.columns.size(); ++i) {
    program.facts.push_back({.name = std::to_string(i),
                             .type = file.columns[i].type,
                             .offset = program.slot_count++,
                             .low = file.columns[i].low,
                             .high = file.columns[i].high,
                             .span = file.columns[i].span});
  }
  return std::make_shared<const ir::Program>(std::move(program));
}

class FileReader {
 public:
  FileReader(ir::Population& population, const SourceMap& sources, Reporter& reporter)
      : population_(population), sources_(sources), reporter_(reporter) {}

  void Read(ir::PopulationFile& file, const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / file.path;
    if (!std::filesystem::is_regular_file(path)) {
      Report(file.span, fmt::format("there is no file {}", path.string()))
          .Help("the name counts from the folder of the file that says it");
      return;
    }
    Result<tables::Whole> whole = Load(path, file);
    if (!whole) {
      Report(file.span, whole.error().message);
      return;
    }
    if (whole->table.rows == 0) {
      Report(file.span, fmt::format("{} has no rows", path.string()));
      return;
    }
    for (const cases::Reject& reject : whole->rejects) {
      if (reject.is_of_row) {
        Report(file.span, fmt::format("{}{}{}: expected {}, found `{}`", reject.place,
                                      reject.path.empty() ? "" : ", ", reject.path,
                                      reject.expected, reject.found));
        continue;
      }
      const ir::PopulationColumn& column = file.columns[std::stoul(reject.path)];
      Report(column.span, fmt::format("{}, column `{}`: expected {}, found `{}`", reject.place,
                                      column.name, reject.expected, reject.found));
    }
    if (whole->reject_count > kShown) {
      Report(file.span, fmt::format("{}: {} cells in all are not what is drawn from them",
                                    path.string(), whole->reject_count));
    }
    for (std::size_t i = 0; i < file.columns.size(); ++i) {
      // The columns stand behind `as_of`.
      file.columns[i].cells = std::move(whole->table.slots[i + 1]);
    }
    file.rows = whole->table.rows;
    population_.assumptions.push_back(
        fmt::format("{} has {} rows, each as likely as another", file.path, file.rows));
    population_.program.texts = std::move(whole->table.texts);
  }

 private:
  DiagnosticBuilder Report(const Span& span, const std::string& text) {
    return reporter_.Report<diag::PopulationFile>(span, text);
  }

  Result<tables::Whole> Load(const std::filesystem::path& path, const ir::PopulationFile& file) {
    const auto program = ProgramOf(file, population_.program);
    ACTA_TRY(const Engine reader,
             Engine::Make({.program = program}, sources_, EngineKind::kInterpreter));
    tables::Source source{.path = path.string(), .rejects_kept = kShown};
    for (std::size_t i = 0; i < file.columns.size(); ++i) {
      source.columns.push_back({file.columns[i].name, std::to_string(i)});
    }
    return tables::ReadWhole(source, *program, reader.act());
  }

  ir::Population& population_;
  const SourceMap& sources_;
  Reporter& reporter_;
};

}  // namespace

void ReadPopulationFiles(ir::Population& population, const std::string& folder,
                         const SourceMap& sources, Reporter& reporter) {
  for (ir::PopulationFile& file : population.files) {
    FileReader(population, sources, reporter).Read(file, folder);
  }
}

}  // namespace acta
