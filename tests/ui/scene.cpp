#include "scene.h"

#include "imgui_internal.h"

namespace ui_tests {

Scene::Scene(float width, float height) {
    context_ = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = {width, height};
    semantics::use_plain_font_loader(*io.Fonts);
    for (ImFont*& font : platform.fonts) {
        font = semantics::add_plain_font(*io.Fonts, 14);
    }
    semantics::set_current(&tree);
    environment.platform = &platform;
    static std::uint64_t readers = 1000;  // tests have smaller ones of their own
    environment.reader = ++readers;  // who has chosen nothing yet
    environment.go = [this](std::string_view route) { followed = route; };
}

Scene::~Scene() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        texture->SetStatus(ImTextureStatus_Destroyed);
    }
    ImGui::DestroyContext(context_);
}

void Scene::begin() {
    ImGuiIO& io = ImGui::GetIO();
    io.DeltaTime = 1.0f / 60;
    platform.time_ms += 16;
    if (const semantics::Id id = tree.take_activation(); id != 0) {
        ImGui::ActivateItemByID(id);
    }
    ImGui::NewFrame();
    tree.begin_frame(io.DisplaySize.x, io.DisplaySize.y);
    ui::begin_frame(environment);
}

void Scene::end() {
    ui::end_frame();
    const bool changed = tree.end_frame();
    ImGui::Render();
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status != ImTextureStatus_OK) {
            texture->SetTexID(1);
            texture->SetStatus(ImTextureStatus_OK);
        }
    }
    if (changed) {
        page.apply();
    }
}

ImVec2 Scene::middle_of(unsigned slot) const {
    const Twin* twin = &page.twins.at(slot);
    ImVec2 at{twin->width / 2, twin->height / 2};
    while (true) {
        at.x += twin->x;
        at.y += twin->y;
        if (twin->parent == ~0u || twin->parent == 0) {
            return at;
        }
        twin = &page.twins.at(twin->parent);
        at.x -= twin->scroll_x;
        at.y -= twin->scroll_y;
    }
}

}  // namespace ui_tests
