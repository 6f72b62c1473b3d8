#include "runtime/core/descriptor.h"

#include <cstring>

namespace acta::runtime {
namespace {

// What no act of ours comes near; so sums of them never overflow.
constexpr std::uint32_t kMostSlots = 1U << 24;
constexpr std::uint32_t kMostWidth = 1U << 20;
constexpr std::uint32_t kMostElements = 1U << 24;
// Entities stored in entities stored in entities.
constexpr int kDeepestEntity = 32;

// Operands by operator; -1: any number.
constexpr std::int8_t kArity[ACTA_OP_COUNT] = {
    0, 0, 1, 1,  0,  -1, 0,  0,  0, 0,         // Const .. Undetermined
    1, 1, 1, -1, -1, 3,  -1,                   // Present .. Switch
    2, 2, 2, 2,  2,  1,  2,  2,  2, -1,        // Eq .. SetOf
    2, 2, 1, 2,  2,  2,  2,  2,                // Add .. AddMonths
    1, 1, 1, 1,  2,  2,  -1, -1,               // DatePart .. FromInstant
    1, 2, 2, 1,  2,                            // IsWorkingDay .. AddWorkingSeconds
    2, 1, 1, 2,  2,  2,  2,  2,  2, 1,  1, 1,  // MakePeriod .. SubsetYearly
    1, 1, 2, 2,  3,  3,  3,                    // Lookup .. Latest
};

class Opener {
 public:
  Opener(const void* bytes, std::uint64_t size, Descriptor* out)
      : bytes_(static_cast<const std::byte*>(bytes)), size_(size), d_(*out) {}

  acta_status Open() {
    if (bytes_ == nullptr || size_ < sizeof(acta_descriptor)) {
      return Bad("it is shorter than its header");
    }
    if (reinterpret_cast<std::uintptr_t>(bytes_) % alignof(acta_descriptor) != 0) {
      return Bad("it is not aligned to 8 bytes");
    }
    d_.bytes = bytes_;
    d_.header = reinterpret_cast<const acta_descriptor*>(bytes_);
    const acta_descriptor& header = *d_.header;
    if (header.magic != ACTA_DESCRIPTOR_MAGIC) {
      return Bad("it does not begin like a descriptor");
    }
    if (header.endian != ACTA_DESCRIPTOR_ENDIAN) {
      return Bad("it was made for the other byte order");
    }
    if (header.version != ACTA_DESCRIPTOR_VERSION ||
        header.header_size != sizeof(acta_descriptor)) {
      problem_ = "it was made for another version of the runtime";
      return ACTA_BAD_VERSION;
    }
    if (header.total_size != size_) {
      return Bad("its size is not the one it states");
    }
    constexpr std::size_t kHashed = offsetof(acta_descriptor, source_hash);
    if (header.hash != acta_descriptor_hash(bytes_ + kHashed, size_ - kHashed)) {
      return Bad("its bytes were changed");
    }
    if (!OpenSections()) {
      return Bad("a section lies outside of it");
    }
    if (!CheckNames() || !CheckTypes() || !CheckCase() || !CheckLaw() || !CheckNodes()) {
      return Bad(problem_.empty() ? "an index leads outside of its section" : problem_);
    }
    return ACTA_OK;
  }

  [[nodiscard]] std::string_view problem() const { return problem_; }

 private:
  acta_status Bad(std::string_view problem) {
    problem_ = problem;
    return ACTA_BAD_DESCRIPTOR;
  }

  template <class T>
  bool Section(acta_d_slice where, std::span<const T>* out) {
    if (where.first % 8 != 0 || where.first > size_ ||
        where.count > (size_ - where.first) / sizeof(T)) {
      return false;
    }
    *out = {reinterpret_cast<const T*>(bytes_ + where.first), where.count};
    return true;
  }

  bool OpenSections() {
    const acta_descriptor& h = *d_.header;
    return Section(h.strings, &d_.strings) && Section(h.indices, &d_.indices) &&
           Section(h.types, &d_.types) && Section(h.units, &d_.units) &&
           Section(h.parties, &d_.parties) && Section(h.enums, &d_.enums) &&
           Section(h.members, &d_.members) && Section(h.entities, &d_.entities) &&
           Section(h.fields, &d_.fields) && Section(h.facts, &d_.facts) &&
           Section(h.readings, &d_.readings) && Section(h.reasons, &d_.reasons) &&
           Section(h.citations, &d_.citations) && Section(h.params, &d_.params) &&
           Section(h.rules, &d_.rules) && Section(h.groups, &d_.groups) &&
           Section(h.clauses, &d_.clauses) && Section(h.nodes, &d_.nodes) &&
           Section(h.places, &d_.places) && Section(h.words, &d_.words) &&
           Section(h.answers, &d_.answers) && Section(h.order, &d_.order) &&
           Section(h.callees, &d_.callees) && Section(h.texts, &d_.texts) &&
           Section(h.calendars, &d_.calendars) && Section(h.day_names, &d_.day_names) &&
           Section(h.lookups, &d_.lookups) && Section(h.versions, &d_.versions);
  }

  // ---- the smallest things ---------------------------------------------------------------------

  bool Str(acta_d_string text) const {
    return text.offset < d_.strings.size() && text.size < d_.strings.size() - text.offset &&
           d_.strings[text.offset + text.size] == '\0';
  }
  template <class Section>
  static bool In(const Section& section, std::uint32_t index) {
    return index < section.size();
  }
  template <class Section>
  static bool MaybeIn(const Section& section, std::uint32_t index) {
    return index == ACTA_NONE || index < section.size();
  }
  template <class Section>
  static bool SliceOf(const Section& section, acta_d_slice slice) {
    return slice.first <= section.size() && slice.count <= section.size() - slice.first;
  }
  template <class Section>
  bool IndicesInto(const Section& section, acta_d_slice slice) const {
    if (!SliceOf(d_.indices, slice)) {
      return false;
    }
    for (const std::uint32_t index : d_.Indices(slice)) {
      if (!In(section, index)) {
        return false;
      }
    }
    return true;
  }
  bool Cites(std::uint32_t citation) const { return MaybeIn(d_.citations, citation); }

  bool CheckNames() const {
    const acta_d_law& law = d_.header->law;
    bool good = Str(law.name) && Str(law.title) && Str(law.number) && Str(law.source);
    for (const auto section : {d_.units, d_.parties, d_.members}) {
      for (const acta_d_named& named : section) {
        good = good && Str(named.name) && Str(named.doc);
      }
    }
    for (const acta_d_enum& enumeration : d_.enums) {
      good = good && Str(enumeration.name) && SliceOf(d_.members, enumeration.members);
    }
    for (const acta_d_reason& reason : d_.reasons) {
      good = good && Str(reason.subject) && Str(reason.doc) && Cites(reason.citation) &&
             reason.kind <= ACTA_D_REASON_ARITHMETIC;
    }
    for (const acta_d_citation& citation : d_.citations) {
      good = good && Str(citation.text) && Str(citation.title) && Str(citation.prose) &&
             Str(citation.path) && Str(citation.act) && In(d_.citations, citation.first);
    }
    for (const acta_d_string text : d_.texts) {
      good = good && Str(text);
    }
    for (const acta_d_calendar& calendar : d_.calendars) {
      good = good && Str(calendar.name) && SliceOf(d_.day_names, calendar.names);
    }
    for (const acta_d_day_name& day : d_.day_names) {
      good = good && Str(day.name) && Cites(day.citation);
    }
    for (const acta_d_version& version : d_.versions) {
      good = good && Cites(version.citation);
    }
    for (const acta_d_lookup& lookup : d_.lookups) {
      good = good && Str(lookup.name) && In(d_.types, lookup.type) &&
             SliceOf(d_.versions, lookup.versions);
    }
    return good;
  }

  // ---- types and the shape of a case -----------------------------------------------------------

  bool CheckTypes() const {
    for (const acta_d_type& type : d_.types) {
      bool good = Str(type.name) && type.kind <= ACTA_KIND_TEXT && type.optional <= 1 &&
                  MaybeIn(d_.units, type.unit) && MaybeIn(d_.units, type.per);
      switch (type.kind) {
        case ACTA_KIND_ENUM:
          good = good && In(d_.enums, type.enumeration);
          break;
        case ACTA_KIND_SET:
          good = good && In(d_.enums, type.enumeration) &&
                 d_.enums[type.enumeration].members.count <= 64;
          break;
        case ACTA_KIND_ENTITY:
          good = good && In(d_.entities, type.entity);
          break;
        case ACTA_KIND_LIST:
          good = good && In(d_.types, type.element) && type.at_most <= kMostElements;
          // Elements are entities or scalars, and always there.
          good = good && d_.types[type.element].kind != ACTA_KIND_LIST &&
                 d_.types[type.element].optional == 0;
          break;
        default:
          break;
      }
      if (!good) {
        return false;
      }
    }
    return true;
  }

  bool CheckField(const acta_d_field& field, std::uint32_t room) const {
    if (!Str(field.name) || !Str(field.doc) || !In(d_.types, field.type) ||
        !Cites(field.citation) || !MaybeIn(d_.parties, field.judged_by)) {
      return false;
    }
    const std::uint32_t width = d_.WidthOf(field.type);
    return width <= room && field.offset <= room - width;
  }

  // How deep entities are stored within the entity; more than kDeepestEntity when that never ends.
  int DepthOf(std::uint32_t entity, int so_far) const {
    if (so_far > kDeepestEntity) {
      return so_far;
    }
    int deepest = so_far;
    for (const acta_d_field& field : d_.FieldsOf(d_.entities[entity])) {
      const acta_d_type& type = d_.types[field.type];
      // An entity without slots holds nothing that anybody walks into.
      if (type.kind != ACTA_KIND_ENTITY || d_.entities[type.entity].width == 0) {
        continue;
      }
      const int depth = DepthOf(type.entity, so_far + 1);
      if (depth > kDeepestEntity) {
        return depth;
      }
      deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
  }

  // By halving it is found whose slot one is.
  template <class T>
  bool StandInOrder(std::span<const T> section, std::uint32_t T::* slot) {
    for (std::size_t i = 1; i < section.size(); ++i) {
      if (section[i].*slot < section[i - 1].*slot) {
        problem_ = "its facts, fields or readings do not stand in the order of their slots";
        return false;
      }
    }
    return true;
  }

  bool CheckCase() {
    if (d_.header->slot_count > kMostSlots || d_.facts.empty()) {
      problem_ = "its case has no facts, or too many";
      return false;
    }
    if (!In(d_.types, d_.facts[0].type) || d_.types[d_.facts[0].type].kind != ACTA_KIND_DATE) {
      problem_ = "its first fact is not the day of asking";
      return false;
    }
    for (const acta_d_entity& entity : d_.entities) {
      if (!Str(entity.name) || !SliceOf(d_.fields, entity.fields) || entity.width > kMostWidth) {
        return false;
      }
    }
    for (std::uint32_t i = 0; i < d_.entities.size(); ++i) {
      const acta_d_entity& entity = d_.entities[i];
      std::uint64_t fields_width = 0;
      if (!StandInOrder(d_.FieldsOf(entity), &acta_d_field::offset)) {
        return false;
      }
      for (const acta_d_field& field : d_.FieldsOf(entity)) {
        if (!CheckField(field, entity.width)) {
          return false;
        }
        fields_width += d_.WidthOf(field.type);
      }
      // Fields do not lie over each other: so entities within entities grow, and their depth is
      // soon known.
      if (fields_width != entity.width) {
        problem_ = "an entity is not as wide as its fields";
        return false;
      }
    }
    for (std::uint32_t i = 0; i < d_.entities.size(); ++i) {
      if (DepthOf(i, 0) > kDeepestEntity) {
        problem_ = "an entity is stored within itself";
        return false;
      }
    }
    std::uint64_t slots_used = d_.readings.size();
    if (!StandInOrder(d_.facts, &acta_d_field::offset) ||
        !StandInOrder(d_.readings, &acta_d_reading::slot)) {
      return false;
    }
    for (const acta_d_field& fact : d_.facts) {
      if (!CheckField(fact, d_.header->slot_count)) {
        return false;
      }
      slots_used += d_.WidthOf(fact.type);
    }
    if (slots_used < d_.header->slot_count) {
      problem_ = "its case has more slots than its facts take";
      return false;
    }
    for (const acta_d_reading& reading : d_.readings) {
      if (!Str(reading.name) || !Str(reading.question) || !In(d_.enums, reading.enumeration) ||
          reading.slot >= d_.header->slot_count || !Cites(reading.citation)) {
        return false;
      }
    }
    return true;
  }

  // ---- rules and nodes -------------------------------------------------------------------------

  bool CheckLaw() const {
    bool good = true;
    for (const acta_d_param& param : d_.params) {
      good = good && Str(param.name) && In(d_.types, param.type);
    }
    for (const acta_d_rule& rule : d_.rules) {
      good = good && Str(rule.name) && Str(rule.doc) && Str(rule.gloss) &&
             Str(rule.otherwise_name) && SliceOf(d_.params, rule.params) &&
             In(d_.types, rule.type) && In(d_.groups, rule.root) &&
             MaybeIn(d_.nodes, rule.otherwise) && Cites(rule.otherwise_citation) &&
             Cites(rule.citation) && MaybeIn(d_.reasons, rule.uncovered) &&
             MaybeIn(d_.reasons, rule.conflict) && MaybeIn(d_.parties, rule.party);
    }
    for (const acta_d_group& group : d_.groups) {
      good = good && Str(group.name) && Cites(group.citation) &&
             IndicesInto(d_.clauses, group.clauses) && IndicesInto(d_.groups, group.exceptions) &&
             CheckTied(group.clause_exceptions);
    }
    for (const acta_d_clause& clause : d_.clauses) {
      const acta_d_slice both{clause.withdrawals.first, clause.withdrawals.count};
      good = good && Str(clause.name) && Cites(clause.citation) &&
             MaybeIn(d_.nodes, clause.guard) && MaybeIn(d_.nodes, clause.condition) &&
             MaybeIn(d_.nodes, clause.value) && IndicesInto(d_.nodes, both) &&
             CheckWithdrawalCitations(both);
    }
    for (const acta_d_answer& answer : d_.answers) {
      good = good && Str(answer.name) && Str(answer.question) && In(d_.rules, answer.rule);
    }
    for (const auto section : {d_.order, d_.callees}) {
      for (const std::uint32_t rule : section) {
        good = good && In(d_.rules, rule);
      }
    }
    return good;
  }

  bool CheckTied(acta_d_slice tied) const {
    if (tied.count > d_.indices.size() / 2 || !SliceOf(d_.indices, {tied.first, tied.count * 2})) {
      return false;
    }
    for (std::uint32_t i = 0; i < tied.count; ++i) {
      if (!In(d_.clauses, d_.indices[tied.first + 2 * i]) ||
          !In(d_.groups, d_.indices[tied.first + 2 * i + 1])) {
        return false;
      }
    }
    return true;
  }

  bool CheckWithdrawalCitations(acta_d_slice withdrawals) const {
    const acta_d_slice citations{withdrawals.first + withdrawals.count, withdrawals.count};
    if (!SliceOf(d_.indices, citations)) {
      return false;
    }
    for (const std::uint32_t citation : d_.Indices(citations)) {
      if (!Cites(citation)) {
        return false;
      }
    }
    return true;
  }

  bool CheckNodes() const {
    if (d_.words.empty() || d_.words.front().size != 0) {
      return false;
    }
    for (const acta_d_string words : d_.words) {
      if (words.offset > d_.strings.size() || words.size > d_.strings.size() - words.offset) {
        return false;
      }
    }
    for (const acta_d_place& place : d_.places) {
      if (!Cites(place.citation)) {
        return false;
      }
    }
    for (const acta_d_node& node : d_.nodes) {
      if (node.op >= ACTA_OP_COUNT || !MaybeIn(d_.types, node.type) ||
          !MaybeIn(d_.reasons, node.reason) || !In(d_.places, node.place) ||
          !In(d_.words, node.words) ||
          !IndicesInto(d_.nodes, {node.first_operand, node.operand_count})) {
        return false;
      }
      const int arity = kArity[node.op];
      if (arity >= 0 && node.operand_count != static_cast<std::uint32_t>(arity)) {
        return false;
      }
      const auto imm = static_cast<std::uint64_t>(node.imm);
      switch (node.op) {
        case ACTA_OP_Rule:
        case ACTA_OP_Call:
          if (imm >= d_.rules.size()) {
            return false;
          }
          break;
        case ACTA_OP_Lookup:
          if (imm >= d_.lookups.size()) {
            return false;
          }
          break;
        case ACTA_OP_IsWorkingDay:
        case ACTA_OP_AddWorkingDays:
        case ACTA_OP_WorkingDaysBetween:
        case ACTA_OP_Roll:
          if (imm >= d_.calendars.size()) {
            return false;
          }
          break;
        case ACTA_OP_Switch:
          if (node.operand_count == 0) {
            return false;
          }
          break;
        default:
          break;
      }
    }
    return true;
  }

  const std::byte* bytes_;
  std::uint64_t size_;
  Descriptor& d_;
  std::string_view problem_;
};

}  // namespace

acta_status OpenDescriptor(const void* bytes, std::uint64_t size, Descriptor* out,
                           std::string_view* problem) {
  Opener opener(bytes, size, out);
  const acta_status status = opener.Open();
  *problem = opener.problem();
  return status;
}

}  // namespace acta::runtime

extern "C" uint64_t acta_descriptor_hash(const void* bytes, uint64_t size) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  const auto* at = static_cast<const unsigned char*>(bytes);
  std::uint64_t hash = size * kOdd;
  const auto mix = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDU;
    hash ^= hash >> 32;
  };
  for (; size >= 8; size -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    mix(word);
  }
  std::uint64_t rest = 0;
  for (std::uint64_t i = 0; i < size; ++i) {
    rest |= std::uint64_t{at[i]} << (8 * i);
  }
  mix(rest);
  return hash;
}
