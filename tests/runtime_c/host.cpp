// A host in C++17, over acta.hpp.
#include <cstdint>
#include <cstdio>
#include <string>
#include <type_traits>
#include <utility>

#include "acta/acta.hpp"
#include "tests/runtime_c/assembly.h"

namespace {

int failures = 0;

void Expect(bool holds, const char* claim, int line) {
  if (!holds) {
    std::fprintf(stderr, "host.cpp:%d: %s\n", line, claim);
    ++failures;
  }
}
#define EXPECT(claim) Expect((claim), #claim, __LINE__)

void AskAboutAnAssembly(const acta::Act& act) {
  acta::Case facts(act);
  facts.Set("as_of", "2021-03-01")
      .Set("starts", "2021-03-29 12:00")
      .Set("notification.registered", "2021-03-25");
  facts.Set("threat", false).SetEmptyList("organisers").Choose("backward", "lenient");

  acta::Outcome outcome = act.Evaluate(facts);
  EXPECT(outcome.Format(act.Answer("outcome")) == "refused");
  EXPECT(act.Citation(outcome.Citations(act.Answer("deadline")).at(0)) == "Article 10(1)");

  acta::Case copy = facts;
  copy.SetMissing("threat").SetAbsent("notification");
  outcome.Evaluate(copy);
  EXPECT(outcome.Format(act.Answer("outcome")) == "undetermined");
  EXPECT(outcome.Reasons(act.Answer("outcome")).size() == 1);
  EXPECT(std::string(outcome.Reasons(act.Answer("outcome"))[0].subject) == "threat");
  EXPECT(outcome.Explain(act.Answer("outcome")).find("to be judged by akimat") !=
         std::string::npos);
  EXPECT(act.Evaluate(facts, acta::Trace::kOff).Value(act.Answer("refused")).payload == 1);
}

void BeToldWhatIsWrong(const acta::Act& act) {
  acta::Case facts(act);
  try {
    facts.ReadJson(R"({"participants": 0})");
    EXPECT(false);
  } catch (const acta::Failure& failure) {
    EXPECT(failure.status() == ACTA_OUT_OF_RANGE);
    EXPECT(std::string(failure.detail().path) == "participants");
  }
}

template <class Value, class = void>
constexpr bool kCanBeSet = false;
template <class Value>
constexpr bool kCanBeSet<
    Value, std::void_t<decltype(std::declval<acta::Case&>().Set("", std::declval<Value>()))>> =
    true;

void GiveNumbersAsNumbers(const acta::Act& act) {
  static_assert(kCanBeSet<bool> && kCanBeSet<int> && kCanBeSet<std::uint64_t> &&
                kCanBeSet<std::string> && kCanBeSet<const char*>);
  static_assert(!kCanBeSet<double> && !kCanBeSet<float> && !kCanBeSet<char> && !kCanBeSet<void*>);
  const auto status = [&](const char* path, auto value) {
    try {
      acta::Case(act).Set(path, value);
      return ACTA_OK;
    } catch (const acta::Failure& failure) {
      return failure.status();
    }
  };
  EXPECT(status("participants", 250) == ACTA_OK);
  EXPECT(status("participants", 2500L) == ACTA_OUT_OF_RANGE);
  EXPECT(status("participants", UINT64_MAX) == ACTA_BAD_VALUE);
  EXPECT(status("participants", true) == ACTA_WRONG_TYPE);
  EXPECT(status("threat", 250) == ACTA_WRONG_TYPE);
}

}  // namespace

int main() {
  const acta::Act act(assembly_options());
  AskAboutAnAssembly(act);
  BeToldWhatIsWrong(act);
  GiveNumbersAsNumbers(act);
  return failures == 0 ? 0 : 1;
}
