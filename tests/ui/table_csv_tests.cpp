// A table saved as CSV.
#include <algorithm>
#include <string>
#include <string_view>

#include "catch.h"
#include "scene.h"

using namespace parasol;
using namespace ui_tests;

namespace {

constexpr ui::ColumnSpec columns[] = {
    {.key = "name", .title = "Name", .width = 400, .share = 1, .sortable = true},
    {.key = "state", .title = "State, now", .width = 300, .hide_order = 1},
    {.key = "code", .title = "Code", .width = 300, .hide_order = 2},
    {.key = "actions", .title = "Actions", .width = 100, .title_hidden = true},
};

struct Things {
    int rows = 2;
    bool loading = false;
    int pressed = 0;

    void draw() {
        const ui::Main main("things", {.width = 0});
        ui::TableState state;
        const auto cell = [&](const ui::Cell& which) {
            const bool second = which.row % 2 == 1;
            switch (which.column) {
                case 0: ui::link(second ? "=1+1" : "\"The\" Ada, Lovelace", "/a", {.name = "Open it"}); break;
                case 1:
                    ui::badge(second ? "Active" : "Suspended");
                    if (!second) ui::count_badge(1200, "1,200 open requests", ui::Tone::warning);
                    break;
                case 2: ui::code("ACDE-FGHJ"); break;
                default:
                    if (ui::icon_button(icon_x, second ? "Remove it" : "Remove Ada")) ++pressed;
            }
        };
        ui::table("All Things", state,
                  {.columns = columns,
                   .rows = rows,
                   .row_id = [](int row) { return static_cast<std::uint64_t>(row) + 1; },
                   .cell = cell,
                   .loading = loading});
    }
};

constexpr std::string_view whole =
    "\xEF\xBB\xBF"
    "Name,\"State, now\",Code\r\n"
    "\"\"\"The\"\" Ada, Lovelace\",\"Suspended, 1,200\",ACDE-FGHJ\r\n"
    "'=1+1,Active,ACDE-FGHJ\r\n";

}  // namespace

TEST_CASE("a table is saved with what it says, and with what there was no room for, but not as formulas") {
    for (const float width : {1280.0f, 390.0f}) {
        Scene scene(width, 800);
        Things things;
        const auto draw = [&] { things.draw(); };
        scene.settle(draw);
        scene.click("button", "Download All Things as CSV", draw);
        CHECK(scene.platform.saved_name == "parasol-all-things.csv");
        CHECK(scene.platform.saved_mime == "text/csv");
        CHECK(scene.platform.saved_bytes == whole);
        CHECK(things.pressed == 0);
        scene.check_coverage(draw);
        CHECK(scene.page.find("button", "Remove Ada") != 0);
    }
}

TEST_CASE("all rows are saved, not only those in view") {
    Scene scene;
    Things things;
    things.rows = 1000;
    const auto draw = [&] { things.draw(); };
    scene.settle(draw);
    scene.press("button", "Download All Things as CSV", draw);
    const std::string& saved = scene.platform.saved_bytes;
    CHECK(std::count(saved.begin(), saved.end(), '\n') == 1001);
}

TEST_CASE("nothing is saved of a table that is empty or not yet there") {
    Scene scene;
    Things things;
    const auto draw = [&] { things.draw(); };
    things.rows = 0;
    scene.settle(draw);
    CHECK(scene.page.find("button", "Download All Things as CSV") == 0);
    things.rows = 2;
    things.loading = true;
    scene.settle(draw);
    CHECK(scene.page.find("button", "Download All Things as CSV") == 0);
}
