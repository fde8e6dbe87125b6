// May this person read this scope? The whole of visibility (DESIGN 5). Decided at the authority only; a scope that
// may not be read answers exactly as one that does not exist.
#pragma once

#include "domain/work.h"

namespace parasol {

enum class Reading : std::uint8_t { yes, no, unknown };

// `unknown` where `work` misses scopes that decide: load them and ask again. Key scopes are `no` for everybody.
Reading may_read(Work& work, PersonId person, const Scope& scope);

// Whether any grant of the person is on the account or above it.
Reading reaches(Work& work, PersonId person, AccountId account);

}  // namespace parasol
