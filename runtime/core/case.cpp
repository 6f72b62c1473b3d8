#include "runtime/core/case.h"

namespace acta::runtime {
namespace {

// Slots are named by 30 bits in reasons.
constexpr std::size_t kMostSlots = std::size_t{1} << 28;

std::size_t LastRoomUpTo(const acta_case& facts, std::uint32_t slot) {
  return LastUpTo(facts.lists, slot, [](const ListRoom& room) { return room.base; });
}

ListRoom* FindRoom(acta_case& facts, std::uint32_t list) {
  const std::int64_t payload = facts.slots[list];
  if (!IsGiven(payload) || ListLength(payload) == 0) {
    return nullptr;
  }
  const std::size_t i = LastRoomUpTo(facts, ListBase(payload));
  return i == facts.lists.size() || facts.lists[i].base != ListBase(payload) ? nullptr
                                                                             : &facts.lists[i];
}

// After the fields of an entity were copied from `from` to `to`: presence of optional entities and
// owners of lists follow.
void Rehome(acta_case& facts, const acta_d_entity& entity, std::uint32_t from, std::uint32_t to) {
  const Descriptor& d = facts.act->d;
  for (const acta_d_field& field : d.FieldsOf(entity)) {
    const acta_d_type& type = d.types[field.type];
    const std::uint32_t slot = to + field.offset;
    if (type.kind == ACTA_KIND_LIST) {
      if (ListRoom* const room = FindRoom(facts, slot); room != nullptr) {
        room->owner = slot;
      }
    } else if (type.kind == ACTA_KIND_ENTITY) {
      if (type.optional != 0 && IsGiven(facts.slots[slot])) {
        facts.slots[slot] = slot + 1;
      }
      Rehome(facts, d.entities[type.entity], from + field.offset + type.optional,
             slot + type.optional);
    }
  }
}

acta_status MoveToLargerRoom(acta_case& facts, std::uint32_t list, std::uint32_t type,
                             std::uint32_t length) {
  const Descriptor& d = facts.act->d;
  const acta_d_type& of = d.types[type];
  const acta_d_type& element = d.types[of.element];
  const std::uint32_t width = d.WidthOf(of.element);
  std::uint64_t capacity = length == 0 ? 4 : std::uint64_t{length} * 2;
  capacity = capacity < of.at_most ? capacity : of.at_most;
  const std::size_t base = facts.slots.size();
  if (base + capacity * width > kMostSlots ||
      !facts.slots.Resize(base + static_cast<std::size_t>(capacity) * width, ACTA_MISSING)) {
    return ACTA_NO_MEMORY;
  }
  const auto new_base = static_cast<std::uint32_t>(base);
  if (!facts.lists.Push({new_base, static_cast<std::uint32_t>(capacity), width, type, list})) {
    facts.slots.Truncate(base);
    return ACTA_NO_MEMORY;
  }
  const std::uint32_t old_base = ListBase(facts.slots[list]);
  for (std::uint32_t i = 0; i < length * width; ++i) {
    facts.slots[new_base + i] = facts.slots[old_base + i];
  }
  if (element.kind == ACTA_KIND_ENTITY) {
    for (std::uint32_t i = 0; i < length; ++i) {
      Rehome(facts, d.entities[element.entity], old_base + i * width, new_base + i * width);
    }
  }
  facts.slots[list] = ListPayload(new_base, length);
  return ACTA_OK;
}

// Looks for `slot` among the fields that begin at `base`, and writes the rest of the path.
bool DescendTo(const acta_case& facts, std::span<const acta_d_field> fields, std::uint32_t base,
               std::uint32_t slot, SlotMeans means, bool after_name, FixedText& out, Place* found) {
  const Descriptor& d = facts.act->d;
  const std::size_t i =
      LastUpTo(fields, slot - base, [](const acta_d_field& field) { return field.offset; });
  if (i == fields.size()) {
    return false;
  }
  const acta_d_field& field = fields[i];
  const acta_d_type& type = d.types[field.type];
  const std::uint32_t begin = base + field.offset;
  if (slot - begin >= d.WidthOf(field.type)) {
    return false;
  }
  if (after_name) {
    out.Put('.');
  }
  out.Put(d.Text(field.name));
  if (found != nullptr) {
    *found = {slot, field.type, &field, false};
  }
  if (type.kind != ACTA_KIND_ENTITY) {
    return true;
  }
  const std::uint32_t inner = begin + type.optional;
  if (slot < inner || (slot == inner && means == SlotMeans::kEntity)) {
    return true;
  }
  return DescendTo(facts, d.FieldsOf(d.entities[type.entity]), inner, slot, means, true, out,
                   found);
}

// Lists in entities in lists: no case of ours is nested deeper.
constexpr int kDeepestLists = 64;

bool WriteElementPath(const acta_case& facts, std::uint32_t slot, SlotMeans means, int depth,
                      FixedText& out, Place* found) {
  const Descriptor& d = facts.act->d;
  if (slot < d.header->slot_count) {
    return DescendTo(facts, d.facts, 0, slot, means, false, out, found);
  }
  if (depth > kDeepestLists) {
    return false;
  }
  const std::size_t i = LastRoomUpTo(facts, slot);
  if (i == facts.lists.size() || facts.lists[i].width == 0) {
    return false;
  }
  const ListRoom& room = facts.lists[i];
  const std::uint32_t position = (slot - room.base) / room.width;
  if (position >= room.capacity ||
      !WriteElementPath(facts, room.owner, SlotMeans::kField, depth + 1, out, found)) {
    return false;
  }
  out.Put('[').Number(position).Put(']');
  const std::uint32_t element_type = d.types[room.type].element;
  const acta_d_type& element = d.types[element_type];
  const std::uint32_t begin = room.base + position * room.width;
  if (found != nullptr) {
    found->slot = slot;
    found->type = element_type;
    found->is_element = true;
  }
  if (element.kind != ACTA_KIND_ENTITY || (slot == begin && means == SlotMeans::kEntity)) {
    return true;
  }
  return DescendTo(facts, d.FieldsOf(d.entities[element.entity]), begin, slot, means, true, out,
                   found);
}

}  // namespace

std::string_view TextOf(const acta_act& act, const acta_case* facts, std::int64_t payload) {
  const auto constants = static_cast<std::int64_t>(act.d.texts.size());
  if (payload < 0) {
    return {};
  }
  if (payload < constants) {
    return act.d.Text(act.d.texts[static_cast<std::size_t>(payload)]);
  }
  const auto position = static_cast<std::size_t>(payload - constants);
  if (facts == nullptr || position >= facts->texts.size()) {
    return {};
  }
  const TextPlace& place = facts->texts[position];
  return {facts->text_bytes.data() + place.offset, place.size};
}

bool InternText(acta_case& facts, std::string_view text, std::int64_t* payload) {
  const acta_act& act = *facts.act;
  const auto constants = static_cast<std::int64_t>(act.d.texts.size());
  const auto text_at = [&](std::uint32_t i) { return TextOf(act, &facts, constants + i); };
  const std::uint32_t hash = act.HashOfText(text);
  const std::uint32_t constant = act.texts.Find(
      hash, [&](std::uint32_t i) { return TextOf(act, nullptr, std::int64_t{i}) == text; });
  if (constant != ACTA_NONE) {
    *payload = constant;
    return true;
  }
  for (std::uint32_t i = facts.text_places.size(); i < facts.texts.size(); ++i) {
    if (!facts.text_places.Add(act.HashOfText(text_at(i)), i)) {
      return false;
    }
  }
  std::uint32_t position =
      facts.text_places.Find(hash, [&](std::uint32_t i) { return text_at(i) == text; });
  if (position == ACTA_NONE) {
    const std::size_t offset = facts.text_bytes.size();
    position = static_cast<std::uint32_t>(facts.texts.size());
    if (offset + text.size() >= UINT32_MAX || !facts.text_bytes.Append(text.data(), text.size()) ||
        !facts.text_bytes.Push('\0') ||
        !facts.texts.Push(
            {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(text.size())})) {
      facts.text_bytes.Truncate(offset);
      return false;
    }
  }
  *payload = constants + position;
  return true;
}

acta_status AppendElement(acta_case& facts, std::uint32_t list, std::uint32_t type,
                          std::uint32_t* index) {
  const acta_d_type& of = facts.act->d.types[type];
  const std::uint32_t length = IsGiven(facts.slots[list]) ? ListLength(facts.slots[list]) : 0;
  if (length >= of.at_most) {
    return ACTA_LIST_TOO_LONG;
  }
  const ListRoom* const room = FindRoom(facts, list);
  if (room == nullptr || room->capacity == length) {
    if (const acta_status status = MoveToLargerRoom(facts, list, type, length); status != ACTA_OK) {
      return status;
    }
  }
  facts.slots[list] = ListPayload(ListBase(facts.slots[list]), length + 1);
  *index = length;
  return ACTA_OK;
}

void MakeMissing(acta_case& facts, std::uint32_t slot, std::uint32_t width) {
  for (std::uint32_t i = 0; i < width; ++i) {
    facts.slots[slot + i] = ACTA_MISSING;
  }
}

bool WritePath(const acta_case& facts, std::uint32_t slot, SlotMeans means, FixedText& out,
               Place* found) {
  return slot < facts.slots.size() && WriteElementPath(facts, slot, means, 0, out, found);
}

}  // namespace acta::runtime

bool acta_case::Reset() {
  slots.Clear();
  lists.Clear();
  texts.Clear();
  text_bytes.Clear();
  text_places.Clear();
  id.Clear();
  return slots.Resize(act->d.header->slot_count, ACTA_MISSING);
}

bool acta_case::Assign(const acta_case& other) {
  act = other.act;
  text_places.Clear();
  return slots.Assign(other.slots) && lists.Assign(other.lists) && texts.Assign(other.texts) &&
         text_bytes.Assign(other.text_bytes) && id.Assign(other.id);
}

using acta::runtime::Create;
using acta::runtime::Destroy;

extern "C" {

acta_status acta_case_create(const acta_act* act, acta_case** out) {
  if (act == nullptr || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  *out = Create<acta_case>(act->allocator, *act);
  if (*out != nullptr && !(*out)->Reset()) {
    Destroy(act->allocator, *out);
    *out = nullptr;
  }
  return *out == nullptr ? ACTA_NO_MEMORY : ACTA_OK;
}

void acta_case_free(acta_case* facts) {
  if (facts != nullptr) {
    Destroy(facts->act->allocator, facts);
  }
}

void acta_case_reset(acta_case* facts) {
  // The slots were there before: no memory is needed.
  if (facts != nullptr && !facts->Reset()) {
    facts->slots.Clear();
  }
}

acta_status acta_case_clone(const acta_case* facts, acta_case** out) {
  if (facts == nullptr || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  *out = Create<acta_case>(facts->act->allocator, *facts->act);
  if (*out != nullptr && !(*out)->Assign(*facts)) {
    Destroy(facts->act->allocator, *out);
    *out = nullptr;
  }
  return *out == nullptr ? ACTA_NO_MEMORY : ACTA_OK;
}

const int64_t* acta_case_slots(const acta_case* facts, size_t* count) {
  if (facts == nullptr) {
    return nullptr;
  }
  if (count != nullptr) {
    *count = facts->slots.size();
  }
  return facts->slots.data();
}

}  // extern "C"
