// The Database over a Storage: the offline demo's. All rows are in memory and answers are given at once; a
// commit is one strict write (wire/paged_rows.h), a scan of many scopes gives way now and then, and everything asked
// for meanwhile waits for it. One
// StoredDatabase at a time owns its Storage. Its stores:
//   pages, log, meta   the rows, and with them the epoch, the version and how far history goes back
//   outcomes           by version: what each commit of the last 90 days touched, and how its clients'
//   commands ended journal            by version: the journal's entries of each commit
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "authority/ports.h"
#include "authority/tables.h"
#include "domain/callback.h"
#include "wire/paged_rows.h"
#include "wire/ports.h"

namespace parasol {

class StoredDatabase : public Database {
  public:
    // Borrows all three. Nothing but open() may be called before it has answered none. The sizes of `options` are
    // taken; what could not be stored is forgotten in any case.
    StoredDatabase(Storage& storage, Clock& clock, Chance& chance, PagedRowsOptions options = {});
    // What is being written goes on; nobody is called back any more.
    ~StoredDatabase() override;

    // Reads what is stored; an empty storage is an empty database. `newer` and `corrupt`: it is left
    // untouched, and this object cannot be used.
    void open(Callback<void(StorageError)> done);
    // Whether nothing was ever committed: the demo fills such a one with its sample.
    bool is_empty() const { return tables_.version() == 0; }

    std::string epoch() const override { return epoch_; }
    void load(std::vector<Scope> scopes, Callback<void(Loaded)> done) override;
    void commit(Batch batch, Callback<void(Committed)> done) override;
    void fill(RowSet rows, JournalRecord entry, Callback<void(Committed)> done) override;
    void read(ReadRequest request, Callback<void(ReadAnswer)> done) override;
    void scan(ScopeKind kind, Callback<bool(const Scope&, const ScopeRows&)> visit,
              Callback<void(DatabaseError)> done) override;
    void journal(std::int64_t number, std::size_t most,
                 Callback<void(DatabaseError, std::vector<JournalRecord>)> done) override;

    const RowSet& rows() const { return tables_.rows(); }
    Version version() const { return tables_.version(); }

  private:
    void read_journal(std::int64_t number, std::size_t most,
                      Callback<void(DatabaseError, std::vector<JournalRecord>)> done);
    // Runs at once, or after the commit or scan that is under way and all that waits for it.
    void in_turn(Callback<void()> call);
    void run_waiting();
    // What is under way has ended: tells so before anything that has waited for it.
    void end_turn(Callback<void()> tell);
    struct Scan;
    void go_on(std::shared_ptr<Scan> scan);
    bool take_recent(const std::vector<StorageRecord>& records, LoadedRows loaded);
    void merge_recent(const std::vector<StorageRecord>& records);
    std::vector<StorageWrite> records_of(const Batch& batch, Version version) const;

    template <class Call>
    auto guarded(Call call) {
        return [alive = std::weak_ptr<bool>(alive_), call = std::move(call)](auto&&... values) {
            if (alive.lock()) call(std::forward<decltype(values)>(values)...);
        };
    }

    Storage& storage_;
    Clock& clock_;
    Chance& chance_;
    PagedRows paged_;
    std::string epoch_;
    Tables tables_;
    bool busy_ = false;  // with a commit or a scan
    bool running_ = false;
    std::deque<Callback<void()>> waiting_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace parasol
