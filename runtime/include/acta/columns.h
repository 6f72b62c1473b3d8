/* Acta: evaluate an act on many cases at once, given and answered as columns (Arrow C Data Interface).
 *
 *   acta_batch*  a workspace: what is wanted, and memory that is used again. One thread at a time; any number of them, on
 *                any number of threads, may work on one act.
 *
 * A case is a row of a struct array whose children are the facts, by name; an entity is a struct in it, a list a list. A null is
 * a fact that is *missing*. A boolean child `<fact>$absent` beside an optional fact is true where the fact is known not to
 * exist; what the fact's own column holds there is not looked at. A fact may be left out: then it is missing in every row.
 * What each type looks like: docs/embedding.md, or ask acta_batch_input_schema.
 *
 * A row whose value is none (out of its range, no such member, no such date, a list too long, text that is no UTF-8) is
 * *rejected*: its answers are null and the batch says what was seen. It never spoils its neighbours. A column of the wrong
 * type, an unknown column, a broken array refuse the whole call. */
#ifndef ACTA_COLUMNS_H
#define ACTA_COLUMNS_H

#include "acta/acta.h"
#include "acta/arrow_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct acta_batch acta_batch;

#define ACTA_BATCH_REASONS 1u /* `<answer>$reasons`: why an answer is undetermined, "missing: organisers[0].birth_date" */
#define ACTA_BATCH_CLAUSES 2u /* `$clauses`: per clause whether its own conditions surely hold */
#define ACTA_BATCH_PLAIN 4u   /* answers and reasons as utf8 in place of dictionaries */

typedef struct acta_batch_choice {
  const char* reading;
  const char* alternative; /* NULL leaves it open */
} acta_batch_choice;

typedef struct acta_batch_options {
  uint32_t struct_size;
  uint32_t flags;                   /* ACTA_BATCH_* */
  const acta_batch_choice* choices; /* each reading once; those not named stay open */
  uint32_t choice_count;
  uint32_t answer_count;
  const uint32_t* answers;  /* indices of the answers wanted, each once, in this order; NULL: all */
  const int32_t* as_of;     /* the day for all cases; NULL: given by a column `as_of`, or missing */
  uint32_t block_tiles;     /* tiles of 64 cases taken at once, at most 32; 0: chosen by the library */
  uint32_t rejects_kept;    /* 0: 1000 */
} acta_batch_options;

/* What the options say is copied. `options` may be NULL. */
ACTA_API acta_status acta_batch_create(const acta_act* act, const acta_batch_options* options, acta_batch** out,
                                       acta_detail* detail);
ACTA_API void acta_batch_free(acta_batch* batch);

/* What evaluation takes, every fact in its canonical type: the one that is read without a copy. Metadata: `acta.doc`,
 * `acta.type` (as written in the act), `acta.unit`, `acta.scale` (digits behind the point of a whole number), `acta.low`,
 * `acta.high`, `acta.members` (an enum's, separated by commas). The host calls out->release. */
ACTA_API acta_status acta_batch_input_schema(const acta_act* act, struct ArrowSchema* out);
/* What acta_batch_evaluate gives: a struct of `<answer>`, `<answer>$absent` for optional answers, `<answer>$reasons`; then
 * `$clauses`. Null and not absent: undetermined, or the row was rejected. The time 24:00 is 86400, which as time32[s] is none to
 * libraries that check: read such a column as int32. */
ACTA_API acta_status acta_batch_output_schema(const acta_batch* batch, struct ArrowSchema* out);

/* Evaluates every row of `cases`, whose type `schema` describes; neither is released or kept. `schema` NULL: that of the call
 * before. On success `out` is of the type of acta_batch_output_schema and the host's to release, when it likes: it keeps
 * nothing of the batch. On failure `out` is left released and empty. */
ACTA_API acta_status acta_batch_evaluate(acta_batch* batch, const struct ArrowSchema* schema, const struct ArrowArray* cases,
                                         struct ArrowArray* out, acta_detail* detail);

/* Where the host wants an answer, or NULL where it does not. Room for the rows asked for, rounded up to a multiple of 64;
 * aligned to 8 bytes, best to 64. Bitmaps are little endian, one bit a row, as in Arrow. */
typedef struct acta_batch_output {
  void* values;     /* boolean, clause: bitmap · enum: int8, int16 for more than 127 members, int32 for more than 32,767
                       · date, time: int32 · text: int32, see acta_batch_text · set: uint64 · all others: int64 payloads (evaluator.h) */
  uint64_t* known;  /* the validity: the answer is known, and not absent */
  uint64_t* absent; /* the answer is known to be absent */
} acta_batch_output;

/* The rows `first` up to `first + count` of `cases`, into memory of the host's: allocates nothing once the batch has seen a
 * few blocks of such cases. `outputs`: one per wanted answer, then, with ACTA_BATCH_CLAUSES, one per clause (values, known). So a
 * host streams: window after window, from one array or from many. Reasons are not given here. */
ACTA_API acta_status acta_batch_evaluate_into(acta_batch* batch, const struct ArrowSchema* schema,
                                              const struct ArrowArray* cases, uint64_t first, uint64_t count,
                                              const acta_batch_output* outputs, uint32_t output_count, acta_detail* detail);
/* The text behind a value of an answer of type text. Only while the `cases` of the last call still exist. */
ACTA_API acta_status acta_batch_text(const acta_batch* batch, int32_t id, acta_buffer* out);

/* A row of the last call that was rejected, for the first thing wrong with it that was met. */
typedef struct acta_batch_reject {
  uint32_t struct_size;
  int32_t status;     /* ACTA_BAD_VALUE, ACTA_OUT_OF_RANGE, ACTA_UNKNOWN_NAME, ACTA_LIST_TOO_LONG, ACTA_BAD_UTF8, ... */
  uint64_t row;       /* of the array */
  char path[256];     /* "organisers[2].birth_date" */
  char expected[160]; /* "integer of persons, 1 to 1000" */
  char found[96];
} acta_batch_reject;
/* All that were rejected by the last call, and how many of them can be asked for. Either may be NULL. */
ACTA_API acta_status acta_batch_reject_count(const acta_batch* batch, uint64_t* total, uint32_t* kept);
ACTA_API acta_status acta_batch_reject_at(const acta_batch* batch, uint32_t index, acta_batch_reject* out);

#ifdef __cplusplus
}
#endif
#endif
