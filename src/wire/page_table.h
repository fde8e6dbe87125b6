// Which scope is on which page, what to write when scopes have changed, and the records around the pages: the
// head and the segments of the log. Inside paged_rows.h; nobody else needs it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domain/row_set.h"
#include "wire/paged_rows.h"
#include "wire/pages.h"

namespace parasol {

using ScopeSet = std::unordered_set<Scope, ScopeHash>;

inline constexpr const char* head_key = "rows";              // in the store meta
inline constexpr const char* given_up_key = "rows_given_up";  // there, in its place, where rows have made room
std::string numbered_key(std::uint64_t number);  // "0000000012": in order of the number
std::optional<std::uint64_t> parse_numbered_key(std::string_view key);

// What is true of the stored rows as a whole. Written with every packing, in the same write.
struct StoredHead {
    std::uint64_t generation = 0;   // raised by each packing
    std::uint64_t first_entry = 0;  // entries of the log before this one are in the pages
    std::uint64_t segment = 0;      // the log goes on with this record
    std::uint64_t next_page = 0;    // numbers from here on were never used
    MetaStrings meta;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> pages;  // number and checksum of each
};
std::string encode_head(const StoredHead& head);  // a whole record
RecordFault decode_head(std::string_view record, StoredHead& head);

// One commit in the log.
std::string encode_entry(const RowPatch& patch, const std::vector<MetaUpdate>& meta);
bool decode_entry(std::string_view bytes, RowPatch& patch, std::vector<MetaUpdate>& meta);
void update_meta(MetaStrings& meta, const std::vector<MetaUpdate>& updates);

// A record of the log: entries with consecutive numbers.
struct Segment {
    std::uint64_t number = 0;
    std::uint64_t first_entry = 0;
    std::string entries;  // each with its length before it

    void append(std::uint64_t entry_number, std::string_view entry);
    std::string record() const;
};
RecordFault decode_segment(std::string_view record, Segment& segment, std::vector<std::string_view>& entries);

// What a packing changes in the table; taken over once it is stored.
struct PageChanges {
    struct Put {
        std::uint64_t number = 0;
        std::uint32_t checksum = 0;
        std::size_t bytes = 0;
        std::vector<Scope> scopes;
    };
    std::vector<Put> put;
    std::set<std::uint64_t> removed;
    std::vector<StorageWrite> writes;  // of the put pages alone
};

class PageTable {
  public:
    explicit PageTable(std::size_t page_bytes) : page_bytes_(page_bytes) {}
    PageTable(PageTable&&) = default;
    PageTable& operator=(PageTable&&) = default;

    // Pages for the scopes that have changed (a scope that `rows` does not hold vanishes) and for the pages
    // that are `suspect`: whatever they hold is written anew. Pages that have grown are split, small ones are
    // put together.
    PageChanges plan(const ScopeSet& changed, const std::set<std::uint64_t>& suspect, const RowSet& rows,
                     std::uint64_t& next_page) const;
    // New pages for all rows; all pages there are go away.
    PageChanges plan_whole(const RowSet& rows, std::uint64_t& next_page) const;

    void reserve(std::size_t scopes) { page_of_.reserve(scopes); }
    // False where a scope would be on two pages; the table is of no use then.
    bool apply(const PageChanges& changes);
    std::set<std::uint64_t> numbers() const;
    // What the head lists once `changes` are stored.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> listed_after(const PageChanges& changes) const;

    std::size_t size() const { return pages_.size(); }
    std::size_t bytes() const { return bytes_; }

  private:
    struct Page {
        std::uint32_t checksum = 0;
        std::size_t bytes = 0;
        std::vector<const Scope*> scopes;  // keys of page_of_
    };
    void remove(std::uint64_t number);

    std::size_t page_bytes_;
    std::map<std::uint64_t, Page> pages_;
    std::unordered_map<Scope, std::uint64_t, ScopeHash> page_of_;
    std::size_t bytes_ = 0;
};

}  // namespace parasol
