// What is counted for whoever watches the server, in the text form of Prometheus. Names and numbers only.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace parasol::server {

class Metrics {
  public:
    // A request that was answered: its type ("pull", "page"), the status, and how long it took.
    void answered(const char* type, unsigned status, double seconds);
    // What is so now: "connections".
    void set(const char* gauge, std::int64_t value) { gauges_[gauge] = value; }
    void add(const char* counter, std::int64_t more = 1) { counters_[counter] += more; }
    std::string text() const;

  private:
    static constexpr std::array<double, 8> bounds = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3};
    struct Times {
        std::array<std::uint64_t, bounds.size()> within{};
        std::uint64_t count = 0;
        double sum = 0;
    };
    std::map<std::pair<std::string, unsigned>, std::uint64_t> requests_;
    std::map<std::string, Times> times_;
    std::map<std::string, std::int64_t> gauges_;
    std::map<std::string, std::int64_t> counters_;
};

}  // namespace parasol::server
