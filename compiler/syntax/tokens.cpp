#include "compiler/syntax/tokens.h"

#include <algorithm>
#include <cstdint>
#include <utf8proc.h>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/limits.h"

namespace acta::syntax {

namespace {

// Stands in the image for what means nothing in code.
constexpr char kNothing = '\x01';

struct CodePoint {
  utf8proc_int32_t value;
  std::size_t size;
};

CodePoint CodePointAt(std::string_view text, std::size_t at) {
  utf8proc_int32_t value = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                       static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  ACTA_CHECK(size > 0, "the text was checked to be UTF-8 when it was read");
  return {value, static_cast<std::size_t>(size)};
}

// The ASCII sign that reads the same to the grammar as a character beyond ASCII.
char LikenessOf(utf8proc_int32_t code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return 'x';
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
      return '_';
    case UTF8PROC_CATEGORY_ZS:
      return ' ';
    default:
      return kNothing;
  }
}

char LikenessOf(char ascii) {
  const bool is_control = ascii < ' ' || ascii == '\x7F';
  return is_control && ascii != '\t' && ascii != '\n' && ascii != '\r' ? kNothing : ascii;
}

// What to write instead of characters that word processors put in.
struct Replacement {
  utf8proc_int32_t character;
  std::string_view instead;
};
constexpr Replacement kReplacements[] = {
    {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x00AB, "\""}, {0x00BB, "\""}, {0x2013, "-"},
    {0x2014, "-"},  {0x2212, "-"},  {0x00D7, "*"},  {0x00F7, "/"},  {0x2264, "<="}, {0x2265, ">="},
    {0x2260, "!="}, {'\'', "\""},   {'!', "!="},    {'&', "and"},   {'\\', "\""},   {'`', "\""},
};

bool IsNumber(std::size_t type) {
  return type == ActaLexer::INT || type == ActaLexer::DECIMAL || type == ActaLexer::PERCENT;
}

bool IsWord(std::size_t type) {
  return type >= ActaLexer::K_AMENDMENT && type <= ActaLexer::IDENT;
}

bool IsName(std::size_t type) {
  return type == ActaLexer::IDENT || IsSoft(type);
}

bool IsSign(std::size_t type) {
  return type >= ActaLexer::L_PAREN && type <= ActaLexer::BAR;
}

}  // namespace

// The text as the lexer sees it, byte for byte: each byte of a character beyond ASCII is replaced
// by an ASCII sign of its kind. So indices count bytes, and every step of the lexer is in its
// table, which covers ASCII only. No word of the language can arise that way: none holds two `x` or
// two `_` in a row.
class Cutter::Image : public antlr4::CharStream {
 public:
  explicit Image(std::string_view text) : image_(text) {
    for (std::size_t at = 0; at < text.size();) {
      if (static_cast<unsigned char>(text[at]) < 0x80) {
        image_[at] = LikenessOf(text[at]);
        ++at;
        continue;
      }
      const CodePoint code_point = CodePointAt(text, at);
      image_.replace(at, code_point.size, code_point.size, LikenessOf(code_point.value));
      at += code_point.size;
    }
  }

  void consume() override { ++at_; }
  std::size_t LA(ssize_t i) override {
    const std::size_t at =
        i > 0 ? at_ + static_cast<std::size_t>(i) - 1 : at_ + static_cast<std::size_t>(i);
    return at < image_.size() ? static_cast<unsigned char>(image_[at]) : antlr4::IntStream::EOF;
  }
  ssize_t mark() override { return -1; }
  void release(ssize_t /*marker*/) override {}
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = std::min(index, image_.size()); }
  std::size_t size() override { return image_.size(); }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& /*interval*/) override { return {}; }
  std::string toString() const override { return {}; }

 private:
  std::string image_;
  std::size_t at_ = 0;
};

Span SpanOf(const antlr4::Token& token, SourceId source) {
  return {source, static_cast<std::uint32_t>(token.getStartIndex()),
          static_cast<std::uint32_t>(token.getStopIndex() + 1)};
}

bool BeginsDeclaration(std::size_t type) {
  return type >= ActaLexer::K_AMENDMENT && type <= ActaLexer::K_USE;
}

// Soft words follow the hard ones in the lexer.
bool IsSoft(std::size_t type) {
  return type == ActaLexer::K_PARTY || type == ActaLexer::K_PERIOD ||
         (type >= ActaLexer::K_ADD && type <= ActaLexer::K_ZONE);
}

std::string_view SpellingOf(std::size_t type) {
  static const std::vector<std::string> spellings = [] {
    const ActaLexer lexer(nullptr);
    std::vector<std::string> all(lexer.getVocabulary().getMaxTokenType() + 1);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string literal = lexer.getVocabulary().getLiteralName(i);
      all[i] = literal.size() > 2 ? literal.substr(1, literal.size() - 2) : "";
    }
    return all;
  }();
  return type < spellings.size() ? std::string_view(spellings[type]) : std::string_view();
}

const std::vector<Word>& Words() {
  static const std::vector<Word> words = [] {
    std::vector<Word> all;
    for (std::size_t type = ActaLexer::K_AMENDMENT; type < ActaLexer::IDENT; ++type) {
      all.push_back({std::string(SpellingOf(type)), type});
    }
    return all;
  }();
  return words;
}

Cutter::Cutter(std::string_view text, const Span& block, Reporter& reporter)
    : text_(text),
      block_(block),
      reporter_(reporter),
      image_(std::make_unique<Image>(text.substr(block.begin, block.size()))),
      lexer_(std::make_unique<ActaLexer>(image_.get())) {
  lexer_->removeErrorListeners();
}

Cutter::~Cutter() = default;

Piece Cutter::Next() {
  Piece piece;
  bool is_amendment = false;
  bool is_population = false;
  std::size_t open_braces = 0;
  while (true) {
    Fill(3);
    const antlr4::CommonToken& front = *ahead_.front();
    // What an amendment puts into the act stands between braces and is no declaration of its own.
    const bool is_material = open_braces > 0;
    if (front.getType() == antlr4::Token::EOF ||
        (!piece.tokens.empty() && !is_material && BeginsHere())) {
      break;
    }
    Settle(*ahead_.front());
    if (is_population && EndsItem(*piece.tokens.back())) {
      auto end = std::make_unique<antlr4::CommonToken>(ahead_.front().get());
      end->setType(ActaLexer::SEMICOLON);
      piece.tokens.push_back(std::move(end));
    }
    last_type_ = front.getType();
    last_end_ = front.getStopIndex() + 1;
    last_line_ = front.getLine();
    if (piece.tokens.empty()) {
      head_type_ = last_type_;
      is_amendment = last_type_ == ActaLexer::K_AMENDMENT;
      is_population = last_type_ == ActaLexer::K_POPULATION;
    } else if (is_amendment && last_type_ == ActaLexer::L_BRACE) {
      ++open_braces;
    } else if (open_braces > 0 && last_type_ == ActaLexer::R_BRACE) {
      --open_braces;
    }
    if (piece.tokens.size() <= kMostDeclarationWords) {
      piece.tokens.push_back(std::move(ahead_.front()));
    }
    ahead_.pop_front();
  }
  while (!faults_.empty() && faults_.front() < ahead_.front()->getStartIndex()) {
    piece.first_fault = std::min(piece.first_fault, faults_.front());
    faults_.pop_front();
  }
  return piece;
}

// Of a population: a number at the end of a line takes no unit from the next, `place is ...`.
bool Cutter::EndsItem(const antlr4::Token& last) const {
  const antlr4::Token& front = *ahead_.front();
  const bool begins_item = front.getType() == ActaLexer::IDENT &&
                           (TypeAt(1) == ActaLexer::K_IS || TypeAt(1) == ActaLexer::DOT);
  return begins_item && IsNumber(last.getType()) && front.getLine() > last.getLine();
}

// Makes sure that so many tokens are ahead, or the end of the block.
void Cutter::Fill(std::size_t count) {
  while (ahead_.size() < count &&
         (ahead_.empty() || ahead_.back()->getType() != antlr4::Token::EOF)) {
    if (TokenPtr token = Read()) {
      ahead_.push_back(std::move(token));
    }
  }
}

// The next token, in bytes of the source; null for one that was reported and is passed over.
TokenPtr Cutter::Read() {
  std::unique_ptr<antlr4::Token> read = lexer_->nextToken();
  TokenPtr token(static_cast<antlr4::CommonToken*>(read.release()));
  token->setStartIndex(token->getStartIndex() + block_.begin);
  token->setStopIndex(token->getStopIndex() + block_.begin);
  return token->getType() == antlr4::Token::EOF ? std::move(token) : Checked(std::move(token));
}

TokenPtr Cutter::Checked(TokenPtr token) {
  const Span span = SpanOf(*token, block_.source);
  switch (token->getType()) {
    case ActaLexer::UNKNOWN:
      ReportUnknown(*token);
      return nullptr;
    case ActaLexer::OPEN_TEXT:
      Fault<diag::UnterminatedText>(span).Help("end it with `\"`");
      token->setType(ActaLexer::TEXT);
      return token;
    case ActaLexer::OPEN_CITATION:
      Fault<diag::UnterminatedCitation>(span).Help("end it with `]`");
      token->setType(ActaLexer::CITATION);
      return token;
    case ActaLexer::IDENT: {
      // A combining mark or a digit beyond ASCII may follow in a name, but not begin one.
      const bool is_ascii = static_cast<unsigned char>(text_[span.begin]) < 0x80;
      if (!is_ascii && LikenessOf(CodePointAt(text_, span.begin).value) != 'x') {
        ReportUnknown(*token);
        return nullptr;
      }
      return token;
    }
    default:
      return token;
  }
}

void Cutter::ReportUnknown(const antlr4::Token& token) {
  const std::size_t begin = token.getStartIndex();
  if (begin < unknown_end_) {
    return;
  }
  const CodePoint code_point = CodePointAt(text_, begin);
  unknown_end_ =
      token.getType() == ActaLexer::UNKNOWN ? begin + code_point.size : token.getStopIndex() + 1;
  const Span span{block_.source, static_cast<std::uint32_t>(begin),
                  static_cast<std::uint32_t>(begin + code_point.size)};
  const bool is_shown = code_point.value > ' ' && code_point.value != 0x7F &&
                        utf8proc_charwidth(code_point.value) > 0;
  const std::string_view character = text_.substr(begin, code_point.size);
  auto diagnostic = Fault<diag::UnknownCharacter>(
      span, is_shown ? fmt::format("`{}`", character) : fmt::format("U+{:04X}", code_point.value));
  for (const Replacement& replacement : kReplacements) {
    if (replacement.character == code_point.value) {
      diagnostic.Help(fmt::format("write `{}`", replacement.instead));
    }
  }
}

std::size_t Cutter::TypeAt(std::size_t position) const {
  return position < ahead_.size() ? ahead_[position]->getType() : antlr4::Token::EOF;
}

// Does the token in front begin a declaration? The words that do so have few other uses; each is
// known by its neighbours.
bool Cutter::BeginsHere() const {
  const std::size_t type = TypeAt(0);
  const bool is_part_of_name =
      last_type_ == ActaLexer::DOT && last_end_ == ahead_.front()->getStartIndex();
  if (!BeginsDeclaration(type) || is_part_of_name || last_type_ == ActaLexer::COMMA ||
      IsMeantForName()) {
    return false;
  }
  switch (type) {
    case ActaLexer::K_PROHIBITION:
      return last_type_ != ActaLexer::K_ANY;
    case ActaLexer::K_OBLIGATION:
      return last_type_ != ActaLexer::K_EVERY;
    case ActaLexer::K_READING:
      return last_type_ != ActaLexer::K_BECAUSE;
    case ActaLexer::K_PARTY:
      return TypeAt(1) == ActaLexer::IDENT || CallsPartyByWord();
    case ActaLexer::K_PERIOD:
      return IsName(TypeAt(1)) && (TypeAt(2) == ActaLexer::K_IS || TypeAt(2) == ActaLexer::TEXT);
    default:
      return true;
  }
}

// Is the word in front, with which declarations begin, meant for a name? The mistake is then told
// where it stands: a field `grounds : boolean`, an answer `table "..."`, a value `when grounds`.
bool Cutter::IsMeantForName() const {
  const std::size_t type = TypeAt(0);
  const std::size_t next = TypeAt(1);
  if (ahead_.front()->getLine() > last_line_) {
    const bool holds_fields = head_type_ == ActaLexer::K_FACTS || head_type_ == ActaLexer::K_ENTITY;
    const bool holds_texts =
        head_type_ == ActaLexer::K_ANSWERS || head_type_ == ActaLexer::K_READING;
    return (holds_fields && (next == ActaLexer::COLON || next == ActaLexer::COMMA)) ||
           (holds_texts && next == ActaLexer::TEXT && type != ActaLexer::K_SCENARIO);
  }
  if (next == antlr4::Token::EOF || (BeginsDeclaration(next) && !IsSoft(next))) {
    // Only these may hold nothing.
    return type != ActaLexer::K_FACTS && type != ActaLexer::K_ANSWERS;
  }
  return IsSign(next) || (IsWord(next) && !IsName(next));
}

// `party off "..."`, alone on its line: a party that is called by a word of the language. Elsewhere
// `party` before such a word is a name itself, `on party due ...`.
bool Cutter::CallsPartyByWord() const {
  const std::size_t line = ahead_.front()->getLine();
  const bool is_word = IsSoft(TypeAt(1)) || BeginsDeclaration(TypeAt(1));
  const bool ends = TypeAt(2) == antlr4::Token::EOF || TypeAt(2) == ActaLexer::TEXT ||
                    ahead_[2]->getLine() > line;
  return is_word && ahead_[1]->getLine() == line && line > last_line_ && ends;
}

// What only the neighbours of a token tell: a word after a dot is a name, a bar at the end of a
// line ends a row.
void Cutter::Settle(antlr4::CommonToken& token) {
  const std::size_t type = token.getType();
  const bool follows = last_end_ == token.getStartIndex();
  if (last_type_ == ActaLexer::DOT && follows && IsWord(type)) {
    token.setType(ActaLexer::IDENT);
  }
  if (type == ActaLexer::DOT) {
    const bool is_followed =
        TypeAt(1) == antlr4::Token::EOF || ahead_[1]->getStartIndex() == token.getStopIndex() + 1;
    if (!follows || !is_followed) {
      Fault<diag::SpaceInName>(SpanOf(token, block_.source));
    }
  }
  if (type == ActaLexer::BAR &&
      (TypeAt(1) == antlr4::Token::EOF || ahead_[1]->getLine() > token.getLine())) {
    token.setType(ActaLexer::ROW_END);
  }
}

const antlr4::Token* FirstTooDeep(std::span<const TokenPtr> tokens) {
  const auto type_at = [&](std::size_t i) {
    return i < tokens.size() ? tokens[i]->getType() : antlr4::Token::EOF;
  };
  // For each open bracket, how many words before it and within take all the rest as their operand.
  std::vector<std::size_t> open{0};
  std::size_t open_words = 0;
  // How many words and signs in a row take what follows them.
  std::size_t chain = 0;
  const auto open_word = [&](bool takes_the_rest) {
    chain = 0;
    if (takes_the_rest) {
      ++open.back();
      ++open_words;
    }
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    switch (type_at(i)) {
      case ActaLexer::L_PAREN:
      case ActaLexer::L_BRACE:
        open.push_back(0);
        chain = 0;
        break;
      case ActaLexer::R_PAREN:
      case ActaLexer::R_BRACE:
        if (open.size() > 1) {
          open_words -= open.back();
          open.pop_back();
        }
        chain = 0;
        break;
      case ActaLexer::COMMA:
      case ActaLexer::SEMICOLON:
      case ActaLexer::COLON:
      case ActaLexer::BAR:
      case ActaLexer::ROW_END:
      case ActaLexer::K_WHEN:
      case ActaLexer::K_UNLESS:
      case ActaLexer::K_GIVEN:
      case ActaLexer::K_EXPECT:
      case ActaLexer::K_CLAUSE:
        open_words -= std::exchange(open.back(), 0);
        chain = 0;
        break;
      case ActaLexer::K_SOME:
      case ActaLexer::K_EVERY:
      case ActaLexer::K_NO:
        open_word(type_at(i + 2) == ActaLexer::K_IN);
        break;
      case ActaLexer::K_AGE:
      case ActaLexer::K_COUNT:
      case ActaLexer::K_SUM:
      case ActaLexer::K_EARLIEST:
      case ActaLexer::K_LATEST:
        open_word(type_at(i + 1) == ActaLexer::K_OF);
        break;
      case ActaLexer::K_AT:
        open_word(type_at(i + 1) == ActaLexer::K_LEAST || type_at(i + 1) == ActaLexer::K_MOST);
        break;
      case ActaLexer::K_WORKING:
        open_word(type_at(i + 2) == ActaLexer::K_FROM && !(i > 0 && IsNumber(type_at(i - 1))));
        break;
      case ActaLexer::K_IF:
      case ActaLexer::K_MATCH:
      case ActaLexer::K_EXACTLY:
      case ActaLexer::K_BETWEEN:
        open_word(true);
        break;
      case ActaLexer::K_NOT:
      case ActaLexer::CITATION:
      case ActaLexer::MINUS:
        ++chain;
        break;
      default:
        chain = 0;
        break;
    }
    if (open.size() - 1 + open_words + chain > kMostNesting) {
      return tokens[i].get();
    }
  }
  return nullptr;
}

}  // namespace acta::syntax
