#pragma once
// Dear ImGui's font loader over the browser's text engine: no font parser in the program, the page's own
// faces, and the system's for every script they lack.

#include "ui/platform.h"

struct ImFontAtlas;

namespace parasol::browser {

// The character of the first of the platform's pictures (web/glyphs.js); the others follow it.
inline constexpr char32_t first_picture = 0xE800;

// Adds the three faces, each with the icons merged in. Once, before the first frame.
void add_fonts(ImFontAtlas& atlas, float size);
ImFont* font_of(Face face);
// Forgets all drawn glyphs: a face has arrived, or the text engine should draw for the other kind of
// background.
void forget_glyphs(ImFontAtlas& atlas);
// Light text on a dark background (true) is drawn thinner by text engines than dark on light.
void draw_glyphs_for(ImFontAtlas& atlas, bool dark_background);
// Between frames: starts anew when the runs of complex scripts have used up their code points.
void tidy_glyphs(ImFontAtlas& atlas);

}  // namespace parasol::browser
