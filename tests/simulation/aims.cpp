// What persons wish who know what they want, or just what will be refused. Each aim looks at the truth for where it
// can be followed from this tab, and does nothing where it cannot: so every command succeeds and every refusal
// occurs, also those that chance alone would seldom meet.
#include <algorithm>
#include <iterator>
#include <optional>

#include "domain/csv_import.h"
#include "domain/import_check.h"
#include "domain/states.h"
#include "domain/text_rules.h"
#include "simulation/aim.h"
#include "wire/csv.h"

namespace simulation {

// --- Federations

void Aim::create() {
    const auto here = some_account([&](const AccountRow& row) {
        return row.state == AccountState::active && is_free(row) && row.kind == AccountKind::internal_use;
    });
    if (!here) return;
    give(here->account.id, here->path,
         CreateFederation{world_.fresh<FederationId>(tab_), world_.fresh<MembershipId>(tab_),
                          world_.fresh<AccessCodeId>(tab_), "Umbrella"});
}

std::vector<FederationId> Aim::federations_in(AccountId branch, bool inside) const {
    std::vector<FederationId> found;
    const auto fits = [&](const FederationRow& row) {
        return row.state == FederationState::active && (branch_of(row.owner) == branch) == inside;
    };
    for (const FederationRow& row : rows_of<FederationRow>(ScopeKind::federation, fits)) found.push_back(row.id);
    return found;
}

std::optional<AccessCodeRow> Aim::usable_code(AccountId asker, const std::vector<FederationId>& of) {
    const AccountRow* asking = account(asker);
    const auto codes = rows_of<AccessCodeRow>(ScopeKind::federation_owner, [&](const AccessCodeRow& row) {
        const bool fits = row.only_for.empty() || (asking && row.only_for == asking->number);
        return fits && code_state(row, world_.clock.now()) == CodeState::live && row.uses_taken < row.uses_allowed &&
               std::find(of.begin(), of.end(), row.federation) != of.end();
    });
    const AccessCodeRow* code = any(codes);
    return code ? std::optional(*code) : std::nullopt;
}

// Somebody at the owner's reads the code out, and it is typed here.
void Aim::join_with(const Here& here, const AccessCodeRow& code) {
    const auto* federation = rows_.find<FederationRow>(federation_scope(code.federation), code.federation);
    const AccountId owner = federation->owner;
    const Via via = owner == world_.root ? Via::own : Via::parent;
    const auto text = world_.ask(world_.session_of(world_.persons.front()),
                                 RevealCode{world_.root, via, owner, code.federation, code.id});
    const auto* read = text ? std::get_if<CodeText>(&*text) : nullptr;
    if (!read) return;
    const auto reply = world_.ask(world_.session_of(tab_.person),
                                  LookUpCode{here.path.home, here.path.via, here.account.id, read->text});
    const auto* found = reply ? std::get_if<CodeFound>(&*reply) : nullptr;
    if (!found) return;
    Join join{world_.fresh<JoinRequestId>(tab_), found->ticket, some_limit(), 0};
    join.limit_until = some_end();
    give(here.account.id, here.path, join);
}

void Aim::join_some(const std::optional<Here>& here, bool inside) {
    if (!here) return;
    const auto code = usable_code(here->account.id, federations_in(branch_of(here->account.id), inside));
    if (code) join_with(*here, *code);
}

void Aim::ask_to_join() {
    join_some(some_account([&](const AccountRow& row) { return is_free(row); }));
}

void Aim::ask_while_waiting() {
    const auto here = some_account([&](const AccountRow& row) { return has_open<OwnRequestRow>(row.id); });
    if (!here) return;
    std::vector<FederationId> others = federations_in(branch_of(here->account.id), true);
    rows_.each<OwnRequestRow>(account_scope(here->account.id), [&](const OwnRequestRow& row) {
        others.erase(std::remove(others.begin(), others.end(), row.federation), others.end());
    });
    if (const auto code = usable_code(here->account.id, others)) join_with(*here, *code);
}

void Aim::ask_while_member() {
    join_some(some_account([&](const AccountRow& row) { return has_open<OwnMembershipRow>(row.id); }));
}

void Aim::ask_as_owner() {
    const auto owned = rows_of<FederationRow>(ScopeKind::federation, [](const FederationRow& row) {
        return row.state == FederationState::active;
    });
    const FederationRow* federation = any(owned);
    if (!federation) return;
    const auto here = some_account([&](const AccountRow& row) { return row.id == federation->owner; });
    const auto code = usable_code(federation->owner, {federation->id});
    if (here && code) join_with(*here, *code);
}

void Aim::ask_outside() {
    join_some(some_account([&](const AccountRow& row) { return is_free(row); }), false);
}

void Aim::answer_request() {
    // One state as likely as another: most requests end soon.
    const auto state = static_cast<RequestState>(world_.chance.below(5));
    const auto requests = rows_of<JoinRequestRow>(ScopeKind::federation_owner, [&](const JoinRequestRow& row) {
        return request_state(row, world_.clock.now()) == state;
    });
    const JoinRequestRow* request = any(requests);
    if (!request) return;
    const auto* federation = rows_.find<FederationRow>(federation_scope(request->federation), request->federation);
    const auto here = some_account([&](const AccountRow& row) { return row.id == federation->owner; });
    if (!here) return;
    RequesterCard card = request->card;
    if (world_.chance.one_in(4)) card.name += "?";
    if (world_.chance.one_in(3)) {
        return give(here->account.id, here->path, Reject{request->federation, request->id, "No"});
    }
    give(here->account.id, here->path,
         Accept{request->federation, request->id, world_.fresh<MembershipId>(tab_), card});
}

void Aim::withdraw_request() {
    const auto state = static_cast<RequestState>(world_.chance.below(5));
    const auto requests = rows_of<JoinRequestRow>(ScopeKind::federation_owner, [&](const JoinRequestRow& row) {
        return request_state(row, world_.clock.now()) == state;
    });
    const JoinRequestRow* request = any(requests);
    if (!request) return;
    const auto here = some_account([&](const AccountRow& row) { return row.id == request->account; });
    if (here) give(here->account.id, here->path, Withdraw{request->federation, request->id});
}

void Aim::end_membership() {
    const auto members = rows_of<MembershipRow>(ScopeKind::federation, [](const MembershipRow& row) {
        return row.state == MembershipState::active && row.position > 1;
    });
    const MembershipRow* member = any(members);
    if (!member) return;
    const auto* federation = rows_.find<FederationRow>(federation_scope(member->federation), member->federation);
    const bool removed = world_.chance.one_in(2);
    const AccountId by = removed ? federation->owner : member->account;
    const auto here = some_account([&](const AccountRow& row) { return row.id == by; });
    if (!here) return;
    if (removed) return give(by, here->path, RemoveMember{member->federation, member->id});
    give(by, here->path, Leave{member->federation, member->id});
}

void Aim::end_code() {
    const auto codes = rows_of<AccessCodeRow>(ScopeKind::federation_owner, [&](const AccessCodeRow& row) {
        const auto* federation = rows_.find<FederationRow>(federation_scope(row.federation), row.federation);
        return federation->state == FederationState::active &&
               code_state(row, world_.clock.now()) == CodeState::expired;
    });
    const AccessCodeRow* code = any(codes);
    if (!code) return;
    const auto* federation = rows_.find<FederationRow>(federation_scope(code->federation), code->federation);
    const auto here = some_account([&](const AccountRow& row) { return row.id == federation->owner; });
    if (here) give(here->account.id, here->path, RevokeCode{code->federation, code->id});
}

// --- Accounts and people

void Aim::repeat_reference() {
    std::vector<AccountRow> named;
    for (const AccountId& id : world_.accounts) {
        const AccountRow* row = account(id);
        if (row && !row->third_party_reference.empty() && !row->parent.is_none()) named.push_back(*row);
    }
    const AccountRow* other = any(named);
    if (!other) return;
    const auto here = some_account([&](const AccountRow& row) {
        return row.id == other->parent && row.state == AccountState::active;
    });
    if (!here) return;
    AddAccount add;
    add.id = world_.fresh<AccountId>(tab_);
    add.name = "Namesake";
    add.third_party_reference = other->third_party_reference;
    give(here->account.id, here->path, add);
}

void Aim::repeat_id() {
    const auto here = some_account([](const AccountRow& row) {
        return is_base(row.kind) && row.state == AccountState::active;
    });
    if (!here) return;
    AddAccount add;
    add.id = world_.accounts[world_.chance.below(world_.accounts.size())];
    add.name = "Twice";
    give(here->account.id, here->path, add);
}

// An administrator, or where an invitation waits: there are few of these.
void Aim::invite_again() {
    const bool invited = world_.chance.one_in(2);
    const auto known_at = [&](AccountId id) {
        std::vector<std::string> known;
        if (!invited) {
            rows_.each<GrantRow>(people_of(id), [&](const GrantRow& row) { known.push_back(row.person_email); });
            return known;
        }
        rows_.each<InvitationRow>(people_of(id), [&](const InvitationRow& row) {
            if (invitation_state(row, world_.clock.now()) == InvitationState::pending) known.push_back(row.email);
        });
        return known;
    };
    const auto here = some_account([&](const AccountRow& row) {
        return row.state == AccountState::active && !known_at(row.id).empty();
    });
    if (!here) return;
    std::vector<std::string> known = known_at(here->account.id);
    std::sort(known.begin(), known.end());
    if (const std::string* email = any(known)) {
        give(here->account.id, here->path,
             InviteAdministrator{world_.fresh<InvitationId>(tab_), *email, Role::viewer});
    }
}

// To an account that one administers from above: then it is one's own too, and the invitation can go any way.
void Aim::invite_oneself() {
    const PersonRow* self = rows_.find<PersonRow>(person_scope(tab_.person), tab_.person);
    const auto here = some_account([](const AccountRow& row) { return row.state == AccountState::active; });
    if (!self || !here) return;
    give(here->account.id, here->path,
         InviteAdministrator{world_.fresh<InvitationId>(tab_), self->email, Role::service_administrator});
}

void Aim::answer_invitation() {
    const PersonRow* self = rows_.find<PersonRow>(person_scope(tab_.person), tab_.person);
    if (!self) return;
    const auto state = static_cast<InvitationState>(world_.chance.below(4));
    const auto own = rows_of<InvitationRow>(ScopeKind::people, [&](const InvitationRow& row) {
        return row.email == self->email && invitation_state(row, world_.clock.now()) == state;
    });
    const InvitationRow* invitation = any(own);
    if (!invitation) return;
    const auto path = tab_.replica->view().best_path(invitation->account);
    if (path && world_.chance.one_in(2)) {
        return give(invitation->account, *path, RevokeInvitation{invitation->id});
    }
    give(invitation->account, {invitation->account, Via::own},
         AcceptInvitation{invitation->id, world_.fresh<GrantId>(tab_)});
}

void Aim::revoke_accepted() {
    const View view = tab_.replica->view();
    const auto accepted = rows_of<InvitationRow>(ScopeKind::people, [&](const InvitationRow& row) {
        return row.state == InvitationState::accepted && view.best_path(row.account);
    });
    if (const InvitationRow* invitation = any(accepted)) {
        give(invitation->account, *view.best_path(invitation->account), RevokeInvitation{invitation->id});
    }
}

void Aim::resume() {
    const auto here = some_account([](const AccountRow& row) { return row.state == AccountState::suspended; });
    if (here) give(here->account.id, here->path, ResumeAccount{});
}

void Aim::add_partner() {
    const auto here = some_account([](const AccountRow& row) { return row.parent.is_none(); });
    if (!here) return;
    AddAccount add;
    add.id = world_.fresh<AccountId>(tab_);
    add.internal_use_id = world_.fresh<AccountId>(tab_);
    add.kind = AccountKind::partner;
    add.name = "Another partner";
    give(here->account.id, here->path, add);
}

// Mostly what nothing is below, or worlds would soon be quiet.
void Aim::close_account() {
    const bool base = world_.chance.one_in(4);
    const auto here = some_account([&](const AccountRow& row) {
        return !row.parent.is_none() && row.state != AccountState::closed && is_base(row.kind) == base;
    });
    if (here) give(here->account.id, here->path, CloseAccount{});
}

void Aim::act_in_closed() {
    const auto here = some_account([](const AccountRow& row) { return row.state == AccountState::closed; });
    if (here) give(here->account.id, here->path, in_member(here->account.id));
}

// Mostly to where it may go: another base account of the same partner.
void Aim::move_account() {
    const auto here = some_account([&](const AccountRow& row) {
        return !row.parent.is_none() && (row.kind != AccountKind::internal_use || world_.chance.one_in(6));
    });
    if (!here) return;
    const bool anywhere = world_.chance.one_in(5);
    std::vector<AccountId> bases;
    for (const AccountId& id : world_.accounts) {
        const AccountRow* row = account(id);
        const bool near = row && branch_of(id) == branch_of(here->account.id);
        if (row && is_base(row->kind) && (anywhere || near)) bases.push_back(id);
    }
    if (const AccountId* to = any(bases)) give(here->account.id, here->path, MoveAccount{*to});
}

// --- Imports

// A file with at most one kind of mistake.
std::string Aim::csv_text(const AccountRow& base) {
    const std::string header = "number,name,kind,parent,third_party_reference,contact,email\n";
    const auto some = std::to_string(world_.chance.below(1000));
    switch (world_.chance.below(18)) {
        case 0: return "";
        case 1: return "name,kind\n\xFF\xFE,customer\n";
        case 2: return "number,name,parent,third_party_reference,contact,email\n,A,,,,\n";
        case 3: return "number,name,kind,parent,third_party_reference,contact,email,colour\n,A,customer,,,,,red\n";
        case 4: return "number,name,kind,kind,parent,third_party_reference,contact,email\n,A,customer,customer,,,,\n";
        case 5: return header + ",A,cousin,,,,\n";
        case 6: return header + "12,A,customer,,,,\n";
        case 7: return header + base.number + ",A,customer,,,,\n";
        case 8: return header + ",A,customer,nobody,,,\n";
        case 9: return header + ",A,reseller,,twin,,\n,B,reseller,,twin,,\n,C,customer,twin,,,\n";
        case 10: return header + ",A,reseller,ring-b,ring-a,,\n,B,reseller,ring-a,ring-b,,\n";
        case 11: return header + ",A,customer,,,,no address\n";
        case 12:
            if (!world_.chance.one_in(3)) return header;
            return std::string(longest_import_bytes + 1, ' ');
        default: return header + ",Row " + some + ",customer,,I-" + some + ",,\n,Sub " + some + ",customer,,,,\n";
    }
}

// As the page does it: the file is read and previewed; only what the preview finds nothing wrong with can be sent.
// Here it is sent all the same where there are rows to send, as a page of another build might.
void Aim::import_file() {
    const auto here = some_account([](const AccountRow& row) {
        return is_base(row.kind) && row.state == AccountState::active;
    });
    if (!here) return;
    const std::string text = csv_text(here->account);
    if (const auto refusal = check_import_file(text)) return world_.note(*refusal);
    const auto make_id = [&] { return Id(tab_.replica->new_id()); };
    CsvImport import = read_import(read_csv(text).rows, make_id);
    if (import.refusal) return world_.note(*import.refusal);
    for (const ImportProblem& problem : import.problems) world_.note(problem.reason);
    if (import.rows.empty() || !import.problems.empty()) return;
    give(here->account.id, here->path, ImportAccounts{std::move(import.rows)});
}

// --- Sessions, and clients that are none of ours

void Aim::use_ended_session() {
    const auto in = world_.ask({}, SignInAs{tab_.person, {}, {}});
    const auto* signed_in = in ? std::get_if<SignedIn>(&*in) : nullptr;
    if (!signed_in) return;
    const std::string session = signed_in->session;
    world_.ask(session, SignOut{});
    world_.ask(session, Pull{});
}

// Seldom: it locks the entry of codes for an hour, for the account and for the person.
void Aim::guess_codes() {
    const auto here = some_account([](const AccountRow&) { return true; });
    if (!here || !world_.chance.one_in(20)) return;
    std::string code = "AAAA-AAAA-AAAA";
    for (const char symbol : {'A', 'C', 'D', 'E', 'F', 'G'}) {
        code[0] = symbol;
        world_.ask(world_.session_of(tab_.person), LookUpCode{here->path.home, here->path.via, here->account.id, code});
    }
}

void Aim::suspend_again() {
    const auto here = some_account([](const AccountRow& row) { return row.state == AccountState::suspended; });
    if (here && here->path.via == Via::parent) give(here->account.id, here->path, SuspendAccount{});
}

// The session of all tabs of this person ends; each finds out by itself.
void Aim::sign_out_elsewhere() {
    const std::string session = world_.session_of(tab_.person);
    world_.sessions.erase(tab_.person);
    world_.ask(session, SignOut{});
}

void Aim::push_oddly() {
    const auto here = some_account([](const AccountRow&) { return true; });
    if (!here) return;
    Envelope envelope;
    envelope.client = world_.fresh<ClientId>(tab_);
    envelope.seq = 1;
    envelope.person = tab_.person;
    envelope.home = here->path.home;
    envelope.via = here->path.via;
    envelope.account = here->account.id;
    envelope.time = tab_.replica->now();
    envelope.command = ResumeAccount{};
    const auto push = [&] { world_.ask(world_.session_of(tab_.person), Push{{envelope}, 0}); };
    switch (world_.chance.below(6)) {
        case 0: envelope.person = world_.fresh<PersonId>(tab_); break;
        case 1: envelope.seq = 0; break;
        case 2: envelope.command = EndDue{}; break;
        case 3: envelope.seq = 7; break;  // a gap
        case 4: {
            world_.ask(world_.session_of(tab_.person), Push{std::vector<Envelope>(most_commands + 1, envelope), 0});
            return;
        }
        default:
            // A copied profile: another command under a number that was used.
            push();
            envelope.command = SuspendAccount{};
    }
    push();
}

void aim(World& world, Tab& tab) {
    static constexpr void (Aim::*aims[])() = {
        &Aim::create,           &Aim::ask_to_join,       &Aim::ask_to_join,      &Aim::ask_to_join,
        &Aim::ask_while_waiting, &Aim::ask_while_waiting, &Aim::ask_while_member, &Aim::ask_as_owner,
        &Aim::ask_outside,      &Aim::answer_request,    &Aim::answer_request,   &Aim::answer_request,
        &Aim::answer_request,   &Aim::withdraw_request,  &Aim::withdraw_request, &Aim::end_membership,
        &Aim::end_membership,   &Aim::end_code,          &Aim::repeat_reference, &Aim::repeat_id,
        &Aim::invite_again,     &Aim::import_file,       &Aim::import_file,      &Aim::use_ended_session,
        &Aim::push_oddly,       &Aim::invite_oneself,    &Aim::answer_invitation, &Aim::answer_invitation,
        &Aim::add_partner,      &Aim::ask_outside,       &Aim::guess_codes,      &Aim::suspend_again,
        &Aim::settle,           &Aim::settle,            &Aim::settle,           &Aim::settle,
        &Aim::close_account,    &Aim::act_in_closed,     &Aim::move_account,     &Aim::move_account,
        &Aim::offer_transfer,   &Aim::answer_transfer,   &Aim::answer_transfer,  &Aim::answer_transfer,
        &Aim::answer_transfer,
        &Aim::name_administrator, &Aim::name_administrator, &Aim::end_administrator, &Aim::set_limit,
        &Aim::set_limit,        &Aim::set_consent,       &Aim::act_through,      &Aim::act_through,
        &Aim::act_through,      &Aim::act_through,       &Aim::set_brand,        &Aim::set_brand,
        &Aim::look_into_inbox,  &Aim::revoke_accepted,   &Aim::resume,           &Aim::move_account,
        &Aim::invite_oneself,   &Aim::answer_invitation, &Aim::revoke_accepted};
    // Ends everybody's session: seldom, or nobody would get anything done.
    if (world.chance.one_in(60)) return Aim(world, tab).sign_out_elsewhere();
    (Aim(world, tab).*aims[world.chance.below(std::size(aims))])();
}

}  // namespace simulation
