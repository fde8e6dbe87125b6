// "Invite administrators": the accounts below a base account that have nobody, each with the address that is held of
// it, and one button that invites to all that are chosen. Lists hold no addresses: details are looked up for some
// accounts at a time and let go again, and never for more than can be invited at once.
#include "ui/screens/invite_many.h"

#include <algorithm>

#include "domain/sort_by.h"
#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screens/invitation_link.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

using words::said;

constexpr std::size_t most_at_once = 500;
constexpr std::size_t looked_up_together = 50;
constexpr std::size_t page_length = 25;

using Account = InviteManyDraft::Account;
std::string number(std::size_t value) { return words::number(static_cast<long long>(value)); }

bool has_nobody(const AccountIndexRow* row) {
    return row && row->administrators == 0 && row->state != AccountState::closed;
}

// --- Which accounts ---

std::vector<const AccountIndexRow*> rows_without(const Scene& scene, const InviteManyDraft& draft) {
    const View& view = scene.view;
    std::vector<const AccountIndexRow*> rows;
    if (draft.imported_only) {
        for (const AccountId& id : draft.imported) {
            const AccountIndexRow* row = view.index_row(id);
            if (has_nobody(row)) rows.push_back(row);
        }
        return rows;
    }
    const std::vector<AccountId> bases =
        draft.deeper ? view.bases_from(scene.account()) : std::vector<AccountId>{scene.account()};
    for (const AccountId& base : bases) {
        view.each_child(base, [&](const AccountIndexRow& row) {
            if (has_nobody(&row)) rows.push_back(&row);
        });
    }
    return rows;
}

// What was typed and chosen stays; what was looked up is looked up again.
void collect(const Scene& scene, InviteManyDraft& draft) {
    std::vector<const AccountIndexRow*> rows = rows_without(scene, draft);
    sort_in_order(rows, [](const AccountIndexRow* a, const AccountIndexRow* b) {
        return a->name != b->name ? a->name < b->name : a->id < b->id;
    });
    draft.left_out = rows.size() - std::min(rows.size(), most_at_once);
    rows.resize(rows.size() - draft.left_out);
    std::vector<Account> before(rows.size());
    before.swap(draft.accounts);
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const AccountIndexRow* row = rows[at];
        Account& account = draft.accounts[at];
        account.id = row->id;
        account.name = row->name;
        if (row->parent != scene.account()) account.place = "Below " + scene.view.name_of(row->parent);
        for (const Account& known : before) {
            if (known.id != row->id) continue;
            account.email = known.email;
            account.chosen = known.chosen;
            account.typed = known.typed;
        }
    }
    draft.collected = true;
    draft.version = scene.replica.rows_version();
    draft.page = 0;
}

bool is_offline(const Scene& scene) { return scene.replica.status().sync.state == SyncState::offline; }

// False where they are on their way.
bool look_up(const Scene& scene, Account& account) {
    if (scene.replica.details_of(account.id) == AccountDetails::coming) return false;
    const AccountRow* row = scene.view.account_row(account.id);
    account.invited = !row || !scene.view.open_invitations(account.id).empty();
    if (row && !account.typed) account.email = row->contact.email;
    return true;
}

// Without a connection all are listed as they are: an address can be typed.
void look_up_some(const Scene& scene, Wishes& wishes, InviteManyDraft& draft) {
    std::vector<Scope> scopes;
    const bool offline = is_offline(scene);
    for (Account& account : draft.accounts) {
        if (!account.known && scopes.size() < 2 * looked_up_together) {
            account.known = look_up(scene, account);
            if (!account.known) scopes.push_back(account_scope(account.id));
            if (!account.known) scopes.push_back(people_of(account.id));
        }
        account.listed = !account.invited && (account.known || offline);
    }
    wishes.look_at(std::move(scopes));
}

std::string address_of(const Account& account) { return lower_email(trimmed(account.email)); }
bool is_chosen(const Account& account) {
    return account.listed && account.chosen && is_email(address_of(account));
}

// --- One account ---

void draw_account(Account& account) {
    const ui::IdScope scope(account.id);
    const ui::Group item(semantics::Role::listitem, {});
    const std::string address = address_of(account);
    const bool valid = is_email(address);
    const std::string_view wrong = words::of(Refusal::email_not_valid);
    constexpr float beside = 640;
    const bool wide = ui::available_width() >= beside;
    ui::Columns columns({1, 1}, wide ? 24.0f : 4.0f, beside, 4);
    columns.next();
    if (wide) ui::space(4);  // in line with what is typed beside it
    bool on = account.chosen && valid;
    if (ui::checkbox(account.name, on,
                     {.description = account.place,
                      .id = "chosen",
                      .disabled = valid             ? std::string_view{}
                                  : address.empty() ? "Type an e-mail address first."
                                                    : "Correct the e-mail address first."})) {
        account.chosen = on;
    }
    columns.next();
    const std::string label = "E-mail of " + account.name;
    if (ui::email_field(label, account.email,
                        {.description = address.empty() ? "No address is held. Type one to invite somebody." : "",
                         .error = valid || address.empty() ? std::string_view{} : wrong,
                         .id = "email",
                         .label_hidden = true})) {
        account.typed = true;
    }
}

// --- All of them ---

void draw_filters(const Scene& scene, InviteManyDraft& draft) {
    ui::Row row;
    bool changed = false;
    if (!draft.imported.empty()) {
        const std::string words = said({"Only from ", draft.file});
        changed = ui::filter_chip(words, draft.imported_only, icon_upload);
    }
    if (!draft.imported_only) {
        changed = ui::filter_chip("Also accounts further below", draft.deeper, icon_folder_tree) || changed;
    }
    if (changed) collect(scene, draft);
}

// A page of fields at a time: each is a real one of the browser.
void draw_pages(InviteManyDraft& draft, std::size_t count) {
    const std::size_t pages = (count + page_length - 1) / page_length;
    if (pages < 2) return;
    ui::Row row;
    if (ui::button("Previous", {.small = true})) draft.page += pages - 1;
    if (ui::button("Next", {.small = true})) ++draft.page;
    draft.page %= pages;
    ui::muted(said({"Page ", number(draft.page + 1), " of ", number(pages)}));
}

void invite(const Scene& scene, Drafts& drafts, Wishes& wishes, InviteManyDraft& draft) {
    for (std::size_t at = 0; at < draft.accounts.size(); ++at) {
        Account& account = draft.accounts[at];
        if (!is_chosen(account)) continue;
        account.sent = true;
        account.email = address_of(account);
        account.invitation = InvitationId(wishes.new_id());
        wishes.command_by({scene.route.home, Via::parent}, account.id,
                          InviteAdministrator{account.invitation, account.email, static_cast<Role>(draft.role)},
                          [kept = drafts.share<InviteManyDraft>(scene.account(), "invite-many"),
                           at](const CommandHandle& handle) {
                              Account& sent = kept->accounts[at];
                              sent.client = handle.client;
                              sent.seq = handle.seq;
                              sent.refusal = handle.refusal;
                              sent.ended = handle.refusal.has_value();
                          });
    }
    draft.page = 0;
    draft.leads = draft.reports = true;
}

void draw_list(InviteManyDraft& draft, std::size_t count) {
    ui::Card card(words::counted("Accounts without an administrator", count), {.id = "accounts"});
    draft.page = std::min(draft.page, (count - 1) / page_length);
    {
        const ui::Group list(semantics::Role::list, "Accounts");
        std::size_t at = 0;
        for (Account& account : draft.accounts) {
            if (account.listed && at++ / page_length == draft.page) draw_account(account);
        }
    }
    draw_pages(draft, count);
}

void draw_choice(const Scene& scene, Drafts& drafts, Wishes& wishes, InviteManyDraft& draft) {
    draw_filters(scene, draft);
    look_up_some(scene, wishes, draft);
    std::size_t listed = 0, known = 0, chosen = 0;
    for (const Account& account : draft.accounts) {
        listed += account.listed ? 1 : 0;
        known += account.known ? 1 : 0;
        chosen += is_chosen(account) ? 1 : 0;
    }
    if (known < draft.accounts.size()) {
        ui::progress_bar("Looking up addresses", static_cast<float>(known) / static_cast<float>(draft.accounts.size()),
                         said({number(known), " of ", number(draft.accounts.size()),
                               is_offline(scene) ? ". It goes on when you are online." : ""}));
    } else if (listed == 0) {
        ui::Empty empty(icon_users, "No account here waits for an administrator.",
                        "Each has one, or an invitation that is open.");
        return;
    }
    if (draft.left_out > 0) {
        ui::muted(said({"The first ", number(most_at_once), " accounts, and ", number(draft.left_out),
                        " more after these are invited."}));
    }
    if (listed == 0) return;
    std::vector<ui::Option> options;
    for (int at = 0; at < role_count; ++at) {
        const auto role = static_cast<Role>(at);
        options.push_back({words::role(role, AccountKind::partner), words::role_help(role)});
    }
    ui::select("Role", draft.role, options,
               {.description = "The same for all. On a customer's account its owner is called customer administrator.",
                .width = 360});
    draw_list(draft, listed);
    const std::string action =
        "Invite " + words::count(static_cast<long long>(chosen), "administrator", "administrators");
    if (ui::button(action, {.kind = ui::ButtonKind::primary,
                            .icon = icon_user_plus,
                            .id = "invite",
                            .disabled = chosen == 0 ? "Choose an account with an address first." : ""})) {
        invite(scene, drafts, wishes, draft);
    }
}

// --- What became of it ---

// What the authority refuses is shown here, and not a second time among all that was refused.
void follow(const Scene& scene, Wishes& wishes, Account& sent) {
    if (sent.ended || sent.seq == 0) return;
    const CommandState state = scene.replica.state_of(sent.client, sent.seq);
    sent.ended = state == CommandState::ended || state == CommandState::refused;
    if (state != CommandState::refused) return;
    for (const RefusedCommand& refused : scene.replica.outcomes()) {
        if (refused.envelope.client != sent.client || refused.envelope.seq != sent.seq) continue;
        sent.refusal = refused.outcome.refusal;
    }
    wishes.dismiss(sent.client, sent.seq);
}

void draw_refused(const InviteManyDraft& draft, std::size_t count) {
    if (count == 0) return;
    ui::banner(ui::Tone::danger, words::count(static_cast<long long>(count), "invitation was refused.",
                                              "invitations were refused."));
    const ui::Group list(semantics::Role::list, "Refused");
    for (const Account& sent : draft.accounts) {
        if (!sent.refusal) continue;
        const ui::Group item(semantics::Role::listitem, {});
        ui::text(said({sent.name, " (", sent.email, "): ", words::of(*sent.refusal)}));
    }
}

// Where no mail goes to whoever was invited, each needs a link. A page of them at a time, as they were chosen.
void draw_links(const Scene& scene, Drafts& drafts, Wishes& wishes, InviteManyDraft& draft, std::size_t count) {
    if (scene.host.demo || count == 0) return;
    ui::muted(scene.server.mail ? "The link to the invitation is sent by e-mail."
                                : "No e-mail is sent: give each of them the link to their invitation yourself.");
    draft.page = std::min(draft.page, (count - 1) / page_length);
    {
        const ui::Group list(semantics::Role::list, "Invited");
        std::size_t at = 0;
        for (const Account& sent : draft.accounts) {
            if (!sent.sent || !sent.ended || sent.refusal || at++ / page_length != draft.page) continue;
            const ui::IdScope scope(sent.id);
            const ui::Group item(semantics::Role::listitem, {});
            ui::Split split({.height = 52});
            {
                ui::Column text({.gap = 0});
                ui::text(sent.name, {.weight = ui::Weight::medium});
                ui::muted(sent.email, ui::Type::small);
            }
            split.end();
            draw_link_button(scene, drafts, wishes,
                             {.path = {scene.route.home, Via::parent},
                              .account = sent.id,
                              .invitation = sent.invitation,
                              .email = sent.email});
        }
    }
    draw_pages(draft, count);
}

void draw_report(const Scene& scene, Drafts& drafts, Wishes& wishes, InviteManyDraft& draft) {
    std::size_t all = 0, ended = 0, refused = 0;
    for (Account& account : draft.accounts) {
        follow(scene, wishes, account);
        all += account.sent ? 1 : 0;
        ended += account.ended ? 1 : 0;
        refused += account.refusal ? 1 : 0;
    }
    ui::Card card("Invitations", {.arrived = std::exchange(draft.leads, false)});
    if (ended < all) {
        ui::progress_bar("Inviting", static_cast<float>(ended) / static_cast<float>(all),
                         said({number(ended), " of ", number(all), " answered.",
                               is_offline(scene) ? " The others are kept and go out when you are online." : ""}));
    } else if (ended > refused) {
        ui::banner(ui::Tone::success,
                   words::count(static_cast<long long>(ended - refused), "invitation", "invitations") + " went out.",
                   "An account has an administrator as soon as its invitation is accepted.");
    }
    draw_refused(draft, refused);
    draw_links(scene, drafts, wishes, draft, ended - refused);
    if (ended == all && ui::button("Invite others")) {
        draft.reports = false;
        collect(scene, draft);
        draft.leads = true;
    }
}

}  // namespace

void draw_invite_many(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<InviteManyDraft>(scene.account(), "invite-many");
    const auto summary = scene.view.account(scene.account());
    const std::string name = summary ? summary->name : "this account";
    const bool back = !draft.reports && std::exchange(draft.leads, false);
    ui::page_heading("Invite administrators",
                     "For the accounts below " + name + " that nobody looks after yet. Each invitation is bound to its "
                     "address and expires in 14 days.",
                     scene.arrived || back);
    if (!scene.manages_itself() || (summary && !is_base(summary->kind))) {
        ui::Empty empty(icon_ban, "There is nobody to invite from here.",
                        "An account owner of a base account invites for the accounts below it.");
        return;
    }
    draw_invitation_link(scene, drafts);
    if (draft.reports) return draw_report(scene, drafts, wishes, draft);
    // Lists that are still coming bring more; once they are there the list stays as it is while somebody works on it.
    const bool comes = !scene.replica.status().sync.first_pull_complete &&
                       draft.version != scene.replica.rows_version();
    if (scene.arrived || !draft.collected || comes) collect(scene, draft);
    draw_choice(scene, drafts, wishes, draft);
}

}  // namespace parasol::screens
