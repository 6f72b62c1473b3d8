/* The contract between the batch evaluators that the compiler makes and the runtime that feeds them: many cases at once, from
 * columns. And what an object made by `acta build` exports. Integrators use acta.h and columns.h; this header is for who makes
 * or drives evaluators.
 *
 * Cases are taken 64 at a time, a *tile*; some tiles form a *block*, for which an evaluator is called once. A truth is a bit of
 * a 64-bit word, case i of a tile being bit i; other values lie in columns as narrow as their range allows.
 *
 * Cases and the elements of each list are *domains*: domain 0 is the cases, each list of the case has a domain of its own,
 * whose rows are the elements of all cases of the block one after the other.
 *
 * A batch evaluator says for each rule and case whether its value is known, and the value. It gives no reasons: for these, and
 * for what it leaves to the row evaluator (`deferred`), the driver asks the row evaluator about that one case. */
#ifndef ACTA_BATCH_H
#define ACTA_BATCH_H

#include <stdint.h>

#include "acta/evaluator.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ACTA_TILE 64u
#define ACTA_NO_PLACE 0xffffffffu

/* How the values of a column lie in memory. Payloads as in evaluator.h, ACTA_ABSENT and ACTA_MISSING apart: absence and
 * missing values are masks of their own. */
#define ACTA_STORE_NONE 0u  /* no values: an entity that may be absent, a list */
#define ACTA_STORE_BITS 1u  /* booleans: a mask */
#define ACTA_STORE_INT8 2u
#define ACTA_STORE_INT16 3u
#define ACTA_STORE_INT32 4u
#define ACTA_STORE_INT64 5u

/* One fact, or field of a fact or of an element: scalars, optional entities (whether there is one) and lists. */
typedef struct acta_batch_column {
  uint32_t domain; /* whose rows it has */
  uint32_t slot;   /* its slot in a case (evaluator.h); in a list's domain: from the first slot of the element */
  uint32_t type;   /* index among the act's types */
  uint32_t store;
  uint32_t value;    /* its place among the domain's value pointers, or for ACTA_STORE_BITS among its mask words;
                        ACTA_NO_PLACE: no rule reads it */
  uint32_t given;    /* mask word: the value is given (or known to be absent); ACTA_NO_PLACE: no rule reads it */
  uint32_t absent;   /* mask word: known not to exist; ACTA_NO_PLACE: it always exists, or no rule asks */
  uint32_t elements; /* lists: the domain of their elements; otherwise 0 */
  int64_t low, high; /* payloads that may stand here, both included */
} acta_batch_column;

typedef struct acta_batch_domain {
  uint32_t parent;        /* domain; of the cases: 0 */
  uint32_t list;          /* the column of the list; of the cases: ACTA_NO_PLACE */
  uint32_t mask_words;    /* per tile */
  uint32_t value_columns;
  uint32_t scratch_bytes; /* per tile, a multiple of 64 */
  uint32_t width;         /* slots of a row: of a case without its list elements, of an element */
} acta_batch_domain;

/* Where the result of a rule is left in the scratch of a tile of cases: offsets in bytes. */
typedef struct acta_batch_result {
  uint32_t rule;
  uint32_t store;  /* ACTA_STORE_BITS, INT32 or INT64 */
  uint32_t value;  /* a word, or 64 values */
  uint32_t known;  /* a word; ACTA_NO_PLACE: always known */
  uint32_t absent; /* a word; ACTA_NO_PLACE: never absent */
} acta_batch_result;

/* What evaluators do of their own accord, so that nobody else need. */
#define ACTA_PLAN_CLEARS 1u     /* values of results (words apart) are 0 where they are undetermined or absent */
#define ACTA_PLAN_SKIPS_GONE 2u /* what lies in fields of entities that are absent is not looked at, nor compared with its range */

/* What a batch evaluator reads and writes, and where. */
typedef struct acta_batch_plan {
  uint32_t struct_size;
  uint32_t domain_count, column_count, result_count, clause_count;
  uint32_t out_of_range; /* scratch of cases: word; a value of the case lies outside its low..high. Its results mean nothing */
  uint32_t deferred;     /* scratch of cases: word; what is not known here may yet be known to the row evaluator */
  uint32_t flags;        /* ACTA_PLAN_* */
  const acta_batch_domain* domains;
  const acta_batch_column* columns; /* by domain, then slot */
  const acta_batch_result* results; /* one per answer, in their order */
  const uint32_t* clauses;          /* per clause: scratch of cases: word, its own conditions surely hold; or ACTA_NO_PLACE */
} acta_batch_plan;

/* The rows of a domain in a block. Every array can be read to the end of its last tile, and holds there, behind the last row,
 * some row's values (masks: given, `parents`: a row of the parent). Rows lie in order of their parents. */
typedef struct acta_batch_rows {
  uint32_t count, tiles;
  const void* const* values; /* per value column */
  const uint64_t* masks;     /* tiles x mask_words */
  const uint32_t* offsets;   /* lists: row r of the parent owns the rows offsets[r] up to offsets[r + 1]; tiles of the parent
                                x 64 + 1 of them, those behind the last row equal to `count` */
  const uint32_t* parents;   /* lists: the row of the parent that owns each row */
  unsigned char* scratch;    /* (tiles + 1) x scratch_bytes, aligned to 64 */
  uint64_t scratch_bytes;    /* per tile, as in the domain */
} acta_batch_rows;

typedef struct acta_batch_block {
  uint32_t struct_size;
  uint32_t reserved;
  const acta_batch_rows* rows; /* per domain */
  const int64_t* readings;     /* per reading of the act: the ordinal of the alternative chosen, or ACTA_MISSING */
} acta_batch_block;

typedef void (*acta_batch_evaluator)(const acta_batch_block*);

/* Processor levels. An object carries code for some of them; what runs is chosen once, when the act is opened. */
#define ACTA_LEVEL_BASE 0u      /* any processor of the architecture */
#define ACTA_LEVEL_X86_64_V3 3u /* AVX2, BMI2, FMA */
#define ACTA_LEVEL_X86_64_V4 4u /* AVX-512 F, BW, CD, DQ, VL */

typedef struct acta_batch_code {
  uint32_t level;
  uint32_t reserved;
  acta_batch_evaluator general;
  acta_batch_evaluator all_given; /* for blocks in which every mask word `given` is all ones: faster, or the same */
} acta_batch_code;

/* What the object of an act exports, as `acta_act_<name>`. Constant; good as long as the object is loaded. */
typedef struct acta_compiled_act {
  uint32_t struct_size;
  uint32_t abi_version; /* ACTA_ABI_VERSION of the compiler's runtime */
  const void* descriptor;
  uint64_t descriptor_size;
  acta_evaluator row, traced;
  const acta_batch_plan* plan; /* NULL: no batch evaluator */
  const acta_batch_code* code; /* from the lowest level to the highest */
  uint32_t code_count;
  uint32_t reserved;
} acta_compiled_act;

#ifdef __cplusplus
}
#endif
#endif
