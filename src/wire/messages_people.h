// What people ask about how they sign in and about themselves. Part of messages.h. Only where people have passwords
// (ServerInfo::passwords); elsewhere all but GetServerInfo is not_allowed. Apart from GetServerInfo and
// RequestPasswordReset they need a session. "Needs a confirmation": Refusing confirmation_needed, unless the session
// has begun, or was confirmed by ConfirmSignIn, within the last ten minutes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/ids.h"

namespace parasol {

// --- Requests -------------------------------------------------------------------------------------------

// What this server can do. Takes no session. Answered by ServerInfo.
struct GetServerInfo {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

// Sends a link for choosing another password, which works once and for an hour, to the person of this address, where
// there is one. Answered by Acknowledged, the same and at once whether there is or not; or by Refusing: not_allowed
// where the server sends no mail, sign_in_slowed where it was asked for too often.
struct RequestPasswordReset {
    std::string email;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("email", self.email);
    }
};

// Needs a confirmation. Ends all of the person's sessions and begins another one in the place of this: answered by
// SignedIn; or by Refusing password_too_short, password_too_long or password_easy.
struct ChangePassword {
    std::string password;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("password", self.password);
    }
};

// The person types their password once more, and the code of their second factor where they have one. Answered by
// Confirmed, or by Refusing: wrong_sign_in, second_factor_needed (the password is right, the code is missing),
// code_wrong, or sign_in_slowed.
struct ConfirmSignIn {
    std::string password;
    std::string code;  // six digits of the authenticator, or a recovery code
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("password", self.password);
        visit("code", self.code);
    }
};

// How this person signs in: answered by Sessions.
struct ListSessions {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

// Ends another session of the person, and its streams at once; answered by Acknowledged, also where it has ended
// already. The own one is ended by SignOut.
struct RevokeSession {
    SessionId which;          // none where all others are meant
    bool all_others = false;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("which", self.which);
        visit("all_others", self.all_others);
    }
};

// Needs a confirmation. A new secret for an authenticator, which counts once TurnOnSecondFactor has shown that the
// authenticator has it; what there was before counts until then. Answered by SecondFactorBegun.
struct BeginSecondFactor {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

// Needs a confirmation. Answered by RecoveryCodes, or by Refusing: code_wrong, or not_found where none was begun within
// the last hour.
struct TurnOnSecondFactor {
    std::string code;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("code", self.code);
    }
};

// Needs a confirmation. Answered by Acknowledged, also where there is none.
struct TurnOffSecondFactor {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

// Needs a confirmation. Ten new recovery codes; those before work no more. Answered by RecoveryCodes, or by Refusing
// not_found where there is no second factor.
struct MakeRecoveryCodes {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

// Needs a confirmation. All that is kept of this person by name: answered by OwnData, for the person to keep.
struct ExportOwnData {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

// Needs a confirmation, and one's own e-mail address, typed once more. Erases this person: all roles and seats end, all
// sessions, the password; name and address give way to a pseudonym wherever they stand, in the past as well. It cannot
// be taken back. Answered by Acknowledged, and the session is over; or by Refusing: last_account_owner, with the
// account that would be left without an owner; not_found, where the address is another; not_allowed, where the server
// cannot.
struct ErasePerson {
    std::string email;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("email", self.email);
    }
};

// --- Replies --------------------------------------------------------------------------------------------

struct ServerInfo {
    bool passwords = false;  // people sign in with one: else the demo
    bool mail = false;       // links go by mail: offer "Forgot password?" and notices by mail
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("passwords", self.passwords);
        visit("mail", self.mail);
    }
};

// It is done, and there is nothing more to say.
struct Acknowledged {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

struct Confirmed {
    Instant until = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("until", self.until);
    }
};

struct SessionInfo {
    SessionId id;
    Instant created = 0;
    Instant used = 0;     // to within an hour
    Instant expires = 0;  // at the latest, however much it is used
    std::string browser;  // "Firefox on Linux": as it says itself; empty where it says nothing that is known
    std::string network;  // the address that it was last used from
    bool shared = false;  // on a shared computer
    bool current = false;  // the one that asks
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("created", self.created);
        visit("used", self.used);
        visit("expires", self.expires);
        visit("browser", self.browser);
        visit("network", self.network);
        visit("shared", self.shared);
        visit("current", self.current);
    }
};

struct Sessions {
    std::vector<SessionInfo> sessions;  // that live; this one first, then the one used last
    Instant second_factor = 0;          // since when there is one; 0: there is none
    std::int64_t recovery_codes = 0;    // that were not used yet
    Instant confirmed_until = 0;        // of this session; 0 or past: ask for ConfirmSignIn first
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("sessions", self.sessions);
        visit("second_factor", self.second_factor);
        visit("recovery_codes", self.recovery_codes);
        visit("confirmed_until", self.confirmed_until);
    }
};

// Memory only.
struct SecondFactorBegun {
    std::string uri;     // "otpauth://totp/...": what the picture says
    std::string secret;  // base32, in groups of four: for typing
    std::int64_t size = 0;
    std::string modules;  // of the QR code: size * size symbols, row by row; '1' is dark. Four light ones go around
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("uri", self.uri);
        visit("secret", self.secret);
        visit("size", self.size);
        visit("modules", self.modules);
    }
};

struct OwnData {
    std::string file;  // JSON text, as authority/own_data.h has it
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("file", self.file);
    }
};

// Each signs in once in the place of a code. Told this once; memory only.
struct RecoveryCodes {
    std::vector<std::string> codes;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("codes", self.codes);
    }
};

}  // namespace parasol
