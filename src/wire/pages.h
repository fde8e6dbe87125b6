// The stored form of rows. A record of the stores `pages`, `log` and `meta` (its head) begins with a header
// that says what it is, in which version of the format, and how to see that it is whole. A page is a number
// of whole scopes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/callback.h"
#include "domain/row_set.h"
#include "wire/ports.h"

namespace parasol {

// Raised when a row type gets a field or the format changes: an older program must not write such rows back.
inline constexpr std::uint32_t page_format = 4;

enum class RecordFault : std::uint8_t {
    none,
    missing,        // the head names a page, or the log has a gap, where no record is
    cut_short,      // shorter than its header says
    not_a_record,   // does not begin as one
    newer_format,   // written by a newer version of the program
    damaged,        // its checksum is wrong
    not_decodable,  // whole, and still not what it should be: a bug of whoever wrote it
};

// Which record, and what is wrong with it.
struct RecordProblem {
    Store store = Store::pages;
    std::string key;
    RecordFault fault = RecordFault::none;
};

enum class RecordKind : char { head = 'H', page = 'P', log = 'L', bundle = 'X' };

// 16 bytes of header ("PRS", kind, format version, length, CRC-32 of all the rest) and the payload.
std::string seal_record(RecordKind kind, std::string_view payload);
struct OpenedRecord {
    RecordFault fault = RecordFault::none;
    std::string_view payload;  // a view into the record; empty where there is a fault
};
OpenedRecord open_record(RecordKind kind, std::string_view record);
// The checksum that a whole record carries.
std::uint32_t record_checksum(std::string_view record);

// Writes each row with its type before it, and calls back after each.
class BinaryWriter;
void write_rows(BinaryWriter& writer, const ScopeRows& rows, const Callback<void()>& written);
// Appends one scope with its rows to a page's payload.
void append_scope(std::string& payload, const Scope& scope, const ScopeRows& rows);

}  // namespace parasol
