// What a brand may be made of (PRODUCT 4 "branding").
#pragma once

#include <cstdint>
#include <string_view>

namespace parasol {

inline constexpr std::size_t longest_brand_name = 40;       // characters: it stands in a bar
inline constexpr std::size_t longest_logo = 32 * 1024;      // bytes of base64
inline constexpr std::uint32_t widest_logo = 512;           // pixels, both ways

// "#" and six hexadecimal digits, of any case.
bool is_colour(std::string_view text);
// As in a stylesheet: 0xRRGGBB of "#rrggbb"; 0 where it is no colour.
std::uint32_t rgb_of(std::string_view colour);
// A PNG of at most `widest_logo` pixels each way, as base64 without line breaks (RFC 4648 section 4). Its header is
// looked at, not its pixels: whoever draws it may still find it broken.
bool is_logo(std::string_view base64);

}  // namespace parasol
