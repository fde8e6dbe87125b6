// What keys do on twins that are not fields: arrows in grids, menus, lists of tabs and choices; Escape.

#include <algorithm>

#include "semantics/state.h"

namespace semantics {

namespace {

int neighbour(const std::vector<int>& members, int index, int step, bool around) {
    const auto found = std::find(members.begin(), members.end(), index);
    if (found == members.end()) {
        return members.empty() ? -1 : members.front();
    }
    const int count = static_cast<int>(members.size());
    const int at = static_cast<int>(found - members.begin()) + step;
    return members[static_cast<std::size_t>(around ? (at + count) % count : std::clamp(at, 0, count - 1))];
}

// How many whole rows are seen at once, less one so that the eye keeps its place.
int page_of(const Frame& frame, int row) {
    const float height = frame[row].node.rect.height;
    const float body = frame[frame[row].parent].node.rect.height;
    return height > 0 ? std::max(1, static_cast<int>(body / height) - 1) : 10;
}

}  // namespace

bool Tree::Impl::grid_key(Key key, bool control) {
    const Frame& frame = before();
    const int focus = frame.find(focus_id);
    const int grid = frame[focus].grid;
    GridState& state = grids[frame[grid].node.id];
    const int row = row_of(frame, focus);
    if (row < 0) {
        return false;
    }
    const std::vector<Cell> cells = cells_of(frame, row);
    const auto here = std::find_if(cells.begin(), cells.end(),
                                   [&](const Cell& cell) { return frame.within(focus, cell.item); });
    if (here == cells.end()) {
        return false;
    }
    const auto move_to = [&](int column) {
        state.column = column;
        state.take_focus = true;
        return true;
    };
    const auto go = [&](int index) {
        state.wanted_index = std::clamp(index, 0, std::max(0, frame[grid].node.row_count - 1));
        state.wanted_frames = 0;
        state.take_focus = frame[grid].node.row_count > 0;
        return true;
    };
    if (state.entered) {
        if (key == Key::escape || key == Key::f2) {
            state.entered = false;
            state.take_focus = true;
            request = {frame[here->item].node.id, 0, true};
            return true;
        }
        return false;
    }
    const int at = frame[row].node.row;
    const std::size_t place = static_cast<std::size_t>(here - cells.begin());
    switch (key) {
    case Key::left: return place > 0 ? move_to(cells[place - 1].column) : true;
    case Key::right: return place + 1 < cells.size() ? move_to(cells[place + 1].column) : true;
    case Key::home:
        return control ? (state.column = cells.front().column, go(0)) : move_to(cells.front().column);
    case Key::end:
        state.column = cells.back().column;
        return control ? go(frame[grid].node.row_count - 1) : move_to(cells.back().column);
    case Key::down: return go(at + 1);
    case Key::page_down: return go(at < 0 ? 0 : at + page_of(frame, row));
    case Key::page_up: return at < 0 ? true : go(at - page_of(frame, row));
    case Key::up:
        if (at > 0) {
            return go(at - 1);
        }
        for (const int other : rows_of(frame, grid)) {
            if (at == 0 && frame[other].node.row < 0) {
                state.row_id = frame[other].node.id;
                state.row_index = -1;
                state.header = true;
                state.take_focus = true;
            }
        }
        return true;
    case Key::enter:
    case Key::f2:
    case Key::space:
        if (focus != here->item) {
            return false;  // a control: the browser presses it
        }
        if (!here->controls.empty() && key != Key::space) {
            state.entered = true;
            state.control = 0;
            state.take_focus = true;
            return true;
        }
        if (key != Key::f2) {
            const bool header = at < 0 || frame[here->item].node.role == Role::columnheader;
            activations.push_back(frame[header ? here->item : row].node.id);
        }
        return true;
    default: return false;
    }
}

bool Tree::Impl::composite_key(Key key) {
    const Frame& frame = before();
    const int focus = frame.find(focus_id);
    const int composite = composite_of(frame, focus);
    if (composite < 0 || is_field(frame[focus].node.role)) {
        return false;
    }
    const Role role = frame[composite].node.role;
    const bool across = role == Role::tablist || role == Role::toolbar || role == Role::radiogroup;
    const bool upright = role == Role::menu || role == Role::listbox || role == Role::radiogroup;
    const std::vector<int> members = members_of(frame, composite);
    int step = 0;
    step += (across && key == Key::right) || (upright && key == Key::down) ? 1 : 0;
    step -= (across && key == Key::left) || (upright && key == Key::up) ? 1 : 0;
    int target = -1;
    if (step != 0) {
        target = neighbour(members, focus, step, role != Role::listbox && role != Role::toolbar);
    } else if (key == Key::home && !members.empty()) {
        target = members.front();
    } else if (key == Key::end && !members.empty()) {
        target = members.back();
    } else {
        return false;
    }
    if (target >= 0 && target != focus) {
        request = {frame[target].node.id, 0, true};
        if ((role == Role::radiogroup || role == Role::tablist) && !frame[target].node.disabled) {
            activations.push_back(frame[target].node.id);
        }
    }
    return true;
}

// Closes the top layer.
bool Tree::Impl::escape() {
    const Frame& frame = before();
    int top = -1;
    for (int child = frame[Frame::root].first_child; child >= 0; child = frame[child].next) {
        if (frame[child].node.layer && !frame[child].kept) {
            if (frame[child].node.role == Role::tooltip) {
                pending.dismissed.push_back(frame[child].node.id);
            } else {
                top = child;
            }
        }
    }
    if (top < 0) {
        return !pending.dismissed.empty();
    }
    pending.dismissed.push_back(frame[top].node.id);
    return true;
}

bool Tree::on_key(Key key, bool shift, bool control, bool composing) {
    Impl& impl = *impl_;
    impl.by_pointer = false;
    const Frame& frame = impl.before();
    if (composing || frame.size() == 0) {
        return false;
    }
    const int focus = impl.focus_id != 0 ? frame.find(impl.focus_id) : -1;
    if (focus >= 0) {
        const Node& node = frame[focus].node;
        if ((has(node.keys, key) || (shift && has(node.shift_keys, key))) && !control) {
            impl.pending.keys.emplace_back(node.id, key);
            return true;
        }
        if (key == Key::enter && is_field(node.role) && node.role != Role::textarea && !node.disabled) {
            impl.pending.submitted.push_back(node.id);
            return true;
        }
        const bool in_field = is_field(node.role);
        if (frame[focus].grid >= 0 && (!in_field || key == Key::escape || key == Key::f2) && !shift &&
            impl.grid_key(key, control)) {
            impl.more_frames = true;
            return true;
        }
        if (!in_field && !control && !shift && impl.composite_key(key)) {
            impl.more_frames = true;
            return true;
        }
    }
    if (key == Key::escape) {
        return impl.escape();
    }
    const bool in_field = focus >= 0 && is_field(frame[focus].node.role);
    return !in_field && !shift && impl.scroll_key(key);
}

bool Tree::on_typed(std::string_view letter) {
    Impl& impl = *impl_;
    impl.by_pointer = false;
    const Frame& frame = impl.before();
    const int focus = impl.focus_id != 0 ? frame.find(impl.focus_id) : -1;
    const int composite = focus >= 0 ? composite_of(frame, focus) : -1;
    const Role role = composite >= 0 ? frame[composite].node.role : Role::generic;
    if (letter.empty() || letter == " " || (role != Role::menu && role != Role::listbox)) {
        return false;
    }
    const auto lower = [](std::string_view text) {
        std::string out(text);
        for (char& c : out) {
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
        return out;
    };
    const std::vector<int> members = members_of(frame, composite);
    for (std::size_t i = 1; i <= members.size(); ++i) {
        const int member = neighbour(members, focus, static_cast<int>(i), true);
        if (lower(frame[member].label).starts_with(lower(letter))) {
            impl.request = {frame[member].node.id, 0, true};
            impl.more_frames = true;
            return true;
        }
    }
    return false;
}

unsigned Tree::before_tab(bool backwards) {
    Impl& impl = *impl_;
    impl.by_pointer = false;
    const Frame& frame = impl.before();
    const int focus = impl.focus_id != 0 ? frame.find(impl.focus_id) : -1;
    if (focus < 0) {
        return 0;
    }
    const Item& layer = frame[frame[focus].layer];
    if (frame[focus].layer <= Frame::page || layer.node.modal || !layer.node.grabs_focus) {
        return 0;
    }
    // Within a popup of several stops the browser goes on by itself; it is left at its ends.
    int end = -1;
    walk(frame, frame[focus].layer, [&](int index) {
        const bool stop = frame[index].tab == 0 && !frame[index].kept;
        end = stop && (end < 0 || !backwards) ? index : end;
        return true;
    });
    if (end >= 0 && end != focus) {
        return 0;
    }
    for (const LayerState& open : impl.layers) {
        for (const Id id : open.id == layer.node.id ? open.way_back : std::vector<Id>{}) {
            if (const Item* item = frame.item(id); item != nullptr && item->tab != Item::none) {
                return item->slot;
            }
        }
    }
    return 0;
}

}  // namespace semantics
