# A room is one directory of the compiler: one library, one floor, one set of unit tests.
# tests/layering holds the floors; the DEPENDS below are what the linker needs.

# acta_room(NAME [DEPENDS rooms...] [LINK libs...] [EXPORT libs...] [EXCLUDE files...])
#
# Builds every *.cpp below the current directory into the static library acta_NAME. A room without
# sources is an INTERFACE library, so that it can be named before its first source file exists.
# LINK stays inside the room; EXPORT is for libraries whose headers the room's own headers include.
function(acta_room name)
  cmake_parse_arguments(ROOM "" "" "DEPENDS;LINK;EXPORT;EXCLUDE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  foreach(excluded IN LISTS ROOM_EXCLUDE)
    list(REMOVE_ITEM sources "${CMAKE_CURRENT_SOURCE_DIR}/${excluded}")
  endforeach()
  list(TRANSFORM ROOM_DEPENDS PREPEND acta_)

  if(NOT sources)
    add_library(acta_${name} INTERFACE)
    target_link_libraries(acta_${name} INTERFACE acta_include_root ${ROOM_DEPENDS} ${ROOM_EXPORT} ${ROOM_LINK})
    return()
  endif()
  add_library(acta_${name} STATIC ${sources})
  target_link_libraries(acta_${name}
    PUBLIC acta_include_root ${ROOM_DEPENDS} ${ROOM_EXPORT}
    PRIVATE acta_warnings ${ROOM_LINK})
endfunction()

# Includes read "compiler/base/span.h" and "acta/acta.h" everywhere.
add_library(acta_include_root INTERFACE)
target_include_directories(acta_include_root INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/runtime/include)

# acta_gtest(TARGET LABEL label FOLDER folder [TESTS_ONLY] [LINK libs...])
#
# One GoogleTest executable from the *.cpp below FOLDER (with TESTS_ONLY: the *_test.cpp), each test
# one entry of ctest. Does nothing while the folder holds no *_test.cpp.
function(acta_gtest target)
  cmake_parse_arguments(TEST "TESTS_ONLY" "LABEL;FOLDER" "LINK" ${ARGN})
  file(GLOB_RECURSE tests CONFIGURE_DEPENDS "${TEST_FOLDER}/*_test.cpp")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${TEST_FOLDER}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "_main\\.cpp$")
  if(NOT tests)
    return()
  endif()
  if(TEST_TESTS_ONLY)
    set(sources ${tests})
  endif()
  add_executable(${target} ${sources})
  target_link_libraries(${target} PRIVATE acta_warnings ${TEST_LINK} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${target}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    DISCOVERY_MODE PRE_TEST
    DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${TEST_LABEL} TIMEOUT 600)
endfunction()

# acta_unit_tests(ROOM [LINK libs...])
#
# tests/unit/ROOM/**/*.cpp becomes acta_ROOM_test, linked with acta_ROOM and whatever LINK adds.
function(acta_unit_tests room)
  cmake_parse_arguments(UNIT "" "" "LINK" ${ARGN})
  acta_gtest(acta_${room}_test LABEL unit FOLDER ${CMAKE_CURRENT_SOURCE_DIR}/${room}
    LINK acta_${room} ${UNIT_LINK})
endfunction()

# acta_build_act(ACT NAME OUTPUTS files... [OPTIONS options...] [DEPENDS targets...])
#
# What `acta build` makes of an act, in the current binary directory: for tests.
function(acta_build_act act name)
  cmake_parse_arguments(ACT "" "" "OUTPUTS;OPTIONS;DEPENDS" ${ARGN})
  list(TRANSFORM ACT_OUTPUTS PREPEND ${CMAKE_CURRENT_BINARY_DIR}/)
  add_custom_command(
    OUTPUT ${ACT_OUTPUTS}
    COMMAND acta build ${act} -o ${CMAKE_CURRENT_BINARY_DIR} --name ${name} ${ACT_OPTIONS}
    DEPENDS acta ${act} ${ACT_DEPENDS}
    COMMENT "Compiling the act ${name}"
    VERBATIM)
endfunction()

include(GoogleTest)
