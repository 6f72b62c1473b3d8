#include "compiler/interpreter/combine.h"

#include <algorithm>
#include <array>
#include <utility>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/base/int128.h"
#include "compiler/interpreter/numbers.h"

namespace acta::interpreter {

namespace {

// Whether all are known and the same.
bool Agree(std::span<const Value> values) {
  return std::ranges::all_of(values, [&](const Value& value) {
    return value.known() && value.payload == values[0].payload;
  });
}

}  // namespace

Value Known(std::int64_t payload) {
  return {.payload = payload};
}

Value Undetermined(const Why& why) {
  return {.reasons = {why}};
}

Value Undetermined(Reasons reasons) {
  ACTA_CHECK(!reasons.empty(), "what is undetermined has a reason");
  return {.reasons = std::move(reasons)};
}

bool IsYes(const Value& condition) {
  return condition.known() && condition.payload != 0;
}

bool IsNo(const Value& condition) {
  return condition.known() && condition.payload == 0;
}

Reasons UnionOf(std::span<const Value> values) {
  Reasons reasons;
  for (const Value& value : values) {
    reasons.Add(value.reasons);
  }
  return reasons;
}

// ---- operators
// -------------------------------------------------------------------------------------------------

Value Not(const Value& condition) {
  return condition.known() ? Known(condition.payload == 0 ? 1 : 0)
                           : Undetermined(condition.reasons);
}

Value And(std::span<const Value> conditions) {
  if (std::ranges::any_of(conditions, IsNo)) {
    return Known(0);
  }
  if (std::ranges::all_of(conditions, IsYes)) {
    return Known(1);
  }
  return Undetermined(UnionOf(conditions));
}

Value Or(std::span<const Value> conditions) {
  if (std::ranges::any_of(conditions, IsYes)) {
    return Known(1);
  }
  if (std::ranges::all_of(conditions, IsNo)) {
    return Known(0);
  }
  return Undetermined(UnionOf(conditions));
}

Value Choose(const Value& selector, std::size_t chosen, std::span<const Value> branches) {
  if (selector.known()) {
    ACTA_CHECK(chosen < branches.size(), "an ordinal is one of its enum");
    return branches[chosen];
  }
  if (Agree(branches)) {
    return branches[0];
  }
  Reasons reasons = UnionOf(branches);
  reasons.Add(selector.reasons);
  return Undetermined(std::move(reasons));
}

Value SetOf(std::span<const Value> conditions) {
  std::uint64_t mask = 0;
  for (std::size_t ordinal = 0; ordinal < conditions.size(); ++ordinal) {
    if (IsYes(conditions[ordinal])) {
      mask |= std::uint64_t{1} << ordinal;
    }
  }
  return {.payload = static_cast<std::int64_t>(mask), .reasons = UnionOf(conditions)};
}

// ---- folds
// -----------------------------------------------------------------------------------------------------

Value AtLeast(std::int64_t k, const Elements& elements) {
  std::int64_t yes = 0;
  std::int64_t undetermined = 0;
  Reasons reasons;
  for (const std::vector<Value>& element : elements) {
    const Value& body = element[0];
    yes += IsYes(body) ? 1 : 0;
    undetermined += body.known() ? 0 : 1;
    reasons.Add(body.reasons);
  }
  if (yes >= k) {
    return Known(1);
  }
  if (yes + undetermined < k) {
    return Known(0);
  }
  return Undetermined(std::move(reasons));
}

Value Count(const Elements& elements) {
  std::int64_t yes = 0;
  Reasons reasons;
  for (const std::vector<Value>& element : elements) {
    yes += IsYes(element[0]) ? 1 : 0;
    reasons.Add(element[0].reasons);
  }
  return reasons.empty() ? Known(yes) : Undetermined(std::move(reasons));
}

namespace {

// What Sum, Earliest and Latest are taken over: the values whose condition is yes, or why they
// cannot be taken.
struct Selected {
  std::vector<std::int64_t> payloads;
  Reasons reasons;
};

Selected Select(const Elements& elements) {
  Selected selected;
  for (const std::vector<Value>& element : elements) {
    if (IsNo(element[0])) {
      continue;
    }
    selected.payloads.push_back(element[1].payload);
    selected.reasons.Add(UnionOf(element));
  }
  return selected;
}

}  // namespace

Value Sum(const Elements& elements, const Why& overflow) {
  Selected selected = Select(elements);
  if (!selected.reasons.empty()) {
    return Undetermined(std::move(selected.reasons));
  }
  Int128 exact = 0;
  for (const std::int64_t payload : selected.payloads) {
    exact += payload;
  }
  const std::optional<std::int64_t> total = AsPayload(exact);
  return total ? Known(*total) : Undetermined(overflow);
}

Value Extreme(const Elements& elements,
              const std::function<bool(std::int64_t, std::int64_t)>& before) {
  Selected selected = Select(elements);
  if (!selected.reasons.empty()) {
    return Undetermined(std::move(selected.reasons));
  }
  const auto first = std::ranges::min_element(selected.payloads, before);
  return Known(first == selected.payloads.end() ? ACTA_ABSENT : *first);
}

// ---- clauses and their exceptions
// ------------------------------------------------------------------------------

namespace {

// The value of a level in which something applies, or may.
Value LevelValue(std::span<const Alternative> live, const Why& conflict) {
  std::optional<std::int64_t> surely;
  for (const Alternative& alternative : live) {
    if (!IsYes(alternative.applies) || !alternative.value.known()) {
      continue;
    }
    if (surely && *surely != alternative.value.payload) {
      return Undetermined(conflict);
    }
    surely = alternative.value.payload;
  }
  std::vector<Value> values;
  values.reserve(live.size());
  Reasons reasons;
  for (const Alternative& alternative : live) {
    values.push_back(alternative.value);
    reasons.Add(alternative.applies.reasons);
    reasons.Add(alternative.value.reasons);
  }
  return Agree(values) ? values[0] : Undetermined(std::move(reasons));
}

}  // namespace

Alternative Level(std::span<const Alternative> alternatives, const Why& conflict) {
  std::vector<Alternative> live;
  std::ranges::copy_if(alternatives, std::back_inserter(live),
                       [](const Alternative& alternative) { return !IsNo(alternative.applies); });
  if (live.empty()) {
    return {.applies = Known(0), .value = Known(0)};
  }
  std::vector<Value> applies;
  applies.reserve(live.size());
  for (const Alternative& alternative : live) {
    applies.push_back(alternative.applies);
  }
  return {.applies = Or(applies), .value = LevelValue(live, conflict)};
}

Alternative Override(const Alternative& exception, const Alternative& base) {
  if (IsYes(exception.applies)) {
    return exception;
  }
  if (IsNo(exception.applies)) {
    return base;
  }
  const std::array values{exception.value, base.value};
  Alternative result{.applies = Or(std::array{exception.applies, base.applies})};
  if (IsNo(base.applies)) {
    result.value = exception.value;
  } else if (Agree(values)) {
    result.value = exception.value;
  } else {
    result.value = Undetermined(
        UnionOf(std::array{exception.applies, base.applies, exception.value, base.value}));
  }
  return result;
}

Value RuleValue(const Alternative& root, const std::optional<Value>& otherwise,
                const Why& uncovered) {
  if (IsYes(root.applies)) {
    return root.value;
  }
  if (IsNo(root.applies)) {
    return otherwise ? *otherwise : Undetermined(uncovered);
  }
  if (!otherwise) {
    return Undetermined(UnionOf(std::array{root.applies, root.value}));
  }
  if (Agree(std::array{root.value, *otherwise})) {
    return root.value;
  }
  return Undetermined(UnionOf(std::array{root.applies, root.value, *otherwise}));
}

}  // namespace acta::interpreter
