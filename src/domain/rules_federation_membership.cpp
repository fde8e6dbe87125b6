// PRODUCT 3: "On the owner's account" (Remove), "On every member's account" (Leave), "States" (membership:
// active -> left | removed; federation: active -> dissolved) and "Dissolving".
#include <cassert>
#include <utility>
#include <vector>

#include "domain/rules_federation.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol::rules {
namespace {

void end_request(Work& work, JoinRequestRow request, Instant now) {
    if (request.state != RequestState::pending) return;
    if (has_passed(request.expires, now)) {
        const Instant ended = request.expires;
        put_decided(work, std::move(request), RequestState::expired, ended);
        return;
    }
    request.reason = EndReason::dissolved;
    put_decided(work, std::move(request), RequestState::rejected, now);
}

bool others_remain(Work& work, const FederationRow& federation) {
    bool others = false;
    work.each<MembershipRow>(federation_scope(federation.id), [&](const MembershipRow& membership) {
        others |= membership.account != federation.owner && membership.state == MembershipState::active;
    });
    return others;
}

// As the member's own side knows it: its people may not read the owner's.
bool has_open_offer(Work& work, const MembershipRow& member) {
    bool open = false;
    work.each<OwnTransferRow>(account_scope(member.account), [&](const OwnTransferRow& row) {
        open |= row.incoming && row.federation == member.federation && row.state == TransferState::offered;
    });
    return open;
}

}  // namespace

void leave(Work& work, const MembershipRow& member, Instant now) {
    if (has_open_offer(work, member)) {
        end_offers(work, member.federation, TransferState::declined, now, member.account);
    }
    put_ended(work, member, MembershipState::left, EndReason::left, now);
}

void dissolve(Work& work, FederationRow federation, Instant now) {
    const Scope members = federation_scope(federation.id);
    const Scope requests = federation_owner_scope(federation.id);
    for (JoinRequestRow& request : rows_of<JoinRequestRow>(work, requests)) {
        end_request(work, std::move(request), now);
    }
    revoke_codes(work, federation.id, now);
    end_offers(work, federation.id, TransferState::withdrawn, now);
    end_administrators(work, federation.id, now);
    for (MembershipRow& membership : rows_of<MembershipRow>(work, members)) {
        if (membership.state != MembershipState::active) continue;
        put_ended(work, std::move(membership), MembershipState::removed, EndReason::dissolved, now);
    }
    federation.state = FederationState::dissolved;
    federation.ended = now;
    work.put(members, std::move(federation));
}

Verdict run(Context& context, const RemoveMember& command) {
    Work& work = context.work;
    const auto federation = owned_federation(context, command.federation);
    if (!federation.row) return federation.refusal;
    const auto found = work.find<MembershipRow>(federation_scope(command.federation), command.membership);
    if (found.absent()) return Refusal::not_found;
    if (found->account == federation.row->owner) return Refusal::owner_must_transfer_or_dissolve;
    switch (found->state) {
        case MembershipState::active: break;
        case MembershipState::left: return Refusal::not_a_member;
        case MembershipState::removed: return std::nullopt;  // removing twice changes nothing
    }
    const MembershipRow member = *found;
    if (!work.holds(federation_owner_scope(command.federation))) return std::nullopt;
    end_offers(work, command.federation, TransferState::withdrawn, context.envelope.time, member.account);
    put_ended(work, member, MembershipState::removed, EndReason::removed, context.envelope.time);
    return std::nullopt;
}

Verdict run(Context& context, const Leave& command) {
    Work& work = context.work;
    const Scope scope = federation_scope(command.federation);
    const auto found = work.find<MembershipRow>(scope, command.membership);
    if (found.unknown()) return std::nullopt;
    if (found.absent() || found->account != context.envelope.account) return Refusal::not_found;
    switch (found->state) {
        case MembershipState::active: break;
        case MembershipState::left: return std::nullopt;  // leaving twice changes nothing
        case MembershipState::removed: return Refusal::not_a_member;
    }
    const auto federation = work.find<FederationRow>(scope, command.federation);
    assert(federation.present());
    const bool owner = federation->owner == found->account;
    if (owner && others_remain(work, *federation)) return Refusal::owner_must_transfer_or_dissolve;
    // Nobody is left: leaving dissolves, which ends what is kept on the owner's side too.
    const FederationRow left = *federation;
    const MembershipRow member = *found;
    if (owner && !work.holds(federation_owner_scope(command.federation))) return std::nullopt;
    leave(work, member, context.envelope.time);
    if (owner) dissolve(work, left, context.envelope.time);
    return std::nullopt;
}

Verdict run(Context& context, const Dissolve& command) {
    Work& work = context.work;
    const auto federation = owned_federation(context, command.federation);
    if (federation.refusal == Refusal::federation_dissolved) return std::nullopt;  // twice changes nothing
    if (federation.refusal) return federation.refusal;
    const bool held = work.holds(federation_owner_scope(command.federation));
    if (!federation.row || !held) return std::nullopt;
    if (trimmed(command.typed_name) != federation.row->name) return Refusal::name_does_not_match;
    dissolve(work, *federation.row, context.envelope.time);
    return std::nullopt;
}

}  // namespace parasol::rules
