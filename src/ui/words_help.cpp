// What Help shows: the table of roles and "Words used here".

#include "ui/words.h"

namespace parasol::words {

std::span<const PermissionWords> permissions() {
    static constexpr PermissionWords lines[] = {
        {Permission::see, "See the account, contacts, administrators, services, users and activity"},
        {Permission::see_money, "See prices, subscriptions, orders and invoices"},
        {Permission::manage,
         "Edit the account; add and import accounts; administrators; everything about federations"},
        {Permission::manage_money, "Offers, prices, orders, billing run and credit notes"},
        {Permission::manage_services, "Services, users, extensions and site code"},
    };
    static_assert(std::size(lines) == permission_count);
    return lines;
}

std::span<const Term> glossary() {
    static constexpr Term terms[] = {
        {"Access code", "federation code, invitation code",
         "Twelve symbols that let an account ask to join a federation. The code opens nothing by itself: the "
         "owner "
         "accepts each request."},
        {"Account", "client, client account, sub account",
         "An organisation in the tree: the operator, a partner, a reseller, a customer, or internal use. It "
         "is not a "
         "sign-in."},
        {"Account owner", "customer administrator",
         "The role that may do everything on an account and below. On a customer's account it is called "
         "customer "
         "administrator."},
        {"Account Portal", "Customer Portal",
         "The services, users, subscriptions and administrators of an account. The link is called Account "
         "Portal on a "
         "base account and Customer Portal on any other."},
        {"Acting away from home", "working on behalf of",
         "Working in an account that is not home, from an account above it or through a federation. A band "
         "says so, "
         "and both accounts are recorded."},
        {"Administrator", "grant",
         "A person's role on an account. It counts for that account and for everything below it."},
        {"As of a date", "history, the past, time travel",
         "How accounts, federations and administrators were at a moment that you name. Nothing can be changed there. "
         "The button is on the Activity page, and each date there leads to just before it."},
        {"Base account", "native account, native, base",
         "An account that may have accounts below it: the operator, a partner or a reseller. It has no "
         "services or "
         "users of its own."},
        {"Brand", "branding, white label",
         "The name, colour and logo that a base account gives the portal for everybody below it. What it does not set "
         "itself comes from the account above."},
        {"Creator", "owner account", "The account that owns a federation."},
        {"Customer", "end customer, company", "A company that uses the services."},
        {"Federation", "umbrella, tiered accounts",
         "Accounts of different owners under one umbrella. Each keeps its own invoice and its own "
         "administrators; all "
         "can call each other by internal extension."},
        {"Federation administrator", "tier administrator",
         "A person whom the owner of a federation names to look after its members' accounts, each as far as that "
         "member's limit lets it."},
        {"Home", "own account",
         "The account you chose in Switch account. Links keep it, and the logo leads to it."},
        {"Internal use account", "internal account",
         "The account for a partner's or reseller's own staff. It is made together with that account."},
        {"Invitation", "", "Asks somebody by e-mail to become an administrator. It is valid for 14 days."},
        {"Join request", "pending member",
         "An account's wish to join a federation. The owner accepts or rejects it within 30 days; until then "
         "it can "
         "be withdrawn."},
        {"Limit", "leash",
         "What a member of a federation lets the federation's administrators do on its account: full, without "
         "billing, services only or paused. The member chooses it when it asks to join, and may change it any time."},
        {"Member", "federated account, tier", "An account that is in a federation."},
        {"Notice", "notification, inbox",
         "What somebody else did that concerns an account you own, or a federation you administer. You choose what you "
         "are told of."},
        {"Operator", "platform, provider",
         "Runs the platform and the catalogue. Its account is the root of the tree."},
        {"Partner", "native partner",
         "Contracts directly with the operator and sells to customers and to resellers."},
        {"Person", "sign-in, login",
         "Somebody who signs in, by e-mail. One person may administer several accounts."},
        {"Reseller", "", "Sells to customers of its own and buys from a partner or from another reseller."},
        {"Sub accounts", "client management, account management",
         "The accounts directly below a base account, shown in its table."},
        {"Suspended", "blocked, barred",
         "An account on hold. Everything below it is on hold too, until somebody above resumes it."},
        {"Third-party reference", "external reference, customer number",
         "Your own number for an account, as your other systems know it. Unique among the accounts beside "
         "it."},
        {"Tiered", "federation", "The part of an account that shows and manages its federation."},
        {"Transfer of ownership", "new owner, handover",
         "The owner of a federation offers it to a member, which accepts or declines within 30 days."},
        {"User", "extension, telephone user",
         "Somebody who telephones. A user belongs to a customer or an internal use account and is not a "
         "sign-in."},
        {"Waiting", "pending, unsynchronised",
         "Saved on this device and not yet decided. It shows as waiting until the answer comes."},
    };
    return terms;
}

}  // namespace parasol::words
