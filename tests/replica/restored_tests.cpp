// What a device still has of what an authority has forgotten: commands that had ended are pushed again. And what does
// not fit what the authority has: rows are fetched anew, a page of another version waits.
#include "replica/kept_commands.h"
#include "replica/world.h"
#include "wire/scope_sum.h"

using namespace world;

namespace {

std::string true_name(World& world, AccountId account) {
    const auto* row = world.database.rows().find<AccountRow>(account_scope(account), account);
    return row ? row->name : "";
}

EditAccount renamed(const std::string& from, const std::string& to) {
    EditAccount edit;
    edit.name = Edit{from, to};
    return edit;
}

// As a machine that is set back to a backup: what is under way is gone.
void go_back(World& world, const Tables& backup) {
    world.authority.reset();
    world.database.crash(false);
    world.database.restore(backup, "epoch-b");
    AuthorityOptions options;
    options.demo_sign_in = true;
    world.authority = std::make_unique<Authority>(world.database, world.clock, world.chance, world.vault, options);
    world.authority->on_changed([&world](const std::vector<Scope>&) { world.poke_all(); });
    world.authority->start();
}

std::size_t kept_records(const MemoryDisk& disk) {
    std::size_t count = 0;
    for (const auto& [key, bytes] : disk.records(Store::outcomes)) count += KeptCommands::is_key(key) ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("what a restored backup lost is pushed again, in order and under the same numbers") {
    World world;
    Tab* tab = &world.ready(world.staff);
    tab->run(world.root, world.acme, renamed("Acme", "Acme 1"));
    world.settle();
    const Tables backup = world.database.back_up();
    tab->run(world.root, world.acme, renamed("Acme 1", "Acme 2"));
    tab->run(world.root, world.acme, renamed("Acme 2", "Acme 3"));
    world.settle();
    REQUIRE(tab->replica->pending().empty());
    REQUIRE(true_name(world, world.acme) == "Acme 3");
    const ClientId client = tab->replica->client();

    SECTION("by the tab that gave them") {}
    SECTION("also with something new that waits") {
        world.set_online(false);
        tab->run(world.root, world.acme, renamed("Acme 3", "Acme 4"));
        world.settle();
    }
    SECTION("by another tab, when that one is long gone") {
        tab->kill();
        tab = &world.open(world.staff);
        world.settle();
    }
    const bool has_new = !tab->replica->pending().empty();
    go_back(world, backup);
    CHECK(true_name(world, world.acme) == "Acme 1");
    world.set_online(true);
    tab->replica->set_session(world.sign_in(world.staff));
    world.settle(two_minutes);
    CHECK(true_name(world, world.acme) == (has_new ? "Acme 4" : "Acme 3"));
    CHECK(tab->replica->pending().empty());
    CHECK(tab->replica->outcomes().empty());
    CHECK(tab->replica->status().sync.brought_back == 2);
    std::vector<std::int64_t> numbers;
    for (const JournalRecord& entry : world.database.entries()) {
        if (entry.envelope.client == client) numbers.push_back(entry.envelope.seq);
    }
    std::vector<std::int64_t> in_order;
    for (std::size_t at = 1; at <= numbers.size(); ++at) in_order.push_back(static_cast<std::int64_t>(at));
    CHECK(numbers == in_order);
    CHECK(text_of(tab->replica->rows()) == truth_for(world, *tab));
}

TEST_CASE("what a restored backup lost is pushed again by a device whose rows had to make room, which has no cookie") {
    World world;
    Tab& first = world.ready(world.staff);
    const Tables backup = world.database.back_up();
    first.run(world.root, world.acme, renamed("Acme", "Acme 1"));
    world.settle();
    // The next change does not fit on the disk; the tab ends before the rows are written again.
    first.storage->fail_next(StorageError::full);
    REQUIRE_FALSE(world.run(world.staff, world.root, world.globex, renamed("Globex", "Globex 1")));
    world.settle();
    REQUIRE_FALSE(first->status().storage.rows_kept);
    first.kill();
    REQUIRE(kept_records(world.laptop.disks[world.staff]) == 1);
    const bool goes_back = GENERATE(true, false);
    if (goes_back) go_back(world, backup);
    Tab& next = world.open(world.staff);
    world.settle(two_minutes);
    CHECK(true_name(world, world.acme) == "Acme 1");
    CHECK(next->status().sync.brought_back == (goes_back ? 1 : 0));
    CHECK(next->outcomes().empty());
    CHECK(text_of(next->rows()) == truth_for(world, next));
}

TEST_CASE("what was pushed before it could be saved is pushed again in its order") {
    World world;
    Tab* tab = &world.ready(world.staff);
    const Tables backup = world.database.back_up();
    tab->run(world.root, world.acme, renamed("Acme", "Acme 1"));
    world.settle();
    tab->storage->set_broken(StorageError::lost);
    tab->run(world.root, world.acme, renamed("Acme 1", "Acme 2"));
    world.settle(100);
    // This one is not even tried while the disk is waited for.
    tab->run(world.root, world.acme, renamed("Acme 2", "Acme 3"));
    world.settle(100);
    tab->storage->set_broken(StorageError::none);
    world.settle(two_minutes);
    REQUIRE(tab->replica->pending().empty());
    REQUIRE(kept_records(world.laptop.disks[world.staff]) == 3);
    const bool by_another = GENERATE(false, true);
    if (by_another) {
        tab->kill();
        tab = &world.open(world.staff);
        world.settle();
    }
    go_back(world, backup);
    tab->replica->set_session(world.sign_in(world.staff));
    world.settle(two_minutes);
    CHECK(true_name(world, world.acme) == "Acme 3");
    CHECK(tab->replica->status().sync.brought_back == 3);
    CHECK(tab->replica->pending().empty());
    CHECK(tab->replica->outcomes().empty());
    CHECK(world.laptop.disks[world.staff].records(Store::pending).empty());
}

TEST_CASE("what ends the other way than before is told") {
    World world;
    Tab& tab = world.ready(world.staff);
    const Tables backup = world.database.back_up();
    tab.run(world.root, world.acme, renamed("Acme", "Mine"));
    world.settle();
    REQUIRE(true_name(world, world.acme) == "Mine");
    world.set_online(false);
    go_back(world, backup);
    // Somebody else is faster in the restored one.
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, renamed("Acme", "Theirs")));
    world.set_online(true);
    tab->set_session(world.sign_in(world.staff));
    world.settle(two_minutes);
    CHECK(true_name(world, world.acme) == "Theirs");
    REQUIRE(tab->outcomes().size() == 1);
    CHECK(tab->outcomes()[0].anew);
    CHECK(tab->outcomes()[0].outcome.refusal == Refusal::changed_meanwhile);
    tab.kill();
    Tab& next = world.open(world.staff);
    world.settle();
    REQUIRE(next->outcomes().size() == 1);
    CHECK(next->outcomes()[0].anew);
}

TEST_CASE("what was refused before and is refused again is not told twice") {
    World world;
    Tab& tab = world.ready(world.staff);
    const Tables backup = world.database.back_up();
    world.set_online(false);
    tab.run(world.root, world.acme, renamed("Acme", "Mine"));
    world.settle();
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, renamed("Acme", "Theirs")));
    world.set_online(true);
    world.settle(two_minutes);
    REQUIRE(tab->outcomes().size() == 1);
    const RefusedCommand first = tab->outcomes()[0];
    const bool dismissed = GENERATE(false, true);
    if (dismissed) tab->dismiss(first.outcome.client, first.outcome.seq);
    world.set_online(false);
    go_back(world, backup);
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, renamed("Acme", "Theirs")));
    world.set_online(true);
    tab->set_session(world.sign_in(world.staff));
    world.settle(two_minutes);
    CHECK(tab->status().sync.brought_back == 1);
    CHECK(tab->outcomes().size() == (dismissed ? 0 : 1));
}

TEST_CASE("ended commands are kept within limits, and go with everything else at sign-out") {
    World world;
    Tab& tab = world.ready(world.staff);
    for (int at = 0; at < 5; ++at) {
        const std::string before = at == 0 ? "Acme" : "N" + std::to_string(at);
        tab.run(world.root, world.acme, renamed(before, "N" + std::to_string(at + 1)));
        world.settle();
    }
    const MemoryDisk& disk = world.laptop.disks[world.staff];
    CHECK(kept_records(disk) == 5);
    std::size_t bytes = 0;
    for (const auto& [key, record] : disk.records(Store::outcomes)) bytes += key.size() + record.size();
    CHECK(bytes < 5 * 700);  // what one costs

    SECTION("for so long") {
        world.time.advance(KeptCommands::longest + one_day);
        tab->set_session(world.sign_in(world.staff));
        world.settle();
        tab.run(world.root, world.acme, renamed("N5", "N6"));
        world.settle();
        CHECK(kept_records(disk) == 1);
    }
    SECTION("until the person signs out") {
        tab->sign_out([](bool) {});
        world.settle();
        CHECK(kept_records(disk) == 0);
    }
}

TEST_CASE("no more are kept than so many, and none without those after it") {
    KeptCommands kept;
    std::vector<StorageWrite> writes;
    const ClientId client(make_uuid7(begin, 1, 1));
    for (std::int64_t seq = 1; seq <= 600; ++seq) {
        Pending pending;
        pending.envelope.client = client;
        pending.envelope.seq = seq;
        pending.envelope.command = SuspendAccount{};
        pending.number = static_cast<std::uint64_t>(seq);
        kept.keep(pending, seq % 2 == 0 ? std::optional(Refusal::not_found) : std::nullopt, begin + seq, writes);
        kept.trim(begin + seq, writes);
    }
    CHECK(kept.first_up_to(client, 600) == 101);
    CHECK(kept.first_up_to(client, 601) == 602);
    CHECK_FALSE(kept.outcome_of(client, 100));
    REQUIRE(kept.outcome_of(client, 101));
    CHECK_FALSE(kept.outcome_of(client, 101)->has_value());
    REQUIRE(kept.outcome_of(client, 102));
    CHECK(*kept.outcome_of(client, 102) == Refusal::not_found);
    REQUIRE(kept.restore(client, 600));
    CHECK(kept.restore(client, 600)->number == 600);

    // What was written is what there is.
    std::map<std::string, std::string> disk;
    for (StorageWrite& write : writes) {
        if (write.bytes) disk[write.key] = *write.bytes;
        else disk.erase(write.key);
    }
    CHECK(disk.size() == KeptCommands::most);
    KeptCommands read;
    for (const auto& [key, bytes] : disk) {
        REQUIRE(KeptCommands::is_key(key));
        read.take({key, bytes});
        read.take({key, bytes});
    }
    CHECK(read.first_up_to(client, 600) == 101);
    REQUIRE(read.outcome_of(client, 599));
    CHECK_FALSE(read.outcome_of(client, 599)->has_value());
    kept.trim(begin + KeptCommands::longest + 600, writes);
    CHECK(kept.first_up_to(client, 600) == 600);
}

TEST_CASE("rows that do not fit their checksum are fetched anew, and counted") {
    World world;
    Tab& tab = world.ready(world.staff);
    REQUIRE(tab.shown_name(world.acme) == "Acme");
    // A change that the device never hears of, as if it had been lost on the way.
    bool damaged = false;
    world.change_reply = [&](std::string reply) {
        const std::size_t name = reply.find("\"name\":\"Globex 2\"");
        if (name == std::string::npos || damaged) return reply;
        damaged = true;
        reply.replace(name, 17, "\"name\":\"Globex 3\"");
        return reply;
    };
    REQUIRE_FALSE(world.run(world.staff, world.root, world.globex, renamed("Globex", "Globex 2")));
    world.settle(two_minutes);
    CHECK(damaged);
    CHECK(tab->status().sync.mismatches > 0);
    CHECK(tab.shown_name(world.globex) == "Globex 2");
    CHECK(tab.sync_state() == SyncState::synchronised);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
}

TEST_CASE("what never fits its checksum is shown all the same, and not asked for without end") {
    World world;
    world.change_reply = [](std::string reply) {
        for (std::size_t at = reply.find("\"sum\":"); at != std::string::npos; at = reply.find("\"sum\":", at + 6)) {
            reply[at + 6] = reply[at + 6] == '1' ? '2' : '1';
        }
        return reply;
    };
    Tab& tab = world.open(world.staff);
    world.settle(two_minutes);
    CHECK(tab.sync_state() == SyncState::synchronised);
    CHECK(tab->status().sync.mismatches > 0);
    CHECK(world.requests < 60);
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
}

TEST_CASE("a page that speaks another version of the protocol says so, and keeps what waits") {
    World world;
    Tab& tab = world.ready(world.staff);
    const auto [number, state] = GENERATE(table<std::string, SyncState>({
        {"0", SyncState::too_old},
        {"7", SyncState::too_new},
    }));
    world.change_request = [number = number](std::string request) {
        const std::string ours = "\"protocol\":1";
        return request.replace(request.find(ours), ours.size(), "\"protocol\":" + number);
    };
    tab.run(world.root, world.acme, renamed("Acme", "Acme 1"));
    world.settle(two_minutes);
    CHECK(tab.sync_state() == state);
    CHECK(tab->pending().size() == 1);
    CHECK(tab->outcomes().empty());
    CHECK(tab.shown_name(world.acme) == "Acme 1");
    CHECK(true_name(world, world.acme) == "Acme");
    // It is loaded again, or the authority is updated.
    world.change_request = nullptr;
    const bool loads = GENERATE(false, true);
    if (loads) tab.kill();
    Tab& next = loads ? world.open(world.staff) : tab;
    world.settle(two_minutes);
    CHECK(next.sync_state() == SyncState::synchronised);
    CHECK(next->pending().empty());
    CHECK(true_name(world, world.acme) == "Acme 1");
}
