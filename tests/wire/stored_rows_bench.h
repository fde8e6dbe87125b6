// A PagedRows on a bench: what the tests of its two halves share. Pages and log are small, so that few rows fill them.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "wire/memory_ports.h"
#include "wire/paged_rows.h"

namespace parasol::testing {

inline PagedRowsOptions small_pages() {
    PagedRowsOptions options;
    options.page_bytes = 2000;
    options.log_bytes = 1500;
    options.segment_bytes = 300;
    options.slice_bytes = 700;
    return options;
}

// A storage, its disk and a PagedRows.
struct Bench {
    explicit Bench(PagedRowsOptions chosen = small_pages()) : options(chosen) { open(); }

    void open() {
        paged.reset();
        storage = std::make_unique<MemoryStorage>(clock, disk);
        paged = std::make_unique<PagedRows>(*storage, clock, options);
    }
    LoadedRows load() {
        LoadedRows loaded;
        loaded.error = StorageError::unavailable;
        paged->load([&](LoadedRows answer) { loaded = std::move(answer); });
        clock.settle();
        return loaded;
    }
    LoadedRows reopen() {
        open();
        return load();
    }
    StorageError append(RowPatch patch, std::vector<MetaUpdate> meta = {}) {
        apply_patch(rows, patch);
        StorageError seen = StorageError::unavailable;
        RowCommit commit;
        commit.patch = std::move(patch);
        commit.meta = std::move(meta);
        paged->append(std::move(commit), rows, [&](StorageError error) { seen = error; });
        clock.settle();
        return seen;
    }
    StorageError flush() {
        StorageError seen = StorageError::unavailable;
        paged->flush(rows, [&](StorageError error) { seen = error; });
        clock.settle();
        return seen;
    }
    // A scope with so many rows of about 100 bytes.
    RowPatch filled(std::uint64_t scope, std::uint64_t count, char letter = 'x') {
        PulledScope part{account_scope(AccountId(Id{scope, scope})), ScopeAnswer::whole, {}, {}};
        for (std::uint64_t id = 1; id <= count; ++id) {
            part.rows.push_back(FaceRow{AccountId(Id{0, id}), std::string(80, letter)});
        }
        return {part};
    }

    PagedRowsOptions options;
    ManualClock clock;
    MemoryDisk disk;
    std::unique_ptr<MemoryStorage> storage;
    std::unique_ptr<PagedRows> paged;
    RowSet rows;
};

}  // namespace parasol::testing
