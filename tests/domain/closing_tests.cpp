// Closing an account (PRODUCT 4): who may, what stands in the way, what ends with it and what stays.
#include "catch.h"
#include "domain/federation_world.h"

using namespace parasol;
using federation_tests::FederationWorld;
using world::Actor;
using world::World;

namespace {

struct Closing : FederationWorld {
    std::string close(AccountId account) { return give(as(staff, account), CloseAccount{}); }
    AccountState state(AccountId id) const { return account(id).state; }
    AccountId twin_of(AccountId base) const {
        for (const AccountIndexRow& row : all<AccountIndexRow>(children_of(base))) {
            if (row.kind == AccountKind::internal_use) return row.id;
        }
        return {};
    }
    InvitationId invite(AccountId account, const std::string& email) {
        const auto id = fresh<InvitationId>();
        must(as(staff, account), InviteAdministrator{id, email, Role::viewer});
        return id;
    }
    InvitationState invitation(AccountId account, InvitationId id) const {
        return row<InvitationRow>(people_of(account), id).state;
    }
};

}  // namespace

TEST_CASE("An account is closed from above, for good; number, grants and history stay") {
    Closing w;
    const AccountRow before = w.account(w.elm);
    CHECK(w.give(w.own(w.ella, w.elm), CloseAccount{}) == "needs_grant_above");
    CHECK(w.give(w.own(w.staff, w.root), CloseAccount{}) == "root_account");
    CHECK(w.give(w.as(w.sue, w.elm), CloseAccount{}) == "not_found");
    CHECK(w.give(w.parent(w.watcher, w.ash, w.elm), CloseAccount{}) == "not_found");
    CHECK(w.give(w.parent(w.norman, w.north, w.elm), CloseAccount{}) == "done");
    CHECK(w.state(w.elm) == AccountState::closed);
    CHECK(w.index(w.elm)->state == AccountState::closed);
    CHECK(w.account(w.elm).number == before.number);
    CHECK_FALSE(w.grant_of(w.ella, w.elm).is_none());
    CHECK(w.index(w.elm)->administrators == 1);
    CHECK(w.close(w.elm) == "account_closed");
    w.expect_whole();
}

TEST_CASE("Nothing can be changed in a closed account, or begun") {
    Closing w;
    const auto trees = w.create(w.ash);
    const PersonId former = w.person(w.birch, Role::viewer, "Former");
    REQUIRE(w.close(w.birch) == "done");
    const Actor from_above = w.north_on(w.birch), own = w.own(w.ben, w.birch);
    for (const Actor& actor : {from_above, own}) {
        EditAccount edit;
        edit.name = Edit{"Birch", "Beech"};
        CHECK(w.give(actor, edit) == "account_closed");
        CHECK(w.give(actor, InviteAdministrator{w.fresh<InvitationId>(), "x@people.example", Role::viewer}) ==
              "account_closed");
        const TicketId ticket = w.ticket(actor.person, w.birch, trees, trees.code);
        CHECK(w.give(actor, Join{w.fresh<JoinRequestId>(), ticket}) == "account_closed");
    }
    CHECK(w.give(from_above, SuspendAccount{}) == "account_closed");
    CHECK(w.give(from_above, ResumeAccount{}) == "account_closed");
    CHECK(w.give(from_above, MoveAccount{w.moor}) == "account_closed");
    CHECK(w.give(from_above, CreateFederation{w.fresh<FederationId>(), w.fresh<MembershipId>(),
                                              w.fresh<AccessCodeId>(), "New"}) == "account_closed");
    // Who may read what was can still end.
    CHECK(w.give(from_above, RemoveAdministrator{w.grant_of(former, w.birch)}) == "done");

    REQUIRE(w.close(w.elm) == "done");
    REQUIRE(w.close(w.moor) == "done");
    const Actor base = w.north_on(w.moor);
    AddAccount add;
    add.id = w.fresh<AccountId>();
    add.name = "New";
    CHECK(w.give(base, add) == "account_closed");
    ImportRow row;
    row.id = w.fresh<AccountId>();
    row.name = "New";
    CHECK(w.give(base, ImportAccounts{{row}}) == "account_closed");
    CHECK(w.give(w.north_on(w.cedar), MoveAccount{w.moor}) == "account_closed");
    w.expect_whole();
}

TEST_CASE("Open accounts below stand in the way, and the own internal use does not") {
    Closing w;
    CHECK(w.close(w.moor) == "open_sub_accounts");
    CHECK(w.close(w.elm) == "done");
    const AccountId twin = w.twin_of(w.moor);
    const AccountId extra = w.add(w.moor, AccountKind::internal_use, "Extra staff");
    const InvitationId invited = w.invite(twin, "somebody@people.example");
    CHECK(w.close(w.moor) == "done");
    for (const AccountId closed : {w.moor, twin, extra}) CHECK(w.state(closed) == AccountState::closed);
    CHECK(w.invitation(twin, invited) == InvitationState::revoked);
    CHECK(w.row<StandingRow>(standing_of(w.moor), w.moor).state == AccountState::closed);
    // A reseller below counts as any other.
    const AccountId heath = w.reseller(w.south, "Heath");
    CHECK(w.close(w.palm) == "done");
    CHECK(w.close(w.south) == "open_sub_accounts");
    CHECK(w.close(heath) == "done");
    CHECK(w.close(w.south) == "done");
    w.expect_whole();
}

TEST_CASE("An internal-use account can be closed by itself, and then is not closed again") {
    Closing w;
    const AccountId twin = w.twin_of(w.moor);
    CHECK(w.close(twin) == "done");
    REQUIRE(w.close(w.elm) == "done");
    CHECK(w.close(w.moor) == "done");
    w.expect_whole();
}

TEST_CASE("A suspended account, or one below such, can be closed") {
    Closing w;
    w.suspend(w.elm);
    CHECK(w.close(w.elm) == "done");
    w.suspend(w.north);
    CHECK(w.close(w.birch) == "done");
}

TEST_CASE("Closing ends the membership as left, with what was given through it") {
    Closing w;
    const auto trees = w.create(w.ash);
    const MembershipId birch = w.bring_in(w.birch, trees, Limit::full);
    w.name(trees, w.watcher, w.ash);
    const auto invited = w.fresh<InvitationId>();
    const InviteAdministrator invite{invited, "x@people.example", Role::viewer};
    REQUIRE(w.give(w.through(w.watcher, w.ash, w.birch), invite) == "done");
    w.suspend(w.birch);
    w.now += one_hour;
    CHECK(w.close(w.birch) == "done");
    CHECK(w.membership(trees, birch).state == MembershipState::left);
    CHECK(w.membership(trees, birch).reason == EndReason::left);
    CHECK(w.membership(trees, birch).ended == w.now);
    CHECK(w.membership(trees, birch).account_suspended);  // its card as it was
    CHECK(w.own_membership(w.birch, birch).state == MembershipState::left);
    CHECK(w.index(w.birch)->federation.is_none());
    CHECK(w.invitation(w.birch, invited) == InvitationState::revoked);
    CHECK(w.row<FederationRow>(federation_scope(trees.id), trees.id).state == FederationState::active);
}

TEST_CASE("The owner of a federation has to pass it on or dissolve it first, also alone") {
    Closing w;
    const auto trees = w.create(w.ash);
    CHECK(w.close(w.ash) == "owner_must_transfer_or_dissolve");
    w.bring_in(w.birch, trees);
    CHECK(w.close(w.ash) == "owner_must_transfer_or_dissolve");
    REQUIRE(w.give(w.own(w.ann, w.ash), Dissolve{trees.id, "Trees"}) == "done");
    CHECK(w.close(w.ash) == "done");
    // As the owner of one that is dissolved it is none any more; and an internal-use account may be one.
    const AccountId twin = w.twin_of(w.moor);
    REQUIRE(w.close(w.elm) == "done");
    const auto staffed = w.federation(twin, "Staff");
    CHECK(w.close(w.moor) == "owner_must_transfer_or_dissolve");
    CHECK(w.state(twin) == AccountState::active);
    REQUIRE(w.give(w.as(w.staff, twin), Dissolve{staffed.id, "Staff"}) == "done");
    CHECK(w.close(w.moor) == "done");
    w.expect_whole();
}

TEST_CASE("An offer of the ownership ends with the account that it was made to") {
    Closing w;
    const auto trees = w.create(w.ash);
    const MembershipId birch = w.bring_in(w.birch, trees);
    const TransferId offer = w.offer(trees, birch);
    w.now += one_hour;
    CHECK(w.close(w.birch) == "done");
    CHECK(w.transfer(trees, offer).state == TransferState::declined);
    CHECK(w.transfer(trees, offer).decided == w.now);
    CHECK(w.own_transfer(w.ash, offer).state == TransferState::declined);
    CHECK(w.own_transfer(w.birch, offer).state == TransferState::declined);
}

TEST_CASE("A pending request is withdrawn; one that ran out has expired") {
    Closing w;
    const auto trees = w.create(w.ash);
    const JoinRequestId birch = w.ask(w.birch, trees);
    const JoinRequestId earlier = w.ask(w.cedar, trees);
    REQUIRE(w.give(w.own(w.ann, w.ash), Reject{trees.id, earlier, "No"}) == "done");
    const JoinRequestId cedar = w.ask(w.cedar, trees);
    CHECK(w.index(w.ash)->open_requests == 2);
    w.now += one_hour;
    CHECK(w.close(w.birch) == "done");
    CHECK(w.request(trees, birch).state == RequestState::withdrawn);
    CHECK(w.request(trees, birch).decided == w.now);
    CHECK(w.own_request(w.birch, birch).state == RequestState::withdrawn);
    CHECK(w.index(w.ash)->open_requests == 1);
    w.now = w.request(trees, cedar).expires + one_hour;
    CHECK(w.close(w.cedar) == "done");
    CHECK(w.request(trees, cedar).state == RequestState::expired);
    CHECK(w.request(trees, cedar).decided == w.request(trees, cedar).expires);
    CHECK(w.request(trees, earlier).state == RequestState::rejected);
}

TEST_CASE("Open invitations are revoked; one that ran out has expired, one accepted stays") {
    Closing w;
    const InvitationId late = w.invite(w.elm, "late@people.example");
    w.now += 10 * one_day;
    const InvitationId open = w.invite(w.elm, "open@people.example");
    w.now += 5 * one_day;
    CHECK(w.close(w.elm) == "done");
    CHECK(w.invitation(w.elm, late) == InvitationState::expired);
    CHECK(w.invitation(w.elm, open) == InvitationState::revoked);
    const PersonId person = w.registered("Open");
    CHECK(w.give(w.own(person, w.elm), AcceptInvitation{open, w.fresh<GrantId>()}) == "invitation_revoked");
    std::size_t accepted = 0;
    for (const InvitationRow& row : w.all<InvitationRow>(people_of(w.elm))) {
        accepted += row.state == InvitationState::accepted ? 1 : 0;
    }
    CHECK(accepted == 1);
    w.expect_whole();
}

TEST_CASE("The judge sees what a closed account must not have") {
    Closing w;
    // Both judges: of everything, and of what has changed alone.
    const auto close_past_the_rules = [](Closing& at, AccountId id) {
        const Row before = at.account(id);
        AccountRow row = at.account(id);
        row.state = AccountState::closed;
        at.write({{account_scope(id), row}});
        const bool found = !broken_invariants(at.rows).empty();
        CHECK(found == !broken_invariants(at.rows, {Change{account_scope(id), before, Row(row)}}).empty());
        return found;
    };
    CHECK_FALSE(close_past_the_rules(w, w.elm));
    Closing invites, member, asks, base;
    invites.invite(invites.elm, "x@people.example");
    CHECK(close_past_the_rules(invites, invites.elm));
    const auto trees = member.create(member.ash);
    member.bring_in(member.birch, trees);
    CHECK(close_past_the_rules(member, member.birch));
    asks.ask(asks.birch, asks.create(asks.ash));
    CHECK(close_past_the_rules(asks, asks.birch));
    CHECK(close_past_the_rules(base, base.moor));
    // Also where it is the account below that has changed.
    const Row below = base.account(base.elm);
    CHECK_FALSE(broken_invariants(base.rows, {Change{account_scope(base.elm), below, below}}).empty());
}
