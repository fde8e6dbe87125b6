// Where regions are scrolled to: the browser moves them (focus, find, fingers), or the wheel and keys ask for
// it. The widget has the last word; until it has followed, what it still says is not told to the page.

#include <algorithm>
#include <cmath>

#include "semantics/state.h"

namespace semantics {

namespace {

constexpr int one_pixel = 16;  // sixteenths; the browser rounds to device pixels
constexpr int patience = 4;    // frames that a widget has to follow
constexpr float line = 40;     // CSS pixels

float end_of(float content, float seen) { return std::max(0.0f, content - seen); }

bool contains(const Rect& rect, float x, float y) {
    return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
}

// The innermost scrolling region at a point, in the topmost layer there.
int region_at(const Frame& frame, float x, float y) {
    int layer = Frame::page;
    for (int child = frame[Frame::root].first_child; child >= 0; child = frame[child].next) {
        const Node& node = frame[child].node;
        const bool seen = !frame[child].kept && node.role != Role::tooltip;
        layer = seen && (node.modal || contains(node.rect, x, y)) ? child : layer;
    }
    int region = -1;
    for (int index = layer; index < frame.size(); ++index) {
        const Item& item = frame[index];
        region =
            item.layer == layer && item.node.scroll.on && contains(item.node.rect, x, y) ? index : region;
    }
    return region;
}

}  // namespace

void Tree::Impl::want_scroll(const Node& region, double x, double y) {
    PageScroll& scroll = scrolls[region.id];
    scroll.wanted_x = sixteenths(std::clamp<double>(x, 0, end_of(region.scroll.width, region.rect.width)));
    scroll.wanted_y = sixteenths(std::clamp<double>(y, 0, end_of(region.scroll.height, region.rect.height)));
    scroll.pending = true;
    scroll.taken = false;
    scroll.frames = 0;
    more_frames = true;
}

bool Tree::Impl::scroll_by(int region, double dx, double dy) {
    const Frame& frame = before();
    for (int index = region; index > Frame::page; index = frame[index].parent) {
        const Node& node = frame[index].node;
        if (!node.scroll.on) {
            continue;
        }
        const auto found = scrolls.find(node.id);
        const bool moving = found != scrolls.end() && found->second.pending;
        const double x = moving ? found->second.wanted_x / 16.0 : static_cast<double>(node.scroll.x);
        const double y = moving ? found->second.wanted_y / 16.0 : static_cast<double>(node.scroll.y);
        const double end_x = static_cast<double>(end_of(node.scroll.width, node.rect.width));
        const double end_y = static_cast<double>(end_of(node.scroll.height, node.rect.height));
        const bool can_x = (dx < 0 && x > 0.5) || (dx > 0 && x < end_x - 0.5);
        const bool can_y = (dy < 0 && y > 0.5) || (dy > 0 && y < end_y - 0.5);
        if (can_x || can_y) {
            want_scroll(node, can_x ? x + dx : x, can_y ? y + dy : y);
            return true;
        }
    }
    return false;
}

bool Tree::on_wheel(float x, float y, float dx, float dy) {
    const Frame& frame = impl_->before();
    const int region = frame.size() > 0 ? region_at(frame, x, y) : -1;
    return region >= 0 && impl_->scroll_by(region, static_cast<double>(dx), static_cast<double>(dy));
}

// Keys that nothing else wanted scroll what is around the focus, else the largest region in sight.
bool Tree::Impl::scroll_key(Key key) {
    const Frame& frame = before();
    int region = focus_id != 0 ? frame.find(focus_id) : -1;
    if (region < 0) {
        float largest = 0;
        for (int index = Frame::page; index < frame.size(); ++index) {
            const Rect& rect = frame[index].node.rect;
            const bool reachable = frame[index].node.scroll.on && !frame[frame[index].layer].inert;
            if (reachable && rect.width * rect.height > largest) {
                largest = rect.width * rect.height;
                region = index;
            }
        }
    }
    while (region > Frame::page && !frame[region].node.scroll.on) {
        region = frame[region].parent;
    }
    if (region <= Frame::page) {
        return false;
    }
    const double page = static_cast<double>(frame[region].node.rect.height) * 0.9;
    const double all = static_cast<double>(frame[region].node.scroll.height);
    const double step = static_cast<double>(line);
    switch (key) {
    case Key::up: return scroll_by(region, 0, -step);
    case Key::down: return scroll_by(region, 0, step);
    case Key::left: return scroll_by(region, -step, 0);
    case Key::right: return scroll_by(region, step, 0);
    case Key::page_up: return scroll_by(region, 0, -page);
    case Key::page_down: return scroll_by(region, 0, page);
    case Key::space: return focus_id == 0 && scroll_by(region, 0, page);
    case Key::home: return scroll_by(region, 0, -all);
    case Key::end: return scroll_by(region, 0, all);
    default: return false;
    }
}

bool Tree::on_scroll(unsigned slot, float x, float y) {
    const Item* item = impl_->item_of(slot);
    if (item == nullptr) {
        return false;
    }
    PageScroll& scroll = impl_->scrolls[item->node.id];
    const int new_x = sixteenths(static_cast<double>(x)), new_y = sixteenths(static_cast<double>(y));
    if (std::abs(new_x - scroll.x) < one_pixel && std::abs(new_y - scroll.y) < one_pixel) {
        return false;  // the echo of what the page was told
    }
    impl_->want_scroll(item->node, static_cast<double>(x), static_cast<double>(y));
    scroll.x = new_x;
    scroll.y = new_y;
    return true;
}

bool Tree::take_scroll(Id region, float& x, float& y) {
    const auto found = impl_->scrolls.find(region);
    if (found == impl_->scrolls.end() || !found->second.pending || found->second.taken) {
        return false;
    }
    found->second.taken = true;
    x = static_cast<float>(found->second.wanted_x) / 16;
    y = static_cast<float>(found->second.wanted_y) / 16;
    return true;
}

void Tree::Impl::write_scroll(const Item& item, bool is_new) {
    const Scroll& scroll = item.node.scroll;
    PageScroll& page = scrolls[item.node.id];
    const int x = sixteenths(static_cast<double>(scroll.x)), y = sixteenths(static_cast<double>(scroll.y));
    const int width = sixteenths(static_cast<double>(scroll.width));
    const int height = sixteenths(static_cast<double>(scroll.height));
    if (page.pending) {
        const bool arrived =
            std::abs(x - page.wanted_x) < one_pixel && std::abs(y - page.wanted_y) < one_pixel;
        if (arrived || ++page.frames > patience) {
            page.pending = false;
        } else {
            more_frames = true;
        }
    }
    // A region that is under way is told where it is, unless the browser itself moved it ahead of the widget.
    const bool ahead = page.pending && page.x == page.wanted_x && page.y == page.wanted_y;
    const bool moved = !ahead && (x != page.x || y != page.y);
    if (moved) {
        page.x = x;
        page.y = y;
    }
    if (is_new || !page.told || moved || width != page.width || height != page.height) {
        page.told = true;
        page.width = width;
        page.height = height;
        patch.op(Op::scroll, item.slot, page.x, page.y, width, height);
    }
}

}  // namespace semantics
