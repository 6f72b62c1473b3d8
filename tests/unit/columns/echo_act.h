// An act with a fact of every type, whose answers mostly repeat its facts; and a batch evaluator
// that takes blocks apart row by row and asks the interpreter, so that whatever is packed wrongly
// shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "acta/acta.h"
#include "acta/batch.h"
#include "compiler/ir/graph.h"

namespace acta {

struct EchoOptions {
  bool has_plan = true;
  // Facts whose columns the batch evaluator does not read: answers that need them are deferred.
  std::set<std::string> unread;
  // Every tenth answer is left to the row evaluator.
  bool defers = false;
  acta_allocator allocator = *acta_default_allocator();
};

// One at a time.
class EchoAct {
 public:
  explicit EchoAct(const EchoOptions& options = {});
  ~EchoAct();
  EchoAct(const EchoAct&) = delete;
  EchoAct& operator=(const EchoAct&) = delete;

  [[nodiscard]] const acta_act* get() const { return act_; }
  [[nodiscard]] acta_act_options Options() const;
  [[nodiscard]] std::uint32_t Answer(const std::string& name) const;
  [[nodiscard]] const acta_batch_column& ColumnOf(const std::string& fact) const;

 private:
  void PlanColumns(const EchoOptions& options);
  void AddColumns(std::uint32_t domain, std::uint32_t base,
                  const std::vector<ir::FactField>& fields, const EchoOptions& options,
                  bool is_read);
  void PlanResults();

  ir::RuleGraph graph_;
  std::vector<std::byte> descriptor_;
  bool has_plan_;
  acta_allocator allocator_;
  std::vector<acta_batch_domain> domains_;
  std::vector<acta_batch_column> columns_;
  std::vector<acta_batch_result> results_;
  std::vector<std::uint32_t> clauses_;
  acta_batch_plan plan_{};
  acta_batch_code code_{};
  acta_act* act_ = nullptr;
};

// How often the evaluators of the echo act were called, by the act's one or the other.
struct EchoCalls {
  std::uint64_t general = 0, all_given = 0, rows = 0;
};
[[nodiscard]] EchoCalls& Calls();

}  // namespace acta
