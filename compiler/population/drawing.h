// What a population draws, put into a table of cases.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/blocks/table.h"
#include "compiler/cases/case_stream.h"
#include "compiler/ir/population.h"
#include "compiler/population/counter.h"
#include "compiler/population/expression.h"

namespace acta::population {

// What is worked out once for all cases: numbers of the draws, tables, the parameters of curves.
class Plan {
 public:
  // `population` must outlive the plan, and have been filled with the cells of its files.
  Plan(const ir::Population& population, std::uint64_t seed);

  struct Draw {
    Stream stream{0, 0};
    double spread = 0;                 // normal: standard deviation. lognormal: of the logarithm
    std::vector<double> keep;          // kDay: the share of a day's cell that is its own
    std::vector<std::uint32_t> other;  // and whose the rest is
    std::vector<std::uint64_t> up_to;  // options with shares: where each ends, of 2^64
  };
  [[nodiscard]] const Draw& of(const void* node) const { return draws_.at(node); }
  [[nodiscard]] const ir::Population& population() const { return population_; }
  [[nodiscard]] const Tables& tables() const { return tables_; }

 private:
  // `level`: 0, or the number of the list whose elements are drawn.
  void AddItems(const std::vector<ir::PopulationItem>& items, std::uint64_t level);
  void AddOptions(const std::vector<ir::PopulationOption>& options, std::uint64_t level);
  void AddDraw(const ir::PopulationDraw& draw, std::uint64_t level);
  Draw& Number(const void* node);

  const ir::Population& population_;
  Tables tables_;
  std::uint64_t seed_;
  std::uint64_t numbered_ = 0;
  std::uint64_t lists_ = 0;
  // By the address of a draw, or of the options it is one of.
  std::unordered_map<const void*, Draw> draws_;
};

// Draws blocks of cases; one thread at a time.
class Drawing {
 public:
  explicit Drawing(const Plan& plan)
      : plan_(plan), evaluator_(plan.population().program, plan.tables()) {}

  // The cases from table.first on, table.rows of them.
  void Fill(Table& table);

  // What could not be worked out since this was last asked, and is missing.
  [[nodiscard]] cases::UnworkedByPath TakeUnworked() { return std::exchange(unworked_, {}); }

 private:
  struct Places;
  void Options(const std::vector<ir::PopulationOption>& options, const ir::PopulationItem& item,
               const Rows& rows, const Places& places, Chunk& out);
  void Draw(const ir::PopulationDraw& draw, const ir::PopulationItem& item, const Rows& rows,
            const Places& places, Chunk& out);
  void Curve(const ir::PopulationDraw& draw, const ir::PopulationItem& item, const Rows& rows,
             const Places& places, Chunk& out);
  void List(const ir::PopulationItem& item, Table& table);
  void Settle(const std::string& path, const Rows& rows, Chunk& values);
  using Randoms = std::array<std::uint64_t, kChunk>;
  static void Fill(const Stream& stream, const Rows& rows, const Places& places, Randoms& out);
  [[nodiscard]] Chunk& Take();

  const Plan& plan_;
  Evaluator evaluator_;
  std::deque<Chunk> chunks_;
  std::size_t taken_ = 0;
  // Of draws within draws: the random numbers of each.
  std::deque<Randoms> randoms_;
  std::size_t depth_ = 0;
  cases::UnworkedByPath unworked_;
};

}  // namespace acta::population
