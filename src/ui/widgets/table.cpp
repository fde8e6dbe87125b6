#include "ui/widgets/table.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "ui/widgets/layers.h"
#include "ui/widgets/progress.h"
#include "ui/widgets/table_layout.h"
#include "ui/widgets/text.h"

namespace parasol::ui {

using namespace internal;

bool TableState::is_open(std::uint64_t id) const {
    return std::find(open_rows.begin(), open_rows.end(), id) != open_rows.end();
}

void TableState::set_open(std::uint64_t id, bool open) {
    if (open && !is_open(id)) {
        open_rows.push_back(id);
    } else if (!open) {
        std::erase(open_rows, id);
    }
}

namespace internal {

namespace {

void sort_by(TableFrame& table, int column) {
    TableState& state = table.state;
    state.descending = state.sort_column == column && !state.descending;
    state.sort_column = column;
    table.choices.sort_column = column;
    table.choices.descending = state.descending;
    state.orders = ++table.choices.orders;
    keep(table.choices, table.options.columns);
    platform().wake(2);
}

bool header_cell(TableFrame& table, std::size_t place, Box box) {
    const ColumnPlace& at = table.columns[place];
    const ColumnSpec& column = table.options.columns[static_cast<std::size_t>(at.column)];
    const bool sorted = table.state.sort_column == at.column;
    const semantics::Sort sort = !column.sortable         ? semantics::Sort::none
                                 : !sorted                ? semantics::Sort::unsorted
                                 : table.state.descending ? semantics::Sort::descending
                                                          : semantics::Sort::ascending;
    const semantics::Key keys = can_resize(column) ? resizing_keys : semantics::Key::none;
    const Node node{.role = Role::columnheader,
                    .name = column.title,
                    .rect = place_of(box),
                    .sort = sort,
                    .shift_keys = keys,
                    .column = static_cast<int>(place)};
    const Face face{Type::small, Weight::medium};
    if (!column.sortable) {
        const Id id = tree().leaf(node);
        const bool focused = tree().focus_visible(id);
        take_resizing_keys(table, place, id);
        // A ring is never around nothing: where the focus is, the title is seen.
        if (!column.title_hidden || focused) {
            draw_line(box, column.title, face, ink(Color::text_muted, ground()), column.align);
        }
        if (focused) {
            edge(grown(box, -2), ink(Color::focus, ground()), Radius::small, 2);
        }
        return false;
    }
    tree().begin(node);
    constexpr float arrow_room = 18;
    const float wide = std::min(width_of(column.title, face), box.width - (sorted ? arrow_room : 0));
    const bool at_end = column.align == Align::end;
    const float pressed_width = wide + arrow_room + 12;
    const Box press_box{at_end ? box.right() - pressed_width + 6 : box.x - 6, box.y + 5, pressed_width,
                        box.height - 10};
    const Id id = mixed(table.grid, column.key);
    const Press state = press(id, press_box);
    tree().leaf({.id = id,
                 .role = Role::button,
                 .name = column.title,
                 .rect = place_of(press_box),
                 .shift_keys = keys});
    take_resizing_keys(table, place, id);
    if (state.hovered) {
        fill(press_box, color(Color::hover), Radius::small);
    }
    const Color under = state.hovered ? Color::hover : ground();
    const ImU32 tint = ink(sorted ? Color::text : Color::text_muted, under);
    const float x = at_end ? box.right() - wide : box.x;
    draw_line({x, box.y, wide + 1, box.height}, column.title, face, tint);
    if (sorted || state.hovered) {
        const char32_t arrow = !sorted                  ? icon_chevrons_up_down
                               : table.state.descending ? icon_arrow_down
                                                        : icon_arrow_up;
        draw_icon({at_end ? x - arrow_room : x + wide + 4, box.y, 14, box.height}, arrow, 13, tint);
    }
    if (state.focused) {
        focus_ring(grown(press_box, -2), Radius::small, ground());
    }
    tree().end();
    if (state.pressed) {
        sort_by(table, at.column);
    }
    return state.pressed;
}

}  // namespace

bool draw_header(TableFrame& table, float y) {
    bool sorted = false;
    press_borders(table, y);
    tree().begin({.role = Role::row, .rect = {table.box.x, y, table.box.width, table.header_height}});
    for (std::size_t place = 0; place < table.columns.size(); ++place) {
        Box box = cell_box(table, place, y, table.header_height);
        if (place + 1 == table.columns.size()) {  // the table's buttons stand there
            box.width = std::min(box.width, table.box.right() - header_tools() - box.x);
        }
        sorted = header_cell(table, place, box) || sorted;
    }
    tree().end();
    describe_borders(table, y);
    fill({table.box.x, y + table.header_height - 1, table.box.width, 1}, color(Color::hairline));
    return sorted;
}

// Cards have no header: what can be sorted stands in a menu above them.
bool draw_card_sorting(TableFrame& table) {
    bool sorted = false;
    std::string label = "Sort";
    bool any = false;
    for (const ColumnSpec& column : table.options.columns) {
        any = any || column.sortable;
    }
    if (!any) {
        return false;
    }
    if (table.state.sort_column >= 0) {
        label += ": " +
                 std::string(table.options.columns[static_cast<std::size_t>(table.state.sort_column)].title);
    }
    if (Menu menu(label, {.kind = ButtonKind::quiet, .icon = icon_chevrons_up_down, .id = "sort cards"},
                  true);
        menu) {
        for (int at = 0; at < static_cast<int>(table.options.columns.size()); ++at) {
            const ColumnSpec& column = table.options.columns[static_cast<std::size_t>(at)];
            if (column.sortable && menu.choice(column.title, table.state.sort_column == at)) {
                sort_by(table, at);
                sorted = true;
            }
        }
    }
    return sorted;
}

namespace {

void size_rows(TableFrame& table) {
    const bool coarse = current_scale().coarse;
    const float scale = std::max(1.0f, current_scale().text);
    if (table.cards) {
        table.row_height = 28 + table.card_title + table.card_body;
        table.row_height += table.card_foot ? (coarse ? 48.0f : 40.0f) : 0.0f;
    } else {
        table.header_height = std::round(40 * scale);
        table.row_height = table.options.row_height > 0 ? table.options.row_height : coarse ? 52.0f : 44.0f;
        int lines = 1;
        for (const ColumnPlace& place : table.columns) {
            lines = std::max(lines, table.options.columns[static_cast<std::size_t>(place.column)].lines);
        }
        table.row_height += static_cast<float>(lines - 1) * text_line;
    }
    table.row_height = std::round(table.row_height * scale);
}

// Scrolls so that a row can be seen as a whole.
double scroll_to_show(const TableFrame& table, int row, double scroll, double view) {
    const double top = table.top_of(row), bottom = top + table.height_of(row);
    return top < scroll ? top : bottom > scroll + view ? bottom - view : scroll;
}

void scrolling_body(TableFrame& table, Box body) {
    const semantics::GridFocus focus = tree().grid_focus(table.grid);
    const Id region = mixed(table.grid, "body");
    const double height = table.body_height();
    if (focus.wanted_index >= 0 && focus.wanted_index < table.options.rows) {
        const double scroll = scroll_to_show(table, focus.wanted_index, table.memory.scroll, body.height);
        ImGui::SetNextWindowScroll({-1, static_cast<float>(scroll)});
    }
    ImGui::SetNextWindowContentSize({0, static_cast<float>(height)});
    begin_region({.role = Role::rowgroup, .id = region, .gap = 0}, body);
    const float scroll = ImGui::GetScrollY();
    table.memory.scroll = scroll;
    draw_rows(table, body.y - scroll, body.y, body.bottom(), focus);
    flow().y += static_cast<float>(height);
    end_region();
}

void flowing_body(TableFrame& table, float y) {
    const semantics::GridFocus focus = tree().grid_focus(table.grid);
    const float height = static_cast<float>(table.body_height());
    const Box body{table.box.x, y, table.box.width, height};
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    if (focus.wanted_index >= 0 && focus.wanted_index < table.options.rows) {
        const float top = y + static_cast<float>(table.top_of(focus.wanted_index));
        ImGui::ScrollToRect(window, {{body.x, top}, {body.right(), top + table.height_of(focus.wanted_index)}},
                            ImGuiScrollFlags_KeepVisibleEdgeY);
        platform().wake(2);
    }
    tree().begin({.role = Role::rowgroup, .rect = place_of(body)});
    const float from = std::max(y, window->ClipRect.Min.y),
                to = std::min(body.bottom(), window->ClipRect.Max.y);
    if (to > from) {
        draw_rows(table, y, from, to, focus);
    } else {
        draw_rows(table, y, y, y + 1, focus);
    }
    tree().end();
}

}  // namespace

}  // namespace internal

namespace {

constexpr int most_flowing_cards = 5000;

// A table that stands in a padded card goes over its padding: its words are on the left edge of what stands around it.
float side_over(float left, float width) {
    const Context& ctx = context();
    const bool fills = std::abs(left - ctx.content_left) < 0.5f && std::abs(left + width - ctx.content_right) < 0.5f;
    return fills && ground() == Color::surface ? table_side() : 0;
}

}  // namespace

bool table(std::string_view name, TableState& state, const TableOptions& options) {
    const Id grid = mixed(id_from(name), "grid");
    TableChoices& choices = choices_of(name, options.columns);
    TableFrame frame{
        .options = options, .state = state, .memory = memory_of(grid), .choices = choices, .grid = grid};
    const IdScope scope(name);
    bool sorted = take_order(choices, state);
    // On a phone the page scrolls, and nothing within it; but for so many cards that their places would be inexact.
    const bool flows = canvas_width() < phone_below && options.rows <= most_flowing_cards;
    frame.scrolls = options.fills_height && !flows;
    const bool framed = ground() == Color::canvas;
    const float room_across = available_width();
    const float over = side_over(next_position(room_across).x, room_across);
    const float width = room_across + 2 * over;
    // A short table says all it has to say in cards rather than less in lines.
    frame.cards = canvas_width() < phone_below || (!frame.scrolls && hides_columns(frame, width));
    const float room = available_height();
    const ImVec2 place = next_position(room_across);
    const ImVec2 at{place.x - over, place.y};
    frame.box = {at.x, at.y, width, 0};
    frame.x = at.x;
    frame.width = width - (frame.scrolls ? 10.0f : 0.0f);
    lay_out_columns(frame);
    size_rows(frame);
    fit_cards(frame);
    find_open_rows(frame);
    if (const std::uint64_t id = std::exchange(state.go_to, 0); id != 0) {
        if (const int row = frame.find_row(id); row >= 0) {
            tree().go_to_row(grid, row);
        }
    }
    const int splitter = framed ? begin_behind() : -1;
    if (framed) {
        context().grounds.push_back(Color::surface);
    }
    float y = at.y;
    if (frame.cards && options.rows > 0) {
        begin_root_flow({at.x + 8, y + 4, width - 16, 0}, 0);
        sorted = draw_card_sorting(frame) || sorted;
        const Box used = end_root_flow();
        y = used.height > 0 ? used.bottom() + 4 : y;
    }
    const float top = y;
    tree().begin({.id = grid,
                  .role = options.details ? Role::treegrid : Role::grid,
                  .name = name,
                  .busy = options.loading,
                  .row_count = options.rows,
                  .column_count = static_cast<int>(frame.columns.size())});
    if (!frame.cards) {
        sorted = draw_header(frame, y) || sorted;
        y += frame.header_height;
    }
    if (options.rows > 0 && frame.scrolls) {
        const float end = at.y + std::max(options.min_height, room - (narrow() ? 16.0f : 32.0f));
        const float view = std::min(end - y, static_cast<float>(frame.body_height()));
        scrolling_body(frame, {at.x, y, width, std::max(view, frame.height_of(0))});
        y += std::max(view, frame.height_of(0));
    } else if (options.rows > 0) {
        flowing_body(frame, y);
        y += static_cast<float>(frame.body_height());
    }
    tree().set_rect(grid, {at.x, top, width, y - top});
    tree().end();
    if (options.rows == 0) {
        begin_root_flow({at.x + 20, y + 16, width - 40, 0}, 12);
        if (options.loading) {
            skeleton(4, "Loading " + std::string(name));
        } else if (options.empty) {
            options.empty();
        } else {
            muted("Nothing is here yet.");
        }
        y = end_root_flow().bottom() + 16;
    }
    if (options.rows > 0 && !options.loading) {
        // Over the header, so after it. Cards have none, and where nothing can be sorted no line above them either.
        const bool above = !frame.cards || top > at.y;
        const float height = frame.cards ? top - at.y - 8 : frame.header_height;
        const Box line = above ? Box{at.x, frame.cards ? at.y + 4 : at.y, width - 12, height}
                               : Box{at.x, y, width - 12, 0};
        const Box saving = draw_saving(name, options, line);
        if (!frame.cards) {
            draw_column_chooser(name, frame, {saving.x - saving.width - 4, saving.y, saving.width, 0});
        }
        y = above ? y : saving.bottom() + 8;
    }
    frame.box.height = y - at.y;
    if (framed) {
        context().grounds.pop_back();
        draw_behind(splitter);
        fill(frame.box, color(Color::surface), Radius::card);
        edge(frame.box, color(Color::hairline), Radius::card);
        end_behind(splitter);
    }
    commit({place.x, at.y, room_across, frame.box.height});
    return sorted;
}

bool recall_order(std::string_view name, TableState& state, std::span<const ColumnSpec> columns) {
    return take_order(choices_of(name, columns), state);
}

bool row_opener(TableState& state, std::uint64_t row, std::string_view name) {
    const bool open = state.is_open(row);
    const bool pressed = icon_button(open ? icon_chevron_down : icon_chevron_right, name,
                                     {.kind = ButtonKind::quiet, .expanded = open ? State::yes : State::no});
    if (pressed) {
        state.set_open(row, !open);
        platform().wake(3);
    }
    return pressed;
}

}  // namespace parasol::ui
