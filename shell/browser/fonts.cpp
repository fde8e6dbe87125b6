#include "shell/browser/fonts.h"

#include <array>
#include <cmath>
#include <string_view>

#include "imgui.h"
#include "imgui_internal.h"
#include "semantics/script_runs.h"
#include "shell/browser/host.h"

namespace parasol::browser {

namespace {

// What ImFontConfig::FontData points at.
struct Source {
    int family;  // number in web/glyphs.js
    int weight;
};
constexpr int text_family = 0, icon_family = 1;
constexpr ImWchar first_icon = 0xE000, last_icon = 0xE3FF;
Source sources[] = {{text_family, 400}, {text_family, 500}, {text_family, 600}, {icon_family, 400}};
std::array<ImFont*, 3> fonts{};
bool white_ink = false;

const Source& source_of(const ImFontConfig* config) { return *static_cast<const Source*>(config->FontData); }

// The letters that a code point stands for, as UTF-8.
struct Letters {
    char bytes[8] = {};
    std::string_view text;
    bool shaped = false;
};

void letters_of(ImWchar codepoint, Letters& out) {
    out.text = semantics::script_runs().run_of(codepoint);
    out.shaped = !out.text.empty();
    if (!out.shaped) {
        ImTextCharToUtf8(out.bytes, codepoint);
        out.text = out.bytes;
    }
}

bool init_source(ImFontAtlas*, ImFontConfig*) { return true; }

bool is_icon(ImWchar codepoint) { return codepoint >= first_icon && codepoint <= last_icon; }

bool contains_glyph(ImFontAtlas*, ImFontConfig* config, ImWchar codepoint) {
    return (source_of(config).family == icon_family) == is_icon(codepoint);
}

// The line is as high as the font's size. The letters stand in its middle, as they do in a field of the page.
bool init_size(ImFontAtlas*, ImFontConfig* config, ImFontBaked* baked, void*) {
    if (!config->MergeMode) {
        float metrics[2] = {};
        host_metrics(source_of(config).family, source_of(config).weight, 1000, metrics);
        baked->Ascent = baked->Size * (0.5f + (metrics[0] - metrics[1]) / 2);
        baked->Descent = baked->Ascent - baked->Size;
    }
    return true;
}

// Averages neighbours of a bitmap drawn twice as wide: what a glyph looks like when it stands between two
// pixels.
void soften(std::uint8_t* pixels, int width, int height) {
    for (int y = 0; y < height; ++y) {
        std::uint8_t* row = pixels + static_cast<std::ptrdiff_t>(y) * width * 4;
        for (int x = width - 1; x > 0; --x) {
            row[x * 4 + 3] = static_cast<std::uint8_t>((row[x * 4 + 3] + row[x * 4 - 1]) / 2);
        }
        row[3] = static_cast<std::uint8_t>(row[3] / 2);
    }
}

// Letters in one ink become white with their coverage, so that they take any colour. True: they have colours
// of their own and keep them.
bool is_colored(std::uint8_t* pixels, int count) {
    const std::uint8_t ink = white_ink ? 255 : 0;
    for (int i = 0; i < count; ++i) {
        const std::uint8_t* pixel = pixels + static_cast<std::ptrdiff_t>(i) * 4;
        if (pixel[3] > 128 &&
            (std::abs(pixel[0] - ink) > 8 || std::abs(pixel[1] - ink) > 8 || std::abs(pixel[2] - ink) > 8)) {
            return true;
        }
    }
    for (int i = 0; i < count; ++i) {
        std::uint8_t* pixel = pixels + static_cast<std::ptrdiff_t>(i) * 4;
        pixel[0] = pixel[1] = pixel[2] = 255;
    }
    return false;
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* config, ImFontBaked* baked, void*, ImWchar codepoint,
                ImFontGlyph* glyph, float* advance) {
    const Source& source = source_of(config);
    if ((source.family == icon_family) != is_icon(codepoint)) {
        return false;
    }
    Letters letters;
    letters_of(codepoint, letters);
    const std::string_view text = letters.text;
    const float wide =
        host_advance(text.data(), text.size(), source.family, source.weight, baked->Size, letters.shaped);
    if (advance != nullptr) {
        *advance = wide;
        return true;
    }
    glyph->Codepoint = codepoint;
    glyph->AdvanceX = wide;
    const float density = config->RasterizerDensity * baked->RasterizerDensity;
    const int across = source.family == icon_family || letters.shaped || baked->Size * density > 40 ? 1 : 2;
    HostGlyph drawn{};
    if (!host_draw_glyph(text.data(), text.size(), source.family, source.weight, baked->Size, density, across,
                         letters.shaped, white_ink, &drawn)) {
        return true;
    }
    const ImFontAtlasRectId place = ImFontAtlasPackAddRect(atlas, drawn.width, drawn.height);
    if (place == ImFontAtlasRectId_Invalid) {
        return true;  // wider than any texture: it keeps its place and is not seen
    }
    ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, place);
    ImVector<unsigned char>& pixels = atlas->Builder->TempBuffer;
    pixels.resize(drawn.width * drawn.height * 4);
    host_take_glyph(pixels.Data);
    glyph->Colored = is_colored(pixels.Data, drawn.width * drawn.height);
    const float to_x = 1 / (density * static_cast<float>(across)), to_y = 1 / density;
    float shift = 0;
    if (across == 2 && !glyph->Colored) {
        soften(pixels.Data, drawn.width, drawn.height);
        shift = -0.5f * to_x;
    }
    // The baseline on a whole device pixel, as everywhere in the page.
    const float baseline = std::round(baked->Ascent * density) / density;
    glyph->X0 = static_cast<float>(-drawn.left) * to_x + shift;
    glyph->Y0 = baseline - static_cast<float>(drawn.top) * to_y;
    glyph->X1 = glyph->X0 + static_cast<float>(drawn.width) * to_x;
    glyph->Y1 = glyph->Y0 + static_cast<float>(drawn.height) * to_y;
    glyph->Visible = true;
    glyph->PackId = place;
    ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, config, glyph, rect, pixels.Data, ImTextureFormat_RGBA32,
                                       drawn.width * 4);
    return true;
}

ImFontConfig config_of(Source& source, float size) {
    ImFontConfig config;
    config.FontData = &source;
    config.FontDataSize = sizeof source;
    config.FontDataOwnedByAtlas = false;
    config.SizePixels = size;
    return config;
}

}  // namespace

void add_fonts(ImFontAtlas& atlas, float size) {
    static ImFontLoader loader;
    loader.Name = "browser";
    loader.FontSrcInit = init_source;
    loader.FontSrcContainsGlyph = contains_glyph;
    loader.FontBakedInit = init_size;
    loader.FontBakedLoadGlyph = load_glyph;
    atlas.SetFontLoader(&loader);
    atlas.TexDesiredFormat = ImTextureFormat_RGBA32;
    atlas.TexGlyphPadding = 2;
    for (std::size_t face = 0; face < fonts.size(); ++face) {
        const ImFontConfig text = config_of(sources[face], size);
        fonts[face] = atlas.AddFont(&text);
        ImFontConfig icons = config_of(sources[3], size);
        icons.MergeMode = true;
        atlas.AddFont(&icons);
    }
}

ImFont* font_of(Face face) { return fonts[static_cast<std::size_t>(face)]; }

void forget_glyphs(ImFontAtlas& atlas) {
    for (ImFont* font : fonts) {
        ImFontAtlasFontDiscardBakes(&atlas, font, 0);
    }
}

void draw_glyphs_for(ImFontAtlas& atlas, bool dark_background) {
    if (white_ink != dark_background) {
        white_ink = dark_background;
        forget_glyphs(atlas);
    }
}

void tidy_glyphs(ImFontAtlas& atlas) {
    if (semantics::script_runs().is_full()) {
        semantics::script_runs().clear();
        forget_glyphs(atlas);
    }
}

}  // namespace parasol::browser
