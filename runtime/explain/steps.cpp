#include "runtime/explain/steps.h"

#include "runtime/core/outcome.h"

namespace acta::runtime {

// Reads the records of one rule front to back, led by the descriptor.
class Decoder {
 public:
  Decoder(const acta_outcome& outcome, Steps& steps, std::uint64_t begin, std::uint64_t end)
      : d_(outcome.act->d),
        trace_(outcome.trace),
        steps_(steps.steps_),
        slot_count_(outcome.facts.slots.size()),
        at_(begin),
        end_(end) {}

  acta_status Decode(std::uint32_t rule, StepId* out) {
    if (!Rule(rule, out)) {
      return status_;
    }
    return at_ == end_ ? ACTA_OK : ACTA_BAD_TRACE;
  }

 private:
  // Deeper expressions are refused by the parser long before.
  static constexpr int kDeepest = 4000;

  // The parts of one whole, chained in order.
  struct Chain {
    StepId whole;
    StepId last = 0;
  };

  bool Fail(acta_status status) {
    status_ = status;
    return false;
  }

  // Constants write no record; so a trace alone does not bound the steps. No law of ours comes near
  // this many.
  [[nodiscard]] std::size_t MostSteps() const { return 256 * (trace_.size() + 4096); }

  bool Begin(std::uint32_t tag, StepId* out) {
    if (steps_.size() >= MostSteps()) {
      return Fail(ACTA_BAD_TRACE);
    }
    Step step;
    step.tag = tag;
    if (!steps_.Push(step)) {
      return Fail(ACTA_NO_MEMORY);
    }
    *out = static_cast<StepId>(steps_.size());
    return true;
  }
  Step& At(StepId id) { return steps_[id - 1]; }
  bool Add(Chain& chain, StepId part) {
    (chain.last == 0 ? At(chain.whole).first_part : At(chain.last).next) = part;
    chain.last = part;
    return true;
  }

  // The next record, which must carry this tag.
  const acta_trace_record* Take(std::uint32_t tag) {
    if (at_ >= end_ || trace_[at_].tag != tag) {
      Fail(ACTA_BAD_TRACE);
      return nullptr;
    }
    return &trace_[at_++];
  }
  bool Finish(StepId id) {
    const acta_trace_record* const record = Take(At(id).tag);
    if (record == nullptr) {
      return false;
    }
    At(id).payload = record->payload;
    At(id).why = record->why;
    --depth_;
    return true;
  }
  bool Deeper() { return ++depth_ <= kDeepest || Fail(ACTA_TOO_DEEP); }

  bool Rule(std::uint32_t rule, StepId* out) {
    StepId part = 0;
    if (!Deeper() || !Begin(ACTA_TAG_RULE | rule, out)) {
      return false;
    }
    Chain chain{*out};
    if (!Group(d_.rules[rule].root, &part) || !Add(chain, part)) {
      return false;
    }
    if (const std::uint32_t node = d_.rules[rule].otherwise; node != ACTA_NONE) {
      if (!Node(node, &part) || !Add(chain, part)) {
        return false;
      }
    }
    return Finish(*out);
  }

  bool Group(std::uint32_t index, StepId* out) {
    if (!Deeper() || !Begin(ACTA_TAG_GROUP_VALUE | index, out)) {
      return false;
    }
    const acta_d_group& group = d_.groups[index];
    Chain chain{*out};
    StepId part = 0;
    for (const std::uint32_t exception : d_.Indices(group.exceptions)) {
      if (!Group(exception, &part) || !Add(chain, part)) {
        return false;
      }
    }
    for (const std::uint32_t clause : d_.Indices(group.clauses)) {
      if (!Clause(group, clause, &part) || !Add(chain, part)) {
        return false;
      }
    }
    const acta_trace_record* const applies = Take(ACTA_TAG_GROUP_APPLIES | index);
    if (applies == nullptr) {
      return false;
    }
    At(*out).applies = TruthOf(applies->payload, applies->why);
    return Finish(*out);
  }

  bool Clause(const acta_d_group& group, std::uint32_t index, StepId* out) {
    if (!Deeper() || !Begin(ACTA_TAG_CLAUSE | index, out)) {
      return false;
    }
    const acta_d_clause& clause = d_.clauses[index];
    Chain chain{*out};
    StepId part = 0;
    for (std::uint32_t i = 0; i < group.clause_exceptions.count; ++i) {
      const std::uint32_t* const tied = &d_.indices[group.clause_exceptions.first + 2 * i];
      if (tied[0] == index && (!Group(tied[1], &part) || !Add(chain, part))) {
        return false;
      }
    }
    const auto node = [&](std::uint32_t id) {
      return id == ACTA_NONE || (Node(id, &part) && Add(chain, part));
    };
    if (!node(clause.guard) || !node(clause.condition)) {
      return false;
    }
    for (const std::uint32_t withdrawal : d_.Indices(clause.withdrawals)) {
      if (!node(withdrawal)) {
        return false;
      }
    }
    return node(clause.value) && Finish(*out);
  }

  bool Node(std::uint32_t index, StepId* out) {
    if (!Deeper() || !Begin(ACTA_TAG_NODE | index, out)) {
      return false;
    }
    const acta_d_node& node = d_.nodes[index];
    if (node.op == ACTA_OP_Const) {
      At(*out).payload = node.imm;
      --depth_;
      return true;
    }
    Chain chain{*out};
    StepId part = 0;
    if (ACTA_OP_AtLeast <= node.op && node.op <= ACTA_OP_Latest) {
      return Fold(node, chain) && Finish(*out);
    }
    for (const std::uint32_t operand : d_.OperandsOf(node)) {
      if (!Node(operand, &part) || !Add(chain, part)) {
        return false;
      }
    }
    if (node.op == ACTA_OP_Call) {
      if (!Rule(static_cast<std::uint32_t>(node.imm), &part) || !Add(chain, part)) {
        return false;
      }
    }
    return Finish(*out);
  }

  bool Fold(const acta_d_node& node, Chain& chain) {
    const auto operands = d_.OperandsOf(node);
    StepId list = 0;
    if (!Node(operands[0], &list) || !Add(chain, list)) {
      return false;
    }
    const std::uint32_t length = At(list).why != 0 ? 0 : ListLength(At(list).payload);
    // A list has no more elements than its type allows, and each takes room in the case; a trace
    // that says otherwise is none of ours.
    const std::uint32_t type = d_.nodes[operands[0]].type;
    const bool is_list = type != ACTA_NONE && d_.types[type].kind == ACTA_KIND_LIST;
    constexpr std::size_t kFew = 1024;
    if ((is_list && length > d_.types[type].at_most) || (length > kFew && length > slot_count_)) {
      return Fail(ACTA_BAD_TRACE);
    }
    for (std::uint32_t element = 0; element < length; ++element) {
      for (std::size_t i = 1; i < operands.size(); ++i) {
        StepId part = 0;
        if (!Node(operands[i], &part) || !Add(chain, part)) {
          return false;
        }
      }
    }
    return true;
  }

  const Descriptor& d_;
  const Array<acta_trace_record>& trace_;
  Array<Step>& steps_;
  std::size_t slot_count_;
  std::uint64_t at_;
  std::uint64_t end_;
  int depth_ = 0;
  acta_status status_ = ACTA_OK;
};

acta_status Steps::Locate(const acta_outcome& outcome) {
  const Descriptor& d = outcome.act->d;
  if (!ranges_.Resize(d.rules.size(), {0, 0, 0})) {
    return ACTA_NO_MEMORY;
  }
  // A rule evaluated once writes its RULE record once; between them stand only those of rules with
  // parameters.
  std::uint64_t at = 0;
  for (const std::uint32_t rule : d.order) {
    const std::uint64_t begin = at;
    while (at < outcome.trace.size() && outcome.trace[at].tag != (ACTA_TAG_RULE | rule)) {
      ++at;
    }
    if (at == outcome.trace.size()) {
      ranges_.Clear();
      return ACTA_BAD_TRACE;
    }
    ranges_[rule] = {begin, ++at, 0};
  }
  return ACTA_OK;
}

acta_status Steps::Find(const acta_outcome& outcome, std::uint32_t rule, StepId* out) {
  if (!outcome.is_traced) {
    return ACTA_NO_TRACE;
  }
  if (ranges_.empty()) {
    if (const acta_status status = Locate(outcome); status != ACTA_OK) {
      return status;
    }
  }
  if (rule >= ranges_.size() || ranges_[rule].end == 0) {
    return ACTA_BAD_TRACE;
  }
  if (ranges_[rule].step == 0) {
    const std::size_t before = steps_.size();
    Decoder decoder(outcome, *this, ranges_[rule].begin, ranges_[rule].end);
    StepId step = 0;
    if (const acta_status status = decoder.Decode(rule, &step); status != ACTA_OK) {
      steps_.Truncate(before);
      return status;
    }
    ranges_[rule].step = step;
  }
  *out = ranges_[rule].step;
  return ACTA_OK;
}

}  // namespace acta::runtime
