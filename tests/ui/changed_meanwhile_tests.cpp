// An edit of what somebody else has changed meanwhile: both values stand side by side, and the person decides.
#include "portal_scene.h"
#include "ui/words.h"

using namespace ui_tests;

namespace {

Route details_of(const World& world) {
    Route route;
    route.home = world.root;
    route.via = Via::parent;
    route.account = world.acme;
    route.page = Page::account;
    return route;
}

EditAccount renaming(const std::string& from, const std::string& to) {
    EditAccount command;
    command.name = Edit{from, to};
    return command;
}

const AccountRow& true_row(World& world) {
    return *world.database.rows().find<AccountRow>(account_scope(world.acme), world.acme);
}

void change_elsewhere(World& world, Tab& tab, const EditAccount& command) {
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, command));
    tab->pull_now();
}

}  // namespace

TEST_CASE("somebody else changes a field while it is edited: both values, and a decision before it is saved") {
    World world;
    Tab& tab = world.ready(world.staff);
    PortalScene portal(world, tab, details_of(world));
    portal.press("Edit account");
    portal.type("Name", "Acme Mine");
    portal.type("City", "Dublin");
    EditAccount theirs = renaming("Acme", "Acme Theirs");
    theirs.contact_street = Edit{"", "1 Quay"};
    change_elsewhere(world, tab, theirs);
    portal.settle();
    CHECK(portal.says("Now: Acme Theirs"));
    CHECK(portal.says("Yours: Acme Mine"));
    CHECK(portal.shows("group", "Which Name stays?"));
    CHECK(portal.typed("Street") == "1 Quay");  // nobody has touched it here
    CHECK_FALSE(portal.shows("group", "Which Street stays?"));
    CHECK_FALSE(portal.shows("group", "Which City stays?"));

    portal.press("Save");  // not before it is decided
    CHECK(true_row(world).name == "Acme Theirs");
    CHECK(portal.scene.page.focused_name() == "Name");

    SECTION("mine") {
        portal.press("Use mine as Name");
        CHECK_FALSE(portal.shows("group", "Which Name stays?"));
        CHECK(portal.scene.page.focused_name() == "Name");
        CHECK(portal.typed("Name") == "Acme Mine");
        portal.press("Save");
        CHECK(true_row(world).name == "Acme Mine");
    }
    SECTION("theirs") {
        portal.press("Keep Acme Theirs as Name");
        CHECK_FALSE(portal.shows("group", "Which Name stays?"));
        CHECK(portal.scene.page.focused_name() == "Name");
        CHECK(portal.typed("Name") == "Acme Theirs");
        portal.press("Save");
        CHECK(true_row(world).name == "Acme Theirs");
    }
    SECTION("and they change it once more after the decision") {
        portal.press("Use mine as Name");
        change_elsewhere(world, tab, renaming("Acme Theirs", "Acme Again"));
        portal.settle();
        CHECK(portal.says("Now: Acme Again"));
        portal.press("Use mine as Name");
        portal.press("Save");
        CHECK(true_row(world).name == "Acme Mine");
    }
    CHECK(true_row(world).contact.city == "Dublin");
    CHECK(true_row(world).contact.street == "1 Quay");
    CHECK(tab->outcomes().empty());
}

TEST_CASE("an edit made offline and refused later: both values in the list, and the form prefilled to decide") {
    World world;
    Tab& tab = world.ready(world.staff);
    PortalScene portal(world, tab, details_of(world));
    world.set_online(false);
    portal.press("Edit account");
    portal.type("Name", "Acme Mine");
    portal.type("City", "Dublin");
    portal.press("Save");
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, renaming("Acme", "Acme Theirs")));
    world.set_online(true);
    world.settle(world::two_minutes);
    REQUIRE(tab->outcomes().size() == 1);
    CHECK(true_row(world).name == "Acme Theirs");

    Route outcomes = details_of(world);
    outcomes.page = Page::outcomes;
    portal.go(outcomes);
    CHECK(portal.says("Now: Acme Theirs"));
    CHECK(portal.says("Yours: Acme Mine"));
    CHECK(portal.says("Yours: Dublin"));
    const std::string decide = "Decide about " + words::describe(tab->outcomes()[0].envelope.command);
    portal.press("a", decide);
    CHECK(portal.typed("Name") == "Acme Mine");
    CHECK(portal.typed("City") == "Dublin");
    CHECK(portal.shows("group", "Which Name stays?"));
    CHECK_FALSE(portal.shows("group", "Which City stays?"));
    portal.press("Use mine as Name");
    portal.press("Save");
    CHECK(true_row(world).name == "Acme Mine");
    CHECK(true_row(world).contact.city == "Dublin");
    CHECK(tab->outcomes().empty());
    CHECK(tab->pending().empty());
}

TEST_CASE("what is typed since an edit was refused is not overwritten by it") {
    World world;
    Tab& tab = world.ready(world.staff);
    PortalScene portal(world, tab, details_of(world));
    world.set_online(false);
    portal.press("Edit account");
    portal.type("Name", "Acme Mine");
    portal.press("Save");
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, renaming("Acme", "Acme Theirs")));
    world.set_online(true);
    world.settle(world::two_minutes);
    portal.settle();
    portal.press("Edit account");
    portal.type("Name", "Acme Newer");
    Route requests = details_of(world);
    requests.page = Page::requests;
    portal.go(requests);
    portal.press("a", "Decide about " + words::describe(tab->outcomes()[0].envelope.command));
    CHECK(portal.typed("Name") == "Acme Newer");
}
