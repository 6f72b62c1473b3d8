// A document while amendments are carried out in it, one after the other.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/amend/edits.h"
#include "compiler/amend/text.h"
#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

// All of a source.
[[nodiscard]] Text WholeOf(const SourceMap& sources, SourceId source);

// A document under amendment. Copies share what they have in common.
class Draft {
 public:
  // Both outlive it.
  Draft(const ast::Document& document, const SourceMap& sources)
      : Draft(document, sources[document.source].path(), WholeOf(sources, document.source)) {}
  Draft(const ast::Document& document, std::string path, Text text)
      : path_(std::move(path)),
        first_(&document),
        now_(std::make_shared<Reading>(
            Reading{.text = std::move(text), .made = {}, .tree = &document})),
        before_(now_) {}

  [[nodiscard]] const Text& text() const { return now_->text; }

  // False where what was put in cannot be read: what it declares is then not known to those behind.
  [[nodiscard]] bool reads_well() const { return now_->reads_well; }

  // What is put in from now on is of another day than what is there.
  void BeginDay() {
    before_ = now_;
    changes_.clear();
  }

  // Does it change words that another of the same day changes too? That is reported. What only
  // those before it have put there is no matter: an amendment may build on them.
  bool Clashes(const Written& written, Reporter& reporter);

  // Carries it out. False where that cannot be, which is reported.
  // `then`: the law of its day, where this is that of all days.
  bool Put(const Written& written, Effect effect, Reporter& reporter, const Draft* then = nullptr);

 private:
  struct Reading {
    Text text;
    ast::Document made;
    const ast::Document* tree = nullptr;  // `made`, or what stood there before all amendments
    bool reads_well = true;
  };
  std::string path_;
  const ast::Document* first_;  // what stood there before all amendments
  std::shared_ptr<const Reading> now_, before_;
  // What those of the day change of what was there before.
  std::vector<std::pair<std::string, Change>> changes_;
};

}  // namespace acta::amend
