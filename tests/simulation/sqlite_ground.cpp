// Worlds on the server's own database: a file in a folder of its own.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "shell/server/sqlite_database.h"
#include "simulation/ground.h"
#include "simulation/record.h"

namespace simulation {
namespace {

using server::SqliteDatabase;

// In memory where the machine has such a place: a simulated crash is one of the process, and takes nothing from a disk.
std::string new_folder() {
    const bool has_memory = access("/dev/shm", W_OK) == 0;
    const auto base = has_memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
    std::string name = (base / "parasol-simulation-XXXXXX").string();
    return mkdtemp(name.data()) ? name : std::string();
}

class SqliteGround final : public Ground {
  public:
    SqliteGround(GroundTally& tally, VirtualTime& time, ManualClock& clock, SeededChance& chance)
        : Ground(tally), time_(time), clock_(clock), chance_(chance), folder_(new_folder()) {
        watched_.on_commit([this](const ChangeSet& changes) {
            mirror_.apply(changes);
            for (const Change& change : changes) {
                const ScopeRows* rows = mirror_.scope(change.scope);
                if (rows && rows->size() == 0) mirror_.drop(change.scope);
            }
        });
        open();
    }
    ~SqliteGround() override {
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    // What has been committed, without a reading of the file each time.
    const RowSet& rows() const override {
        if (mirror_.row_count() == 0) mirror_ = all();
        return mirror_;
    }

    std::vector<JournalRecord> entries() override {
        std::vector<JournalRecord> all;
        bool answered = false;
        database_->journal(1, SIZE_MAX, [&](DatabaseError, std::vector<JournalRecord> entries) {
            answered = true;
            all = std::move(entries);
        });
        while (!answered && time_.step()) {}
        return all;
    }

    // Its faults are in tests/server.
    void fail_next(DatabaseError, bool) override {}

    bool restart(bool in_flight_is_written) override {
        if (in_flight_is_written) time_.advance(static_cast<Duration>(chance_.below(3)));
        return open();
    }

    bool back_up() override {
        std::filesystem::remove(file("backup.db"));
        return SqliteDatabase::copy(file("live.db"), file("backup.db")).empty();
    }

    bool restore() override {
        if (!std::filesystem::exists(file("backup.db"))) return true;
        database_.reset();
        for (const char* name : {"live.db", "live.db-wal", "live.db-shm"}) std::filesystem::remove(file(name));
        return SqliteDatabase::copy(file("backup.db"), file("live.db")).empty() && open() &&
               database_->renew_epoch(chance_);
    }

  private:
    std::string file(const char* name) const { return folder_ + "/" + name; }
    RowSet all() const {
        auto rows = database_->all_rows();
        return rows ? std::move(*rows) : RowSet();
    }

    bool open() {
        database_.reset();
        auto opened = SqliteDatabase::open(file("live.db"), SqliteDatabase::Missing::is_made, clock_, chance_);
        database_ = std::move(opened.database);
        watched_.watch(database_.get());
        if (!database_) return false;
        mirror_ = all();
        return database_->damage().empty();
    }

    VirtualTime& time_;
    ManualClock& clock_;
    SeededChance& chance_;
    std::string folder_;
    std::unique_ptr<SqliteDatabase> database_;
    mutable RowSet mirror_;
};

}  // namespace

std::unique_ptr<Ground> make_sqlite_ground(GroundTally& tally, VirtualTime& time, ManualClock& clock,
                                           SeededChance& chance) {
    return std::make_unique<SqliteGround>(tally, time, clock, chance);
}

}  // namespace simulation
