// DuckDB, loaded when the first table is opened: it is large, and most of what `acta` does needs none of
// it. Its functions are called by their own names. Private to compiler/tables.
#pragma once

#include <duckdb.h>

#include "compiler/base/result.h"

namespace acta::tables {

struct DuckFunctions {
#define ACTA_DUCK(name) decltype(&::name) name = nullptr;
#include "compiler/tables/duck_functions.def"
#undef ACTA_DUCK
};

// Loads it, once. Looked for at $ACTA_DUCKDB, beside the executable in ../lib, and where it lay when this
// was built. Fails with what to do when it is not there.
[[nodiscard]] Result<void> LoadDuck();
// Only after LoadDuck.
[[nodiscard]] const DuckFunctions& Ducks();

}  // namespace acta::tables

#define duckdb_append_bool (::acta::tables::Ducks().duckdb_append_bool)
#define duckdb_append_date (::acta::tables::Ducks().duckdb_append_date)
#define duckdb_append_int64 (::acta::tables::Ducks().duckdb_append_int64)
#define duckdb_append_null (::acta::tables::Ducks().duckdb_append_null)
#define duckdb_append_timestamp (::acta::tables::Ducks().duckdb_append_timestamp)
#define duckdb_append_varchar_length (::acta::tables::Ducks().duckdb_append_varchar_length)
#define duckdb_appender_close (::acta::tables::Ducks().duckdb_appender_close)
#define duckdb_appender_create (::acta::tables::Ducks().duckdb_appender_create)
#define duckdb_appender_destroy (::acta::tables::Ducks().duckdb_appender_destroy)
#define duckdb_appender_end_row (::acta::tables::Ducks().duckdb_appender_end_row)
#define duckdb_close (::acta::tables::Ducks().duckdb_close)
#define duckdb_column_count (::acta::tables::Ducks().duckdb_column_count)
#define duckdb_column_logical_type (::acta::tables::Ducks().duckdb_column_logical_type)
#define duckdb_column_name (::acta::tables::Ducks().duckdb_column_name)
#define duckdb_connect (::acta::tables::Ducks().duckdb_connect)
#define duckdb_data_chunk_get_size (::acta::tables::Ducks().duckdb_data_chunk_get_size)
#define duckdb_data_chunk_get_vector (::acta::tables::Ducks().duckdb_data_chunk_get_vector)
#define duckdb_decimal_internal_type (::acta::tables::Ducks().duckdb_decimal_internal_type)
#define duckdb_decimal_scale (::acta::tables::Ducks().duckdb_decimal_scale)
#define duckdb_destroy_data_chunk (::acta::tables::Ducks().duckdb_destroy_data_chunk)
#define duckdb_destroy_logical_type (::acta::tables::Ducks().duckdb_destroy_logical_type)
#define duckdb_destroy_pending (::acta::tables::Ducks().duckdb_destroy_pending)
#define duckdb_destroy_prepare (::acta::tables::Ducks().duckdb_destroy_prepare)
#define duckdb_destroy_result (::acta::tables::Ducks().duckdb_destroy_result)
#define duckdb_disconnect (::acta::tables::Ducks().duckdb_disconnect)
#define duckdb_enum_dictionary_size (::acta::tables::Ducks().duckdb_enum_dictionary_size)
#define duckdb_enum_dictionary_value (::acta::tables::Ducks().duckdb_enum_dictionary_value)
#define duckdb_enum_internal_type (::acta::tables::Ducks().duckdb_enum_internal_type)
#define duckdb_execute_pending (::acta::tables::Ducks().duckdb_execute_pending)
#define duckdb_fetch_chunk (::acta::tables::Ducks().duckdb_fetch_chunk)
#define duckdb_free (::acta::tables::Ducks().duckdb_free)
#define duckdb_get_type_id (::acta::tables::Ducks().duckdb_get_type_id)
#define duckdb_list_type_child_type (::acta::tables::Ducks().duckdb_list_type_child_type)
#define duckdb_list_vector_get_child (::acta::tables::Ducks().duckdb_list_vector_get_child)
#define duckdb_list_vector_get_size (::acta::tables::Ducks().duckdb_list_vector_get_size)
#define duckdb_open_ext (::acta::tables::Ducks().duckdb_open_ext)
#define duckdb_pending_error (::acta::tables::Ducks().duckdb_pending_error)
#define duckdb_pending_prepared_streaming (::acta::tables::Ducks().duckdb_pending_prepared_streaming)
#define duckdb_prepare (::acta::tables::Ducks().duckdb_prepare)
#define duckdb_prepare_error (::acta::tables::Ducks().duckdb_prepare_error)
#define duckdb_query (::acta::tables::Ducks().duckdb_query)
#define duckdb_result_error (::acta::tables::Ducks().duckdb_result_error)
#define duckdb_string_t_data (::acta::tables::Ducks().duckdb_string_t_data)
#define duckdb_string_t_length (::acta::tables::Ducks().duckdb_string_t_length)
#define duckdb_struct_type_child_count (::acta::tables::Ducks().duckdb_struct_type_child_count)
#define duckdb_struct_type_child_name (::acta::tables::Ducks().duckdb_struct_type_child_name)
#define duckdb_struct_type_child_type (::acta::tables::Ducks().duckdb_struct_type_child_type)
#define duckdb_struct_vector_get_child (::acta::tables::Ducks().duckdb_struct_vector_get_child)
#define duckdb_validity_row_is_valid (::acta::tables::Ducks().duckdb_validity_row_is_valid)
#define duckdb_vector_get_data (::acta::tables::Ducks().duckdb_vector_get_data)
#define duckdb_vector_get_validity (::acta::tables::Ducks().duckdb_vector_get_validity)
