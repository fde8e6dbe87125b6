// The rows of key scopes about how people sign in, and of what is to be mailed to them. Part of rows.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/ids.h"

namespace parasol {

// Lives in key-sessions:<person>, with the session's id: what changes of it while it lives. Where a session has none
// (one of the demo) it is as when it began.
struct SessionUseRow {
    SessionId id;
    std::string fingerprint;  // of its token: names its key-session
    Instant created = 0;
    Instant used = 0;         // to within an hour, or a twentieth of how long it may rest
    Instant expires = 0;
    Instant confirmed = 0;    // when the password was last typed in it
    std::string browser;
    std::string network;
    bool shared = false;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("fingerprint", self.fingerprint);
        visit("created", self.created);
        visit("used", self.used);
        visit("expires", self.expires);
        visit("confirmed", self.confirmed);
        visit("browser", self.browser);
        visit("network", self.network);
        visit("shared", self.shared);
    }
    friend bool operator==(const SessionUseRow&, const SessionUseRow&) = default;
};

// Lives in key-second-factor:<person>, with the person's id.
struct SecondFactorRow {
    PersonId id;
    std::string secret;      // sealed; empty: none is turned on
    Instant since = 0;
    std::int64_t step = 0;   // the last half minute of which a code was taken: none up to it is taken again
    std::vector<std::string> recovery;  // fingerprints of the codes that were not used yet
    std::string begun;       // sealed: a secret that is not turned on yet; empty: none
    Instant begun_at = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("secret", self.secret);
        visit("since", self.since);
        visit("step", self.step);
        visit("recovery", self.recovery);
        visit("begun", self.begun);
        visit("begun_at", self.begun_at);
    }
    friend bool operator==(const SecondFactorRow&, const SecondFactorRow&) = default;
};

// The number is stored: append only.
enum class MailKind : std::uint8_t {
    invitation,        // with the link that accepts it
    password_reset,    // with the link that sets another password
    password_changed,
    second_factor_on,
    second_factor_off,
    recovery_codes_made,
    notices,           // from the inbox, gathered for a minute
};
inline constexpr int mail_kind_count = static_cast<int>(MailKind::notices) + 1;

// Lives in key-mail:<last digit of the id>, from the commit of its cause until it was sent or given up.
struct MailRow {
    MailId id;  // of notices: the person's
    MailKind kind = MailKind::invitation;
    PersonId person;            // whom it is for; none where they are not one yet
    std::string email;          // empty: the person's, as it is when it is sent
    std::string sealed;         // of a link: its token
    AccountId account;          // of an invitation: where it is
    InvitationId invitation;
    std::vector<NoticeId> notices;
    Instant made = 0;
    Instant next = 0;           // not tried before
    Instant until = 0;          // given up then
    std::int64_t tries = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("kind", self.kind);
        visit("person", self.person);
        visit("email", self.email);
        visit("sealed", self.sealed);
        visit("account", self.account);
        visit("invitation", self.invitation);
        visit("notices", self.notices);
        visit("made", self.made);
        visit("next", self.next);
        visit("until", self.until);
        visit("tries", self.tries);
    }
    friend bool operator==(const MailRow&, const MailRow&) = default;
};

// Lives in key-erasure:<person>, from the commit that erased them until nothing of them is left elsewhere (erasure.h).
struct ErasureRow {
    PersonId id;
    std::string name;   // as it was, to be found by; both empty: only the journal of their own scopes is left
    std::string email;  // in lower case
    Instant at = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("name", self.name);
        visit("email", self.email);
        visit("at", self.at);
    }
    friend bool operator==(const ErasureRow&, const ErasureRow&) = default;
};

}  // namespace parasol
