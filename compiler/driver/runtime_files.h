// Where the runtime lies that compiled acts are linked with.
#pragma once

#include <string>

#include "compiler/base/result.h"
#include "compiler/codegen/target.h"

namespace acta {

// The runtime and the JSON library for the target, as one object: in ../lib of this executable, or
// for another kind of machine in the folder there that is called like it. Fails when it is missing.
[[nodiscard]] Result<std::string> RuntimeObject(const Target& target);

}  // namespace acta
