#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <tuple>

#include "acta/evaluator.h"
#include "compiler/base/clones.h"
#include "compiler/base/text.h"
#include "compiler/blocks/arrow.h"
#include "compiler/blocks/table.h"
#include "compiler/ir/builder.h"
#include "compiler/ir/format.h"
#include "compiler/tables/duck.h"
#include "compiler/tables/json_shape.h"
#include "compiler/tables/mapping.h"
#include "compiler/tables/query.h"
#include "compiler/tables/row_reader.h"
#include "compiler/tables/tables.h"
#include "compiler/tables/values.h"

namespace acta::tables {

namespace {

using blocks::Column;
using blocks::Table;
using ir::Kind;

// Whether any value that is known lies below or above.
ACTA_CLONES bool AnyOutside(const std::int64_t* column, std::size_t rows, std::int64_t low,
                            std::int64_t high) {
  std::int64_t any = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int64_t value = column[row];
    any |= static_cast<std::int64_t>(value > ACTA_MISSING) &
           (static_cast<std::int64_t>(value < low) | static_cast<std::int64_t>(value > high));
  }
  return any != 0;
}

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
  // Where a row of the chunk stands.
  [[nodiscard]] std::uint64_t PlaceOf(std::uint64_t row) const {
    for (const BrokenRow& one : rows.broken) {
      if (one.row > rows.first + row) {
        break;
      }
      ++row;
    }
    return row;
  }
  void LeaveOut(std::uint64_t place) {
    has_rejects = true;
    bad[place / 64] |= std::uint64_t{1} << place % 64;
  }
  // Room for the broken rows between those of the chunk. They are of CSV, which has no lists.
  void Spread() {
    for (Column& column : table.slots) {
      if (column.empty() || rows.broken.empty()) {
        continue;
      }
      Column spread(rows.rows, ACTA_MISSING);
      auto broken = rows.broken.begin();
      auto cell = column.begin();
      for (std::uint64_t place = 0; place < rows.rows; ++place) {
        if (broken != rows.broken.end() && broken->row == rows.first + place) {
          ++broken;
        } else {
          spread[place] = *cell++;
        }
      }
      column = std::move(spread);
    }
  }

  Table table;
  Stretch rows;
  std::vector<std::uint64_t> bad;
  std::vector<std::uint64_t> misshapen;  // those of whose cells nothing more is told
  bool has_rejects = false;
  // Where the rows are elements of lists: what is wrong with each, by its place in DuckDB's vector.
  std::optional<std::multimap<std::uint64_t, cases::Reject>> of_elements;

 private:
  const blocks::Shape& shape_;
  blocks::Columns columns_;
};

// The facts by the names of their columns.
std::vector<ir::FactField> FactsNamed(const ir::Program& program,
                                      const std::vector<Source::Chosen>& columns) {
  if (columns.empty()) {
    return program.facts;
  }
  std::vector<ir::FactField> named;
  for (const Source::Chosen& chosen : columns) {
    const auto fact = std::ranges::find(program.facts, chosen.fact, &ir::FactField::name);
    if (fact != program.facts.end()) {
      named.push_back(*fact);
      named.back().name = chosen.column;
    }
  }
  return named;
}

constexpr const char* kOneOfBoth = "a value, or that there is none";

class TableStream final : public cases::CaseStream {
 public:
  TableStream(RowReader reader, const ir::Program& program, Mapping mapping,
              std::string description, const Source& source)
      : reader_(std::move(reader)),
        program_(program),
        mapping_(std::move(mapping)),
        shape_(program, mapping_.given()),
        description_(std::move(description)),
        json_column_(duckdb_column_count(&reader_.columns()) - 1),
        named_(FactsNamed(program, source.columns)),
        chosen_(source.columns),
        rejects_kept_(source.rejects_kept) {}

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
    auto rows = reader_.Next();
    is_over_ = !rows || rows->rows == 0;
    if (is_over_) {
      return rows ? Result<std::unique_ptr<cases::CaseBlock>>(nullptr)
                  : tl::unexpected(rows.error());
    }
    block->table.first = next_;
    next_ += rows->rows;
    lock.unlock();
    block->rows = *std::move(rows);
    Read(*block);
    block->Finish();
    return block;
  }

  [[nodiscard]] std::optional<std::uint64_t> size() const override { return std::nullopt; }
  [[nodiscard]] std::string description() const override { return description_; }
  [[nodiscard]] std::uint64_t reject_count() const override {
    const std::lock_guard lock(mutex_);
    return reject_count_;
  }
  [[nodiscard]] cases::Blank blank() const override {
    const std::lock_guard lock(mutex_);
    return blank_;
  }
  [[nodiscard]] std::vector<cases::Reject> rejects() const override {
    const std::lock_guard lock(mutex_);
    std::vector<cases::Reject> sorted = rejects_;
    std::ranges::sort(sorted, {},
                      [](const cases::Reject& one) { return std::tie(one.number, one.path); });
    return sorted;
  }

 private:
  void Read(TableBlock& block) {
    const DataChunk chunk(std::exchange(block.rows.chunk, nullptr));
    Table& table = block.table;
    table.rows = block.rows.rows;
    table.texts = program_.texts;
    table.texts.emplace_back();  // never empty: then payloads would count in the program's texts
    table.slots.resize(program_.slot_count);
    for (Column& column : table.slots) {
      column.clear();  // its memory is used again
    }
    table.lists.clear();
    block.bad.assign(table.rows / 64 + 1, 0);
    block.has_rejects = false;
    block.misshapen.clear();
    if (chunk.rows() > 0) {
      RejectMisshapen(chunk, block);
      CountBlank(chunk, block);
      const auto column = [&](std::size_t i) { return chunk[mapping_.indices()[i]]; };
      FillAll(mapping_.columns(), column, chunk.rows(), table.slots, block);
      block.Spread();
    }
    for (BrokenRow& one : block.rows.broken) {
      Reject(one.row - block.rows.first, block,
             {.path = std::move(one.column),
              .expected = std::move(one.expected),
              .found = std::move(one.found),
              .is_of_row = true});
    }
  }

  // Rows of CSV without a cell.
  void CountBlank(const DataChunk& chunk, TableBlock& block) {
    if (!reader_.plan().csv) {
      return;
    }
    std::vector<std::uint64_t> filled(chunk.rows() / 64 + 1, 0);
    for (const std::size_t i : mapping_.indices()) {
      const Validity valid(chunk[i]);
      if (valid.all()) {
        return;
      }
      for (std::size_t word = 0; word * 64 < chunk.rows(); ++word) {
        filled[word] |= valid.word(word);
      }
    }
    for (std::uint64_t row = 0; row < chunk.rows(); ++row) {
      if ((filled[row / 64] >> row % 64 & 1) != 0) {
        continue;
      }
      const std::uint64_t place = block.PlaceOf(row);
      const std::uint64_t number = block.table.first + place;
      const std::lock_guard lock(mutex_);
      if (blank_.count++ == 0 || number < blank_.first) {
        blank_.first = number;
        blank_.place = PlaceIn(block, place);
      }
    }
  }

  // The path of the fact that the column is.
  [[nodiscard]] std::string FactAt(const std::string& column) const {
    const auto chosen = std::ranges::find(chosen_, column, &Source::Chosen::column);
    return chosen != chosen_.end() ? chosen->fact : column;
  }

  // Rows of JSON that cannot be such facts. Nothing else is told of them.
  void RejectMisshapen(const DataChunk& chunk, TableBlock& block) {
    if (!reader_.plan().tells_json) {
      return;
    }
    duckdb_vector const written = chunk[json_column_];
    const Validity is_json(written);
    const void* const data = duckdb_vector_get_data(written);
    for (std::uint64_t row = 0; row < chunk.rows(); ++row) {
      const std::string_view text = is_json[row] ? TextAt(data, row) : "";
      std::vector<ShapeFault> faults =
          is_json[row] ? ShapeFaultsOf(program_, named_, text)
                       : std::vector<ShapeFault>{{"", std::string(kObjectOfFacts), "no JSON"}};
      for (ShapeFault& fault : faults) {
        const bool is_of_row = fault.path.empty();
        Reject(row, block,
               {.path = FactAt(fault.path),
                .expected = std::move(fault.expected),
                .found = is_of_row && is_json[row] ? Begun(text) : std::move(fault.found),
                .is_of_row = is_of_row});
      }
    }
    block.misshapen = block.bad;
  }

  // What is given comes first, then what is said not to be: by a word in place of an entity, by a
  // column of its own.
  template <class VectorOf>
  void FillAll(const std::vector<Target>& targets, const VectorOf& vector_of, std::uint64_t rows,
               std::vector<Column>& slots, TableBlock& block) {
    enum class Says : std::uint8_t { kValue, kWord, kAbsence };
    const auto says = [&](const Target& target) {
      const bool is_word = target.holds == Target::Holds::kScalar &&
                           program_.types[target.type].kind == Kind::kEntity;
      return target.holds == Target::Holds::kAbsence ? Says::kAbsence
             : is_word                               ? Says::kWord
                                                     : Says::kValue;
    };
    for (const Says turn : {Says::kValue, Says::kWord, Says::kAbsence}) {
      for (std::size_t i = 0; i < targets.size(); ++i) {
        if (says(targets[i]) == turn) {
          Fill(targets[i], vector_of(i), rows, slots, block);
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
      case Target::Holds::kAbsence:
        Absences(target, vector, data, rows, slots, block);
        return;
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
        const auto field = [&](std::size_t i) {
          return duckdb_struct_vector_get_child(vector, target.children[i]);
        };
        FillAll(target.fields, field, rows, slots, block);
        return;
      }
      case Target::Holds::kList:
        Lists(target, vector, data, rows, slots, block);
        return;
    }
  }

  void Absences(const Target& target, duckdb_vector vector, const void* data, std::uint64_t rows,
                std::vector<Column>& slots, TableBlock& block) {
    const Column& column = ColumnAt(slots, target.slot, rows);
    const Validity valid(vector);
    for (std::uint64_t row = 0; row < rows; ++row) {
      if (!valid[row]) {
        continue;
      }
      const std::string_view said = target.is_text ? Trimmed(TextAt(data, row), " \t\r") : "";
      const bool is_absent =
          target.is_text ? said == "true" || said == "yes" : static_cast<const bool*>(data)[row];
      if (is_absent) {
        TakeAsAbsent(target, row, slots, block);
      } else if (column[row] == ACTA_ABSENT && (!target.is_text || !said.empty())) {
        Reject(target, kOneOfBoth, "both", row, block);
      } else if (target.is_text && said != "false" && said != "no" && !said.empty()) {
        Reject(block.PlaceOf(row), block,
               {.path = target.path + "$absent",
                .expected = "true or false",
                .found = std::string(said.substr(0, 80))});
      }
    }
  }

  // Where something is given all the same, the row contradicts itself.
  void TakeAsAbsent(const Target& target, std::uint64_t row, std::vector<Column>& slots,
                    TableBlock& block) {
    const bool is_entity = program_.types[target.type].kind == Kind::kEntity;
    const auto own = std::span(slots).subspan(target.slot, ir::WidthOf(program_, target.type));
    const auto is_known = [&](const Column& column) {
      return row < column.size() && column[row] > ACTA_MISSING;
    };
    if (std::ranges::any_of(own.subspan(is_entity ? 1 : 0), is_known)) {
      Reject(target, kOneOfBoth, "both", row, block);
    }
    slots[target.slot][row] = ACTA_ABSENT;
  }

  void Scalars(const Target& target, duckdb_vector vector, const void* data, std::uint64_t rows,
               std::vector<Column>& slots, TableBlock& block) {
    Column& column = ColumnAt(slots, target.slot, rows);
    const ir::Type& type = program_.types[target.type];
    const Validity valid(vector);
    if (type.kind != Kind::kEntity && target.reader && target.holders.empty() &&
        target.reader->ReadAll(valid, data, rows, column.data())) {
      if (target.low && target.high && AnyOutside(column.data(), rows, *target.low, *target.high)) {
        for (std::uint64_t row = 0; row < rows; ++row) {
          RejectOutside(target, vector, data, row, column, block);
        }
      }
      return;
    }
    for (std::uint64_t row = 0; row < rows; ++row) {
      if (!valid[row]) {
        continue;
      }
      // A whole entity in a cell can only be said not to be.
      if (type.kind == Kind::kEntity || !target.reader) {
        const std::string said = target.reader ? target.reader->Show(vector, data, row) : "";
        if (!type.optional || said != "absent") {
          Reject(target,
                 block.of_elements ? ir::TypeName(program_, target.type)
                                   : "absent, or nothing: its fields have columns of their own",
                 said, row, block);
          continue;
        }
        TakeAsAbsent(target, row, slots, block);
        continue;
      }
      const std::optional<std::int64_t> value =
          target.reader->Read(vector, data, row, block.table.texts);
      if (!value) {
        Reject(
            target,
            ir::TypeName(program_, target.type) +
                (target.reader->IsUnclear(data, row) ? ", and no dot that may part thousands" : ""),
            target.reader->Show(vector, data, row), row, block);
        continue;
      }
      column[row] = *value;
      if (RejectOutside(target, vector, data, row, column, block)) {
        continue;
      }
      for (const std::uint32_t holder : target.holders) {
        Column& presence = ColumnAt(slots, holder, rows);
        presence[row] = *value == ACTA_MISSING || presence[row] == ACTA_ABSENT ? presence[row] : 0;
      }
    }
  }

  static bool IsOutside(const Target& target, std::int64_t value) {
    return value > ACTA_MISSING && (value < *target.low || value > *target.high);
  }
  bool RejectOutside(const Target& target, duckdb_vector vector, const void* data,
                     std::uint64_t row, Column& column, TableBlock& block) {
    if (!target.low || !target.high || !IsOutside(target, column[row])) {
      return false;
    }
    const auto shown = [&](std::int64_t value) {
      return ir::FormatValue(program_, target.type, value);
    };
    Reject(target,
           fmt::format("{}, {} to {}", ir::TypeName(program_, target.type), shown(*target.low),
                       shown(*target.high)),
           target.reader->Show(vector, data, row), row, block);
    column[row] = ACTA_MISSING;
    return true;
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
    within.of_elements.emplace();
    within.table.texts = std::move(block.table.texts);
    const auto field = [&](std::size_t i) {
      return target.children.empty() ? inner
                                     : duckdb_struct_vector_get_child(inner, target.children[i]);
    };
    FillAll(target.fields, field, count, read, within);
    block.table.texts = std::move(within.table.texts);
    elements.slots.assign(width, Column());
    elements.offsets.assign(1, 0);
    elements.parents.clear();
    const Validity valid(vector);
    for (std::uint64_t row = 0; row < rows; ++row) {
      const auto entry = static_cast<const duckdb_list_entry*>(data)[row];
      const bool is_given = valid[row] && !RejectTooMany(target, entry.length, row, block);
      lengths[row] = is_given ? static_cast<std::int64_t>(entry.length) : ACTA_MISSING;
      for (std::uint64_t i = entry.offset; is_given && i < entry.offset + entry.length; ++i) {
        elements.parents.push_back(static_cast<std::uint32_t>(row));
        for (std::size_t slot = 0; slot < width; ++slot) {
          elements.slots[slot].push_back(i < read[slot].size() ? read[slot][i] : ACTA_MISSING);
        }
      }
      if (is_given) {
        RejectElements(target, entry, Validity(inner), *within.of_elements, row, block);
      }
      elements.offsets.push_back(static_cast<std::uint32_t>(elements.parents.size()));
    }
  }

  bool RejectTooMany(const Target& target, std::uint64_t length, std::uint64_t row,
                     TableBlock& block) {
    if (length <= program_.types[target.type].at_most) {
      return false;
    }
    Reject(target, ir::TypeName(program_, target.type), fmt::format("{} elements", length), row,
           block);
    return true;
  }

  // Rows may share elements: each is told of its own.
  void RejectElements(const Target& target, const duckdb_list_entry& entry,
                      const Validity& is_there,
                      const std::multimap<std::uint64_t, cases::Reject>& wrong, std::uint64_t row,
                      TableBlock& block) {
    if (wrong.empty() && is_there.all()) {
      return;
    }
    const ir::TypeId type = program_.types[target.type].element;
    for (std::uint64_t i = 0; i < entry.length; ++i) {
      const std::string path = fmt::format("{}[{}]", target.path, i);
      if (!is_there[entry.offset + i] && !program_.types[type].optional) {
        Reject(block.PlaceOf(row), block,
               {.path = path, .expected = ir::TypeName(program_, type), .found = "null"});
      }
      const auto [begin, end] = wrong.equal_range(entry.offset + i);
      for (auto one = begin; one != end; ++one) {
        cases::Reject reject = one->second;
        reject.path.replace(0, target.path.size(), path);
        Reject(block.PlaceOf(row), block, std::move(reject));
      }
    }
  }

  void Reject(const Target& target, std::string expected, std::string found, std::uint64_t row,
              TableBlock& block) {
    Reject(block.PlaceOf(row), block,
           {.path = target.path, .expected = std::move(expected), .found = std::move(found)});
  }

  [[nodiscard]] std::string PlaceIn(const TableBlock& block, std::uint64_t place) const {
    return fmt::format("{}, row {}", reader_.plan().parts[block.rows.part].name,
                       block.rows.first + place + 1);
  }

  void Reject(std::uint64_t place, TableBlock& block, cases::Reject reject) {
    if (block.of_elements) {
      block.of_elements->emplace(place, std::move(reject));
      return;
    }
    if (!block.misshapen.empty() && (block.misshapen[place / 64] >> place % 64 & 1) != 0) {
      return;
    }
    block.LeaveOut(place);
    const std::lock_guard lock(mutex_);
    ++reject_count_;
    // Blocks are read in any order, and the first rejects are kept: a heap, the last one on top.
    reject.number = block.table.first + place;
    if (rejects_.size() >= rejects_kept_ && reject.number >= rejects_.front().number) {
      return;
    }
    reject.place = PlaceIn(block, place);
    rejects_.push_back(std::move(reject));
    std::ranges::push_heap(rejects_, {}, &cases::Reject::number);
    if (rejects_.size() > rejects_kept_) {
      std::ranges::pop_heap(rejects_, {}, &cases::Reject::number);
      rejects_.pop_back();
    }
  }

  RowReader reader_;
  const ir::Program& program_;
  Mapping mapping_;
  blocks::Shape shape_;
  std::string description_;
  std::uint64_t json_column_;  // of a plan that tells it
  std::vector<ir::FactField> named_;
  std::vector<Source::Chosen> chosen_;
  std::size_t rejects_kept_;
  mutable std::mutex mutex_;
  bool is_over_ = false;
  std::uint64_t next_ = 0;
  std::uint64_t reject_count_ = 0;
  std::vector<cases::Reject> rejects_;
  cases::Blank blank_;
};

// All columns as the facts of their names, or those that were chosen.
Result<void> Map(const Source& source, const std::string& description, RowReader& reader,
                 Mapping& mapping) {
  duckdb_result& result = reader.columns();
  const std::uint64_t count = duckdb_column_count(&result) - (reader.plan().tells_json ? 1 : 0);
  std::vector<std::string> names;
  const auto add = [&](const std::string& name, const std::string& fact,
                       std::size_t index) -> Result<void> {
    const DuckType type(duckdb_column_logical_type(&result, index));
    const Result<void> added = mapping.Add(name, fact, type, index);
    return added ? added : Result<void>(Fail("{}: {}", description, added.error().message));
  };
  for (std::uint64_t i = 0; i < count; ++i) {
    names.push_back(WithoutMark(duckdb_column_name(&result, i)));
    if (names[i] == "$readings") {
      return Fail(
          "{}: a case that chooses its own `$readings` is answered by `acta run`; here "
          "readings are chosen for all, by --under",
          description);
    }
    // What a case file calls its case; here cases have numbers.
    if (source.columns.empty() && names[i] != "$id") {
      ACTA_TRY_VOID(add(names[i], names[i], i));
    }
  }
  for (const Source::Chosen& chosen : source.columns) {
    const auto found = std::ranges::find(names, chosen.column);
    if (found == names.end()) {
      return Fail("{}: there is no column `{}`; there is `{}`", description, chosen.column,
                  fmt::join(names, "`, `"));
    }
    const auto index = static_cast<std::size_t>(found - names.begin());
    ACTA_TRY_VOID(add(chosen.column, chosen.fact, index));
  }
  return {};
}

Result<std::unique_ptr<TableStream>> OpenStream(const Source& source, const ir::Program& program,
                                                const acta_act* act) {
  const std::string description = source.sql.empty() ? source.path : "--sql";
  ACTA_TRY(std::unique_ptr<Duck> duck, Duck::Open());
  ACTA_TRY_VOID(duck->Run("SET preserve_insertion_order = true"));
  // A query never makes DuckDB fetch code.
  ACTA_TRY_VOID(duck->Run("SET autoinstall_known_extensions = false"));
  ACTA_TRY_VOID(duck->Run("SET autoload_known_extensions = false"));
  ACTA_TRY(Plan plan, PlanOf(*duck, source, program));
  ACTA_TRY(RowReader reader, RowReader::Open(std::move(duck), std::move(plan)));
  Mapping mapping(program, act,
                  reader.plan().tells_json ? Mapping::Texts::kOfJson : Mapping::Texts::kOfTable);
  ACTA_TRY_VOID(Map(source, description, reader, mapping));
  return std::make_unique<TableStream>(std::move(reader), program, std::move(mapping), description,
                                       source);
}

// The rows of `block` behind those of `all`; texts are counted anew.
void Append(const ir::Program& program, const Table& block, Table& all) {
  const std::size_t shared = program.texts.size() + 1;
  const auto moved = static_cast<std::int64_t>(all.texts.size() - shared);
  all.texts.insert(all.texts.end(), block.texts.begin() + static_cast<std::ptrdiff_t>(shared),
                   block.texts.end());
  for (const ir::FactField& fact : program.facts) {
    const bool is_text = program.types[fact.type].kind == Kind::kText;
    for (const std::int64_t value : block.slots[fact.offset]) {
      const bool is_added = is_text && value >= static_cast<std::int64_t>(shared);
      all.slots[fact.offset].push_back(is_added ? value + moved : value);
    }
  }
  all.rows += block.rows;
}

}  // namespace

Result<std::unique_ptr<cases::CaseStream>> Open(const Source& source, const ir::Program& program,
                                                const acta_act* act) {
  return OpenStream(source, program, act);
}

Result<Whole> ReadWhole(const Source& source, const ir::Program& program, const acta_act* act) {
  ACTA_TRY(const std::unique_ptr<TableStream> stream, OpenStream(source, program, act));
  Whole whole;
  whole.table.slots.resize(program.slot_count);
  whole.table.texts = program.texts;
  whole.table.texts.emplace_back();
  std::unique_ptr<cases::CaseBlock> block;
  while (true) {
    ACTA_TRY(block, stream->Next(std::move(block)));
    if (block == nullptr) {
      break;
    }
    Append(program, dynamic_cast<const TableBlock&>(*block).table, whole.table);
  }
  whole.reject_count = stream->reject_count();
  whole.rejects = stream->rejects();
  return whole;
}

}  // namespace acta::tables
