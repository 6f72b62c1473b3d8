// What acta bench found, for people and for programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace acta {

struct BenchReport {
  // Seconds are of processor time and for one case.
  struct Batch {
    unsigned threads = 1;
    double seconds = 0;  // the columnar door
    double touch = 0;    // the same bytes read and written, nothing computed
    double share = 0;  // speed of the door, that of touching being 1; 0: there are no bytes to read
  };
  struct Population {
    unsigned percent_missing = 0;
    double bytes_read = 0, bytes_written = 0;  // of a case
    std::uint64_t compared = 0;
    // Of those compared: cases that the door leaves to the row evaluator; answers that stay open.
    double share_deferred = 0, share_undetermined = 0;
    // Measured:
    std::vector<Batch> batches;
    double in_cache = 0;  // the batch evaluator alone, a block after another from the cache
    double row = 0, traced = 0;
  };

  std::string act;
  std::size_t facts = 0, facts_read = 0, answers = 0, clauses = 0;
  std::uint64_t seed = 0;
  std::string first_day, last_day;
  // Reading and alternative; one that is left open has none.
  std::vector<std::pair<std::string, std::optional<std::string>>> readings;
  bool is_measured = false;
  std::uint64_t cases = 0, resident = 0;  // measured, and how many different ones of them
  unsigned rounds = 0;
  std::string processor;                // what the code was made for
  std::vector<Population> populations;  // all facts given, then with gaps
};

[[nodiscard]] std::string BenchText(const BenchReport& report);
[[nodiscard]] std::string BenchJson(const BenchReport& report);

}  // namespace acta
