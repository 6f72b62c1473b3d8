#include "runtime/columns/schema.h"

#include "runtime/values/values.h"

namespace acta::runtime::columns {
namespace {

// Pairs of texts as the C Data Interface wants them: counts and sizes as int32 of the machine.
class Metadata {
 public:
  explicit Metadata(const acta_allocator& memory) : writer_(memory, buffer_) { Count(0); }
  Metadata(const Metadata&) = delete;
  Metadata& operator=(const Metadata&) = delete;
  ~Metadata() { acta_buffer_free(&buffer_); }

  void Add(std::string_view key, std::string_view value) {
    if (!value.empty()) {
      Text(key);
      Text(value);
      ++pairs_;
    }
  }
  // Empty when there is none.
  [[nodiscard]] std::string_view view() {
    if (writer_.failed() || pairs_ == 0 || writer_.Finish() != ACTA_OK) {
      return {};
    }
    std::memcpy(buffer_.data, &pairs_, sizeof pairs_);
    return {buffer_.data, buffer_.size};
  }

 private:
  void Count(std::int32_t count) {
    char bytes[sizeof count];
    std::memcpy(bytes, &count, sizeof count);
    writer_.Put(std::string_view(bytes, sizeof bytes));
  }
  void Text(std::string_view text) {
    Count(static_cast<std::int32_t>(text.size()));
    writer_.Put(text);
  }

  acta_buffer buffer_{};
  Writer writer_;
  std::int32_t pairs_ = 0;
};

class Written {
 public:
  explicit Written(const acta_allocator& memory) : writer_(memory, buffer_) {}
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;
  ~Written() { acta_buffer_free(&buffer_); }
  [[nodiscard]] Writer& out() { return writer_; }
  [[nodiscard]] std::string_view view() {
    return writer_.Finish() == ACTA_OK ? std::string_view(buffer_.data, buffer_.size)
                                       : std::string_view();
  }

 private:
  acta_buffer buffer_{};
  Writer writer_;
};

void DescribeType(const acta_act& act, std::uint32_t index, Metadata& out) {
  const Descriptor& d = act.d;
  const acta_d_type& type = d.types[index];
  out.Add("acta.type", d.Text(type.name));
  if (type.unit != ACTA_NONE) {
    out.Add("acta.unit", d.Text(d.units[type.unit].name));
  }
  if (type.kind == ACTA_KIND_DECIMAL || type.kind == ACTA_KIND_MONEY) {
    out.Add("acta.scale", type.kind == ACTA_KIND_DECIMAL ? "6" : "2");
  }
  if (type.kind == ACTA_KIND_ENUM || type.kind == ACTA_KIND_SET) {
    Written members(act.allocator);
    bool is_first = true;
    for (const acta_d_named& member : d.MembersOf(type.enumeration)) {
      members.out().Put(is_first ? "" : ",").Put(d.Text(member.name));
      is_first = false;
    }
    out.Add("acta.members", members.view());
  }
}

bool Leaf(const acta_allocator& memory, std::string_view format, std::string_view name,
          ArrowSchema* out) {
  return MakeSchema(memory, {.format = format, .name = name}, out);
}

// A struct of `start` and `end`.
bool PeriodEnds(const acta_allocator& memory, std::uint32_t kind, ArrowSchema& period) {
  const std::string_view format = kind == ACTA_KIND_PERIOD_OF_DATES ? "tdD" : "tts";
  return Leaf(memory, format, "start", period.children[0]) &&
         Leaf(memory, format, "end", period.children[1]);
}

class InputWriter {
 public:
  explicit InputWriter(const Shape& shape) : shape_(shape), memory_(shape.act().allocator) {}

  bool Write(ArrowSchema* out) {
    return MakeSchema(memory_,
                      {.format = "+s",
                       .name = "",
                       .flags = 0,
                       .child_count = ColumnsFor(0, shape_.fact_count())},
                      out) &&
           Fields(0, shape_.fact_count(), *out);
  }

 private:
  [[nodiscard]] std::uint32_t ColumnsFor(std::uint32_t first, std::uint32_t count) const {
    std::uint32_t columns = count;
    for (std::uint32_t i = first; i < first + count; ++i) {
      columns += shape_[i].optional ? 1 : 0;
    }
    return columns;
  }
  bool Fields(std::uint32_t first, std::uint32_t count, ArrowSchema& of) {
    std::uint32_t child = 0;
    for (std::uint32_t i = first; i < first + count; ++i) {
      if (!Column(shape_[i], of.children[child++])) {
        return false;
      }
      if (shape_[i].optional) {
        Written name(memory_);
        name.out().Put(shape_.NameOf(shape_[i])).Put("$absent");
        if (!Leaf(memory_, "b", name.view(), of.children[child++])) {
          return false;
        }
      }
    }
    return true;
  }
  bool Column(const Field& field, ArrowSchema* out) {
    const Descriptor& d = shape_.d();
    Metadata metadata(memory_);
    DescribeType(shape_.act(), field.type, metadata);
    if (field.declared != nullptr) {
      const acta_d_field& declared = *field.declared;
      metadata.Add("acta.doc", d.Text(declared.doc));
      if (declared.judged_by != ACTA_NONE) {
        metadata.Add("acta.judged_by", d.Text(d.parties[declared.judged_by].name));
      }
      const auto bound = [&](std::string_view key, std::uint32_t flag, std::int64_t payload) {
        if ((declared.flags & flag) != 0) {
          Written text(memory_);
          WriteValue(text.out(), shape_.act(), nullptr, field.type, payload);
          metadata.Add(key, text.view());
        }
      };
      bound("acta.low", ACTA_D_HAS_LOW, declared.low);
      bound("acta.high", ACTA_D_HAS_HIGH, declared.high);
    }
    const bool is_period =
        field.kind == ACTA_KIND_PERIOD_OF_DATES || field.kind == ACTA_KIND_PERIOD_OF_TIMES;
    const std::uint32_t children = is_period                      ? 2
                                   : field.kind == ACTA_KIND_LIST ? 1
                                   : field.kind == ACTA_KIND_ENTITY
                                       ? ColumnsFor(field.first, field.count)
                                       : 0;
    if (!MakeSchema(memory_,
                    {.format = CanonicalFormat(field),
                     .name = shape_.NameOf(field),
                     .metadata = metadata.view(),
                     .child_count = children},
                    out)) {
      return false;
    }
    return is_period                        ? PeriodEnds(memory_, field.kind, *out)
           : field.kind == ACTA_KIND_LIST   ? Column(shape_[field.first], out->children[0])
           : field.kind == ACTA_KIND_ENTITY ? Fields(field.first, field.count, *out)
                                            : true;
  }

  const Shape& shape_;
  const acta_allocator memory_;
};

class OutputWriter {
 public:
  explicit OutputWriter(const acta_batch& batch)
      : batch_(batch), d_(batch.act.d), memory_(batch.act.allocator) {}

  bool Write(ArrowSchema* out) {
    std::uint32_t children = batch_.wants_clauses() ? 1 : 0;
    for (const AnswerColumn& answer : batch_.answers) {
      children += ColumnsOf(batch_, answer);
    }
    if (!MakeSchema(memory_, {.format = "+s", .name = "", .flags = 0, .child_count = children},
                    out)) {
      return false;
    }
    std::uint32_t child = 0;
    for (const AnswerColumn& answer : batch_.answers) {
      if (!Answer(answer, out->children[child++]) ||
          (answer.optional && !Beside(answer, "$absent", "b", 0, out->children[child++])) ||
          (batch_.wants_reasons() && !Reasons(answer, out->children[child++]))) {
        return false;
      }
    }
    return !batch_.wants_clauses() || Clauses(out->children[child]);
  }

 private:
  [[nodiscard]] std::string_view FormatOf(const AnswerColumn& answer) const {
    if (batch_.is_plain() && (answer.kind == ACTA_KIND_ENUM || answer.kind == ACTA_KIND_TEXT)) {
      return "u";
    }
    switch (answer.kind) {
      case ACTA_KIND_BOOLEAN:
        return "b";
      case ACTA_KIND_DATE:
        return "tdD";
      case ACTA_KIND_TIME:
        return "tts";
      case ACTA_KIND_DATETIME:
        return "tss:";
      case ACTA_KIND_PERIOD_OF_DATES:
      case ACTA_KIND_PERIOD_OF_TIMES:
        return "+s";
      case ACTA_KIND_ENUM:
        return answer.shelf == Shelf::kInt8 ? "c" : answer.shelf == Shelf::kInt16 ? "s" : "i";
      case ACTA_KIND_TEXT:
        return "i";
      case ACTA_KIND_SET:
        return "L";
      default:
        return "l";
    }
  }

  bool Answer(const AnswerColumn& answer, ArrowSchema* out) {
    Metadata metadata(memory_);
    DescribeType(batch_.act, answer.type, metadata);
    metadata.Add("acta.question", d_.Text(d_.answers[answer.answer].question));
    const std::string_view format = FormatOf(answer);
    const bool is_named = answer.kind == ACTA_KIND_ENUM || answer.kind == ACTA_KIND_TEXT;
    const bool has_dictionary = is_named && !batch_.is_plain();
    return MakeSchema(memory_,
                      {.format = format,
                       .name = d_.Text(d_.answers[answer.answer].name),
                       .metadata = metadata.view(),
                       .child_count = answer.shelf == Shelf::kPeriod ? 2U : 0U,
                       .has_dictionary = has_dictionary},
                      out) &&
           (answer.shelf != Shelf::kPeriod || PeriodEnds(memory_, answer.kind, *out)) &&
           (!has_dictionary || Leaf(memory_, "u", "", out->dictionary));
  }
  bool Beside(const AnswerColumn& answer, std::string_view suffix, std::string_view format,
              std::uint32_t children, ArrowSchema* out) {
    Written name(memory_);
    name.out().Put(d_.Text(d_.answers[answer.answer].name)).Put(suffix);
    return MakeSchema(memory_, {.format = format, .name = name.view(), .child_count = children},
                      out);
  }
  bool Reasons(const AnswerColumn& answer, ArrowSchema* out) {
    if (!Beside(answer, "$reasons", "+l", 1, out)) {
      return false;
    }
    ArrowSchema& item = *out->children[0];
    if (batch_.is_plain()) {
      return Leaf(memory_, "u", "item", &item);
    }
    return MakeSchema(memory_, {.format = "i", .name = "item", .has_dictionary = true}, &item) &&
           Leaf(memory_, "u", "", item.dictionary);
  }
  bool Clauses(ArrowSchema* out) {
    const auto count = static_cast<std::uint32_t>(d_.clauses.size());
    if (!MakeSchema(memory_, {.format = "+s", .name = "$clauses", .flags = 0, .child_count = count},
                    out)) {
      return false;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!Clause(i, out->children[i])) {
        return false;
      }
    }
    return true;
  }
  // "outcome.late", or with its number for a clause without a name: "outcome.17".
  bool Clause(std::uint32_t index, ArrowSchema* out) {
    const acta_d_clause& clause = d_.clauses[index];
    const std::uint32_t group = batch_.act.group_of_clause[index];
    const std::uint32_t rule = group == ACTA_NONE ? ACTA_NONE : batch_.act.rule_of_group[group];
    Written name(memory_);
    name.out().Put(rule == ACTA_NONE ? "" : d_.Text(d_.rules[rule].name)).Put('.');
    if (clause.name.size != 0) {
      name.out().Put(d_.Text(clause.name));
    } else {
      name.out().Number(index);
    }
    Metadata metadata(memory_);
    if (clause.citation != ACTA_NONE) {
      metadata.Add("acta.citation", d_.Text(d_.citations[clause.citation].text));
    }
    return MakeSchema(memory_, {.format = "b", .name = name.view(), .metadata = metadata.view()},
                      out);
  }

  const acta_batch& batch_;
  const Descriptor& d_;
  const acta_allocator memory_;
};

bool Finished(bool good, ArrowSchema* out) {
  if (!good) {
    Release(out);
  }
  return good;
}

}  // namespace

bool MakeInputSchema(const Shape& shape, ArrowSchema* out) {
  return Finished(InputWriter(shape).Write(out), out);
}

bool MakeOutputSchema(const acta_batch& batch, ArrowSchema* out) {
  return Finished(OutputWriter(batch).Write(out), out);
}

}  // namespace acta::runtime::columns
