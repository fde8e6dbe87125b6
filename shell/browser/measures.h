#pragma once
// How long the parts of a frame took on the processor: the last few thousand, for element.diagnostics().

#include <algorithm>
#include <string>
#include <vector>

namespace parasol::browser {

class Measure {
  public:
    void add(double ms) {
        if (samples_.size() < most) {
            samples_.push_back(static_cast<float>(ms));
        } else {
            samples_[next_] = static_cast<float>(ms);
        }
        next_ = (next_ + 1) % most;
    }

    // `{"p50":0.1,"p99":0.4,"mean":0.2,"max":0.5}`, in ms.
    std::string json() const {
        std::vector<float> sorted = samples_;
        std::sort(sorted.begin(), sorted.end());
        double sum = 0;
        for (const float sample : sorted) {
            sum += static_cast<double>(sample);
        }
        const auto at = [&](double share) {
            return sorted.empty() ? 0.0
                                  : static_cast<double>(sorted[static_cast<std::size_t>(
                                        share * static_cast<double>(sorted.size() - 1))]);
        };
        const double mean = sorted.empty() ? 0 : sum / static_cast<double>(sorted.size());
        return "{\"p50\":" + number(at(0.5)) + ",\"p99\":" + number(at(0.99)) + ",\"mean\":" + number(mean) +
               ",\"max\":" + number(at(1)) + "}";
    }

    void clear() {
        samples_.clear();
        next_ = 0;
    }

  private:
    static constexpr std::size_t most = 4096;

    // Whole microseconds.
    static std::string number(double ms) {
        const long us = static_cast<long>(ms * 1000 + 0.5);
        std::string digits = std::to_string(us % 1000);
        return std::to_string(us / 1000) + "." + std::string(3 - digits.size(), '0') + digits;
    }

    std::vector<float> samples_;
    std::size_t next_ = 0;
};

}  // namespace parasol::browser
