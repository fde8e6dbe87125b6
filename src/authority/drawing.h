// What the authority draws for a command before its rule runs (DESIGN 4): account numbers and the text of an
// access code.
#pragma once

#include "authority/turn.h"

namespace parasol {

// Draws what the command asks for. Numbers differ from each other and from those that an import names itself;
// whether one is taken by an account shows when the rule runs.
Drawn draw_for(const Command& command, Chance& chance, Vault& vault);

// Twelve symbols, each as likely as the other.
std::string draw_access_code(Chance& chance);
// Nine digits, the first not 0.
std::string draw_account_number(Chance& chance);
// 256 bits in hexadecimal.
std::string draw_session_token(Chance& chance);

}  // namespace parasol
