#include "compiler/syntax/provisions.h"

#include <algorithm>

namespace acta::syntax {

CitedProvisions ProvisionsByCitation(const ast::Document& document) {
  CitedProvisions cited;
  // The headings that the next one stands below.
  std::vector<ast::ProvisionId> open;
  for (const ast::ProvisionId id : document.provisions.Ids()) {
    const ast::Provision& provision = document.provisions[id];
    while (!open.empty() && document.provisions[open.back()].level >= provision.level) {
      open.pop_back();
    }
    const bool goes_on = std::ranges::any_of(open, [&](ast::ProvisionId above) {
      return document.provisions[above].citation == provision.citation;
    });
    if (!goes_on) {
      cited[provision.citation].push_back(id);
    }
    open.push_back(id);
  }
  return cited;
}

}  // namespace acta::syntax
