// Texts by a format, as printf writes them, without its arithmetic of fractions: what Dear ImGui names its windows by.
#pragma once

#include <cstdarg>
#include <cstddef>

namespace parasol::browser {

// As vsnprintf (C17 7.21.6.12), for %s, %c, %d, %i, %u, %x, %X and %%, with a width, 0, * and the lengths l, ll and z,
// and a precision for %s. Any other format is a bug and stops the program.
int format_small(char* text, std::size_t size, const char* format, va_list arguments);

}  // namespace parasol::browser
