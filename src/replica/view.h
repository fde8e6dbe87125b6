// What every screen reads, as pure reads over the rows a replica holds (confirmed and pending together). An
// account may be held in full (it was opened), as an index row (a list shows it), or only by its standing and
// face (it is above); these helpers find it wherever it is. Nothing here allocates more than its answer, and
// nothing writes. Pointers into rows stay valid until the replica's version changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/permissions.h"
#include "domain/row_set.h"
#include "replica/account_tree.h"

namespace parasol {

// An account from whatever row is held of it.
struct AccountSummary {
    AccountId id;
    AccountId parent;  // none for the root, and where only a face is held
    AccountKind kind = AccountKind::customer;
    AccountState state = AccountState::active;  // own state; see effective_state
    std::string name;                           // empty where only a standing is held
    std::string number;                         // empty: "assigned when synchronised"
    std::string third_party_reference;
    Instant signed_up = 0;
    bool in_full = false;  // account:<id> is held: contact and federation details can be shown
    bool in_list = false;  // an index row is held: users, open_requests and administrators are true
    std::int64_t users = 0;
    std::int64_t open_requests = 0;
    std::int64_t administrators = 0;
    FederationId federation;  // none outside any, or not known
};

// A home and how it reaches the account.
struct Path {
    AccountId home;
    Via via = Via::own;

    friend bool operator==(const Path& a, const Path& b) { return a.home == b.home && a.via == b.via; }
};

// A join request that this person may decide.
struct RequestToDecide {
    const JoinRequestRow* request = nullptr;
    AccountId owner;  // the account to open; its federation is request->federation
};

// An offer of a federation's ownership that this person may accept or decline.
struct OfferToDecide {
    const OwnTransferRow* transfer = nullptr;
    AccountId account;  // that it is offered to
};

// A join request that an account of this person has made and that is pending.
struct OwnPendingRequest {
    const OwnRequestRow* request = nullptr;
    AccountId account;
};

class View {
  public:
    // Whether anything can be done: not in the past.
    enum class Changes : std::uint8_t { possible, none };
    // Borrows all of it.
    View(const RowSet& rows, const AccountTree& tree, PersonId person, Instant now,
         Changes changes = Changes::possible)
        : rows_(rows), tree_(tree), person_(person), now_(now), changes_(changes) {}

    const RowSet& rows() const { return rows_; }
    Instant now() const { return now_; }

    // --- The person ---
    const PersonRow* person() const;  // null until the first pull
    std::vector<const HeldGrantRow*> grants() const;
    std::vector<const HeldSeatRow*> seats() const;  // of federations that the person administers
    // The seat whose owner account this is; null where there is none.
    const HeldSeatRow* seat_at(AccountId owner) const;
    // Whether one may work from there: by a grant on it, or as administrator of the federation that it owns.
    bool is_home(AccountId account) const { return !roles_on(account).empty() || seat_at(account) != nullptr; }
    // What the person was told, the newest first.
    std::vector<const NoticeRow*> notices() const;
    std::int64_t unread_notices() const;
    std::int64_t muted_notices() const;  // as NoticePreferencesRow has it
    std::int64_t mailed_notices() const;
    // Pending, not expired, addressed to this person.
    std::vector<const ReceivedInvitationRow*> invitations_received() const;

    // --- Accounts ---
    std::optional<AccountSummary> account(AccountId id) const;
    const AccountRow* account_row(AccountId id) const;     // held in full
    const AccountIndexRow* index_row(AccountId id) const;  // held as a list row
    // Name, number or "" where nothing is known; for chains and headings.
    std::string name_of(AccountId id) const;
    AccountId parent_of(AccountId id) const;
    // The account itself, its parent, ... as far as is known.
    std::vector<AccountId> chain_up(AccountId id) const;
    // The breadcrumb: home first, the account last; empty where the account is not home and not below it.
    std::vector<AccountId> breadcrumb(AccountId home, AccountId account) const;
    // Whether children:<base> is held; false: still coming.
    bool children_known(AccountId base) const { return rows_.holds(children_of(base)); }
    template <class Visit>
    void each_child(AccountId base, Visit&& visit) const {
        rows_.each<AccountIndexRow>(children_of(base), std::forward<Visit>(visit));
    }
    // At most `most` of them, in the order of their ids: those after one, or the first after none.
    template <class Visit>
    void each_child_after(AccountId base, AccountId after, std::size_t most, Visit&& visit) const {
        const ScopeRows* rows = rows_.scope(children_of(base));
        if (rows) rows->each_after<AccountIndexRow>(after, most, std::forward<Visit>(visit));
    }
    std::size_t child_count(AccountId base) const;
    // How the account looks to whoever works in it: a base account's own face, else that of the account it buys from;
    // all empty where neither is held.
    const FaceRow& brand_of(AccountId account) const;
    // The logo that goes with it, as base64; empty where there is none or it is not held.
    const std::string& logo_for(AccountId account) const;
    Totals below(AccountId account) const { return tree_.below(account); }
    // A base account and those below it, each after the one it is below; as far as lists tell.
    std::vector<AccountId> bases_from(AccountId top) const;
    // Suspended where the account or anything known above it is. Unknown ancestors count as active.
    AccountState effective_state(AccountId account) const;
    // The nearest suspended account on the chain, itself included; none where there is none.
    AccountId suspended_by(AccountId account) const;

    // --- What may be done ---
    // Whether this path permits it, as far as is known here. The authority decides again.
    Access access(AccountId home, Via via, AccountId account, Permission permission) const;
    bool may(AccountId home, Via via, AccountId account, Permission permission) const {
        return access(home, via, account, permission) == Access::allowed;
    }
    // The person's roles on home (several grants are possible), strongest first.
    std::vector<Role> roles_on(AccountId home) const;
    // By which path this person best reaches the account: a grant on it, else the nearest above, else a federation;
    // nullopt: not at all.
    std::optional<Path> best_path(AccountId account) const;

    // --- Administrators ---
    std::vector<const GrantRow*> administrators(AccountId account) const;         // by name
    std::vector<const InvitationRow*> open_invitations(AccountId account) const;  // pending, newest first

    // --- Federations ---
    // The active membership of an account held in full; null outside any federation.
    const OwnMembershipRow* membership_of(AccountId account) const;
    // From the membership, else from the index row; none outside any.
    FederationId federation_of(AccountId account) const;
    const FederationRow* federation(FederationId id) const;
    // Active members by position; of a federation whose scope is held.
    std::vector<const MembershipRow*> members(FederationId id) const;
    // Ended memberships, the last ended first.
    std::vector<const MembershipRow*> past_members(FederationId id) const;
    // Pending and not expired, oldest first.
    std::vector<const JoinRequestRow*> pending_requests(FederationId id) const;
    // Decided or ended, the last first.
    std::vector<const JoinRequestRow*> past_requests(FederationId id) const;
    // Newest first; live and ended.
    std::vector<const AccessCodeRow*> codes(FederationId id) const;
    // The accounts that a code brought in, members and former ones, the first first.
    std::vector<const JoinRequestRow*> brought_in_by(const AccessCodeRow& code) const;
    // In office, the longest first.
    std::vector<const FederationAdministratorRow*> federation_administrators(FederationId id) const;
    // The offer of the ownership that is open, on the owner's side; null where there is none.
    const TransferRow* open_transfer(FederationId id) const;
    // The one that is offered to this account and open; null where there is none.
    const OwnTransferRow* offered_transfer(AccountId account) const;
    // What the member lets the federation's administrators do: by its own row, else by the owner's copy; nullopt
    // where neither is held.
    std::optional<Limit> limit_of(const MembershipRow& member) const;
    // The row of an account's active membership; null outside any federation.
    const LimitRow* limit_row(AccountId account) const;
    // Live, not expired, with uses left.
    bool is_usable(const AccessCodeRow& code) const;
    // What an account asked: pending and not expired; null where there is none.
    const OwnRequestRow* pending_request_of(AccountId account) const;
    // Ended ones, the last first.
    std::vector<const OwnRequestRow*> past_requests_of(AccountId account) const;

    // --- The count at "Requests" ---
    // In federations whose owner account is held in full (own homes and opened accounts).
    std::vector<RequestToDecide> requests_to_decide() const;
    // Offered to accounts held in full, and this person may accept.
    std::vector<OfferToDecide> offers_to_decide() const;
    // Accounts with further open requests that this person may decide, known from lists alone; open them to see and
    // decide.
    std::vector<const AccountIndexRow*> accounts_with_open_requests() const;
    // What accounts held in full have asked, without what stands among those to decide: who asked may be who decides.
    std::vector<OwnPendingRequest> own_pending_requests() const;
    // All of these, and invitations.
    std::int64_t open_request_count() const;

  private:
    AccountState own_state(AccountId account) const;
    bool is_below(AccountId home, AccountId account) const;
    bool may_decide_at(AccountId owner) const;  // by any grant on it or above
    // `below`: accounts_with_open_requests.
    bool is_to_decide(const OwnRequestRow& request, const std::vector<const AccountIndexRow*>& below) const;
    Access access_through_federation(AccountId home, AccountId account, Permission permission) const;

    const RowSet& rows_;
    const AccountTree& tree_;
    PersonId person_;
    Instant now_;
    Changes changes_;
};

}  // namespace parasol
