#include "compiler/syntax/attempt.h"

#include <algorithm>
#include <exception>
#include <string>

#include "compiler/syntax/limits.h"

namespace acta::syntax {

// A declaration's tokens as the parser wants them: no text, only types.
class Attempts::Stream : public antlr4::TokenStream {
 public:
  Stream() : end_(antlr4::Token::EOF, "") {}

  void Load(std::span<const TokenPtr> tokens) {
    tokens_.clear();
    for (const TokenPtr& token : tokens) {
      Append(*token);
    }
  }
  void Append(antlr4::CommonToken& token) {
    token.setTokenIndex(tokens_.size());
    tokens_.push_back(&token);
    end_.setTokenIndex(tokens_.size());
  }
  void Truncate(std::size_t count) {
    tokens_.resize(count);
    end_.setTokenIndex(count);
  }
  [[nodiscard]] std::size_t count() const { return tokens_.size(); }

  void consume() override { at_ = std::min(at_ + 1, tokens_.size()); }
  std::size_t LA(ssize_t i) override { return LT(i)->getType(); }
  antlr4::Token* LT(ssize_t k) override {
    const std::size_t at = at_ + static_cast<std::size_t>(k > 0 ? k - 1 : k);
    return get(at);
  }
  antlr4::Token* get(std::size_t index) const override {
    return index < tokens_.size() ? tokens_[index] : &end_;
  }
  ssize_t mark() override { return -1; }
  void release(ssize_t /*marker*/) override {}
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = std::min(index, tokens_.size()); }
  std::size_t size() override { return tokens_.size() + 1; }

  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& /*interval*/) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext* /*context*/) override { return {}; }
  std::string getText(antlr4::Token* /*start*/, antlr4::Token* /*stop*/) override { return {}; }

 private:
  std::vector<antlr4::Token*> tokens_;
  mutable antlr4::CommonToken end_;
  std::size_t at_ = 0;
};

// Leaves the parser at the first token that cannot be read and remembers it.
class Attempts::StopAtFirstError : public antlr4::DefaultErrorStrategy {
 public:
  struct Stop {};

  [[nodiscard]] std::size_t error_at() const { return error_at_; }

  void reportError(antlr4::Parser* /*parser*/,
                   const antlr4::RecognitionException& /*error*/) override {}
  void recover(antlr4::Parser* /*parser*/, std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const antlr4::RecognitionException& found) {
      error_at_ = found.getOffendingToken()->getTokenIndex();
    }
    throw Stop();
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    error_at_ = parser->getCurrentToken()->getTokenIndex();
    throw Stop();
  }
  void sync(antlr4::Parser* /*parser*/) override {}

 private:
  std::size_t error_at_ = 0;
};

Attempts::Attempts()
    : stream_(std::make_unique<Stream>()), parser_(std::make_unique<ActaParser>(stream_.get())) {
  parser_->removeErrorListeners();
  parser_->setErrorHandler(std::make_shared<StopAtFirstError>());
}

Attempts::~Attempts() = default;

Attempts::Outcome Attempts::ReadWith(antlr4::atn::PredictionMode mode) {
  parser_->getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  parser_->reset();
  try {
    return {.tree = parser_->declaration()};
  } catch (const StopAtFirstError::Stop&) {
    return {.error_at =
                static_cast<const StopAtFirstError&>(*parser_->getErrorHandler()).error_at()};
  }
}

Attempts::Outcome Attempts::Read(std::span<const TokenPtr> tokens) {
  stream_->Load(tokens);
  const Outcome fast = ReadWith(antlr4::atn::PredictionMode::SLL);
  return fast.tree != nullptr ? fast : ReadWith(antlr4::atn::PredictionMode::LL);
}

std::vector<std::size_t> Attempts::CouldFollow(std::span<const TokenPtr> tokens,
                                               std::size_t count) {
  const std::size_t kinds = parser_->getVocabulary().getMaxTokenType();
  if (count > kMostGuessedWords || questions_ + count * kinds > kGuessBudget) {
    return {};
  }
  questions_ += count * kinds;

  stream_->Load(tokens.first(count));
  const auto could_be = [&](std::size_t type) {
    antlr4::CommonToken guess(type, "");
    stream_->Truncate(count);
    stream_->Append(guess);
    const Outcome outcome = ReadWith(antlr4::atn::PredictionMode::LL);
    stream_->Truncate(count);
    return outcome.tree != nullptr || outcome.error_at > count;
  };
  std::vector<std::size_t> found;
  if (ReadWith(antlr4::atn::PredictionMode::LL).tree != nullptr) {
    found.push_back(antlr4::Token::EOF);
  }
  // `zone` is a keyword only after `time`: elsewhere it stands for all the words that may be names.
  const bool any_name = could_be(ActaLexer::K_ZONE);
  for (std::size_t type = 1; type <= kinds; ++type) {
    if ((any_name && IsSoft(type)) || could_be(type)) {
      found.push_back(type);
    }
  }
  return found;
}

}  // namespace acta::syntax
