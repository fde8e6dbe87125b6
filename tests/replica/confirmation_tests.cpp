// Commands that need the password once more: they and what follows wait, are shown, and go on or are withdrawn.
#include "replica/confirming.h"

using namespace world;

namespace {

InviteAdministrator owner(World& world, const std::string& email) {
    InviteAdministrator invite;
    invite.id = world.fresh<InvitationId>();
    invite.email = email;
    invite.role = Role::account_owner;
    return invite;
}

bool is_true(World& world, AccountId account) {
    return world.database.rows().find<AccountRow>(account_scope(account), account) != nullptr;
}

}  // namespace

TEST_CASE("a command that needs a confirmation waits for it, with what follows, and neither is hidden") {
    World world;
    Tab& tab = world.ready(world.staff);
    Confirming door(world);
    const AddAccount before = tab.customer("Before"), after = tab.customer("After");
    tab.run(world.root, world.reseller, before);
    const CommandHandle invited = tab.run(world.root, world.acme, owner(world, "new@acme.example"));
    tab.run(world.root, world.reseller, after);
    world.settle();
    CHECK(is_true(world, before.id));
    CHECK_FALSE(is_true(world, after.id));
    CHECK(tab->pending().size() == 2);
    CHECK(tab.shown_name(after.id) == "After");
    REQUIRE(tab->unconfirmed().envelope);
    CHECK(tab->unconfirmed().envelope->seq == invited.seq);
    CHECK(tab->unconfirmed().asks_here);
    const std::size_t requests = world.requests;
    world.settle(two_minutes);
    CHECK(world.requests <= requests + 3);  // it does not knock again: these are pulls

    SECTION("once it is confirmed both go on") {
        door.confirmed = true;
        tab->confirmed();
        world.settle();
        CHECK(tab->pending().empty());
        CHECK(is_true(world, after.id));
        CHECK_FALSE(tab->unconfirmed().envelope);
        CHECK(tab->status().sync.confirmations == 1);
    }
    SECTION("withdrawn, it ends as if it had not been, and the other goes on") {
        tab->withdraw(invited.client, invited.seq);
        world.settle();
        CHECK(tab->pending().empty());
        CHECK(tab->outcomes().empty());
        CHECK(is_true(world, after.id));
        CHECK(tab->view().open_invitations(world.acme).empty());
        const AddAccount later = tab.customer("Later");
        tab.run(world.root, world.reseller, later);
        world.settle();
        CHECK(is_true(world, later.id));
    }
    SECTION("a new sign-in is a confirmation") {
        door.confirmed = true;
        tab->set_session(world.sign_in(world.staff));
        world.settle();
        CHECK(tab->pending().empty());
    }
    SECTION("only what waits for it can be withdrawn") {
        tab->withdraw(invited.client, invited.seq + 1);
        tab->withdraw(ClientId(tab->new_id()), invited.seq);
        world.settle();
        CHECK(tab->pending().size() == 2);
        CHECK(tab->unconfirmed().envelope);
    }
}

TEST_CASE("every tab of the person knows, one confirms or withdraws, and what another tab does goes on") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    Confirming door(world);
    REQUIRE(first->status().holder);
    // In the tab that only follows.
    const CommandHandle invited = second.run(world.root, world.acme, owner(world, "new@acme.example"));
    world.settle();
    REQUIRE(first->unconfirmed().envelope);
    REQUIRE(second->unconfirmed().envelope);
    CHECK_FALSE(first->unconfirmed().asks_here);
    CHECK(second->unconfirmed().asks_here);
    const AddAccount other = first.customer("Other");
    first.run(world.root, world.reseller, other);
    world.settle();
    CHECK(is_true(world, other.id));

    SECTION("confirmed by the one that follows") {
        door.confirmed = true;
        second->confirmed();
    }
    SECTION("confirmed by the one that synchronises") {
        door.confirmed = true;
        first->confirmed();
    }
    SECTION("withdrawn by the one that follows") { second->withdraw(invited.client, invited.seq); }
    SECTION("withdrawn by the one that synchronises") { first->withdraw(invited.client, invited.seq); }
    world.settle();
    CHECK(first->pending().empty());
    CHECK(second->pending().empty());
    CHECK_FALSE(first->unconfirmed().envelope);
    CHECK_FALSE(second->unconfirmed().envelope);
    const AddAccount later = second.customer("Later");
    second.run(world.root, world.reseller, later);
    world.settle();
    CHECK(is_true(world, later.id));
}

TEST_CASE("a tab that comes later is told, and one that takes over asks for what was left behind") {
    World world;
    Tab& first = world.ready(world.staff);
    Confirming door(world);
    first.run(world.root, world.acme, owner(world, "new@acme.example"));
    world.settle();
    Tab& second = world.ready(world.staff);
    REQUIRE(second->unconfirmed().envelope);
    CHECK_FALSE(second->unconfirmed().asks_here);
    first.kill();
    world.settle(two_minutes);
    REQUIRE(second->unconfirmed().envelope);
    CHECK(second->unconfirmed().asks_here);
    door.confirmed = true;
    second->confirmed();
    world.settle();
    CHECK(second->pending().empty());
}
