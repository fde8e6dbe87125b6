// Numbers as lower-case hexadecimal digits: in ids, keys and tokens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parasol {

// Adds the last `digits` (1 to 16) digits of the number, with zeros before it.
void append_hex(std::string& out, std::uint64_t value, int digits = 16);
// Two digits for each byte, and back; nullopt for what is no such text.
std::string hex_of(std::string_view bytes);
std::optional<std::string> bytes_of_hex(std::string_view text);
// The value of one digit in either case; -1 for any other symbol.
int hex_digit(char symbol);
// 1 to 16 lower-case digits; every other text is refused.
std::optional<std::uint64_t> parse_hex(std::string_view text);

}  // namespace parasol
