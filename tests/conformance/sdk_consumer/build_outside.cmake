# Installs the SDK into a fresh prefix, copies the project to where no parent folder can help it, builds it there, runs its test, and looks
# at what the plugin exports.
file(REMOVE_RECURSE ${WORK})
file(COPY ${PROJECT}/ DESTINATION ${WORK}/project)

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${SDK_BUILD} --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${WORK}/project -B ${WORK}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_PREFIX_PATH=${WORK}/prefix)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/adult_test)

execute_process(COMMAND ${NM} -D --defined-only --format=posix ${WORK}/build/adult.so
                OUTPUT_VARIABLE exported OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT exported MATCHES "^cotejo_entry_v1 [^\n]*$")
  message(FATAL_ERROR "adult.so exports more than its entry:\n${exported}")
endif()
