// The messages of the synchronisation protocol as plain values; json.h turns them into text and back. One
// request is answered by one reply. A poke has no content: "pull soon".
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/commands.h"
#include "domain/rows.h"
#include "wire/messages_people.h"

namespace parasol {

inline constexpr int protocol_version = 1;

// More than this in one request is refused with too_many.
inline constexpr std::size_t most_commands = 500;     // of a push
inline constexpr std::size_t most_wanted = 2000;      // scopes of a pull that are answered whole...
inline constexpr std::size_t most_scopes = 200'000;   // ...and with those that are held
inline constexpr std::size_t most_clients = 1000;     // of a pull

// --- Requests -------------------------------------------------------------------------------------------

// Demo only: who can be signed in as. Answered by SignIns.
struct ListSignIns {
    std::string search;  // part of a name, e-mail or account name; empty lists the first
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("search", self.search);
    }
};

// Demo only: signs in as a sample person, or as whoever an invitation is addressed to (the person is made at
// the first time, named after the address). Exactly one of the two. Answered by SignedIn.
struct SignInAs {
    PersonId person;
    InvitationId invitation;
    AccountId invitation_account;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("person", self.person);
        visit("invitation", self.invitation);
        visit("invitation_account", self.invitation_account);
    }
};

struct SignOut {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

// How far a client's commands got.
struct ClientSeen {
    ClientId client;
    std::int64_t last_seq = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("client", self.client);
        visit("last_seq", self.last_seq);
    }
};

// Commands of one client, in order of seq, without a hole. Answered by Pushed.
struct Push {
    std::vector<Envelope> commands;
    // The last seq of this client that it knows to have ended. Only of use to an authority that was restored
    // from an older state and has forgotten them: it goes on from here instead of waiting for ever.
    std::int64_t ended = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("commands", self.commands);
        visit("ended", self.ended);
    }
};

// A row of a scope. The rows of a scope are in the order of their types, and then of their ids: the name of none,
// RowName(), comes before all of them.
struct RowName {
    std::size_t type = 0;
    Id id;
    friend bool operator==(const RowName&, const RowName&) = default;
};

// A scope of which the rows up to this one are held, as of the cookie.
struct BegunScope {
    Scope scope;
    RowName after;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("scope", self.scope);
        visit("after", self.after);
    }
};

// `held` scopes are answered with changes since the cookie (or whole, or gone); `begun` ones with these and with
// further rows; `wanted` ones whole or gone, as many as fit in one reply: the rest is asked for again. Answered by
// Pulled.
struct Pull {
    std::string cookie;  // empty at first: then nothing is held
    std::vector<Scope> held;
    std::vector<BegunScope> begun;
    std::vector<Scope> wanted;
    std::vector<ClientId> clients;  // whose last seq and outcomes are asked for: with commands not ended
    // Acknowledged: outcomes up to last_seq are kept by the client and not answered again. The authority
    // keeps every outcome for 90 days, so an acknowledgement that is lost, or never made, costs a repetition
    // and nothing else.
    std::vector<ClientSeen> ended;
    // Not 0: rows as they were at this instant. Then `held` scopes are answered with what leads back from the rows as
    // of the cookie, and the answer's cookie is as the request's. Only scopes that have a past (visibility.h).
    Instant as_of = 0;
    std::int64_t form = 0;  // row_form (scope_sum.h), where checksums are wanted
    // Not 0: a scope that is answered whole may come in parts, with about so many rows in a reply, or fewer. Elsewhere
    // it comes in one piece. Not of the past.
    std::int64_t most_rows = 0;
    // Other scopes are held, too, and pulled another time: pokes go on for them. The answer's cookie is not theirs.
    bool besides = false;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("cookie", self.cookie);
        visit("held", self.held);
        visit("begun", self.begun);
        visit("wanted", self.wanted);
        visit("clients", self.clients);
        visit("ended", self.ended);
        visit("as_of", self.as_of);
        visit("form", self.form);
        visit("most_rows", self.most_rows);
        visit("besides", self.besides);
    }
};

// A typed access code, on behalf of an account. Answered by CodeFound or Refusing.
struct LookUpCode {
    AccountId home;
    Via via = Via::own;
    AccountId account;
    std::string code;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("home", self.home);
        visit("via", self.via);
        visit("account", self.account);
        visit("code", self.code);
    }
};

// The text of an access code, for those who may issue codes. Answered by CodeText or Refusing.
struct RevealCode {
    AccountId home;
    Via via = Via::own;
    AccountId account;  // the owner account
    FederationId federation;
    AccessCodeId code;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("home", self.home);
        visit("via", self.via);
        visit("account", self.account);
        visit("federation", self.federation);
        visit("code", self.code);
    }
};

// By e-mail address and password. Answered by SignedIn, or by Refusing: wrong_sign_in, the same and after the same
// time whether the address is known or not; second_factor_needed, where both are right: ask the same again
// with a code; code_wrong; or sign_in_slowed, with the instant from which the next try counts.
struct SignIn {
    std::string email;
    std::string password;
    std::string code;     // of the second factor: six digits of the authenticator, or a recovery code
    bool shared = false;  // on a shared computer: the session is short, and its cookie ends with the browser
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("email", self.email);
        visit("password", self.password);
        visit("code", self.code);
        visit("shared", self.shared);
    }
};

// Whom a link is for. Answered by LinkFound, or by Refusing link_not_valid.
struct LookAtLink {
    std::string token;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("token", self.token);
    }
};

// Accepts the invitation that the link is of and signs in: with this as the new password, or, where there is one
// (LinkFound::has_password), with that. It ends the link. A link for another password sets it, and ends the person's
// other sessions. Answered by SignedIn or Refusing; second_factor_needed and code_wrong as at SignIn.
struct UseLink {
    std::string token;
    std::string password;
    std::string code;
    bool shared = false;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("token", self.token);
        visit("password", self.password);
        visit("code", self.code);
        visit("shared", self.shared);
    }
};

// A new link for whoever an invitation is addressed to, for those who may invite; it ends the one before. Answered by
// LinkMade or Refusing.
struct MakeInvitationLink {
    AccountId home;
    Via via = Via::own;
    AccountId account;
    InvitationId invitation;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("home", self.home);
        visit("via", self.via);
        visit("account", self.account);
        visit("invitation", self.invitation);
    }
};

using RequestBody = std::variant<ListSignIns, SignInAs, SignOut, Push, Pull, LookUpCode, RevealCode, SignIn, LookAtLink,
                                 UseLink, MakeInvitationLink, GetServerInfo, RequestPasswordReset, ChangePassword,
                                 ConfirmSignIn, ListSessions, RevokeSession, BeginSecondFactor, TurnOnSecondFactor,
                                 TurnOffSecondFactor, MakeRecoveryCodes, ExportOwnData,
                                 ErasePerson>;

// Where a request came from, as the server sees it: never a part of its text.
struct Sender {
    std::string browser;  // "Firefox on Linux"
    std::string network;  // an address
};

struct Request {
    int protocol = protocol_version;
    std::string session;  // token of SignedIn; empty before
    RequestBody body;
    Sender sender;
};

// --- Replies --------------------------------------------------------------------------------------------

struct SignInChoice {
    PersonId person;  // none for an invitation of somebody not yet a person
    InvitationId invitation;
    AccountId account;
    std::string name;
    std::string email;
    Role role = Role::viewer;
    std::string account_name;
    AccountKind account_kind = AccountKind::customer;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("person", self.person);
        visit("invitation", self.invitation);
        visit("account", self.account);
        visit("name", self.name);
        visit("email", self.email);
        visit("role", self.role);
        visit("account_name", self.account_name);
        visit("account_kind", self.account_kind);
    }
};

struct SignIns {
    std::vector<SignInChoice> choices;  // at most 100, the sample's chosen few first
    bool more = false;                  // search to find the others
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("choices", self.choices);
        visit("more", self.more);
    }
};

struct SignedIn {
    std::string session;  // bearer token; a secret
    PersonId person;
    std::string name;
    std::string email;
    bool shared = false;  // for the server that sets the cookie: never a part of the text
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("session", self.session);
        visit("person", self.person);
        visit("name", self.name);
        visit("email", self.email);
    }
};

struct SignedOut {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
};

// How far the client's commands got. Commands after last_seq were not taken: push them again.
struct Pushed {
    ClientId client;
    std::int64_t last_seq = 0;
    // Why the rest was not taken; never a command's outcome. confirmation_needed: the next is to be pushed again after
    // ConfirmSignIn (needs_confirmation, domain/commands.h). not_stored: push again. malformed: not this
    // person's client, or not a row of commands. sequence_reused: another command was taken under one of
    // these seqs (the client's storage was copied or restored): a new client must push them. sequence_gap: nothing
    // was taken, because last_seq + 1 is missing.
    std::optional<Refusal> refusal;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("client", self.client);
        visit("last_seq", self.last_seq);
        visit("refusal", self.refusal);
    }
};

enum class ScopeAnswer : std::uint8_t {
    changes,  // rows put and deleted since the cookie
    whole,    // all rows, or the first of them: replaces what is held
    gone      // may not be read (any more): drop it
};

struct PulledScope {
    Scope scope;
    ScopeAnswer answer = ScopeAnswer::changes;
    std::vector<Row> rows;
    std::vector<RowName> deleted;
    std::int64_t sum = 0;  // of all rows that it has, where the reply has a `form`
    // The last row of those that came in order: others come after it, and are to be asked for as `begun`.
    std::optional<RowName> after;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("scope", self.scope);
        visit("answer", self.answer);
        visit("rows", self.rows);
        visit("deleted", self.deleted);
        visit("sum", self.sum);
        visit("after", self.after);
    }
};

struct Pulled {
    std::string from;    // the cookie that was asked with
    std::string cookie;  // to ask with next; opaque
    Instant time = 0;    // the authority's clock
    std::vector<PulledScope> scopes;  // held scopes without changes are left out
    std::vector<ClientSeen> seen;     // of every client asked for; 0 for one the authority has not heard of
    std::vector<Outcome> outcomes;  // of the clients asked for, not acknowledged yet
    bool more = false;              // wanted scopes were left out for room: pull again
    // Of an answer about the past: the instant that the rows are of, which is the earliest known where an earlier one
    // was asked for.
    Instant as_of = 0;
    // Held scopes that changed and had no room: they are not held any more, and to be asked for as wanted.
    std::vector<Scope> later;
    // The cookie is of a state that this database does not lead on from: it was restored from an older one, and may
    // have forgotten commands that it had ended.
    bool restored = false;
    std::int64_t form = 0;  // the request's, where the scopes have checksums
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("from", self.from);
        visit("cookie", self.cookie);
        visit("time", self.time);
        visit("scopes", self.scopes);
        visit("seen", self.seen);
        visit("outcomes", self.outcomes);
        visit("more", self.more);
        visit("as_of", self.as_of);
        visit("later", self.later);
        visit("restored", self.restored);
        visit("form", self.form);
    }
};

struct CodeFound {
    TicketId ticket;
    std::string code;  // grouped
    FederationId federation;
    std::string federation_name;
    std::string creator_name;  // the owner account's name
    std::vector<std::string> administrators;
    std::int64_t members = 0;
    std::vector<std::string> colliding_extensions;  // of the requester's own
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("ticket", self.ticket);
        visit("code", self.code);
        visit("federation", self.federation);
        visit("federation_name", self.federation_name);
        visit("creator_name", self.creator_name);
        visit("administrators", self.administrators);
        visit("members", self.members);
        visit("colliding_extensions", self.colliding_extensions);
    }
};

struct CodeText {
    AccessCodeId code;
    std::string text;  // grouped; memory only
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("code", self.code);
        visit("text", self.text);
    }
};

struct LinkFound {
    std::string email;
    bool has_password = false;  // then the link sets none: they type theirs
    bool second_factor = false;  // UseLink takes a code, too
    // Of an invitation: to what, as what, by whom. Elsewhere the name is empty, and the others mean nothing.
    std::string account_name;
    AccountKind account_kind = AccountKind::customer;
    Role role = Role::viewer;
    std::string invited_by_name;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("email", self.email);
        visit("has_password", self.has_password);
        visit("second_factor", self.second_factor);
        visit("account_name", self.account_name);
        visit("account_kind", self.account_kind);
        visit("role", self.role);
        visit("invited_by_name", self.invited_by_name);
    }
};

struct LinkMade {
    std::string token;  // a secret; memory only, and never told again
    Instant expires = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("token", self.token);
        visit("expires", self.expires);
    }
};

// A request that was refused (for commands see Outcome).
struct Refusing {
    Refusal refusal = Refusal::malformed;
    Instant until = 0;  // code_entry_locked, sign_in_slowed: when it ends
    AccountId account = {};  // last_account_owner: of which
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("refusal", self.refusal);
        visit("until", self.until);
        visit("account", self.account);
    }
};

using Reply = std::variant<SignIns, SignedIn, SignedOut, Pushed, Pulled, CodeFound, CodeText, LinkFound, LinkMade,
                           Refusing, ServerInfo, Acknowledged, Confirmed, Sessions, SecondFactorBegun, RecoveryCodes,
                           OwnData>;

}  // namespace parasol
