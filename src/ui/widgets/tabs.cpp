// Tabs and their panel.

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/choices.h"
#include "ui/widgets/internal.h"
#include "ui/words.h"

namespace parasol::ui {

using namespace internal;

Tabs::Tabs(std::string_view name, int& chosen, std::span<const Tab> tabs) {
    const float height = current_scale().coarse ? 48.0f : 42.0f;
    const Face face{Type::body, Weight::medium};
    const float room = available_width();
    const Box bar = place({room, height});
    const IdScope scope(name);
    const Id panel = id_from("panel");
    const int before = chosen;
    if (!unseen(bar)) {
        fill({bar.x, bar.bottom() - 1, bar.width, 1}, color(Color::hairline));
    }
    say_begin({.role = Role::tablist, .name = name, .rect = place_of(bar)});
    // Tabs that do not fit are narrower, all by the same part.
    float wanted = 0;
    const auto width_for = [&](const Tab& tab) {
        return width_of(tab.label, face) + 24 + (tab.icon != 0 ? 24 : 0) +
               (tab.count >= 0 ? width_of(words::number(tab.count), {Type::caption, Weight::semibold}) + 20
                               : 0);
    };
    for (const Tab& tab : tabs) {
        wanted += width_for(tab);
    }
    const float part = std::min(1.0f, room / std::max(1.0f, wanted));
    float x = bar.x;
    Id chosen_id = 0;
    for (int at = 0; at < static_cast<int>(tabs.size()); ++at) {
        const Tab& tab = tabs[static_cast<std::size_t>(at)];
        const Id id = id_from(tab.label);
        const Box box{x, bar.y, std::floor(width_for(tab) * part), height};
        x = box.right();
        const Press state = press(id, box);
        if (state.pressed) {
            chosen = at;
        }
        const bool on = chosen == at;
        chosen_id = on ? id : chosen_id;
        std::string said(tab.label);
        if (tab.count >= 0) {
            said += " " + words::number(tab.count);
        }
        say({.id = id,
             .role = Role::tab,
             .name = said,
             .rect = place_of(box),
             .selected = on ? State::yes : State::no,
             .controls = on ? panel : 0});
        if (unseen(box)) {
            continue;
        }
        const ImU32 tint = ink(on              ? Color::accent_text
                               : state.hovered ? Color::text
                                               : Color::text_muted,
                               ground());
        float left = box.x + 12;
        if (tab.icon != 0) {
            draw_icon({left, box.y, 16, box.height - 2}, tab.icon, 16, tint);
            left += 24;
        }
        const float label_width = std::min(width_of(tab.label, face), box.right() - 12 - left);
        draw_line({left, box.y, label_width + 1, box.height - 2}, tab.label, face, tint);
        left += label_width + 8;
        if (tab.count >= 0 && left + 16 < box.right()) {
            const std::string number = words::number(tab.count);
            const Face small{Type::caption, Weight::semibold};
            const Box pill{left, box.y + (box.height - 20) / 2 - 1, width_of(number, small) + 12, 20};
            fill(pill, color(Color::neutral_soft), Radius::pill);
            draw_line(pill, number, small, ink(Color::neutral_text, Color::neutral_soft), Align::center);
        }
        if (on) {
            fill({box.x, box.bottom() - 2, box.width, 2}, tint, 1);
        } else if (state.hovered) {
            fill({box.x, box.bottom() - 2, box.width, 2}, color(Color::outline, 0.5f), 1);
        }
        if (state.focused) {
            focus_ring(grown(box, -4), Radius::small, ground());
        }
    }
    say_end();
    changed_ = chosen != before;
    space(16);
    say_begin({.id = panel, .role = Role::tabpanel, .labelled_by = chosen_id});
}

Tabs::~Tabs() { say_end(); }

}  // namespace parasol::ui
