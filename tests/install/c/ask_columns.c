/* A host in C: asks a compiled act about a column of visitors (Arrow C Data Interface). */
#include <stdio.h>
#include <string.h>

#include "acta/batch.h"
#include "acta/columns.h"

extern const struct acta_compiled_act acta_act_library;

enum { kVisitors = 3, kFacts = 4 };

/* Everything below is constant or on the stack: nothing to give back. */
static void release_schema(struct ArrowSchema* schema) {
  schema->release = NULL;
}
static void release_array(struct ArrowArray* array) {
  array->release = NULL;
}

static struct ArrowSchema schema_of(const char* name, const char* format) {
  struct ArrowSchema schema;
  memset(&schema, 0, sizeof schema);
  schema.name = name;
  schema.format = format;
  schema.flags = ARROW_FLAG_NULLABLE;
  schema.release = release_schema;
  return schema;
}

static struct ArrowArray array_of(const void** buffers, int64_t buffer_count) {
  struct ArrowArray array;
  memset(&array, 0, sizeof array);
  array.length = kVisitors;
  array.buffers = buffers;
  array.n_buffers = buffer_count;
  array.release = release_array;
  return array;
}

/* "yyn": yes, yes, no; a question mark where the answer is open. */
static void write_answers(const struct ArrowArray* answers, char* text) {
  const struct ArrowArray* may_borrow = answers->children[0];
  const unsigned char* known = (const unsigned char*)may_borrow->buffers[0];
  const unsigned char* values = (const unsigned char*)may_borrow->buffers[1];
  int row;
  for (row = 0; row < kVisitors; ++row) {
    const int is_known = known == NULL || ((known[row / 8] >> (row % 8)) & 1) != 0;
    const int value = (values[row / 8] >> (row % 8)) & 1;
    text[row] = (char)(!is_known ? '?' : value ? 'y' : 'n');
  }
  text[kVisitors] = '\0';
}

static acta_status ask(acta_batch* batch, struct ArrowArray* answers, acta_detail* detail) {
  /* 2010-05-01 and 2022-05-01; nobody serves a sentence; of the last it is not known whether they
   * owe fees. */
  static const int32_t born[kVisitors] = {14730, 14730, 14730};
  static const int32_t visit[kVisitors] = {19113, 19113, 19113};
  static const int8_t serving[kVisitors] = {0, 0, 0};
  static const unsigned char owes_fees[1] = {2};
  static const unsigned char owes_fees_given[1] = {3};
  const void* born_buffers[] = {NULL, born};
  const void* visit_buffers[] = {NULL, visit};
  const void* serving_buffers[] = {NULL, serving};
  const void* owes_fees_buffers[] = {owes_fees_given, owes_fees};
  const void* no_buffers[] = {NULL};

  struct ArrowSchema fact_schemas[kFacts];
  struct ArrowArray facts[kFacts];
  struct ArrowSchema* schema_children[kFacts];
  struct ArrowArray* children[kFacts];
  struct ArrowSchema schema = schema_of("", "+s");
  struct ArrowArray cases = array_of(no_buffers, 1);
  int fact;
  fact_schemas[0] = schema_of("born", "tdD");
  fact_schemas[1] = schema_of("visit", "tdD");
  fact_schemas[2] = schema_of("serving", "c");
  fact_schemas[3] = schema_of("owes_fees", "b");
  facts[0] = array_of(born_buffers, 2);
  facts[1] = array_of(visit_buffers, 2);
  facts[2] = array_of(serving_buffers, 2);
  facts[3] = array_of(owes_fees_buffers, 2);
  facts[3].null_count = 1;
  for (fact = 0; fact < kFacts; ++fact) {
    schema_children[fact] = &fact_schemas[fact];
    children[fact] = &facts[fact];
  }
  schema.children = schema_children;
  schema.n_children = kFacts;
  cases.children = children;
  cases.n_children = kFacts;
  return acta_batch_evaluate(batch, &schema, &cases, answers, detail);
}

int main(void) {
  acta_act* act = NULL;
  acta_batch* batch = NULL;
  struct ArrowArray answers;
  acta_detail detail;
  char text[kVisitors + 1] = "";
  memset(&answers, 0, sizeof answers);
  memset(&detail, 0, sizeof detail);
  detail.struct_size = sizeof detail;
  if (acta_act_load(&acta_act_library, acta_default_allocator(), &act, &detail) == ACTA_OK &&
      acta_batch_create(act, NULL, &batch, &detail) == ACTA_OK &&
      ask(batch, &answers, &detail) == ACTA_OK) {
    write_answers(&answers, text);
    answers.release(&answers);
  }
  acta_batch_free(batch);
  acta_act_close(act);
  if (strcmp(text, "yn?") != 0) {
    fprintf(stderr, "yn? was expected, not \"%s\" %s\n", text, detail.message);
    return 1;
  }
  return 0;
}
