// PRODUCT 3 as one story: the guide's two accounts from "Create Federation +" to the end, with all that may
// happen on the way, as each side sees it.
#include "catch.h"
#include "domain/federation_world.h"
#include "domain/limits.h"

using namespace federation_tests;

TEST_CASE("the guide: create, join from the other account by code, accept, members on both") {
    FederationWorld world;
    const auto federation = world.create(world.ash, " Trees ");

    // The account it was made on owns it, as member 1.
    const auto row = world.row<FederationRow>(federation_scope(federation.id), federation.id);
    CHECK(row.name == "Trees");
    CHECK(row.owner == world.ash);
    CHECK(row.created == world.now);
    const auto owner = world.own_membership(world.ash, federation.owner_membership);
    CHECK(owner.position == 1);
    CHECK(owner.owner);
    CHECK(owner.federation_name == "Trees");
    CHECK(world.index(world.ash)->federation == federation.id);

    // With an access code: ten uses, thirty days, its text sealed.
    const AccessCodeRow code = world.code(federation, federation.code);
    CHECK(code.uses_allowed == 10);
    CHECK(code.uses_taken == 0);
    CHECK(code.expires == world.now + 30 * one_day);
    CHECK(code.issued_by_name == "Norman");
    CHECK(code.only_for.empty());
    const auto sealed =
        world.row<SealedCodeRow>(ticket_key(TicketId(federation.code)), federation.code);
    CHECK_FALSE(sealed.sealed.empty());
    const auto key = world.row<CodeKeyRow>(code_key(sealed.fingerprint), federation.code);
    CHECK(key.federation == federation.id);

    // The second account asks.
    world.now += one_hour;
    const JoinRequestId request = world.ask(world.birch, federation);
    const JoinRequestRow asked = world.request(federation, request);
    CHECK(asked.account == world.birch);
    CHECK(asked.card.name == "Birch");
    CHECK(asked.asked_by == world.ben);
    CHECK(asked.asked_by_name == "Ben");
    CHECK(asked.asked == world.now);
    CHECK(asked.expires == world.now + 30 * one_day);
    CHECK(asked.code == federation.code);
    const OwnRequestRow own = world.own_request(world.birch, request);
    CHECK(own.state == RequestState::pending);
    CHECK(own.federation_name == "Trees");
    CHECK(own.creator_name == "Ash");
    CHECK(world.index(world.ash)->open_requests == 1);
    CHECK(world.code(federation, federation.code).uses_taken == 1);
    CHECK(world.index(world.birch)->federation.is_none());

    // The owner accepts.
    world.now += one_hour;
    const MembershipId member = world.accept(federation, request);
    CHECK(world.request(federation, request).state == RequestState::accepted);
    CHECK(world.request(federation, request).decided == world.now);
    CHECK(world.own_request(world.birch, request).state == RequestState::accepted);
    CHECK(world.index(world.ash)->open_requests == 0);
    CHECK(world.code(federation, federation.code).uses_taken == 1);
    const MembershipRow joined = world.membership(federation, member);
    CHECK(joined.position == 2);
    CHECK(joined.account_name == "Birch");
    CHECK(joined.since == world.now);
    CHECK(joined.state == MembershipState::active);
    const OwnMembershipRow seen = world.own_membership(world.birch, member);
    CHECK(seen.federation_name == "Trees");
    CHECK_FALSE(seen.owner);
    CHECK(world.index(world.birch)->federation == federation.id);

    SECTION("a member leaves, asks again and gets a new position") {
        CHECK(world.give(world.own(world.ben, world.birch), Leave{federation.id, member}) == "done");
        CHECK(world.own_membership(world.birch, member).state == MembershipState::left);
        CHECK(world.own_membership(world.birch, member).reason == EndReason::left);
        CHECK(world.own_membership(world.birch, member).ended == world.now);
        CHECK(world.index(world.birch)->federation.is_none());
        const MembershipId again = world.bring_in(world.birch, federation);
        CHECK(world.membership(federation, again).position == 3);
        CHECK(world.membership(federation, member).state == MembershipState::left);
    }
    SECTION("a member is removed, and may ask again") {
        const Actor ash = world.own(world.ann, world.ash);
        CHECK(world.give(ash, RemoveMember{federation.id, member}) == "done");
        CHECK(world.own_membership(world.birch, member).state == MembershipState::removed);
        CHECK(world.own_membership(world.birch, member).reason == EndReason::removed);
        CHECK(world.membership(federation, world.bring_in(world.birch, federation)).position == 3);
    }
    SECTION("a partner ends the membership of an account below it") {
        CHECK(world.give(world.north_on(world.birch), Leave{federation.id, member}) == "done");
        CHECK(world.own_membership(world.birch, member).state == MembershipState::left);
    }
    SECTION("the owner may leave only alone, and then dissolves") {
        const Actor ash = world.own(world.ann, world.ash);
        const Leave leave{federation.id, federation.owner_membership};
        CHECK(world.give(ash, leave) == "owner_must_transfer_or_dissolve");
        const RemoveMember remove{federation.id, federation.owner_membership};
        CHECK(world.give(ash, remove) == "owner_must_transfer_or_dissolve");
        CHECK(world.give(world.own(world.ben, world.birch), Leave{federation.id, member}) == "done");
        const JoinRequestId waiting = world.ask(world.cedar, federation);
        world.now += one_hour;
        CHECK(world.give(ash, leave) == "done");
        const auto ended = world.row<FederationRow>(federation_scope(federation.id), federation.id);
        CHECK(ended.state == FederationState::dissolved);
        CHECK(ended.ended == world.now);
        CHECK(world.own_membership(world.ash, federation.owner_membership).state == MembershipState::left);
        CHECK(world.own_request(world.cedar, waiting).state == RequestState::rejected);
        CHECK(world.own_request(world.cedar, waiting).reason == EndReason::dissolved);
        CHECK(world.code(federation, federation.code).state == CodeState::revoked);
        CHECK(world.code(federation, federation.code).uses_taken == 1);
        CHECK(world.index(world.ash)->open_requests == 0);
        // All of them are free again.
        const auto next = world.create(world.ash, "Next");
        world.bring_in(world.cedar, next);
    }
    SECTION("dissolving rejects requests and removes members, reason dissolved") {
        const JoinRequestId waiting = world.ask(world.cedar, federation);
        const Actor ash = world.own(world.ann, world.ash);
        CHECK(world.give(ash, Dissolve{federation.id, "trees"}) == "name_does_not_match");
        CHECK(world.give(ash, Dissolve{federation.id, ""}) == "name_does_not_match");
        world.now += one_hour;
        CHECK(world.give(ash, Dissolve{federation.id, " Trees "}) == "done");
        const auto ended = world.row<FederationRow>(federation_scope(federation.id), federation.id);
        CHECK(ended.state == FederationState::dissolved);
        CHECK(ended.ended == world.now);
        CHECK(world.own_membership(world.ash, federation.owner_membership).state == MembershipState::removed);
        CHECK(world.own_membership(world.ash, federation.owner_membership).reason == EndReason::dissolved);
        CHECK(world.own_membership(world.birch, member).state == MembershipState::removed);
        CHECK(world.own_membership(world.birch, member).reason == EndReason::dissolved);
        CHECK(world.own_membership(world.birch, member).ended == world.now);
        CHECK(world.own_request(world.cedar, waiting).state == RequestState::rejected);
        CHECK(world.own_request(world.cedar, waiting).reason == EndReason::dissolved);
        CHECK(world.code(federation, federation.code).state == CodeState::revoked);
        CHECK(world.index(world.birch)->federation.is_none());
        CHECK(world.index(world.ash)->open_requests == 0);
    }
}

TEST_CASE("a request is rejected with a reason, withdrawn or runs out, and its use is given back") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const JoinRequestId request = world.ask(world.birch, federation);
    world.now += one_day;

    SECTION("rejected") {
        const Reject reject{federation.id, request, " Not yet "};
        CHECK(world.give(world.own(world.ann, world.ash), reject) == "done");
        CHECK(world.own_request(world.birch, request).state == RequestState::rejected);
        CHECK(world.own_request(world.birch, request).message == "Not yet");
        CHECK(world.own_request(world.birch, request).reason == EndReason::none);
        CHECK(world.own_request(world.birch, request).decided == world.now);
    }
    SECTION("withdrawn by the requester") {
        CHECK(world.give(world.own(world.ben, world.birch), Withdraw{federation.id, request}) == "done");
        CHECK(world.own_request(world.birch, request).state == RequestState::withdrawn);
        CHECK(world.own_request(world.birch, request).decided == world.now);
    }
    SECTION("withdrawn by the partner above") {
        CHECK(world.give(world.north_on(world.birch), Withdraw{federation.id, request}) == "done");
    }
    SECTION("expired by a late tick, at the instant at which it ran out") {
        const Instant expires = world.request(federation, request).expires;
        world.now = expires + one_day;
        world.tick();
        CHECK(world.own_request(world.birch, request).state == RequestState::expired);
        CHECK(world.own_request(world.birch, request).decided == expires);
        CHECK(world.code(federation, federation.code).state == CodeState::expired);
        CHECK(world.index(world.ash)->open_requests == 0);
        CHECK(world.code(federation, federation.code).uses_taken == 0);
        return;
    }
    CHECK(world.index(world.ash)->open_requests == 0);
    CHECK(world.code(federation, federation.code).uses_taken == 0);
    // And asked again.
    world.bring_in(world.birch, federation);
}

TEST_CASE("revoking or rotating codes touches neither members nor requests") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const MembershipId member = world.bring_in(world.birch, federation);
    const JoinRequestId waiting = world.ask(world.cedar, federation);
    const Actor ash = world.own(world.ann, world.ash);
    const MembershipRow member_before = world.membership(federation, member);
    const JoinRequestRow request_before = world.request(federation, waiting);

    const AccessCodeId second = world.issue(federation, 1);
    CHECK(world.give(ash, RevokeCode{federation.id, federation.code}) == "done");
    CHECK(world.membership(federation, member) == member_before);
    CHECK(world.request(federation, waiting) == request_before);
    CHECK(world.code(federation, federation.code).uses_taken == 2);
    CHECK(world.code(federation, second).state == CodeState::live);
    // A request outlives its code.
    world.accept(federation, waiting);
}

TEST_CASE("a suspended account may ask and be accepted") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    world.set_state(world.birch, AccountState::suspended);
    const MembershipId member = world.bring_in(world.birch, federation);
    CHECK(world.membership(federation, member).account_suspended);
    world.set_state(world.birch, AccountState::active);
    CHECK_FALSE(world.membership(federation, member).account_suspended);
}

TEST_CASE("both ends see the history") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const Actor birch = world.own(world.ben, world.birch);
    const JoinRequestId first = world.ask(world.birch, federation);
    CHECK(world.give(birch, Withdraw{federation.id, first}) == "done");
    const JoinRequestId second = world.ask(world.birch, federation);
    const MembershipId member = world.accept(federation, second);
    CHECK(world.give(birch, Leave{federation.id, member}) == "done");
    CHECK(world.give(world.own(world.ann, world.ash), Dissolve{federation.id, "Trees"}) == "done");

    CHECK(world.own_request(world.birch, first).state == RequestState::withdrawn);
    CHECK(world.own_request(world.birch, second).state == RequestState::accepted);
    CHECK(world.own_membership(world.birch, member).state == MembershipState::left);
    CHECK(world.request(federation, first).state == RequestState::withdrawn);
    CHECK(world.request(federation, second).state == RequestState::accepted);
    CHECK(world.membership(federation, member).reason == EndReason::left);
}

TEST_CASE("the names that both ends are shown follow renamed accounts") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const JoinRequestId request = world.ask(world.birch, federation);
    world.rename(world.birch, "Silver Birch");
    world.rename(world.ash, "Mountain Ash");
    CHECK(world.request(federation, request).card.name == "Silver Birch");
    CHECK(world.own_request(world.birch, request).creator_name == "Mountain Ash");
    const MembershipId member = world.accept(federation, request);
    CHECK(world.membership(federation, member).account_name == "Silver Birch");
    world.rename(world.birch, "Birch");
    CHECK(world.membership(federation, member).account_name == "Birch");
}
