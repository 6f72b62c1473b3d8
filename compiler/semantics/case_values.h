// Values as scenarios write them: `2022-06-15`, `{born is 1990-01-01}`, `list {...}`.
#pragma once

#include <optional>
#include <span>

#include "compiler/semantics/context.h"

namespace acta::semantics {

// The value of an expression as it fits the field; none where it does not (reported).
[[nodiscard]] std::optional<ir::CaseValue> ReadCaseValue(Context& context, const Place& place,
                                                         ast::ExprId id,
                                                         const ir::FactField& field);

// Puts `value` at the path, making the records on the way.
void PutCaseValue(ir::CaseValue::Record& record, std::span<const ast::Name::Part> path,
                  ir::CaseValue value);
void RemoveCaseValue(ir::CaseValue::Record& record, std::span<const ast::Name::Part> path);

}  // namespace acta::semantics
