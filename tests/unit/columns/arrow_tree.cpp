#include "tests/unit/columns/arrow_tree.h"

namespace acta {
namespace {

void ReleaseSchema(ArrowSchema* schema) {
  schema->release = nullptr;
}
void ReleaseArray(ArrowArray* array) {
  array->release = nullptr;
}

template <class T>
T At(const ArrowArray& array, int buffer, std::int64_t row) {
  T value;
  std::memcpy(&value,
              static_cast<const std::uint8_t*>(array.buffers[buffer]) +
                  static_cast<std::size_t>(array.offset + row) * sizeof(T),
              sizeof value);
  return value;
}

bool Bit(const void* bits, std::int64_t at) {
  return (static_cast<const std::uint8_t*>(bits)[at / 8] >> (at % 8) & 1) != 0;
}

}  // namespace

Bytes BitsOf(const std::vector<bool>& bits) {
  Bytes bytes((bits.size() + 7) / 8);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i]) {
      bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | 1U << i % 8);
    }
  }
  return bytes;
}

Column& Column::Nulls(const std::vector<bool>& valid) {
  buffers[0] = std::make_shared<Bytes>(BitsOf(valid));
  null_count = -1;
  return *this;
}

Column Primitive(std::string name, std::string format, std::int64_t length, Bytes values) {
  Column column{.name = std::move(name), .format = std::move(format), .length = length};
  column.buffers.push_back(nullptr);
  column.Add(std::move(values));
  return column;
}

Column Booleans(std::string name, const std::vector<bool>& values) {
  return Primitive(std::move(name), "b", static_cast<std::int64_t>(values.size()), BitsOf(values));
}

Column Names(std::string name, const std::vector<std::string>& values) {
  std::vector<std::int32_t> offsets = {0};
  Bytes bytes;
  for (const std::string& value : values) {
    bytes.insert(bytes.end(), value.begin(), value.end());
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }
  Column column =
      Primitive(std::move(name), "u", static_cast<std::int64_t>(values.size()), BytesOf(offsets));
  column.Add(std::move(bytes));
  return column;
}

Column Struct(std::string name, std::int64_t length, std::vector<Column> children) {
  Column column{.name = std::move(name), .format = "+s", .length = length};
  column.buffers.push_back(nullptr);
  column.children = std::move(children);
  return column;
}

Column ListOf(std::string name, const std::vector<std::int32_t>& offsets, Column items) {
  Column column = Primitive(std::move(name), "+l", static_cast<std::int64_t>(offsets.size()) - 1,
                            BytesOf(offsets));
  column.children.push_back(std::move(items));
  return column;
}

Exported::Exported(const Column& cases, std::size_t slack) : cases_(cases), slack_(slack) {
  Fill(cases_, schemas_.emplace_back(), arrays_.emplace_back());
}

void Exported::Fill(const Column& column, ArrowSchema& schema, ArrowArray& array) {
  schema = {};
  schema.format = column.format.c_str();
  schema.name = column.name.c_str();
  schema.flags = ARROW_FLAG_NULLABLE;
  schema.release = ReleaseSchema;
  array = {};
  array.length = column.length;
  array.offset = column.offset;
  array.null_count = column.null_count;
  array.release = ReleaseArray;
  std::vector<const void*>& buffers = buffers_.emplace_back();
  for (const std::shared_ptr<Bytes>& buffer : column.buffers) {
    buffers.push_back(buffer == nullptr ? nullptr : buffer->data());
  }
  array.n_buffers = static_cast<std::int64_t>(buffers.size());
  buffers.resize(buffers.size() + slack_);
  array.buffers = buffers.data();
  std::vector<ArrowSchema*>& schema_children = schema_children_.emplace_back();
  std::vector<ArrowArray*>& array_children = array_children_.emplace_back();
  for (const Column& child : column.children) {
    ArrowSchema& child_schema = schemas_.emplace_back();
    ArrowArray& child_array = arrays_.emplace_back();
    schema_children.push_back(&child_schema);
    array_children.push_back(&child_array);
    Fill(child, child_schema, child_array);
  }
  schema_children.resize(schema_children.size() + slack_);
  array_children.resize(array_children.size() + slack_);
  schema.children = schema_children.data();
  array.children = array_children.data();
  schema.n_children = array.n_children = static_cast<std::int64_t>(column.children.size());
  if (column.dictionary != nullptr) {
    schema.dictionary = &schemas_.emplace_back();
    array.dictionary = &arrays_.emplace_back();
    Fill(*column.dictionary, *schema.dictionary, *array.dictionary);
  }
}

const ArrowSchema* ChildOf(const ArrowSchema& schema, const std::string& name) {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    if (name == schema.children[i]->name) {
      return schema.children[i];
    }
  }
  return nullptr;
}

const ArrowArray* ChildOf(const ArrowSchema& schema, const ArrowArray& array,
                          const std::string& name) {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    if (name == schema.children[i]->name) {
      return array.children[i];
    }
  }
  return nullptr;
}

bool IsValid(const ArrowArray& array, std::int64_t row) {
  return array.buffers[0] == nullptr || Bit(array.buffers[0], array.offset + row);
}

bool BitOf(const ArrowArray& array, std::int64_t row) {
  return Bit(array.buffers[1], array.offset + row);
}

std::int64_t NumberOf(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row) {
  const std::string format = schema.format;
  return format == "c"                                         ? At<std::int8_t>(array, 1, row)
         : format == "s"                                       ? At<std::int16_t>(array, 1, row)
         : format == "i" || format == "tdD" || format == "tts" ? At<std::int32_t>(array, 1, row)
                                                               : At<std::int64_t>(array, 1, row);
}

std::string TextOf(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row) {
  if (schema.dictionary != nullptr) {
    return TextOf(*schema.dictionary, *array.dictionary, NumberOf(schema, array, row));
  }
  const auto begin = static_cast<std::size_t>(At<std::int32_t>(array, 1, row));
  const auto end = static_cast<std::size_t>(At<std::int32_t>(array, 1, row + 1));
  return {static_cast<const char*>(array.buffers[2]) + begin, end - begin};
}

std::vector<std::string> TextsOf(const ArrowSchema& schema, const ArrowArray& array,
                                 std::int64_t row) {
  std::vector<std::string> texts;
  for (std::int32_t i = At<std::int32_t>(array, 1, row); i < At<std::int32_t>(array, 1, row + 1);
       ++i) {
    texts.push_back(TextOf(*schema.children[0], *array.children[0], i));
  }
  return texts;
}

}  // namespace acta
