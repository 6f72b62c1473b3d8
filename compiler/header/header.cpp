#include "compiler/header/header.h"

#include <fmt/format.h>

#include "compiler/header/parts.h"

namespace acta {
namespace {

// The include guard lies outside the names of the act: macros know no scope.
constexpr std::string_view kBegin = R"(/* TITLE
 * Made by `acta build`. The case and the answers of the act as structs; nothing here allocates.
 *
 *   @_case facts = {0};                 every fact is missing
 *   facts.as_of = 19000;
 *   facts.as_of_state = @_given;
 *   status = @_evaluate(&facts, &workspace, &answers);
 *
 * Fields of an optional entity count when its own state is @_given. Link with the object of the act and the runtime. */
#ifndef ACTA_STRUCTS_OF_@
#define ACTA_STRUCTS_OF_@

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "acta/batch.h"
#include "acta/evaluator.h"

#ifdef __cplusplus
extern "C" {
#endif

extern const acta_compiled_act acta_act_@;

)";

constexpr std::string_view kEnd = R"(#ifdef __cplusplus
}
#endif
#endif
)";

}  // namespace

std::string_view header::TitleOf(const HeaderSource& source) {
  const ir::LawInfo& law = source.program.law;
  return !law.title.empty() ? law.title : !law.name.empty() ? law.name : source.name;
}

std::string WriteHeader(const HeaderSource& source) {
  const header::Shape shape = header::ShapeOf(source);
  std::string begin = header::WithPrefix(kBegin, source.name);
  begin.replace(begin.find("TITLE"), 5, header::CommentText(header::TitleOf(source)));
  return begin + header::WriteTypes(shape) + header::WriteEvaluation(shape) +
         header::WriteFilling(shape) + header::WithPrefix(kEnd, source.name);
}

}  // namespace acta
