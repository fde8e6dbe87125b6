// The rows of key scopes, which the authority alone sees: what makes numbers, addresses and codes unique and
// finds what they belong to, tickets, tries, sessions, and what a tick must end. Part of rows.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/ids.h"

namespace parasol {

// What ends by itself.
enum class DueKind : std::uint8_t {
    join_request,
    invitation,
    access_code,
    ticket,
    transfer,
    limit,
    // Not the end of one, but the reminder before it.
    remind_request,
    remind_invitation,
    remind_limit,
};

// Lives in key-number:<number>. Makes account numbers unique.
struct NumberKeyRow {
    AccountId id;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
    }
    friend bool operator==(const NumberKeyRow&, const NumberKeyRow&) = default;
};

// Lives in key-email:<address>. Makes a person's address unique.
struct EmailKeyRow {
    PersonId id;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
    }
    friend bool operator==(const EmailKeyRow&, const EmailKeyRow&) = default;
};

// Lives in key-code:<fingerprint>. From a typed code to what it opens.
struct CodeKeyRow {
    AccessCodeId id;
    FederationId federation;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
    }
    friend bool operator==(const CodeKeyRow&, const CodeKeyRow&) = default;
};

// Lives in key-ticket:<code id>. From a code's id to its text, sealed by the authority's vault.
struct SealedCodeRow {
    AccessCodeId id;
    std::string sealed;
    std::string fingerprint;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("sealed", self.sealed);
        visit("fingerprint", self.fingerprint);
    }
    friend bool operator==(const SealedCodeRow&, const SealedCodeRow&) = default;
};

// Lives in key-ticket:<id>. A valid code was typed by this person in this account; Join carries the ticket.
struct TicketRow {
    TicketId id;
    PersonId person;
    AccountId account;
    AccessCodeId code;
    FederationId federation;
    Instant expires = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("person", self.person);
        visit("account", self.account);
        visit("code", self.code);
        visit("federation", self.federation);
        visit("expires", self.expires);
    }
    friend bool operator==(const TicketRow&, const TicketRow&) = default;
};

// Lives in key-tries:<account or person>. The different wrong codes of the last hour.
struct TriesRow {
    Id id;
    std::vector<std::string> fingerprints;  // oldest first, of wrong codes
    std::vector<Instant> tried;             // when each was first typed
    Instant locked_until = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("fingerprints", self.fingerprints);
        visit("tried", self.tried);
        visit("locked_until", self.locked_until);
    }
    friend bool operator==(const TriesRow&, const TriesRow&) = default;
};

// Lives in key-session:<fingerprint of the token>.
struct SessionRow {
    SessionId id;
    PersonId person;
    Instant created = 0;
    Instant expires = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("person", self.person);
        visit("created", self.created);
        visit("expires", self.expires);
    }
    friend bool operator==(const SessionRow&, const SessionRow&) = default;
};

// Lives in key-password:<person>.
struct PasswordRow {
    PersonId id;
    std::string hash;  // made by the authority's Passwords
    Instant set = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("hash", self.hash);
        visit("set", self.set);
    }
    friend bool operator==(const PasswordRow&, const PasswordRow&) = default;
};

// Lives in key-link:<fingerprint of the token>. Lets whoever has the token choose a password: the person, or whoever
// the invitation is addressed to and has none.
struct LinkRow {
    LinkId id;
    PersonId person;
    AccountId account;
    InvitationId invitation;
    Instant expires = 0;
    Instant made = 0;  // of a person's: the next password ends it
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("person", self.person);
        visit("account", self.account);
        visit("invitation", self.invitation);
        visit("expires", self.expires);
        visit("made", self.made);
    }
    friend bool operator==(const LinkRow&, const LinkRow&) = default;
};

// Lives in key-link-of:<invitation>. The one link of an invitation that works.
struct LinkOfRow {
    InvitationId id;
    std::string fingerprint;
    Instant expires = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("fingerprint", self.fingerprint);
        visit("expires", self.expires);
    }
    friend bool operator==(const LinkOfRow&, const LinkOfRow&) = default;
};

// Lives in key-due:<day of `at`>. Something that a tick must end when `at` has passed.
struct DueRow {
    Id id;     // of the thing that ends
    Id owner;  // federation of a request, code or transfer; account of an invitation or limit
    DueKind kind = DueKind::join_request;
    Instant at = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("owner", self.owner);
        visit("kind", self.kind);
        visit("at", self.at);
    }
    friend bool operator==(const DueRow&, const DueRow&) = default;
};

}  // namespace parasol
