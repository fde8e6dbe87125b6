#include "ui/widgets/fields.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/field_frame.h"
#include "ui/widgets/text.h"

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

FieldLook look_of(const FieldOptions& options) {
    return {.id = options.id,
            .description = options.description,
            .error = options.error,
            .label_hidden = options.label_hidden,
            .required = options.required && !options.optional,
            .optional = options.optional,
            .off = !options.disabled.empty()};
}

struct FieldKind {
    Role role = Role::textbox;
    float pad_right = pad;
    semantics::Id active = 0;
    semantics::Id controls = 0;
    State expanded = State::none;
    semantics::Key keys = semantics::Key::none;
};

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
    const ImRect area = rect_of(field.frame);
    const bool hovered = ImGui::ItemAdd(area, field.id, nullptr, ImGuiItemFlags_NoNav) &&
                         ImGui::ItemHoverable(area, field.id, ImGuiItemFlags_NoNav);
    if (hovered && !off) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    }
    if (tree().activated(field.id) && !off) {
        focus(field.id);
    }
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
         .error = options.error,
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

FieldResult one_line_field(std::string_view label, std::string& value, const FieldOptions& options,
                           Role role) {
    const FieldLook look = look_of(options);
    const FieldPlace field = begin_field(label, look, options.width, control_height());
    const FieldResult result = field_body(field, label, value, options, {.role = role});
    end_field(look);
    return result;
}

void clear_button(const FieldPlace& field, std::string_view label, std::string& value, FieldResult& result) {
    if (value.empty()) {
        return;
    }
    const Box box{field.frame.right() - 32, field.frame.y + (field.frame.height - 28) / 2, 28, 28};
    const std::string name = "Clear " + std::string(label);
    const Id id = mixed(field.id, "clear");
    const Press state = press(id, box);
    say({.id = id, .role = Role::button, .name = name, .rect = place_of(box)});
    if (state.hovered) {
        fill(box, color(Color::hover), Radius::small);
    }
    draw_icon(box, icon_x, 15, ink(Color::text_muted, state.hovered ? Color::hover : Color::surface));
    if (state.focused) {
        focus_ring(grown(box, -3), Radius::small, Color::surface);
    }
    if (state.pressed) {
        value.clear();
        result.changed = true;
        focus(field.id);
    }
}

}  // namespace

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
    FieldResult result = one_line_field(label, value, options, Role::textbox);
    if (result.changed) {
        std::erase_if(value, [](char c) { return c < '0' || c > '9'; });
        platform().wake(2);
    }
    return result;
}

FieldResult password_field(std::string_view label, std::string& value, const FieldOptions& options) {
    return one_line_field(label, value, options, Role::password);
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

// --- Suggestions ---

namespace {

constexpr float suggestion_pad = 6;

Size suggestion_size(const Suggestion& suggestion, float width) {
    return {width, suggestion.detail.empty() ? 36.0f : 52.0f};
}

// One line of the list; true when it was pressed.
bool suggestion_line(const Suggestion& suggestion, Id id, bool active, int position, int count) {
    const Box box = place(suggestion_size(suggestion, available_width()));
    const Press state = press(id, box);
    const std::string name = suggestion.detail.empty()
                                 ? std::string(suggestion.label)
                                 : std::string(suggestion.label) + ", " + std::string(suggestion.detail);
    say({.id = id,
         .role = Role::option,
         .name = name,
         .rect = place_of(box),
         .hidden_from_tab = true,
         .selected = active ? State::yes : State::no,
         .set_size = count,
         .position = position});
    if (unseen(box)) {
        return state.pressed;
    }
    const Color under = active || state.hovered ? Color::hover : Color::raised;
    if (under != Color::raised) {
        fill(box, color(under), Radius::control);
        if (palette().strong_lines) {
            edge(box, ink(Color::outline, under), Radius::control);
        }
    }
    float x = box.x + 10;
    if (suggestion.icon != 0) {
        draw_icon({x, box.y, 18, box.height}, suggestion.icon, 17, ink(Color::text_muted, under));
        x += 28;
    }
    const float room = box.right() - 10 - x;
    if (suggestion.detail.empty()) {
        draw_line({x, box.y, room, box.height}, suggestion.label, {Type::body, Weight::medium},
                  ink(Color::text, under));
    } else {
        draw_line({x, box.y + 6, room, 20}, suggestion.label, {Type::body, Weight::medium},
                  ink(Color::text, under));
        draw_line({x, box.y + 26, room, 20}, suggestion.detail, {Type::small, Weight::regular},
                  ink(Color::text_muted, under));
    }
    return state.pressed;
}

}  // namespace

SuggestResult suggest_field(std::string_view label, std::string& value,
                            std::span<const Suggestion> suggestions, std::string_view words_when_empty,
                            FieldOptions options, bool searching) {
    using semantics::Key;
    options.label_hidden = true;
    options.icon = options.icon != 0 ? options.icon : icon_search;
    options.placeholder = options.placeholder.empty() ? label : options.placeholder;
    options.input_mode = semantics::InputMode::search;
    const FieldLook look = look_of(options);
    const FieldPlace field = begin_field(label, look, options.width, control_height());
    const Id list = mixed(field.id, "list");
    ImGuiStorage& kept = context().sizes;
    const Id active_key = mixed(field.id, "active"), closed_key = mixed(field.id, "closed");
    const int count = static_cast<int>(suggestions.size());
    int active = std::min(kept.GetInt(active_key, 0), count - 1);
    const bool in_use = tree().focused(field.id) || tree().focus_within(list);
    if (tree().key_pressed(field.id, Key::escape) || tree().dismissed(list)) {
        kept.SetInt(closed_key, 1);
    }
    if (count > 0 && tree().key_pressed(field.id, Key::down)) {
        active = kept.GetInt(closed_key) != 0 ? 0 : (active + 1) % count;
        kept.SetInt(closed_key, 0);
    }
    if (count > 0 && tree().key_pressed(field.id, Key::up)) {
        active = (active + count - 1) % count;
    }
    const bool open = in_use && !value.empty() && kept.GetInt(closed_key) == 0;
    SuggestResult result{.id = field.id};
    if (open && active >= 0 && tree().key_pressed(field.id, Key::enter)) {
        result.chosen = active;
    }
    // Escape closes the list first; a closed list leaves it to what is around (a dialog).
    const Key keys = open ? Key::up | Key::down | Key::enter | Key::escape : Key::down;
    FieldKind kind{.role = Role::combobox_field,
                   .pad_right = 36,
                   .controls = open ? list : 0,
                   .expanded = open ? State::yes : State::no,
                   .keys = keys};
    kind.active = open && active >= 0 ? mixed(list, std::to_string(active)) : 0;
    FieldResult edited = field_body(field, label, value, options, kind);
    clear_button(field, label, value, edited);
    if (edited.changed) {
        active = 0;
        kept.SetInt(closed_key, 0);
    }
    if (!in_use) {
        kept.SetInt(closed_key, 0);
    }
    result.changed = edited.changed;
    end_field(look);
    if (open) {
        float height = 2 * suggestion_pad;
        for (const Suggestion& suggestion : suggestions) {
            height += suggestion_size(suggestion, 0).height;
        }
        height += count == 0 || searching ? 36 : 0;
        Box box = beside(field.frame, {std::max(field.frame.width, std::min(420.0f, canvas_width() - 16)),
                                       std::min(height, 440.0f)});
        begin_layer({.role = Role::listbox,
                     .name = label,
                     .id = list,
                     .grabs_focus = false,
                     .scrolls = true,
                     .content_height = height,
                     .padding = suggestion_pad},
                    box);
        for (int at = 0; at < count; ++at) {
            const Id id = mixed(list, std::to_string(at));
            if (suggestion_line(suggestions[static_cast<std::size_t>(at)], id, at == active, at + 1, count)) {
                result.chosen = at;
            }
        }
        if (count == 0 || searching) {
            const Box line = place({available_width(), 36});
            const std::string_view words = searching ? "Searching..." : words_when_empty;
            tree().leaf({.role = Role::text, .name = words, .rect = place_of(line)});
            draw_line({line.x + 10, line.y, line.width - 20, line.height}, words,
                      {Type::body, Weight::regular}, ink(Color::text_muted, Color::raised));
        }
        end_layer();
    }
    if (result.chosen >= 0) {
        kept.SetInt(closed_key, 1);
    }
    kept.SetInt(active_key, std::max(0, active));
    return result;
}

// --- Files ---

void choose_file(std::string_view label, const ChooseFileOptions& options,
                 std::function<void(ChosenFile)> done) {
    const float width = available_width();
    const float height = options.hint.empty() ? 112.0f : 136.0f;
    const Box box = place({width, height});
    if (!unseen(box)) {
        fill(box, color(Color::sunken), Radius::card);
        const ImU32 tint = ink(Color::outline, ground());
        // Dashes along the four sides.
        constexpr float dash = 6, step = 11;
        for (float x = box.x + 8; x < box.right() - 8; x += step) {
            const float to = std::min(x + dash, box.right() - 8);
            line({x, box.y + 0.5f}, {to, box.y + 0.5f}, tint);
            line({x, box.bottom() - 0.5f}, {to, box.bottom() - 0.5f}, tint);
        }
        for (float y = box.y + 8; y < box.bottom() - 8; y += step) {
            const float to = std::min(y + dash, box.bottom() - 8);
            line({box.x + 0.5f, y}, {box.x + 0.5f, to}, tint);
            line({box.right() - 0.5f, y}, {box.right() - 0.5f, to}, tint);
        }
        draw_icon({box.x, box.y + 16, box.width, 24}, icon_upload, 22, ink(Color::text_muted, Color::sunken));
    }
    const Ground under(Color::sunken);
    const ButtonOptions look{.description = options.hint, .disabled = options.disabled, .busy = options.busy};
    const float wide = button_width(label, look);
    const Box at{std::round(box.x + (box.width - wide) / 2), box.y + 52, wide, control_height()};
    if (button_at(at, label, look, id_from(label))) {
        platform().choose_file(options.accept, options.max_bytes, std::move(done));
    }
    if (!options.hint.empty()) {
        draw_line({box.x + 12, at.bottom() + 10, box.width - 24, 20}, options.hint,
                  {Type::small, Weight::regular}, ink(Color::text_muted, Color::sunken), Align::center);
    }
}

}  // namespace parasol::ui
