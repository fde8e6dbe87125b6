// The in-memory twins: the suites of their ports, and the faults that only they have.
#include "catch.h"
#include "clock_suite.h"
#include "storage_suite.h"
#include "wire/memory_ports.h"

namespace parasol {
namespace {

void check_all(const std::vector<testing::SuiteCheck>& checks) {
    REQUIRE_FALSE(checks.empty());
    for (const testing::SuiteCheck& check : checks) {
        INFO(check.name << ": " << check.detail);
        CHECK(check.passed);
    }
}

std::string value_of(const MemoryDisk& disk, const std::string& key) {
    const auto found = disk.records(Store::meta).find(key);
    return found == disk.records(Store::meta).end() ? "" : found->second;
}

}  // namespace

TEST_CASE("the storage in memory passes the suite of storages") {
    ManualClock clock;
    MemoryStorage storage(clock);
    SeededChance chance(21);
    SECTION("at once") {}
    SECTION("with delays") {
        storage.set_delays([&] { return static_cast<Duration>(chance.below(20)); });
    }
    std::vector<testing::SuiteCheck> checks;
    testing::run_storage_suite(storage, [&](std::vector<testing::SuiteCheck> all) { checks = std::move(all); });
    clock.advance(one_hour);
    check_all(checks);
    CHECK(clock.time().waiting() == 0);
}

TEST_CASE("the clock of virtual time passes the suite of clocks") {
    ManualClock clock;
    std::vector<testing::SuiteCheck> checks;
    testing::run_clock_suite(clock, [&](std::vector<testing::SuiteCheck> all) { checks = std::move(all); });
    clock.advance(200);
    check_all(checks);
}

TEST_CASE("clocks share a time line, each with its own wall, and take their timers along") {
    VirtualTime time;
    ManualClock first(time, 1'800'000'000'000);
    std::vector<int> ran;
    {
        ManualClock second(time, 1'900'000'000'000);
        second.after(10, [&] { ran.push_back(2); });
        first.after(10, [&] { ran.push_back(1); });
        second.after(5, [&] { ran.push_back(3); });
        time.advance(7);
        CHECK(second.now() - first.now() == 100'000'000'000);
        second.jump(-one_day);
        CHECK(second.now() - first.now() == 100'000'000'000 - one_day);
    }
    time.advance(100);
    CHECK(ran == std::vector<int>{3, 1});
    CHECK_FALSE(time.step());
}

TEST_CASE("a power cut takes the relaxed writes since the last strict one, from the end") {
    ManualClock clock;
    MemoryDisk disk;
    MemoryStorage storage(clock, disk);
    const auto write = [&](const char* value, Durability durability) {
        storage.write({{Store::meta, "a", value}, {Store::meta, value, "x"}}, durability, [](StorageError) {});
        clock.settle();
    };
    write("1", Durability::relaxed);
    write("2", Durability::strict);
    write("3", Durability::relaxed);
    write("4", Durability::relaxed);
    CHECK(disk.unsynced() == 2);
    SECTION("one stays") {
        disk.lose_unsynced(1);
        CHECK(value_of(disk, "a") == "3");
        CHECK(value_of(disk, "4").empty());
    }
    SECTION("none stays") {
        disk.lose_unsynced(0);
        CHECK(value_of(disk, "a") == "2");
        CHECK(value_of(disk, "1") == "x");
        CHECK(value_of(disk, "3").empty());
    }
}

TEST_CASE("a tab that dies leaves a write there or not, and calls nobody") {
    ManualClock clock;
    MemoryDisk disk;
    int answers = 0;
    {
        MemoryStorage storage(clock, disk);
        storage.set_delays([] { return Duration{10}; });
        storage.write({{Store::meta, "a", "1"}}, Durability::relaxed, [&](StorageError) { ++answers; });
        storage.write({{Store::meta, "b", "1"}}, Durability::relaxed, [&](StorageError) { ++answers; });
        clock.advance(15);  // the first is on the disk and not answered
    }
    clock.advance(100);
    CHECK(answers == 0);
    CHECK(value_of(disk, "a") == "1");
    CHECK(value_of(disk, "b").empty());
}

TEST_CASE("faults answer as they are told") {
    ManualClock clock;
    MemoryStorage storage(clock);
    StorageError seen = StorageError::none;
    const auto write = [&](const char* key, std::string value) {
        storage.write({{Store::meta, key, std::move(value)}}, Durability::strict,
                      [&](StorageError error) { seen = error; });
        clock.settle();
    };
    storage.fail_next(StorageError::lost, 1, true);
    write("a", "1");
    CHECK(seen == StorageError::lost);
    CHECK(value_of(storage.disk(), "a") == "1");
    storage.fail_next(StorageError::lost, 1, false);
    write("a", "2");
    CHECK(seen == StorageError::lost);
    CHECK(value_of(storage.disk(), "a") == "1");
    storage.disk().set_quota(10);
    write("b", std::string(20, 'x'));
    CHECK(seen == StorageError::full);
    CHECK(value_of(storage.disk(), "b").empty());
    write("b", "y");
    CHECK(seen == StorageError::none);
    storage.set_broken(StorageError::unavailable);
    storage.read_all(Store::meta, [&](StorageError error, const std::vector<StorageRecord>&) { seen = error; });
    clock.settle();
    CHECK(seen == StorageError::unavailable);
}

TEST_CASE("chance from a seed repeats itself and spreads") {
    SeededChance one(7);
    SeededChance same(7);
    SeededChance other(8);
    std::vector<int> counts(10);
    bool differs = false;
    for (int times = 0; times < 10000; ++times) {
        const std::uint64_t drawn = one.draw();
        REQUIRE(drawn == same.draw());
        differs = differs || drawn != other.draw();
        ++counts[one.below(10)];
        (void)same.below(10);
    }
    CHECK(differs);
    for (const int count : counts) CHECK((count > 850 && count < 1150));
}

}  // namespace parasol
