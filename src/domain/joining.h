// Whether an account may ask to join a federation with one of its access codes (PRODUCT 3). Asked twice: when
// the code is typed, for the answer of look_up_code, and when Join arrives. Both must say the same, so both
// ask here.
#pragma once

#include <cstdint>
#include <optional>

#include "domain/refusal.h"
#include "domain/work.h"

namespace parasol {

// What stands for the code: the code itself, just typed, or a ticket, given when it was valid.
enum class JoinProof : std::uint8_t { typed, ticket };

struct JoinAnswer {
    std::optional<Refusal> refusal;
    // The account has an open request to this federation already: asking again changes nothing.
    JoinRequestId already_asked;
};

// Means nothing where `work` is undecided afterwards: load what it missed and ask again. Refuses not_found,
// root_account, account_closed, code_not_valid (whatever is the matter with the code or its federation),
// own_federation, already_in_federation, request_pending (to another federation), outside_partner.
// What the account is counts before what has become of the code where there is a ticket, and after it where
// the code was typed: the answer to a dead code must be that to a wrong one.
JoinAnswer may_join(Work& work, AccountId account, FederationId federation, AccessCodeId code, Instant now,
                    JoinProof proof);

// How many uses of a code are taken at an instant: by open and by accepted requests. Counts the rows, because
// the stored count still has those that ran out since the last tick. The scope federation-owner:<federation>
// must be held.
std::int64_t uses_taken_at(Work& work, FederationId federation, AccessCodeId code, Instant now);

// The membership and the open request of an account, as its own rows say; none also where account:<id> is
// unknown.
std::optional<OwnMembershipRow> active_membership_of(Work& work, AccountId account);
std::optional<OwnRequestRow> open_request_of(Work& work, AccountId account, Instant now);

// The account directly below the root that the account is or is under, where that is a partner; else the root: what is
// sold directly counts as the operator's own. None where the way up is not known.
std::optional<AccountId> partner_of(Work& work, AccountId account);

// Whether two accounts are under the same partner, or both their partners let sub accounts federate outside.
// Means nothing where `work` is undecided afterwards.
bool may_federate(Work& work, AccountId one, AccountId other);

}  // namespace parasol
