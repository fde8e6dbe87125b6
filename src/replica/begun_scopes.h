// Scopes that come in parts: how far each is held.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "wire/messages.h"

namespace parasol {

// By scope, the last of the rows that came in order (messages.h).
using BegunScopes = std::map<Scope, RowName>;

// As it is stored, a line each. What cannot be read is left out.
std::string text_of(const BegunScopes& begun);
BegunScopes begun_scopes_of(std::string_view text);

}  // namespace parasol
