#include "fake_page.h"

using namespace semantics_tests;

namespace {

struct Form {
    Tree& tree;
    std::string value, other;
    bool corrects = false, takes = true, popup = false, readonly = false;

    void draw() {
        if (takes && tree.take_edit(1, value) && corrects) {
            for (char& c : value) {
                c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            }
        }
        tree.leaf({.id = 1,
                   .role = Role::textbox,
                   .name = "Code",
                   .value = value,
                   .placeholder = "ABCD",
                   .error = value == "BAD" ? "No such code." : "",
                   .rect = {100, 100, 200, 30},
                   .readonly = readonly,
                   .type = {.size = 16}});
        tree.take_edit(2, other);
        tree.leaf(
            {.id = 2, .role = Role::textarea, .name = "Notes", .value = other, .rect = {100, 200, 200, 90}});
        if (popup) {
            tree.leaf({.id = 3,
                       .role = Role::listbox,
                       .name = "Codes",
                       .rect = {150, 120, 400, 100},
                       .grabs_focus = false,
                       .layer = true});
        }
    }
};

}  // namespace

TEST_CASE("what is typed reaches the widget and is not written back") {
    Tree tree;
    FakePage page(tree);
    Form form{tree, {}, {}};
    const auto draw = [&] { form.draw(); };
    settle(tree, page, draw);
    const unsigned slot = page.find("input text", "Code");
    page.give_focus(slot);
    settle(tree, page, draw);
    CHECK(page.twins[slot].editing);
    CHECK(tree.editing(1));

    page.twins[slot].value = "abc";
    tree.on_edit(slot, "abc");
    page.operations = 0;
    settle(tree, page, draw);
    CHECK(form.value == "abc");
    CHECK(page.operations == 0);

    SECTION("a correction is") {
        form.corrects = true;
        page.twins[slot].value = "abcd";
        tree.on_edit(slot, "abcd");
        settle(tree, page, draw);
        CHECK(form.value == "ABCD");
        CHECK(page.twins[slot].value == "ABCD");
    }
    SECTION("so is a change by the program") {
        form.value = "";
        settle(tree, page, draw);
        CHECK(page.twins[slot].value.empty());
    }
    SECTION("a widget that takes no edits gets its value back") {
        form.takes = false;
        page.twins[slot].value = "abcd";
        tree.on_edit(slot, "abcd");
        settle(tree, page, draw);
        CHECK(page.twins[slot].value == "abc");
    }
    SECTION("a field that cannot be written to refuses what a script puts in") {
        form.readonly = true;
        settle(tree, page, draw);
        tree.on_edit(slot, "zzz");
        page.twins[slot].value = "zzz";
        settle(tree, page, draw);
        CHECK(form.value == "abc");
        CHECK(page.twins[slot].value == "abc");
    }
    SECTION("an error is said") {
        form.value = "BAD";
        settle(tree, page, draw);
        CHECK(FakePage::attribute(page.twins[slot], "aria-invalid") == "true");
        CHECK(FakePage::attribute(page.twins[slot], "aria-description") == "No such code.");
    }
    SECTION("when the focus goes the canvas draws again") {
        page.give_focus(page.find("textarea", "Notes"));
        settle(tree, page, draw);
        CHECK_FALSE(page.twins[slot].editing);
        CHECK(page.at("textarea", "Notes").editing);
    }
}

TEST_CASE("the edited text is cut where a popup covers the field") {
    Tree tree;
    FakePage page(tree);
    Form form{tree, {}, {}};
    const auto draw = [&] { form.draw(); };
    settle(tree, page, draw);
    const unsigned slot = page.find("input text", "Code");
    page.give_focus(slot);
    settle(tree, page, draw);
    CHECK(page.twins[slot].clip.empty());
    form.popup = true;
    settle(tree, page, draw);
    CHECK(page.twins[slot].clip == "M0 0h200v20h-200ZM0 20h50v10h-50Z");
    CHECK(page.focus == slot);
    SECTION("until the popup closes") {
        form.popup = false;
        settle(tree, page, draw);
        CHECK(page.twins[slot].clip.empty());
    }
    SECTION("or the field is left") {
        page.give_focus(page.find("textarea", "Notes"));
        settle(tree, page, draw);
        CHECK(page.twins[slot].clip.empty());
    }
}

TEST_CASE("Enter submits a line and breaks one in several") {
    Tree tree;
    FakePage page(tree);
    Form form{tree, {}, {}};
    bool submitted = false;
    const auto draw = [&] {
        form.draw();
        submitted = submitted || tree.submitted(1) || tree.submitted(2);
    };
    settle(tree, page, draw);
    page.give_focus(page.find("textarea", "Notes"));
    CHECK_FALSE(tree.on_key(Key::enter, false, false, false));
    page.give_focus(page.find("input text", "Code"));
    CHECK_FALSE(tree.on_key(Key::enter, false, false, true));
    settle(tree, page, draw);
    CHECK_FALSE(submitted);
    CHECK(tree.on_key(Key::enter, false, false, false));
    settle(tree, page, draw);
    CHECK(submitted);
}

TEST_CASE("a field gets the keys it asks for, and only these") {
    Tree tree;
    FakePage page(tree);
    int downs = 0;
    const auto draw = [&] {
        tree.leaf({.id = 1,
                   .role = Role::combobox_field,
                   .name = "Search",
                   .rect = {0, 0, 9, 9},
                   .keys = Key::down});
        downs += tree.key_pressed(1, Key::down);
    };
    settle(tree, page, draw);
    page.give_focus(page.find("combobox", "Search"));
    CHECK(tree.on_key(Key::down, false, false, false));
    CHECK_FALSE(tree.on_key(Key::up, false, false, false));
    settle(tree, page, draw);
    settle(tree, page, draw);
    CHECK(downs == 1);
}
