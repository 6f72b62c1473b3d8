#include "acta/acta.h"
#include "every_type.h"

#define ACT(name) every_type_##name
#define COMPILED acta_act_every_type
#define CASES "every_type_cases.h"
#include "equality.inc.h"
