// A search field with suggestions below it.

#include <algorithm>
#include <string>

#include "ui/widgets/field_frame.h"
#include "ui/widgets/fields.h"

namespace parasol::ui {

using namespace internal;

namespace {

constexpr float suggestion_pad = 6, margin = 16;

constexpr float no_limit = 1e9f;
constexpr const char* between = " · ";

// Where there is little room the chain has a line of its own.
bool chain_below(const Suggestion& suggestion) {
    return canvas_width() < phone_below && !suggestion.detail.empty() && !suggestion.chain.empty();
}

Size suggestion_size(const Suggestion& suggestion, float width) {
    const bool two = !suggestion.detail.empty() || !suggestion.chain.empty();
    return {width, !two ? 36.0f : chain_below(suggestion) ? 72.0f : 52.0f};
}

// Behind each other what there is of them.
std::string both(std::string_view first, std::string_view joint, std::string_view second) {
    std::string words(first);
    if (!first.empty() && !second.empty()) {
        words += joint;
    }
    return words += second;
}

// What stands below the name, from its first line on.
void draw_below(const Suggestion& suggestion, Box first, Color under) {
    const Face face{Type::small, Weight::regular};
    const ImU32 tint = ink(Color::text_muted, under);
    if (chain_below(suggestion)) {
        draw_line(first, suggestion.detail, face, tint);
        first.y += first.height;
        draw_line(first, chain_words(suggestion.chain, face, first.width), face, tint);
        return;
    }
    const std::string before = suggestion.detail.empty() ? "" : std::string(suggestion.detail) + between;
    const std::string chain = chain_words(suggestion.chain, face, first.width - width_of(before, face));
    draw_line(first, both(suggestion.detail, between, chain), face, tint);
}

// One line of the list; true when it was pressed.
bool suggestion_line(const Suggestion& suggestion, Id id, bool active, int position, int count) {
    const Box box = place(suggestion_size(suggestion, available_width()));
    const Press state = press(id, box);
    const std::string chain = chain_words(suggestion.chain, {}, no_limit);
    const std::string name = both(suggestion.label, ", ", both(suggestion.detail, between, chain));
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
    if (suggestion.detail.empty() && suggestion.chain.empty()) {
        draw_line({x, box.y, room, box.height}, suggestion.label, {Type::body, Weight::medium},
                  ink(Color::text, under));
    } else {
        draw_line({x, box.y + 6, room, 20}, suggestion.label, {Type::body, Weight::medium},
                  ink(Color::text, under));
        draw_below(suggestion, {x, box.y + 26, room, 20}, under);
    }
    return state.pressed;
}

}  // namespace

namespace internal {

std::string chain_words(std::span<const std::string> chain, Face face, float room) {
    std::string words;
    for (std::size_t first = 0; first < chain.size(); ++first) {
        words = first == 0 ? "" : "…";
        for (const std::string& name : chain.subspan(first)) {
            words = both(words, " › ", name);
        }
        if (width_of(words, face) <= room) {
            break;
        }
    }
    return words;
}

}  // namespace internal

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
                   .controls = open && count > 0 ? list_in_layer(list) : 0,
                   .expanded = open && count > 0 ? State::yes : State::no,
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
        // Where the field is short it is wider, but not than what the field stands in.
        const float around = ImGui::GetCurrentWindow()->RootWindow->Size.x - 2 * margin;
        const float width = std::max(field.frame.width, std::min(420.0f, around));
        Box box = beside(field.frame, {width, std::min(height, 440.0f)});
        result.list_height = box.height;
        // A list without options is none: then it is a place that says so.
        begin_layer({.role = count > 0 ? Role::listbox : Role::region,
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
    if (result.chosen >= 0 || result.changed) {
        platform().wake(2);
    }
    kept.SetInt(active_key, std::max(0, active));
    return result;
}

}  // namespace parasol::ui
