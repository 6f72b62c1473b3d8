#include "compiler/measure/answers.h"

#include <cstring>
#include <limits>

namespace acta::measure {

namespace {

using ir::Kind;

constexpr std::size_t kTile = 64;

// As acta/columns.h says of acta_batch_output.
std::uint32_t WidthOf(const ir::Program& program, const ir::Type& type) {
  switch (type.kind) {
    case Kind::kBoolean:
      return 0;
    case Kind::kEnum: {
      const std::size_t members = program.enums[type.enumeration].members.size();
      return members <= INT8_MAX ? 1 : members <= INT16_MAX ? 2 : 4;
    }
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kText:
      return 4;
    case Kind::kInteger:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDateTime:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
    case Kind::kPeriodOfDates:
    case Kind::kPeriodOfTimes:
    case Kind::kSet:
    case Kind::kEntity:
    case Kind::kList:
      return 8;
  }
  return 8;
}

bool BitAt(const std::uint64_t* words, std::size_t row) {
  return (words[row / kTile] >> row % kTile & 1) != 0;
}

template <class T>
std::int64_t ValueAt(const void* values, std::size_t row) {
  return static_cast<const T*>(values)[row];
}

}  // namespace

// A buffer of so many bits a case, whole tiles of them; its index.
std::size_t AnswerColumns::Reserve(std::size_t bits_per_case) {
  const std::size_t rows = (cases_ + kTile - 1) / kTile * kTile;
  buffers_.push_back({.offset = size_, .bytes = rows * bits_per_case / 8});
  bytes_ += buffers_.back().bytes;
  size_ += BlocksOf(cases_) * ShareOf(buffers_.back().bytes, BlocksOf(cases_));
  return buffers_.size() - 1;
}

AnswerColumns::AnswerColumns(const ir::Program& program, std::size_t cases, Clauses clauses)
    : cases_(cases) {
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  struct Places {
    std::size_t values, known, absent;
  };
  std::vector<Places> places;
  for (const ir::Answer& answer : program.answers) {
    const ir::Type& type = program.types[program.rules[answer.rule].type];
    widths_.push_back(WidthOf(program, type));
    const std::size_t values = Reserve(widths_.back() == 0 ? 1 : widths_.back() * 8);
    const std::size_t known = Reserve(1);
    places.push_back({values, known, type.optional ? Reserve(1) : kNone});
  }
  buffers_of_answers_ = buffers_.size();
  const std::size_t bytes_of_answers = bytes_;
  for (std::size_t i = 0; clauses == Clauses::kYes && i < program.clauses.size(); ++i) {
    places.push_back({Reserve(1), kNone, kNone});
  }
  bytes_ = bytes_of_answers;
  memory_ = Memory(size_ == 0 ? 1 : size_);
  const auto at = [&](std::size_t buffer) {
    return buffer == kNone ? nullptr : memory_.data() + buffers_[buffer].offset;
  };
  for (const Places& of : places) {
    outputs_.push_back({.values = at(of.values),
                        .known = reinterpret_cast<std::uint64_t*>(at(of.known)),
                        .absent = reinterpret_cast<std::uint64_t*>(at(of.absent))});
  }
}

AnswerColumns::Found AnswerColumns::At(std::size_t answer, std::size_t row) const {
  const acta_batch_output& output = outputs_[answer];
  if (output.absent != nullptr && BitAt(output.absent, row)) {
    return {.state = ACTA_IS_ABSENT, .payload = ACTA_ABSENT};
  }
  if (!BitAt(output.known, row)) {
    return {};
  }
  const auto payload = [&]() -> std::int64_t {
    switch (widths_[answer]) {
      case 0:
        return BitAt(static_cast<const std::uint64_t*>(output.values), row) ? 1 : 0;
      case 1:
        return ValueAt<std::int8_t>(output.values, row);
      case 2:
        return ValueAt<std::int16_t>(output.values, row);
      case 4:
        return ValueAt<std::int32_t>(output.values, row);
      default:
        return ValueAt<std::int64_t>(output.values, row);
    }
  };
  return {.state = ACTA_KNOWN, .payload = payload()};
}

void AnswerColumns::AddStreams(std::vector<Stream>& to) const {
  for (const Buffer& buffer : std::span(buffers_).first(buffers_of_answers_)) {
    to.push_back({memory_.data() + buffer.offset, ShareOf(buffer.bytes, BlocksOf(cases_))});
  }
}

}  // namespace acta::measure
