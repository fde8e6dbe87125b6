// A patch: what a pull answers about scopes, and what the log of the stored rows is made of. Applying one
// twice, or a run of them again from an earlier one, ends in the same rows.
#pragma once

#include <vector>

#include "domain/row_set.h"
#include "wire/messages.h"

namespace parasol {

using RowPatch = std::vector<PulledScope>;

// `changes` puts and deletes (and holds the scope), `whole` replaces all rows of the scope, `gone` drops it.
void apply_patch(RowSet& rows, const RowPatch& patch);

// The same change without its before-images.
RowPatch patch_of(const ChangeSet& changes);

// A patch that drops these scopes, or that gives this one as `rows` has it (gone where it is not held).
RowPatch patch_dropping(const std::vector<Scope>& scopes);
PulledScope whole_scope(const RowSet& rows, const Scope& scope);

}  // namespace parasol
