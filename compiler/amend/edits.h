// What an amendment changes, as edits of the text of a law.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/amend/places.h"
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
  // Applies in all cases, whatever it says of some.
  bool in_all_cases = false;

  [[nodiscard]] const std::string& name() const { return amendment->name.text; }
  [[nodiscard]] bool is_for_some_cases() const {
    return amendment->cases.has_value() && !in_all_cases;
  }
};

// One change: its edit, whom it is due to, and what it touches in words ("`notice_period`").
struct Change {
  Edit edit;
  Span instruction;
  std::string subject;
  // What it speaks of: all of a declaration or provision that is repealed or replaced as a whole,
  // whatever of it is edited; of what is added to one all that stands before.
  Region about;
  // Puts something in without taking anything away: two such do not clash.
  bool only_adds = false;
};

// Whether what is in force later than the law has its days in the text, or the text is that of a
// day on which it is in force.
enum class Effect : std::uint8_t { kByDay, kOutright };

// The law of the day on which an amendment comes into force, as those before left it.
struct LawThen {
  const ast::Document& law;
  const Text& text;
};

// The changes that `written` makes to the law whose text and tree these are. What takes effect
// later than the law, or for some cases only, is written as versions of clauses, with the old ones
// beside them: of what stands in no clause the new version is made of that of `then`, if that is
// given. `first`: the law before all amendments. Reports A5002 to A5006.
[[nodiscard]] std::vector<Change> ChangesOf(const Written& written, const ast::Document& law,
                                            const Text& text, const ast::Document& first,
                                            Effect effect, Reporter& reporter,
                                            const LawThen* then = nullptr);

}  // namespace acta::amend
