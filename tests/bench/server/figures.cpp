#include "bench/server/figures.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>

namespace parasol::bench {

void heading(const std::string& text) {
    std::printf("\n%s\n", text.c_str());
    std::fflush(stdout);
}

std::string number(double value) {
    char text[40];
    const int places = value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0;
    std::snprintf(text, sizeof text, "%.*f", places, value);
    return text;
}

void say(const std::string& what, double value, const char* unit, const std::string& aim) {
    std::printf("  %-64s %9s %-6s%s%s\n", what.c_str(), number(value).c_str(), unit, aim.empty() ? "" : "  aim ",
                aim.c_str());
    std::fflush(stdout);
}

void note(const std::string& text) {
    std::printf("      %s\n", text.c_str());
    std::fflush(stdout);
}

double share_of(std::vector<double> values, double part) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(static_cast<double>(values.size()) * part);
    return values[std::min(at, values.size() - 1)];
}

double own_cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace parasol::bench
