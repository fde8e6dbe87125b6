// One character of UTF-8 at a time, for what is read from outside.
#pragma once

#include <cstddef>
#include <string_view>

namespace parasol {

// The length in bytes, 1 to 4, of the character that begins at `at`; 0 where none does: a stray or missing
// continuation byte, an overlong form, a surrogate, or beyond U+10FFFF.
std::size_t utf8_length(std::string_view text, std::size_t at);

}  // namespace parasol
