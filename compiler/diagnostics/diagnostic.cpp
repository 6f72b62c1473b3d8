#include "compiler/diagnostics/diagnostic.h"

#include "compiler/base/check.h"

namespace acta {

std::string_view NameOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  ACTA_CHECK(false, "a severity is one of three");
}

}  // namespace acta
