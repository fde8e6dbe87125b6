// The Database over a Storage: the offline demo's. All rows are in memory; a commit is one strict write to the log,
// and pages.h packs the log into pages now and then. One StoredDatabase at a time owns its Storage.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "authority/ports.h"
#include "authority/tables.h"
#include "wire/ports.h"

namespace parasol {

class StoredDatabase : public Database {
public:
    // Borrows all three. Nothing but open() may be called before it has answered none.
    StoredDatabase(Storage& storage, Clock& clock, Chance& chance);
    ~StoredDatabase() override;

    // Reads what is stored; an empty storage is an empty database. `newer` and `corrupt`: it is left untouched, and
    // this object cannot be used.
    void open(std::function<void(StorageError)> done);
    // Whether nothing was ever committed: the demo fills such a one with its sample.
    bool is_empty() const { return tables_.version() == 0; }

    std::string epoch() const override { return epoch_; }
    void load(std::vector<Scope> scopes, std::function<void(Loaded)> done) override;
    void commit(Batch batch, std::function<void(Committed)> done) override;
    void fill(RowSet rows, JournalRecord entry, std::function<void(Committed)> done) override;
    void read(ReadRequest request, std::function<void(ReadAnswer)> done) override;
    void scan(ScopeKind kind, std::function<bool(const Scope&, const ScopeRows&)> visit,
              std::function<void(DatabaseError)> done) override;
    void journal(std::int64_t number, std::size_t most,
                 std::function<void(DatabaseError, std::vector<JournalRecord>)> done) override;

    const RowSet& rows() const { return tables_.rows(); }
    Version version() const { return tables_.version(); }

private:
    Storage& storage_;
    Clock& clock_;
    Chance& chance_;
    std::string epoch_;
    Tables tables_;
};

}  // namespace parasol
