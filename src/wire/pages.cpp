#include "wire/pages.h"

#include "wire/binary.h"
#include "wire/checksum.h"

namespace parasol {
namespace {

// "PRS", kind, format, payload length, checksum of these and the payload.
constexpr std::string_view magic = "PRS";
constexpr std::size_t checksum_at = 12;
constexpr std::size_t header_bytes = 16;

std::uint32_t checksum_of(std::string_view record) {
    return crc32(record.substr(header_bytes), crc32(record.substr(0, checksum_at)));
}

}  // namespace

std::string seal_record(RecordKind kind, std::string_view payload) {
    BinaryWriter header;
    header.raw(magic);
    const char letter = static_cast<char>(kind);
    header.raw(std::string_view(&letter, 1));
    header.fixed32(page_format);
    header.fixed32(static_cast<std::uint32_t>(payload.size()));
    const std::uint32_t checksum = crc32(payload, crc32(header.bytes()));
    header.fixed32(checksum);
    std::string record = header.take();
    record.append(payload);
    return record;
}

OpenedRecord open_record(RecordKind kind, std::string_view record) {
    if (record.size() < header_bytes) return {RecordFault::cut_short, {}};
    BinaryReader header(record);
    if (header.raw(magic.size()) != magic || header.raw(1).front() != static_cast<char>(kind)) {
        return {RecordFault::not_a_record, {}};
    }
    const std::uint32_t format = header.fixed32();
    const std::uint32_t length = header.fixed32();
    const std::uint32_t checksum = header.fixed32();
    // A later format keeps this header, so that its records are told from damaged ones.
    if (length > header.left()) return {RecordFault::cut_short, {}};
    if (length < header.left() || checksum != checksum_of(record)) return {RecordFault::damaged, {}};
    if (format > page_format) return {RecordFault::newer_format, {}};
    return {RecordFault::none, record.substr(header_bytes)};
}

std::uint32_t record_checksum(std::string_view record) {
    BinaryReader header(record);
    header.raw(checksum_at);
    return header.fixed32();
}

void write_rows(BinaryWriter& writer, const ScopeRows& rows, const Callback<void()>& written) {
    rows.each_row([&](const auto& row) {
        writer.varint(row_type<std::decay_t<decltype(row)>>);
        write_binary(writer, row);
        written();
    });
}

void append_scope(std::string& payload, const Scope& scope, const ScopeRows& rows) {
    BinaryWriter writer;
    writer.value(scope);
    writer.varint(rows.size());
    write_rows(writer, rows, [] {});
    payload.append(writer.bytes());
}

}  // namespace parasol
