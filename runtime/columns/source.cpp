#include "runtime/columns/source.h"

#include "runtime/core/setting.h"

namespace acta::runtime::columns {
namespace {

// Longer columns are a mistake: nobody holds a petabyte.
constexpr std::int64_t kMostRows = std::int64_t{1} << 48;
constexpr std::int64_t kMostColumns = std::int64_t{1} << 20;
constexpr std::string_view kAbsent = "$absent";

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() > end.size() && Slice(text, text.size() - end.size()) == end;
}

std::string_view NameOf(const ArrowSchema& schema) {
  return schema.name == nullptr ? std::string_view() : schema.name;
}

}  // namespace

class Sources::Binder {
 public:
  Binder(Sources& out, Texts& texts, Complaint& complaint)
      : out_(out), shape_(out.shape_), d_(shape_.d()), texts_(texts), complaint_(complaint) {}

  acta_status Bind(const ArrowSchema& schema, const ArrowArray& cases, bool has_as_of) {
    out_.sources_.Clear();
    out_.tables_.Clear();
    out_.rows_ = 0;
    if (!out_.sources_.Resize(shape_.size(), Source{})) {
      return NoMemory();
    }
    if (!IsAlive(schema) || !IsAlive(cases)) {
      return Broken("it has been released");
    }
    if (std::string_view(schema.format) != "+s" || schema.dictionary != nullptr) {
      complaint_.Expected("struct");
      FixedText found(complaint_.detail().found);
      WriteFormat(schema, found);
      return complaint_.Say(ACTA_WRONG_TYPE, "cases are a struct array: a column for each fact");
    }
    Source whole;
    if (!Take(cases, 1, cases.length, 0, whole)) {
      return status_;
    }
    out_.rows_ = cases.length;
    out_.validity_ = whole.validity;
    if (!Fields(schema, cases, 0, shape_.fact_count(), Scope::Facts(), whole)) {
      return status_;
    }
    if (has_as_of && out_.sources_[0].format.form != Form::kLeftOut) {
      complaint_.Path(shape_.NameOf(shape_[0]));
      return complaint_.Say(ACTA_DUPLICATE,
                            "`as_of` is given twice: for the whole batch, and as a column");
    }
    return ACTA_OK;
  }

 private:
  // ---- refusing --------------------------------------------------------------------------------

  acta_status NoMemory() {
    return status_ = complaint_.Say(ACTA_NO_MEMORY, "there is no memory for the columns");
  }
  // The array breaks the rules of the C Data Interface.
  acta_status Broken(std::string_view what) {
    char path[256];
    FixedText text(path);
    if (field_ != kNone) {
      shape_.WritePath(field_, text);
      text.Put(suffix_);
      complaint_.Path(text.view());
      complaint_.message().Put("the column `").Put(text.view()).Put("` is no Arrow array: ");
    } else {
      complaint_.message().Put("the cases are no Arrow array: ");
    }
    complaint_.message().Put(what);
    return status_ = complaint_.Fail(ACTA_BAD_ARGUMENT);
  }
  bool Breaks(std::string_view what) {
    Broken(what);
    return false;
  }
  bool RefuseType(const ArrowSchema& schema) {
    const Field& field = shape_[field_];
    char path[256];
    FixedText text(path);
    shape_.WritePath(field_, text);
    text.Put(suffix_);
    complaint_.Path(text.view());
    FixedText expected(complaint_.detail().expected);
    if (suffix_.empty()) {
      WriteCanonical(shape_, field, expected);
    } else {
      expected.Put("boolean");
    }
    FixedText found(complaint_.detail().found);
    WriteFormat(schema, found);
    if (field.declared != nullptr) {
      complaint_.Declaration(d_.Text(field.declared->doc));
    }
    complaint_.message()
        .Put("the column `")
        .Put(text.view())
        .Put("` should be ")
        .Put(expected.view())
        .Put("; found ")
        .Put(found.view());
    status_ = complaint_.Fail(ACTA_WRONG_TYPE);
    return false;
  }
  bool RefuseField(acta_status status, std::uint32_t field, std::string_view what) {
    char path[256];
    FixedText text(path);
    shape_.WritePath(field, text);
    complaint_.Path(text.view());
    complaint_.message().Put("`").Put(text.view()).Put("` ").Put(what);
    status_ = complaint_.Fail(status);
    return false;
  }

  // ---- arrays ----------------------------------------------------------------------------------

  static bool IsAlive(const ArrowSchema& schema) {
    return schema.release != nullptr && schema.format != nullptr;
  }
  static bool IsAlive(const ArrowArray& array) { return array.release != nullptr; }

  // Length, offset, buffers and validity of an array that stands for the rows of `source`, of which
  // `needed` must be there. `base`: where its own row 0 is to be looked for, its offset apart.
  bool Take(const ArrowArray& array, std::int64_t buffers, std::int64_t needed, std::int64_t base,
            Source& source) {
    if (!IsAlive(array)) {
      return Breaks("it has been released");
    }
    if (array.length < 0 || array.offset < 0 || array.length > kMostRows ||
        array.offset > kMostRows) {
      return Breaks("its length or its offset is none");
    }
    if (array.length < needed) {
      return Breaks("it is shorter than what it is part of");
    }
    if (array.null_count < -1 || array.null_count > array.length) {
      return Breaks("its count of nulls is none");
    }
    if (array.n_buffers != buffers) {
      return Breaks("the number of its buffers does not fit its type");
    }
    if (buffers > 0 && array.buffers == nullptr) {
      return Breaks("it has no buffers");
    }
    source.base = base + array.offset;
    source.rows = array.length - base;
    source.end = array.offset + array.length;
    if (buffers > 0 && array.null_count != 0) {
      source.validity = {static_cast<const std::uint8_t*>(array.buffers[0]), source.base};
      if (!source.validity && array.null_count > 0) {
        return Breaks("it has nulls but no bitmap that says where");
      }
    }
    return true;
  }
  // A buffer that must be there when there are rows.
  bool TakeBuffer(const ArrowArray& array, std::int64_t buffer, const void** out) {
    *out = array.buffers[buffer];
    return *out != nullptr || array.length + array.offset == 0 || Breaks("a buffer is missing");
  }
  bool HasChildren(const ArrowSchema& schema, const ArrowArray& array) {
    if (schema.n_children < 0 || schema.n_children > kMostColumns ||
        schema.n_children != array.n_children ||
        (schema.n_children > 0 && (schema.children == nullptr || array.children == nullptr))) {
      return Breaks("its children do not fit its type");
    }
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
      if (schema.children[i] == nullptr || array.children[i] == nullptr ||
          !IsAlive(*schema.children[i]) || !IsAlive(*array.children[i])) {
        return Breaks("one of its children is missing");
      }
    }
    return true;
  }

  // The columns of a struct for `count` fields from `first` on. `of`: the struct's own source.
  bool Fields(const ArrowSchema& schema, const ArrowArray& array, std::uint32_t first,
              std::uint32_t count, Scope scope, const Source& of) {
    const std::uint32_t owner = field_;
    if (!HasChildren(schema, array)) {
      return false;
    }
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
      const ArrowSchema& child = *schema.children[i];
      const std::string_view name = NameOf(child);
      std::uint32_t index = shape_.act().names.Find(scope, name);
      const bool is_absent = index == ACTA_NONE && EndsWith(name, kAbsent);
      if (is_absent) {
        index = shape_.act().names.Find(scope, Slice(name, 0, name.size() - kAbsent.size()));
      }
      if (index >= count) {
        return RefuseUnknown(owner, scope,
                             is_absent ? Slice(name, 0, name.size() - kAbsent.size()) : name);
      }
      field_ = first + index;
      Source& source = out_.sources_[field_];
      if (is_absent ? source.has_absent : source.format.form != Form::kLeftOut) {
        return RefuseField(ACTA_DUPLICATE, field_, "is given twice");
      }
      suffix_ = is_absent ? kAbsent : std::string_view();
      const bool good = is_absent ? Absent(child, *array.children[i], of, source)
                                  : Value(child, *array.children[i], of);
      if (!good) {
        return false;
      }
      suffix_ = {};
    }
    field_ = owner;
    return true;
  }
  bool RefuseUnknown(std::uint32_t owner, Scope scope, std::string_view name) {
    char path[256];
    FixedText text(path);
    if (owner != kNone) {
      shape_.WritePath(owner, text);
      text.Put('.');
    }
    text.Put(name);
    status_ = RefuseName(complaint_, shape_.act(), scope, owner == kNone ? "fact" : "field",
                         text.view(), name);
    return false;
  }

  bool Absent(const ArrowSchema& schema, const ArrowArray& array, const Source& of,
              Source& source) {
    if (!shape_[field_].optional) {
      return RefuseField(ACTA_NOT_OPTIONAL, field_, "always exists: it cannot be absent");
    }
    if (std::string_view(schema.format) != "b") {
      return RefuseType(schema);
    }
    Source bits;
    const void* values = nullptr;
    if (!Take(array, 2, of.end, of.base, bits) || !TakeBuffer(array, 1, &values)) {
      return false;
    }
    source.has_absent = values != nullptr;
    source.absent = {static_cast<const std::uint8_t*>(values), bits.base};
    source.absent_validity = bits.validity;
    return true;
  }

  // The column of the current field within the struct `of`.
  bool Value(const ArrowSchema& schema, const ArrowArray& array, const Source& of) {
    return Column(schema, array, of.end, of.base);
  }

  bool Column(const ArrowSchema& schema, const ArrowArray& array, std::int64_t needed,
              std::int64_t base) {
    const std::uint32_t index = field_;
    const Field& field = shape_[index];
    Format format;
    if (!FormatOf(field, schema, &format)) {
      return RefuseType(schema);
    }
    Source source = out_.sources_[index];
    source.format = format;
    switch (format.form) {
      case Form::kLeftOut:
      case Form::kNulls:
        if (!Take(array, 0, needed, base, source)) {
          return false;
        }
        break;
      case Form::kPeriod:
        if (!Period(schema, array, needed, base, source)) {
          return false;
        }
        break;
      case Form::kEntity:
        if (!Take(array, 1, needed, base, source)) {
          return false;
        }
        break;
      case Form::kSet:
      case Form::kList:
        if (!List(schema, array, needed, base, source)) {
          return false;
        }
        break;
      case Form::kBits:
      case Form::kNumber:
      case Form::kDecimal:
      case Form::kName:
      case Form::kDictionary:
        if (!Leaf(schema, array, needed, base, source)) {
          return false;
        }
        break;
    }
    out_.sources_[index] = source;
    if (format.form == Form::kEntity) {
      const acta_d_type& type = d_.types[field.type];
      return Fields(schema, array, field.first, field.count, Scope::FieldsOf(type.entity), source);
    }
    if (format.form == Form::kList) {
      field_ = field.first;
      return Column(*schema.children[0], *array.children[0], 0, 0);
    }
    return true;
  }

  // A column of scalars; `source.format` says which.
  bool Leaf(const ArrowSchema& schema, const ArrowArray& array, std::int64_t needed,
            std::int64_t base, Source& source) {
    const Form form = source.format.form;
    if (!Take(array, form == Form::kName ? 3 : 2, needed, base, source) ||
        !TakeBuffer(array, 1, &source.values)) {
      return false;
    }
    if (form == Form::kName) {
      return Names(array, source);
    }
    return form != Form::kDictionary || Dictionary(*schema.dictionary, array, source);
  }

  // The bytes of names; how many there are says the last offset.
  bool Names(const ArrowArray& array, Source& source) {
    if (array.length == 0) {
      return true;
    }
    source.bytes = static_cast<const char*>(array.buffers[2]);
    source.byte_count = source.OffsetAt(array.offset + array.length);
    if (source.byte_count < 0) {
      return Breaks("its offsets are none");
    }
    return source.bytes != nullptr || source.byte_count == 0 || Breaks("a buffer is missing");
  }

  bool Dictionary(const ArrowSchema& schema, const ArrowArray& array, Source& source) {
    if (array.dictionary == nullptr || schema.release == nullptr) {
      return Breaks("its dictionary is missing");
    }
    const ArrowArray& dictionary = *array.dictionary;
    Source names;
    names.format = {.form = Form::kName, .is_large = source.format.is_large};
    if (!Take(dictionary, 3, 0, 0, names) || !TakeBuffer(dictionary, 1, &names.values) ||
        !Names(dictionary, names)) {
      return false;
    }
    if (dictionary.length > INT32_MAX) {
      return Breaks("its dictionary is too long");
    }
    source.inner = static_cast<std::uint32_t>(out_.tables_.size());
    source.entries = static_cast<std::uint32_t>(dictionary.length);
    source.bytes = names.bytes;
    source.byte_count = names.byte_count;
    source.name_offsets = names.values == nullptr
                              ? nullptr
                              : static_cast<const std::uint8_t*>(names.values) +
                                    dictionary.offset * (names.format.is_large ? 8 : 4);
    bool is_member_list = true;
    for (std::int64_t i = 0; i < dictionary.length; ++i) {
      std::int64_t entry = kNullEntry;
      if (names.validity.At(i)) {
        const std::int64_t begin = names.OffsetAt(names.base + i);
        const std::int64_t end = names.OffsetAt(names.base + i + 1);
        if (begin < 0 || begin > end || end > names.byte_count) {
          return Breaks("the offsets of its dictionary are none");
        }
        if (!Entry({names.bytes + begin, static_cast<std::size_t>(end - begin)}, &entry)) {
          return false;
        }
      }
      is_member_list = is_member_list && entry == i;
      if (!out_.tables_.Push(entry)) {
        NoMemory();
        return false;
      }
    }
    const Field& field = shape_[field_];
    const auto physical = static_cast<unsigned>(source.format.physical);
    if (field.kind == ACTA_KIND_ENUM && is_member_list && source.entries == field.high + 1) {
      // Its indices are the ordinals.
      source.format = {.form = Form::kNumber, .physical = static_cast<Physical>(physical)};
    }
    return true;
  }
  // What a name in a dictionary stands for.
  bool Entry(std::string_view name, std::int64_t* out) {
    const Field& field = shape_[field_];
    if (field.kind != ACTA_KIND_TEXT) {
      const std::uint32_t ordinal =
          shape_.act().names.Find(Scope::MembersOf(d_.types[field.type].enumeration), name);
      *out = ordinal == ACTA_NONE ? kNoSuchValue : std::int64_t{ordinal};
      return true;
    }
    *out = kNoSuchValue;
    if (name.size() <= ACTA_MAX_TEXT && IsUtf8(name)) {
      *out = texts_.Intern(name);
      if (*out < 0) {
        NoMemory();
        return false;
      }
    }
    return true;
  }

  bool Period(const ArrowSchema& schema, const ArrowArray& array, std::int64_t needed,
              std::int64_t base, Source& source) {
    if (!Take(array, 1, needed, base, source) || !HasChildren(schema, array)) {
      return false;
    }
    Source ends[2];
    bool seen[2] = {false, false};
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
      const std::string_view name = NameOf(*schema.children[i]);
      const int end = name == "start" ? 0 : name == "end" ? 1 : -1;
      if (end < 0 || seen[end]) {
        return RefuseType(schema);
      }
      seen[end] = true;
      Source& of = ends[end];
      if (!FormatOfEnd(shape_[field_], *schema.children[i], &of.format)) {
        return RefuseType(*schema.children[i]);
      }
      if (!Take(*array.children[i], 2, source.end, source.base, of) ||
          !TakeBuffer(*array.children[i], 1, &of.values)) {
        return false;
      }
    }
    if (!seen[0] || !seen[1]) {
      return RefuseType(schema);
    }
    source.inner = static_cast<std::uint32_t>(out_.sources_.size());
    return (out_.sources_.Push(ends[0]) && out_.sources_.Push(ends[1])) || (NoMemory(), false);
  }

  bool List(const ArrowSchema& schema, const ArrowArray& array, std::int64_t needed,
            std::int64_t base, Source& source) {
    if (!Take(array, 2, needed, base, source) || !TakeBuffer(array, 1, &source.values) ||
        !HasChildren(schema, array)) {
      return false;
    }
    if (schema.n_children != 1) {
      return Breaks("a list has one child");
    }
    const ArrowArray& within = *array.children[0];
    if (within.length < 0 || within.length > kMostRows) {
      return Breaks("its length or its offset is none");
    }
    source.byte_count = within.length;
    if (source.format.form == Form::kList) {
      return true;
    }
    Source member;
    if (!FormatOfMember(*schema.children[0], &member.format)) {
      return RefuseType(*schema.children[0]);
    }
    if (!Leaf(*schema.children[0], within, 0, 0, member)) {
      return false;
    }
    source.inner = static_cast<std::uint32_t>(out_.sources_.size());
    return out_.sources_.Push(member) || (NoMemory(), false);
  }

  Sources& out_;
  const Shape& shape_;
  const Descriptor& d_;
  Texts& texts_;
  Complaint& complaint_;
  std::uint32_t field_ = kNone;
  std::string_view suffix_;
  acta_status status_ = ACTA_OK;
};

acta_status Sources::Bind(const ArrowSchema& schema, const ArrowArray& cases, bool has_as_of,
                          Texts& texts, Complaint& complaint) {
  return Binder(*this, texts, complaint).Bind(schema, cases, has_as_of);
}

}  // namespace acta::runtime::columns
