// Who has the focus next: what is held stays, layers take the focus and give it back, a vanished row hands it
// to the one that follows, and each grid, menu and tab list is one tab stop.

#include <algorithm>

#include "semantics/state.h"

namespace semantics {

namespace {

constexpr int patience = 10;  // frames that a request waits for what it names

bool is_landmark(const Node& node) {
    return node.layer || node.role == Role::main || node.role == Role::dialog ||
           node.role == Role::alertdialog;
}

// Focusable nodes below `top`, nearest to the front first, at most `most`.
void collect(const Frame& frame, int top, std::size_t most, std::vector<Id>& out) {
    const auto visit = [&](int index) {
        const Item& item = frame[index];
        const bool composite = is_composite(item.node.role);  // passes it to the member it was left at
        if (out.size() < most && !item.kept && (composite ? item.first_child >= 0 : takes_focus(item.node))) {
            out.push_back(item.node.id);
        }
        return out.size() < most && !composite;
    };
    if (visit(top)) {
        walk(frame, top, visit);
    }
}

// What a cell held has gone, and it says nothing itself.
bool is_empty(const Frame& frame, int cell) {
    bool empty = frame[cell].node.name.empty();
    walk(frame, cell, [&](int inner) {
        empty = empty && frame[inner].kept;
        return empty;
    });
    return empty;
}

// The last heading before `index` among what stands beside it and in no section of its own. -1: none.
int heading_before(const Frame& frame, int index) {
    int found = -1;
    const auto visit = [&](int at) {
        found = frame[at].node.role == Role::heading && !frame[at].kept ? at : found;
        return frame[at].node.role != Role::region && !is_grid(frame[at].node.role);
    };
    for (int beside = frame[frame[index].parent].first_child; beside >= 0 && beside != index;
         beside = frame[beside].next) {
        if (visit(beside)) {
            walk(frame, beside, visit);
        }
    }
    return found;
}

}  // namespace

// --- What is held stays
// ---------------------------------------------------------------------------------------

// Puts a node of the frame before, and those above it that are gone too, into this frame.
void Tree::Impl::keep(Id id) {
    Frame& frame = now();
    const Frame& old = before();
    std::vector<int> chain;
    for (int index = old.find(id); index > Frame::page && frame.find(old[index].node.id) < 0;
         index = old[index].parent) {
        chain.push_back(index);
    }
    for (auto index = chain.rbegin(); index != chain.rend(); ++index) {
        const Item& gone = old[*index];
        const int above = frame.find(old[gone.parent].node.id);
        Node node = gone.node;
        node.modal = false;
        const int kept = frame.add(node, above);
        frame[kept].kept = true;
        frame[kept].label = frame.strings.copy(gone.label);
    }
}

void Tree::Impl::keep_held() {
    if (pressed_id != 0) {
        keep(pressed_id);
    }
    if (focus_id == 0) {
        return;
    }
    const int described = now().find(focus_id);
    if (described >= 0 && !now()[described].kept) {
        focus_missing = 0;
        hand_over.clear();
        return;
    }
    const int old = before().find(focus_id);
    if (old < 0) {
        focus_id = 0;
        return;
    }
    if (focus_missing++ == 0) {
        hand_over = way_from(before(), old);
    }
    if (focus_missing > patience) {
        focus_id = 0;  // nobody takes it; the browser's page has it
        return;
    }
    keep(focus_id);
    more_frames = true;
}

// Who could have the focus in place of `index`: first itself, then what stands beside it, then further out. Past the
// end of a section, or of a grid with all its rows, it is the heading above rather than a control that has to do with
// something else.
std::vector<Id> Tree::Impl::way_from(const Frame& frame, int index) const {
    std::vector<Id> way{frame[index].node.id};
    const auto to_heading = [&](int below) {
        const int heading = heading_before(frame, below);
        if (heading >= 0) {
            way.push_back(frame[heading].node.id);
        }
    };
    const int row = frame[index].grid >= 0 ? row_of(frame, index) : -1;
    const bool in_data_row = row >= 0 && frame[row].node.row >= 0;
    std::vector<int> outwards;
    for (int cursor = index; cursor > Frame::page; cursor = frame[cursor].parent) {
        if (is_landmark(frame[cursor].node)) {
            if (!frame[cursor].node.layer) {
                std::for_each(outwards.begin(), outwards.end(), to_heading);
            }
            way.push_back(frame[cursor].node.id);
            break;
        }
        outwards.push_back(cursor);
        const int above = frame[cursor].parent;
        if (is_grid(frame[above].node.role) || frame[above].node.role == Role::rowgroup) {
            continue;  // the grid itself knows its next row
        }
        if ((is_grid(frame[cursor].node.role) && in_data_row) || frame[cursor].node.role == Role::region) {
            to_heading(cursor);
        }
        if (is_grid(frame[cursor].node.role) ||
            (frame[cursor].grid >= 0 && is_cell(frame[cursor].node.role))) {
            way.push_back(frame[cursor].node.id);
        }
        const std::size_t most = way.size() + 8;
        std::vector<int> preceding;
        for (int child = frame[above].first_child; child >= 0 && child != cursor; child = frame[child].next) {
            preceding.push_back(child);
        }
        for (int child = frame[cursor].next; child >= 0 && way.size() < most; child = frame[child].next) {
            collect(frame, child, most, way);
        }
        for (auto child = preceding.rbegin(); child != preceding.rend() && way.size() < most + 4; ++child) {
            collect(frame, *child, most + 4, way);
        }
        if (frame[above].node.role == Role::region) {
            to_heading(cursor);
        }
    }
    return way;
}

// Where the focus lands when it is given to `index`: a grid passes it to its tab stop, a composite to its
// member, a row to its first cell and a cell to its only control.
int Tree::Impl::focus_target(const Frame& frame, int index) const {
    const Role role = frame[index].node.role;
    if (frame[index].grid >= 0 && (is_cell(role) || role == Role::row)) {
        const std::vector<Cell> cells = cells_of(frame, role == Role::row ? index : frame[index].parent);
        for (const Cell& cell : cells) {
            if (role == Role::row || cell.item == index) {
                return is_empty(frame, cell.item) ? cells.front().target() : cell.target();
            }
        }
    }
    if (!is_grid(role) && !is_composite(role)) {
        return index;
    }
    int stop = -1;
    walk(frame, index, [&](int inner) {
        stop = stop < 0 && frame[inner].tab == 0 && !frame[inner].kept ? inner : stop;
        return stop < 0;
    });
    return stop >= 0 ? stop : index;
}

// --- Layers
// ---------------------------------------------------------------------------------------------------

void Tree::Impl::follow_layers() {
    Frame& frame = now();
    int modal = -1;
    for (int child = frame[Frame::root].first_child; child >= 0; child = frame[child].next) {
        modal = frame[child].node.modal && !frame[child].kept ? child : modal;
    }
    for (int child = frame[Frame::root].first_child; child >= 0; child = frame[child].next) {
        frame[child].inert = child < modal;
    }
    const auto is_open = [&](Id id) {
        const Item* item = frame.item(id);
        return item != nullptr && !item->kept;
    };
    for (std::size_t i = layers.size(); i-- > 0;) {
        if (!is_open(layers[i].id)) {
            const LayerState closed = std::move(layers[i]);
            layers.erase(layers.begin() + static_cast<std::ptrdiff_t>(i));
            close_layer(closed);
        }
    }
    for (int child = frame[Frame::root].first_child; child >= 0; child = frame[child].next) {
        const Node& node = frame[child].node;
        const bool known = std::any_of(layers.begin(), layers.end(),
                                       [&](const LayerState& layer) { return layer.id == node.id; });
        if (!node.layer || known || frame[child].kept || !node.grabs_focus) {
            continue;
        }
        const int opener = focus_id != 0 ? before().find(focus_id) : -1;
        layers.push_back({node.id, node.modal, opener >= 0 ? way_from(before(), opener) : std::vector<Id>{}});
        std::vector<Id> inside;
        collect(frame, child, 1, inside);
        Id first = inside.empty() ? node.id : inside.front();
        walk(frame, child, [&](int index) {
            first = frame[index].node.autofocus ? frame[index].node.id : first;
            return true;
        });
        if (const Item* asked = frame.item(request.id); asked == nullptr || asked->layer != child) {
            request = {first, 0, true};
        }
    }
}

// The focus goes back to the opener if it was in the layer (behind a modal one also if it was nowhere),
// unless somebody asked for another place.
void Tree::Impl::close_layer(const LayerState& layer) {
    const Frame& old = before();
    const int focus = focus_id != 0 ? old.find(focus_id) : -1;
    const int closed = old.find(layer.id);
    const bool was_inside = focus < 0 ? layer.modal : closed >= 0 && old.within(focus, closed);
    if (!was_inside || request.id != 0) {
        return;
    }
    hand_over = layer.way_back;
    focus_missing = patience / 2;  // at once: a closed window does not come back
    more_frames = true;
}

// --- Tab stops
// ------------------------------------------------------------------------------------------------

void Tree::Impl::settle_tabs() {
    Frame& frame = now();
    for (int index = Frame::page + 1; index < frame.size(); ++index) {
        Item& item = frame[index];
        const Node& node = item.node;
        const bool composed = composite_of(frame, index) >= 0 && takes_focus(node);
        if (item.grid < 0 && !composed) {
            item.tab = takes_focus(node) ? 0 : node.layer && node.grabs_focus ? -1 : Item::none;
        }
        const Node& layer = frame[item.layer].node;
        const bool passive = layer.layer && !layer.grabs_focus;  // the focus stays in the field it belongs to
        if (item.tab == 0 && (node.hidden_from_tab || item.kept || passive)) {
            item.tab = -1;
        }
        if (item.tab == Item::none && (node.id == focus_id || node.id == request.id)) {
            item.tab = -1;
        }
    }
}

void Tree::Impl::settle_composites() {
    Frame& frame = now();
    for (int index = 0; index < frame.size(); ++index) {
        if (!is_composite(frame[index].node.role) || frame[index].grid >= 0) {
            continue;
        }
        const std::vector<int> members = members_of(frame, index);
        int stop = members.empty() ? -1 : members.front();
        for (auto member = members.rbegin(); member != members.rend(); ++member) {
            const Node& node = frame[*member].node;
            const bool chosen =
                node.checked == State::yes || node.selected == State::yes || node.current != Current::no;
            stop = chosen ? *member : stop;
        }
        for (const int member : members) {
            stop = frame[member].node.id == focus_id ? member : stop;
        }
        for (const int member : members) {
            frame[member].tab = member == stop ? 0 : -1;
        }
    }
}

// --- The next focus
// -------------------------------------------------------------------------------------------

Id Tree::Impl::next_focus() {
    Frame& frame = now();
    const auto give = [&](int index) {
        const int target = focus_target(frame, index);
        frame[target].tab =
            frame[target].tab == Item::none ? static_cast<std::int8_t>(-1) : frame[target].tab;
        return frame[target].node.id;
    };
    if (request.id != 0) {
        const int index = frame.find(request.id);
        const bool allowed = request.even_from_outside || focus_id != 0 || focus_on_page;
        if (index >= 0 && !frame[index].kept && !frame[frame[index].layer].inert) {
            request = {};
            hand_over.clear();
            return allowed ? give(index) : 0;
        }
        more_frames = true;
        if (++request.frames > patience) {
            request = {};
        }
        return 0;
    }
    const bool wait = focus_id != 0 && focus_missing < 2;  // it may be back in the next frame
    if (wait) {
        return 0;
    }
    const std::vector<Id> candidates = std::move(hand_over);
    hand_over.clear();
    for (const Id id : candidates) {
        const int index = frame.find(id);
        if (index >= 0 && !frame[index].kept && !frame[frame[index].layer].inert) {
            return give(index);
        }
    }
    return 0;
}

bool Tree::on_focus(unsigned slot, bool visible, bool on_page) {
    Impl& impl = *impl_;
    const Frame& frame = impl.before();
    const Item* item = impl.item_of(slot);
    const Id old_id = impl.focus_id;
    const bool old_shown = impl.focus_shown;
    impl.focus_on_page = item == nullptr && on_page;
    if (item == nullptr) {
        impl.focus_id = 0;
        impl.focus_shown = false;
        return old_id != 0;
    }
    const int index = frame.find(item->node.id);
    const int left = old_id != 0 ? frame.find(old_id) : -1;
    impl.focus_id = item->node.id;
    impl.focus_shown = (visible && !impl.by_pointer) || is_field(item->node.role);
    impl.focus_missing = 0;
    impl.hand_over.clear();
    if (item->grid >= 0) {
        impl.enter_grid(frame, index);
    }
    // A popup that is left for another place on the page closes.
    if (left >= 0 && frame[left].layer != item->layer && frame[left].layer > Frame::page) {
        const Node& layer = frame[frame[left].layer].node;
        if (!layer.modal && item->layer < frame[left].layer) {
            impl.pending.dismissed.push_back(layer.id);
        }
    }
    return old_id != impl.focus_id || old_shown != impl.focus_shown;
}

}  // namespace semantics
