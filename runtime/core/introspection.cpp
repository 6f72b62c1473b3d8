// What an act says about itself: facts, types, rules, answers, by index.
#include "runtime/core/act.h"

using acta::runtime::Deliver;
using acta::runtime::Descriptor;
using acta::runtime::Scope;
using acta::runtime::ToString;

namespace {

acta_string TextOf(const Descriptor& d, acta_d_string text) {
  return ToString(d.Text(text));
}

// The name of a unit or a party, empty for none.
acta_string NameOf(const Descriptor& d, std::span<const acta_d_named> things, std::uint32_t index) {
  return index == ACTA_NONE ? acta_string{"", 0} : TextOf(d, things[index].name);
}

acta_fact_info InfoOf(const Descriptor& d, const acta_d_field& field) {
  acta_fact_info info{};
  info.type = field.type;
  info.slot = field.offset;
  info.has_low = (field.flags & ACTA_D_HAS_LOW) != 0 ? 1 : 0;
  info.has_high = (field.flags & ACTA_D_HAS_HIGH) != 0 ? 1 : 0;
  info.citation = field.citation;
  info.low = field.low;
  info.high = field.high;
  info.name = TextOf(d, field.name);
  info.doc = TextOf(d, field.doc);
  info.judged_by = NameOf(d, d.parties, field.judged_by);
  return info;
}

// The index of `name` in the scope, for the host.
acta_status FindByName(const acta_act* act, Scope scope, const char* name, std::uint32_t* out) {
  if (act == nullptr || name == nullptr || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  *out = act->names.Find(scope, name);
  return *out == ACTA_NONE ? ACTA_UNKNOWN_NAME : ACTA_OK;
}

}  // namespace

extern "C" {

acta_status acta_act_law(const acta_act* act, acta_law_info* out) {
  if (act == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  const Descriptor& d = act->d;
  const acta_d_law& law = d.header->law;
  acta_law_info info{};
  info.is_module = law.is_module;
  info.name = TextOf(d, law.name);
  info.title = TextOf(d, law.title);
  info.number = TextOf(d, law.number);
  info.source = TextOf(d, law.source);
  info.in_force_from = law.in_force_from;
  info.in_force_until = law.in_force_until;
  info.source_hash = d.header->source_hash;
  return Deliver(info, out);
}

#define ACTA_COUNT(function, section)                                         \
  uint32_t function(const acta_act* act) {                                    \
    return act == nullptr ? 0 : static_cast<uint32_t>(act->d.section.size()); \
  }
ACTA_COUNT(acta_act_type_count, types)
ACTA_COUNT(acta_act_enum_count, enums)
ACTA_COUNT(acta_act_fact_count, facts)
ACTA_COUNT(acta_act_entity_count, entities)
ACTA_COUNT(acta_act_reading_count, readings)
ACTA_COUNT(acta_act_answer_count, answers)
ACTA_COUNT(acta_act_rule_count, rules)
ACTA_COUNT(acta_act_citation_count, citations)
ACTA_COUNT(acta_act_clause_count, clauses)
ACTA_COUNT(acta_act_group_count, groups)
#undef ACTA_COUNT

acta_status acta_act_type(const acta_act* act, uint32_t type, acta_type_info* out) {
  if (act == nullptr || type >= act->d.types.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const Descriptor& d = act->d;
  const acta_d_type& of = d.types[type];
  acta_type_info info{};
  info.kind = static_cast<int32_t>(of.kind);
  info.optional = of.optional;
  info.enumeration = of.enumeration;
  info.entity = of.entity;
  info.element = of.element;
  info.at_most = of.at_most;
  info.unit = NameOf(d, d.units, of.unit);
  info.per = NameOf(d, d.units, of.per);
  info.name = TextOf(d, of.name);
  return Deliver(info, out);
}

acta_status acta_act_enum(const acta_act* act, uint32_t enumeration, acta_enum_info* out) {
  if (act == nullptr || enumeration >= act->d.enums.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_enum& of = act->d.enums[enumeration];
  acta_enum_info info{};
  info.member_count = of.members.count;
  info.name = TextOf(act->d, of.name);
  return Deliver(info, out);
}

acta_status acta_act_member(const acta_act* act, uint32_t enumeration, uint32_t ordinal,
                            acta_member_info* out) {
  if (act == nullptr || enumeration >= act->d.enums.size() ||
      ordinal >= act->d.enums[enumeration].members.count) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_named& member = act->d.MembersOf(enumeration)[ordinal];
  acta_member_info info{};
  info.name = TextOf(act->d, member.name);
  info.doc = TextOf(act->d, member.doc);
  return Deliver(info, out);
}

acta_status acta_act_fact(const acta_act* act, uint32_t fact, acta_fact_info* out) {
  if (act == nullptr || fact >= act->d.facts.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  return Deliver(InfoOf(act->d, act->d.facts[fact]), out);
}

acta_status acta_act_entity(const acta_act* act, uint32_t entity, acta_entity_info* out) {
  if (act == nullptr || entity >= act->d.entities.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_entity& of = act->d.entities[entity];
  acta_entity_info info{};
  info.field_count = of.fields.count;
  info.width = of.width;
  info.name = TextOf(act->d, of.name);
  return Deliver(info, out);
}

acta_status acta_act_field(const acta_act* act, uint32_t entity, uint32_t field,
                           acta_fact_info* out) {
  if (act == nullptr || entity >= act->d.entities.size() ||
      field >= act->d.entities[entity].fields.count) {
    return ACTA_BAD_ARGUMENT;
  }
  return Deliver(InfoOf(act->d, act->d.FieldsOf(act->d.entities[entity])[field]), out);
}

acta_status acta_act_reading(const acta_act* act, uint32_t reading, acta_reading_info* out) {
  if (act == nullptr || reading >= act->d.readings.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_reading& of = act->d.readings[reading];
  acta_reading_info info{};
  info.enumeration = of.enumeration;
  info.slot = of.slot;
  info.citation = of.citation;
  info.name = TextOf(act->d, of.name);
  info.question = TextOf(act->d, of.question);
  return Deliver(info, out);
}

acta_status acta_act_answer(const acta_act* act, uint32_t answer, acta_answer_info* out) {
  if (act == nullptr || answer >= act->d.answers.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_answer& of = act->d.answers[answer];
  acta_answer_info info{};
  info.rule = of.rule;
  info.type = act->d.rules[of.rule].type;
  info.name = TextOf(act->d, of.name);
  info.question = TextOf(act->d, of.question);
  return Deliver(info, out);
}

acta_status acta_act_find_answer(const acta_act* act, const char* name, uint32_t* out) {
  return FindByName(act, Scope::Answers(), name, out);
}

acta_status acta_act_rule(const acta_act* act, uint32_t rule, acta_rule_info* out) {
  if (act == nullptr || rule >= act->d.rules.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_rule& of = act->d.rules[rule];
  acta_rule_info info{};
  info.type = of.type;
  info.role = of.role;
  info.citation = of.citation;
  info.param_count = of.params.count;
  info.evaluated = act->is_evaluated[rule];
  info.name = TextOf(act->d, of.name);
  info.doc = TextOf(act->d, of.doc);
  info.party = NameOf(act->d, act->d.parties, of.party);
  return Deliver(info, out);
}

acta_status acta_act_find_rule(const acta_act* act, const char* name, uint32_t* out) {
  return FindByName(act, Scope::Rules(), name, out);
}

acta_status acta_act_citation(const acta_act* act, uint32_t citation, acta_citation_info* out) {
  if (act == nullptr || citation >= act->d.citations.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_citation& of = act->d.citations[citation];
  acta_citation_info info{};
  info.line = of.line;
  info.text = TextOf(act->d, of.text);
  info.title = TextOf(act->d, of.title);
  info.prose = TextOf(act->d, of.prose);
  info.path = TextOf(act->d, of.path);
  info.act = TextOf(act->d, of.act);
  return Deliver(info, out);
}

acta_status acta_act_clause(const acta_act* act, uint32_t clause, acta_clause_info* out) {
  if (act == nullptr || clause >= act->d.clauses.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_clause& of = act->d.clauses[clause];
  const std::uint32_t group = act->group_of_clause[clause];
  acta_clause_info info{};
  info.rule = group == ACTA_NONE ? ACTA_NO_INDEX : act->rule_of_group[group];
  info.group = group;
  info.citation = of.citation;
  info.line = of.line;
  info.name = TextOf(act->d, of.name);
  return Deliver(info, out);
}

acta_status acta_act_group(const acta_act* act, uint32_t group, acta_group_info* out) {
  if (act == nullptr || group >= act->d.groups.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  const acta_d_group& of = act->d.groups[group];
  const std::uint32_t rule = act->rule_of_group[group];
  acta_group_info info{};
  info.rule = rule;
  info.is_exception = rule != ACTA_NONE && act->d.rules[rule].root == group ? 0 : 1;
  info.citation = of.citation;
  info.line = of.line;
  info.name = TextOf(act->d, of.name);
  return Deliver(info, out);
}

}  // extern "C"
