#include "domain/permissions.h"

#include <algorithm>
#include <array>
#include <type_traits>

#include "domain/federation_reach.h"

namespace parasol {
namespace {

// PRODUCT 4's table: a row for each Role, a column for each Permission.
//                                  see   see_money manage manage_money manage_services
constexpr std::array<std::array<bool, permission_count>, role_count> table = {{
    /* account_owner         */ {{true, true, true, true, true}},
    /* billing_administrator */ {{true, true, false, true, false}},
    /* service_administrator */ {{true, false, false, false, true}},
    /* viewer                */ {{true, false, false, false, false}},
}};

// What PRODUCT 3 leaves to a federation's administrators: a row for each Limit, the same columns.
constexpr std::array<std::array<bool, permission_count>, limit_count> limits = {{
    /* full                  */ {{true, true, true, true, true}},
    /* without_billing       */ {{true, false, true, false, true}},
    /* services_only         */ {{true, false, false, false, true}},
    /* paused                */ {{false, false, false, false, false}},
}};

// One step up the tree: what is known of an account by its own row, else by its standing.
struct Step {
    Presence presence = Presence::unknown;
    AccountId parent;
    AccountState state = AccountState::active;
};

Step step_at(Work& work, AccountId account, bool first) {
    // Either scope says it. The one asked for where neither is held is the one that its reader may read: of
    // the account itself its row (it may have no standing), of those above it their standing.
    const auto row = work.find_if_held<AccountRow>(account_scope(account), account);
    if (row.present()) return {Presence::present, row->parent, row->state};
    const auto copy = work.find_if_held<StandingRow>(standing_of(account), account);
    if (copy.present()) return {Presence::present, copy->parent, copy->state};
    const bool known = work.holds(first ? account_scope(account) : standing_of(account));
    return {known ? Presence::absent : Presence::unknown, {}, {}};
}

// Home is any account held or the owner account; the account is an active member that is not suspended.
Access access_through_federation(Work& work, PersonId person, AccountId home, AccountId account,
                                 Permission permission, Instant now) {
    bool home_held = false;
    const bool known = work.each<HeldGrantRow>(person_scope(person), [&](const HeldGrantRow& held) {
        home_held = home_held || held.account == home;
    });
    if (!known) {
        ancestry_of(work, account);
        return Access::unknown;
    }
    SeatReach best;
    work.each<HeldSeatRow>(person_scope(person), [&](const HeldSeatRow& seat) {
        // An account is in one federation at most.
        if (best.reached || (!home_held && seat.owner != home)) return;
        const SeatReach reach = reach_of_seat(work, seat, account, now);
        if (reach.reached || reach.unknown) best = reach;
    });
    if (!best.reached) return best.unknown ? Access::unknown : Access::not_found;
    return permits(best.limit, permission) ? Access::allowed : Access::beyond_limit;
}

// What a federation administrator may do where the limit leaves it: what an account owner may, less what PRODUCT 3
// excepts, and less what only concerns whether and how the account itself takes part.
template <class C>
constexpr bool goes_through_federation =
    !(std::is_same_v<C, CreateFederation> || std::is_same_v<C, Join> || std::is_same_v<C, Withdraw> ||
      std::is_same_v<C, Leave> || std::is_same_v<C, Dissolve> || std::is_same_v<C, OfferTransfer> ||
      std::is_same_v<C, AcceptTransfer> || std::is_same_v<C, DeclineTransfer> ||
      std::is_same_v<C, WithdrawTransfer> || std::is_same_v<C, NameFederationAdministrator> ||
      std::is_same_v<C, EndFederationAdministrator> || std::is_same_v<C, SetLimit> ||
      std::is_same_v<C, SetConsent>);

}  // namespace

bool permits(Role role, Permission permission) {
    return table[static_cast<std::size_t>(role)][static_cast<std::size_t>(permission)];
}

bool permits(Limit limit, Permission permission) {
    return limits[static_cast<std::size_t>(limit)][static_cast<std::size_t>(permission)];
}

Ancestry ancestry_of(Work& work, AccountId account) {
    constexpr std::size_t usual_depth = 12;
    Ancestry ancestry;
    ancestry.chain.reserve(usual_depth);
    AccountId at = account;
    while (!at.is_none()) {
        // On a client a pending command may reuse the id of an account above, which makes a ring until it is refused.
        if (std::find(ancestry.chain.begin(), ancestry.chain.end(), at) != ancestry.chain.end()) return ancestry;
        const Step step = step_at(work, at, at == account);
        if (step.presence == Presence::unknown) {
            ancestry.chain.push_back(at);
            return ancestry;
        }
        if (step.presence == Presence::absent) {
            ancestry.exists = false;
            return ancestry;
        }
        ancestry.chain.push_back(at);
        ancestry.suspended = ancestry.suspended || step.state == AccountState::suspended;
        at = step.parent;
    }
    ancestry.complete = true;
    return ancestry;
}

Access access_by_path(Work& work, PersonId person, AccountId home, Via via, AccountId account,
                      Permission permission, Instant now) {
    if (person.is_none() || home.is_none() || account.is_none()) return Access::not_found;
    if (via == Via::federation) {
        return access_through_federation(work, person, home, account, permission, now);
    }
    if ((via == Via::own) != (home == account)) return Access::not_found;

    bool granted = false;
    bool permitted = false;
    const bool known = work.each<HeldGrantRow>(person_scope(person), [&](const HeldGrantRow& held) {
        if (held.account != home) return;
        granted = true;
        permitted = permitted || permits(held.role, permission);
    });
    if (!known) {
        // Reads on, so that whoever loads what is missing does so in one go.
        if (via == Via::parent) ancestry_of(work, account);
        return Access::unknown;
    }
    if (!granted) return Access::not_found;
    if (via == Via::parent) {
        const Ancestry ancestry = ancestry_of(work, account);
        const bool below =
            std::find(ancestry.chain.begin(), ancestry.chain.end(), home) != ancestry.chain.end();
        if (!below) return ancestry.unknown() ? Access::unknown : Access::not_found;
    }
    return permitted ? Access::allowed : Access::not_allowed;
}

std::optional<CommandNeeds> needs_of(const Command& command) {
    if (is_system(command) || is_personal(command) || std::holds_alternative<AcceptInvitation>(command)) {
        return std::nullopt;
    }
    const bool above =
        std::holds_alternative<SuspendAccount>(command) || std::holds_alternative<ResumeAccount>(command) ||
        std::holds_alternative<CloseAccount>(command) || std::holds_alternative<MoveAccount>(command);
    const bool through = std::visit(
        [](const auto& one) { return goes_through_federation<std::decay_t<decltype(one)>>; }, command);
    return CommandNeeds{Permission::manage, above, through};
}

std::optional<Refusal> refusal_of_path(Work& work, PersonId person, AccountId home, Via via, AccountId account,
                                       const CommandNeeds& needs, Instant now) {
    const Access access = access_by_path(work, person, home, via, account, needs.permission, now);
    if (access == Access::not_found) return Refusal::not_found;
    if (access == Access::unknown) return std::nullopt;
    if (via == Via::federation && !needs.through_federation) return Refusal::not_through_federation;
    if (access == Access::not_allowed) return Refusal::not_allowed;
    if (access == Access::beyond_limit) return Refusal::beyond_limit;
    if (needs.grant_above && via != Via::parent) {
        const auto row = work.find<AccountRow>(account_scope(account), account);
        if (row.unknown()) return std::nullopt;
        const bool root = row.present() && row->parent.is_none();
        return root ? Refusal::root_account : Refusal::needs_grant_above;
    }
    return std::nullopt;
}

}  // namespace parasol
