// acta simulate and acta compare: two laws or more over many cases, and what that changes for whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/cases/case_stream.h"
#include "compiler/driver/cases.h"

namespace acta {

struct SimulateOptions {
  std::string act;
  std::string other;  // acta compare: the other act
  std::optional<ast::DateLit> other_governing_date;
  CommonOptions common;
  std::string population;  // one of these three
  std::string case_path;
  std::string sql;
  std::string changes;  // a table of what changes is written here
  std::uint64_t size = 1'000'000;
  std::uint64_t seed = 1;
  bool is_drawing_said = false;  // one of these two was asked for
  std::vector<std::string> by;
  std::vector<std::pair<std::string, std::string>> under;
  std::optional<std::int32_t> as_of;  // days since 1970-01-01
  std::string sweep;                  // rule=3..15
  std::string out;                    // a page is written here
  bool json = false;
  unsigned threads = 0;
};

// Says on standard error which cases were left out: the first few, and how many there are.
void PrintRejects(const std::vector<cases::Reject>& rejects, std::uint64_t count);
// Says so of cases whose rows hold nothing, if there are any.
void PrintBlank(const cases::Blank& blank);

[[nodiscard]] Exit Simulate(const SimulateOptions& options);

}  // namespace acta
