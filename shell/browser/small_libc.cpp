// Some functions of the C library as far as the page needs them. The library's own read and print fractions exactly,
// which is 20 KB of arithmetic; nothing that the page reads or prints has fractions: the protocol has whole numbers,
// and a number with a fraction is refused for its type.
#include <cstring>

#include "shell/browser/small_format.h"

extern "C" int vsnprintf(char* text, std::size_t size, const char* format, va_list arguments) {
    return parasol::browser::format_small(text, size, format, arguments);
}

// What JSON's parser asks for where a number has a fraction or is very large. Whoever asked for the JSON refuses such a
// number whatever it is. The other two stand in the library's same file, which is left out as a whole.
extern "C" double strtod(const char* text, char** end) {
    if (end != nullptr) {
        *end = const_cast<char*>(text) + std::strspn(text, "+-.0123456789eE");
    }
    return 0;
}
extern "C" float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
extern "C" long double strtold(const char* text, char** end) { return strtod(text, end); }
