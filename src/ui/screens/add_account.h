// What is typed in the dialog "Add Account".
#pragma once

#include <optional>
#include <string>

#include "domain/commands.h"
#include "ui/drafts.h"

namespace parasol::screens {

struct AddAccountDraft : KeptForm {
    AccountKind kind = AccountKind::customer;
    std::string name;
    std::string third_party_reference;
    Contact contact;
    std::optional<Refusal> refusal;  // of the command; those below are each of one field
    std::optional<Refusal> name_refusal, reference_refusal, contact_refusal;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("kind", self.kind);
        visit("name", self.name);
        visit("third_party_reference", self.third_party_reference);
        visit("contact_name", self.contact.name);
        visit("contact_email", self.contact.email);
    }
};

// The account that was added last here, to be shown as soon as the list has it.
struct AddedAccount {
    AccountId id;

    void close_dialogs() { id = {}; }
};

}  // namespace parasol::screens
