// How Parasol looks: colours with a meaning, a scale of type, a grid of 4 px, radii and shadows.
//
// Screens never name a colour by its value. They name what it is for; the palette in force (light, dark, high
// contrast of either, or the reader's forced colours) says which value that is. Every pair of a foreground
// and a background that is drawn goes through `ink`, so a test can compute the contrast of exactly the pairs
// in use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

struct ImFont;

namespace parasol {
struct Preferences;
}

namespace parasol::ui {

enum class Color : std::uint8_t {
    // Grounds, from the back to the front.
    canvas,   // behind everything
    sunken,   // wells: table headers, code boxes
    surface,  // cards, fields, the top bar
    raised,   // dialogs, menus
    hover,    // a quiet thing under the pointer
    pressed,  // a quiet thing held down
    chosen,   // the current page of the rail, a selected row
    disabled_ground,
    accent,  // primary buttons, checked boxes
    accent_hover,
    accent_pressed,
    danger,
    danger_hover,
    danger_pressed,
    tooltip,
    neutral_soft,  // chips and banners by tone
    info_soft,
    success_soft,
    warning_soft,
    danger_soft,
    accent_soft,
    acting,  // the band that says one is acting away from home
    // Inks: text and icons.
    text,
    text_muted,
    text_faint,  // hints and placeholders
    text_disabled,
    on_accent,
    on_danger,
    on_tooltip,
    on_acting,
    neutral_text,
    info_text,
    success_text,
    warning_text,
    danger_text,
    accent_text,  // links, the chosen tab
    // Lines.
    hairline,  // separates; carries no meaning
    outline,   // the edge of something that can be used: 3:1 on its ground
    outline_hover,
    outline_error,
    focus,  // the focus ring
    scrollbar,
    // Other.
    scrim,  // over the page, behind a dialog
    shadow,
    brand,  // the mark of the logo
    count_
};

// Shades of meaning for chips, banners, badges and toasts.
enum class Tone : std::uint8_t { neutral, info, success, warning, danger, accent };
Color soft_of(Tone tone);
Color text_of(Tone tone);
char32_t icon_of(Tone tone);

struct Palette {
    std::uint32_t colors[static_cast<std::size_t>(Color::count_)] = {};  // IM_COL32 order
    bool dark = false;
    bool strong_lines = false;  // high contrast: soft grounds get an outline
};

enum class ThemeChoice : std::uint8_t { system, light, dark };  // what the person chose over the system

const Palette& light_palette();
const Palette& dark_palette();
const Palette& light_contrast_palette();
const Palette& dark_contrast_palette();
Palette forced_palette(const Preferences& preferences);
// The one that these preferences ask for.
Palette palette_for(const Preferences& preferences, ThemeChoice choice);

// The same in a brand's colour, 0xRRGGBB, as far as it stays legible (WCAG AA); 0, high contrast and forced colours: as
// it was.
Palette branded(const Palette& plain, std::uint32_t rgb);

// Contrast ratio of WCAG 2, from 1 to 21. Both colours opaque.
double contrast(std::uint32_t a, std::uint32_t b);

// --- In force during a frame ---

const Palette& palette();
void use_palette(const Palette& next);
// A ground or a line.
std::uint32_t color(Color which);
std::uint32_t color(Color which, float opacity);
// Something drawn on a ground: text, an icon, an outline. Remembers the pair (see `used_pairs`).
std::uint32_t ink(Color which, Color ground);

struct Pair {
    Color ink;
    Color ground;
};
// All pairs asked of `ink` since the start.
std::vector<Pair> used_pairs();
// What WCAG AA asks of an ink: 4.5 for text, 3 for icons, edges and the focus ring; 0 where it asks nothing
// (disabled things, lines that only separate).
double contrast_needed(Color ink);
std::string_view name_of(Color which);

// --- Type, spacing, shape ---

enum class Weight : std::uint8_t { regular, medium, semibold };  // 400, 500, 600

// The scale of type. Sizes in CSS pixels times the reader's text scale.
enum class Type : std::uint8_t {
    caption,  // 12: chips, hints under fields
    small,    // 13: table cells, secondary text
    body,     // 14
    lead,     // 16
    title,    // 20
    display,  // 28
};
float size_of(Type type);
float line_height_of(Type type);

// The face of this weight; it has the icons too.
ImFont* font_of(Weight weight);

struct Space {
    static constexpr float hair = 2, tiny = 4, small = 8, medium = 12, large = 16, wide = 24, huge = 32,
                           vast = 48;
};
struct Radius {
    static constexpr float small = 4, control = 6, card = 10, dialog = 14, pill = 999;
};
// Height of buttons and fields: 36 px, 44 px for fingers.
float control_height();

}  // namespace parasol::ui
