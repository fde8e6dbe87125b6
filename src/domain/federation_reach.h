// What a federation's administrators reach: exactly the accounts with an active membership that are not suspended,
// nothing below them, each as far as its own limit lets them (PRODUCT 3). Permissions and visibility both ask here.
// Internal to src/domain.
#pragma once

#include <optional>
#include <vector>

#include "domain/work.h"

namespace parasol {

// The seats that a person holds, as the person's own rows say; none where person:<person> is unknown.
std::vector<HeldSeatRow> seats_of(Work& work, PersonId person);

// How far a seat reaches into an account. Nothing of it means anything where `unknown`: then what was missed is
// noted in `work`.
struct SeatReach {
    bool unknown = false;
    bool reached = false;  // an active member, neither itself nor by an ancestor suspended
    Limit limit = Limit::paused;
};
SeatReach reach_of_seat(Work& work, const HeldSeatRow& seat, AccountId account, Instant now);

// The same of every active member of the seat's federation; nullopt where they are not known.
struct ReachedMember {
    AccountId account;
    SeatReach reach;
};
std::optional<std::vector<ReachedMember>> members_reached(Work& work, const HeldSeatRow& seat, Instant now);

}  // namespace parasol
