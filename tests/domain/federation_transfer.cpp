// PRODUCT 3: a transfer of the ownership is offered -> accepted | declined | withdrawn | expired. Every state against
// every command that names it, and what an acceptance changes.
#include "domain/federation_scene.h"

using namespace federation_tests;

namespace {

// Birch is a member of ash's federation, and so is cedar.
struct Offered {
    FederationWorld world;
    FederationWorld::Made trees = world.create(world.ash);
    MembershipId birch = world.bring_in(world.birch, trees);
    MembershipId cedar = world.bring_in(world.cedar, trees);
    TransferId offer;

    Actor ash() const { return world.own(world.ann, world.ash); }
    Actor bens() const { return world.own(world.ben, world.birch); }
    std::string accept() { return world.give(bens(), AcceptTransfer{trees.id, offer}); }
    std::string decline() { return world.give(bens(), DeclineTransfer{trees.id, offer}); }
    std::string withdraw() { return world.give(ash(), WithdrawTransfer{trees.id, offer}); }
    std::string again() { return world.give(ash(), OfferTransfer{trees.id, offer, birch}); }
    std::string to_cedar() {
        return world.give(ash(), OfferTransfer{trees.id, world.fresh<TransferId>(), cedar});
    }
    std::string end_due() {
        return world.give(world.system(), EndDue{DueKind::transfer, offer, trees.id, world.now});
    }
};

}  // namespace

TEST_CASE("every command on a transfer in every state") {
    struct Line {
        std::string state, accept, decline, withdraw, again, to_cedar, end_due;
    };
    const std::vector<Line> table = {
        {"absent", "not_found", "not_found", "not_found", "done", "done", "same"},
        {"offered", "done", "done", "done", "same", "transfer_offered", "same"},
        {"accepted", "same", "transfer_accepted", "transfer_accepted", "not_allowed", "not_allowed", "same"},
        {"declined", "transfer_declined", "same", "transfer_declined", "id_taken", "done", "same"},
        {"withdrawn", "transfer_withdrawn", "transfer_withdrawn", "same", "id_taken", "done", "same"},
        {"run out", "transfer_expired", "transfer_expired", "transfer_expired", "id_taken", "done", "done"},
        {"expired", "transfer_expired", "transfer_expired", "transfer_expired", "id_taken", "done", "same"},
    };
    using Ask = std::string (Offered::*)();
    const std::vector<std::pair<Ask, std::string Line::*>> commands = {
        {&Offered::accept, &Line::accept},     {&Offered::decline, &Line::decline},
        {&Offered::withdraw, &Line::withdraw}, {&Offered::again, &Line::again},
        {&Offered::to_cedar, &Line::to_cedar}, {&Offered::end_due, &Line::end_due}};
    for (const Line& line : table) {
        for (const auto& [command, expected] : commands) {
            Offered o;
            if (line.state == "absent") o.offer = o.world.fresh<TransferId>();
            else o.offer = o.world.offer(o.trees, o.birch);
            if (line.state == "accepted") REQUIRE(o.accept() == "done");
            if (line.state == "declined") REQUIRE(o.decline() == "done");
            if (line.state == "withdrawn") REQUIRE(o.withdraw() == "done");
            if (line.state == "run out" || line.state == "expired") o.world.now += transfer_life;
            if (line.state == "expired") o.world.tick();
            INFO(line.state << ", command " << (&command - &commands[0].first) / 2);
            CHECK((o.*command)() == line.*expected);
        }
    }
}

TEST_CASE("accepting passes on all that the ownership is, and nothing else") {
    Offered o;
    FederationWorld& w = o.world;
    const AccessCodeId second = w.issue(o.trees, 3);
    const JoinRequestId elms = w.ask(w.elm, o.trees);
    const auto seat = w.name(o.trees, w.ann, w.ash);
    w.set_limit(w.birch, o.trees, o.birch, Limit::services_only, w.now + 5 * one_day);
    w.set_limit(w.cedar, o.trees, o.cedar, Limit::full);
    REQUIRE(w.index(w.ash)->open_requests == 1);
    o.offer = w.offer(o.trees, o.birch);
    CHECK(w.own_transfer(w.birch, o.offer).incoming);
    CHECK(w.own_transfer(w.birch, o.offer).other_name == "Ash");
    CHECK(w.own_transfer(w.birch, o.offer).offered_by_name == "Ann");
    CHECK_FALSE(w.own_transfer(w.ash, o.offer).incoming);
    CHECK(w.own_transfer(w.ash, o.offer).other_name == "Birch");
    w.now += one_day;
    REQUIRE(o.accept() == "done");

    CHECK(w.row<FederationRow>(federation_scope(o.trees.id), o.trees.id).owner == w.birch);
    CHECK(w.own_membership(w.birch, o.birch).owner);
    CHECK_FALSE(w.own_membership(w.ash, o.trees.owner_membership).owner);
    CHECK(w.membership(o.trees, o.trees.owner_membership).state == MembershipState::active);
    for (const AccessCodeId code : {o.trees.code, second}) {
        CHECK(w.code(o.trees, code).state == CodeState::revoked);
    }
    CHECK(w.administrator(o.trees, seat).ended == w.now);
    CHECK(rows_in<HeldSeatRow>(w.rows, person_scope(w.ann)).empty());
    // The limits: the new owner is full, the former one has not chosen yet, a third one's stays.
    CHECK(w.limit(w.birch, o.birch).limit == Limit::full);
    CHECK(w.limit(w.birch, o.birch).until == 0);
    CHECK(w.limit(w.ash, o.trees.owner_membership).limit == Limit::paused);
    CHECK(w.limit(w.cedar, o.cedar).limit == Limit::full);
    // The open request waits for the new owner, and is told its name.
    CHECK(w.index(w.ash)->open_requests == 0);
    CHECK(w.index(w.birch)->open_requests == 1);
    CHECK(w.own_request(w.elm, elms).creator_name == "Birch");
    w.rename(w.birch, "Silver Birch");
    CHECK(w.own_request(w.elm, elms).creator_name == "Silver Birch");
    Accept accept = w.acceptance(o.trees, elms);
    CHECK(w.give(o.ash(), accept) == "not_allowed");
    CHECK(w.give(o.bens(), accept) == "done");
    // Both ends keep the history; the former owner may leave now.
    CHECK(w.own_transfer(w.ash, o.offer).state == TransferState::accepted);
    CHECK(w.own_transfer(w.birch, o.offer).decided == w.now);
    CHECK(w.give(o.ash(), Leave{o.trees.id, o.trees.owner_membership}) == "done");
    CHECK(w.give(o.bens(), Leave{o.trees.id, o.birch}) == "owner_must_transfer_or_dissolve");
    CHECK(w.give(o.bens(), Dissolve{o.trees.id, "Trees"}) == "done");
}

TEST_CASE("a code that had run out is not revoked by a transfer") {
    Offered o;
    o.world.now += access_code_life - one_day;
    o.offer = o.world.offer(o.trees, o.birch);
    o.world.now += one_day;
    REQUIRE(o.accept() == "done");
    CHECK(o.world.code(o.trees, o.trees.code).state == CodeState::expired);
}

TEST_CASE("the ownership goes to and fro") {
    Offered o;
    FederationWorld& w = o.world;
    o.offer = w.offer(o.trees, o.birch);
    REQUIRE(o.accept() == "done");
    FederationWorld::Made owned = o.trees;
    owned.owner = w.birch;
    const TransferId back = w.offer(owned, o.trees.owner_membership);
    CHECK(w.give(o.ash(), AcceptTransfer{o.trees.id, back}) == "done");
    CHECK(w.own_membership(w.ash, o.trees.owner_membership).owner);
    CHECK(w.limit(w.ash, o.trees.owner_membership).limit == Limit::full);
    CHECK(w.limit(w.birch, o.birch).limit == Limit::paused);
    CHECK(w.give(o.ash(), WithdrawTransfer{o.trees.id, back}) == "not_found");  // it was birch's offer
    CHECK(w.give(o.bens(), WithdrawTransfer{o.trees.id, back}) == "transfer_accepted");
    // Who left and came back owns by its last membership alone.
    REQUIRE(w.give(o.bens(), Leave{o.trees.id, o.birch}) == "done");
    FederationWorld::Made again = o.trees;
    again.code = w.issue(o.trees, 5);
    const MembershipId second = w.bring_in(w.birch, again);
    const TransferId third = w.offer(o.trees, second);
    REQUIRE(w.give(o.bens(), AcceptTransfer{o.trees.id, third}) == "done");
    CHECK_FALSE(w.own_membership(w.birch, o.birch).owner);
    CHECK(w.own_membership(w.birch, second).owner);
    REQUIRE(w.give(o.bens(), Dissolve{o.trees.id, "Trees"}) == "done");
    CHECK(w.own_membership(w.birch, second).owner);
}

TEST_CASE("who may be offered the ownership, and by whom") {
    Offered o;
    FederationWorld& w = o.world;
    const auto offer = [&](const Actor& actor, MembershipId to) {
        return w.give(actor, OfferTransfer{o.trees.id, w.fresh<TransferId>(), to});
    };
    CHECK(offer(o.ash(), o.trees.owner_membership) == "own_federation");
    CHECK(offer(o.ash(), w.fresh<MembershipId>()) == "not_found");
    CHECK(offer(o.bens(), o.cedar) == "not_allowed");
    CHECK(offer(w.own(w.mo, w.moor), o.cedar) == "not_found");
    CHECK(offer(w.own(w.watcher, w.ash), o.cedar) == "not_allowed");
    REQUIRE(w.give(w.own(w.cleo, w.cedar), Leave{o.trees.id, o.cedar}) == "done");
    CHECK(offer(o.ash(), o.cedar) == "not_a_member");
    CHECK(offer(w.north_on(w.ash), o.birch) == "done");  // from above
    // To a member again: the same offer, whatever its id.
    CHECK(offer(o.ash(), o.birch) == "same");
    REQUIRE(w.give(o.ash(), Dissolve{o.trees.id, "Trees"}) == "done");
    CHECK(offer(o.ash(), o.birch) == "federation_dissolved");
}

TEST_CASE("who may answer an offer") {
    Offered o;
    FederationWorld& w = o.world;
    o.offer = w.offer(o.trees, o.birch);
    for (const Actor& other : {o.ash(), w.own(w.cleo, w.cedar), w.own(w.mo, w.moor)}) {
        CHECK(w.give(other, AcceptTransfer{o.trees.id, o.offer}) == "not_found");
        CHECK(w.give(other, DeclineTransfer{o.trees.id, o.offer}) == "not_found");
    }
    CHECK(w.give(o.bens(), WithdrawTransfer{o.trees.id, o.offer}) == "not_found");
    w.appoint(w.watcher, w.birch, Role::billing_administrator);
    CHECK(w.give(w.own(w.watcher, w.birch), AcceptTransfer{o.trees.id, o.offer}) == "not_allowed");
    CHECK(w.give(w.north_on(w.birch), AcceptTransfer{o.trees.id, o.offer}) == "done");  // from above
}

TEST_CASE("only an active member accepts the ownership, should its offer have outlived the membership") {
    Offered o;
    FederationWorld& w = o.world;
    o.offer = w.offer(o.trees, o.birch);
    for (const MembershipState ended : {MembershipState::left, MembershipState::removed}) {
        MembershipRow membership = w.membership(o.trees, o.birch);
        membership.state = ended;
        membership.ended = w.now;
        w.write({{federation_scope(o.trees.id), membership}});
        CHECK(w.ask_only(o.bens(), AcceptTransfer{o.trees.id, o.offer}) == "not_a_member");
    }
}

TEST_CASE("a suspended account is offered the ownership, and accepts it when it is active") {
    Offered o;
    FederationWorld& w = o.world;
    w.set_state(w.birch, AccountState::suspended);
    o.offer = w.offer(o.trees, o.birch);
    CHECK(o.accept() == "account_suspended");
    w.set_state(w.birch, AccountState::active);
    w.set_state(w.north, AccountState::suspended);
    CHECK(o.accept() == "account_suspended");  // by an account above
    w.set_state(w.north, AccountState::active);
    w.set_state(w.birch, AccountState::closed);
    CHECK(w.ask_only(o.bens(), AcceptTransfer{o.trees.id, o.offer}) == "account_closed");
    w.set_state(w.birch, AccountState::active);
    w.set_state(w.ash, AccountState::suspended);
    CHECK(o.accept() == "done");  // the one that gives it away need not be
}

TEST_CASE("a suspended account may decline") {
    Offered o;
    o.offer = o.world.offer(o.trees, o.birch);
    o.world.set_state(o.world.birch, AccountState::suspended);
    CHECK(o.decline() == "done");
}

TEST_CASE("an offer ends with the membership and with the federation") {
    Offered o;
    FederationWorld& w = o.world;
    o.offer = w.offer(o.trees, o.birch);
    const auto state = [&] { return w.transfer(o.trees, o.offer).state; };
    SECTION("the member leaves") {
        CHECK(w.give(o.bens(), Leave{o.trees.id, o.birch}) == "done");
        CHECK(state() == TransferState::declined);
    }
    SECTION("the member is removed") {
        CHECK(w.give(o.ash(), RemoveMember{o.trees.id, o.birch}) == "done");
        CHECK(state() == TransferState::withdrawn);
    }
    SECTION("the federation is dissolved") {
        CHECK(w.give(o.ash(), Dissolve{o.trees.id, "Trees"}) == "done");
        CHECK(state() == TransferState::withdrawn);
    }
    SECTION("it had run out before") {
        w.now += transfer_life + one_day;
        CHECK(w.give(o.bens(), Leave{o.trees.id, o.birch}) == "done");
        CHECK(state() == TransferState::expired);
        CHECK(w.transfer(o.trees, o.offer).decided == w.now - one_day);
    }
    SECTION("another member's end is not its end") {
        CHECK(w.give(o.ash(), RemoveMember{o.trees.id, o.cedar}) == "done");
        CHECK(state() == TransferState::offered);
    }
    w.tick();
    CHECK(rows_in<DueRow>(w.rows, due_key(utc_day(w.now))).empty());
}

TEST_CASE("ids of offers are nobody else's") {
    Offered o;
    FederationWorld& w = o.world;
    o.offer = w.offer(o.trees, o.birch);
    REQUIRE(w.give(o.bens(), Leave{o.trees.id, o.birch}) == "done");
    const auto shrubs = w.create(w.moor, "Shrubs");
    const MembershipId member = w.bring_in(w.birch, shrubs);
    CHECK(w.give(w.own(w.mo, w.moor), OfferTransfer{shrubs.id, o.offer, member}) == "id_taken");
    CHECK(w.give(w.own(w.mo, w.moor), OfferTransfer{shrubs.id, {}, member}) == "malformed");
}

TEST_CASE("leaving is decided on the member's own rows, unless an offer is open") {
    Offered o;
    FederationWorld& w = o.world;
    const auto leaves = [&] {
        RowSet held;
        for (const Scope& scope : {person_scope(w.ben), account_scope(w.birch), federation_scope(o.trees.id)}) {
            held.hold(scope);
            w.rows.scope(scope)->each_row([&](const auto& row) { held.put(scope, row); });
        }
        const Decision decision = decide(w.envelope_of(o.bens(), Leave{o.trees.id, o.birch}), {}, held);
        return world::World::in_words(decision);
    };
    CHECK(leaves() == "done");
    o.offer = w.offer(o.trees, o.birch);
    CHECK(leaves() == "undecided");
    REQUIRE(o.decline() == "done");
    CHECK(leaves() == "done");
}
