#include "domain/folding.h"

#include <cstdint>

namespace parasol {
namespace {

// U+00C0 to U+017F as ASCII, a star where it is no letter. Of those that stand for two, the second is `second_of`.
constexpr std::string_view latin =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"  // U+00C0
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"  // U+0100
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";  // U+0140
static_assert(latin.size() == 192);

char second_of(unsigned point) {
    switch (point) {
    case 0xC6:
    case 0xE6:
    case 0x152:
    case 0x153: return 'e';
    case 0xDE:
    case 0xFE: return 'h';
    case 0xDF: return 's';
    case 0x132:
    case 0x133: return 'j';
    default: return 0;
    }
}

// Greek and Cyrillic capitals; what has no small letter, or is one, as it is.
unsigned small_letter(unsigned point) {
    if (point >= 0x391 && point <= 0x3A9 && point != 0x3A2) return point + 0x20;
    if (point >= 0x410 && point <= 0x42F) return point + 0x20;
    if (point >= 0x400 && point <= 0x40F) return point + 0x50;
    switch (point) {  // the accented vowels, as the plain small ones
    case 0x386:
    case 0x3AC: return 0x3B1;
    case 0x388:
    case 0x3AD: return 0x3B5;
    case 0x389:
    case 0x3AE: return 0x3B7;
    case 0x38A:
    case 0x3AF:
    case 0x3CA:
    case 0x390: return 0x3B9;
    case 0x38C:
    case 0x3CC: return 0x3BF;
    case 0x38E:
    case 0x3CD:
    case 0x3CB:
    case 0x3B0: return 0x3C5;
    case 0x38F:
    case 0x3CE: return 0x3C9;
    case 0x3C2: return 0x3C3;
    default: return point;
    }
}

}  // namespace

void append_folded(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<std::uint8_t>(text[at]);
        if (byte < 0x80) {
            out += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
            continue;
        }
        const bool accent = byte == 0xCC || byte == 0xCD;  // by itself, after its letter: U+0300 to U+036F
        if (accent && at + 1 < text.size() && (byte == 0xCC || static_cast<std::uint8_t>(text[at + 1]) < 0xB0)) {
            ++at;
            continue;
        }
        if (byte < 0xC3 || byte > 0xD1 || at + 1 == text.size()) {
            out += text[at];
            continue;
        }
        const unsigned point = (byte & 0x1Fu) << 6 | (static_cast<std::uint8_t>(text[++at]) & 0x3Fu);
        const char plain = point >= 0xC0 && point < 0x180 ? latin[point - 0xC0] : '*';
        if (plain != '*') {
            out += plain;
            if (const char second = second_of(point)) out += second;
            continue;
        }
        const unsigned small = small_letter(point);
        out += static_cast<char>(0xC0 | small >> 6);
        out += static_cast<char>(0x80 | (small & 0x3F));
    }
}

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_folded(out, text);
    return out;
}

bool contains_folded(std::string_view text, std::string_view part) {
    return part.empty() || folded(text).find(folded(part)) != std::string::npos;
}

}  // namespace parasol
