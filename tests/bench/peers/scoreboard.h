// What was measured, beside the goals.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace acta::bench {

class Scoreboard {
 public:
  // Plain lines, or tables of Markdown.
  enum class Form { kText, kMarkdown };
  explicit Scoreboard(Form form = Form::kText) : form_(form) {}

  enum class Goal { kAtLeast, kAtMost };

  // A new part of the table.
  void Open(std::string title);
  // "12.3x", "87 %": the unit follows the number as it is given.
  void Add(std::string what, double measured, std::string unit, Goal goal, double limit);
  // Something worth knowing that no goal was set for.
  void Add(std::string what, double measured, std::string unit);

  // Prints what has been added since the last call.
  void Print();
  // How many goals were met and missed in all that was printed.
  void PrintTally() const;

 private:
  struct Row {
    std::string what, unit;
    double measured = 0;
    std::optional<Goal> goal;
    double limit = 0;
  };
  void PrintRow(const Row& row);

  Form form_;
  std::string title_;
  std::vector<Row> rows_;
  std::size_t met_ = 0, missed_ = 0;
};

}  // namespace acta::bench
