// From the declaration of a calendar to what is known of each of its days.
#pragma once

#include <functional>
#include <string>

#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/program.h"
#include "compiler/syntax/ast.h"

namespace acta::semantics {

// The longest stretch a calendar may cover, in years: the whole cycle of the Gregorian calendar.
inline constexpr int kMostCalendarYears = 400;

// Follows semantics.md "Counting": weekend, holidays, days off; then substitutes in order of date;
// then `moved`; then `working on`. Holidays before the first day covered still give substitutes
// within it. `name` is the qualified name of the calendar.
//
// Reports a calendar that does not say what it covers, covers too much or ends before it begins
// (A4020; the result then covers nothing), items that end before they begin (A2013), dates outside
// it (A4021), days moved from or to where there is nothing to move (A4022), extra working days that
// are working days anyway (A4023). `cite` makes citations of those that items end in.
[[nodiscard]] ir::Calendar BuildCalendar(
    const ast::Calendar& declared, std::string name, Reporter& reporter,
    const std::function<ir::CitationId(const ast::Citation&)>& cite);

}  // namespace acta::semantics
