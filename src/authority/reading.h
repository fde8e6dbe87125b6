// What every database answers to ReadRequest (ports.h) about scopes: what has changed, what is whole and what comes in
// parts, in the room that there is.
#pragma once

#include "authority/ports.h"

namespace parasol {

// What a database knows of its scopes, all at one version.
class ScopeSource {
  public:
    virtual ~ScopeSource() = default;
    // Changes after this version are all known.
    virtual Version horizon() = 0;
    // The version that last changed the scope; 0 for one that never had a row.
    virtual Version last_change(const Scope& scope) = 0;
    // What was put and deleted after a version.
    virtual ScopeChanges changes_since(const Scope& scope, Version since) = 0;
    // `whole`: at most `most` of the rows after that one; `after` where there are others behind them.
    virtual ScopeChanges rows_after(const Scope& scope, const RowName& after, std::size_t most) = 0;
    // Makes of rows as they are now, or of changes that lead to these, what they were at an instant.
    virtual void take_back(ScopeChanges& changes, Instant at) = 0;
};

// Fills `changes`, `later` and `whole` of an answer whose version and as_of are there.
void read_scopes(ScopeSource& source, const ReadRequest& request, ReadAnswer& answer);

// Cuts rows that were read with one more than there was room for: the last one then says that there are others.
void cut_part(ScopeChanges& part, const RowName& after, std::size_t most);

}  // namespace parasol
