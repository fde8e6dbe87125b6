// The way to the authority: lost and repeated messages, sessions, restored authorities, what is pulled and
// dropped.
#include "replica/world.h"

using namespace world;

namespace {

std::string true_name(World& world, AccountId account) {
    const auto* row = world.database.rows().find<AccountRow>(account_scope(account), account);
    return row ? row->name : "";
}

}  // namespace

TEST_CASE("messages that are lost, repeated and late change nothing in the end") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        SeededChance chance(seed);
        World world;
        Tab& tab = world.open(world.staff);
        const auto fate = [&]() -> std::vector<Duration> {
            const auto delay = [&] { return static_cast<Duration>(chance.below(3000)); };
            if (chance.one_in(4)) return {};
            if (chance.one_in(4)) return {delay(), delay()};
            return {delay()};
        };
        tab.transport->request_fate = fate;
        tab.transport->reply_fate = fate;
        std::vector<AddAccount> added;
        for (int command = 0; command < 12; ++command) {
            added.push_back(tab.customer("Customer " + std::to_string(command)));
            tab.run(world.root, world.reseller, added.back());
            world.settle(static_cast<Duration>(chance.below(2000)));
        }
        world.settle(15 * 60 * one_second);
        tab.transport->request_fate = nullptr;
        tab.transport->reply_fate = nullptr;
        world.settle(3 * 60 * one_second);
        CHECK(tab->pending().empty());
        CHECK(tab->outcomes().empty());  // none was taken twice: the second would be id_taken
        for (const AddAccount& add : added) CHECK(true_name(world, add.id) == add.name);
        CHECK(tab->status().sync.first_pull_complete);
        CHECK(text_of(tab->rows()) == truth_for(world, tab));
    }
}

TEST_CASE("an ended session keeps the queue, and another sign-in goes on") {
    World world;
    const std::string session = world.sign_in(world.staff);
    Tab& tab = world.open(world.laptop, world.staff, session);
    world.settle();
    tab->open(world.reseller);
    world.settle();
    world.ask(session, SignOut{});
    const AddAccount add = tab.customer("Initech");
    tab.run(world.root, world.reseller, add);
    world.settle();
    CHECK(tab.sync_state() == SyncState::signed_out);
    CHECK(tab->pending().size() == 1);
    CHECK(tab.shown_name(add.id) == "Initech");
    const std::size_t requests = world.requests;
    world.settle(two_minutes);
    CHECK(world.requests == requests);  // it does not knock at a closed door
    tab->set_session(world.sign_in(world.staff));
    world.settle();
    CHECK(tab.sync_state() == SyncState::synchronised);
    CHECK(true_name(world, add.id) == "Initech");
}

TEST_CASE("an authority that was restored from an older state gets what it forgot") {
    World world;
    Tab& tab = world.open(world.staff);
    world.settle();
    const AddAccount one = tab.customer("One");
    tab.run(world.root, world.reseller, one);
    world.settle();
    REQUIRE(tab->pending().empty());
    world.hold_pushes = true;
    const AddAccount two = tab.customer("Two");
    tab.run(world.root, world.reseller, two);
    world.settle();
    // The same database as it was before any of this, under another epoch.
    World restored;
    restored.database.restore_as("epoch-b");
    REQUIRE(restored.staff == world.staff);
    world.answering = &restored;
    world.hold_pushes = false;
    tab->set_session(restored.sign_in(world.staff));
    world.settle(two_minutes);
    CHECK(tab->pending().empty());
    CHECK(tab->outcomes().empty());
    CHECK(true_name(restored, one.id) == "One");  // ended once, lost with the newer state, and kept here
    CHECK(true_name(restored, two.id) == "Two");
    CHECK(tab->status().sync.brought_back == 1);
    CHECK(text_of(tab->rows()) == truth_for(restored, tab));
    CHECK(tab->status().sync.mismatches == 0);
}

TEST_CASE("without a pull for a week it is locked, and opens again with the next") {
    World world;
    Tab& tab = world.open(world.staff);
    world.settle();
    world.set_online(false);
    tab.run(world.root, world.reseller, tab.customer("Initech"));
    world.settle();
    int changes = 0;
    tab->on_change([&] { ++changes; });
    world.time.advance(7 * one_day - one_hour);
    CHECK_FALSE(tab->status().locked);
    changes = 0;
    world.time.advance(2 * one_hour);
    CHECK(tab->status().locked);
    CHECK(changes == 1);
    CHECK(tab->rows().row_count() == 0);
    CHECK(tab.shown_name(world.acme).empty());
    CHECK(tab.run(world.root, world.reseller, tab.customer("No")).refusal == Refusal::signed_out);
    CHECK(tab->pending().size() == 1);
    tab.kill();
    // Also when it is opened anew.
    Tab& next = world.open(world.laptop, world.staff, "");
    world.settle();
    CHECK(next->status().locked);
    CHECK(next->rows().row_count() == 0);
    world.set_online(true);
    next->set_session(world.sign_in(world.staff));
    world.settle();
    CHECK_FALSE(next->status().locked);
    CHECK(next.shown_name(world.acme) == "Acme");
    CHECK(next->pending().empty());
}

TEST_CASE("an answer to a session that has been replaced does not end the new one") {
    World world;
    const std::string session = world.sign_in(world.staff);
    const std::string next = world.sign_in(world.staff);
    Tab& tab = world.open(world.laptop, world.staff, session);
    world.settle();
    tab->open(world.reseller);
    world.settle();
    world.ask(session, SignOut{});
    tab.transport->reply_fate = [] { return std::vector<Duration>{500}; };
    const CommandHandle handle = tab.run(world.root, world.reseller, tab.customer("Initech"));
    tab->pull_now();
    world.settle(100);
    tab->set_session(next);
    world.settle();
    CHECK(tab.sync_state() == SyncState::synchronised);
    CHECK(tab->pending().empty());
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::ended);
}

TEST_CASE("the authority's clock counts, not the device's") {
    World world;
    Tab& tab = world.open(world.staff);
    tab.clock->jump(-400 * one_day);
    world.settle();
    CHECK(std::abs(tab->now() - world.clock.now()) < one_second);
    CHECK_FALSE(tab->status().locked);
    tab.clock->jump(800 * one_day);
    tab->pull_now();
    world.settle();
    CHECK(std::abs(tab->now() - world.clock.now()) < one_second);
    CHECK_FALSE(tab->status().locked);
}

TEST_CASE("details are held while open and a while after, and then dropped") {
    World world;
    Tab& tab = world.open(world.staff);
    world.settle();
    const std::size_t held = tab->rows().scopes().size();
    tab->open(world.acme);
    CHECK(tab->details_of(world.acme) == AccountDetails::coming);
    world.settle();
    CHECK(tab->details_of(world.acme) == AccountDetails::known);
    CHECK(tab->rows().scopes().size() > held);
    tab->close(world.acme);
    world.settle(one_hour / 2);
    CHECK(tab->details_of(world.acme) == AccountDetails::known);
    world.settle(one_hour);
    CHECK(tab->rows().scopes().size() == held);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));

    SECTION("but not while a command names them") {
        tab->open(world.acme);
        world.settle();
        tab->close(world.acme);
        world.hold_pushes = true;
        tab.run(world.root, world.acme, SuspendAccount{});
        world.settle(2 * one_hour);
        CHECK(tab->details_of(world.acme) == AccountDetails::known);
        CHECK(tab->view().effective_state(world.acme) == AccountState::suspended);
        world.hold_pushes = false;
        world.settle(3 * one_hour);
        CHECK(tab->pending().empty());
        CHECK(tab->rows().scopes().size() == held);
    }
}

TEST_CASE("what is looked at on one page is held as long, kept fresh, and then dropped") {
    World world;
    Tab& tab = world.open(world.staff);
    world.settle();
    tab->open(world.acme);
    world.settle();
    const Scope now = activity_scope(world.acme, utc_month(world.clock.now()));
    const Scope earlier = activity_scope(world.acme, "2026-01");
    CHECK_FALSE(tab->rows().holds(now));
    const std::size_t held = tab->rows().scopes().size();
    tab->look_at({now});
    world.settle();
    REQUIRE(tab->rows().holds(now));
    CHECK_FALSE(tab->rows().holds(earlier));
    const std::size_t rows = tab->rows().scope(now)->count<ActivityRow>();
    tab.run(world.root, world.acme, SuspendAccount{});
    CHECK(tab->rows().scope(now)->count<ActivityRow>() == rows);  // a client writes none
    world.settle();
    CHECK(tab->rows().scope(now)->count<ActivityRow>() == rows + 1);
    tab->look_at({now, earlier});
    world.settle();
    CHECK(tab->rows().holds(now));
    CHECK(tab->rows().holds(earlier));
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
    const auto version = tab->rows_version();
    tab->look_at({});
    world.settle(two_minutes);
    CHECK(tab->rows().scopes().size() == held);
    CHECK(tab->rows_version() > version);  // lists of rows that are gone are made anew
    CHECK(text_of(tab->rows()) == truth_for(world, tab));

    SECTION("also where the tab that looked is no more, and another is there in its place") {
        tab->look_at({now});
        world.settle();
        tab.kill();
        Tab& next = world.open(world.staff);
        world.settle(two_minutes);
        CHECK_FALSE(next->rows().holds(now));
    }
    SECTION("and what may not be read is asked for once") {
        const PersonId viewer = world.administrator(world.acme, Role::viewer, "viewer@acme.example");
        Tab& other = world.open(world.desktop, viewer, world.sign_in(viewer));
        world.settle();
        other->look_at({activity_scope(world.globex, utc_month(world.clock.now()))});
        world.settle();
        const std::size_t requests = world.requests;
        world.settle(20 * one_second);
        CHECK(world.requests == requests);
        CHECK_FALSE(other->rows().holds(activity_scope(world.globex, utc_month(world.clock.now()))));
    }
}

TEST_CASE("what does not exist or may not be read is said to be gone") {
    World world;
    const PersonId viewer = world.administrator(world.acme, Role::viewer, "viewer@acme.example");
    Tab& tab = world.open(viewer);
    world.settle();
    tab->open(world.globex);
    tab->open(world.fresh<AccountId>());
    world.settle();
    CHECK(tab->details_of(world.globex) == AccountDetails::gone);
    const std::size_t requests = world.requests;
    world.settle(30 * one_second);
    CHECK(world.requests == requests);  // asked once, not again and again
}

TEST_CASE("what was out of reach is shown as soon as it is moved there") {
    World world;
    const PersonId owner = world.administrator(world.reseller, Role::account_owner, "owner@reseller.example");
    Tab& staff = world.open(world.staff);
    Tab& tab = world.open(world.desktop, owner, world.sign_in(owner));
    world.settle();
    const AddAccount add = staff.customer("Initech");
    staff.run(world.root, world.partner, add);
    world.settle();
    tab->open(add.id);
    tab->look_at({activity_scope(add.id, utc_month(world.clock.now()))});
    world.settle();
    REQUIRE(tab->details_of(add.id) == AccountDetails::gone);
    staff->open(add.id);
    world.settle();
    staff.run(world.root, add.id, MoveAccount{world.reseller});
    world.settle(two_minutes);
    CHECK(tab->details_of(add.id) == AccountDetails::known);
    CHECK(tab->rows().holds(activity_scope(add.id, utc_month(world.clock.now()))));
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
}

TEST_CASE("losing a grant drops what it showed, and a pending command comes back refused") {
    World world;
    const PersonId owner = world.administrator(world.partner, Role::account_owner, "owner@parent.example");
    Tab& tab = world.ready(owner);
    CHECK(tab.shown_name(world.acme) == "Acme");
    world.set_online(false);
    const AddAccount add = tab.customer("Initech");
    const CommandHandle handle = tab.run(world.partner, world.reseller, add);
    CHECK(handle.verdict == Verdict::applied);
    GrantId grant;
    world.database.rows().each<GrantRow>(people_of(world.partner),
                                         [&](const GrantRow& row) { grant = row.id; });
    AddAccount stray;
    REQUIRE_FALSE(grant.is_none());
    const auto refusal = world.run(world.staff, world.root, world.partner, RemoveAdministrator{grant});
    if (refusal) {
        // The last account owner cannot be removed: there is another first.
        world.administrator(world.partner, Role::account_owner, "other@parent.example");
        REQUIRE_FALSE(world.run(world.staff, world.root, world.partner, RemoveAdministrator{grant}));
    }
    world.set_online(true);
    world.settle();
    CHECK(tab.shown_name(world.acme).empty());
    CHECK(tab->view().grants().empty());
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::refused);
    REQUIRE(tab->outcomes().size() == 1);
    CHECK(tab->outcomes()[0].outcome.refusal == Refusal::not_found);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
    CHECK(text_of(tab->rows()).size() < 10);
}

TEST_CASE("the first pull comes in pages, is of use before it is complete, and goes on where it stopped") {
    World world;
    for (int reseller = 0; reseller < 6; ++reseller) {
        const AccountId base =
            world.add(world.partner, AccountKind::reseller, "Reseller " + std::to_string(reseller));
        for (int customer = 0; customer < 5; ++customer) world.add(base, AccountKind::customer, "Customer");
    }
    AuthorityOptions options{true, {}};
    options.rows_per_reply = 6;
    world.authority =
        std::make_unique<Authority>(world.database, world.clock, world.chance, world.vault, options);
    world.authority->on_changed([&](const std::vector<Scope>&) { world.poke_all(); });
    Tab& tab = world.open(world.staff);
    tab.transport->reply_fate = [] { return std::vector<Duration>{200}; };
    bool of_use = false;
    for (int tenths = 0; tenths < 200 && !tab->status().sync.first_pull_complete; ++tenths) {
        world.time.advance(100);
        const SyncStatus sync = tab->status().sync;
        if (!sync.first_pull_complete && !tab.shown_name(world.partner).empty()) {
            of_use = true;
            CHECK(sync.scopes_held < sync.scopes_wanted);
            CHECK(sync.state == SyncState::starting);
        }
        if (tenths == 12) {
            // Closed in the middle of it.
            tab.kill();
            Tab& next = world.open(world.staff);
            next.transport->reply_fate = [] { return std::vector<Duration>{200}; };
            world.settle(50);
            CHECK(next->rows().row_count() > 0);
            world.settle(60 * one_second);
            CHECK(next->status().sync.first_pull_complete);
            CHECK(next.sync_state() == SyncState::synchronised);
            CHECK(next->view().below(world.root).accounts == 6 + 6 * 7);
            CHECK(text_of(next->rows()) == truth_for(world, next));
            break;
        }
    }
    CHECK(of_use);
}

TEST_CASE("queries go to the authority and leave no trace") {
    World world;
    Tab& tab = world.open(world.staff);
    world.settle();
    const std::uint64_t version = tab->version();
    std::optional<Reply> reply;
    bool answered = false;
    LookUpCode look{world.root, Via::parent, world.acme, "ACDE-FGHJ-KMNP"};
    tab->ask(look, [&](std::optional<Reply> got) {
        reply = std::move(got);
        answered = true;
    });
    CHECK_FALSE(answered);
    world.settle();
    REQUIRE(reply);
    REQUIRE(std::get_if<Refusing>(&*reply));
    CHECK(std::get_if<Refusing>(&*reply)->refusal == Refusal::code_not_valid);
    CHECK(tab->version() == version);
    world.set_online(false);
    answered = false;
    tab->ask(look, [&](std::optional<Reply> got) {
        reply = std::move(got);
        answered = true;
    });
    world.settle();
    CHECK(answered);
    CHECK_FALSE(reply);
}
