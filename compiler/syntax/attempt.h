// One attempt after the other to read a declaration with the generated parser. Private to
// compiler/syntax.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <antlr4-runtime.h>

#include "ActaParser.h"
#include "compiler/syntax/tokens.h"

namespace acta::syntax {

using grammar::ActaParser;

// The generated parser, and the tokens it reads from.
class Attempts {
 public:
  Attempts();
  ~Attempts();

  struct Outcome {
    // Null if the declaration cannot be read. Good until the next attempt.
    ActaParser::DeclarationContext* tree = nullptr;
    // Which token could not be read; the number of tokens if it is their end.
    std::size_t error_at = 0;
  };

  // Reads the tokens as one declaration, first with the fast prediction, and only if that fails
  // with the full one.
  [[nodiscard]] Outcome Read(std::span<const TokenPtr> tokens);

  // The types of token, end of input included, with which the first `count` tokens could go on.
  // Empty when so many questions were asked that no more are answered (limits.h).
  [[nodiscard]] std::vector<std::size_t> CouldFollow(std::span<const TokenPtr> tokens,
                                                     std::size_t count);

 private:
  class Stream;
  class StopAtFirstError;

  [[nodiscard]] Outcome ReadWith(antlr4::atn::PredictionMode mode);

  std::unique_ptr<Stream> stream_;
  std::unique_ptr<ActaParser> parser_;
  std::size_t questions_ = 0;
};

}  // namespace acta::syntax
