#include "ui/widgets/table_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "domain/sort_by.h"

namespace parasol::ui::internal {

TableMemory& memory_of(Id grid) {
    static std::vector<std::unique_ptr<TableMemory>> memories;  // a table may stand in the details of another
    const int frame = context().frame;
    for (const auto& memory : memories) {
        if (memory->grid == grid) {
            memory->last_frame = frame;
            return *memory;
        }
    }
    constexpr int forgotten_after = 100'000;  // frames
    std::erase_if(memories, [&](const auto& memory) { return memory->last_frame + forgotten_after < frame; });
    memories.push_back(std::make_unique<TableMemory>(TableMemory{.grid = grid, .last_frame = frame}));
    return *memories.back();
}

Id TableFrame::node_of(int row) const {
    const std::uint64_t id = options.row_id(row);
    return semantics::Id(ImHashData(&id, sizeof id, grid));
}

int TableFrame::find_node(Id node, int hint) const {
    if (node == 0 || options.rows == 0) {
        return -1;
    }
    const auto is = [&](int row) { return row >= 0 && row < options.rows && node_of(row) == node; };
    if (is(hint)) {
        return hint;
    }
    if (options.index_of && memory.focused_node == node) {
        const int row = options.index_of(memory.focused_row);
        return is(row) ? row : -1;
    }
    for (int away = 1; away < options.rows; ++away) {
        if (is(hint - away) || is(hint + away)) {
            return is(hint - away) ? hint - away : hint + away;
        }
    }
    return -1;
}

int TableFrame::find_row(std::uint64_t id) const {
    if (options.index_of) {
        return options.index_of(id);
    }
    for (int row = 0; row < options.rows; ++row) {
        if (options.row_id(row) == id) {
            return row;
        }
    }
    return -1;
}

double TableFrame::top_of(int row) const {
    double top = heights.empty() ? static_cast<double>(row) * row_height
                                 : std::accumulate(heights.begin(), heights.begin() + row, 0.0);
    for (const OpenRow& opened : open) {
        top += opened.row < row ? opened.height : 0;
    }
    return top;
}

double TableFrame::body_height() const { return top_of(options.rows); }

int TableFrame::row_at(double offset) const {
    double before = 0;
    int row = 0;
    for (const OpenRow& opened : open) {
        const double end = before + static_cast<double>(opened.row - row + 1) * row_height;
        if (offset < end) {
            break;
        }
        row = opened.row;
        if (offset < end + opened.height) {
            return row;
        }
        before = end + opened.height;
        row = opened.row + 1;
    }
    row += static_cast<int>(std::floor((offset - before) / row_height));
    return std::clamp(row, 0, std::max(0, options.rows - 1));
}

void find_open_rows(TableFrame& table) {
    if (!table.options.details) {
        return;
    }
    for (const std::uint64_t id : table.state.open_rows) {
        const int row = table.find_row(id);
        if (row >= 0 && row < table.options.rows) {
            const Id key = mixed(table.node_of(row), "details");
            table.open.push_back({row, id, remembered(key, 96)});
        }
    }
    sort_by(table.open, [](const OpenRow& open) { return open.row; });
}

namespace {

constexpr float wide_card = 480;

// Who goes first where there is little room: the highest. What the reader has chosen goes last; 0: never.
int way_out(const TableFrame& table, int column) {
    constexpr int chosen_last = 1000;
    const ColumnChoice& choice = table.choices.columns[static_cast<std::size_t>(column)];
    const bool chosen = choice.shown == ColumnChoice::Shown::always || choice.width > 0;
    const int order = table.options.columns[static_cast<std::size_t>(column)].hide_order;
    return order == 0 || chosen ? order : order + chosen_last;
}

// The columns that are shown, each with the width that is its own. Takes out those that give way, until the others fit.
void fit_columns(TableFrame& table) {
    std::vector<ColumnPlace>& shown = table.columns;
    float wanted = 0;
    for (int at = 0; at < static_cast<int>(table.options.columns.size()); ++at) {
        if (table.choices.columns[static_cast<std::size_t>(at)].shown != ColumnChoice::Shown::never) {
            shown.push_back({at, 0, own_width(table, at)});
            wanted += shown.back().width;
        }
    }
    while (wanted > table.width) {
        std::size_t first = shown.size();
        int highest = 0;
        for (std::size_t at = 0; at < shown.size(); ++at) {
            const int way = way_out(table, shown[at].column);
            if (way > 0 && way >= highest) {
                highest = way;
                first = at;
            }
        }
        if (first == shown.size()) {
            break;
        }
        wanted -= shown[first].width;
        shown.erase(shown.begin() + static_cast<std::ptrdiff_t>(first));
    }
}

}  // namespace

int lines_of(const ColumnSpec& column, bool card) { return card && column.lines > 1 ? column.lines * 2 : column.lines; }

float card_height_of(int lines) { return card_line + static_cast<float>(lines - 1) * text_line; }

namespace {

Id lines_key(const TableFrame& table, int row, const ColumnSpec& column) {
    return mixed(mixed(table.node_of(row), column.key), "lines");
}

}  // namespace

int lines_taken(const TableFrame& table, int row, const ColumnSpec& column) {
    const float most = static_cast<float>(lines_of(column, true));
    return static_cast<int>(table.heights.empty() ? most : remembered(lines_key(table, row, column), most));
}

void remember_lines(const TableFrame& table, int row, const ColumnSpec& column, int lines) {
    if (!table.heights.empty() && column.lines > 1) {
        remember(lines_key(table, row, column), static_cast<float>(lines));
    }
}

void fit_cards(TableFrame& table) {
    const auto several = [](const ColumnSpec& column) { return column.lines > 1; };
    const auto& columns = table.options.columns;
    if (!table.cards || table.options.rows > described_whole || !std::any_of(columns.begin(), columns.end(), several)) {
        return;
    }
    table.heights.assign(static_cast<std::size_t>(table.options.rows), table.row_height);
    for (int row = 0; row < table.options.rows; ++row) {
        for (const ColumnSpec& column : columns) {
            const int spare = several(column) ? lines_of(column, true) - lines_taken(table, row, column) : 0;
            table.heights[static_cast<std::size_t>(row)] -= static_cast<float>(spare) * text_line;
        }
    }
}

Box cell_box(const TableFrame& table, std::size_t place, float y, float height) {
    constexpr float between = 10;
    const float side = table_side();
    const ColumnPlace& column = table.columns[place];
    const float before = place == 0 ? side : between;
    const float after = place + 1 == table.columns.size() ? side : between;
    return {column.x + before, y, column.width - before - after, height};
}

namespace {

// What is left over goes to the columns that were left as they come. Where the sum is too much, what was made wider
// gives back first.
void share_width(TableFrame& table) {
    const auto spec_of = [&](const ColumnPlace& place) -> const ColumnSpec& {
        return table.options.columns[static_cast<std::size_t>(place.column)];
    };
    const auto chosen_of = [&](const ColumnPlace& place) {
        return table.choices.columns[static_cast<std::size_t>(place.column)].width;
    };
    float wanted = 0, beyond = 0, shares = 0;
    for (ColumnPlace& place : table.columns) {
        const float chosen = chosen_of(place);
        place.width = chosen > 0 ? chosen : place.width;
        if (&place == &table.columns.back() && can_resize(spec_of(place))) {  // the table's buttons stand there too
            place.width = std::max(place.width, least_width(table, table.columns.size() - 1));
        }
        wanted += place.width;
        beyond += std::max(0.0f, chosen - spec_of(place).width);
        shares += chosen > 0 ? 0 : spec_of(place).share;
    }
    const float given = beyond > 0 ? std::clamp((wanted - table.width) / beyond, 0.0f, 1.0f) : 0;
    const float least = wanted - given * beyond;
    const float spare = std::max(0.0f, table.width - least);
    const float squeeze = least > table.width ? table.width / least : 1;
    float x = table.x;
    for (ColumnPlace& place : table.columns) {
        const float chosen = chosen_of(place);
        const float back = given * std::max(0.0f, chosen - spec_of(place).width);
        const float more = shares > 0 && chosen <= 0 ? spare * spec_of(place).share / shares : 0;
        place.x = x;
        place.width = std::floor((place.width - back) * squeeze + more);
        x += place.width;
    }
}

}  // namespace

bool hides_columns(const TableFrame& table, float width) {
    bool any = false;
    for (int at = 0; at < static_cast<int>(table.options.columns.size()); ++at) {
        if (table.choices.columns[static_cast<std::size_t>(at)].shown != ColumnChoice::Shown::never) {
            width -= own_width(table, at);
            any = any || table.options.columns[static_cast<std::size_t>(at)].hide_order > 0;
        }
    }
    return any && width < 0;
}

void lay_out_columns(TableFrame& table) {
    const std::span<const ColumnSpec> columns = table.options.columns;
    if (table.cards) {
        table.wide_cards = table.width >= wide_card && std::none_of(columns.begin(), columns.end(), [](const auto& c) {
                               return c.lines > 1;
                           });
        // In a long list names have the whole line; in a short one cards without anything to do have no empty foot.
        const bool beside = table.wide_cards || !table.scrolls;
        int facts = 0;
        for (int at = 0; at < static_cast<int>(columns.size()); ++at) {
            const ColumnSpec& column = columns[static_cast<std::size_t>(at)];
            table.columns.push_back({at, table.x, table.width});
            const bool fact = at > 0 && !column.title_hidden;
            const bool begins = fact && (!table.wide_cards || facts % 2 == 0);
            table.card_body += begins ? card_height_of(lines_of(column, true)) : 0;
            facts += fact ? 1 : 0;
            const float label = width_of(column.title, {Type::small, Weight::regular});
            table.card_label = std::max(table.card_label, fact ? label + 20 : 0.0f);
            const bool action = at > 0 && column.title_hidden;
            table.card_actions += action && beside ? column.width : 0;
            table.card_foot = table.card_foot || (action && !beside);
        }
        table.card_title = table.options.details || table.card_actions > 0 ? 38.0f : 30.0f;  // with buttons in it
        return;
    }
    fit_columns(table);
    share_width(table);
}

}  // namespace parasol::ui::internal
