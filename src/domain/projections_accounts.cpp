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

// Its own brand, and where that is empty, what the account above shows. On a client that does not hold the face
// above, what was inherited stays.
void project_face(Work& work, const AccountRow& account) {
    FaceRow face{account.id, account.name, account.brand.name, account.brand.colour,
                 account.brand.logo ? account.id : AccountId()};
    auto above = account.parent.is_none() ? Found<FaceRow>{Presence::absent, nullptr}
                                          : work.find<FaceRow>(face_of(account.parent), account.parent);
    if (above.unknown()) above = work.find<FaceRow>(face_of(account.id), account.id);
    if (above.present()) {
        if (face.brand_name.empty()) face.brand_name = above->brand_name;
        if (face.brand_colour.empty()) face.brand_colour = above->brand_colour;
        if (face.logo_of.is_none()) face.logo_of = above->logo_of;
    }
    work.put_copy(face_of(account.id), std::move(face));
}

bool same_brand(const FaceRow& one, const FaceRow& other) {
    return one.brand_name == other.brand_name && one.brand_colour == other.brand_colour &&
           one.logo_of == other.logo_of;
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

void project_change(Work& work, const FaceRow* before, const FaceRow* after) {
    if (!after || same_brand(before ? *before : FaceRow{}, *after)) return;
    std::vector<AccountId> bases;
    work.each<AccountIndexRow>(children_of(after->id), [&](const AccountIndexRow& row) {
        if (is_base(row.kind)) bases.push_back(row.id);
    });
    for (const AccountId base : bases) {
        const auto account = work.find<AccountRow>(account_scope(base), base);
        if (account.present()) project_face(work, AccountRow(*account));
    }
}

void project_change(Work& work, const AccountRow* before, const AccountRow* after) {
    if (!after) return;  // accounts are closed, never erased
    project_index(work, before, *after);
    project_number(work, before, *after);
    if (is_base(after->kind)) {
        work.put_copy(standing_of(after->id), StandingRow{after->id, after->parent, after->kind, after->state,
                                                          after->may_federate_outside});
        project_face(work, *after);
    }
    if (before) project_federations(work, *after, before->name != after->name);
}

}  // namespace parasol::projections
