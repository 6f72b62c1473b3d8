// The generic door: facts set one by one, by path or by index.
#include "runtime/calendar/civil.h"
#include "runtime/core/setting.h"
#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

void MakePresent(acta_case& facts, const Target& target) {
  for (std::size_t i = 0; i < target.presence_count; ++i) {
    const std::uint32_t slot = target.presence[i];
    if (!IsGiven(facts.slots[slot])) {
      facts.slots[slot] = slot + 1;
    }
  }
}

bool IsOneOf(std::uint32_t kind, std::initializer_list<acta_kind> kinds) {
  for (const acta_kind one : kinds) {
    if (kind == static_cast<std::uint32_t>(one)) {
      return true;
    }
  }
  return false;
}

// What a setter is about to do, from path to stored value.
class Setting {
 public:
  Setting(acta_case* facts, const char* path, acta_detail* detail)
      : facts_(facts), complaint_(detail) {
    if (facts == nullptr || path == nullptr) {
      status_ = complaint_.Say(ACTA_BAD_ARGUMENT, "a case and a path are needed");
      return;
    }
    path_ = path;
    status_ = Resolve(*facts, path_, &target_, complaint_);
  }

  [[nodiscard]] bool ok() const { return status_ == ACTA_OK; }
  [[nodiscard]] acta_status status() const { return status_; }
  [[nodiscard]] const Place& place() const { return target_.place; }
  [[nodiscard]] const acta_d_type& type() const { return facts_->act->d.types[target_.place.type]; }
  [[nodiscard]] const acta_act& act() const { return *facts_->act; }
  [[nodiscard]] Complaint& complaint() { return complaint_; }
  [[nodiscard]] std::string_view path() const { return path_; }

  acta_status Reject(acta_status status, std::string_view found) {
    return status_ = Refuse(complaint_, *facts_, status, path_, target_.place, found);
  }

  // The kinds that a typed setter is for.
  bool Expect(std::initializer_list<acta_kind> kinds, std::string_view found) {
    if (ok() && !IsOneOf(type().kind, kinds)) {
      Reject(ACTA_WRONG_TYPE, found);
    }
    return ok();
  }

  // A value, so that the two reserved payloads are none of its type.
  acta_status Store(std::int64_t value) {
    return !ok()            ? status_
           : IsGiven(value) ? StorePayload(value)
                            : RejectPayload(ACTA_BAD_VALUE, value);
  }

  // Of the reserved payloads ACTA_ABSENT is what it says.
  acta_status StorePayload(std::int64_t payload) {
    if (!ok()) {
      return status_;
    }
    if (const acta_status status = CheckFits(*facts_, target_.place, payload); status != ACTA_OK) {
      return RejectPayload(status, payload);
    }
    Write(payload);
    return ACTA_OK;
  }

  // Puts the payload there, whatever it is, and makes the entities around it present.
  void Write(std::int64_t payload) {
    MakePresent(*facts_, target_);
    facts_->slots[target_.place.slot] = payload;
  }

 private:
  acta_status RejectPayload(acta_status status, std::int64_t payload) {
    char found[96];
    FixedText text(found);
    WriteFound(text, act(), target_.place.type, payload);
    return Reject(status, text.view());
  }

  acta_case* facts_;
  Complaint complaint_;
  std::string_view path_;
  Target target_;
  acta_status status_ = ACTA_OK;
};

acta_status SetNumber(acta_case* facts, const char* path, acta_kind kind, std::string_view found,
                      std::int64_t value, acta_detail* detail) {
  Setting setting(facts, path, detail);
  return setting.Expect({kind}, found) ? setting.Store(value) : setting.status();
}

bool IsClock(int hour, int minute, int second) {
  return hour >= 0 && minute >= 0 && minute < 60 && second >= 0 && second < 60 &&
         hour * 3600LL + minute * 60 + second <= kSecondsPerDay;
}

acta_status RefuseMember(Setting& setting, std::string_view name) {
  FixedText expected(setting.complaint().detail().expected);
  WriteExpected(expected, setting.act(), setting.place().type, nullptr);
  return RefuseName(setting.complaint(), setting.act(),
                    Scope::MembersOf(setting.type().enumeration), "member", setting.path(), name);
}

}  // namespace
}  // namespace acta::runtime

using namespace acta::runtime;  // The functions below are the C door of this namespace.

extern "C" {

acta_status acta_case_set_missing(acta_case* facts, const char* path, acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (setting.ok()) {
    MakeMissing(*facts, setting.place().slot, facts->act->d.WidthOf(setting.place().type));
  }
  return setting.status();
}

acta_status acta_case_set_absent(acta_case* facts, const char* path, acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.ok()) {
    return setting.status();
  }
  if (setting.type().optional == 0) {
    return setting.Reject(ACTA_NOT_OPTIONAL, "absent");
  }
  MakeMissing(*facts, setting.place().slot, facts->act->d.WidthOf(setting.place().type));
  setting.Write(ACTA_ABSENT);
  return ACTA_OK;
}

acta_status acta_case_set_boolean(acta_case* facts, const char* path, int value,
                                  acta_detail* detail) {
  return SetNumber(facts, path, ACTA_KIND_BOOLEAN, "a boolean", value != 0 ? 1 : 0, detail);
}

acta_status acta_case_set_integer(acta_case* facts, const char* path, int64_t value,
                                  acta_detail* detail) {
  return SetNumber(facts, path, ACTA_KIND_INTEGER, "an integer", value, detail);
}

acta_status acta_case_set_decimal(acta_case* facts, const char* path, int64_t millionths,
                                  acta_detail* detail) {
  return SetNumber(facts, path, ACTA_KIND_DECIMAL, "a decimal", millionths, detail);
}

acta_status acta_case_set_money(acta_case* facts, const char* path, int64_t hundredths,
                                acta_detail* detail) {
  return SetNumber(facts, path, ACTA_KIND_MONEY, "an amount of money", hundredths, detail);
}

acta_status acta_case_set_date(acta_case* facts, const char* path, int year, int month, int day,
                               acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.Expect({ACTA_KIND_DATE}, "a date")) {
    return setting.status();
  }
  if (!IsCivil(year, month, day)) {
    char found[64];
    FixedText text(found);
    text.Number(year).Put('-').Number(month).Put('-').Number(day);
    return setting.Reject(ACTA_BAD_VALUE, text.view());
  }
  return setting.Store(DayFromCivil({year, month, day}));
}

acta_status acta_case_set_time(acta_case* facts, const char* path, int hour, int minute, int second,
                               acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.Expect({ACTA_KIND_TIME}, "a time")) {
    return setting.status();
  }
  if (!IsClock(hour, minute, second)) {
    char found[64];
    FixedText text(found);
    text.Number(hour).Put(':').Number(minute).Put(':').Number(second);
    return setting.Reject(ACTA_BAD_VALUE, text.view());
  }
  return setting.Store(hour * 3600LL + minute * 60 + second);
}

acta_status acta_case_set_datetime(acta_case* facts, const char* path, int year, int month, int day,
                                   int hour, int minute, int second, acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.Expect({ACTA_KIND_DATETIME}, "a datetime")) {
    return setting.status();
  }
  if (!IsCivil(year, month, day) || !IsClock(hour, minute, second)) {
    char found[96];
    FixedText text(found);
    text.Number(year).Put('-').Number(month).Put('-').Number(day).Put(' ');
    text.Number(hour).Put(':').Number(minute).Put(':').Number(second);
    return setting.Reject(ACTA_BAD_VALUE, text.view());
  }
  return setting.Store(DayFromCivil({year, month, day}) * kSecondsPerDay + hour * 3600LL +
                       minute * 60 + second);
}

acta_status acta_case_set_duration(acta_case* facts, const char* path, int64_t count,
                                   acta_detail* detail) {
  Setting setting(facts, path, detail);
  return setting.Expect({ACTA_KIND_DAYS, ACTA_KIND_WORKING_DAYS, ACTA_KIND_MONTHS, ACTA_KIND_YEARS,
                         ACTA_KIND_HOURS, ACTA_KIND_MINUTES},
                        "a duration")
             ? setting.Store(count)
             : setting.status();
}

acta_status acta_case_set_enum(acta_case* facts, const char* path, const char* member,
                               acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.Expect({ACTA_KIND_ENUM}, "a member of an enum")) {
    return setting.status();
  }
  if (member == nullptr) {
    return setting.complaint().Say(ACTA_BAD_ARGUMENT, "a member is needed");
  }
  const std::uint32_t ordinal =
      setting.act().names.Find(Scope::MembersOf(setting.type().enumeration), member);
  return ordinal == ACTA_NONE ? RefuseMember(setting, member) : setting.Store(ordinal);
}

acta_status acta_case_set_ordinal(acta_case* facts, const char* path, uint32_t ordinal,
                                  acta_detail* detail) {
  return SetNumber(facts, path, ACTA_KIND_ENUM, "a member of an enum", ordinal, detail);
}

acta_status acta_case_set_set(acta_case* facts, const char* path, uint64_t members,
                              acta_detail* detail) {
  return SetNumber(facts, path, ACTA_KIND_SET, "a set", static_cast<std::int64_t>(members), detail);
}

acta_status acta_case_set_text(acta_case* facts, const char* path, const char* text, size_t size,
                               acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.Expect({ACTA_KIND_TEXT}, "a text")) {
    return setting.status();
  }
  if (text == nullptr && size != 0) {
    return setting.complaint().Say(ACTA_BAD_ARGUMENT, "a text is needed");
  }
  if (size > ACTA_MAX_TEXT) {
    return setting.Reject(ACTA_TEXT_TOO_LONG, "a text");
  }
  if (!IsUtf8({text, size})) {
    return setting.Reject(ACTA_BAD_UTF8, "bytes that are no UTF-8");
  }
  std::int64_t payload = 0;
  if (!InternText(*facts, {text, size}, &payload)) {
    return setting.Reject(ACTA_NO_MEMORY, "a text");
  }
  return setting.Store(payload);
}

acta_status acta_case_set_present(acta_case* facts, const char* path, acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.Expect({ACTA_KIND_ENTITY}, "an entity")) {
    return setting.status();
  }
  if (setting.type().optional != 0) {
    setting.Write(std::int64_t{setting.place().slot} + 1);
  }
  return ACTA_OK;
}

acta_status acta_case_set_empty_list(acta_case* facts, const char* path, acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (setting.Expect({ACTA_KIND_LIST}, "a list")) {
    setting.Write(ListPayload(0, 0));
  }
  return setting.status();
}

acta_status acta_case_append(acta_case* facts, const char* path, uint32_t* index,
                             acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.Expect({ACTA_KIND_LIST}, "a list")) {
    return setting.status();
  }
  std::uint32_t position = 0;
  const Place place = setting.place();
  const acta_status status = AppendElement(*facts, place.slot, place.type, &position);
  if (status != ACTA_OK) {
    return setting.Reject(status, "one element more");
  }
  setting.Write(facts->slots[place.slot]);
  if (index != nullptr) {
    *index = position;
  }
  return ACTA_OK;
}

acta_status acta_case_set_payload(acta_case* facts, const char* path, int64_t payload,
                                  acta_detail* detail) {
  return Setting(facts, path, detail).StorePayload(payload);
}

acta_status acta_case_set_fact(acta_case* facts, uint32_t fact, int64_t payload,
                               acta_detail* detail) {
  if (facts == nullptr || fact >= facts->act->d.facts.size()) {
    Complaint complaint(detail);
    return complaint.Say(ACTA_BAD_ARGUMENT, "there is no fact with this index");
  }
  const Descriptor& d = facts->act->d;
  const acta_d_field& field = d.facts[fact];
  const Place place{field.offset, field.type, &field, false};
  if (const acta_status status = CheckFits(*facts, place, payload); status != ACTA_OK) {
    Complaint complaint(detail);
    char found[96];
    FixedText text(found);
    WriteFound(text, *facts->act, place.type, payload);
    return Refuse(complaint, *facts, status, d.Text(field.name), place, text.view());
  }
  facts->slots[place.slot] = payload;
  return ACTA_OK;
}

acta_status acta_case_set_from_text(acta_case* facts, const char* path, const char* text,
                                    size_t size, acta_detail* detail) {
  Setting setting(facts, path, detail);
  if (!setting.ok()) {
    return setting.status();
  }
  if (text == nullptr) {
    return setting.complaint().Say(ACTA_BAD_ARGUMENT, "a text is needed");
  }
  if (setting.type().kind == ACTA_KIND_TEXT) {
    return acta_case_set_text(facts, path, text, size, detail);
  }
  std::int64_t payload = 0;
  std::string_view unknown;
  const acta_status status =
      ParseValue(setting.act(), setting.place().type, {text, size}, &payload, &unknown);
  if (status == ACTA_UNKNOWN_NAME) {
    return RefuseMember(setting, unknown);
  }
  return status == ACTA_OK ? setting.Store(payload) : setting.Reject(status, {text, size});
}

acta_status acta_case_choose(acta_case* facts, const char* reading, const char* alternative,
                             acta_detail* detail) {
  Complaint complaint(detail);
  if (facts == nullptr || reading == nullptr) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "a case and a reading are needed");
  }
  const acta_act& act = *facts->act;
  const std::uint32_t index = act.names.Find(Scope::Readings(), reading);
  if (index == ACTA_NONE) {
    return RefuseName(complaint, act, Scope::Readings(), "reading", reading, reading);
  }
  const acta_d_reading& of = act.d.readings[index];
  if (alternative == nullptr) {
    facts->slots[of.slot] = ACTA_MISSING;
    return ACTA_OK;
  }
  const std::uint32_t ordinal = act.names.Find(Scope::MembersOf(of.enumeration), alternative);
  if (ordinal == ACTA_NONE) {
    return RefuseAlternative(complaint, act, of, alternative);
  }
  facts->slots[of.slot] = ordinal;
  return ACTA_OK;
}

acta_status acta_case_get(const acta_case* facts, const char* path, acta_value* out,
                          acta_detail* detail) {
  Complaint complaint(detail);
  if (facts == nullptr || path == nullptr || out == nullptr) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "a case, a path and a place for the value are needed");
  }
  Target target;
  if (const acta_status status = Resolve(*facts, path, &target, complaint); status != ACTA_OK) {
    return status;
  }
  acta_value value{};
  value.type = target.place.type;
  const acta_d_type& type = facts->act->d.types[value.type];
  bool reachable = true;
  for (std::size_t i = 0; i < target.presence_count; ++i) {
    reachable = reachable && IsGiven(facts->slots[target.presence[i]]);
  }
  const bool is_in_place = type.kind == ACTA_KIND_ENTITY && type.optional == 0;
  const std::int64_t payload = !reachable    ? ACTA_MISSING
                               : is_in_place ? std::int64_t{target.place.slot}
                                             : facts->slots[target.place.slot];
  value.state = payload == ACTA_MISSING  ? ACTA_UNDETERMINED
                : payload == ACTA_ABSENT ? ACTA_IS_ABSENT
                                         : ACTA_KNOWN;
  value.payload = !IsGiven(payload)             ? 0
                  : type.kind == ACTA_KIND_LIST ? ListLength(payload)
                                                : payload;
  return Deliver(value, out);
}

}  // extern "C"
