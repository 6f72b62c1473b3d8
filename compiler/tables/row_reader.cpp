#include "compiler/tables/row_reader.h"

#include <utility>

#include <fmt/format.h>

namespace acta::tables {

namespace {

// As many as DuckDB puts in a chunk.
constexpr std::size_t kMostTogether = 2048;

tl::unexpected<Error> Changed(const std::string& file) {
  return Fail("{}: it changed while it was read", file);
}

}  // namespace

Result<RowReader> RowReader::Open(std::unique_ptr<Duck> duck, Plan plan) {
  RowReader reader(std::move(duck), std::move(plan));
  ACTA_TRY_VOID(reader.OpenPart());
  return reader;
}

Result<void> RowReader::OpenPart() {
  next_ = 0;
  next_broken_ = 0;
  broken_.clear();
  passes_over_broken_ = false;
  if (plan_.csv) {
    // Before any row is handed out: one that is broken may lead DuckDB to take others for rows that
    // are none.
    const auto whole = TextsOf(
        *duck_, "SELECT count(*)::VARCHAR FROM " + ReadCsv(*plan_.csv, name(), Broken::kEnds));
    if (!whole) {
      return PassOverBroken(whole.error().message);
    }
  }
  auto rows = Rows::Query(*duck_, plan_.parts[part_].query);
  if (!rows) {
    return PassOverBroken(rows.error().message);
  }
  rows_ = *std::move(rows);
  return {};
}

Result<void> RowReader::PassOverBroken(const std::string& why) {
  if (!plan_.csv || passes_over_broken_) {
    return Fail("{}: {}", name(), why);
  }
  rows_.reset();
  passes_over_broken_ = true;
  auto broken = BrokenRowsOf(*duck_, *plan_.csv, name(), why);
  if (!broken) {
    return Fail("{}: {}", name(), broken.error().message);
  }
  broken_ = *std::move(broken);
  auto rows =
      Rows::Query(*duck_, fmt::format("SELECT * FROM {} OFFSET {}",
                                      ReadCsv(*plan_.csv, name(), Broken::kIsPassedOver), next_));
  if (!rows) {
    return Fail("{}: {}", name(), rows.error().message);
  }
  rows_ = *std::move(rows);
  const bool is_ahead = broken_.empty() || broken_.front().row >= next_;
  return is_ahead ? Result<void>() : Changed(name());
}

Result<Stretch> RowReader::Next() {
  while (true) {
    Stretch stretch{.first = next_, .part = part_};
    const auto take_broken = [&] {
      stretch.broken.push_back(std::move(broken_[next_broken_++]));
      ++stretch.rows;
    };
    const auto is_broken = [&](std::uint64_t end) {
      return next_broken_ < broken_.size() && broken_[next_broken_].row < end;
    };
    while (stretch.rows < kMostTogether && is_broken(next_ + stretch.rows + 1)) {
      take_broken();
    }
    if (stretch.rows == 0) {
      stretch.chunk = rows_->Next();
      stretch.rows = stretch.chunk != nullptr ? duckdb_data_chunk_get_size(stretch.chunk) : 0;
      while (stretch.rows > 0 && is_broken(next_ + stretch.rows)) {
        take_broken();
      }
    }
    next_ += stretch.rows;
    if (stretch.rows > 0) {
      return stretch;
    }
    if (const std::string error = rows_->error(); !error.empty()) {
      ACTA_TRY_VOID(PassOverBroken(error));
      continue;
    }
    if (next_broken_ < broken_.size()) {
      return Changed(name());
    }
    if (part_ + 1 == plan_.parts.size()) {
      return stretch;
    }
    ++part_;
    ACTA_TRY_VOID(OpenPart());
  }
}

}  // namespace acta::tables
