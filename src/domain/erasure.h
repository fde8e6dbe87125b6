// Erasing a person (GDPR, article 17): what stands in the place of their name and address, and where these stand.
//
// The names in rows are found by the fields' names: `person_name` says who `person` is, `..._by_name` who `..._by` is.
// A row without such an id names whoever wrote it. What accounts say of themselves (contact details, names) is the
// account's, and stays.
#pragma once

#include <string>
#include <string_view>

#include "domain/commands.h"
#include "domain/row_set.h"

namespace parasol {

// Addresses that are nobody's end like this (RFC 2606).
inline constexpr std::string_view erased_domain = "@erased.invalid";
bool is_erased_address(std::string_view email);
// Whether it is what stands in the place of a name or an address.
bool is_pseudonym(std::string_view text);

// Who is erased.
struct Erased {
    PersonId person;
    std::string name;   // as it was; both empty: only what is kept under the person's id is left to erase
    std::string email;  // in lower case

    // "Erased person 4f2a91": the same for good, so that Activity still tells persons apart.
    std::string pseudonym() const;
    std::string address() const;
};

// Puts the pseudonym and the address in the place of the name and of the e-mail address; true where anything was.
// `written`: the row was written by a command of this person, or is what was recorded of it. What is recorded of
// another's command is to be one that changed what is theirs: it may be about them by name. Of key scopes named by the
// person's id no text stays. Doing it again changes nothing.
bool forget(Row& row, const Scope& scope, const Erased& who, bool written);
bool forget(Scope& scope, const Erased& who);
// Whether that has been done to it.
bool is_forgotten(const Row& row, const Scope& scope, const Erased& who);
bool forget(Command& command, const Erased& who);

}  // namespace parasol
