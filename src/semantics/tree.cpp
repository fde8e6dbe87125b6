#include <algorithm>
#include <cassert>
#include <cmath>

#include "semantics/state.h"

namespace semantics {

namespace {

Tree* current_tree = nullptr;

bool contains(const std::vector<Id>& ids, Id id) {
    return id != 0 && std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Nodes given without a rect are as large as what is in them.
void wrap_children(Frame& frame, int index) {
    Rect& rect = frame[index].node.rect;
    if (rect.width > 0 || rect.height > 0) {
        return;
    }
    float left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (int child = frame[index].first_child; child >= 0; child = frame[child].next) {
        const Rect& inner = frame[child].node.rect;
        left = std::min(left, inner.x);
        top = std::min(top, inner.y);
        right = std::max(right, inner.x + inner.width);
        bottom = std::max(bottom, inner.y + inner.height);
    }
    if (left <= right) {
        rect = {left, top, right - left, bottom - top};
    }
}

}  // namespace

Tree& current() {
    assert(current_tree != nullptr && "semantics::set_current comes before the first frame");
    return *current_tree;
}

void set_current(Tree* tree) { current_tree = tree; }

Tree::Tree() : impl_(std::make_unique<Impl>()) {}

Tree::~Tree() {
    if (current_tree == this) {
        current_tree = nullptr;
    }
}

// --- Describing a frame
// ---------------------------------------------------------------------------------------

void Tree::begin_frame(float width, float height) {
    Impl& impl = *impl_;
    assert(!impl.in_frame && "end_frame is missing");
    impl.in_frame = true;
    Frame& frame = impl.now();
    frame.clear();
    frame.add({.id = mix(0, 1, 1), .rect = {0, 0, width, height}}, -1);
    frame.add({.id = mix(0, 1, 2), .rect = {0, 0, width, height}}, Frame::root);
    impl.open.assign(1, Frame::page);
    impl.counters.duplicate_ids = 0;
    impl.counters.first_duplicate = 0;
    impl.happened = std::move(impl.pending);
    impl.pending = {};
    impl.pressable_now.clear();
    if (impl.activated_now == 0) {
        take_activation();
    }
}

Id Tree::begin(const Node& node) {
    Impl& impl = *impl_;
    assert(impl.in_frame && "describe nodes between begin_frame and end_frame");
    Frame& frame = impl.now();
    const int parent = impl.open.back();
    Node copy = node;
    if (copy.id == 0) {
        Item& above = frame[parent];
        const unsigned number = is_cell(node.role) && node.column >= 0
                                    ? 1u << 16 | static_cast<unsigned>(node.column)
                                    : static_cast<unsigned>(above.auto_children++);
        copy.id = mix(above.node.id, number, static_cast<unsigned>(node.role));
    }
    int index = frame.add(copy, parent);
    if (index < 0) {
        ++impl.counters.duplicate_ids;
        impl.counters.first_duplicate =
            impl.counters.first_duplicate != 0 ? impl.counters.first_duplicate : copy.id;
        for (unsigned attempt = 0; index < 0; ++attempt) {
            copy.id = mix(copy.id, attempt, 0x5eed);
            index = frame.add(copy, parent);
        }
    }
    impl.open.push_back(index);
    return copy.id;
}

void Tree::end() {
    Impl& impl = *impl_;
    assert(impl.open.size() > 1 && "end without begin");
    wrap_children(impl.now(), impl.open.back());
    impl.open.pop_back();
}

Id Tree::leaf(const Node& node) {
    const Id id = begin(node);
    impl_->open.pop_back();
    return id;
}

void Tree::set_rect(Id open_node, Rect rect) {
    const int index = impl_->now().find(open_node);
    assert(index >= 0 && "set_rect of a node that was not begun");
    impl_->now()[index].node.rect = rect;
}

void Tree::set_scroll(Id open_node, Scroll scroll) {
    const int index = impl_->now().find(open_node);
    assert(index >= 0 && "set_scroll of a node that was not begun");
    impl_->now()[index].node.scroll = scroll;
}

Id Tree::open_node() const { return impl_->open.size() > 1 ? impl_->now()[impl_->open.back()].node.id : 0; }

bool Tree::end_frame() {
    Impl& impl = *impl_;
    assert(impl.in_frame && impl.open.size() == 1 && "a begin has no end");
    impl.in_frame = false;
    impl.more_frames = false;
    impl.activated_now = 0;
    impl.counters.nodes = impl.now().size();
    impl.keep_held();
    impl.follow_layers();
    impl.settle_grids();
    impl.settle_composites();
    impl.settle_tabs();
    impl.write_patch();
    impl.current_frame = 1 - impl.current_frame;
    impl.pressable.swap(impl.pressable_now);
    impl.counters.patch_bytes = static_cast<int>(impl.patch.words().size() * 4);
    return !impl.patch.empty();
}

// --- What the page says
// -----------------------------------------------------------------------------------------

bool Tree::activated(Id id) const { return id != 0 && impl_->activated_now == id; }

bool Tree::pressed(Id id, bool by_imgui) {
    Impl& impl = *impl_;
    impl.pressable_now.push_back(id);
    if (impl.press_target == 0) {
        return by_imgui;
    }
    const std::vector<Id>& clicked = impl.happened.clicked;
    return std::find(clicked.begin(), clicked.end(), id) != clicked.end();
}

bool Tree::focused(Id id) const { return id != 0 && impl_->focus_id == id; }
bool Tree::focus_visible(Id id) const { return focused(id) && impl_->focus_shown; }
Id Tree::focused_id() const { return impl_->focus_id; }

bool Tree::focus_within(Id id) const {
    const Frame& frame = impl_->before();
    const int inner = impl_->focus_id != 0 ? frame.find(impl_->focus_id) : -1;
    const int outer = frame.find(id);
    return inner >= 0 && outer >= 0 && frame.within(inner, outer);
}

bool Tree::editing(Id id) const {
    const Item* item = focused(id) ? impl_->before().item(id) : nullptr;
    return item != nullptr && is_field(item->node.role);
}

bool Tree::take_edit(Id id, std::string& value) {
    const auto found = impl_->edits.find(id);
    if (found == impl_->edits.end() || !found->second.pending) {
        return false;
    }
    found->second.pending = false;
    if (value == found->second.value) {
        return false;
    }
    value = found->second.value;
    return true;
}

bool Tree::submitted(Id id) const { return contains(impl_->happened.submitted, id); }
bool Tree::dismissed(Id layer) const { return contains(impl_->happened.dismissed, layer); }

bool Tree::key_pressed(Id id, Key key) const {
    const auto& keys = impl_->happened.keys;
    return std::find(keys.begin(), keys.end(), std::pair(id, key)) != keys.end();
}

GridFocus Tree::grid_focus(Id grid) const {
    const auto found = impl_->grids.find(grid);
    if (found == impl_->grids.end()) {
        return {};
    }
    const GridState& state = found->second;
    return {.row_id = state.header ? 0 : state.row_id,
            .last_index = state.row_index,
            .wanted_index = state.wanted_index,
            .inside = focus_within(grid)};
}

// --- What widgets ask
// -------------------------------------------------------------------------------------------

void Tree::request_focus(Id id, bool even_from_outside) {
    impl_->request = {id, 0, even_from_outside};
    impl_->more_frames = true;
}

void Tree::announce(std::string_view text, Live how) {
    impl_->announcements.push_back({std::string(text), how});
    impl_->more_frames = true;
}

const Counters& Tree::counters() const { return impl_->counters; }
bool Tree::described(Id id) const { return impl_->before().find(id) >= 0; }

// --- For the platform
// -------------------------------------------------------------------------------------------

const std::vector<std::uint32_t>& Tree::patch() const { return impl_->patch.words(); }

bool Tree::wants_frame() const {
    const Impl& impl = *impl_;
    return impl.more_frames || !impl.activations.empty() || !impl.pending.keys.empty() ||
           !impl.pending.submitted.empty() || !impl.pending.dismissed.empty() || !impl.pending.clicked.empty();
}

bool Tree::on_activate(unsigned slot) {
    impl_->by_pointer = false;
    const Item* item = impl_->item_of(slot);
    if (item == nullptr || item->node.disabled || impl_->before()[item->layer].inert) {
        return false;
    }
    impl_->activations.push_back(item->node.id);
    return true;
}

Id Tree::take_activation() {
    Impl& impl = *impl_;
    impl.activated_now = 0;
    if (!impl.activations.empty()) {
        impl.activated_now = impl.activations.front();
        impl.activations.erase(impl.activations.begin());
    }
    return impl.activated_now;
}

bool Tree::on_edit(unsigned slot, std::string_view value) {
    const Item* item = impl_->item_of(slot);
    if (item == nullptr) {
        return false;
    }
    PageEdit& edit = impl_->edits[item->node.id];
    edit.value = value;
    edit.pending = !item->node.readonly && !item->node.disabled;
    return true;
}

bool Tree::on_press(unsigned slot, bool down) {
    Impl& impl = *impl_;
    const Item* item = down ? impl.item_of(slot) : nullptr;
    impl.by_pointer = impl.by_pointer || down;
    impl.pressed_id = item != nullptr ? item->node.id : 0;
    const Id target = impl.pressable_at(slot);
    if (down) {
        impl.press_target = target;
    } else if (target != 0 && target == impl.press_target) {
        impl.pending.clicked.push_back(target);
    }
    return true;
}

void Tree::forget_page() {
    Impl& impl = *impl_;
    impl.before().clear();
    impl.slot_ids.assign(1, 0);
    impl.free_slots.clear();
    impl.scrolls.clear();
    impl.edits.clear();
    impl.page_is_new = true;
    impl.focus_id = 0;
    impl.pressed_id = 0;
    impl.press_target = 0;
}

}  // namespace semantics
