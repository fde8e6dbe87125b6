#include "authority/memory_database.h"

#include <cstdint>
#include <utility>

namespace parasol {

MemoryDatabase::MemoryDatabase(Clock& clock, std::string epoch, Duration delay)
    : clock_(clock), epoch_(std::move(epoch)), delay_(delay) {}

MemoryDatabase::~MemoryDatabase() { drop_calls(); }

void MemoryDatabase::drop_calls() {
    for (const Call& call : calls_) clock_.cancel(call.timer);
    calls_.clear();
}

void MemoryDatabase::later(Callback<void()> run, Callback<void()> crash) {
    Call call;
    call.run = std::move(run);
    call.crash = std::move(crash);
    call.timer = clock_.after(delay_, [this] {
        const Call first = std::move(calls_.front());
        calls_.pop_front();
        first.run();
    });
    calls_.push_back(std::move(call));
}

void MemoryDatabase::load(std::vector<Scope> scopes, Callback<void(Loaded)> done) {
    loaded_scopes_ += scopes.size();
    later([this, scopes = std::move(scopes), done = std::move(done)] { done(tables_.load(scopes)); });
}

Committed MemoryDatabase::write(Batch& batch) {
    Committed result = tables_.check(batch);
    if (result.error == DatabaseError::none) {
        result.version = tables_.apply(batch);
        ++commits_;
    }
    return result;
}

void MemoryDatabase::commit(Batch batch, Callback<void(Committed)> done) {
    const auto shared = std::make_shared<Batch>(std::move(batch));
    later(
        [this, shared, done = std::move(done)] {
            if (failures_ == 0) return done(write(*shared));
            --failures_;
            if (failure_ == DatabaseError::lost && failure_written_) write(*shared);
            Committed failed;
            failed.error = failure_;
            if (failure_ == DatabaseError::conflict && !shared->read.empty()) {
                failed.stale.push_back(shared->read.front().scope);
            }
            done(std::move(failed));
        },
        [this, shared] { write(*shared); });
}

void MemoryDatabase::fill(RowSet rows, JournalRecord entry, Callback<void(Committed)> done) {
    const auto shared = std::make_shared<std::pair<RowSet, JournalRecord>>(std::move(rows), std::move(entry));
    later([this, shared, done = std::move(done)] {
        Committed result;
        if (tables_.version() != 0) {
            result.error = DatabaseError::conflict;
        } else {
            result.version = tables_.fill(std::move(shared->first), shared->second);
        }
        done(std::move(result));
    });
}

void MemoryDatabase::read(ReadRequest request, Callback<void(ReadAnswer)> done) {
    later([this, request = std::move(request), done = std::move(done)] {
        if (request.as_of != 0 && !tables_.knows_past()) tables_.make_past(tables_.entries());
        done(tables_.read(request));
    });
}

void MemoryDatabase::scan(ScopeKind kind, Callback<bool(const Scope&, const ScopeRows&)> visit,
                          Callback<void(DatabaseError)> done) {
    later([this, kind, visit = std::move(visit), done = std::move(done)] {
        Tables::ScanPlace place;
        tables_.scan(kind, visit, place, SIZE_MAX);
        done(DatabaseError::none);
    });
}

void MemoryDatabase::journal(std::int64_t number, std::size_t most,
                             Callback<void(DatabaseError, std::vector<JournalRecord>)> done) {
    later([this, number, most, done = std::move(done)] {
        done(DatabaseError::none, tables_.journal(number, most));
    });
}

void MemoryDatabase::amend(std::vector<JournalRecord> entries, std::vector<Scope> forgotten,
                           Callback<void(DatabaseError)> done) {
    const auto write = [this, entries = std::move(entries), forgotten = std::move(forgotten)] {
        tables_.amend(entries, forgotten);
    };
    later(
        [this, write, done = std::move(done)] {
            if (failures_ != 0) {
                --failures_;
                if (failure_ == DatabaseError::lost && failure_written_) write();
                return done(failure_);
            }
            write();
            done(DatabaseError::none);
        },
        write);
}

void MemoryDatabase::fail_commits(DatabaseError error, int count, bool written) {
    failure_ = error;
    failures_ = count;
    failure_written_ = written;
}

void MemoryDatabase::crash(bool in_flight_is_written) {
    if (in_flight_is_written) {
        for (const Call& call : calls_) {
            if (call.crash) call.crash();
        }
    }
    drop_calls();
}

}  // namespace parasol
