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
