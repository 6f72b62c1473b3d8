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

  // Whether it is in force on no day before the amendment: then there is no old version to keep.
  [[nodiscard]] bool BeginsLater(const ast::Clause& clause) const;

  // Whether time and cases can be written into the clause of `decl`, and whether it can stand there
  // twice. Fails with what cannot: "a clause with ...".
  [[nodiscard]] Result<void> MayWait(const ast::Clause& clause) const;
  [[nodiscard]] Result<void> MayStandTwice(const ast::Clause& clause, const ast::Decl& decl) const;
  // `code` is the clause, which begins at `base` of the text that it was read from.
  [[nodiscard]] Text Old(const Text& code, const ast::Clause& clause, std::uint32_t base) const;
  [[nodiscard]] Text New(const Text& code, const ast::Clause& clause, std::uint32_t base) const;

  // Declarations that are put in. Fails with what among them takes effect without a clause.
  [[nodiscard]] Result<Text> Declared(const Text& code) const { return PutIn("", code, from_); }
  // Clauses that are put into a declaration, in the place of one of it if that is not null. Fails
  // for a declaration that has no clauses with days.
  [[nodiscard]] Result<Text> Added(const Text& code, const ast::Decl& to,
                                   const ast::Clause* replaced = nullptr) const;
  // What a provision that is put in says of it to its readers; empty where it applies at once.
  [[nodiscard]] Text Notice() const;

 private:
  // `head` is what the code has to stand behind to be read, `first` the day on which it begins.
  [[nodiscard]] Result<Text> PutIn(std::string_view head, const Text& code,
                                   const std::optional<ast::DateLit>& first) const;
  // The day on which what stands in the place of the clause begins.
  [[nodiscard]] std::optional<ast::DateLit> FirstDay(const ast::Clause* replaced) const;
  // The clause with `force`, unless that is empty, and with the cases.
  [[nodiscard]] Text With(const std::string& force, const Text& code, const ast::Clause& clause,
                          std::uint32_t base, bool is_old) const;
  [[nodiscard]] Text From(const std::optional<ast::DateLit>& first, const Text& code,
                          const ast::Clause& clause, std::uint32_t base) const;

  // The day from which it applies, where that is later than the law's own.
  std::optional<ast::DateLit> from_;
  ast::DateLit law_from_;
  Text cases_;  // the condition; empty: all cases
};

}  // namespace acta::amend
