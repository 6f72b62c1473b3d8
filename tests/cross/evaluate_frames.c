/* Runs evaluators of compiled acts for somebody on another machine: reads requests from standard input and writes what each
 * evaluator leaves in its frame, both as the structs below lie in memory. `acts` is linked in by whoever asks. */
#include <stdio.h>
#include <stdlib.h>

#include "acta/batch.h"

extern const acta_compiled_act* const acts[];

typedef struct request {
  uint32_t act, traced, rule_count, slot_count, union_capacity, reserved;
  uint64_t trace_capacity;
} request;
typedef struct reply {
  uint32_t overflow, union_count;
  uint64_t trace_count;
} reply;

static void* room_for(size_t count, size_t size) {
  void* room = calloc(count + 1, size);
  if (room == NULL) {
    exit(2);
  }
  return room;
}

static void evaluate(const request* asked) {
  reply said;
  acta_frame frame = {0};
  int64_t* slots = room_for(asked->slot_count, sizeof *slots);
  if (fread(slots, sizeof *slots, asked->slot_count, stdin) != asked->slot_count) {
    exit(3);
  }
  frame.struct_size = sizeof frame;
  frame.slots = slots;
  frame.values = room_for(asked->rule_count, sizeof *frame.values);
  frame.whys = room_for(asked->rule_count, sizeof *frame.whys);
  frame.unions = room_for(asked->union_capacity, sizeof *frame.unions);
  frame.union_capacity = asked->union_capacity;
  frame.trace = room_for(asked->trace_capacity, sizeof *frame.trace);
  frame.trace_capacity = asked->trace_capacity;
  (asked->traced ? acts[asked->act]->traced : acts[asked->act]->row)(&frame);

  said.overflow = frame.overflow;
  said.union_count = frame.union_count;
  said.trace_count = frame.trace_count;
  fwrite(&said, sizeof said, 1, stdout);
  fwrite(frame.values, sizeof *frame.values, asked->rule_count, stdout);
  fwrite(frame.whys, sizeof *frame.whys, asked->rule_count, stdout);
  if (!frame.overflow) {
    fwrite(frame.unions, sizeof *frame.unions, frame.union_count, stdout);
    fwrite(frame.trace, sizeof *frame.trace, frame.trace_count, stdout);
  }
  free(slots);
  free(frame.values);
  free(frame.whys);
  free(frame.unions);
  free(frame.trace);
}

int main(void) {
  request asked;
  while (fread(&asked, sizeof asked, 1, stdin) == 1) {
    evaluate(&asked);
  }
  return 0;
}
