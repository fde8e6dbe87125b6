// What "Invite administrators" keeps: the accounts that have nobody, their addresses, and what became of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/screen.h"

namespace parasol::screens {

// By base account, as the form "invite-many".
struct InviteManyDraft {
    struct Account {
        AccountId id;
        std::string name, place, email;
        bool chosen = true;
        bool typed = false;    // the address is the reader's own
        bool known = false;    // its details were looked up
        bool invited = false;  // somebody is, or it is out of reach: not to be invited
        bool listed = false;   // shown, to be chosen
        // Of the invitation that was sent from here.
        bool sent = false, ended = false;
        InvitationId invitation;
        ClientId client;
        std::int64_t seq = 0;
        std::optional<Refusal> refusal;
    };
    std::vector<Account> accounts;  // by name
    std::size_t left_out = 0;       // more than can be invited at once
    bool collected = false;
    std::uint64_t version = 0;  // of the rows that it was collected from
    bool deeper = false;
    bool imported_only = false;
    std::vector<AccountId> imported;  // by the import that led here, from `file`
    std::string file;
    int role = 0;
    std::size_t page = 0;
    bool reports = false;  // what became of those that were sent
    bool leads = false;    // the focus to what has come in place of what was pressed
};

}  // namespace parasol::screens
