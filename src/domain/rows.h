// The rows: everything that is true, as plain values. A row is either a *source* (rules write it) or a *copy*
// (projections.h derives it from a source in the same commit, for readers who may not see the source). Each
// row type names its fields once, in `fields(row, visit)`: JSON, binary pages, CSV and differences derive
// from it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/activity_row.h"
#include "domain/federation_rows.h"
#include "domain/ids.h"
#include "domain/key_people_rows.h"
#include "domain/key_rows.h"
#include "domain/notice_rows.h"
#include "domain/row_enums.h"
#include "domain/scope.h"

namespace parasol {

// Who to write to about an account.
struct Contact {
    std::string name;
    std::string email;
    std::string phone;
    std::string street;
    std::string city;
    std::string postcode;
    std::string country;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("name", self.name);
        visit("email", self.email);
        visit("phone", self.phone);
        visit("street", self.street);
        visit("city", self.city);
        visit("postcode", self.postcode);
        visit("country", self.country);
    }
    friend bool operator==(const Contact&, const Contact&) = default;
};

// How a base account looks to those below it (PRODUCT 4 "branding"); what is empty is inherited from above.
struct Brand {
    std::string name;    // in place of "Parasol"
    std::string colour;  // "#1a73e8"
    bool logo = false;   // it has one of its own: its LogoRow

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("name", self.name);
        visit("colour", self.colour);
        visit("logo", self.logo);
    }
    friend bool operator==(const Brand&, const Brand&) = default;
};

// Source. Lives in account:<id>.
struct AccountRow {
    AccountId id;
    AccountId parent;  // none for the root
    AccountKind kind = AccountKind::customer;
    AccountState state = AccountState::active;  // own state; suspended ancestors are read from standing
    std::string name;
    std::string number;  // nine digits; empty on a client until the authority has drawn it
    std::string third_party_reference;
    Contact contact;
    Instant signed_up = 0;
    bool may_federate_outside = false;  // base accounts: sub accounts may federate outside this partner
    Brand brand;                        // base accounts: its own

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("parent", self.parent);
        visit("kind", self.kind);
        visit("state", self.state);
        visit("name", self.name);
        visit("number", self.number);
        visit("third_party_reference", self.third_party_reference);
        visit("contact", self.contact);
        visit("signed_up", self.signed_up);
        visit("may_federate_outside", self.may_federate_outside);
        visit("brand", self.brand);
    }
    friend bool operator==(const AccountRow&, const AccountRow&) = default;
};

// Copy. Lives in children:<parent>. What a list of sub accounts shows.
struct AccountIndexRow {
    AccountId id;
    AccountId parent;
    AccountKind kind = AccountKind::customer;
    AccountState state = AccountState::active;  // own state
    std::string name;
    std::string number;
    std::string third_party_reference;
    Instant signed_up = 0;
    std::int64_t users = 0;           // its own telephone users
    std::int64_t open_requests = 0;   // pending join requests to decide
    std::int64_t administrators = 0;  // own grants; 0 = has no administrator yet
    FederationId federation;          // none outside any federation

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("parent", self.parent);
        visit("kind", self.kind);
        visit("state", self.state);
        visit("name", self.name);
        visit("number", self.number);
        visit("third_party_reference", self.third_party_reference);
        visit("signed_up", self.signed_up);
        visit("users", self.users);
        visit("open_requests", self.open_requests);
        visit("administrators", self.administrators);
        visit("federation", self.federation);
    }
    friend bool operator==(const AccountIndexRow&, const AccountIndexRow&) = default;
};

// Copy. Lives in standing:<base>. The chain upwards, without names.
struct StandingRow {
    AccountId id;
    AccountId parent;
    AccountKind kind = AccountKind::reseller;
    AccountState state = AccountState::active;
    bool may_federate_outside = false;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("parent", self.parent);
        visit("kind", self.kind);
        visit("state", self.state);
        visit("may_federate_outside", self.may_federate_outside);
    }
    friend bool operator==(const StandingRow&, const StandingRow&) = default;
};

// Copy. Lives in face:<base>. What those directly below see of the account they buy from.
struct FaceRow {
    AccountId id;
    std::string name;
    // Its brand, and where it has none of its own, what it inherits.
    std::string brand_name;
    std::string brand_colour;
    AccountId logo_of;  // the account whose LogoRow counts; none: Parasol's

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("name", self.name);
        visit("brand_name", self.brand_name);
        visit("brand_colour", self.brand_colour);
        visit("logo_of", self.logo_of);
    }
    friend bool operator==(const FaceRow&, const FaceRow&) = default;
};

// Source. Lives in logo:<id>, apart from the account: it is large, and seen by all below.
struct LogoRow {
    AccountId id;
    std::string png;  // base64; see brand.h

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("png", self.png);
    }
    friend bool operator==(const LogoRow&, const LogoRow&) = default;
};

// Source. Lives in person:<id>.
struct PersonRow {
    PersonId id;
    std::string name;
    std::string email;  // as typed; compared in lower case

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("name", self.name);
        visit("email", self.email);
    }
    friend bool operator==(const PersonRow&, const PersonRow&) = default;
};

// Source. Lives in people:<account>. A Person's Role on an Account.
struct GrantRow {
    GrantId id;
    AccountId account;
    PersonId person;
    Role role = Role::viewer;
    std::string person_name;
    std::string person_email;
    Instant since = 0;
    PersonId given_by;  // none for the first of all
    FederationId through;      // given by an administrator of this federation: ends with the membership
    std::string through_name;  // the federation's

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("account", self.account);
        visit("person", self.person);
        visit("role", self.role);
        visit("person_name", self.person_name);
        visit("person_email", self.person_email);
        visit("since", self.since);
        visit("given_by", self.given_by);
        visit("through", self.through);
        visit("through_name", self.through_name);
    }
    friend bool operator==(const GrantRow&, const GrantRow&) = default;
};

// Copy of a grant. Lives in person:<person>: the switcher, the first pull and every permission check start
// here.
struct HeldGrantRow {
    GrantId id;
    AccountId account;
    AccountKind account_kind = AccountKind::customer;
    Role role = Role::viewer;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("account", self.account);
        visit("account_kind", self.account_kind);
        visit("role", self.role);
    }
    friend bool operator==(const HeldGrantRow&, const HeldGrantRow&) = default;
};

// Source. Lives in people:<account>. Bound to its address; expires after 14 days.
struct InvitationRow {
    InvitationId id;
    AccountId account;
    std::string account_name;  // as it was when invited: what the invited person is shown
    std::string email;         // lower case
    Role role = Role::viewer;
    InvitationState state = InvitationState::pending;
    Instant invited = 0;
    Instant expires = 0;
    PersonId invited_by;
    std::string invited_by_name;
    AccountKind account_kind = AccountKind::customer;
    FederationId through;  // as in the grant that it becomes
    std::string through_name;
    bool reminded = false;  // that it expires soon

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("account", self.account);
        visit("account_name", self.account_name);
        visit("email", self.email);
        visit("role", self.role);
        visit("state", self.state);
        visit("invited", self.invited);
        visit("expires", self.expires);
        visit("invited_by", self.invited_by);
        visit("invited_by_name", self.invited_by_name);
        visit("account_kind", self.account_kind);
        visit("through", self.through);
        visit("through_name", self.through_name);
        visit("reminded", self.reminded);
    }
    friend bool operator==(const InvitationRow&, const InvitationRow&) = default;
};

// Copy of an invitation. Lives in invited:<email>, read by the person of that address.
struct ReceivedInvitationRow {
    InvitationId id;
    AccountId account;
    std::string account_name;
    AccountKind account_kind = AccountKind::customer;
    Role role = Role::viewer;
    InvitationState state = InvitationState::pending;
    Instant invited = 0;
    Instant expires = 0;
    std::string invited_by_name;

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("id", self.id);
        visit("account", self.account);
        visit("account_name", self.account_name);
        visit("account_kind", self.account_kind);
        visit("role", self.role);
        visit("state", self.state);
        visit("invited", self.invited);
        visit("expires", self.expires);
        visit("invited_by_name", self.invited_by_name);
    }
    friend bool operator==(const ReceivedInvitationRow&, const ReceivedInvitationRow&) = default;
};

// Every row type. The order is the type's number in binary pages: append only.
using Row = std::variant<AccountRow, AccountIndexRow, StandingRow, FaceRow, PersonRow, GrantRow, HeldGrantRow,
                         InvitationRow, ReceivedInvitationRow, FederationRow, MembershipRow, OwnMembershipRow,
                         AccessCodeRow, JoinRequestRow, OwnRequestRow, NumberKeyRow, EmailKeyRow, CodeKeyRow,
                         SealedCodeRow, TicketRow, TriesRow, SessionRow, DueRow, LimitRow, MemberLimitRow,
                         FederationAdministratorRow, HeldSeatRow, TransferRow, OwnTransferRow, ActivityRow, NoticeRow,
                         NoticePreferencesRow, LogoRow, PasswordRow, LinkRow, LinkOfRow, SessionUseRow,
                         SecondFactorRow, MailRow, ErasureRow>;

inline constexpr std::size_t row_type_count = std::variant_size_v<Row>;

// The row's name in messages, "account_index"; in the order of `Row`.
std::string_view row_type_name(std::size_t type);
std::optional<std::size_t> parse_row_type(std::string_view name);

inline Id row_id(const Row& row) {
    return std::visit([](const auto& value) -> Id { return value.id; }, row);
}

namespace detail {
template <class R, class Variant>
struct IndexIn;
template <class R, class... Rest>
struct IndexIn<R, std::variant<R, Rest...>> {
    static constexpr std::size_t value = 0;
};
template <class R, class First, class... Rest>
struct IndexIn<R, std::variant<First, Rest...>> {
    static constexpr std::size_t value = 1 + IndexIn<R, std::variant<Rest...>>::value;
};
}  // namespace detail

// The number of a row type, for messages, pages and tables.
template <class R>
inline constexpr std::size_t row_type = detail::IndexIn<R, Row>::value;

}  // namespace parasol
