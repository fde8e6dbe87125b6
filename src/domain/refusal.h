// Every named no. A refusal is a value and an ordinary end of a command; a bug is an assertion. Each has a
// sentence in ui/words that says what happened and what to do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace parasol {

enum class Refusal : std::uint8_t {
    // Who may do what.
    not_found,    // outside one's reach, or not there: the same answer
    not_allowed,  // reached, but the role does not permit it
    needs_grant_above,  // suspend, resume, close and move need a grant above the account
    beyond_limit,         // through a federation: the member's limit does not permit it
    not_through_federation,  // not for a federation administrator, whatever the limit
    signed_out,
    // Fields.
    name_missing,
    name_too_long,           // more than 200 characters
    text_has_control_characters,
    text_too_long,
    email_not_valid,
    reference_taken,         // third-party reference already used under the same parent
    number_not_valid,        // an imported account number that is not nine digits
    number_taken,
    changed_meanwhile,       // an edited field is neither the old nor the new value
    id_taken,                // a client made an id that exists
    expiry_not_valid,        // a code's expiry in the past or more than a year away
    uses_not_valid,          // a code's number of uses below 1 or above 10,000
    only_for_not_valid,      // a code's one account that is not nine digits
    // Tree.
    kind_not_allowed_here,   // that kind of account cannot be made below this one
    account_closed,
    account_suspended,
    already_suspended,
    not_suspended,
    root_account,            // the operator account cannot be suspended, closed, moved or federated
    open_sub_accounts,       // an account is closed after those below it
    internal_use_stays,      // an internal-use account stays with the account whose staff it is for
    move_below_itself,
    another_partner,         // an account never moves to another partner
    import_empty,
    import_too_large,
    import_row,              // a row of an import is wrong; the outcome names row, column and reason
    // Reasons of an import's problems only, never a command's own outcome.
    encoding_not_valid,      // the file is not UTF-8 text
    column_missing,
    column_unknown,
    column_repeated,
    kind_not_valid,          // not one of partner, reseller, customer, internal use
    parent_unknown,          // no account below the base and no row has that number or reference
    parent_ambiguous,        // several have that reference
    parent_cycle,            // rows that are, in a ring, each other's parents
    // Administrators.
    already_administrator,
    already_invited,
    invitation_not_for_you,
    invitation_accepted,
    invitation_revoked,
    invitation_expired,
    last_account_owner,
    // Federations.
    only_operator_and_partners_create,
    already_in_federation,
    request_pending,
    code_not_valid,          // wrong, expired, revoked, used up, for another account: the same answer
    code_entry_locked,       // five different wrong codes in an hour; the answer says until when
    federation_dissolved,
    own_federation,
    outside_partner,         // the accounts are under different partners and both have not allowed it
    already_accepted,
    request_rejected,
    request_withdrawn,
    request_expired,
    preview_changed,
    not_a_member,
    owner_must_transfer_or_dissolve,
    not_a_partner,           // only a partner, and the operator, say whether those below may federate outside
    limit_end_not_valid,     // a limit's end that is not ahead, is more than ten years away, or is of *paused*
    owner_always_full,       // the owner account has no limit to set
    already_federation_administrator,
    transfer_offered,        // the ownership is offered to another member already
    transfer_accepted,
    transfer_declined,
    transfer_withdrawn,
    transfer_expired,
    name_does_not_match,     // dissolving asks to type the federation's name
    code_already_ended,
    // The authority.
    malformed,               // the message does not decode to a command
    sequence_reused,         // no outcome: this client's seq was another command's (a copied profile)
    not_stored,              // no outcome: the sequence number is not consumed, push again
    // Brands. Here because the number is stored: append only.
    not_a_base_account,      // only a base account has a brand
    colour_not_valid,        // a brand's colour that is not "#" and six hexadecimal digits
    logo_not_valid,          // a brand's logo that is not a small PNG
    // Sign-in by password.
    wrong_sign_in,           // address or password: which of the two is not told
    sign_in_slowed,          // too many tries; the answer says until when
    link_not_valid,          // used, replaced, over or never made: the same answer
    password_too_short,      // fewer than 12 characters
    password_too_long,       // more than 256 bytes
    password_easy,           // the address, the product's name, one symbol again and again
    // The exchange: none of these is how a command ended.
    sequence_gap,            // commands before these are missing: the answer says how far the client got
    client_too_old,          // this page speaks an older version of the protocol than the authority
    client_too_new,          // ... a newer one
    too_many,                // more in one request than the protocol allows
    second_factor_needed,    // the password is right, the code of the second factor is missing
    code_wrong,              // of the second factor: wrong, over, or used already
    confirmation_needed,     // no outcome: the password has to be typed once more before this is taken
};

inline constexpr std::size_t refusal_count = static_cast<std::size_t>(Refusal::confirmation_needed) + 1;

// The two sides speak different versions of the protocol: nothing is decided until one of them is updated.
constexpr bool is_about_version(Refusal refusal) {
    return refusal == Refusal::client_too_old || refusal == Refusal::client_too_new;
}

// "preview_changed": the name in messages and in the outcome list.
std::string_view to_string(Refusal refusal);
std::optional<Refusal> parse_refusal(std::string_view name);

}  // namespace parasol
