// Unicode normalisation form C of pieces of valid UTF-8. Private to compiler/syntax.
#pragma once

#include <string>
#include <string_view>

namespace acta::syntax {

// `text` must be valid UTF-8. Plain ASCII, which is most, is only copied.
[[nodiscard]] std::string Normal(std::string_view text);

}  // namespace acta::syntax
