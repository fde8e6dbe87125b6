// The palettes as tables: one line for each colour, light and dark, then the same for high contrast.

#include <cassert>

#include "ui/platform.h"
#include "ui/theme.h"

namespace parasol::ui {
namespace {

struct Shade {
    Color color;
    std::uint32_t light, dark;  // 0xRRGGBB
    std::uint32_t light_contrast, dark_contrast;
};

constexpr Shade shades[] = {
    {Color::canvas, 0xF7F8FA, 0x0E1116, 0xFFFFFF, 0x000000},
    {Color::sunken, 0xF2F4F7, 0x0B0D12, 0xF2F2F2, 0x000000},
    {Color::surface, 0xFFFFFF, 0x151A21, 0xFFFFFF, 0x000000},
    {Color::raised, 0xFFFFFF, 0x1B212A, 0xFFFFFF, 0x0A0A0A},
    {Color::hover, 0xEDEFF3, 0x212835, 0xE6E6E6, 0x2B2B2B},
    {Color::pressed, 0xE3E6EC, 0x2A3241, 0xD4D4D4, 0x3D3D3D},
    {Color::chosen, 0xE6ECFB, 0x222C46, 0xDCE4FF, 0x1B2A66},
    {Color::disabled_ground, 0xF1F3F6, 0x1A1F27, 0xF2F2F2, 0x141414},
    {Color::accent, 0x2B59E0, 0x3A62E8, 0x0A2FA8, 0x9DBBFF},
    {Color::accent_hover, 0x2149C4, 0x3F68EE, 0x061F73, 0xC2D5FF},
    {Color::accent_pressed, 0x1B3CA3, 0x3459D6, 0x041650, 0xE0EAFF},
    {Color::danger, 0xC9302C, 0xC93A35, 0x9B0F0B, 0xFFA39E},
    {Color::danger_hover, 0xB02622, 0xD23F3A, 0x760704, 0xFFC5C2},
    {Color::danger_pressed, 0x911E1B, 0xB8322E, 0x570403, 0xFFE0DE},
    {Color::tooltip, 0x1A202B, 0xE8EBF0, 0x000000, 0xFFFFFF},
    {Color::neutral_soft, 0xEEF0F4, 0x242B36, 0xFFFFFF, 0x000000},
    {Color::info_soft, 0xE7F1FD, 0x152B4A, 0xFFFFFF, 0x000000},
    {Color::success_soft, 0xE5F5EB, 0x12301F, 0xFFFFFF, 0x000000},
    {Color::warning_soft, 0xFFF2D9, 0x37280B, 0xFFFFFF, 0x000000},
    {Color::danger_soft, 0xFDECEB, 0x3D1A1A, 0xFFFFFF, 0x000000},
    {Color::accent_soft, 0xEBF0FF, 0x1C2849, 0xFFFFFF, 0x000000},
    {Color::acting, 0x6A2C9A, 0x4C2A78, 0x4A0F78, 0x3B1466},
    {Color::text, 0x171C26, 0xE8EBF0, 0x000000, 0xFFFFFF},
    {Color::text_muted, 0x505A6A, 0xA7B0BF, 0x1F1F1F, 0xEDEDED},
    {Color::text_faint, 0x5C6675, 0x959FAF, 0x333333, 0xDADADA},
    {Color::text_disabled, 0x98A1AE, 0x5D6776, 0x5C5C5C, 0xA6A6A6},
    {Color::on_accent, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0x000000},
    {Color::on_danger, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0x000000},
    {Color::on_tooltip, 0xFFFFFF, 0x171C26, 0xFFFFFF, 0x000000},
    {Color::on_acting, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF},
    {Color::neutral_text, 0x3F4856, 0xC3CAD5, 0x000000, 0xFFFFFF},
    {Color::info_text, 0x1B4FA8, 0x8DBBFA, 0x07307A, 0xB5D4FF},
    {Color::success_text, 0x11653A, 0x74D19B, 0x05401F, 0xA5F0C2},
    {Color::warning_text, 0x7A4A00, 0xF0BE6A, 0x4D2E00, 0xFFDC9C},
    {Color::danger_text, 0xAE1F1B, 0xF79A95, 0x7D0A06, 0xFFC0BC},
    {Color::accent_text, 0x2250D0, 0x93ACFF, 0x0A2FA8, 0xBCD0FF},
    {Color::hairline, 0xE3E6EC, 0x262D38, 0x5C5C5C, 0xA6A6A6},
    {Color::outline, 0x7A8493, 0x758092, 0x000000, 0xFFFFFF},
    {Color::outline_hover, 0x5C6675, 0x959FAF, 0x000000, 0xFFFFFF},
    {Color::outline_error, 0xC9302C, 0xE8655F, 0x9B0F0B, 0xFFA39E},
    {Color::focus, 0x2B59E0, 0x7C9BFF, 0x0A2FA8, 0xFFE14D},
    {Color::scrollbar, 0xC3C9D3, 0x3B4452, 0x5C5C5C, 0xBFBFBF},
    {Color::scrim, 0x0B0E14, 0x000000, 0x000000, 0x000000},
    {Color::shadow, 0x101828, 0x000000, 0x000000, 0x000000},
    {Color::brand, 0xEE6A3C, 0xF58A5E, 0xA63A10, 0xFFB08C},
};
static_assert(std::size(shades) == static_cast<std::size_t>(Color::count_));

constexpr std::uint32_t packed(std::uint32_t rgb) {
    return 0xff000000u | (rgb & 0xff) << 16 | (rgb & 0xff00) | (rgb >> 16 & 0xff);
}

Palette make(std::uint32_t Shade::*column, bool dark, bool strong_lines) {
    Palette made;
    for (std::size_t at = 0; at < std::size(shades); ++at) {
        assert(static_cast<std::size_t>(shades[at].color) == at && "the table is in the order of Color");
        made.colors[at] = packed(shades[at].*column);
    }
    made.dark = dark;
    made.strong_lines = strong_lines;
    return made;
}

}  // namespace

const Palette& light_palette() {
    static const Palette made = make(&Shade::light, false, false);
    return made;
}

const Palette& dark_palette() {
    static const Palette made = make(&Shade::dark, true, false);
    return made;
}

const Palette& light_contrast_palette() {
    static const Palette made = make(&Shade::light_contrast, false, true);
    return made;
}

const Palette& dark_contrast_palette() {
    static const Palette made = make(&Shade::dark_contrast, true, true);
    return made;
}

Palette forced_palette(const Preferences& preferences) {
    Palette made;
    made.strong_lines = true;
    const auto set = [&](std::uint32_t value, std::initializer_list<Color> colors) {
        for (const Color which : colors) {
            made.colors[static_cast<std::size_t>(which)] = value;
        }
    };
    set(preferences.canvas, {Color::canvas, Color::sunken, Color::surface, Color::raised, Color::hover,
                             Color::pressed, Color::disabled_ground, Color::tooltip, Color::neutral_soft,
                             Color::info_soft, Color::success_soft, Color::warning_soft, Color::danger_soft,
                             Color::accent_soft, Color::acting, Color::chosen, Color::scrim, Color::shadow});
    set(preferences.canvas_text,
        {Color::text, Color::text_muted, Color::text_faint, Color::on_tooltip, Color::on_acting,
         Color::neutral_text, Color::info_text, Color::success_text, Color::warning_text, Color::danger_text,
         Color::hairline, Color::outline, Color::outline_hover, Color::outline_error, Color::scrollbar,
         Color::brand});
    set(preferences.gray_text, {Color::text_disabled});
    set(preferences.link_text, {Color::accent_text});
    set(preferences.highlight, {Color::accent, Color::accent_hover, Color::accent_pressed, Color::danger,
                                Color::danger_hover, Color::danger_pressed, Color::focus});
    set(preferences.highlight_text, {Color::on_accent, Color::on_danger});
    const std::uint32_t ground = preferences.canvas;
    made.dark = (ground & 0xff) + (ground >> 8 & 0xff) + (ground >> 16 & 0xff) < 384;
    return made;
}

Palette palette_for(const Preferences& preferences, ThemeChoice choice) {
    if (preferences.forced_colors) {
        return forced_palette(preferences);
    }
    const bool dark = choice == ThemeChoice::system ? preferences.dark : choice == ThemeChoice::dark;
    if (preferences.contrast == Contrast::more) {
        return dark ? dark_contrast_palette() : light_contrast_palette();
    }
    return dark ? dark_palette() : light_palette();
}

}  // namespace parasol::ui
