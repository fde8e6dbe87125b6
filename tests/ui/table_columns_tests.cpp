// What a reader chooses of a table: which columns, how wide, in what order; and that it is there again.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "catch.h"
#include "scene.h"

using namespace parasol;
using namespace ui_tests;
using semantics::Key;

namespace {

constexpr ui::ColumnSpec columns[] = {
    {.key = "name", .title = "Name", .width = 200, .share = 2, .sortable = true},
    {.key = "number", .title = "Account Number", .width = 140, .sortable = true, .hide_order = 1},
    {.key = "state", .title = "State", .width = 100, .hide_order = 2},
    {.key = "since", .title = "Sign Up Date", .width = 120, .hide_order = 3},
    {.key = "links", .title = "Links", .width = 110, .share = 0, .align = ui::Align::end, .title_hidden = true},
};

// A browser, which remembers what each reader chose.
struct Device {
    std::map<std::pair<std::uint64_t, std::string>, std::string> kept;
    int writes = 0;
};

struct Page {
    Page(Device& device, std::uint64_t reader, float width = 1280) : scene(width) {
        settle();  // somebody else was here before
        state = {};
        sorts = 0;
        ui::Environment& environment = scene.environment;
        environment.reader = reader;
        environment.chosen = [&device, &environment](std::string_view key) {
            return device.kept[{environment.reader, std::string(key)}];
        };
        environment.keep_choice = [&device, &environment](std::string_view key, std::string_view choice) {
            device.kept[{environment.reader, std::string(key)}] = choice;
            ++device.writes;
        };
        settle();
    }

    void draw() {
        const ui::Main main("table", {.width = 0});
        const auto cell = [&](const ui::Cell& which) {
            if (which.column == 0) return ui::text("Account " + std::to_string(which.row));
            if (which.column == 4) return void(ui::icon_button(icon_x, "Remove"));
            ui::badge("Words " + std::to_string(which.column));
        };
        sorts += ui::table("Accounts", state,
                           {.columns = columns,
                            .rows = rows,
                            .row_id = [](int row) { return static_cast<std::uint64_t>(row) + 1; },
                            .cell = cell,
                            .fills_height = fills});
    }
    void settle() {
        scene.settle([&] { draw(); });
    }
    void press(std::string_view role, std::string_view name) {
        scene.press(role, name, [&] { draw(); });
    }
    bool shows(std::string_view title) const { return scene.page.find("columnheader", title) != 0; }
    // Of what stands between the paddings of a column's title.
    float width(std::string_view title) const { return scene.at("columnheader", title).width; }
    float left(std::string_view title) const {
        const unsigned slot = scene.page.find("columnheader", title);
        return scene.middle_of(slot).x - scene.page.twins.at(slot).width / 2;
    }
    void key(std::string_view role, std::string_view title, Key key, bool shift = true) {
        scene.page.give_focus(scene.page.find(role, title));
        scene.tree.on_key(key, shift, false, false);
        settle();
    }
    std::string said() const { return scene.page.announcements.empty() ? "" : scene.page.announcements.back(); }

    // What a pointer finds on the border after a title: the last twin there.
    unsigned border_after(std::string_view title) const {
        constexpr float padding = 10;
        const float x = left(title) + width(title) + padding;
        const unsigned grid = scene.page.find("grid", "Accounts");
        unsigned found = 0;
        for (const unsigned child : scene.page.twins.at(grid).children) {
            const Twin& twin = scene.page.twins.at(child);
            const float middle = scene.middle_of(child).x;
            found = FakePage::role_of(twin) == "div" && std::abs(middle - x) < 2 ? child : found;
        }
        return found;
    }
    void point(float x, float y) {
        ImGui::GetIO().AddMousePosEvent(x, y);
        scene.frame([&] { draw(); });
    }
    void button(unsigned slot, bool down) {
        ImGui::GetIO().AddMouseButtonEvent(0, down);
        scene.tree.on_press(slot, down);
        scene.frame([&] { draw(); });
    }
    // In two steps, as a hand does.
    void drag(std::string_view title, float by) {
        const unsigned border = border_after(title);
        INFO("border after " << title);
        REQUIRE(border != 0);
        const ImVec2 from = scene.middle_of(border);
        point(from.x, from.y);
        CHECK(ImGui::GetMouseCursor() == ImGuiMouseCursor_ResizeEW);
        button(border, true);
        point(from.x + by / 2, from.y);
        point(from.x + by, from.y);
        const int writes_before = writes != nullptr ? *writes : 0;
        settle();
        CHECK((writes == nullptr || *writes == writes_before));
        button(border, false);
        settle();
    }

    Scene scene;
    ui::TableState state;
    int rows = 20, sorts = 0;
    bool fills = true;
    const int* writes = nullptr;
};

constexpr std::string_view chooser = "Columns of Accounts", stored = "table:Accounts";

}  // namespace

TEST_CASE("columns are chosen in a list of those that can be, which stays open") {
    Device device;
    Page page(device, 1);
    page.scene.page.give_focus(page.scene.page.find("button", chooser));
    page.press("button", chooser);
    CHECK(page.scene.page.find("dialog", chooser) != 0);
    CHECK(page.scene.page.find("checkbox", "Name") == 0);
    CHECK(page.scene.page.find("checkbox", "Links") == 0);
    CHECK(page.scene.attribute("button", "Reset Columns", "aria-disabled") == "true");
    page.press("checkbox", "State");
    CHECK_FALSE(page.shows("State"));
    CHECK(page.scene.attribute("checkbox", "State", "aria-checked") == "false");
    CHECK(page.scene.attribute("grid", "Accounts", "aria-colcount") == "4");
    CHECK(page.scene.page.find("gridcell", "Words 2") == 0);
    page.press("checkbox", "Account Number");
    CHECK_FALSE(page.shows("Account Number"));
    page.scene.check_coverage([&] { page.draw(); });
    page.press("button", "Reset Columns");
    CHECK(page.shows("State"));
    CHECK(page.shows("Account Number"));
    page.scene.tree.on_key(Key::escape, false, false, false);
    page.settle();
    CHECK(page.scene.page.find("dialog", chooser) == 0);
    CHECK(page.scene.page.focused_name() == chooser);
}

TEST_CASE("what was switched on shows before what is shown where there is room, or the list says that there is none") {
    Device device;
    Page page(device, 2, 650);
    CHECK(page.shows("Account Number"));
    CHECK(page.shows("State"));
    CHECK_FALSE(page.shows("Sign Up Date"));
    page.press("button", chooser);
    CHECK(page.scene.attribute("checkbox", "Sign Up Date", "aria-checked") == "false");
    CHECK(page.scene.attribute("checkbox", "Sign Up Date", "aria-description") == "No room");
    CHECK(page.scene.attribute("checkbox", "State", "aria-description") == "-");
    page.press("checkbox", "Sign Up Date");
    CHECK(page.shows("Sign Up Date"));
    CHECK_FALSE(page.shows("State"));
    CHECK(page.scene.attribute("checkbox", "State", "aria-description") == "No room");
    page.press("checkbox", "Account Number");  // not by that: it goes
    page.press("checkbox", "Account Number");
    page.press("checkbox", "State");
    CHECK(page.scene.attribute("checkbox", "Sign Up Date", "aria-checked") == "true");
    CHECK(page.scene.attribute("checkbox", "Sign Up Date", "aria-description") == "No room");
    CHECK_FALSE(page.shows("Sign Up Date"));
    ImGui::GetIO().DisplaySize = {1280, 800};
    page.settle();
    CHECK(page.shows("Sign Up Date"));
    CHECK(page.scene.attribute("checkbox", "Sign Up Date", "aria-description") == "-");
}

TEST_CASE("Shift and an arrow key on a title change the width, which is said; no further than it can be read") {
    Device device;
    Page page(device, 3);
    const float before = page.width("Name"), next = page.width("State");
    page.key("button", "Name", Key::left);
    CHECK(page.width("Name") == before - 16);
    CHECK(page.said() == "Name, " + std::to_string(static_cast<int>(before) - 16 + 30) + " pixels wide");
    CHECK(page.width("State") > next);
    CHECK(page.scene.page.focused_name() == "Name");
    page.key("columnheader", "State", Key::right);
    CHECK(page.width("State") == Approx(next + 16).margin(12));
    for (int step = 0; step < 60; ++step) page.key("columnheader", "State", Key::left);
    CHECK(page.width("State") >= 30);
    CHECK(page.width("State") < 60);
    const int writes = device.writes;
    page.key("columnheader", "State", Key::left);
    CHECK(device.writes == writes);
    // Without Shift an arrow goes to the next title.
    const float now = page.width("State");
    page.key("columnheader", "State", Key::right, false);
    CHECK(page.scene.page.focused_name() == "Sign Up Date");
    CHECK(page.width("State") == now);
    page.key("columnheader", "State", Key::home);
    CHECK(page.width("State") > 80);
    CHECK(page.said() == "State, automatic width");
}

TEST_CASE("a border goes where the pointer takes it, moves nothing before it, and sorts nothing") {
    Device device;
    Page page(device, 4);
    page.writes = &device.writes;
    const float name = page.width("Name"), number = page.width("Account Number"), left = page.left("Account Number");
    page.drag("Account Number", 60);
    CHECK(page.width("Account Number") == number + 60);
    CHECK(page.width("Name") == name);
    CHECK(page.left("Account Number") == left);
    CHECK(device.writes == 1);
    page.drag("Account Number", -90);
    CHECK(page.width("Account Number") == number - 30);
    CHECK(page.left("Account Number") == left);
    CHECK(page.sorts == 0);
    page.scene.check_coverage([&] { page.draw(); });
    // Twice on the same place: as the table says.
    const unsigned border = page.border_after("Account Number");
    const ImVec2 at = page.scene.middle_of(border);
    page.point(at.x, at.y);
    for (int click = 0; click < 2; ++click) {
        page.button(border, true);
        page.button(border, false);
    }
    page.settle();
    CHECK(page.width("Account Number") != number - 30);
    CHECK(device.kept[{4, std::string(stored)}].find("number") == std::string::npos);
}

TEST_CASE("whatever is chosen, columns stay in the table's room and titles can be read") {
    for (const float width : {620.0f, 760.0f, 1000.0f, 1280.0f, 1900.0f}) {
        Device device;
        device.kept[{5, std::string(stored)}] = "name:700 number:on number:400 since:on";
        Page page(device, 5, width);
        INFO(width);
        const Twin& row = page.scene.at("row", "Account 0");
        const Twin& last = page.scene.page.twins.at(row.children.back());
        CHECK(last.x + last.width <= row.width + 0.5f);
        CHECK(last.width == Approx(110 - 30).margin(1));  // what was made wider gives back, not the others
        CHECK(page.width("Name") >= 100);
        page.key("button", "Name", Key::right);
        const Twin& after = page.scene.at("row", "Account 0");
        const Twin& end = page.scene.page.twins.at(after.children.back());
        CHECK(end.x + end.width <= after.width + 0.5f);
    }
}

TEST_CASE("widening pushes out what gives way, and stops before what does not") {
    Device device;
    Page page(device, 6, 800);
    CHECK(page.shows("Sign Up Date"));
    page.drag("Name", 200);
    CHECK(page.shows("Account Number"));
    CHECK_FALSE(page.shows("Sign Up Date"));
    page.drag("Name", 2000);
    CHECK_FALSE(page.shows("State"));
    CHECK(page.shows("Links"));
    CHECK(page.width("Name") < 800 - 110);
    page.drag("Name", -2000);
    CHECK(page.shows("Sign Up Date"));
    CHECK(page.shows("State"));
}

TEST_CASE("a short table does not become cards because a column was made wider") {
    Device device;
    Page page(device, 7, 900);
    page.fills = false;
    page.rows = 3;
    page.settle();
    page.drag("Name", 2000);
    for (const std::string_view title : {"Name", "Account Number", "State", "Sign Up Date", "Links"}) {
        INFO(title);
        CHECK(page.shows(title));
    }
    const float wide = page.width("Name");
    CHECK(wide > 300);
    ImGui::GetIO().DisplaySize = {740, 800};
    page.settle();
    CHECK(page.shows("Sign Up Date"));
    CHECK(page.width("Name") < wide);
    ImGui::GetIO().DisplaySize = {390, 800};
    page.settle();
    CHECK(page.scene.page.find("button", chooser) == 0);
}

TEST_CASE("what was chosen is there at the next visit, and not for another reader") {
    Device device;
    float name = 0, other = 0;
    {
        Page page(device, 8);
        other = page.width("Name");
        page.press("button", chooser);
        page.press("checkbox", "State");
        page.scene.tree.on_key(Key::escape, false, false, false);
        page.settle();
        page.key("button", "Name", Key::right);
        page.press("button", "Account Number");
        page.press("button", "Account Number");
        name = page.width("Name");
        CHECK(page.state.descending);
    }
    Page page(device, 9);
    CHECK(page.shows("State"));
    CHECK(page.width("Name") == other);
    CHECK(page.sorts == 0);
    // The same page, another reader: what a screen keeps goes with the one before.
    page.scene.environment.reader = 8;
    page.state = {};
    page.settle();
    CHECK_FALSE(page.shows("State"));
    CHECK(page.width("Name") == name);
    CHECK(page.sorts == 1);
    CHECK(page.state.sort_column == 1);
    CHECK(page.state.descending);
    // Another place where the table of this name stands, already drawn or not.
    ui::TableState elsewhere;
    CHECK(ui::recall_order("Accounts", elsewhere, columns));
    CHECK(elsewhere.sort_column == 1);
    CHECK_FALSE(ui::recall_order("Accounts", elsewhere, columns));
}

TEST_CASE("of what is stored and not understood only that is left out") {
    Device device;
    device.kept[{10, std::string(stored)}] =
        ":: : gone:off name:off name:99999 name:down number:off number:12x number:-80 number:39 state:up state:on "
        "state:200 links:off links:300 since:off since";
    Page page(device, 10);
    CHECK(page.shows("Name"));
    CHECK(page.state.sort_column == 0);
    CHECK(page.state.descending);
    CHECK_FALSE(page.shows("Account Number"));
    CHECK(page.width("State") == 180);
    CHECK(page.shows("Links"));
    CHECK_FALSE(page.shows("Sign Up Date"));
    CHECK(device.writes == 0);
    // The next choice writes what was understood.
    page.press("button", chooser);
    page.press("checkbox", "Sign Up Date");
    CHECK(device.kept[{10, std::string(stored)}] == "name:down number:off state:on state:200 since:on ");
}

TEST_CASE("the last title has room beside the table's buttons") {
    static constexpr ui::ColumnSpec few[] = {{.key = "may", .title = "May", .width = 260},
                                             {.key = "viewer", .title = "Viewer", .width = 80, .share = 0}};
    Scene scene(700);
    ui::TableState state;
    scene.settle([&] {
        const ui::Main main("table", {.width = 0});
        const auto cell = [](const ui::Cell&) { ui::text("yes"); };
        const auto row_id = [](int row) { return static_cast<std::uint64_t>(row) + 1; };
        ui::table("Roles", state, {.columns = few, .rows = 2, .row_id = row_id, .cell = cell});
    });
    const auto edges = [&](std::string_view role, std::string_view name) {
        const unsigned slot = scene.page.find(role, name);
        const float middle = scene.middle_of(slot).x, half = scene.page.twins.at(slot).width / 2;
        return std::pair(middle - half, middle + half);
    };
    const auto title = edges("columnheader", "Viewer"), buttons = edges("button", "Columns of Roles");
    CHECK(title.second - title.first > 30);
    CHECK(title.second <= buttons.first);
}

TEST_CASE("a file has the columns that are not shown too") {
    Device device;
    device.kept[{11, std::string(stored)}] = "state:off";
    Page page(device, 11);
    page.press("button", "Download Accounts as CSV");
    CHECK(page.scene.platform.saved_bytes.find("Name,Account Number,State,Sign Up Date\r\n") != std::string::npos);
    CHECK(page.scene.platform.saved_bytes.find("Account 0,Words 1,Words 2,Words 3\r\n") != std::string::npos);
}

TEST_CASE("a row that is asked for is scrolled into view and has the focus") {
    for (const float width : {1280.0f, 390.0f}) {
        Device device;
        Page page(device, 12, width);
        page.rows = 10'000;
        page.settle();
        page.state.go_to = 7'001;
        page.settle();
        CHECK(page.state.go_to == 0);
        CHECK(page.scene.page.focused_name() == "Account 7000");
        const ImVec2 middle = page.scene.middle_of(page.scene.page.focus);
        CHECK(middle.y > 40);
        CHECK(middle.y < 790);
        // One that is not there moves nothing, and is not waited for.
        page.state.go_to = 77'777;
        page.settle();
        CHECK(page.state.go_to == 0);
        CHECK(page.scene.page.focused_name() == "Account 7000");
    }
}
