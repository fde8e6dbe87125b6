// What persons wish: every command, with sensible and with senseless contents, on accounts near and far.
#include <optional>

#include "domain/limits.h"
#include "simulation/world.h"

namespace simulation {
namespace {

template <class R>
std::vector<R> all_rows(const RowSet& rows, ScopeKind kind) {
    std::vector<R> found;
    for (const auto& [scope, held] : rows.scopes()) {
        if (scope.kind == kind) held.template each<R>([&](const R& row) { found.push_back(row); });
    }
    return found;
}

template <class R>
const R* any(World& world, const std::vector<R>& some) {
    return some.empty() ? nullptr : &some[world.chance.below(some.size())];
}

std::string some_name(World& world) {
    switch (world.chance.below(14)) {
        case 0: return "";
        case 1: return std::string(300, 'x');
        case 2: return "line\nbreak";
        case 3: return "\xD9\x86\xD9\x88\xD8\xB1 <b>";
        default: return "Name " + std::to_string(world.chance.below(40));
    }
}

std::string some_email(World& world) {
    switch (world.chance.below(8)) {
        case 0: return "no address";
        default: return "person" + std::to_string(world.chance.below(8)) + "@example.com";
    }
}

std::string some_reference(World& world) {
    if (world.chance.one_in(12)) return std::string(600, 'r');
    return world.chance.one_in(2) ? "" : "R" + std::to_string(world.chance.below(5));
}

AddAccount add_account(World& world, Tab& tab) {
    AddAccount add;
    add.id = world.chance.one_in(20) ? world.accounts[world.chance.below(world.accounts.size())]
                                     : world.fresh<AccountId>(tab);
    add.kind = static_cast<AccountKind>(world.chance.below(5));
    if (is_base(add.kind)) add.internal_use_id = world.fresh<AccountId>(tab);
    add.name = some_name(world);
    add.third_party_reference = some_reference(world);
    if (world.chance.one_in(5)) add.contact.email = some_email(world);
    return add;
}

EditAccount edit_account(World& world, Tab& tab, AccountId account) {
    EditAccount edit;
    const AccountRow* row = tab.replica->view().account_row(account);
    const bool stale = world.chance.one_in(4) || !row;
    edit.name = Edit{stale ? "Another" : row->name, some_name(world)};
    if (world.chance.one_in(3)) {
        edit.third_party_reference = Edit{stale ? "old" : row->third_party_reference, some_reference(world)};
    }
    if (world.chance.one_in(4)) edit.contact_email = Edit{row ? row->contact.email : "", some_email(world)};
    return edit;
}

ImportAccounts import_accounts(World& world, Tab& tab) {
    ImportAccounts import;
    const std::size_t rows = world.chance.below(4);
    for (std::size_t at = 0; at < rows; ++at) {
        ImportRow row;
        row.id = world.fresh<AccountId>(tab);
        row.name = some_name(world);
        row.kind = world.chance.one_in(3) ? AccountKind::reseller : AccountKind::customer;
        if (is_base(row.kind)) row.internal_use_id = world.fresh<AccountId>(tab);
        if (world.chance.one_in(6)) row.number = world.chance.one_in(2) ? "12" : "555000111";
        if (world.chance.one_in(6)) row.parent = "nobody";
        row.third_party_reference = some_reference(world);
        import.rows.push_back(std::move(row));
    }
    return import;
}

IssueCode issue_code(World& world, Tab& tab, FederationId federation) {
    IssueCode issue;
    issue.federation = federation;
    issue.code = world.fresh<AccessCodeId>(tab);
    issue.label = some_name(world);
    issue.expires = tab.replica->now() + (world.chance.one_in(8) ? -one_day : one_day * 20);
    issue.uses = world.chance.one_in(8) ? 0 : 1 + static_cast<std::int64_t>(world.chance.below(3));
    const auto only_for = world.chance.below(8);
    if (only_for < 3) {
        const AccountId only = world.accounts[world.chance.below(world.accounts.size())];
        issue.only_for = world.ground->rows().find<AccountRow>(account_scope(only), only)->number;
        if (only_for > 0) issue.only_for += "0";
    }
    return issue;
}

// The accounts that a tab's person may act on, with the path to each; now and then somebody else's.
std::optional<Path> path_to(World& world, Tab& tab, AccountId account) {
    if (world.chance.one_in(12)) return Path{account, Via::own};
    return tab.replica->view().best_path(account);
}

void in_tree(World& world, Tab& tab, AccountId account, Path path) {
    const RowSet& rows = world.ground->rows();
    switch (world.chance.below(10)) {
        case 0:
        case 1: return world.submit(tab, account, path.home, path.via, add_account(world, tab));
        case 2: return world.submit(tab, account, path.home, path.via, edit_account(world, tab, account));
        case 3: return world.submit(tab, account, path.home, path.via, SuspendAccount{});
        case 4:
        case 5: return world.submit(tab, account, path.home, path.via, ResumeAccount{});
        case 6: return world.submit(tab, account, path.home, path.via, import_accounts(world, tab));
        case 7: {
            InviteAdministrator invite{world.fresh<InvitationId>(tab), some_email(world),
                                       static_cast<Role>(world.chance.below(4))};
            return world.submit(tab, account, path.home, path.via, invite);
        }
        case 8: {
            if (world.chance.one_in(4)) return world.submit(tab, account, path.home, path.via, CloseAccount{});
            const AccountId to = world.accounts[world.chance.below(world.accounts.size())];
            return world.submit(tab, account, path.home, path.via, MoveAccount{to});
        }
        default: {
            std::vector<GrantRow> grants;
            rows.each<GrantRow>(people_of(account), [&](const GrantRow& row) { grants.push_back(row); });
            if (const GrantRow* grant = any(world, grants)) {
                world.submit(tab, account, path.home, path.via, RemoveAdministrator{grant->id});
            }
        }
    }
}

void about_invitations(World& world, Tab& tab) {
    const auto all = all_rows<InvitationRow>(world.ground->rows(), ScopeKind::people);
    const InvitationRow* invitation = any(world, all);
    if (!invitation) return;
    if (world.chance.one_in(3)) {
        if (const auto path = path_to(world, tab, invitation->account)) {
            world.submit(tab, invitation->account, path->home, path->via, RevokeInvitation{invitation->id});
        }
        return;
    }
    world.submit(tab, invitation->account, invitation->account, Via::own,
                 AcceptInvitation{invitation->id, world.fresh<GrantId>(tab)});
}

void look_up(World& world, Tab& tab, AccountId account, Path path) {
    LookUpCode query{path.home, path.via, account, "AAAA-AAAA-AAAA"};
    if (!world.codes.empty() && !world.chance.one_in(5))
        query.code = world.codes[world.chance.below(world.codes.size())];
    if (world.chance.one_in(5)) query.code[0] = "ACDEFGH"[world.chance.below(7)];
    const auto reply = world.ask(world.session_of(tab.person), query);
    if (!reply) return;
    if (const auto* found = std::get_if<CodeFound>(&*reply)) world.tickets.emplace_back(account, found->ticket);
}

void reveal(World& world, Tab& tab, const AccessCodeRow& code, AccountId owner, Path path) {
    const auto reply = world.ask(world.session_of(tab.person),
                                 RevealCode{path.home, path.via, owner, code.federation, code.id});
    if (const auto* text = reply ? std::get_if<CodeText>(&*reply) : nullptr) world.codes.push_back(text->text);
}

void as_owner(World& world, Tab& tab, const FederationRow& federation, Path path) {
    const RowSet& rows = world.ground->rows();
    const Scope owned = federation_owner_scope(federation.id);
    std::vector<AccessCodeRow> codes;
    std::vector<JoinRequestRow> requests;
    std::vector<MembershipRow> members;
    rows.each<AccessCodeRow>(owned, [&](const AccessCodeRow& row) { codes.push_back(row); });
    rows.each<JoinRequestRow>(owned, [&](const JoinRequestRow& row) { requests.push_back(row); });
    rows.each<MembershipRow>(federation_scope(federation.id),
                             [&](const MembershipRow& row) { members.push_back(row); });
    const auto give = [&](Command command) {
        world.submit(tab, federation.owner, path.home, path.via, std::move(command));
    };
    const AccessCodeRow* code = any(world, codes);
    const JoinRequestRow* request = any(world, requests);
    const MembershipRow* member = any(world, members);
    switch (world.chance.below(11)) {
        case 0: return give(issue_code(world, tab, federation.id));
        case 1:
            if (code) give(RevokeCode{federation.id, code->id});
            return;
        case 2:
        case 3:
            if (code) reveal(world, tab, *code, federation.owner, path);
            return;
        case 4:
        case 5:
        case 6: {
            if (!request) return;
            RequesterCard card = request->card;
            if (world.chance.one_in(6)) card.users += 1;
            return give(Accept{federation.id, request->id, world.fresh<MembershipId>(tab), card});
        }
        case 7:
            if (request) give(Reject{federation.id, request->id, some_reference(world)});
            return;
        case 8:
            if (member) give(RemoveMember{federation.id, member->id});
            return;
        case 9:
            if (member) give(Leave{federation.id, member->id});
            return;
        default:
            // Seldom: most of what can happen to a federation happens while it is there.
            if (!world.chance.one_in(5)) return;
            return give(Dissolve{federation.id, world.chance.one_in(3) ? "Wrong" : federation.name});
    }
}

void as_requester(World& world, Tab& tab, AccountId account, Path path) {
    const RowSet& rows = world.ground->rows();
    const auto give = [&](Command command) {
        world.submit(tab, account, path.home, path.via, std::move(command));
    };
    switch (world.chance.below(8)) {
        case 0:
            return give(CreateFederation{world.fresh<FederationId>(tab), world.fresh<MembershipId>(tab),
                                         world.fresh<AccessCodeId>(tab), some_name(world)});
        case 1:
        case 2: return look_up(world, tab, account, path);
        case 3:
        case 4: {
            std::vector<TicketId> fitting;
            for (const auto& [asked, ticket] : world.tickets) {
                if (asked == account) fitting.push_back(ticket);
            }
            const TicketId ticket = fitting.empty() ? world.fresh<TicketId>(tab) : fitting.back();
            return give(Join{world.fresh<JoinRequestId>(tab), ticket, static_cast<Limit>(world.chance.below(4)), 0});
        }
        case 5: {
            std::vector<OwnRequestRow> own;
            rows.each<OwnRequestRow>(account_scope(account), [&](const OwnRequestRow& row) { own.push_back(row); });
            if (const OwnRequestRow* request = any(world, own)) give(Withdraw{request->federation, request->id});
            return;
        }
        default: {
            std::vector<OwnMembershipRow> own;
            rows.each<OwnMembershipRow>(account_scope(account),
                                        [&](const OwnMembershipRow& row) { own.push_back(row); });
            const OwnMembershipRow* member = any(world, own);
            if (!member || (member->owner && !world.chance.one_in(5))) return;
            give(Leave{member->federation, member->id});
        }
    }
}

}  // namespace

void wish(World& world, Tab& tab) {
    const RowSet& rows = world.ground->rows();
    const AccountId account = world.accounts[world.chance.below(world.accounts.size())];
    const std::size_t kind = world.chance.below(10);
    if (kind == 0) return about_invitations(world, tab);
    if (kind < 5) {
        const auto all = all_rows<FederationRow>(rows, ScopeKind::federation);
        if (const FederationRow* federation = any(world, all)) {
            if (const auto path = path_to(world, tab, federation->owner)) as_owner(world, tab, *federation, *path);
        }
        return;
    }
    const auto path = path_to(world, tab, account);
    if (!path) return;
    if (kind < 8) return as_requester(world, tab, account, *path);
    in_tree(world, tab, account, *path);
}

}  // namespace simulation
