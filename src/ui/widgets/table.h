// A table of any length. Only the rows in view are drawn, and of a long one described; the keyboard goes from
// cell to cell (APG grid).
//
//     static constexpr ui::ColumnSpec columns[] = {
//         {.key = "name", .title = "Name", .width = 200, .share = 2, .sortable = true},
//         {.key = "number", .title = "Account Number", .width = 130, .sortable = true, .hide_order = 2},
//         {.key = "actions", .title = "Actions", .width = 120, .title_hidden = true},
//     };
//     bool sorted = ui::table("Accounts", state, {
//         .columns = columns, .rows = count,
//         .row_id = [&](int row) { return key_of(order[row]); },
//         .cell = [&](const ui::Cell& cell) {
//             if (cell.column == 0) ui::link(name, route, {.quiet = true});
//             if (cell.column == 1) ui::text(number);
//             if (cell.column == 2) ui::icon_link(icon_link, "Account Link", route);
//         }});
//
// The cell's callback draws with the ordinary widgets, in one line. Sorting is the caller's: when it returns
// true, `state.sort_column` or `state.descending` has changed. Focus and scroll belong to the row ids, so a
// new order keeps them. The order, which columns are shown and how wide is remembered for each reader, by the table's
// name. Under 600 px, and in a table that does not fill the height where columns would have to give
// way, each row is a card: the first column is its title, columns with a shown title become lines, the others stand at
// its foot (beside its title where there is room).
//
// Every table can be saved as CSV: then the callback is asked for all cells of all rows, and its widgets write their
// words instead of being drawn. So a cell is made of texts, badges, links and buttons alone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/layout.h"
#include "ui/widgets/frame.h"
#include "ui/widgets/function_ref.h"

namespace parasol::ui {

struct ColumnSpec {
    std::string_view key;  // stable; never shown
    std::string_view title;
    float width = 100;  // at least, CSS pixels
    float share = 1;    // of what is left over; 0: never wider than `width`
    bool sortable = false;
    Align align = Align::start;
    int hide_order = 0;         // 0: never hidden; else the highest goes first where there is little room
    bool title_hidden = false;  // for actions: the title is only read
    int lines = 1;              // at most, of a text that is too long for one; on a card twice as many
};

struct Cell {
    int row = 0;
    int column = 0;     // index into `columns`
    float width = 0;    // room for what is drawn
    bool card = false;  // drawn as a line of a card
};

// Kept by the screen (or its draft) between frames.
struct TableState {
    int sort_column = -1;
    bool descending = false;
    std::vector<std::uint64_t> open_rows = {};  // ids of rows that are open, where rows open
    std::uint64_t go_to = 0;  // id of a row to be scrolled into view and given the focus; forgotten once drawn
    int orders = 0;           // the table's own: how many chosen orders it knows of

    bool is_open(std::uint64_t id) const;
    void set_open(std::uint64_t id, bool open);
};

// Refers to its callbacks: give it to `table` where they stand, or name them first.
struct TableOptions {
    std::span<const ColumnSpec> columns;
    int rows = 0;
    FunctionRef<std::uint64_t(int row)> row_id;
    FunctionRef<void(const Cell&)> cell;
    // What a row is called; without it, by the first words of its first cell.
    FunctionRef<std::string(int row)> row_name = {};
    // Where a row is now, -1: not there. Without it the table looks near where the row was, then everywhere.
    FunctionRef<int(std::uint64_t id)> index_of = {};
    // What shows below an open row (a treegrid). The caller's own button in a cell opens it
    // (TableState::set_open).
    FunctionRef<void(int row)> details = {};
    // What shows where there are no rows: usually an ui::Empty.
    FunctionRef<void()> empty = {};
    bool loading = false;  // rows are on their way: grey lines
    bool fills_height =
        false;               // takes the height that is left of the page and scrolls inside. For long tables
    float min_height = 320;  // of a table that fills
    float row_height = 0;    // 0: 44 px
    std::uint64_t current_row = 0;  // id of the row that is marked as the current one
};

// True when the reader chose another order, or it has become known which one they chose before.
bool table(std::string_view name, TableState& state, const TableOptions& options);

// The second of these alone, for a caller that sorts before it draws.
bool recall_order(std::string_view name, TableState& state, std::span<const ColumnSpec> columns);

// The arrow that opens and closes a row of this table; for use in a cell. True when it was pressed (it has
// already changed the state). `name`: "Show offers of NAME".
bool row_opener(TableState& state, std::uint64_t row, std::string_view name);

}  // namespace parasol::ui
