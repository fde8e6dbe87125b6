// One file of raw records: what a person keeps of a storage that cannot be read, or of commands that could
// not be synchronised, and what another browser takes in again. Opaque, whole or refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/callback.h"
#include "wire/pages.h"
#include "wire/ports.h"

namespace parasol {

struct ExportedRecord {
    Store store = Store::pending;
    std::string key;
    std::string bytes;
};

std::string encode_export(const std::vector<ExportedRecord>& records);

struct DecodedExport {
    RecordFault fault = RecordFault::none;
    std::vector<ExportedRecord> records;
};
DecodedExport decode_export(std::string_view file);

// Reads these stores as they are, readable or not, into one file. Changes nothing. The storage outlives the
// answer.
void export_raw(Storage& storage, std::vector<Store> stores,
                Callback<void(StorageError, std::string)> done);

}  // namespace parasol
