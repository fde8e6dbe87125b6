// May this person read this scope? The whole of visibility (DESIGN 5). Decided at the authority only; a scope
// that may not be read answers exactly as one that does not exist.
#pragma once

#include "domain/work.h"

namespace parasol {

enum class Reading : std::uint8_t { yes, no, unknown };

// A grant reaches its account and everything below it, whatever the role. Read by whoever reaches the
// account: children, account, people, activity. standing, logo: whoever reaches the account or anything below it. face:
// whoever reaches the account or one directly below it. federation: whoever reaches an active member that is
// not suspended, itself or by an ancestor. federation-owner: account owners on the owner account or above it.
// person, inbox: that person. invited: the person of that address.
//
// A seat reads federation and federation-owner, and reaches each member that is not suspended and whose limit, at
// `now`, is not paused: its account, people and activity, the standings above it and the face of its parent; nothing
// below.
//
// `unknown` where `work` misses scopes that decide: load them and ask again. Key scopes are `no` for
// everybody.
Reading may_read(Work& work, PersonId person, const Scope& scope, Instant now);

// Whether rows of such a scope are shown as they were at an instant: the tree, federations and who administers. What a
// person is told, and Activity, are records themselves.
bool has_past(ScopeKind kind);

// May this person read how this scope was at an instant? Whoever reads it today has all of its past, as of its
// Activity. Besides, the people of an account have the past of a federation as of when that account was a member of it,
// and of its federation-owner as of when it was the owner; by what they reach today. `unknown` as above.
Reading may_read_past(Work& work, PersonId person, const Scope& scope, Instant at, Instant now);

// Whether any grant of the person is on the account or above it; seats do not count.
Reading reaches(Work& work, PersonId person, AccountId account);

}  // namespace parasol
