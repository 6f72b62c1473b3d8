#include "compiler/driver/population.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <tuple>
#include <utility>
#include <vector>

#include "compiler/base/edit_distance.h"
#include "compiler/base/file.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/driver/population_files.h"
#include "compiler/population/stream.h"
#include "compiler/report/numbers.h"
#include "compiler/semantics/populations.h"
#include "compiler/simulate/cells.h"
#include "compiler/syntax/parser.h"

namespace acta {
namespace {

// A population where it is declared.
struct Declared {
  const ast::Document* document;
  const ast::Population* population;
};

std::optional<Declared> Choose(const std::vector<Declared>& declared, const std::string& name,
                               const std::string& where, Reporter& reporter) {
  std::vector<std::string> names;
  for (const Declared& one : declared) {
    names.push_back(one.population->name.text);
    if (names.back() == name || (name.empty() && declared.size() == 1)) {
      return one;
    }
  }
  auto diagnostic = reporter.Report<diag::PopulationOf>(
      Span{}, name.empty() ? fmt::format("to take: {} declares {}", where, declared.size())
                           : fmt::format("`{}` in {}", name, where));
  if (const auto close = ClosestName(name, names)) {
    diagnostic.Help(fmt::format("did you mean `{}`?", *close));
  } else if (!names.empty()) {
    diagnostic.Help(fmt::format("there is `{}`", fmt::join(names, "`, `")));
  }
  return std::nullopt;
}

bool IsFile(const std::string& named) {
  const std::string path = SplitName(named).first;
  return path.ends_with(".acta.md") || path.ends_with(".acta");
}

// Why the act does not take a case that was drawn, if it does not.
std::optional<std::string> RefusalOf(const Engine& engine, const std::string& json) {
  const CaseHandle facts = engine.NewCase();
  auto detail = Sized<acta_detail>();
  if (acta_case_read_json(facts.get(), json.data(), json.size(), &detail) == ACTA_OK) {
    return std::nullopt;
  }
  return detail.message;
}

}  // namespace

std::optional<ir::Population> LoadPopulation(const std::string& named, Session& session) {
  const std::vector<ast::Document>& law = session.documents;
  std::vector<ast::Document> files;
  std::vector<Declared> declared;
  std::string name = named;
  std::string where = "the act";
  const auto add = [&](const ast::Document& document) {
    for (const ast::Population* population : PopulationsIn(document)) {
      declared.push_back({&document, population});
    }
  };
  if (IsFile(named)) {
    std::tie(where, name) = SplitName(named);
    auto text = ReadFile(where);
    if (!text) {
      session.reporter.Report<diag::CannotReadFile>(Span{}, text.error().message);
      return std::nullopt;
    }
    const SourceId source = session.sources.Add(where, *std::move(text));
    files.push_back(Parse(session.sources, source, session.reporter));
    if (session.reporter.HasErrors()) {
      return std::nullopt;
    }
    add(files.front());
  } else {
    for (const ast::Document& document : law) {
      add(document);
    }
  }
  const std::optional<Declared> chosen = Choose(declared, name, where, session.reporter);
  if (!chosen) {
    return std::nullopt;
  }
  return ReadPopulation(law, *chosen->document, *chosen->population, session);
}

std::optional<ir::Population> ReadPopulation(std::span<const ast::Document> law,
                                             const ast::Document& written,
                                             const ast::Population& population, Session& session) {
  std::optional<ir::Population> made =
      CheckPopulation(law, written, population, session.sources, session.reporter);
  if (!made) {
    return std::nullopt;
  }
  const std::size_t errors = session.reporter.error_count();
  const std::filesystem::path path(session.sources[written.source].path());
  ReadPopulationFiles(*made, path.parent_path().string(), session.sources, session.reporter);
  return session.reporter.error_count() > errors ? std::nullopt : std::move(made);
}

std::vector<AskedFile> TablesOf(const ir::Population& population, const SourceMap& sources) {
  std::vector<AskedFile> tables;
  for (const ir::PopulationFile& file : population.files) {
    const std::filesystem::path written(sources[file.span.source].path());
    tables.push_back({"a table of the population", (written.parent_path() / file.path).string()});
  }
  return tables;
}

Exit ExitWithoutPopulation(const Session& session) {
  // One that is there and of another law is reported at its place.
  const bool is_misnamed =
      std::ranges::any_of(session.reporter.diagnostics(), [](const Diagnostic& one) {
        return one.code == diag::PopulationOf::code && !one.span.valid();
      });
  return is_misnamed ? Exit::kUsage : Exit::kLawOrCase;
}

Exit Draw(const DrawOptions& options) {
  const std::unique_ptr<Session> session = LoadAct(options.act, LoadingOf(options.common));
  std::optional<ir::Population> population;
  if (session->ok()) {
    // The act's own warnings are for who writes the act.
    session->reporter = Reporter();
    population = LoadPopulation(options.population, *session);
  }
  PrintDiagnostics(*session, options.common, Show::kAll);
  if (!population) {
    return ExitWithoutPopulation(*session);
  }
  const Result<Engine> engine =
      Engine::Make(session->graph, session->sources, EngineKind::kInterpreter);
  if (!engine) {
    fmt::print(stderr, "error[A9001]: {}\n", engine.error().message);
    return Exit::kOurFailure;
  }
  population::PopulationStream stream(*population, options.seed, options.size);
  std::unique_ptr<cases::CaseBlock> block;
  constexpr std::uint64_t kMostShown = 10;
  std::uint64_t refused = 0;
  while (true) {
    auto next = stream.Next(std::move(block));
    if (!next || *next == nullptr) {
      break;
    }
    block = *std::move(next);
    for (std::int64_t row = 0; row < block->array().length; ++row) {
      const std::vector<simulate::Cell> cells =
          simulate::CellsOf(block->schema(), block->array(), static_cast<std::size_t>(row));
      const CaseHandle facts = engine->NewCase();
      simulate::Put(cells, *facts);
      const std::string json = simulate::JsonOf(cells, [&](const simulate::Cell&) {
        return simulate::Holder{engine->act(), facts.get()};
      });
      fmt::print("{}\n", json);
      const std::optional<std::string> refusal = RefusalOf(*engine, json);
      if (refusal && ++refused <= kMostShown) {
        fmt::print(stderr, "case {}: {}\n", block->first() + static_cast<std::uint64_t>(row) + 1,
                   *refusal);
      }
    }
  }
  if (refused > 0) {
    fmt::print(stderr,
               "{} with a value that the act does not take: a law that reads it rejects {}\n",
               report::Cases(refused), refused == 1 ? "it" : "them");
  }
  for (const auto& [path, values] : stream.unworked()) {
    fmt::print(
        stderr, "{}\n",
        report::InWords({.fact = path, .values = values.values, .first_case = values.first + 1}));
  }
  return refused > 0 ? Exit::kLawOrCase : Exit::kFine;
}

}  // namespace acta
