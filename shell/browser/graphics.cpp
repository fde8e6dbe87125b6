#include "shell/browser/graphics.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "shell/browser/host.h"

extern "C" void graphics_state(GLenum what, GLint* values);
extern "C" int graphics_version(const char* text, const char* format, ...);

// What the renderer asks scanf for: the number in "#version 300 es".
int graphics_version(const char* text, const char* format, ...) {
    va_list results;
    va_start(results, format);
    *va_arg(results, int*) = std::atoi(text + std::strcspn(text, "0123456789"));
    va_end(results);
    return 1;
}

// The renderer asks for the state of the context before each frame and puts it back afterwards, by glGetIntegerv, which
// assets/build/page.cmake turns into this. In a page every such question waits until all that was drawn is done. Nobody
// else draws here, so what a new context has will do for what is put back.
void graphics_state(GLenum what, GLint* values) {
    switch (what) {
        case GL_ACTIVE_TEXTURE: *values = GL_TEXTURE0; break;
        case GL_BLEND_SRC_RGB:
        case GL_BLEND_SRC_ALPHA: *values = GL_ONE; break;
        case GL_BLEND_DST_RGB:
        case GL_BLEND_DST_ALPHA: *values = GL_ZERO; break;
        case GL_BLEND_EQUATION_RGB:
        case GL_BLEND_EQUATION_ALPHA: *values = GL_FUNC_ADD; break;
        case GL_CURRENT_PROGRAM:
        case GL_TEXTURE_BINDING_2D:
        case GL_SAMPLER_BINDING:
        case GL_ARRAY_BUFFER_BINDING:
        case GL_ELEMENT_ARRAY_BUFFER_BINDING:
        case GL_PIXEL_UNPACK_BUFFER_BINDING:
        case GL_VERTEX_ARRAY_BINDING: *values = 0; break;
        case GL_VIEWPORT:
        case GL_SCISSOR_BOX: std::fill_n(values, 4, 0); break;
        default: glGetIntegerv(what, values);
    }
}

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
