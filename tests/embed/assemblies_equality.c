#include "acta/acta.h"
#include "assemblies.h"

#define ACT(name) assemblies_##name
#define COMPILED acta_act_assemblies
#define CASES "assemblies_cases.h"
#include "equality.inc.h"
