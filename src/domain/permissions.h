// Who may do what: the table of roles (PRODUCT 4) as data in this one place, and the path by which a person
// reaches an account. Help shows the same table.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "domain/commands.h"
#include "domain/work.h"

namespace parasol {

// The rows of PRODUCT 4's table, with "a grant above" told apart.
enum class Permission : std::uint8_t {
    see,             // account, contacts, administrators, services, users, activity
    see_money,       // prices, subscriptions, orders, invoices
    manage,          // edit the account; add and import accounts; administrators; every federation command
    manage_money,    // offers, prices, orders, billing run, credit notes
    manage_services  // services, users, extensions, site code
};
inline constexpr int permission_count = 5;
inline constexpr int role_count = 4;

inline constexpr int limit_count = 4;

// Whether the role has the permission on the account of the grant and on everything below it.
bool permits(Role role, Permission permission);
// Whether a member's limit leaves the permission to the federation's administrators, on its account alone.
bool permits(Limit limit, Permission permission);

// The tree upwards from an account, as far as it is known.
struct Ancestry {
    std::vector<AccountId> chain;  // the account itself, its parent, ... up to the root or the first unknown
    bool complete = false;         // the chain ends at the root
    bool suspended = false;        // one of the chain, as far as it is known, is suspended
    bool exists = true;            // false where the account is known to be absent

    // Ends at an account of which no more than its id is known; what is missed was noted.
    bool unknown() const { return !complete && exists; }
};

// Walks up by account:<id> (or standing:<id> where held). Notes what it misses in `work`.
Ancestry ancestry_of(Work& work, AccountId account);

enum class Access : std::uint8_t { allowed, not_allowed, not_found, unknown, beyond_limit };

// Whether exactly this path (home, via, account) gives the person the permission. Only the stated path
// counts. Reads person:<person> for the grant on home and the ancestry of the account; for `federation` the
// person's seat, whose federation the account is an active member of, with its limit, and home, which is any
// account held or the owner account. `not_found`: the path reaches nothing; `not_allowed`: it does, but no role on
// home has the permission; `beyond_limit`: it does, but the member's limit does not leave the permission.
Access access_by_path(Work& work, PersonId person, AccountId home, Via via, AccountId account,
                      Permission permission, Instant now);

// What a command asks of the path: nullopt for those with a rule of their own (AcceptInvitation, system
// commands).
struct CommandNeeds {
    Permission permission = Permission::manage;
    bool grant_above = false;         // the path must be `parent`
    bool through_federation = false;  // the path may be `federation`
};
std::optional<CommandNeeds> needs_of(const Command& command);

// Why the stated path does not do: nullopt where it does, or where it is not known (then scopes were missed).
// Refuses not_found, not_allowed, beyond_limit, not_through_federation, needs_grant_above and root_account.
std::optional<Refusal> refusal_of_path(Work& work, PersonId person, AccountId home, Via via, AccountId account,
                                       const CommandNeeds& needs, Instant now);

}  // namespace parasol
