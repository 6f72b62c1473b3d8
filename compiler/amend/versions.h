// An amendment that is in force later than the law, or for some cases only, as versions of clauses:
// the old ones beside the new.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/amend/edits.h"
#include "compiler/amend/text.h"
#include "compiler/base/result.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

class Versions {
 public:
  Versions(const Written& written, const ast::Document& law, Effect effect);

  // Whether anything is to be written at all.
  [[nodiscard]] bool is_gradual() const { return from_.has_value() || cases_.size() > 0; }

  // Whether it is the version of its clause that the amendment speaks of: the one in force on its
  // day.
  [[nodiscard]] bool Means(const ast::Clause& version) const;

  // Whether time and cases can be written into the clause of `decl`, and whether it can stand there
  // twice. Fails with what cannot: "a clause with ...".
  [[nodiscard]] Result<void> MayWait(const ast::Clause& clause) const;
  [[nodiscard]] Result<void> MayStandTwice(const ast::Clause& clause, const ast::Decl& decl) const;
  // `code` is the clause, which begins at `base` of the text that it was read from.
  [[nodiscard]] Text Old(const Text& code, const ast::Clause& clause, std::uint32_t base) const;
  [[nodiscard]] Text New(const Text& code, const ast::Clause& clause, std::uint32_t base) const;

  // Declarations that are put in. Fails with what among them takes effect without a clause.
  [[nodiscard]] Result<Text> Declared(const Text& code) const { return PutIn("", code); }
  // Clauses that are put into a declaration. Fails for one that has no clauses with days.
  [[nodiscard]] Result<Text> Added(const Text& code, const ast::Decl& to) const;
  // What a provision that is put in says of it to its readers; empty where it applies at once.
  [[nodiscard]] Text Notice() const;

 private:
  // `head` is what the code has to stand behind to be read.
  [[nodiscard]] Result<Text> PutIn(std::string_view head, const Text& code) const;
  [[nodiscard]] Text Dated(const Text& code, const ast::Clause& clause, std::uint32_t base,
                           bool is_old) const;

  // The day from which it applies, where that is later than the law's own.
  std::optional<ast::DateLit> from_;
  ast::DateLit law_from_;
  Text cases_;  // the condition; empty: all cases
};

}  // namespace acta::amend
