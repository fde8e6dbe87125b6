// What is drawn above all windows: tooltips and the toast.

#include <algorithm>
#include <cmath>

#include "ui/widgets/internal.h"

namespace parasol::ui::internal {

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

void draw_toast() {
    Context& ctx = context();
    const Toast& toast = ctx.toast;
    if (toast.words.empty() || toast.until <= platform().now_ms()) {
        ctx.toast = {};
        return;
    }
    platform().wake_at(toast.until);
    const Overlay overlay;
    // A landmark of its own: it belongs to no other part of the page.
    say_begin({.role = Role::region, .name = "Messages"});
    const Face face{Type::small, Weight::medium};
    const float most = std::min(440.0f, canvas_width() - 32) - 52;
    const float width = std::min(width_of(toast.words, face), most);
    const int lines = count_lines(toast.words, face, width + 1);
    const float height = line_height_of(Type::small) * static_cast<float>(lines) + 24;
    Box box{0, ctx.page.Max.y - 16 - height, width + 52, height};
    box.x = narrow() ? std::round((canvas_width() - box.width) / 2) : canvas_width() - 24 - box.width;
    shadow(box, Radius::card, 10);
    fill(box, color(Color::tooltip), Radius::card);
    const ImU32 words = ink(Color::on_tooltip, Color::tooltip);
    if (palette().strong_lines) {
        edge(box, words, Radius::card);
    }
    draw_icon({box.x + 12, box.y + 12, 20, 20}, toast.tone == Tone::neutral ? icon_check : icon_of(toast.tone), 16,
              words);
    draw_lines({box.x + 40, box.y + 12}, toast.words, face, width + 1, words);
    tree().leaf({.role = Role::text, .name = toast.words, .rect = place_of(box)});
    say_end();
}

}  // namespace parasol::ui::internal
