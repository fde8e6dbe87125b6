#pragma once
// What the interface asks of the machine it runs on, besides drawing: time, frames, the clipboard, files, the
// address bar and the reader's preferences. The browser implements it in shell/browser; tests use the twin,
// MemoryPlatform.
//
// Nothing here blocks. Answers come by callback, never from inside the call that asked, and each callback is
// followed by a frame. Times are milliseconds.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/callback.h"

struct ImFont;

namespace parasol {

// Text faces. Icons (ui/icons.h) are glyphs of every one of them.
enum class Face : std::uint8_t { regular, medium, semibold };

enum class Contrast : std::uint8_t { normal, more };

// What the reader's system asks for. Followed live: App::preferences_changed.
struct Preferences {
    bool dark = false;
    Contrast contrast = Contrast::normal;
    bool reduced_motion = false;
    bool coarse_pointer = false;  // fingers: targets of 44 px, text of fields at least 16 px
    // Forced colours (Windows high contrast): use these and nothing else. IM_COL32 order.
    bool forced_colors = false;
    std::uint32_t canvas = 0xffffffff, canvas_text = 0xff000000, link_text = 0xffee0000,
                  gray_text = 0xff808080;
    std::uint32_t button_face = 0xffdddddd, button_text = 0xff000000;
    std::uint32_t highlight = 0xffd77800, highlight_text = 0xffffffff;
    float text_scale = 1;  // the reader's default text size over the usual 16 px
};

enum class FileRefusal : std::uint8_t { none, cancelled, too_large, unreadable };

struct ChosenFile {
    FileRefusal refusal = FileRefusal::none;
    std::string name = {};
    std::uint64_t size = 0;  // bytes; known also when too_large
    std::string bytes = {};  // as read, of any encoding; empty when refused
};

enum class RouteChange : std::uint8_t {
    push,     // the reader went somewhere: Back returns
    replace,  // the same place said better (a filter, a corrected address)
};

struct Platform {
    virtual ~Platform() = default;

    // --- Frames and time ---
    // Draw at least `frames` frames from now on. Without a call nothing is drawn: every source of change
    // calls it (data that arrives, a timer, an animation for as long as it moves). Input events do so by
    // themselves.
    virtual void wake(int frames = 2) = 0;
    // Wakes once when `now_ms` reaches this. The earliest call counts; ask again in the frame that it brings.
    virtual void wake_at(double ms) = 0;
    virtual double now_ms() const = 0;        // since the start, steady
    virtual std::int64_t utc_ms() const = 0;  // what this machine believes; may jump

    // --- The reader ---
    virtual const Preferences& preferences() const = 0;
    virtual std::string language() const = 0;  // BCP 47, "en-GB"

    // --- Text ---
    // For ImGui::PushFont(font, size); valid as long as the platform. Text that people wrote goes through
    // semantics::script_runs().prepare first.
    virtual ImFont* font(Face face) const = 0;

    // --- Pictures ---
    // A character that stands for a PNG (as base64) in text of every font, as high as the line; 0 while it is being
    // read, and where it cannot be. Each slot (0 or 1) holds one at a time: ask in every frame that draws it.
    virtual char32_t picture(int slot, const std::string& png) = 0;
    // Any picture that the browser can read, as a small PNG in base64 of at most `most` symbols; empty: it can not.
    virtual void shrink_picture(std::string_view bytes, std::size_t most, Callback<void(std::string png)> done) = 0;

    // --- The clipboard: for copy buttons. Text fields do their own. ---
    // Call it in the frame in which the button was pressed. done(false): the browser refused.
    virtual void copy_text(std::string_view text, Callback<void(bool copied)> done) = 0;

    // --- Files ---
    // Opens the browser's dialog; call it in the frame in which the button was pressed. `accept`: as HTML
    // says it
    // (".csv,text/csv"). A file of more than `max_bytes` is refused without being read.
    virtual void choose_file(std::string_view accept, std::uint64_t max_bytes,
                             Callback<void(ChosenFile)> done) = 0;
    // Offers bytes as a download.
    virtual void save_file(std::string_view name, std::string_view mime, std::string_view bytes) = 0;

    // --- The address bar. A route is a path that begins with '/', "/accounts/123?home=9". ---
    virtual std::string route() const = 0;
    virtual void set_route(std::string_view route, RouteChange change) = 0;
    // What a link to this route has as href, so that it opens in a new tab ("#/accounts/123").
    virtual std::string link_to(std::string_view route) const = 0;
    // A second portal beside this one, at this route; empty: it goes. Where the page can do that (the attribute
    // `sides`).
    virtual void open_beside(std::string_view route) = 0;
    virtual void set_title(std::string_view title) = 0;  // of the browser's tab; ignored when embedded

    // --- The page around ---
    // An attribute of the element (<parasol-portal api="/parasol">), empty when it is not there.
    virtual std::string attribute(std::string_view name) const = 0;
    virtual bool online() const = 0;
    // While true the browser asks before the tab is closed.
    virtual void ask_before_leaving(bool ask) = 0;
    // Loads the page again (a reset).
    virtual void reload() = 0;
    // Changes to the newer version that has arrived, in every tab.
    virtual void update() = 0;
};

// The twin: keeps what was asked of it. Drive it by its members; callbacks run in `deliver`.
class MemoryPlatform final : public Platform {
  public:
    int frames_wanted = 0;
    double time_ms = 0;
    double timer_ms = -1;
    std::int64_t utc = 1'700'000'000'000;
    Preferences prefs;
    ImFont* fonts[3] = {};
    std::string clipboard;
    bool clipboard_refuses = false;
    ChosenFile next_file{.refusal = FileRefusal::cancelled};
    std::string saved_name, saved_mime, saved_bytes;
    std::string current_route = "/";
    int pushes = 0;
    std::string title;
    std::string beside;
    bool is_online = true;
    bool asks_before_leaving = false;
    int reloads = 0;
    Callback<void()> waiting;  // the answer that `deliver` gives

    void deliver() {
        if (auto answer = std::move(waiting); answer) {
            waiting = nullptr;
            answer();
        }
    }

    void wake(int frames) override { frames_wanted = frames > frames_wanted ? frames : frames_wanted; }
    void wake_at(double ms) override { timer_ms = timer_ms < 0 || ms < timer_ms ? ms : timer_ms; }
    double now_ms() const override { return time_ms; }
    std::int64_t utc_ms() const override { return utc; }
    const Preferences& preferences() const override { return prefs; }
    std::string language() const override { return "en-GB"; }
    ImFont* font(Face face) const override { return fonts[static_cast<int>(face)]; }
    char32_t picture(int, const std::string&) override { return 0; }
    void shrink_picture(std::string_view bytes, std::size_t, Callback<void(std::string)> done) override {
        waiting = [png = std::string(bytes), done = std::move(done)] { done(png); };
    }
    void copy_text(std::string_view text, Callback<void(bool)> done) override {
        if (!clipboard_refuses) {
            clipboard = text;
        }
        waiting = [this, done = std::move(done)] { done(!clipboard_refuses); };
    }
    void choose_file(std::string_view, std::uint64_t max_bytes,
                     Callback<void(ChosenFile)> done) override {
        waiting = [this, max_bytes, done = std::move(done)] {
            ChosenFile file = next_file;
            if (file.refusal == FileRefusal::none && file.bytes.size() > max_bytes) {
                file = {.refusal = FileRefusal::too_large,
                        .name = file.name,
                        .size = file.bytes.size(),
                        .bytes = {}};
            }
            done(std::move(file));
        };
    }
    void save_file(std::string_view name, std::string_view mime, std::string_view bytes) override {
        saved_name = name;
        saved_mime = mime;
        saved_bytes = bytes;
    }
    std::string route() const override { return current_route; }
    void set_route(std::string_view route, RouteChange change) override {
        pushes += change == RouteChange::push && current_route != route;
        current_route = route;
    }
    std::string link_to(std::string_view route) const override { return "#" + std::string(route); }
    void open_beside(std::string_view route) override { beside = route; }
    void set_title(std::string_view text) override { title = text; }
    std::string attribute(std::string_view) const override { return {}; }
    bool online() const override { return is_online; }
    void ask_before_leaving(bool ask) override { asks_before_leaving = ask; }
    void reload() override { ++reloads; }
    void update() override { ++reloads; }
};

}  // namespace parasol
