#include "domain/federation_reach.h"

#include "domain/permissions.h"
#include "domain/states.h"

namespace parasol {
namespace {

// The member's own row says it, and so does its copy, which the administrators may read whatever the limit is.
SeatReach with_limit(Work& work, FederationId federation, const MembershipRow& member, Instant now) {
    const Scope own = account_scope(member.account);
    if (work.has(own)) {
        const auto row = work.find<LimitRow>(own, member.id);
        return {false, true, row.present() ? limit_at(*row, now) : Limit::paused};
    }
    const auto copy = work.find<MemberLimitRow>(federation_owner_scope(federation), member.id);
    if (copy.unknown()) return {true, false, Limit::paused};
    return {false, true, copy.present() ? limit_at(*copy, now) : Limit::paused};
}

SeatReach reach_of_member(Work& work, const HeldSeatRow& seat, const MembershipRow& member, Instant now) {
    if (member.account_suspended) return {};
    const Ancestry ancestry = ancestry_of(work, member.account);
    if (!ancestry.exists || ancestry.suspended) return {};
    // The owner account is always full, whatever else is written.
    const bool owner = member.account == seat.owner;
    const SeatReach reach =
        owner ? SeatReach{false, true, Limit::full} : with_limit(work, seat.federation, member, now);
    return ancestry.unknown() ? SeatReach{true, false, Limit::paused} : reach;
}

std::optional<std::vector<MembershipRow>> active_members(Work& work, FederationId federation) {
    std::vector<MembershipRow> members;
    const bool known = work.each<MembershipRow>(federation_scope(federation), [&](const MembershipRow& row) {
        if (row.state == MembershipState::active) members.push_back(row);
    });
    return known ? std::optional(std::move(members)) : std::nullopt;
}

}  // namespace

std::vector<HeldSeatRow> seats_of(Work& work, PersonId person) {
    std::vector<HeldSeatRow> seats;
    work.each<HeldSeatRow>(person_scope(person), [&](const HeldSeatRow& seat) { seats.push_back(seat); });
    return seats;
}

SeatReach reach_of_seat(Work& work, const HeldSeatRow& seat, AccountId account, Instant now) {
    const MembershipRow* member = nullptr;
    const bool known = work.each<MembershipRow>(federation_scope(seat.federation), [&](const MembershipRow& row) {
        if (row.state == MembershipState::active && row.account == account) member = &row;
    });
    if (!known) {
        ancestry_of(work, account);  // so that whoever loads what is missing does so in one go
        return {true, false, Limit::paused};
    }
    return member ? reach_of_member(work, seat, *member, now) : SeatReach{};
}

std::optional<std::vector<ReachedMember>> members_reached(Work& work, const HeldSeatRow& seat, Instant now) {
    const auto members = active_members(work, seat.federation);
    if (!members) return std::nullopt;
    std::vector<ReachedMember> reached;
    for (const MembershipRow& member : *members) {
        reached.push_back({member.account, reach_of_member(work, seat, member, now)});
    }
    return reached;
}

}  // namespace parasol
