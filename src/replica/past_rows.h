// The rows of a replica as they were at an instant: laid over those that it shows, of which it keeps whatever changes
// while one looks back. What is not known to be as of then is not held. The person's own scopes are as they are now.
#pragma once

#include <vector>

#include "domain/row_set.h"
#include "replica/account_tree.h"
#include "wire/messages.h"

namespace parasol {

class PastRows {
  public:
    // Borrows `below`, on which nothing pending may be shown yet; copies its tree.
    PastRows(const RowSet& below, const AccountTree& tree)
        : below_(below), rows_(RowSet::over(below)), tree_(tree) {}

    const RowSet& rows() const { return rows_; }
    const AccountTree& tree() const { return tree_; }

    // A scope of `below` is about to change, or to be held.
    void before_change(const Scope& scope);
    // What the authority has answered of this instant.
    void take(const std::vector<PulledScope>& answer);

  private:
    void drop(const Scope& scope);

    const RowSet& below_;
    RowSet rows_;
    AccountTree tree_;
};

}  // namespace parasol
