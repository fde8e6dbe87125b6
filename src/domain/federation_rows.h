// The rows of federations: the federation with its members and administrators, codes, requests, limits and
// transfers, and what either end keeps of them. Part of rows.h.
#pragma once

#include <string>
#include <vector>

#include "domain/ids.h"
#include "domain/row_enums.h"

namespace parasol {

// Source. Lives in federation:<id>.
struct FederationRow {
    FederationId id;
    std::string name;
    AccountId owner;  // the account that owns it
    FederationState state = FederationState::active;
    Instant created = 0;
    Instant ended = 0;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("name", self.name);
        visit("owner", self.owner);
        visit("state", self.state);
        visit("created", self.created);
        visit("ended", self.ended);
    }
    friend bool operator==(const FederationRow&, const FederationRow&) = default;
};

// Source. Lives in federation:<federation>. Ended ones stay: they are the history.
struct MembershipRow {
    MembershipId id;
    FederationId federation;
    AccountId account;
    std::int64_t position = 0;  // 1 = the account that it was made on; never reused
    MembershipState state = MembershipState::active;
    EndReason reason = EndReason::none;
    Instant since = 0;
    Instant ended = 0;
    // The member's card, kept up to date by projection from its account.
    std::string account_name;
    std::string account_number;
    AccountKind account_kind = AccountKind::customer;
    bool account_suspended = false;  // own state only

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("account", self.account);
        visit("position", self.position);
        visit("state", self.state);
        visit("reason", self.reason);
        visit("since", self.since);
        visit("ended", self.ended);
        visit("account_name", self.account_name);
        visit("account_number", self.account_number);
        visit("account_kind", self.account_kind);
        visit("account_suspended", self.account_suspended);
    }
    friend bool operator==(const MembershipRow&, const MembershipRow&) = default;
};

// Copy of a membership. Lives in account:<account>: which federation it is in, and which it was in.
struct OwnMembershipRow {
    MembershipId id;
    FederationId federation;
    std::string federation_name;
    bool owner = false;  // this account owns the federation, or did when the federation was dissolved
    std::int64_t position = 0;
    MembershipState state = MembershipState::active;
    EndReason reason = EndReason::none;
    Instant since = 0;
    Instant ended = 0;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("federation_name", self.federation_name);
        visit("owner", self.owner);
        visit("position", self.position);
        visit("state", self.state);
        visit("reason", self.reason);
        visit("since", self.since);
        visit("ended", self.ended);
    }
    friend bool operator==(const OwnMembershipRow&, const OwnMembershipRow&) = default;
};

// Source. Lives in federation-owner:<federation>. Never holds the code's text.
struct AccessCodeRow {
    AccessCodeId id;
    FederationId federation;
    std::string label;
    CodeState state = CodeState::live;
    Instant created = 0;
    Instant expires = 0;
    std::int64_t uses_allowed = 0;
    std::int64_t uses_taken = 0;  // by pending and accepted requests
    std::string only_for;         // number of the one account it is for; empty = any
    std::string issued_by_name;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("label", self.label);
        visit("state", self.state);
        visit("created", self.created);
        visit("expires", self.expires);
        visit("uses_allowed", self.uses_allowed);
        visit("uses_taken", self.uses_taken);
        visit("only_for", self.only_for);
        visit("issued_by_name", self.issued_by_name);
    }
    friend bool operator==(const AccessCodeRow&, const AccessCodeRow&) = default;
};

// What the owner is shown of an account that asks to join, and what Accept must repeat (PRODUCT 3).
struct RequesterCard {
    std::string name;
    std::string number;
    AccountKind kind = AccountKind::customer;
    std::int64_t users = 0;
    std::vector<std::string> colliding_extensions;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("name", self.name);
        visit("number", self.number);
        visit("kind", self.kind);
        visit("users", self.users);
        visit("colliding_extensions", self.colliding_extensions);
    }
    friend bool operator==(const RequesterCard&, const RequesterCard&) = default;
};

// Source. Lives in federation-owner:<federation>.
struct JoinRequestRow {
    JoinRequestId id;
    FederationId federation;
    AccountId account;
    RequesterCard card;  // kept up to date by projection while pending
    AccessCodeId code;
    std::string code_label;
    RequestState state = RequestState::pending;
    EndReason reason = EndReason::none;  // `dissolved` where the federation's end rejected it
    std::string message;                 // the owner's reason for a rejection
    Instant asked = 0;
    Instant expires = 0;
    Instant decided = 0;
    PersonId asked_by;
    std::string asked_by_name;
    // What the membership's LimitRow begins with; not asked again by Accept.
    Limit limit = Limit::paused;
    Instant limit_until = 0;
    bool reminded = false;  // that it expires soon

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("account", self.account);
        visit("card", self.card);
        visit("code", self.code);
        visit("code_label", self.code_label);
        visit("state", self.state);
        visit("reason", self.reason);
        visit("message", self.message);
        visit("asked", self.asked);
        visit("expires", self.expires);
        visit("decided", self.decided);
        visit("asked_by", self.asked_by);
        visit("asked_by_name", self.asked_by_name);
        visit("limit", self.limit);
        visit("limit_until", self.limit_until);
        visit("reminded", self.reminded);
    }
    friend bool operator==(const JoinRequestRow&, const JoinRequestRow&) = default;
};

// Copy of a join request. Lives in account:<account>, for the side that asked.
struct OwnRequestRow {
    JoinRequestId id;
    FederationId federation;
    std::string federation_name;
    std::string creator_name;
    RequestState state = RequestState::pending;
    EndReason reason = EndReason::none;
    std::string message;
    Instant asked = 0;
    Instant expires = 0;
    Instant decided = 0;
    std::string asked_by_name;
    Limit limit = Limit::paused;
    Instant limit_until = 0;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("federation_name", self.federation_name);
        visit("creator_name", self.creator_name);
        visit("state", self.state);
        visit("reason", self.reason);
        visit("message", self.message);
        visit("asked", self.asked);
        visit("expires", self.expires);
        visit("decided", self.decided);
        visit("asked_by_name", self.asked_by_name);
        visit("limit", self.limit);
        visit("limit_until", self.limit_until);
    }
    friend bool operator==(const OwnRequestRow&, const OwnRequestRow&) = default;
};

// Source. Lives in account:<account>. The member's leash on the federation's administrators; also the owner's,
// which is always full. One for each membership, with the membership's id; ended memberships keep theirs.
struct LimitRow {
    MembershipId id;
    FederationId federation;
    AccountId account;
    Limit limit = Limit::paused;
    Instant until = 0;  // then it becomes paused; 0 = no end
    Instant since = 0;
    std::string set_by_name;  // empty where its own end, or a transfer, set it
    bool reminded = false;    // that it ends soon

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("account", self.account);
        visit("limit", self.limit);
        visit("until", self.until);
        visit("since", self.since);
        visit("set_by_name", self.set_by_name);
        visit("reminded", self.reminded);
    }
    friend bool operator==(const LimitRow&, const LimitRow&) = default;
};

// Copy of a limit. Lives in federation-owner:<federation>: not for the other members.
struct MemberLimitRow {
    MembershipId id;
    AccountId account;
    Limit limit = Limit::paused;
    Instant until = 0;
    Instant since = 0;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("account", self.account);
        visit("limit", self.limit);
        visit("until", self.until);
        visit("since", self.since);
    }
    friend bool operator==(const MemberLimitRow&, const MemberLimitRow&) = default;
};

// Source. Lives in federation:<federation>: every member sees who administers. Ended ones stay.
struct FederationAdministratorRow {
    FederationAdministratorId id;
    FederationId federation;
    PersonId person;
    std::string person_name;  // as it was when named
    Instant since = 0;
    Instant ended = 0;  // 0 = in office
    std::string named_by_name;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("person", self.person);
        visit("person_name", self.person_name);
        visit("since", self.since);
        visit("ended", self.ended);
        visit("named_by_name", self.named_by_name);
    }
    friend bool operator==(const FederationAdministratorRow&, const FederationAdministratorRow&) = default;
};

// Copy of a federation administrator in office. Lives in person:<person>: the switcher, and every permission
// check through the federation, start here.
struct HeldSeatRow {
    FederationAdministratorId id;
    FederationId federation;
    std::string federation_name;
    AccountId owner;  // the owner account: one may work from there
    AccountKind owner_kind = AccountKind::customer;
    Instant since = 0;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("federation_name", self.federation_name);
        visit("owner", self.owner);
        visit("owner_kind", self.owner_kind);
        visit("since", self.since);
    }
    friend bool operator==(const HeldSeatRow&, const HeldSeatRow&) = default;
};

// Source. Lives in federation-owner:<federation>. An offer of the ownership to a member.
struct TransferRow {
    TransferId id;
    FederationId federation;
    AccountId from;
    AccountId to;
    MembershipId membership;  // of the receiving account: the offer ends with it
    std::string from_name;    // both as they were when it was offered
    std::string to_name;
    TransferState state = TransferState::offered;
    Instant offered = 0;
    Instant expires = 0;
    Instant decided = 0;
    std::string offered_by_name;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("from", self.from);
        visit("to", self.to);
        visit("membership", self.membership);
        visit("from_name", self.from_name);
        visit("to_name", self.to_name);
        visit("state", self.state);
        visit("offered", self.offered);
        visit("expires", self.expires);
        visit("decided", self.decided);
        visit("offered_by_name", self.offered_by_name);
    }
    friend bool operator==(const TransferRow&, const TransferRow&) = default;
};

// Copy of a transfer. Lives in account:<to> and in account:<from>, whose people may not read federation-owner
// any more once it has gone through.
struct OwnTransferRow {
    TransferId id;
    FederationId federation;
    std::string federation_name;
    bool incoming = false;   // offered to this account; else by it
    std::string other_name;  // the account at the other end
    TransferState state = TransferState::offered;
    Instant offered = 0;
    Instant expires = 0;
    Instant decided = 0;
    std::string offered_by_name;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("federation", self.federation);
        visit("federation_name", self.federation_name);
        visit("incoming", self.incoming);
        visit("other_name", self.other_name);
        visit("state", self.state);
        visit("offered", self.offered);
        visit("expires", self.expires);
        visit("decided", self.decided);
        visit("offered_by_name", self.offered_by_name);
    }
    friend bool operator==(const OwnTransferRow&, const OwnTransferRow&) = default;
};

}  // namespace parasol
