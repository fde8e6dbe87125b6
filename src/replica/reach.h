// Who can see an account, and why: everybody who reaches it, each with the links that let them, as far as the reader
// may know. Pure reads over a View; what lies above the reader's own reach has no names here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replica/view.h"

namespace parasol {

// One way by which a person reaches the account: `grant` says it (own, parent) or `seat` does (federation).
struct ReachLink {
    Via via = Via::own;
    AccountId held_on;  // of the grant; of a seat the owner account, where it is ended
    const GrantRow* grant = nullptr;
    const FederationAdministratorRow* seat = nullptr;
    Limit limit = Limit::full;  // of a seat: what the account lets it do, and until when (0: no end)
    Instant until = 0;
};

// Never without a link.
struct Reacher {
    PersonId person;
    std::string name;
    std::string email;             // empty where no grant says it
    std::vector<ReachLink> links;  // own first, then the nearest above, a federation last
    bool is_own() const { return links.front().via == Via::own; }
};

struct Reach {
    std::vector<Reacher> people;  // own administrators first, then those of the nearest account above; each by name
    bool complete = false;        // false: a part of it is on its way
    // The highest that the reader reaches, and what is directly above it: whose people, and those of whatever is above,
    // reach the account too and are not named. None where the reader reaches all.
    AccountId top, beyond;
    // What has to be held for it beyond what an account in view brings: the people of the accounts up to `top`.
    std::vector<Scope> scopes;
};
Reach reach_of(const View& view, AccountId account);

// A path by the person's grants that permits managing the account: from `home` where that does, else the nearest.
std::optional<Path> managing_path(const View& view, AccountId account, AccountId home);

// Who gave a grant, as far as the rows that are held name them; else empty.
std::string giver_of(const View& view, const GrantRow& grant);

}  // namespace parasol
