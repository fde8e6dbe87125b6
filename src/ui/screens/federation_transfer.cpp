// "Transfer Ownership": offered by the owner, accepted or declined by the member that it is offered to.
#include "domain/states.h"
#include "ui/icons.h"
#include "ui/screens/federation.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

void draw_offer(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                const OwnMembershipRow& membership) {
    if (!draft.transferring) return;
    ui::Dialog dialog("Transfer Ownership", draft.transferring,
                      {.width = 560,
                       .description = "The member decides within 30 days; until then nothing changes. Once it accepts, "
                                      "all access codes are revoked, the federation administrators end, and this "
                                      "account stays a member, with its limit paused."});
    if (!dialog) return;
    std::vector<const MembershipRow*> heirs;
    std::vector<ui::Option> options;
    for (const MembershipRow* member : scene.view.members(membership.federation)) {
        if (member->account == scene.account()) continue;
        heirs.push_back(member);
        options.push_back({member->account_name, words::account_number(member->account_number)});
    }
    if (ui::select("New owner", draft.heir, options,
                   {.error = draft.heir_error,
                    .disabled = options.empty() ? "There is no other member." : "",
                    .placeholder = "Choose a member",
                    .required = true})) {
        draft.heir_error = {};
    }
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    if (ui::button("Offer", {.kind = ui::ButtonKind::primary})) {
        const auto chosen = static_cast<std::size_t>(draft.heir);
        if (chosen >= heirs.size()) {
            draft.heir_error = "Choose one of them.";
            return ui::focus_error();
        }
        wishes.command(scene.account(),
                       OfferTransfer{membership.federation, TransferId(wishes.new_id()), heirs[chosen]->id},
                       [kept = shared_draft(scene, drafts), now = scene.now(),
                        name = heirs[chosen]->account_name](const CommandHandle& handle) {
                           kept->heir_error = words::of(handle.refusal);
                           if (handle.refusal) return ui::focus_error();
                           kept->transferring = false;
                           kept->offered = now;
                           say_when_done(*kept, handle, "Offered the ownership to " + name + ".");
                       });
    }
}

void draw_offered(const Scene& scene, Wishes& wishes, FederationDraft& draft, const TransferRow& transfer) {
    ui::Card card("Ownership offered", {.arrived = just_done(scene, draft.offered)});
    {
        ui::Facts facts;
        facts.row("To", transfer.to_name);
        facts.row("Offered", words::date_time(transfer.offered) + " by " + transfer.offered_by_name);
        facts.row("Expires", words::relative_with_date(transfer.expires, scene.now()));
    }
    if (!scene.manages_itself()) return;
    const bool busy =
        is_pending<WithdrawTransfer>(scene, [&](const auto& command) { return command.transfer == transfer.id; });
    if (ui::button("Withdraw Offer", {.busy = busy})) {
        wishes.command(scene.account(), WithdrawTransfer{transfer.federation, transfer.id});
    }
}

void draw_take(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
               const OwnTransferRow& transfer) {
    if (!draft.asks_take) return;
    static constexpr std::string_view points[] = {
        "This account then decides who joins and who is removed, and issues the access codes.",
        "All codes in use now are revoked, and the federation administrators end.",
        "This account can leave only after it has transferred the ownership or dissolved the federation.",
    };
    const std::string text = transfer.federation_name + " has " +
                             words::count(static_cast<long long>(scene.view.members(transfer.federation).size()),
                                          "member", "members") +
                             ". " + transfer.other_name + " stays one.";
    const auto answer = ui::confirm("Accept Ownership", draft.asks_take, "Accept Ownership",
                                    {.text = text, .points = points, .danger = false});
    if (answer == ui::Confirmed::yes) {
        draft.asks_take = false;
        wishes.command(scene.account(), AcceptTransfer{transfer.federation, transfer.id},
                       [kept = shared_draft(scene, drafts)](const CommandHandle& handle) {
                           kept->refusal = handle.refusal;
                       });
    }
}

void draw_received(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                   const OwnTransferRow& transfer) {
    const bool taking =
        is_pending<AcceptTransfer>(scene, [&](const auto& command) { return command.transfer == transfer.id; });
    {
        const std::string title = transfer.other_name + " offers this account the ownership of " +
                                  transfer.federation_name;
        const std::string details = "Offered " + words::relative(transfer.offered, scene.now()) + " by " +
                                    transfer.offered_by_name + ", expires " +
                                    words::relative_with_date(transfer.expires, scene.now()) + ".";
        ui::Banner banner(ui::Tone::info, title, details);
        if (scene.manages_itself()) {
            ui::Row row;
            if (ui::button("Accept Ownership", {.kind = ui::ButtonKind::primary,
                                                .busy = taking,
                                                .opens = semantics::Opens::dialog})) {
                draft.asks_take = true;
            }
            if (ui::button("Decline")) {
                wishes.command(scene.account(), DeclineTransfer{transfer.federation, transfer.id},
                               [kept = shared_draft(scene, drafts)](const CommandHandle& handle) {
                                   kept->refusal = handle.refusal;
                               });
            }
        }
    }
    draw_take(scene, drafts, wishes, draft, transfer);
}

}  // namespace

void draw_offered_ownership(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft) {
    if (const OwnTransferRow* received = scene.view.offered_transfer(scene.account())) {
        draw_received(scene, drafts, wishes, draft, *received);
    }
}

void draw_transfer(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                   const OwnMembershipRow& membership) {
    if (!membership.owner) return;
    if (const TransferRow* offered = scene.view.open_transfer(membership.federation)) {
        draw_offered(scene, wishes, draft, *offered);
    }
    draw_offer(scene, drafts, wishes, draft, membership);
}

}  // namespace parasol::screens
