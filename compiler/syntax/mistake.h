// What to tell the author about a declaration that cannot be read. Private to compiler/syntax.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/attempt.h"
#include "compiler/syntax/tokens.h"

namespace acta::syntax {

// The word of a declaration that the author probably meant: K_RULE for `rul`.
[[nodiscard]] std::optional<std::size_t> MeantDeclaration(const antlr4::Token& token,
                                                          std::string_view text);

// The token as it is written.
[[nodiscard]] std::string_view TextOf(const antlr4::Token& token, std::string_view text);

// "`when`", "the name `form`", "the number `12`".
[[nodiscard]] std::string Describe(const antlr4::Token& token, std::string_view text);

// A place where reading a declaration stopped.
struct Mistake {
  // All of the declaration, which begins with its keyword.
  std::span<const TokenPtr> tokens;
  // Which of them cannot be read; their number if more should follow.
  std::size_t at = 0;
  // The first word of the next declaration in the block, if there is one.
  const antlr4::Token* next = nullptr;
};

// Reports the mistake. Says whether the next declaration is part of it, because its keyword was
// meant as a name.
[[nodiscard]] bool ReportMistake(const Mistake& mistake, std::string_view text, SourceId source,
                                 Attempts& attempts, Reporter& reporter);

}  // namespace acta::syntax
