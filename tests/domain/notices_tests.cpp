// Who is told of what. Every command is given in the world of federations; what is recorded besides is looked at here.
#include "domain/notices.h"

#include <map>

#include "catch.h"
#include "domain/federation_world.h"

using namespace federation_tests;

namespace {

// The world, with an authority that also tells.
struct Telling {
    FederationWorld w;
    FederationWorld::Made trees;
    MembershipId member;

    Telling() {
        trees = w.create(w.ash);
        member = w.bring_in(w.birch, trees);
    }

    void give(const Actor& actor, const Command& command) {
        const Envelope envelope = w.envelope_of(actor, command);
        const Decision decision = w.decide_in_full(envelope, w.draw(command));
        REQUIRE(decision.done());
        Recorded recorded = record_notices(envelope, decision.done()->changes, w.rows);
        while (!recorded.missed.empty()) {
            for (const Scope& scope : recorded.missed) w.rows.hold(scope);
            recorded = record_notices(envelope, decision.done()->changes, w.rows);
        }
        w.rows.apply(decision.done()->changes);
        w.rows.apply(recorded.changes);
        CHECK(broken_invariants(w.rows, recorded.changes).empty());
    }
    // As the authority's tick does.
    void tick() {
        std::vector<DueRow> due;
        for (const auto& [scope, held] : w.rows.scopes()) {
            if (scope.kind != ScopeKind::key_due) continue;
            held.each<DueRow>([&](const DueRow& row) {
                if (row.at <= w.now) due.push_back(row);
            });
        }
        for (const DueRow& row : due) give(w.system(), EndDue{row.kind, row.id, row.owner, row.at});
    }
    std::vector<NoticeRow> told(PersonId person) const { return w.all<NoticeRow>(inbox_of(person)); }
    std::vector<NoticeKind> kinds(PersonId person) const {
        std::vector<NoticeKind> kinds;
        for (const NoticeRow& row : told(person)) kinds.push_back(row.kind);
        return kinds;
    }
    std::size_t told_in_all() const {
        std::size_t count = 0;
        for (const auto& [scope, held] : w.rows.scopes()) count += held.count<NoticeRow>();
        return count;
    }
    JoinRequestId ask(PersonId person, AccountId account) {
        const JoinRequestId request = w.fresh<JoinRequestId>();
        give(w.own(person, account), Join{request, w.ticket(person, account, trees, trees.code)});
        return request;
    }
};

using Kinds = std::vector<NoticeKind>;

}  // namespace

TEST_CASE("a request is told to the federation's owners, and its decision to those who asked") {
    Telling t;
    FederationWorld& w = t.w;
    const PersonId cora = w.person(w.cedar, Role::account_owner, "Cora");
    const PersonId bill = w.person(w.ash, Role::billing_administrator, "Bill");
    const JoinRequestId request = t.ask(w.cleo, w.cedar);

    REQUIRE(t.kinds(w.ann) == Kinds{NoticeKind::request_received});
    const NoticeRow told = t.told(w.ann).front();
    CHECK(told.account == w.ash);
    CHECK(told.account_name == w.account(w.ash).name);
    CHECK(told.other_name == w.account(w.cedar).name);
    CHECK(told.federation_name == "Trees");
    CHECK(told.until == w.request(t.trees, request).expires);
    CHECK(told.time == w.now);
    CHECK_FALSE(told.read);
    CHECK(t.told_in_all() == 1);  // not whoever asked, not who may not decide, not the partner above

    SECTION("accepted") { t.give(w.own(w.ann, w.ash), w.acceptance(t.trees, request)); }
    SECTION("rejected") { t.give(w.own(w.ann, w.ash), Reject{t.trees.id, request, "No"}); }
    SECTION("withdrawn by the other owner") {
        t.give(w.own(cora, w.cedar), Withdraw{t.trees.id, request});
        CHECK(t.kinds(w.cleo) == Kinds{NoticeKind::request_withdrawn});
        CHECK(t.told(cora).empty());
        return;
    }
    SECTION("reminded of, then expired, by nobody") {
        w.now += join_request_life - reminder_lead - 1;
        t.tick();
        CHECK(t.told(w.cleo).empty());
        w.now += 1;
        t.tick();
        t.tick();  // once
        CHECK(t.kinds(w.cleo) == Kinds{NoticeKind::request_expiring});
        CHECK(t.kinds(w.ann) == Kinds{NoticeKind::request_received, NoticeKind::request_expiring});
        w.now += reminder_lead;
        t.tick();
        CHECK(t.kinds(w.cleo) == Kinds{NoticeKind::request_expiring, NoticeKind::request_expired});
        CHECK(t.told(w.ann).size() == 2);
        return;
    }
    for (const PersonId person : {w.cleo, cora}) {
        REQUIRE(t.told(person).size() == 1);
        CHECK(t.told(person)[0].account == w.cedar);
        CHECK(t.told(person)[0].federation_name == "Trees");
        const bool accepted = w.request(t.trees, request).state == RequestState::accepted;
        CHECK(t.told(person)[0].kind == (accepted ? NoticeKind::request_accepted : NoticeKind::request_rejected));
    }
    CHECK(t.told(w.ann).size() == 1);  // it was her own doing
    CHECK(t.told(bill).empty());
}

TEST_CASE("where an account has no owner of its own, the nearest above it is told") {
    Telling t;
    FederationWorld& w = t.w;
    const AccountId bare = w.customer(w.moor, "Bare");
    const auto request = w.fresh<JoinRequestId>();
    t.give(w.as(w.norman, bare), Join{request, w.ticket(w.norman, bare, t.trees, t.trees.code)});
    t.give(w.own(w.ann, w.ash), Reject{t.trees.id, request, ""});
    CHECK(t.kinds(w.mo) == Kinds{NoticeKind::request_rejected});
    CHECK(t.told(w.mo)[0].account == bare);
    CHECK(t.kinds(w.norman) == Kinds{NoticeKind::request_rejected});  // who asked
    CHECK(t.told_in_all() == 3);
    // Who cannot see the account any more is told nothing of it.
    const auto second = w.fresh<JoinRequestId>();
    const PersonId nora = w.person(w.north, Role::account_owner, "Nora");
    t.give(w.as(nora, bare), Join{second, w.ticket(nora, bare, t.trees, t.trees.code)});
    t.give(w.own(w.norman, w.north), RemoveAdministrator{w.grant_of(nora, w.north)});
    t.give(w.own(w.ann, w.ash), Reject{t.trees.id, second, ""});
    CHECK(t.told(nora).empty());
    CHECK(t.told(w.mo).size() == 2);
}

TEST_CASE("who leaves or is removed is told to the other side") {
    Telling t;
    FederationWorld& w = t.w;
    const PersonId beth = w.person(w.birch, Role::account_owner, "Beth");
    SECTION("left") {
        t.give(w.own(w.ben, w.birch), Leave{t.trees.id, t.member});
        CHECK(t.kinds(w.ann) == Kinds{NoticeKind::member_left});
        CHECK(t.kinds(beth) == Kinds{NoticeKind::membership_ended});
        CHECK(t.told(w.ben).empty());
    }
    SECTION("removed") {
        t.give(w.own(w.ann, w.ash), RemoveMember{t.trees.id, t.member});
        CHECK(t.told(w.ann).empty());
        REQUIRE(t.kinds(w.ben) == Kinds{NoticeKind::membership_ended});
        CHECK(t.told(w.ben)[0].detail == static_cast<std::int64_t>(EndReason::removed));
    }
    SECTION("dissolved") {
        t.give(w.own(w.ann, w.ash), Dissolve{t.trees.id, "Trees"});
        REQUIRE(t.kinds(w.ben) == Kinds{NoticeKind::membership_ended});
        CHECK(t.told(w.ben)[0].detail == static_cast<std::int64_t>(EndReason::dissolved));
        CHECK(t.told(w.ann).empty());
    }
    SECTION("closed from above") {
        t.give(w.north_on(w.birch), CloseAccount{});
        CHECK(t.kinds(w.ann) == Kinds{NoticeKind::member_left});
        CHECK(t.kinds(w.ben) == Kinds{NoticeKind::membership_ended});
    }
}

TEST_CASE("a member's limit is told to the federation's owners and administrators") {
    Telling t;
    FederationWorld& w = t.w;
    w.name(t.trees, w.cleo, w.cedar);
    const auto set = [&](Limit limit, Instant until) {
        t.give(w.own(w.ben, w.birch), SetLimit{t.trees.id, t.member, limit, until});
    };
    set(Limit::without_billing, w.now + 10 * one_day);
    for (const PersonId person : {w.ann, w.cleo}) {
        REQUIRE(t.kinds(person) == Kinds{NoticeKind::limit_changed});
        const NoticeRow told = t.told(person)[0];
        CHECK(told.detail == static_cast<std::int64_t>(Limit::without_billing));
        CHECK(told.until == w.now + 10 * one_day);
        CHECK(told.other_name == w.account(w.birch).name);
        CHECK(told.account == w.ash);
    }
    CHECK(t.told(w.ben).empty());

    w.now += 7 * one_day;
    t.tick();
    CHECK(t.kinds(w.ben) == Kinds{NoticeKind::limit_expiring});
    CHECK(t.kinds(w.cleo) == Kinds{NoticeKind::limit_changed, NoticeKind::limit_expiring});
    w.now += 3 * one_day;
    t.tick();
    CHECK(t.kinds(w.ben) == Kinds{NoticeKind::limit_expiring, NoticeKind::limit_changed});
    CHECK(t.told(w.ben)[1].detail == static_cast<std::int64_t>(Limit::paused));

    // A limit that runs a short time, or none, reminds of nothing; setting it anew reminds anew.
    set(Limit::full, w.now + 2 * one_day);
    set(Limit::full, w.now + 20 * one_day);
    w.now += 17 * one_day;
    t.tick();
    CHECK(t.kinds(w.ben).back() == NoticeKind::limit_expiring);
    CHECK(t.told(w.ben).size() == 3);
}

TEST_CASE("an invitation is told to the owners of its account") {
    Telling t;
    FederationWorld& w = t.w;
    const PersonId ivy = w.registered("Ivy");
    const auto invitation = w.fresh<InvitationId>();
    t.give(w.as(w.norman, w.birch), InviteAdministrator{invitation, FederationWorld::email_of("Ivy"), Role::viewer});
    CHECK(t.told_in_all() == 0);
    SECTION("accepted") {
        t.give(w.own(ivy, w.birch), AcceptInvitation{invitation, w.fresh<GrantId>()});
        REQUIRE(t.kinds(w.ben) == Kinds{NoticeKind::invitation_accepted});
        CHECK(t.told(w.ben)[0].other_name == FederationWorld::email_of("Ivy"));
        CHECK(t.told(w.ben)[0].account == w.birch);
        CHECK(t.kinds(w.norman) == Kinds{NoticeKind::invitation_accepted});  // who invited
    }
    SECTION("reminded of, then expired") {
        w.now += invitation_life - reminder_lead;
        t.tick();
        w.now += reminder_lead;
        t.tick();
        CHECK(t.kinds(w.ben) == Kinds{NoticeKind::invitation_expiring, NoticeKind::invitation_expired});
    }
    SECTION("revoked: nothing to tell") {
        t.give(w.own(w.ben, w.birch), RevokeInvitation{invitation});
        w.now += invitation_life;
        t.tick();
        CHECK(t.told(w.ben).empty());
    }
    CHECK(t.told(ivy).empty());
}

TEST_CASE("an offer of the ownership is told to who may decide, and the decision to who offered") {
    Telling t;
    FederationWorld& w = t.w;
    const PersonId abel = w.person(w.ash, Role::account_owner, "Abel");
    const auto offer = w.fresh<TransferId>();
    t.give(w.own(w.ann, w.ash), OfferTransfer{t.trees.id, offer, t.member});
    REQUIRE(t.kinds(w.ben) == Kinds{NoticeKind::transfer_offered});
    CHECK(t.told(w.ben)[0].other_name == w.account(w.ash).name);
    CHECK(t.told(abel).empty());
    SECTION("accepted") {
        t.give(w.own(w.ben, w.birch), AcceptTransfer{t.trees.id, offer});
        for (const PersonId person : {w.ann, abel}) {
            // And that the limit of the former owner is paused with it.
            REQUIRE(t.kinds(person) == Kinds{NoticeKind::limit_changed, NoticeKind::transfer_decided});
            CHECK(t.told(person)[0].detail == static_cast<std::int64_t>(Limit::paused));
            CHECK(t.told(person)[1].detail == static_cast<std::int64_t>(TransferState::accepted));
            CHECK(t.told(person)[1].account == w.ash);
        }
        CHECK(t.told(w.ben).size() == 1);
    }
    SECTION("withdrawn") {
        t.give(w.own(w.ann, w.ash), WithdrawTransfer{t.trees.id, offer});
        CHECK(t.kinds(w.ben) == Kinds{NoticeKind::transfer_offered, NoticeKind::transfer_decided});
        CHECK(t.told(abel).empty());
    }
    SECTION("expired: both") {
        w.now += transfer_life;
        t.tick();
        CHECK(t.kinds(w.ben).back() == NoticeKind::transfer_decided);
        CHECK(t.kinds(w.ann) == Kinds{NoticeKind::transfer_decided});
    }
}

TEST_CASE("who is named to administer a federation is told, and told when it ends") {
    Telling t;
    FederationWorld& w = t.w;
    const auto seat = w.fresh<FederationAdministratorId>();
    t.give(w.as(w.norman, w.ash), NameFederationAdministrator{t.trees.id, seat, w.cleo, w.cedar});
    REQUIRE(t.kinds(w.cleo) == Kinds{NoticeKind::seat_given});
    CHECK(t.told(w.cleo)[0].account == w.ash);
    t.give(w.own(w.ann, w.ash), EndFederationAdministrator{t.trees.id, seat});
    CHECK(t.kinds(w.cleo) == Kinds{NoticeKind::seat_given, NoticeKind::seat_ended});
    CHECK(t.told(w.cleo)[1].account.is_none());  // out of reach by now
}

TEST_CASE("what is muted is not told; the rest is") {
    Telling t;
    FederationWorld& w = t.w;
    const auto mute = [&](NoticeTopic topic) {
        t.give(w.own(w.ann, w.ash), SetNoticePreferences{std::int64_t{1} << static_cast<int>(topic)});
    };
    mute(NoticeTopic::requests);
    const JoinRequestId request = t.ask(w.cleo, w.cedar);
    CHECK(t.told(w.ann).empty());
    t.give(w.own(w.ben, w.birch), Leave{t.trees.id, t.member});
    CHECK(t.kinds(w.ann) == Kinds{NoticeKind::member_left});
    mute(NoticeTopic::members);
    w.now += 1000;
    t.give(w.own(w.cleo, w.cedar), Withdraw{t.trees.id, request});
    t.ask(w.cleo, w.cedar);
    CHECK(t.kinds(w.ann) == Kinds{NoticeKind::member_left, NoticeKind::request_received});
}

TEST_CASE("an inbox is the person's own, from any account, and holds so many") {
    Telling t;
    FederationWorld& w = t.w;
    t.ask(w.cleo, w.cedar);
    const NoticeId notice = t.told(w.ann).front().id;
    CHECK(w.give(w.own(w.ben, w.birch), ReadNotices{{notice}}) == "same");  // another's
    CHECK_FALSE(t.told(w.ann).front().read);
    CHECK(w.give(w.own(w.ann, w.birch), ReadNotices{{notice, w.fresh<NoticeId>()}}) == "done");
    CHECK(t.told(w.ann).front().read);
    CHECK(w.give(w.own(w.ann, w.ash), ReadNotices{{notice}}) == "same");
    CHECK(w.give(w.parent(w.norman, w.north, w.ash), ReadNotices{{}}) == "not_found");
    CHECK(w.give(w.own(w.ann, w.ash), SetNoticePreferences{1 << notice_topic_count}) == "malformed");
    CHECK(w.give(w.own(w.ann, w.ash), SetNoticePreferences{-1}) == "malformed");
    CHECK(w.give(w.own(w.fresh<PersonId>(), w.ash), SetNoticePreferences{0}) == "not_found");

    for (std::size_t n = 0; n < most_notices + 5; ++n) {
        w.now += 1000;
        const auto seat = w.fresh<FederationAdministratorId>();
        t.give(w.as(w.norman, w.ash), NameFederationAdministrator{t.trees.id, seat, w.watcher, w.ash});
        t.give(w.own(w.ann, w.ash), EndFederationAdministrator{t.trees.id, seat});
    }
    CHECK(t.told(w.watcher).size() == most_notices);
    CHECK(t.told(w.watcher).back().kind == NoticeKind::seat_ended);  // the newest stay
    CHECK(t.told(w.watcher).back().time == w.now);
}
