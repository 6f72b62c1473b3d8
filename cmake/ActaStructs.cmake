# acta_structs(TARGET NAME ACT) for programs of this tree: the act as an object file and its header, and a library of
# both and the runtime that needs no C++ to link.
function(acta_structs target name act)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name})
  file(GLOB modules CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/stdlib/*.md ${PROJECT_SOURCE_DIR}/examples/kazakhstan/*.md)
  add_custom_command(
    OUTPUT ${folder}/${name}.o ${folder}/${name}.h ${folder}/${name}.hpp
    COMMAND acta build ${act} --name ${name} --emit obj,header -o ${folder}
    DEPENDS acta ${act} ${modules}
    COMMENT "Compiling the act ${name}"
    VERBATIM)
  add_custom_target(${target}_files DEPENDS ${folder}/${name}.o ${folder}/${name}.h)
  add_library(${target} INTERFACE)
  add_dependencies(${target} ${target}_files)
  target_include_directories(${target} INTERFACE ${folder})
  target_link_libraries(${target} INTERFACE ${folder}/${name}.o acta_include_root acta_json acta_runtime)
endfunction()
