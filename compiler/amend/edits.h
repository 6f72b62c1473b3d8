// What an amendment changes, as edits of the text of a law.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/amend/text.h"
#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

// An amendment as written: `document` and `sources` outlive whoever uses it.
struct Written {
  const SourceMap* sources = nullptr;
  const ast::Document* document = nullptr;
  const ast::Amendment* amendment = nullptr;

  [[nodiscard]] const std::string& name() const { return amendment->name.text; }
};

// One change: its edit, whom it is due to, and what it touches in words ("`notice_period`").
struct Change {
  Edit edit;
  Span instruction;
  std::string subject;
  // Puts something in without taking anything away: two such at one place do not clash.
  [[nodiscard]] bool only_adds() const { return edit.begin == edit.end; }
};

// Whether what is in force later than the law has its days in the text, or the text is that of a
// day on which it is in force.
enum class Effect : std::uint8_t { kByDay, kOutright };

// The changes that `written` makes to the law whose text and tree these are. What takes effect
// later than the law, or for some cases only, is written as versions of clauses, with the old ones
// beside them. Reports A5002 to A5006.
[[nodiscard]] std::vector<Change> ChangesOf(const Written& written, const ast::Document& law,
                                            const Text& text, Effect effect, Reporter& reporter);

}  // namespace acta::amend
