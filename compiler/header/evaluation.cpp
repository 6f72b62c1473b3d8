#include <cstddef>

#include <fmt/format.h>

#include "acta/acta.h"
#include "acta/descriptor.h"
#include "compiler/header/parts.h"
#include "compiler/ir/builder.h"

namespace acta::header {
namespace {

using ir::Kind;

constexpr std::string_view kWorkspace =
    R"(/* What an evaluation works in: no other memory is used. May be used again, by one thread at a time; need not be zeroed. */
typedef struct @_workspace {
  int64_t slots[@_slots];
  int64_t values[@_rules];
  uint32_t whys[@_rules];
  uint32_t used;
  @_status status;
  const char* wrong; /* which fact a status other than @_ok is about: "Organiser.birth_date" */
TEXTS} @_workspace;

/* ---- how a case is laid out ------------------------------------------------------------------------------------ */

/* The first fault counts. */
static inline void @_refuse_(@_workspace* to, @_status status, const char* where) {
  if (to->status == @_ok) {
    to->status = status;
    to->wrong = where;
  }
}

static inline void @_put_(@_workspace* to, uint32_t slot, uint8_t state, int64_t payload, int64_t low, int64_t high,
                          const char* where) {
  if (state == @_given && low <= payload && payload <= high) {
    to->slots[slot] = payload;
  } else if (state != @_missing) {
    @_refuse_(to, state == @_given ? @_out_of_range : state == @_absent ? @_not_optional : @_bad_state, where);
  }
}

static inline void @_put_optional_(@_workspace* to, uint32_t slot, uint8_t state, int64_t payload, int64_t low, int64_t high,
                                   const char* where) {
  if (state == @_absent) {
    to->slots[slot] = ACTA_ABSENT;
  } else {
    @_put_(to, slot, state, payload, low, high, where);
  }
}

static inline int64_t @_period_payload_(@_period period) {
  return (int64_t)((uint64_t)(int64_t)period.start << 32 | (uint32_t)period.end);
}

/* `ordered`: the end does not come before the start. */
static inline void @_put_period_(@_workspace* to, uint32_t slot, uint8_t state, @_period period, int64_t low, int64_t high,
                                 int ordered, int optional, const char* where) {
  const int fits = low <= period.start && period.start <= high && low <= period.end && period.end <= high &&
                   (!ordered || period.start <= period.end);
  if (state == @_given && !fits) {
    @_refuse_(to, @_out_of_range, where);
  } else if (optional) {
    @_put_optional_(to, slot, state, @_period_payload_(period), INT64_MIN, INT64_MAX, where);
  } else {
    @_put_(to, slot, state, @_period_payload_(period), INT64_MIN, INT64_MAX, where);
  }
}

/* Room for the elements of a list: the slot of the first, or 0 when there are none. */
static inline uint32_t @_room_(@_workspace* to, uint32_t slot, uint8_t state, const void* items, uint32_t count,
                               uint32_t at_most, uint32_t width, const char* where) {
  const uint32_t base = to->used;
  uint32_t i;
  if (state != @_given) {
    @_put_(to, slot, state, 0, 0, 0, where);
    return 0;
  }
  if (count == 0) {
    to->slots[slot] = 0;
    return 0;
  }
  if (count > at_most || items == NULL || (uint64_t)count * width > @_slots - base) {
    @_refuse_(to, count > at_most ? @_list_too_long : items == NULL ? @_no_items : @_no_room, where);
    return 0;
  }
  for (i = 0; i < count * width; ++i) {
    to->slots[base + i] = ACTA_MISSING;
  }
  to->slots[slot] = (int64_t)((uint64_t)base << 32 | count);
  to->used = base + count * width;
  return base;
}

)";

// Texts become numbers: first the constants of the act, then those of the case in order.
constexpr std::string_view kTextFunctions =
    R"(static inline const char* @_text_(const @_workspace* from, int64_t payload) {
  return payload < @_constant_count ? @_constants_(payload) : from->texts[payload - @_constant_count];
}

static inline int @_is_utf8_(const char* text) {
  const unsigned char* at = (const unsigned char*)text;
  while (*at != 0) {
    const unsigned lead = *at;
    const int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80; /* nothing longer than it must be */
    unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF; /* no surrogates; the last code point */
    int i;
    if (lead > 0xF4 || (lead >= 0x80 && lead < 0xC2)) {
      return 0;
    }
    for (i = 1; i <= more; ++i) {
      if (at[i] < low || at[i] > high) {
        return 0;
      }
      low = 0x80;
      high = 0xBF;
    }
    at += more + 1;
  }
  return 1;
}

/* Looks among `buckets` lists for the texts of the case. */
static inline void @_sort_texts_(@_workspace* to, uint32_t buckets) {
  uint32_t i;
  to->text_buckets = buckets;
  memset(to->first_text, 0xff, buckets * sizeof to->first_text[0]);
  for (i = 0; i < to->text_count; ++i) {
    const uint32_t bucket = to->text_hashes[i] % buckets;
    to->next_text[i] = to->first_text[bucket];
    to->first_text[bucket] = i;
  }
}

/* The number of a text; @_no_text_ when there is no room for it. */
static inline int64_t @_number_text_(@_workspace* to, const char* text) {
  uint32_t hash = 2166136261u; /* FNV-1a */
  uint32_t i;
  int64_t constant;
  const char* at;
  for (constant = 0; constant < @_constant_count; ++constant) {
    if (strcmp(@_constants_(constant), text) == 0) {
      return constant;
    }
  }
  for (at = text; *at != 0; ++at) {
    hash = (hash ^ (unsigned char)*at) * 16777619u;
  }
  i = to->first_text[hash % to->text_buckets];
  while (i != UINT32_MAX && (to->text_hashes[i] != hash || strcmp(to->texts[i], text) != 0)) {
    i = to->next_text[i];
  }
  if (i == UINT32_MAX) {
    if (to->text_count == @_texts) {
      return @_no_text_;
    }
    i = to->text_count++;
    to->texts[i] = text;
    to->text_hashes[i] = hash;
    if (i == to->text_buckets) {
      @_sort_texts_(to, (uint64_t)i * 2 < @_texts ? i * 2 : @_texts);
    } else {
      const uint32_t bucket = hash % to->text_buckets;
      to->next_text[i] = to->first_text[bucket];
      to->first_text[bucket] = i;
    }
  }
  return (int64_t)@_constant_count + i;
}

static inline void @_put_text_(@_workspace* to, uint32_t slot, uint8_t state, const char* text, int optional, const char* where) {
  int64_t payload = 0;
  if (state == @_given) {
    if (text == NULL || strlen(text) > 65535u) {
      @_refuse_(to, text == NULL ? @_no_items : @_text_too_long, where);
      return;
    }
    if (!@_is_utf8_(text)) {
      @_refuse_(to, @_bad_utf8, where);
      return;
    }
    payload = @_number_text_(to, text);
    if (payload == @_no_text_) {
      @_refuse_(to, @_no_room, where);
      return;
    }
  }
  if (optional) {
    @_put_optional_(to, slot, state, payload, 0, INT64_MAX, where);
  } else {
    @_put_(to, slot, state, payload, 0, INT64_MAX, where);
  }
}

)";

constexpr std::string_view kEvaluate =
    R"(static inline uint8_t @_answer_(const @_workspace* from, uint32_t rule) {
  return from->whys[rule] != 0 ? @_undetermined : from->values[rule] == ACTA_ABSENT ? @_absent : @_known;
}

static inline int64_t @_value_(const @_workspace* from, uint32_t rule) {
  return @_answer_(from, rule) == @_known ? from->values[rule] : 0;
}

/* Whether this header and the object belong together. */
static inline @_status @_check_(const acta_compiled_act* act) {
  uint64_t hash;
  if (act->abi_version != @_abi_version) {
    return @_bad_version;
  }
  memcpy(&hash, (const char*)act->descriptor + @_hash_at_, sizeof hash);
  return hash == @_source_hash ? @_ok : @_bad_version;
}

/* Answers the case. When it is refused all answers are undetermined, and work->wrong names the fact. `act`: what was found with
 * dlsym. */
static inline @_status @_evaluate_with(const acta_compiled_act* act, const @_case* from, @_workspace* work, @_answers* to) {
  acta_frame frame;
  uint32_t i;
  memset(to, 0, sizeof *to);
  memset(&frame, 0, sizeof frame);
  work->status = @_check_(act);
  work->wrong = "";
  work->used = @_case_slots;
RESET  for (i = 0; i < @_case_slots; ++i) {
    work->slots[i] = ACTA_MISSING;
  }
  if (work->status == @_ok) {
    @_lay_(from, work);
  }
  if (work->status != @_ok) {
    return work->status;
  }
  frame.struct_size = sizeof frame;
  frame.slots = work->slots;
  frame.values = work->values;
  frame.whys = work->whys;
  act->row(&frame);
ANSWERS  return @_ok;
}

/* The same, of the act that the program is linked with. */
static inline @_status @_evaluate(const @_case* from, @_workspace* work, @_answers* to) {
  return @_evaluate_with(&acta_act_@, from, work, to);
}

)";

class EvaluationWriter {
 public:
  explicit EvaluationWriter(const Shape& shape) : shape_(shape) {}

  std::string Write() {
    WriteConstants();
    Put(Replaced(kWorkspace, "TEXTS",
                 HasTexts()
                     ? "  uint32_t text_count, text_buckets;\n  const char* texts[@_texts];\n"
                       "  uint32_t text_hashes[@_texts], next_text[@_texts], first_text[@_texts];\n"
                     : ""));
    if (HasTexts()) {
      WriteTextConstants();
      Put(kTextFunctions);
    }
    WriteLaying();
    Put(Replaced(
        Replaced(
            kEvaluate, "RESET",
            HasTexts()
                ? "  work->text_count = 0;\n  @_sort_texts_(work, @_texts < 64u ? @_texts : 64u);\n"
                : ""),
        "ANSWERS", AnswersText()));
    return std::move(text_);
  }

 private:
  static std::string Replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string result(text);
    return result.replace(result.find(what), what.size(), by);
  }
  void Put(std::string_view pattern) { text_ += WithPrefix(pattern, shape_.prefix); }

  [[nodiscard]] bool HasTexts() const { return shape_.texts != 0 || AnswersHaveTexts(); }
  [[nodiscard]] bool AnswersHaveTexts() const {
    return std::ranges::any_of(
        shape_.answers, [&](const Answer& answer) { return TypeOf(answer).kind == Kind::kText; });
  }
  [[nodiscard]] const ir::Type& TypeOf(const Answer& answer) const {
    return shape_.program.types[shape_.program.rules[answer.answer->rule].type];
  }

  void WriteConstants() {
    const ir::Program& program = shape_.program;
    const auto define = [&](std::string_view name, const std::string& value) {
      Put(fmt::format("#define @_{} {}\n", name, value));
    };
    Put("/* Of the text of the act and its modules. */\n");
    define("source_hash", fmt::format("UINT64_C(0x{:016x})", shape_.source_hash));
    define("abi_version", fmt::format("{}u", ACTA_ABI_VERSION));
    define("hash_at_", std::to_string(offsetof(acta_descriptor, source_hash)));
    Put("/* Sizes of an acta_frame: slots without list elements; values and whys. */\n");
    define("case_slots", fmt::format("{}u", program.slot_count));
    define("rules", fmt::format("{}u", program.rules.size()));
    Put("/* Slots with all list elements. May be defined before, for larger cases or a smaller "
        "workspace. */\n");
    Put("#ifndef @_slots\n");
    define("slots", fmt::format("{}u", shape_.slots));
    Put("#endif\n"
        "#if @_slots < @_case_slots\n"
        "#error \"@_slots is less than @_case_slots: the facts of a case have no room\"\n"
        "#endif\n");
    if (HasTexts()) {
      Put("/* Different texts of a case, beside those that the act names. May be defined before, "
          "like "
          "the slots. */\n"
          "#ifndef @_texts\n");
      define("texts", fmt::format("{}u", std::max<std::uint64_t>(shape_.texts, 1)));
      Put("#endif\n"
          "#if @_texts < 1\n"
          "#error \"@_texts is 0: the texts of a case have no room\"\n"
          "#endif\n");
      define("constant_count", std::to_string(program.texts.size()));
      define("no_text_", "INT64_MIN");
    }
    Put("\n");
  }

  void WriteTextConstants() {
    Put("/* The texts that the act itself names. */\n"
        "static inline const char* @_constants_(int64_t payload) {\n"
        "  static const char* const texts[] = {\n");
    for (const std::string& constant : shape_.program.texts) {
      text_ += fmt::format("      {},\n", StringLiteral(constant));
    }
    Put("      \"\"};\n  return texts[payload];\n}\n\n");
  }

  void WriteLaying() {
    for (const ir::EntityId id : shape_.entities) {
      const std::string& name = shape_.structs.at(id).name;
      Put(fmt::format(
          "static inline void {0}_lay_(const {0}* from, @_workspace* to, uint32_t at);\n", name));
    }
    Put(shape_.entities.empty() ? "" : "\n");
    for (const ir::EntityId id : shape_.entities) {
      const std::string& name = shape_.structs.at(id).name;
      Put(fmt::format(
          "static inline void {0}_lay_(const {0}* from, @_workspace* to, uint32_t at) {{\n", name));
      LayFields(shape_.fields.at(id), shape_.program.entities[id].name + ".");
      Put("}\n\n");
    }
    Put("static inline void @_lay_(const @_case* from, @_workspace* to) {\n"
        "  const uint32_t at = 0;\n");
    LayFields(shape_.facts, "");
    for (const Reading& reading : shape_.readings) {
      Put(fmt::format("  @_put_(to, {}, from->{}.{}, (int64_t)from->{}.{}, 0, {}, {});\n",
                      reading.reading->slot, shape_.readings_member, reading.state,
                      shape_.readings_member, reading.value,
                      shape_.program.enums[reading.reading->alternatives].members.size() - 1,
                      StringLiteral(reading.reading->name)));
    }
    Put("}\n\n");
  }

  void LayFields(const std::vector<Field>& fields, const std::string& owner) {
    if (fields.empty()) {
      Put("  (void)from;\n  (void)to;\n  (void)at;\n");
    }
    for (const Field& field : fields) {
      LayField(field, StringLiteral(owner + field.field->name));
    }
  }

  void LayField(const Field& field, const std::string& where) {
    const ir::Type& type = shape_.TypeOf(*field.field);
    const std::string slot = fmt::format("at + {}", field.field->offset);
    if (type.kind == Kind::kList) {
      LayList(field, type, slot, where);
    } else if (type.kind == Kind::kEntity) {
      LayEntity(field, type, slot, where);
    } else {
      const Range range =
          type.kind == Kind::kText ? Range{} : RangeOf(shape_.program, *field.field);
      LayValue(type, slot, "from->" + field.state, "from->" + field.value, range, where, "  ");
    }
  }

  void LayEntity(const Field& field, const ir::Type& type, const std::string& slot,
                 const std::string& where) {
    const std::string& name = shape_.structs.at(type.entity).name;
    if (!type.optional) {
      Put(fmt::format("  {}_lay_(&from->{}, to, {});\n", name, field.value, slot));
      return;
    }
    // The presence of an optional entity is the slot where its fields begin.
    Put(fmt::format(
        "  @_put_optional_(to, {0}, from->{1}, (int64_t)({0}) + 1, 0, INT64_MAX, {2});\n"
        "  if (from->{1} == @_given) {{\n"
        "    {3}_lay_(&from->{4}, to, {0} + 1);\n"
        "  }}\n",
        slot, field.state, where, name, field.value));
  }

  void LayList(const Field& field, const ir::Type& type, const std::string& slot,
               const std::string& where) {
    const ir::Type& element = shape_.program.types[type.element];
    const std::uint32_t width = ir::WidthOf(shape_.program, type.element);
    Put(fmt::format(
        "  {{\n"
        "    const uint32_t base = @_room_(to, {}, from->{}, from->{}, from->{}, {}, {}, {});\n"
        "    uint32_t i;\n"
        "    for (i = 0; base != 0 && i < from->{}; ++i) {{\n",
        slot, field.state, field.value, field.count, type.at_most, width, where, field.count));
    const std::string item = fmt::format("from->{}[i]", field.value);
    if (element.kind == Kind::kEntity) {
      Put(fmt::format("      {}_lay_(&{}, to, base + i * {});\n",
                      shape_.structs.at(element.entity).name, item, width));
    } else {
      const Range range = element.kind == Kind::kText ? Range{} : RangeOf(shape_.program, element);
      LayValue(element, "base + i", "@_given", item, range, where, "      ");
    }
    Put("    }\n  }\n");
  }

  void LayValue(const ir::Type& type, const std::string& slot, const std::string& state,
                const std::string& value, Range range, const std::string& where,
                std::string_view margin) {
    const int optional = type.optional ? 1 : 0;
    if (type.kind == Kind::kText) {
      Put(fmt::format("{}@_put_text_(to, {}, {}, {}, {}, {});\n", margin, slot, state, value,
                      optional, where));
    } else if (IsPeriod(type)) {
      Put(fmt::format("{}@_put_period_(to, {}, {}, {}, {}, {}, {}, {}, {});\n", margin, slot, state,
                      value, Int64Literal(range.low), Int64Literal(range.high),
                      type.kind == Kind::kPeriodOfDates ? 1 : 0, optional, where));
    } else {
      Put(fmt::format("{}@_put_{}(to, {}, {}, (int64_t){}, {}, {}, {});\n", margin,
                      optional != 0 ? "optional_" : "", slot, state, value, Int64Literal(range.low),
                      Int64Literal(range.high), where));
    }
  }

  [[nodiscard]] std::string AnswersText() const {
    std::string text;
    for (const Answer& answer : shape_.answers) {
      const std::uint32_t rule = answer.answer->rule.value;
      text += fmt::format("  to->{} = @_answer_(work, {});\n", answer.state, rule);
      if (!answer.value.empty()) {
        text += AnswerValue(answer, fmt::format("@_value_(work, {})", rule), rule);
      }
    }
    return text;
  }

  [[nodiscard]] std::string AnswerValue(const Answer& answer, const std::string& payload,
                                        std::uint32_t rule) const {
    const ir::Type& type = TypeOf(answer);
    if (IsPeriod(type)) {
      return fmt::format(
          "  to->{0}.start = (int32_t)({1} >> 32);\n"
          "  to->{0}.end = (int32_t)(uint32_t)((uint64_t){1} & UINT32_MAX);\n",
          answer.value, payload);
    }
    if (type.kind == Kind::kText) {
      return fmt::format(
          "  to->{0} = to->{1} == @_known ? @_text_(work, work->values[{2}]) : NULL;\n",
          answer.value, answer.state, rule);
    }
    if (type.kind == Kind::kBoolean) {
      return fmt::format("  to->{} = {} != 0;\n", answer.value, payload);
    }
    const Member& member =
        *std::ranges::find(shape_.answers_struct.members, answer.value, &Member::name);
    return fmt::format("  to->{} = ({}){};\n", answer.value, member.type, payload);
  }

  const Shape& shape_;
  std::string text_;
};

}  // namespace

std::string WriteEvaluation(const Shape& shape) {
  return EvaluationWriter(shape).Write();
}

}  // namespace acta::header
