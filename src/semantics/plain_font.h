#pragma once
// A font without a face: every glyph is as wide as it is in `plain_font_advance` and draws nothing. For
// programs without a screen (tests, benchmarks), where layout matters and pixels do not.

struct ImFontLoader;
struct ImFontAtlas;
struct ImFont;

namespace semantics {

// Advance of every glyph over the size of the font.
constexpr float plain_font_advance = 0.5f;

// Gives the atlas this loader; before any font is added.
void use_plain_font_loader(ImFontAtlas& atlas);
// Adds one font of it.
ImFont* add_plain_font(ImFontAtlas& atlas, float size);

}  // namespace semantics
