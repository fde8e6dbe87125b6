// The in-memory twins of ports.h: for tests, for the simulation (virtual time, crashes, failing disks) and
// for a page whose browser gives it no storage. Everything runs on timers of a Clock, on one thread, in a
// repeatable order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/callback.h"
#include "wire/ports.h"

namespace parasol {

class ManualClock;

// One time line that several clocks share, and outlives. Starts at 0.
class VirtualTime {
  public:
    std::int64_t now() const { return now_; }  // monotonic milliseconds
    // Runs every timer that is due by `now + delay`, in order of time and then of when it was set, those
    // included that are set meanwhile; ends at now + delay.
    void advance(Duration delay);
    // Runs the next timer, however far ahead; false where there is none.
    bool step();
    // Steps until no timer is due within `horizon` of the time it began.
    void run_until_idle(Duration horizon = 0);
    std::size_t waiting() const { return timers_.size(); }

  private:
    friend class ManualClock;
    struct Timer {
        ManualClock* owner = nullptr;
        Callback<void()> done;
    };
    void run_first();
    std::map<std::pair<std::int64_t, TimerId>, Timer> timers_;
    std::int64_t now_ = 0;
    TimerId last_ = 0;
};

// A clock whose time stands still until somebody advances it. Its timers end with it: a tab that is killed
// takes its callbacks along.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant wall = 1'800'000'000'000);
    // A clock of a device on a shared time line: its wall clock shows the time line's time plus
    // `wall_at_zero`.
    ManualClock(VirtualTime& time, Instant wall_at_zero);
    ~ManualClock() override;
    ManualClock(const ManualClock&) = delete;
    ManualClock& operator=(const ManualClock&) = delete;

    Instant now() const override { return time_->now() + wall_at_zero_; }
    TimerId after(Duration delay, Callback<void()> done) override;
    void cancel(TimerId timer) override;

    // The wall clock jumps, either way; timers do not notice.
    void jump(Duration by) { wall_at_zero_ += by; }
    VirtualTime& time() { return *time_; }
    void advance(Duration delay) { time_->advance(delay); }
    // Runs what is due now, and what that sets for now.
    void settle() { time_->run_until_idle(0); }

  private:
    friend class VirtualTime;
    std::unique_ptr<VirtualTime> own_;
    VirtualTime* time_;
    Instant wall_at_zero_;
    std::map<TimerId, std::int64_t> due_;  // of this clock's timers
};

// Repeatable chance: xoshiro256** seeded through splitmix64.
class SeededChance final : public Chance {
  public:
    explicit SeededChance(std::uint64_t seed);
    std::uint64_t draw() override;
    std::uint64_t below(std::uint64_t bound);  // 0 .. bound - 1; bound > 0
    bool one_in(std::uint64_t n) { return below(n) == 0; }

  private:
    std::array<std::uint64_t, 4> state_;
};

// What is on a disk, and what the system has not brought there yet. Survives the storages that are connected
// to it.
class MemoryDisk {
  public:
    using Records = std::map<std::string, std::string>;

    const Records& records(Store store) const { return current_[static_cast<std::size_t>(store)]; }
    std::size_t bytes() const { return bytes_; }           // of keys and records
    std::size_t unsynced() const { return undo_.size(); }  // relaxed writes that a power cut may still take

    // A power cut: of the relaxed writes since the last strict one the first `kept` stay.
    void lose_unsynced(std::size_t kept);
    // Everything so far is on the medium.
    void sync() { undo_.clear(); }
    // Faults: writes beyond `quota` bytes are `full`; a record is damaged or taken away (nullopt) behind
    // everybody's back.
    void set_quota(std::size_t quota) { quota_ = quota; }
    void damage(Store store, const std::string& key, std::optional<std::string> bytes);

  private:
    friend class MemoryStorage;
    struct Before {
        Store store;
        std::string key;
        std::optional<std::string> bytes;
    };
    bool apply(const std::vector<StorageWrite>& writes, Durability durability);
    void put(Store store, const std::string& key, std::optional<std::string> bytes);
    void put_back(std::vector<Before>& before);
    void wipe();
    std::array<Records, store_count> current_;
    std::deque<std::vector<Before>> undo_;  // one for each relaxed write since the last strict one
    std::size_t bytes_ = 0;
    std::size_t quota_ = SIZE_MAX;
};

// One tab's connection to a disk. Destroying it is the tab's death: what it was writing is there or not, and
// nobody is called back.
class MemoryStorage final : public Storage {
  public:
    // Without a disk it has one of its own, gone with it.
    explicit MemoryStorage(Clock& clock);
    MemoryStorage(Clock& clock, MemoryDisk& disk);
    ~MemoryStorage() override;

    void write(std::vector<StorageWrite> writes, Durability durability,
               Callback<void(StorageError)> done) override;
    void read_all(Store store, Callback<void(StorageError, std::vector<StorageRecord>)> done) override;
    void wipe(Callback<void(StorageError)> done) override;

    // The next `count` writes answer `error` (reads too, for lost and unavailable). With `lost`, `applied`
    // says whether the write is there all the same.
    void fail_next(StorageError error, std::size_t count = 1, bool applied = false);
    // Every operation answers `unavailable` (or another error) until it is set back to none.
    void set_broken(StorageError error) { broken_ = error; }
    // How long an operation takes until it is on the disk and until it is answered, in ms, drawn anew for
    // each.
    void set_delays(Callback<Duration()> delay) { delay_ = std::move(delay); }
    MemoryDisk& disk() { return *disk_; }
    std::size_t writes() const { return writes_; }  // asked for so far

  private:
    struct Operation {
        Callback<void()> act;     // on the disk
        Callback<void()> answer;  // a while later
    };
    void start(Operation operation);
    void next();
    // What the operation under way is to answer instead of being done; `applied`: it is done all the same.
    StorageError fault(bool writing, bool& applied);
    Duration delay() const { return delay_ ? delay_() : 0; }

    Clock& clock_;
    std::unique_ptr<MemoryDisk> own_;
    MemoryDisk* disk_;
    std::deque<Operation> queue_;
    bool busy_ = false;
    TimerId timer_ = 0;
    StorageError broken_ = StorageError::none;
    StorageError failing_ = StorageError::none;
    std::size_t failures_ = 0;
    bool failures_applied_ = false;
    Callback<Duration()> delay_;
    std::size_t writes_ = 0;
};

}  // namespace parasol
