#include "ui/widgets/fields.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/field_frame.h"
#include "ui/widgets/text.h"
#include "ui/words.h"

namespace parasol::ui {

using namespace internal;

namespace internal {

FieldPlace begin_field(std::string_view label, const FieldLook& look, float width, float height) {
    FieldPlace field;
    field.id = id_from(look.id.empty() ? label : look.id);
    const float room = available_width();
    Flow column;
    const ImVec2 at = next_position(width > 0 ? std::min(width, room) : room);
    // A bare field stands in the middle of a line, as buttons do.
    const bool in_line = flow().row && look.label_hidden && look.description.empty() && look.error.empty();
    const float shift = in_line ? std::max(0.0f, std::floor((flow().line_height - height) / 2)) : 0;
    column.left = at.x;
    column.right = at.x + (width > 0 ? std::min(width, room) : room);
    column.top = column.y = at.y + shift;
    column.gap = 6;
    begin_flow(column);
    if (!look.label_hidden) {
        const float line = line_height_of(Type::small);
        const Box words = place({available_width(), line});
        const Face face{Type::small, Weight::medium};
        const float used = std::min(width_of(label, face), words.width);
        draw_line({words.x, words.y, used + 1, line}, label, face, ink(Color::text, ground()));
        if (look.optional) {
            draw_line({words.x + used + 8, words.y, std::max(0.0f, words.width - used - 8), line}, "optional",
                      {Type::caption, Weight::regular}, ink(Color::text_faint, ground()));
        }
        const bool clicked = ImGui::IsWindowHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
                             ImGui::IsMouseHoveringRect(min_of(words), max_of(words));
        if (clicked && !look.off) {
            focus(field.id);
        }
    }
    field.frame = place({available_width(), height});
    return field;
}

void end_field(const FieldLook& look) {
    if (!look.error.empty()) {
        text(look.error, {.type = Type::small, .color = Color::danger_text, .icon = icon_alert_circle});
    } else if (!look.description.empty()) {
        text(look.description, {.type = Type::small, .color = Color::text_muted});
    }
    end_flow();
}

void draw_field_frame(const FieldPlace& field, const FieldLook& look, bool hovered, bool focused) {
    const Color under = look.off ? Color::disabled_ground : Color::surface;
    fill(field.frame, color(under), Radius::control);
    const Color outline = !look.error.empty() ? Color::outline_error
                          : look.off          ? Color::hairline
                          : hovered           ? Color::outline_hover
                                              : Color::outline;
    edge(field.frame, ink(outline, ground()), Radius::control);
    if (focused) {
        const Color ring = look.error.empty() ? Color::focus : Color::outline_error;
        edge(grown(field.frame, 1), ink(ring, ground()), Radius::control + 1, 2);
        edge(grown(field.frame, 3.5f), color(ring, 0.22f), Radius::control + 3, 3);
    }
}

}  // namespace internal

namespace {

constexpr float pad = 12;

Type field_type() { return current_scale().coarse ? Type::lead : Type::body; }

std::string dots_for(std::string_view value) {
    std::string dots;
    for (const char c : value) {
        if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
            dots += "\xE2\x80\xA2";
        }
    }
    return dots;
}

void draw_value(const FieldPlace& field, std::string_view value, const FieldOptions& options,
                const FieldKind& kind, float pad_left) {
    const bool off = !options.disabled.empty();
    const Color under = off ? Color::disabled_ground : Color::surface;
    const Box inside{field.frame.x + pad_left, field.frame.y, field.frame.width - pad_left - kind.pad_right,
                     field.frame.height};
    const std::string_view shown = value.empty() ? options.placeholder : value;
    const Color tint = value.empty() ? Color::text_faint : off ? Color::text_disabled : Color::text;
    const Face face{field_type(), Weight::regular};
    if (shown.empty()) {
        return;
    }
    if (kind.role == Role::textarea) {
        const Box text{inside.x, inside.y + 8, inside.width, inside.height - 16};
        draw()->PushClipRect(min_of(text), max_of(text), true);
        draw_lines(min_of(text), shown, face, text.width, ink(tint, under));
        draw()->PopClipRect();
        return;
    }
    draw()->PushClipRect(min_of(inside), max_of(inside), true);
    draw_line(inside, kind.role == Role::password && !value.empty() ? dots_for(value) : std::string(shown),
              face, ink(tint, under));
    draw()->PopClipRect();
}

// A square at the right end of the field, over its frame.
Press field_button(const FieldPlace& field, Id id, std::string_view name, char32_t icon, float side, float icon_size,
                   State pressed = State::none) {
    const Box box{field.frame.right() - side - 4, field.frame.y + (field.frame.height - side) / 2, side, side};
    const Press state = press(id, box);
    say({.id = id, .role = Role::button, .name = name, .rect = place_of(box), .pressed = pressed});
    if (state.hovered) fill(box, color(Color::hover), Radius::small);
    draw_icon(box, icon, icon_size, ink(Color::text_muted, state.hovered ? Color::hover : Color::surface));
    if (state.focused) focus_ring(grown(box, -3), Radius::small, Color::surface);
    return state;
}

}  // namespace

namespace internal {

std::string_view error_of(const FieldOptions& options) {
    return options.error.empty() && options.refusal != nullptr ? words::of(*options.refusal) : options.error;
}

FieldLook look_of(const FieldOptions& options) {
    return {.id = options.id,
            .description = options.description,
            .error = error_of(options),
            .label_hidden = options.label_hidden,
            .required = options.required && !options.optional,
            .optional = options.optional,
            .off = !options.disabled.empty()};
}

// The frame, the text where the page does not show it, and the node of the input.
FieldResult field_body(const FieldPlace& field, std::string_view label, std::string& value,
                       const FieldOptions& options, const FieldKind& kind) {
    const bool off = !options.disabled.empty();
    Context& ctx = context();
    ctx.last_id = field.id;
    ctx.last_box = field.frame;
    FieldResult result{.id = field.id};
    result.changed = tree().take_edit(field.id, value);
    result.submitted = tree().submitted(field.id);
    if (result.changed && options.refusal != nullptr && options.refusal->has_value()) {
        options.refusal->reset();
        platform().wake(2);
    }
    const std::string_view error = error_of(options);
    const ImRect area = rect_of(field.frame);
    const bool hovered = ImGui::ItemAdd(area, field.id, nullptr, ImGuiItemFlags_NoNav) &&
                         ImGui::ItemHoverable(area, field.id, ImGuiItemFlags_NoNav);
    if (hovered && !off) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    }
    const bool led_to = !error.empty() && ctx.error_until >= ctx.frame;
    if ((tree().activated(field.id) || led_to) && !off) {
        focus(field.id);
    }
    ctx.error_until = led_to ? 0 : ctx.error_until;
    const float pad_left = options.icon != 0 ? 38 : pad;
    const bool visible = !unseen(grown(field.frame, 5));
    if (visible) {
        draw_field_frame(field, look_of(options), hovered, tree().focused(field.id));
        if (options.icon != 0) {
            draw_icon({field.frame.x + 11, field.frame.y, 18, field.frame.height}, options.icon, 17,
                      ink(Color::text_faint, off ? Color::disabled_ground : Color::surface));
        }
        if (!tree().editing(field.id)) {
            draw_value(field, value, options, kind, pad_left);
        }
    }
    const bool area_field = kind.role == Role::textarea;
    const std::string description = joined(options.description, options.disabled);
    open_cell();
    say({.id = field.id,
         .role = kind.role,
         .name = label,
         .description = description,
         .value = value,
         .placeholder = options.placeholder,
         .error = error,
         .autocomplete = options.autocomplete,
         .rect = place_of(field.frame),
         .disabled = off,
         .readonly = options.readonly,
         .required = options.required,
         .autofocus = options.autofocus,
         .spellcheck = options.spellcheck,
         .expanded = kind.expanded,
         .keys = kind.keys,
         .max_length = options.max_length,
         .controls = kind.controls,
         .active = kind.active,
         .type = {.size = size_of(field_type()),
                  .pad_left = pad_left,
                  .pad_right = kind.pad_right,
                  .pad_top = area_field ? 8.0f : 0.0f,
                  .pad_bottom = area_field ? 8.0f : 0.0f,
                  .line_height = area_field ? line_height_of(field_type()) : 0.0f,
                  .color = color(off ? Color::text_disabled : Color::text),
                  .placeholder_color = color(Color::text_faint)},
         .input_mode = options.input_mode,
         .enter_key = options.enter_key});
    tip_for(field.id, field.frame, options.disabled, hovered, false);
    return result;
}

void clear_button(const FieldPlace& field, std::string_view label, std::string& value, FieldResult& result) {
    if (value.empty()) {
        return;
    }
    const std::string name = "Clear " + std::string(label);
    if (field_button(field, mixed(field.id, "clear"), name, icon_x, 28, 15).pressed) {
        value.clear();
        result.changed = true;
        focus(field.id);
    }
}

}  // namespace internal

namespace {

FieldResult one_line_field(std::string_view label, std::string& value, const FieldOptions& options,
                           Role role) {
    const FieldLook look = look_of(options);
    const FieldPlace field = begin_field(label, look, options.width, control_height());
    const FieldResult result = field_body(field, label, value, options, {.role = role});
    context().entered = context().entered || result.submitted;
    end_field(look);
    return result;
}

}  // namespace

void focus_error() {
    context().error_until = context().frame + 3;
    platform().wake(2);
}

FieldResult text_field(std::string_view label, std::string& value, const FieldOptions& options) {
    return one_line_field(label, value, options, Role::textbox);
}

FieldResult email_field(std::string_view label, std::string& value, FieldOptions options) {
    options.input_mode = semantics::InputMode::email;
    options.autocomplete = options.autocomplete.empty() ? "email" : options.autocomplete;
    return one_line_field(label, value, options, Role::textbox);
}

FieldResult number_field(std::string_view label, std::string& value, FieldOptions options) {
    options.input_mode = semantics::InputMode::numeric;
    return one_line_field(label, value, options, Role::textbox);
}

FieldResult password_field(std::string_view label, std::string& value, const FieldOptions& options) {
    Context& ctx = context();
    const FieldLook look = look_of(options);
    const FieldPlace field = begin_field(label, look, options.width, control_height());
    // Dots again wherever the field has gone in between.
    const bool shown = ctx.shown_password == field.id && ctx.shown_in >= ctx.frame - 1;
    const FieldKind kind{.role = shown ? Role::textbox : Role::password, .pad_right = 42};
    const FieldResult result = field_body(field, label, value, options, kind);
    ctx.entered = ctx.entered || result.submitted;
    std::string name = "Show " + std::string(label);
    if (name.size() > 5 && name[5] >= 'A' && name[5] <= 'Z') name[5] = static_cast<char>(name[5] + ('a' - 'A'));
    const float side = std::min(icon_button_size(true), field.frame.height - 4);
    const Press state = field_button(field, mixed(field.id, "show"), name, shown ? icon_eye_off : icon_eye, side, 17,
                                     shown ? State::yes : State::no);
    tip_for(context().last_id, context().last_box, shown ? "Hide it" : name, state.hovered, state.focused);
    if (state.pressed) {
        ctx.shown_password = shown ? 0 : field.id;
        platform().wake(2);
    }
    ctx.shown_in = shown || state.pressed ? ctx.frame : ctx.shown_in;
    end_field(look);
    return result;
}

FieldResult text_area(std::string_view label, std::string& value, const FieldOptions& options) {
    const FieldLook look = look_of(options);
    const float height = line_height_of(field_type()) * static_cast<float>(std::max(1, options.lines)) + 16;
    const FieldPlace field = begin_field(label, look, options.width, height);
    const FieldResult result = field_body(field, label, value, options, {.role = Role::textarea});
    end_field(look);
    return result;
}

FieldResult search_field(std::string_view label, std::string& value, FieldOptions options) {
    options.label_hidden = true;
    options.icon = icon_search;
    options.placeholder = options.placeholder.empty() ? label : options.placeholder;
    options.input_mode = semantics::InputMode::search;
    options.enter_key = semantics::EnterKey::search;
    const FieldLook look = look_of(options);
    const FieldPlace field = begin_field(label, look, options.width, control_height());
    FieldResult result = field_body(field, label, value, options, {.role = Role::searchbox, .pad_right = 36});
    clear_button(field, label, value, result);
    end_field(look);
    return result;
}

}  // namespace parasol::ui
