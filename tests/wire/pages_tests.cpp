// Records and pages: whatever is done to their bytes is noticed and does no harm. Exports of raw records.
#include "catch.h"
#include "stored_rows_model.h"
#include "wire/memory_ports.h"
#include "wire/page_reader.h"
#include "wire/pages.h"
#include "wire/storage_export.h"

namespace parasol {
namespace {

using testing::RandomValues;

RowSet some_rows(RandomValues& values, std::size_t count) {
    RowSet rows;
    rows.hold(values.scope());
    Scope scope = values.scope();
    for (std::size_t at = 0; at < count; ++at) {
        if (values.chance().one_in(4)) scope = values.scope();
        rows.put(scope, values.make<Row>());
    }
    return rows;
}

std::string page_of(const RowSet& rows) {
    std::string payload;
    for (const auto& [scope, held] : rows.scopes()) append_scope(payload, scope, held);
    return payload;
}

}  // namespace

TEST_CASE("a page holds whole scopes, empty ones too") {
    RandomValues values(41);
    const RowSet rows = some_rows(values, 60);
    const std::string payload = page_of(rows);
    RowSet read;
    std::size_t scopes = 0;
    std::size_t bytes = 0;
    REQUIRE(read_page(payload, read, [&](const Scope&, std::size_t size) {
        ++scopes;
        bytes += size;
    }));
    CHECK(scopes == rows.scopes().size());
    CHECK(bytes == payload.size());
    CHECK(testing::digest_of(read) == testing::digest_of(rows));
    CHECK(read.row_count() == rows.row_count());
}

TEST_CASE("a page that is cut off or changed fails or reads as rows") {
    RandomValues values(42);
    const std::string payload = page_of(some_rows(values, 12));
    const auto read = [](std::string_view bytes) {
        RowSet rows;
        return read_page(bytes, rows, [](const Scope&, std::size_t) {});
    };
    std::size_t whole = 0;
    for (std::size_t length = 0; length < payload.size(); ++length) {
        if (read(std::string_view(payload).substr(0, length))) ++whole;
    }
    CHECK(whole <= 13);  // only between scopes
    for (std::size_t at = 0; at < payload.size(); ++at) {
        std::string changed = payload;
        changed[at] = static_cast<char>(values.below(256));
        (void)read(changed);
    }
}

TEST_CASE("any byte of a record that is changed or missing is noticed") {
    RandomValues values(43);
    const std::string record = seal_record(RecordKind::page, page_of(some_rows(values, 5)));
    CHECK(open_record(RecordKind::page, record).fault == RecordFault::none);
    CHECK(open_record(RecordKind::log, record).fault == RecordFault::not_a_record);
    for (std::size_t at = 0; at < record.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = record;
            changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
            CHECK(open_record(RecordKind::page, changed).fault != RecordFault::none);
        }
    }
    for (std::size_t length = 0; length < record.size(); ++length) {
        const OpenedRecord opened = open_record(RecordKind::page, std::string_view(record).substr(0, length));
        CHECK(opened.fault == RecordFault::cut_short);
    }
    CHECK(open_record(RecordKind::page, record + "x").fault == RecordFault::damaged);
    CHECK(open_record(RecordKind::page, seal_record(RecordKind::page, "")).fault == RecordFault::none);
}

TEST_CASE("exports hold what a storage holds, readable or not") {
    ManualClock clock;
    MemoryStorage storage(clock);
    storage.disk().damage(Store::pending, "1", "one");
    storage.disk().damage(Store::pages, "2", std::string("\0\xFF", 2));
    storage.disk().damage(Store::drafts, "3", "not asked for");
    std::string file;
    export_raw(storage, {Store::pending, Store::pages, Store::meta}, [&](StorageError error, std::string bytes) {
        CHECK(error == StorageError::none);
        file = std::move(bytes);
    });
    clock.settle();
    const DecodedExport decoded = decode_export(file);
    REQUIRE(decoded.fault == RecordFault::none);
    REQUIRE(decoded.records.size() == 2);
    CHECK(decoded.records[0].store == Store::pending);
    CHECK(decoded.records[0].key == "1");
    CHECK(decoded.records[1].bytes == std::string("\0\xFF", 2));
    for (std::size_t at = 0; at < file.size(); ++at) {
        std::string changed = file;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        CHECK(decode_export(changed).fault != RecordFault::none);
    }
    CHECK(decode_export("").fault == RecordFault::cut_short);
    storage.set_broken(StorageError::lost);
    StorageError seen = StorageError::none;
    export_raw(storage, {Store::pages}, [&](StorageError error, const std::string&) { seen = error; });
    clock.settle();
    CHECK(seen == StorageError::lost);
}

}  // namespace parasol
