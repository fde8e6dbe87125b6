#pragma once
// What a Tree remembers between frames. Internal to src/semantics; the parts that work on it are
// tree.cpp (describing and asking), focus.cpp (who has the focus next), keys.cpp (arrow keys), scrolling.cpp,
// and diff.cpp (the patch).

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "semantics/frame.h"
#include "semantics/patch.h"
#include "semantics/semantics.h"

namespace semantics {

// Where the focus is, or would go at Tab, within a grid.
struct GridState {
    Id row_id = 0;
    int row_index = -1;  // where it was last drawn; -1 for a header row
    bool header = false;
    bool header_alone = false;  // there was no row to be on instead
    int column = 0;
    bool entered = false;   // the focus is on a control inside of a cell that has several
    std::size_t control = 0;  // which of them, from 0
    int wanted_index = -1;  // the row to go to
    int wanted_frames = 0;
    bool take_focus = false;  // move the browser's focus there when it is drawn
};

struct LayerState {
    Id id = 0;
    bool modal = false;
    std::vector<Id> way_back;  // who gets the focus when it closes, best first
};

struct FocusRequest {
    Id id = 0;
    int frames = 0;
    bool even_from_outside = true;
};

// What the browser holds of a scrolling region, and where it should be; `pending` until the widget is there
// too.
struct PageScroll {
    int x = 0, y = 0, width = 0, height = 0;  // 1/16 px
    bool told = false;                        // the page knows it is a region
    int wanted_x = 0, wanted_y = 0;
    bool pending = false, taken = false;
    int frames = 0;
};

struct PageEdit {
    std::string value;  // what the field in the page holds
    bool pending = false;
};

struct Events {
    std::vector<std::pair<Id, Key>> keys;
    std::vector<Id> submitted, dismissed, clicked;
};

struct Announcement {
    std::string text;
    Live how;
};

struct Tree::Impl {
    Frame frames[2];
    int current_frame = 0;
    Frame& now() { return frames[current_frame]; }
    Frame& before() { return frames[1 - current_frame]; }
    const Frame& before() const { return frames[1 - current_frame]; }
    std::vector<int> open;
    bool in_frame = false;
    Counters counters;
    PatchWriter patch;
    bool page_is_new = true;

    std::vector<Id> slot_ids = {0};  // by slot
    std::vector<unsigned> free_slots;

    Id focus_id = 0;
    bool focus_on_page = false;  // on the page itself, on none of its nodes
    bool focus_shown = false;   // the browser would show it, and no pointer led there
    bool by_pointer = false;    // what was used last
    int focus_missing = 0;      // frames since it was last described
    std::vector<Id> hand_over;  // who gets the focus of a vanished twin
    FocusRequest request;
    Id pressed_id = 0;
    Id press_target = 0;  // of the last press by pointer: the pressable node that it is meant for, 0: none
    std::vector<Id> pressable_now, pressable;  // in this frame, in the one before

    std::vector<Id> activations;  // waiting
    Id activated_now = 0;
    Events pending, happened;
    std::vector<Announcement> announcements;
    std::unordered_map<Id, PageEdit> edits;
    std::unordered_map<Id, PageScroll> scrolls;
    std::unordered_map<Id, GridState> grids;
    std::vector<LayerState> layers;
    bool more_frames = false;

    // focus.cpp
    void keep_held();
    void keep(Id id);
    void follow_layers();
    void close_layer(const LayerState& layer);
    void settle_composites();
    void settle_tabs();
    Id next_focus();  // 0: leave it where it is
    std::vector<Id> way_from(const Frame& frame, int index) const;
    int focus_target(const Frame& frame, int index) const;
    // grids.cpp
    void settle_grids();
    void settle_grid(int grid);
    void enter_grid(const Frame& frame, int index);
    // keys.cpp
    bool grid_key(Key key, bool control);
    bool composite_key(Key key);
    bool escape();
    // scrolling.cpp
    void want_scroll(const Node& region, double x, double y);
    bool scroll_by(int region, double dx, double dy);  // that region or the next around it that can
    bool scroll_key(Key key);

    // diff.cpp
    std::vector<int> scratch;
    bool refocus = false;            // the focused twin is new or was moved: the browser has let go of it
    unsigned editing_slot = 0;  // the field whose text the page shows
    std::string editing_clip;
    void write_patch();
    void write_removals(std::vector<unsigned>& freed);
    bool same_content(const Item& item, int old_index) const;
    void write_item(int index);
    void write_children(int parent);
    void write_scroll(const Item& item, bool is_new);
    void write_editing();

    // slots.cpp
    std::vector<int> was;     // by index in this frame: what its twin showed in the frame before, -1: it is new
    std::vector<bool> taken;  // by index in the frame before: its twin goes on
    void assign_slots();
    void reuse_row(int row);
    void take_over(int index, int old_index);
    unsigned new_slot(Id id);
    const Item* item_of(unsigned slot) const;
    Id pressable_at(unsigned slot) const;  // itself or the next around it, 0: none
};

// A cell of a row and what can be focused in it.
struct Cell {
    int item = -1;
    int column = 0;
    std::vector<int> controls;
    bool has_field = false;

    // A cell with one control that is no field is that control.
    int target() const { return controls.size() == 1 && !has_field ? controls.front() : item; }
    // The control that has the focus when the cell is entered, or the cell where there is none.
    int control(std::size_t number) const {
        return controls.empty() ? item : controls[std::min(number, controls.size() - 1)];
    }
};
std::vector<Cell> cells_of(const Frame& frame, int row);
int row_of(const Frame& frame, int index);  // the row around it (or itself), -1: none
std::vector<int> rows_of(const Frame& frame, int grid);
std::vector<int> members_of(const Frame& frame, int composite);
int composite_of(const Frame& frame, int index);  // innermost around it, not across a layer; -1: none
// Calls visit(index) for everything below `top` in the order of the page; false from visit skips what is
// below.
template <class Visit>
void walk(const Frame& frame, int top, const Visit& visit) {
    for (int child = frame[top].first_child; child >= 0; child = frame[child].next) {
        if (visit(child)) {
            walk(frame, child, visit);
        }
    }
}

}  // namespace semantics
