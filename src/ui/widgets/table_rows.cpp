// Rows and cells of a table: as lines, and as cards where there is little room.

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/widgets/table_layout.h"
#include "ui/widgets/text.h"

namespace parasol::ui::internal {
namespace {

// Draws one cell by the caller's callback and says what it is.
void draw_cell(const TableFrame& table, int row, std::size_t place, Box box, Align align, bool card) {
    Context& ctx = context();
    const ColumnPlace& column = table.columns[place];
    const Id key = ImHashData(&column.column, sizeof column.column, table.grid);
    CellState& cell = ctx.cell;
    cell.active = true;
    cell.begun = false;
    cell.lines = lines_of(table.options.columns[static_cast<std::size_t>(column.column)], card);
    cell.used = 1;
    cell.words.clear();
    cell.node = {.role = place == 0 ? Role::rowheader : Role::gridcell,
                 .rect = place_of(box),
                 .column = static_cast<int>(place)};
    Flow line;
    line.row = true;
    line.wraps = false;
    line.left = line.x = box.x;
    line.right = box.right();
    // Of several lines on a card the first stands beside its label.
    const bool several = card && cell.lines > 1;
    line.top = line.y = line.line_bottom = box.y + (several ? (card_line - text_line) / 2 : 0);
    line.line_height = several ? text_line : box.height;
    line.gap = 4;
    line.align = align;
    line.expected = align == Align::start ? 0 : remembered(key, 0);
    ctx.flows.push_back(line);
    ImGui::PushID(column.column);
    table.options.cell({.row = row, .column = column.column, .width = box.width, .card = card});
    ImGui::PopID();
    const Flow used = ctx.flows.back();
    ctx.flows.pop_back();
    if (align != Align::start) {
        // Several things are aligned together: by the width of the widest such cell so far.
        const float total = used.count > 1 ? used.widest - used.start : 0;
        if (total > line.expected) {
            remember(key, total);
        }
    }
    cell.active = false;
    if (cell.begun) {
        tree().end();
        return;
    }
    cell.node.name = cell.words;
    const Id id = tree().leaf(cell.node);
    if (tree().focus_visible(id)) {
        edge(grown(box, card ? 2.0f : -3.0f), ink(Color::focus, ground()), Radius::small, 2);
    }
}

Color row_ground(const TableFrame& table, int row, Box box) {
    if (table.options.current_row != 0 && table.options.row_id(row) == table.options.current_row) {
        return Color::chosen;
    }
    const bool hovered = ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(min_of(box), max_of(box));
    return hovered ? Color::hover : ground();
}

void draw_line_row(const TableFrame& table, int row, Box box) {
    for (std::size_t place = 0; place < table.columns.size(); ++place) {
        const auto column = static_cast<std::size_t>(table.columns[place].column);
        const ColumnSpec& spec = table.options.columns[column];
        const Box cell = cell_box(table, place, box.y, box.height);
        // What is never cut otherwise (badges) is where the reader has made a column narrower than it is meant to be.
        const bool cut = table.choices.columns[column].width > 0 && table.columns[place].width < spec.width;
        if (cut) {
            ImGui::PushClipRect({cell.x - 4, cell.y}, {cell.right() + 4, cell.bottom()}, true);
        }
        draw_cell(table, row, place, cell, spec.align, false);
        if (cut) {
            ImGui::PopClipRect();
        }
    }
}

constexpr float card_edge = 14;

void draw_card_row(const TableFrame& table, int row, Box box) {
    const float card_side = table_side(), room = box.width - 2 * card_side;
    float y = box.y + card_edge;
    const float foot_height = current_scale().coarse ? 48 : 40;
    const float pair = table.wide_cards ? std::floor(room / 2) : room;
    int facts = 0;
    const auto draw_kind = [&](bool foot) {
        for (std::size_t place = 1; place < table.columns.size(); ++place) {
            const ColumnSpec& column =
                table.options.columns[static_cast<std::size_t>(table.columns[place].column)];
            if (column.title_hidden != foot) {
                continue;
            }
            if (foot && table.card_actions > 0) {
                const float left = box.right() - card_side - table.card_actions;
                draw_cell(table, row, place, {left, box.y + card_edge - 3, table.card_actions, 36}, Align::end, true);
                continue;
            }
            if (foot) {
                draw_cell(table, row, place, {box.x + card_side - 6, y + 4, room + 6, foot_height},
                          Align::start, true);
                y += foot_height;
                continue;
            }
            const float label = std::min(table.card_label, pair / 2);
            const bool second = table.wide_cards && facts++ % 2 == 1;
            const float height = card_height_of(column.lines > 1 ? lines_taken(table, row, column) : 1);
            const float x = box.x + card_side + (second ? pair : 0), line = second ? y - height : y;
            draw_line({x, line, label - 8, card_line}, column.title, {Type::small, Weight::regular},
                      ink(Color::text_muted, ground()));
            draw_cell(table, row, place, {x + label, line, pair - label - (table.wide_cards ? 8 : 0), height},
                      Align::start, true);
            remember_lines(table, row, column, context().cell.used);
            y += second ? 0 : height;
        }
    };
    draw_cell(table, row, 0, {box.x + card_side, y, room - table.card_actions, table.card_title},
              Align::start, true);
    y += table.card_title;
    draw_kind(false);
    draw_kind(true);
}

void draw_details(const TableFrame& table, const OpenRow& opened, Box box, Id node) {
    Context& ctx = context();
    const Box area{box.x, box.bottom(), box.width, opened.height};
    const float left = table.cards ? table_side() : 56;
    // What is in it is its name: a cell called otherwise would hide its own words.
    tree().begin({.role = Role::gridcell,
                  .rect = place_of(area),
                  .column = static_cast<int>(table.columns.size())});
    if (!unseen(area)) {
        fill(area, color(Color::sunken));
    }
    const Ground under(Color::sunken);
    const IdScope scope("details");
    Flow column;
    column.left = box.x + left;
    column.right = box.right() - 20;
    column.top = column.y = area.y + 14;
    column.gap = 10;
    ctx.flows.push_back(column);
    table.options.details(opened.row);
    const float used = flow().y - area.y + 16;
    ctx.flows.pop_back();
    remember(mixed(node, "details"), used);
    tree().end();
}

void draw_row(TableFrame& table, int row, float origin) {
    Context& ctx = context();
    const Box box{table.x, origin + static_cast<float>(table.top_of(row)), table.width, table.height_of(row)};
    const Id node = table.node_of(row);
    const bool visible = !unseen(box);
    const Color under = visible ? row_ground(table, row, box) : ground();
    const bool current = under == Color::chosen;
    const OpenRow* opened = nullptr;
    for (const OpenRow& candidate : table.open) {
        opened = candidate.row == row ? &candidate : opened;
    }
    if (visible && under != ground()) {
        fill({table.box.x, box.y, table.box.width, box.height}, color(under));
    }
    const bool opens = static_cast<bool>(table.options.details);
    const std::string name = table.options.row_name ? table.options.row_name(row) : std::string();
    tree().begin({.id = node,
                  .role = Role::row,
                  .name = name,
                  .rect = place_of(box),
                  .expanded = !opens              ? State::none
                              : opened != nullptr ? State::yes
                                                  : State::no,
                  .selected = current ? State::yes : State::none,
                  .level = opens ? 1 : 0,
                  .row = row});
    ImGui::PushOverrideID(node);
    const int made_ids = std::exchange(ctx.made_ids, 0);
    {
        const Ground ground_of_row(under);
        if (table.cards) {
            draw_card_row(table, row, box);
        } else {
            draw_line_row(table, row, box);
        }
    }
    if (opened != nullptr) {
        draw_details(table, *opened, box, node);
    }
    ctx.made_ids = made_ids;
    ImGui::PopID();
    if (tree().focus_visible(node)) {
        edge(grown(box, -2), ink(Color::focus, ground()), Radius::small, 2);
    }
    tree().end();
    if (visible && row + 1 < table.options.rows) {  // the last stands on the edge of what is around
        const float bottom = box.bottom() + (opened != nullptr ? opened->height : 0);
        fill({table.box.x, bottom - 1, table.box.width, 1}, color(Color::hairline));
    }
}

}  // namespace

void draw_rows(TableFrame& table, float origin, float from, float to, const semantics::GridFocus& focus) {
    if (table.options.rows == 0) {
        return;
    }
    const bool whole = table.options.rows <= described_whole;
    const int first = whole ? 0 : table.row_at(static_cast<double>(from) - static_cast<double>(origin));
    const int last = whole ? table.options.rows - 1
                           : table.row_at(static_cast<double>(to) - static_cast<double>(origin) - 0.5);
    const int focused = table.find_node(focus.row_id, focus.last_index);
    const int wanted = focus.wanted_index < table.options.rows ? focus.wanted_index : -1;
    int before[2] = {-1, -1}, after[2] = {-1, -1};
    for (const int row : {std::min(focused, wanted), std::max(focused, wanted)}) {
        if (row >= 0 && row < first && row != before[0]) {
            before[before[0] >= 0 ? 1 : 0] = row;
        } else if (row > last && row != after[0]) {
            after[after[0] >= 0 ? 1 : 0] = row;
        }
    }
    for (const int row : before) {
        if (row >= 0) {
            draw_row(table, row, origin);
        }
    }
    for (int row = first; row <= last; ++row) {
        draw_row(table, row, origin);
    }
    for (const int row : after) {
        if (row >= 0) {
            draw_row(table, row, origin);
        }
    }
    if (focused >= 0) {
        table.memory.focused_node = focus.row_id;
        table.memory.focused_row = table.options.row_id(focused);
    }
}

}  // namespace parasol::ui::internal
