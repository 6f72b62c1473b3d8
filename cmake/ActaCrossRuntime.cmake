# The runtime for other machines, as one object: what `acta build --emit shared --target` carries, and
# what hosts there link.
#
# acta_cross_runtime(TUPLE sources...): the target acta_runtime_TUPLE makes lib/TUPLE/acta_runtime.o.
# There is no such target when no cross compiler is installed.
function(acta_cross_runtime tuple)
  find_program(ACTA_${tuple}_CXX ${tuple}-g++)
  set(compiler ${ACTA_${tuple}_CXX})
  if(NOT compiler)
    return()
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${tuple})
  set(objects)
  foreach(source IN LISTS ARGN)
    file(RELATIVE_PATH name ${CMAKE_CURRENT_SOURCE_DIR} ${source})
    set(object ${folder}/${name}.o)
    get_filename_component(object_folder ${object} DIRECTORY)
    file(MAKE_DIRECTORY ${object_folder})
    add_custom_command(
      OUTPUT ${object}
      COMMAND ${ACTA_CCACHE} ${compiler} -std=c++20 -O2 -fPIC -fno-exceptions -fno-rtti -fvisibility=hidden
        -I${PROJECT_SOURCE_DIR} -I${CMAKE_CURRENT_SOURCE_DIR}/include
        -MD -MT ${object} -MF ${object}.d -o ${object} -c ${source}
      DEPENDS ${source}
      DEPFILE ${object}.d
      COMMENT "Compiling ${name} for ${tuple}"
      VERBATIM)
    list(APPEND objects ${object})
  endforeach()
  set(joined ${CMAKE_BINARY_DIR}/lib/${tuple}/acta_runtime.o)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/lib/${tuple})
  add_custom_command(
    OUTPUT ${joined}
    COMMAND ${compiler} -r -nostdlib -o ${joined} ${objects} -lgcc
    DEPENDS ${objects}
    COMMENT "Joining the runtime for ${tuple}"
    VERBATIM)
  add_custom_target(acta_runtime_${tuple} ALL DEPENDS ${joined})
endfunction()
