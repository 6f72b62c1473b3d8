# Installs what BUILD holds and moves it to TREE: a path that was written down anywhere is wrong afterwards.
file(REMOVE_RECURSE ${TREE} ${TREE}.before)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${TREE}.before COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${TREE}.before ${TREE})
