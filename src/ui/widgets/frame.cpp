#include "ui/widgets/frame.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <optional>
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
    now.pressed = tree().pressed(id, now.pressed) || tree().activated(id);
    now.pressed = now.pressed && !disabled;
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

bool written(std::string_view words) {
    std::string* const out = context().written;
    if (!out) {
        return false;
    }
    if (!out->empty() && !words.empty()) {
        *out += ", ";
    }
    *out += words;
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
    if (current_scale().calm || is_covered() || unseen(box)) {
        return false;
    }
    platform().wake(1);
    return true;
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

// The colours of a brand take many tries to be legible: they are kept until it, or the palette below it, changes.
const Palette& palette_in_brand(const Palette& plain, std::uint32_t rgb) {
    static Palette from, made;
    static std::optional<std::uint32_t> of;
    if (of != rgb || !std::equal(std::begin(plain.colors), std::end(plain.colors), std::begin(from.colors))) {
        from = plain;
        made = branded(plain, rgb);
        of = rgb;
    }
    return made;
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
    use_palette(palette_in_brand(palette_for(preferences, environment.theme), environment.brand));
    use_style();
    const Box all{0, 0, canvas_width(), canvas_height()};
    open_page(all);
    ctx.page = rect_of(all);
    ctx.grounds.assign(1, Color::canvas);
    fill(all, color(Color::canvas));
    begin_root_flow(all, 0);
}

void end_frame() {
    Context& ctx = context();
    draw_toast();
    draw_tip();
    end_root_flow();
    ImGui::End();
    assert(ctx.flows.empty() && everything_is_closed() && "something was begun and not ended");
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
    ctx.toast = {std::string(sentence), tone, platform().now_ms() + life};
    announce(sentence);
    platform().wake(2);
}

void drop_toast() { context().toast = {}; }

void announce(std::string_view sentence) { tree().announce(sentence); }

Id id_of(std::string_view label) { return id_from(label); }
void focus(Id id) { tree().request_focus(id); }
Id last_id() { return context().last_id; }

}  // namespace parasol::ui
