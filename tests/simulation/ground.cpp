#include "simulation/ground.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "authority/memory_database.h"
#include "authority/stored_database.h"

namespace simulation {
namespace {

class MemoryGround final : public Ground {
  public:
    MemoryGround(GroundTally& tally, Clock& clock) : Ground(tally), database_(clock, "epoch-0", 1) {
        watched_.watch(&database_);
    }
    const RowSet& rows() const override { return database_.rows(); }
    std::vector<JournalRecord> entries() override { return database_.entries(); }
    void fail_next(DatabaseError error, bool written) override { database_.fail_commits(error, 1, written); }
    bool restart(bool in_flight_is_written) override {
        database_.crash(in_flight_is_written);
        return true;
    }
    bool back_up() override {
        backup_ = std::make_unique<Tables>(database_.back_up());
        return true;
    }
    bool restore() override {
        if (backup_) database_.restore(*backup_, "epoch-" + std::to_string(++restored_));
        return true;
    }

  private:
    MemoryDatabase database_;
    std::unique_ptr<Tables> backup_;
    int restored_ = 0;
};

class StoredGround final : public Ground {
  public:
    StoredGround(GroundTally& tally, VirtualTime& time, ManualClock& clock, SeededChance& chance)
        : Ground(tally), time_(time), clock_(clock), chance_(chance) {
        // Small, so that the log is packed now and then, and reading it takes several slices.
        options_.page_bytes = 2000 + chance.below(20000);
        options_.log_bytes = 2000 + chance.below(60000);
        options_.segment_bytes = 500 + chance.below(5000);
        options_.slice_bytes = 500 + chance.below(50000);
        open();
    }
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
        watched_.watch(database_.get());
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

void WatchedDatabase::load(std::vector<Scope> scopes, Callback<void(Loaded)> done) {
    inner_->load(std::move(scopes), std::move(done));
}

void WatchedDatabase::commit(Batch batch, Callback<void(Committed)> done) {
    const auto changes = std::make_shared<ChangeSet>(batch.changes);
    inner_->commit(std::move(batch), [this, changes, done = std::move(done)](Committed result) {
        if (result.error == DatabaseError::conflict) ++tally_.conflicts;
        if (result.error == DatabaseError::none && heard_) heard_(*changes);
        done(std::move(result));
    });
}

void WatchedDatabase::fill(RowSet rows, JournalRecord entry, Callback<void(Committed)> done) {
    inner_->fill(std::move(rows), std::move(entry), std::move(done));
}

void WatchedDatabase::read(ReadRequest request, Callback<void(ReadAnswer)> done) {
    bool known = !request.changes.empty() && request.as_of == 0;
    for (const ScopeVersion& since : request.changes) known = known && since.version >= 0;
    inner_->read(std::move(request), [this, known, done = std::move(done)](ReadAnswer answer) {
        tally_.held_later += answer.later.size();
        for (const ScopeChanges& one : answer.changes) {
            if (known && one.whole) ++tally_.short_history;
            if (one.after) ++tally_.parts;
        }
        for (const ScopeChanges& one : answer.whole) {
            if (one.after) ++tally_.parts;
        }
        done(std::move(answer));
    });
}

void WatchedDatabase::scan(ScopeKind kind, Callback<bool(const Scope&, const ScopeRows&)> visit,
                           Callback<void(DatabaseError)> done) {
    inner_->scan(kind, std::move(visit), std::move(done));
}

void WatchedDatabase::journal(std::int64_t number, std::size_t most,
                              Callback<void(DatabaseError, std::vector<JournalRecord>)> done) {
    inner_->journal(number, most, std::move(done));
}

std::unique_ptr<Ground> make_memory_ground(GroundTally& tally, Clock& clock) {
    return std::make_unique<MemoryGround>(tally, clock);
}

std::unique_ptr<Ground> make_stored_ground(GroundTally& tally, VirtualTime& time, ManualClock& clock,
                                           SeededChance& chance) {
    return std::make_unique<StoredGround>(tally, time, clock, chance);
}

}  // namespace simulation
