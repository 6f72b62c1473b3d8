// Single cases looked at closely: shrunk to the facts that matter, explained before and after; and
// why answers stay open.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "compiler/findings/findings.h"
#include "compiler/simulate/cells.h"
#include "compiler/simulate/law.h"

namespace acta::simulate {

// One law, one case at a time.
class Single {
 public:
  // `source`: the program whose facts the cases have.
  Single(const Law& law, const ir::Program& source, const Asking& asking);

  [[nodiscard]] CaseHandle CaseOf(const std::vector<Cell>& cells) const;
  [[nodiscard]] OutcomeHandle Ask(const std::vector<Cell>& cells, Trace trace) const;
  // Whether the cell is of a fact of the law.
  [[nodiscard]] bool Knows(const Cell& cell) const;
  [[nodiscard]] const Law& law() const { return law_; }

 private:
  [[nodiscard]] std::optional<Cell> Renamed(const Cell& cell) const;

  const Law& law_;
  const ir::Program& source_;
  const Asking& asking_;
  // Whether some enum has its members in another order than where the cases come from.
  bool renames_ = false;
  // What a population draws besides is not even asked about.
  std::unordered_set<std::string_view> facts_;
};

// The case of that number, whose answer `before_answer` of the one law and `after_answer` of the
// other differ.
[[nodiscard]] findings::Example ExampleOf(std::uint64_t number, const std::vector<Cell>& cells,
                                          const Single& before, std::size_t before_answer,
                                          const Single& after, std::size_t after_answer);

// Why answers are open, counted over some cases; by answer and reason.
struct ReasonKey {
  std::string kind, subject;
};
struct ReasonView {
  std::string_view kind, subject;
};
struct ReasonOrder {
  using is_transparent = void;
  template <class A, class B>
  bool operator()(const A& a, const B& b) const {
    const int kinds = std::string_view(a.kind).compare(b.kind);
    return kinds != 0 ? kinds < 0 : std::string_view(a.subject) < std::string_view(b.subject);
  }
};
struct ReasonCount {
  std::string doc, judged_by;
  std::uint64_t count = 0;
};
using ReasonCounts = std::vector<std::map<ReasonKey, ReasonCount, ReasonOrder>>;
void CountReasons(const Single& law, const std::vector<Cell>& cells, ReasonCounts& counts);

}  // namespace acta::simulate
