// Stored rows as they are read, case by case: loading, catching up, damage. The random histories are in
// paged_rows_history_tests.cpp.
#include <functional>
#include <optional>

#include "catch.h"
#include "stored_rows_bench.h"
#include "stored_rows_model.h"
#include "wire/checksum.h"

namespace parasol {
namespace {

using testing::Bench;
using testing::digest_of;

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
        PagedRows reader(along, bench.clock, bench.options);
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

TEST_CASE("whoever reads while another makes room finds all rows, or that they were given up") {
    for (int steps = 0; steps < 12; ++steps) {
        INFO("steps " << steps);
        Bench bench;
        REQUIRE(bench.load().error == StorageError::none);
        REQUIRE(bench.append(bench.filled(1, 2)) == StorageError::none);
        REQUIRE(bench.paged->page_count() == 0);
        MemoryStorage along(bench.clock, bench.disk);
        PagedRows reader(along, bench.clock, bench.options);
        std::optional<LoadedRows> loaded;
        reader.load([&](LoadedRows answer) { loaded = std::move(answer); });
        for (int step = 0; step < steps; ++step) bench.clock.time().step();
        bench.paged->erase([](StorageError error) { REQUIRE(error == StorageError::none); });
        bench.clock.settle();
        REQUIRE(loaded.has_value());
        CHECK(loaded->given_up == loaded->rows.scopes().empty());
    }
}

TEST_CASE("a packing that was lost and is there all the same misleads no reader") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    REQUIRE(bench.append(bench.filled(1, 3)) == StorageError::none);
    bench.storage->fail_next(StorageError::lost, 1, true);
    REQUIRE(bench.flush() == StorageError::lost);
    MemoryStorage along(bench.clock, bench.disk);
    PagedRows reader(along, bench.clock, bench.options);
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

TEST_CASE("another tab catches up with what was written, by the log or whole") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    REQUIRE(bench.append(bench.filled(1, 2)) == StorageError::none);
    MemoryStorage other_storage(bench.clock, bench.disk);
    PagedRows other(other_storage, bench.clock, bench.options);
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

namespace {

// So many rows, in pages, in a log, and in one scope larger than all pages, that one slice is far from enough for them.
void fill_many_slices(Bench& bench) {
    REQUIRE(bench.load().error == StorageError::none);
    REQUIRE(bench.append(bench.filled(100, 200)) == StorageError::none);
    for (std::uint64_t scope = 1; scope <= 40; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 5)) == StorageError::none);
    REQUIRE(bench.flush() == StorageError::none);
    for (std::uint64_t scope = 41; scope <= 43; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 4), {{"last", "x"}}) == StorageError::none);
    REQUIRE(bench.paged->page_count() > 8);
    REQUIRE(bench.paged->log_bytes() > 1000);
}

}  // namespace

TEST_CASE("rows are made in slices, and others have their turn in between") {
    Bench bench;
    fill_many_slices(bench);
    bench.open();
    std::optional<LoadedRows> loaded;
    bench.paged->load([&](LoadedRows answer) { loaded = std::move(answer); });
    // Somebody who asks for a turn again and again, and the most that is done between two turns.
    std::size_t turns = 0;
    const std::function<void()> take_turn = [&] {
        ++turns;
        if (!loaded) bench.clock.after(0, take_turn);
    };
    take_turn();
    bench.clock.settle();
    REQUIRE(loaded.has_value());
    REQUIRE(loaded->error == StorageError::none);
    CHECK(digest_of(loaded->rows) == digest_of(bench.rows));
    CHECK(loaded->meta.at("last") == "x");
    std::size_t bytes = 0;
    for (const auto& [key, record] : bench.disk.records(Store::pages)) bytes += record.size();
    CHECK(turns > bytes / bench.options.slice_bytes / 2);
    // What follows is written to what was read.
    CHECK(bench.append(bench.filled(44, 1)) == StorageError::none);
    CHECK(digest_of(bench.reopen().rows) == digest_of(bench.rows));
}

TEST_CASE("a reader catches up in slices") {
    Bench bench;
    bench.options.log_bytes = 2000;
    bench.open();
    REQUIRE(bench.load().error == StorageError::none);
    MemoryStorage along(bench.clock, bench.disk);
    PagedRows reader(along, bench.clock, bench.options);
    reader.load([](const LoadedRows&) {});
    bench.clock.settle();
    for (std::uint64_t scope = 1; scope <= 4; ++scope)
        REQUIRE(bench.append(bench.filled(scope, 3)) == StorageError::none);
    REQUIRE(bench.paged->page_count() == 0);
    std::optional<CaughtUp> caught;
    reader.catch_up([&](CaughtUp answer) { caught = std::move(answer); });
    std::size_t steps = 0;
    while (!caught && bench.clock.time().step()) ++steps;
    REQUIRE(caught.has_value());
    CHECK(caught->patches.size() == 4);
    CHECK_FALSE(caught->whole);
    constexpr std::size_t of_the_storage = 6;  // head, log and head again
    CHECK(steps > of_the_storage);
}

TEST_CASE("room that is made while rows are being read is made after it, and all rows are stored again") {
    Bench bench;
    fill_many_slices(bench);
    bench.open();
    std::optional<LoadedRows> loaded;
    bool erased = false;
    bench.paged->load([&](LoadedRows answer) {
        loaded = std::move(answer);
        CHECK_FALSE(erased);
    });
    for (int step = 0; step < 20; ++step) bench.clock.time().step();
    REQUIRE_FALSE(loaded.has_value());
    bench.paged->erase([&](StorageError error) { erased = error == StorageError::none; });
    bench.clock.settle();
    REQUIRE(loaded.has_value());
    CHECK(erased);
    CHECK(digest_of(loaded->rows) == digest_of(bench.rows));
    CHECK(bench.disk.records(Store::pages).empty());
    CHECK(bench.append(bench.filled(44, 1)) == StorageError::none);
    CHECK(digest_of(bench.reopen().rows) == digest_of(bench.rows));
}

TEST_CASE("a PagedRows that goes between two slices calls nobody, and leaves everything as it was") {
    Bench bench;
    fill_many_slices(bench);
    const std::string all = digest_of(bench.rows);
    for (int steps = 0; steps < 200; ++steps) {
        bench.open();
        int calls = 0;
        bench.paged->load([&](const LoadedRows&) { ++calls; });
        for (int step = 0; step < steps && calls == 0; ++step) bench.clock.time().step();
        if (calls != 0) break;
        if (steps % 2 != 0) bench.paged->abandon();
        bench.paged.reset();
        bench.clock.settle();
        CHECK(calls == 0);
    }
    CHECK(digest_of(bench.reopen().rows) == all);
}

TEST_CASE("whoever gives up while rows are being read goes on with what there was") {
    Bench bench;
    fill_many_slices(bench);
    bench.open();
    std::optional<LoadedRows> loaded;
    bench.paged->load([&](LoadedRows answer) { loaded = std::move(answer); });
    for (int step = 0; step < 20; ++step) bench.clock.time().step();
    REQUIRE_FALSE(loaded.has_value());
    bench.paged->abandon();
    // Somebody else writes from here on.
    MemoryStorage along(bench.clock, bench.disk);
    PagedRows other(along, bench.clock, bench.options);
    RowSet rows;
    other.load([&](LoadedRows answer) { rows = std::move(answer.rows); });
    bench.clock.settle();
    REQUIRE(loaded.has_value());
    CHECK(digest_of(loaded->rows) == digest_of(rows));
    apply_patch(rows, bench.filled(50, 1));
    other.append({bench.filled(50, 1), {}, {}, Durability::strict}, rows, [](StorageError) {});
    bench.clock.settle();
    RowSet seen = std::move(loaded->rows);
    bench.paged->catch_up([&](CaughtUp caught) {
        if (caught.whole) seen = std::move(caught.rows);
        for (const RowPatch& patch : caught.patches) apply_patch(seen, patch);
    });
    bench.clock.settle();
    CHECK(digest_of(seen) == digest_of(rows));
}

TEST_CASE("a PagedRows may go while it answers a load") {
    Bench bench;
    int calls = 0;
    bench.paged->load([&](const LoadedRows&) {
        bench.paged.reset();
        ++calls;
    });
    bench.clock.settle();
    CHECK(calls == 1);
}

}  // namespace parasol
