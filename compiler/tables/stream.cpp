#include <algorithm>
#include <filesystem>
#include <mutex>
#include <span>
#include <tuple>

#include "acta/evaluator.h"
#include "compiler/base/edit_distance.h"
#include "compiler/blocks/arrow.h"
#include "compiler/blocks/table.h"
#include "compiler/ir/builder.h"
#include "compiler/ir/format.h"
#include "compiler/tables/duck.h"
#include "compiler/tables/tables.h"
#include "compiler/tables/values.h"

namespace acta::tables {

namespace {

using blocks::Column;
using blocks::Table;
using ir::Kind;

// How a column, or a field of a struct in one, becomes a fact.
struct Target {
  enum class Holds : std::uint8_t { kScalar, kAbsence, kEntity, kList } holds = Holds::kScalar;
  std::string path;
  std::uint32_t slot = 0;  // of a case, or from where the element begins
  ir::TypeId type;
  std::optional<CellReader> reader;
  std::vector<Target> fields;         // kEntity, kList: by child of the struct
  std::vector<std::size_t> children;  // which child each field is
  // Optional entities around a field given by a dotted column: there is one where the field is
  // given.
  std::vector<std::uint32_t> holders;
};

struct DataChunk {
  explicit DataChunk(duckdb_data_chunk taken) : chunk(taken) {}
  DataChunk(const DataChunk&) = delete;
  DataChunk& operator=(const DataChunk&) = delete;
  ~DataChunk() { duckdb_destroy_data_chunk(&chunk); }
  duckdb_data_chunk chunk;
};

// The facts that columns are, by their names.
class Mapping {
 public:
  Mapping(const ir::Program& program, const acta_act* act)
      : program_(program), act_(act), given_(program.slot_count, false) {}

  Result<void> Add(const std::string& name, const DuckType& type, std::size_t index) {
    ACTA_TRY(Target target, Find(name, type));
    columns_.push_back(std::move(target));
    indices_.push_back(index);
    return {};
  }

  [[nodiscard]] const std::vector<Target>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<std::size_t>& indices() const { return indices_; }
  [[nodiscard]] const std::vector<bool>& given() const { return given_; }

 private:
  static std::vector<std::string> NamesOf(const std::vector<ir::FactField>& fields) {
    std::vector<std::string> names;
    for (const ir::FactField& field : fields) {
      names.push_back(field.name);
    }
    return names;
  }

  Result<Target> Find(const std::string& name, const DuckType& type) {
    constexpr std::string_view kAbsent = "$absent";
    const bool is_absence = name.ends_with(kAbsent);
    std::string_view rest = name;
    rest.remove_suffix(is_absence ? kAbsent.size() : 0);
    const std::vector<ir::FactField>* fields = &program_.facts;
    Target target{.path = std::string(rest)};
    while (true) {
      const std::string_view part = rest.substr(0, rest.find('.'));
      const auto field = std::ranges::find(*fields, part, &ir::FactField::name);
      if (field == fields->end()) {
        const auto close = ClosestName(std::string(part), NamesOf(*fields));
        return Fail("the column `{}` is no fact of the act{}", name,
                    close ? fmt::format("; did you mean `{}`?", *close) : "");
      }
      target.slot += field->offset;
      target.type = field->type;
      given_[target.slot] = true;
      if (part.size() == rest.size()) {
        break;
      }
      const ir::Type& holder = program_.types[field->type];
      if (holder.kind != Kind::kEntity) {
        return Fail("the column `{}`: `{}` has no fields", name, part);
      }
      if (holder.optional) {
        target.holders.push_back(target.slot);
        ++target.slot;
      }
      fields = &program_.entities[holder.entity].fields;
      rest.remove_prefix(part.size() + 1);
    }
    if (is_absence) {
      target.holds = Target::Holds::kAbsence;
      if (!program_.types[target.type].optional || type.id() != DUCKDB_TYPE_BOOLEAN) {
        return Fail("the column `{}` says by true and false whether an optional fact is absent",
                    name);
      }
      return target;
    }
    ACTA_TRY_VOID(Read(name, type, target, true));
    return target;
  }

  // How cells of that type become the fact; fields of structs the same.
  Result<void> Read(const std::string& name, const DuckType& type, Target& target,
                    bool is_of_case) {
    const ir::Type& fact = program_.types[target.type];
    if (fact.kind == Kind::kEntity && type.id() == DUCKDB_TYPE_STRUCT) {
      target.holds = Target::Holds::kEntity;
      const std::uint32_t begin = target.slot + (fact.optional ? 1 : 0);
      return Fields(name, type, fact.entity, begin, target, is_of_case);
    }
    if (fact.kind == Kind::kList && type.id() == DUCKDB_TYPE_LIST) {
      target.holds = Target::Holds::kList;
      const DuckType element(duckdb_list_type_child_type(type.get()));
      const ir::Type& of_element = program_.types[fact.element];
      if (of_element.kind == Kind::kEntity && element.id() == DUCKDB_TYPE_STRUCT) {
        return Fields(name, element, of_element.entity, 0, target, false);
      }
      Target scalar{.path = target.path,
                    .type = fact.element,
                    .reader = CellReader::For(program_, act_, fact.element, element)};
      // A list that is empty in every row has elements of no type.
      if (!scalar.reader && element.id() != DUCKDB_TYPE_SQLNULL) {
        return Fail("the column `{}` is a list of {}, and the fact is `{}`", name,
                    NameOf(element.id()), ir::TypeName(program_, target.type));
      }
      if (of_element.kind != Kind::kEntity) {
        target.fields.push_back(std::move(scalar));
      }
      return {};
    }
    target.reader = CellReader::For(program_, act_, target.type, type);
    if (!target.reader || fact.kind == Kind::kEntity || fact.kind == Kind::kList) {
      // An entity or a list in a text column can only be absent.
      const bool may_be_absent =
          fact.kind == Kind::kEntity && fact.optional && type.id() == DUCKDB_TYPE_VARCHAR;
      if (!may_be_absent && type.id() != DUCKDB_TYPE_SQLNULL) {
        return Fail("the column `{}` is {}, and the fact is `{}`", name, NameOf(type.id()),
                    ir::TypeName(program_, target.type));
      }
    }
    return {};
  }

  Result<void> Fields(const std::string& name, const DuckType& type, ir::EntityId entity,
                      std::uint32_t begin, Target& target, bool is_of_case) {
    const std::vector<ir::FactField>& fields = program_.entities[entity].fields;
    for (std::uint64_t i = 0; i < duckdb_struct_type_child_count(type.get()); ++i) {
      char* const owned = duckdb_struct_type_child_name(type.get(), i);
      const std::string child = owned;
      duckdb_free(owned);
      const auto field = std::ranges::find(fields, child, &ir::FactField::name);
      if (field == fields.end()) {
        const auto close = ClosestName(child, NamesOf(fields));
        return Fail("the column `{}`: there is no field `{}`{}", name, child,
                    close ? fmt::format("; did you mean `{}`?", *close) : "");
      }
      Target part{
          .path = target.path + "." + child, .slot = begin + field->offset, .type = field->type};
      const DuckType of_child(duckdb_struct_type_child_type(type.get(), i));
      ACTA_TRY_VOID(Read(name + "." + child, of_child, part, is_of_case));
      if (part.holds == Target::Holds::kList && !is_of_case) {
        return Fail("the column `{}`: lists within lists are not read", name);
      }
      if (is_of_case) {
        given_[part.slot] = true;
      }
      target.fields.push_back(std::move(part));
      target.children.push_back(i);
    }
    return {};
  }

  const ir::Program& program_;
  const acta_act* act_;
  std::vector<bool> given_;
  std::vector<Target> columns_;
  std::vector<std::size_t> indices_;
};

class TableBlock final : public cases::CaseBlock {
 public:
  explicit TableBlock(const blocks::Shape& shape) : shape_(shape) {}

  [[nodiscard]] std::uint64_t first() const override { return table.first; }
  [[nodiscard]] const ArrowSchema& schema() const override { return shape_.schema(); }
  [[nodiscard]] const ArrowArray& array() const override { return columns_.array(); }
  [[nodiscard]] std::span<const std::uint64_t> left_out() const override {
    return has_rejects ? std::span<const std::uint64_t>(bad) : std::span<const std::uint64_t>();
  }
  void Finish() { columns_.Fill(shape_, table); }
  void LeaveOut(std::uint64_t row) {
    has_rejects = true;
    bad[row / 64] |= std::uint64_t{1} << row % 64;
  }

  Table table;
  std::vector<std::uint64_t> bad;
  bool has_rejects = false;

 private:
  const blocks::Shape& shape_;
  blocks::Columns columns_;
};

class TableStream final : public cases::CaseStream {
 public:
  TableStream(std::unique_ptr<Duck> duck, std::unique_ptr<Rows> rows, const ir::Program& program,
              Mapping mapping, std::string description, bool has_header, std::size_t rejects_kept)
      : duck_(std::move(duck)),
        rows_(std::move(rows)),
        program_(program),
        mapping_(std::move(mapping)),
        shape_(program, mapping_.given()),
        description_(std::move(description)),
        has_header_(has_header),
        rejects_kept_(rejects_kept) {}

  Result<std::unique_ptr<cases::CaseBlock>> Next(
      std::unique_ptr<cases::CaseBlock> recycled) override {
    auto* const old = dynamic_cast<TableBlock*>(recycled.get());
    std::unique_ptr<TableBlock> block;
    if (old != nullptr) {
      recycled.release();
      block.reset(old);
    } else {
      block = std::make_unique<TableBlock>(shape_);
    }
    std::unique_lock lock(mutex_);
    if (is_over_) {
      return nullptr;
    }
    const DataChunk chunk(rows_->Next());
    const std::uint64_t rows = chunk.chunk == nullptr ? 0 : duckdb_data_chunk_get_size(chunk.chunk);
    if (rows == 0) {
      is_over_ = true;
      const std::string error = rows_->error();
      return error.empty() ? Result<std::unique_ptr<cases::CaseBlock>>(nullptr)
                           : Fail("{}: {}", description_, error);
    }
    block->table.first = next_;
    next_ += rows;
    lock.unlock();
    Read(chunk.chunk, rows, *block);
    block->Finish();
    return block;
  }

  [[nodiscard]] std::optional<std::uint64_t> size() const override { return std::nullopt; }
  [[nodiscard]] std::string description() const override { return description_; }
  [[nodiscard]] std::uint64_t reject_count() const override {
    const std::lock_guard lock(mutex_);
    return reject_count_;
  }
  [[nodiscard]] std::vector<cases::Reject> rejects() const override {
    const std::lock_guard lock(mutex_);
    std::vector<cases::Reject> sorted = rejects_;
    std::ranges::sort(sorted, {},
                      [](const cases::Reject& one) { return std::tie(one.number, one.path); });
    return sorted;
  }

 private:
  void Read(duckdb_data_chunk chunk, std::uint64_t rows, TableBlock& block) {
    Table& table = block.table;
    table.rows = rows;
    table.texts = program_.texts;
    table.texts.emplace_back();  // never empty: then payloads would count in the program's texts
    table.slots.assign(program_.slot_count, Column());
    table.lists.clear();
    block.bad.assign(rows / 64 + 1, 0);
    block.has_rejects = false;
    // What is absent by a column of its own is so whatever the fact's column says: these come last.
    for (const bool is_absence : {false, true}) {
      for (std::size_t i = 0; i < mapping_.columns().size(); ++i) {
        const Target& target = mapping_.columns()[i];
        if ((target.holds == Target::Holds::kAbsence) == is_absence) {
          Fill(target, duckdb_data_chunk_get_vector(chunk, mapping_.indices()[i]), rows,
               table.slots, block);
        }
      }
    }
  }

  Column& ColumnAt(std::vector<Column>& slots, std::uint32_t slot, std::size_t rows) {
    Column& column = slots[slot];
    if (column.size() < rows) {
      column.assign(rows, ACTA_MISSING);
    }
    return column;
  }

  // `slots`: of the cases, or of the elements of a list, of which there are `rows`.
  void Fill(const Target& target, duckdb_vector vector, std::uint64_t rows,
            std::vector<Column>& slots, TableBlock& block) {
    const void* const data = duckdb_vector_get_data(vector);
    switch (target.holds) {
      case Target::Holds::kAbsence: {
        Column& column = ColumnAt(slots, target.slot, rows);
        const Validity valid(vector);
        for (std::uint64_t row = 0; row < rows; ++row) {
          if (valid[row] && static_cast<const bool*>(data)[row]) {
            column[row] = ACTA_ABSENT;
          }
        }
        return;
      }
      case Target::Holds::kScalar:
        Scalars(target, vector, data, rows, slots, block);
        return;
      case Target::Holds::kEntity: {
        if (program_.types[target.type].optional) {
          Column& column = ColumnAt(slots, target.slot, rows);
          const Validity valid(vector);
          for (std::uint64_t row = 0; row < rows; ++row) {
            column[row] = valid[row] ? 0 : ACTA_MISSING;
          }
        }
        for (std::size_t i = 0; i < target.fields.size(); ++i) {
          Fill(target.fields[i], duckdb_struct_vector_get_child(vector, target.children[i]), rows,
               slots, block);
        }
        return;
      }
      case Target::Holds::kList:
        Lists(target, vector, data, rows, slots, block);
        return;
    }
  }

  void Scalars(const Target& target, duckdb_vector vector, const void* data, std::uint64_t rows,
               std::vector<Column>& slots, TableBlock& block) {
    Column& column = ColumnAt(slots, target.slot, rows);
    const ir::Type& type = program_.types[target.type];
    const Validity valid(vector);
    if (type.kind != Kind::kEntity && target.reader && target.holders.empty() &&
        target.reader->ReadAll(valid, data, rows, column.data())) {
      return;
    }
    for (std::uint64_t row = 0; row < rows; ++row) {
      if (!valid[row]) {
        continue;
      }
      // A whole entity in a cell can only be said not to be.
      if (type.kind == Kind::kEntity || !target.reader) {
        const bool is_absent = target.reader && target.reader->Show(vector, data, row) == "absent";
        if (!is_absent) {
          Reject(target, "absent, or nothing: its fields have columns of their own",
                 target.reader ? target.reader->Show(vector, data, row) : "", row, block);
        }
        column[row] = is_absent ? ACTA_ABSENT : ACTA_MISSING;
        continue;
      }
      const std::optional<std::int64_t> value =
          target.reader->Read(vector, data, row, block.table.texts);
      if (!value) {
        Reject(target, ir::TypeName(program_, target.type), target.reader->Show(vector, data, row),
               row, block);
        continue;
      }
      column[row] = *value;
      for (const std::uint32_t holder : target.holders) {
        Column& presence = ColumnAt(slots, holder, rows);
        presence[row] = *value == ACTA_MISSING || presence[row] == ACTA_ABSENT ? presence[row] : 0;
      }
    }
  }

  void Lists(const Target& target, duckdb_vector vector, const void* data, std::uint64_t rows,
             std::vector<Column>& slots, TableBlock& block) {
    Column& lengths = ColumnAt(slots, target.slot, rows);
    blocks::Elements& elements = block.table.lists[target.slot];
    const ir::Type& list = program_.types[target.type];
    const std::uint32_t width = ir::WidthOf(program_, list.element);
    duckdb_vector const inner = duckdb_list_vector_get_child(vector);
    const std::uint64_t count = duckdb_list_vector_get_size(vector);
    std::vector<Column> read(width);
    // Elements by their place in DuckDB's vector first, then in the order of the cases.
    TableBlock within(shape_);
    within.bad.assign(count / 64 + 1, 0);
    within.table.texts = std::move(block.table.texts);
    for (std::size_t i = 0; i < target.fields.size(); ++i) {
      const bool is_record = !target.children.empty();
      Fill(target.fields[i],
           is_record ? duckdb_struct_vector_get_child(inner, target.children[i]) : inner, count,
           read, within);
    }
    block.table.texts = std::move(within.table.texts);
    elements.slots.assign(width, Column());
    elements.offsets.assign(1, 0);
    elements.parents.clear();
    const Validity valid(vector);
    for (std::uint64_t row = 0; row < rows; ++row) {
      const auto entry = static_cast<const duckdb_list_entry*>(data)[row];
      const bool is_given = valid[row];
      lengths[row] = is_given ? static_cast<std::int64_t>(entry.length) : ACTA_MISSING;
      for (std::uint64_t i = entry.offset; is_given && i < entry.offset + entry.length; ++i) {
        elements.parents.push_back(static_cast<std::uint32_t>(row));
        for (std::size_t slot = 0; slot < width; ++slot) {
          elements.slots[slot].push_back(i < read[slot].size() ? read[slot][i] : ACTA_MISSING);
        }
        if ((within.bad[i / 64] >> i % 64 & 1) != 0) {
          block.LeaveOut(row);
        }
      }
      elements.offsets.push_back(static_cast<std::uint32_t>(elements.parents.size()));
    }
  }

  void Reject(const Target& target, std::string expected, std::string found, std::uint64_t row,
              TableBlock& block) {
    block.LeaveOut(row);
    const std::lock_guard lock(mutex_);
    ++reject_count_;
    // Blocks are read in any order, and the first rejects are kept: a heap, the last one on top.
    const std::uint64_t number = block.table.first + row;
    if (rejects_.size() >= rejects_kept_ && number >= rejects_.front().number) {
      return;
    }
    rejects_.push_back({.number = number,
                        .place = fmt::format("{}:{}", description_, number + (has_header_ ? 2 : 1)),
                        .path = target.path,
                        .expected = std::move(expected),
                        .found = std::move(found)});
    std::ranges::push_heap(rejects_, {}, &cases::Reject::number);
    if (rejects_.size() > rejects_kept_) {
      std::ranges::pop_heap(rejects_, {}, &cases::Reject::number);
      rejects_.pop_back();
    }
  }

  std::unique_ptr<Duck> duck_;
  std::unique_ptr<Rows> rows_;
  const ir::Program& program_;
  Mapping mapping_;
  blocks::Shape shape_;
  std::string description_;
  bool has_header_;
  std::size_t rejects_kept_;
  mutable std::mutex mutex_;
  bool is_over_ = false;
  std::uint64_t next_ = 0;
  std::uint64_t reject_count_ = 0;
  std::vector<cases::Reject> rejects_;
};

// What reads the file, by its ending.
Result<std::string> QueryOf(const Source& source) {
  if (!source.sql.empty()) {
    return source.sql;
  }
  const std::string& path = source.path;
  const auto ends = [&](std::string_view ending) {
    return path.ends_with(ending) || path.ends_with(std::string(ending) + ".gz");
  };
  if (ends(".csv") || ends(".tsv")) {
    return fmt::format(
        "SELECT * FROM read_csv({}, header = true, all_varchar = true, nullstr = '')",
        Quoted(path));
  }
  if (ends(".json") || ends(".jsonl") || ends(".ndjson")) {
    return fmt::format(
        "SELECT * FROM read_json({}, auto_detect = true, sample_size = -1, map_inference_threshold "
        "= -1)",
        Quoted(path));
  }
  if (ends(".parquet")) {
    return fmt::format("SELECT * FROM read_parquet({})", Quoted(path));
  }
  return Fail("{}: a table is named *.csv, *.tsv, *.json, *.jsonl, *.ndjson or *.parquet", path);
}

}  // namespace

Result<std::unique_ptr<cases::CaseStream>> Open(const Source& source, const ir::Program& program,
                                                const acta_act* act) {
  ACTA_TRY(const std::string query, QueryOf(source));
  ACTA_TRY(std::unique_ptr<Duck> duck, Duck::Open());
  ACTA_TRY_VOID(duck->Run("SET preserve_insertion_order = true"));
  auto rows = Rows::Query(*duck, query);
  if (!rows) {
    return Fail("{}: {}", source.sql.empty() ? source.path : "--sql", rows.error().message);
  }
  Mapping mapping(program, act);
  duckdb_result& result = (*rows)->result();
  for (std::uint64_t i = 0; i < duckdb_column_count(&result); ++i) {
    const DuckType type(duckdb_column_logical_type(&result, i));
    ACTA_TRY_VOID(mapping.Add(duckdb_column_name(&result, i), type, i));
  }
  const bool is_csv = source.path.find(".csv") != std::string::npos ||
                      source.path.find(".tsv") != std::string::npos;
  return std::make_unique<TableStream>(std::move(duck), *std::move(rows), program,
                                       std::move(mapping),
                                       source.sql.empty() ? source.path : "--sql",
                                       is_csv && source.sql.empty(), source.rejects_kept);
}

}  // namespace acta::tables
