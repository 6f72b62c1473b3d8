// Reasons of undetermined answers as words, each distinct one kept once: "missing: starts".
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/core/outcome.h"

namespace acta::runtime::columns {

// The reasons of one answer, row after row: entries `offsets[row]` up to `offsets[row + 1]` of
// `words`.
struct ReasonColumn {
  explicit ReasonColumn(const acta_allocator& memory) : offsets(memory), words(memory) {}

  Array<std::int32_t> offsets;
  Array<std::int32_t> words;

  [[nodiscard]] bool Start() {
    offsets.Clear();
    words.Clear();
    return offsets.Push(0);
  }
  // The row's reasons are those pushed since the row before.
  [[nodiscard]] bool EndRow() {
    return words.size() <= INT32_MAX && offsets.Push(static_cast<std::int32_t>(words.size()));
  }
};

class ReasonWords {
 public:
  explicit ReasonWords(const acta_act& act)
      : act_(act),
        of_reason_(act.allocator),
        of_slot_(act.allocator),
        ends_(act.allocator),
        bytes_(act.allocator),
        places_(act.allocator) {}

  // Forgets all words.
  [[nodiscard]] bool Clear();
  // Pushes the reasons of the answer's rule. ACTA_NO_MEMORY.
  [[nodiscard]] acta_status Push(acta_outcome& outcome, std::uint32_t rule, ReasonColumn& column);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }
  [[nodiscard]] std::string_view operator[](std::uint32_t word) const {
    const std::size_t begin = word == 0 ? 0 : ends_[word - 1];
    return {bytes_.data() + begin, ends_[word] - begin};
  }
  [[nodiscard]] std::size_t byte_count() const { return bytes_.size(); }

 private:
  // The number of the word, or -1 for want of memory.
  [[nodiscard]] std::int32_t WordFor(const acta_outcome& outcome, std::uint32_t why);
  [[nodiscard]] std::int32_t Intern(std::string_view word);
  [[nodiscard]] bool Grow();

  const acta_act& act_;
  // Known already: per reason of the act, per slot of the case; -1: not yet.
  Array<std::int32_t> of_reason_, of_slot_;
  Array<std::uint32_t> ends_;
  Array<char> bytes_;
  Array<std::uint32_t> places_;  // open addressing, counted from 1
};

}  // namespace acta::runtime::columns
