// PRODUCT 3, "Across partners": where both partners allow it, accounts under different partners may federate; a partner
// may withdraw and end what those below it have.
#include "domain/federation_scene.h"

using namespace federation_tests;

namespace {

// Pam, of palm below south, asks to join the federation of ash, which is below north.
struct Abroad {
    FederationWorld world;
    FederationWorld::Made trees = world.create(world.ash);
    Actor pam = world.own(world.pam, world.palm);
    Actor norman = world.own(world.norman, world.north);
    Actor sue = world.own(world.sue, world.south);

    std::string join() {
        request = world.fresh<JoinRequestId>();
        return world.give(pam, Join{request, world.ticket(world.pam, world.palm, trees, trees.code)});
    }
    JoinRequestId request;
};

}  // namespace

TEST_CASE("both partners have to let sub accounts federate outside") {
    Abroad a;
    FederationWorld& w = a.world;
    CHECK_FALSE(w.account(w.north).may_federate_outside);
    CHECK(a.join() == "outside_partner");
    CHECK(w.give(a.norman, SetConsent{true}) == "done");
    CHECK(w.row<StandingRow>(standing_of(w.north), w.north).may_federate_outside);
    CHECK(a.join() == "outside_partner");
    CHECK(w.give(w.parent(w.staff, w.root, w.south), SetConsent{true}) == "done");  // from above
    CHECK(w.give(a.sue, SetConsent{true}) == "same");
    CHECK(a.join() == "done");

    SECTION("and still when the request is accepted") {
        REQUIRE(w.give(a.sue, SetConsent{false}) == "done");
        CHECK(w.give(w.own(w.ann, w.ash), w.acceptance(a.trees, a.request)) == "outside_partner");
        REQUIRE(w.give(a.sue, SetConsent{true}) == "done");
        CHECK(w.give(w.own(w.ann, w.ash), w.acceptance(a.trees, a.request)) == "done");
    }
    SECTION("what is federated stays so, and may own") {
        const MembershipId palm = w.accept(a.trees, a.request);
        REQUIRE(w.give(a.norman, SetConsent{false}) == "done");
        CHECK(w.membership(a.trees, palm).state == MembershipState::active);
        const TransferId offer = w.offer(a.trees, palm);
        CHECK(w.give(a.pam, AcceptTransfer{a.trees.id, offer}) == "done");
    }
    SECTION("the partner withdraws the request of an account below it, and no other does") {
        const Withdraw withdraw{a.trees.id, a.request};
        CHECK(w.give(w.north_on(w.palm), withdraw) == "not_found");
        CHECK(w.give(w.parent(w.sue, w.south, w.palm), withdraw) == "done");
        CHECK(w.own_request(w.palm, a.request).state == RequestState::withdrawn);
    }
    SECTION("the partner ends the membership of an account below it, and no other does") {
        const Leave leave{a.trees.id, w.accept(a.trees, a.request)};
        CHECK(w.give(w.north_on(w.palm), leave) == "not_found");
        CHECK(w.give(w.parent(w.sue, w.south, w.palm), leave) == "done");
        CHECK(w.own_membership(w.palm, leave.membership).state == MembershipState::left);
        CHECK(always_waits(leave, Via::parent));
    }
}

TEST_CASE("only a partner's account owner says so, and the operator's for its direct customers") {
    Abroad a;
    FederationWorld& w = a.world;
    for (const AccountId other : {w.ash, w.moor, w.direct}) {
        CHECK(w.give(w.owner_of(other), SetConsent{true}) == "not_a_partner");
    }
    CHECK(w.give(w.parent(w.norman, w.north, w.moor), SetConsent{true}) == "not_a_partner");
    const PersonId bill = w.person(w.north, Role::billing_administrator, "Bill");
    CHECK(w.give(w.own(bill, w.north), SetConsent{true}) == "not_allowed");
    CHECK(w.give(w.parent(w.sue, w.south, w.north), SetConsent{true}) == "not_found");

    const Actor dan = w.own(w.dan, w.direct);
    const auto join = [&] {
        return w.give(dan, Join{w.fresh<JoinRequestId>(), w.ticket(w.dan, w.direct, a.trees, a.trees.code)});
    };
    REQUIRE(w.give(a.norman, SetConsent{true}) == "done");
    CHECK(join() == "outside_partner");
    CHECK(w.give(w.own(w.staff, w.root), SetConsent{true}) == "done");
    CHECK(join() == "done");
}

TEST_CASE("a closed partner consents to nothing any more") {
    Abroad a;
    a.world.set_state(a.world.north, AccountState::closed);
    CHECK(a.world.ask_only(a.norman, SetConsent{true}) == "account_closed");
}
