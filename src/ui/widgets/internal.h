// What widgets share among themselves: where they are placed, how they draw, how they are pressed and
// described. Internal to src/ui; screens do not include it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "imgui.h"
#include "imgui_internal.h"
#include "semantics/semantics.h"
#include "ui/icons.h"
#include "ui/layout.h"
#include "ui/platform.h"
#include "ui/theme.h"
#include "ui/theme_scale.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/frame.h"

namespace parasol::ui::internal {

using semantics::Node;
using semantics::Role;
using semantics::State;

// --- Flows (layout.h) ---

struct Flow {
    bool row = false;
    bool wraps = true;
    bool first = true;  // nothing placed yet (in a row: in this line)
    bool any = false;   // something was placed
    float left = 0, right = 0;
    float x = 0, y = 0;  // row: end of the last thing, top of the line. Column: bottom of the last thing
    float gap = 0, line_gap = 0;
    float line_height = 0;  // row: at least
    float line_bottom = 0;
    float top = 0;
    float widest = 0;            // right edge of the widest line, from `left`
    float tallest = 0;           // of the things in it
    Align align = Align::start;  // column: of narrower things. Row: of its first line
    float expected = 0;          // row aligned to its end: how much will stand in it
    int count = 0;               // things placed
    float start = 0;             // row: where the first of them stands, from `left`
};

// --- A table cell being drawn (table.cpp) ---

struct CellState {
    bool active = false;
    bool begun = false;  // its node is open: it has controls
    int lines = 1;       // that a text may take
    int used = 1;        // that the longest so far takes
    Node node;
    std::string words;   // what it says, before any control
    std::string before;  // words that stand before the first control
};

struct Toast {
    std::string words;
    Tone tone = Tone::neutral;
    double until = 0;
};

struct LayerEntry {
    Id id = 0;
    int last_frame = -2;
};

struct Context {
    Environment* environment = nullptr;
    ImDrawList* target = nullptr;  // where to draw instead of the window's list
    int frame = 0;
    int made_ids = 0;  // in this frame
    std::vector<Flow> flows;
    std::vector<Color> grounds;
    std::vector<std::unique_ptr<ImDrawListSplitter>> splitters;
    int splitters_used = 0;
    ImGuiStorage sizes;  // remembered from frame to frame, by id
    CellState cell;
    std::string* written = nullptr;  // a cell is written to a file: its words go here, and nothing is drawn
    float content_left = 0, content_right = 0;  // what stands in the innermost padded card; the same: in none
    Id last_id = 0;
    Box last_box;
    std::string tip;  // what the tooltip says in this frame
    Box tip_box;
    Id tip_id = 0;  // of the widget it belongs to
    Id tip_shown = 0;
    Id tip_dismissed = 0;
    double tip_since = 0;
    bool entered = false;    // Enter was pressed in a one-line field of the dialog being drawn
    bool in_footer = false;  // of that dialog
    Id shown_password = 0;   // the field that shows its password, where it was drawn in the last frame
    int shown_in = 0;
    int error_until = 0;  // the frame up to which a field with an error takes the focus
    Toast toast;  // shown until its time; without words: none
    std::vector<LayerEntry> layers;  // dialogs drawn lately
    std::vector<LayerEntry>
        popups;     // menus, listboxes and popovers that are open, each opened inside the one before
    ImRect page;    // what the bars have left for the screen
    Id copied = 0;  // copy button that shows its check mark
    double copied_until = 0;
    std::string copy_answer;
};
Context& context();
semantics::Tree& tree();

// --- Placing ---

Flow& flow();
// Where a row begins in this room, by the width that its things had in the frame before. It has the room of a whole
// line from there: what is new in it or has grown shows how wide it is, and has its place in the next frame.
void begin_row_at(Flow& row, float left, float room, float used, Align align);
// Pushes a flow that starts where the next thing would; `end_flow` takes what it used out of the one around
// it.
void begin_flow(const Flow& next);
Box end_flow();
// Start of the next thing in the innermost flow, without taking it; a new line where `width` does not fit.
ImVec2 next_position(float width);
// Tells the flow that this box was taken by something that placed itself.
void commit(Box used);
// A flow of its own over this box, for windows and cells.
void begin_root_flow(Box box, float gap);
Box end_root_flow();
// A length from the frame before; `remember` wakes another frame when it has changed.
float remembered(Id id, float otherwise);
void remember(Id id, float length);
Id id_from(std::string_view key);
Id mixed(Id id, std::string_view key);
// An id by the order of drawing, for lengths to remember where nothing has a name.
Id next_id();

// --- Drawing ---

ImDrawList* draw();
Color ground();
struct Ground {
    explicit Ground(Color color) { context().grounds.push_back(color); }
    ~Ground() { context().grounds.pop_back(); }
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;
};
inline ImVec2 min_of(Box box) { return {box.x, box.y}; }
inline ImVec2 max_of(Box box) { return {box.x + box.width, box.y + box.height}; }
inline ImRect rect_of(Box box) { return {min_of(box), max_of(box)}; }
inline semantics::Rect place_of(Box box) { return {box.x, box.y, box.width, box.height}; }
inline Box grown(Box box, float by) {
    return {box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by};
}

void fill(Box box, ImU32 tint, float radius = 0, ImDrawFlags corners = 0);
void edge(Box box, ImU32 tint, float radius = 0, float thickness = 1);
void line(ImVec2 from, ImVec2 to, ImU32 tint, float thickness = 1);
void shadow(Box box, float radius, float depth);
void focus_ring(Box box, float radius, Color on);
// Nothing of the box can be seen (it is scrolled away).
bool unseen(Box box);

struct Face {
    Type type = Type::body;
    Weight weight = Weight::regular;
};
float width_of(std::string_view words, Face face);
// One line with its capitals in the middle of `box`; longer than the box: cut with "...". True: it was cut.
bool draw_line(Box box, std::string_view words, Face face, ImU32 tint, Align align = Align::start);
// Where lines break in `width`. Returns how many there are.
int count_lines(std::string_view words, Face face, float width);
void draw_lines(ImVec2 at, std::string_view words, Face face, float width, ImU32 tint, int most = 0,
                Align align = Align::start);
void draw_icon(Box box, char32_t which, float size, ImU32 tint);
// The words as they are drawn: line breaks and other controls of one-line texts become spaces.
std::string_view one_line(std::string_view words, std::string& buffer);

// Draws what follows behind what was drawn since (backgrounds whose height is not known before).
// The width of a picture of the platform at this height.
float picture_width(char32_t which, float height);
int begin_behind();
void draw_behind(int splitter);
void end_behind(int splitter);

// --- Pressing and describing ---

struct Press {
    bool pressed = false;
    bool hovered = false;
    bool held = false;
    bool focused = false;  // draw the ring
};
Press press(Id id, Box box, bool disabled = false, bool keeps_hover = false);

// Describes a widget; inside a table cell it opens the cell first.
Id say(const Node& node);
Id say_begin(const Node& node);
void say_end();
// Words of a text inside a cell; false: not in a cell, or after a control.
bool say_in_cell(std::string_view words);
void open_cell();
// Whether a cell is written to a file; then it has taken these words.
bool written(std::string_view words);

// The side of a square button that is an icon; in a cell it is a small one.
float icon_button_size(bool small);

// Follows a link of the navigation.
void go(std::string_view route);
// Pressed without a key that asks the browser for a new tab.
bool plain_click(bool pressed);

// Asks for a tooltip for the widget at this box.
void tip_for(Id id, Box box, std::string_view words, bool hovered, bool focused);
void draw_tip();
void draw_toast();

// A sentence for a control that is disabled, with its description.
std::string joined(std::string_view description, std::string_view reason);

// --- Layers and regions ---

struct LayerOptions {
    Role role = Role::dialog;
    std::string_view name = {};
    std::string_view description = {};
    Id id = 0;
    bool modal = false;
    bool grabs_focus = true;
    bool shadowed = true;
    bool hidden = false;       // described, not drawn: its size is not known yet
    bool scrolls = false;      // the whole layer scrolls inside (menus, listboxes)
    float content_height = 0;  // of what scrolls
    float padding = 0;
    float radius = Radius::card;
    Color ground = Color::raised;
    Id active = 0;
};
// A menu or listbox stands in a landmark of its name, which is the layer: nothing on the page is outside of all.
void begin_layer(const LayerOptions& options, Box box);
void end_layer();
// The menu or listbox inside the layer of that id: what the control that opens it controls.
Id list_in_layer(Id layer);
// Menus, listboxes and popovers, by the id of their layer. One that is not drawn in a frame closes.
bool popup_is_open(Id id);
void toggle_popup(Id id);
void close_popup(Id id);
// Escape, a press outside of the layer and its opener, or the focus gone elsewhere: it closes. Call it while
// drawing.
bool popup_left(Id id, Box layer, Box opener);
// A box of this size below the anchor, above it where there is no room, inside the canvas.
Box beside(Box anchor, Size size, bool end_aligned = false);

struct RegionOptions {
    Role role = Role::region;
    std::string_view name = {};
    Id id = 0;
    float gap = 12;
    float pad_x = 0, pad_y = 0;
    bool focusable = false;
    bool described = true;  // the region has a node of its own
};
// The window of the page itself, below all layers.
void open_page(Box canvas);
// Whether each region and layer that was begun has been ended.
bool everything_is_closed();
// Whether a dialog that was opened later stands over what is drawn now.
bool is_covered();
// A scrolling child window with a column in it.
void begin_region(const RegionOptions& options, Box box);
float end_region();  // height of the content

// A button drawn in a given box, without placing it.
bool button_at(Box box, std::string_view label, const ButtonOptions& options, Id id);
float button_width(std::string_view label, const ButtonOptions& options);
struct ButtonColors {
    Color ground, ink, line;
    bool has_ground, has_line;
};
ButtonColors button_colors(ButtonKind kind, const Press& state, bool off);
void draw_button_face(Box box, const ButtonColors& colors, float radius);

// Wakes the next frame if this can be seen, no dialog stands over it, and the reader has not asked for less motion.
// True: it moves.
bool animate(Box box);
void draw_wheel(ImVec2 center, float radius, ImU32 tint, bool moves);

}  // namespace parasol::ui::internal
