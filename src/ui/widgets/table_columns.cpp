#include "ui/widgets/table_columns.h"

#include <algorithm>
#include <cmath>

#include "ui/widgets/choices.h"
#include "ui/widgets/layers.h"
#include "ui/widgets/table_layout.h"
#include "ui/widgets/text.h"

namespace parasol::ui::internal {

using Shown = ColumnChoice::Shown;

// --- What is remembered: "number:down name:266 kind:off users:on users:120 " ---

namespace {

constexpr int narrowest = 40, widest = 4000;  // that a stored width may be

std::string key_of(const TableChoices& choices) { return "table:" + choices.table; }

std::string_view cut(std::string_view& text, char end) {
    const std::string_view part = text.substr(0, text.find(end));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return part;
}

// 0: it is none.
int width_in(std::string_view word) {
    int width = 0;
    for (const char c : word) {
        width = c >= '0' && c <= '9' && width <= widest ? width * 10 + (c - '0') : widest + 1;
    }
    return width >= narrowest && width <= widest ? width : 0;
}

// What is not understood, or no longer fits the column, counts as nothing.
void take_word(TableChoices& choices, int at, const ColumnSpec& column, std::string_view word) {
    ColumnChoice& choice = choices.columns[static_cast<std::size_t>(at)];
    if ((word == "on" || word == "off") && can_hide(at, column)) {
        choice.shown = word == "on" ? Shown::always : Shown::never;
    } else if ((word == "up" || word == "down") && column.sortable) {
        choices.sort_column = at;
        choices.descending = word == "down";
    } else if (const int width = width_in(word); width > 0 && can_resize(column)) {
        choice.width = static_cast<float>(width);
    }
}

void load(TableChoices& choices, std::span<const ColumnSpec> columns) {
    if (const auto& chosen = context().environment->chosen) {
        choices.stored = chosen(key_of(choices));
    }
    std::string_view text = choices.stored;
    while (!text.empty()) {
        std::string_view word = cut(text, ' ');
        const std::string_view key = cut(word, ':');
        for (std::size_t at = 0; at < columns.size(); ++at) {
            if (columns[at].key == key) {
                take_word(choices, static_cast<int>(at), columns[at], word);
            }
        }
    }
    choices.orders = choices.sort_column >= 0 ? 1 : 0;
}

}  // namespace

TableChoices& choices_of(std::string_view table, std::span<const ColumnSpec> columns) {
    static std::vector<std::unique_ptr<TableChoices>> all;  // a table may stand in the details of another
    static std::uint64_t reader = 0;
    if (reader != context().environment->reader) {
        reader = context().environment->reader;
        all.clear();
    }
    for (const auto& choices : all) {
        if (choices->table == table && choices->columns.size() == columns.size()) {
            return *choices;
        }
    }
    all.push_back(std::make_unique<TableChoices>());
    all.back()->table = table;
    all.back()->columns.resize(columns.size());
    load(*all.back(), columns);
    return *all.back();
}

void keep(TableChoices& choices, std::span<const ColumnSpec> columns) {
    std::string text;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const ColumnChoice& choice = choices.columns[at];
        const auto say = [&](std::string_view word) {
            text += columns[at].key;
            text += ':';
            text += word;
            text += ' ';
        };
        if (choices.sort_column == static_cast<int>(at)) {
            say(choices.descending ? "down" : "up");
        }
        if (choice.shown != Shown::where_room_is) {
            say(choice.shown == Shown::always ? "on" : "off");
        }
        if (choice.width > 0) {
            say(std::to_string(static_cast<int>(choice.width)));
        }
    }
    const auto& keep_choice = context().environment->keep_choice;
    if (text != choices.stored && keep_choice) {
        keep_choice(key_of(choices), text);
    }
    choices.stored = std::move(text);
}

bool take_order(const TableChoices& choices, TableState& state) {
    if (state.orders == choices.orders) {
        return false;
    }
    state.orders = choices.orders;
    state.sort_column = choices.sort_column;
    state.descending = choices.descending;
    return true;
}

// --- Widths ---

float header_tools() { return 2 * icon_button_size(true) + 20; }

float least_width(const TableFrame& table, std::size_t place) {
    constexpr float arrow = 18, beside = 20;
    const ColumnSpec& column = table.options.columns[static_cast<std::size_t>(table.columns[place].column)];
    const float title = width_of(column.title, {Type::small, Weight::medium}) + beside + 1;
    const bool first = place == 0, last = place + 1 == table.columns.size();
    return std::ceil(title + (column.sortable ? arrow : 0) + (first ? table_side() : 0) + (last ? header_tools() : 0));
}

float own_width(const TableFrame& table, int column) {
    const float said = table.options.columns[static_cast<std::size_t>(column)].width;
    const float chosen = table.choices.columns[static_cast<std::size_t>(column)].width;
    // A table that would turn into cards for want of room does not do so because something was made wider.
    return chosen <= 0 ? said : table.scrolls ? chosen : std::min(chosen, said);
}

namespace {

// Others may push it out.
bool gives_way(const TableFrame& table, int column) {
    const ColumnChoice& choice = table.choices.columns[static_cast<std::size_t>(column)];
    return table.scrolls && choice.shown == Shown::where_room_is && choice.width <= 0 &&
           table.options.columns[static_cast<std::size_t>(column)].hide_order > 0;
}

}  // namespace

bool resize_column(TableFrame& table, std::size_t place, float width) {
    std::vector<ColumnChoice>& choices = table.choices.columns;
    const auto choice_at = [&](std::size_t at) -> ColumnChoice& {
        return choices[static_cast<std::size_t>(table.columns[at].column)];
    };
    float most = table.width;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const int column = table.columns[at].column;
        const float chosen = choice_at(at).width;
        const float taken = at < place       ? table.columns[at].width
                            : chosen > 0     ? chosen
                                             : table.options.columns[static_cast<std::size_t>(column)].width;
        most -= at == place || (at > place && gives_way(table, column)) ? 0 : taken;
    }
    const float least = least_width(table, place);
    width = std::clamp(std::round(width), least, std::max(least, std::floor(most)));
    if (width == table.columns[place].width) {
        return false;
    }
    // What stands before it stays as it is, so that the border goes where it is taken.
    for (std::size_t at = 0; at < place; ++at) {
        if (can_resize(table.options.columns[static_cast<std::size_t>(table.columns[at].column)])) {
            choice_at(at).width = table.columns[at].width;
        }
    }
    choice_at(place).width = width;
    platform().wake(2);
    return true;
}

void take_resizing_keys(TableFrame& table, std::size_t place, Id title) {
    using semantics::Key;
    constexpr float step = 16;
    const auto column = static_cast<std::size_t>(table.columns[place].column);
    const bool wider = tree().key_pressed(title, Key::right), narrower = tree().key_pressed(title, Key::left);
    const bool automatic = tree().key_pressed(title, Key::home);
    if (!wider && !narrower && !automatic) {
        return;
    }
    float& width = table.choices.columns[column].width;
    if (automatic) {
        width = 0;
        platform().wake(2);
    } else {
        resize_column(table, place, table.columns[place].width + (wider ? step : -step));
    }
    const float now = width > 0 ? width : table.columns[place].width;
    std::string said(table.options.columns[column].title);
    said += automatic ? ", automatic width" : ", " + std::to_string(static_cast<int>(now)) + " pixels wide";
    announce(said);
    keep(table.choices, table.options.columns);
}

// --- Borders ---

namespace {

Id border_id(const TableFrame& table, std::size_t place) {
    const std::string_view key = table.options.columns[static_cast<std::size_t>(table.columns[place].column)].key;
    return mixed(mixed(table.grid, key), "border");
}

Box border_box(const TableFrame& table, std::size_t place, float y) {
    const float reach = current_scale().coarse ? 14.0f : 8.0f;
    const ColumnPlace& column = table.columns[place];
    return {column.x + column.width - reach, y, 2 * reach, table.header_height};
}

bool has_border(const TableFrame& table, std::size_t place) {
    return can_resize(table.options.columns[static_cast<std::size_t>(table.columns[place].column)]);
}

// It is held: by a double click the column is as the table says, else as wide as the pointer has come.
void drag_border(TableFrame& table, std::size_t place, Id border) {
    TableChoices& choices = table.choices;
    float& width = choices.columns[static_cast<std::size_t>(table.columns[place].column)].width;
    const ImGuiIO& io = ImGui::GetIO();
    if (choices.dragged != border || io.MouseClicked[0]) {
        choices.dragged = border;
        choices.dragged_from = table.columns[place].width;
    }
    if (io.MouseDoubleClicked[0]) {
        choices.dragged_from = -1;
        width = 0;
        platform().wake(2);
    }
    if (choices.dragged_from >= 0) {
        resize_column(table, place, choices.dragged_from + io.MousePos.x - io.MouseClickedPos[0].x);
    }
}

}  // namespace

void press_borders(TableFrame& table, float y) {
    constexpr float inset = 12;
    for (std::size_t place = 0; place < table.columns.size(); ++place) {
        if (!has_border(table, place)) {
            continue;
        }
        const Id border = border_id(table, place);
        const Box box = border_box(table, place, y);
        const Press state = press(border, box);
        const bool active = state.hovered || state.held;
        if (state.held) {
            drag_border(table, place, border);
        } else if (table.choices.dragged == border) {
            table.choices.dragged = 0;
            keep(table.choices, table.options.columns);
        }
        if (active) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
        }
        const float x = box.x + box.width / 2, wide = active ? 2 : 1;
        if (active || place + 1 < table.columns.size()) {
            fill({std::round(x - wide), y + inset, wide, box.height - 2 * inset},
                 active ? ink(Color::accent, ground()) : color(Color::hairline));
        }
    }
}

void describe_borders(const TableFrame& table, float y) {
    for (std::size_t place = 0; place < table.columns.size(); ++place) {
        if (has_border(table, place)) {
            tree().leaf({.id = border_id(table, place), .rect = place_of(border_box(table, place, y))});
        }
    }
}

// --- Choosing ---

namespace {

void list_columns(TableFrame& table) {
    const std::span<const ColumnSpec> columns = table.options.columns;
    bool changed = false;
    for (int at = 0; at < static_cast<int>(columns.size()); ++at) {
        const ColumnSpec& column = columns[static_cast<std::size_t>(at)];
        ColumnChoice& choice = table.choices.columns[static_cast<std::size_t>(at)];
        if (!can_hide(at, column)) {
            continue;
        }
        const bool seen = std::any_of(table.columns.begin(), table.columns.end(),
                                      [&](const ColumnPlace& place) { return place.column == at; });
        const bool wanted = choice.shown != Shown::never;
        bool on = seen || choice.shown == Shown::always;
        if (checkbox(column.title, on, {.description = wanted && !seen ? "No room" : ""})) {
            choice.shown = on ? Shown::always : Shown::never;
            changed = true;
        }
    }
    const auto as_it_comes = [](const ColumnChoice& choice) {
        return choice.shown == Shown::where_room_is && choice.width <= 0;
    };
    const bool untouched = std::all_of(table.choices.columns.begin(), table.choices.columns.end(), as_it_comes);
    if (button("Reset Columns", {.disabled = untouched ? "No column has been changed." : ""})) {
        for (ColumnChoice& choice : table.choices.columns) {
            choice = {};
        }
        announce("Columns are as they come.");
        changed = true;
    }
    muted("To change a width, drag the border beside a title, or press Shift with an arrow key on the title.",
          Type::small);
    if (changed) {
        keep(table.choices, columns);
        platform().wake(2);
    }
}

}  // namespace

void draw_column_chooser(std::string_view name, TableFrame& table, Box place) {
    const std::span<const ColumnSpec> columns = table.options.columns;
    bool any = false;
    for (int at = 0; at < static_cast<int>(columns.size()); ++at) {
        any = any || can_hide(at, columns[static_cast<std::size_t>(at)]);
    }
    if (!any) {
        return;
    }
    begin_root_flow(place, 0);
    if (Popover popover("Columns of " + std::string(name),
                        {.width = 280, .button = {.kind = ButtonKind::quiet, .icon = icon_columns_3, .small = true}});
        popover) {
        list_columns(table);
    }
    end_root_flow();
}

}  // namespace parasol::ui::internal
