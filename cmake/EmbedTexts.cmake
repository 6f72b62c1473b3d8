# acta_embed_texts(OUT NAME files...)
#
# A source file that holds each of the files as a text: `extern const std::string_view NAME_style_css`
# in namespace acta::report for style.css. OUT is set to its path.
function(acta_embed_texts out name)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}_texts.cpp)
  list(JOIN ARGN "|" files)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${files}" -DNAME=${name} -DOUT=${source} -P ${PROJECT_SOURCE_DIR}/cmake/WriteTexts.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/WriteTexts.cmake
    COMMENT "Building in the texts of ${name}"
    VERBATIM)
  set(${out} ${source} PARENT_SCOPE)
endfunction()
