#include "semantics/coverage.h"

#include <algorithm>

#include "imgui.h"
#include "imgui_internal.h"

namespace semantics {

namespace {

struct Recorder {
    ImGuiContext* context = nullptr;
    int frame = -1;
    std::vector<Uncovered> items;
};

Recorder& recorder() {
    static Recorder instance;
    return instance;
}

bool belongs_to_window(ImGuiWindow& window, ImGuiID id) {
    if (id == window.ID || id == window.MoveId || id == window.ChildId ||
        id == ImGui::GetWindowScrollbarID(&window, ImGuiAxis_X) ||
        id == ImGui::GetWindowScrollbarID(&window, ImGuiAxis_Y)) {
        return true;
    }
    for (const char* part : {"#COLLAPSE", "#CLOSE"}) {
        if (id == ImHashStr(part, 0, window.ID)) {
            return true;
        }
    }
    for (int i = 0; i < 4; ++i) {
        if (id == ImGui::GetWindowResizeCornerID(&window, i) ||
            id == ImGui::GetWindowResizeBorderID(&window, static_cast<ImGuiDir>(i))) {
            return true;
        }
    }
    return false;
}

bool belongs_to_table(ImGuiTable& table, ImGuiID id) {
    for (int column = 0; column < table.ColumnsCount; ++column) {
        if (id == ImGui::TableGetColumnResizeID(&table, column, table.InstanceCurrent)) {
            return true;
        }
    }
    return false;
}

bool is_excepted(ImGuiContext& context, ImGuiID id) {
    for (ImGuiWindow* window : context.Windows) {
        // One that was not drawn for a minute has no stack of ids to ask any more.
        if (!window->MemoryCompacted && belongs_to_window(*window, id)) {
            return true;
        }
    }
    for (int n = 0; n < context.Tables.GetMapSize(); ++n) {
        if (ImGuiTable* table = context.Tables.TryGetMapData(n);
            table != nullptr && belongs_to_table(*table, id)) {
            return true;
        }
    }
    return false;
}

void record(ImGuiContext& context, ImGuiID id, const ImRect& box) {
    Recorder& to = recorder();
    const ImGuiWindow* window = context.CurrentWindow;
    if (&context != to.context || id == 0 || window == nullptr) {
        return;
    }
    if (context.FrameCount != to.frame) {
        to.frame = context.FrameCount;
        to.items.clear();
    }
    if (window->Hidden || !box.Overlaps(window->ClipRect)) {
        return;
    }
    Uncovered item;
    item.id = id;
    item.window = window->Name;
    item.rect = {box.Min.x, box.Min.y, box.GetWidth(), box.GetHeight()};
    to.items.push_back(std::move(item));
}

void name(ImGuiContext& context, ImGuiID id, const char* label) {
    Recorder& to = recorder();
    if (&context != to.context || label == nullptr) {
        return;
    }
    for (auto item = to.items.rbegin(); item != to.items.rend(); ++item) {
        if (item->id == id) {
            item->label = label;
            return;
        }
    }
}

}  // namespace

void start_coverage(ImGuiContext& context) {
    recorder() = {&context, -1, {}};
    context.TestEngineHookItems = true;
}

std::vector<Uncovered> finish_coverage(ImGuiContext& context, const Tree& tree) {
    context.TestEngineHookItems = false;
    std::vector<Uncovered> missing;
    for (Uncovered& item : recorder().items) {
        const bool known =
            std::any_of(missing.begin(), missing.end(), [&](const Uncovered& m) { return m.id == item.id; });
        if (!known && !tree.described(item.id) && !is_excepted(context, item.id)) {
            missing.push_back(std::move(item));
        }
    }
    if (tree.counters().duplicate_ids > 0) {
        Uncovered twice;
        twice.id = tree.counters().first_duplicate;
        twice.label = "described twice";
        missing.push_back(std::move(twice));
    }
    recorder() = {};
    return missing;
}

}  // namespace semantics

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box,
                                 const ImGuiLastItemData*) {
    semantics::record(*context, id, box);
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* context, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags) {
    semantics::name(*context, id, label);
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
