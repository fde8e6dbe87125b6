#include "semantics/frame.h"

#include <cstring>

namespace semantics {

std::string_view Arena::copy(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    while (block_ < blocks_.size() && blocks_[block_].size - used_ < text.size()) {
        ++block_;
        used_ = 0;
    }
    if (block_ == blocks_.size()) {
        const std::size_t size = text.size() > block_size ? text.size() : block_size;
        blocks_.push_back({std::make_unique<char[]>(size), size});
        used_ = 0;
    }
    char* to = blocks_[block_].bytes.get() + used_;
    std::memcpy(to, text.data(), text.size());
    used_ += text.size();
    return {to, text.size()};
}

void Arena::clear() {
    block_ = 0;
    used_ = 0;
}

void IdTable::clear(std::size_t expected) {
    std::size_t size = 64;
    while (size < expected * 2) {
        size *= 2;
    }
    entries_.assign(size, Entry{});
    count_ = 0;
}

bool IdTable::add(Id id, int index) {
    if ((count_ + 1) * 2 > entries_.size()) {
        grow();
    }
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = (id * 2654435761u) & mask;
    while (entries_[at].index >= 0) {
        if (entries_[at].id == id) {
            return false;
        }
        at = (at + 1) & mask;
    }
    entries_[at] = {id, index};
    ++count_;
    return true;
}

int IdTable::find(Id id) const {
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = (id * 2654435761u) & mask;
    while (entries_[at].index >= 0) {
        if (entries_[at].id == id) {
            return entries_[at].index;
        }
        at = (at + 1) & mask;
    }
    return -1;
}

void IdTable::grow() {
    std::vector<Entry> old(entries_.size() * 2);
    old.swap(entries_);
    count_ = 0;
    for (const Entry& entry : old) {
        if (entry.index >= 0) {
            add(entry.id, entry.index);
        }
    }
}

void Frame::clear() {
    const std::size_t expected = items.size();
    items.clear();
    strings.clear();
    table.clear(expected);
}

int Frame::add(const Node& node, int parent) {
    const int index = size();
    if (!table.add(node.id, index)) {
        return -1;
    }
    Item item;
    item.node = node;
    for (std::string_view Node::*text : {&Node::name, &Node::description, &Node::value, &Node::placeholder,
                                         &Node::error, &Node::href, &Node::autocomplete, &Node::shortcut}) {
        item.node.*text = strings.copy(node.*text);
    }
    item.label = item.node.name;
    if (parent >= 0) {
        const bool lifted = node.layer;
        item.parent = lifted ? root : parent;
        item.layer = lifted ? index : (*this)[parent].layer;
        item.grid = lifted ? -1 : is_grid((*this)[parent].node.role) ? parent : (*this)[parent].grid;
    }
    items.push_back(item);
    if (item.parent >= 0) {
        Item& above = (*this)[item.parent];
        if (above.last_child >= 0) {
            (*this)[above.last_child].next = index;
        } else {
            above.first_child = index;
        }
        above.last_child = index;
    }
    return index;
}

bool Frame::within(int index, int ancestor) const {
    while (index > ancestor) {
        index = (*this)[index].parent;
    }
    return index == ancestor;
}

bool is_field(Role role) {
    return role == Role::textbox || role == Role::searchbox || role == Role::password ||
           role == Role::textarea || role == Role::combobox_field;
}

bool is_cell(Role role) {
    return role == Role::columnheader || role == Role::rowheader || role == Role::gridcell ||
           role == Role::cell;
}

bool is_grid(Role role) { return role == Role::grid || role == Role::treegrid; }

bool is_composite(Role role) {
    return role == Role::radiogroup || role == Role::tablist || role == Role::menu || role == Role::listbox ||
           role == Role::toolbar;
}

bool takes_focus(const Node& node) {
    switch (node.role) {
    case Role::button:
    case Role::link:
    case Role::checkbox:
    case Role::switch_button:
    case Role::radio:
    case Role::tab:
    case Role::menuitem:
    case Role::menuitemcheckbox:
    case Role::menuitemradio:
    case Role::option:
    case Role::combobox: return true;
    default: return node.focusable || is_field(node.role);
    }
}

Id mix(Id seed, unsigned a, unsigned b) {
    std::uint64_t hash = (static_cast<std::uint64_t>(seed) << 32) ^ (static_cast<std::uint64_t>(a) << 20) ^ b;
    hash ^= hash >> 31;
    hash *= 0x9e3779b97f4a7c15ull;
    hash ^= hash >> 29;
    const Id id = static_cast<Id>(hash);
    return id != 0 ? id : 1;
}

}  // namespace semantics
