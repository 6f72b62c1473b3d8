/* The functions compiled code may call, declared from the one list of them: runtime/kernels.def says what each does. */
#ifndef ACTA_KERNELS_H
#define ACTA_KERNELS_H

#include "acta/evaluator.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A parameter of the law by date: versions sorted by `from`, not overlapping, both days included. */
typedef struct acta_lookup_version {
  int32_t from, until;
  int64_t value;
} acta_lookup_version;

typedef struct acta_lookup {
  uint32_t count;
  uint32_t reserved;
  const acta_lookup_version* versions;
} acta_lookup;

/* A shared runtime exports them, for the objects of acts. */
#pragma GCC visibility push(default)
#define ACTA_KERNEL(name, result, parameters, undetermined, can_fail) result acta_k_##name parameters;
#include "runtime/kernels.def"
#undef ACTA_KERNEL
#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif
#endif
