#include <algorithm>
#include <numeric>

#include "fake_page.h"

using namespace semantics_tests;

namespace {

// A grid of 1,000 rows of which it draws ten at a time, as a widget with a list clipper does.
struct Grid {
    Tree& tree;
    FakePage& page;
    std::vector<int> rows = std::vector<int>(1000);
    int top = 0;  // first row in view
    bool descending = false;
    bool titled = false;  // stands in a section with a heading
    int linkless = -1;    // a row whose cell for the link is empty
    std::string pressed;

    Grid(Tree& t, FakePage& p) : tree(t), page(p) { std::iota(rows.begin(), rows.end(), 0); }

    static Id row_id(int row) { return static_cast<Id>(10'000 + row * 10); }

    void draw() {
        tree.leaf({.id = 1, .role = Role::button, .name = "Before", .rect = {0, 0, 9, 9}});
        const int count = static_cast<int>(rows.size());
        if (titled) {
            tree.begin({.id = 6, .role = Role::region, .name = "Pending Members", .rect = {0, 10, 400, 130}});
            tree.leaf({.id = 7, .role = Role::heading, .name = "Pending Members", .rect = {0, 10, 99, 9}, .level = 2});
        }
        tree.begin({.id = 2,
                    .role = Role::grid,
                    .name = "Accounts",
                    .rect = {0, 20, 400, 120},
                    .row_count = count,
                    .column_count = 3});
        tree.begin({.id = 3, .role = Role::row, .rect = {0, 20, 400, 20}});
        tree.leaf({.id = 4,
                   .role = Role::columnheader,
                   .name = "Name",
                   .rect = {0, 20, 99, 20},
                   .sort = descending ? Sort::descending : Sort::ascending,
                   .column = 0});
        if (tree.activated(4)) {
            descending = !descending;
            std::reverse(rows.begin(), rows.end());
        }
        tree.leaf({.role = Role::columnheader, .name = "Link", .rect = {99, 20, 99, 20}, .column = 1});
        tree.leaf({.role = Role::columnheader, .name = "Do", .rect = {198, 20, 99, 20}, .column = 2});
        tree.end();
        body(count);
        tree.end();
        if (titled) tree.end();
        tree.leaf({.id = 9, .role = Role::button, .name = "After", .rect = {0, 200, 9, 9}});
    }

    void body(int count) {
        const GridFocus focus = tree.grid_focus(2);
        if (focus.wanted_index >= 0) {
            top = std::clamp(top, focus.wanted_index - 9, focus.wanted_index);
        }
        tree.begin({.id = 5,
                    .role = Role::rowgroup,
                    .rect = {0, 40, 400, 100},
                    .scroll = {true, 0, static_cast<float>(top) * 10, 400, static_cast<float>(count) * 10}});
        for (int i = 0; i < count; ++i) {
            const bool in_view = i >= top && i < top + 10;
            if (in_view || row_id(rows[static_cast<std::size_t>(i)]) == focus.row_id) {
                draw_row(i);
            }
        }
        tree.end();
    }

    void draw_row(int index) {
        const int row = rows[static_cast<std::size_t>(index)];
        const Id id = row_id(row);
        const float y = 40 + static_cast<float>(index - top) * 10;
        const std::string name = "Row " + std::to_string(row);
        pressed = tree.activated(id) ? name : pressed;
        tree.begin({.id = id, .role = Role::row, .rect = {0, y, 400, 10}, .row = index});
        tree.leaf({.role = Role::rowheader, .name = name, .rect = {0, y, 99, 10}, .column = 0});
        tree.begin({.role = Role::gridcell, .rect = {99, y, 99, 10}, .column = 1});
        if (row != linkless) {
            tree.leaf({.id = id + 1,
                       .role = Role::link,
                       .name = "Link " + std::to_string(row),
                       .rect = {99, y, 20, 10}});
        }
        tree.end();
        tree.begin({.role = Role::gridcell,
                    .name = "Do " + std::to_string(row),
                    .rect = {198, y, 99, 10},
                    .column = 2});
        tree.leaf({.id = id + 2,
                   .role = Role::button,
                   .name = "Accept " + std::to_string(row),
                   .rect = {198, y, 9, 9}});
        tree.leaf({.id = id + 3,
                   .role = Role::button,
                   .name = "Reject " + std::to_string(row),
                   .rect = {210, y, 9, 9}});
        tree.end();
        tree.end();
    }

    void run() {
        settle(tree, page, [&] { draw(); });
    }
    std::string press(Key key, bool control = false) {
        CHECK(tree.on_key(key, false, control, false));
        run();
        return page.focused_name();
    }
};

}  // namespace

TEST_CASE("a grid is one tab stop with counted rows") {
    Tree tree;
    FakePage page(tree);
    Grid grid(tree, page);
    grid.run();
    CHECK(page.tab_stops() == std::vector<std::string>{"Before", "Row 0", "After"});
    CHECK(FakePage::attribute(page.at("grid", "Accounts"), "aria-rowcount") == "1001");
    CHECK(FakePage::attribute(page.at("row", "Row 3"), "aria-rowindex") == "5");
    CHECK(FakePage::attribute(page.at("columnheader", "Name"), "aria-sort") == "ascending");
    CHECK(FakePage::attribute(page.at("columnheader", "Do"), "aria-colindex") == "3");
}

TEST_CASE("arrows go from cell to cell, a cell with one control is that control") {
    Tree tree;
    FakePage page(tree);
    Grid grid(tree, page);
    grid.run();
    page.give_focus(page.find("rowheader", "Row 0"));
    CHECK(grid.press(Key::right) == "Link 0");
    CHECK(grid.press(Key::down) == "Link 1");
    CHECK(grid.press(Key::right) == "Do 1");
    CHECK(grid.press(Key::right) == "Do 1");
    CHECK(grid.press(Key::home) == "Row 1");
    CHECK(grid.press(Key::end) == "Do 1");
    CHECK(page.tab_stops() == std::vector<std::string>{"Before", "Do 1", "After"});
    SECTION("Enter goes into a cell with several, Escape back") {
        CHECK(grid.press(Key::enter) == "Accept 1");
        CHECK(page.tab_stops() == std::vector<std::string>{"Before", "Accept 1", "Reject 1", "After"});
        CHECK_FALSE(tree.on_key(Key::enter, false, false, false));
        CHECK(grid.press(Key::escape) == "Do 1");
        CHECK(grid.press(Key::f2) == "Accept 1");
    }
    SECTION("up leads into the header, where Enter sorts, and the focus follows its row") {
        grid.press(Key::home);
        CHECK(grid.press(Key::up) == "Row 0");
        CHECK(grid.press(Key::up) == "Name");
        CHECK(grid.press(Key::up) == "Name");
        CHECK(grid.press(Key::enter) == "Name");
        CHECK(grid.descending);
        CHECK(grid.press(Key::down) == "Row 999");
    }
    SECTION("Enter on a plain cell presses the row") {
        grid.press(Key::home);
        grid.press(Key::enter);
        CHECK(grid.pressed == "Row 1");
    }
}

TEST_CASE("keys reach rows that are not drawn") {
    Tree tree;
    FakePage page(tree);
    Grid grid(tree, page);
    grid.run();
    page.give_focus(page.find("rowheader", "Row 0"));
    CHECK(grid.press(Key::end, true) == "Do 999");
    CHECK(grid.press(Key::home) == "Row 999");
    CHECK(grid.press(Key::down) == "Row 999");
    CHECK(grid.press(Key::page_up) == "Row 990");
    CHECK(grid.press(Key::home, true) == "Row 0");
    for (int i = 0; i < 30; ++i) {
        grid.press(Key::down);
    }
    CHECK(page.focused_name() == "Row 30");
    CHECK(grid.top == 21);
}

TEST_CASE("the focused row is drawn wherever the grid is scrolled to, and follows sorting") {
    Tree tree;
    FakePage page(tree);
    Grid grid(tree, page);
    grid.run();
    page.give_focus(page.find("a", "Link 4"));
    const unsigned slot = page.focus;
    grid.top = 500;
    grid.run();
    CHECK(page.focus == slot);
    CHECK(page.find("a", "Link 4") == slot);
    CHECK(page.find("a", "Link 5") == 0);
    std::reverse(grid.rows.begin(), grid.rows.end());
    grid.run();
    CHECK(page.focus == slot);
    CHECK(FakePage::attribute(page.at("row", "Row 4"), "aria-rowindex") == "997");
    CHECK(page.drops == 0);
    CHECK(grid.press(Key::down) == "Link 3");
}

TEST_CASE("a vanished row hands the focus to the one that takes its place") {
    Tree tree;
    FakePage page(tree);
    Grid grid(tree, page);
    grid.run();
    page.give_focus(page.find("a", "Link 4"));
    grid.run();
    const auto remove = [&](int row) {
        grid.rows.erase(std::find(grid.rows.begin(), grid.rows.end(), row));
        grid.run();
    };
    SECTION("in view") {
        remove(4);
        CHECK(page.focused_name() == "Link 5");
        CHECK(page.find("a", "Link 4") == 0);
    }
    SECTION("out of view: the grid scrolls there") {
        grid.top = 500;
        grid.run();
        remove(4);
        CHECK(page.focused_name() == "Link 5");
        CHECK(grid.top == 4);
    }
    SECTION("the last one: the row before") {
        grid.rows.resize(5);
        grid.run();
        remove(4);
        CHECK(page.focused_name() == "Link 3");
    }
    SECTION("the same control of the next one, where the focus was on one of several") {
        page.give_focus(page.find("button", "Reject 4"));
        remove(4);
        CHECK(page.focused_name() == "Reject 5");
    }
    SECTION("none left: the header") {
        grid.rows = {4};
        grid.run();
        remove(4);
        CHECK(page.focused_name() == "Link");
    }
}

TEST_CASE("where the last row of a section's grid vanishes, the section's heading gets the focus") {
    Tree tree;
    FakePage page(tree);
    Grid grid(tree, page);
    grid.titled = true;
    grid.rows = {4};
    grid.run();
    page.give_focus(page.find("button", "Reject 4"));
    grid.rows.clear();
    grid.run();
    CHECK(page.focused_name() == "Pending Members");
}

TEST_CASE("where the control of a cell vanishes and leaves nothing, the row's first cell gets the focus") {
    Tree tree;
    FakePage page(tree);
    Grid grid(tree, page);
    grid.run();
    page.give_focus(page.find("a", "Link 4"));
    grid.linkless = 4;
    grid.run();
    CHECK(page.focused_name() == "Row 4");
}

TEST_CASE("whoever passed through an empty grid finds its first row when there is one") {
    Tree tree;
    FakePage page(tree);
    Grid grid(tree, page);
    const std::vector<int> later = {4, 5};
    grid.rows.clear();
    grid.run();
    page.give_focus(page.find("columnheader", "Do"));
    grid.run();
    SECTION("coming back to it") {
        page.give_focus(page.find("button", "After"));
        grid.run();
        CHECK(page.tab_stops() == std::vector<std::string>{"Before", "Do", "After"});
        grid.rows = later;
        grid.run();
        CHECK(page.tab_stops() == std::vector<std::string>{"Before", "Row 4", "After"});
    }
    SECTION("but is not moved while still there") {
        grid.rows = later;
        grid.run();
        CHECK(page.focused_name() == "Do");
        CHECK(grid.press(Key::down) == "Do 4");
    }
}

TEST_CASE("a control that goes leaves the focus in its cell, and has it again when it comes back") {
    Tree tree;
    FakePage page(tree);
    bool there = true;
    const auto draw = [&] {
        tree.begin({.id = 2, .role = Role::grid, .name = "Grid", .rect = {0, 0, 99, 99}, .row_count = 1});
        tree.begin({.id = 3, .role = Role::row, .row = 0});
        tree.leaf({.role = Role::rowheader, .name = "Row", .rect = {0, 0, 9, 9}, .column = 0});
        tree.begin({.role = Role::gridcell, .name = "Cell", .rect = {9, 0, 9, 9}, .column = 1});
        if (there) {
            tree.leaf({.id = 5, .role = Role::button, .name = "Go", .rect = {9, 0, 9, 9}});
        }
        tree.end();
        tree.end();
        tree.end();
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Go"));
    there = false;
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Cell");
    there = true;
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Go");
}
