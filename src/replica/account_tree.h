// The tree of accounts as far as index rows tell it: who is above whom, and the sums below each account. Kept
// up to date row by row (a change costs the depth of the tree), so that nobody sums over 100,000 rows in a
// frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

#include "domain/rows.h"

namespace parasol {

// Sums over accounts; users and requests are their own, not their sub accounts'.
struct Totals {
    std::int64_t accounts = 0;
    std::int64_t users = 0;
    std::int64_t open_requests = 0;

    friend bool operator==(const Totals&, const Totals&) = default;
};

class AccountTree {
  public:
    // An index row as it was and as it is (null: not there). Both of the same account.
    void change(const AccountIndexRow* before, const AccountIndexRow* after);
    void clear();

    // The account directly above; none where it is not known from an index row.
    AccountId parent_of(AccountId account) const;
    // Everything known below the account, itself not counted. Closed accounts do not count.
    Totals below(AccountId account) const;
    // The base accounts directly below.
    const std::set<Id>& base_children(AccountId account) const;
    // Accounts with join requests to decide, by their own index rows.
    const std::set<Id>& with_open_requests() const { return with_open_requests_; }

  private:
    // What an index row says.
    struct Place {
        AccountId parent;
        Totals own;  // accounts is 1 where it counts
        bool base = false;
    };
    struct Node {
        Place place;
        Totals below;        // of everything below it
        bool known = false;  // there is an index row
        // A new account with an id that is in use, until the authority refuses it, stands in two places: the
        // later covers the earlier, which comes back when it goes.
        std::vector<Place> covered;
    };
    static Place place_of(const AccountIndexRow& row);
    void show(Id id, Node& node, const Place& place);
    void hide(Id id, Node& node);
    void add_above(AccountId parent, const Totals& totals, std::int64_t sign);
    void forget_base(AccountId parent, Id id);

    std::unordered_map<Id, Node, IdHash> nodes_;
    std::unordered_map<Id, std::set<Id>, IdHash> base_children_;
    std::set<Id> with_open_requests_;
};

}  // namespace parasol
