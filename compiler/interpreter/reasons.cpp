#include "compiler/interpreter/reasons.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace acta::interpreter {

Reasons::Reasons(std::initializer_list<Why> reasons) : Reasons(std::set<Why>(reasons)) {
}

Reasons::Reasons(const std::set<Why>& reasons) {
  if (!reasons.empty()) {
    sorted_ = std::make_shared<std::vector<Why>>(reasons.begin(), reasons.end());
  }
}

void Reasons::Add(const Reasons& others) {
  if (others.empty() || sorted_ == others.sorted_) {
    return;
  }
  if (empty() || std::ranges::includes(others, *this)) {
    sorted_ = others.sorted_;
    return;
  }
  if (std::ranges::includes(*this, others)) {
    return;
  }
  std::vector<Why> all;
  all.reserve(size() + others.size());
  std::ranges::set_union(*this, others, std::back_inserter(all));
  sorted_ = std::make_shared<std::vector<Why>>(std::move(all));
}

bool operator==(const Reasons& a, const Reasons& b) {
  return a.sorted_ == b.sorted_ || std::ranges::equal(a, b);
}

std::strong_ordering operator<=>(const Reasons& a, const Reasons& b) {
  return std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace acta::interpreter
