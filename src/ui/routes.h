// Where one is: the address of every screen. Home and via are part of it, so a link opens the same place.
//
//   /own/<account>/<page>                    an account by a grant on it
//   /parent/<home>/<account>/<page>          an account below home
//   /federation/<home>/<account>/<page>      an account through a federation
//   /none/<page>                             the person's own pages before a home is chosen
//
// "?as-of=<UTC milliseconds>" behind an account's page: how it was then.
// Accounts are named by id: a number may not have been drawn yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/commands.h"

namespace parasol {

// Before the token of a link that is sent to somebody (LookAtLink): it is no route, and nobody comes back to it.
inline constexpr std::string_view link_route = "/link/";
// What is sent: `portal` is where the page is, with the slash at its end.
inline std::string link_address(std::string_view portal, std::string_view token) {
    return std::string(portal).append("#").append(link_route).append(token);
}

enum class Page : std::uint8_t {
    accounts,        // base account screen
    account,         // the card with the "i" section
    federation,
    services,
    users,
    offers,
    subscriptions,
    invoices,
    administrators,
    activity,
    import_accounts,
    requests,
    outcomes,
    help,
    notices,
    invite_administrators,
    your_account,
};

// Tabs of the account screen's information section.
enum class AccountTab : std::uint8_t { contact_details, tiered, brand };

struct Route {
    Via via = Via::own;
    AccountId home;
    AccountId account;
    Page page = Page::account;
    AccountTab tab = AccountTab::contact_details;
    std::string section;  // of Help: the word looked for
    Instant as_of = 0;    // of an account's page: how it was at this instant; 0: how it is

    friend bool operator==(const Route&, const Route&) = default;
};

// The person's own pages: the account in view is whatever it was, and there is no past.
inline bool is_personal(Page page) {
    return page == Page::requests || page == Page::outcomes || page == Page::help || page == Page::notices ||
           page == Page::your_account;
}

std::string to_string(const Route& route);
// nullopt for an address that is none of these.
std::optional<Route> parse_route(std::string_view text);

}  // namespace parasol
