// How provisions stand within each other, and which of them a citation names.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/syntax/ast.h"

namespace acta::syntax {

// By citation, the provisions that it names, in the order of the document: several where headings
// are cited alike. A heading below one of the same citation goes on with that, and is not another.
using CitedProvisions = std::unordered_map<std::string, std::vector<ast::ProvisionId>>;
[[nodiscard]] CitedProvisions ProvisionsByCitation(const ast::Document& document);

}  // namespace acta::syntax
