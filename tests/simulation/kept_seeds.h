// Worlds that once failed, and what they showed. Each is run before any other. What people wish changes with the code,
// and a seed is then another world: what it showed is also a case of the unit tests.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace simulation {

struct KeptSeed {
    std::uint64_t seed;
    bool failing_writes;
    const char* showed;
};

inline constexpr std::initializer_list<KeptSeed> kept_seeds = {
    {144, true, "what ended before it was saved came back before what was given before it: a gap for ever"},
    {783, true, "who looked back while the authority was restored was shown what it had forgotten"},
    {983, false, "what was refused during the first pull and came within reach before its end was not asked for again"},
    {1059, true, "who looked back before the first pull, too"},
    {287, true, "a device whose rows had made room, and so had no cookie, brought nothing back"},
};

}  // namespace simulation
