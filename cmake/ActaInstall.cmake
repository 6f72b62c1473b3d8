# What `cmake --install` puts where. The tree may be moved afterwards: nothing in it says where it lies.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${PROJECT_SOURCE_DIR}/cmake/package)
set(package_to ${CMAKE_INSTALL_LIBDIR}/cmake/Acta)

# For hosts: Acta::runtime, Acta::json and the shared ones; the compiler as Acta::acta.
set(libraries runtime json runtime_shared json_shared)
foreach(library IN LISTS libraries)
  set_target_properties(acta_${library} PROPERTIES EXPORT_NAME ${library})
endforeach()
# The same names for the hosts in this tree.
foreach(library IN LISTS libraries)
  add_library(Acta::${library} ALIAS acta_${library})
endforeach()
add_executable(Acta::acta ALIAS acta)
list(TRANSFORM libraries PREPEND acta_)
# All that is installed, and nothing else of this tree.
add_custom_target(acta_installed DEPENDS acta ${libraries} acta_runtime_object)
install(TARGETS acta ${libraries} EXPORT ActaTargets INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
# What `acta` reads tables with lies in lib, where it is looked for from bin.
if(TARGET acta_duckdb)
  install(FILES ${duckdb_dir}/libduckdb.so DESTINATION lib)
endif()
install(EXPORT ActaTargets NAMESPACE Acta:: DESTINATION ${package_to})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/generated/ActaConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES ${package_dir}/ActaConfig.cmake ${package_dir}/ActaRules.cmake ${PROJECT_BINARY_DIR}/generated/ActaConfigVersion.cmake
  DESTINATION ${package_to})

# The runtime that shared libraries of acts carry: where bin/acta looks for it.
install(FILES ${PROJECT_BINARY_DIR}/lib/acta_runtime.o DESTINATION lib)
if(TARGET acta_runtime_aarch64-linux-gnu)
  add_dependencies(acta_installed acta_runtime_aarch64-linux-gnu)
  install(FILES ${PROJECT_BINARY_DIR}/lib/aarch64-linux-gnu/acta_runtime.o DESTINATION lib/aarch64-linux-gnu)
endif()

# kernels.h is between the compiler and the runtime.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/runtime/include/acta DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  PATTERN kernels.h EXCLUDE)
# Where bin/acta looks for it.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/stdlib DESTINATION share/acta FILES_MATCHING PATTERN "*.acta.md")

# From the folder of the .pc files up to the top of the tree.
file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
foreach(package acta acta-json)
  configure_file(${package_dir}/${package}.pc.in ${PROJECT_BINARY_DIR}/generated/${package}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/generated/${package}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
