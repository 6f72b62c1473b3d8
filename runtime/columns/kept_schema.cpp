#include "runtime/columns/kept_schema.h"

namespace acta::runtime::columns {
namespace {

std::string_view TextOf(const char* text) {
  return text == nullptr ? std::string_view() : text;
}

// Only what holds other columns has children that somebody looked at.
std::int64_t ChildrenOf(const ArrowSchema& schema) {
  return schema.format[0] == '+' ? schema.n_children : 0;
}

bool AreAlike(const ArrowSchema& one, const ArrowSchema& other) {
  if (TextOf(one.format) != TextOf(other.format) || TextOf(one.name) != TextOf(other.name) ||
      ChildrenOf(one) != ChildrenOf(other) ||
      (one.dictionary == nullptr) != (other.dictionary == nullptr) ||
      (one.dictionary != nullptr && !AreAlike(*one.dictionary, *other.dictionary))) {
    return false;
  }
  for (std::int64_t i = 0; i < ChildrenOf(one); ++i) {
    if (!AreAlike(*one.children[i], *other.children[i])) {
      return false;
    }
  }
  return true;
}

// What was made when memory ran out, Release frees.
bool Copy(const acta_allocator& memory, const ArrowSchema& from, ArrowSchema* to) {
  const std::int64_t children = ChildrenOf(from);
  if (!MakeSchema(memory,
                  {.format = TextOf(from.format),
                   .name = TextOf(from.name),
                   .metadata = {},
                   .flags = from.flags,
                   .child_count = static_cast<std::uint32_t>(children),
                   .has_dictionary = from.dictionary != nullptr},
                  to)) {
    return false;
  }
  for (std::int64_t i = 0; i < children; ++i) {
    if (!Copy(memory, *from.children[i], to->children[i])) {
      return false;
    }
  }
  return from.dictionary == nullptr || Copy(memory, *from.dictionary, to->dictionary);
}

}  // namespace

bool KeptSchema::Keep(const ArrowSchema& schema) {
  if (schema_.release != nullptr && AreAlike(schema_, schema)) {
    return true;
  }
  ArrowSchema copy{};
  if (!Copy(memory_, schema, &copy)) {
    Release(&copy);
    return false;
  }
  Release(&schema_);
  schema_ = copy;
  return true;
}

}  // namespace acta::runtime::columns
