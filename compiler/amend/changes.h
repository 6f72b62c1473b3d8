// What differs between two laws, provision by provision: the words and the rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/ast.h"

namespace acta::amend {

enum class Fate : std::uint8_t { kAdded, kRemoved, kChanged };

// A declaration that one law has and the other has not, or has otherwise. As written, with blanks
// evened out: a text that was only laid out anew is the same.
struct DeclChange {
  Fate fate = Fate::kChanged;
  std::string name;                        // "rule notice_period", "scenario \"A rally ...\""
  std::vector<std::string> before, after;  // its lines; of what is not there, none
};

struct ProvisionChange {
  Fate fate = Fate::kChanged;
  std::string citation;  // empty for what stands above the first heading
  std::string title_before, title_after;
  std::string prose_before, prose_after;
  std::vector<DeclChange> decls;
};

// In the order of the old law, with what is new after what stands before it.
[[nodiscard]] std::vector<ProvisionChange> ChangesBetween(const ast::Document& before,
                                                          std::string_view text_before,
                                                          const ast::Document& after,
                                                          std::string_view text_after);

// Lines that went and came, in an order in which they can be read: `-`, `+` or ` ` and the line.
[[nodiscard]] std::vector<std::string> LineDifference(const std::vector<std::string>& before,
                                                      const std::vector<std::string>& after);

}  // namespace acta::amend
