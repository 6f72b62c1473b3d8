// A case: the slots that evaluators read, and what is needed to find one's way in them.
#pragma once

#include <cstdint>
#include <string_view>

#include "acta/acta.h"
#include "runtime/core/act.h"
#include "runtime/core/memory.h"
#include "runtime/core/writer.h"

namespace acta::runtime {

// Room for the elements of a list. The list's slot says where they begin and how many there are.
struct ListRoom {
  std::uint32_t base;
  std::uint32_t capacity;  // elements
  std::uint32_t width;     // slots of one
  std::uint32_t type;      // of the list
  std::uint32_t owner;     // the slot whose payload points here
};

struct TextPlace {
  std::uint32_t offset, size;
};

// Where a path leads. A place inside an optional entity exists only once the entity is present.
struct Place {
  std::uint32_t slot = 0;
  std::uint32_t type = ACTA_NONE;
  const acta_d_field* field = nullptr;  // the fact or field; for an element of a list, the list's
  bool is_element = false;
};

}  // namespace acta::runtime

struct acta_case {
  explicit acta_case(const acta_act& of)
      : act(&of),
        slots(of.allocator),
        lists(of.allocator),
        texts(of.allocator),
        text_bytes(of.allocator),
        text_places(of.allocator),
        id(of.allocator) {}

  const acta_act* act;
  acta::runtime::Array<std::int64_t> slots;
  acta::runtime::Array<acta::runtime::ListRoom> lists;  // in the order of their slots
  acta::runtime::Array<acta::runtime::TextPlace>
      texts;                              // payload = constants of the act + position
  acta::runtime::Array<char> text_bytes;  // each ended by a zero byte
  acta::runtime::HashIndex text_places;   // of texts; InternText adds those that are lacking
  acta::runtime::Array<char> id;          // JSON

  [[nodiscard]] bool Reset();
  [[nodiscard]] bool Assign(const acta_case& other);
};

namespace acta::runtime {

constexpr std::int64_t ListPayload(std::uint32_t base, std::uint32_t length) {
  return static_cast<std::int64_t>(std::uint64_t{base} << 32 | length);
}
constexpr std::uint32_t ListBase(std::int64_t payload) {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(payload) >> 32);
}
constexpr std::uint32_t ListLength(std::int64_t payload) {
  return static_cast<std::uint32_t>(payload);
}
constexpr bool IsGiven(std::int64_t payload) {
  return payload != ACTA_ABSENT && payload != ACTA_MISSING;
}

// The text behind a payload; empty for one that the case does not know. `facts` may be null: then
// constants only.
[[nodiscard]] std::string_view TextOf(const acta_act& act, const acta_case* facts,
                                      std::int64_t payload);
// The payload of a text, kept in the case if it is new. False for want of memory.
[[nodiscard]] bool InternText(acta_case& facts, std::string_view text, std::int64_t* payload);

// One element more, all missing. `list` is the slot of the list. ACTA_LIST_TOO_LONG,
// ACTA_NO_MEMORY.
[[nodiscard]] acta_status AppendElement(acta_case& facts, std::uint32_t list, std::uint32_t type,
                                        std::uint32_t* index);
// Slots of a value that is not given any more.
void MakeMissing(acta_case& facts, std::uint32_t slot, std::uint32_t width);

// Writes "organisers[2].birth_date" for a slot; false when no fact of the case reaches it. `found`
// (may be null) gets what stands there. A slot that begins an entity gives the entity when
// `want_entity`, else its first field.
enum class SlotMeans { kField, kEntity };
[[nodiscard]] bool WritePath(const acta_case& facts, std::uint32_t slot, SlotMeans means,
                             FixedText& out, Place* found);

}  // namespace acta::runtime
