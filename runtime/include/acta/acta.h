/* Acta: evaluate an encoded act on the facts of a case, from any language that can call C.
 *
 *   acta_act*      an act, ready to be asked. Immutable: any number of threads may share it.
 *   acta_case*     the facts of one case. One thread at a time.
 *   acta_outcome*  the answers to a case, with reasons and, if traced, explanations. One thread at a time.
 *   acta_buffer    text that the library wrote; its memory is reused when the buffer is used again.
 *
 * Every function returns a status; what went wrong with an input is told in an acta_detail that the caller owns (it may be
 * NULL). Options say how long they are: `acta_evaluate_options options = {sizeof options, ACTA_TRACE};`. ACTA_BAD_ARGUMENT when
 * that is less than the first version of them, as when struct_size was not set, or a flag is none; NULL: all as in zeros.
 * Nothing is printed, read from a clock, a file or a locale. Memory comes from the allocator given with the act.
 * Strings are UTF-8. A pointer in an acta_string stays good as long as the act (or what the comment names). */
#ifndef ACTA_ACTA_H
#define ACTA_ACTA_H

#include <stddef.h>
#include <stdint.h>

#include "acta/evaluator.h"

#if defined(_WIN32)
#define ACTA_API __declspec(dllexport)
#else
#define ACTA_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define ACTA_ABI_VERSION 4u
/* The version of the library; compare with ACTA_ABI_VERSION of the header you compiled with. */
ACTA_API uint32_t acta_abi_version(void);

/* ---- statuses and details ---------------------------------------------------------------------------------- */

typedef enum acta_status {
  ACTA_OK = 0,
  ACTA_NO_MEMORY = 1,
  ACTA_BAD_ARGUMENT = 2,   /* a NULL or an index that does not exist: a mistake of the host */
  ACTA_BAD_DESCRIPTOR = 3, /* the bytes are no act, or damaged */
  ACTA_BAD_VERSION = 4,    /* made for another version of the library */
  ACTA_UNKNOWN_NAME = 5,   /* no such fact, field, reading, enum member, alternative */
  ACTA_WRONG_TYPE = 6,
  ACTA_BAD_VALUE = 7,      /* the right type, but no such date, clock time, number */
  ACTA_OUT_OF_RANGE = 8,   /* outside the declared range */
  ACTA_LIST_TOO_LONG = 9,
  ACTA_TEXT_TOO_LONG = 10,
  ACTA_NOT_OPTIONAL = 11,  /* absent given for a fact that always exists */
  ACTA_DUPLICATE = 12,     /* a fact given twice */
  ACTA_BAD_JSON = 13,      /* not JSON */
  ACTA_TOO_DEEP = 14,      /* nested too deeply */
  ACTA_BAD_UTF8 = 15,
  ACTA_NO_TRACE = 16,      /* the explanation needs an outcome evaluated with ACTA_TRACE */
  ACTA_BAD_TRACE = 17,     /* evaluator and descriptor do not belong together */
  ACTA_NOTHING_TO_ASK = 18
} acta_status;

/* The enumerator's name in lower case: "unknown_name". */
ACTA_API const char* acta_status_name(acta_status status);

/* What was wrong, for people (`message`, a whole sentence) and for programs (the rest). Texts are cut to fit; unused ones are
 * empty. Set struct_size before the call. */
typedef struct acta_detail {
  uint32_t struct_size;
  int32_t status;        /* acta_status */
  uint64_t offset;       /* JSON: byte where it stands, from 0 */
  uint32_t line, column; /* JSON: from 1; column in bytes */
  char path[256];        /* "organisers[2].birth_date" */
  char expected[160];    /* the declared type: "date", "money in KZT, 0.00 to 100.00" */
  char found[96];        /* "\"2021-02-30\"" */
  char suggestion[96];   /* did you mean */
  char declaration[256]; /* the fact's docstring */
  char message[512];
} acta_detail;

/* ---- memory -------------------------------------------------------------------------------------------------- */

/* The host's memory. `allocate` returns memory aligned for any type, or NULL. `release` gets the size that was asked for. Must be
 * callable from every thread that uses the act. */
typedef struct acta_allocator {
  void* context;
  void* (*allocate)(void* context, size_t size);
  void (*release)(void* context, void* memory, size_t size);
} acta_allocator;

/* malloc and free. In an object file of its own: a host that never names it does not link them. */
ACTA_API const acta_allocator* acta_default_allocator(void);

typedef struct acta_string {
  const char* data; /* ends in a zero byte that `size` does not count */
  size_t size;
} acta_string;

/* Text made by the library. Zero it before the first use: `acta_buffer text = {0};`. Each use replaces the content and keeps
 * the memory; acta_buffer_free gives it back. */
typedef struct acta_buffer {
  char* data; /* ends in a zero byte; NULL before the first use */
  size_t size;
  size_t capacity;
  acta_allocator allocator; /* whose memory it is */
} acta_buffer;
ACTA_API void acta_buffer_free(acta_buffer* buffer);

/* ---- acts ---------------------------------------------------------------------------------------------------- */

typedef struct acta_act acta_act;
struct acta_batch_plan;
struct acta_batch_code;
typedef struct acta_case acta_case;
typedef struct acta_outcome acta_outcome;

typedef struct acta_act_options {
  uint32_t struct_size;
  uint32_t reserved;
  const void* descriptor; /* aligned to 8 bytes; must outlive the act */
  uint64_t descriptor_size;
  acta_evaluator row;     /* answers only; may be NULL when `traced` is given */
  acta_evaluator traced;  /* answers and trace; may be NULL: then ACTA_TRACE is refused */
  acta_allocator allocator;
  const struct acta_batch_plan* plan; /* for columns (acta/batch.h); must outlive the act. NULL: columns are answered case by case */
  const struct acta_batch_code* code; /* what to run, chosen for this processor */
} acta_act_options;

/* Opens an act. Checks the descriptor from end to end (about a millisecond for a megabyte). */
ACTA_API acta_status acta_act_open(const acta_act_options* options, acta_act** out, acta_detail* detail);

/* What the object of an act exports: made by `acta build`, for link editor and dlopen. Constant. */
struct acta_compiled_act;
/* Opens a compiled act, which must stay loaded as long as it is used. ACTA_BAD_VERSION when it was compiled for another version of
 * the library. What runs over many cases is chosen here, once, from what this processor can do. */
ACTA_API acta_status acta_act_load(const struct acta_compiled_act* compiled, const acta_allocator* allocator, acta_act** out,
                                   acta_detail* detail);
/* Cases and outcomes of the act must be freed before. NULL is allowed (as in every free). */
ACTA_API void acta_act_close(acta_act* act);

typedef struct acta_law_info {
  uint32_t struct_size;
  uint32_t is_module;
  acta_string name, title, number, source;
  int32_t in_force_from, in_force_until; /* days since 1970-01-01, both included */
  uint64_t source_hash;
} acta_law_info;
ACTA_API acta_status acta_act_law(const acta_act* act, acta_law_info* out);

typedef enum acta_kind {
  ACTA_KIND_BOOLEAN = 0, ACTA_KIND_INTEGER = 1, ACTA_KIND_DECIMAL = 2, ACTA_KIND_MONEY = 3, ACTA_KIND_DATE = 4,
  ACTA_KIND_TIME = 5, ACTA_KIND_DATETIME = 6, ACTA_KIND_DAYS = 7, ACTA_KIND_WORKING_DAYS = 8, ACTA_KIND_MONTHS = 9,
  ACTA_KIND_YEARS = 10, ACTA_KIND_HOURS = 11, ACTA_KIND_MINUTES = 12, ACTA_KIND_PERIOD_OF_DATES = 13,
  ACTA_KIND_PERIOD_OF_TIMES = 14, ACTA_KIND_ENUM = 15, ACTA_KIND_SET = 16, ACTA_KIND_ENTITY = 17, ACTA_KIND_LIST = 18,
  ACTA_KIND_TEXT = 19
} acta_kind;

#define ACTA_NO_INDEX 0xffffffffu

typedef struct acta_type_info {
  uint32_t struct_size;
  int32_t kind; /* acta_kind */
  uint32_t optional;
  uint32_t enumeration; /* ENUM, SET */
  uint32_t entity;      /* ENTITY */
  uint32_t element;     /* LIST: the type of an element */
  uint32_t at_most;     /* LIST */
  uint32_t reserved;
  acta_string unit;     /* INTEGER: "metres"; MONEY: "KZT" */
  acta_string per;      /* MONEY: the unit it is a price of */
  acta_string name;     /* as written: "list of Person, at most 16" */
} acta_type_info;
ACTA_API uint32_t acta_act_type_count(const acta_act* act);
ACTA_API acta_status acta_act_type(const acta_act* act, uint32_t type, acta_type_info* out);

typedef struct acta_enum_info {
  uint32_t struct_size;
  uint32_t member_count;
  acta_string name;
} acta_enum_info;
typedef struct acta_member_info {
  uint32_t struct_size;
  uint32_t reserved;
  acta_string name, doc;
} acta_member_info;
ACTA_API uint32_t acta_act_enum_count(const acta_act* act);
ACTA_API acta_status acta_act_enum(const acta_act* act, uint32_t enumeration, acta_enum_info* out);
ACTA_API acta_status acta_act_member(const acta_act* act, uint32_t enumeration, uint32_t ordinal, acta_member_info* out);

/* A fact of the case, or a field of an entity. Fact 0 is `as_of`. */
typedef struct acta_fact_info {
  uint32_t struct_size;
  uint32_t type;
  uint32_t slot;     /* fact: its slot in a case. field: slots from the start of its entity */
  uint32_t has_low, has_high;
  uint32_t citation; /* or ACTA_NO_INDEX */
  int64_t low, high; /* payloads, inclusive */
  acta_string name, doc;
  acta_string judged_by; /* the party whose judgement it is; empty: a plain fact */
} acta_fact_info;
ACTA_API uint32_t acta_act_fact_count(const acta_act* act);
ACTA_API acta_status acta_act_fact(const acta_act* act, uint32_t fact, acta_fact_info* out);
typedef struct acta_entity_info {
  uint32_t struct_size;
  uint32_t field_count;
  uint32_t width; /* slots */
  uint32_t reserved;
  acta_string name;
} acta_entity_info;
ACTA_API uint32_t acta_act_entity_count(const acta_act* act);
ACTA_API acta_status acta_act_entity(const acta_act* act, uint32_t entity, acta_entity_info* out);
ACTA_API acta_status acta_act_field(const acta_act* act, uint32_t entity, uint32_t field, acta_fact_info* out);

typedef struct acta_reading_info {
  uint32_t struct_size;
  uint32_t enumeration; /* its members are the alternatives */
  uint32_t slot;
  uint32_t citation;
  acta_string name, question;
} acta_reading_info;
ACTA_API uint32_t acta_act_reading_count(const acta_act* act);
ACTA_API acta_status acta_act_reading(const acta_act* act, uint32_t reading, acta_reading_info* out);

typedef struct acta_answer_info {
  uint32_t struct_size;
  uint32_t rule;
  uint32_t type;
  uint32_t reserved;
  acta_string name, question;
} acta_answer_info;
ACTA_API uint32_t acta_act_answer_count(const acta_act* act);
ACTA_API acta_status acta_act_answer(const acta_act* act, uint32_t answer, acta_answer_info* out);
ACTA_API acta_status acta_act_find_answer(const acta_act* act, const char* name, uint32_t* out);

typedef struct acta_rule_info {
  uint32_t struct_size;
  uint32_t type;
  uint32_t role;     /* ACTA_D_ROLE_*, see descriptor.h */
  uint32_t citation;
  uint32_t param_count;
  uint32_t evaluated; /* 1: once per case, its value is in every outcome */
  acta_string name, doc, party;
} acta_rule_info;
ACTA_API uint32_t acta_act_rule_count(const acta_act* act);
ACTA_API acta_status acta_act_rule(const acta_act* act, uint32_t rule, acta_rule_info* out);
ACTA_API acta_status acta_act_find_rule(const acta_act* act, const char* name, uint32_t* out);

typedef struct acta_citation_info {
  uint32_t struct_size;
  uint32_t line;                  /* where it is encoded */
  acta_string text, title, prose; /* "Article 9(4), first sentence", "Hours", the words of the law */
  acta_string path;
  acta_string act; /* whose provision it is: then `text` names it too, "Article 1, Tax Code"; empty: of the act itself */
} acta_citation_info;
ACTA_API uint32_t acta_act_citation_count(const acta_act* act);
ACTA_API acta_status acta_act_citation(const acta_act* act, uint32_t citation, acta_citation_info* out);

/* ---- cases --------------------------------------------------------------------------------------------------- */

/* A path names a fact, a field of an entity, or an element of a list: "notification.registered", "organisers[2].birth_date".
 * A value that is not given is missing: the answers that need it become undetermined and say so.
 * Setting a field of an optional entity makes the entity present.
 * What is set takes the place of what was, but a case only grows: each different text stays in it, and the elements of a list that
 * was emptied or went missing, until acta_case_reset or acta_case_read_json. Whoever keeps a case and changes it over and over starts
 * it anew now and then; a clone takes all of it along. */

ACTA_API acta_status acta_case_create(const acta_act* act, acta_case** out);
ACTA_API void acta_case_free(acta_case* facts);
/* Everything missing again, every reading open; keeps the memory. */
ACTA_API void acta_case_reset(acta_case* facts);
ACTA_API acta_status acta_case_clone(const acta_case* facts, acta_case** out);

/* Each checks name, type and range and leaves the case as it was when it refuses. Units of the numbers as in evaluator.h; the two
 * reserved payloads (ACTA_ABSENT, ACTA_MISSING) are no numbers, amounts, counts or sets: ACTA_BAD_VALUE. */
ACTA_API acta_status acta_case_set_missing(acta_case* facts, const char* path, acta_detail* detail);
ACTA_API acta_status acta_case_set_absent(acta_case* facts, const char* path, acta_detail* detail);
ACTA_API acta_status acta_case_set_boolean(acta_case* facts, const char* path, int value, acta_detail* detail);
ACTA_API acta_status acta_case_set_integer(acta_case* facts, const char* path, int64_t value, acta_detail* detail);
/* In millionths. */
ACTA_API acta_status acta_case_set_decimal(acta_case* facts, const char* path, int64_t millionths, acta_detail* detail);
/* In hundredths of the fact's currency. */
ACTA_API acta_status acta_case_set_money(acta_case* facts, const char* path, int64_t hundredths, acta_detail* detail);
/* Proleptic Gregorian; years -9999 to 9999. */
ACTA_API acta_status acta_case_set_date(acta_case* facts, const char* path, int year, int month, int day, acta_detail* detail);
/* 24:00:00 is allowed. */
ACTA_API acta_status acta_case_set_time(acta_case* facts, const char* path, int hour, int minute, int second, acta_detail* detail);
/* Civil (local) date and time. */
ACTA_API acta_status acta_case_set_datetime(acta_case* facts, const char* path, int year, int month, int day, int hour, int minute,
                                            int second, acta_detail* detail);
/* A count of the fact's own kind of duration: days, working days, months, years, hours or minutes. */
ACTA_API acta_status acta_case_set_duration(acta_case* facts, const char* path, int64_t count, acta_detail* detail);
/* A member by name. */
ACTA_API acta_status acta_case_set_enum(acta_case* facts, const char* path, const char* member, acta_detail* detail);
ACTA_API acta_status acta_case_set_ordinal(acta_case* facts, const char* path, uint32_t ordinal, acta_detail* detail);
/* A set as bit mask of ordinals. */
ACTA_API acta_status acta_case_set_set(acta_case* facts, const char* path, uint64_t members, acta_detail* detail);
/* At most ACTA_MAX_TEXT bytes of UTF-8; copied. */
#define ACTA_MAX_TEXT 65535u
ACTA_API acta_status acta_case_set_text(acta_case* facts, const char* path, const char* text, size_t size, acta_detail* detail);
/* An optional entity exists; its fields stay as they are (missing, at first). */
ACTA_API acta_status acta_case_set_present(acta_case* facts, const char* path, acta_detail* detail);
/* An empty list: it is known that there are none. */
ACTA_API acta_status acta_case_set_empty_list(acta_case* facts, const char* path, acta_detail* detail);
/* One element more, all of it missing; `index` (may be NULL) gets its position. A missing list becomes a list of one. */
ACTA_API acta_status acta_case_append(acta_case* facts, const char* path, uint32_t* index, acta_detail* detail);
/* A payload of any kind (evaluator.h), checked against type and range; ACTA_ABSENT is absent. Not for entities and lists. */
ACTA_API acta_status acta_case_set_payload(acta_case* facts, const char* path, int64_t payload, acta_detail* detail);
/* The same for a fact by its index: no look-up by name. */
ACTA_API acta_status acta_case_set_fact(acta_case* facts, uint32_t fact, int64_t payload, acta_detail* detail);
/* Text as an author would write it: "2021-03-29", "12:00", "2917.50", "rally", "yes". */
ACTA_API acta_status acta_case_set_from_text(acta_case* facts, const char* path, const char* text, size_t size, acta_detail* detail);

/* Chooses an alternative of an open reading by name; NULL leaves it open. */
ACTA_API acta_status acta_case_choose(acta_case* facts, const char* reading, const char* alternative, acta_detail* detail);

typedef enum acta_state {
  ACTA_KNOWN = 0,
  ACTA_IS_ABSENT = 1,
  ACTA_UNDETERMINED = 2 /* in a case: missing */
} acta_state;
typedef struct acta_value {
  uint32_t struct_size;
  int32_t state; /* acta_state */
  uint32_t type; /* index of its type */
  uint32_t reserved;
  int64_t payload; /* evaluator.h; entities and lists: for a list its length */
} acta_value;
ACTA_API acta_status acta_case_get(const acta_case* facts, const char* path, acta_value* out, acta_detail* detail);
/* The slots that an evaluator reads, good until the case is changed. */
ACTA_API const int64_t* acta_case_slots(const acta_case* facts, size_t* count);

/* A payload as text: "2021-03-17", "refused", "2917.50 KZT", "5 working days". A text stands in quotes and on one
 * line: what would leave them is written as \", \n or \u001b. `facts` is needed for texts that are no constants of the act, and may
 * be NULL. */
ACTA_API acta_status acta_format_value(const acta_act* act, const acta_case* facts, uint32_t type, int64_t payload,
                                       acta_buffer* out);
/* The payload that a text says, as acta_case_set_from_text takes it: "2021-03-17", "refused", "{a, b}", "800 metres". What it gives
 * is not yet held against a fact's range. ACTA_WRONG_TYPE, ACTA_BAD_VALUE or ACTA_UNKNOWN_NAME for what is no value of the type;
 * texts, entities and lists have none. */
ACTA_API acta_status acta_parse_value(const acta_act* act, uint32_t type, const char* text, size_t size, int64_t* payload);

/* ---- evaluation ---------------------------------------------------------------------------------------------- */

#define ACTA_TRACE 1u /* write the trace that explanations and citations need */

typedef struct acta_evaluate_options {
  uint32_t struct_size;
  uint32_t flags; /* ACTA_TRACE */
} acta_evaluate_options;

/* Evaluates all rules on the case. The outcome keeps a copy of the case: both may be used and freed independently. `options` may be
 * NULL. Repeats with more room when reasons or trace need it. */
ACTA_API acta_status acta_evaluate(const acta_case* facts, const acta_evaluate_options* options, acta_outcome** out);
/* The same into an outcome that exists already, whose memory is used again: after the first few cases nothing is allocated. */
ACTA_API acta_status acta_evaluate_into(const acta_case* facts, const acta_evaluate_options* options, acta_outcome* outcome);
/* An empty outcome for acta_evaluate_into. */
ACTA_API acta_status acta_outcome_create(const acta_act* act, acta_outcome** out);
ACTA_API void acta_outcome_free(acta_outcome* outcome);

/* For hosts that own all memory: runs the untraced (or, with frame->trace, the traced) evaluator on the frame, once.
 * The caller looks at frame->overflow. */
ACTA_API acta_status acta_evaluate_row(const acta_act* act, acta_frame* frame);
typedef struct acta_frame_sizes {
  uint32_t struct_size;
  uint32_t slots;  /* without list elements */
  uint32_t values; /* length of acta_frame.values and .whys */
  uint32_t unions; /* a capacity that is seldom too small */
  uint64_t trace;  /* likewise */
} acta_frame_sizes;
ACTA_API acta_status acta_act_frame_sizes(const acta_act* act, acta_frame_sizes* out);

/* An outcome from a frame that somebody else filled (the interpreter): copied. `frame->trace` NULL: not traced. */
ACTA_API acta_status acta_outcome_from_frame(const acta_case* facts, const acta_frame* frame, acta_outcome** out);

/* ---- outcomes ------------------------------------------------------------------------------------------------ */

/* A subject is the index of an answer, or ACTA_SUBJECT_RULE | the index of a rule that is evaluated once per case. */
#define ACTA_SUBJECT_RULE 0x80000000u

/* An undetermined set keeps the members that surely belong to it as payload. */
ACTA_API acta_status acta_outcome_value(const acta_outcome* outcome, uint32_t subject, acta_value* out);
ACTA_API acta_status acta_outcome_format(const acta_outcome* outcome, uint32_t subject, acta_buffer* out);

typedef enum acta_reason_kind {
  ACTA_REASON_MISSING = 0,
  ACTA_REASON_READING = 1,
  ACTA_REASON_CONFLICT = 2,
  ACTA_REASON_UNCOVERED = 3,
  ACTA_REASON_ARITHMETIC = 4
} acta_reason_kind;
typedef struct acta_reason {
  uint32_t struct_size;
  int32_t kind;       /* acta_reason_kind */
  uint32_t slot;      /* MISSING */
  uint32_t fact_type; /* MISSING: the type asked for, else ACTA_NO_INDEX */
  uint32_t reading;   /* READING: its index, else ACTA_NO_INDEX */
  uint32_t citation;  /* or ACTA_NO_INDEX */
  acta_string doc;    /* MISSING: the fact's docstring. READING: its question. UNCOVERED: what a calendar or law covers */
  acta_string judged_by; /* MISSING: whose judgement it is; empty: a plain fact */
  char subject[256];  /* MISSING: the path, whole; longer ones the compiler refuses (A3024). Otherwise, cut to fit, the reading, rule, calendar, parameter, operation */
} acta_reason;
/* Why a subject is undetermined: each reason once, missing facts first, in the order of the case. Known: 0. */
ACTA_API acta_status acta_outcome_reason_count(acta_outcome* outcome, uint32_t subject, uint32_t* out);
ACTA_API acta_status acta_outcome_reason(acta_outcome* outcome, uint32_t subject, uint32_t index, acta_reason* out);

/* The provisions that decided a subject, each once, nearest to the answer first: of the clauses and exceptions that applied (or, for
 * an undetermined subject, may apply), of the operands of their conditions that mattered, and of what those rest on. A clause that
 * did not apply, or was defeated, is not among them. `indices` stays good until the outcome is asked again. Needs a trace. */
ACTA_API acta_status acta_outcome_citations(acta_outcome* outcome, uint32_t subject, const uint32_t** indices, uint32_t* count);

/* All answers, one line each, reasons below; for people. */
ACTA_API acta_status acta_outcome_text(acta_outcome* outcome, acta_buffer* out);

/* What became of each clause and exception: for measuring how much of an act a set of cases covers. Needs a trace. */
#define ACTA_SEEN_YES 1u
#define ACTA_SEEN_NO 2u
#define ACTA_SEEN_UNDETERMINED 4u
/* ORs ACTA_SEEN_* into clauses[clause] (own conditions hold) and groups[group] (exception applies). Either may be NULL. */
ACTA_API acta_status acta_outcome_coverage(const acta_outcome* outcome, uint8_t* clauses, uint8_t* groups);
typedef struct acta_clause_info {
  uint32_t struct_size;
  uint32_t rule;     /* to which it belongs, through exceptions if need be */
  uint32_t group;    /* in which it stands */
  uint32_t citation, line;
  uint32_t reserved;
  acta_string name;
} acta_clause_info;
ACTA_API uint32_t acta_act_clause_count(const acta_act* act);
ACTA_API acta_status acta_act_clause(const acta_act* act, uint32_t clause, acta_clause_info* out);
typedef struct acta_group_info {
  uint32_t struct_size;
  uint32_t rule;
  uint32_t is_exception; /* 0: the root of its rule */
  uint32_t citation, line;
  uint32_t reserved;
  acta_string name;
} acta_group_info;
ACTA_API uint32_t acta_act_group_count(const acta_act* act);
ACTA_API acta_status acta_act_group(const acta_act* act, uint32_t group, acta_group_info* out);

/* ---- explanations (need a trace) ----------------------------------------------------------------------------- */

#define ACTA_EXPLAIN_COLOUR 1u /* terminal colours */
#define ACTA_EXPLAIN_FULL 2u   /* also clauses that do not apply for want of force, operands that did not matter, prose */

typedef struct acta_explain_options {
  uint32_t struct_size;
  uint32_t flags;     /* ACTA_EXPLAIN_* */
  uint32_t width;     /* columns, from 40 to 1000 (what lies beyond is taken as the nearer end); 0: 100 */
  uint32_t max_depth; /* rules within rules, at most 64; 0: 64 */
} acta_explain_options;

/* The tree behind a subject: which clauses applied, which were defeated (and by what), which do not apply (because of which
 * fact), which are undetermined (for want of which facts). A rule is explained where it is first met and named afterwards. */
ACTA_API acta_status acta_explain_text(acta_outcome* outcome, uint32_t subject, const acta_explain_options* options,
                                       acta_buffer* out);
/* The same as one JSON object; see docs/explanation.md. Deterministic bytes. */
ACTA_API acta_status acta_explain_json(acta_outcome* outcome, uint32_t subject, const acta_explain_options* options,
                                       acta_buffer* out);

/* Which missing fact to ask for next: the one that stands behind most undetermined answers; of equals, a plain fact before a
 * judgement, then the one nearest to an answer, then in the order of declaration. */
typedef struct acta_question {
  uint32_t struct_size;
  uint32_t slot;
  uint32_t type;
  uint32_t answer_count; /* undetermined answers that need it */
  uint32_t undetermined_count; /* all undetermined answers */
  uint32_t reserved;
  acta_string doc, judged_by;
  char path[256];
} acta_question;
/* ACTA_NOTHING_TO_ASK when no answer waits for a fact. Needs no trace. */
ACTA_API acta_status acta_ask(acta_outcome* outcome, acta_question* out);
ACTA_API acta_status acta_ask_text(acta_outcome* outcome, acta_buffer* out);
ACTA_API acta_status acta_ask_json(acta_outcome* outcome, acta_buffer* out);

/* ---- JSON (the separate library acta_json) ------------------------------------------------------------------- */

/* Reads a case, replacing what `facts` holds. One JSON object: keys are fact names; objects for entities, arrays for lists and
 * sets; strings for enum members, dates "2021-03-29", times "12:00", datetimes "2021-03-29 12:00" (or with T), texts; periods
 * {"start": .., "end": ..} or "A to B"; numbers or strings for integers, decimals, money (exact); null for absent; a key left out: missing.
 * "$readings": {"name": "alternative"} chooses readings; "$id", a string or number, is kept for outcomes. Nothing is guessed.
 * On an error the case is left reset, and the detail names the place and the fact's declaration. */
ACTA_API acta_status acta_case_read_json(acta_case* facts, const char* json, size_t size, acta_detail* detail);
/* The "$id" of the case as JSON, or empty. Good until the case is changed. */
ACTA_API acta_string acta_case_id(const acta_case* facts);

/* {"id": .., "answers": [{"name", "question", "status": "known|absent|undetermined", "value", "at_least", "reasons", "citations"}]}.
 * Citations when the outcome is traced. Deterministic bytes. */
ACTA_API acta_status acta_outcome_json(acta_outcome* outcome, acta_buffer* out);

#ifdef __cplusplus
}
#endif
#endif
