// Things to press.
#pragma once

#include <string_view>

#include "ui/widgets/frame.h"

namespace parasol::ui {

enum class ButtonKind : std::uint8_t {
    secondary,  // outlined: the ordinary one
    primary,    // filled: the one thing to do here
    quiet,      // no edge: many in a row, toolbars
    danger,     // filled red: ends or removes something
};

struct ButtonOptions {
    ButtonKind kind = ButtonKind::secondary;
    char32_t icon = 0;           // before the label
    char32_t icon_after = 0;     // after it
    std::string_view name = {};  // what it is called, where that is more than the label ("Accept NAME")
    std::string_view description = {};  // what it will do, read after the name
    std::string_view id = {};           // where the label changes or stands twice
    std::string_view shortcut = {};     // the keys that press it, as aria-keyshortcuts says them
    std::string_view disabled = {};     // not empty: cannot be pressed, and this is why
    bool busy = false;                  // what it started is under way; cannot be pressed
    bool fills = false;                 // as wide as there is room
    bool small = false;                 // 28 px high, for cards and cells
    bool autofocus = false;             // gets the focus when its dialog opens
    semantics::Opens opens = semantics::Opens::nothing;
    semantics::State expanded = semantics::State::none;
    semantics::State pressed = semantics::State::none;  // a toggle
    semantics::Id controls = 0;
};

// True in the frame in which it was pressed.
bool button(std::string_view label, const ButtonOptions& options = {});
// A square with an icon; the name is its accessible name and its tooltip.
bool icon_button(char32_t icon, std::string_view name,
                 const ButtonOptions& options = {.kind = ButtonKind::quiet});

struct LinkOptions {
    Type type = Type::body;
    Weight weight = Weight::medium;
    char32_t icon = 0;
    std::string_view name = {};
    std::string_view description = {};
    std::string_view id = {};
    bool quiet =
        false;  // the colour of text, underlined only under the pointer (names in tables, breadcrumbs)
    bool looks_like_button = false;
    ButtonKind kind = ButtonKind::secondary;
    semantics::Current current = semantics::Current::no;
    float width = 0;  // at most; then "..."
};
// A real link to a route ("/own/..."), which Environment::go follows. True in the frame in which it was
// followed.
bool link(std::string_view label, std::string_view route, const LinkOptions& options = {});
// The same with an icon alone ("Account Link", "Portal Link").
bool icon_link(char32_t icon, std::string_view name, std::string_view route, const LinkOptions& options = {});

// Copies a text and says so. `what` completes "Copy ..." ("access code").
bool copy_button(std::string_view text, std::string_view what, bool with_label = false);

}  // namespace parasol::ui
