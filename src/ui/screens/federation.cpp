// The tab "Tiered" and the Federation page: what an account is in, and the ways in.
#include "ui/screens/federation.h"

#include "ui/icons.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr ui::ColumnSpec member_columns[] = {
    {.key = "name", .title = "Name", .width = 180, .share = 3},
    {.key = "position", .title = "Position", .width = 84, .share = 0, .hide_order = 3},
    {.key = "what", .title = "What it is", .width = 180, .share = 2, .hide_order = 1},
    {.key = "limit", .title = "Limit", .width = 120, .share = 0, .hide_order = 4},
    {.key = "since", .title = "Since", .width = 130, .share = 0, .hide_order = 2},
    {.key = "actions", .title = "Actions", .width = 56, .share = 0, .title_hidden = true},
};

bool may_create(const Scene& scene) {
    const auto home = scene.view.account(scene.route.home);
    const auto account = scene.view.account(scene.account());
    return home && account && (home->kind == AccountKind::operator_ || home->kind == AccountKind::partner) &&
           account->kind != AccountKind::operator_ && scene.manages_itself();
}

void draw_outside(const Scene& scene, Drafts& drafts) {
    ui::Empty empty(icon_network, "No member is added at the moment.",
                    "A federation links accounts of different owners: each keeps its own invoice and administrators, "
                    "and all can call each other by internal extension.");
    const auto account = scene.view.account(scene.account());
    if (account && account->kind == AccountKind::operator_) return;
    const bool creating = is_pending<CreateFederation>(scene, [](const auto&) { return true; });
    const bool joining = is_pending<Join>(scene, [](const auto&) { return true; });
    if (may_create(scene) && ui::button("Create Federation +", {.kind = ui::ButtonKind::primary,
                                                                .busy = creating,
                                                                .opens = semantics::Opens::dialog})) {
        drafts.begin<CreateFederationDraft>(scene.account(), "create-federation");
    }
    if (scene.manages_itself() &&
        ui::button("Join Federation", {.busy = joining, .opens = semantics::Opens::dialog})) {
        drafts.begin<JoinDraft>(scene.account(), "join");
    }
}

void draw_own_request(const Scene& scene, Wishes& wishes, const OwnRequestRow& request) {
    ui::Card card("Join request");
    {
        ui::Facts facts;
        facts.row("Federation", request.federation_name);
        facts.row("Creator", request.creator_name);
        facts.begin_row("State");
        ui::badge(words::state(request.state), words::tone(request.state));
        facts.end_row();
        facts.row("Asked", words::date_time(request.asked) + " by " + request.asked_by_name);
        facts.row("Expires", words::relative_with_date(request.expires, scene.now()));
        facts.row("Limit", words::limit(request.limit));
    }
    if (!scene.manages_itself()) return;
    const bool busy = is_pending<Withdraw>(scene, [&](const Withdraw& c) { return c.request == request.id; });
    if (ui::button("Withdraw", {.description = "Takes the request back. The account can ask again.", .busy = busy})) {
        wishes.command(scene.account(), Withdraw{request.federation, request.id});
    }
}

// A link where one's path leads there.
void draw_name(const Scene& scene, const MembershipRow& member) {
    const auto to = member.account == scene.account() ? std::nullopt : scene.reaches(member.account, Page::account);
    if (to) ui::link(member.account_name, to_string(*to), {.quiet = true});
    else ui::text(member.account_name, {.weight = ui::Weight::medium});
}

void draw_members(const Scene& scene, FederationDraft& draft, const FederationRow& federation, bool owner) {
    const auto members = scene.view.members(federation.id);
    const std::string title = words::counted("Members", members.size());
    ui::Card card(title, {.flush = true, .id = "members"});
    ui::table("Members", draft.members_table,
              {.columns = member_columns,
               .rows = static_cast<int>(members.size()),
               .row_id = [&](int row) { return members[static_cast<std::size_t>(row)]->id.low; },
               .cell =
                   [&](const ui::Cell& cell) {
                       const MembershipRow& member = *members[static_cast<std::size_t>(cell.row)];
                       const bool is_owner = member.account == federation.owner;
                       switch (cell.column) {
                           case 0: draw_name(scene, member); break;
                           case 1: ui::text(words::number(member.position)); break;
                           case 2:
                               ui::text(is_owner ? "Owner of the federation" : words::kind(member.account_kind));
                               if (member.account_suspended) ui::badge("Suspended", ui::Tone::warning);
                               break;
                           case 3: {
                               const auto limit = scene.view.limit_of(member);
                               ui::text(limit ? words::limit(*limit) : "-");
                               break;
                           }
                           case 4: ui::text(words::date(member.since)); break;
                           default:
                               if (owner && !is_owner && scene.may(Permission::manage) &&
                                   ui::icon_button(icon_x, "Remove " + member.account_name,
                                                   {.opens = semantics::Opens::dialog})) {
                                   draft.removing = member.id;
                                   draft.asks_remove = true;
                               }
                       }
                   },
               .empty = [] { ui::Empty empty(icon_users, "No member is added at the moment."); }});
}

void draw_member(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                 const OwnMembershipRow& membership) {
    draw_offered_ownership(scene, drafts, wishes, draft);
    const FederationRow* federation = scene.view.federation(membership.federation);
    if (!federation) {
        ui::Card card(membership.federation_name);
        if (scene.view.effective_state(scene.account()) == AccountState::suspended) {
            ui::banner(ui::Tone::warning, "Nothing is shared while this account is suspended.",
                       "It is still a member, and its federation is shown again when it is active.");
        } else {
            ui::skeleton(4, "Loading the federation");
        }
        draw_endings(scene, drafts, wishes, draft, membership);
        return;
    }
    if (membership.owner) {
        draw_owned_federation(scene, drafts, wishes, draft, *federation);
    } else {
        ui::Card card(federation->name);
        ui::Facts facts;
        std::string owner_name;
        for (const MembershipRow* member : scene.view.members(federation->id)) {
            if (member->account == federation->owner) owner_name = member->account_name;
        }
        facts.row("Owner", owner_name);
        facts.row("Member since", words::date(membership.since));
    }
    draw_members(scene, draft, *federation, membership.owner);
    draw_federation_administrators(scene, drafts, wishes, draft, *federation);
    draw_limit(scene, drafts, wishes, membership);
    draw_transfer(scene, drafts, wishes, draft, membership);
    draw_endings(scene, drafts, wishes, draft, membership);
}

// What this screen's own commands came to, where the authority has refused them.
void draw_refusals(const Scene& scene, FederationDraft& draft, Wishes& wishes) {
    if (scene.is_past()) return;
    if (draft.refusal) {
        ui::Banner banner(ui::Tone::danger, words::of(*draft.refusal), {}, true);
        if (ui::button("Dismiss")) draft.refusal.reset();
    }
    for (const RefusedCommand& refused : scene.replica.outcomes()) {
        if (refused.envelope.account != scene.account() || !refused.outcome.refusal) continue;
        ui::IdScope client(refused.envelope.client);
        ui::IdScope seq(static_cast<std::uint64_t>(refused.envelope.seq));
        ui::Banner banner(ui::Tone::danger, words::command_title(refused.envelope.command),
                          words::of(*refused.outcome.refusal), true);
        if (ui::button("Dismiss")) wishes.dismiss(refused.envelope.client, refused.envelope.seq);
    }
}

}  // namespace

std::shared_ptr<FederationDraft> shared_draft(const Scene& scene, Drafts& drafts) {
    return drafts.share<FederationDraft>(scene.account(), "federation");
}

void draw_federation(const Scene& scene, Drafts& drafts, Wishes& wishes) {
    auto& draft = drafts.of<FederationDraft>(scene.account(), "federation");
    ui::Column column({.gap = 16});
    if (scene.route.page == Page::federation) {
        ui::page_heading("Federations", "View or Manage company federations.", scene.arrived);
    } else {
        ui::heading(2, "Federations");
        ui::muted("View or Manage company federations.");
    }
    if (!scene.view.account_row(scene.account())) {
        ui::skeleton(4, "Loading the federation");
        return;
    }
    draw_refusals(scene, draft, wishes);
    if (const OwnMembershipRow* membership = scene.view.membership_of(scene.account())) {
        draw_member(scene, drafts, wishes, draft, *membership);
    } else if (const OwnRequestRow* request = scene.view.pending_request_of(scene.account())) {
        draw_own_request(scene, wishes, *request);
    } else {
        draw_outside(scene, drafts);
    }
    draw_consent(scene, wishes);
    draw_history(scene, draft);
    draw_create_federation(scene, drafts, wishes);
    draw_join_federation(scene, drafts, wishes);
}

}  // namespace parasol::screens
