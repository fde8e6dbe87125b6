// The tree of accounts, what a view reads, which scopes are wanted, and the order of pending commands.
#include <algorithm>

#include "catch.h"
#include "replica/account_tree.h"
#include "replica/pending_list.h"
#include "replica/view.h"
#include "replica/wanted_scopes.h"
#include "wire/memory_ports.h"

using namespace parasol;

namespace {

AccountId account(std::uint64_t number) { return AccountId(Id{1, number}); }

AccountIndexRow index_row(std::uint64_t id, std::uint64_t parent, AccountKind kind = AccountKind::customer) {
    AccountIndexRow row;
    row.id = account(id);
    row.parent = account(parent);
    row.kind = kind;
    row.name = "Account " + std::to_string(id);
    return row;
}

// What the tree should say, summed the slow way.
Totals slow_sum(const std::map<Id, AccountIndexRow>& rows, const Id& top) {
    Totals sum;
    for (const auto& [id, row] : rows) {
        if (row.parent != top) continue;
        const Totals below = slow_sum(rows, id);
        const bool counts = row.state != AccountState::closed;
        sum.accounts += below.accounts + (counts ? 1 : 0);
        sum.users += below.users + (counts ? row.users : 0);
        sum.open_requests += below.open_requests + (counts ? row.open_requests : 0);
    }
    return sum;
}

}  // namespace

TEST_CASE("sums follow every change, in whatever order rows come") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SeededChance chance(seed);
        AccountTree tree;
        std::map<Id, AccountIndexRow> rows;
        for (int change = 0; change < 300; ++change) {
            const std::uint64_t number = 2 + chance.below(40);
            // A parent has a lower number: no rings.
            AccountIndexRow row = index_row(number, 1 + chance.below(number - 1), AccountKind::reseller);
            row.users = static_cast<std::int64_t>(chance.below(10));
            row.open_requests = static_cast<std::int64_t>(chance.below(3));
            row.state = chance.one_in(5) ? AccountState::closed : AccountState::active;
            const auto known = rows.find(row.id);
            const AccountIndexRow* before = known == rows.end() ? nullptr : &known->second;
            if (before && chance.one_in(3)) {
                tree.change(before, nullptr);
                rows.erase(known);
            } else {
                tree.change(before, &row);
                rows[row.id] = row;
            }
        }
        for (std::uint64_t number = 1; number <= 42; ++number) {
            CHECK(tree.below(account(number)) == slow_sum(rows, account(number)));
            std::set<Id> bases;
            for (const auto& [id, row] : rows) {
                if (row.parent == account(number)) bases.insert(id);
            }
            CHECK(tree.base_children(account(number)) == bases);
        }
        std::set<Id> asked;
        for (const auto& [id, row] : rows) {
            if (row.open_requests > 0 && row.state != AccountState::closed) asked.insert(id);
        }
        CHECK(tree.with_open_requests() == asked);
    }
}

namespace {

// operator 1 > partner 2 > reseller 3 > customers 4 and 5; a person with grants on 2 (owner) and 4 (viewer).
struct Rows {
    PersonId person{Id{2, 1}};
    FederationId federation{Id{3, 1}};
    ShownRows shown;

    Rows() {
        PersonRow self{person, "Jane Doe", "Jane@Parent.example"};
        RowPatch patch = {whole(
            person_scope(person),
            {self, HeldGrantRow{GrantId(Id{4, 1}), account(2), AccountKind::partner, Role::account_owner},
             HeldGrantRow{GrantId(Id{4, 2}), account(4), AccountKind::customer, Role::viewer}})};
        AccountRow partner;
        partner.id = account(2);
        partner.parent = account(1);
        partner.kind = AccountKind::partner;
        partner.name = "Parent Ltd";
        patch.push_back(whole(account_scope(account(2)), {partner}));
        patch.push_back(whole(face_of(account(1)), {FaceRow{account(1), "Parasol"}}));
        patch.push_back(
            whole(standing_of(account(1)), {StandingRow{account(1), {}, AccountKind::operator_}}));
        patch.push_back(whole(children_of(account(2)), {index_row(3, 2, AccountKind::reseller)}));
        patch.push_back(whole(children_of(account(3)), {index_row(4, 3), index_row(5, 3)}));
        shown.apply_confirmed(patch);
    }
    static PulledScope whole(const Scope& scope, std::vector<Row> rows) {
        return {scope, ScopeAnswer::whole, std::move(rows), {}};
    }
    View view(Instant now = 1000) const { return View(shown.rows(), shown.tree(), person, now); }
    bool wants(const Scope& scope, const std::vector<AccountId>& opened = {}) const {
        return wanted_scopes(shown.rows(), shown.tree(), person, opened).count(scope) != 0;
    }
};

}  // namespace

TEST_CASE("an account is found wherever it is held") {
    Rows rows;
    const View view = rows.view();
    REQUIRE(view.account(account(2)));
    CHECK(view.account(account(2))->in_full);
    CHECK_FALSE(view.account(account(2))->in_list);
    REQUIRE(view.account(account(4)));
    CHECK(view.account(account(4))->in_list);
    CHECK_FALSE(view.account(account(4))->in_full);
    REQUIRE(view.account(account(1)));
    CHECK(view.account(account(1))->name == "Parasol");
    CHECK_FALSE(view.account(account(9)));
    CHECK(view.chain_up(account(4)) ==
          std::vector<AccountId>{account(4), account(3), account(2), account(1)});
    CHECK(view.breadcrumb(account(2), account(4)) ==
          std::vector<AccountId>{account(2), account(3), account(4)});
    CHECK(view.breadcrumb(account(4), account(4)) == std::vector<AccountId>{account(4)});
    CHECK(view.breadcrumb(account(4), account(2)).empty());
    CHECK(view.child_count(account(3)) == 2);
}

TEST_CASE("only the stated path counts") {
    Rows rows;
    const View view = rows.view();
    CHECK(view.access(account(2), Via::parent, account(4), Permission::manage) == Access::allowed);
    CHECK(view.access(account(4), Via::own, account(4), Permission::manage) == Access::not_allowed);
    CHECK(view.access(account(4), Via::own, account(4), Permission::see) == Access::allowed);
    CHECK(view.access(account(3), Via::own, account(3), Permission::see) == Access::not_found);
    CHECK(view.access(account(2), Via::own, account(4), Permission::see) == Access::not_found);
    CHECK(view.access(account(2), Via::parent, account(2), Permission::see) == Access::not_found);
    CHECK(view.access(account(2), Via::parent, account(1), Permission::see) == Access::not_found);
    CHECK(view.access(account(2), Via::federation, account(4), Permission::see) == Access::not_found);
    CHECK(view.best_path(account(4)) == Path{account(4), Via::own});
    CHECK(view.best_path(account(5)) == Path{account(2), Via::parent});
    CHECK_FALSE(view.best_path(account(1)));
}

TEST_CASE("suspension is derived from above") {
    Rows rows;
    AccountIndexRow reseller = index_row(3, 2, AccountKind::reseller);
    reseller.state = AccountState::suspended;
    rows.shown.apply_confirmed({{children_of(account(2)), ScopeAnswer::changes, {reseller}, {}}});
    CHECK(rows.view().effective_state(account(4)) == AccountState::suspended);
    CHECK(rows.view().suspended_by(account(4)) == account(3));
    CHECK(rows.view().effective_state(account(2)) == AccountState::active);
}

TEST_CASE("what is wanted follows from what is held") {
    Rows rows;
    CHECK(rows.wants(invited_scope("jane@parent.example")));
    CHECK(rows.wants(account_scope(account(2))));
    CHECK(rows.wants(people_of(account(2))));
    CHECK(rows.wants(standing_of(account(2))));
    CHECK(rows.wants(standing_of(account(1))));
    CHECK(rows.wants(face_of(account(1))));
    CHECK(rows.wants(children_of(account(2))));
    CHECK(rows.wants(children_of(account(3))));
    CHECK_FALSE(rows.wants(children_of(account(4))));
    CHECK_FALSE(rows.wants(children_of(account(1))));
    CHECK(rows.wants(account_scope(account(4))));
    CHECK_FALSE(rows.wants(account_scope(account(5))));
    CHECK(rows.wants(account_scope(account(5)), {account(5)}));
    CHECK(rows.wants(face_of(account(3)), {account(5)}));

    OwnMembershipRow membership;
    membership.id = MembershipId(Id{5, 1});
    membership.federation = rows.federation;
    membership.owner = true;
    rows.shown.apply_confirmed({Rows::whole(account_scope(account(5)), {membership})});
    CHECK_FALSE(rows.wants(federation_scope(rows.federation)));
    CHECK(rows.wants(federation_scope(rows.federation), {account(5)}));
    // An account owner above it.
    CHECK(rows.wants(federation_owner_scope(rows.federation), {account(5)}));
    membership.owner = false;
    rows.shown.apply_confirmed({Rows::whole(account_scope(account(5)), {membership})});
    CHECK_FALSE(rows.wants(federation_owner_scope(rows.federation), {account(5)}));
    membership.state = MembershipState::left;
    rows.shown.apply_confirmed({Rows::whole(account_scope(account(5)), {membership})});
    CHECK_FALSE(rows.wants(federation_scope(rows.federation), {account(5)}));
}

TEST_CASE("requests to decide are counted once, for those who may decide") {
    Rows rows;
    AccountIndexRow one = index_row(4, 3), two = index_row(5, 3);
    one.open_requests = 2;
    one.federation = FederationId(Id{3, 7});
    two.open_requests = 3;
    two.federation = FederationId(Id{3, 8});
    rows.shown.apply_confirmed({Rows::whole(children_of(account(3)), {one, two})});
    CHECK(rows.view().accounts_with_open_requests().size() == 2);
    CHECK(rows.view().open_request_count() == 5);

    // Opened: its requests are there one by one.
    FederationRow federation;
    federation.id = one.federation;
    federation.owner = one.id;
    JoinRequestRow request;
    request.id = JoinRequestId(Id{8, 1});
    request.federation = federation.id;
    request.expires = 5000;
    JoinRequestRow other = request;
    other.id = JoinRequestId(Id{8, 2});
    rows.shown.apply_confirmed({Rows::whole(federation_scope(federation.id), {federation}),
                                Rows::whole(federation_owner_scope(federation.id), {request, other})});
    CHECK(rows.view().requests_to_decide().size() == 2);
    REQUIRE(rows.view().accounts_with_open_requests().size() == 1);
    CHECK(rows.view().accounts_with_open_requests().front()->id == two.id);
    CHECK(rows.view().open_request_count() == 5);

    // A viewer of all of it, who is an owner elsewhere, decides nothing.
    const PersonRow self{rows.person, "Jane Doe", "Jane@Parent.example"};
    rows.shown.apply_confirmed({Rows::whole(
        person_scope(rows.person),
        {self, HeldGrantRow{GrantId(Id{4, 1}), account(2), AccountKind::partner, Role::viewer},
         HeldGrantRow{GrantId(Id{4, 2}), account(4), AccountKind::customer, Role::account_owner}})});
    CHECK(rows.view().accounts_with_open_requests().empty());
    CHECK(rows.view().open_request_count() == 2);
}

TEST_CASE("a request between two accounts of one person is counted once, among those to decide") {
    Rows rows;
    AccountIndexRow owner = index_row(5, 3);
    owner.open_requests = 1;
    owner.federation = rows.federation;
    FederationRow federation;
    federation.id = rows.federation;
    federation.owner = owner.id;
    OwnRequestRow own;
    own.id = JoinRequestId(Id{8, 1});
    own.federation = rows.federation;
    own.expires = 5000;
    JoinRequestRow request;
    request.id = own.id;
    request.federation = own.federation;
    request.expires = 5000;
    const auto counts = [&](std::size_t decided, std::size_t below, std::size_t asked) {
        const View view = rows.view();
        CHECK(view.requests_to_decide().size() == decided);
        CHECK(view.accounts_with_open_requests().size() == below);
        CHECK(view.own_pending_requests().size() == asked);
        CHECK(view.open_request_count() == static_cast<std::int64_t>(decided + below + asked));
    };
    // Account 4 asks, of an owner that the person does not reach; then of account 5, known from a list alone.
    rows.shown.apply_confirmed({Rows::whole(account_scope(account(4)), {own})});
    counts(0, 0, 1);
    rows.shown.apply_confirmed({Rows::whole(children_of(account(3)), {index_row(4, 3), owner})});
    counts(0, 1, 0);
    // Opened, the owner has it one by one.
    rows.shown.apply_confirmed({Rows::whole(federation_scope(federation.id), {federation}),
                                Rows::whole(federation_owner_scope(federation.id), {request})});
    counts(1, 0, 0);
    // What the owner's side holds no longer, or not yet, still waits for the one who asked.
    request.state = RequestState::rejected;
    rows.shown.apply_confirmed({Rows::whole(federation_owner_scope(federation.id), {request})});
    counts(0, 0, 1);
    own.state = RequestState::rejected;
    rows.shown.apply_confirmed({Rows::whole(account_scope(account(4)), {own})});
    counts(0, 0, 0);
}

namespace {

// Account 4 owns the federation and account 9, of somebody else, is a member of it; the person administers it, and has
// no grant on either.
struct SeatRows : Rows {
    MembershipRow owner, member;
    MemberLimitRow limit;

    SeatRows() {
        FederationRow row;
        row.id = federation;
        row.owner = account(4);
        owner.id = MembershipId(Id{5, 1});
        owner.federation = federation;
        owner.account = account(4);
        owner.position = 1;
        member = owner;
        member.id = MembershipId(Id{5, 2});
        member.account = account(9);
        member.position = 2;
        limit.id = member.id;
        limit.account = member.account;
        limit.limit = Limit::services_only;
        const PersonRow self{person, "Jane Doe", "jane@parent.example"};
        shown.apply_confirmed({
            whole(person_scope(person),
                  {self, HeldGrantRow{GrantId(Id{4, 1}), account(3), AccountKind::reseller, Role::viewer},
                   HeldSeatRow{FederationAdministratorId(Id{9, 1}), federation, "Umbrella", account(4)}}),
            whole(federation_scope(federation), {row, owner, member}),
            whole(federation_owner_scope(federation), {limit}),
        });
    }
    void set_limit(Limit to, Instant until = 0) {
        limit.limit = to;
        limit.until = until;
        shown.apply_confirmed({whole(federation_owner_scope(federation), {limit})});
    }
    Access member_access(Permission permission, Instant now = 0) {
        return view(now).access(account(4), Via::federation, account(9), permission);
    }
};

}  // namespace

TEST_CASE("through a federation its administrator reaches members as far as each limit goes") {
    SeatRows rows;
    CHECK(rows.view().access(account(4), Via::federation, account(4), Permission::manage) == Access::allowed);
    CHECK(rows.member_access(Permission::manage_services) == Access::allowed);
    CHECK(rows.member_access(Permission::manage) == Access::beyond_limit);
    // Home is the owner account or one that is held; a member is neither.
    CHECK(rows.view().access(account(3), Via::federation, account(9), Permission::see) == Access::allowed);
    CHECK(rows.view().access(account(9), Via::federation, account(9), Permission::see) == Access::not_found);
    CHECK(rows.view().access(account(4), Via::federation, account(5), Permission::see) == Access::not_found);
    CHECK(rows.view().best_path(account(9)) == Path{account(4), Via::federation});
    CHECK(rows.view().best_path(account(4)) == Path{account(3), Via::parent});  // a grant comes first

    rows.set_limit(Limit::full, 5000);
    CHECK(rows.member_access(Permission::manage, 4999) == Access::allowed);
    CHECK(rows.member_access(Permission::see, 5000) == Access::beyond_limit);
    rows.set_limit(Limit::full);
    rows.member.account_suspended = true;
    rows.shown.apply_confirmed(
        {{federation_scope(rows.federation), ScopeAnswer::changes, {rows.member}, {}}});
    CHECK(rows.member_access(Permission::see) == Access::not_found);
    rows.member.account_suspended = false;
    rows.member.state = MembershipState::removed;
    rows.shown.apply_confirmed(
        {{federation_scope(rows.federation), ScopeAnswer::changes, {rows.member}, {}}});
    CHECK(rows.member_access(Permission::see) == Access::not_found);
    CHECK_FALSE(rows.view().best_path(account(9)));
}

TEST_CASE("one may work from where a seat's owner account is, and nowhere else without a grant") {
    SeatRows rows;
    CHECK(rows.view().is_home(account(4)));
    CHECK(rows.view().is_home(account(3)));
    CHECK_FALSE(rows.view().is_home(account(9)));
}

TEST_CASE("an offer of the ownership is counted while it is open, for who may accept it") {
    Rows rows;
    OwnTransferRow offer;
    offer.id = TransferId(Id{6, 3});
    offer.federation = rows.federation;
    offer.incoming = true;
    offer.expires = 5000;
    const AccountRow row = *rows.view().account_row(account(2));
    rows.shown.apply_confirmed({Rows::whole(account_scope(account(2)), {row, offer})});
    CHECK(rows.view(4999).open_request_count() == 1);
    REQUIRE(rows.view(4999).offers_to_decide().size() == 1);
    CHECK(rows.view(4999).offers_to_decide().front().account == account(2));
    CHECK(rows.view(5000).open_request_count() == 0);
    offer.incoming = false;  // the other end of it
    rows.shown.apply_confirmed({Rows::whole(account_scope(account(2)), {row, offer})});
    CHECK(rows.view(4999).open_request_count() == 0);
    CHECK(rows.view(4999).offers_to_decide().empty());
}

TEST_CASE("what has run out is not pending, whatever the row says") {
    Rows rows;
    ReceivedInvitationRow invitation;
    invitation.id = InvitationId(Id{6, 1});
    invitation.expires = 5000;
    rows.shown.apply_confirmed({Rows::whole(invited_scope("jane@parent.example"), {invitation})});
    CHECK(rows.view(4999).invitations_received().size() == 1);
    CHECK(rows.view(5000).invitations_received().empty());
}

namespace {

Pending command(std::uint64_t client, std::int64_t seq, std::uint64_t number, bool stored) {
    Pending pending;
    pending.envelope.client = ClientId(Id{7, client});
    pending.envelope.seq = seq;
    pending.envelope.command = Withdraw{FederationId(Id{3, 1}), JoinRequestId(Id{8, 1})};
    pending.number = number;
    pending.stored = stored;
    return pending;
}

std::string order_of(const PendingList& list) {
    std::string order;
    for (std::size_t at = 0; at < list.size(); ++at) {
        order +=
            std::to_string(list.at(at).envelope.client.low) + std::to_string(list.at(at).envelope.seq) + " ";
    }
    return order;
}

}  // namespace

TEST_CASE("stored commands come first, by number and client, then one's own as they were submitted") {
    ShownRows rows;
    PendingList list;
    CHECK(list.add(rows, command(1, 1, 0, false)));
    CHECK(list.add(rows, command(1, 2, 0, false)));
    CHECK(list.add(rows, command(3, 1, 5, true)));
    CHECK(list.add(rows, command(2, 1, 5, true)));
    CHECK(list.add(rows, command(2, 2, 4, true)));
    CHECK_FALSE(list.add(rows, command(2, 2, 4, true)));
    CHECK(order_of(list) == "22 21 31 11 12 ");
    CHECK(list.highest_number() == 5);
    Pending* own = list.find(ClientId(Id{7, 1}), 1);
    REQUIRE(own);
    own->number = 3;
    list.mark_stored(rows, *own);
    CHECK(order_of(list) == "11 22 21 31 12 ");
    CHECK(list.unstored() == 1);
    CHECK(list.take_ended(ClientId(Id{7, 2}), 1).size() == 1);
    CHECK(order_of(list) == "11 22 31 12 ");
}

TEST_CASE("a stored command reads back as it was, and nothing else reads") {
    Pending pending = command(1, 7, 42, true);
    const std::string key = pending_key(pending);
    const std::string record = pending_record(pending.envelope);
    const auto read = read_pending(key, record);
    REQUIRE(read);
    CHECK(read->envelope == pending.envelope);
    CHECK(read->number == 42);
    for (std::size_t at = 0; at < record.size(); ++at) {
        std::string damaged = record;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        CHECK_FALSE(read_pending(key, damaged));
    }
    CHECK_FALSE(read_pending(key, record.substr(0, record.size() - 1)));
    CHECK_FALSE(read_pending(key, ""));
    CHECK_FALSE(read_pending("", record));
    pending.number = 43;
    CHECK_FALSE(read_pending(pending_key(pending) + "x", record));
    // Keys are in the order of numbers.
    CHECK(pending_key(command(1, 1, 9, true)) < pending_key(command(1, 1, 10, true)));
    CHECK(pending_key(command(1, 1, 255, true)) < pending_key(command(1, 1, 4096, true)));
}

TEST_CASE("what a new account brings exists while its command is pending, and not after it is undone") {
    ShownRows rows;
    rows.apply_confirmed({{children_of(account(1)), ScopeAnswer::whole, {}, {}}});
    AccountRow base;
    base.id = account(2);
    base.parent = account(1);
    base.kind = AccountKind::reseller;
    const AppliedChanges applied =
        rows.apply({{account_scope(account(2)), std::nullopt, base},
                    {children_of(account(1)), std::nullopt, index_row(2, 1, AccountKind::reseller)}});
    CHECK(rows.rows().holds(children_of(account(2))));
    CHECK(rows.rows().holds(people_of(account(2))));
    CHECK(rows.confirmed().size() == 1);
    CHECK(rows.tree().below(account(1)).accounts == 1);
    rows.undo(applied);
    CHECK_FALSE(rows.rows().holds(account_scope(account(2))));
    CHECK_FALSE(rows.rows().holds(children_of(account(2))));
    CHECK(rows.rows().holds(children_of(account(1))));
    CHECK(rows.rows().row_count() == 0);
    CHECK(rows.tree().below(account(1)).accounts == 0);
}
