// DuckDB's handles, owned. Private to compiler/tables.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/tables/duck_calls.h"

namespace acta::tables {

// A connection to a database of its own: in memory, or in a file that may grow beyond memory.
class Duck {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Duck>> Open(const std::string& path = "");
  ~Duck();
  Duck(const Duck&) = delete;
  Duck& operator=(const Duck&) = delete;

  [[nodiscard]] Result<void> Run(const std::string& sql);
  [[nodiscard]] duckdb_connection connection() const { return connection_; }

 private:
  Duck() = default;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

// Some rows; none behind the last.
class DataChunk {
 public:
  explicit DataChunk(duckdb_data_chunk taken) : chunk_(taken) {}
  DataChunk(const DataChunk&) = delete;
  DataChunk& operator=(const DataChunk&) = delete;
  ~DataChunk() { duckdb_destroy_data_chunk(&chunk_); }
  [[nodiscard]] std::uint64_t rows() const {
    return chunk_ == nullptr ? 0 : duckdb_data_chunk_get_size(chunk_);
  }
  [[nodiscard]] duckdb_vector operator[](std::uint64_t column) const {
    return duckdb_data_chunk_get_vector(chunk_, column);
  }

 private:
  duckdb_data_chunk chunk_;
};

// The rows of a query, chunk after chunk, without all of them in memory.
class Rows {
 public:
  // Of one SELECT: what would change or write anything is refused.
  [[nodiscard]] static Result<std::unique_ptr<Rows>> Query(Duck& duck, const std::string& sql);
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  [[nodiscard]] duckdb_result& result() { return result_; }
  // Null behind the last; then it is to be asked whether something failed.
  [[nodiscard]] duckdb_data_chunk Next() { return duckdb_fetch_chunk(result_); }
  [[nodiscard]] std::string error();

 private:
  Rows() = default;
  duckdb_prepared_statement statement_ = nullptr;
  duckdb_pending_result pending_ = nullptr;
  duckdb_result result_{};
  bool has_result_ = false;
};

// The cells of a query of texts, row after row; a null is empty.
[[nodiscard]] Result<std::vector<std::string>> TextsOf(Duck& duck, const std::string& sql);

// The pattern that means the file of this very name.
[[nodiscard]] std::string Literally(const std::string& path);
// A text within SQL.
[[nodiscard]] std::string Quoted(const std::string& text);
// A name within SQL.
[[nodiscard]] std::string Named(const std::string& name);
// DuckDB takes names that differ in case alone for one: these have a mark behind them, and so does
// one that stands there twice.
[[nodiscard]] std::vector<std::string> ToldApart(const std::vector<std::string>& names);
[[nodiscard]] std::string WithoutMark(std::string name);
// The one member of an object that has none.
inline constexpr const char* kNamesNothing = "\x01";

}  // namespace acta::tables
