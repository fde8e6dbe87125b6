// Checksums of scopes: whether two sets of rows are the same, however each came about. The sum of a scope is that of
// its rows' checksums, modulo 2^53, so it goes along with changes without looking at other rows. The checksum of a row
// is the CRC-32 of its binary form (binary.h) with its type before it. Finds accidents, not intent.
#pragma once

#include <cstdint>

#include "domain/row_set.h"

namespace parasol {

// Names the binary form of rows: the CRC-32 of an empty row of each type, in order. Sums of two forms cannot be
// compared, so it goes along with them. Where a row gets a field a test says what it has become.
inline constexpr std::int64_t row_form = 975'435'729;

std::int64_t sum_of(const Row& row);
std::int64_t sum_of(const ScopeRows& rows);
// A sum with another one added, or taken away.
std::int64_t sum_with(std::int64_t sum, std::int64_t other);
std::int64_t sum_without(std::int64_t sum, std::int64_t other);

}  // namespace parasol
