// What is done to an account from above: suspending, resuming, moving and closing it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/screen.h"

namespace parasol::screens {

// A base account that the account may be moved to, with the chain of accounts above it up to home.
struct MovePlace {
    AccountId id;
    std::string name, chain;
};

struct AccountDraft {
    bool asks_suspend = false, asks_close = false, moving = false;
    std::vector<MovePlace> places;
    int place = -1;
    std::string_view place_error;
    std::optional<Refusal> refusal;  // of "Suspend" and "Resume"

    // What the open dialog has given and waits for (0: nothing), and why it was refused.
    ClientId client;
    std::int64_t seq = 0;
    std::optional<Refusal> dialog_refusal;

    void close_dialogs() { asks_suspend = asks_close = moving = false; }
};

// The buttons beside the heading, and their dialogs. Nothing where the path is not from above.
void draw_account_actions(const Scene& scene, const AccountSummary& account, Drafts& drafts, Wishes& wishes);

// On every page of an account that is suspended, itself or by one above it: that it is, and the way out.
void draw_suspension(const Scene& scene, Drafts& drafts, Wishes& wishes);

}  // namespace parasol::screens
