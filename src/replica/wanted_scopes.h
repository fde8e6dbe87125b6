// Which scopes a replica has to hold: they follow from the rows it holds already, beginning with the person's
// own. Wanting is not getting: the authority answers `gone` for what may not be read.
#pragma once

#include <vector>

#include "replica/shown_rows.h"

namespace parasol {

// Of a person:
//   person:<person>, invited:<e-mail>;
//   for each grant's account, and each of `accounts` (opened ones, those that pending commands name):
//   account, people, the standing of every base account on the way up, the face of the account directly
//   above, the federation it is an active member of, and federation-owner where it owns that and an account
//   owner's grant reaches it;
//   for each grant on a base account: children of it and of every base account known below it;
//   for each seat: the federation, its federation-owner, and its owner account as a grant's.
ShownRows::ScopeSet wanted_scopes(const RowSet& rows, const AccountTree& tree, PersonId person,
                                  const std::vector<AccountId>& accounts);

}  // namespace parasol
