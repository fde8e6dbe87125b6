#include "domain/rules_federation.h"

#include <utility>

namespace parasol::rules {

OwnedFederation owned_federation(Context& context, FederationId federation) {
    const AccountId account = context.envelope.account;
    const Scope scope = federation_scope(federation);
    const auto found = context.work.find<FederationRow>(scope, federation);
    if (found.unknown()) return {};
    if (found.absent()) return {std::nullopt, Refusal::not_found};
    if (found->owner != account) {
        bool member = false;
        context.work.each<MembershipRow>(scope, [&](const MembershipRow& membership) {
            member |= membership.account == account && membership.state == MembershipState::active;
        });
        return {std::nullopt, member ? Refusal::not_allowed : Refusal::not_found};
    }
    if (found->state == FederationState::dissolved) return {std::nullopt, Refusal::federation_dissolved};
    return {*found, std::nullopt};
}

std::string commander_name(Context& context) {
    const PersonId person = context.envelope.person;
    const auto found = context.work.find<PersonRow>(person_scope(person), person);
    return found.present() ? found->name : std::string();
}

RequesterCard card_of(const AccountRow& account) {
    RequesterCard card;
    card.name = account.name;
    card.number = account.number;
    card.kind = account.kind;
    return card;
}

MembershipRow membership_of(const AccountRow& account, MembershipId id, FederationId federation,
                            std::int64_t position, Instant since) {
    MembershipRow membership;
    membership.id = id;
    membership.federation = federation;
    membership.account = account.id;
    membership.position = position;
    membership.since = since;
    membership.account_name = account.name;
    membership.account_number = account.number;
    membership.account_kind = account.kind;
    membership.account_suspended = account.state == AccountState::suspended;
    return membership;
}

void put_ended(Work& work, MembershipRow membership, MembershipState state, EndReason reason, Instant now) {
    membership.state = state;
    membership.reason = reason;
    membership.ended = now;
    const Scope scope = federation_scope(membership.federation);
    work.put(scope, std::move(membership));
}

void put_decided(Work& work, JoinRequestRow request, RequestState state, Instant decided) {
    request.state = state;
    request.decided = decided;
    const Scope scope = federation_owner_scope(request.federation);
    work.put(scope, std::move(request));
}

}  // namespace parasol::rules
