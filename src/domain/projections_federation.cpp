// The copies that follow from memberships, join requests, access codes and tickets: what the other side sees
// of them (PRODUCT 3: "Both ends see the history"), the counts, and what a tick must end (DESIGN 5,
// projections.h).
//
// The name of a federation is written when the copy is made: in these commands neither it nor the owner
// changes.
#include "domain/projections_internal.h"

#include <string>
#include <utility>

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
    if (earlier.present()) {
        own = *earlier;
    } else {
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
std::optional<Instant> end_of(const TicketRow* ticket) {
    return ticket != nullptr ? std::optional<Instant>(ticket->expires) : std::nullopt;
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
}

void project_change(Work& work, const JoinRequestRow* before, const JoinRequestRow* after) {
    if (after != nullptr) copy_request(work, *after);
    const JoinRequestRow& either = after != nullptr ? *after : *before;
    keep_due(work, DueKind::join_request, either.id, either.federation, end_of(before), end_of(after));
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
