#include "compiler/tables/exact_numbers.h"

#include <algorithm>
#include <memory>

#include "compiler/tables/values.h"

namespace acta::tables {

namespace {

// Behind the text that begins at `begin`, with its quote.
std::size_t EndOfText(std::string_view json, std::size_t begin) {
  std::size_t at = begin + 1;
  while (at < json.size() && json[at] != '"') {
    at += json[at] == '\\' ? 2 : 1;
  }
  return std::min(at + 1, json.size());
}

bool IsOfNumber(char sign) {
  return ('0' <= sign && sign <= '9') || sign == '-' || sign == '+' || sign == '.' || sign == 'e' ||
         sign == 'E';
}

bool BeginsNumber(char sign) {
  return ('0' <= sign && sign <= '9') || sign == '-';
}

void Rewrite(duckdb_function_info /*info*/, duckdb_data_chunk rows, duckdb_vector texts) {
  duckdb_vector const given = duckdb_data_chunk_get_vector(rows, 0);
  const void* const data = duckdb_vector_get_data(given);
  const Validity valid(given);
  duckdb_vector_ensure_validity_writable(texts);
  for (std::uint64_t row = 0; row < duckdb_data_chunk_get_size(rows); ++row) {
    if (!valid[row]) {
      duckdb_validity_set_row_invalid(duckdb_vector_get_validity(texts), row);
      continue;
    }
    const std::string text = WithNumbersAsTexts(TextAt(data, row));
    duckdb_vector_assign_string_element_len(texts, row, text.data(), text.size());
  }
}

}  // namespace

std::string WithNumbersAsTexts(std::string_view json) {
  std::string rewritten;
  std::size_t copied = 0;
  std::size_t at = 0;
  while (at < json.size()) {
    const std::size_t begin = at;
    if (json[at] == '"') {
      at = EndOfText(json, begin);
      continue;
    }
    if (!BeginsNumber(json[at])) {
      ++at;
      continue;
    }
    at = static_cast<std::size_t>(std::find_if_not(json.begin() + begin, json.end(), IsOfNumber) -
                                  json.begin());
    const std::string_view number = json.substr(begin, at - begin);
    if (number.find_first_of(".eE") != std::string_view::npos) {
      rewritten.append(json.substr(copied, begin - copied));
      rewritten.append("\"").append(number).append("\"");
      copied = at;
    }
  }
  return rewritten.append(json.substr(copied));
}

Result<void> RegisterNumbersAsTexts(Duck& duck) {
  const auto destroy = [](duckdb_scalar_function function) {
    duckdb_destroy_scalar_function(&function);
  };
  const std::unique_ptr<std::remove_pointer_t<duckdb_scalar_function>, decltype(destroy)> function(
      duckdb_create_scalar_function());
  const DuckType text(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  duckdb_scalar_function_set_name(function.get(), kNumbersAsTexts);
  duckdb_scalar_function_add_parameter(function.get(), text.get());
  duckdb_scalar_function_set_return_type(function.get(), text.get());
  duckdb_scalar_function_set_function(function.get(), Rewrite);
  return duckdb_register_scalar_function(duck.connection(), function.get()) == DuckDBSuccess
             ? Result<void>()
             : Fail("DuckDB does not take the function {}", kNumbersAsTexts);
}

}  // namespace acta::tables
