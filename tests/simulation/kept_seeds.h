// Worlds that once failed, and what they showed. Each is run before any other.
#pragma once

#include <cstdint>

namespace simulation {

struct KeptSeed {
    std::uint64_t seed;
    bool failing_writes;
    const char* showed;
};

inline constexpr KeptSeed kept_seeds[] = {
};

}  // namespace simulation
