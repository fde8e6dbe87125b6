#include "ui/widgets/navigation.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets/internal.h"
#include "ui/widgets/layers.h"
#include "ui/widgets/text.h"
#include "ui/words.h"

namespace parasol::ui {

using namespace internal;

namespace internal {

void go(std::string_view route) {
    if (const auto& follow = context().environment->go) {
        follow(route);
    }
}

bool plain_click(bool pressed) {
    const ImGuiIO& io = ImGui::GetIO();
    return pressed && !io.KeyCtrl && !io.KeySuper && !io.KeyShift && !io.KeyAlt;
}

}  // namespace internal

namespace {

constexpr float bar_height = 56;
constexpr float logo_height = 28;

// A parasol seen from above: eight gores, alternating.
void draw_logo(ImVec2 center, float radius) {
    constexpr int gores = 8;
    constexpr float slice = 2 * IM_PI / gores;
    for (int at = 0; at < gores; ++at) {
        const float from = slice * (static_cast<float>(at) - 0.5f);
        draw()->PathLineTo(center);
        draw()->PathArcTo(center, radius, from, from + slice, 6);
        draw()->PathFillConvex(color(Color::brand, at % 2 == 0 ? 1.0f : 0.42f));
    }
    draw()->AddCircleFilled(center, radius * 0.16f, color(Color::surface), 0);
}

}  // namespace

// --- Breadcrumb ---

namespace {

constexpr float crumb_gap = 22;
float crumb_height() { return current_scale().coarse ? 44.0f : 32.0f; }

float crumb_width(const Crumb& crumb, bool last) {
    return std::min(width_of(crumb.label, {Type::body, last ? Weight::semibold : Weight::medium}), 280.0f);
}

void draw_crumb(const Crumb& crumb, int at, bool last, float width, float height) {
    const Box box = place({width, height});
    const Id id = id_from("crumb" + std::to_string(at));
    const Press state = press(id, box);
    const std::string href = platform().link_to(crumb.route);
    say({.id = id,
         .role = Role::link,
         .name = crumb.label,
         .href = href,
         .rect = place_of(box),
         .current = last ? semantics::Current::page : semantics::Current::no});
    const ImU32 tint = ink(last || state.hovered ? Color::text : Color::text_muted, ground());
    const Face face{Type::body, last ? Weight::semibold : Weight::medium};
    const bool cut = draw_line({box.x, box.y, box.width + 1, box.height}, crumb.label, face, tint);
    if (state.focused) {
        focus_ring(grown(box, -2), Radius::small, ground());
    }
    tip_for(id, box, cut ? crumb.label : std::string_view{}, state.hovered, state.focused);
    if (plain_click(state.pressed)) {
        go(crumb.route);
    }
}

void crumb_arrow(float height) {
    const Box box = place({crumb_gap, height});
    draw_icon(box, icon_chevron_right, 14, ink(Color::text_faint, ground()));
}

}  // namespace

void breadcrumb(std::span<const Crumb> crumbs) {
    if (crumbs.empty()) {
        return;
    }
    const float room = available_width();
    const float height = crumb_height();
    const int count = static_cast<int>(crumbs.size());
    float wanted = -crumb_gap;
    for (int at = 0; at < count; ++at) {
        wanted += crumb_width(crumbs[static_cast<std::size_t>(at)], at == count - 1) + crumb_gap;
    }
    // The first and the last stay; those after the first go into a menu until the rest fits.
    int hidden = 0;
    while (wanted > room && hidden < count - 2) {
        wanted -= crumb_width(crumbs[static_cast<std::size_t>(1 + hidden)], false) + crumb_gap;
        wanted += hidden == 0 ? 32 + crumb_gap : 0;
        ++hidden;
    }
    const ImVec2 at_start = next_position(room);
    say_begin(
        {.role = Role::navigation, .name = "Breadcrumb", .rect = {at_start.x, at_start.y, room, height}});
    {
        Row row({.gap = 0, .height = height, .wraps = false});
        const IdScope scope("breadcrumb");
        const float over = std::max(0.0f, wanted - room);
        for (int at = 0; at < count; ++at) {
            const bool last = at == count - 1;
            if (at > 0) {
                crumb_arrow(height);
            }
            if (hidden > 0 && at == 1) {
                if (Menu menu("Accounts between", {.kind = ButtonKind::quiet, .icon = icon_more_horizontal});
                    menu) {
                    for (int inner = 1; inner <= hidden; ++inner) {
                        const Crumb& between = crumbs[static_cast<std::size_t>(inner)];
                        menu.link(between.label, between.route);
                    }
                }
                at += hidden - 1;
                continue;
            }
            const Crumb& crumb = crumbs[static_cast<std::size_t>(at)];
            float width = crumb_width(crumb, last);
            if (over > 0 && count > 1) {
                width -= last ? over * 0.6f : at == 0 ? over * 0.4f : 0;
            }
            draw_crumb(crumb, at, last, std::max(24.0f, std::min(width, room)), height);
        }
    }
    say_end();
}

// --- Top bar ---

TopBar::TopBar(std::string_view brand, char32_t logo, std::string_view home_route) {
    Context& ctx = context();
    const float width = canvas_width();
    height_ = bar_height;
    tree().begin({.role = Role::banner, .rect = {0, 0, width, height_}});
    ctx.grounds.push_back(Color::surface);
    fill({0, 0, width, height_}, color(Color::surface));
    const float left = narrow() ? 16.0f : 20.0f;
    const Face face{Type::lead, Weight::semibold};
    const float words = narrow() || brand.empty() ? 0 : width_of(brand, face) + 10;
    // A wide logo is lower where there is little room.
    const float whole = logo != 0 ? picture_width(logo, logo_height) : 24;
    const float mark = narrow() ? std::min(whole, 44.0f) : whole;
    const Box box{left - 6, 10, mark + words + 12, 36};
    const Id id = id_from("Home");
    const Press state = press(id, box);
    const std::string href = platform().link_to(home_route);
    tree().leaf({.id = id, .role = Role::link, .name = "Home", .href = href, .rect = place_of(box)});
    if (state.hovered) {
        fill(box, color(Color::hover), Radius::control);
    }
    if (logo != 0) {
        draw_icon({left, box.y, mark, box.height}, logo, std::floor(logo_height * mark / whole), color(Color::text));
    } else {
        draw_logo({left + 12, 28}, 11.5f);
    }
    if (words > 0) {
        draw_line({left + mark + 10, box.y, words, box.height}, brand, face,
                  ink(Color::text, state.hovered ? Color::hover : Color::surface));
    }
    if (state.focused) {
        focus_ring(box, Radius::control, Color::surface);
    }
    tip_for(id, box, "Home", state.hovered, false);
    if (plain_click(state.pressed)) {
        go(home_route);
    }
    start_ = box.right() + (narrow() ? 8.0f : 20.0f);
}

void TopBar::breadcrumb(std::span<const Crumb> crumbs) {
    const float end = remembered(id_from("top bar end"), 240);
    const float tall = crumb_height();
    Box box{start_, (bar_height - tall) / 2, canvas_width() - start_ - end - 40, tall};
    if (narrow()) {
        fill({0, bar_height, canvas_width(), tall + 4}, color(Color::surface));
        box = {16, bar_height - 4, canvas_width() - 32, tall};
        height_ = bar_height + tall;
    } else {
        fill({start_ - 9, 18, 1, 20}, color(Color::hairline));
        box.x += 8;
        box.width -= 8;
    }
    begin_root_flow(box, 0);
    ui::breadcrumb(crumbs);
    end_root_flow();
}

void TopBar::end() {
    at_end_ = true;
    const float side = narrow() ? 12.0f : 20.0f;
    Flow row;
    row.row = true;
    row.wraps = false;
    begin_row_at(row, start_, canvas_width() - side - start_, remembered(id_from("top bar end"), 240), Align::end);
    row.top = row.y = row.line_bottom = 6;
    row.line_height = 44;
    row.gap = narrow() ? 2.0f : 10.0f;
    begin_flow(row);
}

TopBar::~TopBar() {
    Context& ctx = context();
    if (at_end_) {
        remember(id_from("top bar end"), flow().widest);
        ctx.flows.pop_back();
    }
    fill({0, height_ - 1, canvas_width(), 1}, color(Color::hairline));
    ctx.grounds.pop_back();
    tree().end();
    ctx.page.Min.y = height_;
}

void band(std::string_view name, char32_t icon, std::string_view words, std::string_view way_back,
          std::string_view route) {
    const IdScope scope(name);
    Context& ctx = context();
    constexpr float line_height = 40, second_line = 28;
    const bool two_lines = narrow() && !way_back.empty();
    const float side = narrow() ? 16.0f : 20.0f;
    const Face face{Type::body, Weight::semibold}, quiet{Type::body, Weight::medium};
    // On whose behalf one acts stands at the end of the words: where there is little room they take several lines.
    const int lines = narrow() ? count_lines(words, face, canvas_width() - side * 2 - 30) : 1;
    const float words_height = line_height + static_cast<float>(lines - 1) * line_height_of(face.type);
    const Box whole{0, ctx.page.Min.y, canvas_width(), words_height + (two_lines ? second_line - 4 : 0)};
    fill(whole, color(Color::acting));
    const Ground under(Color::acting);
    tree().begin({.role = Role::region, .name = name, .rect = place_of(whole)});
    const ImU32 tint = ink(Color::on_acting, Color::acting);
    draw_icon({side, whole.y, 20, line_height}, icon, 17, tint);
    const float back = way_back.empty() ? 0 : std::min(width_of(way_back, quiet), whole.width - side * 2 - 30);
    const float beside = back > 0 && !two_lines ? back + 24 : 0;
    const Box place{side + 30, whole.y, whole.width - side * 2 - 30 - beside, words_height};
    const bool cut = lines == 1 && draw_line(place, words, face, tint);
    if (lines > 1) {
        draw_lines({place.x, place.y + (line_height - line_height_of(face.type)) / 2}, words, face, place.width, tint);
    }
    tree().leaf({.role = Role::text, .name = words, .rect = place_of(place)});
    tip_for(id_from("words"), place, cut ? words : std::string_view{},
            cut && ImGui::IsMouseHoveringRect(min_of(place), max_of(place)), false);
    if (!way_back.empty()) {
        const Box box{two_lines ? place.x : whole.right() - side - back,
                      two_lines ? whole.bottom() - second_line - 2 : whole.y + 6, back, second_line};
        const Id id = id_from("way back");
        const Press state = press(id, box);
        const std::string href = platform().link_to(route);
        tree().leaf({.id = id, .role = Role::link, .name = way_back, .href = href, .rect = place_of(box)});
        draw_line({box.x, box.y, box.width + 1, box.height}, way_back, quiet, tint);
        const float y = std::round(box.y + 14 + size_of(Type::body) / 2) + 1;
        line({box.x, y}, {box.right(), y}, color(Color::on_acting, state.hovered ? 1.0f : 0.5f));
        if (state.focused) {
            edge(grown(box, 3), tint, Radius::control, 2);
        }
        if (plain_click(state.pressed)) {
            go(route);
        }
    }
    tree().end();
    ctx.page.Min.y = whole.bottom();
}

// --- The screen ---

Main::Main(std::string_view place, const MainOptions& options) {
    const ImRect page = context().page;
    const Box box{page.Min.x, page.Min.y, page.GetWidth(), page.GetHeight()};
    const bool phone = canvas_width() < narrow_below;
    const float side = phone ? 16.0f : 32.0f;
    const float room = box.width - 2 * side;
    const float width = options.width > 0 ? std::min(options.width, room) : room;
    begin_region({.role = Role::main,
                  .id = id_from(place),
                  .gap = 20,
                  .pad_x = std::floor((box.width - width) / 2),
                  .pad_y = phone ? 20.0f : 32.0f,
                  .focusable = true},
                 box);
}

Main::~Main() { end_region(); }

}  // namespace parasol::ui
