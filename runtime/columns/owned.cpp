#include "runtime/columns/owned.h"

#include <cstring>

#include "runtime/columns/arena.h"

namespace acta::runtime::columns {
namespace {

// Stands at the start of the memory behind an array or a schema.
struct Owner {
  acta_allocator memory;
  std::size_t size;
};

// Hands out parts of one piece of memory; first with none, to find out how large it must be.
class Layout {
 public:
  explicit Layout(std::uint8_t* start) : start_(start) {}
  template <class T>
  T* Take(std::size_t count, std::size_t alignment = alignof(T)) {
    used_ = (used_ + alignment - 1) / alignment * alignment;
    T* const place = start_ == nullptr ? nullptr : reinterpret_cast<T*>(start_ + used_);
    used_ += count * sizeof(T);
    return place;
  }
  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  std::uint8_t* start_;
  std::size_t used_ = 0;
};

// Memory whose content begins at a multiple of 64; `private_data` remembers where it really begins.
std::uint8_t* Allocate(const acta_allocator& memory, std::size_t size, void** private_data) {
  void* const piece = memory.allocate(memory.context, size + 2 * kAlignment);
  if (piece == nullptr) {
    return nullptr;
  }
  *static_cast<Owner*>(piece) = {memory, size + 2 * kAlignment};
  *private_data = piece;
  const auto behind = reinterpret_cast<std::uintptr_t>(piece) + sizeof(Owner);
  return reinterpret_cast<std::uint8_t*>(RoundUp(behind));
}
static_assert(sizeof(Owner) <= kAlignment);

void Deallocate(void* private_data) {
  const Owner owner = *static_cast<Owner*>(private_data);
  owner.memory.release(owner.memory.context, private_data, owner.size);
}

template <class Struct>
void ReleaseOwned(Struct* owned) {
  for (std::int64_t i = 0; i < owned->n_children; ++i) {
    Release(owned->children[i]);
  }
  Release(owned->dictionary);
  owned->release = nullptr;
  Deallocate(owned->private_data);
}

void ReleaseArray(ArrowArray* array) {
  ReleaseOwned(array);
}
void ReleaseSchema(ArrowSchema* schema) {
  ReleaseOwned(schema);
}

// Children and dictionary, released.
template <class Struct>
void TakeChildren(Layout& layout, std::uint32_t count, bool has_dictionary, Struct* out) {
  out->children = layout.Take<Struct*>(count);
  auto* const children = layout.Take<Struct>(count);
  auto* const dictionary = layout.Take<Struct>(has_dictionary ? 1 : 0);
  out->n_children = count;
  out->dictionary = has_dictionary ? dictionary : nullptr;
  if (children == nullptr) {
    return;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    children[i] = {};
    out->children[i] = children + i;
  }
  if (has_dictionary) {
    *dictionary = {};
  }
}

void LayOut(Layout& layout, const ArrayParts& parts, ArrowArray* out) {
  TakeChildren(layout, parts.child_count, parts.has_dictionary, out);
  out->buffers = layout.Take<const void*>(parts.buffer_count);
  for (std::uint32_t i = 0; i < parts.buffer_count; ++i) {
    void* const buffer = layout.Take<std::uint8_t>(RoundUp(parts.buffer_sizes[i]), kAlignment);
    if (buffer != nullptr) {
      out->buffers[i] = parts.buffer_sizes[i] == 0 ? nullptr : buffer;
    }
  }
}

void LayOut(Layout& layout, const SchemaParts& parts, ArrowSchema* out) {
  TakeChildren(layout, parts.child_count, parts.has_dictionary, out);
  const auto text = [&](std::string_view from) -> const char* {
    char* const to = layout.Take<char>(from.size() + 1);
    if (to != nullptr) {
      if (!from.empty()) {
        std::memcpy(to, from.data(), from.size());
      }
      to[from.size()] = '\0';
    }
    return to;
  };
  out->format = text(parts.format);
  out->name = text(parts.name);
  const char* const metadata = text(parts.metadata);
  out->metadata = parts.metadata.empty() ? nullptr : metadata;
}

template <class Parts, class Struct>
bool Make(const acta_allocator& memory, const Parts& parts, Struct* out) {
  Layout measure(nullptr);
  LayOut(measure, parts, out);
  *out = {};
  std::uint8_t* const start = Allocate(memory, measure.used(), &out->private_data);
  if (start == nullptr) {
    return false;
  }
  Layout layout(start);
  LayOut(layout, parts, out);
  return true;
}

}  // namespace

bool MakeArray(const acta_allocator& memory, const ArrayParts& parts, ArrowArray* out) {
  if (!Make(memory, parts, out)) {
    return false;
  }
  out->length = parts.length;
  out->null_count = parts.null_count;
  out->n_buffers = parts.buffer_count;
  out->release = ReleaseArray;
  return true;
}

bool MakeSchema(const acta_allocator& memory, const SchemaParts& parts, ArrowSchema* out) {
  if (!Make(memory, parts, out)) {
    return false;
  }
  out->flags = parts.flags;
  out->release = ReleaseSchema;
  return true;
}

}  // namespace acta::runtime::columns
