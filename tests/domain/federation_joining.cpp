// Who may ask to join a federation, and with what: tickets, what the account is already, across partners, and
// what is answered to a code that is typed.
#include "domain/joining.h"

#include "catch.h"
#include "domain/federation_world.h"
#include "domain/limits.h"

using namespace federation_tests;

namespace {

std::string join(FederationWorld& world, const Actor& actor, const FederationWorld::Made& federation) {
    const TicketId ticket = world.ticket(actor.person, actor.account, federation, federation.code);
    return world.give(actor, Join{world.fresh<JoinRequestId>(), ticket});
}

}  // namespace

TEST_CASE("asking needs a ticket of this person, this account and a valid code") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const TicketId ticket = world.ticket(world.ben, world.birch, federation, federation.code);
    const std::string no = "code_not_valid";
    const auto ask = [&](const Actor& actor, TicketId with) {
        return world.give(actor, Join{world.fresh<JoinRequestId>(), with});
    };
    CHECK(ask(world.own(world.ben, world.birch), world.fresh<TicketId>()) == no);
    CHECK(ask(world.own(world.cleo, world.cedar), ticket) == no);
    // Another person of the same account, and the same person on another account.
    CHECK(ask(world.north_on(world.birch), ticket) == no);
    const TicketId normans = world.ticket(world.norman, world.birch, federation, federation.code);
    CHECK(ask(world.north_on(world.cedar), normans) == no);
    CHECK(ask(world.own(world.ben, world.birch), ticket) == "done");
    // Asking twice returns the same request, whoever of the account asks.
    CHECK(ask(world.own(world.ben, world.birch), ticket) == "same");
    CHECK(ask(world.north_on(world.birch), normans) == "same");
    CHECK(rows_in<OwnRequestRow>(world.rows, account_scope(world.birch)).size() == 1);
}

TEST_CASE("who asks where it may not") {
    FederationWorld world;
    const auto trees = world.create(world.ash);
    const auto shrubs = world.create(world.cedar, "Shrubs");
    const Actor ash = world.own(world.ann, world.ash);
    const Actor birch = world.own(world.ben, world.birch);
    CHECK(join(world, ash, trees) == "own_federation");
    CHECK(join(world, ash, shrubs) == "already_in_federation");
    world.bring_in(world.birch, trees);
    CHECK(join(world, birch, trees) == "already_in_federation");
    CHECK(join(world, birch, shrubs) == "already_in_federation");
    world.ask(world.elm, trees);
    CHECK(join(world, world.own(world.ella, world.elm), shrubs) == "request_pending");
    CHECK(join(world, world.own(world.staff, world.root), trees) == "root_account");
    for (const AccountId account : {world.elm, world.moor}) world.must(world.north_on(account), CloseAccount{});
    CHECK(join(world, world.own(world.mo, world.moor), trees) == "account_closed");
}

TEST_CASE("a request pending elsewhere is told only to whoever holds a valid ticket") {
    FederationWorld world;
    const auto trees = world.create(world.ash);
    const auto shrubs = world.create(world.cedar, "Shrubs");
    world.ask(world.birch, trees);
    world.now += one_day;
    const Join old{world.fresh<JoinRequestId>(), world.fresh<TicketId>()};
    CHECK(world.give(world.own(world.ben, world.birch), old) == "code_not_valid");
    CHECK(join(world, world.own(world.ben, world.birch), shrubs) == "request_pending");
}

TEST_CASE("across partners both must allow it") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const Actor palm = world.own(world.pam, world.palm);
    const Actor direct = world.own(world.dan, world.direct);

    CHECK(join(world, palm, federation) == "outside_partner");
    CHECK(join(world, direct, federation) == "outside_partner");
    world.let_federate_outside(world.north, true);
    CHECK(join(world, palm, federation) == "outside_partner");
    world.let_federate_outside(world.north, false);
    world.let_federate_outside(world.south, true);
    CHECK(join(world, palm, federation) == "outside_partner");
    world.let_federate_outside(world.north, true);
    CHECK(join(world, palm, federation) == "done");
    // A direct customer counts as the operator's own.
    CHECK(join(world, direct, federation) == "outside_partner");
    world.let_federate_outside(world.root, true);
    CHECK(join(world, direct, federation) == "done");
    // What was allowed when asked must still be so when accepted.
    const auto request = rows_in<OwnRequestRow>(world.rows, account_scope(world.palm))[0].id;
    world.let_federate_outside(world.south, false);
    CHECK(world.give(world.own(world.ann, world.ash), world.acceptance(federation, request)) ==
          "outside_partner");
    world.let_federate_outside(world.south, true);
    CHECK(world.give(world.own(world.ann, world.ash), world.acceptance(federation, request)) == "done");
}

TEST_CASE(
    "under one partner any two accounts may federate, the partner itself and those of its resellers too") {
    FederationWorld world;
    const auto federation = world.create(world.north);
    world.bring_in(world.elm, federation);
    world.bring_in(world.moor, federation);
    world.bring_in(world.ash, federation);
}

TEST_CASE("two direct customers may federate") {
    FederationWorld world;
    AccountRow account;
    account.id = world.fresh<AccountId>();
    account.parent = world.root;
    account.name = "Second";
    account.number = "999999999";
    world.write({{account_scope(account.id), account}});
    const FederationWorld::Made made{world.fresh<FederationId>(), account.id, world.fresh<MembershipId>(),
                                     world.fresh<AccessCodeId>()};
    const Actor second = world.parent(world.staff, world.root, account.id);
    REQUIRE(world.give(second, CreateFederation{made.id, made.owner_membership, made.code, "Direct"}) ==
            "done");
    CHECK(join(world, world.own(world.dan, world.direct), made) == "done");
}

namespace {

JoinAnswer typed(FederationWorld& world, AccountId account, const FederationWorld::Made& to,
                 AccessCodeId code) {
    for (;;) {
        std::vector<Scope> missed;
        {
            Work work(world.rows);
            const JoinAnswer answer = may_join(work, account, to.id, code, world.now, JoinProof::typed);
            missed = work.missed();
            if (missed.empty()) return answer;
        }
        for (const Scope& scope : missed) world.rows.hold(scope);
    }
}

}  // namespace

TEST_CASE("typing a code is answered as asking with it would be") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const auto other = world.create(world.cedar, "Shrubs");
    const auto answer = [&](AccountId account, const FederationWorld::Made& to) {
        return typed(world, account, to, to.code);
    };
    CHECK(answer(world.ash, federation).refusal == Refusal::own_federation);
    CHECK(answer(world.ash, other).refusal == Refusal::already_in_federation);
    CHECK(answer(world.palm, federation).refusal == Refusal::outside_partner);
    CHECK(answer(world.root, federation).refusal == Refusal::root_account);
    CHECK(answer(world.fresh<AccountId>(), federation).refusal == Refusal::not_found);
    CHECK_FALSE(answer(world.birch, federation).refusal);
    CHECK(answer(world.birch, federation).already_asked.is_none());
    const JoinRequestId request = world.ask(world.birch, federation);
    CHECK(answer(world.birch, federation).already_asked == request);
    CHECK_FALSE(answer(world.birch, federation).refusal);
    CHECK(answer(world.birch, other).refusal == Refusal::request_pending);
}

TEST_CASE("a dead code is answered as a wrong one, whoever types it") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const auto other = world.create(world.cedar, "Shrubs");
    world.bring_in(world.elm, federation);
    world.ask(world.birch, federation);
    const std::vector<AccountId> accounts = {world.ash, world.elm, world.birch, world.moor, world.palm};
    const AccountId account = accounts[GENERATE(0U, 1U, 2U, 3U, 4U)];
    const auto check_dead = [&](const FederationWorld::Made& to, AccessCodeId code) {
        CHECK(typed(world, account, to, code).refusal == Refusal::code_not_valid);
    };
    check_dead(other, world.fresh<AccessCodeId>());
    for (const auto& to : {federation, other}) {
        const AccessCodeId single = world.issue(to, 1);
        const Actor asker = world.north_on(world.north);
        const Join join{world.fresh<JoinRequestId>(), world.ticket(world.norman, world.north, to, single)};
        REQUIRE(world.give(asker, join) == "done");
        check_dead(to, single);
        REQUIRE(world.give(asker, Withdraw{to.id, join.request}) == "done");
        REQUIRE(world.give(world.owner_of(to.owner), RevokeCode{to.id, single}) == "done");
        check_dead(to, single);
        check_dead(to, world.issue(to, 1, world.direct));
    }
    world.now += access_code_life;
    check_dead(federation, federation.code);
    check_dead(other, other.code);
}

TEST_CASE("the code that an account's own open request has used up is still good for asking again") {
    FederationWorld world;
    const auto federation = world.create(world.ash);
    const AccessCodeId single = world.issue(federation, 1);
    const Actor birch = world.own(world.ben, world.birch);
    const Join join{world.fresh<JoinRequestId>(), world.ticket(world.ben, world.birch, federation, single)};
    REQUIRE(world.give(birch, join) == "done");
    CHECK(typed(world, world.birch, federation, single).already_asked == join.request);
    CHECK(typed(world, world.moor, federation, single).refusal == Refusal::code_not_valid);
    // With a ticket, also when the code has died since.
    REQUIRE(world.give(world.own(world.ann, world.ash), RevokeCode{federation.id, single}) == "done");
    CHECK(world.give(birch, Join{world.fresh<JoinRequestId>(), join.ticket}) == "same");
    CHECK(typed(world, world.birch, federation, single).refusal == Refusal::code_not_valid);
}
