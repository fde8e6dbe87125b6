// The ways out of a federation: "Leave Federation" and "Dissolve Federation".
#include <span>

#include "ui/icons.h"
#include "ui/screens/federation.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr std::string_view stops[] = {
    "Calls by internal extension to and from the other members stop: those in progress finish, the next is refused.",
    "The other members no longer see this account, and it no longer sees them.",
    "To come back, it has to ask again with a valid access code.",
};

constexpr std::string_view stops_alone[] = {
    "The federation ends and cannot be brought back.",
    "Its access codes are revoked, and pending requests are rejected.",
};

void open_transfer(FederationDraft& draft) {
    draft.transferring = true;
    draft.heir = -1;
    draft.heir_error = {};
}

void draw_leave(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                const OwnMembershipRow& membership) {
    const std::size_t members = scene.view.members(membership.federation).size();
    if (membership.owner && members > 1) {
        ui::Dialog dialog("Leave Federation", draft.asks_leave, {.urgent = true});
        if (!dialog) return;
        ui::text("This account owns the federation, and " +
                 words::count(static_cast<long long>(members) - 1, "other member remains", "other members remain") +
                 ". The owner cannot leave: transfer the ownership, or dissolve the federation.");
        dialog.footer();
        if (ui::button("Stay")) dialog.close();
        const std::string_view offered = scene.view.open_transfer(membership.federation)
                                             ? "It is offered already. Withdraw that offer first."
                                             : "";
        if (ui::button("Transfer Ownership", {.disabled = offered})) {
            dialog.close();
            open_transfer(draft);
        }
        if (ui::button("Dissolve Federation", {.kind = ui::ButtonKind::danger})) {
            dialog.close();
            draft.asks_dissolve = true;
            draft.typed_name.clear();
        }
        return;
    }
    const std::string text = membership.owner ? "This account is alone in it, so leaving dissolves the federation."
                                              : "This account will no longer be a member of " +
                                                    membership.federation_name + ". What will stop working:";
    const auto points = membership.owner ? std::span<const std::string_view>(stops_alone) : stops;
    const auto answer = ui::confirm("Leave Federation", draft.asks_leave, "Leave Federation",
                                    {.text = text, .points = points, .cancel = "Stay"});
    if (answer == ui::Confirmed::yes) {
        draft.asks_leave = false;
        wishes.command(scene.account(), Leave{membership.federation, membership.id},
                       [kept = shared_draft(scene, drafts)](const CommandHandle& handle) {
                           kept->refusal = handle.refusal;
                       });
    }
}

void draw_dissolve(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                   const OwnMembershipRow& membership) {
    static constexpr std::string_view points[] = {
        "Every member is removed, and every pending request is rejected.",
        "Every access code is revoked.",
        "Calls by internal extension between the members stop: those in progress finish, the next is refused.",
    };
    const auto answer = ui::confirm("Dissolve Federation", draft.asks_dissolve, "Dissolve Federation",
                                    {.text = "This cannot be undone.",
                                     .points = points,
                                     .must_type = membership.federation_name},
                                    &draft.typed_name);
    if (answer == ui::Confirmed::yes) {
        draft.asks_dissolve = false;
        wishes.command(scene.account(), Dissolve{membership.federation, draft.typed_name},
                       [kept = shared_draft(scene, drafts)](const CommandHandle& handle) {
                           kept->refusal = handle.refusal;
                           kept->typed_name.clear();
                       });
    }
}

}  // namespace

void draw_endings(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                  const OwnMembershipRow& membership) {
    if (!scene.manages_itself()) return;
    {
        ui::Row row;
        if (ui::button("Leave Federation", {.icon = icon_log_out, .opens = semantics::Opens::dialog})) {
            draft.asks_leave = true;
        }
        // While it is offered, the card above offers to withdraw that.
        if (membership.owner && !scene.view.open_transfer(membership.federation) &&
            scene.view.members(membership.federation).size() > 1 &&
            ui::button("Transfer Ownership",
                       {.kind = ui::ButtonKind::quiet, .opens = semantics::Opens::dialog})) {
            open_transfer(draft);
        }
        if (membership.owner && ui::button("Dissolve Federation", {.kind = ui::ButtonKind::quiet,
                                                                   .icon = icon_unlink,
                                                                   .opens = semantics::Opens::dialog})) {
            draft.asks_dissolve = true;
            draft.typed_name.clear();
        }
    }
    if (draft.asks_leave) draw_leave(scene, drafts, wishes, draft, membership);
    if (draft.asks_dissolve) draw_dissolve(scene, drafts, wishes, draft, membership);
}

}  // namespace parasol::screens
