// Why a value is undetermined: unions unfolded, each reason once, in a fixed order.
#include "runtime/core/outcome.h"
#include "runtime/core/writer.h"

namespace acta::runtime {
namespace {

constexpr std::uint32_t kSlotMask = ACTA_WHY_SLOT - 1;

bool IsSlot(std::uint32_t why) {
  return (why & ACTA_WHY_SLOT) != 0;
}

// Heap sort: in place, and never slow.
template <class Less>
void Sort(Array<std::uint32_t>& items, Less less) {
  const auto sift = [&](std::size_t root, std::size_t count) {
    for (std::size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
      if (child + 1 < count && less(items[child], items[child + 1])) {
        ++child;
      }
      if (!less(items[root], items[child])) {
        return;
      }
      const std::uint32_t moved = items[root];
      items[root] = items[child];
      items[child] = moved;
      root = child;
    }
  };
  for (std::size_t root = items.size() / 2; root > 0; --root) {
    sift(root - 1, items.size());
  }
  for (std::size_t count = items.size(); count > 1; --count) {
    const std::uint32_t last = items[count - 1];
    items[count - 1] = items[0];
    items[0] = last;
    sift(0, count - 1);
  }
}

}  // namespace

bool RuleOf(const acta_outcome* outcome, std::uint32_t subject, std::uint32_t* rule) {
  if (outcome == nullptr || !outcome->is_evaluated) {
    return false;
  }
  const Descriptor& d = outcome->act->d;
  if ((subject & ACTA_SUBJECT_RULE) == 0) {
    if (subject >= d.answers.size()) {
      return false;
    }
    *rule = d.answers[subject].rule;
  } else {
    *rule = subject & ~ACTA_SUBJECT_RULE;
  }
  return *rule < d.rules.size() && outcome->act->is_evaluated[*rule] != 0;
}

acta_status CollectReasons(acta_outcome& outcome, std::uint32_t why,
                           Array<std::uint32_t>& reasons) {
  const Descriptor& d = outcome.act->d;
  reasons.Clear();
  if (why == 0) {
    return ACTA_OK;
  }
  if (!outcome.seen_unions.Reserve(outcome.unions.size())) {
    return ACTA_NO_MEMORY;
  }
  outcome.seen_unions.Clear();
  Array<std::uint32_t>& pending = outcome.pending;
  pending.Clear();
  if (!pending.Push(why)) {
    return ACTA_NO_MEMORY;
  }
  while (!pending.empty()) {
    const std::uint32_t next = pending.back();
    pending.Truncate(pending.size() - 1);
    if ((next & ACTA_WHY_UNION) == 0) {
      if (next != 0 && (IsSlot(next) || next <= d.reasons.size()) && !reasons.Push(next)) {
        return ACTA_NO_MEMORY;
      }
      continue;
    }
    const std::uint32_t index = next & ~ACTA_WHY_UNION;
    if (index >= outcome.unions.size() || !outcome.seen_unions.Add(index)) {
      continue;
    }
    if (!pending.Push(outcome.unions[index].left) || !pending.Push(outcome.unions[index].right)) {
      return ACTA_NO_MEMORY;
    }
  }
  // Missing slots first; then by kind, and by words: the same words about the same kind are the
  // same reason.
  const auto compare = [&](std::uint32_t a, std::uint32_t b) -> std::int64_t {
    if (IsSlot(a) || IsSlot(b)) {
      return IsSlot(a) && IsSlot(b) ? std::int64_t{a} - b : IsSlot(a) ? -1 : 1;
    }
    const acta_d_reason& first = d.reasons[a - 1];
    const acta_d_reason& second = d.reasons[b - 1];
    return first.kind != second.kind ? std::int64_t{first.kind} - second.kind
                                     : d.Text(first.subject).compare(d.Text(second.subject));
  };
  Sort(reasons, [&](std::uint32_t a, std::uint32_t b) {
    const std::int64_t order = compare(a, b);
    return order < 0 || (order == 0 && a < b);
  });
  std::size_t kept = 0;
  for (const std::uint32_t reason : reasons) {
    if (kept == 0 || compare(reasons[kept - 1], reason) != 0) {
      reasons[kept++] = reason;
    }
  }
  reasons.Truncate(kept);
  return ACTA_OK;
}

acta_status ReasonsOf(acta_outcome& outcome, std::uint32_t rule) {
  if (outcome.reasons_of == rule) {
    return ACTA_OK;
  }
  outcome.reasons_of = ACTA_NONE;
  const acta_status status = CollectReasons(outcome, outcome.whys[rule], outcome.reasons);
  if (status == ACTA_OK) {
    outcome.reasons_of = rule;
  }
  return status;
}

void DescribeReason(const acta_outcome& outcome, std::uint32_t why, acta_reason* out) {
  const Descriptor& d = outcome.act->d;
  FixedText subject(out->subject);
  out->doc = {"", 0};
  out->judged_by = {"", 0};
  out->slot = ACTA_NO_INDEX;
  out->fact_type = ACTA_NO_INDEX;
  out->reading = ACTA_NO_INDEX;
  out->citation = ACTA_NO_INDEX;
  if (IsSlot(why)) {
    out->kind = ACTA_REASON_MISSING;
    out->slot = why & kSlotMask;
    Place place;
    if (!WritePath(outcome.facts, out->slot, SlotMeans::kField, subject, &place)) {
      subject.Put("slot ").Number(out->slot);
      return;
    }
    out->fact_type = place.type;
    out->citation = place.field->citation;
    out->doc = ToString(d.Text(place.field->doc));
    if (place.field->judged_by != ACTA_NONE) {
      out->judged_by = ToString(d.Text(d.parties[place.field->judged_by].name));
    }
    return;
  }
  const acta_d_reason& reason = d.reasons[why - 1];
  out->kind = static_cast<std::int32_t>(reason.kind) + 1;
  out->citation = reason.citation;
  const std::string_view name = d.Text(reason.subject);
  subject.Put(name);
  out->doc = ToString(d.Text(reason.doc));
  if (reason.kind == ACTA_D_REASON_READING) {
    out->reading = outcome.act->names.Find(Scope::Readings(), name);
    if (out->reading != ACTA_NONE) {
      out->doc = ToString(d.Text(d.readings[out->reading].question));
    }
  }
}

}  // namespace acta::runtime

using namespace acta::runtime;  // The functions below are the C door of this namespace.

extern "C" {

acta_status acta_outcome_reason_count(acta_outcome* outcome, uint32_t subject, uint32_t* out) {
  std::uint32_t rule = 0;
  if (out == nullptr || !RuleOf(outcome, subject, &rule)) {
    return ACTA_BAD_ARGUMENT;
  }
  if (const acta_status status = ReasonsOf(*outcome, rule); status != ACTA_OK) {
    return status;
  }
  *out = static_cast<std::uint32_t>(outcome->reasons.size());
  return ACTA_OK;
}

acta_status acta_outcome_reason(acta_outcome* outcome, uint32_t subject, uint32_t index,
                                acta_reason* out) {
  std::uint32_t rule = 0;
  if (!RuleOf(outcome, subject, &rule)) {
    return ACTA_BAD_ARGUMENT;
  }
  if (const acta_status status = ReasonsOf(*outcome, rule); status != ACTA_OK) {
    return status;
  }
  if (index >= outcome->reasons.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  acta_reason reason{};
  DescribeReason(*outcome, outcome->reasons[index], &reason);
  return Deliver(reason, out);
}

}  // extern "C"
