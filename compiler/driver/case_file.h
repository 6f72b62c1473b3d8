// The cases of a case file, each still as its own JSON text: one object, an array of objects, or JSON Lines.
// Only the outer shape is read here; what a case says is the runtime's to read and to complain about.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace acta {

// The text of one case and the line of the file (from 1) on which it begins.
struct CaseText {
  std::string_view text;
  std::uint32_t line = 1;
};

struct CaseFile {
  enum class Form { kSingle, kArray, kLines };

  std::string path;  // "-" for standard input
  std::unique_ptr<const std::string> text;  // on the heap, so that the views survive a move
  Form form = Form::kSingle;
  std::vector<CaseText> cases;
};

// Finds the cases in `text`. A name that ends in .jsonl or .ndjson is JSON Lines; otherwise a text that begins with `[` is an
// array, one whose first line is a whole object followed by more is JSON Lines, anything else is one case. Fails when an
// array never ends, or when there is no case at all.
[[nodiscard]] Result<std::vector<CaseText>> SplitCases(std::string_view path, std::string_view text, CaseFile::Form* form);

// The JSON values that stand one behind the other, as tables may hold them, on however many lines each; an array at the top is
// taken apart. Fails as SplitCases.
[[nodiscard]] Result<std::vector<CaseText>> SplitValues(std::string_view path, std::string_view text);

// Reads the file, or standard input for "-".
[[nodiscard]] Result<CaseFile> ReadCaseFile(const std::string& path);

}  // namespace acta
