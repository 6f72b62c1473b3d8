#include "compiler/population/stream.h"

#include <algorithm>

namespace acta::population {

namespace {

// Small enough for a block's columns to stay in a near cache, whatever the number of cases.
constexpr std::uint64_t kBlock = 4096;

// The slots that are drawn. Of an entity its fields have items of their own.
std::vector<bool> Given(const ir::Population& population) {
  std::vector<bool> given(population.program.slot_count, false);
  for (const ir::PopulationItem& item : population.items) {
    given[item.slot] = true;
  }
  return given;
}

}  // namespace

class PopulationStream::Block final : public cases::CaseBlock {
 public:
  explicit Block(const PopulationStream& stream) : shape_(stream.shape_), drawing_(stream.plan_) {}

  void Fill(std::uint64_t first, std::size_t rows) {
    table_.first = first;
    table_.rows = rows;
    drawing_.Fill(table_);
    columns_.Fill(shape_, table_);
  }

  [[nodiscard]] cases::UnworkedByPath TakeUnworked() { return drawing_.TakeUnworked(); }

  [[nodiscard]] std::uint64_t first() const override { return table_.first; }
  [[nodiscard]] const ArrowSchema& schema() const override { return shape_.schema(); }
  [[nodiscard]] const ArrowArray& array() const override { return columns_.array(); }

 private:
  const blocks::Shape& shape_;
  Drawing drawing_;
  Table table_;
  blocks::Columns columns_;
};

PopulationStream::PopulationStream(const ir::Population& population, std::uint64_t seed,
                                   std::uint64_t size)
    : shape_(population.program, Given(population)),
      plan_(population, seed),
      name_(population.name),
      seed_(seed),
      size_(size) {
}

Result<std::unique_ptr<cases::CaseBlock>> PopulationStream::Next(
    std::unique_ptr<cases::CaseBlock> recycled) {
  const std::uint64_t first = next_.fetch_add(kBlock);
  if (first >= size_) {
    return nullptr;
  }
  auto* const old = dynamic_cast<Block*>(recycled.get());
  std::unique_ptr<Block> block;
  if (old != nullptr) {
    recycled.release();
    block.reset(old);
  } else {
    block = std::make_unique<Block>(*this);
  }
  block->Fill(first, static_cast<std::size_t>(std::min(kBlock, size_ - first)));
  if (const cases::UnworkedByPath more = block->TakeUnworked(); !more.empty()) {
    const std::lock_guard lock(noting_);
    for (const auto& [path, values] : more) {
      unworked_[path].Add(values);
    }
  }
  return block;
}

cases::UnworkedByPath PopulationStream::unworked() const {
  const std::lock_guard lock(noting_);
  return unworked_;
}

std::string PopulationStream::description() const {
  return fmt::format("population {}, seed {}", name_, seed_);
}

}  // namespace acta::population
