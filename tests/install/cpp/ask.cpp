// A host in C++: asks a compiled act, from C++17 on.
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

#include "acta/acta.hpp"
#include "library.h"

namespace {

void Expect(bool holds, const std::string& claim) {
  if (!holds) {
    throw std::runtime_error("not so: " + claim);
  }
}

void Ask() {
  const acta::Act act(acta_act_library);
  const std::uint32_t may_borrow = act.Answer("may_borrow");
  acta::Case visitor(act);
  visitor.Set("born", "2010-05-01")
      .Set("visit", "2022-05-01")
      .Set("serving", "no_sentence")
      .Set("owes_fees", false);
  Expect(act.Evaluate(visitor).Format(may_borrow) == "yes", "who owes nothing may borrow");

  visitor.Set("owes_fees", true);
  acta::Outcome outcome = act.Evaluate(visitor);
  Expect(outcome.Format(may_borrow) == "no", "who owes fees may not borrow");
  Expect(act.Citation(outcome.Citations(may_borrow).at(0)) == "Article 4",
         "Article 4 decides that");
}

}  // namespace

int main() {
  try {
    Ask();
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
  return 0;
}
