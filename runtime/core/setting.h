// Putting values into a case: finding the place, checking the value, saying what is wrong with it.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/core/case.h"
#include "runtime/core/detail.h"

namespace acta::runtime {

// A place and the optional entities around it that become present when something is put there.
struct Target {
  static constexpr std::size_t kMostEntities = 48;

  Place place;
  std::uint32_t presence[kMostEntities];
  std::size_t presence_count = 0;
};

// Finds "organisers[2].birth_date". Changes nothing.
[[nodiscard]] acta_status Resolve(const acta_case& facts, std::string_view path, Target* out,
                                  Complaint& complaint);

// Whether a scalar payload may stand at the place: kind, range, optional.
[[nodiscard]] acta_status CheckFits(const acta_case& facts, const Place& place,
                                    std::int64_t payload);

// "date", "integer of persons, 1 to 1000000". `field` (may be null): whose range it is.
void WriteExpected(FixedText& out, const acta_act& act, std::uint32_t type,
                   const acta_d_field* field);

// Says what is wrong with `found` at the place: path, declared type and range, docstring, a
// sentence.
acta_status Refuse(Complaint& complaint, const acta_case& facts, acta_status status,
                   std::string_view path, const Place& place, std::string_view found);
// There is no such name in the scope; `path` leads to where it was looked for and ends with the
// name.
acta_status RefuseName(Complaint& complaint, const acta_act& act, Scope scope,
                       std::string_view what, std::string_view path, std::string_view name);
// The reading has no alternative of that name.
acta_status RefuseAlternative(Complaint& complaint, const acta_act& act,
                              const acta_d_reading& reading, std::string_view name);

}  // namespace acta::runtime
