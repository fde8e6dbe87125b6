#include "fake_page.h"

using namespace semantics_tests;

namespace {

Node button(Id id, std::string_view name) {
    return {.id = id, .role = Role::button, .name = name, .rect = {0, static_cast<float>(id) * 10, 50, 10}};
}

}  // namespace

TEST_CASE("the focus is what the browser says") {
    Tree tree;
    FakePage page(tree);
    const auto draw = [&] {
        tree.begin({.id = 10, .role = Role::region, .name = "Box", .rect = {0, 0, 100, 100}});
        tree.leaf(button(1, "One"));
        tree.end();
        tree.leaf(button(2, "Two"));
    };
    settle(tree, page, draw);
    CHECK(page.tab_stops() == std::vector<std::string>{"One", "Two"});
    CHECK(tree.on_focus(page.find("button", "One"), false));
    CHECK(tree.focused(1));
    CHECK_FALSE(tree.focus_visible(1));
    CHECK(tree.focus_within(10));
    CHECK(tree.on_focus(page.find("button", "Two"), true));
    CHECK(tree.focus_visible(2));
    CHECK_FALSE(tree.focus_within(10));
    CHECK(tree.on_focus(0, false));
    CHECK(tree.focused_id() == 0);
}

TEST_CASE("where a pointer led to shows no ring, whatever the browser would do; keys bring it back") {
    Tree tree;
    FakePage page(tree);
    const auto draw = [&] {
        tree.leaf(button(1, "One"));
        tree.leaf({.id = 2, .role = Role::textbox, .name = "Text", .rect = {0, 20, 50, 10}});
    };
    settle(tree, page, draw);
    const auto shows = [&](Id id, const char* role, const char* name) {
        tree.on_focus(page.find(role, name), true);
        return tree.focus_visible(id);
    };
    const auto by_pointer = [&] {
        tree.on_press(page.find("button", "One"), true);
        tree.on_press(0, false);
    };
    by_pointer();
    CHECK_FALSE(shows(1, "button", "One"));
    CHECK(shows(2, "input text", "Text"));  // a field always does
    tree.before_tab(false);
    CHECK(shows(1, "button", "One"));
    by_pointer();
    tree.on_key(Key::enter, false, false, false);
    CHECK(shows(1, "button", "One"));
    by_pointer();
    tree.on_activate(page.find("button", "One"));
    CHECK(shows(1, "button", "One"));
}

TEST_CASE("a press without a pointer is said once, and never of what is disabled or behind a modal layer") {
    Tree tree;
    FakePage page(tree);
    bool dialog = false, disabled = false;
    int pressed = 0;
    const auto draw = [&] {
        Node node = button(1, "One");
        node.disabled = disabled;
        tree.leaf(node);
        pressed += tree.activated(1);
        if (dialog) {
            tree.begin({.id = 9,
                        .role = Role::dialog,
                        .name = "Ask",
                        .rect = {0, 0, 9, 9},
                        .layer = true,
                        .modal = true});
            tree.end();
        }
    };
    settle(tree, page, draw);
    CHECK(tree.on_activate(page.find("button", "One")));
    CHECK(tree.on_activate(page.find("button", "One")));
    settle(tree, page, draw);
    CHECK(pressed == 2);
    disabled = true;
    settle(tree, page, draw);
    CHECK_FALSE(tree.on_activate(page.find("button", "One")));
    disabled = false;
    dialog = true;
    settle(tree, page, draw);
    CHECK_FALSE(tree.on_activate(page.find("button", "One")));
    CHECK(pressed == 2);
}

TEST_CASE("a modal layer takes the focus, leaves nothing else reachable and gives the focus back") {
    Tree tree;
    FakePage page(tree);
    bool open = false, autofocus = false;
    const auto draw = [&] {
        tree.leaf(button(1, "Before"));
        tree.begin({.role = Role::group, .name = "Inside of the page"});
        tree.leaf(button(2, "Opener"));
        if (open) {
            tree.begin({.id = 50,
                        .role = Role::dialog,
                        .name = "Join",
                        .rect = {0, 0, 9, 9},
                        .layer = true,
                        .modal = true});
            tree.leaf({.role = Role::heading, .name = "Join", .level = 2});
            tree.leaf(button(51, "First"));
            Node last = button(52, "Last");
            last.autofocus = autofocus;
            tree.leaf(last);
            tree.end();
        }
        tree.end();
        open = open && !tree.dismissed(50);
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Opener"));
    open = true;
    autofocus = GENERATE(false, true);
    settle(tree, page, draw);
    CHECK(page.focused_name() == (autofocus ? "Last" : "First"));
    CHECK(page.tab_stops() == std::vector<std::string>{"First", "Last"});
    CHECK(page.at("dialog", "Join").parent == 0);
    CHECK(FakePage::attribute(page.at("dialog", "Join"), "aria-modal") == "true");

    CHECK(tree.on_key(Key::escape, false, false, false));
    settle(tree, page, draw);
    CHECK_FALSE(open);
    CHECK(page.find("dialog", "Join") == 0);
    CHECK(page.focused_name() == "Opener");
    CHECK(page.tab_stops() == std::vector<std::string>{"Before", "Opener"});
    CHECK_FALSE(tree.on_key(Key::escape, false, false, false));
}

TEST_CASE("layers over layers close one by one") {
    Tree tree;
    FakePage page(tree);
    int open = 0;
    const auto draw = [&] {
        tree.leaf(button(1, "Opener"));
        for (int layer = 0; layer < open; ++layer) {
            const Id id = static_cast<Id>(100 + layer * 10);
            tree.begin({.id = id,
                        .role = Role::dialog,
                        .name = "Dialog",
                        .rect = {0, 0, 9, 9},
                        .layer = true,
                        .modal = true});
            tree.leaf(button(id + 1, "Inner " + std::to_string(layer)));
            tree.end();
            open = tree.dismissed(id) ? layer : open;
        }
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Opener"));
    for (open = 1; open < 3; ++open) {
        settle(tree, page, draw);
    }
    open = 2;
    CHECK(page.focused_name() == "Inner 1");
    CHECK(tree.on_key(Key::escape, false, false, false));
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Inner 0");
    CHECK(tree.on_key(Key::escape, false, false, false));
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Opener");
}

TEST_CASE("a popup that is left closes, and Tab goes on from its opener") {
    Tree tree;
    FakePage page(tree);
    bool open = false;
    const auto draw = [&] {
        tree.leaf(button(1, "Opener"));
        tree.leaf(button(2, "Next"));
        if (open) {
            tree.begin({.id = 60, .role = Role::menu, .name = "Menu", .rect = {0, 0, 9, 9}, .layer = true});
            tree.leaf({.id = 61, .role = Role::menuitem, .name = "Cut", .rect = {0, 0, 9, 9}});
            tree.leaf({.id = 62, .role = Role::menuitem, .name = "Paste", .rect = {0, 9, 9, 9}});
            tree.end();
        }
        open = open && !tree.dismissed(60);
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Opener"));
    open = true;
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Cut");
    CHECK(page.tab_stops() == std::vector<std::string>{"Opener", "Next", "Cut"});
    CHECK(tree.on_key(Key::down, false, false, false));
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Paste");
    CHECK(tree.on_key(Key::down, false, false, false));
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Cut");
    CHECK(tree.on_typed("p"));
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Paste");
    CHECK_FALSE(tree.on_typed("x"));

    CHECK(tree.before_tab(false) == page.find("button", "Opener"));
    CHECK(tree.before_tab(true) == page.find("button", "Opener"));
    page.give_focus(page.find("button", "Next"));
    settle(tree, page, draw);
    CHECK_FALSE(open);
    CHECK(page.focused_name() == "Next");
}

TEST_CASE("Tab goes through a popup of several stops, and leaves it at its ends by its opener") {
    Tree tree;
    FakePage page(tree);
    bool open = false;
    const auto draw = [&] {
        tree.leaf({.id = 1, .role = Role::button, .name = "Opener", .rect = {0, 0, 9, 9}});
        tree.leaf({.id = 2, .role = Role::button, .name = "Next", .rect = {9, 0, 9, 9}});
        if (!open) {
            return;
        }
        tree.begin({.id = 60, .role = Role::dialog, .name = "Switcher", .rect = {0, 9, 9, 30}, .layer = true});
        tree.leaf({.id = 61, .role = Role::searchbox, .name = "Search", .rect = {0, 9, 9, 9}});
        tree.leaf({.id = 62, .role = Role::link, .name = "Account", .rect = {0, 18, 9, 9}});
        tree.leaf({.id = 63, .role = Role::button, .name = "Sign out", .rect = {0, 27, 9, 9}});
        tree.end();
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Opener"));
    open = true;
    settle(tree, page, draw);
    const auto leaves = [&](std::string_view role, std::string_view name, bool backwards) {
        REQUIRE(page.find(role, name) != 0);
        page.give_focus(page.find(role, name));
        settle(tree, page, draw);
        const unsigned first = tree.before_tab(backwards);
        CHECK((first == 0 || first == page.find("button", "Opener")));
        return first != 0;
    };
    CHECK_FALSE(leaves("input search", "Search", false));
    CHECK_FALSE(leaves("a", "Account", false));
    CHECK(leaves("button", "Sign out", false));
    CHECK_FALSE(leaves("button", "Sign out", true));
    CHECK(leaves("input search", "Search", true));
}

TEST_CASE("suggestions leave the focus in their field and are no tab stops") {
    Tree tree;
    FakePage page(tree);
    const auto draw = [&] {
        tree.leaf({.id = 1, .role = Role::combobox_field, .name = "Search", .rect = {0, 0, 9, 9}, .controls = 60,
                   .active = 61});
        tree.begin({.id = 60, .role = Role::listbox, .name = "Found", .rect = {0, 9, 9, 9}, .grabs_focus = false,
                    .layer = true});
        tree.leaf({.id = 61, .role = Role::option, .name = "Apple", .rect = {0, 9, 9, 9}});
        tree.end();
    };
    settle(tree, page, draw);
    page.give_focus(page.find("combobox", "Search"));
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Search");
    CHECK(page.tab_stops() == std::vector<std::string>{"Search"});
    const std::string option = "n" + std::to_string(page.find("option", "Apple"));
    CHECK(FakePage::attribute(page.at("combobox", "Search"), "aria-activedescendant") == option);
    CHECK(FakePage::attribute(page.at("listbox", "Found"), "data-passive") == "true");
}

TEST_CASE("a twin that goes hands its focus to what is beside it") {
    Tree tree;
    FakePage page(tree);
    std::vector<Id> ids{1, 2, 3};
    const auto draw = [&] {
        tree.leaf(button(90, "Rail"));
        tree.begin({.id = 80, .role = Role::main, .name = "", .rect = {0, 0, 90, 90}});
        for (const Id id : ids) {
            tree.leaf(button(id, "Button " + std::to_string(id)));
        }
        tree.end();
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Button 2"));
    ids = {1, 3};
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Button 3");
    ids = {1};
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Button 1");
    ids = {};
    settle(tree, page, draw);
    CHECK(page.focus == page.find("main", ""));
    CHECK(page.find("button", "Button 1") == 0);
}

TEST_CASE("where a whole section vanishes, the heading above gets the focus, not what another section offers") {
    Tree tree;
    FakePage page(tree);
    bool invited = true, section = true;
    const auto heading = [&](Id id, const char* words, int level) {
        tree.leaf({.id = id, .role = Role::heading, .name = words, .rect = {0, 0, 90, 20}, .level = level});
    };
    const auto draw = [&] {
        tree.begin({.id = 80, .role = Role::main, .name = "", .rect = {0, 0, 90, 90}});
        heading(70, "Requests", 1);
        if (section) {
            tree.begin({.id = 81, .role = Role::region, .name = "Invitations", .rect = {0, 20, 90, 30}});
            heading(71, "Invitations", 2);
            if (invited) tree.leaf(button(1, "Accept"));
            tree.end();
        }
        tree.begin({.id = 82, .role = Role::region, .name = "To decide", .rect = {0, 50, 90, 30}});
        heading(72, "To decide", 2);
        tree.leaf(button(2, "Open"));
        tree.end();
        tree.end();
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Accept"));
    SECTION("the section stays: its own heading") {
        invited = false;
        settle(tree, page, draw);
        CHECK(page.focused_name() == "Invitations");
        section = false;
        settle(tree, page, draw);
        CHECK(page.focused_name() == "Requests");
    }
    SECTION("the section goes with it") {
        section = false;
        settle(tree, page, draw);
        CHECK(page.focused_name() == "Requests");
    }
}

TEST_CASE("a widget that is away for a frame keeps its focus") {
    Tree tree;
    FakePage page(tree);
    bool there = true;
    const auto draw = [&] {
        tree.leaf(button(1, "One"));
        if (there) {
            tree.leaf(button(2, "Two"));
        }
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Two"));
    const unsigned slot = page.focus;
    there = false;
    frame(tree, page, draw);
    CHECK(tree.wants_frame());
    there = true;
    settle(tree, page, draw);
    CHECK(page.focus == slot);
}

TEST_CASE("a program asks for the focus, also before the node is there, and is forgotten if it never comes") {
    Tree tree;
    FakePage page(tree);
    int frames = 0;
    const auto draw = [&] {
        tree.leaf(button(1, "One"));
        if (++frames > 3) {
            tree.leaf({.id = 2, .role = Role::heading, .name = "Screen", .rect = {0, 0, 9, 9}, .level = 1});
        }
    };
    tree.request_focus(2);
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Screen");
    CHECK(page.tab_stops() == std::vector<std::string>{"One"});
    tree.request_focus(77);
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Screen");
    page.focus = 0;
    tree.on_focus(0, false);
    tree.request_focus(1, false);
    settle(tree, page, draw);
    CHECK(page.focus == 0);
    // On the page itself, as after the focused node has gone, it is not outside.
    tree.on_focus(0, false, true);
    tree.request_focus(1, false);
    settle(tree, page, draw);
    CHECK(page.focused_name() == "One");
}

TEST_CASE("choices are one tab stop, and arrows choose") {
    Tree tree;
    FakePage page(tree);
    int chosen = 1;
    const auto draw = [&] {
        tree.leaf(button(1, "Before"));
        tree.begin({.id = 20, .role = Role::radiogroup, .name = "Size"});
        for (int i = 0; i < 3; ++i) {
            const Id id = static_cast<Id>(21 + i);
            chosen = tree.activated(id) ? i : chosen;
            tree.leaf({.id = id,
                       .role = Role::radio,
                       .name = "Choice " + std::to_string(i),
                       .rect = {0, 0, 9, 9},
                       .checked = chosen == i ? State::yes : State::no});
        }
        tree.end();
    };
    settle(tree, page, draw);
    CHECK(page.tab_stops() == std::vector<std::string>{"Before", "Choice 1"});
    page.give_focus(page.find("radio", "Choice 1"));
    CHECK(tree.on_key(Key::right, false, false, false));
    settle(tree, page, draw);
    CHECK(chosen == 2);
    CHECK(page.focused_name() == "Choice 2");
    CHECK(tree.on_key(Key::down, false, false, false));
    settle(tree, page, draw);
    CHECK(chosen == 0);
    CHECK(page.tab_stops() == std::vector<std::string>{"Before", "Choice 0"});
}

TEST_CASE("a layer of the page below is not closed by a tooltip's Escape, and tooltips take no focus") {
    Tree tree;
    FakePage page(tree);
    bool tip = true;
    const auto draw = [&] {
        tree.leaf(button(1, "One"));
        if (tip) {
            tree.leaf({.id = 30,
                       .role = Role::tooltip,
                       .name = "What it does",
                       .rect = {0, 0, 9, 9},
                       .grabs_focus = false,
                       .layer = true});
        }
        tip = tip && !tree.dismissed(30);
    };
    page.give_focus(0);
    settle(tree, page, draw);
    CHECK(page.focus == 0);
    CHECK(tree.on_key(Key::escape, false, false, false));
    settle(tree, page, draw);
    CHECK_FALSE(tip);
}

TEST_CASE("where something that had the focus vanishes beside tabs, the chosen tab gets it") {
    Tree tree;
    FakePage page(tree);
    bool there = true;
    const auto draw = [&] {
        tree.begin({.id = 1, .role = Role::tablist, .name = "Parts", .rect = {0, 0, 200, 30}});
        tree.leaf({.id = 2, .role = Role::tab, .name = "First", .rect = {0, 0, 100, 30}, .selected = State::no});
        tree.leaf({.id = 3, .role = Role::tab, .name = "Second", .rect = {100, 0, 100, 30}, .selected = State::yes});
        tree.end();
        if (there) {
            tree.leaf({.id = 4, .role = Role::button, .name = "Create", .rect = {0, 40, 100, 30}});
        }
    };
    settle(tree, page, draw);
    page.give_focus(page.find("button", "Create"));
    settle(tree, page, draw);
    there = false;
    settle(tree, page, draw);
    CHECK(page.focused_name() == "Second");
}
