# The test programs: tests/NAME/*.cpp is the program NAME_tests over src/NAME. tests/support/*.cpp is what
# tests share (twins, builders); tests/simulation and tests/stress are programs with a main of their own; every file of
# tests/bench and of tests/fuzz is a program. As WebAssembly under Node: the same, without what draws.

# Catch2's own main, compiled once. Version 2 is one header; version 3 is a library (see tests/catch.h).
find_package(Catch2 3 QUIET)
find_path(catch2_header catch2/catch.hpp NO_CMAKE_FIND_ROOT_PATH PATHS /usr/include)
if(Catch2_FOUND AND NOT EMSCRIPTEN)
    add_library(catch_main INTERFACE)
    target_link_libraries(catch_main INTERFACE ours Catch2::Catch2WithMain)
elseif(catch2_header)
    add_header_library(catch2 catch2/catch.hpp)
    add_library(catch_main STATIC tests/catch_main.cpp)
    target_link_libraries(catch_main PUBLIC ours catch2)
    target_compile_options(catch_main PRIVATE -O0 -w)
elseif(EMSCRIPTEN)
    # Version 3 as a package is a library for this machine, so WebAssembly takes its sources.
    set(catch2_sources ${CMAKE_SOURCE_DIR}/build/third_party/catch2)
    execute_process(COMMAND sh ${CMAKE_SOURCE_DIR}/assets/build/fetch_source.sh
                    catch2 own extras/catch_amalgamated.cpp ${catch2_sources} COMMAND_ERROR_IS_FATAL ANY)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/third_party/catch2/catch2/catch_all.hpp
         CONTENT "#include <catch_amalgamated.hpp>\n")
    add_library(catch_main STATIC ${catch2_sources}/extras/catch_amalgamated.cpp)
    target_include_directories(catch_main SYSTEM PUBLIC ${catch2_sources}/extras
                               ${CMAKE_BINARY_DIR}/third_party/catch2)
    target_link_libraries(catch_main PUBLIC ours)
    target_compile_options(catch_main PRIVATE -w -fno-exceptions)
else()
    message(FATAL_ERROR "Catch2 is missing. Install the Debian package catch2.")
endif()
target_include_directories(catch_main INTERFACE tests)

set(node_options -sENVIRONMENT=node -sSINGLE_FILE=1 -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=64MB
    -sMAXIMUM_MEMORY=4GB -sTOTAL_STACK=1MB -sEXIT_RUNTIME=1 -sASSERTIONS=1)
add_library(test_options INTERFACE)
target_link_libraries(test_options INTERFACE catch_main)
target_include_directories(test_options INTERFACE tests)
target_compile_definitions(test_options INTERFACE PARASOL_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
if(EMSCRIPTEN)
    target_compile_options(test_options INTERFACE -fno-exceptions)
    target_link_options(test_options INTERFACE ${node_options})
endif()

file(GLOB support_sources CONFIGURE_DEPENDS tests/support/*.cpp tests/support/*.h)
if(support_sources MATCHES "\\.cpp")
    add_library(test_support STATIC ${support_sources})
    target_link_libraries(test_support PUBLIC parasol_replica parasol_authority parasol_sample)
    target_include_directories(test_support PUBLIC tests)
else()
    add_library(test_support INTERFACE)
    target_link_libraries(test_support INTERFACE parasol_replica parasol_authority parasol_sample)
endif()

# parasol_tests(NAME libraries...): tests/NAME/*.cpp, where there are any.
function(parasol_tests name)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS tests/${name}/*.cpp)
    if(sources)
        add_executable(${name}_tests ${sources})
        target_link_libraries(${name}_tests PRIVATE test_options ${ARGN} test_support)
        set_property(GLOBAL APPEND PROPERTY parasol_programs ${name}_tests)
    endif()
endfunction()
parasol_tests(domain parasol_domain)
parasol_tests(wire parasol_wire)
parasol_tests(replica parasol_replica)
parasol_tests(authority parasol_authority)
parasol_tests(sample parasol_sample)
parasol_tests(ports parasol_replica parasol_authority)
if(NOT EMSCRIPTEN)
    parasol_tests(semantics parasol_semantics imgui)
    parasol_tests(ui parasol_ui parasol_authority)
    target_sources(ui_tests PRIVATE tests/replica/world.cpp)
    parasol_tests(server parasol_server)
    # What every database keeps to.
    target_sources(server_tests PRIVATE tests/authority/database_suite.cpp tests/simulation/oracle.cpp)
    add_library(own_clock MODULE tests/e2e/own_clock.cpp)
    target_compile_definitions(server_tests PRIVATE PARASOLD="$<TARGET_FILE:parasold>"
                               OWN_CLOCK="$<TARGET_FILE:own_clock>")
    add_dependencies(server_tests parasold own_clock)
    parasol_tests(shell)
    target_sources(shell_tests PRIVATE shell/browser/small_format.cpp)
    target_include_directories(shell_tests PRIVATE ${CMAKE_SOURCE_DIR})
endif()

file(GLOB_RECURSE simulation_sources CONFIGURE_DEPENDS tests/simulation/*.cpp)
if(simulation_sources AND NOT EMSCRIPTEN)
    add_executable(simulation ${simulation_sources})
    # The server's database alone, without what speaks HTTP.
    target_sources(simulation PRIVATE shell/server/sql.cpp shell/server/checkpoints.cpp
                   shell/server/sqlite_database.cpp shell/server/sqlite_open.cpp shell/server/sqlite_read.cpp)
    target_link_libraries(simulation PRIVATE test_support ours Threads::Threads ${sqlite_library})
    target_include_directories(simulation PRIVATE tests ${CMAKE_SOURCE_DIR})
    target_include_directories(simulation SYSTEM PRIVATE ${sqlite_headers})
endif()

# tests/fuzz/NAME.cpp is the fuzzer fuzz_NAME: libFuzzer over what is compiled for it. Its inputs begin with what
# fuzz_seeds writes.
if(PARASOL_SANITIZE STREQUAL address)
    foreach(name wire csv http)
        add_executable(fuzz_${name} tests/fuzz/${name}.cpp)
        target_link_libraries(fuzz_${name} PRIVATE parasol_wire)
        target_include_directories(fuzz_${name} PRIVATE tests)
        target_compile_options(fuzz_${name} PRIVATE ${coverage})
        target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    endforeach()
    target_link_libraries(fuzz_wire PRIVATE parasol_replica)
    target_link_libraries(fuzz_http PRIVATE parasol_server)
    add_executable(fuzz_seeds tests/fuzz/seeds.cpp)
    target_link_libraries(fuzz_seeds PRIVATE parasol_replica)
    target_include_directories(fuzz_seeds PRIVATE tests)
    add_custom_target(fuzzers DEPENDS fuzz_wire fuzz_csv fuzz_http fuzz_seeds)
endif()

# The server's threads all at once, for ThreadSanitizer.
if(NOT EMSCRIPTEN)
    add_executable(stress tests/stress/main.cpp tests/server/client.cpp)
    target_link_libraries(stress PRIVATE parasol_server)
    target_include_directories(stress PRIVATE tests)
endif()

# What a bench has beside its own file is in a folder of its name; that of the server speaks HTTP as the server does.
if(NOT EMSCRIPTEN)
    file(GLOB bench_sources CONFIGURE_DEPENDS tests/bench/*.cpp)
    foreach(source ${bench_sources})
        get_filename_component(name ${source} NAME_WE)
        file(GLOB bench_parts CONFIGURE_DEPENDS tests/bench/${name}/*.cpp)
        add_executable(bench_${name} ${source} ${bench_parts})
        target_link_libraries(bench_${name} PRIVATE test_support ours)
        target_include_directories(bench_${name} PRIVATE tests)
    endforeach()
    target_link_libraries(bench_server PRIVATE parasol_server)
endif()

# `unit_tests` builds all of them; build/PRESET/unit_tests.txt lists them for ./test.
get_property(programs GLOBAL PROPERTY parasol_programs)
add_custom_target(unit_tests DEPENDS ${programs})
string(REPLACE ";" "\n" lines "${programs}")
file(WRITE ${CMAKE_BINARY_DIR}/unit_tests.txt "${lines}\n")
