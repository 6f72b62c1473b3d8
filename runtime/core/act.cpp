#include "runtime/core/act.h"

#include "runtime/core/detail.h"
#include "runtime/core/plan.h"
#include "runtime/core/writer.h"

namespace acta::runtime {
namespace {

// Gives every group and clause below the root of `rule` its owner, and ties exceptions to their
// clauses. ACTA_BAD_DESCRIPTOR when one has two owners: no rule graph is shaped so.
acta_status Own(acta_act& act, std::uint32_t rule, Array<std::uint32_t>& pending) {
  const Descriptor& d = act.d;
  pending.Clear();
  if (!pending.Push(d.rules[rule].root)) {
    return ACTA_NO_MEMORY;
  }
  while (!pending.empty()) {
    const std::uint32_t index = pending.back();
    pending.Truncate(pending.size() - 1);
    if (act.rule_of_group[index] != ACTA_NONE) {
      return ACTA_BAD_DESCRIPTOR;
    }
    act.rule_of_group[index] = rule;
    const acta_d_group& group = d.groups[index];
    for (const std::uint32_t clause : d.Indices(group.clauses)) {
      if (act.group_of_clause[clause] != ACTA_NONE) {
        return ACTA_BAD_DESCRIPTOR;
      }
      act.group_of_clause[clause] = index;
    }
    for (const std::uint32_t exception : d.Indices(group.exceptions)) {
      if (!pending.Push(exception)) {
        return ACTA_NO_MEMORY;
      }
    }
    // From the last to the first: each is put before those behind it.
    for (std::uint32_t i = group.clause_exceptions.count; i > 0; --i) {
      const std::uint32_t* const pair = &d.indices[group.clause_exceptions.first + 2 * (i - 1)];
      if (act.group_of_clause[pair[0]] != index) {
        return ACTA_BAD_DESCRIPTOR;
      }
      act.tied.next_of_group[pair[1]] = act.tied.first_of_clause[pair[0]];
      act.tied.first_of_clause[pair[0]] = pair[1];
      if (!pending.Push(pair[1])) {
        return ACTA_NO_MEMORY;
      }
    }
  }
  return ACTA_OK;
}

acta_status IndexTexts(acta_act& act) {
  const Descriptor& d = act.d;
  for (std::uint32_t i = 0; i < d.texts.size(); ++i) {
    const std::string_view text = d.Text(d.texts[i]);
    const std::uint32_t hash = act.HashOfText(text);
    const auto is_same = [&](std::uint32_t other) { return d.Text(d.texts[other]) == text; };
    if (act.texts.Find(hash, is_same) == ACTA_NONE && !act.texts.Add(hash, i)) {
      return ACTA_NO_MEMORY;
    }
  }
  return ACTA_OK;
}

acta_status WriteHeadsOfAnswers(acta_act& act) {
  Writer out(act.allocator, act.answer_heads);
  for (const acta_d_answer& answer : act.d.answers) {
    out.Put("{\"name\":").Quoted(act.d.Text(answer.name));
    out.Put(",\"question\":").Quoted(act.d.Text(answer.question));
    if (!act.answer_head_ends.Push(out.size())) {
      return ACTA_NO_MEMORY;
    }
  }
  return out.Finish();
}

acta_status Prepare(acta_act& act, std::string_view* problem) {
  const Descriptor& d = act.d;
  if (!act.names.Build(d) || !act.rule_of_group.Resize(d.groups.size(), ACTA_NONE) ||
      !act.group_of_clause.Resize(d.clauses.size(), ACTA_NONE) ||
      !act.tied.first_of_clause.Resize(d.clauses.size(), ACTA_NONE) ||
      !act.tied.next_of_group.Resize(d.groups.size(), ACTA_NONE) ||
      !act.is_evaluated.Resize(d.rules.size(), 0)) {
    return ACTA_NO_MEMORY;
  }
  Array<std::uint32_t> pending(act.allocator);
  for (std::uint32_t rule = 0; rule < d.rules.size(); ++rule) {
    if (const acta_status status = Own(act, rule, pending); status != ACTA_OK) {
      *problem = "a clause or an exception has two places";
      return status;
    }
  }
  for (const std::uint32_t rule : d.order) {
    if (act.is_evaluated[rule] != 0 || d.rules[rule].params.count != 0) {
      *problem = "its order of evaluation names a rule twice, or one with parameters";
      return ACTA_BAD_DESCRIPTOR;
    }
    act.is_evaluated[rule] = 1;
  }
  if (const acta_status status = act.record_counts.Count(d, act.tied); status != ACTA_OK) {
    *problem = "one of its parts contains itself";
    return status;
  }
  const acta_status status = IndexTexts(act);
  return status == ACTA_OK ? WriteHeadsOfAnswers(act) : status;
}

}  // namespace
}  // namespace acta::runtime

using acta::runtime::Accept;
using acta::runtime::Create;
using acta::runtime::Destroy;

extern "C" {

uint32_t acta_abi_version(void) {
  return ACTA_ABI_VERSION;
}

acta_status acta_act_open(const acta_act_options* given, acta_act** out, acta_detail* detail) {
  if (given == nullptr || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  *out = nullptr;
  acta::runtime::Complaint complaint(detail);
  acta_act_options options;
  if (!Accept(given, &acta_act_options::allocator, &options)) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "the struct_size of the options is too small");
  }
  if (options.allocator.allocate == nullptr || options.allocator.release == nullptr ||
      (options.row == nullptr && options.traced == nullptr)) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "an act needs an evaluator and an allocator");
  }
  auto* const act = Create<acta_act>(options.allocator, options.allocator);
  if (act == nullptr) {
    return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the act");
  }
  act->row = options.row;
  act->traced = options.traced;
  act->plan = options.code == nullptr ? nullptr : options.plan;
  act->code = options.code;
  std::string_view problem;
  acta_status status =
      acta::runtime::OpenDescriptor(options.descriptor, options.descriptor_size, &act->d, &problem);
  if (status == ACTA_OK && act->plan != nullptr) {
    problem = acta::runtime::FaultIn(*act->plan, act->d);
    status = problem.empty() ? ACTA_OK : ACTA_BAD_DESCRIPTOR;
  }
  if (status == ACTA_OK) {
    status = acta::runtime::Prepare(*act, &problem);
  }
  if (status != ACTA_OK) {
    Destroy(options.allocator, act);
    complaint.message().Put("these bytes are no act that this library can open");
    if (!problem.empty()) {
      complaint.message().Put(": ").Put(problem);
    }
    return complaint.Fail(status);
  }
  *out = act;
  return ACTA_OK;
}

void acta_act_close(acta_act* act) {
  if (act != nullptr) {
    const acta_allocator allocator = act->allocator;
    Destroy(allocator, act);
  }
}

}  // extern "C"
