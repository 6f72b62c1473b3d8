#include "compiler/driver/scenario.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include "compiler/ir/format.h"

namespace acta {
namespace {

using ir::CaseValue;

// Puts values into a case by path. What the checker let through the runtime accepts; if it does not, that is our failure.
class CaseWriter {
 public:
  explicit CaseWriter(acta_case& facts) : facts_(facts) {}

  [[nodiscard]] Result<void> Write(const std::string& path, const CaseValue& value) {
    return std::visit([&](const auto& one) { return WriteOne(path, one); }, value.value);
  }

 private:
  [[nodiscard]] Result<void> Check(acta_status status, const std::string& path) {
    if (status == ACTA_OK) return {};
    return Fail("the runtime refuses `{}` of a scenario: {}", path, static_cast<const char*>(detail_.message));
  }
  [[nodiscard]] Result<void> WriteOne(const std::string& path, const CaseValue::Absent&) {
    return Check(acta_case_set_absent(&facts_, path.c_str(), &detail_), path);
  }
  [[nodiscard]] Result<void> WriteOne(const std::string& path, const std::int64_t& payload) {
    return Check(acta_case_set_payload(&facts_, path.c_str(), payload, &detail_), path);
  }
  [[nodiscard]] Result<void> WriteOne(const std::string& path, const CaseValue::TextValue& text) {
    return Check(acta_case_set_text(&facts_, path.c_str(), text.text.data(), text.text.size(), &detail_), path);
  }
  [[nodiscard]] Result<void> WriteOne(const std::string& path, const CaseValue::Record& record) {
    if (record.fields.empty()) {
      // An entity that is not optional is there anyway, and says so by refusing.
      static_cast<void>(acta_case_set_present(&facts_, path.c_str(), nullptr));
      return {};
    }
    for (const auto& [name, value] : record.fields) ACTA_TRY_VOID(Write(path + "." + name, value));
    return {};
  }
  [[nodiscard]] Result<void> WriteOne(const std::string& path, const CaseValue::List& list) {
    ACTA_TRY_VOID(Check(acta_case_set_empty_list(&facts_, path.c_str(), &detail_), path));
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      ACTA_TRY_VOID(Check(acta_case_append(&facts_, path.c_str(), nullptr, &detail_), path));
      ACTA_TRY_VOID(Write(fmt::format("{}[{}]", path, i), list.items[i]));
    }
    return {};
  }

  acta_case& facts_;
  acta_detail detail_{.struct_size = sizeof(acta_detail)};
};

constexpr std::string_view kReasonNames[] = {"missing", "reading", "conflict", "uncovered", "arithmetic"};

std::string_view NameOf(const ir::ExpectedReason& reason) {
  if (reason.missing) return "missing";
  return kReasonNames[static_cast<std::size_t>(reason.kind) + 1];
}

// The path without the positions of list elements: "organisers[2].adult" is a missing `organisers.adult`.
std::string WithoutPositions(std::string_view path) {
  std::string plain;
  bool inside = false;
  for (const char c : path) {
    if (c == '[') inside = true;
    if (!inside) plain += c;
    if (c == ']') inside = false;
  }
  return plain;
}

// What an outcome says about one rule, in the words of expectations.
class Found {
 public:
  Found(acta_outcome& outcome, ir::RuleId rule) : outcome_(outcome), subject_(ACTA_SUBJECT_RULE | rule.value) {
    value_.struct_size = sizeof value_;
    ok_ = acta_outcome_value(&outcome_, subject_, &value_) == ACTA_OK;
  }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool undetermined() const { return value_.state == ACTA_UNDETERMINED; }
  [[nodiscard]] bool Is(std::int64_t payload) const {
    if (payload == ACTA_ABSENT) return value_.state == ACTA_IS_ABSENT;
    return value_.state == ACTA_KNOWN && value_.payload == payload;
  }

  // "late", "undetermined because missing as_of, reading backward_count".
  [[nodiscard]] std::string Words() const {
    if (!undetermined()) {
      Buffer buffer;
      acta_outcome_format(&outcome_, subject_, buffer.get());
      return std::string(buffer.view());
    }
    std::vector<std::string> reasons;
    for (const acta_reason& reason : Reasons()) reasons.push_back(fmt::format("{} {}", kReasonNames[reason.kind], reason.subject));
    return fmt::format("undetermined because {}", fmt::join(reasons, ", "));
  }

  [[nodiscard]] std::vector<acta_reason> Reasons() const {
    std::uint32_t count = 0;
    acta_outcome_reason_count(&outcome_, subject_, &count);
    std::vector<acta_reason> reasons(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      reasons[i].struct_size = sizeof(acta_reason);
      acta_outcome_reason(&outcome_, subject_, i, &reasons[i]);
    }
    return reasons;
  }

  [[nodiscard]] bool Has(const ir::ExpectedReason& expected) const {
    return std::ranges::any_of(Reasons(), [&](const acta_reason& reason) {
      return kReasonNames[reason.kind] == NameOf(expected) &&
             (expected.subject.empty() || expected.subject == reason.subject || expected.subject == WithoutPositions(reason.subject));
    });
  }

  [[nodiscard]] std::vector<std::string> Citations(const acta_act& act) const {
    const std::uint32_t* indices = nullptr;
    std::uint32_t count = 0;
    if (acta_outcome_citations(&outcome_, subject_, &indices, &count) != ACTA_OK) return {};
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < count; ++i) {
      acta_citation_info info{};
      info.struct_size = sizeof info;
      if (acta_act_citation(&act, indices[i], &info) == ACTA_OK) texts.emplace_back(View(info.text));
    }
    return texts;
  }

 private:
  acta_outcome& outcome_;
  std::uint32_t subject_;
  acta_value value_{};
  bool ok_ = false;
};

// The first thing in which the found differs from the expected, if any.
std::optional<Mismatch> Compare(const acta_act& act, const ir::Program& program, const ir::Expectation& expectation, acta_outcome& outcome) {
  const Found found(outcome, expectation.rule);
  if (!found.ok()) return Mismatch{&expectation, "an answer", "nothing: the rule is not evaluated"};
  if (expectation.value && !found.Is(*expectation.value)) {
    return Mismatch{&expectation, ir::FormatValue(program, program.rules[expectation.rule].type, *expectation.value), found.Words()};
  }
  if (!expectation.value && !found.undetermined()) return Mismatch{&expectation, "undetermined", found.Words()};
  for (const ir::ExpectedReason& reason : expectation.reasons) {
    if (!found.Has(reason)) {
      return Mismatch{&expectation, fmt::format("undetermined because {} {}", NameOf(reason), reason.subject), found.Words()};
    }
  }
  const std::vector<std::string> citations = expectation.citations.empty() ? std::vector<std::string>() : found.Citations(act);
  for (const std::string& citation : expectation.citations) {
    if (std::ranges::find(citations, citation) == citations.end()) {
      return Mismatch{&expectation, fmt::format("{} because [{}]", found.Words(), citation),
                      fmt::format("{} because [{}]", found.Words(), fmt::join(citations, "], ["))};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<Mismatch>> RunScenario(const Engine& engine, const ir::Program& program, const ir::Scenario& scenario,
                                          Coverage& coverage) {
  const CaseHandle facts = engine.NewCase();
  CaseWriter writer(*facts);
  for (const auto& [name, value] : scenario.given.fields) ACTA_TRY_VOID(writer.Write(name, value));
  for (const auto& [reading, alternative] : scenario.under) {
    acta_detail detail{.struct_size = sizeof(acta_detail)};
    if (acta_case_choose(facts.get(), reading.c_str(), alternative.c_str(), &detail) != ACTA_OK) {
      return Fail("the runtime refuses the reading `{}`: {}", reading, static_cast<const char*>(detail.message));
    }
  }
  ACTA_TRY(const OutcomeHandle outcome, engine.Evaluate(*facts, Trace::kOn));
  coverage.clauses.resize(acta_act_clause_count(engine.act()));
  coverage.groups.resize(acta_act_group_count(engine.act()));
  acta_outcome_coverage(outcome.get(), coverage.clauses.data(), coverage.groups.data());

  std::vector<Mismatch> mismatches;
  for (const ir::Expectation& expectation : scenario.expectations) {
    if (std::optional<Mismatch> mismatch = Compare(*engine.act(), program, expectation, *outcome)) {
      mismatches.push_back(*std::move(mismatch));
    }
  }
  return mismatches;
}

}  // namespace acta
