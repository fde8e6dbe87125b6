// What opens over the page: dialogs, menus, popovers.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ui/widgets/buttons.h"
#include "ui/widgets/frame.h"

namespace parasol::ui {

struct DialogOptions {
    float width = 480;
    std::string_view description = {};  // a sentence below the title
    bool urgent = false;                // alertdialog: asks before something ends
    bool keeps_open = false;            // Escape does nothing (something is under way)
    bool at_top = false;                // near the top of the page: a list opens below its field
};
// A modal dialog; its title is its accessible name. It takes the focus (the widget with .autofocus, else the
// first), closes on Escape and gives the focus back. Enter in a one-line field presses the primary button of the
// footer. `open` is the screen's own flag.
//
//     if (ui::Dialog dialog("Join Federation", open); dialog) {
//         ui::text_field("Access Code", draft.code);
//         dialog.footer();
//         if (ui::button("Cancel")) dialog.close();
//         if (ui::button("Join", {.kind = ui::ButtonKind::primary})) ...
//     }
class Dialog {
  public:
    Dialog(std::string_view title, bool& open, const DialogOptions& options = {});
    ~Dialog();
    Dialog(const Dialog&) = delete;
    Dialog& operator=(const Dialog&) = delete;
    explicit operator bool() const { return shown_; }
    void footer();  // what follows stands in the footer, at its end
    void close();
    bool just_opened() const { return just_opened_; }

  private:
    void end_body();
    bool& open_;
    bool shown_ = false, just_opened_ = false, in_footer_ = false, keeps_open_ = false;
    Id id_ = 0;
    Box box_, close_;
    float header_ = 0, body_shown_ = 0;
};

// A dialog has been drawn in this frame, or a field has the focus: nothing else is to come over it by itself.
bool is_typing();

enum class Confirmed : std::uint8_t { not_yet, yes, no };
struct ConfirmOptions {
    std::string_view text = {};                     // what will happen
    std::span<const std::string_view> points = {};  // what will stop working
    std::string_view must_type = {};                // the name to be typed before it can be confirmed
    std::string_view cancel = "Cancel";
    bool danger = true;
    bool busy = false;
    std::string_view error = {};  // why it was refused
};
// Asks before something is ended. `typed`: what was typed so far, where must_type is asked.
Confirmed confirm(std::string_view title, bool& open, std::string_view action, const ConfirmOptions& options,
                  std::string* typed = nullptr);

// A button that opens a menu.
//     if (ui::Menu menu("More actions", {.icon = icon_more_horizontal}); menu) { if (menu.item("Rename")) ...
//     }
class Menu {
  public:
    // Without a label: an icon button of that name.
    explicit Menu(std::string_view name, const ButtonOptions& options = {.kind = ButtonKind::quiet},
                  bool with_label = false);
    ~Menu();
    Menu(const Menu&) = delete;
    Menu& operator=(const Menu&) = delete;
    explicit operator bool() const { return open_; }
    // True when chosen; the menu closes.
    bool item(std::string_view label, char32_t icon = 0, std::string_view disabled = {}, bool danger = false);
    bool choice(std::string_view label, bool chosen, std::string_view detail = {});  // one of several
    bool link(std::string_view label, std::string_view route, char32_t icon = 0);
    void separator();
    void caption(std::string_view words);

  private:
    bool line(std::string_view label, std::string_view detail, char32_t icon, std::string_view disabled,
              bool danger, semantics::Role role, semantics::State checked);
    bool open_ = false;
    Id id_ = 0;
    Box anchor_, box_;
    float widest_ = 0;
    int items_ = 0;
};

struct PopoverOptions {
    float width = 360;
    ButtonOptions button = {.kind = ButtonKind::quiet};
    bool icon_only = true;
};
// A button that opens a small dialog below itself, not modal: lists, switchers, details.
class Popover {
  public:
    Popover(std::string_view name, const PopoverOptions& options);
    ~Popover();
    Popover(const Popover&) = delete;
    Popover& operator=(const Popover&) = delete;
    explicit operator bool() const { return open_; }
    void close();

  private:
    bool open_ = false;
    Id id_ = 0;
    Box anchor_, box_;
};

// Says more about the widget drawn last, under the pointer and at keyboard focus.
void tooltip(std::string_view words);

}  // namespace parasol::ui
