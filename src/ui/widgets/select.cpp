// A button that opens a list to choose from.

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/choices.h"
#include "ui/widgets/field_frame.h"

namespace parasol::ui {

using namespace internal;

namespace {

FieldLook look_of(const ChoiceOptions& more) {
    return {.id = more.id,
            .description = more.description,
            .error = more.error,
            .label_hidden = more.label_hidden,
            .required = more.required,
            .off = !more.disabled.empty()};
}

float option_height(const Option& option) {
    const float line = current_scale().coarse ? 44.0f : 36.0f;
    return option.description.empty() ? line : line + 18;
}

void draw_option(Box box, const Option& option, bool chosen, bool lit) {
    const Color under = lit ? Color::hover : Color::raised;
    if (lit) {
        fill(box, color(under), Radius::control);
        if (palette().strong_lines) {
            edge(box, ink(Color::outline, under), Radius::control);
        }
    }
    const bool off = !option.disabled.empty();
    if (chosen) {
        draw_icon({box.x + 8, box.y, 18, box.height}, icon_check, 16, ink(Color::accent_text, under));
    }
    const float x = box.x + 34, room = box.right() - 10 - x;
    const Box first{x, option.description.empty() ? box.y : box.y + 7, room,
                    option.description.empty() ? box.height : 20};
    draw_line(first, option.label, {Type::body, Weight::regular},
              ink(off ? Color::text_disabled : Color::text, under));
    if (!option.description.empty()) {
        draw_line({x, box.y + 27, room, 20}, option.description, {Type::small, Weight::regular},
                  ink(off ? Color::text_disabled : Color::text_muted, under));
    }
}

// The open list; true when the choice changed.
bool select_list(Id list, Box frame, std::string_view label, int& chosen, std::span<const Option> options) {
    constexpr float pad = 6;
    float height = 2 * pad, width = frame.width;
    for (const Option& option : options) {
        height += option_height(option);
        width = std::max(width, width_of(option.label, {Type::body, Weight::regular}) + 60);
        if (!option.description.empty()) {
            width = std::max(width, std::min(420.0f, width_of(option.description, {Type::small, {}}) + 60));
        }
    }
    const Box box = beside(frame, {width, std::min(height, 360.0f)});
    begin_layer({.role = Role::listbox,
                 .name = label,
                 .id = list,
                 .scrolls = true,
                 .content_height = height,
                 .padding = pad},
                box);
    bool changed = false, done = false;
    for (int at = 0; at < static_cast<int>(options.size()); ++at) {
        const Option& option = options[static_cast<std::size_t>(at)];
        const bool off = !option.disabled.empty();
        const Box place_for = place({available_width(), option_height(option)});
        const Id id = mixed(list, std::to_string(at));
        const Press state = press(id, place_for, off);
        tree().leaf({.id = id,
                     .role = Role::option,
                     .name = option.label,
                     .description = joined(option.description, option.disabled),
                     .rect = place_of(place_for),
                     .disabled = off,
                     .autofocus = at == chosen,
                     .selected = at == chosen ? State::yes : State::no});
        if (!unseen(place_for)) {
            draw_option(place_for, option, at == chosen, state.hovered || tree().focused(id));
        }
        if (state.pressed) {
            changed = chosen != at;
            chosen = at;
            done = true;
        }
    }
    end_layer();
    if (done || popup_left(list, box, frame)) {
        close_popup(list);
    }
    return changed;
}

}  // namespace

bool select(std::string_view label, int& chosen, std::span<const Option> options, const ChoiceOptions& more) {
    const FieldLook look = look_of(more);
    const FieldPlace field = begin_field(label, look, more.width, control_height());
    const Id list = mixed(field.id, "list");
    const bool off = look.off;
    const bool some = chosen >= 0 && chosen < static_cast<int>(options.size());
    const std::string_view value = some ? options[static_cast<std::size_t>(chosen)].label : more.placeholder;
    open_cell();
    const Press state = press(field.id, field.frame, off);
    using semantics::Key;
    const bool key = tree().key_pressed(field.id, Key::down) || tree().key_pressed(field.id, Key::up);
    const bool was_open = popup_is_open(list);
    if (!off && (state.pressed || (key && !was_open))) {
        toggle_popup(list);
    }
    const bool open = popup_is_open(list);
    say({.id = field.id,
         .role = Role::combobox,
         .name = label,
         .description = joined(more.description, more.disabled),
         .value = value,
         .error = more.error,
         .rect = place_of(field.frame),
         .disabled = off,
         .required = more.required,
         .expanded = open ? State::yes : State::no,
         .opens = semantics::Opens::listbox,
         .keys = Key::down | Key::up,
         .controls = open ? list_in_layer(list) : 0});
    if (!unseen(grown(field.frame, 5))) {
        draw_field_frame(field, look, state.hovered, open || state.focused);
        const Color under = off ? Color::disabled_ground : Color::surface;
        const Color tint = off ? Color::text_disabled : some ? Color::text : Color::text_faint;
        const Face face{current_scale().coarse ? Type::lead : Type::body, Weight::regular};
        draw_line({field.frame.x + 12, field.frame.y, field.frame.width - 46, field.frame.height}, value,
                  face, ink(tint, under));
        draw_icon({field.frame.right() - 32, field.frame.y, 20, field.frame.height}, icon_chevrons_up_down,
                  16, ink(off ? Color::text_disabled : Color::text_muted, under));
    }
    tip_for(field.id, field.frame, more.disabled, state.hovered, false);
    end_field(look);
    return open && select_list(list, field.frame, label, chosen, options);
}

}  // namespace parasol::ui
