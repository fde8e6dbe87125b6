#include "ui/widgets/text.h"

#include <algorithm>
#include <cmath>

#include "ui/widgets/internal.h"

namespace parasol::ui {

using namespace internal;

namespace {

bool hovers(Box box) {
    return ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(min_of(box), max_of(box));
}

// One line that is cut where there is no room; the whole of it is a tooltip then, and its name always.
void line_of_text(std::string_view words, const TextOptions& options) {
    const Face face{options.type, options.weight};
    const float height = line_height_of(options.type);
    const float before = options.icon != 0 ? size_of(options.type) + 8 : 0;
    const float wanted = width_of(words, face) + before;
    const float most = fitting_width(options.width > 0 ? std::min(options.width, wanted) : wanted);
    const float width = std::min(wanted, std::max(most, 16.0f));
    const int allowed = context().cell.active ? context().cell.lines : 1;
    const int lines = width < wanted && allowed > 1 ? std::min(count_lines(words, face, width), allowed) : 1;
    context().cell.used = std::max(context().cell.used, lines);
    const Box box = place({width, height * static_cast<float>(lines)});
    if (!options.hidden_from_readers && !say_in_cell(words)) {
        say({.role = Role::text, .name = words, .rect = place_of(box)});
    }
    if (unseen(box)) {
        return;
    }
    const ImU32 tint = ink(options.color, ground());
    if (options.icon != 0) {
        draw_icon({box.x, box.y, before - 8, height}, options.icon, size_of(options.type) + 1, tint);
    }
    if (lines > 1) {
        draw_lines({box.x, box.y}, words, face, box.width, tint, lines);
    } else if (draw_line({box.x + before, box.y, box.width - before, height}, words, face, tint)) {
        tip_for(mixed(id_from(words), "tip"), box, words, hovers(box), false);
    }
}

// The letters that stand for a name: the first of its first and of its last word.
std::string initials_of(std::string_view name) {
    std::string initials;
    const auto add = [&](std::string_view word) {
        unsigned int letter = 0;
        const char* end = word.data() + word.size();
        const int length = word.empty() ? 0 : ImTextCharFromUtf8(&letter, word.data(), end);
        if (length > 0) {
            const bool lower = letter >= 'a' && letter <= 'z';
            char out[5];
            ImTextCharToUtf8(out, lower ? letter - 32 : letter);
            initials += out;
        }
    };
    const std::size_t start = name.find_first_not_of(' ');
    if (start == std::string_view::npos) {
        return "?";
    }
    const std::size_t stop = name.find_last_not_of(' ') + 1;
    const std::string_view trimmed = name.substr(start, stop - start);
    add(trimmed);
    const std::size_t last = trimmed.rfind(' ');
    if (last != std::string_view::npos) {
        add(trimmed.substr(last + 1));
    }
    return initials;
}

}  // namespace

void text(std::string_view words, const TextOptions& options) {
    if (written(words)) {
        return;
    }
    if (flow().row || !options.wraps || context().cell.active) {
        line_of_text(words, options);
        return;
    }
    const Face face{options.type, options.weight};
    const float before = options.icon != 0 ? size_of(options.type) + 8 : 0;
    const float most =
        (options.width > 0 ? std::min(options.width, available_width()) : available_width()) - before;
    const float height = line_height_of(options.type);
    const int lines = std::max(1, count_lines(words, face, most));
    const float width = lines == 1 ? std::min(most, width_of(words, face)) : most;
    const Box box = place({width + before, height * static_cast<float>(lines)});
    if (!options.hidden_from_readers) {
        say({.role = Role::text, .name = words, .rect = place_of(box)});
    }
    if (unseen(box)) {
        return;
    }
    const ImU32 tint = ink(options.color, ground());
    if (options.icon != 0) {
        draw_icon({box.x, box.y, before - 8, height}, options.icon, size_of(options.type) + 1, tint);
    }
    if (lines == 1) {
        draw_line({box.x + before, box.y, most, height}, words, face, tint);
    } else {
        draw_lines({box.x + before, box.y}, words, face, most, tint);
    }
}

void muted(std::string_view words, Type type) { text(words, {.type = type, .color = Color::text_muted}); }

// Every symbol gets the same room, and what stands between groups less.
void code(std::string_view words) {
    if (written(words)) {
        return;
    }
    const Face face{Type::lead, Weight::semibold};
    const float step = std::ceil(size_of(face.type) * 0.82f), between = std::ceil(step * 0.8f);
    const float height = line_height_of(face.type) + 8;
    float width = 20;
    for (const char c : words) {
        const bool starts = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        width += !starts ? 0 : c == '-' || c == ' ' ? between : step;
    }
    const Box box = place({width, height});
    if (!say_in_cell(words)) {
        say({.role = Role::text, .name = words, .rect = place_of(box)});
    }
    if (unseen(box)) {
        return;
    }
    fill(box, color(Color::sunken), Radius::control);
    edge(box, color(Color::hairline), Radius::control);
    const ImU32 tint = ink(Color::text, Color::sunken);
    float x = box.x + 10;
    for (std::size_t at = 0; at < words.size();) {
        unsigned int letter = 0;
        const int length = ImTextCharFromUtf8(&letter, words.data() + at, words.data() + words.size());
        const std::size_t size = static_cast<std::size_t>(std::max(1, length));
        const float room = letter == '-' || letter == ' ' ? between : step;
        draw_line({x - 4, box.y, room + 8, height}, words.substr(at, size), face,
                  letter == '-' ? ink(Color::text_faint, Color::sunken) : tint, Align::center);
        x += room;
        at += size;
    }
}

Id heading(int level, std::string_view words, std::string_view key) {
    const Type type = level == 1   ? (narrow() ? Type::title : Type::display)
                      : level == 2 ? Type::lead
                                   : Type::body;
    const Face face{type, Weight::semibold};
    const float height = line_height_of(type);
    const float most = available_width();
    const bool one = flow().row;
    const int lines = one ? 1 : std::max(1, count_lines(words, face, most));
    const float width = lines == 1 ? std::min(most, width_of(words, face)) : most;
    const Box box = place({width, height * static_cast<float>(lines)});
    const Id id = mixed(id_from(key.empty() ? words : key), "heading");
    say({.id = id, .role = Role::heading, .name = words, .rect = place_of(box), .level = level});
    if (!unseen(box)) {
        const ImU32 tint = ink(Color::text, ground());
        if (lines == 1) {
            draw_line({box.x, box.y, box.width + 1, height}, words, face, tint);
        } else {
            draw_lines({box.x, box.y}, words, face, most, tint);
        }
        if (tree().focus_visible(id)) {
            focus_ring(box, Radius::small, ground());
        }
    }
    return id;
}

void page_heading(std::string_view words, std::string_view sentence, bool arrived) {
    Column column({.gap = 4});
    const Id id = heading(1, words);
    if (arrived) {
        tree().request_focus(id, false);
    }
    if (!sentence.empty()) {
        text(sentence, {.color = Color::text_muted, .width = 720});
    }
}

void icon(char32_t which, Color tint, float size, std::string_view name) {
    if (written(name)) {
        return;
    }
    const Box box = place({size, size});
    if (!name.empty() && !say_in_cell(name)) {
        say({.role = Role::img, .name = name, .rect = place_of(box)});
    }
    if (!unseen(box)) {
        draw_icon(box, which, size, ink(tint, ground()));
        if (!name.empty()) {
            tip_for(mixed(id_from(name), "tip"), box, name, hovers(box), false);
        }
    }
}

void picture(char32_t which, float height, std::string_view name) {
    const Box box = place({picture_width(which, height), height});
    say({.role = Role::img, .name = name, .rect = place_of(box)});
    if (!unseen(box)) draw_icon(box, which, height, color(Color::text));
}

void qr_code(int size, std::string_view modules, std::string_view name) {
    constexpr int quiet = 4;  // modules, on each side
    constexpr float module = 4;
    const float side = module * static_cast<float>(size + 2 * quiet);
    const Box box = place({side, side});
    say({.role = Role::img, .name = name, .rect = place_of(box)});
    if (unseen(box) || modules.size() != static_cast<std::size_t>(size) * static_cast<std::size_t>(size)) return;
    fill(box, 0xffffffff);
    for (int row = 0; row < size; ++row) {
        const auto width = static_cast<std::size_t>(size);
        const std::string_view line = modules.substr(static_cast<std::size_t>(row) * width, width);
        for (std::size_t from = line.find('1'); from != std::string_view::npos;) {
            const std::size_t to = std::min(line.find('0', from), line.size());
            fill({box.x + module * static_cast<float>(quiet + static_cast<int>(from)),
                  box.y + module * static_cast<float>(quiet + row), module * static_cast<float>(to - from), module},
                 0xff000000);
            from = line.find('1', to);
        }
    }
}

void swatch(std::uint32_t rgb) {
    const Box box = place({20, 20});
    if (unseen(box)) return;
    fill(box, 0xff000000u | (rgb & 0xff) << 16 | (rgb & 0xff00) | (rgb >> 16 & 0xff), Radius::small);
    edge(box, color(Color::outline), Radius::small);
}

void avatar(std::string_view name, float size) {
    const Box box = place({size, size});
    if (unseen(box)) {
        return;
    }
    static constexpr Tone tones[] = {Tone::accent, Tone::success, Tone::warning, Tone::danger, Tone::info};
    const Tone tone = tones[ImHashStr(name.data(), name.size()) % std::size(tones)];
    const ImVec2 center{box.x + size / 2, box.y + size / 2};
    draw()->AddCircleFilled(center, size / 2, color(soft_of(tone)), 0);
    const ImU32 tint = ink(text_of(tone), soft_of(tone));
    if (palette().strong_lines) {
        draw()->AddCircle(center, size / 2 - 0.5f, tint, 0, 1);
    }
    draw_line(box, initials_of(name), {size >= 40 ? Type::lead : Type::caption, Weight::semibold}, tint,
              Align::center);
}

}  // namespace parasol::ui
