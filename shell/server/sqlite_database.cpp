// How the database begins, takes turns and commits; sqlite_read.cpp is how it reads.
#include "shell/server/sqlite_database.h"

#include <unordered_map>
#include <utility>

#include "domain/visibility.h"
#include "shell/server/sqlite_statements.h"
#include "wire/binary.h"
#include "wire/scope_sum.h"

namespace parasol::server {
namespace {

std::string bytes_of(const Row& row) {
    BinaryWriter writer;
    writer.value(row);
    return writer.take();
}

}  // namespace

SqliteDatabase::SqliteDatabase(std::unique_ptr<Sql> sql, Clock& clock)
    : clock_(clock),
      sql_(std::move(sql)),
      statements_(std::make_unique<Statements>(*sql_)),
      epoch_(sql_->text("SELECT value FROM meta WHERE key = 'epoch'")) {}

SqliteDatabase::~SqliteDatabase() { clock_.cancel(timer_); }

// --- Turns

void SqliteDatabase::in_turn(Callback<void()> call, bool waits) {
    if (!waits && waiting_.empty()) return call();
    waiting_.push_back(std::move(call));
    if (waiting_.size() == 1) {
        timer_ = clock_.after(0, [this] { run_waiting(); });
    }
}

// One at a time: an answer may end the database.
void SqliteDatabase::run_waiting() {
    const auto call = std::move(waiting_.front());
    waiting_.pop_front();
    if (!waiting_.empty()) {
        timer_ = clock_.after(0, [this] { run_waiting(); });
    }
    call();
}

void SqliteDatabase::begin_reading() {
    sql_->clear_error();
    sql_->run("BEGIN");
}

DatabaseError SqliteDatabase::end_reading() {
    if (sql_->good()) sql_->run("COMMIT");
    return sql_->good() ? DatabaseError::none : failed();
}

DatabaseError SqliteDatabase::failed() {
    if (tell_) tell_(sql_->message());
    const bool full = (sql_->error() & 0xFF) == SQLITE_FULL;
    sql_->roll_back();
    return full ? DatabaseError::full : DatabaseError::lost;
}

// --- Committing

bool SqliteDatabase::agrees(const Batch& batch, Committed& result) {
    for (const ScopeVersion& read : batch.read) {
        if (scope_on_disk(to_string(read.scope)).version != read.version) result.stale.push_back(read.scope);
    }
    bool clients_agree = true;
    for (const ClientProgress& progress : batch.clients) {
        Statement& known = statements_->client.with(progress.client);
        std::int64_t last_seq = 0;
        if (known.step()) {
            last_seq = known.number(1);
            if (known.id(0) != progress.person) clients_agree = false;
            known.reset();
        }
        if (last_seq != progress.from) clients_agree = false;
    }
    return result.stale.empty() && clients_agree;
}

std::int64_t SqliteDatabase::touch_scope(const Scope& scope, Version version, std::int64_t sum) {
    Statement& touched = statements_->touch_scope.with(to_string(scope), version, sum);
    const std::int64_t number = touched.step() ? touched.number(0) : 0;
    touched.reset();
    return number;
}

void SqliteDatabase::write_changes(const Batch& batch, Version version) {
    struct Touched {
        std::int64_t number = 0;
        std::int64_t sum = 0;  // what is to be added
    };
    std::unordered_map<Scope, Touched, ScopeHash> touched;
    for (const Change& change : batch.changes) {
        std::int64_t& sum = touched[change.scope].sum;
        if (change.before) sum = sum_without(sum, sum_of(*change.before));
        if (change.after) sum = sum_with(sum, sum_of(*change.after));
    }
    for (const Change& change : batch.changes) {
        auto& [scope, sum] = touched[change.scope];
        if (scope == 0) scope = touch_scope(change.scope, version, sum);
        const Row& row = change.after ? *change.after : *change.before;
        const Id id = row_id(row);
        if (change.after) {
            const std::string bytes = bytes_of(row);
            statements_->put_row.with(scope, row.index(), id, version, Statement::blob(bytes)).run();
            statements_->undelete_row.with(scope, row.index(), id).run();
        } else {
            statements_->erase_row.with(scope, row.index(), id).run();
            statements_->delete_row.with(scope, row.index(), id, version, batch.now).run();
        }
    }
}

void SqliteDatabase::note_past(const JournalRecord& entry) {
    std::int64_t part = 0;
    for (const Change& change : entry.written) {
        if (!has_past(change.scope.kind)) continue;
        const ScopeOnDisk scope = scope_on_disk(to_string(change.scope));
        if (scope.number == 0) continue;  // of a fill, which keeps no scope without rows
        const Row& row = change.after ? *change.after : *change.before;
        const std::string bytes = change.before ? bytes_of(*change.before) : std::string();
        statements_->note_past
            .with(scope.number, entry.number, ++part, entry.envelope.time, row.index(), row_id(row),
                  change.before ? Statement::blob(bytes) : Statement::null())
            .run();
    }
}

void SqliteDatabase::write_journal(Batch& batch, Version version) {
    Statement& last = statements_->last_entry.with();
    std::int64_t number = last.step() ? last.number(0) : 0;
    last.reset();
    for (JournalRecord& entry : batch.journal) {
        entry.number = ++number;
        entry.version = version;
        const std::string bytes = encode_binary(entry);
        statements_->add_entry.with(entry.number, version, Statement::blob(bytes)).run();
        if (number == 1) statements_->set_meta.with(std::string("begins"), entry.envelope.time).run();
        note_past(entry);
    }
}

DatabaseError SqliteDatabase::amend_now(const std::vector<JournalRecord>& entries,
                                        const std::vector<Scope>& forgotten) {
    sql_->clear_error();
    sql_->run("BEGIN IMMEDIATE");
    for (const JournalRecord& entry : entries) {
        const std::string bytes = encode_binary(entry);
        statements_->amend_entry.with(Statement::blob(bytes), entry.number).run();
        for (const Change& change : entry.written) {
            if (!has_past(change.scope.kind)) continue;
            const ScopeOnDisk scope = scope_on_disk(to_string(change.scope));
            if (scope.number != 0) statements_->forget_past.with(scope.number, entry.number).run();
        }
        note_past(entry);
    }
    for (const Scope& scope : forgotten) {
        const ScopeOnDisk found = scope_on_disk(to_string(scope));
        if (found.number == 0) continue;
        statements_->forget_scope.with(found.number).run();
        statements_->forget_deleted_of.with(found.number).run();
    }
    sql_->run("COMMIT");
    return sql_->good() ? DatabaseError::none : failed();
}

void SqliteDatabase::amend(std::vector<JournalRecord> entries, std::vector<Scope> forgotten,
                           Callback<void(DatabaseError)> done) {
    const auto run = [this, entries = std::move(entries), forgotten = std::move(forgotten), done = std::move(done)] {
        done(amend_now(entries, forgotten));
    };
    in_turn(run, true);
}

void SqliteDatabase::write_client(const ClientProgress& progress) {
    statements_->put_client.with(progress.client, progress.person, progress.last_seq).run();
    for (const KeptOutcome& kept : progress.outcomes) {
        const std::string bytes = encode_binary(kept);
        statements_->add_outcome.with(progress.client, kept.outcome.seq, kept.at, Statement::blob(bytes)).run();
    }
}

void SqliteDatabase::forget_before(Instant at) {
    statements_->forget_outcomes.with(at).run();
    Statement& oldest = statements_->forgotten_version.with(at);
    const Version horizon = oldest.step() && !oldest.is_null(0) ? oldest.number(0) : 0;
    oldest.reset();
    if (horizon == 0) return;
    statements_->raise_horizon.with(horizon).run();
    statements_->forget_scopes.with(at, at).run();
    statements_->forget_deleted.with(at).run();
}

Committed SqliteDatabase::commit_now(Batch& batch) {
    Committed result;
    sql_->clear_error();
    sql_->run("BEGIN IMMEDIATE");
    if (sql_->good() && !agrees(batch, result) && sql_->good()) {
        sql_->roll_back();
        result.error = DatabaseError::conflict;
        return result;
    }
    result.version = meta("version") + 1;
    statements_->set_meta.with(std::string("version"), result.version).run();
    write_changes(batch, result.version);
    write_journal(batch, result.version);
    for (const ClientProgress& progress : batch.clients) write_client(progress);
    forget_before(batch.now - kept_history);
    sql_->run("COMMIT");
    if (!sql_->good()) result.error = failed();
    return result;
}

void SqliteDatabase::commit(Batch batch, Callback<void(Committed)> done) {
    const auto shared = std::make_shared<Batch>(std::move(batch));
    in_turn([this, shared, done = std::move(done)] { done(commit_now(*shared)); }, true);
}

Committed SqliteDatabase::fill_now(const RowSet& rows, JournalRecord& entry) {
    Committed result;
    sql_->clear_error();
    sql_->run("BEGIN IMMEDIATE");
    if (sql_->good() && meta("version") != 0) {
        sql_->roll_back();
        result.error = DatabaseError::conflict;
        return result;
    }
    result.version = 1;
    statements_->set_meta.with(std::string("version"), result.version).run();
    statements_->raise_horizon.with(result.version).run();
    for (const auto& [scope, held] : rows.scopes()) {
        if (held.size() == 0) continue;
        const std::int64_t number = touch_scope(scope, result.version, sum_of(held));
        held.each_row([&](const auto& typed) {
            const Row row = typed;
            const std::string bytes = bytes_of(row);
            statements_->put_row.with(number, row.index(), row_id(row), result.version, Statement::blob(bytes)).run();
        });
    }
    Batch batch;
    batch.journal.push_back(std::move(entry));
    write_journal(batch, result.version);
    sql_->run("COMMIT");
    if (!sql_->good()) result.error = failed();
    return result;
}

void SqliteDatabase::fill(RowSet rows, JournalRecord entry, Callback<void(Committed)> done) {
    const auto shared = std::make_shared<std::pair<RowSet, JournalRecord>>(std::move(rows), std::move(entry));
    in_turn([this, shared, done = std::move(done)] { done(fill_now(shared->first, shared->second)); }, true);
}

}  // namespace parasol::server
