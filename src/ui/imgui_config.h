// How Dear ImGui is compiled: one header for its sources, for src/semantics, src/ui and shell/browser alike.
//
// The page draws text through a font loader of its own and answers for every item it draws, so the parts that would
// bring a font parser, files, a shell, a clipboard or debug windows into the page are left out.
#pragma once

// A bug is an assertion (also in Dear ImGui, which asserts when it is used wrongly).
#include <cassert>
#define IM_ASSERT(expression) assert(expression)

// The item hooks: src/semantics defines them and uses them as the coverage oracle.
#ifndef IMGUI_ENABLE_TEST_ENGINE
#define IMGUI_ENABLE_TEST_ENGINE
#endif

// People's names are written in every script, also beyond the first Unicode plane.
#define IMGUI_USE_WCHAR32

#define IMGUI_DEFINE_MATH_OPERATORS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS
