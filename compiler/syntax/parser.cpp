#include "compiler/syntax/parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/text.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/attempt.h"
#include "compiler/syntax/builder.h"
#include "compiler/syntax/document.h"
#include "compiler/syntax/limits.h"
#include "compiler/syntax/mistake.h"
#include "compiler/syntax/tokens.h"

namespace acta {

namespace {

using syntax::BeginsDeclaration;
using ast::CodeBlock;
using syntax::TokenPtr;
using Tokens = std::span<const TokenPtr>;

// Is the text one that we are willing to read?
bool IsReadable(const SourceFile& file, SourceId source, Reporter& reporter) {
  const std::string_view text = file.text();
  if (text.size() > syntax::kMostFileBytes) {
    reporter.Report<diag::FileTooLarge>(Span{source, 0, 0}, text.size(), syntax::kMostFileBytes);
    return false;
  }
  if (const std::optional<std::size_t> invalid = FindInvalidUtf8(text)) {
    const auto at = static_cast<std::uint32_t>(*invalid);
    reporter
        .Report<diag::InvalidUtf8>(Span{source, at, at + 1}, at,
                                   static_cast<unsigned char>(text[at]))
        .Help("save the file as UTF-8");
    return false;
  }
  for (std::uint32_t line = 1; line <= file.line_count(); ++line) {
    const std::size_t size = file.LineText(line).size();
    if (size > syntax::kMostLineBytes) {
      const std::uint32_t begin = file.LineBegin(line);
      reporter.Report<diag::LineTooLong>(Span{source, begin, begin}, size, syntax::kMostLineBytes);
      return false;
    }
  }
  return true;
}

// Reads block after block and declaration after declaration into one document.
class DocumentParser {
 public:
  DocumentParser(std::string_view text, ast::Document& document, Reporter& reporter)
      : text_(text),
        document_(document),
        reporter_(reporter),
        builder_(text, reporter, document),
        errors_before_(reporter.error_count()) {}

  void Read(const CodeBlock& block) {
    syntax::Cutter cutter(text_, block.span, reporter_);
    syntax::Piece piece = cutter.Next();
    while (!piece.tokens.empty()) {
      if (GivesUp(*piece.tokens.front())) {
        return;
      }
      syntax::Piece following = cutter.Next();
      const antlr4::Token* next =
          following.tokens.empty() ? nullptr : following.tokens.front().get();
      const bool next_is_part = ReadAll(piece, next, block.provision);
      piece = next_is_part ? cutter.Next() : std::move(following);
    }
  }

  [[nodiscard]] bool gave_up() const { return gave_up_; }

 private:
  bool GivesUp(const antlr4::Token& next) {
    if (!gave_up_ && reporter_.error_count() - errors_before_ >= syntax::kMostSyntaxErrors) {
      gave_up_ = true;
      reporter_.Report<diag::TooManySyntaxErrors>(SpanOf(next), syntax::kMostSyntaxErrors);
    }
    if (!gave_up_ && document_.decls.size() >= syntax::kMostDeclarations) {
      gave_up_ = true;
      reporter_.Report<diag::TooManyDeclarations>(SpanOf(next), syntax::kMostDeclarations);
    }
    return gave_up_;
  }

  // Reads what stands between two keywords of declarations: one declaration, or several where
  // keywords are misspelt. Says whether the declaration after it, which begins with `next`, is no
  // declaration but part of a mistake.
  bool ReadAll(const syntax::Piece& piece, const antlr4::Token* next, ast::ProvisionId provision) {
    Tokens tokens = piece.tokens;
    if (tokens.size() > syntax::kMostDeclarationWords) {
      reporter_.Report<diag::DeclarationTooLong>(SpanOf(*tokens.front()),
                                                 syntax::kMostDeclarationWords);
      return false;
    }
    if (const antlr4::Token* deep = syntax::FirstTooDeep(tokens)) {
      reporter_.Report<diag::NestingTooDeep>(SpanOf(*deep), syntax::kMostNesting)
          .Help("give the inner parts names, as rules");
      return false;
    }
    if (!BeginsDeclaration(tokens.front()->getType())) {
      if (!Restore(*tokens.front())) {
        reporter_.Report<diag::NotADeclaration>(SpanOf(*tokens.front()),
                                                syntax::Describe(*tokens.front(), text_));
        return false;
      }
    }
    while (!GivesUp(*tokens.front())) {
      const syntax::Attempts::Outcome outcome = attempts_.Read(tokens);
      if (outcome.tree != nullptr) {
        Add(*outcome.tree, provision);
        return false;
      }
      const std::size_t head = HeadOfNext(tokens, outcome.error_at);
      const syntax::Attempts::Outcome before = attempts_.Read(tokens.first(head));
      if (head == 0 || before.tree == nullptr) {
        const bool is_told = piece.first_fault <= BeginOf(tokens, outcome.error_at);
        return !is_told && syntax::ReportMistake({tokens, outcome.error_at, next}, text_,
                                                 document_.source, attempts_, reporter_);
      }
      Add(*before.tree, provision);
      tokens = tokens.subspan(head);
      Restore(*tokens.front());
    }
    return false;
  }

  // Where a token begins; anywhere after the tokens for their end.
  [[nodiscard]] static std::size_t BeginOf(Tokens tokens, std::size_t at) {
    return at < tokens.size() ? tokens[at]->getStartIndex() : std::string_view::npos - 1;
  }

  // The misspelt keyword of a further declaration, at or just before the error; 0 if there is none.
  [[nodiscard]] std::size_t HeadOfNext(Tokens tokens, std::size_t error_at) const {
    for (const std::size_t at : {error_at, error_at - 1}) {
      const bool is_inside = at > 0 && at < tokens.size();
      if (is_inside && tokens[at]->getLine() > tokens[at - 1]->getLine() &&
          syntax::MeantDeclaration(*tokens[at], text_)) {
        return at;
      }
    }
    return 0;
  }

  // Takes a misspelt keyword for what was meant, and reports it.
  bool Restore(antlr4::CommonToken& token) {
    const std::optional<std::size_t> meant = syntax::MeantDeclaration(token, text_);
    if (meant) {
      reporter_.Report<diag::MisspeltKeyword>(SpanOf(token), syntax::TextOf(token, text_))
          .Help(fmt::format("did you mean `{}`?", syntax::SpellingOf(*meant)));
      token.setType(*meant);
    }
    return meant.has_value();
  }

  void Add(syntax::P::DeclarationContext& tree, ast::ProvisionId provision) {
    // What was read, without the end of input behind it.
    const auto& read = static_cast<antlr4::ParserRuleContext&>(*tree.children.front());
    const Span span = builder_.SpanOf(read);
    ast::DeclKind kind = builder_.Build(tree);
    document_.decls.push_back({std::move(kind), span, provision});
  }

  [[nodiscard]] Span SpanOf(const antlr4::Token& token) const {
    return syntax::SpanOf(token, document_.source);
  }

  std::string_view text_;
  ast::Document& document_;
  Reporter& reporter_;
  syntax::Builder builder_;
  syntax::Attempts attempts_;
  std::size_t errors_before_;
  bool gave_up_ = false;
};

bool IsMarkdown(std::string_view path) {
  return path.ends_with(".md");
}

// All of a bare file, without the byte order mark that it may begin with.
CodeBlock Whole(std::string_view text, SourceId source) {
  const std::uint32_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  return {{source, begin, static_cast<std::uint32_t>(text.size())}, {}};
}

}  // namespace

ast::Document Parse(const SourceMap& sources, SourceId source, Reporter& reporter) {
  const SourceFile& file = sources[source];
  ast::Document document{.source = source, .bare = !IsMarkdown(file.path())};
  if (!IsReadable(file, source, reporter)) {
    return document;
  }
  DocumentParser parser(file.text(), document, reporter);
  if (document.bare) {
    document.blocks.push_back(Whole(file.text(), source));
    parser.Read(document.blocks.front());
    return document;
  }
  syntax::Outline outline = syntax::Split(file.text(), source, reporter);
  document.provisions = std::move(outline.provisions);
  document.blocks = std::move(outline.blocks);
  for (const CodeBlock& block : document.blocks) {
    if (!parser.gave_up()) {
      parser.Read(block);
    }
  }
  return document;
}

}  // namespace acta
