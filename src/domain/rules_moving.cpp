// PRODUCT 4: moving under another base account of the same partner, never under itself or below. What is below moves
// along, and memberships stay. Whoever moves it must reach where it goes by the path that reaches it: what is outside
// one's reach does not exist.
#include <algorithm>
#include <utility>

#include "domain/account_rules.h"
#include "domain/joining.h"
#include "domain/permissions.h"

namespace parasol::rules {
namespace {

// What is known of where it goes, by its own row, else by its standing.
struct Place {
    AccountKind kind = AccountKind::customer;
    AccountState state = AccountState::active;
};

Place place_at(Work& work, AccountId id) {
    if (work.has(standing_of(id)) && !work.has(account_scope(id))) {
        const auto standing = work.find<StandingRow>(standing_of(id), id);
        if (standing.present()) return {standing->kind, standing->state};
    }
    const auto row = work.find<AccountRow>(account_scope(id), id);
    if (!row.present()) return {};
    return {row->kind, row->state};
}

bool has(const Ancestry& ancestry, AccountId account) {
    return std::find(ancestry.chain.begin(), ancestry.chain.end(), account) != ancestry.chain.end();
}

Verdict check_itself(const AccountRow& account) {
    if (account.state == AccountState::closed) return Refusal::account_closed;
    if (account.kind == AccountKind::internal_use) return Refusal::internal_use_stays;
    return std::nullopt;
}

}  // namespace

Verdict run(Context& context, const MoveAccount& command) {
    Work& work = context.work;
    const AccountId id = context.envelope.account;
    const auto found = work.find<AccountRow>(account_scope(id), id);
    const Place place = place_at(work, command.to);
    const Ancestry above = ancestry_of(work, command.to);
    if (found.absent()) return Refusal::not_found;
    if (found.unknown()) return std::nullopt;
    AccountRow account = *found;
    if (const auto refusal = check_itself(account)) return refusal;
    if (!has(above, context.envelope.home)) return Refusal::not_found;
    if (account.parent == command.to) return std::nullopt;  // moving twice changes nothing
    if (has(above, id)) return Refusal::move_below_itself;
    const auto partner = partner_of(work, id);
    const auto other_partner = partner_of(work, command.to);
    const auto reference = reference_in_use(work, command.to, id, account.third_party_reference);
    if (!may_be_below(place.kind, account.kind)) return Refusal::kind_not_allowed_here;
    if (partner != other_partner) return Refusal::another_partner;
    if (place.state == AccountState::closed) return Refusal::account_closed;
    if (above.suspended) return Refusal::account_suspended;
    if (reference == Presence::present) return Refusal::reference_taken;
    account.parent = command.to;
    work.put(account_scope(id), std::move(account));
    return std::nullopt;
}

}  // namespace parasol::rules
