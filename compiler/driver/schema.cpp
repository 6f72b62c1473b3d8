#include "compiler/driver/schema.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "compiler/ir/format.h"

namespace acta {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDatePattern = "^-?[0-9]{4}-[0-9]{2}-[0-9]{2}$";
constexpr std::string_view kTimePattern = "^([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?$";
constexpr std::string_view kDateTimePattern = "^-?[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?$";
constexpr std::string_view kExactPattern = "^-?[0-9]+(\\.[0-9]+)?$";

class SchemaWriter {
 public:
  explicit SchemaWriter(const ir::Program& program) : program_(program) {}

  [[nodiscard]] Json Document() const {
    Json document;
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    document["title"] = program_.law.title.empty() ? program_.law.name : program_.law.title;
    document["$ref"] = "#/$defs/case";
    document["$defs"] = {{"case", Case()}, {"answers", Answers()}, {"reason", Reason()}, {"error", CaseError()}};
    for (const ir::Entity& entity : program_.entities) document["$defs"][EntityKey(entity)] = FieldsOf(entity.fields);
    return document;
  }

 private:
  [[nodiscard]] static std::string EntityKey(const ir::Entity& entity) { return "entity." + entity.name; }

  // A fact that is left out is missing, so nothing is required.
  [[nodiscard]] Json FieldsOf(const std::vector<ir::FactField>& fields) const {
    Json properties = Json::object();
    for (const ir::FactField& field : fields) properties[field.name] = FieldSchema(field);
    return {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  }

  [[nodiscard]] Json Case() const {
    Json schema = FieldsOf(program_.facts);
    Json readings = Json::object();
    for (const ir::Reading& reading : program_.readings) {
      readings[reading.name] = {{"description", reading.question}, {"enum", MemberNames(reading.alternatives)}};
    }
    schema["properties"]["$readings"] = {{"type", "object"}, {"properties", readings}, {"additionalProperties", false}};
    schema["properties"]["$id"] = {{"type", Json::array({"string", "integer"})}};
    return schema;
  }

  [[nodiscard]] Json FieldSchema(const ir::FactField& field) const {
    Json schema = TypeSchema(program_.types[field.type]);
    const ir::Type& type = program_.types[field.type];
    std::string description = field.doc;
    if (field.judged_by.valid()) {
      description += fmt::format("{}(a judgement of {})", description.empty() ? "" : " ", program_.parties[field.judged_by].name);
    }
    if (!description.empty()) schema["description"] = description;
    const bool as_number = type.kind == ir::Kind::kInteger || IsCount(type.kind);
    const auto bound = [&](std::string_view number, std::string_view words, std::int64_t payload) {
      if (as_number) {
        schema[std::string(number)] = payload;
      } else {
        schema[std::string(words)] = ir::FormatValue(program_, field.type, payload);
      }
    };
    if (field.low) bound("minimum", "x-minimum", *field.low);
    if (field.high) bound("maximum", "x-maximum", *field.high);
    return schema;
  }

  [[nodiscard]] static bool IsCount(ir::Kind kind) { return kind >= ir::Kind::kDays && kind <= ir::Kind::kMinutes; }

  [[nodiscard]] Json MemberNames(ir::EnumId id) const {
    Json names = Json::array();
    for (const ir::EnumMember& member : program_.enums[id].members) names.push_back(member.name);
    return names;
  }

  [[nodiscard]] Json TypeSchema(const ir::Type& type) const {
    Json schema = PlainSchema(type);
    if (!type.optional) return schema;
    return {{"anyOf", Json::array({std::move(schema), {{"type", "null"}, {"description", "known not to exist"}}})}};
  }

  [[nodiscard]] Json PlainSchema(const ir::Type& type) const {
    const auto text = [](std::string_view pattern) { return Json{{"type", "string"}, {"pattern", pattern}}; };
    const auto exact = [] {
      return Json{{"anyOf", Json::array({{{"type", "number"}}, {{"type", "string"}, {"pattern", kExactPattern}}})}};
    };
    const auto unit = [&](Json schema, ir::UnitId id) {
      if (id.valid()) schema["x-unit"] = program_.units[id].name;
      return schema;
    };
    switch (type.kind) {
      case ir::Kind::kBoolean:
        return {{"type", "boolean"}};
      case ir::Kind::kInteger:
        return unit({{"type", "integer"}}, type.unit);
      case ir::Kind::kDecimal:
        return exact();
      case ir::Kind::kMoney:
        return unit(exact(), type.unit);
      case ir::Kind::kDate:
        return text(kDatePattern);
      case ir::Kind::kTime:
        return text(kTimePattern);
      case ir::Kind::kDateTime:
        return text(kDateTimePattern);
      case ir::Kind::kDays:
      case ir::Kind::kWorkingDays:
      case ir::Kind::kMonths:
      case ir::Kind::kYears:
      case ir::Kind::kHours:
      case ir::Kind::kMinutes:
        return {{"type", "integer"}, {"x-unit", ir::KindName(type.kind)}};
      case ir::Kind::kPeriodOfDates:
        return Period(kDatePattern);
      case ir::Kind::kPeriodOfTimes:
        return Period(kTimePattern);
      case ir::Kind::kEnum:
        return {{"enum", MemberNames(type.enumeration)}};
      case ir::Kind::kSet:
        return {{"type", "array"}, {"items", {{"enum", MemberNames(type.enumeration)}}}, {"uniqueItems", true}};
      case ir::Kind::kEntity:
        return {{"$ref", "#/$defs/" + EntityKey(program_.entities[type.entity])}};
      case ir::Kind::kList:
        return {{"type", "array"}, {"items", TypeSchema(program_.types[type.element])}, {"maxItems", type.at_most}};
      case ir::Kind::kText:
        return {{"type", "string"}};
    }
    return {};
  }

  [[nodiscard]] static Json Period(std::string_view pattern) {
    const Json end = {{"type", "string"}, {"pattern", pattern}};
    return {{"type", "object"}, {"properties", {{"start", end}, {"end", end}}}, {"required", {"start", "end"}},
            {"additionalProperties", false}};
  }

  // What `acta run --json` prints for one case: its outcome, or what is wrong with the case.
  [[nodiscard]] Json Answers() const {
    Json answers = Json::array();
    for (const ir::Answer& answer : program_.answers) answers.push_back(AnswerSchema(answer));
    const Json list = {{"type", "array"}, {"prefixItems", answers}, {"items", false}};
    const Json under = {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
    const Json alternative = {{"type", "object"},
                              {"properties", {{"under", under}, {"answers", list}}},
                              {"required", {"under", "answers"}},
                              {"description", "the answers under one alternative of each open reading"}};
    const Json outcome = {{"type", "object"},
                          {"properties",
                           {{"id", {{"type", Json::array({"string", "integer"})}}},
                            {"answers", list},
                            {"under", under},
                            {"alternatives", {{"type", "array"}, {"items", alternative}}},
                            {"alternatives_left_out", {{"type", "boolean"}, {"description", "the open readings have too many combinations"}}},
                            {"explanations", {{"type", "array"}, {"description", "with --explain, one for each answer"}}}}},
                          {"required", {"answers"}},
                          {"additionalProperties", false}};
    return {{"oneOf", Json::array({outcome, {{"$ref", "#/$defs/error"}}})}};
  }

  [[nodiscard]] Json AnswerSchema(const ir::Answer& answer) const {
    const ir::Type& type = program_.types[program_.rules[answer.rule].type];
    const Json strings = {{"type", "array"}, {"items", {{"type", "string"}}}};
    Json properties = {{"name", {{"const", answer.name}}},
                       {"question", {{"const", answer.question}}},
                       {"status", {{"enum", {"known", "absent", "undetermined"}}}},
                       {"value", PlainSchema(type)}};
    if (type.kind == ir::Kind::kSet) properties["at_least"] = PlainSchema(type);
    properties["reasons"] = {{"type", "array"}, {"items", {{"$ref", "#/$defs/reason"}}}};
    properties["citations"] = strings;
    return {{"type", "object"}, {"properties", properties}, {"required", {"name", "status"}}};
  }

  [[nodiscard]] static Json Reason() {
    return {{"type", "object"},
            {"properties",
             {{"kind", {{"enum", {"missing", "reading", "conflict", "uncovered", "arithmetic"}}}},
              {"subject", {{"type", "string"}, {"description", "the fact, reading, rule, calendar or operation"}}}}},
            {"required", {"kind", "subject"}}};
  }

  // What stands in place of the outcome of a case that cannot be read.
  [[nodiscard]] static Json CaseError() {
    const Json text = {{"type", "string"}};
    return {{"type", "object"},
            {"properties",
             {{"error",
               {{"type", "object"},
                {"properties",
                 {{"code", {{"type", "string"}, {"pattern", "^A[0-9]{4}$"}}},
                  {"place", text},
                  {"message", text},
                  {"path", text},
                  {"expected", text},
                  {"found", text},
                  {"declaration", text},
                  {"suggestion", text}}},
                {"required", {"code", "place", "message"}}}}}},
            {"required", {"error"}},
            {"additionalProperties", false}};
  }

  const ir::Program& program_;
};

}  // namespace

std::string JsonSchemaOf(const ir::Program& program) {
  return SchemaWriter(program).Document().dump(2) + "\n";
}

}  // namespace acta
