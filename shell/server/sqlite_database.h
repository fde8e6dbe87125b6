// The Database over SQLite: WAL, every commit on the medium before it is answered. Several processes may work on one
// file. It does not wait in the background: what is asked is done in the thread that asks, a commit only in its next
// turn, so that what arrives meanwhile is committed together.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include "authority/ports.h"
#include "shell/server/checkpoints.h"
#include "shell/server/sql.h"
#include "wire/ports.h"

namespace parasol::server {

class SqliteDatabase final : public Database, public JournalKeeper {
  public:
    enum class Missing : std::uint8_t { is_made, is_an_error };
    struct Opened {
        std::unique_ptr<SqliteDatabase> database;
        std::string problem;  // where there is none: what is wrong and what to do; the file is as it was
    };
    // Borrows clock and chance. Refuses a file that is not a database of parasold, is of a newer version, is damaged
    // or cannot be written.
    static Opened open(const std::string& path, Missing missing, Clock& clock, Chance& chance);
    ~SqliteDatabase() override;

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

    // For whoever commits for long: checkpoints have a thread of their own from here on.
    void checkpoint_apart();
    // Nothing was ever committed.
    bool is_empty();
    // The time of the last entry of the journal; 0 where there is none.
    Instant last_recorded();
    // Every row, for whoever checks them all; nullopt where they cannot be read.
    std::optional<RowSet> all_rows();
    // What SQLite finds wrong in the file, or a checksum that does not fit; empty where all is well.
    std::string damage();
    // Whether its secrets are sealed with this vault's key; one that was never asked takes it.
    bool takes_key(Vault& vault);
    // A copy as of one instant, while others go on; an empty text, or what went wrong. `to` must not exist; `from` is
    // only read.
    static std::string copy(const std::string& from, const std::string& to);
    // A restored state is another one: clients that saw what it has lost begin anew, and push it again.
    bool renew_epoch(Chance& chance);
    // Hears of every error in SQLite's words, for the log.
    void on_problem(Callback<void(const std::string&)> tell) { tell_ = std::move(tell); }

  private:
    struct Statements;
    struct ScopeOnDisk {
        std::int64_t number = 0;  // 0: it never had a row
        Version version = 0;
        std::int64_t sum = 0;
    };

    class Source;

    SqliteDatabase(std::unique_ptr<Sql> sql, Clock& clock);

    void in_turn(Callback<void()> call, bool waits);
    void run_waiting();
    // Begins a transaction that sees one state; the answer of the other ends it.
    void begin_reading();
    DatabaseError end_reading();
    DatabaseError failed();

    std::int64_t meta(const char* key);
    ScopeOnDisk scope_on_disk(const std::string& name);
    std::vector<Row> rows_of(std::int64_t scope);
    Loaded load_now(const std::vector<Scope>& scopes);
    Committed commit_now(Batch& batch);
    DatabaseError amend_now(const std::vector<JournalRecord>& entries, const std::vector<Scope>& forgotten);
    bool agrees(const Batch& batch, Committed& result);
    std::int64_t touch_scope(const Scope& scope, Version version, std::int64_t sum);
    void write_changes(const Batch& batch, Version version);
    void write_journal(Batch& batch, Version version);
    void note_past(const JournalRecord& entry);
    void write_client(const ClientProgress& progress);
    void forget_before(Instant at);
    Committed fill_now(const RowSet& rows, JournalRecord& entry);
    ReadAnswer read_now(const ReadRequest& request);
    void take_back(ScopeChanges& changes, std::int64_t number, Instant at);
    ClientRecord client(const ClientSeen& asked);

    Clock& clock_;
    std::unique_ptr<Sql> sql_;
    std::unique_ptr<Statements> statements_;
    std::unique_ptr<Checkpoints> checkpoints_;
    std::string epoch_;
    Callback<void(const std::string&)> tell_;
    std::deque<Callback<void()>> waiting_;
    TimerId timer_ = 0;
};

}  // namespace parasol::server
