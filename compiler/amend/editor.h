// Carries out the instructions of an amendment, one after the other. Private to compiler/amend.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/amend/edits.h"
#include "compiler/amend/places.h"
#include "compiler/amend/targets.h"
#include "compiler/amend/text.h"
#include "compiler/amend/versions.h"
#include "compiler/base/result.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"
#include "compiler/syntax/names.h"

namespace acta::amend {

// See ChangesOf() for what it is given; all of it outlives the editor.
class Editor {
 public:
  Editor(const Written& written, const ast::Document& law, const Text& text,
         const ast::Document& first, Effect effect, Reporter& reporter, const LawThen* then)
      : written_(written),
        law_(law),
        text_(text),
        then_(then),
        reporter_(reporter),
        versions_(written, law, text, effect),
        targets_(law, first, ast::Dotted(written.amendment->law), versions_, reporter) {}

  std::vector<Change> Run();

 private:
  void Add(std::size_t begin, std::size_t end, Text replacement, std::string subject);
  // Puts something in at the end of `part`, to which it then belongs.
  void AddTo(const Region& part, Text added, std::string subject);
  // What is changed from now on by the instruction is changed as a whole.
  void ChangeWhole(const Region& whole) { whole_ = whole; }

  // ---- taking effect later, or for some cases: edits.cpp

  // True when the instruction cannot be written as versions; that is reported.
  bool CannotWait(const Span& span, std::string_view what);

  // `way_out`: if there is another than those that most have.
  void ReportCannotWait(const Span& span, std::string_view what, std::string_view way_out = {});

  // What is put in, with the time and the cases; nothing when it cannot wait, which is reported.
  std::optional<Text> Waiting(const Span& span, Result<Text> put_in, std::string_view way_out = {});

  // Declarations that are put in, and behind them what they ask.
  std::optional<Text> Declared(const Text& code);

  // What chosen values ask, once; put in behind `decl`.
  Text TakeDeclaration();
  void Declare(const ast::Decl& decl);

  // `code` in the place of a clause; it repeals the clause when it is empty.
  void PutClause(const ast::Decl& decl, const ast::Clause& clause, const Text& code,
                 const std::string& subject);

  // `code` in the place of what a value of a parameter says behind its days.
  void PutVersion(const ast::Decl& decl, const ast::ParameterDecl::Version& version,
                  const Text& code, const std::string& subject);

  // `code` in the place of a row of a table; it ends the row when it is empty.
  void PutRow(const ast::Decl& decl, const ast::Table::Row& row, const Text& code,
              const std::string& subject);

  // `code` in the place of an item of a calendar. Where that would change days before, it is done
  // outright in the law of one day.
  void PutItem(const ast::Decl& decl, const ast::CalendarItem& item, const Text& code,
               const std::string& subject);

  // `code` in the place of a declaration.
  void PutDecl(const ast::Decl& decl, const Text& code, const Span& target,
               const std::string& subject);

  // ---- words that are changed: edits_words.cpp

  void Do(const ast::Amendment::Substitute& what);
  void Do(const ast::Amendment::Reword& what);

  // A clause, a value, or a paragraph of prose, of which words are changed: it stays as it is for
  // some time or cases, and so is written anew only when all that changes in it is known.
  struct Part {
    Region region;
    Place place;  // no clause: it is a value; no declaration either: it is a paragraph
    const ast::ParameterDecl::Version* version = nullptr;  // of whose words behind its days it is
    const ast::CalendarItem* item = nullptr;               // it is this item of a calendar
    const ast::Table::Row* row = nullptr;                  // it is this row of a table
    // What is changed in its place, where that is another text: in the law of the day.
    std::optional<Region> then = {};
    std::vector<Edit> edits = {};  // from the beginning of the region, or of that
    Span instruction;
    std::string subject;
  };

  // Where the words stand in a deadline of a norm as it is on the day of the amendment: that may
  // say other words on other days. False where they do not.
  bool RewordValueThen(const ast::Amendment::Substitute& what, const Place& place,
                       const std::string& subject);

  // Notes an edit within a part; all are written at the end.
  void RewordPart(Part part, Edit edit, const std::string& subject);
  void WriteParts();

  // Words of prose that are changed; the text that stands in their place.
  struct ProseEdit {
    Edit edit;
    const ast::Text* replacement;
  };

  // Reports those that make a heading, a block or a comment of prose, or prose of one of them: code
  // would then stand under another provision, or be none.
  void KeepProse();

  // Whether a heading made of both is read as both; else it is reported at `at`.
  bool IsHeading(const std::string& citation, const std::optional<ast::Text>& title,
                 const Span& at);

  // The words that a provision will have, below those it has.
  void RewordLater(const ast::Amendment::Reword& what, ast::ProvisionId provision);

  // The words there, on one line.
  [[nodiscard]] std::string Shortened(const Span& span) const;

  // ---- where words stand: edits_around.cpp

  // The value in which the words stand, if they stand in one; whose it is.
  [[nodiscard]] std::pair<const ast::Decl*, Region> ValueAround(const Region& words) const;

  // The value of a parameter in which the words stand, behind its days; whose it is.
  [[nodiscard]] std::pair<const ast::Decl*, const ast::ParameterDecl::Version*> VersionAround(
      const Region& words) const;

  // The item of a calendar in which the words stand, if they stand in one; whose it is.
  [[nodiscard]] std::pair<const ast::Decl*, const ast::CalendarItem*> ItemAround(
      const Region& words) const;

  // The row of a table in which the words stand, if they stand in one; whose it is.
  [[nodiscard]] std::pair<const ast::Decl*, const ast::Table::Row*> RowAround(
      const Region& words) const;

  // The clause in which the words stand, if they stand in one.
  [[nodiscard]] Place ClauseAround(const Region& words) const;

  // Whether the words stand in a version that is not in force on the day of the amendment.
  [[nodiscard]] bool IsOfAnotherDay(const Region& words) const;

  [[nodiscard]] bool StandInNamedClauses(const std::vector<Region>& found) const;

  // ---- code that is repealed, replaced or put in: edits_code.cpp

  void Do(const ast::Amendment::Repeal& what);
  void Do(const ast::Amendment::Replace& what);
  void Do(const ast::Amendment::InsertIn& what);
  void Do(const ast::Amendment::InsertAfter& what);
  void Do(const ast::Amendment::InsertProvision& what);
  void Do(const ast::Amendment::AddTo& what);
  void RepealProvision(const ast::Citation& citation);
  void RepealNamed(const ast::Name& name);

  // Repeals a declaration by its clauses.
  void End(const ast::Decl& decl, const Span& span, const std::string& subject);

  const Written& written_;
  const ast::Document& law_;
  const Text& text_;
  const LawThen* then_;
  Reporter& reporter_;
  const Versions versions_;
  const Targets targets_;
  Span instruction_;
  std::optional<Region> whole_;
  std::vector<Part> parts_;
  std::vector<ProseEdit> prose_edits_;
  bool is_declared_ = false;
  std::vector<Change> changes_;
};

}  // namespace acta::amend
