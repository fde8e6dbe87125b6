// Where the columns and rows of a table stand in a frame. Internal to src/ui.
#pragma once

#include <vector>

#include "ui/widgets/internal.h"
#include "ui/widgets/table.h"
#include "ui/widgets/table_columns.h"

namespace parasol::ui::internal {

struct ColumnPlace {
    int column = 0;  // index into TableOptions::columns
    float x = 0, width = 0;
};

struct OpenRow {
    int row = 0;
    std::uint64_t id = 0;
    float height = 0;  // of its details
};

// What a table remembers between frames.
struct TableMemory {
    Id grid = 0;
    int last_frame = 0;
    float scroll = 0;
    Id focused_node = 0;  // the row that had the focus when last drawn
    std::uint64_t focused_row = 0;
};
TableMemory& memory_of(Id grid);

// One table in one frame.
struct TableFrame {
    const TableOptions& options;
    TableState& state;
    TableMemory& memory;
    TableChoices& choices;
    Id grid = 0;
    bool cards = false;
    bool scrolls = false;  // has a scrolling body of its own
    Box box;               // the whole
    float header_height = 0, row_height = 0;
    std::vector<float> heights;  // of each row, where they differ; empty: all are row_height
    float x = 0, width = 0;  // of rows
    std::vector<ColumnPlace> columns;
    std::vector<OpenRow> open;  // in the order of rows
    bool wide_cards = false;  // lines of cards stand in pairs
    float card_title = 0;     // height of its first line
    float card_body = 0;      // of what stands between its title and its foot
    float card_label = 0;     // room for the longest label
    float card_actions = 0;   // beside the title: room for what would stand at the foot
    bool card_foot = false;

    Id node_of(int row) const;  // the row's id in the tree
    float height_of(int row) const { return heights.empty() ? row_height : heights[static_cast<std::size_t>(row)]; }
    int find_node(Id node, int hint) const;
    int find_row(std::uint64_t id) const;
    double top_of(int row) const;     // from the start of the body
    int row_at(double offset) const;  // the row at this place, clamped
    double body_height() const;
};

// The button at the end of this line that saves the table. Returns its box.
Box draw_saving(std::string_view name, const TableOptions& options, Box line);

// Lines that a text of this column may take, and the height of so many in a card.
int lines_of(const ColumnSpec& column, bool card);
float card_height_of(int lines);
// Before the words of the first column, as in cards (surfaces.h).
inline float table_side() { return canvas_width() < phone_below ? 16.0f : 20.0f; }
constexpr float card_line = 26, text_line = 20;
// Tables of at most so many rows are described whole: a screen reader's own cursor then reads all of them.
constexpr int described_whole = 40;

// Of the column at this place: what is inside of its padding.
Box cell_box(const TableFrame& table, std::size_t place, float y, float height);
// Whether some of them give way in this room.
bool hides_columns(const TableFrame& table, float width);
void lay_out_columns(TableFrame& table);
// Cards of a table that is described whole are as high as what they say; of a longer one all are as high as the highest
// may be, so that any row can be found by its place.
void fit_cards(TableFrame& table);
// Lines that the text of this row and column took in the frame before.
int lines_taken(const TableFrame& table, int row, const ColumnSpec& column);
void remember_lines(const TableFrame& table, int row, const ColumnSpec& column, int lines);
void find_open_rows(TableFrame& table);
bool draw_header(TableFrame& table, float y);
bool draw_card_sorting(TableFrame& table);
// Rows that can be seen between these screen positions, and those that the keyboard needs.
void draw_rows(TableFrame& table, float origin, float from, float to, const semantics::GridFocus& focus);

}  // namespace parasol::ui::internal
