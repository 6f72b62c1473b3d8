// Random cases for a program, laid out as evaluators expect them.
#include <vector>

#include "acta/evaluator.h"
#include "compiler/ir/builder.h"
#include "tests/differential/generator.h"
#include "tests/differential/random.h"

namespace acta::differential {

namespace {

using ir::Kind;

class CaseWriter {
 public:
  CaseWriter(const ir::Program& program, std::vector<std::int64_t> slots, Random random)
      : program_(program), slots_(std::move(slots)), random_(random) {}

  void Fill() {
    // Some cases know everything, some nearly nothing.
    missing_ = random_.Pick(std::vector<unsigned>{0, 3, 10, 10, 25, 60});
    slots_.assign(program_.slot_count, ACTA_MISSING);
    for (const ir::FactField& fact : program_.facts) {
      FillField(fact.offset, program_.types[fact.type]);
    }
    for (const ir::Reading& reading : program_.readings) {
      if (!random_.Chance(std::max(missing_, 30U))) {
        slots_[reading.slot] = ReadingOf(reading);
      }
    }
  }

  // Fills one of the gaps, if there is one.
  void FillGap() {
    for (const ir::FactField& fact : program_.facts) {
      FindGaps(fact.offset, program_.types[fact.type]);
    }
    for (const ir::Reading& reading : program_.readings) {
      if (slots_[reading.slot] == ACTA_MISSING) {
        gaps_.push_back({reading.slot, nullptr, &reading});
      }
    }
    if (gaps_.empty()) {
      return;
    }
    const Gap gap = random_.Pick(gaps_);
    if (gap.reading != nullptr) {
      slots_[gap.slot] = ReadingOf(*gap.reading);
      return;
    }
    // What is filled in may itself have gaps, but is no longer missing.
    missing_ = 20;
    FillKnown(gap.slot, *gap.type);
  }

  [[nodiscard]] std::vector<std::int64_t> Take() && { return std::move(slots_); }

 private:
  struct Gap {
    std::size_t slot;
    const ir::Type* type;
    const ir::Reading* reading;
  };

  std::int64_t ReadingOf(const ir::Reading& reading) {
    return static_cast<std::int64_t>(
        random_.Below(program_.enums[reading.alternatives].members.size()));
  }

  void FillField(std::size_t slot, const ir::Type& type) {
    const bool in_place = type.kind == Kind::kEntity && !type.optional;
    if (in_place || !random_.Chance(missing_)) {
      FillKnown(slot, type);
    }
  }

  void FillFields(std::size_t base, const ir::Entity& entity) {
    for (const ir::FactField& field : entity.fields) {
      FillField(base + field.offset, program_.types[field.type]);
    }
  }

  void FillKnown(std::size_t slot, const ir::Type& type) {
    if (type.kind == Kind::kList) {
      slots_[slot] = FillList(type);
      return;
    }
    if (type.kind != Kind::kEntity) {
      slots_[slot] = RandomPayload(program_, type, random_);
      return;
    }
    const ir::Entity& entity = program_.entities[type.entity];
    if (!type.optional) {
      FillFields(slot, entity);
    } else if (random_.Chance(30)) {
      slots_[slot] = ACTA_ABSENT;
    } else {
      slots_[slot] = static_cast<std::int64_t>(slot) + 1;
      FillFields(slot + 1, entity);
    }
  }

  std::int64_t FillList(const ir::Type& type) {
    const ir::Type& element = program_.types[type.element];
    const std::size_t width = ir::WidthOf(program_, type.element);
    std::size_t length = random_.Below(type.at_most + 1);
    if (random_.Chance(40)) {
      length = random_.Chance(50) ? 0 : type.at_most;
    }
    const std::size_t base = slots_.size();
    slots_.resize(base + length * width, ACTA_MISSING);
    for (std::size_t i = 0; i < length; ++i) {
      FillField(base + i * width, element);
    }
    return static_cast<std::int64_t>(base << 32 | length);
  }

  void FindGaps(std::size_t slot, const ir::Type& type) {
    const bool in_place = type.kind == Kind::kEntity && !type.optional;
    if (!in_place && slots_[slot] == ACTA_MISSING) {
      gaps_.push_back({slot, &type, nullptr});
      return;
    }
    if (in_place || (type.kind == Kind::kEntity && slots_[slot] != ACTA_ABSENT)) {
      const std::size_t base = in_place ? slot : static_cast<std::size_t>(slots_[slot]);
      for (const ir::FactField& field : program_.entities[type.entity].fields) {
        FindGaps(base + field.offset, program_.types[field.type]);
      }
    }
    if (type.kind == Kind::kList) {
      const auto base = static_cast<std::size_t>(slots_[slot] >> 32);
      const auto length = static_cast<std::size_t>(slots_[slot] & 0xffffffff);
      const std::size_t width = ir::WidthOf(program_, type.element);
      for (std::size_t i = 0; i < length; ++i) {
        FindGaps(base + i * width, program_.types[type.element]);
      }
    }
  }

  const ir::Program& program_;
  std::vector<std::int64_t> slots_;
  Random random_;
  unsigned missing_ = 0;
  std::vector<Gap> gaps_;
};

}  // namespace

std::vector<std::int64_t> GenerateCase(const ir::Program& program, std::uint64_t seed) {
  CaseWriter writer(program, {}, Random(seed));
  writer.Fill();
  return std::move(writer).Take();
}

std::vector<std::int64_t> FillOneGap(const ir::Program& program, std::vector<std::int64_t> slots,
                                     std::uint64_t seed) {
  CaseWriter writer(program, std::move(slots), Random(seed));
  writer.FillGap();
  return std::move(writer).Take();
}

}  // namespace acta::differential
