// The Database in memory: the twin that tests and the simulation stand on, with every fault that a real one
// has. Any number of authorities may share one. Answers come by the clock, after `delay`, in the order of the
// calls.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "authority/ports.h"
#include "authority/tables.h"
#include "domain/callback.h"
#include "wire/ports.h"

namespace parasol {

class MemoryDatabase : public Database, public JournalKeeper {
  public:
    // Borrows the clock.
    MemoryDatabase(Clock& clock, std::string epoch, Duration delay = 0);
    ~MemoryDatabase() override;

    std::string epoch() const override { return epoch_; }
    void load(std::vector<Scope> scopes, Callback<void(Loaded)> done) override;
    void commit(Batch batch, Callback<void(Committed)> done) override;
    void fill(RowSet rows, JournalRecord entry, Callback<void(Committed)> done) override;
    void read(ReadRequest request, Callback<void(ReadAnswer)> done) override;
    void scan(ScopeKind kind, Callback<bool(const Scope&, const ScopeRows&)> visit,
              Callback<void(DatabaseError)> done) override;
    void journal(std::int64_t number, std::size_t most,
                 Callback<void(DatabaseError, std::vector<JournalRecord>)> done) override;
    void amend(std::vector<JournalRecord> entries, std::vector<Scope> forgotten,
               Callback<void(DatabaseError)> done) override;

    // --- Faults ---
    // The next `count` commits and amendments fail like this; with lost, what was to be written is there all the same
    // if `written`.
    void fail_commits(DatabaseError error, int count, bool written = false);
    // The machine stops: no call that is under way is answered. Commits not yet durable are lost, unless
    // `in_flight_is_written`: then they are there, and nobody was told. What was answered is never lost.
    void crash(bool in_flight_is_written);
    // A new epoch over the present rows: what a restored copy is.
    void restore_as(std::string epoch) { epoch_ = std::move(epoch); }
    // All that is durable now; and back to it, as a database that was restored from that backup. No call is under way.
    Tables back_up() const { return tables_.copy(); }
    void restore(const Tables& backup, std::string epoch) {
        tables_ = backup.copy();
        epoch_ = std::move(epoch);
    }

    // --- What tests look at: durable state ---
    const RowSet& rows() const { return tables_.rows(); }
    Version version() const { return tables_.version(); }
    const std::vector<JournalRecord>& entries() const { return tables_.entries(); }
    // Calls so far, to show what an answer costs.
    std::size_t loaded_scopes() const { return loaded_scopes_; }
    std::size_t commits() const { return commits_; }

  private:
    struct Call {
        Callback<void()> run;    // takes effect and answers
        Callback<void()> crash;  // takes effect, unanswered; may be empty
        TimerId timer = 0;
    };
    void later(Callback<void()> run, Callback<void()> crash = nullptr);
    void drop_calls();
    Committed write(Batch& batch);

    Clock& clock_;
    std::string epoch_;
    Duration delay_;
    Tables tables_;
    std::deque<Call> calls_;
    DatabaseError failure_ = DatabaseError::none;
    int failures_ = 0;
    bool failure_written_ = false;
    std::size_t loaded_scopes_ = 0;
    std::size_t commits_ = 0;
};

}  // namespace parasol
