#include "replica/reach.h"

#include <algorithm>

#include "domain/states.h"

namespace parasol {
namespace {

// How many of the chain, the account itself first, the reader reaches: up to the highest grant. The account itself is
// reached in any case, through a federation where by no grant.
std::size_t reached_of(const View& view, const std::vector<AccountId>& chain) {
    std::size_t reached = 1;
    for (std::size_t at = 0; at < chain.size(); ++at) {
        if (!view.roles_on(chain[at]).empty()) reached = at + 1;
    }
    return reached;
}

void add(Reach& reach, PersonId person, const std::string& name, const std::string& email, const ReachLink& link) {
    const auto same = [&](const Reacher& other) { return other.person == person; };
    const auto found = std::find_if(reach.people.begin(), reach.people.end(), same);
    if (found != reach.people.end()) return found->links.push_back(link);
    reach.people.push_back({person, name, email, {link}});
}

// Nothing is shared, and nobody reaches it through its federation, while the account is suspended.
void add_seats(const View& view, AccountId account, Reach& reach) {
    const OwnMembershipRow* membership = view.membership_of(account);
    if (!membership || view.effective_state(account) != AccountState::active) return;
    const FederationRow* federation = view.federation(membership->federation);
    if (!federation) {
        reach.complete = false;
        return;
    }
    ReachLink link{.via = Via::federation, .held_on = federation->owner};
    if (!membership->owner) {
        const LimitRow* row = view.limit_row(account);
        link.limit = row ? limit_at(*row, view.now()) : Limit::paused;
        link.until = row ? row->until : 0;
    }
    if (!permits(link.limit, Permission::see)) return;
    for (const FederationAdministratorRow* seat : view.federation_administrators(federation->id)) {
        link.seat = seat;
        add(reach, seat->person, seat->person_name, {}, link);
    }
}

}  // namespace

Reach reach_of(const View& view, AccountId account) {
    Reach reach;
    reach.complete = view.rows().holds(account_scope(account));
    const std::vector<AccountId> chain = view.chain_up(account);
    const std::size_t reached = reached_of(view, chain);
    for (std::size_t at = 0; at < reached; ++at) {
        if (at > 0) reach.scopes.push_back(people_of(chain[at]));
        reach.complete = reach.complete && view.rows().holds(people_of(chain[at]));
        for (const GrantRow* grant : view.administrators(chain[at])) {
            const Via via = at == 0 ? Via::own : Via::parent;
            add(reach, grant->person, grant->person_name, grant->person_email,
                {.via = via, .held_on = chain[at], .grant = grant});
        }
    }
    reach.top = chain[reached - 1];
    if (reached < chain.size()) reach.beyond = chain[reached];
    add_seats(view, account, reach);
    return reach;
}

std::optional<Path> managing_path(const View& view, AccountId account, AccountId home) {
    for (std::vector<AccountId> chain = view.chain_up(account); const AccountId& above : chain) {
        // Home comes first, wherever on the chain it is.
        const bool tries_home = &above == &chain.front();
        for (const AccountId& from : {tries_home ? home : above, above}) {
            const Path path{from, from == account ? Via::own : Via::parent};
            if (view.may(path.home, path.via, account, Permission::manage)) return path;
        }
    }
    return std::nullopt;
}

std::string giver_of(const View& view, const GrantRow& grant) {
    if (grant.given_by.is_none()) return {};
    std::string name;
    // The invitation that it was says it, and stays.
    const auto invited = [&](const InvitationRow& row) {
        if (row.invited_by == grant.given_by) name = row.invited_by_name;
    };
    view.rows().each<InvitationRow>(people_of(grant.account), invited);
    return name;
}

}  // namespace parasol
