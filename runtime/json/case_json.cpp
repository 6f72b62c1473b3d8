// Cases from JSON: docs of the forms stand at acta_case_read_json.
#include "runtime/core/setting.h"
#include "runtime/json/reader.h"
#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

// Entities in lists in entities; deeper text is refused before it costs anything.
constexpr int kDeepest = 64;

constexpr std::string_view kOfKind[] = {"null",     "false",    "true",      "a number",
                                        "a string", "an array", "an object", "nothing"};

class CaseReader {
 public:
  CaseReader(acta_case& facts, std::string_view json, Complaint& complaint)
      : facts_(facts),
        act_(*facts.act),
        d_(act_.d),
        json_(json),
        reader_(json, act_.allocator),
        seen_(act_.allocator),
        complaint_(complaint) {}

  acta_status Read() {
    if (!IsUtf8(json_)) {
      std::size_t at = 0;
      while (const std::size_t length = CodePointLength(Slice(json_, at))) {
        at += length;
      }
      return Stop(ACTA_BAD_UTF8, at, "this byte is no UTF-8");
    }
    const JsonKind kind = reader_.Peek();
    if (kind != JsonKind::kObject) {
      return reader_.failed() ? NotJson()
                              : Stop(ACTA_BAD_JSON, reader_.offset(), "a case is one JSON object");
    }
    if (!Fields(d_.facts, 0, Scope::Facts(), Where::kCase)) {
      return status_;
    }
    return reader_.AtEnd() ? ACTA_OK
                           : Stop(ACTA_BAD_JSON, reader_.offset(), "something follows the case");
  }

 private:
  enum class Where { kCase, kEntity };

  // ---- refusing --------------------------------------------------------------------------------

  void Locate(std::size_t offset) {
    std::uint32_t line = 1;
    std::size_t line_begin = 0;
    for (std::size_t i = 0; i < offset && i < json_.size(); ++i) {
      if (json_[i] == '\n') {
        ++line;
        line_begin = i + 1;
      }
    }
    complaint_.At(offset, line, static_cast<std::uint32_t>(offset - line_begin) + 1);
  }
  acta_status Stop(acta_status status, std::size_t offset, std::string_view message) {
    Locate(offset);
    complaint_.message().Put(message);
    return status_ = complaint_.Fail(status);
  }
  acta_status NotJson() {
    return Stop(reader_.ran_out_of_memory() ? ACTA_NO_MEMORY : ACTA_BAD_JSON, reader_.offset(),
                reader_.problem());
  }
  bool Broken() {
    NotJson();
    return false;
  }

  // The path of a place, then what is wrong with what stands at `begin`.
  bool RefuseAt(acta_status status, const Place& place, std::size_t begin) {
    return RefuseFound(status, place, begin, reader_.Glimpse(begin));
  }
  bool RefuseFound(acta_status status, const Place& place, std::size_t begin,
                   std::string_view found) {
    char path[256];
    FixedText text(path);
    WritePathOf(place, text);
    Locate(begin);
    status_ = Refuse(complaint_, facts_, status, text.view(), place, found);
    return false;
  }
  bool RefuseKind(const Place& place, std::size_t begin, JsonKind kind) {
    if (kind == JsonKind::kArray || kind == JsonKind::kObject) {
      return RefuseFound(ACTA_WRONG_TYPE, place, begin, kOfKind[static_cast<int>(kind)]);
    }
    return RefuseAt(ACTA_WRONG_TYPE, place, begin);
  }
  void WritePathOf(const Place& place, FixedText& out) const {
    const bool is_entity = d_.types[place.type].kind == ACTA_KIND_ENTITY;
    if (!WritePath(facts_, place.slot, is_entity ? SlotMeans::kEntity : SlotMeans::kField, out,
                   nullptr)) {
      out.Put(place.field == nullptr ? std::string_view() : d_.Text(place.field->name));
    }
  }
  bool RefuseKey(std::uint32_t base, Where where, Scope scope, std::string_view what,
                 std::string_view key, std::size_t begin) {
    char path[256];
    FixedText text(path);
    if (where == Where::kEntity && WritePath(facts_, base, SlotMeans::kEntity, text, nullptr)) {
      text.Put('.');
    }
    text.Put(key);
    Locate(begin);
    status_ = RefuseName(complaint_, act_, scope, what, text.view(), key);
    return false;
  }
  bool RefuseMember(const Place& place, std::string_view name, std::size_t begin) {
    char path[256];
    FixedText text(path);
    WritePathOf(place, text);
    Locate(begin);
    if (place.field != nullptr) {
      complaint_.Declaration(d_.Text(place.field->doc));
    }
    const acta_d_type& type = d_.types[place.type];
    complaint_.Expected(d_.Text(type.name));
    complaint_.message()
        .Put("`")
        .Put(text.view())
        .Put("` is declared as ")
        .Put(d_.Text(type.name))
        .Put(": ");
    status_ = RefuseName(complaint_, act_, Scope::MembersOf(type.enumeration), "member",
                         text.view(), name);
    return false;
  }
  bool NoMemory() {
    Stop(ACTA_NO_MEMORY, reader_.offset(), "there is no memory for this case");
    return false;
  }

  // ---- reading ---------------------------------------------------------------------------------

  // The fields of an object into the slots from `base` on.
  bool Fields(std::span<const acta_d_field> fields, std::uint32_t base, Scope scope, Where where) {
    const std::size_t opened = reader_.offset();
    if (++depth_ > kDeepest) {
      Stop(ACTA_TOO_DEEP, opened, "nested too deeply for a case");
      return false;
    }
    const std::size_t seen = seen_.size();
    if (!seen_.Resize(seen + fields.size() + 2, 0)) {
      return NoMemory();
    }
    if (!reader_.Take('{')) {
      return Broken();
    }
    std::uint32_t next = 0;
    if (!reader_.Take('}')) {
      do {
        std::string_view key;
        const bool is_over = reader_.AtEnd();
        const std::size_t begin = reader_.offset();
        if (is_over || !reader_.TakeKey(&key)) {
          return is_over ? (Stop(ACTA_BAD_JSON, begin, "the text ends within an object"), false)
                         : Broken();
        }
        if (where == Where::kCase && !key.empty() && key.front() == '$') {
          if (!Extra(key, seen + fields.size(), begin)) {
            return false;
          }
          continue;
        }
        const std::uint32_t index = act_.names.Find(scope, key, next);
        if (index == ACTA_NONE) {
          return RefuseKey(base, where, scope, where == Where::kCase ? "fact" : "field", key,
                           begin);
        }
        next = index + 1;
        const acta_d_field& field = fields[index];
        const Place place{base + field.offset, field.type, &field, false};
        if (seen_[seen + index]++ != 0) {
          return RefuseFound(ACTA_DUPLICATE, place, begin, reader_.Glimpse(begin));
        }
        if (!Value(place)) {
          return false;
        }
      } while (reader_.More('}'));
      if (reader_.failed()) {
        return Broken();
      }
    }
    seen_.Truncate(seen);
    --depth_;
    return true;
  }

  // "$id" and "$readings". `seen`: where their marks lie.
  bool Extra(std::string_view key, std::size_t seen, std::size_t begin) {
    const bool is_id = key == "$id";
    if (!is_id && key != "$readings") {
      Stop(ACTA_UNKNOWN_NAME, begin, "besides facts a case has only `$id` and `$readings`");
      return false;
    }
    if (seen_[seen + (is_id ? 0 : 1)]++ != 0) {
      Stop(ACTA_DUPLICATE, begin, is_id ? "`$id` is given twice" : "`$readings` is given twice");
      return false;
    }
    return is_id ? Identity() : Readings();
  }

  bool Identity() {
    const JsonKind kind = reader_.Peek();
    const std::size_t begin = reader_.offset();
    std::string_view ignored;
    const bool good = kind == JsonKind::kString   ? reader_.TakeString(&ignored)
                      : kind == JsonKind::kNumber ? reader_.TakeNumber(&ignored)
                                                  : false;
    if (reader_.failed()) {
      return Broken();
    }
    if (!good) {
      Stop(ACTA_WRONG_TYPE, begin, "`$id` is a string or a number");
      return false;
    }
    const std::string_view token = reader_.Since(begin);
    facts_.id.Clear();
    return facts_.id.Append(token.data(), token.size()) && facts_.id.Push('\0') ? true : NoMemory();
  }

  bool Readings() {
    if (reader_.Peek() != JsonKind::kObject) {
      reader_.failed() ? NotJson()
                       : Stop(ACTA_WRONG_TYPE, reader_.offset(),
                              "`$readings` is an object of names and alternatives");
      return false;
    }
    if (!reader_.Take('{')) {
      return Broken();
    }
    if (reader_.Take('}')) {
      return true;
    }
    std::uint32_t next = 0;
    do {
      std::string_view name;
      const std::size_t begin = reader_.offset();
      if (!reader_.TakeKey(&name)) {
        return Broken();
      }
      const std::uint32_t index = act_.names.Find(Scope::Readings(), name, next);
      if (index == ACTA_NONE) {
        return RefuseKey(0, Where::kCase, Scope::Readings(), "reading", name, begin);
      }
      next = index + 1;
      const acta_d_reading& reading = d_.readings[index];
      if (facts_.slots[reading.slot] != ACTA_MISSING) {
        Stop(ACTA_DUPLICATE, begin, "this reading is chosen twice");
        return false;
      }
      const JsonKind kind = reader_.Peek();
      const std::size_t value_begin = reader_.offset();
      std::string_view alternative;
      if (kind != JsonKind::kString) {
        reader_.failed()
            ? NotJson()
            : Stop(ACTA_WRONG_TYPE, value_begin, "an alternative is named by a string");
        return false;
      }
      if (!reader_.TakeString(&alternative)) {
        return Broken();
      }
      const std::uint32_t ordinal =
          act_.names.Find(Scope::MembersOf(reading.enumeration), alternative);
      if (ordinal == ACTA_NONE) {
        Locate(value_begin);
        status_ = RefuseAlternative(complaint_, act_, reading, alternative);
        return false;
      }
      facts_.slots[reading.slot] = ordinal;
    } while (reader_.More('}'));
    return reader_.failed() ? Broken() : true;
  }

  bool Value(const Place& place) {
    const JsonKind kind = reader_.Peek();
    const std::size_t begin = reader_.offset();
    if (kind == JsonKind::kNothing) {
      return Broken();
    }
    const acta_d_type& type = d_.types[place.type];
    if (kind == JsonKind::kNull) {
      if (!reader_.TakeWord()) {
        return Broken();
      }
      if (type.optional == 0) {
        return RefuseAt(ACTA_NOT_OPTIONAL, place, begin);
      }
      facts_.slots[place.slot] = ACTA_ABSENT;
      return true;
    }
    switch (type.kind) {
      case ACTA_KIND_ENTITY:
        if (kind != JsonKind::kObject) {
          return RefuseKind(place, begin, kind);
        }
        if (type.optional != 0) {
          facts_.slots[place.slot] = std::int64_t{place.slot} + 1;
        }
        return Fields(d_.FieldsOf(d_.entities[type.entity]), place.slot + type.optional,
                      Scope::FieldsOf(type.entity), Where::kEntity);
      case ACTA_KIND_LIST:
        return kind == JsonKind::kArray ? List(place, begin) : RefuseKind(place, begin, kind);
      case ACTA_KIND_SET:
        return kind == JsonKind::kArray ? Set(place, begin) : RefuseKind(place, begin, kind);
      case ACTA_KIND_PERIOD_OF_DATES:
      case ACTA_KIND_PERIOD_OF_TIMES:
        return kind == JsonKind::kObject ? Period(place, begin) : Scalar(place, kind, begin);
      default:
        return Scalar(place, kind, begin);
    }
  }

  bool Scalar(const Place& place, JsonKind kind, std::size_t begin) {
    const acta_d_type& type = d_.types[place.type];
    const bool is_number = type.kind == ACTA_KIND_INTEGER || type.kind == ACTA_KIND_DECIMAL ||
                           type.kind == ACTA_KIND_MONEY || IsDuration(type.kind);
    std::int64_t payload = 0;
    std::string_view token;
    std::string_view unknown;
    acta_status status = ACTA_OK;
    switch (kind) {
      case JsonKind::kFalse:
      case JsonKind::kTrue:
        if (!reader_.TakeWord()) {
          return Broken();
        }
        payload = kind == JsonKind::kTrue ? 1 : 0;
        status = type.kind == ACTA_KIND_BOOLEAN ? ACTA_OK : ACTA_WRONG_TYPE;
        break;
      case JsonKind::kNumber:
        if (!reader_.TakeNumber(&token)) {
          return Broken();
        }
        status =
            is_number ? ParseValue(act_, place.type, token, &payload, &unknown) : ACTA_WRONG_TYPE;
        break;
      case JsonKind::kString:
        if (!reader_.TakeString(&token)) {
          return Broken();
        }
        if (type.kind == ACTA_KIND_TEXT) {
          return Text(place, token, begin);
        }
        status = type.kind == ACTA_KIND_BOOLEAN
                     ? ACTA_WRONG_TYPE
                     : ParseValue(act_, place.type, token, &payload, &unknown);
        break;
      default:
        return RefuseKind(place, begin, kind);
    }
    if (status == ACTA_UNKNOWN_NAME) {
      return RefuseMember(place, unknown, begin);
    }
    if (status == ACTA_OK) {
      status = CheckFits(facts_, place, payload);
    }
    if (status != ACTA_OK) {
      return RefuseAt(status, place, begin);
    }
    facts_.slots[place.slot] = payload;
    return true;
  }

  bool Text(const Place& place, std::string_view text, std::size_t begin) {
    if (text.size() > ACTA_MAX_TEXT) {
      return RefuseAt(ACTA_TEXT_TOO_LONG, place, begin);
    }
    std::int64_t payload = 0;
    if (!InternText(facts_, text, &payload)) {
      return NoMemory();
    }
    facts_.slots[place.slot] = payload;
    return true;
  }

  bool List(const Place& list, std::size_t begin) {
    facts_.slots[list.slot] = ListPayload(0, 0);
    if (!reader_.Take('[')) {
      return Broken();
    }
    if (reader_.Take(']')) {
      return true;
    }
    const std::uint32_t element = d_.types[list.type].element;
    const std::uint32_t width = d_.WidthOf(element);
    do {
      std::uint32_t index = 0;
      const acta_status status = AppendElement(facts_, list.slot, list.type, &index);
      if (status == ACTA_LIST_TOO_LONG) {
        return RefuseFound(status, list, begin, "an array");
      }
      if (status != ACTA_OK) {
        return NoMemory();
      }
      const std::uint32_t slot = ListBase(facts_.slots[list.slot]) + index * width;
      if (!Value({slot, element, list.field, true})) {
        return false;
      }
    } while (reader_.More(']'));
    return reader_.failed() ? Broken() : true;
  }

  bool Set(const Place& place, std::size_t begin) {
    const Scope members = Scope::MembersOf(d_.types[place.type].enumeration);
    std::uint64_t mask = 0;
    std::uint32_t next = 0;
    if (!reader_.Take('[')) {
      return Broken();
    }
    if (!reader_.Take(']')) {
      do {
        const JsonKind kind = reader_.Peek();
        const std::size_t member_begin = reader_.offset();
        std::string_view name;
        if (kind != JsonKind::kString) {
          return reader_.failed() ? Broken() : RefuseKind(place, member_begin, kind);
        }
        if (!reader_.TakeString(&name)) {
          return Broken();
        }
        const std::uint32_t ordinal = act_.names.Find(members, name, next);
        if (ordinal == ACTA_NONE) {
          return RefuseMember(place, name, member_begin);
        }
        next = ordinal + 1;
        mask |= std::uint64_t{1} << ordinal;
      } while (reader_.More(']'));
      if (reader_.failed()) {
        return Broken();
      }
    }
    const auto payload = static_cast<std::int64_t>(mask);
    if (const acta_status status = CheckFits(facts_, place, payload); status != ACTA_OK) {
      return RefuseFound(status, place, begin, "an array");
    }
    facts_.slots[place.slot] = payload;
    return true;
  }

  // {"start": .., "end": ..}: put together as the author would write it, then read as that.
  bool Period(const Place& place, std::size_t begin) {
    char written[2][48];
    bool given[2] = {false, false};
    if (!reader_.Take('{')) {
      return Broken();
    }
    if (!reader_.Take('}')) {
      do {
        std::string_view key;
        if (!reader_.TakeKey(&key)) {
          return Broken();
        }
        const std::size_t side = key == "start" ? 0 : 1;
        std::string_view value;
        if ((key != "start" && key != "end") || given[side]) {
          return RefuseFound(ACTA_WRONG_TYPE, place, begin,
                             "an object with more than one `start` and one `end`");
        }
        if (reader_.Peek() != JsonKind::kString) {
          return reader_.failed() ? Broken()
                                  : RefuseFound(ACTA_WRONG_TYPE, place, begin,
                                                "a `start` or `end` that is no string");
        }
        if (!reader_.TakeString(&value)) {
          return Broken();
        }
        given[side] = true;
        FixedText(written[side]).Put(value);
      } while (reader_.More('}'));
      if (reader_.failed()) {
        return Broken();
      }
    }
    if (!given[0] || !given[1]) {
      return RefuseFound(ACTA_WRONG_TYPE, place, begin, "an object without `start` and `end`");
    }
    char both[112];
    FixedText period(both);
    period.Put(written[0]).Put(" to ").Put(written[1]);
    std::int64_t payload = 0;
    std::string_view unknown;
    acta_status status = ParseValue(act_, place.type, period.view(), &payload, &unknown);
    if (status == ACTA_OK) {
      status = CheckFits(facts_, place, payload);
    }
    if (status != ACTA_OK) {
      return RefuseFound(status, place, begin, period.view());
    }
    facts_.slots[place.slot] = payload;
    return true;
  }

  acta_case& facts_;
  const acta_act& act_;
  const Descriptor& d_;
  std::string_view json_;
  JsonReader reader_;
  Array<std::uint8_t> seen_;  // a stack: one mark per field of the objects that are open
  Complaint& complaint_;
  acta_status status_ = ACTA_OK;
  int depth_ = 0;
};

}  // namespace
}  // namespace acta::runtime

extern "C" {

acta_status acta_case_read_json(acta_case* facts, const char* json, size_t size,
                                acta_detail* detail) {
  acta::runtime::Complaint complaint(detail);
  if (facts == nullptr || (json == nullptr && size != 0)) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "a case and a text are needed");
  }
  acta_case_reset(facts);
  const acta_status status = acta::runtime::CaseReader(*facts, {json, size}, complaint).Read();
  if (status != ACTA_OK) {
    acta_case_reset(facts);
  }
  return status;
}

acta_string acta_case_id(const acta_case* facts) {
  if (facts == nullptr || facts->id.empty()) {
    return {"", 0};
  }
  return {facts->id.data(), facts->id.size() - 1};
}

}  // extern "C"
