// How much room the largest case takes.
#include <algorithm>
#include <map>

#include "compiler/header/shape.h"
#include "compiler/ir/builder.h"

namespace acta::header {
namespace {

using ir::Kind;

// A megabyte of slots.
constexpr std::uint64_t kMost = 131'072;

struct Room {
  std::uint64_t slots = 0;  // behind those of the case
  std::uint64_t texts = 0;

  void Add(const Room& other, std::uint64_t times) {
    slots = std::min(kMost, slots + other.slots * times);
    texts = std::min(kMost, texts + other.texts * times);
  }
};

class RoomCounter {
 public:
  explicit RoomCounter(const ir::Program& program) : program_(program) {}

  // Every list as long as it may be. Entities are laid out after those that they name: there is no
  // circle to be caught in.
  [[nodiscard]] Room Of(const std::vector<ir::FactField>& fields) {
    Room room;
    for (const ir::FactField& field : fields) {
      room.Add(Of(field.type), 1);
    }
    return room;
  }

 private:
  [[nodiscard]] Room Of(ir::TypeId id) {
    const ir::Type& type = program_.types[id];
    Room room;
    if (type.kind == Kind::kText) {
      room.texts = 1;
    } else if (type.kind == Kind::kEntity) {
      const auto [known, is_new] = of_entity_.try_emplace(type.entity);
      if (is_new) {
        known->second = Of(program_.entities[type.entity].fields);
      }
      room = known->second;
    } else if (type.kind == Kind::kList) {
      Room element = Of(type.element);
      element.slots += ir::WidthOf(program_, type.element);
      room.Add(element, type.at_most);
    }
    return room;
  }

  const ir::Program& program_;
  std::map<ir::EntityId, Room> of_entity_;
};

}  // namespace

void CountRoom(Shape& shape) {
  const Room room = RoomCounter(shape.program).Of(shape.program.facts);
  // A case without its lists always fits.
  shape.slots = shape.program.slot_count + room.slots;
  shape.texts = room.texts;
}

}  // namespace acta::header
