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

# LLVM, its headers outside our warnings. What we build links its one shared library, which takes a
# third of a million relocations to load. An executable with the property ACTA_STATIC_LLVM has of the
# archives what it needs, starts in half the time, and does not care where LLVM is installed.
set(archives_there OFF)
if(TARGET LLVMX86CodeGen AND TARGET LLVMAArch64CodeGen AND CMAKE_BUILD_TYPE STREQUAL "Release")
  get_target_property(archive LLVMX86CodeGen LOCATION)
  if(EXISTS "${archive}")
    set(archives_there ON)
  endif()
endif()
option(ACTA_STATIC_LLVM "Have in bin/acta what it needs of LLVM (50 MB)" ${archives_there})
add_library(acta_llvm INTERFACE)
add_library(acta_llvm_archives INTERFACE)
if(ACTA_STATIC_LLVM)
  llvm_map_components_to_libnames(archives
    X86CodeGen X86Desc X86Info AArch64CodeGen AArch64Desc AArch64Info Passes OrcJIT JITLink ObjCopy)
  target_link_libraries(acta_llvm_archives INTERFACE ${archives})
  # The archives name libraries for parts that nobody here uses.
  target_link_options(acta_llvm_archives INTERFACE LINKER:--as-needed LINKER:--gc-sections)
endif()
target_link_libraries(acta_llvm INTERFACE
  $<IF:$<BOOL:$<TARGET_PROPERTY:ACTA_STATIC_LLVM>>,acta_llvm_archives,LLVM>)
target_include_directories(acta_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(llvm_definitions NATIVE_COMMAND ${LLVM_DEFINITIONS})
target_compile_definitions(acta_llvm INTERFACE ${llvm_definitions})

# DuckDB, for tables of cases and to measure against: there after `./dev fetch-duckdb`. All else builds without it.
set(duckdb_dir ${PROJECT_SOURCE_DIR}/build/third_party/duckdb)
if(EXISTS ${duckdb_dir}/libduckdb.so)
  add_library(acta_duckdb SHARED IMPORTED GLOBAL)
  set_target_properties(acta_duckdb PROPERTIES
    IMPORTED_LOCATION ${duckdb_dir}/libduckdb.so INTERFACE_INCLUDE_DIRECTORIES ${duckdb_dir})
endif()
