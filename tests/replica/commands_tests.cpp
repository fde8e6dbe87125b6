// Commands: at once, waiting, refused, in order, saved, synchronised, ended.
#include "domain/rules.h"
#include "replica/world.h"

using namespace world;

TEST_CASE("a replica shows what its person may see, as it is at the authority") {
    World world;
    Tab& tab = world.open(world.staff);
    CHECK(tab.storage_state() == StorageState::loading);
    CHECK(tab.sync_state() == SyncState::starting);
    world.settle();
    CHECK(tab.storage_state() == StorageState::saved);
    CHECK(tab.sync_state() == SyncState::synchronised);
    CHECK(tab->status().sync.first_pull_complete);
    CHECK(tab->status().holder);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
    CHECK(tab.shown_name(world.acme) == "Acme");
    const View view = tab->view();
    CHECK(view.breadcrumb(world.root, world.acme) ==
          std::vector<AccountId>{world.root, world.partner, world.reseller, world.acme});
    CHECK(view.best_path(world.acme) == Path{world.root, Via::parent});
    // Partner, reseller, their accounts for internal use, two customers.
    CHECK(view.below(world.root).accounts == 6);
    CHECK(view.below(world.reseller).accounts == 3);
}

TEST_CASE("a command shows in the next frame, is saved, synchronised, and ends") {
    World world;
    Tab& tab = world.ready(world.staff);
    int changes = 0;
    tab->on_change([&] { ++changes; });
    const std::uint64_t version = tab->version();
    const AddAccount add = tab.customer("Initech");
    const CommandHandle handle = tab.run(world.root, world.reseller, add);
    CHECK(handle.verdict == Verdict::applied);
    CHECK(tab.shown_name(add.id) == "Initech");
    CHECK(tab->version() > version);
    CHECK(changes == 0);  // never from within a call
    CHECK(tab.storage_state() == StorageState::saving);
    CHECK(tab->view().below(world.root).accounts == 7);
    CHECK(tab->view().account_row(add.id)->number.empty());
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::applied);
    world.settle();
    CHECK(changes > 0);
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::ended);
    CHECK(tab->pending().empty());
    CHECK(tab->outcomes().empty());
    CHECK(tab.storage_state() == StorageState::saved);
    CHECK(tab.sync_state() == SyncState::synchronised);
    CHECK(tab->view().account(add.id)->number.size() == 9);
    CHECK(tab->view().below(world.root).accounts == 7);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
    CHECK(tab.storage->disk().records(Store::pending).empty());
}

TEST_CASE("nothing changes and nobody is woken while nothing happens") {
    World world;
    Tab& tab = world.ready(world.staff);
    int changes = 0;
    tab->on_change([&] { ++changes; });
    const std::size_t writes = tab.storage->writes();
    const std::size_t requests = world.requests;
    world.time.advance(5 * 60 * one_second);
    CHECK(changes == 0);
    CHECK(tab.storage->writes() == writes);
    CHECK(world.requests - requests <= 6);  // it asks now and then, in case a poke was lost
}

TEST_CASE("a refusal that the rows prove is final, and nothing is kept") {
    World world;
    Tab& tab = world.ready(world.staff);
    const CommandHandle handle = tab.run(world.root, world.reseller, tab.customer(" "));
    CHECK(handle.verdict == Verdict::refused);
    CHECK(handle.refusal == Refusal::name_missing);
    CHECK(handle.seq == 0);
    CHECK(tab->pending().empty());
    CHECK(tab.run(world.root, world.reseller, EndDue{}).refusal == Refusal::malformed);
    // The sequence has no hole.
    CHECK(tab.run(world.root, world.reseller, tab.customer("Initech")).seq == 1);
}

TEST_CASE("after a command that waits, a refusal is not final") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.set_online(false);
    CreateFederation create;
    create.name = "Umbrella";
    create.federation = FederationId(tab->new_id());
    create.membership = MembershipId(tab->new_id());
    create.code = AccessCodeId(tab->new_id());
    const CommandHandle first = tab.run(world.root, world.acme, create);
    CHECK(first.verdict == Verdict::waiting);
    const CommandHandle second = tab.run(world.root, world.acme, Leave{create.federation, create.membership});
    CHECK(second.verdict == Verdict::waiting);  // it may be a member by then
    CHECK(tab->pending().size() == 2);
    world.set_online(true);
    world.settle();
    CHECK(tab->pending().empty());
    CHECK(tab->outcomes().empty());  // created, and left again: dissolved
}

TEST_CASE("a command that the authority refuses is kept with its reason until it is dismissed") {
    World world;
    Tab& tab = world.ready(world.staff);
    REQUIRE(tab->details_of(world.acme) == AccountDetails::known);
    world.set_online(false);
    EditAccount edit;
    edit.name = Edit{"Acme", "Acme Ltd"};
    const CommandHandle handle = tab.run(world.root, world.acme, edit);
    CHECK(handle.verdict == Verdict::applied);
    CHECK(tab.shown_name(world.acme) == "Acme Ltd");
    EditAccount other;
    other.name = Edit{"Acme", "Acme Inc"};
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, other));
    world.set_online(true);
    world.settle();
    CHECK(tab.shown_name(world.acme) == "Acme Inc");
    REQUIRE(tab->outcomes().size() == 1);
    CHECK(tab->outcomes()[0].outcome.refusal == Refusal::changed_meanwhile);
    CHECK(tab->outcomes()[0].envelope.command == Command(edit));
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::refused);

    SECTION("also after a restart") {
        tab.kill();
        Tab& next = world.open(world.staff);
        world.settle();
        REQUIRE(next->outcomes().size() == 1);
        CHECK(next->outcomes()[0].envelope.command == Command(edit));
        next->dismiss(handle.client, handle.seq);
        CHECK(next->outcomes().empty());
        world.settle();
        next.kill();
        Tab& last = world.open(world.staff);
        world.settle();
        CHECK(last->outcomes().empty());
    }
}

TEST_CASE("a pending command that the new rows refuse is shown as waiting, and pushed all the same") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.hold_pushes = true;
    EditAccount edit;
    edit.name = Edit{"Acme", "Acme Ltd"};
    const CommandHandle handle = tab.run(world.root, world.acme, edit);
    CHECK(handle.verdict == Verdict::applied);
    EditAccount other;
    other.name = Edit{"Acme", "Acme Inc"};
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, other));
    world.settle();
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::waiting);
    CHECK(tab.shown_name(world.acme) == "Acme Inc");
    world.hold_pushes = false;
    world.settle(two_minutes);
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::refused);
}

TEST_CASE("who keeps rows by their address hears when pending effects were made anew") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.hold_pushes = true;
    tab.run(world.root, world.reseller, tab.customer("Initech"));
    tab->look_at({activity_scope(world.fresh<AccountId>(), utc_month(world.clock.now()))});
    world.settle();
    const auto version = tab->rows_version();
    world.settle(two_minutes);
    CHECK(tab->rows_version() == version);  // nothing has happened meanwhile
    tab->look_at({});
    world.settle(two_minutes);  // what is needed no more is looked for, below what is pending
    CHECK(tab->rows_version() > version);
}

TEST_CASE("several commands keep their order, offline and after") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.set_online(false);
    const AddAccount reseller = [&] {
        AddAccount add = tab.customer("Below Ltd");
        add.kind = AccountKind::reseller;
        add.internal_use_id = AccountId(tab->new_id());
        return add;
    }();
    CHECK(tab.run(world.root, world.partner, reseller).verdict == Verdict::applied);
    // Below an account that exists on this device only.
    const AddAccount below = tab.customer("Initech");
    CHECK(tab.run(world.root, reseller.id, below).verdict == Verdict::applied);
    EditAccount edit;
    edit.name = Edit{"Initech", "Initrode"};
    CHECK(tab.run(world.root, below.id, edit).verdict == Verdict::applied);
    CHECK(tab.run(world.root, below.id, SuspendAccount{}).verdict == Verdict::applied);
    CHECK(tab->view().effective_state(below.id) == AccountState::suspended);
    CHECK(tab.sync_state() == SyncState::offline);
    CHECK(tab->status().sync.waiting == 4);
    world.settle();
    CHECK(tab.storage_state() == StorageState::saved);
    world.set_online(true);
    world.settle();
    CHECK(tab->pending().empty());
    CHECK(tab->outcomes().empty());
    const auto* row = world.database.rows().find<AccountRow>(account_scope(below.id), below.id);
    REQUIRE(row);
    CHECK(row->name == "Initrode");
    CHECK(row->state == AccountState::suspended);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
}
