// Where one is in a grid, and what rows, cells and members there are.

#include <algorithm>

#include "semantics/state.h"

namespace semantics {

namespace {

constexpr int patience = 10;  // frames that a wanted row has to be drawn

}  // namespace

int row_of(const Frame& frame, int index) {
    while (index > 0 && frame[index].node.role != Role::row) {
        index = frame[index].node.layer ? -1 : frame[index].parent;
    }
    return index > 0 ? index : -1;
}

std::vector<Cell> cells_of(const Frame& frame, int row) {
    std::vector<Cell> cells;
    for (int child = frame[row].first_child; child >= 0; child = frame[child].next) {
        Cell cell;
        cell.item = child;
        const int column = frame[child].node.column;
        cell.column = column >= 0 ? column : static_cast<int>(cells.size());
        walk(frame, child, [&](int inner) {
            if (takes_focus(frame[inner].node) && !frame[inner].kept) {
                cell.controls.push_back(inner);
                cell.has_field = cell.has_field || is_field(frame[inner].node.role);
            }
            return true;
        });
        cells.push_back(cell);
    }
    return cells;
}

std::vector<int> rows_of(const Frame& frame, int grid) {
    std::vector<int> rows;
    walk(frame, grid, [&](int index) {
        if (frame[index].node.role != Role::row) {
            return frame[index].node.role == Role::rowgroup;
        }
        if (!frame[index].kept) {
            rows.push_back(index);
        }
        return false;
    });
    return rows;
}

std::vector<int> members_of(const Frame& frame, int composite) {
    std::vector<int> members;
    walk(frame, composite, [&](int index) {
        if (is_composite(frame[index].node.role)) {
            return false;
        }
        if (takes_focus(frame[index].node) && !frame[index].kept) {
            members.push_back(index);
        }
        return true;
    });
    return members;
}

int composite_of(const Frame& frame, int index) {
    for (; index > 0; index = frame[index].parent) {
        if (is_composite(frame[index].node.role)) {
            return index;
        }
        if (frame[index].node.layer) {
            return -1;
        }
    }
    return -1;
}

void Tree::Impl::enter_grid(const Frame& frame, int index) {
    const int grid = frame[index].grid;
    const int row = row_of(frame, index);
    if (grid < 0 || row < 0) {
        return;
    }
    GridState& state = grids[frame[grid].node.id];
    state.row_id = frame[row].node.id;
    state.row_index = frame[row].node.row;
    state.header = frame[row].node.row < 0;
    state.header_alone = state.header && frame[grid].node.row_count == 0;
    state.wanted_index = -1;
    for (const Cell& cell : cells_of(frame, row)) {
        if (frame.within(index, cell.item)) {
            state.column = cell.column;
            state.entered = index != cell.item && index != cell.target();
            const auto at = std::find(cell.controls.begin(), cell.controls.end(), index);
            state.control = state.entered ? static_cast<std::size_t>(at - cell.controls.begin()) : 0;
        }
    }
}

void Tree::go_to_row(Id grid, int index) {
    GridState& state = impl_->grids[grid];
    state.column = 0;
    state.entered = false;
    state.wanted_index = index;
    state.wanted_frames = 0;
    state.take_focus = true;
}

void Tree::Impl::settle_grids() {
    Frame& frame = now();
    for (int index = 0; index < frame.size(); ++index) {
        if (is_grid(frame[index].node.role) && !frame[index].kept) {
            settle_grid(index);
        }
    }
}

void Tree::Impl::settle_grid(int grid) {
    Frame& frame = now();
    GridState& state = grids[frame[grid].node.id];
    const std::vector<int> rows = rows_of(frame, grid);
    const auto pick = [&](auto&& wanted) {
        const auto found = std::find_if(rows.begin(), rows.end(), wanted);
        return found != rows.end() ? *found : -1;
    };
    if (state.wanted_index >= 0) {
        const int row = pick([&](int r) { return frame[r].node.row == state.wanted_index; });
        if (row >= 0) {
            state.row_id = frame[row].node.id;
            state.header = false;
            state.wanted_index = -1;
        } else if (++state.wanted_frames > patience) {
            state.wanted_index = -1;
            state.row_id = 0;
            if (state.take_focus) {
                request = {frame[grid].node.id, 0, true};
            }
        }
    }
    const int count = frame[grid].node.row_count;
    // A header that was the only place to be is not where one wished to be: the first row that has come is.
    if (state.header_alone && count > 0) {
        const int focus = focus_id != 0 ? frame.find(focus_id) : -1;
        state.header = focus >= 0 && frame.within(focus, grid);
        state.row_id = state.header ? state.row_id : 0;
        state.column = state.header ? state.column : 0;
        state.header_alone = false;
    }
    int row = state.row_id != 0 ? pick([&](int r) { return frame[r].node.id == state.row_id; }) : -1;
    if (row < 0 && state.row_id != 0 && state.wanted_index < 0 && count > 0 && !state.header) {
        state.wanted_index = std::min(std::max(state.row_index, 0), count - 1);  // the next takes its place
        state.wanted_frames = 0;
        const int focus = focus_id != 0 ? before().find(focus_id) : -1;
        const int old_grid = before().find(frame[grid].node.id);
        state.take_focus =
            state.take_focus || (focus >= 0 && old_grid >= 0 && before().within(focus, old_grid));
        if (state.take_focus) {
            hand_over.clear();
        }
        row = pick([&](int r) { return frame[r].node.row == state.wanted_index; });
        if (row >= 0) {
            state.row_id = frame[row].node.id;
            state.wanted_index = -1;
        }
    }
    more_frames = more_frames || state.wanted_index >= 0;
    if (row < 0 && !rows.empty() && state.wanted_index < 0) {
        const int first = pick([&](int r) { return frame[r].node.row >= 0; });
        row = first >= 0 ? first : rows.front();
        state.take_focus = state.take_focus && state.row_id != 0;
        state.row_id = 0;
    }
    // Everything in it is out of the tab order, save one.
    walk(frame, grid, [&](int index) {
        const Node& node = frame[index].node;
        frame[index].tab = takes_focus(node) || is_cell(node.role) ? -1 : Item::none;
        return true;
    });
    if (row < 0) {
        return;
    }
    if (state.row_id != 0) {
        state.row_index = frame[row].node.row;
    }
    const std::vector<Cell> cells = cells_of(frame, row);
    const Cell* cell = nullptr;
    for (const Cell& candidate : cells) {
        const auto distance = [&](const Cell& c) { return std::abs(c.column - state.column); };
        cell = cell == nullptr || distance(candidate) < distance(*cell) ? &candidate : cell;
    }
    if (cell == nullptr) {
        return;
    }
    state.entered = state.entered && !cell->controls.empty();
    frame[cell->target()].tab = state.entered ? -1 : 0;
    if (state.entered) {
        walk(frame, cell->item, [&](int index) {
            frame[index].tab = takes_focus(frame[index].node) ? 0 : frame[index].tab;
            return true;
        });
    }
    // The only control of the cell has come while the focus was on the cell: the cell is that control now.
    const bool control_came = focus_id != 0 && focus_id == frame[cell->item].node.id &&
                              cell->target() != cell->item && !state.entered;
    state.take_focus = state.take_focus || control_came;
    if (state.take_focus && state.wanted_index < 0) {
        state.take_focus = false;
        const int target = state.entered ? cell->control(state.control) : cell->target();
        request = {frame[target].node.id, 0, true};
    }
}

}  // namespace semantics
