#include "ui/layout.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "ui/widgets/internal.h"

namespace parasol::ui {

using namespace internal;

namespace internal {

Flow& flow() {
    assert(!context().flows.empty() && "widgets are drawn inside begin_frame and end_frame");
    return context().flows.back();
}

ImVec2 next_position(float width) {
    Flow& now = flow();
    if (!now.row) {
        float x = now.left;
        const float room = now.right - now.left - width;
        if (now.align != Align::start && room > 0) {
            x += now.align == Align::end ? room : std::floor(room / 2);
        }
        return {x, now.first ? now.y : now.y + now.gap};
    }
    if (!now.first && now.wraps && now.x + now.gap + width > now.right + 0.5f) {
        now.y = now.line_bottom + now.line_gap;
        now.x = now.left;
        now.line_bottom = now.y;
        now.first = true;
    }
    if (now.first && now.align != Align::start && !now.any) {
        const float room = now.right - now.left - std::max(width, now.expected);
        now.x = now.left + std::max(0.0f, now.align == Align::end ? room : std::floor(room / 2));
    }
    return {now.first ? now.x : now.x + now.gap, now.y};
}

void commit(Box used) {
    Flow& now = flow();
    now.any = true;
    now.first = false;
    now.start = now.count++ == 0 ? used.x - now.left : now.start;
    now.widest = std::max(now.widest, used.right() - now.left);
    now.tallest = std::max(now.tallest, used.height);
    if (now.row) {
        now.x = used.right();
        now.line_bottom = std::max(now.line_bottom, std::max(used.bottom(), now.y + now.line_height));
    } else {
        now.y = used.bottom();
    }
}

void begin_row_at(Flow& row, float left, float room, float used, Align align) {
    const float spare = align == Align::start ? 0 : std::max(0.0f, room - used);
    row.left = row.x = left + (align == Align::center ? std::floor(spare / 2) : spare);
    row.right = row.left + room;
}

void begin_flow(const Flow& next) { context().flows.push_back(next); }

Box end_flow() {
    const Flow done = flow();
    context().flows.pop_back();
    const float bottom = done.row ? done.line_bottom : done.y;
    const Box used{done.left, done.top, done.widest, done.any ? bottom - done.top : 0};
    if (done.any) {
        commit(used);
    }
    return used;
}

void begin_root_flow(Box box, float gap) {
    Flow next;
    next.left = box.x;
    next.right = box.right();
    next.top = next.y = box.y;
    next.gap = gap;
    context().flows.push_back(next);
}

Box end_root_flow() {
    const Flow done = flow();
    context().flows.pop_back();
    return {done.left, done.top, done.widest, (done.row ? done.line_bottom : done.y) - done.top};
}

float remembered(Id id, float otherwise) { return context().sizes.GetFloat(id, otherwise); }

void remember(Id id, float length) {
    float* kept = context().sizes.GetFloatRef(id, -1);
    if (std::abs(*kept - length) > 0.25f) {
        *kept = length;
        platform().wake(2);
    }
}

Id id_from(std::string_view key) {
    // Not as Dear ImGui reads labels, to which "##" means something: keys hold what people typed.
    return ImHashData(key.data(), key.size(), ImGui::GetCurrentWindow()->IDStack.back());
}

Id next_id() {
    Context& ctx = context();
    return mixed(ImGui::GetCurrentWindow()->IDStack.back() + static_cast<Id>(++ctx.made_ids), "made");
}

Id mixed(Id id, std::string_view key) { return ImHashData(key.data(), key.size(), id); }

}  // namespace internal

float canvas_width() { return ImGui::GetIO().DisplaySize.x; }
float canvas_height() { return ImGui::GetIO().DisplaySize.y; }
bool narrow() { return canvas_width() < narrow_below; }

float available_width() {
    const Flow& now = flow();
    if (!now.row) {
        return now.right - now.left;
    }
    const float rest = now.right - (now.first ? now.x : now.x + now.gap);
    return rest < 96 && now.wraps ? now.right - now.left : std::max(0.0f, rest);
}

float fitting_width(float wanted) {
    const Flow& now = flow();
    return std::min(wanted, now.row && now.wraps ? now.right - now.left : available_width());
}

float available_height() {
    const Flow& now = flow();
    const float top = now.first ? now.y : now.y + (now.row ? 0 : now.gap);
    return std::max(0.0f, ImGui::GetCurrentWindow()->InnerClipRect.Max.y - top);
}

Box place(Size size) {
    const ImVec2 at = next_position(size.width);
    Box box{at.x, at.y, size.width, size.height};
    const Flow& now = flow();
    if (now.row && size.height < now.line_height) {
        box.y += std::floor((now.line_height - size.height) / 2);
    }
    commit(box);
    return box;
}

void space(float length) {
    Flow& now = flow();
    (now.row ? now.x : now.y) += length;
}

void new_line() {
    Flow& now = flow();
    if (now.row && !now.first) {
        now.y = now.line_bottom + now.line_gap;
        now.x = now.left;
        now.line_bottom = now.y;
        now.first = true;
    }
}

Column::Column(const ColumnOptions& options) : id_(flow().row ? next_id() : 0) {
    const float room = available_width();
    const float width = options.width > 0 ? std::min(options.width, room) : room;
    ImVec2 at = next_position(width);
    if (id_ != 0) {
        at.y += std::max(0.0f, std::floor((flow().line_height - remembered(id_, flow().line_height)) / 2));
    } else if (options.align != Align::start) {
        at.x = flow().left + (options.align == Align::end ? room - width : std::floor((room - width) / 2));
    }
    Flow next;
    next.left = at.x;
    next.right = at.x + width;
    next.top = next.y = at.y;
    next.gap = options.gap;
    begin_flow(next);
}

Column::~Column() {
    const Box used = end_flow();
    if (id_ != 0) {
        remember(id_, used.height);
    }
}

Row::Row(const RowOptions& options) {
    const float width = available_width();
    const ImVec2 at = next_position(width);
    Flow next;
    next.row = true;
    next.wraps = options.wraps;
    next.top = next.y = next.line_bottom = at.y;
    next.gap = options.gap;
    next.line_gap = options.line_gap;
    id_ = next_id();
    next.line_height = options.height > 0 ? options.height : remembered(mixed(id_, "height"), 0);
    begin_row_at(next, at.x, width, remembered(id_, width), options.align);
    begin_flow(next);
}

Row::~Row() {
    remember(mixed(id_, "height"), flow().tallest);
    remember(id_, flow().widest);
    end_flow();
}

Split::Split(const SplitOptions& options) : id_(next_id()), gap_(options.gap) {
    width_ = available_width();
    const ImVec2 at = next_position(width_);
    x_ = at.x;
    y_ = at.y;
    height_ = options.height > 0 ? options.height : remembered(mixed(id_, "height"), 0);
    const float end_width = remembered(id_, 0);
    const float least = options.start_room > 0 ? options.start_room : std::min(120.0f, width_ / 3);
    const bool beside = end_width > 0 && width_ - end_width - gap_ * 2 > least;
    Flow next;
    next.row = true;
    next.left = x_;
    next.x = x_;
    next.right = x_ + (beside ? width_ - end_width - gap_ * 2 : width_);
    next.top = next.y = next.line_bottom = y_;
    next.gap = next.line_gap = gap_;
    next.line_height = beside ? height_ : 0;
    begin_flow(next);
}

void Split::end() {
    assert(!at_end_);
    at_end_ = true;
    const Flow start = flow();
    context().flows.pop_back();
    bottom_ = start.any ? start.line_bottom : y_;
    tallest_ = start.tallest;
    const float end_width = remembered(id_, 0);
    const bool fits = !start.any || start.widest + gap_ * 2 + end_width <= width_ + 0.5f;
    Flow next;
    next.row = true;
    begin_row_at(next, x_, width_, end_width, fits ? Align::end : Align::start);
    next.top = next.y = next.line_bottom = fits ? y_ : bottom_ + gap_;
    next.gap = next.line_gap = gap_;
    next.line_height = fits ? height_ : 0;
    // While its width is not known it is laid out in one line.
    next.wraps = end_width > 0 && !fits;
    begin_flow(next);
}

Split::~Split() {
    const Flow last = flow();
    context().flows.pop_back();
    const float bottom = last.any ? std::max(bottom_, last.line_bottom) : std::max(bottom_, y_);
    if (at_end_) {
        remember(id_, last.any ? last.widest : 0);
        remember(mixed(id_, "height"), std::max(tallest_, last.tallest));
    }
    commit({x_, y_, width_, bottom - y_});
}

Columns::Columns(std::initializer_list<float> shares, float gap, float stack_below, float inner_gap)
    : gap_(gap), inner_gap_(inner_gap) {
    for (const float share : shares) {
        assert(count_ < most);
        shares_[count_++] = share;
    }
    width_ = available_width();
    const ImVec2 at = next_position(width_);
    x_ = at.x;
    y_ = bottom_ = at.y;
    stacked_ = width_ < stack_below;
}

void Columns::next() {
    if (current_ >= 0) {
        const Box used = end_root_flow();
        bottom_ = std::max(bottom_, used.bottom());
    }
    ++current_;
    assert(current_ < count_ && "more columns than shares");
    float total = 0, before = 0;
    for (int i = 0; i < count_; ++i) {
        total += shares_[i];
        before += i < current_ ? shares_[i] : 0;
    }
    const float room = width_ - gap_ * static_cast<float>(count_ - 1);
    Box box{x_, y_, width_, 0};
    if (stacked_) {
        box.y = current_ > 0 ? bottom_ + gap_ : y_;
    } else {
        box.x = std::round(x_ + room * before / total + gap_ * static_cast<float>(current_));
        box.width = std::floor(room * shares_[current_] / total);
    }
    begin_root_flow(box, inner_gap_);
}

Columns::~Columns() {
    if (current_ >= 0) {
        const Box used = end_root_flow();
        bottom_ = std::max(bottom_, used.bottom());
    }
    commit({x_, y_, width_, bottom_ - y_});
}

IdScope::IdScope(std::string_view key) : made_ids_(std::exchange(context().made_ids, 0)) {
    ImGui::PushOverrideID(id_from(key));
}
IdScope::IdScope(std::uint64_t key) : made_ids_(std::exchange(context().made_ids, 0)) {
    ImGui::PushOverrideID(ImHashData(&key, sizeof key, ImGui::GetCurrentWindow()->IDStack.back()));
}
IdScope::~IdScope() {
    ImGui::PopID();
    context().made_ids = made_ids_;
}

}  // namespace parasol::ui
