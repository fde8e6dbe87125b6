#pragma once
// The few widgets that the platform's own test page is made of, each drawn by hand and described to the tree.

#include <string>
#include <string_view>

#include "imgui.h"
#include "imgui_internal.h"
#include "semantics/script_runs.h"
#include "semantics/semantics.h"

namespace test_page {

using semantics::Node;
using semantics::Role;

inline semantics::Tree& tree() { return semantics::current(); }

inline semantics::Rect rect_of(const ImRect& box) {
    return {box.Min.x, box.Min.y, box.GetWidth(), box.GetHeight()};
}

inline semantics::Rect window_rect() { return rect_of(ImGui::GetCurrentWindow()->Rect()); }

struct Style {
    ImU32 ink = IM_COL32(31, 36, 48, 255), soft = IM_COL32(100, 108, 122, 255),
          panel = IM_COL32(255, 255, 255, 255);
    ImU32 edge = IM_COL32(190, 196, 208, 255), accent = IM_COL32(29, 78, 216, 255),
          page = IM_COL32(247, 247, 248, 255);
};

inline Style& style() {
    static Style instance;
    return instance;
}

inline void draw_text(ImVec2 at, ImU32 color, std::string_view words) {
    std::string buffer;
    const std::string_view shown = semantics::script_runs().prepare(words, buffer);
    ImGui::GetWindowDrawList()->AddText(at, color, shown.data(), shown.data() + shown.size());
}

inline float text_width(std::string_view words) {
    std::string buffer;
    const std::string_view shown = semantics::script_runs().prepare(words, buffer);
    return ImGui::CalcTextSize(shown.data(), shown.data() + shown.size()).x;
}

inline void focus_ring(const ImRect& box, ImGuiID id) {
    if (tree().focus_visible(id)) {
        ImGui::GetWindowDrawList()->AddRect(box.Min - ImVec2(2, 2), box.Max + ImVec2(2, 2), style().accent, 6,
                                            0, 2);
    }
}

inline void text(std::string_view words, Role role = Role::text, int level = 0) {
    const ImVec2 at = ImGui::GetCursorScreenPos(), size{text_width(words), ImGui::GetFontSize()};
    draw_text(at, style().ink, words);
    ImGui::Dummy(size);
    tree().leaf({.role = role, .name = words, .rect = {at.x, at.y, size.x, size.y}, .level = level});
}

// Anything that is pressed. The node says what else it is.
inline bool press(std::string_view label, Node node) {
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const ImGuiID id = window->GetID(label.data(), label.data() + label.size());
    const ImVec2 at = window->DC.CursorPos, size{text_width(label) + 24, 32};
    const ImRect box(at, at + size);
    ImGui::ItemSize(size);
    // Described also where it is scrolled out of sight: the focus may be on it.
    const bool seen = ImGui::ItemAdd(box, id);
    bool hovered = false, held = false;
    const bool clicked = seen && ImGui::ButtonBehavior(box, id, &hovered, &held);
    const bool pressed = clicked || tree().activated(id);
    ImDrawList* list = window->DrawList;
    const bool link = node.role == Role::link;
    if (!link) {
        list->AddRectFilled(box.Min, box.Max, held || hovered ? IM_COL32(219, 228, 252, 255) : style().panel,
                            6);
        list->AddRect(box.Min, box.Max, style().edge, 6);
    }
    draw_text(at + ImVec2(12, 9), node.disabled ? style().soft : link ? style().accent : style().ink, label);
    if (hovered) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    focus_ring(box, id);
    node.id = id;
    node.name = node.name.empty() ? label : node.name;
    node.rect = rect_of(box);
    tree().leaf(node);
    return pressed && !node.disabled;
}

inline bool button(std::string_view label) { return press(label, {.role = Role::button}); }

// A text field. The browser draws what is typed; the canvas draws it at all other times.
inline bool field(std::string_view label, std::string& value, Node node, float width = 260,
                  float height = 34) {
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const ImGuiID id = window->GetID(label.data(), label.data() + label.size());
    const ImVec2 at = window->DC.CursorPos;
    const ImRect box(at, at + ImVec2(width, height));
    ImGui::ItemSize(box.GetSize());
    ImGui::ItemAdd(box, id);
    const bool changed = tree().take_edit(id, value);
    ImDrawList* list = window->DrawList;
    list->AddRectFilled(box.Min, box.Max, style().panel, 6);
    list->AddRect(box.Min, box.Max, tree().focused(id) ? style().accent : style().edge, 6);
    if (!tree().editing(id)) {
        std::string dots;
        for (std::size_t i = 0; node.role == Role::password && i < value.size(); ++i) {
            dots += "\u2022";
        }
        const float top = node.role == Role::textarea ? 8 : (height - ImGui::GetFontSize()) / 2;
        const bool empty = value.empty();
        ImGui::PushClipRect(box.Min, box.Max, true);
        draw_text(at + ImVec2(10, top), empty ? style().soft : style().ink,
                  empty                         ? node.placeholder
                  : node.role == Role::password ? std::string_view(dots)
                                                : value);
        ImGui::PopClipRect();
    }
    if (ImGui::IsMouseHoveringRect(box.Min, box.Max)) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    }
    focus_ring(box, id);
    node.id = id;
    node.name = label;
    node.value = value;
    node.rect = rect_of(box);
    node.type = {.size = ImGui::GetFontSize(),
                 .pad_left = 10,
                 .pad_right = 10,
                 .pad_top = node.role == Role::textarea ? 6.0f : 0.0f,
                 .line_height = 0,
                 .color = style().ink,
                 .placeholder_color = style().soft};
    tree().leaf(node);
    return changed;
}

}  // namespace test_page
