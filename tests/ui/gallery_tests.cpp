#include <string>

#include "catch.h"
#include "scene.h"
#include "ui/gallery.h"

using namespace parasol;
using namespace ui_tests;

namespace {

constexpr std::string_view pages[] = {"/overview", "/buttons", "/forms", "/table",
                                      "/states",   "/dialogs", "/words"};

}  // namespace

TEST_CASE("everything that is drawn is described, on every page and at every width") {
    const float width = GENERATE(320.0f, 390.0f, 800.0f, 1280.0f, 1920.0f);
    Scene scene(width, 844);
    scene.platform.prefs.reduced_motion = true;
    scene.platform.prefs.coarse_pointer = width < 600;
    ui::Gallery gallery;
    for (const std::string_view route : pages) {
        CAPTURE(width, route);
        gallery.route = route;
        const auto draw = [&] { ui::draw_gallery(gallery); };
        scene.settle(draw);
        scene.check_coverage(draw);
        CHECK(scene.tree.counters().duplicate_ids == 0);
        CHECK(scene.page.operations > 0);
    }
}

TEST_CASE("nothing is wider than the page") {
    const float width = GENERATE(320.0f, 390.0f, 1280.0f);
    Scene scene(width, 844);
    scene.platform.prefs.reduced_motion = true;
    ui::Gallery gallery;
    for (const std::string_view route : pages) {
        gallery.route = route;
        scene.settle([&] { ui::draw_gallery(gallery); });
        for (const auto& [slot, twin] : scene.page.twins) {
            const std::string tab = FakePage::attribute(twin, "tabindex");
            if (tab == "-" || twin.width == 0) {
                continue;
            }
            const ImVec2 middle = scene.middle_of(slot);
            CAPTURE(width, route, FakePage::name_of(twin));
            CHECK(middle.x - twin.width / 2 >= -1);
            CHECK(middle.x + twin.width / 2 <= width + 1);
        }
    }
}

TEST_CASE("an idle page asks for nothing") {
    Scene scene;
    ui::Gallery gallery;
    gallery.route = "/overview";
    const auto draw = [&] { ui::draw_gallery(gallery); };
    scene.settle(draw);
    scene.page.operations = 0;
    scene.platform.frames_wanted = 0;
    scene.platform.timer_ms = -1;
    scene.frame(draw);
    CHECK(scene.page.operations == 0);
    CHECK(scene.platform.frames_wanted == 0);
    CHECK(scene.platform.timer_ms == -1);
}

TEST_CASE("what moves stands still for readers who asked for less motion") {
    Scene scene(1280, 1200);
    ui::Gallery gallery;
    gallery.route = "/states";
    const auto draw = [&] { ui::draw_gallery(gallery); };
    scene.frame(draw);
    scene.frame(draw);
    scene.frame(draw);
    scene.platform.frames_wanted = 0;
    scene.frame(draw);
    CHECK(scene.platform.frames_wanted > 0);
    scene.platform.prefs.reduced_motion = true;
    scene.settle(draw);
    CHECK(scene.platform.frames_wanted == 0);
}
