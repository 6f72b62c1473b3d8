#include "compiler/syntax/names.h"

#include <chrono>
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

std::int32_t DayOf(const DateLit& date) {
  using namespace std::chrono;
  const sys_days day = year(date.year) / date.month / date.day;
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}

DateLit DateOf(std::int32_t day) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{day}}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

}  // namespace acta::ast
