#include "tests/cross/remote_acts.h"

#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/base/file.h"

namespace acta::aot {
namespace {

// As in evaluate_frames.c.
struct Request {
  std::uint32_t act, traced, rule_count, slot_count, union_capacity, reserved;
  std::uint64_t trace_capacity;
};
struct Reply {
  std::uint32_t overflow, union_count;
  std::uint64_t trace_count;
};
constexpr std::uint32_t kUnions = 1U << 16;
constexpr std::uint64_t kSteps = 1U << 20;

void Succeed(const std::string& command) {
  ACTA_CHECK(std::system(command.c_str()) == 0, "this command ends well: " + command);
}

template <class T>
void Put(std::string& bytes, std::span<const T> values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

// Takes values off the front of what was said.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  std::vector<T> Take(std::size_t count) {
    ACTA_CHECK(count * sizeof(T) <= bytes_.size(), "a program says as much as it announces");
    std::vector<T> values(count);
    std::memcpy(values.data(), bytes_.data(), count * sizeof(T));
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

}  // namespace

RemoteActs::RemoteActs(std::span<const ActToLink> acts, const RemoteMachine& machine)
    : folder_(NewFolder()) {
  std::string table = "#include \"acta/batch.h\"\n";
  std::string names;
  std::string objects;
  for (const ActToLink& act : acts) {
    const std::string object = folder_.PathOf(act.name + ".o");
    ACTA_CHECK(WriteFile(object, ObjectOf(act, machine.target)), "objects can be written");
    table += fmt::format("extern const acta_compiled_act acta_act_{};\n", act.name);
    names += fmt::format("&acta_act_{},\n", act.name);
    objects += " " + object;
    rule_counts_.push_back(static_cast<std::uint32_t>(act.graph->program->rules.size()));
  }
  table += fmt::format("const acta_compiled_act* const acts[] = {{\n{}}};\n", names);
  const std::string table_path = folder_.PathOf("acts.c");
  ACTA_CHECK(WriteFile(table_path, table), "sources can be written");
  const std::string program = folder_.PathOf("acts");
  Succeed(fmt::format("{} -static -Iruntime/include -o {} tests/cross/evaluate_frames.c {}{} {}",
                      machine.c_compiler, program, table_path, objects, machine.runtime));
  run_ = machine.emulator + " " + program;
}

std::vector<interpreter::Frame> RemoteActs::Evaluate(std::span<const RemoteCase> cases) const {
  std::string asked;
  for (const RemoteCase& one : cases) {
    const Request request{.act = static_cast<std::uint32_t>(one.act),
                          .traced = one.traced ? 1U : 0U,
                          .rule_count = rule_counts_[one.act],
                          .slot_count = static_cast<std::uint32_t>(one.slots.size()),
                          .union_capacity = kUnions,
                          .reserved = 0,
                          .trace_capacity = one.traced ? kSteps : 0};
    Put(asked, std::span(&request, 1));
    Put(asked, one.slots);
  }
  const std::string input = folder_.PathOf("asked");
  const std::string output = folder_.PathOf("said");
  ACTA_CHECK(WriteFile(input, asked), "requests can be written");
  Succeed(fmt::format("{} < {} > {}", run_, input, output));
  const Result<std::string> said = ReadFile(output);
  ACTA_CHECK(said.has_value(), "what was said can be read");

  Taker taker(*said);
  std::vector<interpreter::Frame> evaluations;
  for (const RemoteCase& one : cases) {
    const Reply reply = taker.Take<Reply>(1)[0];
    ACTA_CHECK(reply.overflow == 0, "there is room enough for reasons and steps");
    const std::uint32_t rules = rule_counts_[one.act];
    evaluations.push_back({.values = taker.Take<std::int64_t>(rules),
                           .whys = taker.Take<std::uint32_t>(rules),
                           .unions = taker.Take<acta_union>(reply.union_count),
                           .trace = taker.Take<acta_trace_record>(reply.trace_count)});
  }
  return evaluations;
}

}  // namespace acta::aot
