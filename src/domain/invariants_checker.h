// The judge of invariants.h, one row type after the other: `check` is asked of a row as it is, `check_left` of a row
// as it was before a change, for what that may have left behind. Internal to src/domain; its definitions are in
// invariants_*.cpp by subject.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "domain/row_set.h"
#include "domain/states.h"

namespace parasol::invariants {

inline constexpr std::size_t most_messages = 100;

class Checker {
  public:
    explicit Checker(const RowSet& rows) : rows_(rows) {}

    void everything();
    void of(const ChangeSet& changes);
    std::vector<std::string> take() { return std::move(messages_); }

  private:
    void say(std::string message) {
        if (messages_.size() < most_messages) messages_.push_back(std::move(message));
    }
    template <class R>
    void expect(bool holds, const Scope& scope, const R& row, std::string_view sentence) {
        if (holds || messages_.size() >= most_messages) return;
        say(to_string(scope) + ' ' + std::string(row_type_name(row_type<R>)) + ' ' + to_string(row.id) +
            ": " + std::string(sentence));
    }
    template <class R>
    const R* find(const Scope& scope, const Id& id) const {
        return rows_.find<R>(scope, id);
    }
    const AccountRow* account(AccountId id) const { return find<AccountRow>(account_scope(id), id); }
    const FederationRow* federation(FederationId id) const {
        return find<FederationRow>(federation_scope(id), id);
    }

    // Accounts, people and their copies.
    void check(const Scope& scope, const AccountRow& row);
    void check_place(const Scope& scope, const AccountRow& row);
    AccountIndexRow expected_index(const AccountRow& row);
    std::int64_t pending_in(FederationId id) const;
    void check_index_of(AccountId id);
    void check_own(const Scope& scope, const AccountRow& row);
    void check_closed(const Scope& scope, const AccountRow& row, bool ended);
    void check(const Scope& scope, const AccountIndexRow& row);
    void check(const Scope& scope, const StandingRow& row);
    void check(const Scope& scope, const FaceRow& row);
    void check(const Scope& scope, const NumberKeyRow& row);
    void check(const Scope& scope, const PersonRow& row);
    void check(const Scope& scope, const EmailKeyRow& row);
    void check(const Scope& scope, const GrantRow& row);
    void check(const Scope& scope, const HeldGrantRow& row);
    void check(const Scope& scope, const InvitationRow& row);
    static ReceivedInvitationRow expected_received(const InvitationRow& row);
    void check(const Scope& scope, const ReceivedInvitationRow& row);
    void check(const Scope& scope, const ActivityRow& row);
    FaceRow expected_face(const AccountRow& row) const;
    void check(const Scope& scope, const LogoRow& row);
    void check(const Scope& scope, const NoticeRow& row);
    void check(const Scope& scope, const NoticePreferencesRow& row);

    // Federations.
    void check(const Scope& scope, const FederationRow& row);
    void check(const Scope& scope, const MembershipRow& row);
    OwnMembershipRow expected_own(const MembershipRow& row, const FederationRow& of) const;
    void check(const Scope& scope, const OwnMembershipRow& row);
    void check(const Scope& scope, const AccessCodeRow& row);
    void check(const Scope& scope, const JoinRequestRow& row);
    void check(const Scope& scope, const OwnRequestRow& row);
    void check_gifts(const Scope& scope, const MembershipRow& row);
    bool is_member(AccountId account, FederationId id) const;
    void check(const Scope& scope, const LimitRow& row);
    static MemberLimitRow expected_limit(const LimitRow& row);
    void check(const Scope& scope, const MemberLimitRow& row);
    void check(const Scope& scope, const FederationAdministratorRow& row);
    void check(const Scope& scope, const HeldSeatRow& row);
    void check(const Scope& scope, const TransferRow& row);
    static OwnTransferRow expected_transfer(const TransferRow& row, const FederationRow& of, bool incoming);
    void check(const Scope& scope, const OwnTransferRow& row);

    // Keys. `at` is when a row ends by itself; null where it does not.
    void check(const Scope& scope, const CodeKeyRow& row);
    void check(const Scope& scope, const SealedCodeRow& row);
    void check(const Scope& scope, const TicketRow& row);
    void check(const Scope&, const TriesRow&);
    void check(const Scope&, const SessionRow&);
    void check(const Scope& scope, const SessionUseRow& row);
    void check(const Scope& scope, const SecondFactorRow& row);
    void check(const Scope& scope, const MailRow& row);
    void check(const Scope& scope, const ErasureRow& row);
    void check(const Scope& scope, const PasswordRow& row);
    void check(const Scope& scope, const LinkRow& row);
    void check(const Scope& scope, const LinkOfRow& row);
    void check(const Scope& scope, const DueRow& row);
    std::optional<Instant> ends_at(const DueRow& row) const;
    template <class R>
    void check_due(const Scope& scope, const R& row, DueKind kind, const Id& owner, const Instant* at) {
        if (!at) return;  // a DueRow that is left over is found from its own side
        const auto* due = find<DueRow>(due_key(utc_day(*at)), row.id);
        expect(due && due->kind == kind && due->owner == owner && due->at == *at, scope, row,
               "nothing will end it when it is due");
    }

    template <class R>
    void check_reminder(const Scope& scope, const R& row, DueKind kind, const Id& owner) {
        const auto at = reminder_of(row);
        check_due(scope, row, kind, owner, at ? &*at : nullptr);
    }
    template <class R>
    void check_reminder_left(const R& row) {
        if (const auto at = reminder_of(row)) check_still<DueRow>(due_key(utc_day(*at)), row.id);
    }

    // What a change left behind: copies of the image before.
    template <class R>
    void check_still(const Scope& scope, const Id& id) {
        if (const R* row = find<R>(scope, id)) check(scope, *row);
    }
    template <class R>
    void expect_kept(const Scope& scope, const R& row) {
        expect(find<R>(scope, row.id) != nullptr, scope, row, "was erased, and is history");
    }
    void check_left(const Scope& scope, const AccountRow& row);
    void check_left(const Scope& scope, const AccountIndexRow& row);
    void check_left(const Scope& scope, const FaceRow& row);
    void check_left(const Scope&, const LogoRow& row);
    void check_left(const Scope& scope, const PersonRow& row);
    void check_left(const Scope&, const GrantRow& row);
    void check_left(const Scope&, const HeldGrantRow& row);
    void check_left(const Scope& scope, const InvitationRow& row);
    void check_left(const Scope& scope, const FederationRow& row);
    void check_left(const Scope&, const TicketRow& row);
    void check_left(const Scope& scope, const AccessCodeRow& row);
    void check_left(const Scope& scope, const JoinRequestRow& row);
    void check_left(const Scope&, const DueRow& row);
    void check_left(const Scope& scope, const LimitRow& row);
    void check_left(const Scope& scope, const TransferRow& row);
    void check_left(const Scope& scope, const HeldSeatRow& row);
    void check_left(const Scope& scope, const ActivityRow& row);
    template <class R>
    void check_left(const Scope& scope, const R& row) {
        constexpr bool ends =
            std::is_same_v<R, TriesRow> || std::is_same_v<R, SessionRow> || std::is_same_v<R, NoticeRow> ||
            std::is_same_v<R, LinkRow> || std::is_same_v<R, LinkOfRow> || std::is_same_v<R, SessionUseRow> ||
            std::is_same_v<R, SecondFactorRow> || std::is_same_v<R, MailRow> ||
            std::is_same_v<R, ErasureRow>;
        if constexpr (!ends) expect_kept(scope, row);
    }

    // What only a whole scope can say.
    static bool needs_groups(const Change& change);
    void add_groups_of(const Scope& scope);
    void check_groups();
    void check_siblings(AccountId base);
    void check_people(AccountId on);
    void check_federation(FederationId id);
    void check_codes(const FederationRow& row);
    void check_offices(const FederationRow& row);

    const RowSet& rows_;
    std::vector<std::string> messages_;
    std::set<AccountId> bases_;
    std::set<AccountId> peoples_;
    std::set<FederationId> federations_;
};

}  // namespace parasol::invariants
