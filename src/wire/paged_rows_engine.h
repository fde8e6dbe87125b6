// The inside of PagedRows, in one class over two files:
//   paged_rows_read.cpp   from the storage: load, catch_up, and setting aside what cannot be read
//   paged_rows_write.cpp  to the storage: what is appended, packed and erased
// Inside paged_rows.h; nobody else needs it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/callback.h"
#include "wire/paged_rows.h"
#include "wire/stored_state.h"

namespace parasol {

// One write is under way at a time. Entries of the log wait for it together; a packing waits for the entries
// before it.
class PagedRows::Engine : public std::enable_shared_from_this<PagedRows::Engine> {
  public:
    Engine(Storage& storage, Clock& clock, PagedRowsOptions options)
        : storage_(storage), clock_(clock), options_(options), state_(options.page_bytes) {}

    void load(Callback<void(LoadedRows)> done);
    void catch_up(Callback<void(CaughtUp)> done);
    void append(RowCommit commit, const RowSet& confirmed, Done done);
    void replace(const RowSet& confirmed, MetaStrings meta, std::vector<StorageWrite> along, Done done);
    void flush(const RowSet& confirmed, Done done);
    void retry(const RowSet& confirmed, Done done);
    void abandon();
    void erase(Done done);
    void set_aside(std::string label, Done done);
    bool saved() const { return waiting_.empty() && under_way_.empty() && (!whole_needed_ || in_doubt_); }
    const StoredState& state() const { return state_; }

  private:
    struct Entry {
        std::uint64_t number = 0;
        std::string bytes;  // empty: nothing for the log
        std::vector<StorageWrite> along;
        Durability durability = Durability::relaxed;
        Done done;                // told once; empty then
        MetaStrings meta_before;  // to take it back
    };
    struct Packing {
        bool whole = false;
        std::uint64_t cut = 0;  // entries before it are in its pages
        PageChanges changes;
        ScopeSet dirty;
        std::size_t log_bytes = 0;
        MetaStrings meta;
        std::vector<Done> dones;
    };
    // Callbacks with their errors, called when the engine's own state is settled.
    using Calls = std::vector<std::pair<Done, StorageError>>;

    bool keeps() const { return options_.failed == PagedRowsOptions::Failed::keep; }
    std::size_t log_limit() const { return options_.log_bytes + state_.table.bytes() / 8 + patience_; }
    Entry& wait(Done done);
    void pack(const RowSet& confirmed, bool whole);
    void pump();
    bool takes_in(const Packing& packing) const { return packing.whole || keeps(); }
    void write_log();
    void write_packing();
    void write_erase();
    void write(std::vector<StorageWrite> writes, Durability durability,
               void (Engine::*done)(StorageError, Calls&));
    void log_written(StorageError error, Calls& calls);
    void packing_written(StorageError error, Calls& calls);
    void erased(StorageError error, Calls& calls);
    void give_up(StorageError error, Calls& calls);
    void drop_all();
    void drop_packings(StorageError error, Calls& calls);
    void note_doubt(StorageError error) { in_doubt_ = in_doubt_ || (!keeps() && error != StorageError::full); }
    void read_raw(Callback<void(StorageError, RawRecords)> done, int tries = 0);
    void read_head(Callback<void(StorageError, std::optional<std::string>, bool)> done);
    void read_rest(RawRecords raw, Callback<void(StorageError, RawRecords)> done, int tries);
    void in_slices(Callback<bool(std::size_t)> step, Callback<void()> done);
    void load_from(RawRecords raw, Callback<void(LoadedRows)> done);
    void catch_up_from(std::vector<StorageRecord> log, Callback<void(CaughtUp)> done,
                       Callback<void()> whole);
    void move_aside(const std::string& label, RawRecords raw, Done done);

    // Wraps a callback of the storage: it does nothing once the PagedRows is gone.
    template <class F>
    auto guarded(F f) {
        return [weak = weak_from_this(), f = std::move(f)](auto&&... values) mutable {
            if (const auto self = weak.lock()) f(std::forward<decltype(values)>(values)...);
        };
    }

    Storage& storage_;
    Clock& clock_;
    PagedRowsOptions options_;
    StoredState state_;
    bool usable_ = false;        // a load went well
    bool reading_ = false;       // what was read is being made rows: nothing is written meanwhile
    bool busy_ = false;          // a write is under way
    bool stalled_ = false;       // a write failed; somebody must ask again
    bool whole_needed_ = false;  // what is stored is no base for the log: all pages must be written
    // A lost write of commits that were forgotten may be there. Until a commit is stored the storage is left as it
    // is: either tells one story, but what went along with that write could not be taken back by a packing alone.
    bool in_doubt_ = false;
    bool abandoned_ = false;  // what is known of the storage may be ahead of it
    std::uint64_t tried_generation_ = 0;  // a broken packing may be there under this one: not to be used again
    std::size_t patience_ = 0;  // after a packing that failed: how much more log is let grow
    std::deque<Entry> waiting_;
    std::vector<Entry> under_way_;
    Segment next_segment_;                      // the log's end when the write under way has been done
    std::set<std::uint64_t> touched_segments_;  // by the write under way
    bool settles_strays_ = false;               // the write under way does
    std::deque<Packing> packings_;              // the first may be under way
    bool packing_under_way_ = false;
    std::vector<Done> erasing_;
};

}  // namespace parasol
