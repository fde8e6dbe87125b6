#pragma once
// What a page's program gives to the browser platform, and when each part of it is called.
//
// A program is one App made by `make_app`. The platform makes it once the canvas, the fonts and the first
// route are there; from then on it calls `frame` only when something happened or somebody called
// Platform::wake. All calls come on the page's one thread. A page can hold several elements: each has its own
// module, memory and App.

#include <memory>
#include <string>
#include <string_view>

#include "ui/platform.h"

namespace parasol::browser {

struct Shortcut {
    std::string_view key;  // as KeyboardEvent.key says it: "k", "/", "F2", "Escape"
    bool control = false;  // Control, or Command on a Mac
    bool shift = false;
    bool alt = false;
    bool in_field = false;  // the focus is in a text field. Then only keys with control are delivered
};

struct App {
    virtual ~App() = default;

    // Draws one frame: between ImGui::NewFrame and ImGui::Render, with semantics::current() open. The canvas
    // is ImGui::GetIO().DisplaySize, in CSS pixels.
    virtual void frame() = 0;
    // Colour that the canvas is cleared to and the page shows at its edges, IM_COL32 order.
    virtual std::uint32_t background() const = 0;

    // Back, Forward, a link or the embedding page changed the route. Platform::set_route does not call it.
    virtual void route_changed(std::string_view route) = 0;
    // Platform::preferences has changed.
    virtual void preferences_changed() {}
    // An attribute of the element has changed (or Platform::online: name "online").
    virtual void attribute_changed(std::string_view /*name*/) {}
    // A key that no twin used, while the focus is inside the element. True: used, keep the browser from using
    // it.
    virtual bool shortcut(const Shortcut&) { return false; }
    // The tab was hidden or shown. While hidden there are no frames; timers of the app itself still run.
    virtual void visibility_changed(bool /*visible*/) {}
    // The program's part of element.diagnostics(): members of a JSON object without braces,
    // `"rows":12,"scopes":3`.
    virtual std::string diagnostics() const { return {}; }
};

// Defined by the program. `platform` outlives the App.
std::unique_ptr<App> make_app(Platform& platform);

}  // namespace parasol::browser
