#include "compiler/diagnostics/catalogue.h"

namespace acta {

namespace {

constexpr CatalogueRow kRows[] = {
#define DIAGNOSTIC(CODE, SEVERITY, NAME, PATTERN) {#CODE, Severity::SEVERITY, #NAME, PATTERN},
#include "compiler/diagnostics/catalogue.def"
#undef DIAGNOSTIC
};

}  // namespace

std::span<const CatalogueRow> Catalogue() {
  return kRows;
}

}  // namespace acta
