// The structs of a case and of the answers as C lays them out.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "compiler/header/header.h"
#include "compiler/header/spelling.h"
#include "compiler/ir/program.h"

namespace acta::header {

struct Member {
  std::string type;  // "const int64_t*"
  std::string name;
  std::string comment;  // empty: none
  std::uint32_t offset = 0;
  std::uint32_t size = 0, align = 0;
};

struct Struct {
  std::string name;
  std::string comment;
  std::vector<Member> members;
  std::uint32_t size = 0, align = 1;

  // Places the member behind the others.
  void Add(Member member);
  // Fills the end up to the alignment. Once, after the last member.
  void Close();
};

// A fact or field and the members that hold it. Where the type always has one, `state` is empty: an
// entity that always exists, whose fields say for themselves what is given.
struct Field {
  const ir::FactField* field = nullptr;
  std::string value, state, count;
};
struct Reading {
  const ir::Reading* reading = nullptr;
  std::string value, state;
};
struct Answer {
  const ir::Answer* answer = nullptr;
  std::string value, state;  // no `value`: an entity, of which is said only whether there is one
};

// Everything that the parts of the header have to agree on.
struct Shape {
  const ir::Program& program;
  std::string prefix;
  std::uint64_t source_hash = 0;

  std::map<ir::EnumId, std::string> enum_names;  // those that the case or the answers name
  std::map<ir::EnumId, std::vector<std::string>> member_names;
  std::vector<ir::EntityId> entities;  // each after those that lie in it
  std::map<ir::EntityId, Struct> structs;
  std::map<ir::EntityId, std::vector<Field>> fields;
  Struct case_struct, readings_struct, answers_struct;
  std::vector<Field> facts;
  std::string readings_member;  // empty: the act has none
  std::vector<Reading> readings;
  std::vector<Answer> answers;

  // Slots of the largest case, unless that is more than a host would want to keep: then what is
  // enough for most.
  std::uint64_t slots = 0;
  // Texts that one case can hold beside the constants; 0: none of its facts is a text.
  std::uint64_t texts = 0;

  [[nodiscard]] const ir::Type& TypeOf(const ir::FactField& field) const {
    return program.types[field.type];
  }
};

[[nodiscard]] Shape ShapeOf(const HeaderSource& source);
// Counts `slots` and `texts`: part of ShapeOf.
void CountRoom(Shape& shape);

// A range of payloads, both ends included.
struct Range {
  std::int64_t low = 0, high = 0;
};
// What the type allows, and what the field does. Not for entities, lists, texts; of a period: of
// its ends.
[[nodiscard]] Range RangeOf(const ir::Program& program, const ir::Type& type);
[[nodiscard]] Range RangeOf(const ir::Program& program, const ir::FactField& field);

[[nodiscard]] bool IsPeriod(const ir::Type& type);

}  // namespace acta::header
