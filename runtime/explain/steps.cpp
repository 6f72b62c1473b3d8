#include "runtime/explain/steps.h"

namespace acta::runtime {

ClauseParts Steps::PartsOf(const Step& clause) {
  const acta_d_clause& of = d_.clauses[clause.index()];
  ClauseParts parts;
  std::uint64_t at = ForEachException(clause, [](const Step&) {});
  const auto read = [&](std::uint32_t node, Step* out) {
    if (node != ACTA_NONE && !Next<ACTA_TAG_NODE>(node, clause, &at, out)) {
      *out = Step();
    }
  };
  read(of.guard, &parts.guard);
  read(of.condition, &parts.condition);
  parts.withdrawals = at;
  at = ForEachWithdrawal(clause, at, [](const Step&) {});
  read(of.value, &parts.value);
  return parts;
}

// A part does not contain itself: the first record with its tag is its own.
bool Steps::FindEnd(std::uint32_t tag, std::uint32_t count, std::uint64_t begin,
                    std::uint64_t limit, std::uint64_t* end) {
  if (count == RecordCounts::kTooDeep) {
    return Fail(ACTA_TOO_DEEP);
  }
  for (std::uint64_t at = begin; at < limit; ++at) {
    if (trace_[at].tag == tag) {
      *end = at + 1;
      return true;
    }
  }
  return Fail(ACTA_BAD_TRACE);
}

// Where the rules stand: one behind the other, in the order of the act.
bool Steps::Locate() {
  if (!outcome_.ranges.Resize(d_.rules.size(), {0, 0})) {
    return Fail(ACTA_NO_MEMORY);
  }
  std::uint64_t at = 0;
  for (const std::uint32_t rule : d_.order) {
    const std::uint32_t count = act_.record_counts.Of<ACTA_TAG_RULE>(rule);
    std::uint64_t end = at + count;
    if (count >= RecordCounts::kLeastMark) {
      for (end = at; end < trace_.size() && trace_[end].tag != (ACTA_TAG_RULE | rule);) {
        ++end;
      }
      ++end;
    }
    outcome_.ranges[rule] = {at, end};
    at = end;
  }
  if (at != trace_.size()) {
    outcome_.ranges.Clear();
    return Fail(ACTA_BAD_TRACE);
  }
  return true;
}

bool Steps::Find(std::uint32_t rule, Step* out) {
  if (!outcome_.is_traced) {
    return Fail(ACTA_NO_TRACE);
  }
  if (outcome_.ranges.empty() && !Locate()) {
    return false;
  }
  const acta_outcome::Range range = outcome_.ranges[rule];
  if (range.end == 0) {
    return Fail(ACTA_BAD_TRACE);
  }
  return Read<ACTA_TAG_RULE>(rule, range.begin, range.end, out);
}

}  // namespace acta::runtime
