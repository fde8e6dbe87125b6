// Random histories of stored rows: crashes at any moment, lost writes, full disks, a second tab that reads along. What
// is loaded afterwards must be the rows after some commit, and never fewer commits than were said to be stored.
#include "catch.h"
#include "stored_rows_model.h"
#include "wire/memory_ports.h"
#include "wire/paged_rows.h"

namespace parasol {
namespace {

using testing::digest_of;
using testing::RandomPatches;
using Failed = PagedRowsOptions::Failed;

class History {
public:
    History(std::uint64_t seed, Failed failed) : chance_(seed), patches_(chance_) {
        options_.failed = failed;
        options_.page_bytes = 500 + chance_.below(3000);
        options_.log_bytes = 300 + chance_.below(3000);
        options_.segment_bytes = 50 + chance_.below(500);
        options_.slice_bytes = 100 + chance_.below(5000);
        states_.push_back(state());
        open();
        load();
    }

    void run(int steps) {
        for (int at = 0; at < steps; ++at) step();
        heal();
        CHECK(stored_ == last());
        crash(false);
        CHECK(last() == stored_);
    }

    std::size_t crashes = 0;
    std::size_t packings = 0;
    std::size_t failures = 0;

private:
    // What the rows were after each commit, by number; the failed ones of a database apart.
    std::string state() const { return digest_of(rows_) + "/" + std::to_string(number_); }
    std::size_t last() const { return states_.size() - 1; }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(chance_.below(bound)); }
    static bool is_among(const std::string& one, const std::vector<std::string>& all) {
        return std::find(all.begin(), all.end(), one) != all.end();
    }
    bool keeps() const { return options_.failed == Failed::keep; }

    void open() {
        clock_ = std::make_unique<ManualClock>(time_, 1'800'000'000'000);
        storage_ = std::make_unique<MemoryStorage>(*clock_, disk_);
        storage_->set_delays([this] { return static_cast<Duration>(chance_.below(4)); });
        paged_ = std::make_unique<PagedRows>(*storage_, *clock_, options_);
    }

    void load() {
        bool answered = false;
        paged_->load([&](LoadedRows loaded) {
            answered = true;
            REQUIRE(loaded.error == StorageError::none);
            rows_ = std::move(loaded.rows);
            number_ = loaded.meta.empty() ? 0 : std::stoull(loaded.meta.at("number"));
        });
        time_.run_until_idle(1000);
        REQUIRE(answered);
    }

    void crash(bool power_cut) {
        ++crashes;
        paged_.reset();
        storage_.reset();
        clock_.reset();
        if (power_cut) disk_.lose_unsynced(below(disk_.unsynced() + 1));
        open();
        load();
        const std::string now = state();
        const std::size_t least = power_cut ? durable_ : stored_;
        std::size_t found = states_.size();
        for (std::size_t at = states_.size(); at > least && found == states_.size(); --at) {
            if (states_[at - 1] == now) found = at - 1;
        }
        const bool is_ghost = is_among(now, ghosts_) || (power_cut && is_among(now, covered_ghosts_));
        INFO("number " << number_ << ", stored " << stored_ << ", durable " << durable_ << ", last " << last());
        REQUIRE((found != states_.size() || is_ghost));
        if (found == states_.size()) {
            states_.push_back(now);
            found = last();
        }
        // Another store's record tells the same story.
        const auto& outcomes = disk_.records(Store::outcomes);
        const auto along = outcomes.find("number");
        CHECK((along == outcomes.end() ? 0 : std::stoull(along->second)) == number_);
        states_.resize(found + 1);
        ghosts_.clear();
        covered_ghosts_.clear();
        stored_ = found;
        durable_ = std::min(durable_, found);
        if (disk_.unsynced() == 0) durable_ = found;
    }

    RowPatch snapshot() const { return testing::snapshot_of(rows_); }

    void commit(bool whole) {
        // A database waits for its failures to be undone before it goes on.
        const RowPatch before = snapshot();
        const std::uint64_t number_before = number_;
        RowCommit commit;
        if (whole) {
            rows_.clear();
            apply_patch(rows_, patches_.whole());
        } else {
            commit.patch = patches_.make();
            apply_patch(rows_, commit.patch);
        }
        number_ = ++last_number_;
        const std::string number = std::to_string(number_);
        states_.push_back(state());
        commit.meta = {{"number", number}};
        commit.along = {{Store::outcomes, "number", number}};
        commit.durability = chance_.one_in(3) ? Durability::strict : Durability::relaxed;
        const bool strict = whole || commit.durability == Durability::strict;
        const std::size_t at = last();
        const auto done = [this, at, strict, before, number_before](StorageError error) {
            if (error == StorageError::none) {
                CHECK(at > stored_);  // in order
                stored_ = at;
                if (strict) durable_ = at;
                covered_ghosts_.insert(covered_ghosts_.end(), ghosts_.begin(), ghosts_.end());
                ghosts_.clear();
                if (strict) covered_ghosts_.clear();
                return;
            }
            ++failures;
            if (keeps()) return;
            REQUIRE(at == last());  // the latest is told first
            if (error == StorageError::lost) ghosts_.push_back(states_.back());
            states_.pop_back();
            rows_.clear();
            apply_patch(rows_, before);
            number_ = number_before;
        };
        if (whole) {
            paged_->replace(rows_, {{"number", number}}, commit.along, done);
        } else {
            paged_->append(std::move(commit), rows_, done);
        }
    }

    void look_along() {
        if (!reader_) {
            reader_clock_ = std::make_unique<ManualClock>(time_, 1'800'000'000'000);
            reader_storage_ = std::make_unique<MemoryStorage>(*reader_clock_, disk_);
            reader_storage_->set_delays([this] { return static_cast<Duration>(chance_.below(4)); });
            reader_ = std::make_unique<PagedRows>(*reader_storage_, *reader_clock_, options_);
            reader_->load([this](LoadedRows loaded) {
                REQUIRE(loaded.error == StorageError::none);
                reader_rows_ = std::move(loaded.rows);
                reader_ready_ = true;
            });
        } else if (reader_ready_) {
            reader_ready_ = false;
            reader_->catch_up([this](CaughtUp caught) {
                REQUIRE(caught.error == StorageError::none);
                if (caught.whole) reader_rows_ = std::move(caught.rows);
                for (const RowPatch& patch : caught.patches) apply_patch(reader_rows_, patch);
                const auto number = caught.meta.find("number");
                const std::string seen =
                    digest_of(reader_rows_) + "/" + (number == caught.meta.end() ? "0" : number->second);
                CHECK(std::find(states_.begin(), states_.end(), seen) != states_.end());
                reader_ready_ = true;
            });
        }
    }

    void forget_reader() {
        reader_.reset();
        reader_storage_.reset();
        reader_clock_.reset();
        reader_ready_ = false;
    }

    void step() {
        switch (below(20)) {
        case 0:
            forget_reader();
            return crash(chance_.one_in(2));
        case 1: {
            const bool applied = chance_.one_in(2);
            const StorageError error = chance_.one_in(2) ? StorageError::lost : StorageError::full;
            return storage_->fail_next(error, 1 + below(2), applied);
        }
        case 2: return paged_->flush(rows_, [this](StorageError error) { packings += error == StorageError::none; });
        case 3: return chance_.one_in(4) ? commit(true) : commit(false);
        case 4: covered_ghosts_.clear(); return disk_.sync();
        case 5:
        case 6:
            // What a database forgets may be seen by a reader: only a replica has readers.
            return keeps() ? look_along() : void();
        case 7:
        case 8:
        case 9:
        case 10:
        case 11: return time_.advance(static_cast<Duration>(below(8)));
        default: return commit(false);
        }
    }

    void heal() {
        forget_reader();
        storage_->fail_next(StorageError::none, 0);
        time_.run_until_idle(1000);
        StorageError seen = StorageError::unavailable;
        paged_->retry(rows_, [&](StorageError error) { seen = error; });
        time_.run_until_idle(1000);
        CHECK(seen == StorageError::none);
        CHECK(paged_->saved());
        if (keeps()) stored_ = last();
    }

    SeededChance chance_;
    RandomPatches patches_;
    PagedRowsOptions options_;
    VirtualTime time_;
    MemoryDisk disk_;
    std::unique_ptr<ManualClock> clock_;
    std::unique_ptr<MemoryStorage> storage_;
    std::unique_ptr<PagedRows> paged_;
    RowSet rows_;
    std::uint64_t number_ = 0;
    std::uint64_t last_number_ = 0;
    std::vector<std::string> states_;
    std::vector<std::string> ghosts_;          // of a database: failed, and perhaps there all the same
    std::vector<std::string> covered_ghosts_;  // by a commit that a power cut may take, which leaves them
    std::size_t stored_ = 0;           // commits that were said to be stored
    std::size_t durable_ = 0;          // of these, what no power cut may take
    std::unique_ptr<ManualClock> reader_clock_;
    std::unique_ptr<MemoryStorage> reader_storage_;
    std::unique_ptr<PagedRows> reader_;
    RowSet reader_rows_;
    bool reader_ready_ = false;
};

void run_histories(Failed failed, std::uint64_t first_seed) {
    std::size_t crashes = 0;
    std::size_t packings = 0;
    std::size_t failures = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + 250; ++seed) {
        INFO("seed " << seed);
        History history(seed, failed);
        history.run(120);
        crashes += history.crashes;
        packings += history.packings;
        failures += history.failures;
    }
    CHECK(crashes > 1000);
    CHECK(packings > 500);
    CHECK(failures > 500);
}

}  // namespace

TEST_CASE("a replica's rows survive crashes, lost writes and full disks") { run_histories(Failed::keep, 1000); }

TEST_CASE("a database's commits are stored or forgotten, whatever happens") { run_histories(Failed::forget, 2000); }

}  // namespace parasol
