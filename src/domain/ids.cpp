#include "domain/ids.h"

namespace parasol {

Id make_uuid7(Instant now, std::uint64_t random_high, std::uint64_t random_low) {
    const auto time = static_cast<std::uint64_t>(now) & 0xFFFFFFFFFFFFULL;
    Id id;
    id.high = (time << 16) | 0x7000ULL | (random_high & 0x0FFFULL);
    id.low = 0x8000000000000000ULL | (random_low & 0x3FFFFFFFFFFFFFFFULL);
    return id;
}

std::string to_string(const Id& id) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text.push_back('-');
        const std::uint64_t half = nibble < 16 ? id.high : id.low;
        text.push_back(digits[(half >> (60 - 4 * (nibble % 16))) & 0xF]);
    }
    return text;
}

std::optional<Id> parse_id(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Id id;
    int nibble = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char symbol = text[at];
        if (at == 8 || at == 13 || at == 18 || at == 23) {
            if (symbol != '-') return std::nullopt;
            continue;
        }
        std::uint64_t value = 0;
        if (symbol >= '0' && symbol <= '9') {
            value = static_cast<std::uint64_t>(symbol - '0');
        } else if (symbol >= 'a' && symbol <= 'f') {
            value = static_cast<std::uint64_t>(symbol - 'a') + 10;
        } else {
            return std::nullopt;
        }
        std::uint64_t& half = nibble < 16 ? id.high : id.low;
        half = (half << 4) | value;
        ++nibble;
    }
    return id;
}

}  // namespace parasol
