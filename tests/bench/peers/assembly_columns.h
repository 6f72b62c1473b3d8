// The population as a host would have it: Arrow columns in their canonical types, and the batch
// that reads them through the columnar door.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "acta/columns.h"
#include "compiler/measure/memory.h"
#include "compiler/measure/touch.h"
#include "tests/bench/peers/assembly_pool.h"

namespace acta::bench {

// Columns of the facts of a pool. With nulls, those of its open cases; else all facts are given and
// there is no bitmap of nulls.
class AssemblyColumns {
 public:
  enum class Nulls { kNone, kSome };
  AssemblyColumns(const acta_act* act, const AssemblyPool& pool, Nulls nulls);
  AssemblyColumns(const AssemblyColumns&) = delete;
  AssemblyColumns& operator=(const AssemblyColumns&) = delete;
  ~AssemblyColumns();

  [[nodiscard]] const ArrowSchema& schema() const { return schema_; }
  [[nodiscard]] const ArrowArray& array() const { return whole_; }
  // What evaluation must read, a block of that many cases at a time.
  [[nodiscard]] std::vector<measure::Stream> StreamsOf(std::size_t block) const;

 private:
  struct Buffer {
    measure::Memory memory;
    std::size_t bits_per_case;
  };
  void AddFact(const AssemblyPool& pool, unsigned fact, const char* format, Nulls nulls);
  std::byte* AddBuffer(std::size_t cases, std::size_t bits_per_case);

  ArrowSchema schema_{};
  std::int64_t all_children_ = 0;  // of the schema: what it must release
  ArrowArray whole_{};
  std::vector<Buffer> buffers_;
  std::vector<std::unique_ptr<const void*[]>> pointers_;
  std::vector<std::unique_ptr<ArrowArray>> arrays_;
  std::vector<ArrowArray*> children_;
};

}  // namespace acta::bench
