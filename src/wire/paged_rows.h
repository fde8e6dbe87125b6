// Stored rows: what a replica or a database in a page keeps of its confirmed rows. Rows live in memory, in
// their owner's RowSet; on the Storage they are pages (whole scopes, packed) and a log of the patches since
// the pages were written. Loading is pages + log. A commit is one write to the log; when the log has grown
// large, the pages that have changed are written anew and the log ends, in one atomic write.
//
// One PagedRows at a time writes to a Storage (its owner holds a lock). Others may load and catch_up.
//
// What cannot be read is reported with the record's name and left as it is: set_aside keeps it and starts
// anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/callback.h"
#include "domain/row_set.h"
#include "wire/pages.h"
#include "wire/ports.h"
#include "wire/row_patch.h"

namespace parasol {

// Small strings that are stored with the rows and change with them in one write: a cookie, an instant, a
// version.
using MetaStrings = std::map<std::string, std::string>;
struct MetaUpdate {
    std::string key;
    std::optional<std::string> value;  // nullopt takes it away
};

// One change of the stored rows.
struct RowCommit {
    RowPatch patch;
    std::vector<MetaUpdate> meta;
    std::vector<StorageWrite> along;  // of other stores (pending, journal), in the same atomic write
    Durability durability = Durability::relaxed;
};

struct LoadedRows {
    // none; corrupt and newer, with `problem` (or, without it, of the whole storage); lost; unavailable.
    StorageError error = StorageError::none;
    std::optional<RecordProblem> problem;
    RowSet rows;  // empty where there is an error
    MetaStrings meta;
    bool given_up = false;  // there are none because erase has made room, not because somebody has cleared the storage
};

struct CaughtUp {
    StorageError error = StorageError::none;
    std::optional<RecordProblem> problem;
    // What was written since the last load or catch_up, to be applied in order; or, where `whole`, all rows
    // anew.
    std::vector<RowPatch> patches;
    bool whole = false;
    bool given_up = false;  // as for LoadedRows, where `whole`
    RowSet rows;
    MetaStrings meta;  // all of it, as it is now
};

struct PagedRowsOptions {
    // What happens to commits that could not be stored.
    enum class Failed : std::uint8_t {
        // They stay in memory, and the next append or retry stores them too: a replica's, whose rows are true
        // anyway.
        keep,
        // They never were: those after them fail as well, the latest is told first, and each caller undoes
        // its
        // own patch in its RowSet; nothing is appended until the earliest has been told. A database's. After
        // `lost` they may turn out to be there after a crash, whole and with what went along, until the next
        // commit has been stored (strictly, where power may be cut): that one takes their place, and nothing else is
        // written before it.
        forget
    };
    Failed failed = Failed::keep;
    std::size_t page_bytes = 256 * 1024;    // pages are packed up to this; a larger scope has one of its own
    std::size_t log_bytes = 512 * 1024;     // a log of this and an eighth of the pages' size is packed
    std::size_t segment_bytes = 16 * 1024;  // commits share a log record up to this
    std::size_t slice_bytes = 512 * 1024;   // so much is decoded before others have their turn: some milliseconds
};

class PagedRows {
  public:
    using Done = Callback<void(StorageError)>;

    // Borrows the storage and the clock. Nothing else may be asked before load has answered none (or set_aside has).
    PagedRows(Storage& storage, Clock& clock, PagedRowsOptions options = {});
    // What is under way goes on; nobody is called back any more.
    ~PagedRows();
    PagedRows(const PagedRows&) = delete;
    PagedRows& operator=(const PagedRows&) = delete;

    // Reads everything, as of one moment even while another writes. May be called again, where everything
    // appended here is stored. Changes nothing on the storage. Rows are made in slices, by timers: whoever shares the
    // thread has their turn in between. Until it has answered nothing is appended.
    void load(Callback<void(LoadedRows)> done);
    // Reads what another writer wrote since: to follow it, or to write after it. As cheap as its log while
    // that has not been packed.
    void catch_up(Callback<void(CaughtUp)> done);

    // Stores a commit. `confirmed` is read during this call alone and must be the confirmed rows with exactly
    // the commits appended so far and this one applied: no pending effects. (It is encoded from there when
    // the log is to be packed.) done(full) and done(lost) as options.failed says; commits end in order.
    void append(RowCommit commit, const RowSet& confirmed, Done done);

    // Replaces everything that is stored by `confirmed` (the first pull, a new sample) with one atomic,
    // strict write of all pages, these meta strings and what goes along. The same rule for `confirmed`.
    void replace(const RowSet& confirmed, MetaStrings meta, std::vector<StorageWrite> along, Done done);

    // Packs the log now (when there is time, before closing), unless that is under way, or a commit must be
    // stored first (Failed::forget). Answers when everything before it is stored too.
    void flush(const RowSet& confirmed, Done done);

    // Tries again to store what was kept. With nothing to store: done(none).
    void retry(const RowSet& confirmed, Done done);
    // Everything appended is stored.
    bool saved() const;
    // Gives up what is not stored: somebody else writes from here on. A write under way ends; nothing is written
    // after it, and nobody is told, until a load or catch_up has found what there is.
    void abandon();

    // Gives up the stored rows (pages, log and head, nothing else) to make room for what matters more: a full
    // disk drops pages before it drops pending commands. The rows in memory are unaffected; the next flush or
    // append stores them all again. Until then whoever loads is told that they were given up.
    void erase(Done done);

    // Moves the records that cannot be read into the store `aside`, their keys beginning with `label` (an
    // instant, say), in one write; then the stored rows are empty and may be written.
    void set_aside(std::string label, Done done);

    // The meta strings as of the last append.
    const MetaStrings& meta() const;
    std::size_t page_count() const;
    std::size_t page_bytes() const;  // of all pages, as stored
    std::size_t log_bytes() const;

  private:
    class Engine;
    std::shared_ptr<Engine> engine_;
};

}  // namespace parasol
