#include "tests/aot/elf.h"

#include <cstring>
#include <elf.h>

#include "compiler/base/check.h"

namespace acta::aot {
namespace {

template <class T>
T At(const std::string& file, std::uint64_t offset) {
  ACTA_CHECK(offset + sizeof(T) <= file.size(), "an ELF file contains what it points to");
  T value;
  std::memcpy(&value, file.data() + offset, sizeof value);
  return value;
}

std::vector<ElfSymbol> SymbolsOf(const std::string& file, const Elf64_Shdr& table,
                                 const Elf64_Shdr& names) {
  std::vector<ElfSymbol> symbols;
  // The first one is nobody's.
  for (std::uint64_t at = sizeof(Elf64_Sym); at < table.sh_size; at += sizeof(Elf64_Sym)) {
    const auto symbol = At<Elf64_Sym>(file, table.sh_offset + at);
    symbols.push_back({.name = file.c_str() + names.sh_offset + symbol.st_name,
                       .defined = symbol.st_shndx != SHN_UNDEF,
                       .local = ELF64_ST_BIND(symbol.st_info) == STB_LOCAL});
  }
  return symbols;
}

}  // namespace

Elf ReadElf(const std::string& file) {
  const auto header = At<Elf64_Ehdr>(file, 0);
  ACTA_CHECK(std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 &&
                 header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_ident[EI_DATA] == ELFDATA2LSB,
             "our objects are ELF files, little-endian, of 64 bits");
  Elf elf{.machine = header.e_machine};
  const auto section = [&](std::uint64_t index) {
    return At<Elf64_Shdr>(file, header.e_shoff + index * sizeof(Elf64_Shdr));
  };
  const Elf64_Shdr names = section(header.e_shstrndx);
  for (std::uint64_t i = 1; i < header.e_shnum; ++i) {
    const Elf64_Shdr found = section(i);
    elf.sections.push_back({.name = file.c_str() + names.sh_offset + found.sh_name,
                            .size = found.sh_size,
                            .writable = (found.sh_flags & SHF_WRITE) != 0,
                            .executable = (found.sh_flags & SHF_EXECINSTR) != 0});
    if (found.sh_type == SHT_SYMTAB) {
      elf.symbols = SymbolsOf(file, found, section(found.sh_link));
    } else if (found.sh_type == SHT_DYNSYM) {
      elf.dynamic_symbols = SymbolsOf(file, found, section(found.sh_link));
    }
  }
  return elf;
}

}  // namespace acta::aot
