// Why a command was refused, and what to do about it.

#include "ui/words.h"

namespace parasol::words {

std::string_view of(Refusal refusal) {
    switch (refusal) {
    case Refusal::not_found:
        return "This does not exist, or you cannot reach it. Check the address, or ask whoever sent it to "
               "you.";
    case Refusal::not_allowed:
        return "Your role here does not permit this. Ask an account owner to do it, or to give you the role.";
    case Refusal::needs_grant_above:
        return "Only somebody with a role above this account may do this. Open it from the account it buys "
               "from.";
    case Refusal::beyond_limit:
        return "This account limits what administrators of its federation may do in it. Ask one of its own.";
    case Refusal::not_through_federation:
        return "Administrators of a federation may not do this. Ask an account owner of this account.";
    case Refusal::signed_out: return "You are signed out. Sign in again; what you typed is kept.";
    case Refusal::name_missing: return "A name is missing. Give it one.";
    case Refusal::name_too_long: return "This name is longer than 200 characters. Shorten it.";
    case Refusal::text_has_control_characters:
        return "This text has characters that cannot be shown, perhaps from copying. Type it by hand.";
    case Refusal::text_too_long: return "This text is longer than 500 characters. Shorten it.";
    case Refusal::email_not_valid:
        return "This is not an e-mail address. Write it like name@example.com, without spaces.";
    case Refusal::reference_taken:
        return "Another account here has this third-party reference already. Choose a different one.";
    case Refusal::number_not_valid:
        return "An account number has nine digits and does not start with 0. Correct it, or leave it empty "
               "to be given "
               "one.";
    case Refusal::number_taken:
        return "Another account has this number already. Choose a different one, or leave it empty to be "
               "given one.";
    case Refusal::changed_meanwhile:
        return "Somebody else changed this in the meantime. Look at both values and decide which one stays.";
    case Refusal::id_taken:
        return "This was already made under the same identity. Load the page again and retry.";
    case Refusal::expiry_not_valid:
        return "It expires a whole number of days from now, 365 at most. Choose another number of days.";
    case Refusal::uses_not_valid:
        return "A code can be used 1 to 10,000 times, a whole number. Choose another one.";
    case Refusal::only_for_not_valid:
        return "The one account that a code is for is named by its nine digits. Correct the number, or leave it empty.";
    case Refusal::kind_not_allowed_here:
        return "This kind of account cannot be made below this one. Choose another kind or another account.";
    case Refusal::account_closed:
        return "This account is closed, which is final. Nothing can be changed in it.";
    case Refusal::account_suspended:
        return "This account, or one above it, is suspended. It has to be resumed first, by somebody above "
               "it.";
    case Refusal::already_suspended: return "This account is suspended already. There is nothing to do.";
    case Refusal::not_suspended: return "This account is not suspended. There is nothing to do.";
    case Refusal::root_account:
        return "The operator's own account cannot be suspended, closed or moved, or be in a federation. Choose an "
               "account below it.";
    case Refusal::open_sub_accounts:
        return "There are open accounts below this one. Close them first, or move them to another account.";
    case Refusal::internal_use_stays:
        return "An internal-use account stays where it is: it is for the staff of the account above it. Add one "
               "there if it is needed elsewhere.";
    case Refusal::move_below_itself:
        return "An account cannot be moved under itself or under what is below it. Choose another account.";
    case Refusal::another_partner:
        return "An account never moves to another partner. Choose an account of the same partner.";
    case Refusal::not_a_base_account:
        return "Only the operator, partners and resellers have a brand. This account shows that of the one it buys "
               "from.";
    case Refusal::colour_not_valid:
        return "This is not a colour. Type it as # and six digits or letters from a to f, such as #1a73e8.";
    case Refusal::logo_not_valid:
        return "This picture cannot be a logo. Choose a PNG, JPEG or WebP picture that is small and simple.";
    case Refusal::import_empty:
        return "The file has no rows. Fill it in below the line of column names and retry.";
    case Refusal::import_too_large:
        return "The file is too large. Split it into parts of at most 10,000 rows and 5 MB.";
    case Refusal::import_row:
        return "Rows of the file are wrong, so nothing was imported. Correct the rows below and choose the "
               "file again.";
    case Refusal::encoding_not_valid:
        return "The file is not UTF-8 text. Save it as \"CSV UTF-8\" and choose it again.";
    case Refusal::column_missing: return "This column is missing. Add it, or start from the template.";
    case Refusal::column_unknown: return "This column is not known. Remove it, or start from the template.";
    case Refusal::column_repeated: return "This column is there twice. Remove one of them.";
    case Refusal::kind_not_valid:
        return "This is not a kind of account. Write customer, internal use, reseller (below a partner or reseller) or "
               "partner (below the operator).";
    case Refusal::parent_unknown:
        return "No account here and no row of the file has this number or reference. Correct it, or leave it "
               "empty.";
    case Refusal::parent_ambiguous:
        return "Several accounts have this reference. Write the account number instead.";
    case Refusal::parent_cycle:
        return "These rows are each other's parents. Correct the parent of one of them.";
    case Refusal::already_administrator:
        return "This person has that role here already. Remove the role first to give another one.";
    case Refusal::already_invited:
        return "This address is invited already. Revoke that invitation first to send another one.";
    case Refusal::invitation_not_for_you:
        return "This invitation is for another e-mail address. Sign in with the address that it was sent to.";
    case Refusal::invitation_accepted:
        return "This invitation was accepted already. Use Switch account to go there.";
    case Refusal::invitation_revoked:
        return "This invitation was revoked. Ask whoever invited you for another one.";
    case Refusal::invitation_expired:
        return "This invitation has expired. Ask whoever invited you for another one.";
    case Refusal::last_account_owner:
        return "This is the last account owner, and an account cannot lose it. Make somebody else an owner "
               "first.";
    case Refusal::only_operator_and_partners_create:
        return "Only the operator and partners create federations. Ask your partner to create it, or join "
               "one by code.";
    case Refusal::already_in_federation:
        return "The account is in a federation already. It has to leave that one first.";
    case Refusal::request_pending:
        return "The account has a request pending with another federation. Withdraw it first, or wait for "
               "the answer.";
    case Refusal::code_not_valid:
        return "This code does not open a federation to you. Check it, or ask its owner for a new one.";
    case Refusal::code_entry_locked:
        return "Too many wrong codes were typed. Wait for an hour, and ask the federation to check the code "
               "with you.";
    case Refusal::federation_dissolved: return "This federation was dissolved. Join or create another one.";
    case Refusal::own_federation: return "This account owns that federation, so it is a member already.";
    case Refusal::outside_partner:
        return "The federation is under a different partner, and both partners have to allow that. Ask "
               "yours.";
    case Refusal::already_accepted:
        return "The request was accepted in the meantime, so the account is a member. Use Leave Federation "
               "to end that.";
    case Refusal::request_rejected: return "The request was rejected already. Ask again with a new request.";
    case Refusal::request_withdrawn:
        return "The request was withdrawn by those who asked. Wait for a new one.";
    case Refusal::request_expired: return "The request has expired. The account can ask again with a code.";
    case Refusal::preview_changed:
        return "What you were shown about this account has changed. Look at it again and decide once more.";
    case Refusal::not_a_member:
        return "This account is not a member of the federation any more. There is nothing to do.";
    case Refusal::owner_must_transfer_or_dissolve:
        return "This account owns its federation. Transfer the ownership or dissolve the federation first.";
    case Refusal::not_a_partner:
        return "Only a partner says whether accounts below it may federate outside. Open the partner's account.";
    case Refusal::limit_end_not_valid:
        return "A limit ends a whole number of days from now, within ten years, and a paused one has no end. Choose "
               "another number of days.";
    case Refusal::owner_always_full:
        return "The owner of a federation has no limit. Transfer the ownership first to choose one.";
    case Refusal::already_federation_administrator:
        return "This person administers the federation already. There is nothing to do.";
    case Refusal::transfer_offered:
        return "The ownership is offered to another member already. Withdraw that offer first.";
    case Refusal::transfer_accepted:
        return "The offer was accepted in the meantime. Ask the new owner to offer the ownership back.";
    case Refusal::transfer_declined: return "The offer was declined. The owner can offer the ownership again.";
    case Refusal::transfer_withdrawn:
        return "The offer was withdrawn by the owner. Ask for a new one if you need it.";
    case Refusal::transfer_expired: return "The offer has expired after 30 days. The owner can make another one.";
    case Refusal::name_does_not_match:
        return "What you typed is not the federation's name. Type it exactly as shown.";
    case Refusal::code_already_ended: return "This code has ended already. Issue a new one if you need it.";
    case Refusal::wrong_sign_in:
        return "This e-mail address and password do not go together. Check both and try again.";
    case Refusal::sign_in_slowed:
        return "Too many tries were made. Wait a little, then try again.";
    case Refusal::link_not_valid:
        return "This link does not work any more. Ask whoever sent it for another one.";
    case Refusal::password_too_short: return "A password has at least 12 characters. Make it longer.";
    case Refusal::password_too_long: return "A password has at most 256 characters. Make it shorter.";
    case Refusal::password_easy:
        return "This password is easily guessed: it is little more than the address, or one symbol again and again. "
               "Choose another one.";
    case Refusal::second_factor_needed:
        return "Your password is right. Now type the code that your authenticator shows, or a recovery code.";
    case Refusal::code_wrong:
        return "This code is not right, or was used already. Type the one that your authenticator shows now.";
    case Refusal::confirmation_needed:
        return "This needs your password once more. Type it, and it goes on.";
    case Refusal::sequence_reused:
        return "This was sent twice with different content. Load the page again, look whether it is done, "
               "and retry.";
    case Refusal::sequence_gap:
        return "What was done before this has not arrived yet. It is kept and will be sent again by itself.";
    case Refusal::client_too_old:
        return "A newer version of Parasol is there. Load it now; what waits is kept.";
    case Refusal::client_too_new:
        return "The server runs an older version of Parasol than this page. What waits is kept until it has been "
               "updated.";
    case Refusal::too_many: return "This is more than can be asked for at once. Ask for less, and then for the rest.";
    case Refusal::malformed:
        return "This version of the page sent something that is not understood. Load the page again and "
               "retry.";
    case Refusal::not_stored:
        return "This could not be stored just now. It is kept and will be tried again by itself.";
    }
    return {};
}

}  // namespace parasol::words
