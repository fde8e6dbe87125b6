// Administrators: who may do what in this account, and invitations to become one.
#include <algorithm>
#include <array>

#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screen.h"
#include "ui/screens/as_left.h"
#include "ui/screens/invitation_link.h"
#include "ui/screens/why.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

struct AdministratorsDraft {
    ui::TableState table, invitations;
    InvitationId revoking;
    bool asks_revoke = false;
    InvitationId invited;  // since this page was opened, last
    WhyDraft why;

    void close_dialogs() {
        asks_revoke = false;
        invited = {};
        why.close_dialogs();
    }
};

// "Invite Administrator"
struct InviteDraft : KeptForm {
    std::string email;
    Role role = Role::viewer;
    std::optional<Refusal> refusal;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("email", self.email);
        visit("role", self.role);
    }
};

constexpr Role roles[] = {Role::account_owner, Role::billing_administrator, Role::service_administrator,
                          Role::viewer};

constexpr ui::ColumnSpec administrator_columns[] = {
    {.key = "name", .title = "Name", .width = 180, .share = 2},
    {.key = "email", .title = "E-mail", .width = 200, .share = 2, .hide_order = 2},
    {.key = "role", .title = "Role", .width = 180, .share = 1},
    {.key = "since", .title = "Since", .width = 130, .share = 0, .hide_order = 1},
    {.key = "actions", .title = "Actions", .width = 116, .share = 0, .title_hidden = true},
};
constexpr ui::ColumnSpec invitation_columns[] = {
    {.key = "email", .title = "E-mail", .width = 200, .share = 2},
    {.key = "role", .title = "Role", .width = 180, .share = 1},
    {.key = "expires", .title = "Expires", .width = 180, .share = 1, .hide_order = 1},
    {.key = "actions", .title = "Actions", .width = 56, .share = 0, .title_hidden = true},
};
constexpr float two_actions = 92;

// Of a grant or an invitation, with the federation whose administrators gave it.
template <class Row>
void draw_role(const Row& row, AccountKind kind) {
    ui::badge(words::role(row.role, kind));
    if (!row.through.is_none()) ui::muted("through " + row.through_name, ui::Type::small);
}

// An administrator of a federation ends only what was given through it.
template <class Row>
bool ends(const Scene& scene, const Row& row) {
    return scene.route.via != Via::federation || row.through == scene.view.federation_of(scene.account());
}

void draw_administrators_table(const Scene& scene, AdministratorsDraft& draft, AccountKind kind, bool manages) {
    const auto grants = scene.view.administrators(scene.account());
    const std::string title = words::counted("Administrators", grants.size());
    ui::Card card(title, {.flush = true, .id = "administrators"});
    ui::table("Administrators", draft.table,
              {.columns = administrator_columns,
               .rows = static_cast<int>(grants.size()),
               .row_id = [&](int row) { return grants[static_cast<std::size_t>(row)]->id.low; },
               .cell =
                   [&](const ui::Cell& cell) {
                       const GrantRow& grant = *grants[static_cast<std::size_t>(cell.row)];
                       switch (cell.column) {
                           case 0: ui::text(grant.person_name); break;
                           case 1: ui::text(grant.person_email); break;
                           case 2: draw_role(grant, kind); break;
                           case 3: ui::text(words::date(grant.since)); break;
                           default:
                               draw_why_button(scene, draft.why, grant.person, grant.person_name);
                               if (manages && ends(scene, grant) &&
                                   ui::icon_button(icon_trash_2, "Remove " + grant.person_name,
                                                              {.opens = semantics::Opens::dialog})) {
                                   draft.why.ask_to_end(grant.person, grant.id);
                               }
                       }
                   },
               .empty =
                   [] {
                       ui::Empty empty(icon_users, "This account has no administrator yet.",
                                       "Invite its first one: whoever accepts looks after it.");
                   },
               .loading = !scene.view.rows().holds(people_of(scene.account()))});
}

LinkWish link_wish(const Scene& scene, const InvitationRow& invitation) {
    return {.path = {scene.route.home, scene.route.via},
            .account = scene.account(),
            .invitation = invitation.id,
            .email = invitation.email};
}

// Where no mail goes to whoever was invited, the way to the link is where one looks first. Of what waits for a
// confirmation nothing of it is true yet.
void draw_invited(const Scene& scene, Drafts& drafts, Wishes& wishes, const AdministratorsDraft& draft) {
    if (scene.host.demo || draft.invited.is_none() || scene.replica.unconfirmed().envelope) return;
    for (const InvitationRow* invitation : scene.view.open_invitations(scene.account())) {
        if (invitation->id != draft.invited) continue;
        ui::Banner banner(ui::Tone::success, invitation->email + " is invited.",
                          scene.server.mail ? "The link to the invitation is sent by e-mail."
                                            : "No e-mail is sent: give them the link to their invitation yourself.");
        draw_link_button(scene, drafts, wishes, link_wish(scene, *invitation));
    }
}

void draw_invitations(const Scene& scene, Drafts& drafts, Wishes& wishes, AdministratorsDraft& draft, AccountKind kind,
                      bool manages) {
    const auto open = scene.view.open_invitations(scene.account());
    if (open.empty()) return;
    const std::string title = words::counted("Invitations", open.size());
    ui::Card card(title, {.flush = true, .id = "invitations"});
    auto columns = std::to_array(invitation_columns);
    if (!scene.host.demo) columns.back().width = two_actions;
    ui::table("Invitations", draft.invitations,
              {.columns = columns,
               .rows = static_cast<int>(open.size()),
               .row_id = [&](int row) { return open[static_cast<std::size_t>(row)]->id.low; },
               .cell = [&](const ui::Cell& cell) {
                   const InvitationRow& invitation = *open[static_cast<std::size_t>(cell.row)];
                   switch (cell.column) {
                       case 0: ui::text(invitation.email); break;
                       case 1: draw_role(invitation, kind); break;
                       case 2: ui::text(words::relative_with_date(invitation.expires, scene.now())); break;
                       default: {
                           if (!manages || !ends(scene, invitation)) break;
                           LinkWish wish = link_wish(scene, invitation);
                           wish.in_cell = true;
                           draw_link_button(scene, drafts, wishes, wish);
                           if (ui::icon_button(icon_x, "Revoke invitation of " + invitation.email,
                                               {.opens = semantics::Opens::dialog})) {
                               draft.revoking = invitation.id;
                               draft.asks_revoke = true;
                           }
                       }
                   }
               }});
}

void draw_revoke(const Scene& scene, Wishes& wishes, AdministratorsDraft& draft) {
    if (!draft.asks_revoke) return;
    const auto open = scene.view.open_invitations(scene.account());
    const auto found = std::find_if(open.begin(), open.end(),
                                    [&](const InvitationRow* row) { return row->id == draft.revoking; });
    if (found == open.end()) {
        draft.asks_revoke = false;
        return;
    }
    const std::string title = "Revoke the invitation of " + (*found)->email + "?";
    if (ui::confirm(title, draft.asks_revoke, "Revoke",
                    {.text = "It can no longer be accepted. The address can be invited again."}) ==
        ui::Confirmed::yes) {
        draft.asks_revoke = false;
        wishes.command(scene.account(), RevokeInvitation{draft.revoking},
                       [email = (*found)->email, &replica = scene.replica](const CommandHandle& handle) {
                           if (handle.refusal) return ui::toast(words::of(*handle.refusal), ui::Tone::danger);
                           say_done(replica, handle, "Revoked the invitation of " + email);
                       });
    }
}

void begin_invitation(const Scene& scene, Drafts& drafts, bool afresh) {
    // Who comes first has to own the account; anybody else has more than the least by choice alone.
    InviteDraft fresh;
    const bool first = scene.route.via != Via::federation && scene.view.administrators(scene.account()).empty();
    fresh.role = first ? Role::account_owner : Role::viewer;
    drafts.begin(scene.account(), "invite", std::move(fresh), afresh);
}

void draw_invite(const Scene& scene, Drafts& drafts, Wishes& wishes, AccountKind kind) {
    auto& draft = drafts.of<InviteDraft>(scene.account(), "invite");
    if (!draft.open) return;
    const std::string description =
        words::said({"To look after ", scene.view.name_of(scene.account()),
                     ". The invitation is bound to the address and expires in 14 days."});
    ui::Dialog dialog("Invite Administrator", draft.open, {.width = 560, .description = description});
    if (!dialog) return;
    if (draw_as_left(draft, ui::id_of("E-mail"))) begin_invitation(scene, drafts, true);
    ui::email_field("E-mail", draft.email,
                    {.refusal = &draft.refusal,
                     .required = true,
                     .autofocus = true});
    std::vector<ui::Option> options;
    for (const Role role : roles) {
        const bool refused = role == Role::account_owner && scene.route.via == Via::federation;
        options.push_back({.label = words::role(role, kind),
                           .description = words::role_help(role),
                           .disabled = refused ? words::of(Refusal::not_through_federation) : ""});
    }
    int chosen = static_cast<int>(std::find(std::begin(roles), std::end(roles), draft.role) - std::begin(roles));
    if (ui::radio_group("Role", chosen, options)) draft.role = roles[chosen];
    dialog.footer();
    if (ui::button("Cancel")) draft.end();
    if (ui::button("Invite", {.kind = ui::ButtonKind::primary})) {
        const std::string email = lower_email(trimmed(draft.email));
        if (!is_email(email)) {
            draft.refusal = Refusal::email_not_valid;
            return ui::focus_error();
        }
        const InvitationId id(wishes.new_id());
        wishes.command(scene.account(), InviteAdministrator{id, email, draft.role},
                       [kept = drafts.share<InviteDraft>(scene.account(), "invite"),
                        page = drafts.share<AdministratorsDraft>(scene.account(), "administrators"), id,
                        email, &replica = scene.replica](const CommandHandle& handle) {
                           kept->refusal = handle.refusal;
                           if (handle.refusal) return ui::focus_error();
                           kept->end();
                           page->invited = id;
                           say_done(replica, handle, "Invited " + email);
                       });
    }
}

}  // namespace

void draw_administrators(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    const auto kept = drafts.share<AdministratorsDraft>(scene.account(), "administrators");
    AdministratorsDraft& draft = *kept;
    const auto account = scene.view.account(scene.account());
    const AccountKind kind = account ? account->kind : AccountKind::customer;
    const bool manages = scene.may(Permission::manage);
    const std::shared_ptr<WhyDraft> why(kept, &kept->why);
    const Reach reach = reach_of(scene.view, scene.account());
    wishes.look_at(reach.scopes);
    const bool leads = settle_why(scene, *why, reach);
    {
        ui::Split split({.start_room = ui::heading_room});
        {
            ui::Column heading({.gap = 0});
            ui::page_heading("Administrators", "Who looks after this account, and everything below it.",
                             scene.arrived || leads);
        }
        split.end();
        if (manages && ui::button("Invite Administrator", {.kind = ui::ButtonKind::primary,
                                                           .icon = icon_user_plus,
                                                           .opens = semantics::Opens::dialog})) {
            begin_invitation(scene, drafts, false);
        }
    }
    draw_invited(scene, drafts, wishes, draft);
    draw_administrators_table(scene, draft, kind, manages);
    draw_invitations(scene, drafts, wishes, draft, kind, manages);
    draw_others(scene, *why, reach);
    draw_revoke(scene, wishes, draft);
    draw_invite(scene, drafts, wishes, kind);
    draw_why(scene, wishes, why, reach);
    draw_invitation_link(scene, drafts);
}

}  // namespace parasol::screens
