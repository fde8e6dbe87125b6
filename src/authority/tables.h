// What the databases that live in memory are made of: rows, versions of scopes, what changed lately, clients
// and the journal. Synchronous and without faults; the databases around it add time and durability.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "authority/past.h"
#include "authority/ports.h"
#include "domain/callback.h"

namespace parasol {

class Tables {
  public:
    // What a commit changed, without the rows: enough to say later what a client has missed.
    struct Touched {
        Scope scope;
        RowName row;
        template <class Self, class Visit>
        static void fields(Self& self, Visit&& visit) {
            visit("scope", self.scope);
            visit("row", self.row);
        }
    };

    Version version() const { return version_; }
    const RowSet& rows() const { return rows_; }
    const std::vector<JournalRecord>& entries() const { return journal_; }

    Loaded load(const std::vector<Scope>& scopes) const;
    // none or conflict, with the stale scopes.
    Committed check(const Batch& batch) const;
    // Takes a batch that was checked; the version is the next. The entries in `batch` are numbered by it;
    // they are kept here unless keep_journal(false).
    Version apply(Batch& batch) {
        apply_rows(batch);
        return accept(batch);
    }
    // The two halves of apply: the rows alone, as they are to be stored; and, once they are, all the rest.
    // Between the two nothing may be read.
    void apply_rows(Batch& batch);
    void undo_rows(const Batch& batch);
    Version accept(const Batch& batch);
    Version fill(RowSet rows, JournalRecord& entry);
    void unfill();  // it could not be stored
    // The same rows, history, clients and journal once more.
    Tables copy() const;
    // One about the past needs past() to be there.
    ReadAnswer read(const ReadRequest& request) const;
    // What rows were before: made of all entries of the journal when it is first needed, and carried on from there.
    bool knows_past() const { return past_.has_value(); }
    void make_past(const std::vector<JournalRecord>& entries) { past_.emplace(entries); }
    // Looks at the next scopes, `most` at a time, and visits those of the kind until there are no more or `visit` wants
    // no more: then true. Nothing may be changed in between.
    using ScanPlace = std::optional<std::unordered_map<Scope, ScopeRows, ScopeHash>::const_iterator>;
    bool scan(ScopeKind kind, const Callback<bool(const Scope&, const ScopeRows&)>& visit, ScanPlace& place,
              std::size_t most) const;
    std::vector<JournalRecord> journal(std::int64_t number, std::size_t most) const;
    // As JournalKeeper says.
    void amend(std::vector<JournalRecord> entries, const std::vector<Scope>& forgotten);

    // --- For a database that keeps these tables elsewhere too ---
    // What a commit changed and where its clients got: what is kept for 90 days.
    struct Recent {
        Version version = 0;
        Instant at = 0;
        std::vector<Touched> touched;
        std::vector<ClientProgress> clients;
        template <class Self, class Visit>
        static void fields(Self& self, Visit&& visit) {
            visit("version", self.version);
            visit("at", self.at);
            visit("touched", self.touched);
            visit("clients", self.clients);
        }
    };
    static std::vector<Touched> touched_by(const ChangeSet& changes);
    static Recent recent_of(const Batch& batch, Version version);
    // All of it: commits, the oldest first, without clients; then the clients, each as of `version`.
    std::vector<Recent> recent() const;
    void keep_journal(bool keep) { keep_journal_ = keep; }
    // Takes what was kept: recent commits, the oldest first, after the version whose history is whole.
    void open(RowSet rows, Version version, Version horizon, std::int64_t entries,
              const std::vector<Recent>& recent, Instant now);
    Version horizon() const { return horizon_; }
    std::int64_t entry_count() const { return entry_count_; }

  private:
    struct Entry {
        Version version;
        std::size_t type;
        Id id;
    };
    class Source;
    struct Commit {
        Version version;
        Instant at;
        std::vector<Scope> scopes;
    };

    Version version_of(const Scope& scope) const;
    void remember(Version version, Instant at, const std::vector<Touched>& touched);
    void forget_before(Instant at);
    void progress(const ClientProgress& progress, Instant now);
    void count_in(const Change& change, bool taken_back);
    std::int64_t sum_of_scope(const Scope& scope) const;
    ClientRecord client(const ClientSeen& asked) const;

    RowSet rows_;
    // Checksums of the larger scopes that have been asked for: from then on they go along with changes.
    mutable std::unordered_map<Scope, std::int64_t, ScopeHash> sums_;
    Version version_ = 0;
    Version horizon_ = 0;  // changes after this version are all in history_
    std::unordered_map<Scope, std::vector<Entry>, ScopeHash> history_;  // ascending by version
    std::vector<Commit> commits_;                                       // ascending; what history_ is made of
    std::size_t history_size_ = 0;                                      // entries in history_
    std::unordered_map<Id, ClientRecord, IdHash> clients_;
    std::vector<JournalRecord> journal_;
    std::int64_t entry_count_ = 0;
    bool keep_journal_ = true;
    std::optional<Past> past_;
};

}  // namespace parasol
