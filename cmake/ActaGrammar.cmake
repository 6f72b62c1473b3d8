# The library acta_grammar: lexer and parser that ANTLR writes from grammar/*.g4.
#
# The generated code predates char8_t, hence -fno-char8_t for it and for whoever includes it; its
# warnings are not ours. Only the syntax room links it. Nothing is built while a grammar is missing.
function(acta_grammar)
  set(grammar ${PROJECT_SOURCE_DIR}/grammar)
  file(GLOB grammars CONFIGURE_DEPENDS ${grammar}/Acta*.g4)
  if(NOT ${grammar}/ActaLexer.g4 IN_LIST grammars OR NOT ${grammar}/ActaParser.g4 IN_LIST grammars)
    return()
  endif()

  set(out ${PROJECT_BINARY_DIR}/generated/grammar)
  set(sources)
  foreach(class ActaLexer ActaParser ActaParserVisitor ActaParserBaseVisitor)
    list(APPEND sources ${out}/${class}.cpp ${out}/${class}.h)
  endforeach()
  add_custom_command(
    OUTPUT ${sources}
    COMMAND ${ACTA_ANTLR4} -Dlanguage=Cpp -Werror -visitor -no-listener -package acta::grammar -o ${out}
            ActaLexer.g4 ActaParser.g4
    WORKING_DIRECTORY ${grammar}
    DEPENDS ${grammars}
    COMMENT "Generating lexer and parser from grammar/"
    VERBATIM)
  add_library(acta_grammar STATIC ${sources})
  target_compile_options(acta_grammar PRIVATE -w PUBLIC -fno-char8_t)
  target_include_directories(acta_grammar SYSTEM PUBLIC ${out} ${ANTLR4_INCLUDE_DIR})
  target_link_libraries(acta_grammar PUBLIC antlr4_shared Threads::Threads)
endfunction()
