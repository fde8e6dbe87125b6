#pragma once
// The form of a patch: 32-bit words that a page reads from front to back, each operation followed by its
// arguments.
//
//   slot    the number of a twin. 0 is the mirror itself. A removed slot's number may be used again
//   place   signed, 1/16 CSS px, relative to the content of the parent twin
//   string  its length in bytes, then the bytes (UTF-8), filled up to whole words
//
// The order within a patch is: define, remove, create, (properties), insert, then focus and announce. So a
// page that applies one operation after the other is never asked for something that is not there.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

namespace semantics {

enum class Op : std::uint32_t {
    define_kind = 1,   // index, string: the element of a kind, "button", "input search". First patch only
    define_attribute,  // index, string: the name of an attribute. First patch only
    create,            // slot, kind
    remove,            // slot: take it and all below it out
    forget,            // slot: one of those below a removed one
    insert,            // slot, parent slot, slot to stand before (0: last)
    place,             // slot, x, y, width, height
    text,              // slot, string: its own words, before any children
    attribute,         // slot, attribute, string
    no_attribute,      // slot, attribute
    value,             // slot, string: what a field holds
    scroll,    // slot, x, y, content width, content height (all as place). Width and height 0: no region
    typeface,  // slot, size, weight, align, pad left, right, top, bottom, line height, ink, hint (sizes: 1/16
               // px)
    editing,   // slot, 0 or 1: show the field's text
    clip,      // slot, string: an SVG path of what may be seen of it; empty: all
    focus,     // slot; 0: let go of the focus
    announce,  // 1 polite or 2 assertive, string
};

// Index of an attribute in the define operations.
enum class Attribute : std::uint32_t {
    role,
    label,
    description,
    invalid,
    tabindex,
    href,
    autocomplete,
    inputmode,
    enterkeyhint,
    placeholder,
    maxlength,
    spellcheck,
    shortcut,
    disabled,
    readonly,
    required,
    busy,
    checked,
    expanded,
    selected,
    pressed,
    current,
    haspopup,
    live,
    sort,
    level,
    rowindex,
    colindex,
    rowcount,
    colcount,
    setsize,
    posinset,
    valuenow,
    valuetext,
    controls,
    active,
    labelledby,
    modal,
    inert,
    multiselectable,
    sticky,
    autocomplete_list,
    readonly_field,
    orientation,
    hidden,
    passive,
    count_
};
std::string_view attribute_name(Attribute attribute);

// Index of an element kind in the define operations.
enum class Kind : std::uint32_t {
    div,
    span,
    button,
    a,
    input_text,
    input_search,
    input_password,
    textarea,
    nav,
    header,
    main,
    aside,
    section,
    form,
    footer,
    p,
    h1,
    h2,
    h3,
    h4,
    h5,
    h6,
    count_
};
std::string_view kind_name(Kind kind);

// CSS pixels as they stand in a patch.
inline int sixteenths(double css_pixels) {
    return static_cast<int>(std::lround(std::clamp(css_pixels, -1.2e8, 1.2e8) * 16));
}

class PatchWriter {
  public:
    void clear() { words_.clear(); }
    bool empty() const { return words_.empty(); }
    const std::vector<std::uint32_t>& words() const { return words_; }

    template <class... Numbers>
    void op(Op op, Numbers... numbers) {
        words_.push_back(static_cast<std::uint32_t>(op));
        (words_.push_back(static_cast<std::uint32_t>(numbers)), ...);
    }
    void string(std::string_view text);

  private:
    std::vector<std::uint32_t> words_;
};

}  // namespace semantics
