# Writes the names that follow acta_act_ in the runtime's headers into one C++ source: no act may be called so.
# Called as: cmake -DHEADERS_DIR=... -DOUT=... -P TakenNames.cmake
file(GLOB headers "${HEADERS_DIR}/*.h")
set(names "")
foreach(header IN LISTS headers)
  file(READ "${header}" text)
  string(REGEX MATCHALL "acta_act_[A-Za-z0-9_]+" found "${text}")
  list(APPEND names ${found})
endforeach()
list(TRANSFORM names REPLACE "^acta_act_" "")
list(REMOVE_DUPLICATES names)
list(SORT names)
list(LENGTH names count)
list(TRANSFORM names REPLACE ".+" "    \"\\0\",")
list(JOIN names "\n" rows)
file(WRITE "${OUT}.new"
"// Written by cmake/TakenNames.cmake from runtime/include/acta.
#include \"compiler/driver/act_name.h\"

#include <array>

namespace acta {
namespace {
constexpr std::array<std::string_view, ${count}> kTaken = {
${rows}
};
}  // namespace

std::span<const std::string_view> TakenNames() { return kTaken; }

}  // namespace acta
")
file(COPY_FILE "${OUT}.new" "${OUT}" ONLY_IF_DIFFERENT)
