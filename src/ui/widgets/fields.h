// Text to type. Every field is a real input of the page over the frame drawn here (see src/semantics/node.h).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/callback.h"
#include "domain/refusal.h"
#include "ui/widgets/frame.h"

namespace parasol::ui {

struct FieldOptions {
    std::string_view description = {};  // a hint below the field
    std::string_view error = {};        // what is wrong and what to do; shown instead of the hint
    // Why its form was refused: the error, where no other is given. It is about the text as it then was, so that
    // editing takes it away.
    std::optional<Refusal>* refusal = nullptr;
    std::string_view placeholder = {};
    std::string_view autocomplete = {};  // HTML's autofill word: "name", "email", "organization"
    std::string_view id = {};
    std::string_view disabled = {};  // not empty: cannot be edited, and this is why
    bool required = false;
    bool optional = false;  // says "optional" beside the label, in forms where most are required
    bool readonly = false;
    bool autofocus = false;
    bool label_hidden = false;  // the label is only its accessible name
    bool spellcheck = false;
    int max_length = 0;  // UTF-16 units
    float width = 0;     // 0: all the room
    int lines = 4;       // text_area
    char32_t icon = 0;
    semantics::InputMode input_mode = semantics::InputMode::text;
    semantics::EnterKey enter_key = semantics::EnterKey::standard;
};

struct FieldResult {
    bool changed = false;
    bool submitted = false;  // Enter
    Id id = 0;
    explicit operator bool() const { return changed; }
};

FieldResult text_field(std::string_view label, std::string& value, const FieldOptions& options = {});
// A form was refused: the first of its fields that is drawn with an error gets the focus.
void focus_error();
FieldResult email_field(std::string_view label, std::string& value, FieldOptions options = {});
// What is typed stays as it is: the form says what is wrong with it.
FieldResult number_field(std::string_view label, std::string& value, FieldOptions options = {});
// Dots, until its button "Show password" (as the label has it) shows what was typed; dots again once it has gone.
FieldResult password_field(std::string_view label, std::string& value, const FieldOptions& options = {});
FieldResult text_area(std::string_view label, std::string& value, const FieldOptions& options = {});
// With a magnifying glass, a button that clears it, and its label hidden.
FieldResult search_field(std::string_view label, std::string& value, FieldOptions options = {});

struct Suggestion {
    std::string_view label;
    std::string_view detail = {};  // a second, quieter line
    char32_t icon = 0;
    // What it is below, the nearest last; behind the detail, on a phone a line of its own. Where there is no room the
    // first are left out.
    std::span<const std::string> chain = {};
};
struct SuggestResult {
    bool changed = false;  // the text was edited: find new suggestions
    int chosen = -1;       // index of the suggestion that was chosen in this frame
    float list_height = 0;  // of the list that is open below it; 0: none is
    Id id = 0;
};
// A search field with suggestions below it as one types (a combobox). `words_when_empty`: what the list says
// when a text was typed and nothing matches.
SuggestResult suggest_field(std::string_view label, std::string& value,
                            std::span<const Suggestion> suggestions, std::string_view words_when_empty,
                            FieldOptions options = {}, bool searching = false);

// A button that opens the browser's file dialog. `done` is called in a later frame.
struct ChooseFileOptions {
    std::string_view accept = ".csv,text/csv";
    std::uint64_t max_bytes = 0;
    std::string_view hint = {};  // below the button: what is taken, how large
    std::string_view disabled = {};
    bool busy = false;
};

}  // namespace parasol::ui

namespace parasol {
struct ChosenFile;
}

namespace parasol::ui {

// A dashed box with an icon, the button and the hint. Never calls `done` in this frame.
void choose_file(std::string_view label, const ChooseFileOptions& options,
                 Callback<void(ChosenFile)> done);

}  // namespace parasol::ui
