// The long run: acta_differential --seeds A..B [--cases N] [--level quick|default|all|turns].
// Prints what was compared; ends with status 1 when anything differed.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <string_view>

#include <fmt/format.h>

#include "tests/differential/native.h"

namespace acta::differential {
namespace {

struct Arguments {
  std::uint64_t first = 0, last = 1'000;
  std::uint64_t cases = 100;
  std::string_view level = "all";
};

std::optional<std::uint64_t> Number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

bool IsLevel(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kLevels = {"quick", "default", "all", "turns"};
  return std::ranges::find(kLevels, text) != kLevels.end();
}

std::optional<Arguments> Parse(int count, char** texts) {
  Arguments arguments;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view flag = texts[i];
    const std::string_view text = texts[i + 1];
    if (flag == "--seeds") {
      const std::size_t dots = text.find("..");
      const auto first = Number(text.substr(0, dots));
      const auto last = dots == std::string_view::npos ? first : Number(text.substr(dots + 2));
      if (!first || !last) {
        return std::nullopt;
      }
      arguments.first = *first;
      arguments.last = *last;
    } else if (flag == "--cases") {
      const auto cases = Number(text);
      if (!cases) {
        return std::nullopt;
      }
      arguments.cases = *cases;
    } else if (flag == "--level" && IsLevel(text)) {
      arguments.level = text;
    } else {
      return std::nullopt;
    }
  }
  return count % 2 == 1 ? std::optional(arguments) : std::nullopt;
}

// The ways in which the program of `seed` is compiled. Compiling takes longer than a thousand
// cases, so at level "turns" programs take turns, and what is quickly compiled has more of them.
std::vector<Way> WaysAt(std::string_view level, std::uint64_t seed) {
  const std::vector<Way> all = AllWays();
  if (level == "quick") {
    return {all[0], all[1], all[2]};
  }
  if (level == "default") {
    return {all[0], all[3]};
  }
  if (level == "turns") {
    switch (seed % 16) {
      case 0:
        return {all[0], all[1]};
      case 1:
        return {all[2]};
      case 2:
      case 3:
      case 4:
      case 5:
        return {all[3]};
      default:
        return {all[1]};
    }
  }
  return all;
}

int Run(const Arguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  Tally tally;
  const auto report = [&] {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    fmt::print(
        "{} programs, {} act-case pairs, {} evaluations by machine code, {} values ({} "
        "undetermined), {} trace "
        "records, {} differences, "
        "{:.0f} s\n",
        tally.programs, tally.pairs, tally.evaluations, tally.values, tally.undetermined,
        tally.records, tally.differences.size(), elapsed.count());
    std::fflush(stdout);
  };
  std::size_t shown = 0;
  for (std::uint64_t seed = arguments.first; seed <= arguments.last; ++seed) {
    CompareProgram(seed, arguments.cases, WaysAt(arguments.level, seed), tally);
    for (; shown < tally.differences.size() && shown < 50; ++shown) {
      fmt::print("{}\n", tally.differences[shown]);
    }
    if ((seed - arguments.first) % 1'000 == 999) {
      report();
    }
  }
  report();
  return tally.differences.empty() ? 0 : 1;
}

}  // namespace
}  // namespace acta::differential

int main(int count, char** texts) {
  const auto arguments = acta::differential::Parse(count, texts);
  if (!arguments) {
    fmt::print(stderr,
               "acta_differential [--seeds A..B] [--cases N] [--level quick|default|all|turns]\n");
    return 2;
  }
  return acta::differential::Run(*arguments);
}
