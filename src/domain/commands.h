// Commands: one wish each, in business words, as plain values that can be stored, sent, replayed and
// journaled. `Envelope.account` is the account that a command acts on; ids of new things are made by the
// client.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/federation_commands.h"
#include "domain/ids.h"
#include "domain/refusal.h"
#include "domain/rows.h"

namespace parasol {

// An edited field: what the person saw and what it is to be. Refused changed_meanwhile where the current
// value is neither.
struct Edit {
    std::string from;
    std::string to;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("from", self.from);
        visit("to", self.to);
    }
    friend bool operator==(const Edit&, const Edit&) = default;
};

// Below envelope.account (a base account). A partner or reseller is made with its "NAME - Internal Use"
// account.
struct AddAccount {
    AccountId id;
    AccountId internal_use_id;  // for partners and resellers; none otherwise
    AccountKind kind = AccountKind::customer;
    std::string name;
    std::string third_party_reference;
    Contact contact;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("internal_use_id", self.internal_use_id);
        visit("kind", self.kind);
        visit("name", self.name);
        visit("third_party_reference", self.third_party_reference);
        visit("contact", self.contact);
    }
    friend bool operator==(const AddAccount&, const AddAccount&) = default;
};

// Renames and changes contact details: only the fields that are present.
struct EditAccount {
    std::optional<Edit> name;
    std::optional<Edit> third_party_reference;
    std::optional<Edit> contact_name;
    std::optional<Edit> contact_email;
    std::optional<Edit> contact_phone;
    std::optional<Edit> contact_street;
    std::optional<Edit> contact_city;
    std::optional<Edit> contact_postcode;
    std::optional<Edit> contact_country;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("name", self.name);
        visit("third_party_reference", self.third_party_reference);
        visit("contact_name", self.contact_name);
        visit("contact_email", self.contact_email);
        visit("contact_phone", self.contact_phone);
        visit("contact_street", self.contact_street);
        visit("contact_city", self.contact_city);
        visit("contact_postcode", self.contact_postcode);
        visit("contact_country", self.contact_country);
    }
    friend bool operator==(const EditAccount&, const EditAccount&) = default;
};

struct SuspendAccount {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
    friend bool operator==(const SuspendAccount&, const SuspendAccount&) = default;
};

struct ResumeAccount {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
    friend bool operator==(const ResumeAccount&, const ResumeAccount&) = default;
};

// One row of a CSV import, already read and checked as text (csv_import.h).
struct ImportRow {
    std::int64_t row = 0;  // where it is in the file, for problems to name; 0 = the place in `rows` counts
    AccountId id;
    AccountId internal_use_id;  // for partners and resellers
    std::string number;         // nine digits, or empty to have one drawn
    std::string name;
    AccountKind kind = AccountKind::customer;
    // A number or third-party reference of the base, of an account below it, or of a row; empty = the base.
    std::string parent;
    std::string third_party_reference;
    std::string contact;
    std::string email;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("row", self.row);
        visit("id", self.id);
        visit("internal_use_id", self.internal_use_id);
        visit("number", self.number);
        visit("name", self.name);
        visit("kind", self.kind);
        visit("parent", self.parent);
        visit("third_party_reference", self.third_party_reference);
        visit("contact", self.contact);
        visit("email", self.email);
    }
    friend bool operator==(const ImportRow&, const ImportRow&) = default;
};

// All or nothing; at most 10,000 rows.
struct ImportAccounts {
    std::vector<ImportRow> rows;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("rows", self.rows);
    }
    friend bool operator==(const ImportAccounts&, const ImportAccounts&) = default;
};

struct InviteAdministrator {
    InvitationId id;
    std::string email;
    Role role = Role::viewer;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("email", self.email);
        visit("role", self.role);
    }
    friend bool operator==(const InviteAdministrator&, const InviteAdministrator&) = default;
};

// By the person whose e-mail address the invitation is bound to; home and account are the inviting account,
// via own.
struct AcceptInvitation {
    InvitationId invitation;
    GrantId grant;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("invitation", self.invitation);
        visit("grant", self.grant);
    }
    friend bool operator==(const AcceptInvitation&, const AcceptInvitation&) = default;
};

struct RevokeInvitation {
    InvitationId invitation;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("invitation", self.invitation);
    }
    friend bool operator==(const RevokeInvitation&, const RevokeInvitation&) = default;
};

struct RemoveAdministrator {
    GrantId grant;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("grant", self.grant);
    }
    friend bool operator==(const RemoveAdministrator&, const RemoveAdministrator&) = default;
};

// The next two are given by the authority alone, as actor *system*; a client that sends one is refused
// `malformed`.

// Ends what DueRow names, once its instant has passed. Ending what has ended already changes nothing.
struct EndDue {
    DueKind kind = DueKind::join_request;
    Id id;
    Id owner;
    Instant at = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("kind", self.kind);
        visit("id", self.id);
        visit("owner", self.owner);
        visit("at", self.at);
    }
    friend bool operator==(const EndDue&, const EndDue&) = default;
};

// Makes the person of an e-mail address, at the first sign-in through an invitation.
struct RegisterPerson {
    PersonId person;
    std::string name;
    std::string email;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("person", self.person);
        visit("name", self.name);
        visit("email", self.email);
    }
    friend bool operator==(const RegisterPerson&, const RegisterPerson&) = default;
};

// On a partner (or the operator, for those that it sells to directly): "Sub accounts may federate outside this
// partner". What is federated already stays so.
struct SetConsent {
    bool allow = false;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("allow", self.allow);
    }
    friend bool operator==(const SetConsent&, const SetConsent&) = default;
};

// Ends the account for good: nothing can be changed in it any more; its number and its history stay. Its membership,
// its open requests and its open invitations end with it, and so do the internal-use accounts directly below it.
struct CloseAccount {
    template <class Self, class Visit>
    static void fields(Self&, Visit&&) {}
    friend bool operator==(const CloseAccount&, const CloseAccount&) = default;
};

// Directly below another base account of the same partner, with everything below it.
struct MoveAccount {
    AccountId to;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("to", self.to);
    }
    friend bool operator==(const MoveAccount&, const MoveAccount&) = default;
};

// On a base account: how it looks to those below it. Only what is present is changed; an empty value inherits.
struct SetBrand {
    std::optional<Edit> name;
    std::optional<Edit> colour;        // "#1a73e8"
    std::optional<std::string> logo;   // see brand.h
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("name", self.name);
        visit("colour", self.colour);
        visit("logo", self.logo);
    }
    friend bool operator==(const SetBrand&, const SetBrand&) = default;
};

// The next two are a person's own: home and account are any, via own. Marks as read; what is not there is passed over.
struct ReadNotices {
    std::vector<NoticeId> notices;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("notices", self.notices);
    }
    friend bool operator==(const ReadNotices&, const ReadNotices&) = default;
};

// Of what the person is not to be told from now on, and of what also by e-mail: a bit for each NoticeTopic. What is
// muted is not mailed either.
struct SetNoticePreferences {
    std::int64_t muted = 0;
    std::optional<std::int64_t> mailed;  // absent: as it was
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("muted", self.muted);
        visit("mailed", self.mailed);
    }
    friend bool operator==(const SetNoticePreferences&, const SetNoticePreferences&) = default;
};

// The order is the command's number; names are part of the protocol: append only.
using Command =
    std::variant<AddAccount, EditAccount, SuspendAccount, ResumeAccount, ImportAccounts,
                 InviteAdministrator, AcceptInvitation, RevokeInvitation, RemoveAdministrator,
                 CreateFederation, IssueCode, RevokeCode, Join, Withdraw, Accept, Reject, RemoveMember,
                 Leave, Dissolve, EndDue, RegisterPerson, OfferTransfer, AcceptTransfer, DeclineTransfer,
                 WithdrawTransfer, NameFederationAdministrator, EndFederationAdministrator, SetLimit,
                 SetConsent, CloseAccount, MoveAccount, SetBrand, ReadNotices, SetNoticePreferences>;

inline constexpr std::size_t command_count = std::variant_size_v<Command>;
template <class C>
inline constexpr std::int64_t command_number = static_cast<std::int64_t>(detail::IndexIn<C, Command>::value);

// "add_account"; in the order of `Command`.
std::string_view command_name(std::size_t index);
std::optional<std::size_t> parse_command_name(std::string_view name);
inline bool is_system(const Command& command) {
    return std::holds_alternative<EndDue>(command) || std::holds_alternative<RegisterPerson>(command);
}

// A person's own: acts in no account, and is in no account's Activity.
inline bool is_personal(const Command& command) {
    return std::holds_alternative<ReadNotices>(command) || std::holds_alternative<SetNoticePreferences>(command);
}

// Commands that the authority takes only in a session that was confirmed lately (ConfirmSignIn), where people have
// passwords: what gives a federation away or ends it, and what makes or unmakes account owners. The table is in
// commands.cpp. A pure question of the command: who removes an administrator is asked whatever that one's role is.
bool needs_confirmation(const Command& command);

// Commands that a client never decides by itself: shown as waiting until the authority answers (DESIGN 4). Leaving
// waits where a partner does it for an account below it.
bool always_waits(const Command& command, Via via);

// What the authority draws before the rule runs, journaled so that a replay gives the same. Empty on clients.
struct Drawn {
    std::vector<std::string> account_numbers;  // as many as the command makes accounts without one
    std::string code_fingerprint;              // of the code's text
    std::string code_sealed;                   // the code's text, sealed by the vault
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("account_numbers", self.account_numbers);
        visit("code_fingerprint", self.code_fingerprint);
        visit("code_sealed", self.code_sealed);
    }
    friend bool operator==(const Drawn&, const Drawn&) = default;
};

// A command with who wishes it, from where, and when. `client` and `seq` make it happen exactly once.
struct Envelope {
    ClientId client;
    std::int64_t seq = 0;  // 1, 2, 3... within the client
    PersonId person;       // none: the system
    AccountId home;
    Via via = Via::own;
    AccountId account;  // the account acted on
    Instant time = 0;   // at the client when submitted; the authority sets its own before deciding
    Command command;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("client", self.client);
        visit("seq", self.seq);
        visit("person", self.person);
        visit("home", self.home);
        visit("via", self.via);
        visit("account", self.account);
        visit("time", self.time);
        visit("command", self.command);
    }
    friend bool operator==(const Envelope&, const Envelope&) = default;
};

// A bad row of an import: what the preview and the refusal name.
struct ImportProblem {
    std::int64_t row = 0;  // as a spreadsheet counts: the header is row 1
    std::string column;
    Refusal reason = Refusal::import_row;
    std::string detail;  // the offending value or the row it clashes with
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("row", self.row);
        visit("column", self.column);
        visit("reason", self.reason);
        visit("detail", self.detail);
    }
    friend bool operator==(const ImportProblem&, const ImportProblem&) = default;
};

// How a command ended at the authority. Synchronised as data, kept until the person dismisses it.
struct Outcome {
    ClientId client;
    std::int64_t seq = 0;
    std::optional<Refusal> refusal;        // none = done
    std::vector<ImportProblem> problems;   // of a refused import; at most 200
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("client", self.client);
        visit("seq", self.seq);
        visit("refusal", self.refusal);
        visit("problems", self.problems);
    }
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace parasol
