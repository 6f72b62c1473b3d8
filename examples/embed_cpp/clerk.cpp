#include "clerk.h"

#include <algorithm>

namespace office {
namespace {

namespace assemblies = acta::acts::assemblies;

std::string_view View(acta_string text) {
  return {text.data, text.size};
}

bool IsAnswered(const assemblies::Answers& answers) {
  return answers.outcome().is_known() && answers.must_refuse().is_known();
}

Answered FindingOf(const assemblies::Answers& answers) {
  Answered answered;
  answered.outcome = answers.outcome().value();
  answered.must_refuse = answers.must_refuse().value();
  if (answers.answer_by().is_known()) {
    answered.answer_by = std::chrono::local_days(std::chrono::days(answers.answer_by().value()));
  }
  return answered;
}

bool IsAgainstTheOrganiser(const Answered& answered) {
  return answered.must_refuse || answered.outcome == assemblies_Outcome_must_not_proceed;
}

// Each once, in the order in which they came.
void Add(std::string line, std::vector<std::string>& lines) {
  if (std::ranges::find(lines, line) == lines.end()) {
    lines.push_back(std::move(line));
  }
}

}  // namespace

Clerk::Clerk(const acta::Act& act, std::chrono::local_days today)
    : act_(act),
      today_(today),
      may_it_be_held_(act.Answer("outcome")),
      must_it_be_refused_(act.Answer("must_refuse")),
      facts_(act),
      outcome_(act) {
}

Finding Clerk::LookAt(const Filing& filing) {
  const assemblies::Case facts = CaseOf(filing, today_);
  const std::optional<assemblies::Answers> answers = evaluator_.Evaluate(facts);
  if (!answers) {
    return WhatIsWrongWith(facts);
  }
  if (!IsAnswered(*answers)) {
    AskWhy(facts);
    return WhatIsOpen();
  }
  Answered answered = FindingOf(*answers);
  if (IsAgainstTheOrganiser(answered)) {
    AskWhy(facts);
    answered.provisions =
        ProvisionsOf(answered.must_refuse ? must_it_be_refused_ : may_it_be_held_);
  }
  return answered;
}

// The struct door names the fact; the other one says the same in a sentence.
Refused Clerk::WhatIsWrongWith(const assemblies::Case& facts) {
  acta_detail detail{};
  detail.struct_size = sizeof detail;
  const acta_status status = assemblies_fill(&facts, facts_.get(), &detail);
  return {status == ACTA_OK ? evaluator_.wrong() : detail.message};
}

void Clerk::AskWhy(const assemblies::Case& facts) {
  acta_detail detail{};
  detail.struct_size = sizeof detail;
  if (const acta_status status = assemblies_fill(&facts, facts_.get(), &detail);
      status != ACTA_OK) {
    throw acta::Failure(status, detail);
  }
  outcome_.Evaluate(facts_);
}

std::vector<std::string> Clerk::ProvisionsOf(std::uint32_t answer) {
  std::vector<std::string> provisions;
  for (const std::uint32_t citation : outcome_.Citations(answer)) {
    Add(std::string(act_.Citation(citation)), provisions);
  }
  return provisions;
}

Open Clerk::WhatIsOpen() {
  Open open;
  for (const std::uint32_t answer : {may_it_be_held_, must_it_be_refused_}) {
    for (const acta_reason& reason : outcome_.Reasons(answer)) {
      switch (static_cast<acta_reason_kind>(reason.kind)) {
        case ACTA_REASON_MISSING:
          if (reason.judged_by.size == 0) {
            Add(InWords(reason), open.to_ask);
          } else {
            Add(std::string(View(reason.judged_by)) + ": " + InWords(reason), open.to_judge);
          }
          break;
        case ACTA_REASON_READING:
          Add(InWords(reason), open.to_interpret);
          break;
        case ACTA_REASON_CONFLICT:
        case ACTA_REASON_UNCOVERED:
        case ACTA_REASON_ARITHMETIC:
          Add(InWords(reason), open.gaps);
          break;
      }
    }
  }
  return open;
}

// "threat: is there a threat to ...?"
std::string Clerk::InWords(const acta_reason& reason) const {
  std::string text = reason.subject;
  if (reason.doc.size != 0) {
    text.append(": ").append(View(reason.doc));
  }
  if (reason.citation != ACTA_NO_INDEX) {
    text.append(" [").append(act_.Citation(reason.citation)).append("]");
  }
  return text;
}

}  // namespace office
