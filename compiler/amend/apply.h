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

// Amendments to amendments carried out: amendments to laws only, in the order given. Documents that
// were changed are parsed again into `sources` and `documents`, both of which the result refers to.
// Reports A1xxx about what came out and A5xxx.
class Settled {
 public:
  // `paths`, `documents`: of the files of amendments. `wanted`: of each the name of the one to
  // take, empty for all.
  Settled(SourceMap& sources, std::vector<ast::Document> documents,
          std::span<const std::string> wanted, Reporter& reporter);

  [[nodiscard]] const std::vector<Written>& amendments() const { return amendments_; }
  // Where it was written, for a place in a document that was made here.
  [[nodiscard]] Span OriginOf(const Span& span) const;

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

struct ApplyOptions {
  // The law of this day: what takes effect later is left out, and the rest is there outright.
  std::optional<ast::DateLit> on;
};

// The files of the law that `amendments` change, in their order, as they then read. `law` are its
// documents, as LoadProgram gives them. Reports A5001 to A5006, and A5005 for two that change the
// same words of the law; two that do not commute (docs/language.md, amendments).
[[nodiscard]] std::vector<LawText> Apply(std::span<const ast::Document> law,
                                         const SourceMap& sources,
                                         std::span<const Written> amendments,
                                         const ApplyOptions& options, Reporter& reporter);

}  // namespace acta::amend
