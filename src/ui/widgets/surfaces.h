// Things that hold others: cards, lists of facts, banners, empty places.
#pragma once

#include <string_view>

#include "ui/widgets/buttons.h"
#include "ui/widgets/frame.h"

namespace parasol::ui {

struct CardOptions {
    float padding = 20;
    float gap = 12;
    bool flush = false;  // no padding: a table stands in it
    Color ground = Color::surface;
    char32_t icon = 0;         // before the title
    std::string_view id = {};  // where the title changes (a count in it)
    bool arrived = false;      // it has just come about: its heading takes the focus
};
// A white box with a thin edge. With a title it is a region of that name, the title its heading (level 2). A white one
// in a white one is a part of it: below a line, without a box, all on the left edge of the one around.
class Card {
  public:
    explicit Card(std::string_view title = {}, const CardOptions& options = {});
    ~Card();
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;

  private:
    float x_ = 0, y_ = 0, width_ = 0, padding_ = 20;
    int splitter_ = -1;
    bool region_ = false, part_ = false;
    Color ground_ = Color::surface, outer_ = Color::canvas;
    float content_left_ = 0, content_right_ = 0;  // of the card around
};

// Facts: a label and what it is, row by row.
//     ui::Facts facts; facts.row("Account Number", "412 345 678"); facts.row("Third Party Reference", "");
class Facts {
  public:
    // The labels get `label_width`; where there is little room they stand above.
    explicit Facts(float label_width = 176);
    ~Facts();
    Facts(const Facts&) = delete;
    Facts& operator=(const Facts&) = delete;
    // An empty value reads "Not Provided" (or `when_empty`).
    void row(std::string_view label, std::string_view value, std::string_view when_empty = {});
    // What is drawn next, up to the next row, is the value (links, badges, buttons).
    void begin_row(std::string_view label);
    void end_row();

  private:
    float label_width_, x_ = 0, width_ = 0, row_y_ = 0, label_bottom_ = 0, start_y_ = 0;
    bool stacked_ = false, in_row_ = false, first_ = true;
};

// A message in the page. Buttons drawn while it lives stand below its words.
//     ui::Banner banner(Tone::info, "This Account is the Administrator of this Federation");
class Banner {
  public:
    explicit Banner(Tone tone, std::string_view words, std::string_view details = {}, bool alert = false);
    ~Banner();
    Banner(const Banner&) = delete;
    Banner& operator=(const Banner&) = delete;

  private:
    float x_ = 0, y_ = 0, width_ = 0;
    int splitter_ = -1;
    Tone tone_;
    Color outer_ = Color::canvas;
};
// The same without buttons.
void banner(Tone tone, std::string_view words, std::string_view details = {});

// A place where nothing is yet: an icon, what this is, what to do next. Buttons drawn while it lives stand
// below.
class Empty {
  public:
    Empty(char32_t icon, std::string_view words, std::string_view next = {});
    ~Empty();
    Empty(const Empty&) = delete;
    Empty& operator=(const Empty&) = delete;

  private:
    unsigned id_ = 0;
};

// A line between parts.
void separator();

}  // namespace parasol::ui
