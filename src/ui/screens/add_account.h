// What is typed in the dialog "Add Account".
#pragma once

#include <optional>
#include <string>

#include "domain/commands.h"

namespace parasol::screens {

struct AddAccountDraft {
    bool open = false;
    int kind = 0;  // index into the kinds allowed here
    std::string name;
    std::string third_party_reference;
    Contact contact;
    std::optional<Refusal> refusal;  // of the command; those below are each of one field
    std::optional<Refusal> name_refusal, reference_refusal, contact_refusal;

    AccountId added;  // last; to be shown as soon as the list has it

    void close_dialogs() {
        open = false;
        added = {};
    }
};

}  // namespace parasol::screens
