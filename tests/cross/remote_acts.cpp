#include "tests/cross/remote_acts.h"

#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/base/file.h"

namespace acta::cross {
namespace {

// As in evaluate_acts.c.
enum Kind : std::uint32_t { kRow, kTraced, kPlan, kGeneral, kAllGiven };
struct Request {
  std::uint32_t act, kind;
  std::uint64_t a, b, c, d;
};
constexpr std::uint64_t kUnions = 1U << 16;
constexpr std::uint64_t kSteps = 1U << 20;

void Succeed(const std::string& command) {
  ACTA_CHECK(std::system(command.c_str()) == 0, "this command ends well: " + command);
}

template <class T>
void Put(std::string& bytes, const T* values, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(T));
}

// Takes values off the front of what was said.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  std::vector<T> Take(std::size_t count) {
    ACTA_CHECK(count * sizeof(T) <= bytes_.size(), "a program says as much as it announces");
    std::vector<T> values(count);
    if (count != 0) {
      std::memcpy(values.data(), bytes_.data(), count * sizeof(T));
    }
    bytes_.remove_prefix(count * sizeof(T));
    return values;
  }

 private:
  std::string_view bytes_;
};

TemporaryFolder NewFolder() {
  Result<TemporaryFolder> folder = TemporaryFolder::Make();
  ACTA_CHECK(folder.has_value(), "there is room for temporary files");
  return *std::move(folder);
}

// Bytes of a value in the columns of a store.
std::size_t WidthOf(std::uint32_t store) {
  return store < ACTA_STORE_INT8 ? 0 : std::size_t{1} << (store - ACTA_STORE_INT8);
}

}  // namespace

RemoteActs::RemoteActs(std::span<const aot::ActToLink> acts, const RemoteMachine& machine)
    : folder_(NewFolder()) {
  std::string table = "#include \"acta/batch.h\"\n";
  std::string names;
  std::string objects;
  for (const aot::ActToLink& act : acts) {
    const std::string object = folder_.PathOf(act.name + ".o");
    ACTA_CHECK(WriteFile(object, ObjectOf(act, machine.target)), "objects can be written");
    table += fmt::format("extern const acta_compiled_act acta_act_{};\n", act.name);
    names += fmt::format("&acta_act_{},\n", act.name);
    objects += " " + object;
    rule_counts_.push_back(static_cast<std::uint32_t>(act.graph->program->rules.size()));
    reading_counts_.push_back(static_cast<std::uint32_t>(act.graph->program->readings.size()));
  }
  table += fmt::format("const acta_compiled_act* const acts[] = {{\n{}}};\n", names);
  const std::string table_path = folder_.PathOf("acts.c");
  ACTA_CHECK(WriteFile(table_path, table), "sources can be written");
  const std::string program = folder_.PathOf("acts");
  Succeed(fmt::format("{} -static -Iruntime/include -o {} tests/cross/evaluate_acts.c {}{} {}",
                      machine.c_compiler, program, table_path, objects, machine.runtime));
  run_ = machine.emulator + " " + program;
}

std::string RemoteActs::Ask(const std::string& requests) const {
  const std::string input = folder_.PathOf("asked");
  const std::string output = folder_.PathOf("said");
  ACTA_CHECK(WriteFile(input, requests), "requests can be written");
  Succeed(fmt::format("{} < {} > {}", run_, input, output));
  const Result<std::string> said = ReadFile(output);
  ACTA_CHECK(said.has_value(), "what was said can be read");
  return *said;
}

std::vector<interpreter::Frame> RemoteActs::Evaluate(std::span<const RemoteCase> cases) const {
  std::string asked;
  for (const RemoteCase& one : cases) {
    const Request request{.act = static_cast<std::uint32_t>(one.act),
                          .kind = one.traced ? kTraced : kRow,
                          .a = one.slots.size(),
                          .b = rule_counts_[one.act],
                          .c = kUnions,
                          .d = one.traced ? kSteps : 0};
    Put(asked, &request, 1);
    Put(asked, one.slots.data(), one.slots.size());
  }
  const std::string said = Ask(asked);
  Taker taker(said);
  std::vector<interpreter::Frame> frames;
  for (const RemoteCase& one : cases) {
    const acta_frame frame = taker.Take<acta_frame>(1)[0];
    ACTA_CHECK(frame.overflow == 0, "there is room enough for reasons and steps");
    const std::uint32_t rules = rule_counts_[one.act];
    frames.push_back({.values = taker.Take<std::int64_t>(rules),
                      .whys = taker.Take<std::uint32_t>(rules),
                      .unions = taker.Take<acta_union>(frame.union_count),
                      .trace = taker.Take<acta_trace_record>(frame.trace_count)});
  }
  return frames;
}

RemotePlan RemoteActs::PlanOf(std::size_t act) const {
  const Request request{
      .act = static_cast<std::uint32_t>(act), .kind = kPlan, .a = 0, .b = 0, .c = 0, .d = 0};
  std::string asked;
  Put(asked, &request, 1);
  const std::string said = Ask(asked);
  Taker taker(said);
  RemotePlan owned{.plan = taker.Take<acta_batch_plan>(1)[0]};
  owned.domains = taker.Take<acta_batch_domain>(owned.plan.domain_count);
  owned.columns = taker.Take<acta_batch_column>(owned.plan.column_count);
  owned.results = taker.Take<acta_batch_result>(owned.plan.result_count);
  owned.clauses = taker.Take<std::uint32_t>(owned.plan.clause_count);
  owned.plan.domains = owned.domains.data();
  owned.plan.columns = owned.columns.data();
  owned.plan.results = owned.results.data();
  owned.plan.clauses = owned.clauses.data();
  return owned;
}

void RemoteActs::EvaluateBlock(std::size_t act, bool all_given, const RemotePlan& plan,
                               const acta_batch_block& block) const {
  const Request request{.act = static_cast<std::uint32_t>(act),
                        .kind = all_given ? kAllGiven : kGeneral,
                        .a = reading_counts_[act],
                        .b = 0,
                        .c = 0,
                        .d = 0};
  std::string asked;
  Put(asked, &request, 1);
  Put(asked, block.readings, reading_counts_[act]);
  for (std::uint32_t i = 0; i < plan.plan.domain_count; ++i) {
    const acta_batch_domain& domain = plan.domains[i];
    const acta_batch_rows& rows = block.rows[i];
    Put(asked, &rows.count, 1);
    Put(asked, &rows.tiles, 1);
    Put(asked, rows.masks, std::size_t{rows.tiles} * domain.mask_words);
    if (i > 0) {
      Put(asked, rows.offsets, std::size_t{block.rows[domain.parent].tiles} * ACTA_TILE + 1);
      Put(asked, rows.parents, std::size_t{rows.tiles} * ACTA_TILE);
    }
    std::vector<std::uint64_t> bytes(domain.value_columns, 0);
    for (const acta_batch_column& column : plan.columns) {
      if (column.domain == i && column.value != ACTA_NO_PLACE) {
        if (const std::size_t width = WidthOf(column.store); width != 0) {
          bytes[column.value] = rows.tiles * ACTA_TILE * width;
        }
      }
    }
    for (std::uint32_t column = 0; column < domain.value_columns; ++column) {
      Put(asked, &bytes[column], 1);
      Put(asked, static_cast<const unsigned char*>(rows.values[column]), bytes[column]);
    }
  }
  const std::string said = Ask(asked);
  ACTA_CHECK(said.size() == block.rows[0].tiles * block.rows[0].scratch_bytes,
             "a block's reply is the scratch of its cases");
  std::memcpy(block.rows[0].scratch, said.data(), said.size());
}

}  // namespace acta::cross
