#include "simulation/ground.h"

#include <utility>

#include "authority/memory_database.h"
#include "authority/stored_database.h"

namespace simulation {
namespace {

class MemoryGround final : public Ground {
  public:
    explicit MemoryGround(Clock& clock) : database_(clock, "epoch-a", 1) {}
    Database& database() override { return database_; }
    const RowSet& rows() const override { return database_.rows(); }
    std::vector<JournalRecord> entries() override { return database_.entries(); }
    void fail_next(DatabaseError error, bool written) override { database_.fail_commits(error, 1, written); }
    bool restart(bool in_flight_is_written) override {
        database_.crash(in_flight_is_written);
        return true;
    }

  private:
    MemoryDatabase database_;
};

class StoredGround final : public Ground {
  public:
    StoredGround(VirtualTime& time, ManualClock& clock, SeededChance& chance)
        : time_(time), clock_(clock), chance_(chance) {
        // Small, so that the log is packed now and then, and reading it takes several slices.
        options_.page_bytes = 2000 + chance.below(20000);
        options_.log_bytes = 2000 + chance.below(60000);
        options_.segment_bytes = 500 + chance.below(5000);
        options_.slice_bytes = 500 + chance.below(50000);
        open();
    }
    Database& database() override { return *database_; }
    const RowSet& rows() const override { return database_->rows(); }

    std::vector<JournalRecord> entries() override {
        storage_->fail_next(StorageError::none, 0);
        std::vector<JournalRecord> all;
        bool answered = false;
        database_->journal(1, SIZE_MAX, [&](DatabaseError error, std::vector<JournalRecord> entries) {
            answered = true;
            if (error == DatabaseError::none) all = std::move(entries);
        });
        while (!answered && time_.step()) {}
        return all;
    }

    void fail_next(DatabaseError error, bool written) override {
        storage_->fail_next(error == DatabaseError::full ? StorageError::full : StorageError::lost, 1, written);
    }

    bool restart(bool in_flight_is_written) override {
        // The disk goes on a little with what it was given, which nobody hears of any more.
        database_.reset();
        if (in_flight_is_written) time_.advance(static_cast<Duration>(chance_.below(8)));
        storage_.reset();
        disk_.lose_unsynced(chance_.below(disk_.unsynced() + 1));
        return open();
    }

  private:
    bool open() {
        storage_ = std::make_unique<MemoryStorage>(clock_, disk_);
        storage_->set_delays([this] { return static_cast<Duration>(chance_.below(4)); });
        database_ = std::make_unique<StoredDatabase>(*storage_, clock_, chance_, options_);
        bool answered = false, good = false;
        database_->open([&](StorageError error) {
            answered = true;
            good = error == StorageError::none;
        });
        while (!answered && time_.step()) {}
        return good;
    }

    VirtualTime& time_;
    ManualClock& clock_;
    SeededChance& chance_;
    PagedRowsOptions options_;
    MemoryDisk disk_;
    std::unique_ptr<MemoryStorage> storage_;
    std::unique_ptr<StoredDatabase> database_;
};

}  // namespace

std::unique_ptr<Ground> make_memory_ground(Clock& clock) { return std::make_unique<MemoryGround>(clock); }

std::unique_ptr<Ground> make_stored_ground(VirtualTime& time, ManualClock& clock, SeededChance& chance) {
    return std::make_unique<StoredGround>(time, clock, chance);
}

}  // namespace simulation
