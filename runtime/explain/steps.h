// A trace made walkable, where it lies. Its records stand in the order of docs/semantics.md#trace,
// parts before the whole; the act knows how many each part writes, so that a walk from a whole down
// to its parts reads what it looks at and steps over the rest.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "runtime/core/outcome.h"

namespace acta::runtime {

enum class Truth : std::uint8_t { kNo, kYes, kUndetermined };

constexpr Truth TruthOf(std::int64_t payload, std::uint32_t why) {
  return why != 0 ? Truth::kUndetermined : payload != 0 ? Truth::kYes : Truth::kNo;
}

// A part of an evaluation: what its last record says, and where its records lie.
struct Step {
  std::int64_t payload = 0;  // node: its value. clause: whether it applies by itself. group: its
                             // value. rule: its result
  std::uint32_t why = 0;
  std::uint32_t tag = ACTA_NONE;     // ACTA_TAG_NODE, _CLAUSE, _GROUP_VALUE, _RULE with the index
  std::uint64_t begin = 0, end = 0;  // a constant has no records
  Truth applies = Truth::kYes;       // group: whether any of its clauses or exceptions applies

  [[nodiscard]] bool exists() const { return tag != ACTA_NONE; }
  [[nodiscard]] std::uint32_t index() const { return tag & ~ACTA_TAG_MASK; }
  [[nodiscard]] Truth truth() const { return TruthOf(payload, why); }
  [[nodiscard]] bool is_no() const { return exists() && truth() == Truth::kNo; }
};

// The parts of a clause behind the exceptions to it.
struct ClauseParts {
  Step guard, condition;          // where there are any
  std::uint64_t withdrawals = 0;  // where they begin
  Step value;
};

// Reads steps. A trace is not believed: what does not fit the act ends the walk, and status() says
// so.
class Steps {
 public:
  explicit Steps(acta_outcome& outcome)
      : outcome_(outcome), act_(*outcome.act), d_(act_.d), trace_(outcome.trace) {}

  [[nodiscard]] acta_status status() const { return status_; }

  // The step of a rule that is evaluated once per case. False: see status().
  [[nodiscard]] bool Find(std::uint32_t rule, Step* out);
  // What a rule consists of. Default: false also when there is none.
  [[nodiscard]] bool Root(const Step& rule, Step* out) {
    return Read<ACTA_TAG_GROUP_VALUE>(d_.rules[rule.index()].root, rule.begin, rule.end - 1, out);
  }
  [[nodiscard]] bool Default(const Step& rule, const Step& root, Step* out) {
    const std::uint32_t node = d_.rules[rule.index()].otherwise;
    return node != ACTA_NONE && Read<ACTA_TAG_NODE>(node, root.end, rule.end - 1, out);
  }

  // Each calls visit(const Step&) for some parts of a whole, in their order, and returns where the
  // parts behind them begin.

  // The exceptions to a group or to a clause.
  template <class Visit>
  std::uint64_t ForEachException(const Step& whole, Visit visit) {
    std::uint64_t at = whole.begin;
    Step step;
    if ((whole.tag & ACTA_TAG_MASK) == ACTA_TAG_GROUP_VALUE) {
      for (const std::uint32_t exception : d_.Indices(d_.groups[whole.index()].exceptions)) {
        if (!Next<ACTA_TAG_GROUP_VALUE>(exception, whole, &at, &step)) {
          break;
        }
        visit(std::as_const(step));
      }
      return at;
    }
    for (std::uint32_t tied = act_.tied.first_of_clause[whole.index()]; tied != ACTA_NONE;
         tied = act_.tied.next_of_group[tied]) {
      if (!Next<ACTA_TAG_GROUP_VALUE>(tied, whole, &at, &step)) {
        break;
      }
      visit(std::as_const(step));
    }
    return at;
  }
  template <class Visit>
  std::uint64_t ForEachClause(const Step& group, Visit visit) {
    std::uint64_t at = ForEachException(group, [](const Step&) {});
    Step step;
    for (const std::uint32_t clause : d_.Indices(d_.groups[group.index()].clauses)) {
      if (!Next<ACTA_TAG_CLAUSE>(clause, group, &at, &step)) {
        break;
      }
      visit(std::as_const(step));
    }
    return at;
  }
  [[nodiscard]] ClauseParts PartsOf(const Step& clause);
  template <class Visit>
  std::uint64_t ForEachWithdrawal(const Step& clause, std::uint64_t begin, Visit visit) {
    std::uint64_t at = begin;
    Step step;
    for (const std::uint32_t node : d_.Indices(d_.clauses[clause.index()].withdrawals)) {
      if (!Next<ACTA_TAG_NODE>(node, clause, &at, &step)) {
        break;
      }
      visit(std::as_const(step));
    }
    return at;
  }
  // Of a node; see Operands.
  template <class Visit>
  std::uint64_t ForEachOperand(const Step& whole, Visit visit);
  // The rule whose result a node is, evaluated once or called.
  [[nodiscard]] bool ResultOf(const Step& node, Step* out) {
    const acta_d_node& result = d_.nodes[node.index()];
    if (result.op == ACTA_OP_Rule) {
      return Find(static_cast<std::uint32_t>(result.imm), out);
    }
    return Callee(node, ForEachOperand(node, [](const Step&) {}), out);
  }
  // The rule that a call called: where its arguments end.
  [[nodiscard]] bool Callee(const Step& call, std::uint64_t begin, Step* out) {
    const auto rule = static_cast<std::uint32_t>(d_.nodes[call.index()].imm);
    return Read<ACTA_TAG_RULE>(rule, begin, call.end - 1, out);
  }

 private:
  friend class Operands;

  bool Fail(acta_status status) {
    status_ = status_ == ACTA_OK ? status : status_;
    return false;
  }

  // The part whose records begin at `begin`; they end before `limit`.
  template <std::uint32_t kTag>
  bool Read(std::uint32_t index, std::uint64_t begin, std::uint64_t limit, Step* out) {
    const std::uint32_t count = act_.record_counts.Of<kTag>(index);
    std::uint64_t end = begin + count;
    if (count >= RecordCounts::kLeastMark && !FindEnd(kTag | index, count, begin, limit, &end)) {
      return false;
    }
    if (end > limit) {
      return Fail(ACTA_BAD_TRACE);
    }
    out->tag = kTag | index;
    out->begin = begin;
    out->end = end;
    if (kTag == ACTA_TAG_NODE && begin == end) {
      out->payload = d_.nodes[index].imm;
      out->why = 0;
      return true;
    }
    const acta_trace_record& record = trace_[end - 1];
    out->payload = record.payload;
    out->why = record.why;
    if (record.tag != (kTag | index)) {
      return Fail(ACTA_BAD_TRACE);
    }
    if (kTag == ACTA_TAG_GROUP_VALUE) {
      const acta_trace_record& applies = trace_[end - (end - begin < 2 ? 1 : 2)];
      out->applies = TruthOf(applies.payload, applies.why);
      return applies.tag == (ACTA_TAG_GROUP_APPLIES | index) || Fail(ACTA_BAD_TRACE);
    }
    return true;
  }
  template <std::uint32_t kTag>
  bool Next(std::uint32_t index, const Step& whole, std::uint64_t* at, Step* out) {
    if (!Read<kTag>(index, *at, whole.end - 1, out)) {
      return false;
    }
    *at = out->end;
    return true;
  }

  bool FindEnd(std::uint32_t tag, std::uint32_t count, std::uint64_t begin, std::uint64_t limit,
               std::uint64_t* end);
  bool Locate();

  acta_outcome& outcome_;
  const acta_act& act_;
  const Descriptor& d_;
  const Array<acta_trace_record>& trace_;
  acta_status status_ = ACTA_OK;
};

// Goes through the operands of a node; of a fold first the list, then body and value of each
// element.
class Operands {
 public:
  Operands(Steps& steps, const Step& whole)
      : steps_(steps),
        node_(steps.d_.nodes[whole.index()]),
        operands_(steps.d_.OperandsOf(node_)),
        at_(whole.begin),
        limit_(whole.end - 1) {}

  // The node of the next operand; ACTA_NONE when none is left, or the trace is no good.
  [[nodiscard]] std::uint32_t next() const {
    return next_ < operands_.size() ? operands_[next_] : ACTA_NONE;
  }
  // How many came before it.
  [[nodiscard]] std::uint32_t position() const { return position_; }
  // Where its records begin.
  [[nodiscard]] std::uint64_t at() const { return at_; }

  bool Read(Step* out) {
    if (!steps_.Read<ACTA_TAG_NODE>(operands_[next_], at_, limit_, out)) {
      next_ = operands_.size();
      return false;
    }
    at_ = out->end;
    if (is_fold() && position_ == 0) {
      elements_ = out->why != 0 ? 0 : ListLength(out->payload);
      // Constants have no records, and are the same for each element: once is enough, however long
      // the trace says that the list is.
      elements_ = HasRecordsPerElement() || elements_ == 0 ? elements_ : 1;
    }
    Advance();
    return true;
  }

  // Not in a fold: how many elements follow is read from the list.
  void Skip() {
    const std::uint32_t count = steps_.act_.record_counts.Of<ACTA_TAG_NODE>(operands_[next_]);
    if (count >= RecordCounts::kLeastMark) {
      Step skipped;
      Read(&skipped);
      return;
    }
    at_ += count;
    Advance();
  }

  [[nodiscard]] bool is_fold() const {
    return ACTA_OP_AtLeast <= node_.op && node_.op <= ACTA_OP_Latest;
  }
  // Of a fold: the nodes that are evaluated for each element.
  [[nodiscard]] std::span<const std::uint32_t> of_element() const {
    return is_fold() ? operands_.subspan(1) : std::span<const std::uint32_t>();
  }

 private:
  bool HasRecordsPerElement() const {
    std::uint32_t records = 0;
    for (const std::uint32_t node : of_element()) {
      records |= steps_.act_.record_counts.Of<ACTA_TAG_NODE>(node);
    }
    return records != 0;
  }

  void Advance() {
    ++position_;
    ++next_;
    if (!is_fold()) {
      return;
    }
    // Behind the list, and behind each element.
    if (position_ == 1 || next_ == operands_.size()) {
      next_ = elements_ == 0 ? operands_.size() : 1;
      elements_ -= elements_ == 0 ? 0 : 1;
    }
  }

  Steps& steps_;
  const acta_d_node& node_;
  std::span<const std::uint32_t> operands_;
  std::size_t next_ = 0;
  std::uint32_t position_ = 0;
  std::uint32_t elements_ = 0;  // that are not begun
  std::uint64_t at_;
  std::uint64_t limit_;
};

template <class Visit>
std::uint64_t Steps::ForEachOperand(const Step& whole, Visit visit) {
  Operands operands(*this, whole);
  for (Step step; operands.next() != ACTA_NONE && operands.Read(&step);) {
    visit(std::as_const(step));
  }
  return operands.at();
}

}  // namespace acta::runtime
