#include "domain/permissions.h"

#include <algorithm>
#include <array>

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

// One step up the tree: what is known of an account by its own row, else by its standing.
struct Step {
    Presence presence = Presence::unknown;
    AccountId parent;
    AccountState state = AccountState::active;
};

Step step_at(Work& work, AccountId account, bool first) {
    // Either scope says it. The one asked for where neither is held is the one that its reader may read: of
    // the account itself its row (it may have no standing), of those above it their standing.
    const Scope own = account_scope(account);
    const Scope standing = standing_of(account);
    if (work.has(own)) {
        const auto row = work.find<AccountRow>(own, account);
        if (row.present()) return {Presence::present, row->parent, row->state};
    }
    if (work.has(standing)) {
        const auto row = work.find<StandingRow>(standing, account);
        if (row.present()) return {Presence::present, row->parent, row->state};
    }
    return {work.holds(first ? own : standing) ? Presence::absent : Presence::unknown, {}, {}};
}

}  // namespace

bool permits(Role role, Permission permission) {
    return table[static_cast<std::size_t>(role)][static_cast<std::size_t>(permission)];
}

Ancestry ancestry_of(Work& work, AccountId account) {
    Ancestry ancestry;
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
                      Permission permission) {
    if (person.is_none() || home.is_none() || account.is_none()) return Access::not_found;
    if (via == Via::federation || (via == Via::own) != (home == account)) return Access::not_found;

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
    if (is_system(command) || std::holds_alternative<AcceptInvitation>(command)) return std::nullopt;
    const bool above =
        std::holds_alternative<SuspendAccount>(command) || std::holds_alternative<ResumeAccount>(command);
    return CommandNeeds{Permission::manage, above};
}

}  // namespace parasol
