#include "compiler/driver/bench_report.h"

#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acta {

namespace {

using Json = nlohmann::ordered_json;
using Out = std::back_insert_iterator<std::string>;
using Population = BenchReport::Population;

constexpr double kNanoseconds = 1e9;
constexpr double kPercent = 100;

// Three digits that count.
std::string Nanoseconds(double seconds) {
  const double value = seconds * kNanoseconds;
  return fmt::format("{:.{}f} ns", value, value < 10 ? 2 : value < 100 ? 1 : 0);
}

std::string Speed(double seconds) {
  const double value = 1 / seconds;
  return value >= 1e6 ? fmt::format("{:.1f} million", value / 1e6) : fmt::format("{:.0f}", value);
}

std::string WithCommas(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

std::string NameOf(const Population& population) {
  return population.percent_missing == 0 ? "all facts given"
                                         : fmt::format("{} % missing", population.percent_missing);
}

void PutCases(const BenchReport& report, Out out) {
  fmt::format_to(out, "{}\nfacts: {}, of which rules read {}; clauses: {}; answers: {}\n",
                 report.act, report.facts, report.facts_read, report.clauses, report.answers);
  fmt::format_to(out, "cases drawn with seed {}; dates without a range from {} to {}\n",
                 report.seed, report.first_day, report.last_day);
  for (const auto& [reading, alternative] : report.readings) {
    fmt::format_to(out, "reading {}: {}\n", reading, alternative.value_or("left open"));
  }
  fmt::format_to(out, "\n{:<16} {:>10} {:>12} {:>13} {:>14} {:>16}\n", "", "compared", "bytes read",
                 "bytes written", "answers open", "left to the row");
  for (const Population& one : report.populations) {
    fmt::format_to(out, "{:<16} {:>10} {:>12.1f} {:>13.1f} {:>12.1f} % {:>14.2f} %\n", NameOf(one),
                   WithCommas(one.compared), one.bytes_read, one.bytes_written,
                   one.share_undetermined * kPercent, one.share_deferred * kPercent);
  }
  fmt::format_to(out, "batch and row evaluators answer alike\n");
}

void PutBatches(const BenchReport& report, Out out) {
  fmt::format_to(out, "\ncolumns, {} cases from memory", WithCommas(report.cases));
  if (report.resident < report.cases) {
    fmt::format_to(out, " ({} different ones again and again)", WithCommas(report.resident));
  }
  fmt::format_to(out, ", code for {}\n", report.processor);
  fmt::format_to(out, "{:<16} {:>8} {:>16} {:>10} {:>12} {:>14} {:>8}\n", "", "threads", "cases/s",
                 "a case", "touching", "% of touching", "x one");
  for (const Population& one : report.populations) {
    for (const BenchReport::Batch& batch : one.batches) {
      fmt::format_to(out, "{:<16} {:>8} {:>16} {:>10} {:>12} {:>14} {:>8}\n", NameOf(one),
                     batch.threads, Speed(batch.seconds), Nanoseconds(batch.seconds),
                     Nanoseconds(batch.touch),
                     batch.share == 0 ? "-" : fmt::format("{:.0f}", batch.share * kPercent),
                     fmt::format("{:.2f}", one.batches.front().seconds / batch.seconds));
    }
  }
  fmt::format_to(out, "\n{:<16} {:>24} {:>16} {:>16}\n", "one thread", "batch, from the cache",
                 "row evaluator", "with trace");
  for (const Population& one : report.populations) {
    fmt::format_to(out, "{:<16} {:>24} {:>16} {:>16}\n", NameOf(one), Nanoseconds(one.in_cache),
                   Nanoseconds(one.row), Nanoseconds(one.traced));
  }
}

Json JsonOf(const Population& population) {
  Json json = {{"percent_missing", population.percent_missing},
               {"compared", population.compared},
               {"bytes_read", population.bytes_read},
               {"bytes_written", population.bytes_written},
               {"share_undetermined", population.share_undetermined},
               {"share_left_to_row", population.share_deferred}};
  for (const BenchReport::Batch& batch : population.batches) {
    Json one = {{"threads", batch.threads},
                {"cases_per_second", 1 / batch.seconds},
                {"nanoseconds", batch.seconds * kNanoseconds},
                {"touch_nanoseconds", batch.touch * kNanoseconds}};
    if (batch.share != 0) {
      one["share_of_touch"] = batch.share;
    }
    json["columns"].push_back(std::move(one));
  }
  if (!population.batches.empty()) {
    json["batch_in_cache_nanoseconds"] = population.in_cache * kNanoseconds;
    json["row_nanoseconds"] = population.row * kNanoseconds;
    json["traced_row_nanoseconds"] = population.traced * kNanoseconds;
  }
  return json;
}

}  // namespace

std::string BenchText(const BenchReport& report) {
  std::string text;
  PutCases(report, std::back_inserter(text));
  if (report.is_measured) {
    PutBatches(report, std::back_inserter(text));
  }
  return text;
}

std::string BenchJson(const BenchReport& report) {
  Json json = {{"act", report.act},
               {"facts", report.facts},
               {"facts_read", report.facts_read},
               {"answers", report.answers},
               {"clauses", report.clauses},
               {"seed", report.seed},
               {"first_day", report.first_day},
               {"last_day", report.last_day},
               {"readings", Json::object()}};
  for (const auto& [reading, alternative] : report.readings) {
    json["readings"][reading] = alternative ? Json(*alternative) : Json(nullptr);
  }
  if (report.is_measured) {
    json["cases"] = report.cases;
    json["different_cases"] = report.resident;
    json["rounds"] = report.rounds;
    json["processor"] = report.processor;
  }
  for (const Population& population : report.populations) {
    json["populations"].push_back(JsonOf(population));
  }
  return json.dump(2) + "\n";
}

}  // namespace acta
