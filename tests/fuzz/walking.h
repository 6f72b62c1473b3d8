// Through an act, from each thing that it names to the next: whatever an opened act says about
// itself leads somewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "acta/acta.h"
#include "tests/fuzz/hostile_host.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta::fuzz {

inline void RequireText(acta_string text) {
  Require(text.data != nullptr && text.data[text.size] == '\0');
}

template <class Count>
void RequireMaybe(std::uint32_t index, Count count, const acta_act* act) {
  Require(index == ACTA_NO_INDEX || index < count(act));
}

// Asks for each of them, and has it looked at.
template <class Info, class Look>
void Each(const acta_act* act, std::uint32_t (*count)(const acta_act*),
          acta_status (*ask)(const acta_act*, std::uint32_t, Info*), Look look) {
  for (std::uint32_t i = 0; i < count(act); ++i) {
    auto info = Fresh<Info>();
    Require(ask(act, i, &info) == ACTA_OK);
    look(info, i);
  }
}

inline void WalkField(const acta_act* act, const acta_fact_info& info) {
  Require(info.type < acta_act_type_count(act));
  RequireMaybe(info.citation, acta_act_citation_count, act);
  RequireText(info.name);
  RequireText(info.doc);
  RequireText(info.judged_by);
  // Damaged bounds may be no values of the type: formatting them is asked for all the same.
  Text text;
  static_cast<void>(acta_format_value(act, nullptr, info.type, info.low, text.get()));
  static_cast<void>(acta_format_value(act, nullptr, info.type, info.high, text.get()));
}

inline void WalkTypes(const acta_act* act) {
  Each<acta_type_info>(
      act, acta_act_type_count, acta_act_type, [&](const acta_type_info& info, auto) {
        RequireText(info.name);
        RequireText(info.unit);
        RequireText(info.per);
        const bool has_enum = info.kind == ACTA_KIND_ENUM || info.kind == ACTA_KIND_SET;
        Require(!has_enum || info.enumeration < acta_act_enum_count(act));
        Require(info.kind != ACTA_KIND_ENTITY || info.entity < acta_act_entity_count(act));
        Require(info.kind != ACTA_KIND_LIST || info.element < acta_act_type_count(act));
      });
  Each<acta_enum_info>(act, acta_act_enum_count, acta_act_enum,
                       [&](const acta_enum_info& info, std::uint32_t i) {
                         RequireText(info.name);
                         for (std::uint32_t ordinal = 0; ordinal < info.member_count; ++ordinal) {
                           auto member = Fresh<acta_member_info>();
                           Require(acta_act_member(act, i, ordinal, &member) == ACTA_OK);
                           RequireText(member.name);
                           RequireText(member.doc);
                         }
                       });
}

inline void WalkCase(const acta_act* act) {
  Each<acta_fact_info>(act, acta_act_fact_count, acta_act_fact,
                       [&](const acta_fact_info& info, auto) { WalkField(act, info); });
  Each<acta_entity_info>(act, acta_act_entity_count, acta_act_entity,
                         [&](const acta_entity_info& info, std::uint32_t i) {
                           RequireText(info.name);
                           for (std::uint32_t field = 0; field < info.field_count; ++field) {
                             auto of = Fresh<acta_fact_info>();
                             Require(acta_act_field(act, i, field, &of) == ACTA_OK);
                             WalkField(act, of);
                           }
                         });
  Each<acta_reading_info>(act, acta_act_reading_count, acta_act_reading,
                          [&](const acta_reading_info& info, auto) {
                            Require(info.enumeration < acta_act_enum_count(act));
                            RequireMaybe(info.citation, acta_act_citation_count, act);
                            RequireText(info.name);
                            RequireText(info.question);
                          });
}

inline void WalkLaw(const acta_act* act) {
  auto law = Fresh<acta_law_info>();
  Require(acta_act_law(act, &law) == ACTA_OK);
  for (const acta_string text : {law.name, law.title, law.number, law.source}) {
    RequireText(text);
  }
  Each<acta_answer_info>(
      act, acta_act_answer_count, acta_act_answer, [&](const acta_answer_info& info, auto) {
        Require(info.rule < acta_act_rule_count(act) && info.type < acta_act_type_count(act));
        RequireText(info.name);
        RequireText(info.question);
        std::uint32_t found = 0;
        // A damaged name may hold a zero byte.
        const std::string_view name(info.name.data, info.name.size);
        Require(acta_act_find_answer(act, info.name.data, &found) == ACTA_OK || name.empty() ||
                name.find('\0') != std::string_view::npos);
      });
  Each<acta_rule_info>(act, acta_act_rule_count, acta_act_rule,
                       [&](const acta_rule_info& info, auto) {
                         Require(info.type < acta_act_type_count(act));
                         RequireMaybe(info.citation, acta_act_citation_count, act);
                         RequireText(info.name);
                         RequireText(info.doc);
                         RequireText(info.party);
                       });
  Each<acta_clause_info>(act, acta_act_clause_count, acta_act_clause,
                         [&](const acta_clause_info& info, auto) {
                           RequireMaybe(info.rule, acta_act_rule_count, act);
                           RequireMaybe(info.group, acta_act_group_count, act);
                           RequireMaybe(info.citation, acta_act_citation_count, act);
                           RequireText(info.name);
                         });
  Each<acta_group_info>(act, acta_act_group_count, acta_act_group,
                        [&](const acta_group_info& info, auto) {
                          RequireMaybe(info.rule, acta_act_rule_count, act);
                          RequireMaybe(info.citation, acta_act_citation_count, act);
                          RequireText(info.name);
                        });
  Each<acta_citation_info>(
      act, acta_act_citation_count, acta_act_citation, [&](const acta_citation_info& info, auto) {
        for (const acta_string text : {info.text, info.title, info.prose, info.path}) {
          RequireText(text);
        }
      });
}

inline void WalkAct(const acta_act* act) {
  WalkTypes(act);
  WalkCase(act);
  WalkLaw(act);
}

// Every fact in every way that needs no value of its own; what is accepted can be read.
inline void SetEachFact(const acta_act* act, acta_case* facts) {
  Each<acta_fact_info>(act, acta_act_fact_count, acta_act_fact,
                       [&](const acta_fact_info& info, std::uint32_t i) {
                         const char* const path = info.name.data;
                         static_cast<void>(acta_case_set_absent(facts, path, nullptr));
                         static_cast<void>(acta_case_set_present(facts, path, nullptr));
                         static_cast<void>(acta_case_set_empty_list(facts, path, nullptr));
                         static_cast<void>(acta_case_append(facts, path, nullptr, nullptr));
                         static_cast<void>(acta_case_set_fact(facts, i, info.low, nullptr));
                         for (const char* const text :
                              {"1", "2021-03-29", "2021-03-29 12:00", "rally", "yes", "12:00"}) {
                           static_cast<void>(acta_case_set_from_text(
                               facts, path, text, std::char_traits<char>::length(text), nullptr));
                         }
                         auto value = Fresh<acta_value>();
                         static_cast<void>(acta_case_get(facts, path, &value, nullptr));
                       });
}

}  // namespace acta::fuzz
