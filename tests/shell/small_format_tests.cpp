// The page's printf, against the library's.
#include "shell/browser/small_format.h"

#include <cstdio>
#include <string>

#include "catch.h"

namespace {

void same(std::size_t size, const char* format, ...) {
    std::string ours(64, '~'), theirs(64, '~');
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = parasol::browser::format_small(ours.data(), size, format, arguments);
    CAPTURE(format, size);
    CHECK(length == std::vsnprintf(theirs.data(), size, format, again));
    CHECK(ours == theirs);
    va_end(again);
    va_end(arguments);
}

}  // namespace

TEST_CASE("a format prints what the library prints") {
    for (const std::size_t size : {std::size_t{64}, std::size_t{5}, std::size_t{1}, std::size_t{0}}) {
        same(size, "plain 100%%");
        same(size, "%s/%s_%08X", "window", "child", 0xbeefu);
        same(size, "%.*s|%.2s|%s", 3, "abcdef", "xyz", "");
        same(size, "%d %i %u %c", -5, 0, 4000000000u, 'z');
        same(size, "%5d|%05d|%5d", 42, -42, -7);
        same(size, "%0*llx", 16, 0x1234abcdULL);
        same(size, "%*d", 6, 12);
        same(size, "%lld %llu %llx", -9223372036854775807LL - 1, ~0ULL, ~0ULL);
        same(size, "##Menu_%02d", 7);
    }
}
