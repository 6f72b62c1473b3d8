// An amendment that is in force later than the law, or for some cases only, as versions of clauses:
// the old ones beside the new.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/amend/edits.h"
#include "compiler/amend/places.h"
#include "compiler/amend/text.h"
#include "compiler/base/result.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

// A clause where it stands: the places of its tree count from `base` of what `text` was read
// behind.
struct ClauseText {
  const Text& text;
  const ast::Document& document;
  const ast::Clause& clause;
  std::uint32_t base = 0;

  [[nodiscard]] Text At(const Span& span) const {
    return text.Slice(span.begin - base, span.end - base);
  }
  [[nodiscard]] Text At(ast::ExprId expression) const {
    return At(document.exprs[expression].span);
  }
};

// A row of a table as it was written.
struct RowText {
  const ast::Table::Row& row;
  Text text;

  // With these days in the place of its own, if any.
  [[nodiscard]] Text In(const std::optional<ast::DateLit>& from,
                        const std::optional<ast::DateLit>& until) const;
};

// The day from which it applies; none where the law does not begin before: then it applies at once.
[[nodiscard]] std::optional<ast::DateLit> FirstDayOf(const Written& written,
                                                     const ast::Document& law);

// The last day of a value of a parameter: its own, or the one before the next value; none if there
// is none.
[[nodiscard]] std::optional<ast::DateLit> LastDayOf(const ast::ParameterDecl::Version& version,
                                                    const ast::ParameterDecl& parameter);

class Versions {
 public:
  // `text` and `law`, its tree, outlive it.
  Versions(const Written& written, const ast::Document& law, const Text& text, Effect effect);

  // Whether there are old versions to keep.
  [[nodiscard]] bool is_gradual() const { return from_.has_value() || cases_.size() > 0; }
  [[nodiscard]] bool is_for_some_cases() const { return cases_.size() > 0; }
  // Whether there are in a calendar, or of the values of a parameter: also where the law is that of
  // a day on which the amendment is in force, for a day that was free before stays so, and what a
  // value was on a day before can be asked.
  [[nodiscard]] bool is_gradual_in_calendars() const {
    return first_day_.has_value() || is_gradual();
  }

  // Whether it is the version of its clause that the amendment speaks of: the one in force on its
  // day.
  [[nodiscard]] bool Means(const ast::Clause& version) const;
  // Whether it is in force on no day from that of the amendment on.
  [[nodiscard]] bool HasEnded(const ast::Clause& clause) const;
  // Whether what says these days is not in force on the day of the amendment.
  [[nodiscard]] bool IsOfAnotherDay(const std::optional<ast::DateLit>& from,
                                    const std::optional<ast::DateLit>& until) const;

  // Whether `paragraph` of `text` has another below it that stands for it on the day of the
  // amendment, in all cases.
  [[nodiscard]] bool IsSuperseded(std::string_view text, const Region& paragraph) const;

  // Whether something of a clause that is repealed stays, for other days or cases.
  [[nodiscard]] bool Remains(const ast::Clause& clause) const {
    return is_gradual() && !(cases_.size() == 0 && BeginsLater(clause));
  }

  // What stands in the place of a clause of `decl`: `code`, for its time and cases, and the old
  // clause for all others. Empty code repeals it. Fails with what cannot be there for a time or for
  // some cases: "the clause ...".
  [[nodiscard]] Result<Text> InPlaceOf(const ast::Clause& clause, const ast::Decl& decl,
                                       const Text& code) const;
  // What stands in the place of a value of a parameter: `code`, what is said behind its days, from
  // the day of the amendment, and the old value before. Empty code ends it.
  [[nodiscard]] Result<Text> InPlaceOf(const ast::ParameterDecl::Version& version,
                                       const ast::ParameterDecl& parameter, const Text& code) const;
  // What stands in the place of a row of a table: `code` from the day of the amendment on, and the
  // old row before. Empty code ends it.
  [[nodiscard]] Result<Text> InPlaceOf(const ast::Table::Row& row, const ast::Decl& table,
                                       const Text& code) const;
  // What stands in the place of an item of a calendar: `code` for the days from that of the
  // amendment on, and the old item for those before. Empty code ends it.
  [[nodiscard]] Result<Text> InPlaceOf(const ast::CalendarItem& item, const ast::Calendar& calendar,
                                       const Text& code) const;
  // The edits that put another declaration in the place of one: of a calendar item by item, of a
  // table row by row, of what is nothing but clauses clause by clause. Fails for all others, and
  // where they are not called alike.
  [[nodiscard]] Result<std::vector<Edit>> InPlaceOf(const ast::Decl& decl, const Text& code) const;
  // Declarations that are put in. Fails for clauses that would be in force before the amendment is.
  [[nodiscard]] Result<Text> Declared(const Text& code) const;
  // Whether some of them then choose as Chosen() does.
  [[nodiscard]] bool Chooses(const Text& code) const;
  // Clauses that are put into a declaration. Fails for one that has no clauses with days, and for
  // what would be in force before the amendment is.
  [[nodiscard]] Result<Text> Added(const Text& code, const ast::Decl& to) const;
  // An expression that is no clause: it chooses between what is said with and without the
  // amendment, where need be by the parameter that Declaration() declares; empty where none is
  // needed.
  [[nodiscard]] Text Chosen(const Text& with, const Text& without) const;
  [[nodiscard]] Text Declaration() const;
  // What a provision that is put in says of it to its readers; empty where it applies at once.
  [[nodiscard]] Text Notice() const;
  // A line between the words a provision has and those it will have: when, and in which cases. Then
  // `words`, if any.
  [[nodiscard]] Text Marked(std::string_view words) const;

 private:
  // `head` is what the code has to stand behind to be read.
  [[nodiscard]] Result<Text> PutIn(std::string_view head, const Text& code) const;
  // A clause, and a row, that is put in.
  [[nodiscard]] Result<Text> Begun(const ClauseText& made) const;
  [[nodiscard]] Text Begun(const RowText& made) const;
  [[nodiscard]] Result<std::vector<Edit>> TableInPlaceOf(const ast::Decl& decl,
                                                         const Text& code) const;
  [[nodiscard]] Result<std::vector<Edit>> CalendarInPlaceOf(const ast::Calendar& calendar,
                                                            const Text& code) const;
  // Whether it says days of its own that begin before the amendment is in force.
  [[nodiscard]] bool BeginsBefore(const std::optional<ast::Force>& force) const {
    return from_ && force && force->from < *from_;
  }
  // Whether it is in force on no day before the amendment: then there is no old version to keep.
  [[nodiscard]] bool BeginsLater(const ast::Clause& clause) const;
  // The clause with `force`, unless that is empty, and not in the cases of `unless`, if any.
  [[nodiscard]] static Text With(const ClauseText& clause, const std::string& force,
                                 const Text& unless);
  // One clause that says what `made` says in the cases of the amendment, and `old` in all others.
  [[nodiscard]] Text Together(const ClauseText& old, const ClauseText& made,
                              const std::string& force) const;
  // What is said `with` and without the amendment, where it is in force.
  [[nodiscard]] Text Choice(const Text& with, const Text& without) const;
  // The days of the old clause before the amendment, and from then on.
  [[nodiscard]] std::string ForceBefore(const ast::Clause& clause) const;
  [[nodiscard]] std::string ForceFrom(const ast::Clause& clause) const;
  [[nodiscard]] Text TheseCases() const { return Text().Append("(").Append(cases_).Append(")"); }
  [[nodiscard]] Text OtherCases() const { return Text().Append("not ").Append(TheseCases()); }

  const ast::Document& law_;
  const Text& text_;
  std::string parameter_;  // whether the amendment is in force
  // The day from which it applies, where that is later than the law's own.
  std::optional<ast::DateLit> from_;
  ast::DateLit law_from_;
  std::optional<ast::DateLit> first_day_;  // the same, whatever day the law is of
  Text cases_;                             // the condition; empty: all cases
};

}  // namespace acta::amend
