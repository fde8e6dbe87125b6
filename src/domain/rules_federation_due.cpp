// What a tick ends (DESIGN 4 "Time"; PRODUCT 3 "States" and "Access codes", PRODUCT 4 "Invite
// Administrator"): the authority's own commands, one for each DueRow whose instant has passed. They write
// what rules took for granted from that instant on. What was ended otherwise meanwhile, or is not there,
// stays as it is.
#include <utility>

#include "domain/rules_federation.h"
#include "domain/states.h"

namespace parasol::rules {
namespace {

void end_join_request(Work& work, const EndDue& command, Instant now) {
    const FederationId federation(command.owner);
    const auto found = work.find<JoinRequestRow>(federation_owner_scope(federation), command.id);
    if (!found.present() || found->state != RequestState::pending || !has_passed(found->expires, now)) return;
    // It ended when it ran out, however late the tick.
    put_decided(work, *found, RequestState::expired, found->expires);
}

void end_invitation(Work& work, const EndDue& command, Instant now) {
    const Scope scope = people_of(AccountId(command.owner));
    const auto found = work.find<InvitationRow>(scope, command.id);
    if (!found.present() || found->state != InvitationState::pending || !has_passed(found->expires, now))
        return;
    InvitationRow invitation = *found;
    invitation.state = InvitationState::expired;
    work.put(scope, std::move(invitation));
}

void end_access_code(Work& work, const EndDue& command, Instant now) {
    const Scope scope = federation_owner_scope(FederationId(command.owner));
    const auto found = work.find<AccessCodeRow>(scope, command.id);
    if (!found.present() || found->state != CodeState::live || !has_passed(found->expires, now)) return;
    AccessCodeRow code = *found;
    code.state = CodeState::expired;
    work.put(scope, std::move(code));
}

void end_ticket(Work& work, const EndDue& command, Instant now) {
    const Scope scope = ticket_key(TicketId(command.id));
    const auto found = work.find<TicketRow>(scope, command.id);
    if (found.present() && has_passed(found->expires, now)) work.erase<TicketRow>(scope, command.id);
}

void end_transfer(Work& work, const EndDue& command, Instant now) {
    const Scope scope = federation_owner_scope(FederationId(command.owner));
    const auto found = work.find<TransferRow>(scope, command.id);
    if (!found.present() || found->state != TransferState::offered || !has_passed(found->expires, now)) return;
    TransferRow transfer = *found;
    transfer.state = TransferState::expired;
    transfer.decided = transfer.expires;
    work.put(scope, std::move(transfer));
}

// Also of a membership that has ended meanwhile: its limit is history then, and becomes paused all the same.
void end_limit(Work& work, const EndDue& command, Instant now) {
    const auto found = work.find<LimitRow>(account_scope(AccountId(command.owner)), command.id);
    if (!found.present() || found->until == 0 || !has_passed(found->until, now)) return;
    LimitRow limit = *found;
    limit.limit = Limit::paused;
    limit.since = limit.until;
    limit.until = 0;
    limit.set_by_name.clear();
    put_limit(work, std::move(limit));
}

// Marks as reminded what still runs; that is what the notices follow from (notices.h).
template <class R>
void remind(Work& work, const Scope& scope, const EndDue& command, Instant now) {
    const auto found = work.find<R>(scope, command.id);
    const auto at = found.present() ? reminder_of(*found) : std::nullopt;
    if (!at || !has_passed(*at, now)) return;
    R row = *found;
    row.reminded = true;
    work.put(scope, std::move(row));
}

}  // namespace

Verdict run(Context& context, const EndDue& command) {
    const Instant now = context.envelope.time;
    if (!has_passed(command.at, now)) return std::nullopt;
    switch (command.kind) {
        case DueKind::join_request: end_join_request(context.work, command, now); break;
        case DueKind::invitation: end_invitation(context.work, command, now); break;
        case DueKind::access_code: end_access_code(context.work, command, now); break;
        case DueKind::ticket: end_ticket(context.work, command, now); break;
        case DueKind::transfer: end_transfer(context.work, command, now); break;
        case DueKind::limit: end_limit(context.work, command, now); break;
        case DueKind::remind_request:
            remind<JoinRequestRow>(context.work, federation_owner_scope(FederationId(command.owner)), command, now);
            break;
        case DueKind::remind_invitation:
            remind<InvitationRow>(context.work, people_of(AccountId(command.owner)), command, now);
            break;
        case DueKind::remind_limit:
            remind<LimitRow>(context.work, account_scope(AccountId(command.owner)), command, now);
            break;
    }
    return std::nullopt;
}

}  // namespace parasol::rules
