// The header of a compiled act for hosts in C and C++: its case and its answers as structs, and the
// functions that lay such a case out for the evaluator and take the answers from it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/ir/program.h"

namespace acta {

struct HeaderSource {
  const ir::Program& program;
  // As in the descriptor: by it the functions know the object that the header was made with.
  std::uint64_t source_hash = 0;
  // What the act is called where it is linked; every name of the header begins with it.
  std::string_view name;
};

// C99 to C23, C++11 to C++23, for machines with pointers of 64 bits. Needs acta/evaluator.h and
// acta/batch.h; one function more where acta/acta.h was included before. The same bytes for the
// same source.
[[nodiscard]] std::string WriteHeader(const HeaderSource& source);

// For C++17 and later: includes the other, and wraps its structs in classes with setters.
[[nodiscard]] std::string WriteCppHeader(const HeaderSource& source);

}  // namespace acta
