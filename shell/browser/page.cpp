// The page's frame, and the functions that its JavaScript calls: `page.NAME(...)` in web/ is `page_NAME`
// here.

#include <emscripten/emscripten.h>
#include <emscripten/heap.h>

#include <cfloat>
#include <cmath>
#include <memory>
#include <string>

#include "imgui.h"
#include "imgui_internal.h"
#include "semantics/coverage.h"
#include "semantics/semantics.h"
#include "shell/browser/app.h"
#include "shell/browser/fonts.h"
#include "shell/browser/graphics.h"
#include "shell/browser/host.h"
#include "shell/browser/measures.h"
#include "shell/browser/page_platform.h"

namespace {

using namespace parasol;
using namespace parasol::browser;

struct Page {
    PagePlatform platform;
    semantics::Tree tree;
    std::unique_ptr<App> app;
    float width = 0, height = 0, ratio_x = 1, ratio_y = 1;
    int pixel_width = 0, pixel_height = 0;
    double last_frame = 0, first_frame = -1;
    int cursor = -1;
    std::uint32_t background = 0;
    Measure interface_time, semantics_time, frame_time, graphics_time;  // frame: the first two together
    std::string answer;  // keeps what was returned to JavaScript until the next call
};

Page* page = nullptr;

void describe_canvas() {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {page->width, page->height};
    io.DisplayFramebufferScale = {page->ratio_x, page->ratio_y};
}

void start_imgui() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags = ImGuiConfigFlags_None;  // no keyboard navigation: the browser's focus is the truth
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.ConfigWindowsResizeFromEdges = false;
    io.ConfigInputTrickleEventQueue = true;  // press and release in separate frames
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    io.BackendPlatformName = "browser";
    add_fonts(*io.Fonts, 14);
    describe_canvas();
}

void follow_background() {
    const std::uint32_t background = page->app->background();
    if (background != page->background) {
        page->background = background;
        host_set_background(background);
    }
    const std::uint32_t brightness =
        (background & 255) * 3 + (background >> 8 & 255) * 6 + (background >> 16 & 255);
    draw_glyphs_for(*ImGui::GetIO().Fonts, brightness < 1280);
}

void follow_cursor() {
    const int cursor = ImGui::GetMouseCursor();
    if (cursor != page->cursor) {
        page->cursor = cursor;
        host_set_cursor(cursor);
    }
}

// One frame. The picture and the twins change together, but for frames within an event, whose picture is
// drawn before the browser shows anything. `requested`: it is the frame that the browser was asked for.
void draw_frame(bool requested, bool with_picture = true) {
    page->platform.begin_frame(requested);
    const double start = host_now();
    ImGuiIO& io = ImGui::GetIO();
    io.DeltaTime = static_cast<float>(std::max(0.0001, (start - page->last_frame) / 1000));
    page->last_frame = start;
    describe_canvas();
    follow_background();
    tidy_glyphs(*io.Fonts);
    if (const semantics::Id id = page->tree.take_activation(); id != 0) {
        ImGui::ActivateItemByID(id);
    }
    ImGui::NewFrame();
    page->tree.begin_frame(page->width, page->height);
    page->app->frame();
    const double drawn = host_now();
    const bool changed = page->tree.end_frame();
    const double described = host_now();
    ImGui::Render();
    const double rendered = host_now();
    if (with_picture) {
        draw_graphics(page->pixel_width, page->pixel_height, page->background);
    }
    const double shown = host_now();
    if (changed) {
        host_patch(page->tree.patch().data(), page->tree.patch().size());
    }
    const double patched = host_now();
    follow_cursor();
    const double drawing = drawn - start + rendered - described;
    const double describing = described - drawn + patched - shown;
    page->interface_time.add(drawing);
    page->semantics_time.add(describing);
    page->frame_time.add(drawing + describing);
    if (with_picture) {
        page->graphics_time.add(shown - rendered);
    }
    if (page->first_frame < 0) {
        page->first_frame = patched;
    }
    if (page->tree.wants_frame() || ImGui::GetCurrentContext()->InputEventsQueue.Size > 0) {
        page->platform.wake(1);
    }
    page->platform.settle();
}

std::string_view text(const char* at, std::size_t size) { return {at, size}; }

const char* give(std::string answer) {
    page->answer = std::move(answer);
    return page->answer.c_str();
}

std::string quoted(std::string_view words) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : words) {
        const unsigned char byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

void modifiers(int held) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Shift, (held & 1) != 0);
    io.AddKeyEvent(ImGuiMod_Ctrl, (held & 2) != 0);
    io.AddKeyEvent(ImGuiMod_Alt, (held & 4) != 0);
}

int wake_if(bool wanted, int frames = 2) {
    if (wanted) {
        page->platform.wake(frames);
    }
    return wanted;
}

}  // namespace

int main() { return 0; }

extern "C" {

// --- Life ---

// First of all. 0: ready; 1: the browser has no WebGL2. Then come the size, the preferences and the route,
// then page_begin.
EMSCRIPTEN_KEEPALIVE int page_prepare() {
    host_link();
    page = new Page;  // lives as long as the module
    semantics::set_current(&page->tree);
    start_imgui();
    return start_graphics() ? 0 : 1;
}

EMSCRIPTEN_KEEPALIVE void page_begin() {
    page->app = make_app(page->platform);
    page->platform.wake(3);
}

EMSCRIPTEN_KEEPALIVE void page_frame() { draw_frame(true); }

// At once, for a canvas that a new size has cleared.
EMSCRIPTEN_KEEPALIVE void page_draw_now() { draw_frame(false); }

// Within a click or a key: what it brings about happens now, while the browser still counts it as the reader's
// own doing (the clipboard and file dialogs ask for that) and before whoever sent the event looks again.
EMSCRIPTEN_KEEPALIVE void page_finish_event() {
    if (page->platform.in_frame()) {
        return;
    }
    const auto pending = [] {
        return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0 || page->tree.wants_frame();
    };
    // Two frames without anything pending: a widget may have been described before it was found to be pressed.
    constexpr int most = 6;
    for (int frame = 0, quiet = 0; frame < most && quiet < 2; ++frame) {
        draw_frame(false, false);
        quiet = pending() ? 0 : quiet + 1;
    }
    page->platform.wake(2);
}

EMSCRIPTEN_KEEPALIVE void page_timer() { page->platform.wake(1); }

EMSCRIPTEN_KEEPALIVE void page_resize(float width, float height, int pixel_width, int pixel_height) {
    page->width = width;
    page->height = height;
    page->pixel_width = pixel_width;
    page->pixel_height = pixel_height;
    page->ratio_x = width > 0 ? static_cast<float>(pixel_width) / width : 1;
    page->ratio_y = height > 0 ? static_cast<float>(pixel_height) / height : 1;
    wake_if(page->app != nullptr);
}

EMSCRIPTEN_KEEPALIVE void page_context(int restored) {
    if (restored) {
        graphics_restored();
        page->platform.wake(2);
    } else {
        graphics_lost();
    }
}

EMSCRIPTEN_KEEPALIVE void page_fonts_changed() {
    forget_glyphs(*ImGui::GetIO().Fonts);
    page->platform.wake(2);
}

// flags: 1 dark, 2 more contrast, 4 reduced motion, 8 coarse pointer, 16 forced colours. `colors`: the eight
// of Preferences, in their order.
EMSCRIPTEN_KEEPALIVE void page_preferences(int flags, const std::uint32_t* colors, float text_scale) {
    Preferences preferences;
    preferences.dark = flags & 1;
    preferences.contrast = flags & 2 ? Contrast::more : Contrast::normal;
    preferences.reduced_motion = flags & 4;
    preferences.coarse_pointer = flags & 8;
    preferences.forced_colors = flags & 16;
    preferences.canvas = colors[0];
    preferences.canvas_text = colors[1];
    preferences.link_text = colors[2];
    preferences.gray_text = colors[3];
    preferences.button_face = colors[4];
    preferences.button_text = colors[5];
    preferences.highlight = colors[6];
    preferences.highlight_text = colors[7];
    preferences.text_scale = text_scale;
    page->platform.set_preferences(preferences);
    if (page->app != nullptr) {
        page->app->preferences_changed();
        page->platform.wake(2);
    }
}

// --- Pointer and wheel ---

// kind: 0 moved, 1 pressed, 2 released, 3 left the element, 4 taken over by the browser (a scrolling finger).
EMSCRIPTEN_KEEPALIVE void page_pointer(int kind, float x, float y, int held, int device) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMouseSourceEvent(device == 1   ? ImGuiMouseSource_TouchScreen
                           : device == 2 ? ImGuiMouseSource_Pen
                                         : ImGuiMouseSource_Mouse);
    if (kind < 3) {
        modifiers(held);
        io.AddMousePosEvent(x, y);
    } else {
        io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    }
    if (kind == 1) {
        io.AddMouseButtonEvent(0, true);
    } else if (kind == 2 || kind == 4) {
        io.AddMouseButtonEvent(0, false);
        if (device == 1) {
            io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);  // a finger that is lifted points at nothing
        }
    }
    page->platform.wake(kind == 0 || kind == 3 ? 2 : 3);
}

// True: used; the page around must not scroll too.
EMSCRIPTEN_KEEPALIVE int page_wheel(float x, float y, float dx, float dy) {
    return wake_if(page->tree.on_wheel(x, y, dx, dy));
}

// --- Twins ---

EMSCRIPTEN_KEEPALIVE void page_press(unsigned slot, int down) {
    wake_if(page->tree.on_press(slot, down != 0));
}

EMSCRIPTEN_KEEPALIVE void page_activate(unsigned slot) { wake_if(page->tree.on_activate(slot), 3); }

// how: 1 it is to be seen, 2 it is on the element itself (with slot 0).
EMSCRIPTEN_KEEPALIVE void page_focus(unsigned slot, int how) {
    wake_if(page->tree.on_focus(slot, (how & 1) != 0, (how & 2) != 0));
}

EMSCRIPTEN_KEEPALIVE void page_edit(unsigned slot, const char* value, std::size_t size) {
    wake_if(page->tree.on_edit(slot, text(value, size)));
}

EMSCRIPTEN_KEEPALIVE void page_scroll(unsigned slot, float x, float y) {
    wake_if(page->tree.on_scroll(slot, x, y));
}

EMSCRIPTEN_KEEPALIVE int page_key(int key, int held) {
    return wake_if(
        page->tree.on_key(static_cast<semantics::Key>(key), (held & 1) != 0, (held & 2) != 0, false), 3);
}

EMSCRIPTEN_KEEPALIVE int page_typed(const char* letter, std::size_t size) {
    return wake_if(page->tree.on_typed(text(letter, size)));
}

EMSCRIPTEN_KEEPALIVE unsigned page_tab(int backwards) { return page->tree.before_tab(backwards != 0); }

// held: as for keys, and 8: in a text field.
EMSCRIPTEN_KEEPALIVE int page_shortcut(const char* key, std::size_t size, int held) {
    const std::string name(key, size);  // the app may use the text buffer
    return wake_if(page->app->shortcut({.key = name,
                                        .control = (held & 2) != 0,
                                        .shift = (held & 1) != 0,
                                        .alt = (held & 4) != 0,
                                        .in_field = (held & 8) != 0}));
}

// --- The page around ---

// Room for a string of this many bytes.
EMSCRIPTEN_KEEPALIVE char* page_text_buffer(std::size_t size) {
    std::string& buffer = PagePlatform::text_buffer();
    if (buffer.size() < size) {
        buffer.resize(size);
    }
    return buffer.data();
}

EMSCRIPTEN_KEEPALIVE void page_route(const char* route, std::size_t size) {
    if (page->platform.accept_route(text(route, size)) && page->app != nullptr) {
        page->app->route_changed(page->platform.route());
        page->platform.wake(3);
    }
}

EMSCRIPTEN_KEEPALIVE void page_attribute_changed(const char* name, std::size_t size) {
    const std::string copy(name, size);
    page->app->attribute_changed(copy);
    page->platform.wake(2);
}

EMSCRIPTEN_KEEPALIVE void page_visibility(int visible) {
    page->app->visibility_changed(visible != 0);
    wake_if(visible != 0);
}

// A picture has been read, or cannot be: what stood for the one before it in that slot is forgotten.
EMSCRIPTEN_KEEPALIVE void page_picture(int slot, int read) {
    page->platform.answer_picture(slot, read != 0);
    page_fonts_changed();
}

EMSCRIPTEN_KEEPALIVE void page_shrunk(const char* png, std::size_t size) {
    page->platform.answer_shrunk(std::string(png, size));
}

EMSCRIPTEN_KEEPALIVE void page_copied(int copied) { page->platform.answer_copy(copied != 0); }

// The name is in the text buffer. `bytes` was made by page_take_memory and is given back here.
EMSCRIPTEN_KEEPALIVE void page_file(int refusal, const char* name, std::size_t name_size, double file_size,
                                    char* bytes, std::size_t size) {
    ChosenFile file;
    file.refusal = static_cast<FileRefusal>(refusal);
    file.name.assign(name, name_size);
    file.size = static_cast<std::uint64_t>(file_size);
    if (bytes != nullptr) {
        file.bytes.assign(bytes, size);
        delete[] bytes;
    }
    page->platform.answer_file(std::move(file));
}

EMSCRIPTEN_KEEPALIVE char* page_take_memory(std::size_t size) { return new char[size]; }

// --- What the element tells about itself ---

EMSCRIPTEN_KEEPALIVE const char* page_diagnostics() {
    const semantics::Counters& counters = page->tree.counters();
    std::string json = "{\"frames\":" + std::to_string(page->platform.frames()) +
                       ",\"frameRequests\":" + std::to_string(page->platform.frame_requests()) +
                       ",\"firstFrameMs\":" + std::to_string(static_cast<int>(page->first_frame)) +
                       ",\"heapBytes\":" + std::to_string(emscripten_get_heap_size()) +
                       ",\"nodes\":" + std::to_string(counters.nodes) +
                       ",\"cpu\":{\"interface\":" + page->interface_time.json() +
                       ",\"semantics\":" + page->semantics_time.json() +
                       ",\"frame\":" + page->frame_time.json() +
                       ",\"gl\":" + page->graphics_time.json() + "}";
    const std::string domain = page->app->diagnostics();
    return give(json + (domain.empty() ? "" : "," + domain) + "}");
}

EMSCRIPTEN_KEEPALIVE void page_forget_measures() {
    page->interface_time.clear();
    page->semantics_time.clear();
    page->frame_time.clear();
    page->graphics_time.clear();
}

// Draws a frame and lists what it drew without saying so: [{"id","label","window","rect"}].
EMSCRIPTEN_KEEPALIVE const char* page_coverage() {
    ImGuiContext& context = *ImGui::GetCurrentContext();
    semantics::start_coverage(context);
    draw_frame(false);
    const auto whole = [](float length) { return std::to_string(std::lround(length)); };
    std::string json = "[";
    for (const semantics::Uncovered& item : semantics::finish_coverage(context, page->tree)) {
        json += json.size() > 1 ? "," : "";
        json += "{\"id\":" + std::to_string(item.id) + ",\"label\":" + quoted(item.label) +
                ",\"window\":" + quoted(item.window) + ",\"rect\":[" + whole(item.rect.x) + "," + whole(item.rect.y) +
                "," + whole(item.rect.width) + "," + whole(item.rect.height) + "]}";
    }
    return give(json + "]");
}

}  // extern "C"
