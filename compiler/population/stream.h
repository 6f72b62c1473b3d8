// Cases drawn from a population, block after block.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "compiler/blocks/arrow.h"
#include "compiler/cases/case_stream.h"
#include "compiler/ir/population.h"
#include "compiler/population/drawing.h"

namespace acta::population {

// `size` cases of the population, numbered from 0. The same population, seed and number give the
// same case.
class PopulationStream final : public cases::CaseStream {
 public:
  PopulationStream(const ir::Population& population, std::uint64_t seed, std::uint64_t size);

  [[nodiscard]] Result<std::unique_ptr<cases::CaseBlock>> Next(
      std::unique_ptr<cases::CaseBlock> recycled) override;
  [[nodiscard]] std::optional<std::uint64_t> size() const override { return size_; }
  [[nodiscard]] std::string description() const override;
  [[nodiscard]] std::uint64_t reject_count() const override { return 0; }
  [[nodiscard]] std::vector<cases::Reject> rejects() const override { return {}; }
  [[nodiscard]] cases::UnworkedByPath unworked() const override;

 private:
  class Block;

  blocks::Shape shape_;
  Plan plan_;
  std::string name_;
  std::uint64_t seed_, size_;
  std::atomic<std::uint64_t> next_ = 0;
  mutable std::mutex noting_;
  cases::UnworkedByPath unworked_;
};

}  // namespace acta::population
