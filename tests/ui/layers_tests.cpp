#include <array>
#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "scene.h"
#include "ui/widgets/field_frame.h"

using namespace parasol;
using namespace ui_tests;

namespace {

void escape(Scene& scene) { scene.tree.on_key(semantics::Key::escape, false, false, false); }

}  // namespace

TEST_CASE("a dialog takes the focus, holds what is behind it, and gives the focus back") {
    Scene scene;
    bool open = false;
    std::string code;
    int joined = 0;
    const auto draw = [&] {
        if (ui::button("Join Federation", {.opens = semantics::Opens::dialog})) {
            open = true;
        }
        if (ui::Dialog dialog("Join Federation", open, {.description = "Type the code."}); dialog) {
            ui::text_field("Access Code", code, {.autofocus = true});
            dialog.footer();
            if (ui::button("Cancel")) {
                dialog.close();
            }
            joined += ui::button("Join", {.kind = ui::ButtonKind::primary});
        }
    };
    scene.settle(draw);
    scene.page.give_focus(scene.page.find("button", "Join Federation"));
    scene.press("button", "Join Federation", draw);
    CHECK(scene.attribute("dialog", "Join Federation", "aria-modal") == "true");
    CHECK(scene.page.find("h2", "Join Federation") != 0);
    CHECK(scene.page.focused_name() == "Access Code");
    CHECK(scene.page.tab_stops() == std::vector<std::string>{"Access Code", "Cancel", "Join", "Close"});
    scene.check_coverage(draw);
    scene.click("button", "Join", draw);
    CHECK(joined == 1);
    // What is behind it is not pressed through it.
    scene.click("button", "Join Federation", draw);
    CHECK(open);
    escape(scene);
    scene.settle(draw);
    CHECK_FALSE(open);
    CHECK(scene.page.find("dialog", "Join Federation") == 0);
    CHECK(scene.page.focused_name() == "Join Federation");
    scene.press("button", "Join Federation", draw);
    scene.click("button", "Close", draw);
    CHECK_FALSE(open);
    scene.press("button", "Join Federation", draw);
    scene.press("button", "Cancel", draw);
    CHECK_FALSE(open);
}

TEST_CASE("a dialog taller than the canvas scrolls inside and keeps its footer in view") {
    Scene scene(390, 600);
    bool open = true;
    const auto draw = [&] {
        ui::Dialog dialog("Long", open);
        for (int line = 0; line < 80; ++line) {
            ui::text("Line " + std::to_string(line));
        }
        dialog.footer();
        ui::button("Done");
    };
    scene.settle(draw);
    const ImVec2 done = scene.middle_of(scene.page.find("button", "Done"));
    CHECK(done.y < 590);
    CHECK(done.y > 300);
    bool scrolls = false;
    for (const auto& [slot, twin] : scene.page.twins) {
        scrolls = scrolls || twin.content_height > 1200;
    }
    CHECK(scrolls);
}

TEST_CASE("confirming by name waits for the name") {
    Scene scene;
    bool open = true;
    std::string typed;
    ui::Confirmed last = ui::Confirmed::not_yet;
    static constexpr std::string_view points[] = {"Calls", "The directory"};
    const auto draw = [&] {
        const ui::Confirmed answer = ui::confirm(
            "Dissolve Federation", open, "Dissolve",
            {.text = "All lose what they share.", .points = points, .must_type = "Harbour"}, &typed);
        last = answer == ui::Confirmed::not_yet ? last : answer;
    };
    scene.settle(draw);
    CHECK(scene.page.find("alertdialog", "Dissolve Federation") != 0);
    CHECK(scene.page.find("span", "Calls") != 0);
    CHECK(scene.page.focused_name() == "Type Harbour to confirm");
    CHECK(scene.attribute("button", "Dissolve", "aria-disabled") == "true");
    scene.press("button", "Dissolve", draw);
    CHECK(last == ui::Confirmed::not_yet);
    scene.tree.on_edit(scene.page.find("input text", "Type Harbour to confirm"), "Harbour");
    scene.settle(draw);
    CHECK(scene.attribute("button", "Dissolve", "aria-disabled") == "-");
    scene.press("button", "Dissolve", draw);
    CHECK(last == ui::Confirmed::yes);
    CHECK(open);  // the screen closes it when the command has ended
    scene.press("button", "Cancel", draw);
    CHECK(last == ui::Confirmed::no);
    CHECK_FALSE(open);
}

TEST_CASE("a menu opens below its button and closes by choosing, Escape and a press elsewhere") {
    Scene scene;
    int renamed = 0;
    const auto draw = [&] {
        if (ui::Menu menu("More actions", {.kind = ui::ButtonKind::quiet, .icon = icon_more_horizontal});
            menu) {
            renamed += menu.item("Rename", icon_pencil);
            menu.separator();
            menu.item("Suspend", icon_pause, "Only from above.");
            menu.link("Details", "/details");
        }
        ui::button("Elsewhere");
    };
    scene.settle(draw);
    CHECK(scene.attribute("button", "More actions", "aria-haspopup") == "menu");
    scene.page.give_focus(scene.page.find("button", "More actions"));
    scene.press("button", "More actions", draw);
    CHECK(scene.page.focused_name() == "Rename");
    CHECK(scene.attribute("button", "More actions", "aria-expanded") == "true");
    scene.check_coverage(draw);
    scene.tree.on_key(semantics::Key::down, false, false, false);
    scene.settle(draw);
    CHECK(scene.page.focused_name() == "Suspend");
    scene.press("menuitem", "Suspend", draw);
    CHECK(scene.page.find("menu", "More actions") != 0);
    scene.press("menuitem", "Rename", draw);
    CHECK(renamed == 1);
    CHECK(scene.page.find("menu", "More actions") == 0);
    CHECK(scene.page.focused_name() == "More actions");
    scene.click("button", "More actions", draw);
    escape(scene);
    scene.settle(draw);
    CHECK(scene.page.find("menu", "More actions") == 0);
    scene.click("button", "More actions", draw);
    scene.click("button", "More actions", draw);
    CHECK(scene.page.find("menu", "More actions") == 0);
    scene.click("button", "More actions", draw);
    CHECK(scene.page.find("menu", "More actions") != 0);
    ImGui::GetIO().AddMousePosEvent(900, 700);
    scene.frame(draw);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    scene.frame(draw);
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    scene.settle(draw);
    CHECK(scene.page.find("menu", "More actions") == 0);
    scene.press("button", "More actions", draw);
    scene.press("menuitem", "Details", draw);
    CHECK(scene.followed == "/details");
}

TEST_CASE("suggestions are chosen with the keyboard while the focus stays in the field") {
    using semantics::Key;
    Scene scene;
    std::string typed;
    int chosen = -1;
    const std::array<ui::Suggestion, 2> all{ui::Suggestion{"Harbour Telecom", "Bluewater"},
                                            ui::Suggestion{"Ann Harbour", "Extension 204"}};
    bool none = false;
    const auto draw = [&] {
        const std::span<const ui::Suggestion> shown(all);
        const ui::SuggestResult result =
            ui::suggest_field("Search", typed, none ? shown.first(0) : shown, "Nothing has this name.");
        chosen = result.chosen >= 0 ? result.chosen : chosen;
    };
    scene.settle(draw);
    scene.page.give_focus(scene.page.find("combobox", "Search"));
    CHECK(scene.page.find("listbox", "Search") == 0);
    scene.tree.on_edit(scene.page.focus, "har");
    scene.settle(draw);
    CHECK(scene.page.find("listbox", "Search") != 0);
    CHECK(scene.page.focused_name() == "Search");
    CHECK(scene.attribute("combobox", "Search", "aria-activedescendant") != "-");
    scene.check_coverage(draw);
    scene.tree.on_key(Key::down, false, false, false);
    scene.settle(draw);
    CHECK(scene.attribute("option", "Ann Harbour, Extension 204", "aria-selected") == "true");
    scene.tree.on_key(Key::enter, false, false, false);
    scene.settle(draw);
    CHECK(chosen == 1);
    CHECK(scene.page.find("listbox", "Search") == 0);
    none = true;
    scene.tree.on_edit(scene.page.focus, "zz");
    scene.settle(draw);
    CHECK(scene.page.find("span", "Nothing has this name.") != 0);
    escape(scene);
    scene.settle(draw);
    CHECK(scene.page.find("listbox", "Search") == 0);
    scene.press("button", "Clear Search", draw);
    CHECK(typed.empty());
    CHECK(scene.page.focused_name() == "Search");
}

TEST_CASE("a chain that has no room loses its first names, never the nearest") {
    Scene scene;
    const std::vector<std::string> chain{"Operator", "Harbour Marine & Sons", "Coastline Resale"};
    scene.frame([&] {
        const ui::internal::Face face{ui::Type::small, ui::Weight::regular};
        const auto fits = [&](const char* words) {
            const float room = ui::internal::width_of(words, face);
            CHECK(ui::internal::chain_words(chain, face, room) == words);
            return room;
        };
        const float all = fits("Operator › Harbour Marine & Sons › Coastline Resale");
        CHECK(fits("… › Harbour Marine & Sons › Coastline Resale") < all);
        fits("… › Coastline Resale");
        CHECK(ui::internal::chain_words(chain, face, 5) == "… › Coastline Resale");
        CHECK(ui::internal::chain_words({}, face, 100).empty());
    });
}

TEST_CASE("suggestions stay inside of the dialog, and say the whole chain") {
    Scene scene(390, 844);
    bool open = true;
    std::string typed;
    const std::vector<std::string> chain{"Operator", "Harbour Marine & Sons", "Coastline Resale"};
    const std::array<ui::Suggestion, 1> found{ui::Suggestion{.label = "Dune", .detail = "Customer", .chain = chain}};
    const auto draw = [&] {
        const ui::Dialog dialog("Find", open, {.width = 600});
        ui::suggest_field("Search", typed, found, "None");
    };
    scene.settle(draw);
    scene.page.give_focus(scene.page.find("combobox", "Search"));
    scene.tree.on_edit(scene.page.focus, "dune");
    scene.settle(draw);
    const auto span = [&](std::string_view role, std::string_view name) {
        const unsigned slot = scene.page.find(role, name);
        REQUIRE(slot != 0);
        const float middle = scene.middle_of(slot).x, half = scene.page.twins.at(slot).width / 2;
        return std::pair(middle - half, middle + half);
    };
    CHECK(span("region", "Search").first >= span("dialog", "Find").first);
    CHECK(span("region", "Search").second <= span("dialog", "Find").second);
    CHECK(span("option", "Dune, Customer · Operator › Harbour Marine & Sons › Coastline Resale").second <= 390);
}

TEST_CASE("Enter in a one-line field presses the one thing to do in its dialog, unless that is disabled") {
    Scene scene;
    bool open = true, other = true;
    std::string name, reason;
    int added = 0, rejected = 0;
    std::string_view why;
    const auto draw = [&] {
        const ui::Main main("page");
        if (ui::Dialog dialog("Add Account", open); dialog) {
            ui::text_field("Name", name);
            if (ui::button("Other", {.kind = ui::ButtonKind::primary})) ++rejected;
            dialog.footer();
            if (ui::button("Cancel")) dialog.close();
            if (ui::button("Add", {.kind = ui::ButtonKind::primary, .disabled = why})) ++added;
        } else if (ui::Dialog second("Reject", other); second) {
            ui::text_field("Name of it", reason);
            second.footer();
            if (ui::button("Reject", {.kind = ui::ButtonKind::danger})) ++rejected;
        }
    };
    const auto enter = [&](const char* field) {
        scene.settle(draw);
        scene.page.give_focus(scene.page.find("input text", field));
        scene.tree.on_key(semantics::Key::enter, false, false, false);
        scene.settle(draw);
    };
    enter("Name");
    CHECK(added == 1);
    why = "Correct the e-mail address first.";
    enter("Name");
    CHECK(added == 1);
    open = false;
    enter("Name of it");
    CHECK(rejected == 0);
    CHECK(added == 1);
}
