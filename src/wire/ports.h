// The ports that both sides of the wire stand on: storage, time and chance. Each has an in-memory twin
// (memory_ports.h) and one suite of tests runs on every implementation. Nothing here blocks: answers come by
// callback, never before the call has returned, on the one thread there is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/callback.h"
#include "domain/ids.h"

namespace parasol {

// Named stores of byte records, ordered by key (bytewise).
enum class Store : std::uint8_t {
    pages,     // confirmed rows, packed (pages.h)
    log,       // changes since the pages were written, by zero-padded number
    pending,   // commands that the authority has not ended, in the order they were stored
    outcomes,  // ended commands that the person has not dismissed
    drafts,    // half-typed forms
    meta,      // small records; "rows" is the head of the stored rows (paged_rows.h)
    journal,   // an authority's only: every command with its outcome, never read at start
    aside,     // records that could not be read, kept until the person discards them; never read at start
};
inline constexpr int store_count = 8;
// "pages": the store's name in databases and in exports.
const char* store_name(Store store);

enum class StorageError : std::uint8_t {
    none,
    full,         // no room: nothing of this write is there
    lost,         // the connection to the storage broke; the write may or may not be there
    unavailable,  // there is no storage (private mode, refused, too old)
    newer,        // it was written by a newer version of the program: untouched
    corrupt,      // it cannot be read
};

struct StorageWrite {
    Store store = Store::meta;
    std::string key;
    std::optional<std::string> bytes;  // nullopt erases the record
};

struct StorageRecord {
    std::string key;
    std::string bytes;
};

enum class Durability : std::uint8_t {
    relaxed,  // in the system's hands
    strict    // on the medium
};

class Storage {
public:
    // What is still under way is forgotten: its callbacks never run, its writes are there or not.
    virtual ~Storage() = default;
    // All of it or nothing, after every earlier write. Of several writes to one key the last counts; erasing
    // what is not there is fine.
    virtual void write(std::vector<StorageWrite> writes, Durability durability,
                       Callback<void(StorageError)> done) = 0;
    // Every record of a store in key order.
    virtual void read_all(Store store,
                          Callback<void(StorageError, std::vector<StorageRecord>)> done) = 0;
    // Erases everything, for good.
    virtual void wipe(Callback<void(StorageError)> done) = 0;
};

using TimerId = std::uint64_t;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;  // wall clock: may jump in either direction
    // Calls back once, after at least `delay` ms of monotonic time. Runs in hidden tabs too.
    virtual TimerId after(Duration delay, Callback<void()> done) = 0;
    virtual void cancel(TimerId timer) = 0;
};

class Chance {
public:
    virtual ~Chance() = default;
    virtual std::uint64_t draw() = 0;  // 64 uniform bits, unpredictable outside tests
};

inline Id draw_id(Clock& clock, Chance& chance) {
    const std::uint64_t high = chance.draw();
    return make_uuid7(clock.now(), high, chance.draw());
}

}  // namespace parasol
