// Stored rows as they are written, case by case: log and pages, faults, making room. The random histories are in
// paged_rows_history_tests.cpp.
#include "catch.h"
#include "stored_rows_bench.h"
#include "stored_rows_model.h"

namespace parasol {
namespace {

using testing::Bench;
using testing::digest_of;
using testing::small_pages;

}  // namespace

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
    PagedRowsOptions options = small_pages();
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
    PagedRowsOptions options = small_pages();
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
    CHECK(bench.disk.records(Store::meta).count("rows") == 0);
    CHECK(bench.disk.records(Store::pending).size() == 1);
    CHECK_FALSE(bench.paged->saved());
    const auto is_given_up = [&bench] {
        MemoryStorage along(bench.clock, bench.disk);
        PagedRows reader(along, bench.clock, bench.options);
        bool given_up = false;
        reader.load([&](const LoadedRows& loaded) { given_up = loaded.given_up; });
        bench.clock.settle();
        return given_up;
    };
    CHECK(is_given_up());
    CHECK(bench.append(bench.filled(5, 1)) == StorageError::none);
    CHECK(bench.paged->saved());
    CHECK_FALSE(is_given_up());
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

TEST_CASE("a PagedRows that is gone calls nobody") {
    Bench bench;
    REQUIRE(bench.load().error == StorageError::none);
    int calls = 0;
    bench.paged->append({bench.filled(1, 1), {}, {}, Durability::strict}, bench.rows, [&](StorageError) { ++calls; });
    bench.paged->flush(bench.rows, [&](StorageError) { ++calls; });
    bench.paged.reset();
    bench.clock.settle();
    CHECK(calls == 0);
}

}  // namespace parasol
