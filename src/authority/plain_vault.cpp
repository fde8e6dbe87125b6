#include "authority/plain_vault.h"

#include <cstdint>
#include <utility>

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

// Applied twice it gives the text back.
std::string under_key(std::string text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (mixed(at) & 0xFFU));
    }
    return text;
}

}  // namespace

std::string PlainVault::fingerprint(const std::string& purpose, const std::string& text) {
    const std::string all = purpose + '\n' + text;
    std::string result;
    append_hex(result, hashed(1, all));
    append_hex(result, hashed(2, all));
    return result;
}

std::string PlainVault::seal(const std::string& text) {
    return std::string(sealed_mark) + hex_of(under_key(text));
}

std::optional<std::string> PlainVault::open(const std::string& sealed) {
    if (sealed.compare(0, sealed_mark.size(), sealed_mark) != 0) return std::nullopt;
    auto bytes = bytes_of_hex(std::string_view(sealed).substr(sealed_mark.size()));
    if (bytes) *bytes = under_key(std::move(*bytes));
    return bytes;
}

}  // namespace parasol
