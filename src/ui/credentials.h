// A password that is being typed, the code of a second factor where one is asked for, and what became of it: shared by
// every form that signs in or confirms. In memory alone, until the answer has come.
#pragma once

#include <optional>
#include <string>

#include "ui/platform.h"
#include "ui/widgets/fields.h"
#include "wire/messages.h"

namespace parasol {

struct Credentials {
    std::string password;
    std::string code;
    bool password_missing = false;
    bool code_wanted = false;  // there is a second factor
    bool sending = false;
    bool no_answer = false;
    bool leads = false;                  // the focus to what is to be typed
    std::optional<Refusal> refusal;      // why not, above the form
    std::optional<Refusal> code_refusal;
    Instant slowed_until = 0;

    // It is being sent.
    void send();
    // Of an answer that is no success (nullptr: none came). A wrong password goes, a right one stays until its code is.
    void refuse(const Refusing* refusing);
};

// Above the form: why it was refused, or that no answer came.
void draw_refused(const Credentials& credentials, Platform& platform);
// The password's field, with the focus where it is to be typed.
ui::FieldResult draw_password(Credentials& credentials, std::string_view label, ui::FieldOptions options);
// The field "Code" where one is wanted, after that of the password; with the focus where it has just come to be.
ui::FieldResult draw_code(Credentials& credentials);

}  // namespace parasol
