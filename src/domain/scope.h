// Scopes: the unit of visibility and of loading. Every row lives in exactly one scope and is seen whole or
// not at all by whoever may read that scope (DESIGN 5).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"

namespace parasol {

enum class ScopeKind : std::uint8_t {
    // Readable by whoever visibility.h says.
    children,          // index rows of the accounts directly below a base account
    account,           // one account in full, with the copies of its own requests and memberships
    people,            // administrators and invitations of an account
    standing,          // a base account's parent, own state and consent; no name
    face,              // a base account's name as those directly below see it
    federation,        // a federation with its memberships
    federation_owner,  // access codes (never their text) and join requests
    person,            // a person with copies of the grants held
    invited,           // invitations addressed to one e-mail address (text = the address, lower case)
    activity,          // what was done in an account in one month (text = the UTC month "2026-11")
    inbox,             // what a person is told, and what of it is not wanted
    logo,              // a base account's logo
    // Read by the authority only; unknown on every client.
    key_number,   // text = account number
    key_email,    // text = e-mail address, lower case
    key_code,     // text = fingerprint of an access code
    key_ticket,   // a look-up's ticket
    key_tries,    // wrong codes tried, per account or person
    key_session,  // text = session token's fingerprint
    key_due,      // text = UTC day "2026-11-22": what must be ended by a tick
    key_password,  // of a person
    key_link,      // text = fingerprint of a link's token
    key_link_of,   // of an invitation: its link
    key_sessions,  // of a person: when and from where they were used
    key_second_factor,  // of a person
    key_mail,      // text = one hexadecimal digit, the last of a mail's id
    key_erasure,   // of a person
};

inline constexpr int scope_kind_count = static_cast<int>(ScopeKind::key_erasure) + 1;

struct Scope {
    ScopeKind kind = ScopeKind::account;
    Id id;             // none for scopes named by text
    std::string text;  // empty for scopes named by id; an activity is named by both

    friend bool operator==(const Scope& a, const Scope& b) {
        return a.kind == b.kind && a.id == b.id && a.text == b.text;
    }
    friend bool operator!=(const Scope& a, const Scope& b) { return !(a == b); }
    friend bool operator<(const Scope& a, const Scope& b) {
        if (a.kind != b.kind) return a.kind < b.kind;
        if (a.id != b.id) return a.id < b.id;
        return a.text < b.text;
    }
};

struct ScopeHash {
    std::size_t operator()(const Scope& scope) const {
        const std::size_t seed = IdHash{}(scope.id) ^ (static_cast<std::size_t>(scope.kind) * 0x9E3779B9U);
        return scope.text.empty() ? seed : seed ^ std::hash<std::string>{}(scope.text);
    }
};

// True for scopes that no client ever holds.
inline bool is_key(ScopeKind kind) { return kind >= ScopeKind::key_number; }

inline Scope children_of(AccountId base) { return {ScopeKind::children, base, {}}; }
inline Scope account_scope(AccountId account) { return {ScopeKind::account, account, {}}; }
inline Scope people_of(AccountId account) { return {ScopeKind::people, account, {}}; }
inline Scope standing_of(AccountId base) { return {ScopeKind::standing, base, {}}; }
inline Scope face_of(AccountId base) { return {ScopeKind::face, base, {}}; }
inline Scope federation_scope(FederationId federation) { return {ScopeKind::federation, federation, {}}; }
inline Scope federation_owner_scope(FederationId federation) {
    return {ScopeKind::federation_owner, federation, {}};
}
inline Scope person_scope(PersonId person) { return {ScopeKind::person, person, {}}; }
inline Scope invited_scope(std::string email_lower) {
    return {ScopeKind::invited, {}, std::move(email_lower)};
}
inline Scope activity_scope(AccountId account, std::string utc_month) {
    return {ScopeKind::activity, account, std::move(utc_month)};
}
inline Scope inbox_of(PersonId person) { return {ScopeKind::inbox, person, {}}; }
inline Scope logo_of(AccountId base) { return {ScopeKind::logo, base, {}}; }
inline Scope number_key(std::string number) { return {ScopeKind::key_number, {}, std::move(number)}; }
inline Scope email_key(std::string email_lower) { return {ScopeKind::key_email, {}, std::move(email_lower)}; }
inline Scope code_key(std::string fingerprint) { return {ScopeKind::key_code, {}, std::move(fingerprint)}; }
inline Scope ticket_key(TicketId ticket) { return {ScopeKind::key_ticket, ticket, {}}; }
inline Scope tries_key(Id account_or_person) { return {ScopeKind::key_tries, account_or_person, {}}; }
inline Scope session_key(std::string fingerprint) {
    return {ScopeKind::key_session, {}, std::move(fingerprint)};
}
inline Scope password_key(PersonId person) { return {ScopeKind::key_password, person, {}}; }
inline Scope link_key(std::string fingerprint) { return {ScopeKind::key_link, {}, std::move(fingerprint)}; }
inline Scope link_of_key(InvitationId invitation) { return {ScopeKind::key_link_of, invitation, {}}; }
inline Scope sessions_key(PersonId person) { return {ScopeKind::key_sessions, person, {}}; }
inline Scope second_factor_key(PersonId person) { return {ScopeKind::key_second_factor, person, {}}; }
inline Scope mail_key(std::string digit) { return {ScopeKind::key_mail, {}, std::move(digit)}; }
inline Scope erasure_key(PersonId person) { return {ScopeKind::key_erasure, person, {}}; }
inline Scope due_key(std::string utc_day) { return {ScopeKind::key_due, {}, std::move(utc_day)}; }

// "children": what its scopes are written with, before the colon.
std::string_view scope_kind_name(ScopeKind kind);

// "children:018f...", "invited:a@b.example", "activity:018f...:2026-11": how a scope is written in messages.
std::string to_string(const Scope& scope);
// Refuses unknown kinds, malformed ids and what is no month.
std::optional<Scope> parse_scope(std::string_view text);

// "2026-11-22" of an instant, in UTC: the name of its key_due scope.
std::string utc_day(Instant at);
// "2026-11": the month of its activity scopes.
inline std::string utc_month(Instant at) { return utc_day(at).substr(0, 7); }
// "2026-10" before "2026-11".
std::string month_before(const std::string& utc_month);

}  // namespace parasol
