#include "ui/theme.h"

#include <algorithm>
#include <cmath>

#include "ui/icons.h"
#include "ui/theme_scale.h"

namespace parasol::ui {
namespace {

constexpr std::size_t color_count = static_cast<std::size_t>(Color::count_);

Palette current;
bool pairs[color_count][color_count] = {};
Scale scale;

double linear(std::uint32_t channel) {
    const double part = channel / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(std::uint32_t packed) {
    return 0.2126 * linear(packed & 0xff) + 0.7152 * linear(packed >> 8 & 0xff) +
           0.0722 * linear(packed >> 16 & 0xff);
}

constexpr std::string_view names[] = {
    "canvas",       "sunken",          "surface",       "raised",        "hover",          "pressed",
    "chosen",       "disabled_ground", "accent",        "accent_hover",  "accent_pressed", "danger",
    "danger_hover", "danger_pressed",  "tooltip",       "neutral_soft",  "info_soft",      "success_soft",
    "warning_soft", "danger_soft",     "accent_soft",   "acting",        "text",           "text_muted",
    "text_faint",   "text_disabled",   "on_accent",     "on_danger",     "on_tooltip",     "on_acting",
    "neutral_text", "info_text",       "success_text",  "warning_text",  "danger_text",    "accent_text",
    "hairline",     "outline",         "outline_hover", "outline_error", "focus",          "scrollbar",
    "scrim",        "shadow",          "brand",
};
static_assert(std::size(names) == color_count);

}  // namespace

Color soft_of(Tone tone) {
    static constexpr Color soft[] = {Color::neutral_soft, Color::info_soft,   Color::success_soft,
                                     Color::warning_soft, Color::danger_soft, Color::accent_soft};
    return soft[static_cast<std::size_t>(tone)];
}

Color text_of(Tone tone) {
    static constexpr Color inks[] = {Color::neutral_text, Color::info_text,   Color::success_text,
                                     Color::warning_text, Color::danger_text, Color::accent_text};
    return inks[static_cast<std::size_t>(tone)];
}

char32_t icon_of(Tone tone) {
    static constexpr char32_t icons[] = {icon_info,           icon_info,         icon_check_circle,
                                         icon_alert_triangle, icon_alert_circle, icon_info};
    return icons[static_cast<std::size_t>(tone)];
}

double contrast(std::uint32_t a, std::uint32_t b) {
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

const Palette& palette() { return current; }
void use_palette(const Palette& next) { current = next; }
std::uint32_t color(Color which) { return current.colors[static_cast<std::size_t>(which)]; }

std::uint32_t color(Color which, float opacity) {
    const auto alpha = static_cast<std::uint32_t>(std::clamp(opacity, 0.0f, 1.0f) * 255 + 0.5f);
    return (color(which) & 0x00ffffffu) | alpha << 24;
}

std::uint32_t ink(Color which, Color ground) {
    pairs[static_cast<std::size_t>(which)][static_cast<std::size_t>(ground)] = true;
    return color(which);
}

std::vector<Pair> used_pairs() {
    std::vector<Pair> used;
    for (std::size_t which = 0; which < color_count; ++which) {
        for (std::size_t ground = 0; ground < color_count; ++ground) {
            if (pairs[which][ground]) {
                used.push_back({static_cast<Color>(which), static_cast<Color>(ground)});
            }
        }
    }
    return used;
}

double contrast_needed(Color which) {
    if (which == Color::text_disabled || which == Color::hairline || which == Color::scrollbar ||
        which == Color::brand || which == Color::shadow || which == Color::scrim) {
        return 0;
    }
    if (which >= Color::text && which <= Color::accent_text) {
        return 4.5;
    }
    return 3;
}

std::string_view name_of(Color which) { return names[static_cast<std::size_t>(which)]; }

void use_scale(const Scale& next) { scale = next; }
const Scale& current_scale() { return scale; }

float size_of(Type type) {
    static constexpr float sizes[] = {12, 13, 14, 16, 20, 28};
    return std::round(sizes[static_cast<std::size_t>(type)] * scale.text);
}

float line_height_of(Type type) {
    static constexpr float heights[] = {16, 20, 20, 24, 28, 36};
    return std::round(heights[static_cast<std::size_t>(type)] * scale.text);
}

ImFont* font_of(Weight weight) { return scale.faces[static_cast<std::size_t>(weight)]; }

float control_height() { return std::round((scale.coarse ? 44 : 36) * std::max(1.0f, scale.text)); }

}  // namespace parasol::ui
