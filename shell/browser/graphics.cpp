#include "shell/browser/graphics.h"

#include <GLES3/gl3.h>

#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "shell/browser/host.h"

namespace parasol::browser {

namespace {

bool present = false;

float channel(std::uint32_t color, int shift) { return static_cast<float>(color >> shift & 255) / 255; }

}  // namespace

bool start_graphics() {
    present = host_create_graphics() && ImGui_ImplOpenGL3_Init("#version 300 es");
    return present;
}

void draw_graphics(int width, int height, std::uint32_t background) {
    if (!present) {
        return;
    }
    host_use_graphics();
    glViewport(0, 0, width, height);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(channel(background, 0), channel(background, 8), channel(background, 16), 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void graphics_lost() { present = false; }

void graphics_restored() {
    host_forget_graphics();
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
    present = true;
}

bool has_graphics() { return present; }

}  // namespace parasol::browser
