# The page's WebAssembly. shell/browser/*.cpp is the platform; shell/browser/portal/*.cpp is the program that
# runs on it. tests/browser/NAME/*.cpp are programs of the same platform that only the browser tests load.

file(GLOB platform_sources CONFIGURE_DEPENDS shell/browser/*.cpp shell/browser/*.h)
file(GLOB platform_scripts CONFIGURE_DEPENDS shell/browser/*.lib.js)

# Objects, not an archive: functions that only JavaScript calls must not be dropped for want of a caller.
if(platform_sources MATCHES "\\.cpp")
    set(renderer ${PARASOL_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp)
    add_library(parasol_platform OBJECT ${platform_sources} ${renderer})
    set_source_files_properties(${renderer} PROPERTIES COMPILE_OPTIONS -w
                                COMPILE_DEFINITIONS "glGetIntegerv=graphics_state;sscanf=graphics_version")
    target_compile_definitions(parasol_platform PUBLIC IMGUI_IMPL_OPENGL_ES3)
    target_include_directories(parasol_platform PUBLIC ${CMAKE_SOURCE_DIR})
    target_include_directories(parasol_platform SYSTEM PUBLIC ${PARASOL_IMGUI_DIR}/backends)
    target_link_libraries(parasol_platform PUBLIC parasol_ui parasol_replica parasol_authority parasol_sample
                          PRIVATE ours_strict)
endif()

set(page_options
    -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web -sUSE_ES6_IMPORT_META=1
    -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
    -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0 -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=2GB -sTEXTDECODER=2
    -sMALLOC=emmalloc -sJS_MATH=1 -sEXIT_RUNTIME=0 -sSUPPORT_LONGJMP=0 -sDISABLE_EXCEPTION_CATCHING=1)
if(CMAKE_BUILD_TYPE STREQUAL Release)
    list(APPEND page_options -sASSERTIONS=0 -sMINIFY_HTML=0)
else()
    list(APPEND page_options -sASSERTIONS=1 -sSTACK_OVERFLOW_CHECK=1 --profiling-funcs)
endif()
foreach(script ${platform_scripts})
    list(APPEND page_options "SHELL:--js-library ${script}")
endforeach()

function(add_page name)
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE parasol_platform ours_strict)
    target_link_options(${name} PRIVATE ${page_options})
    set_target_properties(${name} PROPERTIES SUFFIX .mjs LINK_DEPENDS "${platform_scripts}"
                          RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/pages)
endfunction()

file(GLOB_RECURSE portal_sources CONFIGURE_DEPENDS shell/browser/portal/*.cpp)
if(portal_sources AND TARGET parasol_platform)
    add_page(parasol ${portal_sources})
endif()

set(pages ${CMAKE_SOURCE_DIR}/tests/browser)
file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true RELATIVE ${pages} ${pages}/*)
foreach(folder ${folders})
    file(GLOB sources CONFIGURE_DEPENDS tests/browser/${folder}/*.cpp)
    if(sources AND TARGET parasol_platform)
        add_page(${folder} ${sources})
        target_include_directories(${folder} PRIVATE tests)
        set_target_properties(${folder} PROPERTIES EXCLUDE_FROM_ALL ON)
        list(APPEND browser_test_pages ${folder})
    endif()
endforeach()
if(TARGET ports)
    # Its suite of databases is native code too, and waits in the middle of a call.
    target_sources(ports PRIVATE tests/authority/database_suite.cpp)
    target_link_options(ports PRIVATE -sASYNCIFY=1 -sASYNCIFY_STACK_SIZE=65536)
endif()
add_custom_target(browser_test_pages DEPENDS ${browser_test_pages})

# ---- dist/: the static files that are the product ----
set(fonts ${CMAKE_BINARY_DIR}/fonts)
file(MAKE_DIRECTORY ${fonts})
find_file(PARASOL_INTER NAMES Inter-roman.var.ttf Inter.var.ttf InterVariable.ttf NO_CMAKE_FIND_ROOT_PATH
          PATHS /usr/share/fonts/truetype/inter-vf /usr/share/fonts/truetype/inter
          DOC "Inter as a variable font (Debian: fonts-inter-variable)")
set(lucide ${CMAKE_SOURCE_DIR}/node_modules/lucide-static/font/lucide.ttf)
add_custom_command(OUTPUT ${fonts}/inter.woff2
    COMMAND ${PARASOL_PYTHON} assets/build/fonts.py ${PARASOL_INTER} ${fonts}/inter.woff2
    DEPENDS assets/build/fonts.py WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM
    COMMENT "Cutting the text font")
add_custom_command(OUTPUT ${fonts}/icons.woff2
    COMMAND ${PARASOL_PYTHON} assets/build/icons.py font assets/icons.txt ${lucide} ${fonts}/icons.woff2
    DEPENDS assets/build/icons.py assets/icons.txt WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM
    COMMENT "Cutting the icon font")
add_custom_target(fonts DEPENDS ${fonts}/inter.woff2 ${fonts}/icons.woff2)
set(PARASOL_DIST ${CMAKE_SOURCE_DIR}/dist CACHE PATH "Where the product is put together")
add_custom_target(dist DEPENDS fonts
    COMMAND node assets/build/dist.mjs ${CMAKE_BINARY_DIR} ${fonts} ${PARASOL_DIST} ${CMAKE_BUILD_TYPE}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM COMMENT "Putting the product together")
if(TARGET parasol)
    add_dependencies(dist parasol)
endif()
