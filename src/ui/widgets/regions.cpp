// Scrolling regions, and layers over the page with the popups among them.

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "ui/widgets/internal.h"

namespace parasol::ui::internal {

namespace {

struct OpenRegion {
    Id id = 0;
    Box box;
    float pad_x = 0, pad_y = 0;
    float scroll_x = 0, scroll_y = 0;
    bool described = true;
    int made_ids = 0;
};
std::vector<OpenRegion> open_regions;

struct OpenLayer {
    LayerOptions options;
    Box box;
    int made_ids = 0;
    bool in_cell = false;  // it was opened inside a table cell, which goes on when it is done
};
std::vector<OpenLayer> open_layers;

constexpr int plain_window = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                             ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing |
                             ImGuiWindowFlags_NoBringToFrontOnFocus;

void open_window(const char* name, Box box) {
    ImGui::SetNextWindowPos(min_of(box));
    ImGui::SetNextWindowSize({std::max(1.0f, box.width), std::max(1.0f, box.height)});
    ImGui::Begin(name, nullptr, plain_window | ImGuiWindowFlags_NoScrollWithMouse);
}

void to_front() { ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow()); }

}  // namespace

namespace {

constexpr semantics::Key scroll_keys = semantics::Key::up | semantics::Key::down | semantics::Key::page_up |
                                       semantics::Key::page_down | semantics::Key::home |
                                       semantics::Key::end | semantics::Key::space;

// How far the keyboard scrolls a region that has the focus itself; 0: not.
float scrolled_by_keys(Id id, float height) {
    using semantics::Key;
    constexpr float line = 48, far = 1e7f;
    const auto times = [&](Key key, float length) { return tree().key_pressed(id, key) ? length : 0; };
    return times(Key::down, line) - times(Key::up, line) + times(Key::page_down, height - line) +
           times(Key::space, height - line) - times(Key::page_up, height - line) + times(Key::end, far) -
           times(Key::home, far);
}

}  // namespace

void begin_region(const RegionOptions& options, Box box) {
    float x = 0, y = 0;
    if (tree().take_scroll(options.id, x, y)) {
        ImGui::SetNextWindowScroll({x, y});
    }
    const bool overflows = options.focusable && remembered(mixed(options.id, "content"), 0) > box.height + 1;
    ImGui::SetCursorScreenPos(min_of(box));
    const int flags = ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoMove;
    ImGui::BeginChild(options.id, {std::max(8.0f, box.width), std::max(8.0f, box.height)},
                      ImGuiChildFlags_None, flags);
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    if (const float by = overflows ? scrolled_by_keys(options.id, box.height) : 0; by != 0) {
        ImGui::SetScrollY(window, std::clamp(window->Scroll.y + by, 0.0f, window->ScrollMax.y));
        platform().wake(2);
    }
    OpenRegion open{options.id,        box,
                    options.pad_x,     options.pad_y,
                    window->Scroll.x,  window->Scroll.y,
                    options.described, std::exchange(context().made_ids, 0)};
    if (options.described) {
        tree().begin({.id = options.id,
                      .role = options.role,
                      .name = options.name,
                      .rect = place_of(box),
                      .focusable = overflows,
                      .keys = overflows ? scroll_keys : semantics::Key::none,
                      .scroll = {true, open.scroll_x, open.scroll_y, box.width, box.height}});
    }
    open_regions.push_back(open);
    begin_root_flow({box.x + options.pad_x - open.scroll_x, box.y + options.pad_y - open.scroll_y,
                     box.width - 2 * options.pad_x, 0},
                    options.gap);
}

float end_region() {
    const OpenRegion open = open_regions.back();
    open_regions.pop_back();
    const Box used = end_root_flow();
    const float height = used.height + 2 * open.pad_y;
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    window->DC.CursorMaxPos.y = std::max(window->DC.CursorMaxPos.y, open.box.y - open.scroll_y + height);
    window->DC.IdealMaxPos = window->DC.CursorMaxPos;
    if (open.described) {
        remember(mixed(open.id, "content"), height);
    }
    if (tree().focus_visible(open.id)) {
        edge(grown(open.box, -2), ink(Color::focus, ground()), 0, 2);
    }
    if (open.described) {
        tree().set_scroll(
            open.id, {true, open.scroll_x, open.scroll_y, open.box.width, std::max(height, open.box.height)});
        tree().end();
    }
    context().made_ids = open.made_ids;
    ImGui::EndChild();
    return height;
}

void open_page(Box canvas) { open_window("##page", canvas); }

bool is_covered() {
    const std::vector<LayerEntry>& dialogs = context().layers;
    return !dialogs.empty() && (open_layers.empty() || open_layers.back().options.id != dialogs.back().id);
}

bool everything_is_closed() { return open_regions.empty() && open_layers.empty(); }

namespace {
bool is_list(Role role) { return role == Role::menu || role == Role::listbox; }
}  // namespace

Id list_in_layer(Id layer) { return mixed(layer, "list"); }

void begin_layer(const LayerOptions& options, Box box) {
    char name[32];
    if (options.modal) {
        ImFormatString(name, sizeof name, "##scrim%08x", options.id);
        open_window(name, {0, 0, canvas_width(), canvas_height()});
        to_front();
        fill({0, 0, canvas_width(), canvas_height()}, color(Color::scrim, palette().dark ? 0.6f : 0.4f));
        ImGui::End();
    }
    ImFormatString(name, sizeof name, "##layer%08x", options.id);
    open_window(name, box);
    to_front();
    OpenLayer open{options, box, std::exchange(context().made_ids, 0),
                   std::exchange(context().cell.active, false)};
    open_layers.push_back(open);
    context().grounds.push_back(options.ground);
    if (options.hidden) {
        ImGui::PushClipRect({0, 0}, {0, 0}, false);
    } else {
        draw()->PushClipRectFullScreen();
        if (options.shadowed) {
            shadow(box, options.radius, options.modal ? 24 : 10);
        }
        fill(box, color(options.ground), options.radius);
        edge(box, color(Color::hairline), options.radius);
        draw()->PopClipRect();
    }
    float x = 0, y = 0;
    const bool moved = options.scrolls && tree().take_scroll(options.id, x, y);
    if (options.scrolls) {
        if (moved) {
            ImGui::SetNextWindowScroll({x, y});
        }
        begin_region({.id = mixed(options.id, "inside"),
                      .gap = 0,
                      .pad_x = options.padding,
                      .pad_y = options.padding,
                      .described = false},
                     box);
    }
    const ImGuiWindow* window = ImGui::GetCurrentWindow();
    const bool list = is_list(options.role);
    const float content = std::max(box.height, options.content_height);
    tree().begin({.id = options.id,
                  .role = list ? Role::region : options.role,
                  .name = options.name,
                  .description = options.description,
                  .rect = place_of(box),
                  .grabs_focus = options.grabs_focus,
                  .layer = true,
                  .modal = options.modal,
                  .active = options.active,
                  .scroll = {options.scrolls, window->Scroll.x, window->Scroll.y, box.width, content}});
    if (list) {
        const Box whole{box.x - window->Scroll.x, box.y - window->Scroll.y, box.width, content};
        tree().begin({.id = list_in_layer(options.id),
                      .role = options.role,
                      .name = options.name,
                      .rect = place_of(whole)});
    }
    if (!options.scrolls) {
        begin_root_flow(
            {box.x + options.padding, box.y + options.padding, box.width - 2 * options.padding, 0}, 0);
    }
}

void end_layer() {
    const OpenLayer open = open_layers.back();
    open_layers.pop_back();
    if (open.options.scrolls) {
        end_region();
    } else {
        end_root_flow();
    }
    if (is_list(open.options.role)) {
        tree().end();
    }
    tree().end();
    if (open.options.hidden) {
        ImGui::PopClipRect();
    }
    context().grounds.pop_back();
    context().made_ids = open.made_ids;
    context().cell.active = open.in_cell;
    ImGui::End();
}

bool popup_is_open(Id id) {
    for (LayerEntry& popup : context().popups) {
        if (popup.id == id) {
            popup.last_frame = context().frame;
            return true;
        }
    }
    return false;
}

void close_popup(Id id) {
    auto& popups = context().popups;
    const auto found =
        std::find_if(popups.begin(), popups.end(), [&](const LayerEntry& entry) { return entry.id == id; });
    if (found != popups.end()) {
        popups.erase(found, popups.end());
        platform().wake(3);
    }
}

void toggle_popup(Id id) {
    if (popup_is_open(id)) {
        close_popup(id);
        return;
    }
    auto& popups = context().popups;
    const Id around = open_layers.empty() ? 0 : open_layers.back().options.id;
    while (!popups.empty() && popups.back().id != around) {
        popups.pop_back();
    }
    popups.push_back({id, context().frame});
    platform().wake(3);
}

bool popup_left(Id id, Box layer, Box opener) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !rect_of(layer).Contains(mouse) &&
                         !rect_of(opener).Contains(mouse);
    const bool top = !context().popups.empty() && context().popups.back().id == id;
    return tree().dismissed(id) || (outside && top);
}

Box beside(Box anchor, Size size, bool end_aligned) {
    constexpr float gap = 4, margin = 8;
    Box box{end_aligned ? anchor.right() - size.width : anchor.x, anchor.bottom() + gap, size.width,
            size.height};
    const float below = canvas_height() - margin - box.y, above = anchor.y - gap - margin;
    if (box.height > below && above > below) {
        box.height = std::min(box.height, above);
        box.y = anchor.y - gap - box.height;
    } else {
        box.height = std::min(box.height, std::max(below, 80.0f));
    }
    box.width = std::min(box.width, canvas_width() - 2 * margin);
    box.x = std::clamp(box.x, margin, std::max(margin, canvas_width() - margin - box.width));
    return box;
}

}  // namespace parasol::ui::internal
