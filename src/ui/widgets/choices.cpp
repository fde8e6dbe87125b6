#include "ui/widgets/choices.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/field_frame.h"
#include "ui/widgets/text.h"
#include "ui/words.h"

namespace parasol::ui {

using namespace internal;

namespace {

// A mark (box, circle, switch) with its label and a quieter line below it, pressed as one.
struct Mark {
    Press state;
    Box box;  // of the whole
    Box mark;
    bool seen = false;
};

Mark marked_line(Id id, std::string_view label, std::string_view description, Size mark, bool off,
                 float pad = 0) {
    const float line = line_height_of(Type::body);
    const float least = current_scale().coarse ? 44.0f : 24.0f;
    const float room = available_width();
    const float left = mark.width + 10 + pad * 2;
    const Face face{Type::body, Weight::medium}, quiet{Type::small, Weight::regular};
    const float words = std::max(40.0f, room - left - pad);
    const int lines = std::max(1, count_lines(label, face, words));
    const int more = description.empty() ? 0 : count_lines(description, quiet, words);
    const float height =
        line * static_cast<float>(lines) + line_height_of(Type::small) * static_cast<float>(more);
    const bool one = lines == 1 && more == 0;
    const float width = one ? std::min(room, width_of(label, face) + left + pad) : room;
    Mark drawn;
    drawn.box = place({width, std::max(least, height) + 2 * pad});
    const float top = drawn.box.y + pad + (std::max(least, height) - height) / 2;
    drawn.mark = {drawn.box.x + pad, top + (line - mark.height) / 2, mark.width, mark.height};
    open_cell();
    drawn.state = press(id, drawn.box, off);
    drawn.seen = !unseen(grown(drawn.box, 4));
    if (drawn.seen) {
        const float x = drawn.mark.right() + 10;
        const ImU32 tint = ink(off ? Color::text_disabled : Color::text, ground());
        if (lines == 1) {
            draw_line({x, top, words + 1, line}, label, face, tint);
        } else {
            draw_lines({x, top}, label, face, words, tint);
        }
        if (more > 0) {
            draw_lines({x, top + line * static_cast<float>(lines)}, description, quiet, words,
                       ink(off ? Color::text_disabled : Color::text_muted, ground()));
        }
    }
    return drawn;
}

void check_mark(Box box, ImU32 tint) {
    const ImVec2 points[] = {{box.x + box.width * 0.24f, box.y + box.height * 0.52f},
                             {box.x + box.width * 0.43f, box.y + box.height * 0.71f},
                             {box.x + box.width * 0.77f, box.y + box.height * 0.31f}};
    draw()->AddPolyline(points, 3, tint, 0, 2);
}

void below(const ChoiceOptions& more) {
    if (!more.error.empty()) {
        text(more.error, {.type = Type::small, .color = Color::danger_text, .icon = icon_alert_circle});
    }
}

}  // namespace

bool checkbox(std::string_view label, bool& on, const ChoiceOptions& more) {
    Column column({.gap = 4});
    const Id id = id_from(more.id.empty() ? label : more.id);
    const bool off = !more.disabled.empty();
    const Mark drawn =
        marked_line(id, more.label_hidden ? std::string_view{} : label, more.description, {18, 18}, off);
    if (drawn.state.pressed) {
        on = !on;
    }
    say({.id = id,
         .role = Role::checkbox,
         .name = label,
         .description = joined(more.description, more.disabled),
         .error = more.error,
         .rect = place_of(drawn.box),
         .disabled = off,
         .required = more.required,
         .checked = on ? State::yes : State::no});
    if (drawn.seen) {
        if (on) {
            const Color under = off                   ? Color::disabled_ground
                                : drawn.state.hovered ? Color::accent_hover
                                                      : Color::accent;
            fill(drawn.mark, off ? color(under) : ink(under, ground()), Radius::small);
            check_mark(drawn.mark, ink(off ? Color::text_disabled : Color::on_accent, under));
        } else {
            const Color outline = !more.error.empty()   ? Color::outline_error
                                  : drawn.state.hovered ? Color::outline_hover
                                                        : Color::outline;
            fill(drawn.mark, color(off ? Color::disabled_ground : Color::surface), Radius::small);
            edge(drawn.mark, off ? color(Color::hairline) : ink(outline, ground()), Radius::small, 1.25f);
        }
        if (drawn.state.focused) {
            focus_ring(drawn.mark, Radius::small, ground());
        }
    }
    tip_for(id, drawn.box, more.disabled, drawn.state.hovered, drawn.state.focused);
    below(more);
    return drawn.state.pressed;
}

bool switch_button(std::string_view label, bool& on, const ChoiceOptions& more) {
    Column column({.gap = 4});
    const Id id = id_from(more.id.empty() ? label : more.id);
    const bool off = !more.disabled.empty();
    const Mark drawn =
        marked_line(id, more.label_hidden ? std::string_view{} : label, more.description, {34, 20}, off);
    if (drawn.state.pressed) {
        on = !on;
    }
    say({.id = id,
         .role = Role::switch_button,
         .name = label,
         .description = joined(more.description, more.disabled),
         .rect = place_of(drawn.box),
         .disabled = off,
         .checked = on ? State::yes : State::no});
    if (drawn.seen) {
        const Color body = off ? Color::disabled_ground : on ? Color::accent : Color::outline;
        fill(drawn.mark, off ? color(body) : ink(body, ground()), Radius::pill);
        if (off || palette().strong_lines) {
            edge(drawn.mark, color(off ? Color::hairline : Color::outline), Radius::pill);
        }
        const float x = on ? drawn.mark.right() - 10 : drawn.mark.x + 10;
        const ImU32 knob = off ? color(Color::text_disabled) : color(on ? Color::on_accent : Color::surface);
        draw()->AddCircleFilled({x, drawn.mark.y + 10}, 7.5f, knob, 0);
        if (drawn.state.focused) {
            focus_ring(drawn.mark, Radius::pill, ground());
        }
    }
    tip_for(id, drawn.box, more.disabled, drawn.state.hovered, drawn.state.focused);
    return drawn.state.pressed;
}

bool radio_group(std::string_view label, int& chosen, std::span<const Option> options,
                 const ChoiceOptions& more) {
    Column column({.gap = 6});
    const int before = chosen;
    if (!more.label_hidden) {
        text(label, {.type = Type::small, .weight = Weight::medium, .hidden_from_readers = true});
    }
    const std::string description = joined(more.description, more.disabled);
    say_begin({.role = Role::radiogroup,
               .name = label,
               .description = description,
               .error = more.error,
               .required = more.required});
    {
        const IdScope scope(label);
        for (int at = 0; at < static_cast<int>(options.size()); ++at) {
            const Option& option = options[static_cast<std::size_t>(at)];
            const std::string_view why = more.disabled.empty() ? option.disabled : more.disabled;
            const Id id = id_from(option.label);
            const Mark drawn = marked_line(id, option.label, option.description, {18, 18}, !why.empty());
            if (drawn.state.pressed) {
                chosen = at;
            }
            const bool on = chosen == at;
            say({.id = id,
                 .role = Role::radio,
                 .name = option.label,
                 .description = joined(option.description, why),
                 .rect = place_of(drawn.box),
                 .disabled = !why.empty(),
                 .checked = on ? State::yes : State::no});
            if (drawn.seen) {
                const ImVec2 center{drawn.mark.x + 9, drawn.mark.y + 9};
                const Color outline = !why.empty()          ? Color::hairline
                                      : on                  ? Color::accent
                                      : drawn.state.hovered ? Color::outline_hover
                                                            : Color::outline;
                draw()->AddCircleFilled(center, 9,
                                        color(why.empty() ? Color::surface : Color::disabled_ground), 0);
                draw()->AddCircle(center, on ? 6.75f : 8.4f, ink(outline, ground()), 0, on ? 4.5f : 1.25f);
                if (drawn.state.focused) {
                    focus_ring(drawn.mark, Radius::pill, ground());
                }
            }
            tip_for(id, drawn.box, why, drawn.state.hovered, drawn.state.focused);
        }
    }
    say_end();
    if (!more.error.empty() || !more.description.empty()) {
        text(more.error.empty() ? more.description : more.error,
             {.type = Type::small, .color = more.error.empty() ? Color::text_muted : Color::danger_text});
    }
    return chosen != before;
}

bool filter_chip(std::string_view label, bool& on, char32_t icon) {
    const Face face{Type::small, Weight::medium};
    const char32_t shown = on ? icon_check : icon;
    const float before = shown != 0 ? 22 : 0;
    const float height = current_scale().coarse ? 44.0f : 30.0f;
    const Box box = place({fitting_width(width_of(label, face) + before + 24), height});
    const Id id = id_from(label);
    const Press state = press(id, box);
    if (state.pressed) {
        on = !on;
    }
    say({.id = id,
         .role = Role::button,
         .name = label,
         .rect = place_of(box),
         .pressed = on ? State::yes : State::no});
    if (!unseen(box)) {
        const Color under = on ? Color::accent_soft : state.hovered ? Color::hover : Color::surface;
        const Color tint = on ? Color::accent_text : Color::text_muted;
        fill(box, color(under), Radius::pill);
        edge(box,
             on || palette().strong_lines ? ink(Color::accent_text, ground()) : color(Color::outline, 0.45f),
             Radius::pill);
        if (shown != 0) {
            draw_icon({box.x + 11, box.y, 16, box.height}, shown, 14, ink(tint, under));
        }
        draw_line({box.x + 12 + before, box.y, box.width - 24 - before + 1, box.height}, label, face,
                  ink(tint, under));
        if (state.focused) {
            focus_ring(box, Radius::pill, ground());
        }
    }
    return state.pressed;
}

void badge(std::string_view words, Tone tone, char32_t icon) {
    if (written(words)) {
        return;
    }
    const Face face{Type::caption, Weight::medium};
    const float before = icon != 0 ? 17 : 0;
    const float height = std::round(22 * std::max(1.0f, current_scale().text));
    const Box box =
        place({std::min(width_of(words, face) + before + 18, std::max(available_width(), 24.0f)), height});
    if (!say_in_cell(words)) {
        say({.role = Role::text, .name = words, .rect = place_of(box)});
    }
    if (unseen(box)) {
        return;
    }
    const Color under = soft_of(tone);
    const ImU32 tint = ink(text_of(tone), under);
    fill(box, color(under), Radius::pill);
    if (palette().strong_lines) {
        edge(box, tint, Radius::pill);
    }
    if (icon != 0) {
        draw_icon({box.x + 8, box.y, 14, box.height}, icon, 13, tint);
    }
    draw_line({box.x + 9 + before, box.y, box.width - 18 - before + 1, box.height}, words, face, tint);
}

void count_badge(long long count, std::string_view name, Tone tone) {
    const std::string number = words::number(count);
    if (written(number)) {
        return;
    }
    const Face face{Type::caption, Weight::semibold};
    const float height = std::round(20 * std::max(1.0f, current_scale().text));
    const Box box = place({std::max(height, width_of(number, face) + 12), height});
    if (!name.empty() && !say_in_cell(name)) {
        say({.role = Role::text, .name = name, .rect = place_of(box)});
    }
    if (!unseen(box)) {
        fill(box, color(soft_of(tone)), Radius::pill);
        const ImU32 tint = ink(text_of(tone), soft_of(tone));
        if (palette().strong_lines) {
            edge(box, tint, Radius::pill);
        }
        draw_line(box, number, face, tint, Align::center);
    }
}

}  // namespace parasol::ui
