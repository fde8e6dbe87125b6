#include <algorithm>
#include <iterator>
#include <string>

#include "catch.h"
#include "scene.h"
#include "ui/gallery.h"
#include "ui/theme.h"

using namespace parasol;
using namespace ui_tests;

namespace {

// Draws every page of the gallery, so that all pairs of colours in use are known.
void draw_all_pages(bool coarse) {
    Scene scene(1280, 900);
    scene.platform.prefs.reduced_motion = true;
    scene.platform.prefs.coarse_pointer = coarse;
    ui::Gallery gallery;
    for (const std::string route :
         {"/overview", "/buttons", "/forms", "/table", "/states", "/dialogs", "/words"}) {
        gallery.route = route;
        for (const bool open : {false, true}) {
            gallery.joining = open && route == "/dialogs";
            gallery.terms = gallery.outside = gallery.suspended_only = open;
            scene.settle([&] { ui::draw_gallery(gallery); });
        }
    }
}

void check_pairs(const ui::Palette& palette, const std::string& name) {
    ui::use_palette(palette);
    for (const ui::Pair& pair : ui::used_pairs()) {
        const double needed = ui::contrast_needed(pair.ink);
        INFO(name << ": " << ui::name_of(pair.ink) << " on " << ui::name_of(pair.ground));
        CHECK(ui::contrast(ui::color(pair.ink), ui::color(pair.ground)) >= needed);
    }
}

}  // namespace

TEST_CASE("contrast is computed as WCAG does") {
    CHECK(ui::contrast(0xff000000, 0xffffffff) == Approx(21));
    CHECK(ui::contrast(0xffffffff, 0xffffffff) == Approx(1));
    CHECK(ui::contrast(0xff767676, 0xffffffff) == Approx(4.54).margin(0.01));
    CHECK(ui::contrast(0xff0000ff, 0xffffffff) == Approx(4.0).margin(0.01));  // red, in IM_COL32 order
}

TEST_CASE("every pair of colours that is drawn has the contrast of WCAG AA in every palette") {
    draw_all_pages(false);
    draw_all_pages(true);
    CHECK(ui::used_pairs().size() > 40);
    check_pairs(ui::light_palette(), "light");
    check_pairs(ui::dark_palette(), "dark");
    check_pairs(ui::light_contrast_palette(), "light, high contrast");
    check_pairs(ui::dark_contrast_palette(), "dark, high contrast");
}

TEST_CASE("in any brand's colour every pair keeps the contrast of WCAG AA") {
    draw_all_pages(false);
    for (const std::uint32_t red : {0x00u, 0x40u, 0x80u, 0xc0u, 0xffu}) {
        for (const std::uint32_t green : {0x00u, 0x40u, 0x80u, 0xc0u, 0xffu}) {
            for (const std::uint32_t blue : {0x01u, 0x40u, 0x80u, 0xc0u, 0xffu}) {
                const std::uint32_t rgb = red << 16 | green << 8 | blue;
                check_pairs(ui::branded(ui::light_palette(), rgb), "light " + std::to_string(rgb));
                check_pairs(ui::branded(ui::dark_palette(), rgb), "dark " + std::to_string(rgb));
            }
        }
    }
}

TEST_CASE("a brand's colour is seen where it is legible, and gives way to what the reader needs") {
    const ui::Palette plain = ui::light_palette();
    const auto of = [](const ui::Palette& palette, ui::Color which) {
        return palette.colors[static_cast<std::size_t>(which)];
    };
    CHECK(of(ui::branded(plain, 0x7a1fa2), ui::Color::accent) == 0xffa21f7a);  // dark enough as it is
    CHECK(of(ui::branded(plain, 0xffee00), ui::Color::accent) != 0xff00eeff);  // white on it could not be read
    CHECK(of(ui::branded(plain, 0xffee00), ui::Color::brand) == 0xff00eeff);
    CHECK(of(ui::branded(plain, 0x7a1fa2), ui::Color::danger) == of(plain, ui::Color::danger));
    const auto same = [](const ui::Palette& a, const ui::Palette& b) {
        return std::equal(std::begin(a.colors), std::end(a.colors), std::begin(b.colors));
    };
    CHECK(same(ui::branded(plain, 0), plain));
    CHECK(same(ui::branded(ui::dark_contrast_palette(), 0x7a1fa2), ui::dark_contrast_palette()));
}

TEST_CASE("high contrast is higher: text reaches 7") {
    for (const ui::Palette& palette : {ui::light_contrast_palette(), ui::dark_contrast_palette()}) {
        ui::use_palette(palette);
        for (const ui::Color ink : {ui::Color::text, ui::Color::text_muted, ui::Color::text_faint,
                                    ui::Color::accent_text, ui::Color::danger_text}) {
            INFO(ui::name_of(ink));
            CHECK(ui::contrast(ui::color(ink), ui::color(ui::Color::surface)) >= 7);
        }
    }
}

TEST_CASE("the palette follows the system, and the person over it") {
    Preferences preferences;
    CHECK_FALSE(ui::palette_for(preferences, ui::ThemeChoice::system).dark);
    CHECK(ui::palette_for(preferences, ui::ThemeChoice::dark).dark);
    preferences.dark = true;
    CHECK(ui::palette_for(preferences, ui::ThemeChoice::system).dark);
    CHECK_FALSE(ui::palette_for(preferences, ui::ThemeChoice::light).dark);
    preferences.contrast = Contrast::more;
    CHECK(ui::palette_for(preferences, ui::ThemeChoice::system).strong_lines);
}

TEST_CASE("forced colours are used and no others") {
    Preferences preferences;
    preferences.forced_colors = true;
    preferences.canvas = 0xff102030;
    preferences.canvas_text = 0xfff0f1f2;
    preferences.link_text = 0xff00ffff;
    preferences.gray_text = 0xff909090;
    preferences.highlight = 0xff00ff00;
    preferences.highlight_text = 0xff010101;
    const ui::Palette palette = ui::palette_for(preferences, ui::ThemeChoice::light);
    for (std::size_t at = 0; at < static_cast<std::size_t>(ui::Color::count_); ++at) {
        const std::uint32_t color = palette.colors[at];
        INFO(ui::name_of(static_cast<ui::Color>(at)));
        CHECK((color == preferences.canvas || color == preferences.canvas_text ||
               color == preferences.link_text || color == preferences.gray_text ||
               color == preferences.highlight || color == preferences.highlight_text));
    }
    CHECK(palette.dark);
}
