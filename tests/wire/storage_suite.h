// What every Storage must do, written as callbacks so that it runs anywhere: natively on the in-memory twin, in a page
// on IndexedDB. No test framework is needed; each check is reported with its name.
//
// The storage is wiped first. Nothing blocks: whoever runs the suite keeps the storage's events going until `done`.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "wire/ports.h"

namespace parasol::testing {

struct SuiteCheck {
    std::string name;
    bool passed = false;
    std::string detail;  // what was seen, where it failed
};

class StorageSuite : public std::enable_shared_from_this<StorageSuite> {
public:
    using Done = std::function<void(std::vector<SuiteCheck>)>;

    // The storage outlives the suite's end.
    static void run(Storage& storage, Done done) {
        const std::shared_ptr<StorageSuite> suite(new StorageSuite(storage, std::move(done)));
        suite->next();
    }

private:
    using Records = std::vector<StorageRecord>;
    using Go = std::function<void()>;
    struct Case {
        std::string name;
        std::function<void(Go)> run;
    };

    StorageSuite(Storage& storage, Done done) : storage_(storage), done_(std::move(done)) {
        add("an empty store reads as nothing", [this](Go go) { empty(go); });
        add("records are read in bytewise order of their keys", [this](Go go) { order(go); });
        add("stores are apart", [this](Go go) { apart(go); });
        add("a write replaces, the last write to a key counts", [this](Go go) { replaces(go); });
        add("a write erases, also what is not there", [this](Go go) { erases(go); });
        add("a write is there whole when it is answered", [this](Go go) { whole(go); });
        add("writes are answered in order, and reads see what was written before them",
            [this](Go go) { in_order(go); });
        add("any bytes come back", [this](Go go) { any_bytes(go); });
        add("records of a megabyte come back", [this](Go go) { big(go); });
        add("thousands of records in one write come back", [this](Go go) { many(go); });
        add("nothing is answered before the call returns", [this](Go go) { later(go); });
        add("a write of nothing is answered", [this](Go go) { nothing(go); });
        add("wiping leaves nothing", [this](Go go) { wiped(go); });
    }

    void add(std::string name, std::function<void(Go)> run) { cases_.push_back({std::move(name), std::move(run)}); }

    // Each case begins with an empty storage.
    void next() {
        const auto self = shared_from_this();
        if (at_ == cases_.size()) {
            done_(std::move(checks_));
            return;
        }
        storage_.wipe([self](StorageError error) {
            self->failure_.clear();
            self->expect(error == StorageError::none, "wipe failed");
            self->cases_[self->at_].run([self] {
                const Case& ended = self->cases_[self->at_++];
                self->checks_.push_back({ended.name, self->failure_.empty(), self->failure_});
                self->next();
            });
        });
    }

    void expect(bool holds, const std::string& what) {
        if (!holds && failure_.empty()) failure_ = what;
    }

    void put(std::vector<StorageWrite> writes, Go go, Durability durability = Durability::relaxed) {
        const auto self = shared_from_this();
        storage_.write(std::move(writes), durability, [self, go](StorageError error) {
            self->expect(error == StorageError::none, "write answered error " + number(error));
            go();
        });
    }

    void read(Store store, std::function<void(Records)> take) {
        const auto self = shared_from_this();
        storage_.read_all(store, [self, take](StorageError error, Records records) {
            self->expect(error == StorageError::none, "read answered error " + number(error));
            take(std::move(records));
        });
    }

    // The store holds exactly these.
    void expect_records(Store store, std::vector<std::pair<std::string, std::string>> wanted, Go go) {
        read(store, [this, wanted = std::move(wanted), go](const Records& records) {
            expect(records.size() == wanted.size(),
                   std::to_string(records.size()) + " records instead of " + std::to_string(wanted.size()));
            for (std::size_t at = 0; at < std::min(records.size(), wanted.size()); ++at) {
                expect(records[at].key == wanted[at].first, "key \"" + records[at].key + "\" at " + std::to_string(at));
                expect(records[at].bytes == wanted[at].second, "other bytes under \"" + records[at].key + "\"");
            }
            go();
        });
    }

    void empty(Go go) {
        expect_records(Store::pages, {}, [this, go] { expect_records(Store::journal, {}, go); });
    }

    void order(Go go) {
        // As bytes: capitals before small letters, the short before what it begins, non-ASCII last.
        put({{Store::meta, "b", "1"}, {Store::meta, "a", "2"}, {Store::meta, "é", "3"}, {Store::meta, "ab", "4"},
             {Store::meta, "B", "5"}, {Store::meta, "10", "6"}, {Store::meta, "9", "7"}, {Store::meta, "a/b", "8"}},
            [this, go] {
                expect_records(Store::meta,
                               {{"10", "6"}, {"9", "7"}, {"B", "5"}, {"a", "2"}, {"a/b", "8"}, {"ab", "4"},
                                {"b", "1"}, {"é", "3"}},
                               go);
            });
    }

    void apart(Go go) {
        std::vector<StorageWrite> writes;
        for (int at = 0; at < store_count; ++at) {
            writes.push_back({static_cast<Store>(at), "key", store_name(static_cast<Store>(at))});
        }
        put(std::move(writes), [this, go] { apart_from(0, go); });
    }
    void apart_from(int at, Go go) {
        if (at == store_count) return go();
        const auto store = static_cast<Store>(at);
        expect_records(store, {{"key", store_name(store)}}, [this, at, go] { apart_from(at + 1, go); });
    }

    void replaces(Go go) {
        put({{Store::drafts, "a", "old"}, {Store::drafts, "b", "kept"}}, [this, go] {
            put({{Store::drafts, "a", "new"}, {Store::drafts, "c", "1"}, {Store::drafts, "c", "2"},
                 {Store::drafts, "d", "1"}, {Store::drafts, "d", std::nullopt}},
                [this, go] { expect_records(Store::drafts, {{"a", "new"}, {"b", "kept"}, {"c", "2"}}, go); });
        });
    }

    void erases(Go go) {
        put({{Store::pending, "a", "1"}, {Store::pending, "b", "2"}}, [this, go] {
            put({{Store::pending, "a", std::nullopt}, {Store::pending, "never", std::nullopt}},
                [this, go] { expect_records(Store::pending, {{"b", "2"}}, go); });
        });
    }

    void whole(Go go) {
        put({{Store::pages, "1", "x"}, {Store::log, "1", "y"}}, [this, go] {
            put(
                {{Store::pages, "1", "X"}, {Store::log, "1", std::nullopt}, {Store::meta, "head", "h"}},
                [this, go] {
                    expect_records(Store::pages, {{"1", "X"}}, [this, go] {
                        expect_records(Store::log, {}, [this, go] {
                            expect_records(Store::meta, {{"head", "h"}}, go);
                        });
                    });
                },
                Durability::strict);
        });
    }

    void in_order(Go go) {
        const auto answers = std::make_shared<std::vector<int>>();
        for (int at = 0; at < 50; ++at) {
            const Durability durability = at % 7 == 0 ? Durability::strict : Durability::relaxed;
            put({{Store::log, "n", std::to_string(at)}}, [answers, at] { answers->push_back(at); }, durability);
            if (at % 10 != 5) continue;
            read(Store::log, [this, at](const Records& records) {
                const bool seen = records.size() == 1 && std::stoi(records[0].bytes) >= at;
                expect(seen, "a read did not see the write before it");
            });
        }
        put({{Store::log, "n", "end"}}, [this, answers, go] {
            expect(answers->size() == 50 && std::is_sorted(answers->begin(), answers->end()), "answers out of order");
            expect_records(Store::log, {{"n", "end"}}, go);
        });
    }

    void any_bytes(Go go) {
        std::string bytes;
        for (int at = 0; at < 512; ++at) bytes.push_back(static_cast<char>(at));
        put({{Store::pages, "all", bytes}, {Store::pages, "none", ""}},
            [this, bytes, go] { expect_records(Store::pages, {{"all", bytes}, {"none", ""}}, go); });
    }

    static std::string pattern(std::size_t size, unsigned seed) {
        std::string bytes(size, '\0');
        for (char& byte : bytes) {
            seed = seed * 1664525U + 1013904223U;
            byte = static_cast<char>(seed >> 24);
        }
        return bytes;
    }

    void big(Go go) {
        std::vector<StorageWrite> writes;
        std::vector<std::pair<std::string, std::string>> wanted;
        for (unsigned at = 0; at < 8; ++at) {
            wanted.emplace_back(std::to_string(at), pattern(1024 * 1024 + at, at));
            writes.push_back({Store::pages, wanted.back().first, wanted.back().second});
        }
        put(std::move(writes), [this, wanted, go] { expect_records(Store::pages, wanted, go); });
    }

    void many(Go go) {
        std::vector<StorageWrite> writes;
        std::vector<std::pair<std::string, std::string>> wanted;
        for (unsigned at = 0; at < 3000; ++at) {
            const std::string digits = std::to_string(at);
            wanted.emplace_back(std::string(6 - digits.size(), '0') + digits, pattern(at % 97, at));
            writes.push_back({Store::log, wanted.back().first, wanted.back().second});
        }
        std::reverse(writes.begin(), writes.end());
        put(std::move(writes), [this, wanted, go] { expect_records(Store::log, wanted, go); });
    }

    void later(Go go) {
        const auto returned = std::make_shared<bool>(false);
        put({{Store::meta, "a", "1"}}, [this, returned] { expect(*returned, "write answered at once"); });
        read(Store::meta, [this, returned, go](const Records&) {
            expect(*returned, "read answered at once");
            go();
        });
        *returned = true;
    }

    void nothing(Go go) {
        put({}, [this, go] { expect_records(Store::meta, {}, go); });
    }

    void wiped(Go go) {
        const auto self = shared_from_this();
        put({{Store::meta, "a", "1"}, {Store::aside, "b", "2"}}, [self, go] {
            self->storage_.wipe([self, go](StorageError error) {
                self->expect(error == StorageError::none, "wipe failed");
                self->expect_records(Store::meta, {}, [self, go] { self->expect_records(Store::aside, {}, go); });
            });
        });
    }

    static std::string number(StorageError error) { return std::to_string(static_cast<int>(error)); }

    Storage& storage_;
    Done done_;
    std::vector<Case> cases_;
    std::vector<SuiteCheck> checks_;
    std::size_t at_ = 0;
    std::string failure_;
};

inline void run_storage_suite(Storage& storage, StorageSuite::Done done) {
    StorageSuite::run(storage, std::move(done));
}

}  // namespace parasol::testing
