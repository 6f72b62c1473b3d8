#include <fmt/format.h>

#include "compiler/header/parts.h"

namespace acta::header {
namespace {

using ir::Kind;

constexpr std::string_view kPath =
    R"(/* ---- the same case for explanations ---------------------------------------------------------------------------- */

#ifdef ACTA_ACTA_H

typedef struct @_path_ {
  char text[256]; /* "organisers[2].birth_date" */
  size_t size;
} @_path_;

/* Says in the detail what acta.h is not asked about. */
static inline acta_status @_tell_(const char* path, acta_status status, const char* message, acta_detail* detail) {
  if (detail != NULL && detail->struct_size >= sizeof *detail) {
    const uint32_t struct_size = detail->struct_size;
    const size_t size = strlen(path);
    memset(detail, 0, sizeof *detail);
    detail->struct_size = struct_size;
    detail->status = status;
    memcpy(detail->path, path, size < sizeof detail->path ? size : sizeof detail->path - 1);
    memcpy(detail->message, message, strlen(message));
  }
  return status;
}

/* Goes on by a name. */
static inline acta_status @_step_(@_path_* path, const char* name, acta_detail* detail) {
  const size_t size = strlen(name);
  if (path->size + size + 2 > sizeof path->text) {
    path->text[path->size] = 0;
    return @_tell_(path->text, ACTA_TOO_DEEP, "what lies within has a path of more than 255 bytes", detail);
  }
  if (path->size != 0) {
    path->text[path->size++] = '.';
  }
  memcpy(path->text + path->size, name, size + 1);
  path->size += size;
  return ACTA_OK;
}

/* Goes on by a position in a list. */
static inline acta_status @_position_(@_path_* path, uint32_t position, acta_detail* detail) {
  char digits[10];
  size_t count = 0;
  do {
    digits[count++] = (char)('0' + position % 10);
    position /= 10;
  } while (position != 0);
  if (path->size + count + 3 > sizeof path->text) {
    path->text[path->size] = 0;
    return @_tell_(path->text, ACTA_TOO_DEEP, "what lies within has a path of more than 255 bytes", detail);
  }
  path->text[path->size++] = '[';
  while (count != 0) {
    path->text[path->size++] = digits[--count];
  }
  path->text[path->size++] = ']';
  path->text[path->size] = 0;
  return ACTA_OK;
}

static inline acta_status @_put_scalar_(acta_case* to, const @_path_* path, uint8_t state, int64_t payload,
                                        acta_detail* detail) {
  switch (state) {
    case @_missing:
      return ACTA_OK;
    case @_given:
      /* The reserved payloads are no values. */
      return payload == ACTA_ABSENT || payload == ACTA_MISSING
                 ? @_tell_(path->text, ACTA_BAD_VALUE, "what is given is no value of the type", detail)
                 : acta_case_set_payload(to, path->text, payload, detail);
    case @_absent:
      return acta_case_set_absent(to, path->text, detail);
    default:
      return @_tell_(path->text, ACTA_BAD_ARGUMENT, "its state is none", detail);
  }
}

)";

constexpr std::string_view kPutWords =
    R"(static inline acta_status @_put_words_(acta_case* to, const @_path_* path, uint8_t state, const char* words,
                                       acta_detail* detail) {
  if (state != @_given) {
    return @_put_scalar_(to, path, state, 0, detail);
  }
  return words == NULL ? @_tell_(path->text, ACTA_BAD_ARGUMENT, "NULL is no text", detail)
                       : acta_case_set_text(to, path->text, words, strlen(words), detail);
}

)";

constexpr std::string_view kFill =
    R"(/* Fills a case of acta.h, for explanations and everything else that acta.h offers: what it held before is forgotten. Names what is
 * wrong in the detail. Texts are copied. */
static inline acta_status @_fill(const @_case* from, acta_case* to, acta_detail* detail) {
  @_path_ path;
  acta_status status = ACTA_OK;
  path.size = 0;
  acta_case_reset(to);
)";

class FillingWriter {
 public:
  explicit FillingWriter(const Shape& shape) : shape_(shape) {}

  std::string Write() {
    Put(kPath);
    if (shape_.texts != 0) {
      Put(kPutWords);
    }
    for (const ir::EntityId id : shape_.entities) {
      Put(SignatureOf(id) + ";\n");
    }
    Put(shape_.entities.empty() ? "" : "\n");
    for (const ir::EntityId id : shape_.entities) {
      Put(SignatureOf(id) +
          " {\n  acta_status status = ACTA_OK;\n  const size_t here = path->size;\n");
      way_ = "path";
      FillFields(shape_.fields.at(id), "here");
      Put(shape_.fields.at(id).empty()
              ? "  (void)from;\n  (void)to;\n  (void)here;\n  (void)detail;\n"
              : "");
      Put("  return status;\n}\n\n");
    }
    Put(kFill);
    way_ = "&path";
    FillFields(shape_.facts, "0");
    for (const Reading& reading : shape_.readings) {
      FillReading(reading);
    }
    Put("  return status;\n}\n\n#endif\n\n");
    return std::move(text_);
  }

 private:
  void Put(std::string_view pattern) { text_ += WithPrefix(pattern, shape_.prefix); }

  [[nodiscard]] std::string SignatureOf(ir::EntityId id) const {
    return fmt::format(
        "static inline acta_status {0}_fill_(const {0}* from, acta_case* to, @_path_* path, "
        "acta_detail* detail)",
        shape_.structs.at(id).name);
  }
  // "path->" or "path.": within an entity the path is the caller's.
  [[nodiscard]] std::string Of(std::string_view member) const {
    return fmt::format("path{}{}", way_ == "path" ? "->" : ".", member);
  }

  void FillFields(const std::vector<Field>& fields, std::string_view here) {
    for (const Field& field : fields) {
      const ir::Type& type = shape_.TypeOf(*field.field);
      Put(fmt::format("  if (status == ACTA_OK) {{\n    status = @_step_({}, {}, detail);\n  }}\n",
                      way_, StringLiteral(field.field->name)));
      if (type.kind == Kind::kList) {
        FillList(field, shape_.program.types[type.element]);
      } else if (type.kind == Kind::kEntity) {
        FillEntity(field, type);
      } else {
        FillValue(type, "from->" + field.state, "from->" + field.value, "  ");
      }
      Put(fmt::format("  {} = {};\n", Of("size"), here));
    }
  }

  void FillValue(const ir::Type& type, const std::string& state, const std::string& value,
                 std::string_view margin) {
    Put(fmt::format("{}if (status == ACTA_OK) {{\n", margin));
    if (type.kind == Kind::kText) {
      Put(fmt::format("{}  status = @_put_words_(to, {}, {}, {}, detail);\n", margin, way_, state,
                      value));
    } else {
      const std::string payload =
          IsPeriod(type) ? fmt::format("@_period_payload_({})", value) : "(int64_t)" + value;
      Put(fmt::format("{}  status = @_put_scalar_(to, {}, {}, {}, detail);\n", margin, way_, state,
                      payload));
    }
    Put(fmt::format("{}}}\n", margin));
  }

  void FillEntity(const Field& field, const ir::Type& type) {
    const std::string& name = shape_.structs.at(type.entity).name;
    if (!type.optional) {
      Put(fmt::format(
          "  if (status == ACTA_OK) {{\n    status = {}_fill_(&from->{}, to, {}, detail);\n  }}\n",
          name, field.value, way_));
      return;
    }
    Put(fmt::format(
        "  if (status == ACTA_OK) {{\n"
        "    status = from->{0} == @_given ? acta_case_set_present(to, {1}, detail)\n"
        "                                  : @_put_scalar_(to, {2}, from->{0}, 0, detail);\n"
        "  }}\n"
        "  if (status == ACTA_OK && from->{0} == @_given) {{\n"
        "    status = {3}_fill_(&from->{4}, to, {2}, detail);\n"
        "  }}\n",
        field.state, Of("text"), way_, name, field.value));
  }

  void FillList(const Field& field, const ir::Type& element) {
    Put(fmt::format(
        "  if (status == ACTA_OK) {{\n"
        "    status = from->{0} == @_given ? acta_case_set_empty_list(to, {1}, detail)\n"
        "                                  : @_put_scalar_(to, {2}, from->{0}, 0, detail);\n"
        "  }}\n"
        "  if (status == ACTA_OK && from->{0} == @_given) {{\n"
        "    const size_t list = {3};\n"
        "    uint32_t i;\n"
        "    for (i = 0; status == ACTA_OK && i < from->{4}; ++i) {{\n"
        "      status = from->{5} == NULL ? @_tell_({1}, ACTA_BAD_ARGUMENT, \"NULL has no "
        "elements\", detail)\n"
        "                                 : acta_case_append(to, {1}, NULL, detail);\n"
        "      if (status == ACTA_OK) {{\n"
        "        status = @_position_({2}, i, detail);\n"
        "      }}\n",
        field.state, Of("text"), way_, Of("size"), field.count, field.value));
    const std::string item = fmt::format("from->{}[i]", field.value);
    if (element.kind == Kind::kEntity) {
      Put(
          fmt::format("      if (status == ACTA_OK) {{\n        status = {}_fill_(&{}, to, {}, "
                      "detail);\n      }}\n",
                      shape_.structs.at(element.entity).name, item, way_));
    } else {
      FillValue(element, "@_given", item, "      ");
    }
    Put(fmt::format("      {} = list;\n      {}[list] = 0;\n    }}\n  }}\n", Of("size"),
                    Of("text")));
  }

  void FillReading(const Reading& reading) {
    const auto& members = shape_.program.enums[reading.reading->alternatives].members;
    std::string names;
    for (const ir::EnumMember& member : members) {
      names += (names.empty() ? "" : ", ") + StringLiteral(member.name);
    }
    const std::string at = fmt::format("from->{}.", shape_.readings_member);
    Put(
        fmt::format("  if (status == ACTA_OK && {0}{1} != @_missing) {{\n"
                    "    static const char* const names[] = {{{2}}};\n"
                    "    status = {0}{1} == @_given && (uint32_t){0}{3} < {4}\n"
                    "                 ? acta_case_choose(to, {5}, names[{0}{3}], detail)\n"
                    "                 : @_tell_({5}, ACTA_BAD_ARGUMENT, \"no alternative is chosen "
                    "so\", detail);\n"
                    "  }}\n",
                    at, reading.state, names, reading.value, members.size(),
                    StringLiteral(reading.reading->name)));
  }

  const Shape& shape_;
  std::string_view way_;  // how the path is passed on
  std::string text_;
};

}  // namespace

std::string WriteFilling(const Shape& shape) {
  return FillingWriter(shape).Write();
}

}  // namespace acta::header
