# The libraries we take, found once here so that every directory sees their targets.
# docs/libraries.md says why each was chosen; `./dev install-deps` installs them on Debian 12.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(antlr4-runtime REQUIRED)
find_package(LLVM 19.1 REQUIRED CONFIG PATHS /usr/lib/llvm-19)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(gmp REQUIRED IMPORTED_TARGET gmpxx gmp)
find_program(ACTA_ANTLR4 antlr4 REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# LLVM as one shared library, its headers outside our warnings.
add_library(acta_llvm INTERFACE)
target_link_libraries(acta_llvm INTERFACE LLVM)
target_include_directories(acta_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(llvm_definitions NATIVE_COMMAND ${LLVM_DEFINITIONS})
target_compile_definitions(acta_llvm INTERFACE ${llvm_definitions})

# DuckDB, for measuring against it only: there after `./dev fetch-duckdb`. Nothing else needs it.
set(duckdb_dir ${PROJECT_SOURCE_DIR}/build/third_party/duckdb)
if(EXISTS ${duckdb_dir}/libduckdb.so)
  add_library(acta_duckdb SHARED IMPORTED GLOBAL)
  set_target_properties(acta_duckdb PROPERTIES
    IMPORTED_LOCATION ${duckdb_dir}/libduckdb.so INTERFACE_INCLUDE_DIRECTORIES ${duckdb_dir})
endif()
