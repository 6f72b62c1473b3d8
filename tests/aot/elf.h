// What stands in an ELF file, as far as tests ask.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace acta::aot {

struct ElfSymbol {
  std::string name;
  bool defined = false;
  bool local = false;
};

struct ElfSection {
  std::string name;
  std::uint64_t size = 0;
  bool writable = false;
  bool executable = false;
};

struct Elf {
  std::uint16_t machine = 0;  // EM_X86_64, EM_AARCH64
  std::vector<ElfSection> sections;
  std::vector<ElfSymbol> symbols;          // of link editors
  std::vector<ElfSymbol> dynamic_symbols;  // of loaders
};

// The file must be a little-endian one of 64 bits, as every object of ours is.
[[nodiscard]] Elf ReadElf(const std::string& file);

}  // namespace acta::aot
