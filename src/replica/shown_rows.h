// The one set of rows that a replica shows: confirmed rows, and on top of them, in place, what pending
// commands change. Keeps the tree of accounts in step, and knows which scopes are confirmed: those that the
// authority has answered, as against those that exist because a pending command makes an account.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "replica/past_rows.h"
#include "replica/treed_rows.h"
#include "wire/row_patch.h"

namespace parasol {

// What a pending command has changed, to be undone in reverse order.
struct AppliedChanges {
    ChangeSet changes;
    std::vector<Scope> created;  // held since then only
};

class ShownRows {
  public:
    using ScopeSet = std::unordered_set<Scope, ScopeHash>;

    // For decide(), which leaves them as they were.
    RowSet& rows() { return held_.rows(); }
    const RowSet& rows() const { return held_.rows(); }
    const AccountTree& tree() const { return held_.tree(); }
    const ScopeSet& confirmed() const { return confirmed_; }

    // Everything anew: confirmed rows as they were loaded.
    void reset(RowSet rows);

    // Applies confirmed changes. No pending effect may be applied: undo them first. True where it may have
    // changed which scopes are needed: grants, accounts, places in the tree, memberships.
    bool apply_confirmed(const RowPatch& patch);

    // The checksum of a scope as it is shown (wire/scope_sum.h).
    std::int64_t sum_of_scope(const Scope& scope) const;

    // Applies what a rule has answered; a new account's scopes are held from here on.
    AppliedChanges apply(ChangeSet changes);
    void undo(const AppliedChanges& applied);

    // Tells `past` of every scope before it changes; null: nobody.
    void keep_for(PastRows* past) { past_ = past; }

  private:
    void before_change(const Scope& scope) {
        if (past_) past_->before_change(scope);
    }
    bool apply_scope(const PulledScope& pulled);
    // The row of that name is about to be another one, or none.
    void count_out(const Scope& scope, std::size_t type, const Id& id);
    void hold(const Scope& scope);
    void drop(const Scope& scope);
    void put(const Scope& scope, const Row& row);
    void erase(const Scope& scope, std::size_t type, const Id& id);

    TreedRows held_;
    ScopeSet confirmed_;
    // Of the larger scopes that have been asked for: from then on they go along with what changes.
    mutable std::unordered_map<Scope, std::int64_t, ScopeHash> sums_;
    PastRows* past_ = nullptr;
};

}  // namespace parasol
