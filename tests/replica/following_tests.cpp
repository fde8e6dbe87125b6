// Several tabs of one browser: one synchronises, the others follow, any may die.
#include "replica/tab_message.h"
#include "replica/world.h"

using namespace world;

namespace {

std::string true_name(World& world, AccountId account) {
    const auto* row = world.database.rows().find<AccountRow>(account_scope(account), account);
    return row ? row->name : "";
}

std::size_t pushes(const World& world) {
    std::size_t count = 0;
    for (const std::string& text : world.asked)
        count += text.find("\"type\":\"push\"") != std::string::npos ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("two tabs show the same, and one of them synchronises for both") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    CHECK(first->status().holder);
    CHECK_FALSE(second->status().holder);
    CHECK(second.sync_state() == SyncState::synchronised);
    CHECK(text_of(first->rows()) == text_of(second->rows()));

    world.listen = true;
    const AddAccount add = second.customer("Initech");
    const CommandHandle handle = second.run(world.root, world.reseller, add);
    CHECK(handle.verdict == Verdict::applied);
    CHECK(first.shown_name(add.id).empty());
    world.settle(0);
    world.settle(5);
    CHECK(first.shown_name(add.id) == "Initech");
    world.settle();
    CHECK(pushes(world) == 1);
    CHECK(second->state_of(handle.client, handle.seq) == CommandState::ended);
    CHECK(first->pending().empty());
    CHECK(second->pending().empty());
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(text_of(first->rows()) == truth_for(world, first));
    CHECK(text_of(first->rows()) == text_of(second->rows()));
}

TEST_CASE("what the authority refuses a follower is told to both, and dismissed for both") {
    World world;
    Tab& first = world.open(world.staff);
    Tab& second = world.ready(world.staff);
    world.set_online(false);
    AddAccount add = second.customer("Initech");
    add.third_party_reference = "R-1";
    const CommandHandle handle = second.run(world.root, world.reseller, add);
    AddAccount other = second.customer("Other");
    other.third_party_reference = "R-1";
    REQUIRE_FALSE(world.run(world.staff, world.root, world.reseller, other));
    world.set_online(true);
    world.settle();
    REQUIRE(first->outcomes().size() == 1);
    REQUIRE(second->outcomes().size() == 1);
    CHECK(second->outcomes()[0].outcome.refusal == Refusal::reference_taken);
    first->dismiss(handle.client, handle.seq);
    world.settle();
    CHECK(second->outcomes().empty());
}

TEST_CASE("when the synchronising tab dies, another takes over, with its commands") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    world.set_online(false);
    const AddAccount one = first.customer("One");
    first.run(world.root, world.reseller, one);
    world.settle();
    const AddAccount two = second.customer("Two");
    second.run(world.root, world.reseller, two);
    world.settle();
    first.kill();
    world.settle();
    CHECK(second->status().holder);
    CHECK(second->pending().size() == 2);
    world.set_online(true);
    world.settle();
    CHECK(second->pending().empty());
    CHECK(true_name(world, one.id) == "One");
    CHECK(true_name(world, two.id) == "Two");
    CHECK(text_of(second->rows()) == truth_for(world, second));
}

namespace {

// A tab stores a new account "Initech" and dies before it has told anybody.
AddAccount store_and_die(World& world, Tab& tab) {
    const AddAccount add = tab.customer("Initech");
    tab.run(world.root, world.reseller, add);
    const MemoryDisk& disk = tab.storage->disk();
    for (int steps = 0; steps < 50 && disk.records(Store::pending).empty(); ++steps) world.time.step();
    REQUIRE(disk.records(Store::pending).size() == 1);
    tab.kill();
    return add;
}

}  // namespace

TEST_CASE("a tab that dies between writing and telling has its command found") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    MemoryDisk& disk = second.storage->disk();
    const AddAccount add = store_and_die(world, second);
    world.settle(two_minutes);
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(first->pending().empty());
    CHECK(disk.records(Store::pending).empty());
}

TEST_CASE("the command of a tab that has died is found, also where the first reading fails") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    MemoryDisk& disk = second.storage->disk();
    const AddAccount add = store_and_die(world, second);
    first.storage->fail_next(StorageError::lost);
    world.settle(2 * two_minutes);
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(disk.records(Store::pending).empty());
    CHECK(text_of(first->rows()) == truth_for(world, first));
}

TEST_CASE("a follower that reads that its command has ended does not save it again") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    world.hold_pushes = true;
    const AddAccount add = second.customer("Initech");
    second.run(world.root, world.reseller, add);
    world.settle(100);
    REQUIRE(second->pending().size() == 1);
    // The holder's connection was lost and all rows are written anew: the follower loses the thread.
    first.storage->fail_next(StorageError::lost);
    world.add(world.reseller, AccountKind::customer, "Meanwhile");
    world.settle(two_minutes);
    world.hold_pushes = false;
    world.settle(two_minutes);
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(first->pending().empty());
    CHECK(second->pending().empty());
    CHECK(second.storage->disk().records(Store::pending).empty());
    CHECK(text_of(second->rows()) == truth_for(world, second));
}

TEST_CASE("a tab whose reading breaks off at any moment takes over with all rows") {
    for (int moment = 0; moment < 16; ++moment) {
        INFO("broken after " << moment * 15 << " ms");
        World world;
        Tab& first = world.ready(world.staff);
        Tab& second = world.ready(world.staff);
        second.transport->set_online(false);
        second.storage->set_delays([] { return 20; });
        // It has lost the thread, and reads; meanwhile something is written.
        const std::string channel = "https://parasol.example/|" + to_string(world.staff) + "|replica";
        const auto stranger = world.laptop.hub.open_tab();
        stranger->post(channel, encode(TabMessage{TabSay::pulled, {"0.x", "1.x", "1", "0"}, ""}));
        world.add(world.reseller, AccountKind::customer, "Missed");
        world.time.advance(moment * 15);
        second.storage->fail_next(StorageError::lost);
        world.time.advance(45);
        first.kill();
        world.time.advance(10);
        second.transport->set_online(true);
        world.settle(two_minutes);
        CHECK(second->status().holder);
        CHECK(text_of(second->rows()) == truth_for(world, second));
    }
}

TEST_CASE("killed one after another at any moment, tabs lose nothing that was saved") {
    for (int moment = 1; moment < 60; ++moment) {
        INFO("moment " << moment);
        SeededChance chance(static_cast<std::uint64_t>(moment));  // asked until the last tab has gone
        World world;
        world.laptop.hub.latency = [&] { return static_cast<Duration>(chance.below(20)); };
        std::vector<AccountId> saved;
        for (int life = 0; life < 3; ++life) world.open(world.staff);
        world.settle();
        for (int round = 0; round < 4; ++round) {
            std::vector<Tab*> living;
            for (Tab& tab : world.tabs) {
                if (tab.replica) living.push_back(&tab);
            }
            std::vector<AddAccount> added;
            for (Tab* tab : living) {
                tab->storage->set_delays([&] { return static_cast<Duration>(chance.below(6)); });
                added.push_back(tab->customer("Customer"));
                tab->run(world.root, world.reseller, added.back());
            }
            for (int steps = 0; steps < moment; ++steps) world.time.step();
            for (std::size_t at = 0; at < living.size(); ++at) {
                for (const PendingCommand& pending : (*living[at])->pending()) {
                    if (pending.stored) saved.push_back(std::get<AddAccount>(pending.envelope->command).id);
                }
            }
            living[chance.below(living.size())]->kill();
            world.open(world.staff);
        }
        world.settle(two_minutes);
        for (const AccountId& account : saved) CHECK(true_name(world, account) == "Customer");
        std::vector<std::string> truth;
        for (Tab& tab : world.tabs) {
            if (!tab.replica) continue;
            CHECK(tab->pending().empty());
            if (truth.empty()) truth = truth_for(world, tab);
            CHECK(text_of(tab->rows()) == truth);
        }
    }
}

TEST_CASE("two persons in one browser never see each other") {
    World world;
    const PersonId other = world.administrator(world.acme, Role::viewer, "viewer@acme.example");
    Tab& first = world.ready(world.staff);
    Tab& second = world.open(other);
    world.settle();
    CHECK(first->status().holder);
    CHECK(second->status().holder);
    CHECK(second.shown_name(world.acme) == "Acme");
    CHECK(second.shown_name(world.globex).empty());
    world.set_online(false);
    first.run(world.root, world.reseller, first.customer("Initech"));
    first->save_draft("draft", "secretly");
    world.settle();
    CHECK(second->pending().empty());
    CHECK(second->draft("draft") == nullptr);
    CHECK(second->export_pending().find("Initech") == std::string::npos);
    world.set_online(true);
    world.settle();
    CHECK(text_of(second->rows()) == truth_for(world, second));
    CHECK(second.run(world.acme, world.acme, SuspendAccount{}).verdict == Verdict::refused);
}

TEST_CASE("a follower that missed a message reads what it missed") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    // A message is lost: as when a tab was frozen.
    const std::string channel = "https://parasol.example/|" + to_string(world.staff) + "|replica";
    second.tabs->listen(channel, nullptr);
    world.add(world.reseller, AccountKind::customer, "Missed");
    world.settle();
    CHECK(text_of(first->rows()) != text_of(second->rows()));
    // It hears again: the page that was frozen goes on.
    Tab& third = world.ready(world.staff);
    CHECK(text_of(first->rows()) == text_of(third->rows()));
    first.kill();
    world.settle();
    CHECK(text_of(second->rows()) == text_of(third->rows()));
}

TEST_CASE("an account that is opened in a follower is pulled by the holder") {
    World world;
    Tab& first = world.open(world.staff);
    world.settle();
    Tab& second = world.open(world.staff);
    world.settle();
    CHECK(second->details_of(world.acme) == AccountDetails::coming);
    second->open(world.acme);
    world.settle();
    CHECK(second->details_of(world.acme) == AccountDetails::known);
    CHECK(second->view().account(world.acme)->in_full);
    CHECK(first->details_of(world.acme) == AccountDetails::known);
    // Its tab dies: nobody needs it any more.
    second.kill();
    world.settle(3 * one_hour);
    CHECK(first->details_of(world.acme) == AccountDetails::coming);
    CHECK(text_of(first->rows()) == truth_for(world, first));
}

TEST_CASE("what a follower looks at is pulled by the holder, until it looks away or dies") {
    World world;
    Tab& first = world.open(world.staff);
    world.settle();
    Tab& second = world.open(world.staff);
    world.settle();
    const Scope scope = activity_scope(world.acme, utc_month(world.clock.now()));
    second->look_at({scope});
    world.settle();
    CHECK(second->rows().holds(scope));
    CHECK(text_of(second->rows()) == text_of(first->rows()));
    if (GENERATE(false, true)) {
        second.kill();
    } else {
        second->look_at({});
    }
    world.settle(two_minutes);
    CHECK_FALSE(first->rows().holds(scope));
    CHECK(text_of(first->rows()) == truth_for(world, first));
}

TEST_CASE("where the holder cannot store rows, the others go on") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    first.storage->set_broken(StorageError::lost);
    const AccountId added = world.add(world.reseller, AccountKind::customer, "Unstored");
    world.settle();
    CHECK(first.shown_name(added) == "Unstored");
    CHECK(second.shown_name(added) == "Unstored");
    first.kill();
    world.settle(two_minutes);
    CHECK(second->status().holder);
    CHECK(second.shown_name(added) == "Unstored");
    CHECK(text_of(second->rows()) == truth_for(world, second));
}

TEST_CASE("a tab whose own storage is broken brings its commands to the authority itself") {
    World world;
    Tab& first = world.ready(world.staff);
    Tab& second = world.ready(world.staff);
    second.storage->set_broken(StorageError::lost);
    const AddAccount add = second.customer("Initech");
    second.run(world.root, world.reseller, add);
    world.settle(two_minutes);
    CHECK(second.storage_state() == StorageState::not_saved);
    CHECK(second->pending().empty());
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(text_of(second->rows()) == text_of(first->rows()));
    second.storage->set_broken(StorageError::none);
    second.run(world.root, add.id, SuspendAccount{});
    world.settle(two_minutes);
    CHECK(second.storage_state() == StorageState::saved);
    CHECK(first->pending().empty());
    CHECK(text_of(second->rows()) == text_of(first->rows()));
}

TEST_CASE("tabs whose session has ended go on together with the next one, whoever gets it first") {
    World world;
    const std::string session = world.sign_in(world.staff);
    Tab& first = world.open(world.laptop, world.staff, session);
    Tab& second = world.open(world.laptop, world.staff, session);
    world.settle();
    REQUIRE(first->status().holder);
    world.ask(session, SignOut{});
    // A slow disk: the lock is still held when the new session is there.
    for (Tab* tab : {&first, &second}) tab->storage->set_delays([] { return Duration(50); });
    first->pull_now();
    const auto steps_until_out = [&](Tab& tab) {
        for (int steps = 0; steps < 500 && tab.sync_state() != SyncState::signed_out; ++steps) world.time.step();
        REQUIRE(tab.sync_state() == SyncState::signed_out);
    };
    steps_until_out(first);
    bool second_too = false;
    SECTION("at once, before the other tab finds out") {}
    SECTION("once the other tab is out too") {
        steps_until_out(second);
        second_too = true;
    }
    const std::string next = world.sign_in(world.staff);
    first->set_session(next);
    if (second_too) second->set_session(next);
    world.settle(two_minutes);
    if (second.sync_state() == SyncState::signed_out) second->set_session(next);
    world.settle(two_minutes);
    CHECK(first.sync_state() == SyncState::synchronised);
    CHECK(second.sync_state() == SyncState::synchronised);
    CHECK(first->status().holder != second->status().holder);
    const AddAccount add = second.customer("Initech");
    second.run(world.root, world.reseller, add);
    world.settle();
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(first.shown_name(add.id) == "Initech");
}

TEST_CASE("what a tab cannot save does not overtake what it has saved") {
    World world;
    Tab& holder = world.ready(world.staff);
    Tab& follower = world.ready(world.staff);
    REQUIRE(holder->status().holder);
    holder.transport->set_online(false);
    const AddAccount saved = follower.customer("Saved");
    follower.run(world.root, world.reseller, saved);
    world.settle();
    REQUIRE(follower->pending().at(0).stored);
    // The holder pushes what is stored, and cannot; the follower itself what it cannot store.
    follower.storage->set_broken(StorageError::lost);
    const AddAccount unsaved = follower.customer("Unsaved");
    follower.run(world.root, world.reseller, unsaved);
    world.settle(two_minutes);
    follower.storage->set_broken(StorageError::none);
    holder.transport->set_online(true);
    world.settle(two_minutes);
    CHECK(true_name(world, saved.id) == "Saved");
    CHECK(true_name(world, unsaved.id) == "Unsaved");
    CHECK(follower->pending().empty());
}

TEST_CASE("a follower that was cut off alone is back with its network") {
    World world;
    world.ready(world.staff);
    Tab& follower = world.ready(world.staff);
    REQUIRE(follower.sync_state() == SyncState::synchronised);
    follower.transport->set_online(false);
    world.settle();
    CHECK(follower.sync_state() == SyncState::offline);
    follower.transport->set_online(true);
    world.settle();
    CHECK(follower.sync_state() == SyncState::synchronised);
}
