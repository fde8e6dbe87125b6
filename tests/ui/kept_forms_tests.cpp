// Half-typed forms: kept on the device for a person, an account and a form, found as they were left, gone at sign-out,
// and never with a secret in them.
#include <optional>

#include "portal_scene.h"
#include "ui/screens/add_account.h"

using namespace ui_tests;

namespace {

// All that the device has of this person.
std::string stored(Tab& tab) {
    std::string all;
    for (const Store store : {Store::pages, Store::log, Store::pending, Store::outcomes, Store::drafts, Store::meta}) {
        for (const auto& [key, bytes] : tab.browser.disks[tab.person].records(store)) all += key + bytes + "\n";
    }
    return all;
}
const MemoryDisk::Records& kept(Tab& tab) { return tab.browser.disks[tab.person].records(Store::drafts); }

void expect_fresh(PortalScene& portal, std::string_view field) {
    CHECK(portal.typed(field).empty());
    CHECK_FALSE(portal.says("As you left it."));
    CHECK_FALSE(portal.shows("button", "Start afresh"));
}

}  // namespace

TEST_CASE("what was half typed when the tab was killed is there in the next, for that person, account and form alone") {
    World world;
    const PersonId other = world.administrator(world.reseller, Role::account_owner, "rita@reseller.example");
    const Route accounts = page_of(world, world.reseller, Page::accounts);
    Tab& tab = world.ready(world.staff);
    {
        PortalScene portal(world, tab, accounts);
        portal.press("Add Account");
        expect_fresh(portal, "Name");
        CHECK(kept(tab).empty());
        portal.type("Name", "Half typed");
        portal.type("Contact e-mail", "half@");
        portal.press("radio", "Reseller");
        tab.kill();
    }
    Tab& next = world.ready(world.staff);
    std::optional<PortalScene> again(std::in_place, world, next, accounts);
    PortalScene& portal = *again;
    CHECK_FALSE(portal.shows("dialog", "Add Account"));
    portal.press("Add Account");
    CHECK(portal.says("As you left it."));
    CHECK(portal.typed("Name") == "Half typed");
    CHECK(portal.typed("Contact e-mail") == "half@");
    CHECK(portal.scene.page.focused_name() == "Name");

    SECTION("another account's form is empty") {
        portal.go(page_of(world, world.partner, Page::accounts));
        portal.press("Add Account");
        expect_fresh(portal, "Name");
    }
    SECTION("another form is empty") {
        portal.go(page_of(world, world.reseller, Page::administrators));
        portal.press("Invite Administrator");
        expect_fresh(portal, "E-mail");
    }
    SECTION("another person's form is empty") {
        Tab& others = world.ready(other);
        Route own = accounts;
        own.home = world.reseller;
        own.via = Via::own;
        again.reset();
        PortalScene beside(world, others, own);
        beside.press("Add Account");
        expect_fresh(beside, "Name");
    }
    SECTION("it is begun afresh where that is wished, and nothing is kept of it") {
        portal.press("Start afresh");
        expect_fresh(portal, "Name");
        CHECK(portal.scene.page.focused_name() == "Name");
        CHECK(kept(next).empty());
    }
    SECTION("Cancel throws it away") {
        portal.press("Cancel");
        CHECK(kept(next).empty());
        portal.press("Add Account");
        expect_fresh(portal, "Name");
    }
    SECTION("Escape and another page leave it") {
        portal.escape();
        CHECK_FALSE(portal.shows("dialog", "Add Account"));
        portal.go(page_of(world, world.partner, Page::accounts));
        portal.go(accounts);
        portal.press("Add Account");
        CHECK(portal.typed("Name") == "Half typed");
        CHECK(portal.says("As you left it."));
    }
    SECTION("once it is sent nothing is kept of it") {
        portal.type("Contact e-mail", "half@reseller.example");
        portal.press("Add");
        CHECK(portal.says("Added Half typed"));
        CHECK(kept(next).empty());
        portal.press("Add Account");
        expect_fresh(portal, "Name");
    }
    SECTION("signing out takes it") {
        CHECK(stored(next).find("Half typed") != std::string::npos);
        portal.escape();
        portal.press("Switch account");
        portal.press("Sign out");
        CHECK(portal.shows("h1", "Sign in to Parasol"));
        CHECK(stored(next).empty());
    }
}

TEST_CASE("what is stored of a form by another version, or damaged, is as if there were nothing") {
    World world;
    Tab& tab = world.ready(world.staff);
    const Route accounts = page_of(world, world.reseller, Page::accounts);
    {
        PortalScene portal(world, tab, accounts);
        portal.press("Add Account");
        portal.type("Name", "Half typed");
        tab.kill();
    }
    const std::string text = GENERATE(as<std::string>{}, "", "{", "[]", "{\"kind\":\"shop\",\"name\":\"Half typed\"}",
                                      "{\"name\":\"Half typed\"}", "{\"kind\":\"customer\",\"name\":7}",
                                      "{\"kind\":\"customer\",\"contact\":\"Half typed\"}", "\xff\xfe");
    const std::string key = kept(tab).begin()->first;
    world.laptop.disks[world.staff].damage(Store::drafts, key, text);
    Tab& next = world.ready(world.staff);
    PortalScene portal(world, next, accounts);
    portal.press("Add Account");
    expect_fresh(portal, "Name");
    portal.type("Name", "Typed anew");
    CHECK(stored(next).find("Typed anew") != std::string::npos);
}

TEST_CASE("two tabs of one person: what one types or throws away changes nothing that the other shows") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    PortalScene portal(world, first, page_of(world, world.reseller, Page::accounts));
    portal.press("Add Account");
    portal.type("Name", "In the first");
    Drafts others;
    others.keep_in(*second.replica);
    auto& other = others.begin<screens::AddAccountDraft>(world.reseller, "add-account");
    CHECK(other.name.empty());
    other.name = "In the second";
    others.save();
    portal.settle();
    CHECK(stored(first).find("In the second") != std::string::npos);
    CHECK(portal.typed("Name") == "In the first");
    other.end();
    others.save();
    portal.settle();
    CHECK(kept(first).empty());
    CHECK(portal.typed("Name") == "In the first");
    portal.type("Name", "In the first, and on");
    CHECK(stored(first).find("In the first, and on") != std::string::npos);
}

TEST_CASE("an access code that is typed is kept nowhere") {
    World world;
    Tab& tab = world.ready(world.staff);
    const Route federation = page_of(world, world.acme, Page::federation);
    PortalScene portal(world, tab, federation);
    portal.press("Join Federation");
    portal.type("Access Code", "ACDE-FGHJ-KMNP");
    CHECK(portal.typed("Access Code") == "ACDE-FGHJ-KMNP");
    for (const std::string_view secret : {"ACDE", "FGHJ", "KMNP"}) {
        CHECK(stored(tab).find(secret) == std::string::npos);
    }
    CHECK(kept(tab).empty());
}

TEST_CASE("the other forms: an invitation, a federation's name, and an edit that is open as it was") {
    World world;
    Tab& tab = world.ready(world.staff);
    {
        PortalScene portal(world, tab, page_of(world, world.acme, Page::administrators));
        portal.press("Invite Administrator");
        portal.type("E-mail", "half@acme");
        portal.go(page_of(world, world.acme, Page::federation));
        portal.press("Create Federation +");
        portal.type("Name", "Half a federation");
        portal.go(page_of(world, world.acme, Page::account));
        portal.press("Edit account");
        CHECK(portal.scene.page.focused_name() == "Name");
        portal.type("City", "Half a city");
        tab.kill();
    }
    Tab& next = world.ready(world.staff);
    PortalScene portal(world, next, page_of(world, world.acme, Page::administrators));
    portal.press("Invite Administrator");
    CHECK(portal.typed("E-mail") == "half@acme");
    portal.go(page_of(world, world.acme, Page::federation));
    portal.press("Create Federation +");
    CHECK(portal.typed("Name") == "Half a federation");
    portal.go(page_of(world, world.acme, Page::account));
    CHECK(portal.says("As you left it."));
    CHECK(portal.typed("City") == "Half a city");
    CHECK(portal.typed("Name") == "Acme");
    portal.press("Start afresh");
    expect_fresh(portal, "City");
    portal.press("Cancel");
    CHECK(portal.shows("button", "Edit account"));
}

TEST_CASE("who is invited first is to own the account, and anybody else has the least until more is chosen") {
    World world;
    Tab& tab = world.ready(world.staff);
    const auto role_of_invited = [&](AccountId account, std::size_t administrators) {
        PortalScene portal(world, tab, page_of(world, account, Page::administrators));
        CHECK(tab.replica->view().administrators(account).size() == administrators);
        portal.press("Invite Administrator");
        portal.type("E-mail", "new@people.example");
        portal.press("Invite");
        const auto open = tab.replica->view().open_invitations(account);
        REQUIRE(open.size() == 1);
        return open[0]->role;
    };
    CHECK(role_of_invited(world.root, 1) == Role::viewer);
    CHECK(role_of_invited(world.globex, 0) == Role::account_owner);
}

TEST_CASE("an account that is not one's own to switch to is looked for among all") {
    World world;
    Tab& tab = world.ready(world.staff);
    PortalScene portal(world, tab, page_of(world, world.root, Page::accounts));
    portal.press("Switch account");
    portal.type("Search accounts", "glob", "input search");
    CHECK(portal.says("You administer no account of this name."));
    portal.press("Search all accounts");
    CHECK(portal.shows("dialog", "Search"));
    CHECK(portal.typed("Search", "combobox") == "glob");
}
