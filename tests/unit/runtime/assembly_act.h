// A small act on assemblies, put together by hand and evaluated by the interpreter: what the
// runtime's tests ask.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "acta/acta.h"
#include "compiler/base/source_file.h"
#include "compiler/ir/graph.h"

namespace acta {

// The rule graph of the act, and the text its expressions are quoted from.
struct AssemblyLaw {
  ir::RuleGraph graph;
  SourceMap sources;
};
// 29 February and the like are no matter here: the act is about forms, organisers, a deadline and a
// threat.
//
//   may_organise(p)   yes when p.citizenship = kz       [Article 1(4)]
//     exception court_finding: no when p.incapacitated  [Article 5(6)]
//   deadline          starts.date - 5 days, or - 6 under `strict`   [Article 10(1)]
//   late              yes when notification.registered > deadline   [Article 14(1)(4)]
//   refused           yes when late / when threat / when some organiser may not   [Article 14(1)]
//   outcome           refused when refused / may_proceed when not refused         [Article 14(2),
//   Article 11(1)] fee               mci on as_of [Article 20] intent            presumed peaceful
//   [Article 3]
[[nodiscard]] std::unique_ptr<AssemblyLaw> MakeAssemblyLaw();

// The act opened with evaluators that run the interpreter. One at a time.
class AssemblyAct {
 public:
  AssemblyAct();
  ~AssemblyAct();
  AssemblyAct(const AssemblyAct&) = delete;
  AssemblyAct& operator=(const AssemblyAct&) = delete;

  [[nodiscard]] const acta_act* get() const { return act_; }
  [[nodiscard]] const std::vector<std::byte>& descriptor() const { return descriptor_; }
  [[nodiscard]] const AssemblyLaw& law() const { return *law_; }
  // What it was opened with; for opening it again.
  [[nodiscard]] acta_act_options Options() const;
  [[nodiscard]] std::uint32_t Answer(const char* name) const;

 private:
  std::unique_ptr<AssemblyLaw> law_;
  std::vector<std::byte> descriptor_;
  acta_act* act_ = nullptr;
};

// Frees what it holds.
struct Freer {
  void operator()(acta_case* facts) const { acta_case_free(facts); }
  void operator()(acta_outcome* outcome) const { acta_outcome_free(outcome); }
};
using CasePtr = std::unique_ptr<acta_case, Freer>;
using OutcomePtr = std::unique_ptr<acta_outcome, Freer>;

class Text {
 public:
  Text() = default;
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text() { acta_buffer_free(&buffer_); }
  [[nodiscard]] acta_buffer* get() { return &buffer_; }
  [[nodiscard]] std::string str() const { return {buffer_.data, buffer_.size}; }

 private:
  acta_buffer buffer_{};
};

template <class T>
[[nodiscard]] T Fresh() {
  T value{};
  value.struct_size = sizeof value;
  return value;
}

[[nodiscard]] CasePtr NewCase(const AssemblyAct& act);
// A rally of two that is in time under either reading and may proceed.
[[nodiscard]] CasePtr GoodCase(const AssemblyAct& act);
// Evaluated with a trace.
[[nodiscard]] OutcomePtr Evaluated(const acta_case& facts);
[[nodiscard]] std::string Formatted(const acta_outcome& outcome, std::uint32_t subject);

}  // namespace acta
