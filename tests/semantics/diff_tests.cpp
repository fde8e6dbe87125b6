#include <functional>
#include <random>

#include "fake_page.h"

using namespace semantics_tests;

TEST_CASE("an unchanged frame has no patch") {
    Tree tree;
    FakePage page(tree);
    const auto draw = [&] {
        tree.begin({.role = Role::navigation, .name = "Pages", .rect = {0, 0, 500, 40}});
        tree.leaf({.id = 7, .role = Role::link, .name = "Home", .href = "#/", .rect = {10, 10, 80, 20}});
        tree.end();
        tree.leaf({.role = Role::heading, .name = "Accounts", .rect = {0, 50, 300, 30}, .level = 1});
        tree.leaf({.id = 8, .role = Role::textbox, .name = "Name", .value = "Ada", .rect = {0, 90, 300, 30}});
    };
    frame(tree, page, draw);
    CHECK(page.operations > 10);
    CHECK(FakePage::attribute(page.at("a", "Home"), "href") == "#/");
    CHECK(page.at("a", "Home").x == 10);
    CHECK(page.at("a", "Home").parent == page.find("nav", "Pages"));
    CHECK(page.at("h1", "Accounts").y == 50);
    CHECK(page.at("input text", "Name").value == "Ada");
    for (int i = 0; i < 3; ++i) {
        tree.begin_frame(1000, 800);
        draw();
        CHECK_FALSE(tree.end_frame());
    }
    CHECK_FALSE(tree.wants_frame());
}

TEST_CASE("only what changed is in the patch") {
    Tree tree;
    FakePage page(tree);
    std::string name = "Save";
    bool busy = false;
    const auto draw = [&] {
        for (Id id = 1; id < 50; ++id) {
            tree.leaf({.id = id,
                       .role = Role::button,
                       .name = id == 20 ? name : "Other " + std::to_string(id),
                       .rect = {0, static_cast<float>(id) * 20, 100, 20},
                       .busy = id == 20 && busy});
        }
    };
    frame(tree, page, draw);
    page.operations = 0;
    name = "Saving";
    busy = true;
    frame(tree, page, draw);
    CHECK(page.operations == 2);
    CHECK(FakePage::attribute(page.at("button", "Saving"), "aria-busy") == "true");
    busy = false;
    frame(tree, page, draw);
    CHECK(FakePage::attribute(page.at("button", "Saving"), "aria-busy") == "-");
}

namespace {

struct Wish {
    Id id;
    Role role;
    int name;
    std::vector<Wish> children;
};

void describe(Tree& tree, const Wish& wish) {
    tree.begin({.id = wish.id,
                .role = wish.role,
                .name = std::to_string(wish.name),
                .rect = {static_cast<float>(wish.name), 5, 10, 10}});
    for (const Wish& child : wish.children) {
        describe(tree, child);
    }
    tree.end();
}

void compare(const FakePage& page, unsigned slot, const Wish& wish) {
    const Twin& twin = page.twins.at(slot);
    CHECK(FakePage::name_of(twin) == std::to_string(wish.name));
    REQUIRE(twin.children.size() == wish.children.size());
    for (std::size_t i = 0; i < wish.children.size(); ++i) {
        compare(page, twin.children[i], wish.children[i]);
    }
}

}  // namespace

TEST_CASE("any tree follows any other") {
    const unsigned seed = GENERATE(range(1u, 60u));
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    Tree tree;
    FakePage page(tree);
    for (int step = 0; step < 30; ++step) {
        std::vector<Id> ids;
        for (Id id = 100; id < 160; ++id) {
            ids.push_back(id);
        }
        std::shuffle(ids.begin(), ids.end(), random);
        const std::function<Wish(int)> make = [&](int depth) {
            Wish wish{ids.back(),
                      below(2)   ? Role::group
                      : below(2) ? Role::button
                                 : Role::region,
                      below(3),
                      {}};
            ids.pop_back();
            for (int i = below(depth > 2 ? 1 : 5); i > 0 && ids.size() > 5; --i) {
                wish.children.push_back(make(depth + 1));
            }
            return wish;
        };
        Wish top = make(0);
        settle(tree, page, [&] { describe(tree, top); });
        const unsigned body = page.twins.at(0).children.at(0);
        REQUIRE(page.twins.at(body).children.size() == 1);
        compare(page, page.twins.at(body).children[0], top);
        // Sometimes something is focused and must keep or hand on the focus; FakePage sees to it.
        if (!top.children.empty() && below(2)) {
            for (const auto& [slot, twin] : page.twins) {
                if (FakePage::role_of(twin) == "button" && below(2)) {
                    page.give_focus(slot);
                    break;
                }
            }
        }
    }
    CHECK(tree.counters().duplicate_ids == 0);
}

TEST_CASE("a twin that is pressed stays where it is until it is released") {
    Tree tree;
    FakePage page(tree);
    bool there = true;
    const auto draw = [&] {
        tree.leaf({.id = 1, .role = Role::button, .name = "First", .rect = {0, 0, 10, 10}});
        if (there) {
            tree.begin({.id = 2, .role = Role::group, .name = "Box", .rect = {0, 20, 10, 10}});
            tree.leaf({.id = 3, .role = Role::button, .name = "Held", .rect = {0, 20, 10, 10}});
            tree.end();
        }
    };
    settle(tree, page, draw);
    const unsigned held = page.find("button", "Held");
    tree.on_press(held, true);
    there = false;
    settle(tree, page, draw);
    settle(tree, page, draw);
    CHECK(page.find("button", "Held") == held);
    tree.on_press(0, false);
    settle(tree, page, draw);
    CHECK(page.find("button", "Held") == 0);
    CHECK(page.find("group", "Box") == 0);
}

TEST_CASE("a press by pointer is for the twin that was under it, wherever that is in the next frame") {
    Tree tree;
    FakePage page(tree);
    // ImGui finds whatever has moved to the place: here always the other one.
    bool first = false, second = false;
    const auto draw = [&] {
        first = tree.pressed(1, true);
        second = tree.pressed(2, false);
        tree.leaf({.id = 1, .role = Role::button, .name = "First", .rect = {0, 0, 10, 10}});
        tree.begin({.id = 2, .role = Role::link, .name = "Second", .rect = {0, 20, 10, 10}});
        tree.leaf({.id = 3, .role = Role::text, .name = "Words", .rect = {0, 20, 10, 10}});
        tree.end();
        tree.leaf({.id = 4, .role = Role::text, .name = "Elsewhere", .rect = {0, 40, 10, 10}});
    };
    settle(tree, page, draw);
    const auto press = [&](const char* down_role, const char* down, const char* up_role, const char* up) {
        REQUIRE(page.find(down_role, down) != 0);
        tree.on_press(page.find(down_role, down), true);
        tree.on_press(up == nullptr ? 0 : page.find(up_role, up), false);
        tree.begin_frame(100, 100);
        draw();
        tree.end_frame();
    };
    press("a", "Second", "a", "Second");
    CHECK_FALSE(first);
    CHECK(second);
    settle(tree, page, draw);
    CHECK_FALSE(second);  // once
    press("span", "Words", "a", "Second");
    CHECK(second);
    press("a", "Second", "button", "First");
    CHECK_FALSE(first);
    CHECK_FALSE(second);
    press("a", "Second", nullptr, nullptr);
    CHECK_FALSE(second);
    // Nothing that asks is there: as ImGui says.
    press("span", "Elsewhere", "span", "Elsewhere");
    CHECK(first);
    CHECK_FALSE(second);
}

TEST_CASE("ids given twice are counted and both are shown") {
    Tree tree;
    FakePage page(tree);
    settle(tree, page, [&] {
        tree.leaf({.id = 5, .role = Role::button, .name = "One", .rect = {0, 0, 1, 1}});
        tree.leaf({.id = 5, .role = Role::button, .name = "Two", .rect = {0, 0, 1, 1}});
    });
    CHECK(tree.counters().duplicate_ids == 1);
    CHECK(tree.counters().first_duplicate == 5);
    CHECK(page.find("button", "Two") != 0);
}

TEST_CASE("children of a scrolling region stand in its content") {
    Tree tree;
    FakePage page(tree);
    float scroll = 0;
    const auto draw = [&] {
        float x = 0, y = 0;
        if (tree.take_scroll(1, x, y)) {
            scroll = y;
        }
        tree.begin({.id = 1,
                    .role = Role::region,
                    .name = "List",
                    .rect = {0, 100, 200, 300},
                    .scroll = {true, 0, scroll, 200, 2000}});
        tree.leaf({.id = 2, .role = Role::button, .name = "Far", .rect = {0, 100 + 900 - scroll, 200, 20}});
        tree.end();
    };
    settle(tree, page, draw);
    CHECK(page.at("button", "Far").y == 900);
    CHECK(page.at("region", "List").content_height == 2000);

    SECTION("the wheel moves the widget, and then the page") {
        CHECK(tree.on_wheel(50, 150, 0, 120));
        settle(tree, page, draw);
        CHECK(scroll == 120);
        CHECK(page.at("region", "List").scroll_y == 120);
        CHECK(page.at("button", "Far").y == 900);
        CHECK_FALSE(tree.on_wheel(50, 50, 0, 120));
        CHECK(tree.on_wheel(50, 150, 0, 99999));
        settle(tree, page, draw);
        CHECK(scroll == 1700);
        CHECK_FALSE(tree.on_wheel(50, 150, 0, 10));
    }
    SECTION("the browser moves the twin, and the widget follows without an echo") {
        const unsigned slot = page.find("region", "List");
        page.twins[slot].scroll_y = 640;
        CHECK(tree.on_scroll(slot, 0, 640));
        page.operations = 0;
        settle(tree, page, draw);
        CHECK(scroll == 640);
        CHECK(page.operations == 0);
        CHECK_FALSE(tree.on_scroll(slot, 0, 640.2f));
    }
    SECTION("a widget that does not follow has the last word") {
        const unsigned slot = page.find("region", "List");
        tree.on_scroll(slot, 0, 640);
        const auto stubborn = [&] {
            tree.begin({.id = 1,
                        .role = Role::region,
                        .name = "List",
                        .rect = {0, 100, 200, 300},
                        .scroll = {true, 0, 7, 200, 2000}});
            tree.end();
        };
        settle(tree, page, stubborn);
        CHECK(page.at("region", "List").scroll_y == 7);
    }
    SECTION("keys scroll what is around the focus") {
        page.give_focus(page.find("button", "Far"));
        CHECK(tree.on_key(Key::page_down, false, false, false));
        settle(tree, page, draw);
        CHECK(scroll == 270);
        CHECK(tree.on_key(Key::end, false, false, false));
        settle(tree, page, draw);
        CHECK(scroll == 1700);
    }
}

TEST_CASE("a page that starts anew gets everything again") {
    Tree tree;
    FakePage page(tree);
    const auto draw = [&] {
        tree.leaf({.id = 1, .role = Role::button, .name = "Only", .rect = {0, 0, 1, 1}});
    };
    settle(tree, page, draw);
    tree.forget_page();
    FakePage other(tree);
    settle(tree, other, draw);
    CHECK(other.find("button", "Only") != 0);
}

namespace {

// Everything a reader could meet, in the order of the page; numbers of twins left out.
std::string told(const FakePage& page, unsigned slot = 0, int depth = 0) {
    const Twin& twin = page.twins.at(slot);
    std::string all = std::string(static_cast<std::size_t>(depth), ' ') + twin.kind + " '" + twin.text + "' " +
                      std::to_string(twin.x) + "," + std::to_string(twin.y);
    for (const auto& [name, value] : twin.attributes) {
        all += name != "tabindex" ? " " + name + "=" + value : "";  // where the focus has been
    }
    all += "\n";
    for (const unsigned child : twin.children) {
        all += told(page, child, depth + 1);
    }
    return all;
}

}  // namespace

TEST_CASE("rows that come into view take the twins of rows that went") {
    Tree tree, anew;
    FakePage page(tree), other(anew);
    int first = 0;
    // Every third row has a second link, every fourth a description.
    const auto draw_in = [&](Tree& into) {
        into.begin({.id = 1, .role = Role::grid, .name = "Accounts", .rect = {0, 0, 500, 400}, .row_count = 1000});
        std::vector<int> rows;
        for (int row = first; row < first + 12; ++row) {
            rows.push_back(row);
        }
        const Id focused = into.grid_focus(1).row_id;
        const int kept = focused != 0 ? static_cast<int>(focused - 1000) / 10 : first;
        if (kept < first || kept >= first + 12) {
            rows.insert(kept < first ? rows.begin() : rows.end(), kept);
        }
        for (const int row : rows) {
            const Id id = 1000 + static_cast<Id>(row) * 10;
            const std::string name = "Row " + std::to_string(row);
            const float y = static_cast<float>(row - first) * 30;
            into.begin({.id = id, .role = Role::row, .name = name, .rect = {0, y, 500, 30}, .row = row});
            into.begin({.role = Role::rowheader, .rect = {0, y, 100, 30}, .column = 0});
            into.leaf({.id = id + 1, .role = Role::link, .name = name, .description = row % 4 == 0 ? "new" : "",
                       .rect = {0, y, 100, 30}});
            into.end();
            into.begin({.role = Role::gridcell, .rect = {100, y, 100, 30}, .column = 1});
            if (row % 3 == 0) {
                into.leaf({.id = id + 2, .role = Role::link, .name = "Below", .rect = {100, y, 50, 30}});
            }
            into.end();
            into.end();
        }
        into.end();
    };
    const auto draw = [&] { draw_in(tree); };
    settle(tree, page, draw);
    const auto slots = [&] {
        std::vector<unsigned> all;
        for (const auto& [slot, twin] : page.twins) {
            all.push_back(slot);
        }
        return all;
    };
    const std::vector<unsigned> before = slots();
    for (const int next : {300, 303, 306, 294, 0}) {
        first = next;
        settle(tree, page, draw);
        CHECK(slots() == before);
    }
    // The same as a page that has seen nothing else, also where not every row finds one like it, and with a row
    // that keeps the focus although it is scrolled away.
    page.give_focus(page.find("a", "Row 5"));
    for (const int next : {1, 7, 640, 641, 11, 2}) {
        first = next;
        settle(tree, page, draw);
        CHECK(page.focused_name() == "Row 5");
    }
    page.give_focus(0);
    settle(tree, page, draw);
    settle(anew, other, [&] { draw_in(anew); });
    CHECK(told(page) == told(other));
}
