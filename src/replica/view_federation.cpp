// The part of View that reads federations.
#include <algorithm>

#include "domain/sort_by.h"
#include "domain/states.h"
#include "replica/view.h"

namespace parasol {
namespace {

bool is_pending(RequestState state) { return state == RequestState::pending; }

template <class R, class Key>
void sort_newest_first(std::vector<const R*>& rows, Key key) {
    sort_by(rows, [key](const R* row) { return -key(*row); });
}

}  // namespace

const OwnMembershipRow* View::membership_of(AccountId account) const {
    const OwnMembershipRow* active = nullptr;
    rows_.each<OwnMembershipRow>(account_scope(account), [&](const OwnMembershipRow& row) {
        if (row.state == MembershipState::active) active = &row;
    });
    return active;
}

FederationId View::federation_of(AccountId account) const {
    if (const OwnMembershipRow* membership = membership_of(account)) return membership->federation;
    if (rows_.holds(account_scope(account))) return {};
    const AccountIndexRow* index = index_row(account);
    return index ? index->federation : FederationId();
}

const FederationRow* View::federation(FederationId id) const {
    return rows_.find<FederationRow>(federation_scope(id), id);
}

std::vector<const MembershipRow*> View::members(FederationId id) const {
    std::vector<const MembershipRow*> members;
    rows_.each<MembershipRow>(federation_scope(id), [&](const MembershipRow& row) {
        if (row.state == MembershipState::active) members.push_back(&row);
    });
    sort_by(members, [](const MembershipRow* row) { return row->position; });
    return members;
}

std::vector<const MembershipRow*> View::past_members(FederationId id) const {
    std::vector<const MembershipRow*> members;
    rows_.each<MembershipRow>(federation_scope(id), [&](const MembershipRow& row) {
        if (row.state != MembershipState::active) members.push_back(&row);
    });
    sort_newest_first(members, [](const MembershipRow& row) { return row.ended; });
    return members;
}

std::vector<const JoinRequestRow*> View::pending_requests(FederationId id) const {
    std::vector<const JoinRequestRow*> requests;
    rows_.each<JoinRequestRow>(federation_owner_scope(id), [&](const JoinRequestRow& row) {
        if (is_pending(request_state(row, now_))) requests.push_back(&row);
    });
    sort_by(requests, [](const JoinRequestRow* row) { return row->asked; });
    return requests;
}

std::vector<const JoinRequestRow*> View::past_requests(FederationId id) const {
    std::vector<const JoinRequestRow*> requests;
    rows_.each<JoinRequestRow>(federation_owner_scope(id), [&](const JoinRequestRow& row) {
        if (!is_pending(request_state(row, now_))) requests.push_back(&row);
    });
    sort_newest_first(requests, ended_at<JoinRequestRow>);
    return requests;
}

std::vector<const AccessCodeRow*> View::codes(FederationId id) const {
    std::vector<const AccessCodeRow*> codes;
    rows_.each<AccessCodeRow>(federation_owner_scope(id),
                              [&](const AccessCodeRow& row) { codes.push_back(&row); });
    sort_newest_first(codes, [](const AccessCodeRow& row) { return row.created; });
    return codes;
}

std::vector<const JoinRequestRow*> View::brought_in_by(const AccessCodeRow& code) const {
    std::vector<const JoinRequestRow*> requests;
    rows_.each<JoinRequestRow>(federation_owner_scope(code.federation), [&](const JoinRequestRow& row) {
        if (row.code == code.id && row.state == RequestState::accepted) requests.push_back(&row);
    });
    sort_by(requests, [](const JoinRequestRow* row) { return row->decided; });
    return requests;
}

std::vector<const FederationAdministratorRow*> View::federation_administrators(FederationId id) const {
    std::vector<const FederationAdministratorRow*> administrators;
    rows_.each<FederationAdministratorRow>(federation_scope(id), [&](const FederationAdministratorRow& row) {
        if (row.ended == 0) administrators.push_back(&row);
    });
    sort_by(administrators, [](const FederationAdministratorRow* row) { return row->since; });
    return administrators;
}

const TransferRow* View::open_transfer(FederationId id) const {
    const TransferRow* open = nullptr;
    rows_.each<TransferRow>(federation_owner_scope(id), [&](const TransferRow& row) {
        if (transfer_state(row, now_) == TransferState::offered) open = &row;
    });
    return open;
}

const OwnTransferRow* View::offered_transfer(AccountId account) const {
    const OwnTransferRow* open = nullptr;
    rows_.each<OwnTransferRow>(account_scope(account), [&](const OwnTransferRow& row) {
        if (row.incoming && transfer_state(row, now_) == TransferState::offered) open = &row;
    });
    return open;
}

std::optional<Limit> View::limit_of(const MembershipRow& member) const {
    const FederationRow* of = federation(member.federation);
    if (of && of->owner == member.account) return Limit::full;
    const Scope own = account_scope(member.account);
    const Scope copies = federation_owner_scope(member.federation);
    if (const auto* row = rows_.find<LimitRow>(own, member.id)) return limit_at(*row, now_);
    if (const auto* copy = rows_.find<MemberLimitRow>(copies, member.id)) return limit_at(*copy, now_);
    return rows_.holds(own) || rows_.holds(copies) ? std::optional(Limit::paused) : std::nullopt;
}

const LimitRow* View::limit_row(AccountId account) const {
    const OwnMembershipRow* membership = membership_of(account);
    return membership ? rows_.find<LimitRow>(account_scope(account), membership->id) : nullptr;
}

Access View::access_through_federation(AccountId home, AccountId account, Permission permission) const {
    const bool home_held = !roles_on(home).empty();
    bool unknown = false;
    for (const HeldSeatRow* seat : seats()) {
        if (!home_held && seat->owner != home) continue;
        unknown = unknown || !rows_.holds(federation_scope(seat->federation));
        for (const MembershipRow* member : members(seat->federation)) {
            if (member->account != account) continue;
            if (member->account_suspended || !suspended_by(account).is_none()) return Access::not_found;
            const auto limit = limit_of(*member);
            if (!limit) return Access::unknown;
            return permits(*limit, permission) ? Access::allowed : Access::beyond_limit;
        }
    }
    return unknown ? Access::unknown : Access::not_found;
}

bool View::is_usable(const AccessCodeRow& code) const {
    return code_state(code, now_) == CodeState::live && code.uses_taken < code.uses_allowed;
}

const OwnRequestRow* View::pending_request_of(AccountId account) const {
    const OwnRequestRow* pending = nullptr;
    rows_.each<OwnRequestRow>(account_scope(account), [&](const OwnRequestRow& row) {
        if (is_pending(request_state(row, now_))) pending = &row;
    });
    return pending;
}

std::vector<const OwnRequestRow*> View::past_requests_of(AccountId account) const {
    std::vector<const OwnRequestRow*> requests;
    rows_.each<OwnRequestRow>(account_scope(account), [&](const OwnRequestRow& row) {
        if (!is_pending(request_state(row, now_))) requests.push_back(&row);
    });
    sort_newest_first(requests, ended_at<OwnRequestRow>);
    return requests;
}

std::vector<RequestToDecide> View::requests_to_decide() const {
    std::vector<RequestToDecide> requests;
    for (const auto& [scope, rows] : rows_.scopes()) {
        if (scope.kind != ScopeKind::federation_owner) continue;
        const FederationRow* of = federation(FederationId(scope.id));
        if (!of || of->state != FederationState::active) continue;
        for (const JoinRequestRow* request : pending_requests(of->id))
            requests.push_back({request, of->owner});
    }
    sort_by(requests, [](const RequestToDecide& open) { return open.request->asked; });
    return requests;
}

bool View::may_decide_at(AccountId owner) const {
    for (const AccountId at : chain_up(owner)) {
        for (const Role role : roles_on(at)) {
            if (permits(role, Permission::manage)) return true;
        }
    }
    return false;
}

std::vector<const AccountIndexRow*> View::accounts_with_open_requests() const {
    std::vector<const AccountIndexRow*> accounts;
    for (const Id& id : tree_.with_open_requests()) {
        const AccountIndexRow* row = index_row(AccountId(id));
        if (!row || rows_.holds(federation_owner_scope(row->federation)) || !may_decide_at(row->id)) continue;
        accounts.push_back(row);
    }
    return accounts;
}

std::vector<OfferToDecide> View::offers_to_decide() const {
    std::vector<OfferToDecide> offers;
    for (const auto& [scope, rows] : rows_.scopes()) {
        if (scope.kind != ScopeKind::account) continue;
        const AccountId account(scope.id);
        const OwnTransferRow* transfer = offered_transfer(account);
        if (transfer && may_decide_at(account)) offers.push_back({transfer, account});
    }
    sort_by(offers, [](const OfferToDecide& open) { return open.transfer->offered; });
    return offers;
}

// One by one, or within the number of an account of which lists alone are held.
bool View::is_to_decide(const OwnRequestRow& request, const std::vector<const AccountIndexRow*>& below) const {
    const Scope decided_in = federation_owner_scope(request.federation);
    if (rows_.holds(decided_in)) {
        const FederationRow* of = federation(request.federation);
        const auto* row = rows_.find<JoinRequestRow>(decided_in, request.id);
        return of && of->state == FederationState::active && row && is_pending(request_state(*row, now_));
    }
    return std::any_of(below.begin(), below.end(),
                       [&](const AccountIndexRow* row) { return row->federation == request.federation; });
}

std::vector<OwnPendingRequest> View::own_pending_requests() const {
    std::vector<OwnPendingRequest> requests;
    const auto below = accounts_with_open_requests();
    for (const auto& [scope, rows] : rows_.scopes()) {
        if (scope.kind != ScopeKind::account) continue;
        const AccountId account(scope.id);
        const OwnRequestRow* request = pending_request_of(account);
        if (request && !is_to_decide(*request, below)) requests.push_back({request, account});
    }
    sort_by(requests, [](const OwnPendingRequest& open) { return open.request->asked; });
    return requests;
}

// Asked in every frame: one walk over what is held.
std::int64_t View::open_request_count() const {
    auto count = static_cast<std::int64_t>(invitations_received().size());
    const auto below = accounts_with_open_requests();
    for (const auto& [scope, rows] : rows_.scopes()) {
        if (scope.kind == ScopeKind::federation_owner) {
            const FederationRow* of = federation(FederationId(scope.id));
            if (of && of->state == FederationState::active) {
                count += static_cast<std::int64_t>(pending_requests(of->id).size());
            }
        } else if (scope.kind == ScopeKind::account) {
            const AccountId account(scope.id);
            const OwnRequestRow* request = pending_request_of(account);
            if (request && !is_to_decide(*request, below)) ++count;
            if (offered_transfer(account) && may_decide_at(account)) ++count;
        }
    }
    for (const AccountIndexRow* row : below) count += row->open_requests;
    return count;
}

}  // namespace parasol
