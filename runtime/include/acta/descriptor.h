/* The descriptor of an act: what case building and explanation need of the rule graph, as one position-independent block of
 * bytes. The compiler writes it (compiler/descriptor), acta_act_open reads it in place. Integrators never look inside.
 *
 * Little endian. The block begins with an acta_descriptor; everything else is found by sections (offset from the start of
 * the block, number of elements). Every section begins at a multiple of 8. Indices are 32 bits, ACTA_NONE where there is
 * none. acta_act_open checks every offset, index and string once; afterwards nothing needs to be checked again. */
#ifndef ACTA_DESCRIPTOR_H
#define ACTA_DESCRIPTOR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ACTA_DESCRIPTOR_MAGIC 0x41544341u /* "ACTA" */
#define ACTA_DESCRIPTOR_VERSION 4u
#define ACTA_DESCRIPTOR_ENDIAN 0x01020304u
#define ACTA_NONE 0xffffffffu

/* Bytes of the string pool, followed by a zero byte that `size` does not count. Always UTF-8. */
typedef struct acta_d_string {
  uint32_t offset, size;
} acta_d_string;

/* A run of elements: of the section that the comment at its use names. */
typedef struct acta_d_slice {
  uint32_t first, count;
} acta_d_slice;

typedef struct acta_d_law {
  acta_d_string name, title, number, source;
  int32_t in_force_from, in_force_until; /* days, both included */
  uint32_t is_module;
  uint32_t reserved;
} acta_d_law;

typedef struct acta_d_type {
  uint32_t kind;     /* ACTA_KIND_*, see acta.h */
  uint32_t optional; /* 0 or 1 */
  uint32_t unit;     /* integer: its unit; money: the currency */
  uint32_t per;      /* money: the unit it is a price of */
  uint32_t enumeration;
  uint32_t entity;
  uint32_t element; /* lists */
  uint32_t at_most; /* lists */
  acta_d_string name; /* as an author writes it: "list of Person, at most 16" */
} acta_d_type;

typedef struct acta_d_named {
  acta_d_string name, doc;
} acta_d_named; /* units, parties, members */

typedef struct acta_d_enum {
  acta_d_string name;
  acta_d_slice members; /* members */
} acta_d_enum;

#define ACTA_D_HAS_LOW 1u
#define ACTA_D_HAS_HIGH 2u

/* A fact, or a field of an entity. */
typedef struct acta_d_field {
  acta_d_string name, doc;
  int64_t low, high; /* inclusive, as payloads; see flags */
  uint32_t type;
  uint32_t offset; /* fact: its slot. field: slots from the start of its entity */
  uint32_t flags;  /* ACTA_D_HAS_* */
  uint32_t judged_by; /* a party, or ACTA_NONE */
  uint32_t citation;
  uint32_t line;
} acta_d_field;

typedef struct acta_d_entity {
  acta_d_string name;
  acta_d_slice fields; /* fields */
  uint32_t width;      /* slots */
  uint32_t reserved;
} acta_d_entity;

typedef struct acta_d_reading {
  acta_d_string name, question;
  uint32_t enumeration, slot, citation, line;
} acta_d_reading;

#define ACTA_D_REASON_READING 0u
#define ACTA_D_REASON_CONFLICT 1u
#define ACTA_D_REASON_UNCOVERED 2u
#define ACTA_D_REASON_ARITHMETIC 3u

typedef struct acta_d_reason {
  acta_d_string subject, doc;
  uint32_t kind, citation, line, reserved;
} acta_d_reason;

typedef struct acta_d_citation {
  acta_d_string text, title, prose, path;
  acta_d_string act; /* whose provision it is; empty: of the act at hand */
  uint32_t line;
  uint32_t first; /* the first citation of the same provision in the same words */
} acta_d_citation;

typedef struct acta_d_param {
  acta_d_string name;
  uint32_t type, reserved;
} acta_d_param;

/* Numbered like ir::RuleRole. */
#define ACTA_D_ROLE_RULE 0u
#define ACTA_D_ROLE_TABLE 1u
#define ACTA_D_ROLE_PROHIBITION 2u
#define ACTA_D_ROLE_PERMISSION 3u
#define ACTA_D_ROLE_GROUND 4u
#define ACTA_D_ROLE_GROUNDS_ANY 5u
#define ACTA_D_ROLE_GROUNDS_SET 6u
#define ACTA_D_ROLE_OBLIGATION_MEMBER 7u
#define ACTA_D_ROLE_POWER_MEMBER 8u
#define ACTA_D_ROLE_GOVERNING_DATE 9u
#define ACTA_D_ROLE_ANSWER 10u
#define ACTA_D_ROLE_SCENARIO 11u
#define ACTA_D_ROLE_PRESUMED 12u

typedef struct acta_d_rule {
  acta_d_string name, doc, gloss, otherwise_name;
  acta_d_slice params; /* params */
  uint32_t role, type, root;
  uint32_t otherwise; /* node of the default, or ACTA_NONE */
  uint32_t otherwise_citation;
  uint32_t uncovered, conflict; /* reasons */
  uint32_t citation, party, line;
} acta_d_rule;

typedef struct acta_d_group {
  acta_d_string name; /* empty: root of a rule */
  acta_d_slice clauses;    /* indices: clauses */
  acta_d_slice exceptions; /* indices: groups that except the whole group */
  acta_d_slice clause_exceptions; /* indices: 2 * count of them, (clause, group) each */
  uint32_t citation, line;
} acta_d_group;

typedef struct acta_d_clause {
  acta_d_string name;      /* may be empty */
  acta_d_slice withdrawals; /* indices: nodes, then as many citations */
  uint32_t guard, condition, value; /* nodes, or ACTA_NONE */
  uint32_t citation, line, reserved;
} acta_d_clause;

/* Operators, numbered for good. The compiler maps compiler/ir/operators.def to these by name. */
enum acta_d_op {
  ACTA_OP_Const = 0, ACTA_OP_Slot = 1, ACTA_OP_Field = 2, ACTA_OP_Inner = 3, ACTA_OP_Rule = 4, ACTA_OP_Call = 5,
  ACTA_OP_Param = 6, ACTA_OP_Element = 7, ACTA_OP_Reading = 8, ACTA_OP_Undetermined = 9, ACTA_OP_Present = 10,
  ACTA_OP_Value = 11, ACTA_OP_Not = 12, ACTA_OP_And = 13, ACTA_OP_Or = 14, ACTA_OP_If = 15, ACTA_OP_Switch = 16,
  ACTA_OP_Eq = 17, ACTA_OP_Ne = 18, ACTA_OP_Lt = 19, ACTA_OP_Le = 20, ACTA_OP_Member = 21, ACTA_OP_SetSingle = 22,
  ACTA_OP_SetUnion = 23, ACTA_OP_SetIntersection = 24, ACTA_OP_SetDifference = 25, ACTA_OP_SetOf = 26, ACTA_OP_Add = 27,
  ACTA_OP_Sub = 28, ACTA_OP_Neg = 29, ACTA_OP_Mul = 30, ACTA_OP_MulScaled = 31, ACTA_OP_Div = 32, ACTA_OP_AddDays = 33,
  ACTA_OP_AddMonths = 34, ACTA_OP_DatePart = 35, ACTA_OP_TimePart = 36, ACTA_OP_DateOf = 37, ACTA_OP_TimeOf = 38,
  ACTA_OP_MakeDateTime = 39, ACTA_OP_Age = 40, ACTA_OP_ToInstant = 41, ACTA_OP_FromInstant = 42,
  ACTA_OP_IsWorkingDay = 43, ACTA_OP_AddWorkingDays = 44, ACTA_OP_WorkingDaysBetween = 45, ACTA_OP_Roll = 46,
  ACTA_OP_AddWorkingSeconds = 47, ACTA_OP_MakePeriod = 48, ACTA_OP_PeriodStart = 49, ACTA_OP_PeriodEnd = 50,
  ACTA_OP_InDates = 51, ACTA_OP_InTimes = 52, ACTA_OP_OverlapDates = 53, ACTA_OP_OverlapTimes = 54,
  ACTA_OP_IntersectDates = 55, ACTA_OP_SubsetDates = 56, ACTA_OP_InYearly = 57, ACTA_OP_OverlapYearly = 58,
  ACTA_OP_SubsetYearly = 59, ACTA_OP_Lookup = 60, ACTA_OP_Length = 61, ACTA_OP_AtLeast = 62, ACTA_OP_Count = 63,
  ACTA_OP_Sum = 64, ACTA_OP_Earliest = 65, ACTA_OP_Latest = 66, ACTA_OP_COUNT = 67
};

/* Where nodes stand; many share one. */
typedef struct acta_d_place {
  uint32_t citation, line;
} acta_d_place;

typedef struct acta_d_node {
  int64_t imm;
  uint32_t op : 8, operand_count : 24;
  uint32_t first_operand; /* indices: nodes */
  uint32_t type, reason;
  uint32_t place; /* places */
  uint32_t words; /* words: the expression as the author wrote it; 0: it is not the author's */
} acta_d_node;

typedef struct acta_d_answer {
  acta_d_string name, question;
  uint32_t rule, line;
} acta_d_answer;

typedef struct acta_d_calendar {
  acta_d_string name;
  int32_t first_day, last_day;
  acta_d_slice names; /* day_names, sorted by day */
} acta_d_calendar;
typedef struct acta_d_day_name {
  int32_t day;
  uint32_t citation; /* for which it is free, or worked, against its weekday; or ACTA_NONE */
  acta_d_string name; /* may be empty */
} acta_d_day_name;

typedef struct acta_d_lookup {
  acta_d_string name;
  acta_d_slice versions; /* versions */
  uint32_t type, line;
} acta_d_lookup;
typedef struct acta_d_version {
  int64_t value;
  int32_t from, until; /* days, both included */
  uint32_t citation, reserved;
} acta_d_version;

/* The start of the block. */
typedef struct acta_descriptor {
  uint32_t magic, version, endian, header_size;
  uint64_t total_size;
  uint64_t hash; /* of all bytes from `source_hash` to the end: acta_descriptor_hash */
  uint64_t source_hash; /* of the texts it was compiled from */
  uint32_t slot_count;  /* facts and readings: where list elements begin */
  uint32_t reserved;
  acta_d_law law;
  /* Sections: {offset, count of elements}. */
  acta_d_slice strings; /* bytes */
  acta_d_slice indices; /* uint32_t */
  acta_d_slice types, units, parties, enums, members, entities, fields, facts, readings, reasons, citations;
  acta_d_slice params, rules, groups, clauses, nodes, places, answers;
  acta_d_slice words; /* acta_d_string, which lie within each other: no zero byte follows. The first is empty */
  acta_d_slice order, callees; /* uint32_t: rules */
  acta_d_slice texts;          /* acta_d_string: constant texts; a text payload below their count is an index */
  acta_d_slice calendars, day_names, lookups, versions;
} acta_descriptor;

/* The hash that acta_act_open expects in `hash`: of `size` bytes at `bytes`. */
uint64_t acta_descriptor_hash(const void* bytes, uint64_t size);

#ifdef __cplusplus
}
#endif
#endif
