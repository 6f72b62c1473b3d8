# Runs PROGRAM and holds what it prints against the file EXPECTED.
# Called as: cmake -DPROGRAM=... -DEXPECTED=... -P compare_output.cmake
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed ERROR_VARIABLE errors RESULT_VARIABLE result)
file(READ ${EXPECTED} expected)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ends with ${result}\n${printed}${errors}")
elseif(NOT printed STREQUAL expected)
  message(FATAL_ERROR "${PROGRAM} prints something else than ${EXPECTED}:\n${printed}")
endif()
