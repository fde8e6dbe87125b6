// Taking back what was just done, where a command has an inverse: a command like any other, decided by the same rules.
#pragma once

#include <optional>

#include "domain/callback.h"
#include "domain/commands.h"
#include "replica/view.h"

namespace parasol {

// What takes back `command` on `account`, by what is so before it; nullopt where nothing does, or what it takes is not
// held. What somebody changes meanwhile is not overwritten: edits carry what they expect.
std::optional<Command> inverse_of(const Command& command, AccountId account, const View& before,
                                  const Callback<Id()>& new_id);

}  // namespace parasol
