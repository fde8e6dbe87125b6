// A federation on its owner's account: the banner, the access code, and who asks to join.
#include <algorithm>
#include <utility>

#include "domain/text_rules.h"
#include "ui/icons.h"
#include "ui/screens/as_left.h"
#include "ui/screens/federation.h"
#include "ui/words.h"

namespace parasol::screens {
namespace {

constexpr ui::ColumnSpec pending_columns[] = {
    {.key = "name", .title = "Name", .width = 160, .share = 3},
    {.key = "by", .title = "Asked by", .width = 120, .share = 2, .hide_order = 2},
    {.key = "since", .title = "Since", .width = 110, .share = 1, .hide_order = 1},
    {.key = "expires", .title = "Expires", .width = 110, .share = 1, .hide_order = 4},
    {.key = "code", .title = "With code", .width = 100, .share = 1, .hide_order = 3},
    {.key = "actions", .title = "Actions", .width = 92, .share = 0, .title_hidden = true},
};

std::string reject_form(JoinRequestId request) { return "reject/" + to_string(request); }

void draw_pending(const Scene& scene, Drafts& drafts, FederationDraft& draft, const FederationRow& federation) {
    // Who may decide sees who asks; an empty list would tell the others that nobody does.
    if (!scene.view.rows().holds(federation_owner_scope(federation.id)) && !scene.may(Permission::manage)) {
        ui::Card card("Pending Members");
        ui::muted("Your role does not show who asks to join. An account owner of this account or above it sees it.");
        return;
    }
    const auto requests = scene.view.pending_requests(federation.id);
    const std::string title = words::counted("Pending Members", requests.size());
    ui::Card card(title, {.flush = true, .id = "pending members"});
    ui::table(
        "Pending Members", draft.pending_table,
        {.columns = pending_columns,
         .rows = static_cast<int>(requests.size()),
         .row_id = [&](int row) { return requests[static_cast<std::size_t>(row)]->id.low; },
         .cell =
             [&](const ui::Cell& cell) {
                 const JoinRequestRow& request = *requests[static_cast<std::size_t>(cell.row)];
                 switch (cell.column) {
                     case 0: ui::text(request.card.name, {.weight = ui::Weight::medium}); break;
                     case 1: ui::text(request.asked_by_name); break;
                     case 2: ui::text(words::relative(request.asked, scene.now())); break;
                     case 3: ui::text(words::relative(request.expires, scene.now())); break;
                     case 4: ui::text(words::code_label(request.code_label)); break;
                     default: {
                         if (!scene.may(Permission::manage)) break;
                         const bool busy = is_pending<Accept>(
                             scene, [&](const Accept& command) { return command.request == request.id; });
                         if (ui::icon_button(icon_check, "Accept " + request.card.name,
                                             {.kind = ui::ButtonKind::quiet,
                                              .busy = busy,
                                              .opens = semantics::Opens::dialog})) {
                             draft.accepting = request.id;
                             draft.asks_accept = true;
                         }
                         if (ui::icon_button(icon_x, "Reject " + request.card.name,
                                             {.kind = ui::ButtonKind::quiet, .opens = semantics::Opens::dialog})) {
                             draft.rejecting = request.id;
                             drafts.begin<RejectDraft>(scene.account(), reject_form(request.id));
                         }
                     }
                 }
             },
         .empty = [] {
             ui::Empty empty(icon_inbox, "Nobody asks to join.",
                             "Give the access code to an account that should join; its request appears here.");
         }});
}

const JoinRequestRow* find_request(const Scene& scene, const FederationRow& federation, JoinRequestId id) {
    for (const JoinRequestRow* request : scene.view.pending_requests(federation.id)) {
        if (request->id == id) return request;
    }
    return nullptr;
}

void draw_card(const JoinRequestRow& request) {
    const RequesterCard& card = request.card;
    ui::Facts facts(170);
    facts.row("Name", card.name);
    facts.row("Account Number", words::account_number(card.number));
    facts.row("Kind", words::kind(card.kind));
    facts.row("Users", words::number(card.users));
    facts.row("Colliding extensions", words::list_of(card.colliding_extensions), "None");
    facts.row("Limit", words::limit(request.limit));
}

void say_decided(const Scene& scene, FederationDraft& draft) {
    std::erase_if(draft.decided, [&](const FederationDraft::Decided& one) {
        const CommandState state = scene.replica.state_of(one.client, one.seq);
        if (state == CommandState::waiting) return false;
        if (state != CommandState::refused) ui::toast(one.words, ui::Tone::success);
        return true;
    });
}

void draw_accept(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                 const FederationRow& federation) {
    if (!draft.asks_accept) return;
    const JoinRequestRow* request = find_request(scene, federation, draft.accepting);
    if (!request) {
        draft.asks_accept = false;
        return;
    }
    const std::string title = "Accept " + request->card.name + "?";
    ui::Dialog dialog(title, draft.asks_accept,
                      {.description = "It becomes a member. Names and the internal directory are shared; invoices, "
                                      "contact details and administrators are not."});
    if (!dialog) return;
    draw_card(*request);
    dialog.footer();
    if (ui::button("Cancel")) dialog.close();
    if (ui::button("Accept", {.kind = ui::ButtonKind::primary, .autofocus = true})) {
        wishes.command(scene.account(),
                       Accept{federation.id, request->id, MembershipId(wishes.new_id()), request->card},
                       [kept = shared_draft(scene, drafts), name = request->card.name](const CommandHandle& handle) {
                           kept->asks_accept = false;
                           kept->refusal = handle.refusal;
                           say_when_done(*kept, handle, "Accepted " + name + " as a member.");
                       });
    }
}

void draw_reject(const Scene& scene, Drafts& drafts, Wishes& wishes, JoinRequestId rejecting,
                 const FederationRow& federation) {
    if (rejecting.is_none()) return;
    const std::string form = reject_form(rejecting);
    auto& draft = drafts.of<RejectDraft>(scene.account(), form);
    if (!draft.open) return;
    const JoinRequestRow* request = find_request(scene, federation, rejecting);
    if (!request) return draft.end();
    const std::string title = "Reject " + request->card.name + "?";
    ui::Dialog dialog(title, draft.open, {.description = "It may ask again while it has a valid code."});
    if (!dialog) return;
    if (draw_as_left(draft, ui::id_of("Reason"))) drafts.begin<RejectDraft>(scene.account(), form, {}, true);
    ui::text_area("Reason", draft.reason,
                  {.description = "The account that asked is shown this.",
                   .refusal = &draft.refusal,
                   .optional = true,
                   .autofocus = true,
                   .lines = 3});
    dialog.footer();
    if (ui::button("Cancel")) draft.end();
    if (ui::button("Reject", {.kind = ui::ButtonKind::danger})) {
        // It is typed in lines, and is one.
        std::string reason(trimmed(draft.reason));
        std::replace(reason.begin(), reason.end(), '\n', ' ');
        draft.refusal = check_text(reason);
        if (draft.refusal) return ui::focus_error();
        wishes.command(scene.account(), Reject{federation.id, request->id, std::move(reason)},
                       [kept = drafts.share<RejectDraft>(scene.account(), form), page = shared_draft(scene, drafts),
                        name = request->card.name](const CommandHandle& handle) {
                           kept->end();
                           page->refusal = handle.refusal;
                           say_when_done(*page, handle, "Rejected the request of " + name + ".");
                       });
    }
}

void draw_remove(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                 const FederationRow& federation) {
    if (!draft.asks_remove) return;
    const MembershipRow* member = nullptr;
    for (const MembershipRow* row : scene.view.members(federation.id)) {
        if (row->id == draft.removing) member = row;
    }
    if (!member) {
        draft.asks_remove = false;
        return;
    }
    const std::string title = "Remove " + member->account_name + "?";
    static constexpr std::string_view points[] = {
        "Calls by internal extension between it and the other members stop: those in progress finish, the next is "
        "refused.",
        "It no longer sees the other members, and they no longer see it."};
    if (ui::confirm(title, draft.asks_remove, "Remove", {.points = points}) == ui::Confirmed::yes) {
        draft.asks_remove = false;
        wishes.command(scene.account(), RemoveMember{federation.id, member->id},
                       [kept = shared_draft(scene, drafts)](const CommandHandle& handle) {
                           kept->refusal = handle.refusal;
                       });
    }
}

}  // namespace

void say_when_done(FederationDraft& draft, const CommandHandle& handle, std::string words) {
    if (!handle.refusal) draft.decided.push_back({handle.client, handle.seq, std::move(words)});
}

void draw_owned_federation(const Scene& scene, Drafts& drafts, Wishes& wishes, FederationDraft& draft,
                           const FederationRow& federation) {
    say_decided(scene, draft);
    {
        ui::Banner banner(ui::Tone::info, "This Account is the Administrator of this Federation", federation.name);
        if (!scene.is_past() && ui::button("Refresh", {.icon = icon_refresh_cw,
                                   .description = "Fetches what has changed now. It never changes the code."})) {
            wishes.refresh();
        }
    }
    // What waits for a decision comes first.
    const bool waits = !scene.view.pending_requests(federation.id).empty();
    if (waits) draw_pending(scene, drafts, draft, federation);
    draw_codes(scene, drafts, wishes, draft, federation);
    if (!waits) draw_pending(scene, drafts, draft, federation);
    draw_accept(scene, drafts, wishes, draft, federation);
    draw_reject(scene, drafts, wishes, draft.rejecting, federation);
    draw_remove(scene, drafts, wishes, draft, federation);
}

}  // namespace parasol::screens
