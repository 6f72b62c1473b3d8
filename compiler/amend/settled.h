// The amendments that are asked for, once those that amend others of them are carried out.
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

// An amendment of another amendment.
struct Amending {
  std::string name, amended;
  std::string title, source;
  std::string path;
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
  // Those that have amended others and are carried out, in the order in which they were.
  [[nodiscard]] const std::vector<Amending>& amending() const { return amending_; }
  // Where it was written, for a place in a document that was made here.
  [[nodiscard]] Span OriginOf(Span span) const;

 private:
  std::vector<ast::Document> documents_;
  std::vector<Written> amendments_;
  std::vector<Amending> amending_;
  std::map<SourceId, Text> texts_;
};

}  // namespace acta::amend
