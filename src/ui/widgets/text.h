// Words on the page.
#pragma once

#include <cstdint>
#include <string_view>

#include "ui/theme.h"
#include "ui/widgets/frame.h"

namespace parasol::ui {

struct TextOptions {
    Type type = Type::body;
    Weight weight = Weight::regular;
    Color color = Color::text;
    bool wraps = true;  // in a column; in a row and in a table cell a text is one line
    float width = 0;  // at most; 0: the room there is. What is longer than one line may be ends in "..." and
                      // shows whole as a tooltip
    char32_t icon = 0;                 // before the words
    bool hidden_from_readers = false;  // what another node says already
};

// Words, wrapped in a column. In a table cell they become part of what the cell says.
void text(std::string_view words, const TextOptions& options = {});
// The same, quieter: explanations, units, dates.
void muted(std::string_view words, Type type = Type::body);
// Text of fixed width for codes and numbers that are read out or typed again.
void code(std::string_view words);

// A heading. Level 1 is the name of the page (28 px; 20 where it is narrow), 2 of a section (16), 3 of a part
// (14). `id`: where the words change, so that it keeps the focus.
Id heading(int level, std::string_view words, std::string_view id = {});
// The heading of a page, with a sentence below it. Gets the focus when `arrived` (the route has changed).
void page_heading(std::string_view words, std::string_view sentence = {}, bool arrived = false);

// An icon that says nothing by itself (its neighbour does); with a name it is an image of that name.
void icon(char32_t which, Color color = Color::text_muted, float size = 16, std::string_view name = {});

// One of the platform's pictures (Platform::picture), this high, and as wide as it is for that height.
void picture(char32_t which, float height, std::string_view name);

// A QR code: size * size symbols, row by row, '1' is dark. Dark on white with a quiet border, whatever the theme.
void qr_code(int size, std::string_view modules, std::string_view name);

// A colour (0xRRGGBB) as a square. Decoration: its words stand beside it.
void swatch(std::uint32_t rgb);

// The initials of a name in a circle whose colour comes from the name. Decoration: a name stands beside it.
void avatar(std::string_view name, float size = 32);

}  // namespace parasol::ui
