# find_package(Acta): the runtime (Acta::runtime, Acta::json, or shared: Acta::runtime_shared, Acta::json_shared), the
# compiler (Acta::acta) and acta_add_rules. docs/embedding.md shows their use.
include(${CMAKE_CURRENT_LIST_DIR}/ActaTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/ActaRules.cmake)

# The archives are written in C++ but need nothing of its library: a project in C links them.
foreach(library Acta::runtime Acta::json)
  get_target_property(configurations ${library} IMPORTED_CONFIGURATIONS)
  foreach(configuration IN LISTS configurations)
    set_target_properties(${library} PROPERTIES IMPORTED_LINK_INTERFACE_LANGUAGES_${configuration} C)
  endforeach()
endforeach()
