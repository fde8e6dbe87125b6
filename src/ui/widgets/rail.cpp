// The navigation of the account in view: at the left, or at the bottom where it is narrow.

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/internal.h"
#include "ui/widgets/layers.h"
#include "ui/widgets/navigation.h"
#include "ui/words.h"

namespace parasol::ui {

using namespace internal;

namespace {

constexpr float rail_width = 216, rail_icons = 64, bottom_bar = 60;
constexpr float rail_icons_below = 960;

}  // namespace

namespace {

void rail_item(const RailItem& item, Box box, bool icons_only) {
    const Id id = id_from(item.label);
    const Press state = press(id, box);
    std::string name(item.label);
    if (item.count > 0) {
        name += " " + words::number(item.count);
    }
    const std::string href = platform().link_to(item.route);
    tree().leaf({.id = id,
                 .role = Role::link,
                 .name = name,
                 .href = href,
                 .rect = place_of(box),
                 .current = item.current ? semantics::Current::page : semantics::Current::no});
    const Color under = item.current    ? Color::chosen
                        : state.held    ? Color::pressed
                        : state.hovered ? Color::hover
                                        : ground();
    if (under != ground()) {
        fill(box, color(under), Radius::control);
    }
    if (item.current && palette().strong_lines) {
        edge(box, ink(Color::accent_text, ground()), Radius::control);
    }
    const Color tint = item.current ? Color::accent_text : state.hovered ? Color::text : Color::text_muted;
    if (icons_only) {
        draw_icon(box, item.icon, 19, ink(tint, under));
        if (item.count > 0) {
            draw()->AddCircleFilled({box.right() - 9, box.y + 9}, 4, ink(Color::accent, ground()), 0);
        }
    } else {
        draw_icon({box.x + 10, box.y, 20, box.height}, item.icon, 18, ink(tint, under));
        float right = box.right() - 10;
        if (item.count > 0) {
            const std::string number = words::number(item.count);
            const Face small{Type::caption, Weight::semibold};
            const float wide = std::max(20.0f, width_of(number, small) + 12);
            const Box pill{right - wide, box.y + (box.height - 20) / 2, wide, 20};
            fill(pill, color(Color::accent_soft), Radius::pill);
            draw_line(pill, number, small, ink(Color::accent_text, Color::accent_soft), Align::center);
            right = pill.x - 6;
        }
        draw_line({box.x + 40, box.y, right - box.x - 40, box.height}, item.label,
                  {Type::body, Weight::medium}, ink(tint, under));
    }
    if (state.focused) {
        focus_ring(grown(box, -2), Radius::control, ground());
    }
    tip_for(id, box, icons_only ? std::string_view(item.label) : std::string_view{}, state.hovered,
            state.focused);
    if (plain_click(state.pressed)) {
        go(item.route);
    }
}

void bottom_item(const RailItem& item, Box box) {
    const Id id = id_from(item.label);
    const Press state = press(id, box);
    const std::string href = platform().link_to(item.route);
    tree().leaf({.id = id,
                 .role = Role::link,
                 .name = item.label,
                 .href = href,
                 .rect = place_of(box),
                 .current = item.current ? semantics::Current::page : semantics::Current::no});
    const ImU32 tint = ink(item.current ? Color::accent_text : Color::text_muted, Color::surface);
    if (item.current) {
        fill({box.x + box.width / 2 - 28, box.y + 5, 56, 30}, color(Color::chosen), Radius::pill);
    }
    draw_icon({box.x, box.y + 8, box.width, 24}, item.icon, 20,
              item.current ? ink(Color::accent_text, Color::chosen) : tint);
    draw_line({box.x + 2, box.y + 36, box.width - 4, 16}, item.label, {Type::caption, Weight::medium}, tint,
              Align::center);
    if (state.focused) {
        focus_ring(grown(box, -5), Radius::control, Color::surface);
    }
    if (plain_click(state.pressed)) {
        go(item.route);
    }
}

void bottom_rail(std::string_view name, std::span<const RailItem> items) {
    Context& ctx = context();
    constexpr int most = 5;
    constexpr std::string_view more = "More";
    const int count = static_cast<int>(items.size());
    const int shown = count <= most ? count : most - 1;
    const Box bar{0, ctx.page.Max.y - bottom_bar, canvas_width(), bottom_bar};
    const Ground under(Color::surface);
    fill(bar, color(Color::surface));
    fill({bar.x, bar.y, bar.width, 1}, color(Color::hairline));
    tree().begin({.role = Role::navigation, .name = name, .rect = place_of(bar)});
    // Each as wide as its label, and what is left is shared: long words are not cut while short ones have room.
    const auto natural = [&](int at) {
        const std::string_view label = at < shown ? items[static_cast<std::size_t>(at)].label : more;
        return std::max(58.0f, width_of(label, {Type::caption, Weight::medium}) + 4);
    };
    const int places = std::min(count, most);
    float wanted = 0;
    for (int at = 0; at < places; ++at) wanted += natural(at);
    const float share = (bar.width - wanted) / static_cast<float>(places);
    float x = bar.x;
    const auto next_box = [&](int at) {
        const Box box{std::round(x), bar.y, natural(at) + share, bottom_bar};
        x += box.width;
        return box;
    };
    for (int at = 0; at < shown; ++at) bottom_item(items[static_cast<std::size_t>(at)], next_box(at));
    if (shown < count) {
        const Box box = next_box(shown);
        const float size = current_scale().coarse ? 44.0f : 32.0f;
        begin_root_flow({box.x + (box.width - size) / 2, box.y + 20 - size / 2, size, size}, 0);
        if (Menu menu(more, {.kind = ButtonKind::quiet, .icon = icon_menu}); menu) {
            for (int at = shown; at < count; ++at) {
                const RailItem& item = items[static_cast<std::size_t>(at)];
                menu.link(item.label, item.route, item.icon);
            }
        }
        end_root_flow();
        draw_line({box.x, box.y + 36, box.width, 16}, more, {Type::caption, Weight::medium},
                  ink(Color::text_muted, Color::surface), Align::center);
    }
    tree().end();
    ctx.page.Max.y = bar.y;
}

}  // namespace

void rail(std::string_view name, std::span<const RailItem> items) {
    Context& ctx = context();
    const IdScope scope(name);
    if (narrow()) {
        bottom_rail(name, items);
        return;
    }
    const bool icons_only = canvas_width() < rail_icons_below;
    const float width = icons_only ? rail_icons : rail_width;
    const float height = current_scale().coarse ? 44.0f : 36.0f;
    const Box box{0, ctx.page.Min.y, width, ctx.page.Max.y - ctx.page.Min.y};
    begin_region(
        {.role = Role::navigation, .name = name, .id = id_from("rail"), .gap = 2, .pad_x = 12, .pad_y = 16},
        box);
    for (const RailItem& item : items) {
        rail_item(item, place({available_width(), height}), icons_only);
    }
    end_region();
    fill({box.right() - 1, box.y, 1, box.height}, color(Color::hairline));
    ctx.page.Min.x = width;
}

}  // namespace parasol::ui
