#include "compiler/tables/json_shape.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/ir/format.h"

namespace acta::tables {

namespace {

using ir::Kind;
using Json = nlohmann::json;
using Fields = std::vector<ir::FactField>;

enum class Form : std::uint8_t { kNull, kText, kNumber, kTruth, kArray, kObject };

// Follows the events of a row, from the outside in.
class Walk : public nlohmann::json_sax<Json> {
 public:
  Walk(const ir::Program& program, const Fields& fields) : program_(program), fields_(fields) {}

  [[nodiscard]] std::vector<ShapeFault> TakeFaults() { return std::move(faults_); }

  bool null() override { return Value(Form::kNull, "null"); }
  bool boolean(bool value) override { return Value(Form::kTruth, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override {
    return Value(Form::kNumber, std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Value(Form::kNumber, std::to_string(value));
  }
  bool number_float(number_float_t /*value*/, const string_t& written) override {
    return Value(Form::kNumber, written);
  }
  bool string(string_t& value) override { return Value(Form::kText, value); }
  bool binary(binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*size*/) override {
    const ir::TypeId type = Expected();
    const bool is_row = levels_.empty();
    Value(Form::kObject, "an object");
    const Fields* const fields = is_row           ? &fields_
                                 : IsEntity(type) ? &program_.entities[TypeOf(type).entity].fields
                                                  : nullptr;
    levels_.push_back({.fields = fields});
    return true;
  }
  bool start_array(std::size_t /*size*/) override {
    const ir::TypeId type = Expected();
    Value(Form::kArray, "an array");
    const bool is_list = type.valid() && TypeOf(type).kind == Kind::kList;
    levels_.push_back({.element = is_list ? TypeOf(type).element : ir::TypeId()});
    return true;
  }
  bool key(string_t& name) override {
    Level& level = levels_.back();
    level.name = name;
    level.type = ir::TypeId();
    if (level.fields == nullptr) {
      return true;
    }
    if (const ir::FactField* field = FieldNamed(program_, *level.fields, name)) {
      level.type = field->type;
    }
    if (std::ranges::find(level.seen, name) != level.seen.end()) {
      faults_.push_back({Path(), "one value", "a second one"});
    }
    level.seen.push_back(name);
    return true;
  }
  bool end_object() override { return End(); }
  bool end_array() override { return End(); }
  // What is no JSON at all is told by who reads it.
  bool parse_error(std::size_t /*at*/, const std::string& /*last*/,
                   const Json::exception& /*error*/) override {
    faults_.clear();
    return false;
  }

 private:
  // An object or an array that is open.
  struct Level {
    const Fields* fields = nullptr;  // of an object, where they matter
    ir::TypeId element;              // of an array, where they matter
    std::size_t index = 0;           // of the next element
    std::string name;                // of the member that stands open
    ir::TypeId type;
    std::vector<std::string> seen;
  };

  [[nodiscard]] const ir::Type& TypeOf(ir::TypeId type) const { return program_.types[type]; }
  [[nodiscard]] bool IsEntity(ir::TypeId type) const {
    return type.valid() && TypeOf(type).kind == Kind::kEntity;
  }
  // Of the value that comes next; none where nothing is.
  [[nodiscard]] ir::TypeId Expected() const {
    if (levels_.empty()) {
      return {};
    }
    return levels_.back().element.valid() ? levels_.back().element : levels_.back().type;
  }

  [[nodiscard]] std::string Path() const {
    std::string path;
    for (const Level& level : levels_) {
      path += level.element.valid() ? fmt::format("[{}]", level.index)
                                    : (path.empty() ? "" : ".") + level.name;
    }
    return path;
  }

  [[nodiscard]] bool CanBe(ir::TypeId type, Form form) const {
    const bool is_element = levels_.back().element.valid();
    switch (TypeOf(type).kind) {
      case Kind::kEntity:
        return form == Form::kObject || (form == Form::kNull && !is_element);
      case Kind::kList:
        return form == Form::kArray || form == Form::kNull;
      case Kind::kText:
        return form == Form::kText || form == Form::kNull;
      case Kind::kSet:
        return form != Form::kObject;
      default:
        return true;
    }
  }

  bool Value(Form form, std::string_view found) {
    if (levels_.empty()) {
      if (form != Form::kObject) {
        faults_.push_back({"", std::string(kObjectOfFacts), std::string(found)});
      }
      return true;
    }
    const ir::TypeId type = Expected();
    if (type.valid() && !CanBe(type, form)) {
      faults_.push_back({Path(), ir::TypeName(program_, type), std::string(found)});
    }
    levels_.back().index += form == Form::kArray || form == Form::kObject ? 0 : 1;
    return true;
  }

  bool End() {
    levels_.pop_back();
    if (!levels_.empty()) {
      ++levels_.back().index;
    }
    return true;
  }

  const ir::Program& program_;
  const Fields& fields_;
  std::vector<Level> levels_;
  std::vector<ShapeFault> faults_;
};

}  // namespace

const ir::FactField* FieldNamed(const ir::Program& program, const Fields& fields,
                                std::string_view name) {
  const auto field =
      std::ranges::find(fields, name.substr(0, name.find('.')), &ir::FactField::name);
  if (field == fields.end() || name.find('.') == std::string_view::npos) {
    return field != fields.end() ? &*field : nullptr;
  }
  const ir::Type& holder = program.types[field->type];
  return holder.kind == Kind::kEntity ? FieldNamed(program, program.entities[holder.entity].fields,
                                                   name.substr(name.find('.') + 1))
                                      : nullptr;
}

std::vector<ShapeFault> ShapeFaultsOf(const ir::Program& program, const Fields& fields,
                                      std::string_view row) {
  Walk walk(program, fields);
  static_cast<void>(Json::sax_parse(row.begin(), row.end(), &walk));
  return walk.TakeFaults();
}

}  // namespace acta::tables
