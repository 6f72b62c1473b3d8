// Amendments applied to a law: the law as it then reads.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/amend/edits.h"
#include "compiler/amend/settled.h"
#include "compiler/amend/text.h"
#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

// One file of a law.
struct LawText {
  std::string path;
  SourceId source;  // as it was before
  Text text;
};

// The order in which amendments are applied: those in force with their law, then the others by the
// day on which they come into force; those of one day as given. Those of unknown laws come last.
[[nodiscard]] std::vector<Written> InOrder(std::span<const ast::Document> law,
                                           std::span<const Written> amendments);

// The files of the law that `amendments` change, in their order, as they then read. `law` are its
// documents, as LoadProgram gives them. Reports A5001 to A5006, and A5005 for two that change the
// same words of the law; two that do not commute (docs/language.md, amendments).
[[nodiscard]] std::vector<LawText> Apply(std::span<const ast::Document> law,
                                         const SourceMap& sources,
                                         std::span<const Written> amendments,
                                         const ApplyOptions& options, Reporter& reporter);

// A law that answers some cases of the amended law, and so has to be in order too.
struct OtherLaw {
  // That of a day on which amendments come into force, as `on` gives it; none: that of its
  // beginning, with those that are in force from then on.
  std::optional<ast::DateLit> day;
  // That of the cases for which those of this day are, if they are for some cases only.
  bool of_some_cases = false;
  std::vector<Written> amendments;
  std::vector<LawText> files;
};

// The laws of all days on which amendments come into force later, and of all cases that amendments
// single out, by day. `amendments` are such as Apply() puts together without `on`.
[[nodiscard]] std::vector<OtherLaw> OtherLaws(std::span<const ast::Document> law,
                                              const SourceMap& sources,
                                              std::span<const Written> amendments);

}  // namespace acta::amend
