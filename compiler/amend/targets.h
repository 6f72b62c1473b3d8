// What an instruction speaks of, or why it cannot be found.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "compiler/amend/places.h"
#include "compiler/amend/versions.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

// All that it is made of outlives it.
class Targets {
 public:
  // `name`: what is amended, a law or an amendment. `first`: it before all amendments.
  Targets(const ast::Document& law, const ast::Document& first, std::string name,
          const Versions& versions, Reporter& reporter)
      : law_(law),
        first_(first),
        name_(std::move(name)),
        versions_(versions),
        reporter_(reporter) {}

  // Of several versions the one of the day of the amendment. Reports A5002 or A5004.
  [[nodiscard]] std::optional<Place> Find(const ast::Name& name) const;
  // Reports A5002.
  [[nodiscard]] std::optional<ast::ProvisionId> Find(const ast::Citation& citation) const;

 private:
  const ast::Document& law_;
  const ast::Document& first_;
  std::string name_;
  const Versions& versions_;
  Reporter& reporter_;
};

}  // namespace acta::amend
