#include "ui/widgets/surfaces.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ui/widgets/internal.h"
#include "ui/widgets/text.h"
#include "ui/words.h"

namespace parasol::ui {

using namespace internal;

// --- Cards ---

namespace {
constexpr float part_gap = 20;  // between the line above a part and its title
}

Card::Card(std::string_view title, const CardOptions& options)
    : padding_(options.flush ? 0 : options.padding),
      region_(!title.empty()),
      part_(options.ground == Color::surface && internal::ground() == Color::surface),
      ground_(options.ground),
      outer_(internal::ground()),
      content_left_(context().content_left),
      content_right_(context().content_right) {
    const bool phone = canvas_width() < phone_below;
    padding_ = part_ ? 0 : phone ? std::min(padding_, 16.0f) : padding_;
    width_ = available_width();
    const ImVec2 at = next_position(width_);
    x_ = at.x;
    y_ = at.y;
    if (region_) {
        say_begin({.role = Role::region, .name = title});
    }
    splitter_ = begin_behind();
    context().grounds.push_back(ground_);
    const float title_pad = part_ ? 0 : options.flush ? (phone ? 16.0f : 20.0f) : padding_;
    const float start = y_ + (part_ ? part_gap : 0);
    float top = start + padding_;
    if (region_) {
        begin_root_flow({x_ + title_pad, start + title_pad, width_ - 2 * title_pad, 0}, 0);
        std::optional<Row> row;  // without one a long title takes several lines
        if (options.icon != 0) {
            row.emplace(RowOptions{.wraps = false});
            icon(options.icon, Color::text_muted, 18);
        }
        const Id title_id = heading(2, title, options.id);
        if (options.arrived) {
            focus(title_id);
        }
        row.reset();
        top = end_root_flow().bottom() + (options.flush ? 14.0f : options.gap);
    }
    if (!part_) {
        context().content_left = x_ + padding_;
        context().content_right = options.flush ? x_ + padding_ : x_ + width_ - padding_;
    }
    begin_root_flow({x_ + padding_, top, width_ - 2 * padding_, 0}, options.gap);
}

Card::~Card() {
    const Box used = end_root_flow();
    const Box box{x_, y_, width_, used.bottom() + padding_ - y_};
    context().grounds.pop_back();
    context().content_left = content_left_;
    context().content_right = content_right_;
    draw_behind(splitter_);
    if (part_) {
        fill({box.x, box.y, box.width, 1}, color(Color::hairline));
    } else if (!unseen(grown(box, 4))) {
        if (!palette().dark && !palette().strong_lines) {
            fill({box.x, box.y + 1, box.width, box.height}, color(Color::shadow, 0.04f), Radius::card);
        }
        fill(box, color(ground_), Radius::card);
        edge(box, color(Color::hairline), Radius::card);
    }
    end_behind(splitter_);
    if (region_) {
        say_end();
    }
    commit(box);
}

// --- Facts ---

Facts::Facts(float label_width) : label_width_(label_width) {
    width_ = available_width();
    const ImVec2 at = next_position(width_);
    x_ = at.x;
    start_y_ = row_y_ = at.y;
    stacked_ = width_ < label_width + 180;
    say_begin({.role = Role::group});
}

Facts::~Facts() { say_end(); }

void Facts::row(std::string_view label, std::string_view value, std::string_view when_empty) {
    begin_row(label);
    if (value.empty()) {
        text(when_empty.empty() ? words::not_provided : when_empty, {.color = Color::text_faint});
    } else {
        text(value, {});
    }
    end_row();
}

void Facts::begin_row(std::string_view label) {
    if (!first_) {
        row_y_ += 10;
    }
    first_ = false;
    const float label_width = stacked_ ? width_ : label_width_;
    begin_root_flow({x_, row_y_, label_width, 0}, 0);
    const Box place{x_, row_y_, label_width, line_height_of(Type::body)};
    say({.role = Role::term, .name = label, .rect = place_of(place)});
    text(label, {.type = stacked_ ? Type::small : Type::body,
                 .color = Color::text_muted,
                 .hidden_from_readers = true});
    label_bottom_ = end_root_flow().bottom();
    const Box value = stacked_ ? Box{x_, label_bottom_ + 2, width_, 0}
                               : Box{x_ + label_width_ + 16, row_y_, width_ - label_width_ - 16, 0};
    say_begin({.role = Role::definition});
    begin_root_flow(value, 4);
}

void Facts::end_row() {
    const Box used = end_root_flow();
    say_end();
    row_y_ = std::max(label_bottom_, used.bottom());
    // Row by row, so that nothing is drawn over them while this lives.
    commit({x_, start_y_, width_, row_y_ - start_y_});
}

// --- Banners ---

namespace {
constexpr float banner_pad = 14, banner_icon = 18;
}

Banner::Banner(Tone tone, std::string_view words, std::string_view details, bool alert)
    : tone_(tone), outer_(ground()) {
    width_ = available_width();
    const ImVec2 at = next_position(width_);
    x_ = at.x;
    y_ = at.y;
    say_begin({.role = alert ? Role::alert : Role::group, .name = alert ? std::string_view{} : words});
    splitter_ = begin_behind();
    context().grounds.push_back(soft_of(tone));
    const float left = x_ + banner_pad + banner_icon + 10;
    draw_icon({x_ + banner_pad, y_ + banner_pad, banner_icon, line_height_of(Type::body)}, icon_of(tone),
              banner_icon, ink(text_of(tone), soft_of(tone)));
    begin_root_flow({left, y_ + banner_pad, x_ + width_ - banner_pad - left, 0}, 4);
    text(words, {.weight = Weight::medium, .color = text_of(tone)});
    if (!details.empty()) {
        text(details, {.color = Color::text});
    }
    flow().gap = 10;
    // Buttons stand in a row of their own.
    Flow row;
    const ImVec2 start = next_position(0);
    row.row = true;
    row.left = row.x = start.x;
    row.right = flow().right;
    row.top = row.y = row.line_bottom = start.y;
    row.gap = row.line_gap = 8;
    begin_flow(row);
}

Banner::~Banner() {
    end_flow();
    const Box used = end_root_flow();
    const Box box{x_, y_, width_, std::max(used.bottom(), y_ + banner_pad + banner_icon) + banner_pad - y_};
    context().grounds.pop_back();
    draw_behind(splitter_);
    fill(box, color(soft_of(tone_)), Radius::card);
    edge(box, palette().strong_lines ? ink(text_of(tone_), outer_) : color(text_of(tone_), 0.18f),
         Radius::card);
    end_behind(splitter_);
    say_end();
    commit(box);
}

void banner(Tone tone, std::string_view words, std::string_view details) {
    Banner only(tone, words, details);
}

// --- Empty places ---

namespace {

void centred_lines(std::string_view words, Face face, Color tint, float most) {
    const float room = std::min(most, available_width());
    const int lines = std::max(1, count_lines(words, face, room));
    const float height = line_height_of(face.type);
    const float width = lines == 1 ? width_of(words, face) : room;
    const Box box = place({width, height * static_cast<float>(lines)});
    say({.role = Role::text, .name = words, .rect = place_of(box)});
    if (unseen(box)) {
        return;
    }
    if (lines == 1) {
        draw_line({box.x, box.y, box.width + 1, height}, words, face, ink(tint, ground()));
    } else {
        draw_lines({box.x, box.y}, words, face, box.width, ink(tint, ground()), 0, Align::center);
    }
}

}  // namespace

Empty::Empty(char32_t icon, std::string_view words, std::string_view next) {
    const float width = available_width();
    const ImVec2 at = next_position(width);
    Flow column;
    column.left = at.x;
    column.right = at.x + width;
    column.top = column.y = at.y;
    column.gap = 6;
    column.align = Align::center;
    begin_flow(column);
    place({1, 20});
    const Box disc = place({48, 48});
    if (!unseen(disc)) {
        const ImVec2 center{disc.x + 24, disc.y + 24};
        draw()->AddCircleFilled(center, 24, color(Color::neutral_soft), 0);
        draw_icon(disc, icon, 22, ink(Color::neutral_text, Color::neutral_soft));
        if (palette().strong_lines) {
            draw()->AddCircle(center, 24, ink(Color::outline, ground()), 0, 1);
        }
    }
    place({1, 4});
    centred_lines(words, {Type::body, Weight::semibold}, Color::text, 420);
    if (!next.empty()) {
        centred_lines(next, {Type::body, Weight::regular}, Color::text_muted, 420);
    }
    flow().gap = 14;
    // Buttons stand below in a centred row.
    const Id id = next_id();
    const ImVec2 start = next_position(0);
    Flow row;
    row.row = true;
    const float used = remembered(id, 0);
    row.left = row.x = std::max(flow().left, std::floor((flow().left + flow().right - used) / 2));
    row.right = flow().right;
    row.top = row.y = row.line_bottom = start.y;
    row.gap = row.line_gap = 8;
    begin_flow(row);
    id_ = id;
}

Empty::~Empty() {
    remember(id_, flow().widest);
    end_flow();
    flow().gap = 0;
    place({1, 28});
    end_flow();
}

void separator() {
    const bool across = flow().row;
    const Box box = across ? place({1, 20}) : place({available_width(), 1});
    fill(box, color(Color::hairline));
}

}  // namespace parasol::ui
