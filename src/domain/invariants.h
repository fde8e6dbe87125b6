// What must be true of a whole database after every commit, worked out anew from the sources: it shares
// nothing with the rules and projections that it judges. Asked by tests, by the simulation and by whoever
// verifies a database.
//
// Copies equal what their sources say, and no copy is without its source. Numbers, third-party references
// under one parent and e-mail addresses are unique. The accounts are one tree, each kind in its place;
// partners and resellers have an internal-use account. One grant a person on an account. An account has at
// most one active membership and, at any instant, one open request. A federation that is active has one
// active member that owns it, positions are unique, a dissolved one has no members, open requests and live
// codes. Codes count their uses right. Every active membership has a limit, the owner's is full. Nobody sits twice in
// one federation; one offer of the ownership is open at most, by the owner to a member. What was given through a
// federation ends with the membership. What ends by itself has its DueRow, and nothing else has one.
#pragma once

#include <string>
#include <vector>

#include "domain/row_set.h"

namespace parasol {

// One sentence for each thing that is broken, at most 100; empty where all is well. `rows` is the whole
// database: a scope that is not in it has no rows.
std::vector<std::string> broken_invariants(const RowSet& rows);

// The same, limited to what `changes`, just applied to `rows`, can have broken.
std::vector<std::string> broken_invariants(const RowSet& rows, const ChangeSet& changes);

}  // namespace parasol
