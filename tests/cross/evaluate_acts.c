/* Runs evaluators of compiled acts for somebody on another machine: reads requests from standard input and answers each on
 * standard output, everything as it lies in memory. `acts` is linked in by whoever asks. What each request is followed by, and
 * its reply, stands above the function that answers it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acta/batch.h"

extern const acta_compiled_act* const acts[];

enum { ROW, TRACED, PLAN, GENERAL, ALL_GIVEN };

typedef struct request {
  uint32_t act, kind;
  uint64_t a, b, c, d;
} request;

static void* room_for(size_t count, size_t size) {
  void* room = aligned_alloc(64, (count * size + 64) / 64 * 64);
  if (room == NULL) {
    exit(2);
  }
  return memset(room, 0, count * size);
}

static void* take(size_t count, size_t size) {
  void* room = room_for(count, size);
  if (fread(room, size, count, stdin) != count) {
    exit(3);
  }
  return room;
}

static void put(const void* values, size_t count, size_t size) {
  if (fwrite(values, size, count, stdout) != count) {
    exit(4);
  }
}

/* a slots, for b rules, with room for c unions and d steps. Reply: the frame, values, whys, unions, steps. */
static void evaluate_frame(const request* asked) {
  const acta_compiled_act* act = acts[asked->act];
  acta_frame frame;
  int64_t* slots = take(asked->a, sizeof *slots);
  memset(&frame, 0, sizeof frame);
  frame.struct_size = sizeof frame;
  frame.slots = slots;
  frame.values = room_for(asked->b, sizeof *frame.values);
  frame.whys = room_for(asked->b, sizeof *frame.whys);
  frame.union_capacity = (uint32_t)asked->c;
  frame.unions = room_for(asked->c, sizeof *frame.unions);
  frame.trace_capacity = asked->d;
  frame.trace = room_for(asked->d, sizeof *frame.trace);
  (asked->kind == TRACED ? act->traced : act->row)(&frame);
  put(&frame, 1, sizeof frame);
  put(frame.values, asked->b, sizeof *frame.values);
  put(frame.whys, asked->b, sizeof *frame.whys);
  if (!frame.overflow) {
    put(frame.unions, frame.union_count, sizeof *frame.unions);
    put(frame.trace, frame.trace_count, sizeof *frame.trace);
  }
  free(slots);
  free(frame.values);
  free(frame.whys);
  free(frame.unions);
  free(frame.trace);
}

/* Reply: the plan and its tables. */
static void tell_plan(const acta_batch_plan* plan) {
  put(plan, 1, sizeof *plan);
  put(plan->domains, plan->domain_count, sizeof *plan->domains);
  put(plan->columns, plan->column_count, sizeof *plan->columns);
  put(plan->results, plan->result_count, sizeof *plan->results);
  put(plan->clauses, plan->clause_count, sizeof *plan->clauses);
}

/* The values of a column, or none: a count of bytes, then these. */
static const void* take_column(void) {
  uint64_t* bytes = take(1, sizeof *bytes);
  const void* values = *bytes == 0 ? NULL : take(*bytes, 1);
  free(bytes);
  return values;
}

/* a readings, then of each domain its count and tiles, masks, offsets, parents, and value columns. Reply: the scratch of the
 * cases. The act's first level is run. What one block takes is given back when the program ends. */
static void evaluate_block(const request* asked) {
  const acta_batch_plan* plan = acts[asked->act]->plan;
  const acta_batch_code* code = acts[asked->act]->code;
  acta_batch_rows* rows = room_for(plan->domain_count, sizeof *rows);
  acta_batch_block block;
  uint32_t i, column;
  memset(&block, 0, sizeof block);
  block.struct_size = sizeof block;
  block.readings = take(asked->a, sizeof *block.readings);
  block.rows = rows;
  for (i = 0; i < plan->domain_count; ++i) {
    const acta_batch_domain* domain = &plan->domains[i];
    const uint32_t* sizes = take(2, sizeof *sizes);
    const void** values = room_for(domain->value_columns, sizeof *values);
    rows[i].count = sizes[0];
    rows[i].tiles = sizes[1];
    rows[i].masks = take((size_t)sizes[1] * domain->mask_words, sizeof(uint64_t));
    if (i > 0) {
      rows[i].offsets = take((size_t)rows[domain->parent].tiles * ACTA_TILE + 1, sizeof(uint32_t));
      rows[i].parents = take((size_t)sizes[1] * ACTA_TILE, sizeof(uint32_t));
    }
    for (column = 0; column < domain->value_columns; ++column) {
      values[column] = take_column();
    }
    rows[i].values = values;
    rows[i].scratch = room_for((size_t)sizes[1] + 1, domain->scratch_bytes);
    rows[i].scratch_bytes = domain->scratch_bytes;
  }
  (asked->kind == GENERAL ? code->general : code->all_given)(&block);
  put(rows[0].scratch, (size_t)rows[0].tiles * plan->domains[0].scratch_bytes, 1);
}

int main(void) {
  request asked;
  while (fread(&asked, sizeof asked, 1, stdin) == 1) {
    if (asked.kind == PLAN) {
      tell_plan(acts[asked.act]->plan);
    } else if (asked.kind == ROW || asked.kind == TRACED) {
      evaluate_frame(&asked);
    } else {
      evaluate_block(&asked);
    }
  }
  return 0;
}
