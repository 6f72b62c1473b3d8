// Amendments applied to a law: the law as it then reads.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/amend/edits.h"
#include "compiler/amend/text.h"
#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

// The amendments that a document declares.
[[nodiscard]] std::vector<Written> AmendmentsIn(const SourceMap& sources,
                                                const ast::Document& document);

struct ApplyOptions {
  // The law of this day: what takes effect later is left out, and the rest is there outright.
  std::optional<ast::DateLit> on;
};

// Amendments to amendments carried out: amendments to laws only, in the order given. Documents that
// were changed are parsed again into `sources` and `documents`, both of which the result refers to.
// Reports A1xxx about what came out, A2002 and A5xxx.
class Settled {
 public:
  // `documents`: the files of amendments. `wanted`: of each the name of the one to take, empty for
  // all.
  Settled(SourceMap& sources, std::vector<ast::Document> documents,
          std::span<const std::string> wanted, const ApplyOptions& options, Reporter& reporter);

  [[nodiscard]] const std::vector<Written>& amendments() const { return amendments_; }
  // Where it was written, for a place in a document that was made here.
  [[nodiscard]] Span OriginOf(Span span) const;

 private:
  std::vector<ast::Document> documents_;
  std::vector<Written> amendments_;
  std::map<SourceId, Text> texts_;
};

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
