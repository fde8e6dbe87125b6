// Which twin of the page shows which node.

#include <algorithm>

#include "semantics/attributes.h"
#include "semantics/state.h"

namespace semantics {

unsigned Tree::Impl::new_slot(Id id) {
    if (!free_slots.empty()) {
        const unsigned slot = free_slots.back();
        free_slots.pop_back();
        slot_ids[slot] = id;
        return slot;
    }
    slot_ids.push_back(id);
    return static_cast<unsigned>(slot_ids.size() - 1);
}

const Item* Tree::Impl::item_of(unsigned slot) const {
    if (slot == 0 || slot >= slot_ids.size() || slot_ids[slot] == 0) {
        return nullptr;
    }
    return before().item(slot_ids[slot]);
}

Id Tree::Impl::pressable_at(unsigned slot) const {
    const Item* item = item_of(slot);
    while (item != nullptr && std::find(pressable.begin(), pressable.end(), item->node.id) == pressable.end()) {
        item = item->parent >= 0 ? &before()[item->parent] : nullptr;
    }
    return item != nullptr ? item->node.id : 0;
}

void Tree::Impl::take_over(int index, int old_index) {
    was[static_cast<std::size_t>(index)] = old_index;
    taken[static_cast<std::size_t>(old_index)] = true;
    now()[index].slot = before()[old_index].slot;
    slot_ids[now()[index].slot] = now()[index].node.id;
}

// Rows that are scrolled into view take the twins of those that went: a new twin costs the page more than all else
// that a frame of scrolling does. The first takes the first, so that twins keep their order where they can.
void Tree::Impl::reuse_row(int row) {
    const Frame& frame = now();
    const Frame& old = before();
    const auto alike = [&](const auto& self, int index, int old_index) -> bool {
        const Item &a = frame[index], &b = old[old_index];
        if (was[static_cast<std::size_t>(index)] >= 0 || taken[static_cast<std::size_t>(old_index)] ||
            kind_of(a.node) != kind_of(b.node) || is_field(a.node.role) || a.node.layer || b.node.layer ||
            a.node.scroll.on || b.node.scroll.on) {
            return false;
        }
        int child = a.first_child, old_child = b.first_child;
        while (child >= 0 && old_child >= 0 && self(self, child, old_child)) {
            child = frame[child].next;
            old_child = old[old_child].next;
        }
        return child < 0 && old_child < 0;
    };
    const auto take = [&](const auto& self, int index, int old_index) -> void {
        take_over(index, old_index);
        int old_child = old[old_index].first_child;
        for (int child = frame[index].first_child; child >= 0; child = frame[child].next) {
            self(self, child, old_child);
            old_child = old[old_child].next;
        }
    };
    const int old_parent = was[static_cast<std::size_t>(frame[row].parent)];
    for (int spare = old_parent >= 0 ? old[old_parent].first_child : -1; spare >= 0; spare = old[spare].next) {
        if (alike(alike, row, spare)) {
            take(take, row, spare);
            return;
        }
    }
}

// Decides which twin shows each node: the one it had, one that another row had, or a new one.
void Tree::Impl::assign_slots() {
    Frame& frame = now();
    const Frame& old = before();
    was.assign(static_cast<std::size_t>(frame.size()), -1);
    taken.assign(static_cast<std::size_t>(old.size()), false);
    for (int index = Frame::page; index < frame.size(); ++index) {
        const int place = old.find(frame[index].node.id);
        if (place >= 0 && kind_of(old[place].node) == kind_of(frame[index].node)) {
            take_over(index, place);
        }
    }
    for (int index = Frame::page; index < frame.size(); ++index) {
        if (was[static_cast<std::size_t>(index)] >= 0) {
            continue;
        }
        if (frame[index].node.role == Role::row) {
            reuse_row(index);
        }
        if (was[static_cast<std::size_t>(index)] < 0) {
            frame[index].slot = new_slot(frame[index].node.id);
        }
    }
}

}  // namespace semantics
