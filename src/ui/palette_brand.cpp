// The palette in a brand's colour: accents take its hue, and go as far to black or white as is needed to stay legible.
#include <algorithm>

#include "ui/theme.h"

namespace parasol::ui {
namespace {

constexpr std::uint32_t black = 0xff000000u, white = 0xffffffffu;
constexpr int steps = 40;

// `part` of the way from one to the other.
std::uint32_t mix(std::uint32_t from, std::uint32_t to, float part) {
    std::uint32_t mixed = 0xff000000u;
    for (const int shift : {0, 8, 16}) {
        const auto one = static_cast<float>(from >> shift & 0xff);
        const auto other = static_cast<float>(to >> shift & 0xff);
        mixed |= static_cast<std::uint32_t>(one + (other - one) * part + 0.5f) << shift;
    }
    return mixed;
}

// The nearest to `color`, on the way to `end`, that has this contrast on all grounds.
template <class Grounds>
std::uint32_t legible(std::uint32_t color, std::uint32_t end, double needed, const Grounds& grounds) {
    for (int step = 0; step < steps; ++step) {
        const std::uint32_t tried = mix(color, end, static_cast<float>(step) / steps);
        const auto reads = [&](std::uint32_t ground) { return contrast(tried, ground) >= needed; };
        if (std::all_of(std::begin(grounds), std::end(grounds), reads)) return tried;
    }
    return end;
}

}  // namespace

Palette branded(const Palette& plain, std::uint32_t rgb) {
    // High contrast and forced colours are the reader's, and stronger than any brand.
    if (rgb == 0 || plain.strong_lines) return plain;
    Palette made = plain;
    const auto at = [&](Color which) -> std::uint32_t& { return made.colors[static_cast<std::size_t>(which)]; };
    const std::uint32_t own = 0xff000000u | (rgb & 0xff) << 16 | (rgb & 0xff00) | (rgb >> 16 & 0xff);
    at(Color::brand) = own;
    at(Color::accent_soft) = mix(at(Color::surface), own, plain.dark ? 0.2f : 0.1f);
    at(Color::chosen) = mix(at(Color::surface), own, plain.dark ? 0.24f : 0.13f);

    const std::uint32_t ink[] = {at(Color::on_accent)};
    std::uint32_t accent = own;
    if (plain.dark) {
        // Light enough to be seen on what is behind it, before it is dark enough for what stands on it.
        const std::uint32_t behind[] = {at(Color::surface), at(Color::raised)};
        accent = legible(own, white, 3.0, behind);
    }
    at(Color::accent) = legible(accent, black, 4.6, ink);
    at(Color::accent_hover) = mix(at(Color::accent), black, 0.12f);
    at(Color::accent_pressed) = mix(at(Color::accent), black, 0.26f);

    const std::uint32_t grounds[] = {at(Color::canvas),  at(Color::surface), at(Color::raised), at(Color::sunken),
                                     at(Color::hover),   at(Color::pressed), at(Color::chosen),
                                     at(Color::accent_soft)};
    at(Color::accent_text) = legible(own, plain.dark ? white : black, 4.6, grounds);
    // What has the focus is shown in the same colour everywhere: a red brand would look like a refused field.
    return made;
}

}  // namespace parasol::ui
