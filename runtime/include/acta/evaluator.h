/* The contract between compiled acts, the interpreter's adapter and the runtime: how a case lies in memory, what an
 * evaluator writes, and how reasons and traces are encoded. Integrators use acta.h; this header is for who makes evaluators. */
#ifndef ACTA_EVALUATOR_H
#define ACTA_EVALUATOR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Payloads, by type:
 *   boolean 0/1 · integer itself · decimal in millionths · money in hundredths · date day number (1970-01-01 is 0)
 *   time seconds of the day (0..86400) · datetime civil seconds since 1970-01-01 00:00 · durations their count
 *   (hours and minutes as counts of their unit) · enum ordinal · set bit mask of ordinals · text interned id
 *   (constants of the act first, see acta_text) · period start<<32 | (uint32)end, as int32 days or seconds
 *   entity: the slot where its fields begin · list: base slot << 32 | length
 * Two payloads are reserved in every type. */
#define ACTA_ABSENT INT64_MIN          /* known not to exist (optional types only) */
#define ACTA_MISSING (INT64_MIN + 1)   /* not given (in case slots only) */

/* Dates outside these years are an arithmetic failure. */
#define ACTA_MIN_DAY (-4371587)        /* -9999-01-01 */
#define ACTA_MAX_DAY 2932896           /*  9999-12-31 */

/* Why a value is undetermined. 0: it is known. Otherwise
 *   static reason  r+1        r indexes the act's reason table (reading, conflict, uncovered, arithmetic)
 *   missing slot   ACTA_WHY_SLOT  | slot
 *   union          ACTA_WHY_UNION | index into acta_frame.unions */
#define ACTA_WHY_SLOT 0x40000000u
#define ACTA_WHY_UNION 0x80000000u

typedef struct acta_union {
  uint32_t left, right;
} acta_union;

/* One step of a trace. The sequence is fixed by the rule graph (docs/semantics.md#trace). */
typedef struct acta_trace_record {
  int64_t payload;
  uint32_t why;
  uint32_t tag; /* ACTA_TAG_* | index */
} acta_trace_record;

#define ACTA_TAG_NODE 0x00000000u          /* value of the node */
#define ACTA_TAG_CLAUSE 0x20000000u        /* whether the clause's own conditions hold */
#define ACTA_TAG_GROUP_APPLIES 0x40000000u /* whether any clause or exception of the group applies */
#define ACTA_TAG_GROUP_VALUE 0x60000000u   /* the group's value (payload 0, why 0 when it does not apply) */
#define ACTA_TAG_RULE 0x80000000u          /* the rule's result */
#define ACTA_TAG_MASK 0xe0000000u

/* What an evaluator reads and writes. All memory belongs to the caller; an evaluator never allocates. When `unions` or
 * `trace` is too small it counts on without writing and sets `overflow`; the caller repeats with more room. */
typedef struct acta_frame {
  uint32_t struct_size;
  uint32_t overflow;              /* out: 0, or 1 if unions or trace was too small */
  const int64_t* slots;           /* facts, readings, then list elements */
  int64_t* values;                /* one per rule: payload */
  uint32_t* whys;                 /* one per rule */
  acta_union* unions;
  uint32_t union_count;           /* in: 0. out: used, or needed */
  uint32_t union_capacity;
  acta_trace_record* trace;       /* traced evaluators only; may be NULL otherwise */
  uint64_t trace_count;           /* in: 0. out: used, or needed */
  uint64_t trace_capacity;
} acta_frame;

typedef void (*acta_evaluator)(acta_frame*);

/* A calendar as a constant rank/select table: a working-day question costs a couple of loads.
 * rank[i] = working days in [first_day, first_day+i), i = 0..last_day-first_day+1; select[k] = the k-th working day. */
typedef struct acta_calendar {
  int32_t first_day, last_day; /* covers, both included */
  int32_t working_count;
  int32_t reserved;
  const int32_t* rank;
  const int32_t* select;
} acta_calendar;

/* A time zone: offset[0] before at[0]; offset[i+1] (seconds east of UTC) from the instant at[i] on. */
typedef struct acta_zone {
  uint32_t count;
  uint32_t reserved;
  const int64_t* at;
  const int32_t* offset;
} acta_zone;

#ifdef __cplusplus
}
#endif
#endif
