// What a PagedRows knows of the records on its storage, and how it gets to know it. Inside paged_rows.h;
// nobody else needs it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/callback.h"
#include "wire/page_reader.h"
#include "wire/page_table.h"

namespace parasol {

// Records as they were read, all as of one moment.
struct RawRecords {
    std::optional<std::string> head;
    bool given_up = false;
    std::vector<StorageRecord> pages;
    std::vector<StorageRecord> log;
};

struct StoredState {
    explicit StoredState(std::size_t page_bytes) : table(page_bytes) {}

    PageTable table;
    MetaStrings meta;              // as of the last entry
    std::uint64_t generation = 0;  // of the head; 0 where there is none
    std::uint64_t next_entry = 0;
    std::uint64_t next_page = 0;
    Segment segment;                   // the last of the log, to be gone on with
    std::set<std::uint64_t> segments;  // that may be on the storage
    std::set<std::uint64_t> strays;    // of these: from a write that broke, not to be read after the next
    std::set<std::uint64_t> orphans;   // pages that may be on the storage and count for nothing
    std::set<std::uint64_t> suspect;   // pages that a broken packing may have changed
    ScopeSet dirty;                    // scopes whose pages are behind the log
    std::size_t log_bytes = 0;         // of the entries that are not in the pages
};

// Takes the entries of a log that are new to `state`, a slice at a time. Borrows the state.
class LogReading {
  public:
    using Take = Callback<void(RowPatch)>;

    LogReading(std::vector<StorageRecord> log, StoredState& state, Take take)
        : log_(std::move(log)), state_(state), take_(std::move(take)) {}
    // What is known of the log is there yet. Another may have erased it to make room, or have begun anew.
    bool goes_on() const;
    // Goes on for about so many bytes. True at the end, or where something is wrong.
    bool step(std::size_t bytes);
    const std::optional<RecordProblem>& problem() const { return problem_; }
    const std::vector<StorageRecord>& records() const { return log_; }

  private:
    RecordFault open_next();
    bool read_entry(std::string_view bytes);

    std::vector<StorageRecord> log_;
    StoredState& state_;
    Take take_;
    std::optional<RecordProblem> problem_;
    std::size_t at_ = 0;  // of the log's records
    bool open_ = false;   // that one
    Segment segment_;
    std::vector<std::string_view> entries_;
    std::size_t entry_ = 0;  // of these
};

// Makes rows of all records, a slice at a time.
class WholeReading {
  public:
    WholeReading(RawRecords raw, std::size_t page_bytes);
    WholeReading(const WholeReading&) = delete;
    WholeReading& operator=(const WholeReading&) = delete;
    // Goes on for about so many bytes. True at the end.
    bool step(std::size_t bytes);

    // At the end: the rows, or what is wrong, and what is known of the storage.
    StoredState state;
    LoadedRows loaded;

  private:
    bool begin();
    bool open_page();
    bool read_page(std::size_t& bytes);
    bool fail(Store store, const std::string& key, RecordFault fault);
    void conclude();

    std::optional<std::string> head_record_;
    StoredHead head_;
    std::vector<StorageRecord> pages_;
    std::unordered_map<std::uint64_t, StorageRecord*> unread_;  // pages by number
    bool begun_ = false;
    std::size_t at_ = 0;  // of the head's pages
    std::optional<PageReader> page_;
    PageChanges page_read_;  // that page alone
    LogReading log_;
};

}  // namespace parasol
