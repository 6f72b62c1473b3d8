// The schema of the call before, as a copy: the host's own may be gone by the next call.
#pragma once

#include "runtime/columns/owned.h"

namespace acta::runtime::columns {

class KeptSchema {
 public:
  explicit KeptSchema(const acta_allocator& memory) : memory_(memory) {}
  KeptSchema(const KeptSchema&) = delete;
  KeptSchema& operator=(const KeptSchema&) = delete;
  ~KeptSchema() { Release(&schema_); }

  // None as long as none was kept.
  [[nodiscard]] const ArrowSchema* get() const {
    return schema_.release == nullptr ? nullptr : &schema_;
  }
  // Remembers what says how columns are read: formats, names, children, dictionaries. `schema` is
  // one that Sources took. False for want of memory: then the one before stays. Takes no memory for
  // a schema like that one.
  [[nodiscard]] bool Keep(const ArrowSchema& schema);

 private:
  const acta_allocator& memory_;
  ArrowSchema schema_{};
};

}  // namespace acta::runtime::columns
