#include "compiler/syntax/names.h"

#include <variant>

#include <fmt/format.h>

namespace acta::ast {

std::string Dotted(const Name& name) {
  std::string text;
  for (const Name::Part& part : name.parts) {
    text += (text.empty() ? "" : ".") + part.text;
  }
  return text;
}

std::string NameOf(const Document& document) {
  for (const Decl& decl : document.decls) {
    if (const auto* law = std::get_if<Law>(&decl.kind)) {
      return Dotted(law->name);
    }
    if (const auto* module = std::get_if<Module>(&decl.kind)) {
      return Dotted(module->name);
    }
  }
  return {};
}

std::string Iso(const DateLit& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

}  // namespace acta::ast
