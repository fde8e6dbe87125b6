#pragma once
// What the platform asks of the page's JavaScript (web/portal.js). Each function only forwards; the bodies
// are in host.lib.js. Strings are UTF-8 with a length; sizes are CSS pixels unless they say otherwise.

#include <cstddef>
#include <cstdint>

extern "C" {

void host_link();  // first of all: gives the page a view of the memory

// --- Frames ---
void host_request_frame();
void host_set_timer(double ms_from_now);  // below 0: none
double host_now();                        // ms since the navigation

// --- The mirror ---
void host_patch(const std::uint32_t* words, std::size_t count);
void host_set_cursor(int cursor);  // ImGuiMouseCursor
void host_set_background(std::uint32_t color);

// --- WebGL ---
bool host_create_graphics();  // false: the browser has no WebGL2
void host_forget_graphics();  // the objects of a lost context are gone: forget their numbers
void host_use_graphics();

// --- Glyphs: see web/glyphs.js. `shaped`: a run of letters that belong together ---
float host_advance(const char* text, std::size_t size, int family, int weight, float font_size, bool shaped);
void host_metrics(int family, int weight, float font_size, float* ascent_and_descent);
struct HostGlyph {
    std::int32_t left, top, width, height, colored;
};
// Draws it; false: nothing to see. The pixels (RGBA) wait in the page until they are taken.
bool host_draw_glyph(const char* text, std::size_t size, int family, int weight, float font_size,
                     float density, int across, bool shaped, bool white, HostGlyph* glyph);
void host_take_glyph(std::uint8_t* pixels);
void host_set_picture(int slot, const char* png, std::size_t size);              // answered by page_picture
void host_shrink_picture(const char* bytes, std::size_t size, std::size_t most);  // answered by page_shrunk

// --- The page around ---
void host_copy_text(const char* text, std::size_t size);                        // answered by page_copied
void host_choose_file(const char* accept, std::size_t size, double max_bytes);  // answered by page_file
void host_save_file(const char* name, std::size_t name_size, const char* mime, std::size_t mime_size,
                    const char* bytes, std::size_t size);
void host_set_route(const char* route, std::size_t size, bool push);
void host_open_beside(const char* route, std::size_t size);
void host_set_title(const char* title, std::size_t size);
// Into the text buffer (page_text_buffer); returns its length.
std::size_t host_get_attribute(const char* name, std::size_t size);
std::size_t host_get_language();
bool host_is_online();
void host_ask_before_leaving(bool ask);
void host_reload();
void host_update();

}  // extern "C"
