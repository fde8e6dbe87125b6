#include "ui/widgets/layers.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/fields.h"
#include "ui/widgets/internal.h"
#include "ui/widgets/surfaces.h"
#include "ui/widgets/text.h"

namespace parasol::ui {

using namespace internal;

// --- Dialogs ---

namespace {

constexpr float dialog_pad = 24, footer_pad = 16;

float dialog_side() { return canvas_width() < phone_below ? 16.0f : dialog_pad; }

// Whether this is the first frame in a row in which the dialog is drawn.
bool note_drawn(Id id) {
    Context& ctx = context();
    for (LayerEntry& entry : ctx.layers) {
        if (entry.id == id) {
            entry.last_frame = ctx.frame;
            return false;
        }
    }
    ctx.layers.push_back({id, ctx.frame});
    return true;
}

}  // namespace

Dialog::Dialog(std::string_view title, bool& open, const DialogOptions& options)
    : open_(open), shown_(open), keeps_open_(options.keeps_open) {
    if (!shown_) {
        return;
    }
    id_ = mixed(id_from(title), "dialog");
    context().entered = false;
    just_opened_ = note_drawn(id_);
    const Id body = mixed(id_, "body"), header = mixed(id_, "header"), foot = mixed(id_, "footer");
    if (just_opened_) {
        context().sizes.SetFloat(body, -1);
    }
    const float known = remembered(body, -1);
    const float margin = canvas_width() < phone_below ? 12.0f : 32.0f;
    const float side = dialog_side();
    box_.width = std::min(options.width, canvas_width() - 2 * margin);
    header_ = remembered(header, 64);
    const float footer_height = remembered(foot, 0);
    const float most = std::max(120.0f, canvas_height() - 2 * margin);
    body_shown_ = std::max(24.0f, std::min(known < 0 ? 160 : known, most - header_ - footer_height));
    box_.height = header_ + body_shown_ + footer_height;
    box_.x = std::round((canvas_width() - box_.width) / 2);
    const float spare = canvas_height() - box_.height;
    box_.y = std::round(std::max(margin, spare * (options.at_top ? 0.1f : 0.42f)));
    begin_layer({.role = options.urgent ? Role::alertdialog : Role::dialog,
                 .name = title,
                 .description = options.description,
                 .id = id_,
                 .modal = true,
                 .hidden = known < 0,
                 .radius = Radius::dialog},
                box_);
    close_ = {box_.right() - side - 26, box_.y + 17, 32, 32};
    begin_root_flow({box_.x + side, box_.y + 20, box_.width - 2 * side - 28, 0}, 4);
    const Face face{Type::title, Weight::semibold};
    const int lines = std::max(1, count_lines(title, face, available_width()));
    const Box words = place({available_width(), line_height_of(face.type) * static_cast<float>(lines)});
    tree().leaf({.role = Role::heading, .name = title, .rect = place_of(words), .level = 2});
    draw_lines(min_of(words), title, face, words.width, ink(Color::text, Color::raised));
    if (!options.description.empty()) {
        text(options.description, {.color = Color::text_muted});
    }
    const Box used = end_root_flow();
    remember(header, used.bottom() + 8 - box_.y);
    begin_region({.role = Role::generic, .id = body, .gap = 16, .pad_x = side, .pad_y = 8},
                 {box_.x, box_.y + header_, box_.width, body_shown_});
    if (tree().dismissed(id_) && !keeps_open_) {
        open_ = false;
    }
}

void Dialog::end_body() { remember(mixed(id_, "body"), end_region()); }

void Dialog::footer() {
    if (!shown_ || in_footer_) {
        return;
    }
    in_footer_ = context().in_footer = true;
    end_body();
    const float side = dialog_side();
    const float top = box_.y + header_ + body_shown_;
    const Id wide = mixed(id_, "footer width");
    const float room = box_.width - 2 * side;
    Flow row;
    row.row = true;
    begin_row_at(row, box_.x + side, room, remembered(wide, room), Align::end);
    row.top = row.y = row.line_bottom = top + footer_pad;
    row.gap = row.line_gap = 8;
    begin_flow(row);
}

Dialog::~Dialog() {
    if (!shown_) {
        return;
    }
    context().entered = context().in_footer = false;
    if (in_footer_) {
        const Flow done = flow();
        context().flows.pop_back();
        remember(mixed(id_, "footer width"), done.widest);
        remember(mixed(id_, "footer"), done.line_bottom - done.top + 2 * footer_pad + 4);
    } else {
        end_body();
        remember(mixed(id_, "footer"), 12);
    }
    if (!keeps_open_) {
        // Last in the order of the page, so that the focus starts with the first field.
        const Id id = mixed(id_, "close");
        const Press state = press(id, close_);
        tree().leaf({.id = id, .role = Role::button, .name = "Close", .rect = place_of(close_)});
        const Color under = state.held ? Color::pressed : state.hovered ? Color::hover : Color::raised;
        if (under != Color::raised) {
            fill(close_, color(under), Radius::control);
        }
        draw_icon(close_, icon_x, 18, ink(Color::text_muted, under));
        if (state.focused) {
            focus_ring(grown(close_, -2), Radius::control, Color::raised);
        }
        if (state.pressed) {
            open_ = false;
        }
    }
    end_layer();
    if (!open_) {
        platform().wake(3);
    }
}

void Dialog::close() {
    open_ = false;
    platform().wake(3);
}

bool is_typing() {
    const Context& ctx = context();
    const auto drawn = [&](const LayerEntry& entry) { return entry.last_frame == ctx.frame; };
    return tree().editing(tree().focused_id()) || std::any_of(ctx.layers.begin(), ctx.layers.end(), drawn);
}

Confirmed confirm(std::string_view title, bool& open, std::string_view action, const ConfirmOptions& options,
                  std::string* typed) {
    if (!open) {
        return Confirmed::not_yet;
    }
    Confirmed answer = Confirmed::not_yet;
    {
        Dialog dialog(
            title, open,
            {.width = 460, .description = options.text, .urgent = true, .keeps_open = options.busy});
        if (!options.error.empty()) {
            banner(Tone::danger, options.error);
        }
        if (!options.points.empty()) {
            Column list({.gap = 8});
            const Group group(Role::list, {});
            for (const std::string_view point : options.points) {
                const ImVec2 at = next_position(0);
                draw()->AddCircleFilled({at.x + 6, at.y + 10}, 2.5f, ink(Color::text_muted, ground()), 0);
                begin_root_flow({at.x + 20, at.y, available_width() - 20, 0}, 0);
                const Group item(Role::listitem, {});
                text(point);
                const Box used = end_root_flow();
                commit({at.x, at.y, used.width + 20, used.height});
            }
        }
        bool matches = true;
        if (!options.must_type.empty() && typed != nullptr) {
            text_field("Type " + std::string(options.must_type) + " to confirm", *typed,
                       {.id = "typed name", .autofocus = true});
            matches = *typed == options.must_type;
        }
        dialog.footer();
        if (button(options.cancel)) {
            dialog.close();
        }
        const std::string why = "Type the name first, exactly as it is written.";
        if (button(action, {.kind = options.danger ? ButtonKind::danger : ButtonKind::primary,
                            .id = "confirm",
                            .disabled = matches ? std::string_view{} : why,
                            .busy = options.busy})) {
            answer = Confirmed::yes;
        }
    }
    return open ? answer : answer == Confirmed::yes ? answer : Confirmed::no;
}

// --- Menus ---

namespace {
constexpr float menu_pad = 6;
}

Menu::Menu(std::string_view name, const ButtonOptions& options, bool with_label) {
    ButtonOptions look = options;
    id_ = mixed(id_from(options.id.empty() ? name : options.id), "menu");
    look.opens = semantics::Opens::menu;
    look.expanded = popup_is_open(id_) ? State::yes : State::no;
    look.controls = look.expanded == State::yes ? list_in_layer(id_) : 0;
    const bool pressed = with_label ? button(name, look) : icon_button(options.icon, name, look);
    anchor_ = context().last_box;
    if (pressed) {
        toggle_popup(id_);
    }
    open_ = popup_is_open(id_);
    if (!open_) {
        return;
    }
    const Id height_key = mixed(id_, "height"), width_key = mixed(id_, "width");
    if (note_drawn(id_)) {
        context().sizes.SetFloat(height_key, -1);
    }
    const float height = remembered(height_key, -1);
    const bool end = anchor_.x + anchor_.width / 2 > canvas_width() / 2;
    box_ = beside(anchor_, {remembered(width_key, 200), std::max(40.0f, height)}, end);
    begin_layer({.role = Role::menu,
                 .name = name,
                 .id = id_,
                 .hidden = height < 0,
                 .scrolls = true,
                 .content_height = height,
                 .padding = menu_pad},
                box_);
}

Menu::~Menu() {
    if (!open_) {
        return;
    }
    const float height = flow().y - flow().top + 2 * menu_pad;
    remember(mixed(id_, "height"), height);
    remember(mixed(id_, "width"), std::max(180.0f, widest_ + 2 * menu_pad));
    end_layer();
    if (popup_left(id_, box_, anchor_)) {
        close_popup(id_);
    }
}

bool Menu::line(std::string_view label, std::string_view detail, char32_t icon, std::string_view disabled,
                bool danger, semantics::Role role, semantics::State checked) {
    const float height = (current_scale().coarse ? 44.0f : 36.0f) + (detail.empty() ? 0 : 16);
    const Box box = place({available_width(), height});
    const Id id = mixed(id_, std::to_string(items_++) + std::string(label));
    const bool off = !disabled.empty();
    const Press state = press(id, box, off);
    tree().leaf({.id = id,
                 .role = role,
                 .name = label,
                 .description = joined(detail, disabled),
                 .rect = place_of(box),
                 .disabled = off,
                 .checked = checked});
    widest_ = std::max(widest_, width_of(label, {Type::body, Weight::regular}) + 62);
    if (!detail.empty()) {
        widest_ = std::max(widest_, std::min(320.0f, width_of(detail, {Type::small, Weight::regular}) + 62));
    }
    if (!unseen(box)) {
        const bool lit = state.hovered || tree().focused(id);
        const Color under = state.held ? Color::pressed : lit ? Color::hover : Color::raised;
        if (lit) {
            fill(box, color(under), Radius::control);
            if (palette().strong_lines) {
                edge(box, ink(Color::outline, under), Radius::control);
            }
        }
        const Color tint = off ? Color::text_disabled : danger ? Color::danger_text : Color::text;
        const char32_t shown = checked == State::yes ? icon_check : icon;
        if (shown != 0) {
            draw_icon({box.x + 10, box.y, 18, box.height}, shown, 16,
                      ink(off || danger ? tint : Color::text_muted, under));
        }
        const float x = box.x + (icon != 0 || role != Role::menuitem ? 38 : 12);
        const float room = box.right() - 10 - x;
        if (detail.empty()) {
            draw_line({x, box.y, room, box.height}, label, {Type::body, Weight::regular}, ink(tint, under));
        } else {
            draw_line({x, box.y + 6, room, 20}, label, {Type::body, Weight::regular}, ink(tint, under));
            draw_line({x, box.y + 26, room, 20}, detail, {Type::small, Weight::regular},
                      ink(Color::text_muted, under));
        }
    }
    if (state.pressed) {
        close_popup(id_);
    }
    return state.pressed;
}

bool Menu::item(std::string_view label, char32_t icon, std::string_view disabled, bool danger) {
    return line(label, {}, icon, disabled, danger, Role::menuitem, State::none);
}

bool Menu::choice(std::string_view label, bool chosen, std::string_view detail) {
    return line(label, detail, 0, {}, false, Role::menuitemradio, chosen ? State::yes : State::no);
}

bool Menu::link(std::string_view label, std::string_view route, char32_t icon) {
    const bool pressed = item(label, icon);
    if (const auto& go = context().environment->go; pressed && go) {
        go(route);
    }
    return pressed;
}

void Menu::separator() {
    place({1, 5});
    const Box box = place({available_width(), 1});
    place({1, 5});
    tree().leaf({.role = Role::separator, .rect = place_of(box)});
    fill(box, color(Color::hairline));
}

void Menu::caption(std::string_view words) {
    const Box box = place({available_width(), 28});
    draw_line({box.x + 12, box.y, box.width - 24, box.height}, words, {Type::caption, Weight::medium},
              ink(Color::text_muted, Color::raised));
    widest_ = std::max(widest_, width_of(words, {Type::caption, Weight::medium}) + 24);
}

// --- Popovers ---

Popover::Popover(std::string_view name, const PopoverOptions& options) {
    ButtonOptions look = options.button;
    id_ = mixed(id_from(look.id.empty() ? name : look.id), "popover");
    look.opens = semantics::Opens::dialog;
    look.expanded = popup_is_open(id_) ? State::yes : State::no;
    look.controls = look.expanded == State::yes ? id_ : 0;
    const bool pressed = options.icon_only ? icon_button(look.icon, look.name.empty() ? name : look.name, look)
                                           : button(name, look);
    anchor_ = context().last_box;
    if (pressed) {
        toggle_popup(id_);
    }
    open_ = popup_is_open(id_);
    if (!open_) {
        return;
    }
    const Id height_key = mixed(id_, "height");
    if (note_drawn(id_)) {
        context().sizes.SetFloat(height_key, -1);
    }
    const float height = remembered(height_key, -1);
    const bool end = anchor_.x + anchor_.width / 2 > canvas_width() / 2;
    box_ = beside(anchor_, {options.width, std::clamp(height, 60.0f, canvas_height() * 0.8f)}, end);
    begin_layer({.role = Role::dialog,
                 .name = name,
                 .id = id_,
                 .hidden = height < 0,
                 .scrolls = true,
                 .content_height = height,
                 .padding = 14},
                box_);
    flow().gap = 10;
}

void Popover::close() { close_popup(id_); }

Popover::~Popover() {
    if (!open_) {
        return;
    }
    remember(mixed(id_, "height"), flow().y - flow().top + 28);
    end_layer();
    if (popup_left(id_, box_, anchor_)) {
        close_popup(id_);
    }
}

void tooltip(std::string_view words) {
    const Context& ctx = context();
    const bool hovered =
        ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(min_of(ctx.last_box), max_of(ctx.last_box));
    tip_for(ctx.last_id, ctx.last_box, words, hovered, tree().focus_visible(ctx.last_id));
}

}  // namespace parasol::ui
