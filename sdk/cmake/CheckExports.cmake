# Fails when PLUGIN exports anything but its entry.
execute_process(COMMAND ${NM} -D --defined-only --format=posix ${PLUGIN} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE " [^\n]*" "" symbols "${symbols}")
string(STRIP "${symbols}" symbols)
string(REGEX REPLACE "\n" ";" symbols "${symbols}")
list(FILTER symbols EXCLUDE REGEX "^cotejo_entry_v1(@@.*)?$")
if(symbols)
  message(FATAL_ERROR "${PLUGIN} exports more than cotejo_entry_v1: ${symbols}")
endif()
