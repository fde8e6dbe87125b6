#include "ui/widgets/frame.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>
#include <vector>

#include "ui/widgets/internal.h"

namespace parasol::ui {

using namespace internal;

namespace internal {

Context& context() {
    static Context only;
    return only;
}

semantics::Tree& tree() { return semantics::current(); }

// --- Pressing and describing ---

Press press(Id id, Box box, bool disabled, bool keeps_hover) {
    Context& ctx = context();
    ctx.last_id = id;
    ctx.last_box = box;
    const ImRect area = rect_of(box);
    Press now;
    if (ImGui::ItemAdd(area, id, nullptr, ImGuiItemFlags_NoNav)) {
        if (disabled) {
            now.hovered = ImGui::ItemHoverable(area, id, ImGuiItemFlags_NoNav);
        } else {
            const int flags = ImGuiButtonFlags_NoNavFocus | (keeps_hover ? ImGuiButtonFlags_AllowOverlap : 0);
            now.pressed = ImGui::ButtonBehavior(area, id, &now.hovered, &now.held, flags);
        }
    }
    now.pressed = !disabled && (now.pressed || tree().activated(id));
    now.focused = tree().focus_visible(id);
    if (now.hovered && !disabled) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    return now;
}

void open_cell() {
    CellState& cell = context().cell;
    if (cell.active && !cell.begun) {
        cell.begun = true;
        cell.node.name = cell.words;
        tree().begin(cell.node);
        if (!cell.words.empty()) {
            tree().leaf({.role = Role::text, .name = cell.words, .rect = cell.node.rect});
        }
    }
}

bool say_in_cell(std::string_view words) {
    CellState& cell = context().cell;
    if (!cell.active || cell.begun) {
        return false;
    }
    if (!words.empty()) {
        cell.words += cell.words.empty() ? "" : ", ";
        cell.words += words;
    }
    return true;
}

Id say(const Node& node) {
    open_cell();
    return tree().leaf(node);
}

Id say_begin(const Node& node) {
    open_cell();
    return tree().begin(node);
}

void say_end() { tree().end(); }

std::string joined(std::string_view description, std::string_view reason) {
    std::string both(description);
    if (!both.empty() && !reason.empty()) {
        both += ' ';
    }
    both += reason;
    return both;
}

bool animate(Box box) {
    if (current_scale().calm || unseen(box)) {
        return false;
    }
    platform().wake(1);
    return true;
}

// --- Regions and layers ---

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
    tree().begin({.id = options.id,
                  .role = options.role,
                  .name = options.name,
                  .description = options.description,
                  .rect = place_of(box),
                  .grabs_focus = options.grabs_focus,
                  .layer = true,
                  .modal = options.modal,
                  .active = options.active,
                  .scroll = {options.scrolls, window->Scroll.x, window->Scroll.y, box.width,
                             std::max(box.height, options.content_height)}});
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

// --- Tooltips and toasts ---

void tip_for(Id id, Box box, std::string_view words, bool hovered, bool focused) {
    if (words.empty() || (!hovered && !focused) || current_scale().coarse) {
        return;
    }
    Context& ctx = context();
    ctx.tip = words;
    ctx.tip_box = box;
    ctx.tip_id = id;
}

namespace {

// Draws above all windows while it lives.
struct Overlay {
    Overlay() { context().target = ImGui::GetForegroundDrawList(); }
    ~Overlay() { context().target = nullptr; }
    Overlay(const Overlay&) = delete;
    Overlay& operator=(const Overlay&) = delete;
};

}  // namespace

void draw_tip() {
    Context& ctx = context();
    constexpr double delay = 450;
    const double now = platform().now_ms();
    if (ctx.tip_id == 0 || ctx.tip.empty()) {
        ctx.tip_shown = 0;
        ctx.tip_dismissed = 0;
        return;
    }
    if (ctx.tip_shown != ctx.tip_id) {
        ctx.tip_shown = ctx.tip_id;
        ctx.tip_since = now;
        ctx.tip_dismissed = 0;
    }
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        ctx.tip_dismissed = ctx.tip_id;
    }
    if (ctx.tip_dismissed == ctx.tip_id) {
        return;
    }
    if (now - ctx.tip_since < delay) {
        platform().wake_at(ctx.tip_since + delay);
        return;
    }
    const Overlay overlay;
    const Face face{Type::caption, Weight::medium};
    const float most = std::min(320.0f, canvas_width() - 32);
    const float width = std::min(width_of(ctx.tip, face), most);
    const int lines = count_lines(ctx.tip, face, width + 1);
    const Size size{width + 16, line_height_of(Type::caption) * static_cast<float>(lines) + 10};
    Box box{ctx.tip_box.x + (ctx.tip_box.width - size.width) / 2, ctx.tip_box.bottom() + 6, size.width,
            size.height};
    if (box.bottom() > canvas_height() - 4) {
        box.y = ctx.tip_box.y - 6 - size.height;
    }
    box.x = std::round(std::clamp(box.x, 4.0f, std::max(4.0f, canvas_width() - 4 - box.width)));
    fill(box, color(Color::tooltip), Radius::control);
    if (palette().strong_lines) {
        edge(box, ink(Color::on_tooltip, Color::tooltip), Radius::control);
    }
    draw_lines({box.x + 8, box.y + 5}, ctx.tip, face, width + 1, ink(Color::on_tooltip, Color::tooltip));
}

void draw_toasts() {
    Context& ctx = context();
    const double now = platform().now_ms();
    std::erase_if(ctx.toasts, [&](const Toast& toast) { return toast.until <= now; });
    const Overlay overlay;
    float bottom = ctx.page.Max.y - 16;
    for (auto toast = ctx.toasts.rbegin(); toast != ctx.toasts.rend(); ++toast) {
        platform().wake_at(toast->until);
        const Face face{Type::small, Weight::medium};
        const float most = std::min(440.0f, canvas_width() - 32) - 52;
        const float width = std::min(width_of(toast->words, face), most);
        const int lines = count_lines(toast->words, face, width + 1);
        const float height = line_height_of(Type::small) * static_cast<float>(lines) + 24;
        Box box{0, bottom - height, width + 52, height};
        box.x = narrow() ? std::round((canvas_width() - box.width) / 2) : canvas_width() - 24 - box.width;
        shadow(box, Radius::card, 10);
        fill(box, color(Color::tooltip), Radius::card);
        const ImU32 words = ink(Color::on_tooltip, Color::tooltip);
        if (palette().strong_lines) {
            edge(box, words, Radius::card);
        }
        draw_icon({box.x + 12, box.y + 12, 20, 20},
                  toast->tone == Tone::neutral ? icon_check : icon_of(toast->tone), 16, words);
        draw_lines({box.x + 40, box.y + 12}, toast->words, face, width + 1, words);
        tree().leaf({.role = Role::text, .name = toast->words, .rect = place_of(box)});
        bottom = box.y - 8;
    }
}

}  // namespace internal

// --- The frame ---

namespace {

void use_style() {
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.WindowMinSize = {1, 1};
    style.ItemSpacing = {0, 0};
    style.ScrollbarSize = current_scale().coarse ? 6.0f : 11.0f;
    style.ScrollbarRounding = 6;
    style.GrabMinSize = 32;
    style.CircleTessellationMaxError = 0.15f;
    ImVec4* colors = style.Colors;
    colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
    colors[ImGuiCol_ScrollbarGrab] = ImGui::ColorConvertU32ToFloat4(color(Color::scrollbar));
    colors[ImGuiCol_ScrollbarGrabHovered] = ImGui::ColorConvertU32ToFloat4(color(Color::outline));
    colors[ImGuiCol_ScrollbarGrabActive] = ImGui::ColorConvertU32ToFloat4(color(Color::outline_hover));
}

}  // namespace

Platform& platform() { return *context().environment->platform; }

std::uint32_t background(const Platform& platform, ThemeChoice choice) {
    return palette_for(platform.preferences(), choice).colors[static_cast<std::size_t>(Color::canvas)];
}

void begin_frame(Environment& environment) {
    Context& ctx = context();
    assert(ctx.flows.empty() && "end_frame is missing");
    ctx.environment = &environment;
    ++ctx.frame;
    ctx.made_ids = 0;
    ctx.tip.clear();
    ctx.tip_id = 0;
    const Preferences& preferences = platform().preferences();
    use_scale({.text = std::clamp(preferences.text_scale, 0.75f, 2.0f),
               .coarse = preferences.coarse_pointer,
               .calm = preferences.reduced_motion,
               .faces = {platform().font(parasol::Face::regular), platform().font(parasol::Face::medium),
                         platform().font(parasol::Face::semibold)}});
    use_palette(palette_for(preferences, environment.theme));
    use_style();
    const Box all{0, 0, canvas_width(), canvas_height()};
    open_window("##page", all);
    ctx.page = rect_of(all);
    ctx.grounds.assign(1, Color::canvas);
    fill(all, color(Color::canvas));
    begin_root_flow(all, 0);
}

void end_frame() {
    Context& ctx = context();
    draw_toasts();
    draw_tip();
    end_root_flow();
    ImGui::End();
    assert(ctx.flows.empty() && open_regions.empty() && open_layers.empty() &&
           "something was begun and not ended");
    std::erase_if(ctx.popups, [&](const LayerEntry& entry) { return entry.last_frame < ctx.frame; });
    std::erase_if(ctx.layers, [&](const LayerEntry& entry) { return entry.last_frame < ctx.frame; });
}

Group::Group(semantics::Role role, std::string_view name, std::string_view description) {
    say_begin({.role = role, .name = name, .description = description});
}
Group::~Group() { say_end(); }

void toast(std::string_view sentence, Tone tone) {
    Context& ctx = context();
    constexpr double least = 4000, per_letter = 60;
    const double life = least + per_letter * static_cast<double>(std::min<std::size_t>(sentence.size(), 120));
    if (ctx.toasts.size() >= 3) {
        ctx.toasts.erase(ctx.toasts.begin());
    }
    ctx.toasts.push_back({std::string(sentence), tone, platform().now_ms() + life});
    announce(sentence);
    platform().wake(2);
}

void announce(std::string_view sentence) { tree().announce(sentence); }

Id id_of(std::string_view label) { return id_from(label); }
void focus(Id id) { tree().request_focus(id); }
Id last_id() { return context().last_id; }

}  // namespace parasol::ui
