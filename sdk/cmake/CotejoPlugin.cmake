# cotejo_add_plugin(NAME SOURCES a.cpp ... [LIBRARIES lib ...])
#
# Builds NAME.so as a Cotejo plugin: hidden visibility, the entry as its only exported symbol, no undefined symbols, never unloaded.
# Two plugins with default visibility would share inline variables and template statics even under RTLD_LOCAL, hence all of this.
set(_COTEJO_PLUGIN_DIR ${CMAKE_CURRENT_LIST_DIR})

function(cotejo_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  if(NOT arg_SOURCES)
    message(FATAL_ERROR "cotejo_add_plugin(${name}): SOURCES is missing")
  endif()
  add_library(${name} MODULE ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so"
    CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS ${_COTEJO_PLUGIN_DIR}/plugin.map)
  target_link_libraries(${name} PRIVATE Cotejo::SDK ${arg_LIBRARIES})
  target_link_options(${name} PRIVATE -Wl,--version-script=${_COTEJO_PLUGIN_DIR}/plugin.map
    -Wl,-z,nodelete -Wl,--exclude-libs,ALL)
  if(NOT COTEJO_SANITIZE)
    target_link_options(${name} PRIVATE -Wl,-z,defs)  # a sanitizer's runtime is resolved by the host program
  endif()
  add_custom_command(TARGET ${name} POST_BUILD VERBATIM
    COMMAND ${CMAKE_COMMAND} -DPLUGIN=$<TARGET_FILE:${name}> -DNM=${CMAKE_NM} -P ${_COTEJO_PLUGIN_DIR}/CheckExports.cmake)
endfunction()
