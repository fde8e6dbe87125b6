// What text fields and selects share: a label above, a frame, and a hint or an error below. Internal to
// src/ui.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ui/widgets/fields.h"
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

// How a field of a certain kind differs from a line of text.
struct FieldKind {
    Role role = Role::textbox;
    float pad_right = 12;
    Id active = 0;
    Id controls = 0;
    State expanded = State::none;
    semantics::Key keys = semantics::Key::none;
};

// What is wrong with it now; empty where nothing is.
std::string_view error_of(const FieldOptions& options);
FieldLook look_of(const FieldOptions& options);
// The frame, the text where the page does not show it, and the node of the input.
FieldResult field_body(const FieldPlace& field, std::string_view label, std::string& value,
                       const FieldOptions& options, const FieldKind& kind);
// "First › second › third", without as many of the first as there is no room for: "… › third". The last always stays.
std::string chain_words(std::span<const std::string> chain, Face face, float room);
// At the end of a field that holds something: a button that empties it.
void clear_button(const FieldPlace& field, std::string_view label, std::string& value, FieldResult& result);

}  // namespace parasol::ui::internal
