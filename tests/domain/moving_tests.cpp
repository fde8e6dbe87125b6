// Moving an account under another base account of the same partner (PRODUCT 4): who may, where to, and what follows.
#include "catch.h"
#include "domain/federation_world.h"
#include "domain/visibility.h"

using namespace parasol;
using federation_tests::FederationWorld;
using world::Actor;
using world::World;

namespace {

// Below north also the reseller heath, and below moor the reseller fen with the customer reed.
struct Moving : FederationWorld {
    AccountId heath = reseller(north, "Heath");
    AccountId fen = reseller(moor, "Fen");
    AccountId reed = customer(fen, "Reed");
    PersonId hanna = person(heath, Role::account_owner, "Hanna");

    std::string move(AccountId account, AccountId to) { return give(as(norman, account), MoveAccount{to}); }
    bool lists(AccountId base, AccountId account) const {
        return rows.find<AccountIndexRow>(children_of(base), account) != nullptr;
    }
    bool reads(PersonId person, const Scope& scope) {
        Work work(rows);
        return may_read(work, person, scope, now) == Reading::yes;
    }
};

}  // namespace

TEST_CASE("A moved account is below the other base account, with its counts") {
    Moving m;
    const auto trees = m.create(m.elm);
    m.ask(m.birch, trees);
    const AccountIndexRow before = *m.index(m.elm);
    REQUIRE(before.open_requests == 1);
    REQUIRE(before.federation == trees.id);
    CHECK(m.move(m.elm, m.heath) == "done");
    CHECK(m.account(m.elm).parent == m.heath);
    CHECK_FALSE(m.lists(m.moor, m.elm));
    REQUIRE(m.lists(m.heath, m.elm));
    AccountIndexRow expected = before;
    expected.parent = m.heath;
    CHECK(*m.index(m.elm) == expected);
    // What counts there goes on counting.
    m.ask(m.cedar, trees);
    CHECK(m.index(m.elm)->open_requests == 2);
    CHECK(m.move(m.elm, m.heath) == "same");
    CHECK(m.move(m.elm, m.north) == "done");
    CHECK(m.lists(m.north, m.elm));
    m.expect_whole();
}

TEST_CASE("A moved base account takes along what is below it, and who reads what follows") {
    Moving m;
    CHECK(m.reads(m.mo, children_of(m.fen)));
    CHECK(m.reads(m.mo, account_scope(m.reed)));
    CHECK_FALSE(m.reads(m.hanna, account_scope(m.reed)));
    CHECK_FALSE(m.reads(m.hanna, children_of(m.fen)));
    const PersonId rita = m.person(m.reed, Role::account_owner, "Rita");
    const PersonId fiona = m.person(m.fen, Role::account_owner, "Fiona");
    CHECK(m.reads(fiona, face_of(m.moor)));
    CHECK(m.reads(rita, standing_of(m.moor)));

    CHECK(m.move(m.fen, m.heath) == "done");
    CHECK(m.row<StandingRow>(standing_of(m.fen), m.fen).parent == m.heath);
    CHECK(m.account(m.reed).parent == m.fen);
    CHECK(m.lists(m.fen, m.reed));
    CHECK(m.reads(m.hanna, account_scope(m.reed)));
    CHECK(m.reads(m.hanna, children_of(m.fen)));
    for (const Scope& scope : {account_scope(m.reed), children_of(m.fen), people_of(m.fen), standing_of(m.heath)}) {
        CHECK_FALSE(m.reads(m.mo, scope));
    }
    CHECK(m.reads(fiona, face_of(m.heath)));
    CHECK_FALSE(m.reads(fiona, face_of(m.moor)));
    CHECK(m.reads(rita, standing_of(m.heath)));
    CHECK_FALSE(m.reads(rita, standing_of(m.moor)));
    CHECK(m.give(m.parent(m.mo, m.moor, m.reed), SuspendAccount{}) == "not_found");
    CHECK(m.give(m.parent(m.hanna, m.heath, m.reed), SuspendAccount{}) == "done");
    m.expect_whole();
}

TEST_CASE("Moving needs a grant above the account, and reaches no further than that path") {
    Moving m;
    CHECK(m.give(m.own(m.ella, m.elm), MoveAccount{m.heath}) == "needs_grant_above");
    CHECK(m.give(m.own(m.mo, m.moor), MoveAccount{m.heath}) == "needs_grant_above");
    CHECK(m.give(m.own(m.staff, m.root), MoveAccount{m.north}) == "root_account");
    CHECK(m.give(m.parent(m.mo, m.moor, m.elm), MoveAccount{m.heath}) == "not_found");
    CHECK(m.give(m.parent(m.mo, m.moor, m.elm), MoveAccount{m.north}) == "not_found");
    CHECK(m.give(m.parent(m.mo, m.moor, m.elm), MoveAccount{m.fresh<AccountId>()}) == "not_found");
    CHECK(m.give(m.parent(m.hanna, m.heath, m.elm), MoveAccount{m.heath}) == "not_found");
    // By another path of the same person it would be reached; only the stated one counts.
    m.appoint(m.mo, m.heath, Role::account_owner);
    CHECK(m.give(m.parent(m.mo, m.moor, m.elm), MoveAccount{m.heath}) == "not_found");
    CHECK(m.give(m.parent(m.mo, m.moor, m.elm), MoveAccount{m.fen}) == "done");
    CHECK(m.give(m.parent(m.mo, m.moor, m.elm), MoveAccount{m.moor}) == "done");  // home itself
    const PersonId viewer = m.person(m.north, Role::viewer, "Viewer");
    CHECK(m.give(m.parent(viewer, m.north, m.elm), MoveAccount{m.heath}) == "not_allowed");
}

TEST_CASE("Each place where an account cannot go has its name") {
    Moving m;
    const auto by_staff = [&](AccountId account, AccountId to) {
        return m.give(m.as(m.staff, account), MoveAccount{to});
    };
    CHECK(m.move(m.moor, m.moor) == "move_below_itself");
    CHECK(m.move(m.moor, m.fen) == "move_below_itself");
    CHECK(m.move(m.moor, m.elm) == "move_below_itself");
    CHECK(m.move(m.elm, m.ash) == "kind_not_allowed_here");
    CHECK(by_staff(m.moor, m.root) == "kind_not_allowed_here");
    CHECK(by_staff(m.south, m.north) == "kind_not_allowed_here");
    CHECK(by_staff(m.elm, m.south) == "another_partner");
    CHECK(by_staff(m.moor, m.south) == "another_partner");
    CHECK(by_staff(m.elm, m.root) == "another_partner");
    CHECK(by_staff(m.direct, m.north) == "another_partner");
    for (const AccountIndexRow& row : m.all<AccountIndexRow>(children_of(m.moor))) {
        if (row.kind == AccountKind::internal_use) CHECK(m.move(row.id, m.heath) == "internal_use_stays");
    }
    m.suspend(m.heath);
    CHECK(m.move(m.elm, m.heath) == "account_suspended");
    m.resume(m.heath);
    m.suspend(m.moor);
    CHECK(m.move(m.birch, m.fen) == "account_suspended");
    CHECK(m.move(m.elm, m.moor) == "same");  // it is there already
    // Out of one that is suspended, by whoever is above that.
    CHECK(m.move(m.elm, m.heath) == "done");
    m.resume(m.moor);
    REQUIRE(m.give(m.as(m.staff, m.elm), CloseAccount{}) == "done");
    CHECK(m.move(m.elm, m.moor) == "account_closed");
    REQUIRE(m.give(m.as(m.staff, m.heath), CloseAccount{}) == "done");
    CHECK(m.move(m.birch, m.heath) == "account_closed");
    m.expect_whole();
}

TEST_CASE("A suspended account moves as it is") {
    Moving m;
    m.suspend(m.elm);
    CHECK(m.move(m.elm, m.heath) == "done");
    CHECK(m.account(m.elm).state == AccountState::suspended);
    CHECK(m.index(m.elm)->state == AccountState::suspended);
}

TEST_CASE("A third-party reference has to be free where the account goes") {
    Moving m;
    const AccountId one = m.add(m.moor, AccountKind::customer, "One", "SAME");
    const AccountId other = m.add(m.heath, AccountKind::customer, "Other", "SAME");
    CHECK(m.move(one, m.heath) == "reference_taken");
    EditAccount edit;
    edit.third_party_reference = Edit{"SAME", "OTHER"};
    REQUIRE(m.give(m.as(m.norman, other), edit) == "done");
    CHECK(m.move(one, m.heath) == "done");
    CHECK(m.account(one).third_party_reference == "SAME");
    // And is free again where it was.
    m.add(m.moor, AccountKind::customer, "Third", "SAME");
    m.expect_whole();
}

TEST_CASE("Memberships stay, and a federation is read by those who reach the member now") {
    Moving m;
    const auto trees = m.create(m.ash);
    const MembershipId elm = m.bring_in(m.elm, trees);
    CHECK(m.reads(m.mo, federation_scope(trees.id)));
    CHECK_FALSE(m.reads(m.hanna, federation_scope(trees.id)));
    CHECK(m.move(m.elm, m.heath) == "done");
    CHECK(m.membership(trees, elm).state == MembershipState::active);
    CHECK_FALSE(m.reads(m.mo, federation_scope(trees.id)));
    CHECK(m.reads(m.hanna, federation_scope(trees.id)));
}

TEST_CASE("On a client that knows both places, moving is decided like everywhere") {
    Moving m;
    // As much as the partner's own replica may hold: its lists, and the standings of an opened account.
    RowSet client;
    for (const Scope& scope :
         {person_scope(m.norman), account_scope(m.elm), children_of(m.moor), children_of(m.heath),
          standing_of(m.moor), standing_of(m.heath), standing_of(m.north), standing_of(m.root)}) {
        client.hold(scope);
        m.rows.scope(scope)->each_row([&](const auto& row) { client.put(scope, row); });
    }
    const Decision decision = decide(m.envelope_of(m.as(m.norman, m.elm), MoveAccount{m.heath}), {}, client);
    REQUIRE(decision.done());
    client.apply(decision.done()->changes);
    CHECK(client.find<AccountIndexRow>(children_of(m.heath), m.elm) != nullptr);
    CHECK(client.find<AccountIndexRow>(children_of(m.moor), m.elm) == nullptr);
    client.drop(standing_of(m.heath));
    CHECK(decide(m.envelope_of(m.as(m.norman, m.elm), MoveAccount{m.heath}), {}, client).undecided());
}
