// What follows from an account's row: its place in the list of its parent, the standing and face of a base
// account, and its name wherever a federation shows it.
#include "domain/projections_internal.h"

namespace parasol::projections {
namespace {

void project_index(Work& work, const AccountRow* before, const AccountRow& after) {
    if (after.parent.is_none()) return;
    const Scope scope = children_of(after.parent);
    AccountIndexRow index;
    if (before) {
        // Its counts go with it where it is moved.
        const Scope listed = children_of(before->parent);
        const auto found = work.find<AccountIndexRow>(listed, after.id);
        if (!found.present()) return;
        index = *found;
        if (listed != scope) work.erase<AccountIndexRow>(listed, after.id);
    }
    index.id = after.id;
    index.parent = after.parent;
    index.kind = after.kind;
    index.state = after.state;
    index.name = after.name;
    index.number = after.number;
    index.third_party_reference = after.third_party_reference;
    index.signed_up = after.signed_up;
    work.put_copy(scope, index);
}

void project_number(Work& work, const AccountRow* before, const AccountRow& after) {
    const std::string was = before ? before->number : std::string();
    if (was == after.number) return;
    if (!was.empty()) work.erase<NumberKeyRow>(number_key(was), after.id);
    if (!after.number.empty()) work.put_copy(number_key(after.number), NumberKeyRow{after.id});
}

// The card of the active membership; a client that does not hold the federation skips it.
void project_member_cards(Work& work, const AccountRow& account,
                          const std::vector<OwnMembershipRow>& memberships) {
    for (const OwnMembershipRow& own : memberships) {
        const Scope scope = federation_scope(own.federation);
        const auto found = work.find<MembershipRow>(scope, own.id);
        if (!found.present()) continue;
        MembershipRow membership = *found;
        membership.account_name = account.name;
        membership.account_number = account.number;
        membership.account_kind = account.kind;
        membership.account_suspended = account.state == AccountState::suspended;
        work.put_copy(scope, membership);
    }
}

void project_request_cards(Work& work, const AccountRow& account,
                           const std::vector<OwnRequestRow>& requests) {
    for (const OwnRequestRow& own : requests) {
        const Scope scope = federation_owner_scope(own.federation);
        const auto found = work.find<JoinRequestRow>(scope, own.id);
        if (!found.present()) continue;
        JoinRequestRow request = *found;
        request.card.name = account.name;
        request.card.number = account.number;
        request.card.kind = account.kind;
        work.put_copy(scope, request);
    }
}

void project_federations(Work& work, const AccountRow& account, bool renamed) {
    const Scope scope = account_scope(account.id);
    std::vector<OwnMembershipRow> memberships;
    work.each<OwnMembershipRow>(scope, [&](const OwnMembershipRow& own) {
        if (own.state == MembershipState::active) memberships.push_back(own);
    });
    std::vector<OwnRequestRow> requests;
    work.each<OwnRequestRow>(scope, [&](const OwnRequestRow& own) {
        if (own.state == RequestState::pending) requests.push_back(own);
    });
    project_member_cards(work, account, memberships);
    project_request_cards(work, account, requests);
    if (!renamed) return;
    for (const OwnMembershipRow& own : memberships) {
        if (own.owner) project_creator_name(work, account.name, own.federation);
    }
}

}  // namespace

void project_creator_name(Work& work, const std::string& name, FederationId federation) {
    std::vector<std::pair<AccountId, JoinRequestId>> asking;
    work.each<JoinRequestRow>(federation_owner_scope(federation), [&](const JoinRequestRow& request) {
        if (request.state == RequestState::pending) asking.emplace_back(request.account, request.id);
    });
    for (const auto& [requester, id] : asking) {
        const Scope scope = account_scope(requester);
        const auto found = work.find<OwnRequestRow>(scope, id);
        if (!found.present()) continue;
        OwnRequestRow request = *found;
        request.creator_name = name;
        work.put_copy(scope, request);
    }
}

void project_change(Work& work, const AccountRow* before, const AccountRow* after) {
    if (!after) return;  // accounts are closed, never erased
    project_index(work, before, *after);
    project_number(work, before, *after);
    if (is_base(after->kind)) {
        work.put_copy(standing_of(after->id), StandingRow{after->id, after->parent, after->kind, after->state,
                                                          after->may_federate_outside});
        work.put_copy(face_of(after->id), FaceRow{after->id, after->name});
    }
    if (before) project_federations(work, *after, before->name != after->name);
}

}  // namespace parasol::projections
