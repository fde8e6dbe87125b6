#include "shell/server/metrics.h"

#include <utility>

namespace parasol::server {

void Metrics::answered(const char* type, unsigned status, double seconds) {
    ++requests_[{type, status}];
    Times& times = times_[type];
    for (std::size_t at = 0; at < bounds.size(); ++at) {
        if (seconds <= bounds[at]) ++times.within[at];
    }
    ++times.count;
    times.sum += seconds;
}

std::string Metrics::text() const {
    std::string out = "# TYPE parasold_requests_total counter\n";
    for (const auto& [key, count] : requests_) {
        out += "parasold_requests_total{type=\"" + key.first + "\",status=\"" + std::to_string(key.second) + "\"} " +
               std::to_string(count) + "\n";
    }
    out += "# TYPE parasold_request_seconds histogram\n";
    for (const auto& [type, times] : times_) {
        const std::string name = "parasold_request_seconds_";
        const std::string label = "{type=\"" + type + "\"";
        for (std::size_t at = 0; at < bounds.size(); ++at) {
            std::string bound = std::to_string(bounds[at]);
            bound.erase(bound.find_last_not_of('0') + 1);
            if (bound.back() == '.') bound.pop_back();
            out += name + "bucket" + label + ",le=\"" + bound + "\"} " + std::to_string(times.within[at]) + "\n";
        }
        out += name + "bucket" + label + ",le=\"+Inf\"} " + std::to_string(times.count) + "\n";
        out += name + "sum" + label + "} " + std::to_string(times.sum) + "\n";
        out += name + "count" + label + "} " + std::to_string(times.count) + "\n";
    }
    for (const auto& [name, value] : counters_) {
        const std::string full = "parasold_" + name + "_total";
        out += "# TYPE " + full + " counter\n" + full + " " + std::to_string(value) + "\n";
    }
    for (const auto& [name, value] : gauges_) {
        out += "# TYPE parasold_" + name + " gauge\nparasold_" + name + " " + std::to_string(value) + "\n";
    }
    return out;
}

}  // namespace parasol::server
