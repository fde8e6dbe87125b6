#include "domain/hex.h"

namespace parasol {

void append_hex(std::string& out, std::uint64_t value, int digits) {
    static constexpr char symbols[] = "0123456789abcdef";
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out.push_back(symbols[(value >> shift) & 15U]);
}

std::string hex_of(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) append_hex(text, static_cast<unsigned char>(byte), 2);
    return text;
}

std::optional<std::string> bytes_of_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); at += 2) {
        const auto byte = parse_hex(text.substr(at, 2));
        if (!byte) return std::nullopt;
        bytes.push_back(static_cast<char>(*byte));
    }
    return bytes;
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
