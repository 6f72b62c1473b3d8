# acta_add_rules(TARGET target ACT file... [NAME ident] [CPU name] [INCLUDE folder...] [SHARED])
#
# Compiles acts and links them into the target, with the runtime: Acta::runtime, or with SHARED
# Acta::runtime_shared. Each act has headers, <name>.h and for C++ <name>.hpp, and is offered as `acta_act_<name>`, its
# name being that of the file up to the first dot, or NAME. CPU: the oldest processor that must run it. INCLUDE: where modules are looked for.
# What links a target that is a library has its acts and their headers too; object and interface libraries cannot hold one.
# An act is compiled again when it changes, or a document that it uses, wherever that lies.
cmake_policy(SET CMP0116 NEW)
function(acta_add_rules)
  cmake_parse_arguments(PARSE_ARGV 0 RULES "SHARED" "TARGET;NAME;CPU" "ACT;INCLUDE")
  if(DEFINED RULES_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "acta_add_rules does not know: ${RULES_UNPARSED_ARGUMENTS}")
  elseif(NOT TARGET "${RULES_TARGET}")
    message(FATAL_ERROR "acta_add_rules: TARGET \"${RULES_TARGET}\" is no target")
  elseif(NOT RULES_ACT)
    message(FATAL_ERROR "acta_add_rules: ACT names no file")
  endif()
  list(LENGTH RULES_ACT act_count)
  if(RULES_NAME AND act_count GREATER 1)
    message(FATAL_ERROR "acta_add_rules: NAME names one act, but ACT gives ${act_count}")
  endif()

  set(scope PRIVATE)
  get_target_property(type ${RULES_TARGET} TYPE)
  # Neither hands an object that is made elsewhere on to what links it.
  if(type MATCHES "^(OBJECT|INTERFACE)_LIBRARY$")
    string(TOLOWER ${CMAKE_MATCH_1} kind)
    message(FATAL_ERROR "acta_add_rules: TARGET \"${RULES_TARGET}\" is an ${kind} library, and what links it would not have the act; "
      "make it a STATIC library")
  endif()
  if(type MATCHES "_LIBRARY$")
    set(scope PUBLIC)
  endif()

  set(options)
  if(RULES_CPU)
    list(APPEND options --cpu ${RULES_CPU})
  endif()
  foreach(folder IN LISTS RULES_INCLUDE)
    get_filename_component(folder ${folder} ABSOLUTE)
    list(APPEND options -I ${folder})
  endforeach()

  set(output_dir ${CMAKE_CURRENT_BINARY_DIR}/acta_rules/${RULES_TARGET})
  foreach(act IN LISTS RULES_ACT)
    get_filename_component(act ${act} ABSOLUTE)
    set(name ${RULES_NAME})
    if(NOT name)
      get_filename_component(name ${act} NAME_WE)
      string(REGEX REPLACE "[^A-Za-z0-9_]" "_" name ${name})
    endif()
    set(object ${output_dir}/${name}.o)
    set(header ${output_dir}/${name}.h)
    add_custom_command(
      OUTPUT ${object} ${header} ${output_dir}/${name}.hpp
      COMMAND Acta::acta build ${act} -o ${output_dir} --name ${name} --emit obj,header --depfile ${object}.d ${options}
      DEPENDS ${act} $<TARGET_FILE:Acta::acta>
      DEPFILE ${object}.d
      COMMENT "Compiling the act ${name}"
      VERBATIM)
    set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
    target_sources(${RULES_TARGET} PRIVATE ${object} ${header})
  endforeach()
  target_include_directories(${RULES_TARGET} ${scope} ${output_dir})
  if(RULES_SHARED)
    target_link_libraries(${RULES_TARGET} ${scope} Acta::runtime_shared)
  else()
    target_link_libraries(${RULES_TARGET} ${scope} Acta::runtime)
  endif()
endfunction()
