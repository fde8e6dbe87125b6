// What changed between two frames, as a patch.

#include <algorithm>
#include <cmath>

#include "semantics/attributes.h"
#include "semantics/state.h"

namespace semantics {

namespace {

// A row is called what its row header, else its first cell, is called.
std::string_view row_label(const Frame& frame, int row) {
    std::string_view label = frame[row].node.name;
    for (int cell = frame[row].first_child; cell >= 0 && label.empty(); cell = frame[cell].next) {
        label = frame[cell].node.name;
        if (label.empty()) {
            walk(frame, cell, [&](int inner) {
                label = label.empty() ? frame[inner].node.name : label;
                return label.empty();
            });
        }
    }
    return label;
}

void derive(Frame& frame) {
    for (int index = Frame::page; index < frame.size(); ++index) {
        Item& item = frame[index];
        const Item& above = frame[item.parent];
        if (item.node.role == Role::row && item.node.row >= 0 && !item.kept) {
            item.label = row_label(frame, index);
        }
        const Rect& rect = item.node.rect;
        const Scroll& scroll = above.node.scroll;
        const double left = scroll.on ? scroll.x : 0, top = scroll.on ? scroll.y : 0;
        item.x = sixteenths(static_cast<double>(rect.x) - above.node.rect.x + left);
        item.y = sixteenths(static_cast<double>(rect.y) - above.node.rect.y + top);
        item.width = sixteenths(rect.width);
        item.height = sixteenths(rect.height);
    }
}

bool same_attributes(const Item& a, const Item& b) {
    const Node &p = a.node, &q = b.node;
    const bool refers = p.controls != 0 || p.active != 0 || p.labelled_by != 0 || q.controls != 0 ||
                        q.active != 0 || q.labelled_by != 0;
    return !refers && a.tab == b.tab && a.inert == b.inert && p.role == q.role && a.label == b.label &&
           own_text(a).empty() == own_text(b).empty() && p.description == q.description &&
           p.placeholder == q.placeholder && p.error == q.error && p.href == q.href &&
           p.autocomplete == q.autocomplete && p.shortcut == q.shortcut && p.disabled == q.disabled &&
           p.readonly == q.readonly && p.required == q.required && p.busy == q.busy && p.sticky == q.sticky &&
           p.multiselectable == q.multiselectable && p.spellcheck == q.spellcheck && p.checked == q.checked &&
           p.expanded == q.expanded && p.selected == q.selected && p.pressed == q.pressed &&
           p.current == q.current && p.opens == q.opens && p.live == q.live && p.sort == q.sort &&
           p.modal == q.modal && p.level == q.level && p.row == q.row && p.column == q.column &&
           p.row_count == q.row_count && p.column_count == q.column_count && p.set_size == q.set_size &&
           p.position == q.position && p.progress == q.progress && (p.value == q.value || is_field(p.role)) &&
           p.max_length == q.max_length && p.input_mode == q.input_mode && p.enter_key == q.enter_key;
}

bool same_type(const Typeface& a, const Typeface& b) {
    return a.size == b.size && a.weight == b.weight && a.align == b.align && a.pad_left == b.pad_left &&
           a.pad_right == b.pad_right && a.pad_top == b.pad_top && a.pad_bottom == b.pad_bottom &&
           a.line_height == b.line_height && a.color == b.color && a.placeholder_color == b.placeholder_color;
}

void write_attributes(PatchWriter& patch, unsigned slot, const Attributes& old, const Attributes& now) {
    const auto value_in = [](const Attributes& list, Attribute attribute) -> const std::string* {
        const auto found =
            std::find_if(list.begin(), list.end(), [&](const auto& p) { return p.first == attribute; });
        return found != list.end() ? &found->second : nullptr;
    };
    for (const auto& [attribute, value] : old) {
        if (value_in(now, attribute) == nullptr) {
            patch.op(Op::no_attribute, slot, attribute);
        }
    }
    for (const auto& [attribute, value] : now) {
        const std::string* was = value_in(old, attribute);
        if (was == nullptr || *was != value) {
            patch.op(Op::attribute, slot, attribute);
            patch.string(value);
        }
    }
}

void write_type(PatchWriter& patch, unsigned slot, const Typeface& type) {
    patch.op(Op::typeface, slot, sixteenths(type.size), type.weight, type.align, sixteenths(type.pad_left),
             sixteenths(type.pad_right), sixteenths(type.pad_top), sixteenths(type.pad_bottom),
             sixteenths(type.line_height), type.color, type.placeholder_color);
}

// Which children can stay where they are in the page: the longest run that is already in order. `fixed`, if
// among them, is never moved (moving an element drops the focus and the pointer).
std::vector<bool> staying(const std::vector<int>& old_places, int fixed) {
    const int count = static_cast<int>(old_places.size());
    std::vector<int> length(old_places.size(), 0), previous(old_places.size(), -1), ends;
    const auto allowed = [&](int i) {
        const int place = old_places[static_cast<std::size_t>(i)];
        if (place < 0 || fixed < 0 || i == fixed) {
            return place >= 0;
        }
        return (i < fixed) == (place < old_places[static_cast<std::size_t>(fixed)]);
    };
    for (int i = 0; i < count; ++i) {
        if (!allowed(i)) {
            continue;
        }
        const auto place = [&](int k) { return old_places[static_cast<std::size_t>(k)]; };
        const auto at =
            std::lower_bound(ends.begin(), ends.end(), i, [&](int a, int b) { return place(a) < place(b); });
        previous[static_cast<std::size_t>(i)] = at == ends.begin() ? -1 : *(at - 1);
        if (at == ends.end()) {
            ends.push_back(i);
        } else {
            *at = i;
        }
    }
    std::vector<bool> stays(old_places.size(), false);
    for (int i = ends.empty() ? -1 : ends.back(); i >= 0; i = previous[static_cast<std::size_t>(i)]) {
        stays[static_cast<std::size_t>(i)] = true;
    }
    return stays;
}

// What is left of `rects` without `hole`.
std::vector<Rect> without(const std::vector<Rect>& rects, const Rect& hole) {
    std::vector<Rect> left;
    for (const Rect& r : rects) {
        const float x0 = std::max(r.x, hole.x), x1 = std::min(r.x + r.width, hole.x + hole.width);
        const float y0 = std::max(r.y, hole.y), y1 = std::min(r.y + r.height, hole.y + hole.height);
        if (x0 >= x1 || y0 >= y1) {
            left.push_back(r);
            continue;
        }
        const Rect pieces[] = {{r.x, r.y, r.width, y0 - r.y},
                               {r.x, y1, r.width, r.y + r.height - y1},
                               {r.x, y0, x0 - r.x, y1 - y0},
                               {x1, y0, r.x + r.width - x1, y1 - y0}};
        for (const Rect& piece : pieces) {
            if (piece.width > 0 && piece.height > 0) {
                left.push_back(piece);
            }
        }
    }
    return left;
}

// The part of an item that no layer above it covers, as an SVG path in its own coordinates. Empty: all of it.
std::string visible_path(const Frame& frame, const Item& item) {
    const Rect& rect = item.node.rect;
    std::vector<Rect> rects{rect};
    bool covered = false;
    for (int layer = frame[item.layer].next; layer >= 0; layer = frame[layer].next) {
        if (!frame[layer].kept) {
            const Rect& hole = frame[layer].node.rect;
            covered = covered || (hole.x < rect.x + rect.width && hole.x + hole.width > rect.x &&
                                  hole.y < rect.y + rect.height && hole.y + hole.height > rect.y);
            rects = without(rects, hole);
        }
    }
    if (!covered) {
        return {};
    }
    std::string path = rects.empty() ? "M0 0" : "";
    const auto number = [](float value) { return std::to_string(static_cast<int>(std::lround(value))); };
    for (const Rect& piece : rects) {
        path += "M" + number(piece.x - rect.x) + " " + number(piece.y - rect.y) + "h" + number(piece.width) +
                "v" + number(piece.height) + "h-" + number(piece.width) + "Z";
    }
    return path;
}

}  // namespace

void Tree::Impl::write_removals(std::vector<unsigned>& freed) {
    const Frame& old = before();
    std::vector<bool> gone(static_cast<std::size_t>(old.size()), false);
    for (int index = Frame::page; index < old.size(); ++index) {
        const Item& item = old[index];
        if (taken[static_cast<std::size_t>(index)]) {
            continue;
        }
        gone[static_cast<std::size_t>(index)] = true;
        patch.op(gone[static_cast<std::size_t>(item.parent)] ? Op::forget : Op::remove, item.slot);
        freed.push_back(item.slot);
        if (editing_slot == item.slot) {
            editing_slot = 0;
        }
        edits.erase(item.node.id);
        scrolls.erase(item.node.id);
    }
}

// Whether the region's content is as large as the page knows.
bool Tree::Impl::same_content(const Item& item, int old_index) const {
    const Scroll& scroll = item.node.scroll;
    const auto known = scrolls.find(item.node.id);
    return old_index >= 0 && known != scrolls.end() && known->second.told &&
           known->second.width == sixteenths(static_cast<double>(scroll.width)) &&
           known->second.height == sixteenths(static_cast<double>(scroll.height));
}

void Tree::Impl::write_item(int index) {
    const Frame& frame = now();
    const Item& item = frame[index];
    const int old_index = was[static_cast<std::size_t>(index)];
    const bool is_new = old_index < 0;
    const Item blank;
    const Item& shown = is_new ? blank : before()[old_index];
    if (is_new || item.x != shown.x || item.y != shown.y || item.width != shown.width ||
        item.height != shown.height) {
        patch.op(Op::place, item.slot, item.x, item.y, item.width, item.height);
    }
    const std::string_view words = own_text(item);
    if (words != (is_new ? std::string_view{} : own_text(shown))) {
        patch.op(Op::text, item.slot);
        patch.string(words);
    }
    if (is_new || !same_attributes(shown, item)) {
        Attributes old_attributes, attributes;
        if (!is_new) {
            attributes_of(before(), shown, old_attributes);
        }
        attributes_of(frame, item, attributes);
        write_attributes(patch, item.slot, old_attributes, attributes);
    }
    if (is_field(item.node.role)) {
        PageEdit& edit = edits[item.node.id];
        edit.pending =
            edit.pending && item.kept;  // a field that was drawn without taking its edit refuses it
        if (!edit.pending && edit.value != item.node.value) {
            edit.value = item.node.value;
            patch.op(Op::value, item.slot);
            patch.string(edit.value);
        }
        if (is_new || !same_type(shown.node.type, item.node.type)) {
            write_type(patch, item.slot, item.node.type);
        }
    }
}

void Tree::Impl::write_children(int parent) {
    const Frame& frame = now();
    const Frame& old = before();
    std::vector<int>& children = scratch;
    children.clear();
    for (int child = frame[parent].first_child; child >= 0; child = frame[child].next) {
        children.push_back(child);
    }
    const int old_parent = parent != Frame::root ? was[static_cast<std::size_t>(parent)]
                           : old.size() > 0     ? Frame::root
                                                : -1;
    int old_child = old_parent >= 0 ? old[old_parent].first_child : -1;
    std::size_t same = 0;
    for (; same < children.size() && old_child >= 0; ++same, old_child = old[old_child].next) {
        if (was[static_cast<std::size_t>(children[same])] != old_child) {
            break;
        }
    }
    if (same == children.size()) {
        return;  // whatever followed in the page is removed by now
    }
    std::vector<int> old_places(children.size(), -1);
    const int focus = focus_id != 0 ? frame.find(focus_id) : -1;
    const int held = frame.find(pressed_id != 0 ? pressed_id : focus_id);
    int fixed = -1;
    for (std::size_t i = 0; i < children.size(); ++i) {
        const int child = children[i];
        const int place = was[static_cast<std::size_t>(child)];
        if (place >= 0 && old[place].parent == old_parent && old_parent >= 0) {
            old_places[i] = place;
            fixed = held >= 0 && frame.within(held, child) ? static_cast<int>(i) : fixed;
        }
    }
    const std::vector<bool> stays = staying(old_places, fixed);
    unsigned next = 0;
    for (std::size_t i = children.size(); i-- > 0;) {
        const unsigned slot = frame[children[i]].slot;
        if (!stays[i]) {
            patch.op(Op::insert, slot, frame[parent].slot, next);
            refocus = refocus || (focus >= 0 && frame.within(focus, children[i]));
        }
        next = slot;
    }
}

void Tree::Impl::write_editing() {
    const Frame& frame = now();
    const Item* item = focus_id != 0 ? frame.item(focus_id) : nullptr;
    const unsigned slot = item != nullptr && is_field(item->node.role) ? item->slot : 0;
    if (slot != editing_slot) {
        if (editing_slot != 0) {
            patch.op(Op::editing, editing_slot, 0);
            if (!editing_clip.empty()) {
                patch.op(Op::clip, editing_slot);
                patch.string({});
            }
        }
        if (slot != 0) {
            patch.op(Op::editing, slot, 1);
        }
        editing_slot = slot;
        editing_clip.clear();
    }
    if (slot != 0) {
        std::string clip = visible_path(frame, *item);
        if (clip != editing_clip) {
            editing_clip = std::move(clip);
            patch.op(Op::clip, slot);
            patch.string(editing_clip);
        }
    }
}

void Tree::Impl::write_patch() {
    patch.clear();
    if (page_is_new) {
        page_is_new = false;
        editing_slot = 0;
        for (std::uint32_t kind = 0; kind < static_cast<std::uint32_t>(Kind::count_); ++kind) {
            patch.op(Op::define_kind, kind);
            patch.string(kind_name(static_cast<Kind>(kind)));
        }
        for (std::uint32_t name = 0; name < static_cast<std::uint32_t>(Attribute::count_); ++name) {
            patch.op(Op::define_attribute, name);
            patch.string(attribute_name(static_cast<Attribute>(name)));
        }
    }
    Frame& frame = now();
    Id focus = next_focus();
    refocus = false;
    derive(frame);
    assign_slots();
    // Where only the place in a region changed that is said first: to scroll asks the browser for the layout, which
    // it has as long as nothing else of the patch is done, and would make once more than it shows it after.
    std::vector<int> resized;
    for (int index = Frame::page; index < frame.size(); ++index) {
        const Item& item = frame[index];
        if (!item.node.scroll.on || item.kept) {
            continue;
        }
        if (same_content(item, was[static_cast<std::size_t>(index)])) {
            write_scroll(item, false);
        } else {
            resized.push_back(index);
        }
    }
    std::vector<unsigned> freed;
    write_removals(freed);
    for (int index = Frame::page; index < frame.size(); ++index) {
        if (was[static_cast<std::size_t>(index)] < 0) {
            patch.op(Op::create, frame[index].slot, kind_of(frame[index].node));
        }
    }
    for (int index = Frame::page; index < frame.size(); ++index) {
        write_item(index);
    }
    for (int index = Frame::root; index < frame.size(); ++index) {
        if (frame[index].first_child >= 0) {
            write_children(index);
        }
    }
    for (const int index : resized) {
        write_scroll(frame[index], was[static_cast<std::size_t>(index)] < 0);
    }
    write_editing();
    focus = focus == 0 && refocus ? focus_id : focus;
    if (focus != 0) {
        patch.op(Op::focus, frame.item(focus)->slot);
    }
    for (const Announcement& announcement : announcements) {
        patch.op(Op::announce, announcement.how == Live::assertive ? 2 : 1);
        patch.string(announcement.text);
    }
    announcements.clear();
    for (const unsigned slot : freed) {
        slot_ids[slot] = 0;
        free_slots.push_back(slot);
    }
}

}  // namespace semantics
