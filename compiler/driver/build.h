// acta build: an act as files for other programs.
#pragma once

#include <string>
#include <vector>

#include "compiler/driver/cases.h"

namespace acta {

struct BuildOptions {
  CommonOptions common;
  std::string act;
  std::string folder;
  std::string name;               // empty: from the file's
  std::vector<std::string> emit;  // names of products
  std::string triple;             // empty: the machine we run on
  std::string cpu;                // empty: any of the architecture
  std::string depfile;            // empty: none
};

// What `--emit` may name.
[[nodiscard]] std::vector<std::string> ProductNames();

// Writes into the folder, which is made if need be, and prints the paths of what was written. A
// file is written as a whole or not at all.
[[nodiscard]] Exit Build(const BuildOptions& options);

}  // namespace acta
