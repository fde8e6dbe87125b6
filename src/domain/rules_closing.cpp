// PRODUCT 4, "States": closed only without open sub accounts; final; number and history stay. PRODUCT 3: closing ends
// the membership (left); an owner must transfer or dissolve first.
//
// An internal-use account below the one that is closed is for its own staff, so it is closed with it and never stands
// in the way; what stands in its own way (it owns a federation) does. Grants stay: who was let in can read what was.
#include <utility>
#include <vector>

#include "domain/joining.h"
#include "domain/rules_federation.h"
#include "domain/states.h"

namespace parasol::rules {
namespace {

// One account that is to be closed, with what ends with it.
struct Closing {
    AccountRow account;
    std::optional<MembershipRow> membership;
    std::vector<JoinRequestRow> requests;
    std::vector<InvitationRow> invitations;
};

Verdict collect_membership(Work& work, Closing& closing) {
    const auto own = active_membership_of(work, closing.account.id);
    if (!own) return std::nullopt;
    if (own->owner) return Refusal::owner_must_transfer_or_dissolve;
    const auto found = work.find<MembershipRow>(federation_scope(own->federation), own->id);
    if (!found.present()) return std::nullopt;
    closing.membership = *found;
    return std::nullopt;
}

// Also those that ran out, and of which no tick has been: nothing is open in a closed account.
void collect_requests(Work& work, Closing& closing) {
    for (const OwnRequestRow& own : rows_of<OwnRequestRow>(work, account_scope(closing.account.id))) {
        if (own.state != RequestState::pending) continue;
        const auto found = work.find<JoinRequestRow>(federation_owner_scope(own.federation), own.id);
        if (found.present()) closing.requests.push_back(*found);
    }
}

Verdict collect(Work& work, AccountId id, std::vector<Closing>& all) {
    const auto found = work.find<AccountRow>(account_scope(id), id);
    if (!found.present()) return std::nullopt;
    Closing closing;
    closing.account = *found;
    const Verdict refusal = collect_membership(work, closing);
    collect_requests(work, closing);
    closing.invitations = rows_of<InvitationRow>(work, people_of(id));
    all.push_back(std::move(closing));
    return refusal;
}

void close(Work& work, Closing closing, Instant now) {
    for (JoinRequestRow& request : closing.requests) {
        const bool ran_out = has_passed(request.expires, now);
        const Instant ended = ran_out ? request.expires : now;
        put_decided(work, std::move(request), ran_out ? RequestState::expired : RequestState::withdrawn, ended);
    }
    for (InvitationRow& invitation : closing.invitations) {
        if (invitation.state != InvitationState::pending) continue;
        const bool ran_out = has_passed(invitation.expires, now);
        invitation.state = ran_out ? InvitationState::expired : InvitationState::revoked;
        work.put(people_of(closing.account.id), std::move(invitation));
    }
    if (closing.membership) leave(work, *closing.membership, now);
    // Last: what has ended keeps the card that it had.
    const Scope own = account_scope(closing.account.id);
    closing.account.state = AccountState::closed;
    work.put(own, std::move(closing.account));
}

}  // namespace

Verdict run(Context& context, const CloseAccount&) {
    Work& work = context.work;
    const AccountId id = context.envelope.account;
    const auto found = work.find<AccountRow>(account_scope(id), id);
    if (found.unknown()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    if (found->state == AccountState::closed) return Refusal::account_closed;

    std::vector<AccountId> together;
    bool others = false;
    if (is_base(found->kind)) {
        work.each<AccountIndexRow>(children_of(id), [&](const AccountIndexRow& row) {
            if (row.state == AccountState::closed) return;
            if (row.kind == AccountKind::internal_use) together.push_back(row.id);
            else others = true;
        });
    }
    if (others) return Refusal::open_sub_accounts;
    together.push_back(id);
    std::vector<Closing> all;
    Verdict refusal;
    for (const AccountId account : together) {
        const Verdict one = collect(work, account, all);
        if (!refusal) refusal = one;
    }
    if (refusal) return refusal;
    for (Closing& closing : all) close(work, std::move(closing), context.envelope.time);
    return std::nullopt;
}

}  // namespace parasol::rules
