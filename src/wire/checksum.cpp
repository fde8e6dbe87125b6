#include "wire/checksum.h"

#include <array>

namespace parasol {
namespace {

// Four bytes at a time ("slicing by 4"): table[n][b] is the effect of byte b, n bytes before the end.
using Tables = std::array<std::array<std::uint32_t, 256>, 4>;

Tables make_tables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t rest = byte;
        for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xEDB88320U : 0);
        tables[0][byte] = rest;
    }
    for (std::size_t byte = 0; byte < 256; ++byte) {
        for (std::size_t n = 1; n < 4; ++n) {
            const std::uint32_t last = tables[n - 1][byte];
            tables[n][byte] = (last >> 8) ^ tables[0][last & 0xFF];
        }
    }
    return tables;
}

}  // namespace

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
    static const Tables tables = make_tables();
    std::uint32_t rest = ~before;
    std::size_t at = 0;
    const auto byte = [&](std::size_t offset) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + offset]));
    };
    for (; at + 4 <= bytes.size(); at += 4) {
        rest ^= byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
        rest = tables[3][rest & 0xFF] ^ tables[2][(rest >> 8) & 0xFF] ^ tables[1][(rest >> 16) & 0xFF] ^
               tables[0][rest >> 24];
    }
    for (; at < bytes.size(); ++at) rest = (rest >> 8) ^ tables[0][(rest ^ byte(0)) & 0xFF];
    return ~rest;
}

}  // namespace parasol
