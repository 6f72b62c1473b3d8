#include "tests/bench/peers/assembly_sql.h"

#include <algorithm>
#include <cstring>
#include <duckdb.h>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "compiler/base/check.h"
#include "tests/bench/peers/civil_by_hand.h"
#include "tests/bench/peers/office_days.h"

namespace acta::bench {

namespace {

// From the rule that prevails over all others downwards. NULL is not known; AND, OR and NOT of SQL
// are those of Kleene.
struct SqlRule {
  std::string_view applies;
  Outcome outcome;
};
constexpr SqlRule kRules[] = {
    {"NOT in_public OR official", Outcome::kNotGoverned},
    {"renounced", Outcome::kGivenUp},
    {"(organised_by = 0 AND (NOT citizen OR born > adult_since OR incapacitated))"
     " OR (deputy_named AND deputy_born > adult_since) OR registered_on > starts_on - 365"
     " OR starts_on < last_held_on + 14 OR banned_by_court",
     Outcome::kForbidden},
    {"emergency OR (form >= 2 AND (starts_on BETWEEN DATE '2021-12-11' AND DATE '2022-01-10'"
     " OR starts_on BETWEEN DATE '2022-10-21' AND DATE '2022-11-20'"
     " OR starts_on BETWEEN DATE '2023-02-17' AND DATE '2023-03-19'"
     " OR starts_on BETWEEN DATE '2024-09-06' AND DATE '2024-10-06'"
     " OR starts_on BETWEEN DATE '2026-05-02' AND DATE '2026-06-01'))",
     Outcome::kForbidden},
    {"venue = 3 OR to_court < 100 OR to_railway < 50 OR to_border < 1000", Outcome::kForbidden},
    {"begins >= 79200 OR begins < 25200 OR ends > curfew", Outcome::kForbidden},
    {"answered AND answered_on <= answer_by AND (threat OR unlawful_aim OR breaches > 2 OR unpaid "
     "> 10)",
     Outcome::kRefused},
    {"filed_on > file_by AND NOT spontaneous", Outcome::kOutOfTime},
    {"NOT complete OR NOT sealed", Outcome::kIncomplete},
    {"participants > capacity OR (with_vehicles AND stewards < 20)", Outcome::kToBeChanged},
    {"(place_taken OR works_planned OR to_rival < 500) AND NOT (change_proposed AND "
     "change_accepted)",
     Outcome::kToBeChanged},
    {"structures AND NOT structures_allowed", Outcome::kLimited},
    {"amplified AND (sound > 85 OR to_hospital < 300 OR to_school < 150)", Outcome::kLimited},
};

int Ordinal(Outcome outcome) {
  return static_cast<int>(outcome);
}

// Each case with what the calendar says of its days: by a join, which is quicker, or where days may
// be missing by look-ups in lists.
constexpr std::string_view kJoined =
    "(SELECT assemblies.*, starting.file_by, starting.adult_since, filing.answer_by FROM assemblies"
    " JOIN days AS starting ON starting.day = starts_on JOIN days AS filing ON filing.day = "
    "filed_on)";
constexpr std::string_view kLookedUp =
    "(SELECT assemblies.*, all_file_by[starts_on - first_day + 1] AS file_by,"
    " all_adult_since[starts_on - first_day + 1] AS adult_since, all_answer_by[filed_on - "
    "first_day + 1] AS answer_by"
    " FROM assemblies, (SELECT min(day) AS first_day, list(file_by ORDER BY day) AS all_file_by,"
    " list(answer_by ORDER BY day) AS all_answer_by, list(adult_since ORDER BY day) AS "
    "all_adult_since FROM days))";

std::string QueryOfAllGiven() {
  std::string outcome = "CASE";
  for (const SqlRule& rule : kRules) {
    outcome += fmt::format(" WHEN {} THEN {}", rule.applies, Ordinal(rule.outcome));
  }
  return fmt::format("SELECT number, {} ELSE 0 END AS outcome FROM {}", outcome, kJoined);
}

// The first rule that surely applies decides, unless a rule before it may apply and says something
// else.
std::string QueryOfOpen() {
  std::string rules;
  std::string first;
  std::string said;
  std::string doubts;
  int position = 0;
  for (const SqlRule& rule : kRules) {
    rules += fmt::format(", {} AS r{}", rule.applies, position);
    first += fmt::format(" WHEN r{} THEN {}", position, position);
    said += fmt::format(" WHEN {} THEN {}", position, Ordinal(rule.outcome));
    doubts += fmt::format("{}(r{} IS NULL AND first > {} AND said <> {})",
                          position == 0 ? "" : " OR ", position, position, Ordinal(rule.outcome));
    ++position;
  }
  return fmt::format(
      "SELECT number, CASE WHEN {} THEN {} ELSE said END AS outcome FROM ("
      "SELECT *, CASE first{} ELSE 0 END AS said FROM ("
      "SELECT *, CASE{} ELSE {} END AS first FROM (SELECT number{} FROM {})))",
      doubts, Ordinal(Outcome::kUndetermined), said, first, position, rules, kLookedUp);
}

}  // namespace

class AssemblySql::Impl {
 public:
  explicit Impl(const ir::Calendar& calendar) {
    Check(duckdb_open(nullptr, &database_), "a database in memory opens");
    Check(duckdb_connect(database_, &connection_), "it can be connected to");
    Run("CREATE TABLE days(day DATE, file_by DATE, answer_by DATE, adult_since DATE)");
    const OfficeDays office_days(calendar);
    duckdb_appender appender = nullptr;
    Check(duckdb_appender_create(connection_, nullptr, "days", &appender),
          "the table of days is there");
    constexpr int kMargin = 30;  // deadlines of these days would leave the calendar
    for (Date day = calendar.first_day + kMargin; day <= calendar.last_day - kMargin; ++day) {
      for (const Date value :
           {day, office_days.Before(day, 5), office_days.After(day, 3), YearsBefore(day, 18)}) {
        duckdb_append_date(appender, {value});
      }
      duckdb_appender_end_row(appender);
    }
    Check(duckdb_appender_destroy(&appender), "all days were taken");
  }

  ~Impl() {
    duckdb_disconnect(&connection_);
    duckdb_close(&database_);
  }

  void Run(const std::string& sql) {
    duckdb_result result = ResultOf(sql);
    duckdb_destroy_result(&result);
  }

  template <class CaseOf>
  void Load(std::size_t count, bool all_given, const CaseOf& case_of) {
    Run("DROP TABLE IF EXISTS assemblies");
    std::string columns = "number INTEGER";
#define ACTA_FACT(sort, name) columns += fmt::format(", {} {}", #name, kSql##sort);
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
    Run(fmt::format("CREATE TABLE assemblies({})", columns));
    duckdb_appender appender = nullptr;
    Check(duckdb_appender_create(connection_, nullptr, "assemblies", &appender),
          "the table of cases is there");
    for (std::size_t i = 0; i < count; ++i) {
      const OpenAssembly one = case_of(i);
      duckdb_append_int32(appender, static_cast<std::int32_t>(i));
#define ACTA_FACT(sort, name) \
  Append##sort(appender, (one.given >> Fact::name & 1) != 0, one.facts.name);
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
      duckdb_appender_end_row(appender);
    }
    Check(duckdb_appender_destroy(&appender), "all cases were taken");
    query_ = all_given ? QueryOfAllGiven() : QueryOfOpen();
    count_ = count;
  }

  void Decide() { Run(fmt::format("SELECT count(*), sum(outcome) FROM ({})", query_)); }

  [[nodiscard]] std::vector<Outcome> Outcomes() {
    std::vector<Outcome> outcomes(count_, Outcome::kUndetermined);
    duckdb_result result =
        ResultOf(fmt::format("SELECT number, outcome::UTINYINT FROM ({})", query_));
    std::size_t seen = 0;
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
      const auto* numbers = static_cast<const std::int32_t*>(
          duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 0)));
      const auto* found = static_cast<const std::uint8_t*>(
          duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 1)));
      const idx_t size = duckdb_data_chunk_get_size(chunk);
      for (idx_t i = 0; i < size; ++i) {
        outcomes[static_cast<std::size_t>(numbers[i])] = static_cast<Outcome>(found[i]);
      }
      seen += size;
      duckdb_destroy_data_chunk(&chunk);
    }
    duckdb_destroy_result(&result);
    ACTA_CHECK(seen == count_, "DuckDB gives an outcome for each case");
    return outcomes;
  }

 private:
  static constexpr std::string_view kSqlOrdinal = "UTINYINT";
  static constexpr std::string_view kSqlDate = "DATE";
  static constexpr std::string_view kSqlNumber = "INTEGER";
  static constexpr std::string_view kSqlTruth = "BOOLEAN";

  // To be destroyed.
  [[nodiscard]] duckdb_result ResultOf(const std::string& sql) {
    duckdb_result result{};
    const duckdb_state state = duckdb_query(connection_, sql.c_str(), &result);
    ACTA_CHECK(state == DuckDBSuccess,
               fmt::format("DuckDB runs {}: {}", sql, duckdb_result_error(&result)));
    return result;
  }
  static void Check(duckdb_state state, std::string_view promise) {
    ACTA_CHECK(state == DuckDBSuccess, promise);
  }

  static void AppendOrdinal(duckdb_appender to, bool given, std::uint8_t value) {
    given ? duckdb_append_uint8(to, value) : duckdb_append_null(to);
  }
  static void AppendDate(duckdb_appender to, bool given, Date value) {
    given ? duckdb_append_date(to, {value}) : duckdb_append_null(to);
  }
  static void AppendNumber(duckdb_appender to, bool given, Number value) {
    given ? duckdb_append_int32(to, value) : duckdb_append_null(to);
  }
  static void AppendTruth(duckdb_appender to, bool given, bool value) {
    given ? duckdb_append_bool(to, value) : duckdb_append_null(to);
  }

  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
  std::string query_;
  std::size_t count_ = 0;
};

AssemblySql::AssemblySql(const ir::Calendar& office_days)
    : impl_(std::make_unique<Impl>(office_days)) {
}
AssemblySql::~AssemblySql() = default;

void AssemblySql::Load(std::span<const OpenAssembly> cases) {
  impl_->Load(cases.size(), false, [&](std::size_t i) { return cases[i]; });
}
void AssemblySql::LoadAllGiven(std::span<const Assembly> cases) {
  impl_->Load(cases.size(), true, [&](std::size_t i) { return OpenAssembly{.facts = cases[i]}; });
}
void AssemblySql::UseThreads(unsigned threads) {
  impl_->Run(fmt::format("SET threads = {}", threads));
}
std::vector<Outcome> AssemblySql::Outcomes() {
  return impl_->Outcomes();
}
void AssemblySql::Decide() {
  impl_->Decide();
}

}  // namespace acta::bench
