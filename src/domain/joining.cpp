// PRODUCT 3: "Join Federation", "States" (one active membership and one pending request per account, what a
// member or pending account is told), "Access codes", "Across partners".
#include "domain/joining.h"

#include "domain/permissions.h"
#include "domain/states.h"

namespace parasol {
namespace {

bool lets_federate_outside(Work& work, AccountId partner) {
    const auto standing = work.find<StandingRow>(standing_of(partner), partner);
    return standing.present() && standing->may_federate_outside;
}

// The use that the account itself has taken with an open request does not stand in its way: it is asking
// again. A code for one account is no code at all to another.
bool is_usable(Work& work, const AccessCodeRow& code, const AccountRow& asking, Instant now) {
    if (code_state(code, now) != CodeState::live) return false;
    if (!code.only_for.empty() && code.only_for != asking.number) return false;
    const auto open = open_request_of(work, asking.id, now);
    const auto own =
        work.find<JoinRequestRow>(federation_owner_scope(code.federation), open ? open->id : JoinRequestId());
    const std::int64_t taken_by_it = own.present() && own->code == code.id ? 1 : 0;
    return uses_taken_at(work, code.federation, code.id, now) - taken_by_it < code.uses_allowed;
}

// What the account is already: a member, or one that has asked.
JoinAnswer standing_of_asker(Work& work, AccountId account, FederationId federation, Instant now) {
    if (const auto membership = active_membership_of(work, account)) {
        const bool own = membership->federation == federation && membership->owner;
        return {own ? Refusal::own_federation : Refusal::already_in_federation, {}};
    }
    const auto open = open_request_of(work, account, now);
    if (!open) return {};
    if (open->federation != federation) return {Refusal::request_pending, {}};
    return {std::nullopt, open->id};
}

}  // namespace

std::int64_t uses_taken_at(Work& work, FederationId federation, AccessCodeId code, Instant now) {
    std::int64_t taken = 0;
    work.each<JoinRequestRow>(federation_owner_scope(federation), [&](const JoinRequestRow& request) {
        if (request.code != code) return;
        const RequestState state = request_state(request, now);
        if (state == RequestState::pending || state == RequestState::accepted) ++taken;
    });
    return taken;
}

std::optional<OwnMembershipRow> active_membership_of(Work& work, AccountId account) {
    std::optional<OwnMembershipRow> active;
    work.each<OwnMembershipRow>(account_scope(account), [&](const OwnMembershipRow& membership) {
        if (membership.state == MembershipState::active) active = membership;
    });
    return active;
}

std::optional<OwnRequestRow> open_request_of(Work& work, AccountId account, Instant now) {
    std::optional<OwnRequestRow> open;
    work.each<OwnRequestRow>(account_scope(account), [&](const OwnRequestRow& request) {
        if (request_state(request, now) == RequestState::pending) open = request;
    });
    return open;
}

std::optional<AccountId> partner_of(Work& work, AccountId account) {
    const Ancestry ancestry = ancestry_of(work, account);
    if (!ancestry.complete || ancestry.chain.empty()) return std::nullopt;
    const AccountId root = ancestry.chain.back();
    if (ancestry.chain.size() == 1) return root;
    const AccountId below_root = ancestry.chain[ancestry.chain.size() - 2];
    const auto standing = work.find<StandingRow>(standing_of(below_root), below_root);
    if (standing.unknown()) return std::nullopt;
    return standing.present() && standing->kind == AccountKind::partner ? below_root : root;
}

bool may_federate(Work& work, AccountId one, AccountId other) {
    const auto partner = partner_of(work, one);
    const auto other_partner = partner_of(work, other);
    if (!partner || !other_partner) return false;
    if (*partner == *other_partner) return true;
    const bool let = lets_federate_outside(work, *partner);
    const bool other_let = lets_federate_outside(work, *other_partner);
    return let && other_let;
}

JoinAnswer may_join(Work& work, AccountId account, FederationId federation, AccessCodeId code, Instant now,
                    JoinProof proof) {
    const auto asking = work.find<AccountRow>(account_scope(account), account);
    const auto joined = work.find<FederationRow>(federation_scope(federation), federation);
    const auto typed = work.find<AccessCodeRow>(federation_owner_scope(federation), code);
    if (work.undecided()) return {};

    if (asking.absent()) return {Refusal::not_found, {}};
    if (asking->parent.is_none()) return {Refusal::root_account, {}};
    if (asking->state == AccountState::closed) return {Refusal::account_closed, {}};
    const bool active = joined.present() && joined->state == FederationState::active;
    const bool valid = active && typed.present() && is_usable(work, *typed, *asking, now);
    if (proof == JoinProof::typed && !valid) return {Refusal::code_not_valid, {}};
    const JoinAnswer standing = standing_of_asker(work, account, federation, now);
    if (standing.refusal || !standing.already_asked.is_none()) return standing;
    if (!valid) return {Refusal::code_not_valid, {}};
    if (!may_federate(work, account, joined->owner)) return {Refusal::outside_partner, {}};
    return {};
}

}  // namespace parasol
