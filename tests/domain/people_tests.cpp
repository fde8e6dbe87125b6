#include "catch.h"
#include "domain/world.h"

using namespace parasol;
using world::World;

namespace {

struct People : World {
    AccountId north = partner("North");
    AccountId ash = customer(north, "Ash");
    PersonId norman = person(north, Role::account_owner, "Norman");
    PersonId ann = person(ash, Role::account_owner, "Ann");
    PersonId bea = registered("Bea");

    InviteAdministrator inviting(const std::string& email, Role role = Role::viewer) {
        return {fresh<InvitationId>(), email, role};
    }
    InvitationRow invitation(AccountId account, InvitationId id) const {
        return *rows.find<InvitationRow>(people_of(account), id);
    }
    AcceptInvitation accepting(InvitationId id) { return {id, fresh<GrantId>()}; }
};

}  // namespace

TEST_CASE("An invitation is bound to its address, shows there, and gives the role") {
    People p;
    const InviteAdministrator invite = p.inviting("  BEA@People.Example ", Role::billing_administrator);
    CHECK(p.give(p.own(p.ann, p.ash), invite) == "done");
    const InvitationRow row = p.invitation(p.ash, invite.id);
    CHECK(row.email == "bea@people.example");
    CHECK(row.account_name == "Ash");
    CHECK(row.account_kind == AccountKind::customer);
    CHECK(row.expires == p.now + 14 * one_day);
    CHECK(row.invited_by == p.ann);
    CHECK(row.invited_by_name == "Ann");
    const auto received = p.all<ReceivedInvitationRow>(invited_scope("bea@people.example"));
    REQUIRE(received.size() == 1);
    CHECK(received[0].role == Role::billing_administrator);
    CHECK(p.all<DueRow>(due_key(utc_day(row.expires))).size() == 1);

    const AcceptInvitation accept = p.accepting(invite.id);
    CHECK(p.give(p.own(p.bea, p.ash), accept) == "done");
    const auto held = p.all<HeldGrantRow>(person_scope(p.bea));
    REQUIRE(held.size() == 1);
    CHECK(held[0] == HeldGrantRow{accept.grant, p.ash, AccountKind::customer, Role::billing_administrator});
    const GrantRow* grant = p.rows.find<GrantRow>(people_of(p.ash), accept.grant);
    REQUIRE(grant);
    CHECK(grant->person_name == "Bea");
    CHECK(grant->given_by == p.ann);
    CHECK(p.index(p.ash)->administrators == 2);
    CHECK(p.all<ReceivedInvitationRow>(invited_scope("bea@people.example"))[0].state ==
          InvitationState::accepted);
    CHECK(p.all<DueRow>(due_key(utc_day(row.expires))).empty());
    p.expect_whole();

    CHECK(p.give(p.own(p.bea, p.ash), p.accepting(invite.id)) == "same");  // accepting twice
    CHECK(p.give(p.own(p.ann, p.ash), p.inviting("Bea@people.example")) == "already_administrator");
}

TEST_CASE("Inviting is refused by name") {
    People p;
    const auto ann = p.own(p.ann, p.ash);
    CHECK(p.give(ann, p.inviting("nobody")) == "email_not_valid");
    CHECK(p.give(ann, p.inviting("")) == "email_not_valid");
    const InviteAdministrator invite = p.inviting("bea@people.example");
    CHECK(p.give(ann, invite) == "done");
    CHECK(p.give(ann, p.inviting("BEA@people.example")) == "already_invited");
    CHECK(p.give(ann, {InviteAdministrator{invite.id, "new@people.example", Role::viewer}}) == "id_taken");
    // The same id and address from another account would hide the first at the invited person's end.
    CHECK(p.give(p.own(p.norman, p.north),
                 {InviteAdministrator{invite.id, "bea@people.example", Role::viewer}}) == "id_taken");
    CHECK(p.give(p.own(p.norman, p.north), p.inviting("bea@people.example")) == "done");
    CHECK(p.give(p.own(p.ann, p.north), p.inviting("x@people.example")) == "not_found");
    const PersonId vic = p.person(p.ash, Role::service_administrator, "Vic");
    CHECK(p.give(p.own(vic, p.ash), p.inviting("x@people.example")) == "not_allowed");
    CHECK(p.give(ann, {InviteAdministrator{{}, "x@people.example", Role::viewer}}) == "malformed");

    p.now += 14 * one_day;  // the first has run out, though no tick has said so
    CHECK(p.give(ann, p.inviting("bea@people.example")) == "done");

    AccountRow closed = p.account(p.ash);
    closed.state = AccountState::closed;
    p.write({{account_scope(p.ash), closed}});
    CHECK(p.give(ann, p.inviting("y@people.example")) == "account_closed");
}

TEST_CASE("Accepting an invitation is refused by name") {
    People p;
    const InviteAdministrator invite = p.inviting("bea@people.example");
    p.must(p.own(p.ann, p.ash), invite);
    const PersonId cid = p.registered("Cid");

    CHECK(p.give(p.own(cid, p.ash), p.accepting(invite.id)) == "invitation_not_for_you");
    CHECK(p.give(p.own(p.bea, p.ash), p.accepting(p.fresh<InvitationId>())) == "not_found");
    CHECK(p.give(p.own(p.bea, p.north), p.accepting(invite.id)) == "not_found");
    CHECK(p.give(p.parent(p.bea, p.north, p.ash), p.accepting(invite.id)) == "not_found");
    CHECK(p.give({p.bea, p.ash, Via::federation, p.ash}, p.accepting(invite.id)) == "not_found");

    SECTION("revoked") {
        p.must(p.own(p.ann, p.ash), RevokeInvitation{invite.id});
        CHECK(p.give(p.own(p.bea, p.ash), p.accepting(invite.id)) == "invitation_revoked");
    }
    SECTION("expired, before and after the tick") {
        p.now += 14 * one_day;
        CHECK(p.give(p.own(p.bea, p.ash), p.accepting(invite.id)) == "invitation_expired");
        p.tick();
        CHECK(p.invitation(p.ash, invite.id).state == InvitationState::expired);
        CHECK(p.give(p.own(p.bea, p.ash), p.accepting(invite.id)) == "invitation_expired");
        p.expect_whole();
    }
    SECTION("a millisecond before, it is good") {
        p.now += 14 * one_day - 1;
        CHECK(p.give(p.own(p.bea, p.ash), p.accepting(invite.id)) == "done");
    }
    SECTION("used, and what it gave was taken away") {
        const AcceptInvitation accept = p.accepting(invite.id);
        p.must(p.own(p.bea, p.ash), accept);
        p.must(p.own(p.ann, p.ash), RemoveAdministrator{accept.grant});
        CHECK(p.give(p.own(p.bea, p.ash), p.accepting(invite.id)) == "invitation_accepted");
    }
    SECTION("an id that is taken, by a grant of the account or by one of the person") {
        AcceptInvitation accept = p.accepting(invite.id);
        accept.grant = p.grant_of(p.ann, p.ash);
        CHECK(p.give(p.own(p.bea, p.ash), accept) == "id_taken");
        accept.grant = p.appoint(p.bea, p.north, Role::viewer);
        CHECK(p.give(p.own(p.bea, p.ash), accept) == "id_taken");
    }
    SECTION("an administrator by then") {
        p.now += 14 * one_day;
        const InviteAdministrator second = p.inviting("bea@people.example");
        p.must(p.own(p.ann, p.ash), second);
        const InviteAdministrator third = p.inviting("bea@people.example", Role::account_owner);
        p.now += 14 * one_day - 1;
        CHECK(p.give(p.own(p.ann, p.ash), third) == "already_invited");
        InvitationRow beside = p.invitation(p.ash, second.id);
        beside.id = third.id;
        p.write({{people_of(p.ash), beside}});
        CHECK(p.give(p.own(p.bea, p.ash), p.accepting(second.id)) == "done");
        CHECK(p.give(p.own(p.bea, p.ash), p.accepting(third.id)) == "already_administrator");
    }
    SECTION("closed") {
        AccountRow closed = p.account(p.ash);
        closed.state = AccountState::closed;
        p.write({{account_scope(p.ash), closed}});
        CHECK(p.give(p.own(p.bea, p.ash), p.accepting(invite.id)) == "account_closed");
    }
}

TEST_CASE("Revoking an invitation") {
    People p;
    const auto ann = p.own(p.ann, p.ash);
    const InviteAdministrator invite = p.inviting("bea@people.example");
    p.must(ann, invite);
    CHECK(p.give(ann, RevokeInvitation{p.fresh<InvitationId>()}) == "not_found");
    CHECK(p.give(p.own(p.norman, p.north), RevokeInvitation{invite.id}) == "not_found");
    CHECK(p.give(p.parent(p.norman, p.north, p.ash), RevokeInvitation{invite.id}) == "done");
    CHECK(p.all<ReceivedInvitationRow>(invited_scope("bea@people.example"))[0].state ==
          InvitationState::revoked);
    CHECK(p.give(ann, RevokeInvitation{invite.id}) == "same");
    p.expect_whole();

    const InviteAdministrator accepted = p.inviting("bea@people.example");
    p.must(ann, accepted);
    p.must(p.own(p.bea, p.ash), p.accepting(accepted.id));
    CHECK(p.give(ann, RevokeInvitation{accepted.id}) == "invitation_accepted");

    const InviteAdministrator late = p.inviting("cid@people.example");
    p.must(ann, late);
    p.now += 14 * one_day;
    CHECK(p.give(ann, RevokeInvitation{late.id}) == "invitation_expired");
    p.tick();
    CHECK(p.give(ann, RevokeInvitation{late.id}) == "invitation_expired");
}

TEST_CASE("Removing an administrator; the last account owner stays") {
    People p;
    const auto ann = p.own(p.ann, p.ash);
    const GrantId anns = p.grant_of(p.ann, p.ash);
    CHECK(p.give(ann, RemoveAdministrator{anns}) == "last_account_owner");
    CHECK(p.give(p.parent(p.norman, p.north, p.ash), RemoveAdministrator{anns}) == "last_account_owner");
    const GrantId viewer = p.appoint(p.bea, p.ash, Role::viewer);
    CHECK(p.give(ann, RemoveAdministrator{anns}) == "last_account_owner");  // a viewer is not an owner
    CHECK(p.give(p.own(p.bea, p.ash), RemoveAdministrator{viewer}) == "not_allowed");
    CHECK(p.give(ann, RemoveAdministrator{viewer}) == "done");
    CHECK(p.all<HeldGrantRow>(person_scope(p.bea)).empty());
    CHECK(p.index(p.ash)->administrators == 1);
    CHECK(p.give(ann, RemoveAdministrator{viewer}) == "not_found");
    CHECK(p.give(p.own(p.norman, p.north), RemoveAdministrator{anns}) == "not_found");  // not this account's

    p.appoint(p.bea, p.ash, Role::account_owner);
    CHECK(p.give(ann, RemoveAdministrator{anns}) == "done");  // oneself, too
    CHECK(p.give(ann, RemoveAdministrator{p.grant_of(p.bea, p.ash)}) == "not_found");
    CHECK(p.give(p.own(p.staff, p.root), RemoveAdministrator{p.grant_of(p.staff, p.root)}) ==
          "last_account_owner");
    p.expect_whole();
}

TEST_CASE("A person is made once for an address") {
    People p;
    const PersonId dan = p.fresh<PersonId>();
    CHECK(p.give(World::system(), RegisterPerson{dan, " Dan ", " Dan@People.Example "}) == "done");
    CHECK(p.rows.find<PersonRow>(person_scope(dan), dan)->name == "Dan");
    CHECK(p.rows.find<EmailKeyRow>(email_key("dan@people.example"), dan));
    CHECK(p.give(World::system(), RegisterPerson{dan, "Dan", "dan@people.example"}) == "same");
    CHECK(p.give(World::system(), RegisterPerson{p.fresh<PersonId>(), "Dan", "DAN@people.example"}) ==
          "id_taken");
    CHECK(p.give(World::system(), RegisterPerson{dan, "Dan", "other@people.example"}) == "id_taken");
    CHECK(p.give(World::system(), RegisterPerson{p.fresh<PersonId>(), "", "e@people.example"}) ==
          "name_missing");
    CHECK(p.give(World::system(), RegisterPerson{p.fresh<PersonId>(), "E", "e"}) == "email_not_valid");
}
