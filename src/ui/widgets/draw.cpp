// Rectangles, words, icons and shadows on the draw list of the window in hand.

#include <cmath>

#include "semantics/script_runs.h"
#include "ui/widgets/internal.h"

namespace parasol::ui::internal {
namespace {

constexpr float cap_height = 0.727f;  // of Inter, over the size
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

// A font knows the density of the screen only once it is the current one.
ImFont* ready_font(Weight weight) {
    ImFont* font = font_of(weight);
    font->CurrentRasterizerDensity = GImGui->FontRasterizerDensity;
    return font;
}

float top_of_line(ImFont* font, float size, float line_top, float line_height) {
    const ImFontBaked* baked = font->GetFontBaked(size);
    return std::round(line_top + (line_height + cap_height * size) / 2 - baked->Ascent);
}

const char* end_of(std::string_view words) { return words.data() + words.size(); }

// As the font can draw them: parts in joined or right-to-left scripts become glyphs of their own.
std::string_view drawable(std::string_view words, std::string& buffer) {
    return semantics::script_runs().prepare(words, buffer);
}

}  // namespace

ImDrawList* draw() {
    return context().target != nullptr ? context().target : ImGui::GetCurrentWindow()->DrawList;
}
Color ground() { return context().grounds.empty() ? Color::canvas : context().grounds.back(); }

void fill(Box box, ImU32 tint, float radius, ImDrawFlags corners) {
    draw()->AddRectFilled(min_of(box), max_of(box), tint, std::min(radius, box.height / 2), corners);
}

void edge(Box box, ImU32 tint, float radius, float thickness) {
    draw()->AddRect(min_of(box), max_of(box), tint, std::min(radius, box.height / 2), 0, thickness);
}

void line(ImVec2 from, ImVec2 to, ImU32 tint, float thickness) { draw()->AddLine(from, to, tint, thickness); }

void shadow(Box box, float radius, float depth) {
    if (palette().strong_lines) {
        return;
    }
    const float strength = palette().dark ? 0.10f : 0.028f;
    constexpr int steps = 6;
    for (int step = steps; step > 0; --step) {
        const float grow = depth * static_cast<float>(step) / steps;
        Box layer = grown(box, grow);
        layer.y += depth * 0.5f;
        draw()->AddRectFilled(min_of(layer), max_of(layer), color(Color::shadow, strength), radius + grow);
    }
}

void focus_ring(Box box, float radius, Color on) {
    const Box around = grown(box, 3);
    draw()->AddRect(min_of(around), max_of(around), ink(Color::focus, on),
                    std::min(radius + 3, around.height / 2), 0, 2);
}

bool unseen(Box box) { return !ImGui::GetCurrentWindow()->ClipRect.Overlaps(rect_of(box)); }

float width_of(std::string_view words, Face face) {
    ImFont* font = ready_font(face.weight);
    std::string plain, buffer;
    const std::string_view shown = drawable(one_line(words, plain), buffer);
    const ImVec2 size = font->CalcTextSizeA(size_of(face.type), FLT_MAX, 0, shown.data(), end_of(shown));
    return std::ceil(size.x);
}

std::string_view one_line(std::string_view words, std::string& buffer) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    bool plain = true;
    for (const char c : words) {
        plain = plain && !is_control(c);
    }
    if (plain) {
        return words;
    }
    buffer.assign(words);
    for (char& c : buffer) {
        c = is_control(c) ? ' ' : c;
    }
    return buffer;
}

namespace {

// A line that the page lays out as a whole (it has letters from right to left) cannot be cut where it is drawn: its
// words are shortened until they fit with the dots.
void draw_shortened(ImFont* font, float size, ImVec2 at, float room, std::string_view words, ImU32 tint) {
    std::string text(words), buffer;
    constexpr int most_tries = 8;
    for (int tries = 0; tries < most_tries && !text.empty(); ++tries) {
        const std::string cut = text + std::string(ellipsis);
        const std::string_view shown = drawable(cut, buffer);
        const float width = font->CalcTextSizeA(size, FLT_MAX, 0, shown.data(), end_of(shown)).x;
        if (tries > 0 && width <= room + 1) {
            draw()->AddText(font, size, at, tint, shown.data(), end_of(shown));
            return;
        }
        // By how much it is too wide, and a little more.
        const float share = std::min(0.95f, room / std::max(1.0f, width) * 0.98f);
        std::size_t length = static_cast<std::size_t>(static_cast<float>(text.size()) * share);
        while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) {
            --length;
        }
        text.resize(length);
    }
    draw()->AddText(font, size, at, tint, ellipsis.data(), end_of(ellipsis));
}

}  // namespace

bool draw_line(Box box, std::string_view words, Face face, ImU32 tint, Align align) {
    ImFont* font = ready_font(face.weight);
    const float size = size_of(face.type);
    const float y = top_of_line(font, size, box.y, box.height);
    std::string plain, buffer;
    const std::string_view shown = drawable(one_line(words, plain), buffer);
    const char* rest = nullptr;
    // A little more than the box, so that a rounding error cuts nothing.
    const ImVec2 measured = font->CalcTextSizeA(size, box.width + 1, 0, shown.data(), end_of(shown), &rest);
    if (rest == end_of(shown)) {
        const float room = box.width - measured.x;
        const float shift = align == Align::start ? 0 : align == Align::end ? room : std::floor(room / 2);
        draw()->AddText(font, size, {box.x + std::max(0.0f, shift), y}, tint, shown.data(), end_of(shown));
        return false;
    }
    const float dots = font->CalcTextSizeA(size, FLT_MAX, 0, ellipsis.data(), end_of(ellipsis)).x;
    const ImVec2 part =
        font->CalcTextSizeA(size, std::max(0.0f, box.width - dots), 0, shown.data(), end_of(shown), &rest);
    if (rest == shown.data()) {
        draw_shortened(font, size, {box.x, y}, box.width, words, tint);
        return true;
    }
    while (rest > shown.data() && rest[-1] == ' ') {
        --rest;
    }
    draw()->AddText(font, size, {box.x, y}, tint, shown.data(), rest);
    draw()->AddText(font, size, {box.x + part.x, y}, tint, ellipsis.data(), end_of(ellipsis));
    return true;
}

namespace {

// Calls visit(from, to, end of all) for each line; these point into the drawable words.
template <class Visit>
void break_lines(std::string_view words, Face face, float width, const Visit& visit) {
    ImFont* font = ready_font(face.weight);
    const float size = size_of(face.type);
    std::string buffer;
    const std::string_view shown = drawable(words, buffer);
    const char* at = shown.data();
    const char* end = end_of(shown);
    while (at < end) {
        const char* stop = font->CalcWordWrapPosition(size, at, end, std::max(width, size));
        if (const char* next =
                static_cast<const char*>(ImMemchr(at, '\n', static_cast<std::size_t>(stop - at)))) {
            stop = next;
        }
        if (stop == at && *at != '\n') {  // not even one character fits
            unsigned int character = 0;
            stop = at + ImTextCharFromUtf8(&character, at, end);
        }
        visit(at, stop, end);
        at = stop;
        while (at < end && *at == ' ') {
            ++at;
        }
        if (at < end && *at == '\n') {
            ++at;
        }
    }
}

}  // namespace

int count_lines(std::string_view words, Face face, float width) {
    int lines = 0;
    break_lines(words, face, width, [&](const char*, const char*, const char*) { ++lines; });
    return lines;
}

void draw_lines(ImVec2 at, std::string_view words, Face face, float width, ImU32 tint, int most, Align align) {
    ImFont* font = ready_font(face.weight);
    const float size = size_of(face.type), height = line_height_of(face.type);
    int number = 0;
    break_lines(words, face, width, [&](const char* from, const char* to, const char* end) {
        if (most > 0 && number == most - 1) {
            draw_line({at.x, at.y + height * static_cast<float>(number), width, height},
                      {from, static_cast<std::size_t>(end - from)}, face, tint);
        } else if (most <= 0 || number < most) {
            const float y = top_of_line(font, size, at.y + height * static_cast<float>(number), height);
            const float room = align == Align::start ? 0 : width - font->CalcTextSizeA(size, FLT_MAX, 0, from, to).x;
            const float shift = align == Align::center ? std::floor(room / 2) : room;
            draw()->AddText(font, size, {at.x + std::max(0.0f, shift), y}, tint, from, to);
        }
        ++number;
    });
}

void draw_icon(Box box, char32_t which, float size, ImU32 tint) {
    char glyph[5];
    ImTextCharToUtf8(glyph, which);
    ImFont* font = ready_font(Weight::regular);
    // Where its outline is depends on the loader, so the outline itself is put in the middle.
    const ImFontGlyph* outline = font->GetFontBaked(size)->FindGlyph(static_cast<ImWchar>(which));
    const bool drawn = outline != nullptr && outline->Y1 > outline->Y0;
    const float x = box.x + box.width / 2 - (drawn ? (outline->X0 + outline->X1) / 2 : size / 2);
    const float y = box.y + box.height / 2 - (drawn ? (outline->Y0 + outline->Y1) / 2 : size / 2);
    draw()->AddText(font, size, {std::round(x), std::round(y)}, tint, glyph);
}

float picture_width(char32_t which, float height) {
    ImFontBaked* baked = ready_font(Weight::regular)->GetFontBaked(height);
    const ImFontGlyph* outline = baked->FindGlyph(static_cast<ImWchar>(which));
    return outline != nullptr ? outline->AdvanceX : 0;
}

int begin_behind() {
    Context& ctx = context();
    if (ctx.splitters_used == static_cast<int>(ctx.splitters.size())) {
        ctx.splitters.push_back(std::make_unique<ImDrawListSplitter>());
    }
    ImDrawListSplitter& splitter = *ctx.splitters[static_cast<std::size_t>(ctx.splitters_used)];
    splitter.Split(draw(), 2);
    splitter.SetCurrentChannel(draw(), 1);
    return ctx.splitters_used++;
}

void draw_behind(int splitter) {
    context().splitters[static_cast<std::size_t>(splitter)]->SetCurrentChannel(draw(), 0);
}

void end_behind(int splitter) {
    context().splitters[static_cast<std::size_t>(splitter)]->Merge(draw());
    --context().splitters_used;
}

}  // namespace parasol::ui::internal
