// The box that a file is chosen in.

#include <algorithm>
#include <cmath>

#include "ui/widgets/fields.h"
#include "ui/widgets/internal.h"

namespace parasol::ui {

using namespace internal;

void choose_file(std::string_view label, const ChooseFileOptions& options,
                 Callback<void(ChosenFile)> done) {
    const float width = available_width();
    const Face hint_face{Type::small, Weight::regular};
    const float hint_width = width - 24;
    const int lines = options.hint.empty() ? 0 : count_lines(options.hint, hint_face, hint_width);
    const float height = 112 + (lines > 0 ? 4 + line_height_of(Type::small) * static_cast<float>(lines) : 0);
    const Box box = place({width, height});
    if (!unseen(box)) {
        fill(box, color(Color::sunken), Radius::card);
        const ImU32 tint = ink(Color::outline, ground());
        // Dashes along the four sides.
        constexpr float dash = 6, step = 11;
        for (float x = box.x + 8; x < box.right() - 8; x += step) {
            const float to = std::min(x + dash, box.right() - 8);
            line({x, box.y + 0.5f}, {to, box.y + 0.5f}, tint);
            line({x, box.bottom() - 0.5f}, {to, box.bottom() - 0.5f}, tint);
        }
        for (float y = box.y + 8; y < box.bottom() - 8; y += step) {
            const float to = std::min(y + dash, box.bottom() - 8);
            line({box.x + 0.5f, y}, {box.x + 0.5f, to}, tint);
            line({box.right() - 0.5f, y}, {box.right() - 0.5f, to}, tint);
        }
        draw_icon({box.x, box.y + 16, box.width, 24}, icon_upload, 22, ink(Color::text_muted, Color::sunken));
    }
    const Ground under(Color::sunken);
    const ButtonOptions look{.description = options.hint, .disabled = options.disabled, .busy = options.busy};
    const float wide = button_width(label, look);
    const Box at{std::round(box.x + (box.width - wide) / 2), box.y + 52, wide, control_height()};
    if (button_at(at, label, look, id_from(label))) {
        platform().choose_file(options.accept, options.max_bytes, std::move(done));
    }
    if (!options.hint.empty()) {
        const float left = box.x + 12, top = at.bottom() + 10;
        const ImU32 tint = ink(Color::text_muted, Color::sunken);
        if (lines == 1) {
            draw_line({left, top, hint_width, 20}, options.hint, hint_face, tint, Align::center);
        } else {
            draw_lines({left, top}, options.hint, hint_face, hint_width, tint);
        }
    }
}

}  // namespace parasol::ui
