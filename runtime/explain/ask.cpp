// Which missing fact to ask for next.
#include "runtime/core/hash_index.h"
#include "runtime/core/outcome.h"
#include "runtime/core/writer.h"
#include "runtime/explain/reasons_json.h"

namespace acta::runtime {
namespace {

struct Candidate {
  std::uint32_t slot;
  std::uint32_t answers;        // undetermined answers that wait for it
  std::uint32_t fewest_others;  // missing facts that the answer nearest to being settled waits for
};

// Ranks the missing facts: the one behind most undetermined answers; of equals a plain fact before
// a judgement, then the one whose answer waits for fewest facts, then the order of the case.
class Asker {
 public:
  explicit Asker(acta_outcome& outcome)
      : outcome_(outcome),
        d_(outcome.act->d),
        candidates_(outcome.act->allocator),
        places_(outcome.act->allocator) {}

  acta_status Ask(acta_question* out) {
    std::uint32_t undetermined = 0;
    for (const acta_d_answer& answer : d_.answers) {
      if (outcome_.act->is_evaluated[answer.rule] == 0 || outcome_.whys[answer.rule] == 0) {
        continue;
      }
      ++undetermined;
      if (const acta_status status = Weigh(answer.rule); status != ACTA_OK) {
        return status;
      }
    }
    const Candidate* best = nullptr;
    for (const Candidate& candidate : candidates_) {
      if (best == nullptr || IsBetter(candidate, *best)) {
        best = &candidate;
      }
    }
    if (best == nullptr) {
      return ACTA_NOTHING_TO_ASK;
    }
    acta_question question{};
    acta_reason reason{};
    DescribeReason(outcome_, ACTA_WHY_SLOT | best->slot, &reason);
    question.slot = best->slot;
    question.type = reason.fact_type;
    question.answer_count = best->answers;
    question.undetermined_count = undetermined;
    question.doc = reason.doc;
    question.judged_by = reason.judged_by;
    FixedText(question.path).Put(reason.subject);
    return Deliver(question, out);
  }

  // The undetermined answers that wait for the slot.
  template <class Visit>
  acta_status ForEachWaiting(std::uint32_t slot, Visit visit) {
    for (const acta_d_answer& answer : d_.answers) {
      if (outcome_.act->is_evaluated[answer.rule] == 0 || outcome_.whys[answer.rule] == 0) {
        continue;
      }
      if (const acta_status status = ReasonsOf(outcome_, answer.rule); status != ACTA_OK) {
        return status;
      }
      for (const std::uint32_t why : outcome_.reasons) {
        if (why == (ACTA_WHY_SLOT | slot)) {
          visit(answer);
        }
      }
    }
    return ACTA_OK;
  }

 private:
  acta_status Weigh(std::uint32_t rule) {
    if (const acta_status status = ReasonsOf(outcome_, rule); status != ACTA_OK) {
      return status;
    }
    std::uint32_t missing = 0;
    for (const std::uint32_t why : outcome_.reasons) {
      missing += (why & ACTA_WHY_SLOT) != 0 ? 1 : 0;
    }
    for (const std::uint32_t why : outcome_.reasons) {
      if ((why & ACTA_WHY_SLOT) == 0) {
        continue;
      }
      const std::uint32_t slot = why & (ACTA_WHY_SLOT - 1);
      const auto hash = static_cast<std::uint32_t>(Mix(0, slot));
      const std::uint32_t known =
          places_.Find(hash, [&](std::uint32_t i) { return candidates_[i].slot == slot; });
      if (known == ACTA_NONE) {
        if (!places_.Add(hash, static_cast<std::uint32_t>(candidates_.size())) ||
            !candidates_.Push({slot, 1, missing})) {
          return ACTA_NO_MEMORY;
        }
        continue;
      }
      Candidate& candidate = candidates_[known];
      ++candidate.answers;
      candidate.fewest_others =
          missing < candidate.fewest_others ? missing : candidate.fewest_others;
    }
    return ACTA_OK;
  }

  bool IsJudgement(std::uint32_t slot) const {
    acta_reason reason{};
    DescribeReason(outcome_, ACTA_WHY_SLOT | slot, &reason);
    return reason.judged_by.size != 0;
  }

  bool IsBetter(const Candidate& one, const Candidate& other) const {
    if (one.answers != other.answers) {
      return one.answers > other.answers;
    }
    if (const bool judged = IsJudgement(one.slot); judged != IsJudgement(other.slot)) {
      return !judged;
    }
    if (one.fewest_others != other.fewest_others) {
      return one.fewest_others < other.fewest_others;
    }
    return one.slot < other.slot;
  }

  acta_outcome& outcome_;
  const Descriptor& d_;
  Array<Candidate> candidates_;
  HashIndex places_;  // of candidates_, by slot
};

acta_question EmptyQuestion() {
  acta_question question{};
  question.struct_size = sizeof question;
  return question;
}

}  // namespace
}  // namespace acta::runtime

using namespace acta::runtime;  // The functions below are the C door of this namespace.

extern "C" {

acta_status acta_ask(acta_outcome* outcome, acta_question* out) {
  if (outcome == nullptr || !outcome->is_evaluated || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  return Asker(*outcome).Ask(out);
}

acta_status acta_ask_text(acta_outcome* outcome, acta_buffer* out) {
  if (outcome == nullptr || !outcome->is_evaluated || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  const Descriptor& d = outcome->act->d;
  Asker asker(*outcome);
  acta_question question = EmptyQuestion();
  const acta_status status = asker.Ask(&question);
  Writer writer(outcome->act->allocator, *out);
  if (status == ACTA_NOTHING_TO_ASK) {
    writer.Put("Nothing to ask: no answer waits for a fact.\n");
    return writer.Finish();
  }
  if (status != ACTA_OK) {
    return status;
  }
  writer.Put(question.path);
  if (question.type != ACTA_NO_INDEX) {
    writer.Put(" : ").Put(d.Text(d.types[question.type].name));
  }
  writer.Put('\n');
  if (question.doc.size != 0) {
    writer.Put("  ").Put(FromString(question.doc)).Put('\n');
  }
  if (question.judged_by.size != 0) {
    writer.Put("  to be judged by ").Put(FromString(question.judged_by)).Put('\n');
  }
  writer.Put("  ").Number(question.answer_count).Put(" of ").Number(question.undetermined_count);
  writer.Put(question.undetermined_count == 1 ? " undetermined answer waits for it:\n"
                                              : " undetermined answers wait for it:\n");
  const acta_status listed = asker.ForEachWaiting(question.slot, [&](const acta_d_answer& answer) {
    writer.Put("    ").Put(d.Text(answer.name));
    if (answer.question.size != 0) {
      writer.Put("  ").Put(d.Text(answer.question));
    }
    writer.Put('\n');
  });
  return listed != ACTA_OK ? listed : writer.Finish();
}

acta_status acta_ask_json(acta_outcome* outcome, acta_buffer* out) {
  if (outcome == nullptr || !outcome->is_evaluated || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  const Descriptor& d = outcome->act->d;
  Asker asker(*outcome);
  acta_question question = EmptyQuestion();
  const acta_status status = asker.Ask(&question);
  Writer writer(outcome->act->allocator, *out);
  if (status == ACTA_NOTHING_TO_ASK) {
    writer.Put("{\"ask\":null}");
    return writer.Finish();
  }
  if (status != ACTA_OK) {
    return status;
  }
  writer.Put("{\"ask\":{\"path\":").Quoted(question.path);
  if (question.type != ACTA_NO_INDEX) {
    writer.Put(",\"type\":").Quoted(d.Text(d.types[question.type].name));
  }
  if (question.doc.size != 0) {
    writer.Put(",\"doc\":").Quoted(FromString(question.doc));
  }
  if (question.judged_by.size != 0) {
    writer.Put(",\"judged_by\":").Quoted(FromString(question.judged_by));
  }
  writer.Put(",\"undetermined\":").Number(question.undetermined_count).Put(",\"waiting\":[");
  bool first = true;
  const acta_status listed = asker.ForEachWaiting(question.slot, [&](const acta_d_answer& answer) {
    writer.Put(first ? "" : ",").Quoted(d.Text(answer.name));
    first = false;
  });
  writer.Put("]}}");
  return listed != ACTA_OK ? listed : writer.Finish();
}

}  // extern "C"
