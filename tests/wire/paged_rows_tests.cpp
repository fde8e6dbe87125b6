// Stored rows, case by case: loading, packing, faults, damage. paged_rows_history_tests.cpp has the random histories.
#include "catch.h"
#include "stored_rows_model.h"
#include "wire/memory_ports.h"
#include "wire/checksum.h"
#include "wire/paged_rows.h"

namespace parasol {
namespace {

using testing::digest_of;

PagedRowsOptions small() {
    PagedRowsOptions options;
    options.page_bytes = 2000;
    options.log_bytes = 1500;
    options.segment_bytes = 300;
    return options;
}

// A storage, its disk and a PagedRows that has loaded.
struct Bench {
    explicit Bench(PagedRowsOptions chosen = small()) : options(chosen) { open(); }

    void open() {
        paged.reset();
        storage = std::make_unique<MemoryStorage>(clock, disk);
        paged = std::make_unique<PagedRows>(*storage, options);
    }
    LoadedRows load() {
        LoadedRows loaded;
        loaded.error = StorageError::unavailable;
        paged->load([&](LoadedRows answer) { loaded = std::move(answer); });
        clock.settle();
        return loaded;
    }
    LoadedRows reopen() {
        open();
        return load();
    }
    StorageError append(RowPatch patch, std::vector<MetaUpdate> meta = {}) {
        apply_patch(rows, patch);
        StorageError seen = StorageError::unavailable;
        RowCommit commit;
        commit.patch = std::move(patch);
        commit.meta = std::move(meta);
        paged->append(std::move(commit), rows, [&](StorageError error) { seen = error; });
        clock.settle();
        return seen;
    }
    StorageError flush() {
        StorageError seen = StorageError::unavailable;
        paged->flush(rows, [&](StorageError error) { seen = error; });
        clock.settle();
        return seen;
    }
    // A scope with so many rows of about 100 bytes.
    RowPatch filled(std::uint64_t scope, std::uint64_t count, char letter = 'x') {
        PulledScope part{account_scope(AccountId(Id{scope, scope})), ScopeAnswer::whole, {}, {}};
        for (std::uint64_t id = 1; id <= count; ++id) {
            part.rows.push_back(FaceRow{AccountId(Id{0, id}), std::string(80, letter)});
        }
        return {part};
    }

    PagedRowsOptions options;
    ManualClock clock;
    MemoryDisk disk;
    std::unique_ptr<MemoryStorage> storage;
    std::unique_ptr<PagedRows> paged;
    RowSet rows;
};

}  // namespace

TEST_CASE("an empty storage is an empty set of rows") {
    Bench bench;
    const LoadedRows loaded = bench.load();
    CHECK(loaded.error == StorageError::none);
    CHECK(loaded.rows.scopes().empty());
    CHECK(bench.paged->saved());
}

TEST_CASE("what was appended is loaded, from the log and from pages") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    CHECK(bench.append(bench.filled(1, 3), {{"cookie", "e.1"}, {"gone", "x"}}) == StorageError::none);
    CHECK(bench.append({{face_of(AccountId(Id{9, 9})), ScopeAnswer::whole, {}, {}}},
                       {{"cookie", "e.2"}, {"gone", std::nullopt}}) == StorageError::none);
    CHECK(bench.paged->page_count() == 0);
    const auto check = [&] {
        const LoadedRows loaded = bench.reopen();
        REQUIRE(loaded.error == StorageError::none);
        CHECK(digest_of(loaded.rows) == digest_of(bench.rows));
        CHECK(loaded.meta == MetaStrings{{"cookie", "e.2"}});
        CHECK(bench.paged->meta() == loaded.meta);
    };
    check();
    CHECK(bench.flush() == StorageError::none);
    CHECK(bench.paged->page_count() == 1);
    CHECK(bench.paged->log_bytes() == 0);
    CHECK(bench.disk.records(Store::log).empty());
    check();
}

TEST_CASE("the log is packed when it has grown, and only pages that have changed are written") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    for (std::uint64_t scope = 1; scope <= 40; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 5)) == StorageError::none);
    REQUIRE(bench.flush() == StorageError::none);
    CHECK(bench.paged->page_count() > 8);
    CHECK(bench.paged->page_count() < 40);
    const MemoryDisk::Records before = bench.disk.records(Store::pages);
    REQUIRE(bench.append(bench.filled(7, 5, 'y')) == StorageError::none);
    REQUIRE(bench.flush() == StorageError::none);
    std::size_t changed = 0;
    for (const auto& [key, bytes] : bench.disk.records(Store::pages)) {
        const auto old = before.find(key);
        if (old == before.end() || old->second != bytes) ++changed;
    }
    CHECK(changed == 1);
    CHECK(digest_of(bench.reopen().rows) == digest_of(bench.rows));
}

TEST_CASE("a scope larger than a page has a page of its own, and pages that shrink are put together") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    for (std::uint64_t scope = 1; scope <= 10; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 4)) == StorageError::none);
    REQUIRE(bench.append(bench.filled(3, 100)) == StorageError::none);
    REQUIRE(bench.flush() == StorageError::none);
    std::size_t large = 0;
    for (const auto& [key, bytes] : bench.disk.records(Store::pages)) {
        if (bytes.size() > bench.options.page_bytes + 16) ++large;
    }
    CHECK(large == 1);
    for (std::uint64_t scope = 1; scope <= 9; ++scope) {
        const auto dropped = patch_dropping({account_scope(AccountId(Id{scope, scope}))});
        REQUIRE(bench.append(dropped) == StorageError::none);
    }
    REQUIRE(bench.flush() == StorageError::none);
    CHECK(bench.disk.records(Store::pages).size() == 1);
    CHECK(digest_of(bench.reopen().rows) == digest_of(bench.rows));
}

TEST_CASE("records of other stores are written with the commit or not at all") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    const auto append = [&](const char* outcome) {
        StorageError seen = StorageError::unavailable;
        RowCommit commit;
        commit.patch = bench.filled(1, 1);
        commit.along = {{Store::outcomes, outcome, "x"}, {Store::pending, "1", std::nullopt}};
        apply_patch(bench.rows, commit.patch);
        bench.paged->append(std::move(commit), bench.rows, [&](StorageError error) { seen = error; });
        bench.clock.settle();
        return seen;
    };
    bench.disk.damage(Store::pending, "1", "command");
    bench.storage->fail_next(StorageError::full);
    CHECK(append("a") == StorageError::full);
    CHECK_FALSE(bench.paged->saved());
    CHECK(bench.disk.records(Store::pending).size() == 1);
    CHECK(append("b") == StorageError::none);
    CHECK(bench.paged->saved());
    CHECK(bench.disk.records(Store::pending).empty());
    CHECK(bench.disk.records(Store::outcomes).size() == 2);  // the first was kept and came along
}

TEST_CASE("kept commits are stored by a retry") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    bench.storage->set_broken(StorageError::lost);
    CHECK(bench.append(bench.filled(1, 2)) == StorageError::lost);
    CHECK(bench.append(bench.filled(2, 2)) == StorageError::lost);
    bench.storage->set_broken(StorageError::none);
    StorageError seen = StorageError::unavailable;
    bench.paged->retry(bench.rows, [&](StorageError error) { seen = error; });
    bench.clock.settle();
    CHECK(seen == StorageError::none);
    CHECK(bench.paged->saved());
    CHECK(digest_of(bench.reopen().rows) == digest_of(bench.rows));
}

TEST_CASE("forgotten commits fail together, the latest first") {
    PagedRowsOptions options = small();
    options.failed = PagedRowsOptions::Failed::forget;
    Bench bench(options);
    REQUIRE(bench.load().error == StorageError::none);
    REQUIRE(bench.append(bench.filled(1, 2), {{"n", "1"}}) == StorageError::none);
    const std::string before = digest_of(bench.rows);
    bench.storage->fail_next(StorageError::full);
    std::string told;
    for (const char* name : {"a", "b", "c"}) {
        RowCommit commit;
        commit.patch = bench.filled(2, 2);
        commit.meta = {{"n", name}};
        apply_patch(bench.rows, commit.patch);
        bench.paged->append(std::move(commit), bench.rows, [&told, name](StorageError error) {
            told += error == StorageError::full ? name : "?";
        });
    }
    bench.clock.settle();
    CHECK(told == "cba");
    CHECK(bench.paged->saved());
    CHECK(bench.paged->meta().at("n") == "1");
    bench.rows.drop(account_scope(AccountId(Id{2, 2})));
    REQUIRE(bench.append(bench.filled(3, 1), {{"n", "2"}}) == StorageError::none);
    const LoadedRows loaded = bench.reopen();
    CHECK(loaded.meta.at("n") == "2");
    CHECK(digest_of(loaded.rows) == digest_of(bench.rows));
    CHECK(digest_of(loaded.rows) != before);
}

namespace {

enum class Next { nothing, packing, retry, commit, bare_commit };

// A commit is lost and is there all the same; then something else is asked for, and the page dies.
void lose_and_go_on(bool whole, Next next) {
    PagedRowsOptions options = small();
    options.failed = PagedRowsOptions::Failed::forget;
    Bench bench(options);
    REQUIRE(bench.load().error == StorageError::none);
    StorageError seen = StorageError::unavailable;
    const auto done = [&](StorageError error) { seen = error; };
    const auto along = [](const std::string& name) {
        return std::vector<StorageWrite>{{Store::outcomes, "last", name}};
    };
    const auto commit = [&](RowPatch patch, const std::string& name) {
        apply_patch(bench.rows, patch);
        bench.paged->append({std::move(patch), {{"n", name}}, along(name), Durability::strict}, bench.rows, done);
        bench.clock.settle();
    };
    commit(bench.filled(1, 3), "first");
    REQUIRE(seen == StorageError::none);
    const RowPatch before = testing::snapshot_of(bench.rows);
    bench.storage->fail_next(StorageError::lost, 1, true);
    if (whole) {
        apply_patch(bench.rows, bench.filled(2, 5));
        bench.paged->replace(bench.rows, {{"n", "ghost"}}, along("ghost"), done);
        bench.clock.settle();
    } else {
        commit(bench.filled(2, 5), "ghost");
    }
    REQUIRE(seen == StorageError::lost);
    bench.rows.clear();
    apply_patch(bench.rows, before);

    if (next == Next::packing) CHECK(bench.flush() == StorageError::none);
    if (next == Next::retry) bench.paged->retry(bench.rows, done);
    if (next == Next::commit) commit(bench.filled(3, 1), "next");
    if (next == Next::bare_commit) bench.paged->append({{}, {}, along("first"), Durability::strict}, bench.rows, done);
    bench.clock.settle();
    const bool stored = next == Next::commit || next == Next::bare_commit;
    if (stored || next == Next::retry) CHECK(seen == StorageError::none);
    CHECK(bench.paged->saved());

    const LoadedRows loaded = bench.reopen();
    REQUIRE(loaded.error == StorageError::none);
    const std::string last = bench.disk.records(Store::outcomes).at("last");
    CHECK(loaded.meta.at("n") == last);
    CHECK((last == "ghost") == !stored);
    if (stored) CHECK(digest_of(loaded.rows) == digest_of(bench.rows));
}

}  // namespace

TEST_CASE("what a lost write has left is one story, and the next commit takes its place") {
    for (const bool whole : {false, true}) {
        for (const Next next : {Next::nothing, Next::packing, Next::retry, Next::commit, Next::bare_commit}) {
            INFO("whole " << whole << ", next " << static_cast<int>(next));
            lose_and_go_on(whole, next);
        }
    }
}

TEST_CASE("what could not be stored is given up to whoever writes from there on") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    REQUIRE(bench.append(bench.filled(1, 3)) == StorageError::none);
    const std::string stored = digest_of(bench.rows);
    bench.storage->fail_next(StorageError::lost);
    REQUIRE(bench.append(bench.filled(2, 3)) == StorageError::lost);
    bench.paged->abandon();
    CHECK(bench.paged->saved());
    RowSet seen;
    bench.paged->catch_up([&](CaughtUp caught) {
        REQUIRE(caught.error == StorageError::none);
        REQUIRE(caught.whole);
        seen = std::move(caught.rows);
    });
    bench.clock.settle();
    CHECK(digest_of(seen) == stored);
}

TEST_CASE("a reader whose log another has erased, or begun anew, reads everything") {
    for (const bool anew : {false, true}) {
        INFO("begun anew " << anew);
        Bench bench;
        REQUIRE(bench.load().error == StorageError::none);
        REQUIRE(bench.append(bench.filled(1, 1)) == StorageError::none);
        MemoryStorage along(bench.clock, bench.disk);
        PagedRows reader(along, bench.options);
        std::string seen;
        reader.load([&](LoadedRows loaded) { seen = digest_of(loaded.rows); });
        bench.clock.settle();
        REQUIRE(seen == digest_of(bench.rows));
        bench.rows.clear();
        bench.disk.damage(Store::log, bench.disk.records(Store::log).begin()->first, std::nullopt);
        REQUIRE(bench.reopen().error == StorageError::none);
        if (anew) REQUIRE(bench.append(bench.filled(2, 2)) == StorageError::none);
        seen.clear();
        reader.catch_up([&](CaughtUp caught) {
            REQUIRE(caught.error == StorageError::none);
            CHECK(caught.whole);
            CHECK(caught.meta.empty());
            seen = digest_of(caught.rows);
        });
        bench.clock.settle();
        CHECK(seen == digest_of(bench.rows));
    }
}

TEST_CASE("a packing that was lost and is there all the same misleads no reader") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    REQUIRE(bench.append(bench.filled(1, 3)) == StorageError::none);
    bench.storage->fail_next(StorageError::lost, 1, true);
    REQUIRE(bench.flush() == StorageError::lost);
    MemoryStorage along(bench.clock, bench.disk);
    PagedRows reader(along, bench.options);
    RowSet seen;
    reader.load([&](LoadedRows loaded) { seen = std::move(loaded.rows); });
    bench.clock.settle();
    REQUIRE(digest_of(seen) == digest_of(bench.rows));
    REQUIRE(bench.append(bench.filled(2, 3)) == StorageError::none);
    REQUIRE(bench.flush() == StorageError::none);
    reader.catch_up([&](CaughtUp caught) {
        REQUIRE(caught.error == StorageError::none);
        if (caught.whole) seen = std::move(caught.rows);
        for (const RowPatch& patch : caught.patches) apply_patch(seen, patch);
    });
    bench.clock.settle();
    CHECK(digest_of(seen) == digest_of(bench.rows));
}

TEST_CASE("rows given up for room are stored again with the next commit") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    for (std::uint64_t scope = 1; scope <= 20; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 4)) == StorageError::none);
    bench.disk.damage(Store::pending, "1", "command");
    StorageError seen = StorageError::unavailable;
    bench.paged->erase([&](StorageError error) { seen = error; });
    bench.clock.settle();
    CHECK(seen == StorageError::none);
    CHECK(bench.disk.records(Store::pages).empty());
    CHECK(bench.disk.records(Store::log).empty());
    CHECK(bench.disk.records(Store::meta).empty());
    CHECK(bench.disk.records(Store::pending).size() == 1);
    CHECK_FALSE(bench.paged->saved());
    CHECK(bench.append(bench.filled(5, 1)) == StorageError::none);
    CHECK(bench.paged->saved());
    CHECK(digest_of(bench.reopen().rows) == digest_of(bench.rows));
}

TEST_CASE("rows are replaced whole") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    for (std::uint64_t scope = 1; scope <= 20; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 4)) == StorageError::none);
    bench.rows.clear();
    apply_patch(bench.rows, bench.filled(50, 30));
    StorageError seen = StorageError::unavailable;
    bench.paged->replace(bench.rows, {{"cookie", "new"}}, {{Store::journal, "1", "x"}},
                         [&](StorageError error) { seen = error; });
    bench.clock.settle();
    CHECK(seen == StorageError::none);
    CHECK(bench.disk.unsynced() == 0);
    CHECK(bench.disk.records(Store::journal).size() == 1);
    const LoadedRows loaded = bench.reopen();
    CHECK(loaded.meta == MetaStrings{{"cookie", "new"}});
    CHECK(digest_of(loaded.rows) == digest_of(bench.rows));
}

TEST_CASE("another tab catches up with what was written, by the log or whole") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    REQUIRE(bench.append(bench.filled(1, 2)) == StorageError::none);
    MemoryStorage other_storage(bench.clock, bench.disk);
    PagedRows other(other_storage, bench.options);
    RowSet rows;
    other.load([&](LoadedRows loaded) { rows = std::move(loaded.rows); });
    bench.clock.settle();
    bool whole = false;
    const auto catch_up = [&] {
        CaughtUp caught;
        other.catch_up([&](CaughtUp answer) { caught = std::move(answer); });
        bench.clock.settle();
        REQUIRE(caught.error == StorageError::none);
        whole = caught.whole;
        if (whole) rows = std::move(caught.rows);
        for (const RowPatch& patch : caught.patches) apply_patch(rows, patch);
        CHECK(digest_of(rows) == digest_of(bench.rows));
        CHECK(caught.meta == bench.paged->meta());
    };
    catch_up();
    REQUIRE(bench.append(bench.filled(1, 3), {{"cookie", "2"}}) == StorageError::none);
    REQUIRE(bench.append(bench.filled(2, 1)) == StorageError::none);
    catch_up();
    CHECK_FALSE(whole);
    REQUIRE(bench.append(bench.filled(3, 1)) == StorageError::none);
    REQUIRE(bench.flush() == StorageError::none);
    catch_up();
    CHECK(whole);
    // The other one goes on where the first stopped.
    apply_patch(rows, bench.filled(4, 1));
    bool stored = false;
    other.append({bench.filled(4, 1), {}, {}, Durability::strict}, rows,
                 [&](StorageError error) { stored = error == StorageError::none; });
    bench.clock.settle();
    CHECK(stored);
    CHECK(digest_of(bench.reopen().rows) == digest_of(rows));
}

TEST_CASE("a damaged, missing or newer record is named, left alone, and can be set aside") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    for (std::uint64_t scope = 1; scope <= 20; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 4)) == StorageError::none);
    REQUIRE(bench.flush() == StorageError::none);
    REQUIRE(bench.append(bench.filled(1, 1)) == StorageError::none);
    REQUIRE(bench.append(bench.filled(2, 1)) == StorageError::none);
    REQUIRE(bench.append(bench.filled(3, 4)) == StorageError::none);
    REQUIRE(bench.disk.records(Store::log).size() > 1);
    bench.disk.damage(Store::pending, "1", "command");
    MemoryDisk::Records copies[store_count];
    for (int at = 0; at < store_count; ++at) copies[at] = bench.disk.records(static_cast<Store>(at));

    RecordProblem wanted;
    const auto damage = [&](Store store, bool last, RecordFault fault, auto&& change) {
        const MemoryDisk::Records& records = bench.disk.records(store);
        auto record = last ? std::prev(records.end()) : records.begin();
        wanted = {store, record->first, fault};
        std::optional<std::string> bytes = record->second;
        change(bytes);
        bench.disk.damage(store, wanted.key, std::move(bytes));
    };
    const auto flip = [](std::optional<std::string>& bytes) { bytes->back() = static_cast<char>(bytes->back() ^ 1); };
    const auto cut = [](std::optional<std::string>& bytes) { bytes->resize(bytes->size() / 2); };
    const auto newer = [](std::optional<std::string>& bytes) {
        // The header of the next format over the same payload, with its checksum.
        std::string record = bytes->substr(0, 12);
        record[4] = static_cast<char>(page_format + 1);
        const std::uint32_t checksum = crc32(bytes->substr(16), crc32(record));
        for (int shift = 0; shift < 32; shift += 8) record.push_back(static_cast<char>(checksum >> shift));
        *bytes = record + bytes->substr(16);
    };
    const auto take_away = [](std::optional<std::string>& bytes) { bytes.reset(); };
    bool is_newer = false;
    SECTION("a page is damaged") { damage(Store::pages, false, RecordFault::damaged, flip); }
    SECTION("a page is cut short") { damage(Store::pages, true, RecordFault::cut_short, cut); }
    SECTION("a page is missing") { damage(Store::pages, true, RecordFault::missing, take_away); }
    SECTION("a page is older than the head") {
        damage(Store::pages, true, RecordFault::damaged, [&](std::optional<std::string>& bytes) {
            bytes = bench.disk.records(Store::pages).begin()->second;
        });
    }
    SECTION("a page is newer") {
        damage(Store::pages, true, RecordFault::newer_format, newer);
        is_newer = true;
    }
    SECTION("a page is newer and another damaged") {
        damage(Store::pages, false, RecordFault::damaged, flip);
        damage(Store::pages, true, RecordFault::newer_format, newer);
        is_newer = true;
    }
    SECTION("the head is damaged") { damage(Store::meta, false, RecordFault::damaged, flip); }
    SECTION("the head is missing") { damage(Store::meta, false, RecordFault::missing, take_away); }
    SECTION("the head is newer") {
        damage(Store::meta, false, RecordFault::newer_format, newer);
        is_newer = true;
    }
    SECTION("the log is damaged") { damage(Store::log, true, RecordFault::damaged, flip); }
    SECTION("the log is something else") {
        damage(Store::log, false, RecordFault::not_a_record, [](auto& bytes) { bytes = std::string(100, 'x'); });
    }
    SECTION("the log has a gap") {
        damage(Store::log, false, RecordFault::missing, take_away);
        wanted.key = bench.disk.records(Store::log).begin()->first;
    }

    const LoadedRows loaded = bench.reopen();
    CHECK(loaded.error == (is_newer ? StorageError::newer : StorageError::corrupt));
    REQUIRE(loaded.problem.has_value());
    CHECK(loaded.problem->store == wanted.store);
    CHECK(loaded.problem->key == wanted.key);
    CHECK(loaded.problem->fault == wanted.fault);
    CHECK(loaded.rows.scopes().empty());
    for (int at = 0; at < store_count; ++at) {
        CHECK(bench.disk.records(static_cast<Store>(at)).size() + 1 >= copies[at].size());
    }

    const std::size_t records = bench.disk.records(Store::pages).size() + bench.disk.records(Store::log).size() +
                                bench.disk.records(Store::meta).size();
    StorageError seen = StorageError::unavailable;
    bench.paged->set_aside("2026-11-22", [&](StorageError error) { seen = error; });
    bench.clock.settle();
    CHECK(seen == StorageError::none);
    CHECK(bench.disk.records(Store::aside).size() == records);
    CHECK(bench.disk.records(Store::pages).empty());
    CHECK(bench.disk.records(Store::pending).size() == 1);
    bench.rows.clear();
    CHECK(bench.append(bench.filled(1, 2)) == StorageError::none);
    CHECK(digest_of(bench.reopen().rows) == digest_of(bench.rows));
}

TEST_CASE("every bit of every stored record counts") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    for (std::uint64_t scope = 1; scope <= 3; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 4)) == StorageError::none);
    REQUIRE(bench.flush() == StorageError::none);
    REQUIRE(bench.append(bench.filled(1, 1), {{"cookie", "1"}}) == StorageError::none);
    SeededChance chance(51);
    for (const Store store : {Store::pages, Store::log, Store::meta}) {
        const MemoryDisk::Records records = bench.disk.records(store);
        REQUIRE_FALSE(records.empty());
        for (const auto& [key, bytes] : records) {
            for (std::size_t at = 0; at < bytes.size(); at += 1 + chance.below(7)) {
                std::string changed = bytes;
                changed[at] = static_cast<char>(changed[at] ^ (1 << chance.below(8)));
                bench.disk.damage(store, key, changed);
                const LoadedRows loaded = bench.reopen();
                REQUIRE(loaded.error == StorageError::corrupt);
                bench.disk.damage(store, key, bytes);
            }
        }
    }
    CHECK(bench.reopen().error == StorageError::none);
}

TEST_CASE("errors of the storage are passed on by a load, and a later load goes well") {
    Bench bench;
    for (const StorageError error : {StorageError::lost, StorageError::unavailable, StorageError::newer}) {
        bench.storage->set_broken(error);
        CHECK(bench.load().error == error);
    }
    bench.storage->set_broken(StorageError::none);
    CHECK(bench.load().error == StorageError::none);
}

TEST_CASE("a PagedRows that is gone calls nobody") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    int calls = 0;
    bench.paged->append({bench.filled(1, 1), {}, {}, Durability::strict}, bench.rows, [&](StorageError) { ++calls; });
    bench.paged->flush(bench.rows, [&](StorageError) { ++calls; });
    bench.paged.reset();
    bench.clock.settle();
    CHECK(calls == 0);
    auto leaving = std::make_unique<PagedRows>(*bench.storage, bench.options);
    leaving->load([&](const LoadedRows&) {
        leaving.reset();
        ++calls;
    });
    bench.clock.settle();
    CHECK(calls == 1);
}

}  // namespace parasol
