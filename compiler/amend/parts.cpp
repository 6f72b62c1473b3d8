#include "compiler/amend/parts.h"

#include <optional>
#include <string>
#include <utility>

namespace acta::amend {

Result<std::vector<Edit>> PartByPart(const Parts& parts) {
  std::vector<std::optional<std::size_t>> old_of(parts.made.size());
  std::vector<Edit> edits;
  for (std::size_t at = 0; at < parts.old.size(); ++at) {
    const Span& span = parts.old[at];
    const Text old = parts.text.Slice(span.begin, span.end);
    const std::string words = Evened(old.view());
    const Text* version = nullptr;
    for (std::size_t i = 0; i < parts.made.size() && version == nullptr; ++i) {
      if (!old_of[i] && (Evened(parts.made[i].view()) == words || parts.is_version(at, i))) {
        version = &parts.made[i];
        old_of[i] = at;
      }
    }
    if (version != nullptr && Evened(version->view()) == words) {
      continue;
    }
    ACTA_TRY(Text put_in, parts.in_place_of(at, version != nullptr ? *version : Text()));
    if (put_in.view() != old.view()) {
      edits.push_back({span.begin, span.end, std::move(put_in)});
    }
  }
  // The others stand before what they stood before.
  std::size_t next = parts.old.size();
  std::vector<Edit> added;
  for (std::size_t i = parts.made.size(); i-- > 0;) {
    if (old_of[i]) {
      next = *old_of[i];
      continue;
    }
    const std::size_t place = next > 0 ? parts.old[next - 1].end : parts.first;
    ACTA_TRY(const Text begun, parts.begun(i));
    if (begun.size() > 0) {
      added.push_back({place, place, Text().Append("\n  ").Append(begun)});
    }
  }
  edits.insert(edits.end(), added.rbegin(), added.rend());
  return edits;
}

}  // namespace acta::amend
