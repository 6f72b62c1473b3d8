// Populations on the command line: found, checked, and a few cases of one drawn to be looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/driver/cases.h"
#include "compiler/ir/population.h"

namespace acta {

// The population that `named` names: of the act, or `FILE` (where it declares one) or `FILE#NAME`.
// It speaks of the facts of the session's law, as amended if it is. What is wrong with it is reported
// to the session, which has no errors.
[[nodiscard]] std::optional<ir::Population> LoadPopulation(const std::string& named,
                                                           Session& session);

// The same for one that is known: it stands in `written`, and the files that it draws from are
// read.
[[nodiscard]] std::optional<ir::Population> ReadPopulation(std::span<const ast::Document> law,
                                                           const ast::Document& written,
                                                           const ast::Population& population,
                                                           Session& session);

// The tables that it draws from.
[[nodiscard]] std::vector<AskedFile> TablesOf(const ir::Population& population,
                                              const SourceMap& sources);

// Why there is none: it was misnamed, which is wrong usage, or something is wrong with it.
[[nodiscard]] Exit ExitWithoutPopulation(const Session& session);

struct DrawOptions {
  std::string act;
  CommonOptions common;
  std::string population;
  std::uint64_t seed = 1;
  std::uint64_t size = 10;
};

// Prints cases as JSON Lines, as `acta run --case` reads them.
[[nodiscard]] Exit Draw(const DrawOptions& options);

}  // namespace acta
