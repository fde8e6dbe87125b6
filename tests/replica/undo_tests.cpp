// What takes back a command, and that it leaves everything as it was.
#include "replica/undo.h"

#include "domain/limits.h"
#include "replica/world.h"

using namespace world;

namespace {

struct Undoing {
    World world;
    Tab& tab = world.ready(world.staff);
    Callback<Id()> new_id = [this] { return tab->new_id(); };

    Undoing() {
        tab->open(world.partner);
        tab->open(world.acme);
        world.settle();
    }
    Path path_to(AccountId account) { return *tab->view().best_path(account); }
    // Does it, takes it back, and waits until the authority has decided both.
    std::optional<Command> do_and_undo(AccountId account, const Command& command) {
        const auto inverse = inverse_of(command, account, tab->view(), new_id);
        const Path path = path_to(account);
        REQUIRE_FALSE(tab->submit(account, path.home, path.via, command).refusal);
        world.settle();
        if (!inverse) return inverse;
        REQUIRE_FALSE(tab->submit(account, path.home, path.via, *inverse).refusal);
        world.settle();
        CHECK(tab->outcomes().empty());
        return inverse;
    }
};

}  // namespace

TEST_CASE("taking back leaves an account as it was") {
    Undoing u;
    const AccountId account = u.world.acme;
    const AccountRow before = *u.tab->view().account_row(account);
    SECTION("edited") {
        EditAccount edit;
        edit.name = Edit{before.name, "Renamed"};
        edit.contact_city = Edit{before.contact.city, "Cork"};
        REQUIRE(u.do_and_undo(account, edit));
    }
    SECTION("suspended") { REQUIRE(u.do_and_undo(account, SuspendAccount{})); }
    SECTION("moved") { REQUIRE(u.do_and_undo(account, MoveAccount{u.world.partner})); }
    CHECK(*u.tab->view().account_row(account) == before);
}

TEST_CASE("taking back a brand, a setting and an invitation") {
    Undoing u;
    const AccountId partner = u.world.partner;
    const AccountRow before = *u.tab->view().account_row(partner);
    SECTION("brand") {
        const std::string pixel =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
        REQUIRE(u.do_and_undo(partner, SetBrand{Edit{"", "Brand"}, Edit{"", "#112233"}, pixel}));
        CHECK(u.tab->view().logo_for(partner).empty());
    }
    SECTION("setting") { REQUIRE(u.do_and_undo(partner, SetConsent{!before.may_federate_outside})); }
    CHECK(*u.tab->view().account_row(partner) == before);

    SECTION("invitation") {
        const InviteAdministrator invite{InvitationId(u.tab->new_id()), "new@example.com", Role::viewer};
        REQUIRE(u.do_and_undo(partner, invite));
        CHECK(u.tab->view().open_invitations(partner).empty());
        // And the other way round: it is invited anew.
        const InviteAdministrator again{InvitationId(u.tab->new_id()), "new@example.com", Role::viewer};
        const Path path = u.path_to(partner);
        u.tab->submit(partner, path.home, path.via, again);
        u.world.settle();
        REQUIRE(u.do_and_undo(partner, RevokeInvitation{again.id}));
        const auto open = u.tab->view().open_invitations(partner);
        REQUIRE(open.size() == 1);
        CHECK(open[0]->email == "new@example.com");
        CHECK(open[0]->role == Role::viewer);
        CHECK(open[0]->id != again.id);
    }
}

TEST_CASE("what nothing takes back says so") {
    Undoing u;
    const View view = u.tab->view();
    CHECK_FALSE(inverse_of(CloseAccount{}, u.world.acme, view, u.new_id));
    CHECK_FALSE(inverse_of(ResumeAccount{}, u.world.acme, view, u.new_id));  // suspending asks first
    CHECK_FALSE(inverse_of(u.tab.customer("New"), u.world.partner, view, u.new_id));
    CHECK_FALSE(inverse_of(RemoveAdministrator{GrantId(u.tab->new_id())}, u.world.acme, view, u.new_id));
    CHECK_FALSE(inverse_of(SetLimit{}, u.world.acme, view, u.new_id));                     // not a member
    CHECK_FALSE(inverse_of(MoveAccount{u.world.partner}, u.world.root, view, u.new_id));  // is below nothing
}

TEST_CASE("what somebody else has changed meanwhile is not taken back") {
    Undoing u;
    const AccountId account = u.world.acme;
    EditAccount edit;
    edit.contact_city = Edit{"", "Cork"};
    const auto inverse = inverse_of(edit, account, u.tab->view(), u.new_id);
    const Path path = u.path_to(account);
    u.tab->submit(account, path.home, path.via, edit);
    edit.contact_city = Edit{"Cork", "Dublin"};
    u.tab->submit(account, path.home, path.via, edit);
    u.world.settle();
    CHECK(u.tab->submit(account, path.home, path.via, *inverse).refusal == Refusal::changed_meanwhile);
}
