#include "wire/storage_export.h"

#include <memory>
#include <utility>

#include "wire/binary.h"

namespace parasol {
namespace {

std::optional<Store> parse_store(std::string_view name) {
    for (int at = 0; at < store_count; ++at) {
        if (name == store_name(static_cast<Store>(at))) return static_cast<Store>(at);
    }
    return std::nullopt;
}

struct Reading {
    Storage& storage;
    std::vector<Store> stores;
    Callback<void(StorageError, std::string)> done;
    std::vector<ExportedRecord> records;
    std::size_t next = 0;
};

void read_on(const std::shared_ptr<Reading>& reading) {
    if (reading->next == reading->stores.size()) {
        reading->done(StorageError::none, encode_export(reading->records));
        return;
    }
    const Store store = reading->stores[reading->next++];
    const auto taken = [reading, store](StorageError error, std::vector<StorageRecord> records) {
        if (error != StorageError::none) {
            reading->done(error, {});
            return;
        }
        for (StorageRecord& record : records) {
            reading->records.push_back({store, std::move(record.key), std::move(record.bytes)});
        }
        read_on(reading);
    };
    reading->storage.read_all(store, taken);
}

}  // namespace

std::string encode_export(const std::vector<ExportedRecord>& records) {
    BinaryWriter writer;
    for (const ExportedRecord& record : records) {
        writer.value(std::string_view(store_name(record.store)));
        writer.value(std::string_view(record.key));
        writer.value(std::string_view(record.bytes));
    }
    return seal_record(RecordKind::bundle, writer.bytes());
}

DecodedExport decode_export(std::string_view file) {
    const OpenedRecord opened = open_record(RecordKind::bundle, file);
    DecodedExport decoded;
    decoded.fault = opened.fault;
    BinaryReader reader(opened.payload);
    while (!reader.at_end()) {
        ExportedRecord record;
        std::string name;
        if (reader.read(name) && reader.read(record.key)) reader.read(record.bytes);
        const auto store = parse_store(name);
        if (!reader.good() || !store) return {RecordFault::not_decodable, {}};
        record.store = *store;
        decoded.records.push_back(std::move(record));
    }
    return decoded;
}

void export_raw(Storage& storage, std::vector<Store> stores,
                Callback<void(StorageError, std::string)> done) {
    read_on(std::make_shared<Reading>(Reading{storage, std::move(stores), std::move(done), {}, 0}));
}

}  // namespace parasol
