// What reading cases from Parquet costs beside what DuckDB takes to read the same columns.
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "compiler/base/check.h"
#include "compiler/driver/session.h"
#include "compiler/engine/engine.h"
#include "compiler/simulate/law.h"
#include "compiler/tables/duck.h"
#include "compiler/tables/tables.h"

namespace acta {
namespace {

constexpr std::int64_t kCases = 2'000'000;

// Visits as tests/simulate/visits.acta.md has them, in a file that goes when the program ends.
class Visits {
 public:
  Visits() {
    auto duck = tables::Duck::Open();
    ACTA_CHECK(duck.has_value(), "DuckDB opens");
    const auto written = (*duck)->Run(fmt::format(
        "COPY (SELECT ['lunch', 'dinner', 'party'][1 + (hash(i) % 3)::INT] AS kind, "
        "DATE '2021-01-01' + (hash(i + 1) % 365)::INT AS visit, "
        "DATE '2020-12-25' + (hash(i + 2) % 365)::INT AS told, "
        "CASE WHEN hash(i + 3) % 10 < 7 THEN NULL ELSE 1 + (hash(i + 3) % 100)::INT END AS gift, "
        "hash(i + 4) % 2 = 0 AS cheerful FROM range({}) AS r(i)) TO {} (FORMAT parquet)",
        kCases, tables::Quoted(path_)));
    ACTA_CHECK(written.has_value(), "the file can be written");
  }
  Visits(const Visits&) = delete;
  Visits& operator=(const Visits&) = delete;
  ~Visits() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_ = std::filesystem::temp_directory_path() /
                      fmt::format("acta_bench_visits_{}.parquet", ::getpid());
};

const std::string& File() {
  static const Visits visits;
  return visits.path();
}

struct Ready {
  std::unique_ptr<Session> session = LoadAct("tests/simulate/visits.acta.md", {});
  std::unique_ptr<simulate::Law> law = *simulate::Law::Make(session->graph, session->sources, {});
};
const Ready& Visited() {
  static const Ready ready;
  return ready;
}

void Rate(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * kCases);
}

// Every chunk fetched, no cell looked at.
void DuckReadsParquet(benchmark::State& state) {
  const std::string& path = File();
  for (auto _ : state) {
    auto duck = *tables::Duck::Open();
    auto rows = *tables::Rows::Query(*duck, "SELECT * FROM " + tables::Quoted(path));
    std::uint64_t seen = 0;
    while (duckdb_data_chunk chunk = rows->Next()) {
      seen += duckdb_data_chunk_get_size(chunk);
      duckdb_destroy_data_chunk(&chunk);
    }
    ACTA_CHECK(seen == kCases, "all rows were read");
  }
  Rate(state);
}
BENCHMARK(DuckReadsParquet)->Unit(benchmark::kMillisecond)->UseRealTime();

// The same as cases in columns, taken by so many threads as a simulation takes them. The goal
// is 1.5 times DuckReadsParquet.
void CasesFromParquet(benchmark::State& state) {
  const Ready& ready = Visited();
  const std::string& path = File();
  for (auto _ : state) {
    const auto stream = *tables::Open({.path = path}, ready.law->program(), ready.law->act());
    const auto take = [&] {
      std::unique_ptr<cases::CaseBlock> block;
      while ((block = *stream->Next(std::move(block))) != nullptr) {
      }
    };
    {
      std::vector<std::jthread> crew;
      for (std::int64_t i = 1; i < state.range(0); ++i) {
        crew.emplace_back(take);
      }
      take();
    }
    ACTA_CHECK(stream->reject_count() == 0, "every cell is a value");
  }
  Rate(state);
}
BENCHMARK(CasesFromParquet)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

// And answered, by one thread.
void AnswersFromParquet(benchmark::State& state) {
  const Ready& ready = Visited();
  const std::string& path = File();
  for (auto _ : state) {
    const auto stream = *tables::Open({.path = path}, ready.law->program(), ready.law->act());
    const auto runner = *simulate::Runner::Make(*ready.law, ready.law->program(), {}, {});
    std::unique_ptr<cases::CaseBlock> block;
    while ((block = *stream->Next(std::move(block))) != nullptr) {
      ACTA_CHECK(runner->Run(*block).has_value(), "the cases are sound");
    }
  }
  Rate(state);
}
BENCHMARK(AnswersFromParquet)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace acta
