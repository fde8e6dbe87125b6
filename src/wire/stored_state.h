// What a PagedRows knows of the records on its storage, and how it gets to know it. Inside paged_rows.h;
// nobody else needs it.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "wire/page_table.h"

namespace parasol {

// Records as they were read, all as of one moment.
struct RawRecords {
    std::optional<std::string> head;
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

// Fills `state` and answers with the rows, or names what is wrong.
LoadedRows interpret(const RawRecords& raw, StoredState& state);

// Takes the entries of the log that are new to `state` and answers with them. False where they do not follow
// on it.
bool interpret_newer(const std::vector<StorageRecord>& log, StoredState& state,
                     std::vector<RowPatch>& patches);

}  // namespace parasol
