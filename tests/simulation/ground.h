// What the authorities stand on: a database with its faults. Most worlds stand on rows in memory or on the database
// that the demo uses, over a storage with a disk of its own; some on the server's, over a file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "authority/ports.h"
#include "wire/memory_ports.h"

namespace simulation {

using namespace parasol;

// What a database was asked for, in any world.
struct GroundTally {
    std::uint64_t conflicts = 0;      // commits that failed because another authority had changed what they read
    std::uint64_t short_history = 0;  // scopes answered whole because their deletions were not known any more
    std::uint64_t held_later = 0;     // held scopes that had no room in a reply
    std::uint64_t parts = 0;          // of lists that did not come in one piece
};

// Counts what goes through, and hears of what was committed.
class WatchedDatabase final : public Database {
  public:
    explicit WatchedDatabase(GroundTally& tally) : tally_(tally) {}
    void watch(Database* inner) { inner_ = inner; }
    void on_commit(Callback<void(const ChangeSet&)> heard) { heard_ = std::move(heard); }

    std::string epoch() const override { return inner_->epoch(); }
    void load(std::vector<Scope> scopes, Callback<void(Loaded)> done) override;
    void commit(Batch batch, Callback<void(Committed)> done) override;
    void fill(RowSet rows, JournalRecord entry, Callback<void(Committed)> done) override;
    void read(ReadRequest request, Callback<void(ReadAnswer)> done) override;
    void scan(ScopeKind kind, Callback<bool(const Scope&, const ScopeRows&)> visit,
              Callback<void(DatabaseError)> done) override;
    void journal(std::int64_t number, std::size_t most,
                 Callback<void(DatabaseError, std::vector<JournalRecord>)> done) override;

  private:
    GroundTally& tally_;
    Database* inner_ = nullptr;
    Callback<void(const ChangeSet&)> heard_;
};

class Ground {
  public:
    explicit Ground(GroundTally& tally) : watched_(tally) {}
    virtual ~Ground() = default;
    Database& database() { return watched_; }
    virtual const RowSet& rows() const = 0;
    // The whole journal. Time passes.
    virtual std::vector<JournalRecord> entries() = 0;
    // The next write is refused, or lost (and there all the same, if `written`).
    virtual void fail_next(DatabaseError error, bool written) = 0;
    // The machine stops and starts again: what was answered is there. What was under way is there too if
    // `in_flight_is_written`, or where the disk had got so far. Time may pass. False where it does not start.
    virtual bool restart(bool in_flight_is_written) = 0;
    // A backup of what is there now, in place of the one before. False where there are none of this database.
    virtual bool back_up() { return false; }
    // After a restart: what is there is what the backup has. False where it does not start.
    virtual bool restore() { return false; }

  protected:
    WatchedDatabase watched_;
};

std::unique_ptr<Ground> make_memory_ground(GroundTally& tally, Clock& clock);
std::unique_ptr<Ground> make_stored_ground(GroundTally& tally, VirtualTime& time, ManualClock& clock,
                                           SeededChance& chance);
std::unique_ptr<Ground> make_sqlite_ground(GroundTally& tally, VirtualTime& time, ManualClock& clock,
                                           SeededChance& chance);

}  // namespace simulation
