#include "compiler/driver/act_name.h"

#include <algorithm>

namespace acta {
namespace {

constexpr std::size_t kLongestName = 100;

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsPartOfName(char c) {
  return IsLetter(c) || (c >= '0' && c <= '9') || c == '_';
}

// "law/peaceful-assemblies.acta.md" -> "peaceful_assemblies"
std::string FromPath(std::string_view path) {
  std::string_view file = path.substr(path.find_last_of('/') + 1);
  file = file.substr(0, file.find('.'));
  std::string name(file);
  std::ranges::replace_if(name, [](char c) { return !IsPartOfName(c); }, '_');
  return name;
}

}  // namespace

Result<std::string> ActName(const std::string& wanted, std::string_view path) {
  std::string name = wanted.empty() ? FromPath(path) : wanted;
  const std::string_view way_out = wanted.empty() ? "; give one with --name" : "";
  if (name.empty() || !IsLetter(name.front()) || !std::ranges::all_of(name, IsPartOfName)) {
    return Fail(
        "`{}` cannot name an act: a name begins with a letter and goes on with letters, digits and "
        "underscores{}",
        name, way_out);
  }
  if (name.size() > kLongestName) {
    return Fail("`{}` cannot name an act: it is longer than {} bytes{}", name, kLongestName,
                way_out);
  }
  if (name == "acta" || name.starts_with("acta_")) {
    return Fail("`{}` cannot name an act: names that begin so belong to the library{}", name,
                way_out);
  }
  if (std::ranges::binary_search(TakenNames(), name)) {
    return Fail("`{}` cannot name an act: acta_act_{} belongs to the library{}", name, name,
                way_out);
  }
  return name;
}

}  // namespace acta
