#include "domain/brand.h"

#include <string>

#include "domain/hex.h"

namespace parasol {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
// The signature, and the name of the chunk that comes first (PNG, third edition, 5.2 and 11.2.1).
constexpr std::string_view signature = "\x89PNG\r\n\x1A\n";
constexpr std::string_view first_chunk = "IHDR";
constexpr std::size_t header_bytes = 24;  // up to and with the height

bool is_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return false;
    std::size_t end = text.size();
    while (end > text.size() - 2 && text[end - 1] == '=') --end;
    return text.substr(0, end).find_first_not_of(alphabet) == std::string_view::npos;
}

// Of whole groups of four without padding.
std::string decoded(std::string_view base64) {
    std::string bytes;
    std::uint32_t bits = 0;
    for (std::size_t at = 0; at < base64.size(); ++at) {
        bits = bits << 6 | static_cast<std::uint32_t>(alphabet.find(base64[at]));
        if (at % 4 != 3) continue;
        for (const int shift : {16, 8, 0}) bytes.push_back(static_cast<char>(bits >> shift));
    }
    return bytes;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t end = at + 4; at < end; ++at) number = number << 8 | static_cast<unsigned char>(bytes[at]);
    return number;
}

}  // namespace

bool is_colour(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') return false;
    for (const char symbol : text.substr(1)) {
        if (hex_digit(symbol) < 0) return false;
    }
    return true;
}

std::uint32_t rgb_of(std::string_view colour) {
    if (!is_colour(colour)) return 0;
    std::uint32_t rgb = 0;
    for (const char symbol : colour.substr(1)) rgb = rgb << 4 | static_cast<std::uint32_t>(hex_digit(symbol));
    return rgb;
}

bool is_logo(std::string_view base64) {
    constexpr std::size_t symbols = header_bytes / 3 * 4;
    if (base64.size() > longest_logo || base64.size() <= symbols || !is_base64(base64)) return false;
    const std::string header = decoded(base64.substr(0, symbols));
    if (header.compare(0, signature.size(), signature) != 0) return false;
    if (header.compare(12, first_chunk.size(), first_chunk) != 0) return false;
    const std::uint32_t width = number_at(header, 16);
    const std::uint32_t height = number_at(header, 20);
    return width >= 1 && width <= widest_logo && height >= 1 && height <= widest_logo;
}

}  // namespace parasol
