// "Suspend", "Resume", "Move" and "Close Account".
#include "ui/screens/account_actions.h"

#include "domain/sort_by.h"
#include "ui/icons.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

Callback<void(const CommandHandle&)> told(Drafts& drafts, AccountId account) {
    return [kept = drafts.share<AccountDraft>(account, "account")](const CommandHandle& handle) {
        kept->dialog_refusal = handle.refusal;
        if (handle.refusal) return ui::focus_error();
        kept->client = handle.client;
        kept->seq = handle.seq;
    };
}

// Only the authority decides these two: the dialog stays until it has answered, and says why it refused.
void follow(const Scene& scene, const AccountSummary& account, Wishes& wishes, AccountDraft& draft) {
    if (!draft.asks_close && !draft.moving) draft.seq = 0;
    if (draft.seq == 0) return;
    const CommandState state = scene.replica.state_of(draft.client, draft.seq);
    if (state == CommandState::applied || state == CommandState::waiting) return;
    if (state == CommandState::refused) {
        for (const RefusedCommand& refused : scene.replica.outcomes()) {
            const bool own = refused.outcome.client == draft.client && refused.outcome.seq == draft.seq;
            if (own) draft.dialog_refusal = refused.outcome.refusal;
        }
        wishes.dismiss(draft.client, draft.seq);
    } else {
        ui::toast(draft.moving ? "Moved " + account.name + " below " + scene.view.name_of(account.parent) + "."
                               : "Closed " + account.name + ".",
                  ui::Tone::success);
        draft.close_dialogs();
    }
    draft.seq = 0;
}

// Both are decided at once, as far as this device knows; where the authority says otherwise, Requests tells.
Callback<void(const CommandHandle&)> told_of_state(Drafts& drafts, const AccountSummary& account,
                                                   std::string_view done) {
    return [kept = drafts.share<AccountDraft>(account.id, "account"),
            words = words::said({done, account.name, "."})](const CommandHandle& handle) {
        kept->refusal = handle.refusal;
        if (!handle.refusal) ui::toast(words, ui::Tone::success);
    };
}

bool may_from_above(const Scene& scene) {
    return scene.route.via == Via::parent && scene.may(Permission::manage);
}

void draw_suspend(const AccountSummary& account, Drafts& drafts, Wishes& wishes, AccountDraft& draft) {
    if (account.state == AccountState::suspended) return;  // "Resume" is in the banner of every page
    if (ui::button("Suspend", {.icon = icon_pause, .opens = semantics::Opens::dialog})) draft.asks_suspend = true;
    if (!draft.asks_suspend) return;
    const std::string title = "Suspend " + account.name + "?";
    static constexpr std::string_view points[] = {
        "It and everything below it is suspended: nothing is shared with its federation, and no account can be "
        "added below it.",
        "Nothing is lost: \"Resume\" brings all of it back as it was."};
    if (ui::confirm(title, draft.asks_suspend, "Suspend", {.points = points}) == ui::Confirmed::yes) {
        draft.asks_suspend = false;
        wishes.command(account.id, SuspendAccount{}, told_of_state(drafts, account, "Suspended "));
    }
}

// Below home everything is of one partner; below the operator, what is under the account's own partner.
std::vector<MovePlace> places_for(const Scene& scene, const AccountSummary& account) {
    const View& view = scene.view;
    const std::vector<AccountId> above = view.chain_up(account.id);
    AccountId top = scene.route.home;
    const auto home = view.account(top);
    if (home && home->kind == AccountKind::operator_) top = above.size() > 2 ? above[above.size() - 2] : AccountId();
    std::vector<MovePlace> places;
    if (top.is_none()) return places;
    for (const AccountId base : view.bases_from(top)) {
        MovePlace place{base, view.name_of(base), {}};
        bool below_itself = false;
        bool at_home = base == scene.route.home;
        for (const AccountId at : view.chain_up(base)) {
            below_itself = below_itself || at == account.id;
            if (at != base && !at_home) {
                place.chain = view.name_of(at) + (place.chain.empty() ? "" : " › ") + place.chain;
            }
            at_home = at_home || at == scene.route.home;
        }
        const bool open = view.effective_state(base) == AccountState::active;
        if (open && !below_itself && base != account.parent) places.push_back(std::move(place));
    }
    sort_in_order(places, [](const MovePlace& a, const MovePlace& b) {
        return a.name != b.name ? a.name < b.name : a.chain < b.chain;
    });
    return places;
}

void draw_move(const Scene& scene, const AccountSummary& account, Drafts& drafts, Wishes& wishes,
               AccountDraft& draft) {
    if (ui::button("Move", {.icon = icon_folder_tree, .opens = semantics::Opens::dialog})) {
        draft.moving = true;
        draft.places = places_for(scene, account);
        draft.place = -1;
        draft.place_error = {};
        draft.dialog_refusal.reset();
    }
    if (!draft.moving) return;
    const std::string title = "Move " + account.name;
    const std::string description =
        words::said({"It is below ", scene.view.name_of(account.parent), " now, and goes below another account of the "
                     "same partner, with everything below it. Administrators of the old place lose sight of it, those "
                     "of the new place gain it. Its federation stays."});
    ui::Dialog dialog(title, draft.moving, {.width = 560, .description = description});
    if (!dialog) return;
    std::vector<ui::Option> options;
    for (const MovePlace& place : draft.places) options.push_back({place.name, place.chain});
    const std::string_view refused = words::of(draft.dialog_refusal);
    ui::select("New place", draft.place, options,
               {.error = refused.empty() ? draft.place_error : refused,
                .disabled = options.empty() ? "There is no other account that it may be below." : "",
                .placeholder = "Choose an account",
                .required = true});
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    if (ui::button("Move", {.kind = ui::ButtonKind::primary, .id = "do", .busy = draft.seq != 0})) {
        const auto chosen = static_cast<std::size_t>(draft.place);
        draft.dialog_refusal.reset();
        draft.place_error = chosen < options.size() ? "" : "Choose one of them.";
        if (!draft.place_error.empty()) return ui::focus_error();
        wishes.command(account.id, MoveAccount{draft.places[chosen].id}, told(drafts, account.id));
    }
}

void draw_close(const Scene& scene, const AccountSummary& account, Drafts& drafts, Wishes& wishes,
                AccountDraft& draft) {
    if (ui::button("Close Account", {.icon = icon_ban, .opens = semantics::Opens::dialog})) {
        draft.asks_close = true;
        draft.dialog_refusal.reset();
    }
    if (!draft.asks_close) return;
    const View& view = scene.view;
    const std::string title = "Close " + account.name + "?";
    std::vector<std::string> stops;
    const bool base = is_base(account.kind);
    if (base) stops.push_back("Its internal-use account is closed with it.");
    if (const OwnMembershipRow* membership = view.membership_of(account.id)) {
        stops.push_back("It leaves the federation " + membership->federation_name + ".");
    }
    if (const OwnRequestRow* request = view.pending_request_of(account.id)) {
        stops.push_back("Its request to join " + request->federation_name + " is withdrawn.");
    }
    const auto invited = static_cast<long long>(view.open_invitations(account.id).size());
    if (invited != 0) {
        stops.push_back(words::count(invited, "open invitation is", "open invitations are") + " revoked.");
    }
    std::vector<std::string_view> points = {
        "Nothing can be changed in it, and nobody can be invited or added, from then on.",
        "Its number and its history stay, for whoever may read them now."};
    points.insert(points.end(), stops.begin(), stops.end());
    const auto answer = ui::confirm(title, draft.asks_close, "Close Account",
                                    {.text = "This is final: a closed account cannot be opened again.",
                                     .points = points,
                                     .busy = draft.seq != 0,
                                     .error = words::of(draft.dialog_refusal)});
    if (answer != ui::Confirmed::yes) return;
    draft.dialog_refusal.reset();
    wishes.command(account.id, CloseAccount{}, told(drafts, account.id));
}

}  // namespace

void draw_account_actions(const Scene& scene, const AccountSummary& account, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<AccountDraft>(account.id, "account");
    follow(scene, account, wishes, draft);
    if (!may_from_above(scene) || account.state == AccountState::closed) return;
    draw_suspend(account, drafts, wishes, draft);
    const bool moves = account.kind == AccountKind::reseller || account.kind == AccountKind::customer;
    if (moves) draw_move(scene, account, drafts, wishes, draft);
    draw_close(scene, account, drafts, wishes, draft);
}

void draw_suspension(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    const auto account = scene.view.account(scene.account());
    const AccountId by = scene.view.suspended_by(scene.account());
    if (!account || by.is_none() || account->state == AccountState::closed) return;
    if (by != account->id) {
        ui::banner(ui::Tone::warning, "An account above this one is suspended.",
                   "This account is suspended with it, and is active again when that one is resumed.");
        return;
    }
    ui::Banner banner(ui::Tone::warning, "This account is suspended.",
                      "Nothing is shared with its federation, and no account can be added below it. Everything that is "
                      "below it is suspended too.");
    if (may_from_above(scene) && ui::button("Resume", {.icon = icon_play})) {
        wishes.command(account->id, ResumeAccount{}, told_of_state(drafts, *account, "Resumed "));
    }
}

}  // namespace parasol::screens
