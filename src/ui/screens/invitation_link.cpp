#include "ui/screens/invitation_link.h"

#include <algorithm>

#include "ui/icons.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

struct LinkDraft {
    bool open = false;
    bool asking = false;
    InvitationId invitation;
    std::string email;
    std::string link;  // a secret, as long as it is shown
    Instant expires = 0;
    std::optional<Refusal> refusal;

    void close_dialogs() { *this = {}; }
};

std::shared_ptr<LinkDraft> shared_draft(const Scene& scene, Drafts& drafts) {
    return drafts.share<LinkDraft>(scene.account(), "invitation-link");
}

// A server that has not heard of an invitation makes no link for it.
bool is_unsent(const Scene& scene, InvitationId invitation) {
    const auto pending = scene.replica.pending();
    return std::any_of(pending.begin(), pending.end(), [&](const PendingCommand& command) {
        const auto* invite = std::get_if<InviteAdministrator>(&command.envelope->command);
        return invite && invite->id == invitation;
    });
}

void ask_for_link(const Scene& scene, Drafts& drafts, Wishes& wishes, const LinkWish& wish) {
    const auto draft = shared_draft(scene, drafts);
    *draft = {};
    draft->open = draft->asking = true;
    draft->invitation = wish.invitation;
    draft->email = wish.email;
    wishes.ask(MakeInvitationLink{wish.path.home, wish.path.via, wish.account, wish.invitation},
               [draft, id = wish.invitation, page = scene.host.address](const std::optional<Reply>& reply) {
                   if (!draft->open || draft->invitation != id) return;
                   draft->asking = false;
                   const auto* made = reply ? std::get_if<LinkMade>(&*reply) : nullptr;
                   const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
                   if (made) draft->link = link_address(page, made->token);
                   if (made) draft->expires = made->expires;
                   if (refusing) draft->refusal = refusing->refusal;
               });
}

}  // namespace

void draw_link_button(const Scene& scene, Drafts& drafts, Wishes& wishes, const LinkWish& wish) {
    if (scene.host.demo || scene.is_past()) return;
    const std::string name = words::said({"Make a new link for ", wish.email});
    const bool unsent = is_unsent(scene, wish.invitation);
    ui::ButtonOptions options{.description = "The one that was made before ends.",
                              .disabled = unsent ? "The invitation has not been sent yet. Its link is made after that."
                                                 : "",
                              .opens = semantics::Opens::dialog};
    bool pressed = false;
    if (wish.in_cell) {
        pressed = ui::icon_button(icon_link, name, options);
    } else {
        options.icon = icon_link;
        options.name = name;
        options.small = true;
        pressed = ui::button("Make a new link", options);
    }
    if (pressed) ask_for_link(scene, drafts, wishes, wish);
}

void draw_invitation_link(const Scene& scene, Drafts& drafts) {
    const auto draft = shared_draft(scene, drafts);
    if (!draft->open) return draft->close_dialogs();
    std::string description;
    if (!draft->link.empty()) {
        const std::string_view how = scene.server.mail ? " as well, where the mail does not arrive" : " yourself";
        description = words::said({"Send this to ", draft->email, how, ". It works once, until ",
                                   words::date(draft->expires),
                                   ", and is not shown again. A link that was made before works no more."});
    }
    ui::Dialog dialog("Invitation link", draft->open, {.width = 560, .description = description});
    if (!dialog) return;
    if (draft->asking) {
        ui::spinner("Making the link");
    } else if (draft->refusal) {
        ui::banner(ui::Tone::danger, words::of(*draft->refusal));
    } else if (draft->link.empty()) {
        ui::banner(ui::Tone::warning, "No answer came.", words::unreachable);
    } else {
        ui::text_field("Link", draft->link, {.readonly = true});
        ui::copy_button(draft->link, "invitation link", true);
    }
    dialog.footer();
    if (ui::button("Done")) dialog.close();
}

}  // namespace parasol::screens
