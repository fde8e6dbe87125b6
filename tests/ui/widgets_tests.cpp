#include <array>
#include <optional>
#include <string>
#include <utility>

#include "catch.h"
#include "scene.h"
#include "ui/words.h"

using namespace parasol;
using namespace ui_tests;

TEST_CASE("a button is pressed by pointer and without one") {
    Scene scene;
    scene.platform.prefs.reduced_motion = true;
    int presses = 0;
    const auto draw = [&] {
        presses += ui::button("Join Federation", {.description = "Asks for the code."});
        presses += 100 * ui::button("Leave", {.disabled = "Nobody else is a member. Dissolve it instead."});
        presses += 100 * ui::button("Save", {.busy = true});
    };
    scene.settle(draw);
    CHECK(scene.attribute("button", "Join Federation", "aria-description") == "Asks for the code.");
    CHECK(scene.attribute("button", "Leave", "aria-disabled") == "true");
    CHECK(scene.attribute("button", "Leave", "aria-description") ==
          "Nobody else is a member. Dissolve it instead.");
    CHECK(scene.attribute("button", "Save", "aria-busy") == "true");
    scene.press("button", "Join Federation", draw);
    CHECK(presses == 1);
    scene.click("button", "Join Federation", draw);
    CHECK(presses == 2);
    scene.press("button", "Leave", draw);
    scene.click("button", "Leave", draw);
    scene.click("button", "Save", draw);
    CHECK(presses == 2);
}

TEST_CASE("a link has an address and is followed by a plain click only") {
    Scene scene;
    const auto draw = [&] {
        ui::link("Harbour Telecom", "/own/1/accounts");
        ui::icon_link(icon_folder_tree, "Account Link", "/own/2/account");
    };
    scene.settle(draw);
    CHECK(scene.attribute("a", "Harbour Telecom", "href") == "#/own/1/accounts");
    scene.click("a", "Harbour Telecom", draw);
    CHECK(scene.followed == "/own/1/accounts");
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    scene.click("a", "Account Link", draw);
    CHECK(scene.followed == "/own/1/accounts");
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    scene.click("a", "Account Link", draw);
    CHECK(scene.followed == "/own/2/account");
}

TEST_CASE("headings have their levels and the new page's gets the focus") {
    Scene scene;
    bool arrived = true;
    const auto draw = [&] {
        ui::page_heading("Federations", "View or Manage company federations.", arrived);
        ui::heading(2, "Members (3)");
        ui::button("Elsewhere");
    };
    scene.settle(draw);
    CHECK(scene.page.focus == 0);  // the focus is not pulled into the page from outside
    scene.page.give_focus(scene.page.find("button", "Elsewhere"));
    arrived = true;
    scene.settle([&] {
        draw();
        arrived = false;
    });
    CHECK(scene.page.focused_name() == "Federations");
    CHECK(scene.at("h1", "Federations").width > 0);
    CHECK(scene.at("h2", "Members (3)").y > scene.at("h1", "Federations").y);
    CHECK(scene.page.find("span", "View or Manage company federations.") != 0);
}

TEST_CASE("a heading that the keyboard led to shows a ring, and one that a pointer led to does not") {
    Scene scene;
    bool made = false;
    const auto draw = [&] {
        const ui::Main main("page");
        if (ui::button("Create")) made = true;
        const ui::Card card("Access Code", {.arrived = std::exchange(made, false)});
    };
    scene.settle(draw);
    scene.page.give_focus(scene.page.find("button", "Create"));
    scene.press("button", "Create", draw);
    CHECK(scene.page.focused_name() == "Access Code");
    const auto drawn_with = [&](bool visible) {
        scene.tree.on_focus(scene.page.focus, visible);
        scene.settle(draw);
        return ImGui::GetDrawData()->TotalVtxCount;
    };
    CHECK(drawn_with(true) > drawn_with(false));
    scene.click("button", "Create", draw);
    CHECK(scene.page.focused_name() == "Access Code");
    CHECK(drawn_with(true) == drawn_with(false));  // whatever the browser thinks
}

TEST_CASE("a text field takes what the page typed, with its label, hint and error") {
    Scene scene;
    std::string value = "Ada", number;
    ui::FieldResult last;
    std::string error;
    const auto draw = [&] {
        last = ui::text_field("Name", value,
                              {.description = "As on the contract.",
                               .error = error,
                               .autocomplete = "organization",
                               .required = true,
                               .max_length = 200});
        ui::number_field("Uses", number);
    };
    scene.settle(draw);
    const Twin& field = scene.at("input text", "Name");
    CHECK(field.value == "Ada");
    CHECK(FakePage::attribute(field, "aria-required") == "true");
    CHECK(FakePage::attribute(field, "autocomplete") == "organization");
    CHECK(FakePage::attribute(field, "maxlength") == "200");
    CHECK(FakePage::attribute(field, "aria-description") == "As on the contract.");
    scene.page.give_focus(scene.page.find("input text", "Name"));
    scene.tree.on_edit(scene.page.focus, "Ada Lovelace");
    scene.frame(draw);
    CHECK(last.changed);
    CHECK(value == "Ada Lovelace");
    scene.tree.on_key(semantics::Key::enter, false, false, false);
    scene.frame(draw);
    CHECK(last.submitted);
    error = "Another account has this name.";
    scene.settle(draw);
    CHECK(scene.attribute("input text", "Name", "aria-invalid") == "true");
    CHECK(scene.page.find("span", error) != 0);
    CHECK(scene.attribute("input text", "Uses", "inputmode") == "numeric");
    scene.tree.on_edit(scene.page.find("input text", "Uses"), "1.5");
    scene.settle(draw);
    CHECK(number == "1.5");  // the form says what is wrong with it
}

TEST_CASE("a refused form leads the focus to its first field that is wrong, again and again, and never by itself") {
    Scene scene;
    std::string name, reference;
    bool wrong = false;
    const auto draw = [&] {
        const ui::Main main("form");
        ui::text_field("Name", name);
        ui::text_field("Reference", reference, {.error = wrong ? "It is taken." : std::string_view{}});
        ui::text_field("Town", reference, {.error = wrong ? "It is unknown." : std::string_view{}, .id = "town"});
        if (ui::button("Add")) {
            wrong = true;
            ui::focus_error();
        }
        if (ui::button("Check")) wrong = true;
    };
    scene.settle(draw);
    scene.page.give_focus(scene.page.find("button", "Check"));
    scene.press("button", "Check", draw);
    CHECK(scene.page.focused_name() == "Check");
    for (int time = 0; time < 2; ++time) {
        scene.page.give_focus(scene.page.find("button", "Add"));
        scene.press("button", "Add", draw);
        CHECK(scene.page.focused_name() == "Reference");
    }
}

TEST_CASE("why a field was refused goes when it is edited, and comes back when it is refused again") {
    Scene scene;
    std::string name, days = "abc";
    std::optional<Refusal> refusal, other;
    const auto draw = [&] {
        const ui::Main main("form");
        ui::text_field("Name", name, {.description = "As on the contract.", .refusal = &refusal});
        ui::text_area("Reason", days, {.error = "Too short.", .refusal = &other});
        if (ui::button("Add")) {
            refusal = name.size() < 4 ? std::optional(Refusal::name_missing) : std::nullopt;
            other = Refusal::text_too_long;
            ui::focus_error();
        }
    };
    const std::string why(words::of(Refusal::name_missing));
    const auto is_said = [&] {
        CHECK((scene.attribute("input text", "Name", "aria-invalid") == "true") == (scene.page.find("span", why) != 0));
        return scene.page.find("span", why) != 0;
    };
    scene.settle(draw);
    CHECK_FALSE(is_said());
    for (const char* typed : {"A", "Ad"}) {
        scene.page.give_focus(scene.page.find("button", "Add"));
        scene.press("button", "Add", draw);
        CHECK(is_said());
        CHECK(scene.page.focused_name() == "Name");
        scene.settle(draw);
        CHECK(is_said());
        scene.tree.on_edit(scene.page.find("input text", "Name"), typed);
        scene.settle(draw);
        CHECK_FALSE(is_said());
        CHECK(scene.page.find("span", "As on the contract.") != 0);
    }
    // What is found anew in every frame stays as long as it is so.
    scene.tree.on_edit(scene.page.find("textarea", "Reason"), "b");
    scene.settle(draw);
    CHECK_FALSE(other);
    CHECK(scene.page.find("span", "Too short.") != 0);
}

TEST_CASE("choices say and change what is chosen") {
    Scene scene;
    bool on = false, notices = true, chip = false;
    int role = 0;
    static constexpr ui::Option roles[] = {
        {"Owner"}, {"Viewer", "Changes nothing."}, {"Nobody", {}, 0, "Choose another role."}};
    const auto draw = [&] {
        ui::checkbox("I have read it", on);
        ui::switch_button("Send notices", notices);
        ui::filter_chip("Suspended", chip);
        ui::radio_group("Role", role, roles);
    };
    scene.settle(draw);
    CHECK(scene.attribute("checkbox", "I have read it", "aria-checked") == "false");
    scene.click("checkbox", "I have read it", draw);
    CHECK(on);
    CHECK(scene.attribute("checkbox", "I have read it", "aria-checked") == "true");
    scene.press("switch", "Send notices", draw);
    CHECK_FALSE(notices);
    CHECK(scene.attribute("switch", "Send notices", "aria-checked") == "false");
    scene.click("button", "Suspended", draw);
    CHECK(scene.attribute("button", "Suspended", "aria-pressed") == "true");
    scene.click("radio", "Viewer", draw);
    CHECK(role == 1);
    CHECK(scene.attribute("radio", "Viewer", "aria-checked") == "true");
    CHECK(scene.attribute("radio", "Viewer", "aria-description") == "Changes nothing.");
    scene.click("radio", "Nobody", draw);
    CHECK(role == 1);
    CHECK(scene.at("radiogroup", "Role").children.size() == 3);
}

TEST_CASE("a select opens a list with the choice in focus, and closes on choosing and on Escape") {
    Scene scene;
    int kind = -1;
    static constexpr ui::Option kinds[] = {{"Partner"}, {"Reseller", "Sells on"}, {"Customer"}};
    const auto draw = [&] { ui::select("Kind", kind, kinds, {.placeholder = "Choose a kind"}); };
    scene.settle(draw);
    CHECK(scene.at("combobox", "Kind").text == "Choose a kind");
    CHECK(scene.attribute("combobox", "Kind", "aria-expanded") == "false");
    scene.page.give_focus(scene.page.find("combobox", "Kind"));
    scene.press("combobox", "Kind", draw);
    CHECK(scene.attribute("combobox", "Kind", "aria-expanded") == "true");
    CHECK(scene.page.focused_name() == "Partner");
    CHECK(scene.at("listbox", "Kind").children.size() == 3);
    CHECK(scene.at("region", "Kind").children.size() == 1);
    CHECK(scene.attribute("combobox", "Kind", "aria-controls") ==
          "n" + std::to_string(scene.page.find("listbox", "Kind")));
    scene.press("option", "Customer", draw);
    CHECK(kind == 2);
    CHECK(scene.at("combobox", "Kind").text == "Customer");
    CHECK(scene.page.find("listbox", "Kind") == 0);
    CHECK(scene.page.focused_name() == "Kind");
    scene.click("combobox", "Kind", draw);
    CHECK(scene.page.focused_name() == "Customer");
    scene.tree.on_key(semantics::Key::escape, false, false, false);
    scene.settle(draw);
    CHECK(scene.page.find("listbox", "Kind") == 0);
    CHECK(kind == 2);
    scene.click("combobox", "Kind", draw);
    scene.click("option", "Reseller", draw);
    CHECK(kind == 1);
}

TEST_CASE("tabs name their panel") {
    Scene scene;
    int chosen = 0;
    static constexpr ui::Tab items[] = {{"Contact details", icon_mail}, {"Tiered", icon_network, 3}};
    const auto draw = [&] {
        const ui::Tabs tabs("Information", chosen, items);
        ui::text(chosen == 0 ? "Who to write to" : "The federation");
    };
    scene.settle(draw);
    CHECK(scene.attribute("tab", "Contact details", "aria-selected") == "true");
    CHECK(scene.page.find("span", "Who to write to") != 0);
    scene.click("tab", "Tiered 3", draw);
    CHECK(chosen == 1);
    CHECK(scene.attribute("tab", "Tiered 3", "aria-selected") == "true");
    CHECK(scene.page.find("span", "The federation") != 0);
    bool labelled = false;
    for (const auto& [slot, twin] : scene.page.twins) {
        labelled = labelled ||
                   (FakePage::role_of(twin) == "tabpanel" && twin.attributes.count("aria-labelledby") > 0);
    }
    CHECK(labelled);
}

TEST_CASE("facts read as label and value") {
    Scene scene;
    const auto draw = [&] {
        const ui::Card card("Details");
        ui::Facts facts;
        facts.row("Account Number", "412345678");
        facts.row("Third Party Reference", "");
        facts.begin_row("State");
        ui::badge("Active", ui::Tone::success);
        facts.end_row();
    };
    scene.settle(draw);
    CHECK(scene.at("region", "Details").height > 100);
    CHECK(scene.page.find("h2", "Details") != 0);
    CHECK(scene.page.find("term", "Account Number") != 0);
    CHECK(scene.page.find("span", "412345678") != 0);
    CHECK(scene.page.find("span", "Not Provided") != 0);
    CHECK(scene.page.find("span", "Active") != 0);
}

TEST_CASE("a copy button copies and says so") {
    Scene scene;
    const auto draw = [&] { ui::copy_button("ACDE-FGHJ-KMNP", "access code"); };
    scene.settle(draw);
    scene.press("button", "Copy access code", draw);
    CHECK(scene.platform.clipboard == "ACDE-FGHJ-KMNP");
    scene.platform.deliver();
    scene.settle(draw);
    REQUIRE(scene.page.announcements.size() == 1);
    CHECK(scene.page.announcements[0] == "Copied the access code.");
    CHECK(scene.platform.timer_ms > 0);
    scene.platform.clipboard_refuses = true;
    scene.press("button", "Copy access code", draw);
    scene.platform.deliver();
    scene.settle(draw);
    CHECK(scene.page.announcements.back().find("copy it by hand") != std::string::npos);
}

TEST_CASE("a toast is said once, shown, and goes") {
    Scene scene;
    const auto draw = [&] { ui::button("Anything"); };
    scene.settle(draw);
    ui::toast("Saved.");
    scene.settle(draw);
    CHECK(scene.page.announcements.size() == 1);
    CHECK(scene.page.find("span", "Saved.") != 0);
    // Not outside of all landmarks, where few would find it.
    CHECK_FALSE(scene.at("region", "Messages").children.empty());
    scene.platform.time_ms += 20'000;
    scene.settle(draw);
    CHECK(scene.page.find("span", "Saved.") == 0);
    CHECK(scene.page.find("region", "Messages") == 0);
    CHECK(scene.page.announcements.size() == 1);
}

TEST_CASE("a toast gives way to the next one, and goes with the page or the person it was for") {
    Scene scene;
    const auto draw = [] { const ui::Main main("page"); };
    scene.settle(draw);
    ui::toast("Invited ann@example.com");
    scene.settle(draw);
    CHECK(scene.page.find("span", "Invited ann@example.com") != 0);
    ui::toast("Revoked the invitation of ann@example.com");
    scene.settle(draw);
    CHECK(scene.page.find("span", "Invited ann@example.com") == 0);
    CHECK(scene.page.find("span", "Revoked the invitation of ann@example.com") != 0);
    ui::drop_toast();
    scene.settle(draw);
    CHECK(scene.page.find("span", "Revoked the invitation of ann@example.com") == 0);
}

TEST_CASE("the bars, the rail and the screen are landmarks") {
    Scene scene;
    static constexpr ui::Crumb crumbs[] = {{"Operator", "/a"}, {"Partner", "/b"}, {"Customer", "/c"}};
    static constexpr ui::RailItem items[] = {{"Accounts", "/accounts", icon_building_2, true, 3},
                                             {"Federation", "/federation", icon_network}};
    const auto draw = [&] {
        {
            ui::TopBar bar("Parasol", 0, "/home");
            bar.breadcrumb(crumbs);
            bar.end();
            ui::icon_button(icon_user_round, "Switch account");
        }
        ui::band("Acting for another account", icon_network, "Acting in Customer for Partner");
        ui::rail("Account", items);
        const ui::Main main("here");
        ui::page_heading("Accounts");
    };
    scene.settle(draw);
    CHECK(scene.attribute("a", "Home", "href") == "#/home");
    CHECK(scene.at("nav", "Breadcrumb").children.size() == 3);
    CHECK(scene.attribute("a", "Customer", "aria-current") == "page");
    CHECK(scene.attribute("a", "Accounts 3", "aria-current") == "page");
    CHECK(scene.page.find("span", "Acting in Customer for Partner") != 0);
    scene.click("a", "Federation", draw);
    CHECK(scene.followed == "/federation");
    bool main_found = false;
    for (const auto& [slot, twin] : scene.page.twins) {
        main_found = main_found || twin.kind == "main";
    }
    CHECK(main_found);
}

TEST_CASE("a long breadcrumb keeps its ends and puts the middle into a menu") {
    Scene scene(390, 844);
    static constexpr ui::Crumb crumbs[] = {{"Parasol Operator", "/a"},
                                           {"Bluewater Partners", "/b"},
                                           {"Coastline Resale", "/c"},
                                           {"Dune Resale", "/d"},
                                           {"Harbour", "/e"}};
    const auto draw = [&] {
        ui::TopBar bar("Parasol", 0, "/home");
        bar.breadcrumb(crumbs);
    };
    scene.settle(draw);
    CHECK(scene.page.find("a", "Parasol Operator") != 0);
    CHECK(scene.page.find("a", "Harbour") != 0);
    CHECK(scene.page.find("a", "Bluewater Partners") == 0);
    scene.press("button", "Accounts between", draw);
    scene.press("menuitem", "Bluewater Partners", draw);
    CHECK(scene.followed == "/b");
}

TEST_CASE("what stands at the end of a line is as wide as it wants to be, also when it grows") {
    Scene scene;
    std::string label = "Add Account";
    const auto draw = [&] {
        {
            ui::Split split;
            ui::heading(1, "Accounts");
            split.end();
            ui::button(label, {.id = "add"});
        }
        ui::Row row({.align = ui::Align::end});
        ui::button("Go on with " + label, {.id = "go"});
    };
    float edge = 0;
    const auto width_at_the_edge = [&](const std::string& name) {
        const float width = scene.at("button", name).width;
        const float end = scene.middle_of(scene.page.find("button", name)).x + width / 2;
        if (edge == 0) edge = end;
        CHECK(end == Approx(edge));
        return width;
    };
    scene.settle(draw);
    const float width = width_at_the_edge("Add Account");
    const float row_width = width_at_the_edge("Go on with Add Account");
    label = "Add an account below Westcoast Cloud";
    scene.settle(draw);
    CHECK(width_at_the_edge(label) > width * 1.5f);
    CHECK(width_at_the_edge("Go on with " + label) > row_width * 1.2f);
}

TEST_CASE("a page's heading is not squeezed beside what can be done: that goes below where it is narrow") {
    Scene scene(390, 844);
    const std::string sentence = "Who looks after this account, and everything below it.";
    const auto draw = [&] {
        const ui::Main main("page");
        ui::Split split({.start_room = ui::heading_room});
        {
            ui::Column heading({.gap = 0});
            ui::page_heading("Administrators", sentence);
        }
        split.end();
        ui::button("Invite Administrator");
    };
    const auto button_is_below = [&] {
        const float line = scene.at("h1", "Administrators").height;
        const Twin& text = scene.at("span", sentence);
        const ImVec2 button = scene.middle_of(scene.page.find("button", "Invite Administrator"));
        const ImVec2 middle = scene.middle_of(scene.page.find("span", sentence));
        CHECK(text.height < 3 * line);
        return button.y > middle.y + text.height / 2;
    };
    scene.settle(draw);
    CHECK(button_is_below());
    CHECK(scene.at("span", sentence).width > 300);
    ImGui::GetIO().DisplaySize = {1280, 800};
    scene.settle(draw);
    CHECK_FALSE(button_is_below());
}

TEST_CASE("what is drawn after facts stands below them, also while they are not finished") {
    Scene scene;
    const auto draw = [&] {
        ui::Column column;
        ui::Facts facts;
        facts.row("Creator", "Blueface Control");
        facts.row("State", "Pending");
        ui::button("Withdraw");
    };
    scene.settle(draw);
    const auto middle = [&](std::string_view role, std::string_view name) {
        return scene.middle_of(scene.page.find(role, name)).y;
    };
    CHECK(middle("button", "Withdraw") > middle("term", "State") + 20);
    CHECK(middle("term", "State") > middle("term", "Creator") + 15);
}

TEST_CASE("what does not fit beside the others has a line of its own, uncut") {
    Scene scene;
    const auto draw = [&] {
        ui::Column column({.width = 300});
        ui::Row row;
        ui::button("Leave Federation");
        ui::button("Dissolve Federation");
        ui::muted("Expires in 30 days (22 Dec 2026)");
    };
    scene.settle(draw);
    const auto& leave = scene.at("button", "Leave Federation");
    const auto& dissolve = scene.at("button", "Dissolve Federation");
    CHECK(dissolve.y > leave.y);
    CHECK(dissolve.x == leave.x);
    CHECK(dissolve.width > leave.width);
    CHECK(scene.at("span", "Expires in 30 days (22 Dec 2026)").y > dissolve.y);
}
