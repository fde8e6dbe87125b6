#include "domain/ids.h"

#include "domain/hex.h"

namespace parasol {

Id make_uuid7(Instant now, std::uint64_t random_high, std::uint64_t random_low) {
    const auto time = static_cast<std::uint64_t>(now) & 0xFFFFFFFFFFFFULL;
    Id id;
    id.high = (time << 16) | 0x7000ULL | (random_high & 0x0FFFULL);
    id.low = 0x8000000000000000ULL | (random_low & 0x3FFFFFFFFFFFFFFFULL);
    return id;
}

std::string to_string(const Id& id) {
    std::string text;
    text.reserve(36);
    append_hex(text, id.high >> 32, 8);
    text += '-';
    append_hex(text, id.high >> 16, 4);
    text += '-';
    append_hex(text, id.high, 4);
    text += '-';
    append_hex(text, id.low >> 48, 4);
    text += '-';
    append_hex(text, id.low, 12);
    return text;
}

std::optional<Id> parse_id(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return std::nullopt;
    const auto a = parse_hex(text.substr(0, 8)), b = parse_hex(text.substr(9, 4)), c = parse_hex(text.substr(14, 4)),
               d = parse_hex(text.substr(19, 4)), e = parse_hex(text.substr(24));
    if (!a || !b || !c || !d || !e) return std::nullopt;
    Id id;
    id.high = *a << 32 | *b << 16 | *c;
    id.low = *d << 48 | *e;
    return id;
}

}  // namespace parasol
