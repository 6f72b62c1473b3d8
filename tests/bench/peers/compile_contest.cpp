// From text to machine code, and what a program waits when it starts.
#include <algorithm>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <spawn.h>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "acta/acta.h"
#include "acta/batch.h"
#include "bench_assembly.h"
#include "compiler/base/check.h"
#include "compiler/codegen/aot.h"
#include "compiler/codegen/jit.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/driver/session.h"
#include "compiler/measure/contest.h"
#include "compiler/measure/memory.h"
#include "tests/bench/peers/contests.h"
#include "tests/bench/peers/statute.h"

namespace acta::bench {

namespace {

using Goal = Scoreboard::Goal;

constexpr double kMebibyte = 1 << 20;
constexpr std::size_t kFewestRules = 1'000;

// Processor time of all threads, the median of some rounds.
double Worked(unsigned rounds, const std::function<void()>& work) {
  std::vector<double> seconds;
  for (unsigned round = 0; round < rounds; ++round) {
    const std::clock_t begun = std::clock();
    work();
    seconds.push_back(static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
  }
  return measure::Median(std::move(seconds));
}

std::unique_ptr<Session> Load(const std::string& path) {
  std::unique_ptr<Session> session = LoadAct(path, {});
  ACTA_CHECK(session->ok(), "the bench's acts are sound");
  return session;
}

// To an object with row and batch evaluators; its size in bytes.
std::size_t MakeObject(const Session& session) {
  const std::vector<std::byte> descriptor = WriteDescriptor(session.graph, session.sources);
  const Result<Target> target = FindTarget("", "");
  ACTA_CHECK(target.has_value(), "there is code for this machine");
  const Result<std::string> object = CompileObject(
      {.graph = session.graph, .descriptor = descriptor, .symbol = "acta_act_measured"},
      {.target = *target});
  ACTA_CHECK(object.has_value(), object.has_value() ? "" : object.error().message);
  return object->size();
}

void MakeQuickly(const Session& session) {
  const Result<CompiledAct> act = CompileJit(session.graph, {.level = OptimisationLevel::kFast});
  ACTA_CHECK(act.has_value() && act->row() != nullptr, "the act compiles");
}

void AddAct(const char* name, const char* path, bool is_the_measure, unsigned rounds,
            Scoreboard& scoreboard) {
  const std::unique_ptr<Session> session = Load(path);
  std::size_t bytes = 0;
  const double text = Worked(rounds, [&] { (void)Load(path); });
  const double object = Worked(rounds, [&] { bytes = MakeObject(*session); });
  const double quick = Worked(rounds, [&] { MakeQuickly(*session); });
  scoreboard.Add(fmt::format("{}: text to rule graph", name), text * 1e3, " ms");
  const auto add = [&](const std::string& what, double seconds, double goal) {
    is_the_measure ? scoreboard.Add(what, seconds * 1e3, " ms", Goal::kAtMost, goal)
                   : scoreboard.Add(what, seconds * 1e3, " ms");
  };
  add(fmt::format("{}: rule graph to object, {} levels", name, acta_act_bench_assembly.code_count),
      object, 250);
  scoreboard.Add(fmt::format("{}: size of the object", name),
                 static_cast<double>(bytes) / kMebibyte, " MiB", Goal::kAtMost, 1);
  add(fmt::format("{}: rule graph to code quickly made", name), quick, 5);
}

void OpenAct() {
  acta_act* act = nullptr;
  acta_detail detail{};
  detail.struct_size = sizeof detail;
  const acta_status status =
      acta_act_load(&acta_act_bench_assembly, acta_default_allocator(), &act, &detail);
  ACTA_CHECK(status == ACTA_OK, detail.message);
  acta_act_close(act);
}

// Processor time of a compiler that has next to nothing to do.
double StartCompiler(const std::string& acta) {
  std::string program = acta;
  std::string option = "explain-code";
  std::string code = "A0001";
  char* const arguments[] = {program.data(), option.data(), code.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  ACTA_CHECK(posix_spawn(&child, acta.c_str(), &actions, nullptr, arguments, environ) == 0,
             "bin/acta lies beside this program");
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  ACTA_CHECK(status == 0, "acta says what a code means");
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void AddGrowth(const ContestOptions& options, Scoreboard& scoreboard) {
  double before = 0;
  for (std::size_t rules = kFewestRules; rules <= options.most_rules; rules *= 10) {
    const std::string text = Statute(rules);
    measure::ForgetPeak();
    const double seconds = CompileStatute(text, rules).all();
    const double peak = static_cast<double>(measure::PeakBytes()) / kMebibyte;
    const bool is_most = rules == 100'000;
    const std::string what = fmt::format("{} rules, text to code quickly made", rules);
    is_most ? scoreboard.Add(what, seconds, " s", Goal::kAtMost, 75)
            : scoreboard.Add(what, seconds, " s");
    if (before != 0) {
      scoreboard.Add(fmt::format("{} rules against {}", rules, rules / 10), seconds / before, "x",
                     Goal::kAtMost, 11);
    }
    if (is_most) {
      scoreboard.Add(fmt::format("{} rules, memory", rules), peak, " MiB", Goal::kAtMost, 1024);
    }
    before = seconds;
  }
}

}  // namespace

bool HoldCompileContest(const ContestOptions& options, Scoreboard& scoreboard) {
  scoreboard.Open("Compiling, and starting: processor time");
  AddAct("synthetic act", "tests/bench/assembly_law.acta.md", true, options.rounds, scoreboard);
  AddAct("act of 2020", "examples/kazakhstan/peaceful_assemblies_2020.acta.md", false,
         std::min(options.rounds, 3U), scoreboard);
  scoreboard.Add("opening a compiled act", Worked(options.rounds * 10, OpenAct) * 1e3, " ms",
                 Goal::kAtMost, 2);
  const std::string acta = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "acta";
  std::vector<double> starts;
  for (unsigned round = 0; round < options.rounds; ++round) {
    starts.push_back(StartCompiler(acta));
  }
  scoreboard.Add("starting the compiler", measure::Median(std::move(starts)) * 1e3, " ms",
                 Goal::kAtMost, 15);
  AddGrowth(options, scoreboard);
  scoreboard.Print();
  return true;
}

}  // namespace acta::bench
