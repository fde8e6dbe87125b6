// Federations in full: transfers of the ownership, administrators, limits and consent.
#include "simulation/aim.h"

namespace simulation {

Limit Aim::some_limit() { return static_cast<Limit>(world_.chance.below(4)); }

// Mostly none; now and then some days ahead, and seldom one that has passed.
Instant Aim::some_end() {
    const Instant now = tab_.replica->now();
    switch (world_.chance.below(8)) {
        case 0: return now - one_hour;
        case 1:
        case 2: return now + static_cast<Instant>(1 + world_.chance.below(20)) * one_day + 1;
        default: return 0;
    }
}

bool Aim::is_on_or_below(AccountId id, AccountId above) const {
    for (const AccountRow* row = account(id); row; row = account(row->parent)) {
        if (row->id == above) return true;
        if (row->parent.is_none()) break;
    }
    return false;
}

// Somebody at the operator's, by a program of their own: one command, at once. So federations have members and
// administrators early in a world's life, and persons in their tabs find something to do with them.
void Aim::by_staff(AccountId account, Command command) {
    Envelope envelope;
    envelope.client = world_.fresh<ClientId>(tab_);
    envelope.seq = 1;
    envelope.person = world_.persons.front();
    envelope.home = world_.root;
    envelope.via = account == world_.root ? Via::own : Via::parent;
    envelope.account = account;
    envelope.time = world_.clock.now();
    envelope.command = std::move(command);
    world_.ask(world_.session_of(envelope.person), Push{{envelope}, 0});
}

std::optional<FederationRow> Aim::some_federation() {
    const auto active = rows_of<FederationRow>(ScopeKind::federation, [](const FederationRow& row) {
        return row.state == FederationState::active;
    });
    const FederationRow* one = any(active);
    return one ? std::optional(*one) : std::nullopt;
}

void Aim::bring_in(const FederationRow& federation) {
    std::vector<AccountId> free;
    for (const AccountId& id : world_.accounts) {
        const AccountRow* row = account(id);
        if (row && is_free(*row) && branch_of(id) == branch_of(federation.owner)) free.push_back(id);
    }
    const AccountId* joining = any(free);
    if (!joining) return;
    const auto code = usable_code(*joining, {federation.id});
    if (!code) return;
    const PersonId staff = world_.persons.front();
    const auto text = world_.ask(world_.session_of(staff), RevealCode{world_.root, Via::parent, federation.owner,
                                                                      federation.id, code->id});
    const auto* read = text ? std::get_if<CodeText>(&*text) : nullptr;
    if (!read) return;
    const auto reply =
        world_.ask(world_.session_of(staff), LookUpCode{world_.root, Via::parent, *joining, read->text});
    const auto* found = reply ? std::get_if<CodeFound>(&*reply) : nullptr;
    if (!found) return;
    const auto id = world_.fresh<JoinRequestId>(tab_);
    by_staff(*joining, Join{id, found->ticket, some_limit(), 0});
    const auto* request = rows_.find<JoinRequestRow>(federation_owner_scope(federation.id), id);
    if (!request || world_.chance.one_in(4)) return;
    by_staff(federation.owner, Accept{federation.id, id, world_.fresh<MembershipId>(tab_), request->card});
}

void Aim::seat_somebody(const FederationRow& federation) {
    const auto grants = rows_of<GrantRow>(ScopeKind::people, [&](const GrantRow& row) {
        return std::find(world_.persons.begin(), world_.persons.end(), row.person) != world_.persons.end();
    });
    const GrantRow* grant = any(grants);
    if (!grant) return;
    by_staff(federation.owner,
             NameFederationAdministrator{federation.id, world_.fresh<FederationAdministratorId>(tab_), grant->person,
                                         grant->account});
}

void Aim::settle() {
    const auto federation = some_federation();
    if (!federation || world_.chance.one_in(6)) {
        std::vector<AccountId> free;
        for (const AccountId& id : world_.accounts) {
            const AccountRow* row = account(id);
            if (row && is_free(*row) && row->state == AccountState::active) free.push_back(id);
        }
        const AccountId* owner = any(free);
        if (!owner) return;
        return by_staff(*owner, CreateFederation{world_.fresh<FederationId>(tab_), world_.fresh<MembershipId>(tab_),
                                                 world_.fresh<AccessCodeId>(tab_), "Settled"});
    }
    for (auto more = 1 + world_.chance.below(2); more > 0; --more) bring_in(*federation);
    if (!world_.chance.one_in(3)) seat_somebody(*federation);
    std::vector<MembershipRow> members;
    rows_.each<MembershipRow>(federation_scope(federation->id), [&](const MembershipRow& row) {
        const bool other = row.state == MembershipState::active && row.account != federation->owner;
        if (other) members.push_back(row);
    });
    const MembershipRow* member = any(members);
    if (!member || !world_.chance.one_in(2)) return;
    by_staff(federation->owner, OfferTransfer{federation->id, world_.fresh<TransferId>(tab_), member->id});
}

void Aim::offer_transfer() {
    const auto members = rows_of<MembershipRow>(ScopeKind::federation, [&](const MembershipRow& row) {
        return row.state == MembershipState::active || world_.chance.one_in(8);
    });
    const MembershipRow* member = any(members);
    if (!member) return;
    const auto* federation = rows_.find<FederationRow>(federation_scope(member->federation), member->federation);
    const auto here = some_account([&](const AccountRow& row) { return row.id == federation->owner; });
    if (!here) return;
    give(here->account.id, here->path,
         OfferTransfer{member->federation, world_.fresh<TransferId>(tab_), member->id});
}

void Aim::answer_transfer() {
    const bool taken_back = world_.chance.one_in(3);
    const View view = tab_.replica->view();
    const auto near = rows_of<TransferRow>(ScopeKind::federation_owner, [&](const TransferRow& row) {
        return view.best_path(taken_back ? row.from : row.to).has_value();
    });
    // One state as likely as another, of those that there are.
    std::vector<TransferRow> transfers;
    for (int tries = 0; tries < 20 && transfers.empty() && !near.empty(); ++tries) {
        const auto state = static_cast<TransferState>(world_.chance.below(5));
        for (const TransferRow& row : near) {
            if (transfer_state(row, world_.clock.now()) == state) transfers.push_back(row);
        }
    }
    const TransferRow* transfer = any(transfers);
    if (!transfer) return;
    const AccountId at = taken_back ? transfer->from : transfer->to;
    const auto here = some_account([&](const AccountRow& row) { return row.id == at; });
    if (!here) return;
    if (taken_back) return give(at, here->path, WithdrawTransfer{transfer->federation, transfer->id});
    if (world_.chance.one_in(3)) return give(at, here->path, DeclineTransfer{transfer->federation, transfer->id});
    give(at, here->path, AcceptTransfer{transfer->federation, transfer->id});
}

// Among those whom one sees from home; now and then somebody else.
void Aim::name_administrator() {
    const auto active = rows_of<FederationRow>(ScopeKind::federation, [](const FederationRow& row) {
        return row.state == FederationState::active;
    });
    const FederationRow* federation = any(active);
    if (!federation) return;
    const auto here = some_account([&](const AccountRow& row) { return row.id == federation->owner; });
    if (!here) return;
    const bool anybody = world_.chance.one_in(6);
    const auto grants = rows_of<GrantRow>(ScopeKind::people, [&](const GrantRow& row) {
        return anybody || is_on_or_below(row.account, here->path.home);
    });
    const GrantRow* grant = any(grants);
    if (!grant) return;
    give(here->account.id, here->path,
         NameFederationAdministrator{federation->id, world_.fresh<FederationAdministratorId>(tab_), grant->person,
                                     grant->account});
}

void Aim::end_administrator() {
    const auto all = rows_of<FederationAdministratorRow>(ScopeKind::federation, [](const auto&) { return true; });
    const FederationAdministratorRow* one = any(all);
    // Seldom: most of what they can do happens while they are there.
    if (!one || !world_.chance.one_in(3)) return;
    const auto* federation = rows_.find<FederationRow>(federation_scope(one->federation), one->federation);
    const auto here = some_account([&](const AccountRow& row) { return row.id == federation->owner; });
    if (here) give(here->account.id, here->path, EndFederationAdministrator{one->federation, one->id});
}

void Aim::set_limit() {
    const auto here = some_account([&](const AccountRow& row) { return has_open<OwnMembershipRow>(row.id); });
    if (!here) return;
    std::vector<OwnMembershipRow> own;
    rows_.each<OwnMembershipRow>(account_scope(here->account.id),
                                 [&](const OwnMembershipRow& row) { own.push_back(row); });
    const OwnMembershipRow* membership = any(own);
    give(here->account.id, here->path,
         SetLimit{membership->federation, membership->id, some_limit(), some_end()});
}

void Aim::set_consent() {
    const bool partner = !world_.chance.one_in(4);
    const auto here = some_account([&](const AccountRow& row) {
        return (row.kind == AccountKind::partner || row.kind == AccountKind::operator_) == partner;
    });
    if (here) give(here->account.id, here->path, SetConsent{!world_.chance.one_in(4)});
}

// What is to be done in any account.
Command Aim::in_member(AccountId id) {
    std::vector<GrantRow> grants;
    std::vector<InvitationRow> invitations;
    rows_.each<GrantRow>(people_of(id), [&](const GrantRow& row) { grants.push_back(row); });
    rows_.each<InvitationRow>(people_of(id), [&](const InvitationRow& row) { invitations.push_back(row); });
    const AccountRow& row = *account(id);
    switch (world_.chance.below(6)) {
        case 0:
            if (const GrantRow* grant = any(grants)) return RemoveAdministrator{grant->id};
            return ResumeAccount{};
        case 1:
            if (const InvitationRow* invitation = any(invitations)) return RevokeInvitation{invitation->id};
            return SuspendAccount{};
        case 2:
        case 3: {
            const std::string email = "person" + std::to_string(world_.chance.below(8)) + "@example.com";
            return InviteAdministrator{world_.fresh<InvitationId>(tab_), email,
                                       static_cast<Role>(world_.chance.below(4))};
        }
        case 4: {
            AddAccount add;
            add.id = world_.fresh<AccountId>(tab_);
            add.name = "Through";
            return add;
        }
        default: {
            EditAccount edit;
            edit.name = Edit{row.name, "Name " + std::to_string(world_.chance.below(40))};
            return edit;
        }
    }
}

// What is to be done on the owner's account, and what concerns the membership of any.
Command Aim::at_owner(const FederationRow& federation, AccountId id) {
    const Scope owners = federation_owner_scope(federation.id);
    std::vector<JoinRequestRow> requests;
    std::vector<MembershipRow> members;
    rows_.each<JoinRequestRow>(owners, [&](const JoinRequestRow& row) { requests.push_back(row); });
    rows_.each<MembershipRow>(federation_scope(federation.id), [&](const MembershipRow& row) {
        if (row.account == id || world_.chance.one_in(4)) members.push_back(row);
    });
    const JoinRequestRow* request = any(requests);
    const MembershipRow* member = any(members);
    switch (world_.chance.below(6)) {
        case 0:
            return IssueCode{federation.id, world_.fresh<AccessCodeId>(tab_), "Through",
                             tab_.replica->now() + 9 * one_day, 2, {}};
        case 1:
            if (request) return Accept{federation.id, request->id, world_.fresh<MembershipId>(tab_), request->card};
            return Dissolve{federation.id, federation.name};
        case 2:
            if (request) return Reject{federation.id, request->id, ""};
            return SetConsent{true};
        case 3:
            if (member && world_.chance.one_in(3)) return RemoveMember{federation.id, member->id};
            return Dissolve{federation.id, federation.name};
        case 4:
            if (member) return SetLimit{federation.id, member->id, Limit::full, 0};
            return SetConsent{false};
        default:
            if (member) return Leave{federation.id, member->id};
            return Dissolve{federation.id, federation.name};
    }
}

// As an administrator of a federation: in its members, mostly those of today, from an account held or the owner's.
void Aim::act_through() {
    std::vector<HeldSeatRow> seats;
    std::vector<AccountId> homes;
    rows_.each<HeldSeatRow>(person_scope(tab_.person), [&](const HeldSeatRow& row) { seats.push_back(row); });
    rows_.each<HeldGrantRow>(person_scope(tab_.person), [&](const HeldGrantRow& row) { homes.push_back(row.account); });
    const HeldSeatRow* seat = any(seats);
    if (!seat) return;
    homes.push_back(seat->owner);
    const bool former = world_.chance.one_in(10);
    std::vector<AccountId> members;
    rows_.each<MembershipRow>(federation_scope(seat->federation), [&](const MembershipRow& row) {
        if (former || row.state == MembershipState::active) members.push_back(row.account);
    });
    const auto* federation = rows_.find<FederationRow>(federation_scope(seat->federation), seat->federation);
    const AccountId* member = any(members);
    if (!member || !federation) return;
    const bool at_owners = world_.chance.one_in(2);
    const AccountId on = at_owners && world_.chance.one_in(2) ? federation->owner : *member;
    if (world_.chance.one_in(2)) tab_.replica->open(on);
    give(on, {*any(homes), Via::federation}, at_owners ? at_owner(*federation, on) : in_member(on));
}

}  // namespace simulation
