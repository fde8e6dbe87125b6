// What a reader has chosen of a table: its order, which columns it shows, and how wide. Remembered on the device, for
// each reader by the table's name (frame.h). Internal to src/ui.
#pragma once

#include <string>
#include <vector>

#include "ui/widgets/internal.h"
#include "ui/widgets/table.h"

namespace parasol::ui::internal {

struct TableFrame;

struct ColumnChoice {
    enum class Shown : std::uint8_t { where_room_is, always, never };
    Shown shown = Shown::where_room_is;
    float width = 0;  // CSS pixels; 0: as the table says
};

// Of all tables of one name: they stand on different pages, and are one to the reader.
struct TableChoices {
    std::string table;
    std::vector<ColumnChoice> columns;
    int sort_column = -1;
    bool descending = false;
    int orders = 0;          // so many have been chosen; TableState::orders is how many of them it knows
    std::string stored;      // as it was last read or written
    Id dragged = 0;          // the border that a pointer holds
    float dragged_from = 0;  // how wide its column was when it was taken hold of; below 0: it is done with
};
// Stays where it is for as long as a frame.
TableChoices& choices_of(std::string_view table, std::span<const ColumnSpec> columns);
// Writes them where they have changed.
void keep(TableChoices& choices, std::span<const ColumnSpec> columns);
// True: the state did not have this order yet.
bool take_order(const TableChoices& choices, TableState& state);

// Columns that hold controls alone are neither hidden nor made wider or narrower.
inline bool can_hide(int at, const ColumnSpec& column) { return at > 0 && !column.title_hidden; }
inline bool can_resize(const ColumnSpec& column) { return !column.title_hidden; }

// Room at the end of the header for its buttons.
float header_tools();
// The least that leaves a column's title legible.
float least_width(const TableFrame& table, std::size_t place);
// What a column takes of the room before what is left over is shared.
float own_width(const TableFrame& table, int column);
// Gives a column of this frame a width, as far as there is room. False: it has it already.
bool resize_column(TableFrame& table, std::size_t place, float width);
// The keys that do so on a title that has the focus, for Node::shift_keys.
constexpr semantics::Key resizing_keys = semantics::Key::left | semantics::Key::right | semantics::Key::home;
void take_resizing_keys(TableFrame& table, std::size_t place, Id title);

// The borders between titles can be dragged. Dear ImGui gives a place to what takes it first, so they come before the
// titles; the page gives it to what comes last, so there they come after them.
void press_borders(TableFrame& table, float y);
void describe_borders(const TableFrame& table, float y);

// "Columns of NAME": the button, and the list that it opens. None where there is nothing to choose.
void draw_column_chooser(std::string_view name, TableFrame& table, Box place);

}  // namespace parasol::ui::internal
