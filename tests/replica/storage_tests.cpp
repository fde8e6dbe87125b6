// What is kept on the device: restarts, crashes at every write, lost, full, damaged and emptied storage.
#include <algorithm>
#include <set>

#include "replica/world.h"
#include "support/commands.h"
#include "wire/paged_rows.h"
#include "wire/row_patch.h"

using namespace world;

namespace {

std::string true_name(World& world, AccountId account) {
    const auto* row = world.database.rows().find<AccountRow>(account_scope(account), account);
    return row ? row->name : "";
}

// What a tab of long ago has left: pages, and with `more` a scope of many rows that nobody wants any more.
void pack(World& world, MemoryDisk& disk, std::size_t more = 0) {
    MemoryStorage storage(world.clock, disk);
    PagedRows paged(storage, world.clock);
    RowSet rows;
    paged.load([&](LoadedRows loaded) { rows = std::move(loaded.rows); });
    world.settle(0);
    if (more > 0) {
        PulledScope part{face_of(world.fresh<AccountId>()), ScopeAnswer::whole, {}, {}};
        while (part.rows.size() < more) {
            part.rows.push_back(FaceRow{world.fresh<AccountId>(), std::string(80, 'x')});
        }
        apply_patch(rows, {part});
        paged.append({{part}, {}, {}, Durability::strict}, rows, [](StorageError) {});
    }
    paged.flush(rows, [](StorageError error) { REQUIRE(error == StorageError::none); });
    world.settle(0);
}

// Changes a bit of a store's first record; answers with what it is then.
std::string damage_first(MemoryDisk& disk, Store store) {
    REQUIRE_FALSE(disk.records(store).empty());
    const auto [key, bytes] = *disk.records(store).begin();
    std::string damaged = bytes;
    damaged[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x40);
    disk.damage(store, key, damaged);
    return damaged;
}

}  // namespace

TEST_CASE("what was shown as saved is there after the browser was killed, and is brought to its end") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.set_online(false);
    const AddAccount add = tab.customer("Initech");
    const CommandHandle handle = tab.run(world.root, world.reseller, add);
    world.settle(100);
    REQUIRE(tab.storage_state() == StorageState::saved);
    tab.kill();

    Tab& next = world.open(world.laptop, world.staff, "");
    world.settle(100);
    CHECK(next.shown_name(add.id) == "Initech");  // offline, before anybody was asked
    CHECK(next.shown_name(world.acme) == "Acme");
    REQUIRE(next->pending().size() == 1);
    CHECK(next->pending()[0].stored);
    CHECK(next->pending()[0].applied);
    CHECK(next.sync_state() == SyncState::signed_out);
    CHECK(next->state_of(handle.client, handle.seq) == CommandState::applied);
    world.set_online(true);
    next->set_session(world.sign_in(world.staff));
    world.settle();
    CHECK(next->pending().empty());
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(text_of(next->rows()) == truth_for(world, next));
}

TEST_CASE("killed at any moment, nothing that was shown as saved is lost, and nothing happens twice") {
    for (int moment = 0; moment < 90; ++moment) {
        INFO("killed after " << moment << " events");
        SeededChance delays(static_cast<std::uint64_t>(moment) + 1);
        World world;
        Tab* tab = &world.open(world.staff);
        world.settle();
        tab->storage->set_delays([&] { return static_cast<Duration>(delays.below(8)); });
        std::vector<std::pair<CommandHandle, AccountId>> commands;
        std::set<std::int64_t> saved;
        const auto note = [&] {
            for (const PendingCommand& pending : (*tab)->pending()) {
                if (pending.stored) saved.insert(pending.envelope->seq);
            }
        };
        int events = 0;
        for (int command = 0; command < 6 && events < moment; ++command) {
            const AddAccount add = tab->customer("Customer " + std::to_string(command));
            commands.emplace_back(tab->run(world.root, world.reseller, add), add.id);
            for (int steps = 0; steps < 1 + moment / 6 && events < moment; ++steps, ++events) {
                world.time.step();
                note();
            }
        }
        tab->kill();
        tab = nullptr;
        if (moment % 3 == 0)
            world.laptop.disks[world.staff].lose_unsynced(static_cast<std::size_t>(moment % 2));
        Tab& next = world.open(world.staff);
        world.settle(two_minutes);
        CHECK(next->pending().empty());
        CHECK(next->outcomes().empty());
        for (const auto& [handle, account] : commands) {
            INFO("command " << handle.seq);
            if (saved.count(handle.seq) != 0) CHECK_FALSE(true_name(world, account).empty());
        }
        CHECK(text_of(next->rows()) == truth_for(world, next));
        CHECK(next.storage->disk().records(Store::pending).empty());
    }
}

TEST_CASE("a storage that breaks says not saved, work goes on, and it heals") {
    World world;
    Tab& tab = world.ready(world.staff);
    const StorageError error = GENERATE(StorageError::lost, StorageError::unavailable, StorageError::full);
    tab.storage->set_broken(error);
    const AddAccount add = tab.customer("Initech");
    const CommandHandle handle = tab.run(world.root, world.reseller, add);
    CHECK(handle.verdict == Verdict::applied);
    world.settle(100);
    CHECK(tab.storage_state() == StorageState::not_saved);
    CHECK(tab->status().storage.reason == error);
    // It cannot be kept here, so it goes where it can.
    world.settle();
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::ended);
    tab.storage->set_broken(StorageError::none);
    world.settle(two_minutes);
    CHECK(tab.storage_state() == StorageState::saved);
    world.settle(15 * 60 * one_second);
    CHECK(tab->status().storage.rows_kept);
    tab.kill();
    world.set_online(false);
    Tab& next = world.ready(world.staff);
    CHECK(next.shown_name(add.id) == "Initech");
    CHECK(next->pending().empty());
}

TEST_CASE("a follower whose storage breaks for one command is saved again when it heals") {
    World world;
    world.ready(world.staff);
    Tab& tab = world.ready(world.staff);
    REQUIRE_FALSE(tab->status().holder);
    const StorageError error = GENERATE(StorageError::lost, StorageError::unavailable, StorageError::full);
    // So long that it gives up following, and so short that it need not.
    const Duration broken = GENERATE(one_second / 10, two_minutes);
    tab.storage->set_broken(error);
    const CommandHandle handle = tab.run(world.root, world.acme, SuspendAccount{});
    world.settle(broken);
    CHECK(tab.storage_state() == StorageState::not_saved);
    tab.storage->set_broken(StorageError::none);
    world.settle(two_minutes);
    CHECK(tab->state_of(handle.client, handle.seq) == CommandState::ended);
    CHECK(tab.storage_state() == StorageState::saved);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
}

TEST_CASE("without any storage it works in memory, and says so") {
    World world;
    Browser& browser = world.laptop;
    const StorageError error = GENERATE(StorageError::unavailable, StorageError::newer);
    Tab& tab = world.open(browser, world.staff, world.sign_in(world.staff));
    tab.storage->set_broken(error);
    world.settle();
    CHECK(tab.storage_state() == StorageState::not_saved);
    CHECK(tab->status().storage.reason == error);
    CHECK(tab.shown_name(world.acme) == "Acme");
    tab->open(world.reseller);
    world.settle();
    const AddAccount add = tab.customer("Initech");
    CHECK(tab.run(world.root, world.reseller, add).verdict == Verdict::applied);
    world.settle();
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(tab->pending().empty());
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
    CHECK(browser.disks[world.staff].bytes() == 0);
}

TEST_CASE("a storage that answers late, after failures, is joined with what happened meanwhile") {
    World world;
    {
        Tab& first = world.open(world.staff);
        world.settle();
        world.set_online(false);
        first.run(world.root, world.acme, SuspendAccount{});
        world.settle();
        first.kill();
    }
    world.set_online(true);
    Tab& tab = world.open(world.staff);
    tab.storage->set_broken(StorageError::lost);
    world.settle();
    CHECK(tab.shown_name(world.acme) == "Acme");  // pulled into memory
    const AddAccount add = tab.customer("Initech");
    tab.run(world.root, world.reseller, add);
    world.settle();
    tab.storage->set_broken(StorageError::none);
    world.settle(two_minutes);
    CHECK(tab->pending().empty());
    CHECK(tab.storage_state() == StorageState::saved);
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(tab->view().effective_state(world.acme) == AccountState::suspended);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
}

TEST_CASE("a full device drops rows before it refuses commands") {
    World world;
    Tab& tab = world.ready(world.staff);
    MemoryDisk& disk = tab.storage->disk();
    disk.set_quota(disk.bytes() + 300);
    world.set_online(false);
    tab.run(world.root, world.reseller, tab.customer("Initech " + std::string(100, 'x')));
    world.settle();
    CHECK(tab.storage_state() == StorageState::saved);
    CHECK_FALSE(tab->status().storage.rows_kept);
    CHECK(disk.records(Store::pending).size() == 1);
    CHECK(disk.records(Store::pages).empty());
    CHECK(tab.shown_name(world.acme) == "Acme");
    disk.set_quota(SIZE_MAX);
    world.set_online(true);
    world.settle(15 * 60 * one_second);
    CHECK(tab->status().storage.rows_kept);
    CHECK(tab->pending().empty());
    tab.kill();
    world.set_online(false);
    Tab& next = world.ready(world.staff);
    CHECK(next.shown_name(world.acme) == "Acme");
}

TEST_CASE("rows that cannot be read are kept aside, said, and pulled anew") {
    World world;
    world.ready(world.staff).kill();
    MemoryDisk& disk = world.laptop.disks[world.staff];
    pack(world, disk);
    const AddAccount add = [&] {
        Tab& tab = world.ready(world.staff);
        world.run(world.staff, world.root, world.acme, renaming("Acme", "Acme Ltd"));
        world.settle();
        world.settle();
        world.set_online(false);
        const AddAccount command = tab.customer("Initech");
        tab.run(world.root, world.reseller, command);
        world.settle();
        tab.kill();
        return command;
    }();
    damage_first(disk, GENERATE(Store::pages, Store::log, Store::meta));
    world.set_online(true);
    Tab& next = world.ready(world.staff);
    CHECK(next->status().storage.set_aside);
    CHECK(next.storage_state() == StorageState::saved);
    CHECK_FALSE(disk.records(Store::aside).empty());
    CHECK(next->pending().empty());
    CHECK(true_name(world, add.id) == "Initech");
    CHECK(text_of(next->rows()) == truth_for(world, next));
    next->discard_set_aside();
    world.settle();
    CHECK(disk.records(Store::aside).empty());
    CHECK_FALSE(next->status().storage.set_aside);
}

TEST_CASE("a living tab that takes over rows which cannot be read keeps them aside, and stores its own") {
    World world;
    world.ready(world.staff).kill();
    MemoryDisk& disk = world.laptop.disks[world.staff];
    pack(world, disk);
    Tab& holder = world.ready(world.staff);
    Tab& tab = world.ready(world.staff);
    REQUIRE(holder->status().holder);
    world.run(world.staff, world.root, world.globex, renaming("Globex", "Globex Ltd"));
    world.settle();
    world.set_online(false);
    const AddAccount add = tab.customer("Initech");
    tab.run(world.root, world.reseller, add);
    world.settle();
    REQUIRE(tab.storage_state() == StorageState::saved);
    // What a tab reads when it takes over: the log where the pages are as it knows them, otherwise everything.
    const Store store = GENERATE(Store::log, Store::meta);
    CAPTURE(store_name(store));
    const std::string damaged = damage_first(disk, store);
    holder.kill();
    world.settle();
    REQUIRE(tab->status().holder);
    CHECK(tab->status().storage.set_aside);
    CHECK(tab.storage_state() == StorageState::saved);
    CHECK(tab.shown_name(world.globex) == "Globex Ltd");
    CHECK(tab.shown_name(add.id) == "Initech");
    CHECK(tab->pending().size() == 1);
    const auto& aside = disk.records(Store::aside);
    const auto is_it = [&](const auto& record) { return record.second == damaged; };
    CHECK(std::count_if(aside.begin(), aside.end(), is_it) == 1);

    SECTION("and goes on") {
        world.set_online(true);
        world.settle();
        CHECK(tab->pending().empty());
        CHECK(true_name(world, add.id) == "Initech");
        CHECK(text_of(tab->rows()) == truth_for(world, tab));
    }
    SECTION("and the next one has all rows") {
        tab.kill();
        Tab& next = world.open(world.laptop, world.staff, "");
        world.settle();
        CHECK_FALSE(next->status().storage.set_aside);
        CHECK(next.shown_name(world.globex) == "Globex Ltd");
        CHECK(next.shown_name(add.id) == "Initech");
    }
}

TEST_CASE("what happens while many rows are being read is joined with them") {
    World world;
    world.ready(world.staff).kill();
    MemoryDisk& disk = world.laptop.disks[world.staff];
    pack(world, disk, 30000);
    REQUIRE(disk.bytes() > 4 * PagedRowsOptions().slice_bytes);
    const bool dies = GENERATE(false, true);
    const int last = GENERATE(1, 2, 3, 4, 5);  // steps before all is read
    CAPTURE(dies, last);
    const auto reads = [](Tab& tab) { return tab.storage_state() == StorageState::loading; };
    const std::string session = world.sign_in(world.staff);
    int steps = 0;
    Tab& first = world.open(world.laptop, world.staff, session);
    for (; reads(first); ++steps) REQUIRE(world.time.step());
    first.kill();
    world.settle();

    Tab& tab = world.open(world.laptop, world.staff, session);
    for (int step = 0; step < steps - last; ++step) REQUIRE(world.time.step());
    REQUIRE(reads(tab));
    const AddAccount add = tab.customer("Initech");
    tab.run(world.root, world.reseller, add);
    CHECK_FALSE(world.run(world.staff, world.root, world.acme, renaming("Acme", "Acme Ltd")));
    if (dies) tab.kill();
    Tab& left = dies ? world.open(world.laptop, world.staff, session) : tab;
    world.settle();
    CHECK(left->pending().empty());
    if (!dies) CHECK(true_name(world, add.id) == "Initech");
    left->open(world.acme);
    world.settle();
    CHECK(left.shown_name(world.acme) == "Acme Ltd");
    CHECK(text_of(left->rows()) == truth_for(world, left));
}

TEST_CASE("a command that cannot be read is kept aside, and the others go on") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.set_online(false);
    const AddAccount one = tab.customer("One");
    const AddAccount two = tab.customer("Two");
    const AddAccount three = tab.customer("Three");
    for (const AddAccount& add : {one, two, three}) {
        tab.run(world.root, world.reseller, add);
        world.settle(100);
    }
    tab.kill();
    MemoryDisk& disk = world.laptop.disks[world.staff];
    REQUIRE(disk.records(Store::pending).size() == 3);
    const std::string middle = std::next(disk.records(Store::pending).begin())->first;
    disk.damage(Store::pending, middle, "no command");
    world.set_online(true);
    Tab& next = world.open(world.staff);
    world.settle(two_minutes);
    CHECK(next->pending().empty());
    CHECK(true_name(world, one.id) == "One");
    CHECK(true_name(world, two.id).empty());
    CHECK(true_name(world, three.id) == "Three");
    CHECK(next->status().storage.set_aside);
    REQUIRE(disk.records(Store::aside).size() == 1);
    CHECK(disk.records(Store::aside).begin()->second == "no command");
}

TEST_CASE("a tab that was cut off does not save again what has ended, where the rows have made room meanwhile") {
    World world;
    Tab& holder = world.ready(world.staff);
    Tab& tab = world.ready(world.staff);
    REQUIRE(holder->status().holder);
    MemoryDisk& disk = world.laptop.disks[world.staff];
    world.set_online(false);
    const AddAccount one = holder.customer("One");
    const AddAccount two = tab.customer("Two");
    holder.run(world.root, world.reseller, one);
    world.settle();
    REQUIRE(tab->pending().size() == 1);
    // It cannot save, and so goes on alone.
    tab.storage->set_broken(StorageError::lost);
    tab.run(world.root, world.reseller, two);
    world.settle(10 * one_second);
    holder.transport->set_online(true);
    world.settle();
    REQUIRE(holder->pending().empty());
    REQUIRE(tab->pending().size() == 2);
    // Then the device is full: the holder gives up its rows.
    holder.storage->fail_next(StorageError::full);
    CHECK_FALSE(world.run(world.staff, world.root, world.acme, renaming("Acme", "Acme Ltd")));
    world.settle(100);
    REQUIRE(disk.records(Store::log).empty());
    tab.storage->set_broken(StorageError::none);
    world.settle(15 * one_second);
    CHECK(tab->pending().size() == 1);  // of its own
    tab.transport->set_online(true);
    world.settle(two_minutes);
    CHECK(disk.records(Store::pending).empty());
    CHECK(tab->pending().empty());
    CHECK(true_name(world, one.id) == "One");
    CHECK(true_name(world, two.id) == "Two");
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
}

TEST_CASE("a storage that is emptied under a living page gets back what memory has") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.set_online(false);
    tab.run(world.root, world.acme, renaming("Acme", "Acme Ltd"));
    world.settle();
    REQUIRE(tab.storage_state() == StorageState::saved);
    // The person clears the site's data: the connection breaks, and what comes back is empty.
    MemoryDisk& disk = tab.storage->disk();
    MemoryStorage other(*tab.clock, disk);
    other.wipe([](StorageError) {});
    world.settle(10);
    tab.storage->fail_next(StorageError::lost, 2);
    tab.run(world.root, world.acme, renaming("Acme Ltd", "Acme Inc"));
    world.settle();
    world.set_online(true);
    world.settle(two_minutes);
    CHECK(tab->pending().empty());
    CHECK(true_name(world, world.acme) == "Acme Inc");
    tab.kill();
    world.set_online(false);
    Tab& next = world.ready(world.staff);
    CHECK(next.shown_name(world.acme) == "Acme Inc");
}

TEST_CASE("drafts are kept from one tab's life to the next") {
    World world;
    Tab& tab = world.ready(world.staff);
    tab->save_draft("add_account:x", "Ini");
    tab->save_draft("add_account:x", "Initech");
    tab->save_draft("other", "thrown away");
    tab->drop_draft("other");
    world.settle();
    tab.kill();
    Tab& next = world.ready(world.staff);
    REQUIRE(next->draft("add_account:x"));
    CHECK(*next->draft("add_account:x") == "Initech");
    CHECK(next->draft("other") == nullptr);
}
