// What a fuzzer finds wrong: said, and then the program dies, so that libFuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace fuzz {

[[noreturn]] inline void fail(const char* what, std::string_view shown = {}) {
    const std::string text(shown.substr(0, 2000));
    std::fprintf(stderr, "FOUND: %s\n%s\n", what, text.c_str());
    std::abort();
}

inline void must(bool holds, const char* what, std::string_view shown = {}) {
    if (!holds) fail(what, shown);
}

}  // namespace fuzz
