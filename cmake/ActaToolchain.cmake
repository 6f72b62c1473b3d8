# What every translation unit is compiled with: warnings, sanitizers, compiler cache, linker.

# Our own code is compiled with these; generated and third-party code is not.
add_library(acta_warnings INTERFACE)
target_compile_options(acta_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow
  # A designated initializer that leaves members at their defaults is how we pass options.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Warnings are errors with the compiler that everybody works with. GCC 12 reports the ones we turn
  # off inside std::optional, std::variant and std::string when optimising.
  target_compile_options(acta_warnings INTERFACE
    -Werror -Wno-maybe-uninitialized
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread>)
else()
  # Clang finds std::stable_sort of GCC's library deprecated.
  target_compile_options(acta_warnings INTERFACE -Wno-deprecated-declarations)
endif()

# No absolute paths in what we build: __FILE__ is relative to the top of the repository.
add_compile_options(-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)

if(ACTA_CHECKED)
  add_compile_definitions(ACTA_CHECKED=1)
endif()
if(ACTA_SANITIZE)
  add_compile_options(-fsanitize=${ACTA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ACTA_SANITIZE})
endif()
if(ACTA_FUZZING)
  # Coverage feedback everywhere; the fuzz targets themselves link the fuzzer's main.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
  add_compile_definitions(ACTA_FUZZING=1)
endif()

find_program(ACTA_CCACHE ccache)
if(ACTA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness lets ccache serve files that use a precompiled header.
  set(launcher ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${ACTA_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
endif()

find_program(ACTA_MOLD mold)
find_program(ACTA_LLD NAMES ld.lld-19 ld.lld)
if(ACTA_MOLD)
  add_link_options(-fuse-ld=mold)
elseif(ACTA_LLD AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  add_link_options(--ld-path=${ACTA_LLD})
endif()
