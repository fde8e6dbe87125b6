// PRODUCT 3, "Federation administrator": the member chooses its limit at Join and may change it at any time; at its
// end it becomes paused; the owner account is always full.
#include <utility>

#include "domain/joining.h"
#include "domain/limits.h"
#include "domain/rules_federation.h"
#include "domain/states.h"

namespace parasol::rules {

Verdict check_limit(Limit limit, Instant until, Instant now) {
    if (until == 0) return std::nullopt;
    const bool ahead = !has_passed(until, now) && until - now <= longest_limit_life;
    // What is paused has nothing to end.
    return ahead && limit != Limit::paused ? std::nullopt : Verdict(Refusal::limit_end_not_valid);
}

LimitRow first_limit(const JoinRequestRow& request, MembershipId membership, Instant now) {
    LimitRow limit;
    limit.id = membership;
    limit.federation = request.federation;
    limit.account = request.account;
    limit.limit = request.limit;
    limit.until = request.limit_until;
    limit.since = now;
    limit.set_by_name = request.asked_by_name;
    // It may have run out while the request waited.
    if (limit_at(limit, now) != limit.limit) {
        limit.limit = Limit::paused;
        limit.until = 0;
    }
    return limit;
}

LimitRow limit_of_membership(const MembershipRow& membership, Limit limit, Instant now) {
    LimitRow row;
    row.id = membership.id;
    row.federation = membership.federation;
    row.account = membership.account;
    row.limit = limit;
    row.since = now;
    return row;
}

void put_limit(Work& work, LimitRow limit) {
    const Scope scope = account_scope(limit.account);
    work.put(scope, std::move(limit));
}

Verdict run(Context& context, const SetLimit& command) {
    Work& work = context.work;
    const Envelope& envelope = context.envelope;
    if (const auto refusal = check_limit(command.limit, command.until, envelope.time)) return refusal;
    const Scope own = account_scope(envelope.account);
    const auto membership = work.find<OwnMembershipRow>(own, command.membership);
    const auto found = work.find<LimitRow>(own, command.membership);
    const std::string name = commander_name(context);
    if (work.undecided()) return std::nullopt;
    if (membership.absent() || membership->federation != command.federation) return Refusal::not_found;
    if (membership->state != MembershipState::active) return Refusal::not_a_member;
    if (membership->owner) return Refusal::owner_always_full;
    // Setting what is set already changes nothing.
    if (found.present() && found->limit == command.limit && found->until == command.until) return std::nullopt;
    LimitRow limit;
    limit.id = command.membership;
    limit.federation = command.federation;
    limit.account = envelope.account;
    limit.limit = command.limit;
    limit.until = command.until;
    limit.since = envelope.time;
    limit.set_by_name = name;
    put_limit(work, std::move(limit));
    return std::nullopt;
}

}  // namespace parasol::rules
