#include "runtime/columns/clauses.h"

#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "runtime/columns/answers.h"

namespace acta::runtime::columns {
namespace {

// A whole line of the cache, past the cache where it can be: nobody reads these columns soon, and
// what is not read first is not brought in to be overwritten.
void StreamLine(std::uint64_t* to, const std::uint64_t* from) {
#if defined(__SSE2__)
  if (reinterpret_cast<std::uintptr_t>(to) % 16 == 0) {
    auto* const lines = reinterpret_cast<__m128i*>(to);
    for (int i = 0; i < 4; ++i) {
      _mm_stream_si128(lines + i, _mm_loadu_si128(reinterpret_cast<const __m128i*>(from) + i));
    }
    return;
  }
#endif
  std::memcpy(to, from, 64);
}

void EndStream() {
#if defined(__SSE2__)
  _mm_sfence();
#endif
}

}  // namespace

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
  const bool is_whole = taken_ == kTiles;
  const auto write = [&](std::uint64_t* column, const Line& line) {
    if (is_whole) {
      StreamLine(column + first_, line.words);
    } else {
      std::memcpy(column + first_, line.words, taken_ * sizeof *column);
    }
  };
  for (std::size_t i = 0; i < placed_; ++i) {
    write(wanted_[i].to.holds, lines_[i]);
  }
  const Line nothing{};
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const ClauseColumn& to = wanted_[i].to;
    if (i >= placed_ && to.holds != nullptr) {
      write(to.holds, nothing);
    }
    if (to.known != nullptr) {
      write(to.known, wanted_[i].place != ACTA_NO_PLACE ? accepted_ : nothing);
    }
  }
  EndStream();
  taken_ = 0;
}

}  // namespace acta::runtime::columns
