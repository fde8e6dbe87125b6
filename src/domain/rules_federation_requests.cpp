// PRODUCT 3: "Join Federation", the request's part of "States" (pending -> accepted | rejected | withdrawn |
// expired), "A suspended account" (may ask and be accepted), "Before Accept" (preview_changed), "Across
// partners".
#include <algorithm>
#include <utility>

#include "domain/joining.h"
#include "domain/limits.h"
#include "domain/rules_federation.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol::rules {
namespace {

// Why a request that is no longer open cannot be decided otherwise; each is refused by name.
Refusal name_of_end(RequestState state) {
    switch (state) {
        case RequestState::accepted: return Refusal::already_accepted;
        case RequestState::rejected: return Refusal::request_rejected;
        case RequestState::withdrawn: return Refusal::request_withdrawn;
        case RequestState::expired:
        case RequestState::pending: break;
    }
    return Refusal::request_expired;
}

// Refuses unless the request is open at this instant.
Verdict check_open(const JoinRequestRow& request, Instant now) {
    const RequestState state = request_state(request, now);
    return state == RequestState::pending ? std::nullopt : Verdict(name_of_end(state));
}

std::int64_t next_position(Work& work, FederationId federation) {
    std::int64_t last = 0;
    // The ended ones too: a position is never given twice.
    work.each<MembershipRow>(federation_scope(federation), [&](const MembershipRow& membership) {
        last = std::max(last, membership.position);
    });
    return last + 1;
}

JoinRequestRow request_of(Context& context, const Join& command, const TicketRow& ticket,
                          const AccountRow& account, const AccessCodeRow& code) {
    JoinRequestRow request;
    request.id = command.request;
    request.federation = ticket.federation;
    request.account = account.id;
    request.card = card_of(account);
    request.code = code.id;
    request.code_label = code.label;
    request.asked = context.envelope.time;
    request.expires = context.envelope.time + join_request_life;
    request.asked_by = context.envelope.person;
    request.asked_by_name = commander_name(context);
    request.limit = command.limit;
    request.limit_until = command.limit_until;
    return request;
}

// A ticket counts for the person and the account that it was given to, until it runs out.
bool is_good(const TicketRow& ticket, const Envelope& envelope) {
    return ticket.person == envelope.person && ticket.account == envelope.account &&
           !has_passed(ticket.expires, envelope.time);
}

// What an open request is accepted against: the requester as it is by now.
Verdict check_requester(Context& context, const Accept& command, const JoinRequestRow& request,
                        const FederationRow& federation, const AccountRow& account) {
    Work& work = context.work;
    if (account.state == AccountState::closed) return Refusal::account_closed;
    if (active_membership_of(work, request.account)) return Refusal::already_in_federation;
    if (!may_federate(work, request.account, federation.owner)) return Refusal::outside_partner;
    if (command.shown != request.card) return Refusal::preview_changed;
    return std::nullopt;
}

}  // namespace

Verdict run(Context& context, const Join& command) {
    Work& work = context.work;
    const Envelope& envelope = context.envelope;
    if (const auto refusal = check_limit(command.limit, command.limit_until, envelope.time)) return refusal;
    const Scope own = account_scope(envelope.account);
    const auto account = work.find<AccountRow>(own, envelope.account);
    const auto same = work.find<OwnRequestRow>(own, command.request);
    const auto ticket = work.find<TicketRow>(ticket_key(command.ticket), command.ticket);
    if (work.undecided()) return std::nullopt;

    if (account.absent()) return Refusal::not_found;
    if (same.present()) {
        // The same request asked again, in another envelope.
        const bool open = request_state(*same, envelope.time) == RequestState::pending;
        return open ? std::nullopt : Verdict(Refusal::id_taken);
    }
    if (ticket.absent() || !is_good(*ticket, envelope)) return Refusal::code_not_valid;
    const Scope requests = federation_owner_scope(ticket->federation);
    const JoinAnswer answer =
        may_join(work, envelope.account, ticket->federation, ticket->code, envelope.time, JoinProof::ticket);
    const auto taken = work.find<JoinRequestRow>(requests, command.request);
    if (work.undecided()) return std::nullopt;
    if (answer.refusal) return answer.refusal;
    if (!answer.already_asked.is_none()) return std::nullopt;
    if (taken.present()) return Refusal::id_taken;

    const auto code = work.find<AccessCodeRow>(requests, ticket->code);
    work.put(requests, request_of(context, command, *ticket, *account, *code));
    return std::nullopt;
}

// Decided at the source: the requester's own copy may be older than the owner's word.
Verdict run(Context& context, const Withdraw& command) {
    const auto found =
        context.work.find<JoinRequestRow>(federation_owner_scope(command.federation), command.request);
    if (found.unknown()) return std::nullopt;
    if (found.absent() || found->account != context.envelope.account) return Refusal::not_found;
    if (found->state == RequestState::withdrawn) return std::nullopt;  // withdrawing twice changes nothing
    if (const auto refusal = check_open(*found, context.envelope.time)) return refusal;
    put_decided(context.work, *found, RequestState::withdrawn, context.envelope.time);
    return std::nullopt;
}

Verdict run(Context& context, const Accept& command) {
    Work& work = context.work;
    const auto federation = owned_federation(context, command.federation);
    const auto found = work.find<JoinRequestRow>(federation_owner_scope(command.federation), command.request);
    if (federation.refusal) return federation.refusal;
    if (work.undecided()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    if (found->state == RequestState::accepted) return std::nullopt;  // accepting twice changes nothing
    if (const auto refusal = check_open(*found, context.envelope.time)) return refusal;

    const JoinRequestRow request = *found;
    const Scope scope = federation_scope(command.federation);
    const auto account = work.find<AccountRow>(account_scope(request.account), request.account);
    const auto same_own = work.find<OwnMembershipRow>(account_scope(request.account), command.membership);
    const auto same = work.find<MembershipRow>(scope, command.membership);
    if (account.unknown()) return std::nullopt;
    if (account.absent()) return Refusal::not_found;
    const Verdict refusal = check_requester(context, command, request, *federation.row, *account);
    if (work.undecided()) return std::nullopt;
    if (refusal) return refusal;
    if (same.present() || same_own.present()) return Refusal::id_taken;

    MembershipRow member = membership_of(*account, command.membership, command.federation,
                                         next_position(work, command.federation), context.envelope.time);
    put_decided(work, request, RequestState::accepted, context.envelope.time);
    work.put(scope, std::move(member));
    put_limit(work, first_limit(request, command.membership, context.envelope.time));
    return std::nullopt;
}

Verdict run(Context& context, const Reject& command) {
    Work& work = context.work;
    if (const auto refusal = check_text(command.message)) return refusal;
    const auto federation = owned_federation(context, command.federation);
    const auto found = work.find<JoinRequestRow>(federation_owner_scope(command.federation), command.request);
    if (federation.refusal) return federation.refusal;
    if (work.undecided()) return std::nullopt;
    if (found.absent()) return Refusal::not_found;
    if (found->state == RequestState::rejected) return std::nullopt;  // rejecting twice changes nothing
    if (const auto refusal = check_open(*found, context.envelope.time)) return refusal;
    JoinRequestRow request = *found;
    request.message = std::string(trimmed(command.message));
    put_decided(work, std::move(request), RequestState::rejected, context.envelope.time);
    return std::nullopt;
}

}  // namespace parasol::rules
