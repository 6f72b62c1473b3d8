// The header for C++: what the C header declares, with a setter for each fact.
#include <fmt/format.h>

#include "compiler/header/header.h"
#include "compiler/header/parts.h"

namespace acta {
namespace header {
namespace {

using ir::Kind;

constexpr std::string_view kBegin = R"(// TITLE
// Made by `acta build`, for C++17 and later: the structs of @.h with a setter for each fact, which also says that the fact is
// given. What a setter does not touch is missing; std::nullopt is absent, known not to exist.
//
//   Evaluator evaluator;
//   const auto answers = evaluator.Evaluate(Case().as_of(19000));
//
// Nothing here allocates but an Evaluator, once.
#ifndef ACTA_CLASSES_OF_@
#define ACTA_CLASSES_OF_@

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>

#include "@.h"

namespace acta::acts::SPACE {

// A value that is known, or absent (known not to exist), or neither.
template <class T>
class Answer {
 public:
  Answer(T value, std::uint8_t state) : value_(value), state_(state) {}
  [[nodiscard]] bool is_known() const { return state_ == @_known; }
  [[nodiscard]] bool is_absent() const { return state_ == @_absent; }
  [[nodiscard]] bool is_undetermined() const { return state_ == @_undetermined; }
  // Zero unless it is known.
  [[nodiscard]] T value() const { return value_; }

 private:
  T value_;
  std::uint8_t state_;
};

)";

constexpr std::string_view kEnd =
    R"(// Answers one case after the other, in a workspace of its own. One thread at a time.
class Evaluator {
 public:
  Evaluator() : workspace_(std::make_unique<@_workspace>()) {}
  // Nothing when the case is refused: status() says why, wrong() names the fact.
  [[nodiscard]] std::optional<Answers> Evaluate(const @_case& facts) {
    Answers answers;
    status_ = @_evaluate(&facts, workspace_.get(), &answers);
    return status_ == @_ok ? std::optional<Answers>(answers) : std::nullopt;
  }
  [[nodiscard]] @_status status() const { return status_; }
  [[nodiscard]] const char* wrong() const { return status_ == @_ok ? "" : workspace_->wrong; }

 private:
  std::unique_ptr<@_workspace> workspace_;
  @_status status_ = @_ok;
};

}  // namespace acta::acts::SPACE
#endif
)";

constexpr std::string_view kListSetter =
    R"(  // Any array or container of them, which must outlive the evaluation.
  template <class Items>
  {0}& {1}(const Items& items) {{
    {2}::{3} = std::data(items);
    {2}::{4} = static_cast<std::uint32_t>(std::min<std::size_t>(std::size(items), UINT32_MAX));
    {2}::{5} = {6}_given;
    return *this;
  }}
  template <class Items>
  {0}& {1}(const Items&& items) = delete;
)";

constexpr std::string_view kSetSetter = R"(  {0}& {1}(std::initializer_list<{2}> members) {{
    std::uint64_t set = 0;
    for (const {2} member : members) {{
      set |= {3}_member(static_cast<unsigned>(member));
    }}
    return {1}(set);
  }}
)";

class Wrapper {
 public:
  explicit Wrapper(const Shape& shape) : shape_(shape) {
    for (const char* name : {"Answer", "Answers", "Case", "Evaluator", "Readings"}) {
      static_cast<void>(names_.Take(name));
    }
  }

  std::string Write() {
    for (const auto& [id, name] : shape_.enum_names) {
      text_ += fmt::format("using {} = ::{};\n", TypeName(shape_.program.enums[id].name), name);
    }
    text_ += shape_.enum_names.empty() ? "" : "\n";
    for (const ir::EntityId id : shape_.entities) {
      Wrap(shape_.structs.at(id), TypeName(shape_.program.entities[id].name),
           [&] { PutSetters(shape_.fields.at(id)); });
    }
    if (!shape_.readings.empty()) {
      Wrap(shape_.readings_struct, "Readings", [&] { PutReadings(); });
    }
    Wrap(shape_.case_struct, "Case", [&] {
      PutSetters(shape_.facts);
      if (!shape_.readings.empty()) {
        PutWhole(shape_.readings_member, shape_.readings_struct.name);
      }
    });
    Wrap(shape_.answers_struct, "Answers", [&] { PutAnswers(); });
    return std::move(text_);
  }

 private:
  std::string TypeName(const std::string& name) { return NoKeyword(names_.Take(name)); }

  // struct Place : library_Place {
  //   Place() : library_Place{} {}
  template <class Body>
  void Wrap(const Struct& made, const std::string& name, const Body& body) {
    base_ = made.name;
    class_ = name;
    text_ += fmt::format("struct {0} : ::{1} {{\n  {0}() : ::{1}{{}} {{}}\n", name, made.name);
    made_ = &made;
    body();
    text_ += "};\n\n";
  }

  // A member may not be called as its class is.
  [[nodiscard]] std::string MethodName(const std::string& value) const {
    return value == class_ ? value + "_fact" : value;
  }
  [[nodiscard]] const Member& MemberOf(const std::string& value) const {
    return *std::ranges::find(made_->members, value, &Member::name);
  }

  void PutSetters(const std::vector<Field>& fields) {
    for (const Field& field : fields) {
      PutSetter(field);
    }
  }

  void PutSetter(const Field& field) {
    const ir::Type& type = shape_.TypeOf(*field.field);
    const Member& member = MemberOf(field.value);
    const std::string method = MethodName(field.value);
    text_ += fmt::format("  // {}\n", CommentText(member.comment));
    if (type.kind == Kind::kList) {
      text_ += fmt::format(kListSetter, class_, method, base_, field.value, field.count,
                           field.state, shape_.prefix);
      return;
    }
    if (field.state.empty()) {
      PutWhole(field.value, member.type);
      return;
    }
    PutGiving(method, member.type, field.value, field.state);
    if (type.optional) {
      text_ += fmt::format(
          "  {0}& {1}(std::nullopt_t) {{\n    {2}::{3} = {4}_absent;\n    return *this;\n  }}\n",
          class_, method, base_, field.state, shape_.prefix);
    }
    if (type.kind == Kind::kSet) {
      text_ += fmt::format(kSetSetter, class_, method, shape_.enum_names.at(type.enumeration),
                           shape_.prefix);
    }
  }

  void PutGiving(const std::string& method, const std::string& type, const std::string& value,
                 const std::string& state) {
    text_ += fmt::format(
        "  {0}& {1}({2} value) {{\n    {3}::{4} = value;\n    {3}::{5} = {6}_given;\n"
        "    return *this;\n  }}\n",
        class_, method, type, base_, value, state, shape_.prefix);
  }
  // Of a struct that says for itself what is given.
  void PutWhole(const std::string& value, const std::string& type) {
    text_ += fmt::format(
        "  {0}& {1}(const ::{2}& value) {{\n    {3}::{4} = value;\n    return *this;\n  }}\n",
        class_, MethodName(value), type, base_, value);
  }

  void PutReadings() {
    for (const Reading& reading : shape_.readings) {
      const Member& member = MemberOf(reading.value);
      text_ += fmt::format("  // {}\n", CommentText(member.comment));
      PutGiving(MethodName(reading.value), "::" + member.type, reading.value, reading.state);
    }
  }

  void PutAnswers() {
    for (const Answer& answer : shape_.answers) {
      // Of an entity is only said whether there is one.
      const bool has_value = !answer.value.empty();
      const Member& member = MemberOf(has_value ? answer.value : answer.state);
      const std::string method =
          MethodName(has_value ? answer.value : NoKeyword(Identifier(answer.answer->name)));
      text_ += fmt::format("  // {}\n", CommentText(member.comment));
      text_ += fmt::format(
          "  [[nodiscard]] ::acta::acts::{0}::Answer<{1}> {2}() const {{\n    return {{{3}, "
          "{4}::{5}}};\n"
          "  }}\n",
          NoKeyword(shape_.prefix), has_value ? member.type : "bool", method,
          has_value ? base_ + "::" + answer.value
                    : fmt::format("{}::{} == {}_known", base_, answer.state, shape_.prefix),
          base_, answer.state);
    }
  }

  const Shape& shape_;
  Names names_;
  std::string base_, class_;  // of what is being wrapped
  const Struct* made_ = nullptr;
  std::string text_;
};

}  // namespace
}  // namespace header

std::string WriteCppHeader(const HeaderSource& source) {
  const header::Shape shape = header::ShapeOf(source);
  const auto filled = [&](std::string_view pattern, std::string_view what, std::string_view by) {
    std::string text = header::WithPrefix(pattern, source.name);
    return text.replace(text.find(what), what.size(), by);
  };
  const std::string space = header::NoKeyword(std::string(source.name));
  std::string begin = filled(header::kBegin, "SPACE", space);
  begin.replace(begin.find("TITLE"), 5, header::CommentText(header::TitleOf(source)));
  return begin + header::Wrapper(shape).Write() + filled(header::kEnd, "SPACE", space);
}

}  // namespace acta
