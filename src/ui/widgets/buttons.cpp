#include "ui/widgets/buttons.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/internal.h"

namespace parasol::ui {

using namespace internal;

namespace internal {

namespace {

float height_of(const ButtonOptions& options) {
    return options.small
               ? (current_scale().coarse ? 36.0f : std::round(28 * std::max(1.0f, current_scale().text)))
               : control_height();
}

float pad_of(const ButtonOptions& options) { return options.small ? 10.0f : 14.0f; }
constexpr float icon_size = 16, icon_gap = 8;

}  // namespace

ButtonColors button_colors(ButtonKind kind, const Press& state, bool off) {
    const Color under = ground();
    if (off) {
        const bool bare = kind == ButtonKind::quiet;
        return {bare ? under : Color::disabled_ground, Color::text_disabled, Color::hairline, !bare, !bare};
    }
    switch (kind) {
    case ButtonKind::primary:
        return {state.held      ? Color::accent_pressed
                : state.hovered ? Color::accent_hover
                                : Color::accent,
                Color::on_accent, Color::outline, true, false};
    case ButtonKind::danger:
        return {state.held      ? Color::danger_pressed
                : state.hovered ? Color::danger_hover
                                : Color::danger,
                Color::on_danger, Color::outline, true, false};
    case ButtonKind::quiet:
        return {state.held      ? Color::pressed
                : state.hovered ? Color::hover
                                : under,
                state.hovered || state.held ? Color::text : Color::text_muted, Color::outline,
                state.held || state.hovered, false};
    case ButtonKind::secondary: break;
    }
    return {state.held      ? Color::pressed
            : state.hovered ? Color::hover
                            : Color::surface,
            Color::text, Color::outline, true, true};
}

void draw_button_face(Box box, const ButtonColors& colors, float radius) {
    if (colors.has_ground) {
        fill(box, color(colors.ground), radius);
    }
    if (colors.has_line || palette().strong_lines) {
        const bool faint = !palette().strong_lines && colors.line == Color::outline;
        edge(box, faint ? color(colors.line, 0.45f) : color(colors.line), radius);
    }
}

float button_width(std::string_view label, const ButtonOptions& options) {
    float width =
        2 * pad_of(options) + width_of(label, {options.small ? Type::small : Type::body, Weight::medium});
    width += options.icon != 0 ? icon_size + icon_gap : 0;
    width += options.icon_after != 0 ? icon_size + icon_gap : 0;
    return width;
}

bool button_at(Box box, std::string_view label, const ButtonOptions& options, Id id) {
    const bool off = !options.disabled.empty() || options.busy;
    const std::string_view name = options.name.empty() ? label : options.name;
    const std::string description = joined(options.description, options.disabled);
    open_cell();
    Press state = press(id, box, off);
    const bool by_enter = context().entered && context().in_footer && options.kind == ButtonKind::primary;
    state.pressed = state.pressed || (by_enter && !off);
    say({.id = id,
         .role = Role::button,
         .name = name,
         .description = description,
         .shortcut = options.shortcut,
         .rect = place_of(box),
         .disabled = off,
         .busy = options.busy,
         .autofocus = options.autofocus,
         .expanded = options.expanded,
         .pressed = options.pressed,
         .opens = options.opens,
         .controls = options.controls});
    if (unseen(box)) {
        return state.pressed;
    }
    const bool on = options.pressed == State::yes || options.expanded == State::yes;
    ButtonColors colors = button_colors(options.kind, state, off && !options.busy);
    if (on && options.kind == ButtonKind::quiet && !state.held) {
        colors.ground = Color::pressed;
        colors.ink = Color::text;
        colors.has_ground = true;
    }
    draw_button_face(box, colors, Radius::control);
    const ImU32 tint = ink(colors.ink, colors.ground);
    const Face face{options.small ? Type::small : Type::body, Weight::medium};
    const float content = button_width(label, options) - 2 * pad_of(options);
    const float pad = std::max(4.0f, options.fills ? (box.width - content) / 2 : pad_of(options));
    float x = box.x + pad, right = box.right() - pad;
    // Nothing around it moves when it becomes busy: the wheel takes the place of the icon, else of the label.
    const bool wheel_alone = options.busy && options.icon == 0;
    if (wheel_alone) {
        draw_wheel({box.x + box.width / 2, box.y + box.height / 2}, icon_size / 2 - 1, tint, animate(box));
    } else if (options.busy) {
        draw_wheel({x + icon_size / 2, box.y + box.height / 2}, icon_size / 2 - 1, tint, animate(box));
        x += icon_size + icon_gap;
    } else if (options.icon != 0) {
        draw_icon({x, box.y, icon_size, box.height}, options.icon, icon_size, tint);
        x += icon_size + icon_gap;
    }
    if (options.icon_after != 0) {
        draw_icon({right - icon_size, box.y, icon_size, box.height}, options.icon_after, icon_size, tint);
        right -= icon_size + icon_gap;
    }
    const Box room{x, box.y, std::max(0.0f, right - x), box.height};
    const bool cut = !wheel_alone && draw_line(room, label, face, tint);
    if (state.focused) {
        focus_ring(box, Radius::control, ground());
    }
    tip_for(id, box,
            !options.disabled.empty() ? options.disabled
            : cut                     ? label
                                      : std::string_view{},
            state.hovered, state.focused);
    return state.pressed;
}

float icon_button_size(bool small) {
    if (current_scale().coarse) {
        return small || context().cell.active ? 40.0f : 44.0f;
    }
    return std::round((small ? 28 : 32) * std::max(1.0f, current_scale().text));
}

}  // namespace internal

bool button(std::string_view label, const ButtonOptions& options) {
    if (written({})) {
        return false;
    }
    const float wanted = button_width(label, options);
    const float width =
        options.fills ? available_width() : std::max(fitting_width(wanted), std::min(wanted, 60.0f));
    const Box box = place({width, height_of(options)});
    return button_at(box, label, options, id_from(options.id.empty() ? label : options.id));
}

bool icon_button(char32_t icon, std::string_view name, const ButtonOptions& options) {
    if (written({})) {
        return false;
    }
    const float size = icon_button_size(options.small);
    const Box box = place({size, size});
    const Id id = id_from(options.id.empty() ? name : options.id);
    const bool off = !options.disabled.empty() || options.busy;
    const std::string description = joined(options.description, options.disabled);
    open_cell();
    const Press state = press(id, box, off);
    say({.id = id,
         .role = Role::button,
         .name = name,
         .description = description,
         .shortcut = options.shortcut,
         .rect = place_of(box),
         .disabled = off,
         .busy = options.busy,
         .autofocus = options.autofocus,
         .expanded = options.expanded,
         .pressed = options.pressed,
         .opens = options.opens,
         .controls = options.controls});
    if (unseen(box)) {
        return state.pressed;
    }
    ButtonColors colors = button_colors(options.kind, state, off && !options.busy);
    if (options.expanded == State::yes && options.kind == ButtonKind::quiet) {
        colors = {Color::pressed, Color::text, Color::outline, true, false};
    }
    if (options.kind == ButtonKind::quiet && palette().strong_lines) {
        colors.has_line = true;
    }
    draw_button_face(box, colors, Radius::control);
    const ImU32 tint = ink(colors.ink, colors.ground);
    if (options.busy) {
        draw_wheel({box.x + size / 2, box.y + size / 2}, 7, tint, animate(box));
    } else {
        draw_icon(box, icon, 18, tint);
    }
    if (state.focused) {
        focus_ring(box, Radius::control, ground());
    }
    tip_for(id, box, options.disabled.empty() ? name : options.disabled, state.hovered, state.focused);
    return state.pressed;
}

// --- Links ---

namespace {

// A click with a modifier is the browser's: it opens the link's href elsewhere.
bool follow(bool pressed, std::string_view route) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!pressed || io.KeyCtrl || io.KeySuper || io.KeyShift || io.KeyAlt) {
        return false;
    }
    if (const auto& go = context().environment->go; go) {
        go(route);
    }
    return true;
}

Press press_link(Id id, Box box, std::string_view name, std::string_view route, const LinkOptions& options) {
    open_cell();
    const Press state = press(id, box);
    const std::string href = platform().link_to(route);
    say({.id = id,
         .role = Role::link,
         .name = name,
         .description = options.description,
         .href = href,
         .rect = place_of(box),
         .current = options.current});
    return state;
}

}  // namespace

bool link(std::string_view label, std::string_view route, const LinkOptions& options) {
    if (written(label)) {
        return false;
    }
    const Id id = id_from(options.id.empty() ? label : options.id);
    const std::string_view name = options.name.empty() ? label : options.name;
    if (options.looks_like_button) {
        const ButtonOptions face{.kind = options.kind, .icon = options.icon};
        const Box box = place({fitting_width(button_width(label, face)), control_height()});
        const Press state = press_link(id, box, name, route, options);
        if (!unseen(box)) {
            const ButtonColors colors = button_colors(options.kind, state, false);
            draw_button_face(box, colors, Radius::control);
            const ImU32 tint = ink(colors.ink, colors.ground);
            float x = box.x + 14;
            if (options.icon != 0) {
                draw_icon({x, box.y, 16, box.height}, options.icon, 16, tint);
                x += 24;
            }
            draw_line({x, box.y, box.right() - 14 - x, box.height}, label, {Type::body, Weight::medium},
                      tint);
            if (state.focused) {
                focus_ring(box, Radius::control, ground());
            }
        }
        return follow(state.pressed, route);
    }
    const Face face{options.type, options.weight};
    const float before = options.icon != 0 ? size_of(options.type) + 8 : 0;
    const float most = options.width > 0 ? std::min(options.width, available_width()) : available_width();
    const float height = line_height_of(options.type);
    const Box box = place({std::min(width_of(label, face) + before, std::max(most, 16.0f)), height});
    const Press state = press_link(id, box, name, route, options);
    if (!unseen(box)) {
        const ImU32 tint = ink(options.quiet ? Color::text : Color::accent_text, ground());
        if (options.icon != 0) {
            draw_icon({box.x, box.y, before - 8, height}, options.icon, size_of(options.type) + 1, tint);
        }
        const bool cut = draw_line({box.x + before, box.y, box.width - before, height}, label, face, tint);
        if (state.hovered || (palette().strong_lines && !options.quiet)) {
            const float y = std::round(box.y + height / 2 + size_of(options.type) / 2) + 1;
            line({box.x + before, y}, {box.right(), y}, tint);
        }
        if (state.focused) {
            focus_ring(box, Radius::small, ground());
        }
        tip_for(id, box, cut ? label : std::string_view{}, state.hovered, state.focused);
    }
    return follow(state.pressed, route);
}

bool icon_link(char32_t icon, std::string_view name, std::string_view route, const LinkOptions& options) {
    if (written({})) {
        return false;
    }
    const float size = icon_button_size(false);
    const Box box = place({size, size});
    const Id id = id_from(options.id.empty() ? name : options.id);
    const Press state = press_link(id, box, name, route, options);
    if (!unseen(box)) {
        ButtonColors colors = button_colors(ButtonKind::quiet, state, false);
        colors.has_line = palette().strong_lines;
        draw_button_face(box, colors, Radius::control);
        draw_icon(box, icon, 18, ink(colors.ink, colors.ground));
        if (state.focused) {
            focus_ring(box, Radius::control, ground());
        }
        tip_for(id, box, name, state.hovered, state.focused);
    }
    return follow(state.pressed, route);
}

// --- Copying ---

bool copy_button(std::string_view text, std::string_view what, bool with_label) {
    Context& ctx = context();
    const std::string name = "Copy " + std::string(what);
    const Id id = id_from(name);
    const bool done = ctx.copied == id && platform().now_ms() < ctx.copied_until;
    if (done) {
        platform().wake_at(ctx.copied_until);
    }
    const char32_t face = done ? icon_check : icon_copy;
    const bool pressed = with_label
                             ? button(done ? "Copied" : "Copy", {.icon = face, .name = name, .id = name})
                             : icon_button(face, name);
    if (pressed) {
        constexpr double shown = 2000;
        platform().copy_text(text, [id, words = std::string(what)](bool copied) {
            if (!copied) {
                toast("The browser did not allow copying. Select the " + words + " and copy it by hand.",
                      Tone::warning);
                return;
            }
            context().copied = id;
            context().copied_until = platform().now_ms() + shown;
            announce("Copied the " + words + ".");
            platform().wake(2);
        });
    }
    return pressed;
}

}  // namespace parasol::ui
