# The WebAssembly toolchain: the platform file of whichever emcc is first in PATH, and what emcc 3.1.6 needs
# on Debian.
find_program(PARASOL_EM_CONFIG em-config REQUIRED)
execute_process(COMMAND ${PARASOL_EM_CONFIG} EMSCRIPTEN_ROOT
                OUTPUT_VARIABLE emscripten_root OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)

# Linking runs JavaScript passes with acorn, which Debian keeps outside emcc's own folder.
set_property(GLOBAL PROPERTY RULE_LAUNCH_LINK "env NODE_PATH=/usr/share/nodejs")
