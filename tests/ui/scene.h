// The interface without a screen: Dear ImGui over a font without a face, the semantic tree, and a page that
// applies its patches (tests/semantics/fake_page.h). Widgets are found by role and name, as in a browser.
#pragma once

#include <string>
#include <string_view>

#include "imgui.h"
#include "semantics/coverage.h"
#include "semantics/fake_page.h"
#include "semantics/plain_font.h"
#include "ui/platform.h"
#include "ui/widgets.h"

namespace ui_tests {

using namespace parasol;
using semantics_tests::FakePage;
using semantics_tests::Twin;

class Scene {
  public:
    explicit Scene(float width = 1280, float height = 800);
    ~Scene();
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    // One frame in which `draw` stands inside begin_frame and end_frame.
    template <class Draw>
    void frame(const Draw& draw) {
        begin();
        draw();
        end();
    }
    // Frames until nothing is asked for any more. Fails where that never ends.
    template <class Draw>
    void settle(const Draw& draw) {
        int frames = 0;
        do {
            platform.frames_wanted = 0;
            frame(draw);
            REQUIRE(++frames < 60);
        } while (tree.wants_frame() || platform.frames_wanted > 0);
    }
    // Draws one more frame and fails for every item that is drawn and not described.
    template <class Draw>
    void check_coverage(const Draw& draw) {
        semantics::start_coverage(*ImGui::GetCurrentContext());
        frame(draw);
        for (const semantics::Uncovered& item :
             semantics::finish_coverage(*ImGui::GetCurrentContext(), tree)) {
            INFO("in " << item.window << " at " << item.rect.x << ", " << item.rect.y << " " << item.label);
            CHECK(item.id == 0);
        }
    }
    // Presses without a pointer, as Enter and screen readers do.
    template <class Draw>
    void press(std::string_view role, std::string_view name, const Draw& draw) {
        const unsigned slot = page.find(role, name);
        INFO(role << " " << name);
        REQUIRE(slot != 0);
        tree.on_activate(slot);
        settle(draw);
    }
    // Presses in its middle with the pointer.
    template <class Draw>
    void click(std::string_view role, std::string_view name, const Draw& draw) {
        const unsigned slot = page.find(role, name);
        INFO(role << " " << name);
        REQUIRE(slot != 0);
        const ImVec2 at = middle_of(slot);
        ImGuiIO& io = ImGui::GetIO();
        io.AddMousePosEvent(at.x, at.y);
        frame(draw);
        tree.on_press(slot, true);
        io.AddMouseButtonEvent(0, true);
        frame(draw);
        io.AddMouseButtonEvent(0, false);
        tree.on_press(slot, false);
        settle(draw);
    }
    ImVec2 middle_of(unsigned slot) const;  // on the canvas
    const Twin& at(std::string_view role, std::string_view name) const { return page.at(role, name); }
    std::string attribute(std::string_view role, std::string_view name, const std::string& which) const {
        return FakePage::attribute(page.at(role, name), which);
    }

    MemoryPlatform platform;
    semantics::Tree tree;
    FakePage page{tree};
    ui::Environment environment;
    std::string followed;  // the route of the link that was followed last
    bool whole = false;    // what is drawn begins and ends the frame itself, as the portal does

  private:
    void begin();
    void end();
    ImGuiContext* context_ = nullptr;
};

}  // namespace ui_tests
