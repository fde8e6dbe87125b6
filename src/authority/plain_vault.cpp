#include "authority/plain_vault.h"

#include <cstdint>

#include "domain/hex.h"

namespace parasol {
namespace {

constexpr std::string_view sealed_mark = "plain-";

// The finaliser of SplitMix64: every bit of the result depends on every bit of `value`.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

std::uint64_t hashed(std::uint64_t seed, const std::string& text) {
    std::uint64_t hash = mixed(seed);
    for (const char symbol : text) hash = mixed(hash ^ static_cast<unsigned char>(symbol));
    return mixed(hash ^ text.size());
}

unsigned char key_at(std::size_t at) { return static_cast<unsigned char>(mixed(at) & 0xFFU); }

}  // namespace

std::string PlainVault::fingerprint(const std::string& purpose, const std::string& text) {
    const std::string all = purpose + '\n' + text;
    std::string result;
    append_hex(result, hashed(1, all));
    append_hex(result, hashed(2, all));
    return result;
}

std::string PlainVault::seal(const std::string& text) {
    std::string sealed(sealed_mark);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(static_cast<unsigned char>(text[at]) ^ key_at(at));
        append_hex(sealed, byte, 2);
    }
    return sealed;
}

std::optional<std::string> PlainVault::open(const std::string& sealed) {
    if (sealed.compare(0, sealed_mark.size(), sealed_mark) != 0) return std::nullopt;
    const std::size_t digits = sealed.size() - sealed_mark.size();
    if (digits % 2 != 0) return std::nullopt;
    std::string text;
    for (std::size_t at = 0; at < digits / 2; ++at) {
        const auto byte = parse_hex(std::string_view(sealed).substr(sealed_mark.size() + 2 * at, 2));
        if (!byte) return std::nullopt;
        text.push_back(static_cast<char>(static_cast<unsigned char>(*byte) ^ key_at(at)));
    }
    return text;
}

}  // namespace parasol
