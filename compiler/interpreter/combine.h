// How values combine when some are undetermined: conditions, choices, folds, and clauses with their
// exceptions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "compiler/interpreter/interpreter.h"

namespace acta::interpreter {

[[nodiscard]] Value Known(std::int64_t payload);
[[nodiscard]] Value Undetermined(const Why& why);
[[nodiscard]] Value Undetermined(Reasons reasons);
[[nodiscard]] bool IsYes(const Value& condition);
[[nodiscard]] bool IsNo(const Value& condition);
[[nodiscard]] Reasons UnionOf(std::span<const Value> values);

// ---- semantics.md, "Operators"
// ---------------------------------------------------------------------------------

[[nodiscard]] Value Not(const Value& condition);
[[nodiscard]] Value And(std::span<const Value> conditions);
[[nodiscard]] Value Or(std::span<const Value> conditions);
// Of the branches the one at `chosen`, when the selector is known.
[[nodiscard]] Value Choose(const Value& selector, std::size_t chosen,
                           std::span<const Value> branches);
[[nodiscard]] Value SetOf(std::span<const Value> conditions);

// Of each element its body, or its condition and value.
using Elements = std::vector<std::vector<Value>>;
[[nodiscard]] Value AtLeast(std::int64_t k, const Elements& elements);
[[nodiscard]] Value Count(const Elements& elements);
[[nodiscard]] Value Sum(const Elements& elements, const Why& overflow);
// The value that comes before all others; absent when there is none.
[[nodiscard]] Value Extreme(const Elements& elements,
                            const std::function<bool(std::int64_t, std::int64_t)>& before);

// ---- semantics.md, "Rules and exceptions"
// ----------------------------------------------------------------------

// A clause, or an exception, or what several of them come to. When it does not apply nobody looks
// at its value.
struct Alternative {
  Value applies;
  Value value;
};

[[nodiscard]] Alternative Level(std::span<const Alternative> alternatives, const Why& conflict);
[[nodiscard]] Alternative Override(const Alternative& exception, const Alternative& base);
[[nodiscard]] Value RuleValue(const Alternative& root, const std::optional<Value>& otherwise,
                              const Why& uncovered);

}  // namespace acta::interpreter
