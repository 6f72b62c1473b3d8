// ACTA_CLONES before a function: it is compiled for several levels of x86-64, and the processor at
// hand decides which is called. For loops over columns; the functions they call must be inlined.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ACTA_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ACTA_CLONES
#endif
