// The words of one block of code, cut into declarations. Private to compiler/syntax.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <antlr4-runtime.h>

#include "ActaLexer.h"
#include "compiler/base/span.h"
#include "compiler/diagnostics/reporter.h"

namespace acta::syntax {

using grammar::ActaLexer;
using TokenPtr = std::unique_ptr<antlr4::CommonToken>;

// The bytes of a token, whose indices count bytes of the source.
[[nodiscard]] Span SpanOf(const antlr4::Token& token, SourceId source);

// Is the word one with which a declaration begins?
[[nodiscard]] bool BeginsDeclaration(std::size_t type);

// Is the word a keyword in some places and a name everywhere else?
[[nodiscard]] bool IsSoft(std::size_t type);

// `when` for K_WHEN, `(` for L_PAREN; empty for what has no fixed spelling.
[[nodiscard]] std::string_view SpellingOf(std::size_t type);

// Every word of the language, soft ones too, with its type.
struct Word {
  std::string spelling;
  std::size_t type;
};
[[nodiscard]] const std::vector<Word>& Words();

// What stands from one word that begins a declaration to the next.
struct Piece {
  // Empty at the end of the block. Of a declaration with more than kMostDeclarationWords the first
  // kMostDeclarationWords + 1.
  std::vector<TokenPtr> tokens;
  // Where the first word stands that was reported by itself; what cannot be read after it follows
  // from it.
  std::size_t first_fault = std::string_view::npos;
};

// Reads a block of code from front to back and hands it out declaration by declaration, so that a
// file of any length is held in memory one declaration at a time. Reports what is wrong with single
// words.
class Cutter {
 public:
  // `text` is the whole source, valid UTF-8; `block` the part that is code.
  Cutter(std::string_view text, const Span& block, Reporter& reporter);
  ~Cutter();

  [[nodiscard]] Piece Next();

 private:
  class Image;

  void Fill(std::size_t count);
  [[nodiscard]] TokenPtr Read();
  [[nodiscard]] TokenPtr Checked(TokenPtr token);
  template <class T, class... Args>
  DiagnosticBuilder Fault(const Span& span, Args&&... args) {
    faults_.push_back(span.begin);
    return reporter_.Report<T>(span, std::forward<Args>(args)...);
  }
  void ReportUnknown(const antlr4::Token& token);
  [[nodiscard]] std::size_t TypeAt(std::size_t position) const;
  [[nodiscard]] bool BeginsHere() const;
  [[nodiscard]] bool IsMeantForName() const;
  [[nodiscard]] bool CallsPartyByWord() const;
  void Settle(antlr4::CommonToken& token);
  [[nodiscard]] bool EndsItem(const antlr4::Token& last) const;

  std::string_view text_;
  Span block_;
  Reporter& reporter_;
  std::unique_ptr<Image> image_;
  std::unique_ptr<ActaLexer> lexer_;
  // Read, but not handed out.
  std::deque<TokenPtr> ahead_;
  // Where the words reported by themselves stand, of the piece at hand and ahead.
  std::deque<std::size_t> faults_;
  // The token handed out last: its type, where it ends, and on which line it stands.
  std::size_t last_type_ = 0;
  std::size_t last_end_ = 0;
  std::size_t last_line_ = 0;
  // The word with which the piece at hand begins.
  std::size_t head_type_ = 0;
  // Where the last character ended that means nothing, so that a row of them is reported once.
  std::size_t unknown_end_ = 0;
};

// The token at which the declaration is nested deeper than kMostNesting, if there is one. It counts
// brackets and the words that take the rest of a condition as their operand, and never says less
// than the parser's depth.
[[nodiscard]] const antlr4::Token* FirstTooDeep(std::span<const TokenPtr> tokens);

}  // namespace acta::syntax
