#include "runtime/core/setting.h"

#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

constexpr bool EndsName(char c) {
  return c == '.' || c == '[';
}

// A position in brackets, up to the closing one. False when there is none.
bool ReadPosition(std::string_view text, std::size_t* at, std::uint64_t* position) {
  std::size_t i = *at + 1;
  const std::size_t first = i;
  *position = 0;
  for (; i < text.size() && '0' <= text[i] && text[i] <= '9'; ++i) {
    *position = *position < UINT32_MAX ? *position * 10 + static_cast<std::uint64_t>(text[i] - '0')
                                       : *position;
  }
  if (i == first || i >= text.size() || text[i] != ']') {
    return false;
  }
  *at = i + 1;
  return true;
}

std::string_view ReadName(std::string_view text, std::size_t* at) {
  const std::size_t first = *at;
  while (*at < text.size() && !EndsName(text[*at])) {
    ++*at;
  }
  return Slice(text, first, *at - first);
}

acta_status Malformed(Complaint& complaint, std::string_view path) {
  complaint.Path(path);
  complaint.message().Put("`").Put(path).Put(
      "` is no path: write fact.field or list[position].field");
  return complaint.Fail(ACTA_UNKNOWN_NAME);
}

}  // namespace

void WriteExpected(FixedText& out, const acta_act& act, std::uint32_t type,
                   const acta_d_field* field) {
  const Descriptor& d = act.d;
  out.Put(d.Text(d.types[type].name));
  if (field == nullptr) {
    return;
  }
  const bool has_low = (field->flags & ACTA_D_HAS_LOW) != 0;
  const bool has_high = (field->flags & ACTA_D_HAS_HIGH) != 0;
  if (has_low && has_high) {
    out.Put(", ");
    WriteValue(out, act, nullptr, type, field->low);
    out.Put(" to ");
    WriteValue(out, act, nullptr, type, field->high);
  } else if (has_low) {
    out.Put(", at least ");
    WriteValue(out, act, nullptr, type, field->low);
  } else if (has_high) {
    out.Put(", at most ");
    WriteValue(out, act, nullptr, type, field->high);
  }
}

acta_status RefuseName(Complaint& complaint, const acta_act& act, Scope scope,
                       std::string_view what, std::string_view path, std::string_view name) {
  complaint.Path(path);
  complaint.Found(name);
  const std::string_view suggestion = act.names.Suggest(scope, name);
  complaint.Suggestion(suggestion);
  complaint.message().Put("there is no ").Put(what).Put(" `").Put(name).Put("`");
  if (!suggestion.empty()) {
    complaint.message().Put("; did you mean `").Put(suggestion).Put("`?");
  }
  return complaint.Fail(ACTA_UNKNOWN_NAME);
}

acta_status RefuseAlternative(Complaint& complaint, const acta_act& act,
                              const acta_d_reading& reading, std::string_view name) {
  FixedText expected(complaint.detail().expected);
  std::string_view between;
  for (const acta_d_named& member : act.d.MembersOf(reading.enumeration)) {
    expected.Put(between).Put(act.d.Text(member.name));
    between = " or ";
  }
  return RefuseName(complaint, act, Scope::MembersOf(reading.enumeration), "alternative",
                    act.d.Text(reading.name), name);
}

acta_status Refuse(Complaint& complaint, const acta_case& facts, acta_status status,
                   std::string_view path, const Place& place, std::string_view found) {
  const Descriptor& d = facts.act->d;
  complaint.Path(path);
  complaint.Found(found);
  FixedText expected(complaint.detail().expected);
  WriteExpected(expected, *facts.act, place.type, place.is_element ? nullptr : place.field);
  if (place.field != nullptr) {
    complaint.Declaration(d.Text(place.field->doc));
  }
  FixedText& message = complaint.message();
  message.Put("`").Put(path).Put("` ");
  switch (status) {
    case ACTA_BAD_VALUE:
      message.Put("is declared as ").Put(expected.view()).Put(", and ").Put(found).Put(" is none");
      break;
    case ACTA_OUT_OF_RANGE:
      message.Put("is declared as ").Put(expected.view()).Put("; ").Put(found).Put(" lies outside");
      break;
    case ACTA_LIST_TOO_LONG:
      message.Put("is declared as ").Put(expected.view()).Put("; there are more elements");
      break;
    case ACTA_NOT_OPTIONAL:
      message.Put("always exists (it is declared as ")
          .Put(expected.view())
          .Put("): it cannot be absent");
      break;
    case ACTA_TEXT_TOO_LONG:
      message.Put("is longer than ").Number(ACTA_MAX_TEXT).Put(" bytes");
      break;
    case ACTA_DUPLICATE:
      message.Put("is given twice");
      break;
    case ACTA_NO_MEMORY:
      message.Put("finds no memory");
      break;
    default:
      message.Put("is declared as ").Put(expected.view()).Put("; found ").Put(found);
      break;
  }
  return complaint.Fail(status);
}

acta_status Resolve(const acta_case& facts, std::string_view path, Target* out,
                    Complaint& complaint) {
  const acta_act& act = *facts.act;
  const Descriptor& d = act.d;
  Target& target = *out;
  target.presence_count = 0;
  std::size_t at = 0;
  const std::string_view first = ReadName(path, &at);
  const std::uint32_t fact = act.names.Find(Scope::Facts(), first);
  if (fact == ACTA_NONE) {
    return RefuseName(complaint, act, Scope::Facts(), "fact", path, first);
  }
  target.place = {d.facts[fact].offset, d.facts[fact].type, &d.facts[fact], false};
  while (at < path.size()) {
    Place& place = target.place;
    const acta_d_type& type = d.types[place.type];
    const std::string_view so_far = Slice(path, 0, at);
    if (path[at] == '[') {
      std::uint64_t position = 0;
      if (!ReadPosition(path, &at, &position)) {
        return Malformed(complaint, path);
      }
      if (type.kind != ACTA_KIND_LIST) {
        return Refuse(complaint, facts, ACTA_WRONG_TYPE, so_far, place, "a position in a list");
      }
      const std::int64_t list = facts.slots[place.slot];
      const std::uint32_t length = IsGiven(list) ? ListLength(list) : 0;
      if (position >= length) {
        complaint.Path(path);
        complaint.message().Put("`").Put(so_far).Put("` has ").Number(length).Put(
            " elements; positions count from 0");
        return complaint.Fail(ACTA_OUT_OF_RANGE);
      }
      const auto index = static_cast<std::uint32_t>(position);
      place.slot = ListBase(list) + index * d.WidthOf(type.element);
      place.type = type.element;
      place.is_element = true;
      continue;
    }
    ++at;
    const std::string_view name = ReadName(path, &at);
    if (path[at - name.size() - 1] != '.') {
      return Malformed(complaint, path);
    }
    if (type.kind != ACTA_KIND_ENTITY) {
      return Refuse(complaint, facts, ACTA_WRONG_TYPE, so_far, place, "a field of an entity");
    }
    const std::uint32_t index = act.names.Find(Scope::FieldsOf(type.entity), name);
    if (index == ACTA_NONE) {
      return RefuseName(complaint, act, Scope::FieldsOf(type.entity), "field", path, name);
    }
    if (type.optional != 0) {
      if (target.presence_count == Target::kMostEntities) {
        return complaint.Say(ACTA_TOO_DEEP, "the path is nested too deeply");
      }
      target.presence[target.presence_count++] = place.slot;
    }
    const acta_d_field& field = d.FieldsOf(d.entities[type.entity])[index];
    place = {place.slot + type.optional + field.offset, field.type, &field, false};
  }
  return ACTA_OK;
}

acta_status CheckFits(const acta_case& facts, const Place& place, std::int64_t payload) {
  const acta_d_type& type = facts.act->d.types[place.type];
  if (payload == ACTA_ABSENT) {
    return type.optional != 0 ? ACTA_OK : ACTA_NOT_OPTIONAL;
  }
  if (const acta_status status = CheckPayload(facts, place.type, payload); status != ACTA_OK) {
    return status;
  }
  return place.is_element || IsInRange(*place.field, payload) ? ACTA_OK : ACTA_OUT_OF_RANGE;
}

}  // namespace acta::runtime
