// Acts of any size, and what each stage of the way from their text to machine code takes.
#pragma once

#include <cstddef>
#include <string>

namespace acta::bench {

// An act as one is written: articles under headings with some prose, of six rules each. A
// condition, a deadline in days, a value with an exception, an amount, a deadline in working days,
// and what follows from them and from earlier articles. At least so many rules.
[[nodiscard]] std::string Statute(std::size_t rules);

// Seconds of processor time: a busy neighbour does not make an act grow.
struct StageSeconds {
  double parse = 0, check = 0, plan = 0, compile = 0;
  [[nodiscard]] double all() const { return parse + check + plan + compile; }
};
// From the text to code quickly made for one case at a time.
[[nodiscard]] StageSeconds CompileStatute(const std::string& text, std::size_t rules);

}  // namespace acta::bench
