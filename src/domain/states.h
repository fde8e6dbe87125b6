// What state a thing with an end is in at an instant. A passed instant is passed (DESIGN 4): what has run out
// counts as expired from its very millisecond on, also before a tick has written it. Rules and screens ask
// here, never the stored state alone.
#pragma once

#include <optional>

#include "domain/limits.h"
#include "domain/rows.h"

namespace parasol {

inline bool has_passed(Instant at, Instant now) { return at <= now; }

// For both ends: JoinRequestRow and OwnRequestRow.
template <class Request>
RequestState request_state(const Request& request, Instant now) {
    const bool ran_out = request.state == RequestState::pending && has_passed(request.expires, now);
    return ran_out ? RequestState::expired : request.state;
}

// For both ends: InvitationRow and ReceivedInvitationRow.
template <class Invitation>
InvitationState invitation_state(const Invitation& invitation, Instant now) {
    const bool ran_out = invitation.state == InvitationState::pending && has_passed(invitation.expires, now);
    return ran_out ? InvitationState::expired : invitation.state;
}

template <class Invitation>
bool is_open(const Invitation& invitation, Instant now) {
    return invitation_state(invitation, now) == InvitationState::pending;
}

// For both ends: TransferRow and OwnTransferRow.
template <class Transfer>
TransferState transfer_state(const Transfer& transfer, Instant now) {
    const bool ran_out = transfer.state == TransferState::offered && has_passed(transfer.expires, now);
    return ran_out ? TransferState::expired : transfer.state;
}

// When a request or a transfer, of either end, ended; one that has run out unwritten ended when it expired.
template <class Row>
Instant ended_at(const Row& row) {
    return row.decided != 0 ? row.decided : row.expires;
}

// When those whom it concerns are to be reminded that it ends; nullopt where they were, or where it runs so short a
// time that it would be at once.
inline std::optional<Instant> reminder_at(Instant from, Instant end, bool reminded) {
    const Instant at = end - reminder_lead;
    return !reminded && at > from ? std::optional<Instant>(at) : std::nullopt;
}
inline std::optional<Instant> reminder_of(const JoinRequestRow& row) {
    const bool runs = row.state == RequestState::pending;
    return runs ? reminder_at(row.asked, row.expires, row.reminded) : std::nullopt;
}
inline std::optional<Instant> reminder_of(const InvitationRow& row) {
    const bool runs = row.state == InvitationState::pending;
    return runs ? reminder_at(row.invited, row.expires, row.reminded) : std::nullopt;
}
inline std::optional<Instant> reminder_of(const LimitRow& row) {
    return row.until != 0 ? reminder_at(row.since, row.until, row.reminded) : std::nullopt;
}

// For both ends: LimitRow and MemberLimitRow.
template <class Row>
Limit limit_at(const Row& row, Instant now) {
    return row.until != 0 && has_passed(row.until, now) ? Limit::paused : row.limit;
}

// A code that is used up is still live: a use may be given back.
inline CodeState code_state(const AccessCodeRow& code, Instant now) {
    const bool ran_out = code.state == CodeState::live && has_passed(code.expires, now);
    return ran_out ? CodeState::expired : code.state;
}

}  // namespace parasol
