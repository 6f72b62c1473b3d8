// A host in C++ that takes cases as JSON, with the optional library.
#include <exception>
#include <iostream>
#include <string>

#include "acta/acta.hpp"
#include "acta/batch.h"

extern "C" const acta_compiled_act acta_act_library;

int main() {
  try {
    const acta::Act act(acta_act_library);
    acta::Case visitor(act);
    visitor.ReadJson(
        R"({"born": "2010-05-01", "visit": "2022-05-01", "serving": "imprisonment", "owes_fees": false})");
    const std::string json = act.Evaluate(visitor).Json();
    if (json.find(R"("value":false)") == std::string::npos) {
      std::cerr << "who is in prison may not borrow, but the outcome is " << json << '\n';
      return 1;
    }
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
  return 0;
}
