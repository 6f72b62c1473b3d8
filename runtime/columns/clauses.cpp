#include "runtime/columns/clauses.h"

#include <cstring>

#include "runtime/columns/answers.h"

namespace acta::runtime::columns {

bool ClauseColumns::Prepare(std::size_t count) {
  return columns_.Resize(count, {}) && wanted_.Resize(count, {}) && lines_.Resize(count, {});
}

void ClauseColumns::Start(const acta_batch_plan* plan) {
  first_ = 0;
  taken_ = 0;
  placed_ = 0;
  std::size_t behind = columns_.size();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::uint32_t place = plan == nullptr ? ACTA_NO_PLACE : plan->clauses[i];
    const bool is_placed = place != ACTA_NO_PLACE && columns_[i].holds != nullptr;
    wanted_[is_placed ? placed_++ : --behind] = {place, columns_[i]};
  }
}

void ClauseColumns::Take(const unsigned char* scratch, std::uint64_t accepted, std::size_t tile) {
  if (taken_ == kTiles) {
    Write();
  }
  first_ = taken_ == 0 ? tile : first_;
  accepted_.words[taken_] = accepted;
  for (std::size_t i = 0; i < placed_; ++i) {
    lines_[i].words[taken_] = WordIn(scratch, wanted_[i].place) & accepted;
  }
  ++taken_;
}

void ClauseColumns::Retract(std::size_t row) {
  if (taken_ > 0) {
    accepted_.words[taken_ - 1] &= ~(std::uint64_t{1} << row % ACTA_TILE);
  }
}

void ClauseColumns::Write() {
  for (std::size_t i = 0; i < placed_; ++i) {
    std::uint64_t* const holds = wanted_[i].to.holds + first_;
    if (taken_ == kTiles) {
      std::memcpy(holds, lines_[i].words, sizeof(Line));
    } else {
      std::memcpy(holds, lines_[i].words, taken_ * sizeof *holds);
    }
  }
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const ClauseColumn& to = wanted_[i].to;
    if (i >= placed_ && to.holds != nullptr) {
      std::memset(to.holds + first_, 0, taken_ * sizeof *to.holds);
    }
    for (std::size_t t = 0; to.known != nullptr && t < taken_; ++t) {
      to.known[first_ + t] = wanted_[i].place != ACTA_NO_PLACE ? accepted_.words[t] : 0;
    }
  }
  taken_ = 0;
}

}  // namespace acta::runtime::columns
