#include "ui/widgets/progress.h"

#include <algorithm>
#include <cmath>

#include "ui/widgets/internal.h"
#include "ui/widgets/text.h"

namespace parasol::ui {

using namespace internal;

namespace internal {

// An open ring; it turns once a second while it moves.
void draw_wheel(ImVec2 center, float radius, ImU32 tint, bool moves) {
    const double turn = moves ? std::fmod(platform().now_ms() / 1000.0, 1.0) : 0.125;
    const float start = static_cast<float>(turn) * 2 * IM_PI;
    const ImU32 faint = (tint & 0x00ffffffu) | 0x40000000u;
    draw()->AddCircle(center, radius, faint, 0, 2);
    draw()->PathArcTo(center, radius, start, start + IM_PI * 0.6f, 16);
    draw()->PathStroke(tint, 0, 2);
}

}  // namespace internal

void progress_bar(std::string_view name, float part, std::string_view words) {
    Column column({.gap = 6});
    const float width = available_width();
    constexpr float height = 6;
    if (!words.empty()) {
        text(words, {.type = Type::small, .color = Color::text_muted, .hidden_from_readers = true});
    }
    const Box box = place({width, height});
    say({.role = Role::progressbar,
         .name = name,
         .value = words,
         .rect = place_of(box),
         .progress = std::min(part, 1.0f)});
    if (unseen(box)) {
        return;
    }
    fill(box, color(Color::pressed), Radius::pill);
    if (palette().strong_lines) {
        edge(grown(box, 2), ink(Color::outline, ground()), Radius::pill);
    }
    const ImU32 tint = ink(Color::accent, ground());
    if (part >= 0) {
        fill({box.x, box.y, std::max(height, box.width * std::min(part, 1.0f)), height}, tint, Radius::pill);
    } else {
        const bool moves = animate(box);
        const double turn = moves ? std::fmod(platform().now_ms() / 1400.0, 1.0) : 0.5;
        const float length = box.width * 0.3f;
        const float start = box.x + (box.width + length) * static_cast<float>(turn) - length;
        const float from = std::max(start, box.x), to = std::min(start + length, box.right());
        if (to - from > 1) {
            fill({from, box.y, to - from, height}, tint, Radius::pill);
        }
    }
}

void spinner(std::string_view words, float size) {
    Row row({.gap = 10, .wraps = false});
    const Box box = place({size, size});
    say({.role = Role::progressbar, .name = words, .rect = place_of(box)});
    if (!unseen(box)) {
        draw_wheel({box.x + size / 2, box.y + size / 2}, size / 2 - 1, ink(Color::accent, ground()),
                   animate(box));
    }
    text(words, {.color = Color::text_muted, .hidden_from_readers = true});
}

void skeleton(int lines, std::string_view words) {
    Column column({.gap = 10});
    static constexpr float shares[] = {0.62f, 0.9f, 0.78f, 0.5f, 0.85f};
    Box all;
    for (int at = 0; at < lines; ++at) {
        const Box box =
            place({available_width() * shares[static_cast<std::size_t>(at) % std::size(shares)], 12});
        all = at == 0 ? box : Box{all.x, all.y, std::max(all.width, box.width), box.bottom() - all.y};
        if (!unseen(box)) {
            const bool moves = animate(box);
            const double wave = moves ? std::sin(platform().now_ms() / 400.0 - at * 0.6) : 0;
            fill(box, color(Color::pressed, 0.75f + 0.25f * static_cast<float>(wave)), Radius::small);
        }
    }
    say({.role = Role::progressbar, .name = words, .rect = place_of(all)});
}

}  // namespace parasol::ui
