// An open act: its descriptor and what is computed from it once.
#pragma once

#include <cstdint>
#include <string_view>

#include "acta/acta.h"
#include "acta/batch.h"
#include "runtime/core/descriptor.h"
#include "runtime/core/hash_index.h"
#include "runtime/core/memory.h"
#include "runtime/core/names.h"
#include "runtime/core/record_counts.h"

// Immutable once open.
struct acta_act {
  explicit acta_act(const acta_allocator& memory)
      : allocator(memory),
        names(memory),
        rule_of_group(memory),
        group_of_clause(memory),
        is_evaluated(memory),
        tied(memory),
        record_counts(memory),
        texts(memory),
        answer_head_ends(memory) {}
  ~acta_act() { acta_buffer_free(&answer_heads); }
  acta_act(const acta_act&) = delete;
  acta_act& operator=(const acta_act&) = delete;

  acta_allocator allocator;
  acta_evaluator row = nullptr;
  acta_evaluator traced = nullptr;
  // Of compiled acts that can take many cases at once (others answer columns case by case); `code`
  // is what this processor runs best.
  const acta_batch_plan* plan = nullptr;
  const acta_batch_code* code = nullptr;
  acta::runtime::Descriptor d;
  acta::runtime::NameTable names;
  acta::runtime::Array<std::uint32_t> rule_of_group;    // ACTA_NONE: no rule uses it
  acta::runtime::Array<std::uint32_t> group_of_clause;  // likewise
  acta::runtime::Array<std::uint8_t> is_evaluated;      // per rule: once per case
  acta::runtime::TiedExceptions tied;
  acta::runtime::RecordCounts record_counts;
  acta::runtime::HashIndex texts;  // constant texts, each once
  // How each answer begins as JSON: name and question are the same in every outcome.
  acta_buffer answer_heads{};
  acta::runtime::Array<std::size_t> answer_head_ends;

  [[nodiscard]] std::string_view HeadOfAnswer(std::uint32_t answer) const {
    const std::size_t begin = answer == 0 ? 0 : answer_head_ends[answer - 1];
    return {answer_heads.data + begin, answer_head_ends[answer] - begin};
  }

  // Under which a text is found, here and in cases. Strangers choose the texts of a case, but not
  // where an act lies in memory.
  [[nodiscard]] std::uint32_t HashOfText(std::string_view text) const {
    return acta::runtime::HashOf(text, reinterpret_cast<std::uintptr_t>(this));
  }
};

namespace acta::runtime {

inline acta_string ToString(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string_view FromString(acta_string text) {
  return {text.data, text.size};
}

}  // namespace acta::runtime
