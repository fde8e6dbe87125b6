// PRODUCT 3, "Federation administrator": who is named and by whom, what they reach, and what each limit leaves them.
#include "domain/federation_scene.h"
#include "domain/text_rules.h"

using namespace federation_tests;

namespace {

// Watcher, a viewer on ash, administers the federation of ash: birch is full, cedar without billing, moor services
// only, elm paused; palm and direct are strangers.
struct Administered {
    FederationWorld world;
    FederationWorld::Made trees = world.create(world.ash);
    MembershipId birch = world.bring_in(world.birch, trees, Limit::full);
    MembershipId cedar = world.bring_in(world.cedar, trees, Limit::without_billing);
    MembershipId moor = world.bring_in(world.moor, trees, Limit::services_only);
    MembershipId elm = world.bring_in(world.elm, trees);
    PersonId watcher = world.watcher;
    FederationAdministratorId seat = world.name(trees, watcher, world.ash);

    Actor on(AccountId account) const { return world.through(watcher, world.ash, account); }
    Actor ash() const { return world.own(world.ann, world.ash); }
    EditAccount renaming(AccountId account) const {
        EditAccount edit;
        edit.name = Edit{world.account(account).name, world.account(account).name + "!"};
        return edit;
    }
    std::string rename(const Actor& actor) { return world.give(actor, renaming(actor.account)); }
    InvitationId invitation;
    std::string invite(const Actor& actor, Role role, const std::string& email) {
        invitation = world.fresh<InvitationId>();
        return world.give(actor, InviteAdministrator{invitation, email, role});
    }
};

}  // namespace

TEST_CASE("an administrator is named among those whom the commanding person sees from home") {
    FederationWorld w;
    const auto trees = w.create(w.ash);
    const auto name = [&](const Actor& actor, PersonId person, AccountId through) {
        const auto id = w.fresh<FederationAdministratorId>();
        return w.give(actor, NameFederationAdministrator{trees.id, id, person, through});
    };
    const Actor ann = w.own(w.ann, w.ash);
    CHECK(name(ann, w.watcher, w.ash) == "done");
    CHECK(name(ann, w.ann, w.ash) == "done");  // oneself
    // From ash nobody of birch or of north is seen; from north both are.
    CHECK(name(ann, w.ben, w.birch) == "not_found");
    CHECK(name(ann, w.norman, w.north) == "not_found");
    CHECK(name(w.north_on(w.ash), w.ben, w.birch) == "done");
    CHECK(name(w.north_on(w.ash), w.norman, w.north) == "done");
    CHECK(name(w.north_on(w.ash), w.pam, w.palm) == "not_found");
    CHECK(name(w.north_on(w.ash), w.pam, w.birch) == "not_found");  // no grant there
    CHECK(name(w.north_on(w.ash), w.fresh<PersonId>(), w.ash) == "not_found");
    CHECK(name(w.north_on(w.ash), w.ella, w.fresh<AccountId>()) == "not_found");

    CHECK(name(ann, w.watcher, w.ash) == "already_federation_administrator");
    CHECK(rows_in<FederationAdministratorRow>(w.rows, federation_scope(trees.id)).size() == 4);
    const auto seat = rows_in<HeldSeatRow>(w.rows, person_scope(w.ben)).at(0);
    CHECK(seat.owner == w.ash);
    CHECK(seat.owner_kind == AccountKind::customer);
    CHECK(seat.federation_name == "Trees");
    CHECK(w.administrator(trees, seat.id).named_by_name == "Norman");
    CHECK(w.administrator(trees, seat.id).person_name == "Ben");
}

TEST_CASE("only the owner account's account owner names and ends administrators") {
    Administered a;
    FederationWorld& w = a.world;
    const auto both = [&](const Actor& actor) {
        const auto id = w.fresh<FederationAdministratorId>();
        const std::string named = w.give(actor, NameFederationAdministrator{a.trees.id, id, w.ann, w.ash});
        CHECK(w.give(actor, EndFederationAdministrator{a.trees.id, a.seat}) == named);
        return named;
    };
    CHECK(both(w.own(w.ben, w.birch)) == "not_allowed");      // a member's
    CHECK(both(w.own(w.dan, w.direct)) == "not_found");       // a stranger
    CHECK(both(w.own(a.watcher, w.ash)) == "not_allowed");    // a viewer
    CHECK(both(a.on(w.ash)) == "not_through_federation");     // an administrator of the federation
    CHECK(w.give(a.ash(), EndFederationAdministrator{a.trees.id, w.fresh<FederationAdministratorId>()}) ==
          "not_found");
    w.now += one_day;
    CHECK(w.give(a.ash(), EndFederationAdministrator{a.trees.id, a.seat}) == "done");
    CHECK(w.administrator(a.trees, a.seat).ended == w.now);
    CHECK(w.give(a.ash(), EndFederationAdministrator{a.trees.id, a.seat}) == "same");
    CHECK(a.rename(a.on(w.birch)) == "not_found");
    // Again, under another id; the ended one is history.
    CHECK(w.give(a.ash(), NameFederationAdministrator{a.trees.id, a.seat, a.watcher, w.ash}) == "id_taken");
    w.name(a.trees, a.watcher, w.ash);
    CHECK(a.rename(a.on(w.birch)) == "done");
    REQUIRE(w.give(a.ash(), Dissolve{a.trees.id, "Trees"}) == "done");
    CHECK(rows_in<HeldSeatRow>(w.rows, person_scope(a.watcher)).empty());
    CHECK(both(a.ash()) == "federation_dissolved");
}

TEST_CASE("a seat's id is no other federation's") {
    Administered a;
    FederationWorld& w = a.world;
    const auto palms = w.World::federation(w.direct, "Others");
    const PersonId dora = w.person(w.direct, Role::viewer, "Dora");
    w.appoint(a.watcher, w.direct, Role::viewer);
    CHECK(w.give(w.own(w.dan, w.direct), NameFederationAdministrator{palms.id, a.seat, a.watcher, w.direct}) ==
          "id_taken");
    CHECK(w.give(w.own(w.dan, w.direct),
                 NameFederationAdministrator{palms.id, w.fresh<FederationAdministratorId>(), dora, w.direct}) ==
          "done");
}

TEST_CASE("through a federation one reaches its active members from any account held or the owner's, no more") {
    Administered a;
    FederationWorld& w = a.world;
    CHECK(a.rename(a.on(w.birch)) == "done");
    CHECK(a.rename(a.on(w.ash)) == "done");   // the owner account is always full
    CHECK(a.rename(a.on(w.palm)) == "not_found");
    CHECK(a.rename(a.on(w.north)) == "not_found");  // what is above a member
    CHECK(a.rename(a.on(w.root)) == "not_found");
    const AccountId sprig = w.customer(w.moor, "Sprig");
    w.set_limit(w.moor, a.trees, a.moor, Limit::full);
    CHECK(a.rename(a.on(w.moor)) == "done");
    CHECK(a.rename(a.on(sprig)) == "not_found");  // what is below a member

    // Home: any account held, or the owner account; the path that is stated and no other.
    w.appoint(a.watcher, w.palm, Role::viewer);
    CHECK(a.rename(w.through(a.watcher, w.palm, w.birch)) == "done");
    CHECK(a.rename(w.through(a.watcher, w.direct, w.birch)) == "not_found");
    CHECK(a.rename(w.through(a.watcher, w.birch, w.birch)) == "not_found");
    CHECK(a.rename(w.own(a.watcher, w.ash)) == "not_allowed");
    CHECK(a.rename(w.own(a.watcher, w.birch)) == "not_found");
    CHECK(a.rename(w.through(w.ann, w.ash, w.birch)) == "not_found");  // the owner has no seat
    CHECK(a.rename(w.through(w.ann, w.ash, w.ash)) == "not_found");
    w.must(w.as(w.staff, w.ash), RemoveAdministrator{w.grant_of(a.watcher, w.ash)});
    CHECK(a.rename(a.on(w.birch)) == "done");  // the owner account, though no grant is held on it
}

TEST_CASE("a federation reaches no pending, former or suspended account") {
    Administered a;
    FederationWorld& w = a.world;
    const AccountId fir = w.customer(w.north, "Fir");
    w.appoint(w.ann, fir, Role::account_owner);
    const JoinRequestId request = w.ask(fir, a.trees);
    CHECK(a.rename(a.on(fir)) == "not_found");
    w.accept(a.trees, request);
    CHECK(a.rename(a.on(fir)) == "beyond_limit");

    w.set_state(w.birch, AccountState::suspended);
    CHECK(a.rename(a.on(w.birch)) == "not_found");
    w.set_state(w.birch, AccountState::active);
    w.set_state(w.north, AccountState::suspended);  // by an account above
    CHECK(a.rename(a.on(w.birch)) == "not_found");
    w.set_state(w.north, AccountState::active);
    CHECK(a.rename(a.on(w.birch)) == "done");
    CHECK(w.give(w.own(w.ben, w.birch), Leave{a.trees.id, a.birch}) == "done");
    CHECK(a.rename(a.on(w.birch)) == "not_found");
    CHECK(w.give(a.ash(), RemoveMember{a.trees.id, a.cedar}) == "done");
    CHECK(a.rename(a.on(w.cedar)) == "not_found");
}

TEST_CASE("each limit leaves what PRODUCT says") {
    Administered a;
    FederationWorld& w = a.world;
    const auto access = [&](AccountId account, Permission permission) {
        Work work(w.rows);
        return access_by_path(work, a.watcher, w.ash, Via::federation, account, permission, w.now);
    };
    struct Line {
        AccountId account;
        bool see, see_money, manage, manage_money, manage_services;
    };
    for (const Line& line : {Line{w.ash, true, true, true, true, true},          // the owner's
                             Line{w.birch, true, true, true, true, true},        // full
                             Line{w.cedar, true, false, true, false, true},      // without billing
                             Line{w.moor, true, false, false, false, true},      // services only
                             Line{w.elm, false, false, false, false, false}}) {  // paused
        CAPTURE(w.account(line.account).name);
        const auto is = [](bool yes) { return yes ? Access::allowed : Access::beyond_limit; };
        CHECK(access(line.account, Permission::see) == is(line.see));
        CHECK(access(line.account, Permission::see_money) == is(line.see_money));
        CHECK(access(line.account, Permission::manage) == is(line.manage));
        CHECK(access(line.account, Permission::manage_money) == is(line.manage_money));
        CHECK(access(line.account, Permission::manage_services) == is(line.manage_services));
    }
    CHECK(a.rename(a.on(w.cedar)) == "done");
    CHECK(a.rename(a.on(w.moor)) == "beyond_limit");
    // Where no limit is written, as in rows from before there were limits, nobody has let anybody in.
    const Envelope edit = w.envelope_of(a.on(w.birch), a.renaming(w.birch));
    CHECK(w.World::in_words(w.decide_in_full(edit)) == "done");
    const LimitRow limit = w.limit(w.birch, a.birch);
    w.rows.erase(account_scope(w.birch), row_type<LimitRow>, a.birch);
    CHECK(w.World::in_words(w.decide_in_full(edit)) == "beyond_limit");
    w.rows.put(account_scope(w.birch), limit);
    CHECK(a.rename(a.on(w.elm)) == "beyond_limit");
}

TEST_CASE("on the owner's account an administrator accepts, rejects, removes and manages codes") {
    Administered a;
    FederationWorld& w = a.world;
    const IssueCode issue{a.trees.id, w.fresh<AccessCodeId>(), "", w.now + one_day, 1, {}};
    CHECK(w.give(a.on(w.ash), issue) == "done");
    CHECK(w.give(a.on(w.ash), RevokeCode{a.trees.id, issue.code}) == "done");
    const AccountId fir = w.customer(w.north, "Fir");
    const AccountId yew = w.customer(w.north, "Yew");
    CHECK(w.give(a.on(w.ash), Reject{a.trees.id, w.World::ask(fir, a.trees), "No"}) == "done");
    CHECK(w.give(a.on(w.ash), w.acceptance(a.trees, w.World::ask(yew, a.trees))) == "done");
    CHECK(w.give(a.on(w.ash), RemoveMember{a.trees.id, a.cedar}) == "done");
    CHECK(w.give(a.on(w.birch), RemoveMember{a.trees.id, a.moor}) == "not_allowed");  // not there

    const std::string no = "not_through_federation";
    CHECK(w.give(a.on(w.ash), OfferTransfer{a.trees.id, w.fresh<TransferId>(), a.birch}) == no);
    CHECK(w.give(a.on(w.ash), Dissolve{a.trees.id, "Trees"}) == no);
    CHECK(w.give(a.on(w.ash), Leave{a.trees.id, a.trees.owner_membership}) == no);
    const TransferId offer = w.offer(a.trees, a.birch);
    CHECK(w.give(a.on(w.ash), WithdrawTransfer{a.trees.id, offer}) == no);
    CHECK(w.give(a.on(w.birch), AcceptTransfer{a.trees.id, offer}) == no);
    CHECK(w.give(a.on(w.birch), DeclineTransfer{a.trees.id, offer}) == no);
    CHECK(w.give(a.on(w.birch), Leave{a.trees.id, a.birch}) == no);
    CHECK(w.give(a.on(w.elm), Leave{a.trees.id, a.elm}) == no);  // whatever the limit
    CHECK(w.give(a.on(w.birch), SetLimit{a.trees.id, a.birch, Limit::full, 0}) == no);
    CHECK(w.give(a.on(w.birch), SetConsent{true}) == no);
    CHECK(w.give(a.on(w.birch), CreateFederation{w.fresh<FederationId>(), w.fresh<MembershipId>(),
                                                 w.fresh<AccessCodeId>(), "New"}) == no);
    const TicketId ticket = w.ticket(a.watcher, w.birch, a.trees, a.trees.code);
    CHECK(w.give(a.on(w.birch), Join{w.fresh<JoinRequestId>(), ticket, Limit::full, 0}) == no);
    CHECK(w.give(a.on(w.birch), Withdraw{a.trees.id, w.fresh<JoinRequestId>()}) == no);
    CHECK(w.give(a.on(w.birch), SuspendAccount{}) == "needs_grant_above");
    CHECK(w.give(a.on(w.birch), ResumeAccount{}) == "needs_grant_above");
}

TEST_CASE("administrators that a federation's invites are marked, and end with the membership") {
    Administered a;
    FederationWorld& w = a.world;
    REQUIRE(a.invite(a.on(w.birch), Role::billing_administrator, "dan@people.example") == "done");
    const auto invitation = w.row<InvitationRow>(people_of(w.birch), a.invitation);
    CHECK(invitation.through == a.trees.id);
    CHECK(invitation.through_name == "Trees");
    const GrantId grant = w.fresh<GrantId>();
    REQUIRE(w.give(w.own(w.dan, w.birch), AcceptInvitation{a.invitation, grant}) == "done");
    CHECK(w.row<GrantRow>(people_of(w.birch), grant).through == a.trees.id);
    CHECK(w.row<GrantRow>(people_of(w.birch), grant).through_name == "Trees");
    REQUIRE(a.invite(a.on(w.birch), Role::viewer, "open@people.example") == "done");
    const InvitationId open = a.invitation;
    REQUIRE(a.invite(w.own(w.ben, w.birch), Role::viewer, "own@people.example") == "done");
    const InvitationId own = a.invitation;
    const std::size_t administrators = rows_in<GrantRow>(w.rows, people_of(w.birch)).size();
    const auto state = [&](InvitationId id) { return w.row<InvitationRow>(people_of(w.birch), id).state; };

    SECTION("however it ends") {
        const int how = GENERATE(0, 1, 2);
        if (how == 0) REQUIRE(w.give(w.own(w.ben, w.birch), Leave{a.trees.id, a.birch}) == "done");
        if (how == 1) REQUIRE(w.give(a.ash(), RemoveMember{a.trees.id, a.birch}) == "done");
        if (how == 2) REQUIRE(w.give(a.ash(), Dissolve{a.trees.id, "Trees"}) == "done");
        CHECK(rows_in<GrantRow>(w.rows, people_of(w.birch)).size() == administrators - 1);
        CHECK(w.grant_of(w.dan, w.birch).is_none());
        for (const HeldGrantRow& held : rows_in<HeldGrantRow>(w.rows, person_scope(w.dan))) {
            CHECK(held.account == w.direct);
        }
        CHECK(state(open) == InvitationState::revoked);
        CHECK(state(own) == InvitationState::pending);
        w.registered("Open");
    }
    SECTION("one that ran out before is expired") {
        w.now += invitation_life;
        REQUIRE(w.give(w.own(w.ben, w.birch), Leave{a.trees.id, a.birch}) == "done");
        CHECK(state(open) == InvitationState::expired);
    }
    SECTION("not with the seat, the limit or the ownership") {
        w.set_limit(w.birch, a.trees, a.birch, Limit::paused);
        REQUIRE(w.give(a.ash(), EndFederationAdministrator{a.trees.id, a.seat}) == "done");
        const TransferId offer = w.offer(a.trees, a.cedar);
        REQUIRE(w.give(w.own(w.cleo, w.cedar), AcceptTransfer{a.trees.id, offer}) == "done");
        CHECK_FALSE(w.grant_of(w.dan, w.birch).is_none());
        CHECK(state(open) == InvitationState::pending);
    }
}

TEST_CASE("a federation's administrator ends only what came through it, and gives no more than it has") {
    Administered a;
    FederationWorld& w = a.world;
    const std::string no = "not_through_federation";
    CHECK(w.give(a.on(w.birch), RemoveAdministrator{w.grant_of(w.ben, w.birch)}) == no);
    REQUIRE(a.invite(w.own(w.ben, w.birch), Role::viewer, "own@people.example") == "done");
    CHECK(w.give(a.on(w.birch), RevokeInvitation{a.invitation}) == no);
    CHECK(a.invite(a.on(w.birch), Role::account_owner, "new@people.example") == no);

    REQUIRE(a.invite(a.on(w.birch), Role::viewer, "dan@people.example") == "done");
    const GrantId grant = w.fresh<GrantId>();
    REQUIRE(w.give(w.own(w.dan, w.birch), AcceptInvitation{a.invitation, grant}) == "done");
    CHECK(w.give(a.on(w.birch), RemoveAdministrator{grant}) == "done");
    REQUIRE(a.invite(a.on(w.birch), Role::viewer, "new@people.example") == "done");
    CHECK(w.give(a.on(w.birch), RevokeInvitation{a.invitation}) == "done");
    REQUIRE(a.invite(a.on(w.birch), Role::viewer, "new@people.example") == "done");
    CHECK(w.give(w.own(w.ben, w.birch), RevokeInvitation{a.invitation}) == "done");  // its own side may too

    // Without billing nobody is let in to the money; an owner account has no limit.
    CHECK(a.invite(a.on(w.cedar), Role::billing_administrator, "b@people.example") == "beyond_limit");
    CHECK(a.invite(a.on(w.cedar), Role::service_administrator, "b@people.example") == "done");
    CHECK(a.invite(a.on(w.ash), Role::billing_administrator, "b@people.example") == "done");
    CHECK(a.invite(a.on(w.moor), Role::viewer, "b@people.example") == "beyond_limit");
}

TEST_CASE("what an earlier federation gave is no later one's") {
    Administered a;
    FederationWorld& w = a.world;
    const AccountId fir = w.customer(w.north, "Fir");
    const auto shrubs = w.World::federation(fir, "Shrubs");
    REQUIRE(a.invite(a.on(w.birch), Role::viewer, "dan@people.example") == "done");
    REQUIRE(w.give(w.own(w.ben, w.birch), Leave{a.trees.id, a.birch}) == "done");
    const MembershipId member = w.World::bring_in(w.birch, shrubs);
    CHECK(w.row<InvitationRow>(people_of(w.birch), a.invitation).state == InvitationState::revoked);
    CHECK(a.rename(a.on(w.birch)) == "not_found");  // the seat is the other federation's
    // An administrator of the later one leaves alone what the earlier one gave, which ended with it.
    w.name(shrubs, w.cleo, w.cedar);
    w.set_limit(w.birch, shrubs, member, Limit::full);
    const Actor cleo = w.through(w.cleo, w.cedar, w.birch);
    CHECK(a.rename(cleo) == "done");
    CHECK(w.give(cleo, RevokeInvitation{a.invitation}) == "not_through_federation");
    CHECK(w.give(w.own(w.ben, w.birch), RevokeInvitation{a.invitation}) == "same");
}

TEST_CASE("accounts are added below a member that is a base, and none is placed under what is below it") {
    Administered a;
    FederationWorld& w = a.world;
    w.set_limit(w.moor, a.trees, a.moor, Limit::full);
    AddAccount add;
    add.id = w.fresh<AccountId>();
    add.name = "Sprout";
    CHECK(w.give(a.on(w.moor), add) == "done");
    const auto import = [&](const std::string& parent) {
        ImportRow base, row;
        base.id = w.fresh<AccountId>();
        base.internal_use_id = w.fresh<AccountId>();
        base.kind = AccountKind::reseller;
        base.name = "Row";
        base.third_party_reference = "row";
        row.id = w.fresh<AccountId>();
        row.name = "Twig";
        row.parent = parent;
        return ImportAccounts{{base, row}};
    };
    const AccountId below = w.add(w.moor, AccountKind::reseller, "Below", "below");
    for (const std::string& parent : {std::string("below"), w.account(below).number}) {
        CAPTURE(parent);
        const Decision decision = w.decide_in_full(w.envelope_of(a.on(w.moor), import(parent)));
        REQUIRE(decision.refused());
        CHECK(decision.refused()->refusal == Refusal::import_row);
        CHECK(decision.refused()->problems.at(0).reason == Refusal::parent_unknown);
        CHECK(w.World::in_words(w.decide_in_full(w.envelope_of(w.own(w.mo, w.moor), import(parent)))) == "done");
    }
    CHECK(w.give(a.on(w.moor), import("row")) == "done");
}
