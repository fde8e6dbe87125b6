// The commands of federations: making one, codes, requests, memberships, ownership, administrators and limits. Part of
// commands.h.
#pragma once

#include <string>

#include "domain/ids.h"
#include "domain/rows.h"

namespace parasol {

// Makes the federation, the owner's membership and a first access code (30 days, 10 uses).
struct CreateFederation {
    FederationId federation;
    MembershipId membership;
    AccessCodeId code;
    std::string name;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("membership", self.membership);
        visit("code", self.code);
        visit("name", self.name);
    }
    friend bool operator==(const CreateFederation&, const CreateFederation&) = default;
};

// On the owner's account.
struct IssueCode {
    FederationId federation;
    AccessCodeId code;
    std::string label;
    Instant expires = 0;  // at most a year ahead
    std::int64_t uses = 0;
    std::string only_for;  // number of the one account it is for; empty = any
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("code", self.code);
        visit("label", self.label);
        visit("expires", self.expires);
        visit("uses", self.uses);
        visit("only_for", self.only_for);
    }
    friend bool operator==(const IssueCode&, const IssueCode&) = default;
};

struct RevokeCode {
    FederationId federation;
    AccessCodeId code;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("code", self.code);
    }
    friend bool operator==(const RevokeCode&, const RevokeCode&) = default;
};

// On the account that asks, with the ticket that look_up_code answered, and with what the federation's
// administrators may do there once it is a member: where nothing is said, nothing.
struct Join {
    JoinRequestId request;
    TicketId ticket;
    Limit limit = Limit::paused;
    Instant limit_until = 0;  // 0 = no end
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("request", self.request);
        visit("ticket", self.ticket);
        visit("limit", self.limit);
        visit("limit_until", self.limit_until);
    }
    friend bool operator==(const Join&, const Join&) = default;
};

// On the account that asked.
struct Withdraw {
    FederationId federation;
    JoinRequestId request;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("request", self.request);
    }
    friend bool operator==(const Withdraw&, const Withdraw&) = default;
};

// On the owner's account, with the card that was shown.
struct Accept {
    FederationId federation;
    JoinRequestId request;
    MembershipId membership;
    RequesterCard shown;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("request", self.request);
        visit("membership", self.membership);
        visit("shown", self.shown);
    }
    friend bool operator==(const Accept&, const Accept&) = default;
};

struct Reject {
    FederationId federation;
    JoinRequestId request;
    std::string message;  // may be empty
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("request", self.request);
        visit("message", self.message);
    }
    friend bool operator==(const Reject&, const Reject&) = default;
};

// On the owner's account.
struct RemoveMember {
    FederationId federation;
    MembershipId membership;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("membership", self.membership);
    }
    friend bool operator==(const RemoveMember&, const RemoveMember&) = default;
};

// On the member's account. The owner, alone, dissolves by leaving; while others remain it is refused.
struct Leave {
    FederationId federation;
    MembershipId membership;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("membership", self.membership);
    }
    friend bool operator==(const Leave&, const Leave&) = default;
};

// On the owner's account, with the federation's name typed.
struct Dissolve {
    FederationId federation;
    std::string typed_name;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("typed_name", self.typed_name);
    }
    friend bool operator==(const Dissolve&, const Dissolve&) = default;
};

// On the owner's account: offers the ownership to an active member, for 30 days.
struct OfferTransfer {
    FederationId federation;
    TransferId transfer;
    MembershipId membership;  // of the account that is to own it
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("transfer", self.transfer);
        visit("membership", self.membership);
    }
    friend bool operator==(const OfferTransfer&, const OfferTransfer&) = default;
};

// On the account that it is offered to. All codes are revoked, the federation administrators end, and the
// account that owned it is paused until it sets its limit.
struct AcceptTransfer {
    FederationId federation;
    TransferId transfer;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("transfer", self.transfer);
    }
    friend bool operator==(const AcceptTransfer&, const AcceptTransfer&) = default;
};

// On the account that it is offered to.
struct DeclineTransfer {
    FederationId federation;
    TransferId transfer;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("transfer", self.transfer);
    }
    friend bool operator==(const DeclineTransfer&, const DeclineTransfer&) = default;
};

// On the owner's account.
struct WithdrawTransfer {
    FederationId federation;
    TransferId transfer;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("transfer", self.transfer);
    }
    friend bool operator==(const WithdrawTransfer&, const WithdrawTransfer&) = default;
};

// On the owner's account. Names somebody whom the commanding person sees from home: the holder of a grant on
// `through`, which is home or an account below it. So naming never says whether an address is known.
struct NameFederationAdministrator {
    FederationId federation;
    FederationAdministratorId administrator;
    PersonId person;
    AccountId through;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("administrator", self.administrator);
        visit("person", self.person);
        visit("through", self.through);
    }
    friend bool operator==(const NameFederationAdministrator&, const NameFederationAdministrator&) = default;
};

// On the owner's account.
struct EndFederationAdministrator {
    FederationId federation;
    FederationAdministratorId administrator;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("administrator", self.administrator);
    }
    friend bool operator==(const EndFederationAdministrator&, const EndFederationAdministrator&) = default;
};

// On the member's account: what the federation's administrators may do there from now on.
struct SetLimit {
    FederationId federation;
    MembershipId membership;
    Limit limit = Limit::paused;
    Instant until = 0;  // then it becomes paused; 0 = no end
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("federation", self.federation);
        visit("membership", self.membership);
        visit("limit", self.limit);
        visit("until", self.until);
    }
    friend bool operator==(const SetLimit&, const SetLimit&) = default;
};

}  // namespace parasol
