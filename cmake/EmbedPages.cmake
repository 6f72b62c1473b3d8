# Writes the pages of docs/diagnostics into one C++ source, so that `acta explain-code` needs no files.
# Called as: cmake -DPAGES_DIR=... -DOUT=... -P EmbedPages.cmake
file(GLOB pages "${PAGES_DIR}/A[0-9][0-9][0-9][0-9].md")
list(SORT pages)
set(rows "")
foreach(page IN LISTS pages)
  get_filename_component(code "${page}" NAME_WE)
  file(READ "${page}" text)
  string(APPEND rows "    {\"${code}\", R\"page(${text})page\"},\n")
endforeach()
file(WRITE "${OUT}.new"
"// Written by cmake/EmbedPages.cmake from docs/diagnostics.
#include \"compiler/driver/pages.h\"

#include <array>

namespace acta {
namespace {
constexpr CodePage kPages[] = {
${rows}    {\"\", \"\"},
};
}  // namespace

std::span<const CodePage> CodePages() { return std::span(kPages).first(std::size(kPages) - 1); }

}  // namespace acta
")
file(COPY_FILE "${OUT}.new" "${OUT}" ONLY_IF_DIFFERENT)
