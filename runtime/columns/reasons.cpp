#include "runtime/columns/reasons.h"

#include "acta/descriptor.h"
#include "runtime/explain/reasons_json.h"

namespace acta::runtime::columns {
namespace {

constexpr std::size_t kFewPlaces = 64;

}  // namespace

bool ReasonWords::Clear() {
  of_reason_.Clear();
  of_slot_.Clear();
  ends_.Clear();
  bytes_.Clear();
  const std::size_t places = places_.capacity() < kFewPlaces ? kFewPlaces : places_.capacity();
  places_.Clear();
  return of_reason_.Resize(act_.d.reasons.size(), -1) &&
         of_slot_.Resize(act_.d.header->slot_count, -1) && places_.Resize(places, 0);
}

bool ReasonWords::Grow() {
  const std::size_t capacity = places_.size() * 2;
  places_.Clear();
  if (!places_.Resize(capacity, 0)) {
    return false;
  }
  for (std::uint32_t i = 0; i < size(); ++i) {
    const std::string_view word = (*this)[i];
    std::size_t place = acta_descriptor_hash(word.data(), word.size()) & (capacity - 1);
    while (places_[place] != 0) {
      place = (place + 1) & (capacity - 1);
    }
    places_[place] = i + 1;
  }
  return true;
}

std::int32_t ReasonWords::Intern(std::string_view word) {
  const std::uint64_t hash = acta_descriptor_hash(word.data(), word.size());
  std::size_t place = hash & (places_.size() - 1);
  for (; places_[place] != 0; place = (place + 1) & (places_.size() - 1)) {
    if ((*this)[places_[place] - 1] == word) {
      return static_cast<std::int32_t>(places_[place] - 1);
    }
  }
  if (bytes_.size() + word.size() > INT32_MAX || !bytes_.Append(word.data(), word.size()) ||
      !ends_.Push(static_cast<std::uint32_t>(bytes_.size()))) {
    return -1;
  }
  places_[place] = size();
  return size() * 2 < places_.size() || Grow() ? static_cast<std::int32_t>(size() - 1) : -1;
}

std::int32_t ReasonWords::WordFor(const acta_outcome& outcome, std::uint32_t why) {
  // Elements of lists stand elsewhere in every case; all else has the same words always.
  std::int32_t* known = nullptr;
  if ((why & ACTA_WHY_SLOT) == 0) {
    known = &of_reason_[why - 1];
  } else if ((why & ~ACTA_WHY_SLOT) < of_slot_.size()) {
    known = &of_slot_[why & ~ACTA_WHY_SLOT];
  }
  if (known != nullptr && *known >= 0) {
    return *known;
  }
  acta_reason reason{};
  DescribeReason(outcome, why, &reason);
  char text[320];
  FixedText word(text);
  word.Put(ReasonWord(reason.kind)).Put(": ").Put(reason.subject);
  const std::int32_t found = Intern(word.view());
  if (known != nullptr) {
    *known = found;
  }
  return found;
}

acta_status ReasonWords::Push(acta_outcome& outcome, std::uint32_t rule, ReasonColumn& column) {
  if (const acta_status status = ReasonsOf(outcome, rule); status != ACTA_OK) {
    return status;
  }
  for (const std::uint32_t why : outcome.reasons) {
    const std::int32_t word = WordFor(outcome, why);
    if (word < 0 || !column.words.Push(word)) {
      return ACTA_NO_MEMORY;
    }
  }
  return ACTA_OK;
}

}  // namespace acta::runtime::columns
