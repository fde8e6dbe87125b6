// The copies that follow from memberships, join requests, access codes and tickets: what the other side sees
// of them (PRODUCT 3: "Both ends see the history"), the counts, and what a tick must end (DESIGN 5,
// projections.h); and what follows where the ownership passes on.
//
// The name of a federation is written when the copy is made: it never changes.
#include "domain/projections_internal.h"

#include <string>
#include <utility>
#include <vector>

namespace parasol::projections {
namespace {

// The owner's name is on its card among the members, where it is kept up to date.
std::string creator_name(Work& work, const FederationRow& federation) {
    std::string name;
    work.each<MembershipRow>(federation_scope(federation.id), [&](const MembershipRow& membership) {
        if (membership.account == federation.owner) name = membership.account_name;
    });
    return name;
}

void copy_membership(Work& work, const MembershipRow& membership) {
    const Scope scope = account_scope(membership.account);
    if (!work.holds(scope)) return;
    OwnMembershipRow own;
    const auto earlier = work.find<OwnMembershipRow>(scope, membership.id);
    if (earlier.present()) own = *earlier;
    // Once ended it stays as it was.
    if (earlier.absent() || membership.state == MembershipState::active) {
        const auto federation =
            work.find<FederationRow>(federation_scope(membership.federation), membership.federation);
        if (!federation.present()) return;
        own.federation_name = federation->name;
        own.owner = federation->owner == membership.account;
    }
    own.id = membership.id;
    own.federation = membership.federation;
    own.position = membership.position;
    own.state = membership.state;
    own.reason = membership.reason;
    own.since = membership.since;
    own.ended = membership.ended;
    work.put_copy(scope, std::move(own));
}

void copy_request(Work& work, const JoinRequestRow& request) {
    const Scope scope = account_scope(request.account);
    if (!work.holds(scope)) return;
    OwnRequestRow own;
    const auto earlier = work.find<OwnRequestRow>(scope, request.id);
    if (earlier.present()) {
        own = *earlier;
    } else {
        const auto federation =
            work.find<FederationRow>(federation_scope(request.federation), request.federation);
        if (!federation.present()) return;
        own.federation_name = federation->name;
        own.creator_name = creator_name(work, *federation);
    }
    own.id = request.id;
    own.federation = request.federation;
    own.state = request.state;
    own.reason = request.reason;
    own.message = request.message;
    own.asked = request.asked;
    own.expires = request.expires;
    own.decided = request.decided;
    own.asked_by_name = request.asked_by_name;
    own.limit = request.limit;
    own.limit_until = request.limit_until;
    work.put_copy(scope, std::move(own));
}

bool is_active(const MembershipRow* membership) {
    return membership != nullptr && membership->state == MembershipState::active;
}
bool is_pending(const JoinRequestRow* request) {
    return request != nullptr && request->state == RequestState::pending;
}
bool takes_use(const JoinRequestRow* request) {
    return is_pending(request) || (request != nullptr && request->state == RequestState::accepted);
}

// +1 where something begins to count, -1 where it ceases to, else 0.
int step(bool counted, bool counts) { return static_cast<int>(counts) - static_cast<int>(counted); }

void count_open_request(Work& work, FederationId federation, int by) {
    const auto row = work.find<FederationRow>(federation_scope(federation), federation);
    if (!row.present()) return;
    change_index(work, row->owner, [&](AccountIndexRow& index) { index.open_requests += by; });
}

void count_use(Work& work, const JoinRequestRow& request, int by) {
    const Scope scope = federation_owner_scope(request.federation);
    const auto found = work.find<AccessCodeRow>(scope, request.code);
    if (!found.present()) return;
    AccessCodeRow code = *found;
    code.uses_taken += by;
    work.put_copy(scope, std::move(code));
}

std::optional<Instant> end_of(const JoinRequestRow* request) {
    return is_pending(request) ? std::optional<Instant>(request->expires) : std::nullopt;
}
std::optional<Instant> end_of(const AccessCodeRow* code) {
    const bool live = code != nullptr && code->state == CodeState::live;
    return live ? std::optional<Instant>(code->expires) : std::nullopt;
}
std::optional<Instant> end_of(const TransferRow* transfer) {
    const bool open = transfer != nullptr && transfer->state == TransferState::offered;
    return open ? std::optional<Instant>(transfer->expires) : std::nullopt;
}
std::optional<Instant> end_of(const LimitRow* limit) {
    return limit != nullptr && limit->until != 0 ? std::optional<Instant>(limit->until) : std::nullopt;
}
std::optional<Instant> end_of(const TicketRow* ticket) {
    return ticket != nullptr ? std::optional<Instant>(ticket->expires) : std::nullopt;
}

// What was given through the federation lasts as long as the membership, which has ended.
void end_gifts(Work& work, const MembershipRow& membership) {
    const Scope people = people_of(membership.account);
    work.erase_where<GrantRow>(people,
                               [&](const GrantRow& grant) { return grant.through == membership.federation; });
    std::vector<InvitationRow> invitations;
    work.each<InvitationRow>(people, [&](const InvitationRow& row) {
        const bool given = row.through == membership.federation;
        if (given && row.state == InvitationState::pending) invitations.push_back(row);
    });
    for (InvitationRow& invitation : invitations) {
        const bool ran_out = invitation.expires <= membership.ended;
        invitation.state = ran_out ? InvitationState::expired : InvitationState::revoked;
        work.put_copy(people, std::move(invitation));
    }
}

std::optional<MembershipRow> active_member(Work& work, FederationId federation, AccountId account) {
    std::optional<MembershipRow> active;
    work.each<MembershipRow>(federation_scope(federation), [&](const MembershipRow& row) {
        if (row.account == account && is_active(&row)) active = row;
    });
    return active;
}

// Written at both ends: each keeps its history, whoever owns the federation by then.
void copy_transfer(Work& work, const TransferRow& transfer, bool incoming) {
    const auto federation =
        work.find<FederationRow>(federation_scope(transfer.federation), transfer.federation);
    if (!federation.present()) return;
    OwnTransferRow own;
    own.id = transfer.id;
    own.federation = transfer.federation;
    own.federation_name = federation->name;
    own.incoming = incoming;
    own.other_name = incoming ? transfer.from_name : transfer.to_name;
    own.state = transfer.state;
    own.offered = transfer.offered;
    own.expires = transfer.expires;
    own.decided = transfer.decided;
    own.offered_by_name = transfer.offered_by_name;
    work.put_copy(account_scope(incoming ? transfer.to : transfer.from), std::move(own));
}

}  // namespace

void project_change(Work& work, const MembershipRow* before, const MembershipRow* after) {
    if (after != nullptr) copy_membership(work, *after);
    const MembershipRow& either = after != nullptr ? *after : *before;
    const int by = step(is_active(before), is_active(after));
    if (by == 0) return;
    change_index(work, either.account, [&](AccountIndexRow& index) {
        if (by > 0) {
            index.federation = either.federation;
        } else if (index.federation == either.federation) {
            index.federation = {};
        }
    });
    if (by < 0 && after != nullptr) end_gifts(work, *after);
}

// The ownership passes on: the memberships at both ends say so, the open requests count at the new owner's, and
// those who asked are told its name.
void project_change(Work& work, const FederationRow* before, const FederationRow* after) {
    if (before == nullptr || after == nullptr || before->owner == after->owner) return;
    for (const AccountId account : {before->owner, after->owner}) {
        if (const auto member = active_member(work, after->id, account)) copy_membership(work, *member);
    }
    std::int64_t pending = 0;
    work.each<JoinRequestRow>(federation_owner_scope(after->id),
                              [&](const JoinRequestRow& request) { pending += is_pending(&request) ? 1 : 0; });
    change_index(work, before->owner, [&](AccountIndexRow& index) { index.open_requests -= pending; });
    change_index(work, after->owner, [&](AccountIndexRow& index) { index.open_requests += pending; });
    project_creator_name(work, creator_name(work, *after), after->id);
}

void project_change(Work& work, const LimitRow* before, const LimitRow* after) {
    const LimitRow& either = after != nullptr ? *after : *before;
    keep_due(work, DueKind::limit, either.id, either.account, end_of(before), end_of(after));
    keep_reminder(work, DueKind::remind_limit, either.account, before, after);
    const Scope scope = federation_owner_scope(either.federation);
    if (after == nullptr) {
        work.erase<MemberLimitRow>(scope, either.id);
    } else {
        work.put_copy(scope, MemberLimitRow{after->id, after->account, after->limit, after->until, after->since});
    }
}

void project_change(Work& work, const FederationAdministratorRow* before,
                    const FederationAdministratorRow* after) {
    const FederationAdministratorRow& either = after != nullptr ? *after : *before;
    const Scope scope = person_scope(either.person);
    if (after == nullptr || after->ended != 0) {
        work.erase<HeldSeatRow>(scope, either.id);
        return;
    }
    const auto federation = work.find<FederationRow>(federation_scope(either.federation), either.federation);
    if (!federation.present()) return;
    const auto owner = active_member(work, either.federation, federation->owner);
    if (!owner) return;
    work.put_copy(scope, HeldSeatRow{either.id, either.federation, federation->name, federation->owner,
                                     owner->account_kind, either.since});
}

void project_change(Work& work, const TransferRow* before, const TransferRow* after) {
    const TransferRow& either = after != nullptr ? *after : *before;
    keep_due(work, DueKind::transfer, either.id, either.federation, end_of(before), end_of(after));
    if (after == nullptr) return;
    copy_transfer(work, *after, true);
    copy_transfer(work, *after, false);
}

void project_change(Work& work, const JoinRequestRow* before, const JoinRequestRow* after) {
    if (after != nullptr) copy_request(work, *after);
    const JoinRequestRow& either = after != nullptr ? *after : *before;
    keep_due(work, DueKind::join_request, either.id, either.federation, end_of(before), end_of(after));
    keep_reminder(work, DueKind::remind_request, either.federation, before, after);
    if (const int by = step(is_pending(before), is_pending(after))) {
        count_open_request(work, either.federation, by);
    }
    if (const int by = step(takes_use(before), takes_use(after))) count_use(work, either, by);
}

void project_change(Work& work, const AccessCodeRow* before, const AccessCodeRow* after) {
    const AccessCodeRow& either = after != nullptr ? *after : *before;
    keep_due(work, DueKind::access_code, either.id, either.federation, end_of(before), end_of(after));
}

void project_change(Work& work, const TicketRow* before, const TicketRow* after) {
    const TicketRow& either = after != nullptr ? *after : *before;
    keep_due(work, DueKind::ticket, either.id, either.account, end_of(before), end_of(after));
}

}  // namespace parasol::projections
