// Federations: memberships, limits, administrators, codes, requests and transfers, with the copies at both ends.
#include "domain/invariants_checker.h"

namespace parasol::invariants {
namespace {

bool has_reason(const JoinRequestRow& request) {
    return request.reason == EndReason::none ||
           (request.reason == EndReason::dissolved && request.state == RequestState::rejected);
}

}  // namespace

void Checker::check(const Scope& scope, const FederationRow& row) {
    expect(scope == federation_scope(row.id), scope, row, "is in a scope that is not its own");
    expect(account(row.owner) != nullptr, scope, row, "its owner is not there");
}
void Checker::check(const Scope& scope, const MembershipRow& row) {
    const FederationRow* of = federation(row.federation);
    const AccountRow* member = account(row.account);
    expect(scope == federation_scope(row.federation) && of, scope, row, "its federation is not there");
    expect(member != nullptr, scope, row, "its account is not there");
    if (!of || !member) return;
    const auto* own = find<OwnMembershipRow>(account_scope(row.account), row.id);
    expect(own && *own == expected_own(row, *of), scope, row, "the member's copy differs");
    const bool active = row.state == MembershipState::active;
    expect(active == (row.ended == 0), scope, row, "has ended and has no end, or the other way round");
    if (!active) return check_gifts(scope, row);
    const auto* limit = find<LimitRow>(account_scope(row.account), row.id);
    expect(limit != nullptr, scope, row, "has no limit");
    if (limit) check(account_scope(row.account), *limit);
    expect(row.account_name == member->name && row.account_number == member->number &&
               row.account_kind == member->kind &&
               row.account_suspended == (member->state == AccountState::suspended),
           scope, row, "its card differs from the account");
}
// A federation's owner is told so in the last of its memberships: what it was in earlier ones is history.
OwnMembershipRow Checker::expected_own(const MembershipRow& row, const FederationRow& of) const {
    bool last = true;
    rows_.each<MembershipRow>(federation_scope(of.id), [&](const MembershipRow& other) {
        last = last && !(other.account == row.account && other.position > row.position);
    });
    return {row.id,     row.federation, of.name,  last && of.owner == row.account, row.position, row.state,
            row.reason, row.since,      row.ended};
}
void Checker::check(const Scope& scope, const OwnMembershipRow& row) {
    const auto* source = find<MembershipRow>(federation_scope(row.federation), row.id);
    const FederationRow* of = federation(row.federation);
    expect(source && of && scope == account_scope(source->account) && row == expected_own(*source, *of),
           scope, row, "differs from its membership");
}
void Checker::check(const Scope& scope, const AccessCodeRow& row) {
    expect(scope == federation_owner_scope(row.federation) && federation(row.federation), scope, row,
           "its federation is not there");
    const auto* sealed = find<SealedCodeRow>(ticket_key(TicketId(row.id)), row.id);
    const auto* key = sealed ? find<CodeKeyRow>(code_key(sealed->fingerprint), row.id) : nullptr;
    expect(sealed && key, scope, row, "its text or its key is not there");
    check_due(scope, row, DueKind::access_code, row.federation,
              row.state == CodeState::live ? &row.expires : nullptr);
}
void Checker::check(const Scope& scope, const JoinRequestRow& row) {
    const FederationRow* of = federation(row.federation);
    expect(scope == federation_owner_scope(row.federation) && of, scope, row,
           "its federation is not there");
    expect(find<AccessCodeRow>(scope, row.code) != nullptr, scope, row, "its code is not there");
    expect(has_reason(row), scope, row, "has a reason that does not fit its state");
    const bool pending = row.state == RequestState::pending;
    expect(pending == (row.decided == 0), scope, row, "is decided and open");
    check_due(scope, row, DueKind::join_request, row.federation, pending ? &row.expires : nullptr);
    check_reminder(scope, row, DueKind::remind_request, row.federation);
    const AccountRow* asker = account(row.account);
    expect(asker != nullptr, scope, row, "its account is not there");
    const auto* own = find<OwnRequestRow>(account_scope(row.account), row.id);
    expect(own != nullptr, scope, row, "the asking side's copy is not there");
    if (own) check(account_scope(row.account), *own);
    if (pending && asker) {
        expect(row.card.name == asker->name && row.card.number == asker->number &&
                   row.card.kind == asker->kind,
               scope, row, "its card differs from the account");
    }
    if (of) check_index_of(of->owner);
}
void Checker::check(const Scope& scope, const OwnRequestRow& row) {
    const auto* source = find<JoinRequestRow>(federation_owner_scope(row.federation), row.id);
    const FederationRow* of = federation(row.federation);
    const AccountRow* creator = of ? account(of->owner) : nullptr;
    expect(source && creator && scope == account_scope(source->account), scope, row, "has no request");
    if (!source || !creator) return;
    // Once decided it keeps the creator's name of that time.
    const std::string& name = source->state == RequestState::pending ? creator->name : row.creator_name;
    expect(row == OwnRequestRow{source->id, source->federation, of->name, name, source->state,
                                source->reason, source->message, source->asked, source->expires,
                                source->decided, source->asked_by_name, source->limit,
                                source->limit_until},
           scope, row, "differs from its request");
}

// Nothing that was given through a federation is left where there is no membership any more.
void Checker::check_gifts(const Scope& scope, const MembershipRow& row) {
    if (is_member(row.account, row.federation)) return;
    bool left = false;
    rows_.each<GrantRow>(people_of(row.account), [&](const GrantRow& grant) {
        left = left || grant.through == row.federation;
    });
    rows_.each<InvitationRow>(people_of(row.account), [&](const InvitationRow& invitation) {
        left = left || (invitation.through == row.federation && invitation.state == InvitationState::pending);
    });
    expect(!left, scope, row, "has ended, and what was given through it has not");
}
bool Checker::is_member(AccountId account, FederationId id) const {
    bool member = false;
    rows_.each<MembershipRow>(federation_scope(id), [&](const MembershipRow& row) {
        member = member || (row.account == account && row.state == MembershipState::active);
    });
    return member;
}

void Checker::check(const Scope& scope, const LimitRow& row) {
    expect(scope == account_scope(row.account), scope, row, "is in a scope that is not its account's");
    const auto* member = find<MembershipRow>(federation_scope(row.federation), row.id);
    expect(member && member->account == row.account, scope, row, "is of no membership");
    expect(row.limit != Limit::paused || row.until == 0, scope, row, "is paused and has an end");
    const FederationRow* of = federation(row.federation);
    const bool active = member && member->state == MembershipState::active;
    const bool owner = active && of && of->owner == row.account;
    expect(!owner || (row.limit == Limit::full && row.until == 0), scope, row, "is the owner's, and is not full");
    const auto* copy = find<MemberLimitRow>(federation_owner_scope(row.federation), row.id);
    expect(copy && *copy == expected_limit(row), scope, row, "its copy at the owner's differs");
    check_due(scope, row, DueKind::limit, row.account, row.until != 0 ? &row.until : nullptr);
    check_reminder(scope, row, DueKind::remind_limit, row.account);
}
MemberLimitRow Checker::expected_limit(const LimitRow& row) {
    return {row.id, row.account, row.limit, row.until, row.since};
}
void Checker::check(const Scope& scope, const MemberLimitRow& row) {
    const auto* source = find<LimitRow>(account_scope(row.account), row.id);
    expect(source && scope == federation_owner_scope(source->federation) && row == expected_limit(*source), scope,
           row, "differs from its limit");
}

void Checker::check(const Scope& scope, const FederationAdministratorRow& row) {
    const FederationRow* of = federation(row.federation);
    expect(scope == federation_scope(row.federation) && of, scope, row, "its federation is not there");
    expect(find<PersonRow>(person_scope(row.person), row.person) != nullptr, scope, row, "the person is not there");
    const auto* seat = find<HeldSeatRow>(person_scope(row.person), row.id);
    expect((row.ended == 0) == (seat != nullptr), scope, row, "has a seat or has none, wrongly");
    if (row.ended != 0 || !of) return;
    expect(of->state == FederationState::active, scope, row, "is in office in a dissolved federation");
    const AccountRow* owner = account(of->owner);
    expect(seat && owner &&
               *seat == HeldSeatRow{row.id, row.federation, of->name, of->owner, owner->kind, row.since},
           scope, row, "the person's copy differs");
}
void Checker::check(const Scope& scope, const HeldSeatRow& row) {
    const auto* source = find<FederationAdministratorRow>(federation_scope(row.federation), row.id);
    expect(source && source->ended == 0 && scope == person_scope(source->person), scope, row,
           "is of nobody in office");
    if (source) check(federation_scope(row.federation), *source);
}

void Checker::check(const Scope& scope, const TransferRow& row) {
    const FederationRow* of = federation(row.federation);
    expect(scope == federation_owner_scope(row.federation) && of, scope, row, "its federation is not there");
    const bool open = row.state == TransferState::offered;
    expect(open == (row.decided == 0), scope, row, "is decided and open");
    const auto* member = find<MembershipRow>(federation_scope(row.federation), row.membership);
    expect(member && member->account == row.to && row.from != row.to, scope, row, "is offered to no member");
    if (open && of) {
        expect(of->state == FederationState::active && of->owner == row.from, scope, row,
               "is offered by who does not own it");
        expect(member && member->state == MembershipState::active, scope, row, "outlives the membership");
    }
    for (const bool incoming : {true, false}) {
        const Scope end = account_scope(incoming ? row.to : row.from);
        const auto* own = find<OwnTransferRow>(end, row.id);
        expect(own && of && *own == expected_transfer(row, *of, incoming), scope, row, "the copy at an end differs");
    }
    check_due(scope, row, DueKind::transfer, row.federation, open ? &row.expires : nullptr);
}
OwnTransferRow Checker::expected_transfer(const TransferRow& row, const FederationRow& of, bool incoming) {
    return {row.id,      row.federation, of.name,     incoming,   incoming ? row.from_name : row.to_name, row.state,
            row.offered, row.expires,    row.decided, row.offered_by_name};
}
void Checker::check(const Scope& scope, const OwnTransferRow& row) {
    const auto* source = find<TransferRow>(federation_owner_scope(row.federation), row.id);
    const FederationRow* of = federation(row.federation);
    expect(source && of && scope == account_scope(row.incoming ? source->to : source->from) &&
               row == expected_transfer(*source, *of, row.incoming),
           scope, row, "differs from its transfer");
}

}  // namespace parasol::invariants
