#pragma once
// The oracle that says whether a frame described all it drew. Dear ImGui calls a hook for every item that it
// adds; an item with an id that was seen on screen and has no node in the tree is something that a keyboard,
// a screen reader and a browser test cannot find.
//
// Costs nothing while it is off. Windows, their borders, scrollbars and resize grips are excepted: the
// regions and layers of the tree stand for them.

#include <string>
#include <vector>

#include "semantics/semantics.h"

struct ImGuiContext;

namespace semantics {

struct Uncovered {
    Id id = 0;
    std::string label;   // as ImGui knows it, often empty
    std::string window;  // in which it was drawn
    Rect rect;
};

// Records the items of the frames from here on, of one context.
void start_coverage(ImGuiContext& context);
// Stops, and compares what was drawn in the last whole frame with what `tree` described in it. Ids that were
// given twice are reported too, with the label "described twice".
std::vector<Uncovered> finish_coverage(ImGuiContext& context, const Tree& tree);

}  // namespace semantics
