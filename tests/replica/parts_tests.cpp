// Long lists, which come in parts, and what is asked for besides what is held.
#include "replica/world.h"
#include "support/commands.h"

using namespace world;

namespace {

// Answers come a second late, and about ten rows at a time: a list of sixty below a partner takes its time.
struct SlowList {
    SlowList() {
        for (int customer = 0; customer < 60; ++customer) world.add(world.partner, AccountKind::customer, "Customer");
        AuthorityOptions options{true, {}};
        options.rows_per_reply = 10;
        world.authority =
            std::make_unique<Authority>(world.database, world.clock, world.chance, world.vault, options);
        world.authority->on_changed([&](const std::vector<Scope>&) { world.poke_all(); });
    }
    Tab& open(Browser& browser) {
        Tab& tab = world.open(browser, world.staff, world.sign_in(world.staff));
        tab.transport->reply_fate = [] { return std::vector<Duration>{one_second}; };
        return tab;
    }
    static std::size_t rows_of_list(Tab& tab, AccountId base) {
        const ScopeRows* rows = tab->rows().scope(children_of(base));
        return rows ? rows->size() : 0;
    }
    // Until a part of the list is there.
    void go_on_until_some(Tab& tab) {
        for (int tenths = 0; tenths < 300 && rows_of_list(tab, world.partner) < 15; ++tenths) world.time.advance(100);
        REQUIRE(rows_of_list(tab, world.partner) >= 15);
        REQUIRE(rows_of_list(tab, world.partner) < 55);
        REQUIRE_FALSE(tab->status().sync.first_pull_complete);
    }
    void is_whole(Tab& tab) {
        world.settle(120 * one_second);
        CHECK(tab->status().sync.first_pull_complete);
        CHECK(tab->status().sync.mismatches == 0);
        CHECK(text_of(tab->rows()) == truth_for(world, tab));
        CHECK(rows_of_list(tab, world.partner) >= 60);
    }
    World world;
};

}  // namespace

TEST_CASE("a long list comes in parts, and what changes meanwhile is not lost") {
    SlowList slow;
    World& world = slow.world;
    Tab& tab = slow.open(world.laptop);
    slow.go_on_until_some(tab);
    std::vector<AccountId> listed;
    world.database.rows().each<AccountIndexRow>(children_of(world.partner),
                                                [&](const AccountIndexRow& row) {
                                                    if (row.name == "Customer") listed.push_back(row.id);
                                                });
    SECTION("nothing") {}
    SECTION("renamed at its beginning and its end, added, moved away") {
        for (const AccountId account : {listed[1], listed[listed.size() - 2]}) {
            REQUIRE_FALSE(world.run(world.staff, world.root, account, renaming("Customer", "Renamed meanwhile")));
        }
        world.add(world.partner, AccountKind::customer, "Added meanwhile");
        REQUIRE_FALSE(world.run(world.staff, world.root, listed[2], MoveAccount{world.reseller}));
    }
    SECTION("renamed in this tab") {
        tab->open(listed[1]);
        world.time.advance(3 * one_second);
        REQUIRE(tab->details_of(listed[1]) == AccountDetails::known);
        REQUIRE_FALSE(tab->status().sync.first_pull_complete);
        tab.run(world.root, listed[1], renaming("Customer", "Renamed here"));
        CHECK(tab.shown_name(listed[1]) == "Renamed here");
        world.settle(120 * one_second);
        CHECK(tab.shown_name(listed[1]) == "Renamed here");
        CHECK(tab->pending().empty());
    }
    SECTION("the browser ends, and goes on where it was") {
        world.time.advance(one_second);
        tab.kill();
        world.requests = 0;
        Tab& next = slow.open(world.laptop);
        world.time.advance(100);
        CHECK(SlowList::rows_of_list(next, world.partner) >= 15);
        CHECK_FALSE(next->status().sync.first_pull_complete);
        slow.is_whole(next);
        CHECK(world.requests < 10);
        return;
    }
    SECTION("another tab follows, and goes on when the first one is gone") {
        Tab& second = slow.open(world.laptop);
        world.time.advance(2 * one_second);
        CHECK(SlowList::rows_of_list(second, world.partner) > 15);
        CHECK_FALSE(second->status().sync.first_pull_complete);
        tab.kill();
        slow.is_whole(second);
        return;
    }
    SECTION("the authority is restored") {
        world.database.restore_as("epoch-b");
        world.add(world.partner, AccountKind::customer, "Added after");
    }
    slow.is_whole(tab);
}

TEST_CASE("what is missing is asked for besides: what is held is not named again for it") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.listen = true;
    const AccountId other = world.add(world.partner, AccountKind::customer, "Another");
    world.settle();
    world.asked.clear();
    tab->open(other);
    world.settle();
    REQUIRE(world.asked.size() == 1);
    CHECK(world.asked[0].find("\"besides\":true") != std::string::npos);
    CHECK(world.asked[0].find("\"held\"") == std::string::npos);
    CHECK(tab->details_of(other) == AccountDetails::known);
    // Held from here on as everything else.
    REQUIRE_FALSE(world.run(world.staff, world.root, other, renaming("Another", "Renamed")));
    world.settle();
    CHECK(tab->view().account(other)->name == "Renamed");
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
}
