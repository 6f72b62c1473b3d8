#include <fmt/format.h>

#include "acta/acta.h"
#include "compiler/header/parts.h"

namespace acta::header {
namespace {

// typedef enum kz_Form {
//   kz_Form_picket = 0, /* a gathering of one */
// } kz_Form;
std::string EnumText(const Shape& shape, ir::EnumId id) {
  const std::string& name = shape.enum_names.at(id);
  const std::vector<std::string>& members = shape.member_names.at(id);
  std::string text = fmt::format("typedef enum {} {{\n", name);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::string& doc = shape.program.enums[id].members[i].doc;
    text += fmt::format("  {} = {}{}{}\n", members[i], i, i + 1 == members.size() ? "" : ",",
                        doc.empty() ? "" : fmt::format(" /* {} */", CommentText(doc)));
  }
  return text + fmt::format("}} {};\n\n", name);
}

std::string StructText(const Struct& made) {
  std::string text;
  if (!made.comment.empty()) {
    text += fmt::format("/* {} */\n", made.comment);
  }
  text += fmt::format("struct {} {{\n", made.name);
  for (const Member& member : made.members) {
    if (!member.comment.empty()) {
      text += fmt::format("  /* {} */\n", CommentText(member.comment));
    }
    text += fmt::format("  {} {};\n", member.type, member.name);
  }
  return text + "};\n\n";
}

std::string AssertsOn(const Struct& made, std::string_view prefix) {
  std::string text = fmt::format("{}_layout_(sizeof({}) == {});\n", prefix, made.name, made.size);
  for (const Member& member : made.members) {
    text += fmt::format("{}_layout_(offsetof({}, {}) == {});\n", prefix, made.name, member.name,
                        member.offset);
  }
  return text;
}

constexpr std::string_view kStates =
    R"(/* What `_state` beside a value says. A struct of zeros says nothing: every fact is missing. The value of an answer is zero
 * unless it is known. */
enum {
  @_missing = 0,      /* facts */
  @_undetermined = 0, /* answers */
  @_given = 1,        /* facts */
  @_known = 1,        /* answers */
  @_absent = 2        /* known not to exist: optional facts and answers */
};

typedef enum @_status {
  @_ok = 0,
  @_bad_version = 1,   /* the object was made from another text of the act, or for another version of the library */
  @_bad_state = 2,     /* a state that is none of the above */
  @_not_optional = 3,  /* absent given for what always exists */
  @_out_of_range = 4,  /* no value of its type, or outside the declared range */
  @_list_too_long = 5,
  @_no_items = 6,      /* NULL where a list has elements, or a text is given */
  @_no_room = 7,       /* the case is larger than the workspace */
  @_text_too_long = 8,
  @_bad_utf8 = 9       /* a text that is none */
} @_status;

/* Of dates: from start to end, both included. Of times: the end is excluded, and may be the smaller, past midnight. */
typedef struct @_period {
  int32_t start, end;
} @_period;

/* In a set: the bit of a member. */
static inline uint64_t @_member(unsigned ordinal) {
  return UINT64_C(1) << ordinal;
}

)";

constexpr std::string_view kAsserts = R"(#if defined(__cplusplus)
#define @_layout_(holds) static_assert(holds, "the header was made for another machine")
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define @_layout_(holds) _Static_assert(holds, "the header was made for another machine")
#else
#define @_layout_join_(line) @_layout_##line##_
#define @_layout_line_(holds, line) typedef char @_layout_join_(line)[(holds) ? 1 : -1]
#define @_layout_(holds) @_layout_line_(holds, __LINE__)
#endif
)";

}  // namespace

std::string WriteTypes(const Shape& shape) {
  std::string text = WithPrefix(kStates, shape.prefix);
  for (const auto& [id, name] : shape.enum_names) {
    text += EnumText(shape, id);
  }
  std::vector<const Struct*> structs;
  for (const ir::EntityId id : shape.entities) {
    structs.push_back(&shape.structs.at(id));
  }
  if (!shape.readings.empty()) {
    structs.push_back(&shape.readings_struct);
  }
  structs.push_back(&shape.case_struct);
  structs.push_back(&shape.answers_struct);
  for (const Struct* made : structs) {
    text += fmt::format("typedef struct {0} {0};\n", made->name);
  }
  text += '\n';
  for (const Struct* made : structs) {
    text += StructText(*made);
  }
  text += WithPrefix(kAsserts, shape.prefix);
  for (const auto& [id, name] : shape.enum_names) {
    text += fmt::format("{}_layout_(sizeof({}) == 4);\n", shape.prefix, name);
  }
  for (const Struct* made : structs) {
    text += AssertsOn(*made, shape.prefix);
  }
  return text + WithPrefix("#undef @_layout_\n\n", shape.prefix);
}

}  // namespace acta::header
