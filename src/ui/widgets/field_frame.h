// What text fields and selects share: a label above, a frame, and a hint or an error below. Internal to
// src/ui.
#pragma once

#include <string_view>

#include "ui/widgets/internal.h"

namespace parasol::ui::internal {

struct FieldLook {
    std::string_view id = {};
    std::string_view description = {};
    std::string_view error = {};
    bool label_hidden = false;
    bool required = false;
    bool optional = false;
    bool off = false;
};

struct FieldPlace {
    Id id = 0;
    Box frame;
};

// Draws the label and takes room for the frame; `end_field` draws what stands below.
FieldPlace begin_field(std::string_view label, const FieldLook& look, float width, float height);
void end_field(const FieldLook& look);
void draw_field_frame(const FieldPlace& field, const FieldLook& look, bool hovered, bool focused);

}  // namespace parasol::ui::internal
