// What a command was about, in a few values: what is recorded of it (activity.h) and what its sentence is made of
// (ui/words).
#pragma once

#include <cstdint>
#include <string>

#include "domain/commands.h"

namespace parasol {

// What a command was, as its sentence is made of it: by itself, or as recorded.
struct Gist {
    std::int64_t command = 0;  // the number in Command
    std::string subject;       // a name, a label, an address; may be empty
    // EditAccount: the edited fields, a bit each in their order. ImportAccounts: how many accounts. EndDue: the
    // DueKind. SetLimit: the Limit. SetConsent: whether allowed. SetBrand: 1 name, 2 colour, 4 logo.
    std::int64_t detail = 0;
};
Gist gist_of(const Command& command);

}  // namespace parasol
