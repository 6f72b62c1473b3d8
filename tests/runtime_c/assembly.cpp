#include "tests/runtime_c/assembly.h"

#include "tests/unit/runtime/assembly_act.h"

extern "C" acta_act_options assembly_options(void) {
  static const acta::AssemblyAct act;
  return act.Options();
}
