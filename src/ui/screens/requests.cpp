// Requests: what waits for this person's decision, what their accounts have asked, invitations, refused changes.
#include <utility>
#include <vector>

#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/screens/contact_details.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

// What one line is about, and more of it below. What can be done stands at the line's end.
void draw_subject(std::string_view title, std::string_view detail) {
    ui::Column text({.gap = 2});
    ui::text(title, {.weight = ui::Weight::medium});
    ui::muted(detail, ui::Type::small);
}

// An invitation that was accepted here: it says what came of it until the page is left.
struct Accepted {
    InvitationId invitation;
    AccountId account;
    std::string account_name;
    AccountKind kind = AccountKind::customer;
    Role role = Role::viewer;
    ClientId client;
    std::int64_t seq = 0;
    bool leads = true;  // the focus to it: what was pressed is gone
};

struct RequestsDraft {
    std::vector<Accepted> accepted;
};

void draw_accepted(const Scene& scene, Accepted& accepted) {
    ui::IdScope scope(accepted.invitation);
    ui::Split split;
    {
        ui::Column text({.gap = 2});
        ui::text(accepted.account_name, {.weight = ui::Weight::medium});
        ui::text("Accepted. Your role here is " + std::string(words::role(accepted.role, accepted.kind)) + ".",
                 {.type = ui::Type::small, .icon = icon_check_circle});
    }
    split.end();
    const std::string name = "Open " + accepted.account_name;
    const Page page = is_base(accepted.kind) ? Page::accounts : Page::account;
    if (std::exchange(accepted.leads, false)) ui::focus(ui::id_of(name));
    ui::link("Open", scene.link_to(accepted.account, page), {.name = name, .id = name, .looks_like_button = true});
}

void draw_invitations(const Scene& scene, Drafts& drafts, RequestsDraft& draft, Wishes& wishes) {
    const auto invitations = scene.view.invitations_received();
    const auto state_of = [&](const Accepted& one) { return scene.replica.state_of(one.client, one.seq); };
    std::erase_if(draft.accepted, [&](const Accepted& one) { return state_of(one) == CommandState::refused; });
    if (invitations.empty() && draft.accepted.empty()) return;
    ui::IdScope part("invitations");
    ui::Card card("Invitations");
    for (Accepted& one : draft.accepted) {
        if (state_of(one) == CommandState::ended) draw_accepted(scene, one);
    }
    for (const ReceivedInvitationRow* invitation : invitations) {
        ui::IdScope scope(invitation->id);
        ui::Split split;
        draw_subject(invitation->account_name,
                     std::string(words::role(invitation->role, invitation->account_kind)) + ", invited by " +
                         invitation->invited_by_name + ", expires " +
                         words::relative_with_date(invitation->expires, scene.now()));
        split.end();
        bool waiting = false;
        for (const PendingCommand& pending : scene.replica.pending()) {
            const auto* accept = std::get_if<AcceptInvitation>(&pending.envelope->command);
            waiting = waiting || (accept && accept->invitation == invitation->id);
        }
        const std::string name = "Accept invitation to " + invitation->account_name;
        if (ui::button("Accept", {.kind = ui::ButtonKind::primary, .name = name, .busy = waiting})) {
            Accepted accepted{invitation->id, invitation->account, invitation->account_name,
                              invitation->account_kind, invitation->role};
            wishes.command(invitation->account, AcceptInvitation{invitation->id, GrantId(wishes.new_id())},
                           [kept = drafts.share<RequestsDraft>({}, "requests"),
                            accepted = std::move(accepted)](const CommandHandle& handle) mutable {
                               if (handle.refusal) return ui::toast(words::of(*handle.refusal), ui::Tone::danger);
                               accepted.client = handle.client;
                               accepted.seq = handle.seq;
                               kept->accepted.push_back(std::move(accepted));
                           });
        }
    }
}

void draw_to_decide(const Scene& scene) {
    const auto requests = scene.view.requests_to_decide();
    const auto below = scene.view.accounts_with_open_requests();
    if (requests.empty() && below.empty()) return;
    ui::IdScope part("to-decide");
    ui::Card card("Join requests to decide");
    for (const RequestToDecide& open : requests) {
        ui::IdScope scope(open.request->id);
        ui::Split split;
        draw_subject(open.request->card.name,
                     "asks to join the federation of " + scene.view.name_of(open.owner) + ", " +
                         words::relative(open.request->asked, scene.now()) + ", asked by " +
                         open.request->asked_by_name);
        split.end();
        const std::string name = "Decide about " + open.request->card.name;
        ui::link("Decide", scene.link_to(open.owner, Page::federation), {.name = name, .looks_like_button = true});
    }
    for (const AccountIndexRow* row : below) {
        ui::IdScope scope(row->id);
        ui::Split split;
        draw_subject(row->name,
                     words::count(row->open_requests, "account asks", "accounts ask") + " to join its federation");
        split.end();
        const std::string name = "Open the federation of " + row->name;
        ui::link("Open", scene.link_to(row->id, Page::federation), {.name = name, .looks_like_button = true});
    }
}

void draw_offers(const Scene& scene) {
    const auto offers = scene.view.offers_to_decide();
    if (offers.empty()) return;
    ui::IdScope part("offers");
    ui::Card card("Ownership offered to your accounts");
    for (const OfferToDecide& open : offers) {
        ui::IdScope scope(open.transfer->id);
        ui::Split split;
        draw_subject(open.transfer->federation_name,
                     "offered by " + open.transfer->other_name + " to " + scene.view.name_of(open.account) +
                         ", expires " + words::relative_with_date(open.transfer->expires, scene.now()));
        split.end();
        const std::string name = "Decide about the ownership of " + open.transfer->federation_name;
        // By a grant: administrators of the federation do not decide it.
        const auto to = scene.best_route(open.account, Page::federation);
        if (to) ui::link("Decide", to_string(*to), {.name = name, .looks_like_button = true});
    }
}

void draw_own(const Scene& scene) {
    const auto own = scene.view.own_pending_requests();
    if (own.empty()) return;
    ui::IdScope part("asked");
    ui::Card card("Asked by your accounts");
    for (const OwnPendingRequest& open : own) {
        ui::IdScope scope(open.request->id);
        ui::Split split;
        draw_subject(scene.view.name_of(open.account) + " asks to join " + open.request->federation_name,
                     "Pending, expires " + words::relative_with_date(open.request->expires, scene.now()));
        split.end();
        const std::string name = "Open the request of " + scene.view.name_of(open.account);
        ui::link("Open", scene.link_to(open.account, Page::federation), {.name = name, .looks_like_button = true});
    }
}

// True where something waits for it.
bool draw_unconfirmed(const Scene& scene, Wishes& wishes) {
    const Envelope* waiting = scene.replica.unconfirmed().envelope;
    if (!waiting) return false;
    ui::IdScope part("unconfirmed");
    ui::Card card("Waits for your confirmation");
    ui::Split split({.start_room = ui::heading_room});
    const std::string what = words::describe(waiting->command);
    draw_subject(what, words::said({"In ", scene.view.name_of(waiting->account), ", ",
                                    words::relative(waiting->time, scene.now()),
                                    ". It is sent once you have typed your password, with what you did after it."}));
    split.end();
    if (ui::button("Withdraw", {.name = "Withdraw " + what})) wishes.withdraw(waiting->client, waiting->seq);
    if (ui::button("Confirm", {.kind = ui::ButtonKind::primary,
                               .name = "Confirm " + what,
                               .opens = semantics::Opens::dialog})) {
        wishes.confirm();
    }
    return true;
}

// True where there was something.
bool draw_refused(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    const auto& refused = scene.replica.outcomes();
    if (refused.empty()) return false;
    ui::IdScope part("refused");
    ui::Card card("Refused changes");
    for (const RefusedCommand& ended : refused) {
        ui::IdScope client(ended.envelope.client);
        ui::IdScope scope(static_cast<std::uint64_t>(ended.envelope.seq));
        const bool contested = ended.outcome.refusal == Refusal::changed_meanwhile &&
                               std::holds_alternative<EditAccount>(ended.envelope.command);
        ui::Split split({.start_room = contested ? ui::heading_room : 0});
        {
            ui::Column text({.gap = 2});
            ui::text(words::describe(ended.envelope.command), {.weight = ui::Weight::medium});
            ui::muted("In " + scene.view.name_of(ended.envelope.account) + ", " +
                          words::relative(ended.envelope.time, scene.now()),
                      ui::Type::small);
            if (ended.anew) {
                ui::muted(ended.outcome.refusal ? "This was done, then the server had to go back to a backup. Given "
                                                  "again, it was refused:"
                                                : "This was refused, then the server had to go back to a backup. Given "
                                                  "again, it was done.");
            }
            if (ended.outcome.refusal) ui::text(words::of(*ended.outcome.refusal), {.color = ui::Color::danger_text});
            for (const ImportProblem& problem : ended.outcome.problems) ui::muted(words::describe(problem));
            if (contested) draw_refused_edit(scene, wishes, ended);
        }
        split.end();
        const auto to = contested ? scene.best_route(ended.envelope.account, Page::account) : std::nullopt;
        const std::string decide = "Decide about " + words::describe(ended.envelope.command);
        if (to && ui::link("Decide", to_string(*to), {.name = decide, .looks_like_button = true})) {
            take_up_edit(drafts, ended);
        }
        const std::string name = "Dismiss " + words::describe(ended.envelope.command);
        if (ui::button("Dismiss", {.name = name})) wishes.dismiss(ended.envelope.client, ended.envelope.seq);
    }
    return true;
}

}  // namespace

void draw_requests(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<RequestsDraft>({}, "requests");
    if (scene.arrived) draft.accepted.clear();
    ui::page_heading("Requests", "What waits for you, and what you wait for.", scene.arrived);
    draw_invitations(scene, drafts, draft, wishes);
    draw_to_decide(scene);
    draw_offers(scene);
    draw_own(scene);
    const bool unconfirmed = draw_unconfirmed(scene, wishes);
    const bool refused = draw_refused(scene, drafts, wishes);
    if (!refused && !unconfirmed && draft.accepted.empty() && scene.view.open_request_count() == 0) {
        ui::Empty empty(icon_inbox, "Nothing is open.",
                        "Join requests to decide, your own pending requests, ownership offered to your accounts, "
                        "invitations and refused changes are listed here.");
    }
}

void draw_outcomes(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    ui::page_heading("Waiting and refused",
                     "What you did in this browser that still waits for an answer, or was refused.", scene.arrived);
    const auto pending = scene.replica.pending();
    draw_unconfirmed(scene, wishes);
    if (!pending.empty()) {
        ui::Card card("Waiting");
        for (const PendingCommand& command : pending) {
            ui::IdScope client(command.envelope->client);
            ui::IdScope scope(static_cast<std::uint64_t>(command.envelope->seq));
            ui::Split split;
            draw_subject(words::describe(command.envelope->command),
                         "In " + scene.view.name_of(command.envelope->account) + ", " +
                             words::relative(command.envelope->time, scene.now()));
            split.end();
            if (!command.stored) {
                ui::badge("not saved", ui::Tone::danger);
            } else {
                ui::badge(command.applied ? "shown, waits to be confirmed" : "waiting", ui::Tone::info);
            }
        }
    }
    const bool refused = draw_refused(scene, drafts, wishes);
    if (pending.empty() && !refused) {
        ui::Empty empty(icon_check_circle, "Everything is done.", "Nothing waits and nothing was refused.");
    }
}

}  // namespace parasol::screens
