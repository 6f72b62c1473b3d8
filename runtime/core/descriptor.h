// The descriptor as the runtime reads it: typed sections, every index in them checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "acta/acta.h"
#include "acta/descriptor.h"

namespace acta::runtime {

// The last of a sorted range whose key is not above `key`, or its size when there is none. Of what
// takes no slots, and so begins where its neighbour does, that is the neighbour.
template <class Range, class KeyOf>
std::size_t LastUpTo(const Range& range, std::uint32_t key, KeyOf key_of) {
  std::size_t first = 0;
  for (std::size_t count = range.size(); count > 0;) {
    const std::size_t half = count / 2;
    const bool is_before = key_of(range[first + half]) <= key;
    first += is_before ? half + 1 : 0;
    count = is_before ? count - half - 1 : half;
  }
  return first == 0 ? range.size() : first - 1;
}

// Views into the bytes of the host. After Open nothing in it can lead outside of them.
struct Descriptor {
  const std::byte* bytes = nullptr;
  const acta_descriptor* header = nullptr;
  std::span<const char> strings;
  std::span<const std::uint32_t> indices;
  std::span<const acta_d_type> types;
  std::span<const acta_d_named> units, parties;
  std::span<const acta_d_enum> enums;
  std::span<const acta_d_named> members;
  std::span<const acta_d_entity> entities;
  std::span<const acta_d_field> fields, facts;
  std::span<const acta_d_reading> readings;
  std::span<const acta_d_reason> reasons;
  std::span<const acta_d_citation> citations;
  std::span<const acta_d_param> params;
  std::span<const acta_d_rule> rules;
  std::span<const acta_d_group> groups;
  std::span<const acta_d_clause> clauses;
  std::span<const acta_d_node> nodes;
  std::span<const acta_d_place> places;
  std::span<const acta_d_string> words;
  std::span<const acta_d_answer> answers;
  std::span<const std::uint32_t> order, callees;
  std::span<const acta_d_string> texts;
  std::span<const acta_d_calendar> calendars;
  std::span<const acta_d_day_name> day_names;
  std::span<const acta_d_lookup> lookups;
  std::span<const acta_d_version> versions;

  [[nodiscard]] std::string_view Text(acta_d_string text) const {
    return {strings.data() + text.offset, text.size};
  }
  [[nodiscard]] std::span<const std::uint32_t> Indices(acta_d_slice slice) const {
    return {indices.data() + slice.first, slice.count};
  }
  template <class T>
  [[nodiscard]] static std::span<const T> Part(std::span<const T> section, acta_d_slice slice) {
    return {section.data() + slice.first, slice.count};
  }
  [[nodiscard]] std::span<const acta_d_field> FieldsOf(const acta_d_entity& entity) const {
    return Part(fields, entity.fields);
  }
  [[nodiscard]] std::span<const acta_d_named> MembersOf(std::uint32_t enumeration) const {
    return Part(members, enums[enumeration].members);
  }
  [[nodiscard]] std::span<const std::uint32_t> OperandsOf(const acta_d_node& node) const {
    return Indices({node.first_operand, node.operand_count});
  }
  [[nodiscard]] std::string_view WordsOf(const acta_d_node& node) const {
    return Text(words[node.words]);
  }
  [[nodiscard]] std::uint32_t CitationOf(const acta_d_node& node) const {
    return places[node.place].citation;
  }

  // The slots that a value of the type takes where it stands.
  [[nodiscard]] std::uint32_t WidthOf(std::uint32_t type) const {
    const acta_d_type& of = types[type];
    return of.kind == ACTA_KIND_ENTITY ? entities[of.entity].width + of.optional : 1;
  }
};

// Reads the header and the sections and checks all of them. ACTA_BAD_VERSION for another version of
// the format, ACTA_BAD_DESCRIPTOR for whatever else is wrong; `problem` then says what.
[[nodiscard]] acta_status OpenDescriptor(const void* bytes, std::uint64_t size, Descriptor* out,
                                         std::string_view* problem);

}  // namespace acta::runtime
