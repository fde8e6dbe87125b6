// PRODUCT 3, "States": a transfer of the ownership is offered -> accepted | declined | withdrawn | expired (30 days).
// Any active member may receive it, also one that could not create a federation and one that is suspended; but
// nothing is shared or reached until it is active, so a suspended account cannot accept yet. One offer is open at a
// time. What is federated stays so: who may federate outside its partner is not asked again.
#include <utility>

#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/rules_federation.h"
#include "domain/states.h"

namespace parasol::rules {
namespace {

void put_decided(Work& work, TransferRow transfer, TransferState state, Instant decided) {
    transfer.state = state;
    transfer.decided = decided;
    const Scope scope = federation_owner_scope(transfer.federation);
    work.put(scope, std::move(transfer));
}

// Refuses unless the offer is open at this instant, or has ended as the command wishes.
Verdict check_offered(const TransferRow& transfer, TransferState wished, Instant now) {
    const TransferState state = transfer_state(transfer, now);
    if (state == wished) return std::nullopt;
    switch (state) {
    case TransferState::offered: return std::nullopt;
    case TransferState::accepted: return Refusal::transfer_accepted;
    case TransferState::declined: return Refusal::transfer_declined;
    case TransferState::withdrawn: return Refusal::transfer_withdrawn;
    case TransferState::expired: break;
    }
    return Refusal::transfer_expired;
}

// An offer's id is that of another one, of another federation, at either end. A client cannot know; an authority
// does, because it loads the scopes for the copies.
bool offer_id_used(Work& work, AccountId account, TransferId id) {
    const Scope scope = account_scope(account);
    return work.has(scope) && work.find<OwnTransferRow>(scope, id).present();
}

std::optional<MembershipRow> active_member(Work& work, FederationId federation, AccountId account) {
    std::optional<MembershipRow> active;
    work.each<MembershipRow>(federation_scope(federation), [&](const MembershipRow& row) {
        if (row.account == account && row.state == MembershipState::active) active = row;
    });
    return active;
}

// The offer as the account that received it may decide it.
struct Received {
    std::optional<TransferRow> row;
    Verdict refusal;
};
Received received(Context& context, FederationId federation, TransferId transfer) {
    const auto found = context.work.find<TransferRow>(federation_owner_scope(federation), transfer);
    if (found.unknown()) return {};
    if (found.absent() || found->to != context.envelope.account) return {std::nullopt, Refusal::not_found};
    return {*found, std::nullopt};
}

Verdict check_receiver(Context& context, const TransferRow& transfer) {
    Work& work = context.work;
    const auto account = work.find<AccountRow>(account_scope(transfer.to), transfer.to);
    const auto federation = work.find<FederationRow>(federation_scope(transfer.federation), transfer.federation);
    const auto member = work.find<MembershipRow>(federation_scope(transfer.federation), transfer.membership);
    const Ancestry ancestry = ancestry_of(work, transfer.to);
    if (work.undecided()) return std::nullopt;
    if (account.absent() || federation.absent()) return Refusal::not_found;
    if (federation->state == FederationState::dissolved) return Refusal::federation_dissolved;
    if (member.absent() || member->state != MembershipState::active) return Refusal::not_a_member;
    if (account->state == AccountState::closed) return Refusal::account_closed;
    if (ancestry.suspended) return Refusal::account_suspended;
    return std::nullopt;
}

}  // namespace

void end_offers(Work& work, FederationId federation, TransferState state, Instant now, AccountId to) {
    for (TransferRow& transfer : rows_of<TransferRow>(work, federation_owner_scope(federation))) {
        if (transfer.state != TransferState::offered || (!to.is_none() && transfer.to != to)) continue;
        const bool ran_out = has_passed(transfer.expires, now);
        const Instant ended = ran_out ? transfer.expires : now;
        put_decided(work, std::move(transfer), ran_out ? TransferState::expired : state, ended);
    }
}

Verdict run(Context& context, const OfferTransfer& command) {
    Work& work = context.work;
    const Instant now = context.envelope.time;
    const auto federation = owned_federation(context, command.federation);
    if (federation.refusal) return federation.refusal;
    const Scope offers = federation_owner_scope(command.federation);
    const auto member = work.find<MembershipRow>(federation_scope(command.federation), command.membership);
    const auto same = work.find<TransferRow>(offers, command.transfer);
    std::optional<TransferRow> open;
    work.each<TransferRow>(offers, [&](const TransferRow& row) {
        if (transfer_state(row, now) == TransferState::offered) open = row;
    });
    const auto owner = work.find<AccountRow>(account_scope(context.envelope.account), context.envelope.account);
    const std::string name = commander_name(context);
    if (work.undecided()) return std::nullopt;
    if (member.absent() || owner.absent()) return Refusal::not_found;
    if (member->account == federation.row->owner) return Refusal::own_federation;
    if (member->state != MembershipState::active) return Refusal::not_a_member;
    if (open && open->membership == command.membership) return std::nullopt;  // offering twice changes nothing
    if (open) return Refusal::transfer_offered;
    const bool used = offer_id_used(work, member->account, command.transfer) ||
                      offer_id_used(work, federation.row->owner, command.transfer);
    if (same.present() || used) return Refusal::id_taken;

    TransferRow transfer;
    transfer.id = command.transfer;
    transfer.federation = command.federation;
    transfer.from = federation.row->owner;
    transfer.to = member->account;
    transfer.membership = command.membership;
    transfer.from_name = owner->name;
    transfer.to_name = member->account_name;
    transfer.offered = now;
    transfer.expires = now + transfer_life;
    transfer.offered_by_name = name;
    // One that ran out, and of which no tick has been, must not seem open beside the new one.
    end_offers(work, command.federation, TransferState::expired, now);
    work.put(offers, std::move(transfer));
    return std::nullopt;
}

Verdict run(Context& context, const AcceptTransfer& command) {
    Work& work = context.work;
    const Instant now = context.envelope.time;
    const Received offer = received(context, command.federation, command.transfer);
    if (!offer.row) return offer.refusal;
    if (offer.row->state == TransferState::accepted) return std::nullopt;  // accepting twice changes nothing
    if (const auto refusal = check_offered(*offer.row, TransferState::accepted, now)) return refusal;
    const Verdict refusal = check_receiver(context, *offer.row);
    const auto found = work.find<FederationRow>(federation_scope(command.federation), command.federation);
    // The former owner's limit is written over.
    if (found.present()) work.holds(account_scope(found->owner));
    if (work.undecided()) return std::nullopt;
    if (refusal) return refusal;

    FederationRow federation = *found;
    const auto former = active_member(work, command.federation, federation.owner);
    const auto owner = active_member(work, command.federation, offer.row->to);
    put_decided(work, *offer.row, TransferState::accepted, now);
    revoke_codes(work, command.federation, now);
    end_administrators(work, command.federation, now);
    federation.owner = offer.row->to;
    work.put(federation_scope(command.federation), std::move(federation));
    put_limit(work, limit_of_membership(*owner, Limit::full, now));
    // As an owner it was full without having been asked; as a member it chooses, and until then it gives nothing.
    if (former) put_limit(work, limit_of_membership(*former, Limit::paused, now));
    return std::nullopt;
}

Verdict run(Context& context, const DeclineTransfer& command) {
    const Received offer = received(context, command.federation, command.transfer);
    if (!offer.row) return offer.refusal;
    if (const auto refusal = check_offered(*offer.row, TransferState::declined, context.envelope.time)) {
        return refusal;
    }
    if (offer.row->state == TransferState::declined) return std::nullopt;  // declining twice changes nothing
    put_decided(context.work, *offer.row, TransferState::declined, context.envelope.time);
    return std::nullopt;
}

// By whoever owns it now or offered it: once it has gone through, the former owner is told so.
Verdict run(Context& context, const WithdrawTransfer& command) {
    const auto found =
        context.work.find<TransferRow>(federation_owner_scope(command.federation), command.transfer);
    if (found.unknown()) return std::nullopt;
    if (found.absent() || found->from != context.envelope.account) return Refusal::not_found;
    if (const auto refusal = check_offered(*found, TransferState::withdrawn, context.envelope.time)) return refusal;
    if (found->state == TransferState::withdrawn) return std::nullopt;  // withdrawing twice changes nothing
    put_decided(context.work, *found, TransferState::withdrawn, context.envelope.time);
    return std::nullopt;
}

}  // namespace parasol::rules
