#pragma once
// One thing that a Dear ImGui frame shows, described the way the web describes things: what it is, what it is
// called, what state it is in and where it was drawn. Plain data; nothing here knows what the page is about.

#include <cstdint>
#include <string_view>

namespace semantics {

// The same number space as ImGuiID. 0 means none.
using Id = unsigned int;

// What a node is. The words are those of WAI-ARIA.
enum class Role : std::uint8_t {
    // Containers of a page.
    banner,
    navigation,
    main,
    complementary,
    contentinfo,
    region,
    form,
    search,
    group,
    toolbar,
    generic,
    // Things to read. `heading` wants a level.
    heading,
    paragraph,
    text,
    status,
    alert,
    img,
    progressbar,
    separator,
    tooltip,
    list,
    listitem,
    definition,
    term,
    // Things to press.
    button,
    link,
    checkbox,
    switch_button,
    radio,
    radiogroup,
    tab,
    tablist,
    tabpanel,
    menu,
    menuitem,
    menuitemcheckbox,
    menuitemradio,
    listbox,
    option,
    // `combobox` is a button that opens a listbox; `combobox_field` is a text field that does.
    combobox,
    combobox_field,
    // Text fields: real inputs over the drawn frame.
    textbox,
    searchbox,
    password,
    textarea,
    // Windows over the page. They are layers.
    dialog,
    alertdialog,
    // Tables. `table` is for reading only; `grid` and `treegrid` are one tab stop with arrow keys inside.
    table,
    grid,
    treegrid,
    rowgroup,
    row,
    columnheader,
    rowheader,
    gridcell,
    cell,
    count_
};

// In CSS pixels, in Dear ImGui's own screen coordinates (top left of the canvas is 0, 0).
struct Rect {
    float x = 0, y = 0, width = 0, height = 0;
};

enum class State : std::uint8_t { none, no, yes, mixed };  // none: the state does not apply
enum class Sort : std::uint8_t {
    none,
    unsorted,
    ascending,
    descending
};  // unsorted: sortable, not sorted now
enum class Live : std::uint8_t { off, polite, assertive };
enum class Opens : std::uint8_t { nothing, menu, listbox, dialog, grid };
enum class Current : std::uint8_t { no, page, step, location, yes };
enum class Align : std::uint8_t { left, center, right };
enum class InputMode : std::uint8_t { text, email, tel, url, numeric, decimal, search };
enum class EnterKey : std::uint8_t { standard, done, go, next, search, send };

// Keys that a widget may ask for (Node::keys) while it has the focus. The page then keeps the browser from
// using them.
enum class Key : std::uint16_t {
    none = 0,
    up = 1,
    down = 2,
    left = 4,
    right = 8,
    home = 16,
    end = 32,
    page_up = 64,
    page_down = 128,
    enter = 256,
    escape = 512,
    del = 1024,
    f2 = 2048,
    space = 4096,
    backspace = 8192,
};
constexpr Key operator|(Key a, Key b) {
    return static_cast<Key>(static_cast<std::uint16_t>(a) | static_cast<std::uint16_t>(b));
}
constexpr bool has(Key set, Key key) {
    return (static_cast<std::uint16_t>(set) & static_cast<std::uint16_t>(key)) != 0;
}

// A region whose content is larger than its rect. Give the same values that ImGui scrolls by.
struct Scroll {
    bool on = false;
    float x = 0, y = 0;           // how far it is scrolled, CSS pixels
    float width = 0, height = 0;  // size of the whole content, CSS pixels
};

// How the page draws the text of a field while it is edited, so that it looks as the canvas drew it.
struct Typeface {
    float size = 14;  // CSS pixels
    std::uint16_t weight = 400;
    Align align = Align::left;
    float pad_left = 8, pad_right = 8, pad_top = 0,
          pad_bottom = 0;              // rect edge to text (top and bottom: textarea)
    float line_height = 0;             // textarea: CSS pixels from line to line; 0: as the font says
    std::uint32_t color = 0xff000000;  // IM_COL32 order (0xAABBGGRR)
    std::uint32_t placeholder_color = 0xff808080;
};

// All strings are copied when the node is given; they need not outlive the call. UTF-8.
struct Node {
    // Unique in the frame and stable between frames: the ImGui id of an item. 0: the tree makes one from the
    // parent, the role and the position among such siblings; good for texts, cells and headings that never
    // take the focus.
    Id id = 0;
    Role role = Role::generic;
    std::string_view name = {};  // what it is called. A row without one is named by its first cell
    std::string_view description =
        {};                       // further words, read after the name (why it is disabled, what it will do)
    std::string_view value = {};  // text of a field; the shown choice of a combobox; words of a progressbar
    std::string_view placeholder = {};
    std::string_view error = {};  // not empty: invalid, and this is why
    std::string_view href =
        {};  // links: where it leads ("#/accounts"), so that it can be opened in a new tab
    std::string_view autocomplete =
        {};                          // fields: the HTML autofill word ("username", "current-password", "off")
    std::string_view shortcut = {};  // the keys that press it, as aria-keyshortcuts says them ("Control+K")
    Rect rect = {};

    // State.
    bool disabled = false;  // seen and reachable, but not pressed. Say why in `description`
    bool readonly = false;
    bool required = false;
    bool busy = false;
    bool hidden_from_tab = false;  // can be focused by code and pointer, not by Tab
    bool focusable =
        false;  // takes the focus although its role does not (a heading, a card, a scroll region)
    bool autofocus = false;  // the first to get the focus when its layer opens
    bool sticky = false;     // stays above its siblings (a frozen column)
    bool multiselectable = false;
    bool spellcheck = false;
    bool grabs_focus = true;  // layers: takes the focus when it opens. False for suggestions and tooltips
    State checked = State::none;
    State expanded = State::none;
    State selected = State::none;
    State pressed = State::none;
    Current current = Current::no;
    Opens opens = Opens::nothing;
    Live live = Live::off;
    Sort sort = Sort::none;
    Key keys = Key::none;  // delivered by `key_pressed` while this has the focus
    Key shift_keys = Key::none;  // the same, only with Shift held; not in `keys` then

    // A window over what was drawn before: popup, menu, dialog. It is lifted to the top of the page wherever
    // it is begun, closes on Escape (`dismissed`), and gives the focus back to what had it when it opened.
    bool layer = false;
    bool modal = false;  // a layer behind which nothing can be reached

    int level = 0;       // heading 1-6; depth of a treegrid row, from 1
    int row = -1;        // row: index among the data rows, from 0, in the order now shown. Header rows: -1
    int column = -1;     // cell and header: index from 0
    int row_count = -1;  // grid, table: data rows in all, drawn or not
    int column_count = -1;
    int set_size = 0,
        position = 0;  // option, menuitem, tab: how many in all, and which (from 1), where not all are drawn
    float progress = -1;  // progressbar: 0 to 1; below 0: under way, unknown how far
    int max_length = 0;   // fields: in UTF-16 units as HTML counts; 0: no limit

    Id controls = 0;     // the node that this opens or switches (tab -> tabpanel, combobox -> listbox)
    Id active = 0;       // combobox_field: the option that Enter would choose
    Id labelled_by = 0;  // a node whose name names this one too

    Scroll scroll = {};
    Typeface type = {};  // fields
    InputMode input_mode = InputMode::text;
    EnterKey enter_key = EnterKey::standard;
};

}  // namespace semantics
