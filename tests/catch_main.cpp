// The main of every unit test program, where Catch2 does not bring one compiled. It is alone because it is
// slow to compile.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
