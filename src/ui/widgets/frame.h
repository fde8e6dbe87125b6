// The frame around all widgets, and what they share.
//
//     ui::begin_frame(environment);      // once, inside NewFrame/Render with the semantic tree open
//     ... TopBar, Rail, Main, dialogs ...
//     ui::end_frame();                   // toasts and tooltips
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/callback.h"
#include "semantics/semantics.h"
#include "ui/layout.h"
#include "ui/theme.h"

namespace parasol {
struct Platform;
}

namespace parasol::ui {

using Id = semantics::Id;

// What widgets need of the program. Outlives the frames.
struct Environment {
    Platform* platform = nullptr;
    // A link was followed (a plain click, not one for a new tab): go to this route.
    Callback<void(std::string_view route)> go = {};
    ThemeChoice theme = ThemeChoice::system;
    std::uint32_t brand = 0;  // 0xRRGGBB; 0: Parasol's own
    // What this reader has chosen on this device, by a key; empty: nothing. With another number everything is asked
    // anew. Without the two functions choices last as long as the program.
    std::uint64_t reader = 0;
    Callback<std::string(std::string_view key)> chosen = {};
    Callback<void(std::string_view key, std::string_view choice)> keep_choice = {};
};

void begin_frame(Environment& environment);
void end_frame();
Platform& platform();
// Background of the page in the palette of these preferences, for App::background.
std::uint32_t background(const Platform& platform, ThemeChoice choice);

// A named part of the page without looks of its own (landmarks, forms, groups of fields).
class Group {
  public:
    Group(semantics::Role role, std::string_view name, std::string_view description = {});
    ~Group();
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;
};

// A short sentence in a corner for some seconds, said to screen readers as well. A new one takes the place of the last.
void toast(std::string_view sentence, Tone tone = Tone::neutral);
// What it was about is left: another page, or another person.
void drop_toast();
// Only said.
void announce(std::string_view sentence);

// The id that a widget of this label has here; for request_focus.
Id id_of(std::string_view label);
// Moves the keyboard's focus to a widget when it is drawn.
void focus(Id id);
// The widget drawn last.
Id last_id();

}  // namespace parasol::ui
