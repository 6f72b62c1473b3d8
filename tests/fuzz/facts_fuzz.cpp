// Hostile facts: any bytes as the JSON of a case, which is evaluated and explained when it is one.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "acta/acta.h"
#include "tests/fuzz/asking.h"
#include "tests/unit/runtime/assembly_act.h"

namespace {

using namespace acta;  // As the other targets.

const AssemblyAct& Act() {
  static const AssemblyAct act;
  return act;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const CasePtr facts = NewCase(Act());
  auto detail = Fresh<acta_detail>();
  const acta_status status =
      acta_case_read_json(facts.get(), reinterpret_cast<const char*>(data), size, &detail);
  if (status != ACTA_OK) {
    fuzz::Require(detail.status == status && detail.message[0] != '\0');
    return 0;
  }
  const OutcomePtr outcome = Evaluated(*facts);
  Text text;
  fuzz::Require(acta_outcome_json(outcome.get(), text.get()) == ACTA_OK);
  fuzz::Require(acta_explain_json(outcome.get(), 0, nullptr, text.get()) == ACTA_OK);
  fuzz::AskEverything(Act().get(), outcome.get());
  return 0;
}
