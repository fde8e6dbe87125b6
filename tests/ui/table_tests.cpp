#include <algorithm>
#include <chrono>
#include <numeric>
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
    {.key = "number", .title = "Account Number", .width = 140, .sortable = true},
    {.key = "state", .title = "State", .width = 100, .hide_order = 2},
    {.key = "since", .title = "Sign Up Date", .width = 120, .hide_order = 3},
    {.key = "links",
     .title = "Links",
     .width = 110,
     .share = 0,
     .align = ui::Align::end,
     .title_hidden = true},
};

struct Accounts {
    std::vector<int> order;
    ui::TableState state;
    int drawn = 0;
    bool fills = true, opens = false;
    int portal = -1;

    explicit Accounts(int count) : order(static_cast<std::size_t>(count)) {
        std::iota(order.begin(), order.end(), 0);
    }
    static std::string name(int number) { return "Account " + std::to_string(number); }

    bool draw() {
        drawn = 0;
        const ui::Main main("table", {.width = 0});
        // The options only refer to these, so they have names.
        const auto row_id = [&](int row) {
            return static_cast<std::uint64_t>(order[static_cast<std::size_t>(row)]) + 1;
        };
        const auto cell = [&](const ui::Cell& which) { draw_cell(which); };
        const auto details = [&](int row) {
            ui::text("Offers of " + name(order[static_cast<std::size_t>(row)]));
        };
        const auto empty = [] { ui::Empty place(icon_users, "No account is here.", "Add one."); };
        ui::TableOptions options{
            .columns = columns,
            .rows = static_cast<int>(order.size()),
            .row_id = row_id,
            .cell = cell,
            .empty = empty,
            .fills_height = fills,
        };
        const auto row_name = [&](int row) { return name(order[static_cast<std::size_t>(row)]); };
        if (opens) {
            options.row_name = row_name;
            options.details = details;
        }
        const bool sorted = ui::table("Accounts", state, options);
        if (sorted && state.descending) {
            std::reverse(order.begin(), order.end());
        }
        return sorted;
    }

  private:
    void draw_cell(const ui::Cell& cell) {
        const int number = order[static_cast<std::size_t>(cell.row)];
        drawn += cell.column == 0;
        switch (cell.column) {
        case 0:
            if (opens) {
                ui::row_opener(state, static_cast<std::uint64_t>(number) + 1,
                               "Show offers of " + name(number));
            }
            ui::link(name(number), "/a", {.quiet = true});
            break;
        case 1: ui::text(std::to_string(400'000'000 + number)); break;
        case 2: ui::badge(number % 2 == 0 ? "Active" : "Suspended"); break;
        case 3: ui::muted("22 Nov 2026"); break;
        default:
            ui::icon_link(icon_folder_tree, "Account Link", "/b");
            if (ui::icon_button(icon_external_link, "Portal Link")) {
                portal = number;
            }
        }
    }
};

int count_role(const FakePage& page, std::string_view role) {
    int count = 0;
    for (const auto& [slot, twin] : page.twins) {
        count += FakePage::role_of(twin) == role;
    }
    return count;
}

// The row that is called so.
unsigned row_of(const FakePage& page, std::string_view name) { return page.find("row", name); }

}  // namespace

TEST_CASE("of 100,000 rows only those in view are drawn and described") {
    Scene scene;
    Accounts accounts(100'000);
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    const Twin& grid = scene.at("grid", "Accounts");
    CHECK(FakePage::attribute(grid, "aria-rowcount") == "100001");
    CHECK(FakePage::attribute(grid, "aria-colcount") == "5");
    CHECK(accounts.drawn < 25);
    CHECK(accounts.drawn > 8);
    CHECK(count_role(scene.page, "row") == accounts.drawn + 1);
    CHECK(scene.attribute("row", "Account 0", "aria-rowindex") == "2");
    CHECK(scene.attribute("gridcell", "400000003", "aria-colindex") == "2");
    CHECK(count_role(scene.page, "columnheader") == 5);
    scene.check_coverage(draw);
}

TEST_CASE("a short table is described whole, also where it is out of view") {
    Scene scene(1280, 300);
    Accounts accounts(40);
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    CHECK(scene.page.find("row", "Account 0") != 0);
    CHECK(scene.page.find("row", "Account 39") != 0);
    Accounts longer(41);
    const auto draw_longer = [&] { longer.draw(); };
    scene.settle(draw_longer);
    CHECK(scene.page.find("row", "Account 40") == 0);
}

TEST_CASE("the table scrolls to its very end and the rows there are right") {
    Scene scene;
    Accounts accounts(100'000);
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    unsigned body = 0;
    for (const auto& [slot, twin] : scene.page.twins) {
        body = FakePage::role_of(twin) == "rowgroup" ? slot : body;
    }
    REQUIRE(body != 0);
    CHECK(scene.page.twins[body].content_height == 100'000 * 44.0f);
    scene.tree.on_scroll(body, 0, 1e9f);
    scene.settle(draw);
    CHECK(row_of(scene.page, "Account 99999") != 0);
    CHECK(scene.attribute("row", "Account 99999", "aria-rowindex") == "100001");
    const Twin& last = scene.page.twins[row_of(scene.page, "Account 99999")];
    CHECK(last.y + last.height == Approx(100'000 * 44.0f).margin(1));
    scene.tree.on_scroll(body, 0, 44 * 50'000.0f);
    scene.settle(draw);
    CHECK(row_of(scene.page, "Account 50000") != 0);
    CHECK(accounts.drawn < 25);
}

TEST_CASE("headers sort, and the focus stays with its row") {
    Scene scene;
    Accounts accounts(1000);
    int sorts = 0;
    const auto draw = [&] { sorts += accounts.draw(); };
    scene.settle(draw);
    CHECK(scene.attribute("columnheader", "Name", "aria-sort") == "none");
    CHECK(scene.attribute("columnheader", "Links", "aria-sort") == "-");
    scene.press("button", "Name", draw);
    CHECK(sorts == 1);
    CHECK(scene.attribute("columnheader", "Name", "aria-sort") == "ascending");
    scene.page.give_focus(scene.page.find("a", "Account 3"));
    scene.click("button", "Name", draw);
    CHECK(sorts == 2);
    CHECK(scene.attribute("columnheader", "Name", "aria-sort") == "descending");
    CHECK(scene.page.focused_name() == "Account 3");
    CHECK(scene.attribute("row", "Account 3", "aria-rowindex") == "998");
}

TEST_CASE("the keyboard goes through rows that were not drawn") {
    Scene scene;
    Accounts accounts(100'000);
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    scene.page.give_focus(scene.page.find("a", "Account 0"));
    scene.tree.on_key(Key::end, false, true, false);
    scene.settle(draw);
    CHECK(scene.page.focus != 0);
    CHECK(row_of(scene.page, "Account 99999") != 0);
    scene.tree.on_key(Key::home, false, false, false);
    scene.settle(draw);
    CHECK(scene.page.focused_name() == "Account 99999");
    scene.tree.on_key(Key::up, false, false, false);
    scene.settle(draw);
    CHECK(scene.page.focused_name() == "Account 99998");
    scene.tree.on_key(Key::home, false, true, false);
    scene.settle(draw);
    CHECK(scene.page.focused_name() == "Account 0");
    for (int step = 0; step < 30; ++step) {
        scene.tree.on_key(Key::down, false, false, false);
        scene.settle(draw);
    }
    CHECK(scene.page.focused_name() == "Account 30");
    // What has the focus can be seen.
    const ImVec2 middle = scene.middle_of(scene.page.focus);
    CHECK(middle.y < 790);
    CHECK(middle.y > 40);
}

TEST_CASE("several controls in a cell are entered, and rows tell equal names apart") {
    Scene scene;
    Accounts accounts(50);
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    const unsigned row = row_of(scene.page, "Account 7");
    unsigned portal = 0;
    for (const auto& [slot, twin] : scene.page.twins) {
        const bool inside = twin.parent != ~0u && scene.page.twins[twin.parent].parent == row;
        portal = inside && FakePage::name_of(twin) == "Portal Link" ? slot : portal;
    }
    REQUIRE(portal != 0);
    scene.tree.on_activate(portal);
    scene.settle(draw);
    CHECK(accounts.portal == 7);
}

TEST_CASE("a row opens in place and pushes the others down") {
    Scene scene;
    Accounts accounts(1000);
    accounts.opens = true;
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    CHECK(scene.page.find("treegrid", "Accounts") != 0);
    CHECK(scene.attribute("row", "Account 2", "aria-expanded") == "false");
    const float before = scene.page.twins[row_of(scene.page, "Account 3")].y;
    scene.press("button", "Show offers of Account 2", draw);
    CHECK(scene.attribute("row", "Account 2", "aria-expanded") == "true");
    CHECK(scene.attribute("button", "Show offers of Account 2", "aria-expanded") == "true");
    CHECK(scene.page.find("span", "Offers of Account 2") != 0);
    // The cell it stands in is called by what is in it.
    CHECK(scene.page.find("gridcell", "Details") == 0);
    CHECK(scene.page.twins[row_of(scene.page, "Account 3")].y > before + 20);
    CHECK(scene.page.twins[row_of(scene.page, "Account 1")].y < before);
    scene.check_coverage(draw);
    scene.press("button", "Show offers of Account 2", draw);
    CHECK(scene.page.twins[row_of(scene.page, "Account 3")].y == before);
}

TEST_CASE("columns give way where there is little room, and rows become cards on a phone") {
    Scene narrow(720, 800);
    Accounts accounts(100);
    const auto draw = [&] { accounts.draw(); };
    narrow.settle(draw);
    CHECK(narrow.page.find("columnheader", "Name") != 0);
    CHECK(narrow.page.find("columnheader", "State") != 0);
    ImGui::GetIO().DisplaySize = {610, 800};
    narrow.settle(draw);
    CHECK(narrow.page.find("columnheader", "Sign Up Date") == 0);
    CHECK(narrow.page.find("columnheader", "Account Number") != 0);
    ImGui::GetIO().DisplaySize = {390, 800};
    narrow.settle(draw);
    CHECK(count_role(narrow.page, "columnheader") == 0);
    const Twin& row = narrow.page.twins[row_of(narrow.page, "Account 1")];
    CHECK(row.height > 120);
    CHECK(row.children.size() == 5);
    narrow.press("button", "Sort", draw);
    narrow.press("menuitemradio", "Account Number", draw);
    CHECK(accounts.state.sort_column == 1);
    narrow.check_coverage(draw);
}

TEST_CASE("a short table in little room says everything in cards: facts in pairs, what can be done beside the title") {
    Scene scene(700, 800);
    Accounts accounts(3);
    accounts.fills = false;
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    CHECK(count_role(scene.page, "columnheader") == 0);
    const Twin& row = scene.page.twins[row_of(scene.page, "Account 1")];
    REQUIRE(row.children.size() == 5);
    const auto cell = [&](std::size_t at) { return scene.page.twins[row.children[at]]; };
    CHECK(cell(2).y == cell(1).y);
    CHECK(cell(2).x > cell(1).x + 200);
    CHECK(cell(3).y > cell(1).y);
    CHECK(cell(4).y < cell(1).y);
    CHECK(cell(4).x > cell(0).x + cell(0).width - 1);
    scene.check_coverage(draw);
    ImGui::GetIO().DisplaySize = {1280, 800};
    scene.settle(draw);
    CHECK(count_role(scene.page, "columnheader") == 5);
}

TEST_CASE("a table without rows says what to do next, or that they are on their way") {
    Scene scene;
    Accounts accounts(0);
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    CHECK(scene.attribute("grid", "Accounts", "aria-rowcount") == "1");
    CHECK(scene.page.find("span", "No account is here.") != 0);
    CHECK(scene.page.find("span", "Add one.") != 0);
}

TEST_CASE("a frame of 100,000 rows costs little") {
    Scene scene;
    Accounts accounts(100'000);
    const auto draw = [&] { accounts.draw(); };
    scene.settle(draw);
    unsigned body = 0;
    for (const auto& [slot, twin] : scene.page.twins) {
        body = FakePage::role_of(twin) == "rowgroup" ? slot : body;
    }
    const auto start = std::chrono::steady_clock::now();
    constexpr int frames = 200;
    for (int at = 0; at < frames; ++at) {
        scene.tree.on_scroll(body, 0, static_cast<float>(at * 997 % 90'000) * 44);
        scene.frame(draw);
    }
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    // Generous: this is also run under sanitizers and on a busy machine. The page's own figure is in
    // tests/bench.
    CHECK(spent.count() / frames < 20);
}

TEST_CASE("a text that is too long for its cell takes the lines that its column allows") {
    const std::string reason = "No account here and no row of the file has this number or reference. Correct it.";
    static constexpr ui::ColumnSpec one[] = {{.key = "row", .title = "Row", .width = 80, .share = 0},
                                             {.key = "reason", .title = "Reason", .width = 300, .share = 0}};
    static constexpr ui::ColumnSpec two[] = {
        {.key = "row", .title = "Row", .width = 80, .share = 0},
        {.key = "reason", .title = "Reason", .width = 300, .share = 0, .lines = 2}};
    const auto height_of_row = [&](std::span<const ui::ColumnSpec> specs, float width) {
        Scene scene(width);
        ui::TableState state;
        const auto row_id = [](int row) { return static_cast<std::uint64_t>(row) + 1; };
        const auto cell = [&](const ui::Cell& which) {
            ui::text(which.column == 0 ? "Row " + std::to_string(which.row) : reason);
        };
        scene.settle([&] {
            const ui::Main main("table", {.width = 0});
            ui::table("Mistakes", state, {.columns = specs, .rows = 3, .row_id = row_id, .cell = cell});
        });
        const auto& first = scene.at("row", "Row 0");
        CHECK(scene.at("row", "Row 1").y == Approx(first.y + first.height));
        return first.height;
    };
    CHECK(height_of_row(two, 1280) == Approx(height_of_row(one, 1280) + 20));
    CHECK(height_of_row(two, 390) >= height_of_row(one, 390) + 20);
    CHECK(height_of_row(two, 390) <= height_of_row(one, 390) + 60);
}

TEST_CASE("cards are as high as what they say, where all of them are described") {
    static constexpr ui::ColumnSpec columns[] = {
        {.key = "row", .title = "Row", .width = 80, .share = 0},
        {.key = "reason", .title = "Reason", .width = 300, .share = 0, .lines = 2}};
    const auto heights_of = [&](int rows) {
        Scene scene(390);
        ui::TableState state;
        const auto row_id = [](int row) { return static_cast<std::uint64_t>(row) + 1; };
        std::string words;
        const auto cell = [&](const ui::Cell& which) {
            words = "Missing.";
            for (int more = 0; which.row == 1 && more < 30; ++more) words += " Correct it.";
            ui::text(which.column == 0 ? "Row " + std::to_string(which.row) : words);
        };
        scene.settle([&] {
            const ui::Main main("table", {.width = 0});
            ui::table("Mistakes", state, {.columns = columns, .rows = rows, .row_id = row_id, .cell = cell});
            ui::button("After it");
        });
        std::vector<float> heights;
        float end = scene.at("row", "Row 0").y;
        for (int row = 0; row < 3; ++row) {
            const Twin& twin = scene.at("row", "Row " + std::to_string(row));
            CHECK(twin.y == Approx(end));
            end = twin.y + twin.height;
            heights.push_back(twin.height);
        }
        if (rows == 3) CHECK(scene.at("grid", "Mistakes").height == Approx(end - scene.at("row", "Row 0").y));
        return heights;
    };
    const auto few = heights_of(3), many = heights_of(100);
    CHECK(few[0] == few[2]);
    CHECK(few[1] == few[0] + 60);
    CHECK(many[0] == many[1]);
    CHECK(many[1] == few[1]);
}

TEST_CASE("cards in a card are parts of it, and all in them begins on its left edge") {
    static constexpr ui::ColumnSpec columns[] = {{.key = "name", .title = "Name", .width = 80},
                                                 {.key = "kind", .title = "Kind", .width = 80}};
    for (const float width : {1280.0f, 390.0f}) {
        Scene scene(width);
        ui::TableState members, codes;
        const auto row_id = [](int row) { return static_cast<std::uint64_t>(row) + 1; };
        const auto table = [&](std::string_view name, ui::TableState& state) {
            const auto cell = [&](const ui::Cell& which) {
                ui::text(std::string(name) + (which.column == 0 ? " first" : " kind"));
            };
            ui::table(name, state, {.columns = columns, .rows = 1, .row_id = row_id, .cell = cell});
        };
        const auto draw = [&] {
            const ui::Main main("page");
            const ui::Card card("Information");
            const ui::Column column({.gap = 16});
            ui::muted("View or manage.");
            {
                const ui::Card part("Access Code");
                ui::muted("No code can be used now.");
                table("Codes", codes);
            }
            const ui::Card part("Members", {.flush = true});
            table("Members", members);
        };
        scene.settle(draw);
        const auto left = [&](std::string_view role, std::string_view name) {
            const unsigned slot = scene.page.find(role, name);
            INFO(role << " " << name << " at " << width);
            REQUIRE(slot != 0);
            return scene.middle_of(slot).x - scene.page.twins.at(slot).width / 2;
        };
        const float edge = left("h2", "Information");
        CHECK(left("span", "View or manage.") == Approx(edge));
        CHECK(left("h2", "Access Code") == Approx(edge));
        CHECK(left("span", "No code can be used now.") == Approx(edge));
        CHECK(left("rowheader", "Codes first") == Approx(edge));
        CHECK(left("h2", "Members") == Approx(edge));
        CHECK(left("rowheader", "Members first") == Approx(edge));
        scene.check_coverage(draw);
    }
}
