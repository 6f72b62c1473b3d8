#include "runtime/columns/block.h"

namespace acta::runtime::columns {
namespace {

// What one call of an evaluator may keep about its rows: it should stay in the second cache.
constexpr std::uint64_t kScratch = std::uint64_t{512} << 10;

bool IsPlain(const Source& source) {
  return !source.validity && !source.has_absent;
}

// Whether the column itself, apart from its bitmap, may turn out to hold nothing in a row.
bool MayHoldNulls(const Source& source) {
  return source.format.form == Form::kDictionary || source.format.form == Form::kPeriod;
}

// Whether the bytes of the column are those that the evaluator wants.
bool IsAsStored(const Field& field, const Source& source) {
  if (source.format.form != Form::kNumber || source.format.scale != 1) {
    return false;
  }
  const auto physical = static_cast<unsigned>(source.format.physical);
  const bool is_unsigned = physical >= static_cast<unsigned>(Physical::kUInt8);
  return WidthOf(source.format.physical) == WidthOfStore(field.column->store) &&
         (!is_unsigned || field.low >= 0);
}

}  // namespace

std::uint64_t BlockRows::Word(const Bitmap& bitmap, std::uint32_t tile) const {
  const std::uint32_t in_tile = RowsIn(tile);
  const std::int64_t begin = std::int64_t{tile} * ACTA_TILE;
  if (index == nullptr) {
    return bitmap.Word(first + begin, in_tile);
  }
  std::uint64_t word = 0;
  for (std::uint32_t i = 0; i < in_tile; ++i) {
    word |= std::uint64_t{bitmap.At(index[begin + i])} << i;
  }
  return word;
}

Block::Block(const Shape& shape, const Sources& sources, Decoder& decoder, Rejects& rejects)
    : shape_(shape),
      sources_(sources),
      decoder_(decoder),
      rejects_(rejects),
      plan_(shape.act().plan),
      work_(shape.act().allocator),
      flat_bits_(shape.act().allocator),
      flat_values_(shape.act().allocator),
      extents_(shape.act().allocator),
      domains_(shape.act().allocator),
      rows_(shape.act().allocator),
      values_(shape.act().allocator),
      first_value_(shape.act().allocator),
      filled_tiles_(shape.act().allocator),
      missing_(shape.act().allocator),
      as_of_(shape.act().allocator),
      arena_(shape.act().allocator) {
}

Block::~Block() {
  const acta_allocator& memory = shape_.act().allocator;
  for (AlignedBytes* const bytes : {masks_, scratch_}) {
    if (bytes != nullptr) {
      for (std::uint32_t i = 0; i < plan_->domain_count; ++i) {
        bytes[i].~AlignedBytes();
      }
      memory.release(memory.context, bytes, plan_->domain_count * sizeof(AlignedBytes));
    }
  }
}

acta_status Block::Prepare() {
  const acta_allocator& memory = shape_.act().allocator;
  const std::uint32_t domains = plan_->domain_count;
  for (AlignedBytes** const bytes : {&masks_, &scratch_}) {
    *bytes =
        static_cast<AlignedBytes*>(memory.allocate(memory.context, domains * sizeof(AlignedBytes)));
    if (*bytes == nullptr) {
      return ACTA_NO_MEMORY;
    }
    for (std::uint32_t i = 0; i < domains; ++i) {
      new (*bytes + i) AlignedBytes(memory);
    }
  }
  std::uint32_t value_columns = 0;
  for (std::uint32_t i = 0; i < domains; ++i) {
    if (!first_value_.Push(value_columns)) {
      return ACTA_NO_MEMORY;
    }
    value_columns += plan_->domains[i].value_columns;
  }
  const bool good = domains_.Resize(domains, {}) && rows_.Resize(domains, {}) &&
                    filled_tiles_.Resize(domains, 0) && values_.Resize(value_columns, nullptr) &&
                    extents_.Resize(shape_.size() + 1, {}) && work_.Reserve(shape_.size()) &&
                    flat_bits_.Reserve(2 * shape_.size()) && flat_values_.Reserve(shape_.size());
  return good ? ACTA_OK : ACTA_NO_MEMORY;
}

acta_status Block::Begin(const std::int32_t* as_of) {
  as_of_day_ = as_of;
  may_be_all_given_ = true;
  work_.Clear();
  flat_bits_.Clear();
  flat_values_.Clear();
  for (std::uint32_t& tiles : filled_tiles_) {
    tiles = 0;
  }
  for (std::uint32_t index = 0; index < shape_.size(); ++index) {
    const Field& field = shape_[index];
    const acta_batch_column* const column = field.column;
    // Lists that no rule reads have no rows here.
    const bool is_awake =
        field.domain == 0 ||
        (field.domain != kNone &&
         plan_->columns[plan_->domains[field.domain].list].given != ACTA_NO_PLACE);
    const bool is_read =
        column != nullptr && (column->given != ACTA_NO_PLACE || column->absent != ACTA_NO_PLACE ||
                              column->value != ACTA_NO_PLACE);
    if (!is_awake || (!is_read && field.kind != ACTA_KIND_ENTITY)) {
      continue;
    }
    const Source& source = sources_[index];
    bool is_constant = IsPlain(source) && !MayHoldNulls(source);
    for (std::uint32_t around = field.parent;
         around != kNone && shape_[around].kind == ACTA_KIND_ENTITY;
         around = shape_[around].parent) {
      is_constant = is_constant && IsPlain(sources_[around]);
    }
    is_constant = is_constant && !(field.domain == 0 && sources_.validity());
    const bool has_as_of = index == 0 && as_of != nullptr;
    is_constant = is_constant || has_as_of;
    Task task = Task::kInPlace;
    if (field.kind == ACTA_KIND_ENTITY) {
      task = is_constant ? Task::kNothing : Task::kEntity;
    } else if (field.kind == ACTA_KIND_LIST) {
      task = Task::kList;
    } else if (column->store == ACTA_STORE_BITS) {
      task = is_constant && source.is_missing() ? Task::kNothing : Task::kBits;
    } else if (!has_as_of && !source.is_missing() && !IsAsStored(field, source)) {
      task = Task::kConvert;
    }
    if (is_constant && !has_as_of && source.is_missing() && is_read &&
        column->given != ACTA_NO_PLACE) {
      may_be_all_given_ = false;
    }
    Work work{index, task, is_constant, false};
    work.is_flat = IsFlat(work);
    if (!work_.Push(work) || (work.is_flat && !AddFlat(work))) {
      return ACTA_NO_MEMORY;
    }
  }
  if (as_of != nullptr && shape_[0].column != nullptr) {
    const std::uint32_t store = shape_[0].column->store;
    const std::size_t rows = kMostTiles * ACTA_TILE;
    if (!as_of_.Reserve(rows * 8)) {
      return ACTA_NO_MEMORY;
    }
    for (std::uint32_t tile = 0; tile < kMostTiles; ++tile) {
      FillRows(store, *as_of, kAllRows, tile, as_of_.data());
    }
  }
  return ACTA_OK;
}

std::uint32_t Block::Choose(std::int64_t first, std::int64_t count, std::uint32_t most_tiles) {
  if (count < ACTA_TILE) {
    return static_cast<std::uint32_t>(count);
  }
  std::uint32_t tiles = most_tiles;
  if (tiles == 0) {
    const std::uint32_t each = plan_->domains[0].scratch_bytes;
    const std::uint64_t fitting = each == 0 ? kMostTiles : kScratch / each;
    tiles = fitting < 1            ? 1
            : fitting < kMostTiles ? static_cast<std::uint32_t>(fitting)
                                   : kMostTiles;
  }
  tiles = count / ACTA_TILE < tiles ? static_cast<std::uint32_t>(count / ACTA_TILE) : tiles;
  // Lists of the cases themselves; what lies in their elements is bounded likewise, more or less.
  const auto elements_in = [&](std::uint32_t index) -> std::int64_t {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int64_t unused = 0;
    const bool good =
        decoder_.Elements(index, first, &begin, &unused) &&
        decoder_.Elements(index, first + tiles * std::int64_t{ACTA_TILE} - 1, &unused, &end);
    return good && begin < end ? end - begin : 0;
  };
  while (tiles > 1 && most_tiles == 0) {
    std::uint64_t bytes = 0;
    for (const Work& work : work_) {
      const Field& field = shape_[work.field];
      if (work.task == Task::kList && field.domain == 0 && !sources_[work.field].is_missing()) {
        const auto elements = static_cast<std::uint64_t>(elements_in(work.field));
        bytes += TilesFor(elements) *
                 std::uint64_t{plan_->domains[field.column->elements].scratch_bytes};
      }
    }
    if (bytes + tiles * std::uint64_t{plan_->domains[0].scratch_bytes} <= kScratch * 2) {
      break;
    }
    tiles /= 2;
  }
  return tiles * ACTA_TILE;
}

// ---- domains -----------------------------------------------------------------------------------

void Block::FillConstants(std::uint32_t domain, std::uint32_t from_tile) {
  const std::uint32_t words = plan_->domains[domain].mask_words;
  auto* const masks = reinterpret_cast<std::uint64_t*>(masks_[domain].data());
  for (const Work& work : work_) {
    const Field& field = shape_[work.field];
    if (!(work.is_constant || work.is_flat) || field.column == nullptr || field.domain != domain) {
      continue;
    }
    const acta_batch_column& column = *field.column;
    const bool has_as_of = work.field == 0 && as_of_day_ != nullptr;
    const bool is_missing = sources_[work.field].is_missing() && !has_as_of;
    for (std::size_t tile = from_tile; tile < domains_[domain].tiles; ++tile) {
      std::uint64_t* const of_tile = masks + tile * words;
      if (column.given != ACTA_NO_PLACE && work.is_constant) {
        of_tile[column.given] = is_missing ? 0 : kAllRows;
      }
      if (column.absent != ACTA_NO_PLACE) {
        of_tile[column.absent] = 0;
      }
      if (is_missing && column.store == ACTA_STORE_BITS && column.value != ACTA_NO_PLACE) {
        of_tile[column.value] = 0;
      }
    }
  }
}

// Memory for the rows of a domain whose `count` is known.
bool Block::OpenDomain(std::uint32_t domain) {
  BlockRows& rows = domains_[domain];
  rows.tiles = TilesFor(rows.count);
  const acta_batch_domain& of = plan_->domains[domain];
  const auto reserve = [](AlignedBytes& bytes, std::size_t size) {
    return size <= bytes.size() || bytes.Reserve(size > 2 * bytes.size() ? size : 2 * bytes.size());
  };
  const std::size_t mask_bytes = std::size_t{rows.tiles} * of.mask_words * 8;
  if (mask_bytes > masks_[domain].size()) {
    filled_tiles_[domain] = 0;
  }
  const std::size_t missing_bytes = std::size_t{rows.tiles} * ACTA_TILE * 8;
  const bool is_more_missing = missing_bytes > missing_.size();
  if (!reserve(masks_[domain], mask_bytes) ||
      !reserve(scratch_[domain], (std::size_t{rows.tiles} + 1) * of.scratch_bytes) ||
      !reserve(missing_, missing_bytes)) {
    return NoMemory();
  }
  if (is_more_missing) {
    std::memset(missing_.data(), 0, missing_.size());
  }
  if (filled_tiles_[domain] < rows.tiles) {
    FillConstants(domain, filled_tiles_[domain]);
    filled_tiles_[domain] = rows.tiles;
  }
  acta_batch_rows& out = rows_[domain];
  out.count = rows.count;
  out.tiles = rows.tiles;
  out.values = values_.data() + first_value_[domain];
  out.masks = reinterpret_cast<const std::uint64_t*>(masks_[domain].data());
  out.scratch = scratch_[domain].data();
  out.scratch_bytes = of.scratch_bytes;
  return true;
}

acta_status Block::Load(std::int64_t first, std::uint32_t count) {
  if (!arena_.Clear()) {
    return ACTA_NO_MEMORY;
  }
  std::memset(rejected_, 0, sizeof rejected_);
  all_given_ = may_be_all_given_;
  for (std::uint32_t i = 1; i < plan_->domain_count; ++i) {
    domains_[i] = {};
    rows_[i].offsets = nullptr;
    rows_[i].parents = nullptr;
  }
  domains_[0] = {.count = count, .first = first};
  if (!OpenDomain(0)) {
    return ACTA_NO_MEMORY;
  }
  Extent& cases = extents_[shape_.size()];
  cases = {};
  if (sources_.validity()) {
    auto* const valid = arena_.Take<std::uint64_t>(domains_[0].tiles);
    if (valid == nullptr) {
      return ACTA_NO_MEMORY;
    }
    for (std::uint32_t tile = 0; tile < domains_[0].tiles; ++tile) {
      valid[tile] = domains_[0].Word(sources_.validity(), tile);
    }
    cases.valid = valid;
  }
  const bool is_full = count % ACTA_TILE == 0;
  if (is_full) {
    LoadFlat(first, domains_[0].tiles);
  }
  for (const Work& work : work_) {
    if (is_full && work.is_flat) {
      continue;
    }
    bool good = true;
    switch (work.task) {
      case Task::kNothing:
        extents_[work.field] = {};
        break;
      case Task::kEntity:
        good = LoadEntity(work.field);
        break;
      case Task::kList:
        good = LoadList(work.field);
        break;
      case Task::kBits:
        good = LoadBits(work.field, work.is_constant);
        break;
      case Task::kInPlace:
        good = work.is_constant ? LoadConstant(work.field) : LoadValues(work.field, work.task);
        break;
      case Task::kConvert:
        good = LoadValues(work.field, work.task);
        break;
    }
    if (!good) {
      return decoder_.fault().status;
    }
  }
  return decoder_.fault().status;
}

}  // namespace acta::runtime::columns
