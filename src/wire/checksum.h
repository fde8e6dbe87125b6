// CRC-32 (ISO-HDLC, as in zip and PNG): finds records that a disk or a bug has damaged. Not a protection
// against intent.
#pragma once

#include <cstdint>
#include <string_view>

namespace parasol {

// `before` is the result for the bytes that come before, to go on with.
std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

}  // namespace parasol
