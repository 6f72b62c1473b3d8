/* The same cases through the struct door, through structs filled into the generic door, and through
 * the JSON door: one answer. ACT(name) spells a name of the header; write_cases.py made the cases
 * and `compare`. Included by one program per act. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int faults = 0;

static void blame(const char* what, int number) {
  printf("case %d: %s\n", number, what);
  ++faults;
}

/* Allocations of the whole program: the linker sends these calls here. */
void* __real_malloc(size_t size);
void* __real_calloc(size_t count, size_t size);
void* __real_realloc(void* memory, size_t size);
void* __wrap_malloc(size_t size);
void* __wrap_calloc(size_t count, size_t size);
void* __wrap_realloc(void* memory, size_t size);
static unsigned long allocations = 0;
void* __wrap_malloc(size_t size) {
  ++allocations;
  return __real_malloc(size);
}
void* __wrap_calloc(size_t count, size_t size) {
  ++allocations;
  return __real_calloc(count, size);
}
void* __wrap_realloc(void* memory, size_t size) {
  ++allocations;
  return __real_realloc(memory, size);
}

static int current = 0;

static acta_value value_of(const acta_outcome* outcome, uint32_t answer) {
  acta_value value;
  value.struct_size = sizeof value;
  if (acta_outcome_value(outcome, answer, &value) != ACTA_OK) {
    blame("an answer cannot be read", current);
  }
  return value;
}

/* Whether the states agree; a value is there to be compared if they say `known`. */
static int states_agree(const acta_value* value, uint8_t state) {
  return value->state == ACTA_KNOWN       ? state == ACT(known)
         : value->state == ACTA_IS_ABSENT ? state == ACT(absent)
                                          : state == ACT(undetermined);
}

static void expect(const acta_value* value, uint8_t state, int is_equal, const char* name) {
  if (!states_agree(value, state) || (value->state == ACTA_KNOWN && !is_equal)) {
    blame(name, current);
  }
}

#define COMPARE_NUMBER(index, name)                                                        \
  do {                                                                                     \
    const acta_value value = value_of(outcome, index);                                     \
    expect(&value, answers->name##_state, value.payload == (int64_t)answers->name, #name); \
  } while (0)

#define COMPARE_PERIOD(index, name)                                                  \
  do {                                                                               \
    const acta_value value = value_of(outcome, index);                               \
    expect(&value, answers->name##_state,                                            \
           value.payload == (int64_t)((uint64_t)(int64_t)answers->name.start << 32 | \
                                      (uint32_t)answers->name.end),                  \
           #name);                                                                   \
  } while (0)

/* The generic door prints a text within quotes, with a backslash before those in it and before backslashes. */
static inline int is_quoted(const acta_buffer* text, const char* words) {
  size_t at = 1;
  for (; words != NULL && *words != 0; ++words) {
    at += *words == '"' || *words == '\\' ? 1 : 0;
    if (at >= text->size || text->data[at++] != *words) {
      return 0;
    }
  }
  return words != NULL && text->size == at + 1;
}

#define COMPARE_TEXT(index, name)                                                  \
  do {                                                                             \
    const acta_value value = value_of(outcome, index);                             \
    acta_buffer text = {0};                                                        \
    if (acta_outcome_format(outcome, index, &text) != ACTA_OK)                     \
      blame("no text", current);                                                   \
    expect(&value, answers->name##_state, is_quoted(&text, answers->name), #name); \
    acta_buffer_free(&text);                                                       \
  } while (0)

#include CASES

int main(void) {
  static ACT(workspace) workspace;
  acta_act* act = NULL;
  acta_case* facts = NULL;
  acta_detail detail = {.struct_size = sizeof detail};
  const int count = (int)(sizeof cases / sizeof *cases);
  if (acta_act_load(&COMPILED, acta_default_allocator(), &act, &detail) != ACTA_OK ||
      acta_case_create(act, &facts) != ACTA_OK) {
    printf("%s\n", detail.message);
    return 1;
  }
  /* What another case left in the workspace is not seen. */
  memset(&workspace, 0x5a, sizeof workspace);
  for (current = 0; current < count; ++current) {
    ACT(case) structs;
    ACT(answers) answers;
    acta_outcome* outcome = NULL;
    unsigned long before;
    memset(&structs, 0, sizeof structs);
    cases[current].fill(&structs);

    before = allocations;
    if (ACT(evaluate)(&structs, &workspace, &answers) != ACT(ok)) {
      blame(workspace.wrong, current);
    }
    if (allocations != before) {
      blame("the struct door allocates", current);
    }

    if (acta_case_read_json(facts, cases[current].json, strlen(cases[current].json), &detail) !=
            ACTA_OK ||
        acta_evaluate(facts, NULL, &outcome) != ACTA_OK) {
      blame(detail.message, current);
      break;
    }
    compare(&answers, outcome);
    acta_outcome_free(outcome);

    if (ACT(fill)(&structs, facts, &detail) != ACTA_OK ||
        acta_evaluate(facts, NULL, &outcome) != ACTA_OK) {
      blame(detail.message, current);
      break;
    }
    compare(&answers, outcome);
    acta_outcome_free(outcome);
  }
  /* The generic door does allocate: the count sees it. */
  if (allocations == 0) {
    blame("allocations are not counted", 0);
  }
  acta_case_free(facts);
  acta_act_close(act);
  printf("%d cases, %d faults\n", count, faults);
  return faults == 0 && count > 1 ? 0 : 1;
}
