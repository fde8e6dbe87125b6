#pragma once
// WebGL2 through Dear ImGui's own OpenGL backend, and how it survives the loss of the context.

#include <cstdint>

namespace parasol::browser {

// False: the browser has no WebGL2.
bool start_graphics();
// Draws what ImGui::Render prepared. Nothing while the context is lost.
void draw_graphics(int width, int height, std::uint32_t background);
void graphics_lost();
// The objects of the old context are forgotten, not deleted; the next frame makes new ones.
void graphics_restored();
bool has_graphics();

}  // namespace parasol::browser
