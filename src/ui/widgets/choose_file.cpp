// The box that a file is chosen in.

#include <algorithm>
#include <cmath>

#include "ui/widgets/fields.h"
#include "ui/widgets/internal.h"

namespace parasol::ui {

using namespace internal;

void choose_file(std::string_view label, const ChooseFileOptions& options,
                 std::function<void(ChosenFile)> done) {
    const float width = available_width();
    const float height = options.hint.empty() ? 112.0f : 136.0f;
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
        draw_line({box.x + 12, at.bottom() + 10, box.width - 24, 20}, options.hint,
                  {Type::small, Weight::regular}, ink(Color::text_muted, Color::sunken), Align::center);
    }
}

}  // namespace parasol::ui
