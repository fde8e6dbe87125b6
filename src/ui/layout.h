// Where things go. A flow places one thing after the other: down a column, or along a row that breaks into
// lines.
//
// Flows nest and are objects: what is drawn while one lives is placed by it.
//
//     ui::Column column({.gap = 16});
//     ui::heading(2, "Members");
//     {
//         ui::Row row;
//         ui::button("Leave Federation");
//         ui::button("Refresh");
//     }
//
// Sizes that follow from what is inside (the height of a card, the width of the right part of a Split) are
// those of the frame before; a change wakes one more frame. All lengths are CSS pixels.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace parasol::ui {

struct Size {
    float width = 0, height = 0;
};
struct Box {
    float x = 0, y = 0, width = 0, height = 0;
    float right() const { return x + width; }
    float bottom() const { return y + height; }
};

enum class Align : std::uint8_t { start, center, end };

// Widths at which the layout changes.
inline constexpr float phone_below = 600;   // tables become cards
inline constexpr float narrow_below = 720;  // the rail becomes a bar at the bottom
inline constexpr float wide_from = 1280;
inline constexpr float content_width = 1120;  // the widest a page of text and forms gets
inline constexpr float form_width = 560;
inline constexpr float heading_room = 320;  // a page's heading with its sentence, beside what can be done there

float canvas_width();
float canvas_height();
bool narrow();  // the canvas is under narrow_below

// Room of the innermost flow: the width a thing that fills it would get.
float available_width();
// How much of `wanted` the next item gets: in a row that wraps, what does not fit beside the others has a line of its
// own.
float fitting_width(float wanted);
// Height left below the next thing down to the end of the visible region (what a table may fill).
float available_height();

// Takes room for a thing of this size in the innermost flow. Widgets do so by themselves.
Box place(Size size);
// Empty room: down in a column, along in a row.
void space(float length);
// In a row: goes to the next line. In a column: nothing.
void new_line();

struct ColumnOptions {
    float gap = 12;              // between things
    float width = 0;             // 0: all there is; else at most this
    Align align = Align::start;  // of the column itself in wider room, and of what is narrower than it
};
class Column {
  public:
    explicit Column(const ColumnOptions& options = {});
    ~Column();
    Column(const Column&) = delete;
    Column& operator=(const Column&) = delete;

  private:
    unsigned id_ = 0;
};

struct RowOptions {
    float gap = 8;
    float line_gap = 8;  // between lines, where it breaks
    float height = 0;    // things are centred in lines at least this high; 0: as high as the highest of them
    bool wraps = true;
    Align align = Align::start;  // center, end: by the width it had in the frame before
};
class Row {
  public:
    explicit Row(const RowOptions& options = {});
    ~Row();
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

  private:
    unsigned id_ = 0;
};

// A line with something at its start and something at its end. What does not fit goes below.
//     ui::Split split; ui::heading(2, "Members"); split.end(); ui::button("Refresh");
struct SplitOptions {
    float gap = 8;
    float height = 0;      // at least
    float start_room = 0;  // where less would be left for a start that needs it, the end goes below. 0: a little
};
class Split {
  public:
    explicit Split(const SplitOptions& options = {});
    ~Split();
    Split(const Split&) = delete;
    Split& operator=(const Split&) = delete;
    void end();  // what follows stands at the end of the line

  private:
    unsigned id_ = 0;
    float x_ = 0, y_ = 0, width_ = 0, bottom_ = 0, gap_ = 8, height_ = 0, tallest_ = 0;
    bool at_end_ = false;
};

// Columns side by side, by shares of the width; one below the other where the room is narrower than
// `stack_below`.
//     ui::Columns columns({1, 2}); columns.next(); ...first...; columns.next(); ...second...
class Columns {
  public:
    explicit Columns(std::initializer_list<float> shares, float gap = 24, float stack_below = 640,
                     float inner_gap = 12);
    ~Columns();
    Columns(const Columns&) = delete;
    Columns& operator=(const Columns&) = delete;
    void next();
    bool stacked() const { return stacked_; }

  private:
    static constexpr int most = 6;
    float shares_[most] = {};
    int count_ = 0, current_ = -1;
    float gap_ = 24, inner_gap_ = 12, x_ = 0, y_ = 0, width_ = 0, bottom_ = 0;
    bool stacked_ = false;
};

// Ids of widgets come from their labels. Where a label stands twice (rows, lists), wrap each in a scope of
// its own.
class IdScope {
  public:
    explicit IdScope(std::string_view key);
    explicit IdScope(std::uint64_t key);
    template <class DomainId>
    requires requires(const DomainId& id) {
        id.high;
        id.low;
    }
    explicit IdScope(const DomainId& id) : IdScope(id.low ^ (id.high * 0x9E3779B97F4A7C15ull)) {}
    ~IdScope();
    IdScope(const IdScope&) = delete;
    IdScope& operator=(const IdScope&) = delete;

  private:
    int made_ids_ = 0;
};

}  // namespace parasol::ui
