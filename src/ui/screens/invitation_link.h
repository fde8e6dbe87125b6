// The link by which whoever is invited chooses a password. Only a server has such links; it makes one when it is asked,
// tells it once, and sends it to nobody: whoever invited does.
#pragma once

#include <string>

#include "ui/screen.h"

namespace parasol::screens {

// "Make a new link" for an open invitation, where a server decides. The link is shown by draw_invitation_link.
struct LinkWish {
    Path path;
    AccountId account;
    InvitationId invitation;
    std::string_view email;
    bool in_cell = false;  // as an icon, in a table
};
void draw_link_button(const Scene& scene, Drafts& drafts, Wishes& wishes, const LinkWish& wish);

// The dialog "Invitation link", as long as it is open.
void draw_invitation_link(const Scene& scene, Drafts& drafts);

}  // namespace parasol::screens
