// Running the evaluators, and the values they leave.
#include "runtime/core/outcome.h"
#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

// Enough for most cases: reasons are few, and a traced rule writes a record for each node and a few
// more.
constexpr std::uint32_t kFewUnions = 256;

std::uint64_t UsualTrace(const Descriptor& d) {
  return std::uint64_t{2} * d.nodes.size() + d.clauses.size() + 2 * d.groups.size() +
         d.rules.size() + 16;
}

void Forget(acta_outcome& outcome) {
  outcome.ranges.Clear();
  outcome.notes.Clear();
  outcome.notes_of.Clear();
  outcome.reasons_of = ACTA_NONE;
}

acta_status Run(acta_outcome& outcome, bool traced) {
  const acta_act& act = *outcome.act;
  const acta_evaluator evaluator = traced || act.row == nullptr ? act.traced : act.row;
  const std::size_t rules = act.d.rules.size();
  // Rules that are never evaluated on their own keep the zeros of the first time.
  if (!outcome.values.Resize(rules, 0) || !outcome.whys.Resize(rules, 0) ||
      !outcome.unions.Reserve(kFewUnions)) {
    return ACTA_NO_MEMORY;
  }
  const bool writes_trace = evaluator == act.traced;
  if (writes_trace && !outcome.trace.Reserve(UsualTrace(act.d))) {
    return ACTA_NO_MEMORY;
  }
  for (;;) {
    acta_frame frame{};
    frame.struct_size = sizeof frame;
    frame.slots = outcome.facts.slots.data();
    frame.values = outcome.values.data();
    frame.whys = outcome.whys.data();
    frame.unions = outcome.unions.data();
    frame.union_capacity = static_cast<std::uint32_t>(outcome.unions.capacity());
    if (writes_trace) {
      frame.trace = outcome.trace.data();
      frame.trace_capacity = outcome.trace.capacity();
    }
    evaluator(&frame);
    if (frame.overflow == 0) {
      if (!outcome.unions.ResizeForOverwrite(frame.union_count) ||
          (writes_trace && !outcome.trace.ResizeForOverwrite(frame.trace_count))) {
        return ACTA_NO_MEMORY;
      }
      return ACTA_OK;
    }
    const bool grew =
        frame.union_count > frame.union_capacity || frame.trace_count > frame.trace_capacity;
    if (!grew || !outcome.unions.Reserve(frame.union_count) ||
        (writes_trace && !outcome.trace.Reserve(frame.trace_count))) {
      return grew ? ACTA_NO_MEMORY : ACTA_BAD_TRACE;
    }
  }
}

// Whether the frame is long enough to be read, and what an evaluation writes is there.
bool IsWhole(const acta_act& act, const acta_frame* frame) {
  return frame != nullptr && frame->struct_size >= sizeof(acta_frame) &&
         (act.d.rules.size() == 0 || (frame->values != nullptr && frame->whys != nullptr)) &&
         (frame->union_capacity == 0 || frame->unions != nullptr);
}

acta_status TakeCase(acta_outcome& outcome, const acta_case& facts) {
  outcome.is_evaluated = false;
  Forget(outcome);
  return outcome.facts.Assign(facts) ? ACTA_OK : ACTA_NO_MEMORY;
}

}  // namespace

acta_status EvaluateFacts(acta_outcome& outcome, bool traced) {
  Forget(outcome);
  const acta_status status =
      traced && outcome.act->traced == nullptr ? ACTA_NO_TRACE : Run(outcome, traced);
  outcome.is_evaluated = status == ACTA_OK;
  outcome.is_traced = traced && status == ACTA_OK;
  return status;
}

}  // namespace acta::runtime

using namespace acta::runtime;  // The functions below are the C door of this namespace.

extern "C" {

acta_status acta_outcome_create(const acta_act* act, acta_outcome** out) {
  if (act == nullptr || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  *out = Create<acta_outcome>(act->allocator, *act);
  return *out == nullptr ? ACTA_NO_MEMORY : ACTA_OK;
}

void acta_outcome_free(acta_outcome* outcome) {
  if (outcome != nullptr) {
    Destroy(outcome->act->allocator, outcome);
  }
}

acta_status acta_evaluate_into(const acta_case* facts, const acta_evaluate_options* given,
                               acta_outcome* outcome) {
  if (facts == nullptr || outcome == nullptr || outcome->act != facts->act) {
    return ACTA_BAD_ARGUMENT;
  }
  acta_evaluate_options options;
  if (!Accept(given, &acta_evaluate_options::flags, &options) ||
      (options.flags & ~ACTA_TRACE) != 0) {
    return ACTA_BAD_ARGUMENT;
  }
  const bool traced = (options.flags & ACTA_TRACE) != 0;
  if (traced && facts->act->traced == nullptr) {
    return ACTA_NO_TRACE;
  }
  const acta_status status = TakeCase(*outcome, *facts);
  return status == ACTA_OK ? EvaluateFacts(*outcome, traced) : status;
}

acta_status acta_evaluate(const acta_case* facts, const acta_evaluate_options* options,
                          acta_outcome** out) {
  if (facts == nullptr || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  acta_status status = acta_outcome_create(facts->act, out);
  if (status != ACTA_OK) {
    return status;
  }
  status = acta_evaluate_into(facts, options, *out);
  if (status != ACTA_OK) {
    acta_outcome_free(*out);
    *out = nullptr;
  }
  return status;
}

acta_status acta_evaluate_row(const acta_act* act, acta_frame* frame) {
  if (act == nullptr || !IsWhole(*act, frame) ||
      (frame->slots == nullptr && act->d.header->slot_count != 0)) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_evaluator evaluator = frame->trace != nullptr ? act->traced : act->row;
  if (evaluator == nullptr) {
    return ACTA_NO_TRACE;
  }
  evaluator(frame);
  return ACTA_OK;
}

acta_status acta_act_frame_sizes(const acta_act* act, acta_frame_sizes* out) {
  if (act == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  acta_frame_sizes sizes{};
  sizes.slots = act->d.header->slot_count;
  sizes.values = static_cast<std::uint32_t>(act->d.rules.size());
  sizes.unions = kFewUnions;
  sizes.trace = UsualTrace(act->d);
  return Deliver(sizes, out);
}

acta_status acta_outcome_from_frame(const acta_case* facts, const acta_frame* frame,
                                    acta_outcome** out) {
  if (facts == nullptr || out == nullptr || !IsWhole(*facts->act, frame) || frame->overflow != 0 ||
      frame->union_count > frame->union_capacity || frame->trace_count > frame->trace_capacity) {
    return ACTA_BAD_ARGUMENT;
  }
  acta_status status = acta_outcome_create(facts->act, out);
  if (status != ACTA_OK) {
    return status;
  }
  acta_outcome& outcome = **out;
  const std::size_t rules = facts->act->d.rules.size();
  status = TakeCase(outcome, *facts);
  if (status == ACTA_OK &&
      (!outcome.values.Append(frame->values, rules) || !outcome.whys.Append(frame->whys, rules) ||
       !outcome.unions.Append(frame->unions, frame->union_count) ||
       !outcome.trace.Append(frame->trace, frame->trace == nullptr ? 0 : frame->trace_count))) {
    status = ACTA_NO_MEMORY;
  }
  if (status != ACTA_OK) {
    acta_outcome_free(*out);
    *out = nullptr;
    return status;
  }
  outcome.is_evaluated = true;
  outcome.is_traced = frame->trace != nullptr;
  return ACTA_OK;
}

acta_status acta_outcome_value(const acta_outcome* outcome, uint32_t subject, acta_value* out) {
  std::uint32_t rule = 0;
  if (!RuleOf(outcome, subject, &rule)) {
    return ACTA_BAD_ARGUMENT;
  }
  acta_value value{};
  value.type = outcome->act->d.rules[rule].type;
  value.payload = outcome->values[rule];
  value.state = outcome->whys[rule] != 0       ? ACTA_UNDETERMINED
                : value.payload == ACTA_ABSENT ? ACTA_IS_ABSENT
                                               : ACTA_KNOWN;
  if (value.state == ACTA_IS_ABSENT) {
    value.payload = 0;
  }
  if (value.state == ACTA_UNDETERMINED && outcome->act->d.types[value.type].kind == ACTA_KIND_SET) {
    value.payload = SureMembers(*outcome, rule);
  }
  return Deliver(value, out);
}

acta_status acta_outcome_format(const acta_outcome* outcome, uint32_t subject, acta_buffer* out) {
  std::uint32_t rule = 0;
  if (out == nullptr || !RuleOf(outcome, subject, &rule)) {
    return ACTA_BAD_ARGUMENT;
  }
  Writer writer(outcome->act->allocator, *out);
  if (outcome->whys[rule] != 0) {
    writer.Put("undetermined");
    const std::uint32_t type = outcome->act->d.rules[rule].type;
    if (const std::int64_t sure = outcome->act->d.types[type].kind == ACTA_KIND_SET ? SureMembers(*outcome, rule) : 0;
        sure != 0) {
      writer.Put(", at least ");
      WriteValue(writer, *outcome->act, &outcome->facts, type, sure);
    }
  } else {
    WriteValue(writer, *outcome->act, &outcome->facts, outcome->act->d.rules[rule].type,
               outcome->values[rule]);
  }
  return writer.Finish();
}

}  // extern "C"
