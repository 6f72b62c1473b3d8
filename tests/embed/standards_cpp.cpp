// With the generic door; standards.c alone is compiled without it.
#include "acta/acta.h"
#include "standards.c"
