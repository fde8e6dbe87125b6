#include "catch.h"
#include "imgui.h"
#include "imgui_internal.h"
#include "semantics/coverage.h"
#include "semantics/plain_font.h"

using namespace semantics;

namespace {

// A Dear ImGui without a screen.
struct Headless {
    ImGuiContext* context = ImGui::CreateContext();
    Tree tree;

    Headless() {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {800, 600};
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
        use_plain_font_loader(*io.Fonts);
        add_plain_font(*io.Fonts, 14);
        set_current(&tree);
    }
    ~Headless() {
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
        ImGui::DestroyContext(context);
    }

    template <class Draw>
    void frame(const Draw& draw) {
        ImGui::NewFrame();
        tree.begin_frame(800, 600);
        ImGui::SetNextWindowSize({300, 200});
        ImGui::Begin("Window");
        draw();
        ImGui::End();
        tree.end_frame();
        ImGui::Render();
    }

    template <class Draw>
    std::vector<Uncovered> covered(const Draw& draw) {
        frame(draw);
        start_coverage(*context);
        frame(draw);
        return finish_coverage(*context, tree);
    }
};

void describe_last(Role role, std::string_view name) {
    const ImVec2 from = ImGui::GetItemRectMin(), size = ImGui::GetItemRectSize();
    current().leaf(
        {.id = ImGui::GetItemID(), .role = role, .name = name, .rect = {from.x, from.y, size.x, size.y}});
}

}  // namespace

TEST_CASE("an item that is drawn and not described is found, with its label and window") {
    Headless page;
    const auto missing = page.covered([] {
        ImGui::Button("Said");
        describe_last(Role::button, "Said");
        ImGui::Button("Unsaid");
        ImGui::TextUnformatted("Words have no id");
    });
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].label == "Unsaid");
    CHECK(missing[0].window == "Window");
}

TEST_CASE("windows, scrollbars and grips are excepted, and so is what is scrolled out of sight") {
    Headless page;
    const auto missing = page.covered([] {
        ImGui::BeginChild("Child", {100, 50}, ImGuiChildFlags_Borders | ImGuiChildFlags_ResizeX);
        for (int i = 0; i < 30; ++i) {
            ImGui::PushID(i);
            ImGui::Button("Row");
            if (i < 5) {
                describe_last(Role::button, "Row");
            }
            ImGui::PopID();
        }
        ImGui::EndChild();
    });
    CHECK(missing.empty());
}

TEST_CASE("an id described twice is found") {
    Headless page;
    const auto missing = page.covered([] {
        ImGui::Button("Said");
        describe_last(Role::button, "Said");
        describe_last(Role::button, "Said again");
    });
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].label == "described twice");
}

TEST_CASE("a window that was closed long ago is not asked for its ids") {
    Headless page;
    ImGuiIO& io = ImGui::GetIO();
    io.ConfigMemoryCompactTimer = 0.5f;
    page.frame([] {
        ImGui::Begin("Closed");
        ImGui::End();
    });
    io.DeltaTime = 1;
    for (int i = 0; i < 4; ++i) {
        page.frame([] {});
    }
    REQUIRE(ImGui::FindWindowByName("Closed")->MemoryCompacted);
    CHECK(page.covered([] { ImGui::Button("Unsaid"); }).size() == 1);
}
