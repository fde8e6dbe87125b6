#include "authority/stored_database.h"

#include <charconv>
#include <utility>

#include "wire/binary.h"
#include "wire/pages.h"

namespace parasol {
namespace {

// So many records of recent commits are made one when the database is opened.
constexpr std::size_t most_recent_records = 256;
// A scan gives way after so many scopes.
constexpr std::size_t scopes_in_slice = 10000;

// A record of the store `outcomes`: one commit, or many that were merged.
struct RecentRecord {
    std::int64_t horizon = 0;  // history is whole after this version
    std::vector<Tables::Recent> commits;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("horizon", self.horizon);
        visit("commits", self.commits);
    }
};

// A record of the store `journal`.
struct JournalPage {
    std::vector<JournalRecord> entries;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("entries", self.entries);
    }
};

// Keys sort as their numbers do.
std::string key_of(Version version) {
    const std::string digits = std::to_string(version);
    return std::string(16 - digits.size(), '0') + digits;
}

std::int64_t number_in(const MetaStrings& meta, const std::string& key) {
    const auto found = meta.find(key);
    std::int64_t number = 0;
    if (found != meta.end()) {
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), number);
    }
    return number;
}

PagedRowsOptions forgetting(PagedRowsOptions options) {
    options.failed = PagedRowsOptions::Failed::forget;
    return options;
}

template <class T>
std::string sealed(const T& record) {
    return seal_record(RecordKind::log, encode_binary(record));
}

template <class T>
std::optional<T> opened(const std::string& bytes) {
    const OpenedRecord record = open_record(RecordKind::log, bytes);
    return record.fault == RecordFault::none ? decode_binary<T>(record.payload) : std::nullopt;
}

DatabaseError error_of(StorageError error) {
    if (error == StorageError::none) return DatabaseError::none;
    return error == StorageError::full ? DatabaseError::full : DatabaseError::lost;
}

RowPatch patch_for(const Batch& batch, const RowSet& after) {
    RowPatch patch = patch_of(batch.changes);
    std::vector<Scope> emptied;
    for (const Change& change : batch.changes) {
        if (!after.holds(change.scope)) emptied.push_back(change.scope);
    }
    for (PulledScope& gone : patch_dropping(emptied)) patch.push_back(std::move(gone));
    return patch;
}

}  // namespace

StoredDatabase::StoredDatabase(Storage& storage, Clock& clock, Chance& chance, PagedRowsOptions options)
    : storage_(storage), clock_(clock), chance_(chance), paged_(storage, clock, forgetting(options)) {
    tables_.keep_journal(false);
}

StoredDatabase::~StoredDatabase() = default;

void StoredDatabase::open(Callback<void(StorageError)> done) {
    paged_.load(guarded([this, done = std::move(done)](LoadedRows loaded) {
        if (loaded.error != StorageError::none) return done(loaded.error);
        const auto shared = std::make_shared<LoadedRows>(std::move(loaded));
        storage_.read_all(Store::outcomes, guarded([this, done, shared](StorageError error,
                                                                        std::vector<StorageRecord> records) {
                              if (error == StorageError::none && !take_recent(records, std::move(*shared))) {
                                  error = StorageError::corrupt;
                              }
                              done(error);
                          }));
    }));
}

bool StoredDatabase::take_recent(const std::vector<StorageRecord>& records, LoadedRows loaded) {
    const Version version = number_in(loaded.meta, "version");
    Version horizon = number_in(loaded.meta, "horizon");
    std::vector<Tables::Recent> recent;
    for (const StorageRecord& record : records) {
        auto read = opened<RecentRecord>(record.bytes);
        if (!read) return false;
        // A write that was lost may have left what the rows know nothing of; the next commit writes over it.
        if (record.key > key_of(version)) continue;
        horizon = std::max(horizon, read->horizon);
        for (Tables::Recent& commit : read->commits) recent.push_back(std::move(commit));
    }
    tables_.open(std::move(loaded.rows), version, horizon, number_in(loaded.meta, "entries"), recent,
                 clock_.now());
    const auto epoch = loaded.meta.find("epoch");
    epoch_ = epoch != loaded.meta.end() ? epoch->second : to_string(draw_id(clock_, chance_));
    if (records.size() > most_recent_records) merge_recent(records);
    return true;
}

void StoredDatabase::merge_recent(const std::vector<StorageRecord>& records) {
    std::vector<StorageWrite> writes;
    for (const StorageRecord& record : records) writes.push_back({Store::outcomes, record.key, std::nullopt});
    const RecentRecord all{tables_.horizon(), tables_.recent()};
    writes.push_back({Store::outcomes, key_of(tables_.version()), sealed(all)});
    // Should it fail, the next opening does it.
    storage_.write(std::move(writes), Durability::strict, [](StorageError) {});
}

void StoredDatabase::in_turn(Callback<void()> call) {
    waiting_.push_back(std::move(call));
    run_waiting();
}

void StoredDatabase::run_waiting() {
    if (running_) return;
    const std::weak_ptr<bool> alive = alive_;
    running_ = true;
    while (!busy_ && !waiting_.empty()) {
        const auto call = std::move(waiting_.front());
        waiting_.pop_front();
        call();
        if (alive.expired()) return;
    }
    running_ = false;
}

void StoredDatabase::end_turn(Callback<void()> tell) {
    busy_ = false;
    waiting_.push_front(std::move(tell));
    run_waiting();
}

void StoredDatabase::load(std::vector<Scope> scopes, Callback<void(Loaded)> done) {
    in_turn([this, scopes = std::move(scopes), done = std::move(done)] { done(tables_.load(scopes)); });
}

void StoredDatabase::read(ReadRequest request, Callback<void(ReadAnswer)> done) {
    const auto shared = std::make_shared<ReadRequest>(std::move(request));
    in_turn([this, shared, done = std::move(done)] {
        if (shared->as_of == 0 || tables_.knows_past()) return done(tables_.read(*shared));
        busy_ = true;
        read_journal(1, SIZE_MAX, [this, shared, done](DatabaseError error, std::vector<JournalRecord> entries) {
            if (error == DatabaseError::none) tables_.make_past(entries);
            end_turn([this, shared, done, error] {
                ReadAnswer lost;
                lost.error = error;
                done(error == DatabaseError::none ? tables_.read(*shared) : std::move(lost));
            });
        });
    });
}

struct StoredDatabase::Scan {
    ScopeKind kind = ScopeKind::account;
    Callback<bool(const Scope&, const ScopeRows&)> visit;
    Callback<void(DatabaseError)> done;
    Tables::ScanPlace place;
};

void StoredDatabase::scan(ScopeKind kind, Callback<bool(const Scope&, const ScopeRows&)> visit,
                          Callback<void(DatabaseError)> done) {
    const auto scan = std::make_shared<Scan>(Scan{kind, std::move(visit), std::move(done), {}});
    in_turn([this, scan] {
        busy_ = true;
        go_on(scan);
    });
}

void StoredDatabase::go_on(std::shared_ptr<Scan> scan) {
    if (tables_.scan(scan->kind, scan->visit, scan->place, scopes_in_slice)) {
        end_turn([scan] { scan->done(DatabaseError::none); });
    } else {
        clock_.after(0, guarded([this, scan] { go_on(scan); }));
    }
}

std::vector<StorageWrite> StoredDatabase::records_of(const Batch& batch, Version version) const {
    const RecentRecord recent{tables_.horizon(), {Tables::recent_of(batch, version)}};
    return {{Store::outcomes, key_of(version), sealed(recent)},
            {Store::journal, key_of(version), sealed(JournalPage{batch.journal})}};
}

void StoredDatabase::commit(Batch batch, Callback<void(Committed)> done) {
    const auto shared = std::make_shared<Batch>(std::move(batch));
    in_turn([this, shared, done = std::move(done)] {
        Committed result = tables_.check(*shared);
        if (result.error != DatabaseError::none) return done(std::move(result));
        tables_.apply_rows(*shared);
        const Version version = tables_.version() + 1;
        const auto entries = tables_.entry_count() + static_cast<std::int64_t>(shared->journal.size());
        RowCommit commit;
        commit.patch = patch_for(*shared, tables_.rows());
        commit.meta = {{"epoch", epoch_},
                       {"version", std::to_string(version)},
                       {"horizon", std::to_string(tables_.horizon())},
                       {"entries", std::to_string(entries)}};
        commit.along = records_of(*shared, version);
        commit.durability = Durability::strict;
        busy_ = true;
        paged_.append(std::move(commit), tables_.rows(), guarded([this, shared, done](StorageError error) {
                          Committed stored;
                          stored.error = error_of(error);
                          if (stored.error == DatabaseError::none) {
                              stored.version = tables_.accept(*shared);
                          } else {
                              tables_.undo_rows(*shared);
                          }
                          end_turn([done, stored] { done(stored); });
                      }));
    });
}

void StoredDatabase::fill(RowSet rows, JournalRecord entry, Callback<void(Committed)> done) {
    const auto shared = std::make_shared<std::pair<RowSet, JournalRecord>>(std::move(rows), std::move(entry));
    in_turn([this, shared, done = std::move(done)] {
        if (!is_empty()) {
            Committed refused;
            refused.error = DatabaseError::conflict;
            return done(std::move(refused));
        }
        const Version version = tables_.fill(std::move(shared->first), shared->second);
        const MetaStrings meta = {{"epoch", epoch_},
                                  {"version", std::to_string(version)},
                                  {"horizon", std::to_string(tables_.horizon())},
                                  {"entries", std::to_string(tables_.entry_count())}};
        const std::vector<StorageWrite> along = {
            {Store::journal, key_of(version), sealed(JournalPage{{shared->second}})}};
        busy_ = true;
        paged_.replace(tables_.rows(), meta, along, guarded([this, done, version](StorageError error) {
                           Committed stored;
                           stored.error = error_of(error);
                           stored.version = version;
                           if (stored.error != DatabaseError::none) tables_.unfill();
                           end_turn([done, stored] { done(stored); });
                       }));
    });
}

void StoredDatabase::journal(std::int64_t number, std::size_t most,
                             Callback<void(DatabaseError, std::vector<JournalRecord>)> done) {
    in_turn([this, number, most, done = std::move(done)] { read_journal(number, most, done); });
}

void StoredDatabase::read_journal(std::int64_t number, std::size_t most,
                                  Callback<void(DatabaseError, std::vector<JournalRecord>)> done) {
    const Version version = tables_.version();
    storage_.read_all(
        Store::journal,
        guarded([number, most, version, done](StorageError error, const std::vector<StorageRecord>& records) {
            std::vector<JournalRecord> entries;
            for (const StorageRecord& record : records) {
                if (record.key > key_of(version)) break;
                auto page = opened<JournalPage>(record.bytes);
                if (!page) return done(DatabaseError::lost, {});
                for (JournalRecord& entry : page->entries) {
                    if (entry.number >= number && entries.size() < most) entries.push_back(std::move(entry));
                }
            }
            done(error_of(error), std::move(entries));
        }));
}

}  // namespace parasol
