#pragma once
// The tree of what a Dear ImGui frame shows, and the way back from the page.
//
// Widgets describe themselves while they are drawn; when the frame ends the tree is compared with the one
// before and only the differences become a patch, which a page applies to real, transparent elements over the
// canvas ("twins"). The page reports what happens to the twins (focus, clicks, typing, scrolling, keys), and
// widgets ask for it here. The browser's focus is the truth; ImGui's own keyboard navigation is off.
//
// Promises: the patch of an unchanged frame is empty; a twin that is pressed is never removed, and one that
// has the focus hands it on before it goes; nothing here calls the page or ImGui. One Tree per ImGui context;
// not thread-safe.
//
// In a widget:
//     bool pressed = tree.pressed(id, ImGui::ButtonBehavior(box, id, &hovered, &held)) || tree.activated(id);
//     tree.leaf({.id = id, .role = Role::button, .name = label, .rect = rect_of(box)});

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "semantics/node.h"

namespace semantics {

// What a grid has to draw whatever is scrolled into view.
struct GridFocus {
    Id row_id = 0;  // the row (Node::id) that has the focus or will get it at Tab; 0: none or a header row.
                    // Draw it: clipper.IncludeItemByIndex(index of that row in the order now shown)
    int last_index = -1;  // where that row was when last drawn
    int wanted_index =
        -1;               // >= 0: a row the keyboard moves to. Draw it and scroll it into view in this frame
    bool inside = false;  // the focus is in the grid
};

struct Counters {
    int nodes = 0;          // in the last frame
    int patch_bytes = 0;    // of the last frame
    int duplicate_ids = 0;  // of the last frame; each is a bug of the page and fails the coverage check
    Id first_duplicate = 0;
};

class Tree {
  public:
    Tree();
    ~Tree();
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;

    // --- Describing a frame
    // -----------------------------------------------------------------------------------

    // Between these two everything drawn is described. `width` and `height`: the canvas in CSS pixels.
    void begin_frame(float width, float height);
    // Closes the frame and computes the patch. Returns true when there is one (see `patch`).
    bool end_frame();

    // A node with children. Every begin has its end. Returns the node's id (made when node.id is 0).
    Id begin(const Node& node);
    void end();
    // A node without children.
    Id leaf(const Node& node);
    // Changes the rect of an open node: for those whose size is known only after their children.
    void set_rect(Id open_node, Rect rect);
    // The same for its scroll state.
    void set_scroll(Id open_node, Scroll scroll);
    // The innermost open node, 0 outside of all.
    Id open_node() const;

    // --- What the page says; for widgets, valid during the whole frame
    // ------------------------------------------

    // The twin was pressed without a pointer (Enter, Space, a screen reader, a script) since the last frame.
    // A press by pointer reaches ImGui as mouse events instead; so a widget asks both.
    bool activated(Id id) const;
    // Whether a pointer has pressed this, where ImGui says `by_imgui` (what ButtonBehavior returned). ImGui knows a
    // place and looks what is there in the next frame; the page knows the twin that was under the pointer, which
    // may have moved by then, and its word counts wherever the twin, or one around it, is of a widget that asks
    // this. A stock widget that does not ask goes on as ImGui says.
    bool pressed(Id id, bool by_imgui);
    // The browser's focus is on this twin.
    bool focused(Id id) const;
    // It is, and the browser would show so (keyboard, or a text field): draw the focus ring. A browser shows what a
    // program gives the focus to also after a pointer was used, if a text field had it before; this does not.
    bool focus_visible(Id id) const;
    // The focus is on this node or on one below it, as described in the last frame.
    bool focus_within(Id id) const;
    Id focused_id() const;  // 0: the focus is outside

    // The page itself shows the text (or placeholder) of this field now: draw the frame, not the text.
    bool editing(Id id) const;
    // Takes what was typed, pasted, composed or filled in since the last call. True: `value` was changed.
    // Call it before the node of the field is given, and give the changed value (or a corrected one, which
    // then replaces it).
    bool take_edit(Id id, std::string& value);
    // Enter was pressed in a one-line field.
    bool submitted(Id id) const;
    // One of Node::keys or shift_keys was pressed while this had the focus. Repeats count.
    bool key_pressed(Id id, Key key) const;
    // Escape was pressed while this was the top layer, or the page asks it to close: close it.
    bool dismissed(Id layer) const;
    // The twin of a scrolling region was scrolled by the browser: scroll ImGui to it. True when there is
    // something.
    bool take_scroll(Id region, float& x, float& y);
    // Draw the rows this names. Meaningful for ids of grids described in the last frame.
    GridFocus grid_focus(Id grid) const;

    // --- What widgets ask of the page
    // --------------------------------------------------------------------------

    // Moves the browser's focus to a node as soon as it is described; forgotten after 10 frames without it.
    // Works on any role. Never moves the focus into the page from outside unless `even_from_outside`.
    void request_focus(Id id, bool even_from_outside = true);
    // Goes to this data row of a grid as the keyboard does: it is to be drawn and scrolled into view (grid_focus), and
    // its first cell gets the focus.
    void go_to_row(Id grid, int index);
    // Says a sentence to a screen reader. Not drawn anywhere.
    void announce(std::string_view text, Live how = Live::polite);

    const Counters& counters() const;
    // Whether this id was described in the frame that ended last (the coverage check asks).
    bool described(Id id) const;

    // --- For the platform: see patch.h for the form of a patch
    // --------------------------------------------------

    const std::vector<std::uint32_t>& patch() const;
    // More frames are needed for what is under way (a focus request, a second activation).
    bool wants_frame() const;

    // Events from twins, by the slot numbers of the patch. All return whether a frame should be drawn.
    bool on_activate(unsigned slot);
    // slot 0: the focus left, or with `on_page` is on the page itself (nothing in it has it, but it is the page's).
    bool on_focus(unsigned slot, bool visible, bool on_page = false);
    bool on_edit(unsigned slot, std::string_view value);
    bool on_scroll(unsigned slot, float x, float y);
    // A pointer went down on it, or up again; slot 0: on none, or the press was taken over or given up.
    bool on_press(unsigned slot, bool down);
    // The wheel over a place of the canvas, in CSS pixels. False: nothing there scrolls that way.
    bool on_wheel(float x, float y, float dx, float dy);
    // A letter was typed while the focus is on no field: moves within a menu or list. True: it was used.
    bool on_typed(std::string_view letter);
    // A key, with the focus where on_focus said. True: it was used, keep the browser from using it too.
    bool on_key(Key key, bool shift, bool control, bool composing);
    // Tab, or Shift+Tab where it goes backwards, before the browser moves the focus: the slot to focus first (the
    // opener of a popup that is being left, so that Tab goes on from there), 0: none.
    unsigned before_tab(bool backwards);
    // The twins are gone (another canvas, a crash of the page): the next patch builds all of them anew.
    void forget_page();

    // The next node to press through ImGui (ActivateItemByID) before NewFrame; 0 when none. One each frame.
    Id take_activation();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The tree that widgets describe themselves to. Set by the platform (or a test) before the first frame.
Tree& current();
void set_current(Tree* tree);

}  // namespace semantics
