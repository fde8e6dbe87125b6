#include "semantics/plain_font.h"

#include "imgui.h"
#include "imgui_internal.h"

namespace semantics {

namespace {

bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar) { return true; }

bool init_source(ImFontAtlas*, ImFontConfig*) { return true; }

bool init_size(ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*) {
    if (!source->MergeMode) {
        baked->Ascent = baked->Size * 0.86f;
        baked->Descent = -baked->Size * 0.14f;
    }
    return true;
}

bool load_glyph(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*, ImWchar codepoint, ImFontGlyph* glyph,
                float* advance) {
    if (advance != nullptr) {
        *advance = baked->Size * plain_font_advance;
        return true;
    }
    glyph->Codepoint = codepoint;
    glyph->AdvanceX = baked->Size * plain_font_advance;
    return true;
}

}  // namespace

void use_plain_font_loader(ImFontAtlas& atlas) {
    static ImFontLoader loader;
    loader.Name = "plain";
    loader.FontSrcInit = init_source;
    loader.FontSrcContainsGlyph = contains_glyph;
    loader.FontBakedInit = init_size;
    loader.FontBakedLoadGlyph = load_glyph;
    atlas.SetFontLoader(&loader);
}

ImFont* add_plain_font(ImFontAtlas& atlas, float size) {
    ImFontConfig config;
    static char nothing[4] = {};
    config.FontData = nothing;
    config.FontDataSize = sizeof nothing;
    config.FontDataOwnedByAtlas = false;
    config.SizePixels = size;
    return atlas.AddFont(&config);
}

}  // namespace semantics
