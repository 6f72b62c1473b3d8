/* The act on assemblies of tests/unit/runtime, for hosts that are not C++20. */
#ifndef ACTA_TESTS_ASSEMBLY_H
#define ACTA_TESTS_ASSEMBLY_H

#include "acta/acta.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What an act's object file would offer: descriptor and evaluators. Good until the process ends. */
acta_act_options assembly_options(void);

#ifdef __cplusplus
}
#endif
#endif
