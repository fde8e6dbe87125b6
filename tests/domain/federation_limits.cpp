// PRODUCT 3: the member chooses its limit at Join and may change it at any time; at its end it becomes paused; the
// owner account is always full.
#include "domain/federation_scene.h"
#include "domain/states.h"

using namespace federation_tests;

namespace {

struct Limited {
    FederationWorld world;
    FederationWorld::Made trees = world.create(world.ash);
    Actor bens = world.own(world.ben, world.birch);

    std::string join(Limit limit, Instant until) {
        const TicketId ticket = world.ticket(world.ben, world.birch, trees, trees.code);
        request = world.fresh<JoinRequestId>();
        return world.give(bens, Join{request, ticket, limit, until});
    }
    std::string set(Limit limit, Instant until = 0) {
        return world.give(bens, SetLimit{trees.id, member, limit, until});
    }
    LimitRow limit() const { return world.limit(world.birch, member); }
    JoinRequestId request;
    MembershipId member;
};

}  // namespace

TEST_CASE("what is chosen at Join is what the membership begins with") {
    Limited l;
    FederationWorld& w = l.world;
    const Instant until = w.now + 40 * one_day;
    REQUIRE(l.join(Limit::without_billing, until) == "done");
    CHECK(w.request(l.trees, l.request).limit == Limit::without_billing);
    CHECK(w.own_request(w.birch, l.request).limit_until == until);
    CHECK(rows_in<LimitRow>(w.rows, account_scope(w.birch)).empty());
    w.now += one_day;
    l.member = w.accept(l.trees, l.request);
    CHECK(l.limit().limit == Limit::without_billing);
    CHECK(l.limit().until == until);
    CHECK(l.limit().since == w.now);
    CHECK(l.limit().set_by_name == "Ben");
    CHECK(w.row<MemberLimitRow>(federation_owner_scope(l.trees.id), l.member).limit == Limit::without_billing);
}

TEST_CASE("what nobody chose is paused, and the owner is full") {
    Limited l;
    l.member = l.world.bring_in(l.world.birch, l.trees);
    CHECK(l.limit().limit == Limit::paused);
    CHECK(l.world.limit(l.world.ash, l.trees.owner_membership).limit == Limit::full);
}

TEST_CASE("a limit that ran out while the request waited begins as paused") {
    Limited l;
    REQUIRE(l.join(Limit::full, l.world.now + one_day) == "done");
    l.world.now += one_day;
    l.member = l.world.accept(l.trees, l.request);
    CHECK(l.limit().limit == Limit::paused);
    CHECK(l.limit().until == 0);
}

TEST_CASE("a limit ends on a day ahead, within ten years; what is paused has no end") {
    Limited l;
    const Instant now = l.world.now;
    const std::string no = "limit_end_not_valid";
    for (const Instant until : {now, now - 1, Instant(1), Instant(-5), now + longest_limit_life + 1}) {
        CHECK(l.join(Limit::full, until) == no);
    }
    CHECK(l.join(Limit::paused, now + one_day) == no);
    CHECK(l.join(Limit::full, now + longest_limit_life) == "done");
    l.member = l.world.accept(l.trees, l.request);
    CHECK(l.set(Limit::services_only, now) == no);
    CHECK(l.set(Limit::services_only, now + longest_limit_life + 1) == no);
    CHECK(l.set(Limit::paused, now + 1) == no);
    CHECK(l.set(Limit::services_only, now + 1) == "done");
}

TEST_CASE("the member's side sets its limit at any time") {
    Limited l;
    FederationWorld& w = l.world;
    l.member = w.bring_in(w.birch, l.trees);
    CHECK(l.set(Limit::paused) == "same");
    CHECK(l.set(Limit::full) == "done");
    CHECK(l.set(Limit::full) == "same");
    CHECK(l.set(Limit::full, w.now + one_day) == "done");
    CHECK(w.give(w.north_on(w.birch), SetLimit{l.trees.id, l.member, Limit::services_only, 0}) == "done");
    CHECK(l.limit().set_by_name == "Norman");

    const SetLimit set{l.trees.id, l.member, Limit::full, 0};
    CHECK(w.give(w.own(w.ann, w.ash), set) == "not_found");  // the owner's side does not
    CHECK(w.give(w.own(w.cleo, w.cedar), set) == "not_found");
    w.appoint(w.watcher, w.birch, Role::service_administrator);
    CHECK(w.give(w.own(w.watcher, w.birch), set) == "not_allowed");
    CHECK(w.give(l.bens, SetLimit{w.fresh<FederationId>(), l.member, Limit::full, 0}) == "not_found");
    CHECK(w.give(l.bens, SetLimit{l.trees.id, w.fresh<MembershipId>(), Limit::full, 0}) == "not_found");
    CHECK(w.give(w.own(w.ann, w.ash), SetLimit{l.trees.id, l.trees.owner_membership, Limit::paused, 0}) ==
          "owner_always_full");
    REQUIRE(w.give(l.bens, Leave{l.trees.id, l.member}) == "done");
    CHECK(l.set(Limit::full) == "not_a_member");
}

TEST_CASE("at its end a limit becomes paused, in the rules at once and in the rows by a tick") {
    Limited l;
    FederationWorld& w = l.world;
    l.member = w.bring_in(w.birch, l.trees, Limit::full);
    w.name(l.trees, w.watcher, w.ash);
    const Instant until = w.now + 3 * one_day;
    REQUIRE(l.set(Limit::full, until) == "done");
    const auto edit = [&](const std::string& name) {
        EditAccount command;
        command.name = Edit{w.account(w.birch).name, name};
        return w.give(w.through(w.watcher, w.ash, w.birch), command);
    };
    w.now = until - 1;
    CHECK(edit("White Birch") == "done");
    w.now = until;
    CHECK(edit("Birch") == "beyond_limit");
    CHECK(l.limit().limit == Limit::full);
    w.tick();
    CHECK(l.limit().limit == Limit::paused);
    CHECK(l.limit().until == 0);
    CHECK(l.limit().since == until);
    CHECK(l.limit().set_by_name.empty());
    CHECK(edit("Birch") == "beyond_limit");
    REQUIRE(l.set(Limit::full) == "done");
    CHECK(edit("Birch") == "done");
}

TEST_CASE("a limit's end is no end of one that was set anew, or of a later membership") {
    Limited l;
    FederationWorld& w = l.world;
    l.member = w.bring_in(w.birch, l.trees, Limit::full);
    const Instant until = w.now + 3 * one_day;
    REQUIRE(l.set(Limit::full, until) == "done");
    SECTION("later") { REQUIRE(l.set(Limit::services_only, until + one_day) == "done"); }
    SECTION("for good") { REQUIRE(l.set(Limit::services_only) == "done"); }
    SECTION("in another membership") {
        REQUIRE(w.give(l.bens, Leave{l.trees.id, l.member}) == "done");
        l.member = w.bring_in(w.birch, l.trees, Limit::services_only);
    }
    w.now = until;
    CHECK(w.give(w.system(), EndDue{DueKind::limit, l.member, w.birch, until}) == "same");
    w.tick();
    CHECK(l.limit().limit == Limit::services_only);
}

TEST_CASE("a limit's end that moves to the day of a reminder, or the other way round, is still an end") {
    Limited l;
    FederationWorld& w = l.world;
    l.member = w.bring_in(w.birch, l.trees, Limit::full);
    const Instant first = w.now + 10 * one_day;
    for (int days = -4; days <= 4; ++days) {
        INFO("moved by " << days << " days");
        REQUIRE(l.set(Limit::full, first) == "done");
        const Instant until = first + days * one_day;
        if (days != 0) REQUIRE(l.set(Limit::full, until) == "done");
        const auto due = rows_in<DueRow>(w.rows, due_key(utc_day(until)));
        REQUIRE(due.size() == 1);
        CHECK(due[0].kind == DueKind::limit);
        const Instant reminder = *reminder_of(l.limit());
        REQUIRE(rows_in<DueRow>(w.rows, due_key(utc_day(reminder))).size() == 1);
        CHECK(rows_in<DueRow>(w.rows, due_key(utc_day(reminder)))[0].kind == DueKind::remind_limit);
        REQUIRE(l.set(Limit::full) == "done");
        CHECK(rows_in<DueRow>(w.rows, due_key(utc_day(until))).empty());
        CHECK(rows_in<DueRow>(w.rows, due_key(utc_day(reminder))).empty());
    }
}
