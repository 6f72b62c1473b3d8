// Payloads and their text: reading what an author would write, writing it back, and whether a
// payload fits its type.
#pragma once

#include <cstdint>
#include <string_view>

#include "acta/acta.h"
#include "runtime/core/case.h"
#include "runtime/core/writer.h"

namespace acta::runtime {

// Appends the payload as an author would write it: "2021-03-17", "5 working days", "absent".
// `facts` may be null.
void WriteValue(Writer& out, const acta_act& act, const acta_case* facts, std::uint32_t type,
                std::int64_t payload);
// The same into a fixed text.
void WriteValue(FixedText& out, const acta_act& act, const acta_case* facts, std::uint32_t type,
                std::int64_t payload);
// The same of a payload that may be none of the type: as a number where it would look like one.
void WriteFound(FixedText& out, const acta_act& act, std::uint32_t type, std::int64_t payload);
// Appends the payload as JSON: a string, a number, true, an array. Entities and lists are the
// caller's to walk.
void WriteJsonValue(Writer& out, const acta_act& act, const acta_case* facts, std::uint32_t type,
                    std::int64_t payload);
void WriteDate(FixedText& out, std::int64_t day);

// Reads `text` as a value of the type. ACTA_WRONG_TYPE: it does not look like one; ACTA_BAD_VALUE:
// it does, but there is no such value; ACTA_UNKNOWN_NAME: no such member, which then stands in
// `unknown`. Texts are the caller's to intern.
[[nodiscard]] acta_status ParseValue(const acta_act& act, std::uint32_t type, std::string_view text,
                                     std::int64_t* payload, std::string_view* unknown);
// A number, exactly, in units of 10^-places: "2917.5", "-3", "1e3". Never by way of a double.
[[nodiscard]] acta_status ParseScaled(std::string_view text, int places, std::int64_t* payload);

// Whether the payload is one of the type: ACTA_OK, ACTA_BAD_VALUE, or ACTA_WRONG_TYPE for entities
// and lists.
[[nodiscard]] acta_status CheckPayload(const acta_case& facts, std::uint32_t type,
                                       std::int64_t payload);
// Whether it lies in the declared range.
[[nodiscard]] inline bool IsInRange(const acta_d_field& field, std::int64_t payload) {
  return ((field.flags & ACTA_D_HAS_LOW) == 0 || payload >= field.low) &&
         ((field.flags & ACTA_D_HAS_HIGH) == 0 || payload <= field.high);
}

constexpr bool IsDuration(std::uint32_t kind) {
  return ACTA_KIND_DAYS <= kind && kind <= ACTA_KIND_MINUTES;
}
constexpr std::int64_t PeriodPayload(std::int64_t start, std::int64_t end) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(start) << 32 |
                                   static_cast<std::uint32_t>(end));
}
constexpr std::int64_t PeriodStart(std::int64_t period) {
  return period >> 32;
}
constexpr std::int64_t PeriodEnd(std::int64_t period) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(period));
}

}  // namespace acta::runtime
