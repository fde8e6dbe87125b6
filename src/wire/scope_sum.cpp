#include "wire/scope_sum.h"

#include "wire/binary.h"
#include "wire/checksum.h"
#include "wire/pages.h"

namespace parasol {
namespace {

constexpr std::uint64_t in_range = (std::uint64_t{1} << 53) - 1;

}  // namespace

std::int64_t sum_with(std::int64_t sum, std::int64_t other) {
    return static_cast<std::int64_t>((static_cast<std::uint64_t>(sum) + static_cast<std::uint64_t>(other)) & in_range);
}

std::int64_t sum_without(std::int64_t sum, std::int64_t other) {
    return static_cast<std::int64_t>((static_cast<std::uint64_t>(sum) - static_cast<std::uint64_t>(other)) & in_range);
}

std::int64_t sum_of(const Row& row) {
    BinaryWriter writer;
    writer.value(row);
    return crc32(writer.bytes());
}

std::int64_t sum_of(const ScopeRows& rows) {
    std::int64_t sum = 0;
    BinaryWriter writer;
    write_rows(writer, rows, [&] {
        sum = sum_with(sum, crc32(writer.bytes()));
        writer.clear();
    });
    return sum;
}

}  // namespace parasol
