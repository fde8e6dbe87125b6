// The test framework: Catch2, whichever version the machine has. Debian 12 has version 2, one header; Debian
// 13 has version 3, a library. Tests use what both know: TEST_CASE, SECTION, CHECK, REQUIRE, INFO, CAPTURE,
// GENERATE, Approx.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
