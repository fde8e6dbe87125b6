#include "domain/hex.h"

namespace parasol {

void append_hex(std::string& out, std::uint64_t value, int digits) {
    static constexpr char symbols[] = "0123456789abcdef";
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.push_back(symbols[(value >> shift) & 15U]);
}

int hex_digit(char symbol) {
    if (symbol >= '0' && symbol <= '9') return symbol - '0';
    if (symbol >= 'a' && symbol <= 'f') return symbol - 'a' + 10;
    if (symbol >= 'A' && symbol <= 'F') return symbol - 'A' + 10;
    return -1;
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
    if (text.empty() || text.size() > 16) return std::nullopt;
    std::uint64_t value = 0;
    for (const char digit : text) {
        int part = 0;
        if (digit >= '0' && digit <= '9') {
            part = digit - '0';
        } else if (digit >= 'a' && digit <= 'f') {
            part = digit - 'a' + 10;
        } else {
            return std::nullopt;
        }
        value = value * 16 + static_cast<std::uint64_t>(part);
    }
    return value;
}

}  // namespace parasol
