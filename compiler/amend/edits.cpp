#include "compiler/amend/edits.h"

#include <utility>
#include <variant>

#include "compiler/amend/editor.h"
#include "compiler/diagnostics/catalogue.h"

namespace acta::amend {

std::vector<Change> Editor::Run() {
  // What is added to a declaration stands before what is put in behind it.
  for (const bool adds : {true, false}) {
    for (const ast::Amendment::Instruction& instruction : written_.amendment->instructions) {
      if (std::holds_alternative<ast::Amendment::AddTo>(instruction.what) == adds) {
        instruction_ = instruction.span;
        whole_.reset();
        std::visit([this](const auto& what) { Do(what); }, instruction.what);
      }
    }
  }
  KeepProse();
  WriteParts();
  return std::move(changes_);
}

void Editor::Add(std::size_t begin, std::size_t end, Text replacement, std::string subject) {
  changes_.push_back({.edit = {begin, end, std::move(replacement)},
                      .instruction = instruction_,
                      .subject = std::move(subject),
                      .about = whole_.value_or(Region{begin, end}),
                      .only_adds = begin == end && !whole_});
}

void Editor::AddTo(const Region& part, Text added, std::string subject) {
  Add(part.end, part.end, std::move(added), std::move(subject));
  changes_.back().about = part;
}

bool Editor::CannotWait(const Span& span, std::string_view what) {
  if (!versions_.is_gradual()) {
    return false;
  }
  ReportCannotWait(span, what);
  return true;
}

void Editor::ReportCannotWait(const Span& span, std::string_view what, std::string_view way_out) {
  auto diagnostic = reporter_.Report<diag::CannotTakeEffectLater>(
      span, fmt::format("{} cannot take effect later than the law or for some cases only", what));
  if (!way_out.empty()) {
    diagnostic.Help(std::string(way_out));
  } else if (versions_.is_for_some_cases()) {
    diagnostic.Help(
        "write it, with its days and conditions, in an amendment without `in force` and `for "
        "cases`");
  } else if (versions_.is_gradual()) {
    diagnostic.Help(
        "write it with its days and conditions in an amendment without `in force`, or ask for "
        "the law of one day with `--on`");
  }
}

std::optional<Text> Editor::Waiting(const Span& span, Result<Text> put_in,
                                    std::string_view way_out) {
  if (!put_in) {
    ReportCannotWait(span, put_in.error().message, way_out);
    return std::nullopt;
  }
  return *std::move(put_in);
}

std::optional<Text> Editor::Declared(const Text& code) {
  std::optional<Text> put_in = Waiting(instruction_, versions_.Declared(code));
  if (put_in && versions_.Chooses(code)) {
    const Text declaration = TakeDeclaration();
    put_in->Append(declaration.size() > 0 ? "\n\n" : "").Append(declaration);
  }
  return put_in;
}

Text Editor::TakeDeclaration() {
  const Text declaration = versions_.Declaration();
  return declaration.size() == 0 || std::exchange(is_declared_, true) ? Text() : declaration;
}

void Editor::PutClause(const ast::Decl& decl, const ast::Clause& clause, const Text& code,
                       const std::string& subject) {
  const std::string_view way_out =
      versions_.HasEnded(clause) ? "amend the version that is in force on the day of the amendment"
                                 : "";
  if (const auto put_in = Waiting(instruction_, versions_.InPlaceOf(clause, decl, code), way_out)) {
    Add(clause.span.begin, clause.span.end, *put_in, subject);
  }
}

void Editor::PutVersion(const ast::Decl& decl, const ast::ParameterDecl::Version& version,
                        const Text& code, const std::string& subject) {
  const auto& parameter = std::get<ast::ParameterDecl>(decl.kind);
  const std::string_view way_out =
      versions_.is_for_some_cases()
          ? ""
          : "the values of past days stay what they were, with `--on` too: amend that of the day "
            "of the amendment, or `add` one";
  if (const auto put_in =
          Waiting(instruction_, versions_.InPlaceOf(version, parameter, code), way_out)) {
    Add(version.span.begin, version.span.end, *put_in, subject);
  }
}

void Editor::PutRow(const ast::Decl& decl, const ast::Table::Row& row, const Text& code,
                    const std::string& subject) {
  if (const auto put_in = Waiting(instruction_, versions_.InPlaceOf(row, decl, code))) {
    Add(row.span.begin, row.span.end, *put_in, subject);
  }
}

void Editor::PutItem(const ast::Decl& decl, const ast::CalendarItem& item, const Text& code,
                     const std::string& subject) {
  const auto& calendar = std::get<ast::Calendar>(decl.kind);
  const auto put_in = versions_.InPlaceOf(item, calendar, code);
  if (put_in || !CannotWait(instruction_, put_in.error().message)) {
    Add(item.span.begin, item.span.end, put_in.value_or(code), subject);
  }
}

void Editor::PutDecl(const ast::Decl& decl, const Text& code, const Span& target,
                     const std::string& subject) {
  ChangeWhole({decl.span.begin, decl.span.end});
  // Even where it says what was said before: nobody else may say otherwise.
  Add(decl.span.end, decl.span.end, Text(), subject);
  const bool is_calendar = std::holds_alternative<ast::Calendar>(decl.kind);
  if (!(is_calendar ? versions_.is_gradual_in_calendars() : versions_.is_gradual())) {
    Add(decl.span.begin, decl.span.end, code, subject);
    return;
  }
  auto edits = versions_.InPlaceOf(decl, code);
  if (edits) {
    for (Edit& edit : *edits) {
      Add(edit.begin, edit.end, std::move(edit.replacement), subject);
    }
  } else if (std::holds_alternative<ast::Presumption>(decl.kind)) {
    // Of another name, or for another rule.
    End(decl, target, subject);
    if (const auto put_in = Declared(code)) {
      Add(decl.span.end, decl.span.end, Text().Append("\n\n").Append(*put_in), subject);
    }
  } else if (!CannotWait(target, edits.error().message)) {
    Add(decl.span.begin, decl.span.end, code, subject);
  }
}

void Editor::Declare(const ast::Decl& decl) {
  const Text declaration = TakeDeclaration();
  if (declaration.size() > 0) {
    Add(decl.span.end, decl.span.end, Text().Append("\n\n").Append(declaration),
        "what is in force");
  }
}

std::vector<Change> ChangesOf(const Written& written, const ast::Document& law, const Text& text,
                              const ast::Document& first, Effect effect, Reporter& reporter,
                              const LawThen* then) {
  return Editor(written, law, text, first, effect, reporter, then).Run();
}

}  // namespace acta::amend
