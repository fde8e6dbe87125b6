// What the rules that make or change accounts share: which kinds may be where, and how a new account is
// written.
#pragma once

#include "domain/rules.h"

namespace parasol::rules {

// Whether an account of `kind` may be directly below one of `parent` (PRODUCT 4).
bool may_be_below(AccountKind parent, AccountKind kind);

// A partner or reseller is made with an account for its own staff.
inline bool has_internal_use(AccountKind kind) {
    return kind == AccountKind::partner || kind == AccountKind::reseller;
}
// "NAME - Internal Use", of a NAME shortened where the whole would be longer than a name may be.
std::string internal_use_name(std::string_view name);

// Trimmed, as it is stored.
std::string tidy(std::string_view text);
std::optional<Refusal> check_contact(const Contact& contact);
Contact tidy(const Contact& contact);

// Applies one edit to `value`, tidied. Nothing where it is applied, or had been; else changed_meanwhile.
std::optional<Refusal> apply_edit(const std::optional<Edit>& edit, std::string& value);

// Makes the scopes of an account that is to be made, and says whether it is there already: a client cannot
// know of an id that somebody else made, an authority sees it (Work::create).
bool take_account_id(Work& work, AccountId id, AccountKind kind);

// Whether another account has the number. Reads key-number.
Presence number_in_use(Work& work, const std::string& number);

// Whether an account directly below `parent`, other than `except`, has the third-party reference.
Presence reference_in_use(Work& work, AccountId parent, AccountId except, const std::string& reference);

// Whether the grant is of the one account owner that the account has. Reads people.
bool is_last_owner(Work& work, AccountId account, GrantId grant, Role role);

// Puts the account and, where it has one, its internal-use account. Their ids were taken before.
void put_account(Work& work, const AccountRow& account, AccountId internal_use_id,
                 const std::string& internal_use_number);

}  // namespace parasol::rules
