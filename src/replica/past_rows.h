// The rows of a replica as they were at an instant: laid over those that it shows, of which it keeps whatever changes
// while one looks back. What is not known to be as of then is not held. The person's own scopes are as they are now.
#pragma once

#include <vector>

#include "replica/treed_rows.h"
#include "wire/messages.h"

namespace parasol {

class PastRows {
  public:
    // Borrows `below`, on which nothing pending may be shown yet; copies its tree.
    PastRows(const RowSet& below, const AccountTree& tree)
        : below_(below), held_(RowSet::over(below), tree) {}

    const RowSet& rows() const { return held_.rows(); }
    const AccountTree& tree() const { return held_.tree(); }

    // A scope of `below` is about to change, or to be held.
    void before_change(const Scope& scope);
    // What the authority has answered of this instant.
    void take(const std::vector<PulledScope>& answer);

  private:
    const RowSet& below_;
    TreedRows held_;
};

}  // namespace parasol
