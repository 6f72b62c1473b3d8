// How much of a file we are willing to read. A hostile file costs one error, never minutes and
// never the stack.
#pragma once

#include <cstddef>

namespace acta::syntax {

// A file beyond this is not read at all (A1002).
inline constexpr std::size_t kMostFileBytes = std::size_t{16} << 20;

// No line of a law is longer (A1005).
inline constexpr std::size_t kMostLineBytes = std::size_t{1} << 20;

// Brackets in brackets, conditions in conditions (A1003). Checked before the parser recurses.
inline constexpr std::size_t kMostNesting = 200;

// Names, numbers, signs and keywords of one declaration (A1006). Its parse tree is held at once.
inline constexpr std::size_t kMostDeclarationWords = 250'000;

// Declarations of one document (A1036).
inline constexpr std::size_t kMostDeclarations = 300'000;

// After so many syntax errors the rest of the document is not read (A1007).
inline constexpr std::size_t kMostSyntaxErrors = 100;

// To say what could have stood at an error, its declaration is read again once per kind of word, up
// to the error: only within this many words, and so many words for all errors of a document
// together.
inline constexpr std::size_t kMostGuessedWords = 500;
#ifdef ACTA_FUZZING
inline constexpr std::size_t kGuessBudget = 3'000;
#else
inline constexpr std::size_t kGuessBudget = 300'000;
#endif

}  // namespace acta::syntax
