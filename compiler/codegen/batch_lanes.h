// Values of the 64 rows of a tile side by side, what is known of them, and the expressions that
// they are of.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <llvm/IR/Value.h>

#include "compiler/codegen/batch_layout.h"
#include "compiler/ir/program.h"

namespace acta::codegen {

// Where the fields of an entity begin, or where a list stands, in each row of a domain.
struct RowPlace {
  std::uint32_t domain = 0, slot = 0;
  friend bool operator==(const RowPlace&, const RowPlace&) = default;
};

// A value of each row. Bit i of a word is row i.
struct Lanes {
  // Truth values: a word, no where undetermined or absent. Others: <64 x iN>, N as narrow as the
  // range allows; anything where undetermined or absent. Null for entities and lists.
  llvm::Value* value = nullptr;
  // Words; constants when that is known beforehand.
  llvm::Value* known = nullptr;
  llvm::Value* absent = nullptr;
  // What known values can be.
  std::int64_t low = 0, high = 0;
  // Entities and lists. None: it differs from row to row, and nobody can follow.
  std::optional<RowPlace> place;
};

struct Env;

// An expression where it stands: it is evaluated anew wherever it is looked at, in whatever domain.
struct Closure {
  ir::NodeId node;
  const Env* env = nullptr;
  auto operator<=>(const Closure& other) const {
    return std::pair(node.value, env) <=> std::pair(other.node.value, other.env);
  }
  bool operator==(const Closure&) const = default;
};

// What an expression may name: the parameters of its rule, the elements of the folds around it, by
// the domain whose rows they are.
struct Env {
  std::vector<Closure> params;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> elements;  // (variable, domain)

  [[nodiscard]] std::optional<std::uint32_t> DomainOf(std::uint32_t variable) const;
};

// All environments of an act, each made once: equal ones are the same.
class Envs {
 public:
  [[nodiscard]] const Env* None() const { return &none_; }
  // Inside the rule that `call` calls.
  [[nodiscard]] const Env* Inside(const ir::Program& program, Closure call);
  // Inside the fold `fold`, for whose elements `domain` has rows.
  [[nodiscard]] const Env* Inside(Closure fold, std::uint32_t variable, std::uint32_t domain);

 private:
  const Env none_;
  std::deque<Env> made_;
  std::map<Closure, const Env*> of_;
};

}  // namespace acta::codegen
