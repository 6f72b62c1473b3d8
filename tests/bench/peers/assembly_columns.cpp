#include "tests/bench/peers/assembly_columns.h"

#include <cstring>
#include <string_view>

#include "compiler/base/check.h"

namespace acta::bench {

namespace {

std::int64_t ValueOf(const Assembly& facts, unsigned fact) {
  switch (fact) {
#define ACTA_FACT(sort, name) \
  case Fact::name:            \
    return facts.name;
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
    default:
      return 0;
  }
}

constexpr const char* kNames[] = {
#define ACTA_FACT(sort, name) #name,
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
};

void Keep(ArrowArray* array) {
  array->release = nullptr;
}

std::size_t BitsOf(std::string_view format) {
  return format == "b" ? 1 : format == "c" ? 8 : format == "s" ? 16 : format == "l" ? 64 : 32;
}

void SetBit(std::byte* bits, std::size_t at) {
  bits[at / 8] |= std::byte{1} << at % 8;
}

}  // namespace

std::byte* AssemblyColumns::AddBuffer(std::size_t cases, std::size_t bits_per_case) {
  buffers_.push_back({measure::Memory(cases * bits_per_case / 8), bits_per_case});
  return buffers_.back().memory.data();
}

void AssemblyColumns::AddFact(const AssemblyPool& pool, unsigned fact, const char* format,
                              Nulls nulls) {
  const std::size_t cases = pool.size();
  const std::size_t bits = BitsOf(format);
  std::byte* const validity = nulls == Nulls::kSome ? AddBuffer(cases, 1) : nullptr;
  std::byte* const values = AddBuffer(cases, bits);
  for (std::size_t i = 0; i < cases; ++i) {
    const std::int64_t value =
        ValueOf(nulls == Nulls::kSome ? pool.open()[i].facts : pool.given()[i], fact);
    if (bits == 1) {
      if (value != 0) {
        SetBit(values, i);
      }
    } else {
      std::memcpy(values + i * bits / 8, &value, bits / 8);
    }
    if (validity != nullptr && (pool.open()[i].given >> fact & 1) != 0) {
      SetBit(validity, i);
    }
  }
  pointers_.push_back(std::make_unique<const void*[]>(2));
  pointers_.back()[0] = validity;
  pointers_.back()[1] = values;
  arrays_.push_back(std::make_unique<ArrowArray>());
  ArrowArray& array = *arrays_.back();
  array.length = static_cast<std::int64_t>(cases);
  array.null_count = validity == nullptr ? 0 : -1;
  array.n_buffers = 2;
  array.buffers = pointers_.back().get();
  array.release = Keep;
  children_.push_back(&array);
}

AssemblyColumns::AssemblyColumns(const acta_act* act, const AssemblyPool& pool, Nulls nulls) {
  ACTA_CHECK(acta_batch_input_schema(act, &schema_) == ACTA_OK, "the act has columns");
  // Facts that the pool has none of are left out.
  std::int64_t kept = 0;
  for (std::int64_t i = 0; i < schema_.n_children; ++i) {
    for (unsigned fact = 0; fact < Fact::kCount; ++fact) {
      if (std::string_view(kNames[fact]) == schema_.children[i]->name) {
        std::swap(schema_.children[kept++], schema_.children[i]);
        AddFact(pool, fact, schema_.children[kept - 1]->format, nulls);
        break;
      }
    }
  }
  ACTA_CHECK(kept == Fact::kCount, "assembly_facts.def lists the facts of the act");
  all_children_ = schema_.n_children;
  schema_.n_children = kept;
  pointers_.push_back(std::make_unique<const void*[]>(1));
  pointers_.back()[0] = nullptr;
  whole_.length = static_cast<std::int64_t>(pool.size());
  whole_.n_buffers = 1;
  whole_.buffers = pointers_.back().get();
  whole_.n_children = kept;
  whole_.children = children_.data();
  whole_.release = Keep;
}

AssemblyColumns::~AssemblyColumns() {
  schema_.n_children = all_children_;
  schema_.release(&schema_);
}

std::vector<measure::Stream> AssemblyColumns::StreamsOf(std::size_t block) const {
  std::vector<measure::Stream> streams;
  for (const Buffer& buffer : buffers_) {
    streams.push_back({buffer.memory.data(), block * buffer.bits_per_case / 8});
  }
  return streams;
}

}  // namespace acta::bench
