#include "compiler/header/shape.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "compiler/ir/format.h"

namespace acta::header {
namespace {

using ir::Kind;

// What the header itself defines, behind the name of the act.
constexpr std::string_view kOwnNames[] = {"case",
                                          "answers",
                                          "readings",
                                          "workspace",
                                          "status",
                                          "period",
                                          "ok",
                                          "missing",
                                          "given",
                                          "absent",
                                          "known",
                                          "undetermined",
                                          "bad_version",
                                          "bad_state",
                                          "not_optional",
                                          "no_items",
                                          "no_room",
                                          "out_of_range",
                                          "list_too_long",
                                          "text_too_long",
                                          "bad_utf8",
                                          "is_utf8_",
                                          "evaluate",
                                          "evaluate_with",
                                          "fill",
                                          "member",
                                          "refuse_",
                                          "put_",
                                          "put_optional_",
                                          "put_period_",
                                          "put_text_",
                                          "number_text_",
                                          "sort_texts_",
                                          "no_text_",
                                          "room_",
                                          "lay_",
                                          "answer_",
                                          "value_",
                                          "text_",
                                          "constants_",
                                          "path_",
                                          "step_",
                                          "put_scalar_",
                                          "tell_",
                                          "period_payload_",
                                          "check_",
                                          "position_",
                                          "put_words_",
                                          "layout_",
                                          "slots",
                                          "rules",
                                          "texts",
                                          "case_slots",
                                          "source_hash",
                                          "abi_version",
                                          "hash_at_",
                                          "constant_count"};

// What a payload means, for the comment of its member.
std::string UnitOf(const ir::Program& program, const ir::Type& type) {
  switch (type.kind) {
    case Kind::kDecimal:
      return "in millionths";
    case Kind::kMoney:
      return fmt::format("in hundredths of {}", program.units[type.unit].name);
    case Kind::kDate:
      return "days since 1970-01-01";
    case Kind::kTime:
      return "seconds of the day";
    case Kind::kDateTime:
      return "civil seconds since 1970-01-01 00:00";
    case Kind::kPeriodOfDates:
      return "both days since 1970-01-01";
    case Kind::kPeriodOfTimes:
      return "both seconds of the day";
    case Kind::kSet:
      return "a bit for each member, the first the lowest";
    case Kind::kText:
      return "UTF-8, ended by a zero byte";
    case Kind::kBoolean:
    case Kind::kInteger:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
    case Kind::kEnum:
    case Kind::kEntity:
    case Kind::kList:
      return "";
  }
  return "";
}

class ShapeMaker {
 public:
  explicit ShapeMaker(const HeaderSource& source)
      : shape_{.program = source.program,
               .prefix = std::string(source.name),
               .source_hash = source.source_hash} {
    for (const std::string_view name : kOwnNames) {
      TakeGlobal(name);
    }
  }

  Shape Make() {
    MakeStruct(shape_.case_struct, "case", shape_.program.facts, shape_.facts, case_names_);
    MakeReadings();
    shape_.case_struct.Close();
    MakeAnswers();
    CountRoom(shape_);
    return std::move(shape_);
  }

 private:
  std::string TakeGlobal(std::string_view name) {
    return globals_.Take(fmt::format("{}_{}", shape_.prefix, name));
  }

  void NameEnum(ir::EnumId id) {
    if (shape_.enum_names.contains(id)) {
      return;
    }
    const ir::Enum& named = shape_.program.enums[id];
    const std::string name = TakeGlobal(named.name);
    std::vector<std::string>& members = shape_.member_names[id];
    for (const ir::EnumMember& member : named.members) {
      members.push_back(globals_.Take(fmt::format("{}_{}", name, member.name)));
    }
    shape_.enum_names[id] = name;
  }

  // The C type of one value, without its name.
  Member Value(const ir::Type& type, std::int64_t low, std::int64_t high) {
    const auto of = [](std::string_view name, std::uint32_t size, std::uint32_t align) {
      return Member{.type = std::string(name), .size = size, .align = align};
    };
    switch (type.kind) {
      case Kind::kBoolean:
        return of("bool", 1, 1);
      case Kind::kDate:
      case Kind::kTime:
        return of("int32_t", 4, 4);
      case Kind::kInteger:
      case Kind::kDays:
      case Kind::kWorkingDays:
      case Kind::kMonths:
      case Kind::kYears:
      case Kind::kHours:
      case Kind::kMinutes:
        return low >= std::numeric_limits<std::int32_t>::min() &&
                       high <= std::numeric_limits<std::int32_t>::max()
                   ? of("int32_t", 4, 4)
                   : of("int64_t", 8, 8);
      case Kind::kDecimal:
      case Kind::kMoney:
      case Kind::kDateTime:
        return of("int64_t", 8, 8);
      case Kind::kPeriodOfDates:
      case Kind::kPeriodOfTimes:
        return of(shape_.prefix + "_period", 8, 4);
      case Kind::kEnum:
        NameEnum(type.enumeration);
        return of(shape_.enum_names[type.enumeration], 4, 4);
      case Kind::kSet:
        NameEnum(type.enumeration);
        return of("uint64_t", 8, 8);
      case Kind::kText:
        return of("const char*", 8, 8);
      case Kind::kEntity: {
        MakeEntity(type.entity);
        const Struct& made = shape_.structs[type.entity];
        return of(made.name, made.size, made.align);
      }
      case Kind::kList: {
        const Member element = Element(shape_.program.types[type.element]);
        return of(element.type.starts_with("const ") ? element.type + " const*"
                                                     : fmt::format("const {}*", element.type),
                  8, 8);
      }
    }
    return {};
  }

  // Behind a pointer an entity need not be known yet.
  Member Element(const ir::Type& type) {
    if (type.kind == Kind::kEntity) {
      waiting_.push_back(type.entity);
      return {.type = EntityName(type.entity)};
    }
    const Range range = RangeOfElement(type);
    return Value(type, range.low, range.high);
  }
  Range RangeOfElement(const ir::Type& type) const {
    return type.kind == Kind::kText ? Range{} : RangeOf(shape_.program, type);
  }

  const std::string& EntityName(ir::EntityId id) {
    const auto [found, is_new] = entity_names_.try_emplace(id);
    if (is_new) {
      found->second =
          globals_.Take(fmt::format("{}_{}", shape_.prefix, shape_.program.entities[id].name),
                        {"_lay_", "_fill_"});
    }
    return found->second;
  }

  void MakeEntity(ir::EntityId id) {
    if (!begun_.insert(id).second) {
      return;
    }
    Struct made{.name = EntityName(id)};
    std::vector<Field> fields;
    Names names;
    AddFields(made, shape_.program.entities[id].fields, fields, names);
    made.Close();
    shape_.structs[id] = std::move(made);
    shape_.fields[id] = std::move(fields);
    shape_.entities.push_back(id);
    MakeWaiting();
  }

  // Elements of lists come after what holds the list.
  void MakeWaiting() {
    while (!waiting_.empty() && depth_ == 0) {
      const ir::EntityId id = waiting_.back();
      waiting_.pop_back();
      MakeEntity(id);
    }
  }

  void MakeStruct(Struct& made, std::string_view name, const std::vector<ir::FactField>& from,
                  std::vector<Field>& fields, Names& names) {
    made.name = fmt::format("{}_{}", shape_.prefix, name);
    AddFields(made, from, fields, names);
    MakeWaiting();
  }

  void AddFields(Struct& made, const std::vector<ir::FactField>& from, std::vector<Field>& fields,
                 Names& names) {
    ++depth_;
    for (const ir::FactField& field : from) {
      AddField(made, field, fields, names);
    }
    --depth_;
  }

  void AddField(Struct& made, const ir::FactField& field, std::vector<Field>& fields,
                Names& names) {
    const ir::Type& type = shape_.TypeOf(field);
    const bool has_range =
        type.kind != Kind::kEntity && type.kind != Kind::kList && type.kind != Kind::kText;
    const Range range = has_range ? RangeOf(shape_.program, field) : Range{};
    Member value = Value(type, range.low, range.high);
    const std::string name = names.Take(field.name, {"_count", "_state"});
    value.name = NoKeyword(name);
    value.comment = CommentOn(field);
    Field placed{.field = &field, .value = value.name};
    made.Add(std::move(value));
    if (type.kind == Kind::kList) {
      placed.count = name + "_count";
      made.Add({.type = "uint32_t", .name = placed.count, .size = 4, .align = 4});
    }
    if (type.kind != Kind::kEntity || type.optional) {
      placed.state = name + "_state";
      made.Add({.type = "uint8_t", .name = placed.state, .size = 1, .align = 1});
    }
    fields.push_back(std::move(placed));
  }

  // What the law says of the fact, its type and unit, its range, whose judgement it is, and where
  // it comes from.
  [[nodiscard]] std::string CommentOn(const ir::FactField& field) const {
    const ir::Program& program = shape_.program;
    const ir::Type& type = shape_.TypeOf(field);
    std::string text = ir::TypeName(program, field.type);
    const auto add = [&](std::string_view more) {
      if (!more.empty()) {
        text += fmt::format(", {}", more);
      }
    };
    add(UnitOf(program, type));
    if (type.kind == Kind::kList) {
      add(UnitOf(program, program.types[type.element]));
    }
    if (field.low || field.high) {
      const auto end = [&](std::optional<std::int64_t> payload) {
        return payload ? ir::FormatValue(program, field.type, *payload) : "any";
      };
      add(fmt::format("{} to {}", end(field.low), end(field.high)));
    }
    if (field.judged_by.valid()) {
      add(fmt::format("judged by {}", program.parties[field.judged_by].name));
    }
    if (!field.doc.empty()) {
      text = fmt::format("{} ({})", field.doc, text);
    }
    if (field.citation.valid()) {
      text += fmt::format(" [{}]", program.citations[field.citation].text);
    }
    return text;
  }

  void MakeReadings() {
    if (shape_.program.readings.empty()) {
      return;
    }
    Struct& made = shape_.readings_struct;
    made.name = shape_.prefix + "_readings";
    Names names;
    for (const ir::Reading& reading : shape_.program.readings) {
      NameEnum(reading.alternatives);
      const std::string name = names.Take(reading.name, {"_state"});
      const Reading placed{.reading = &reading, .value = NoKeyword(name), .state = name + "_state"};
      std::string comment = reading.question;
      if (reading.citation.valid()) {
        comment += fmt::format(" [{}]", shape_.program.citations[reading.citation].text);
      }
      made.Add({.type = shape_.enum_names[reading.alternatives],
                .name = placed.value,
                .comment = std::move(comment),
                .size = 4,
                .align = 4});
      made.Add({.type = "uint8_t", .name = placed.state, .size = 1, .align = 1});
      shape_.readings.push_back(placed);
    }
    made.Close();
    shape_.readings_member = case_names_.Take("readings");
    shape_.case_struct.Add({.type = made.name,
                            .name = shape_.readings_member,
                            .comment = "Alternatives chosen in open questions of interpretation",
                            .size = made.size,
                            .align = made.align});
  }

  void MakeAnswers() {
    Struct& made = shape_.answers_struct;
    made.name = shape_.prefix + "_answers";
    Names names;
    for (const ir::Answer& answer : shape_.program.answers) {
      const ir::Rule& rule = shape_.program.rules[answer.rule];
      const ir::Type& type = shape_.program.types[rule.type];
      const std::string name = names.Take(answer.name, {"_state"});
      Answer placed{.answer = &answer, .value = NoKeyword(name), .state = name + "_state"};
      std::string comment = ir::TypeName(shape_.program, rule.type);
      if (const std::string unit = UnitOf(shape_.program, type); !unit.empty()) {
        comment += ", " + unit;
      }
      Member value;
      if (type.kind == Kind::kList) {
        value = {.type = "uint32_t", .size = 4, .align = 4};
        comment += ", how many";
      } else if (type.kind == Kind::kEntity) {
        placed.value.clear();
      } else {
        value = Value(type, std::numeric_limits<std::int64_t>::min(),
                      std::numeric_limits<std::int64_t>::max());
      }
      if (!answer.question.empty()) {
        comment = fmt::format("{} ({})", answer.question, comment);
      }
      value.name = placed.value;
      value.comment = comment;
      Member state{.type = "uint8_t", .name = placed.state, .size = 1, .align = 1};
      if (placed.value.empty()) {
        state.comment = comment;
      } else {
        made.Add(std::move(value));
      }
      made.Add(std::move(state));
      shape_.answers.push_back(std::move(placed));
    }
    made.Close();
  }

  Shape shape_;
  Names globals_, case_names_;
  std::map<ir::EntityId, std::string> entity_names_;
  std::set<ir::EntityId> begun_;
  std::vector<ir::EntityId> waiting_;
  int depth_ = 0;
};

}  // namespace

void Struct::Add(Member member) {
  size = (size + member.align - 1) / member.align * member.align;
  member.offset = size;
  size += member.size;
  align = std::max(align, member.align);
  members.push_back(std::move(member));
}

void Struct::Close() {
  if (members.empty()) {
    // C knows no empty struct.
    Add({.type = "uint8_t", .name = "reserved", .size = 1, .align = 1});
  }
  size = (size + align - 1) / align * align;
}

Shape ShapeOf(const HeaderSource& source) {
  return ShapeMaker(source).Make();
}

}  // namespace acta::header
