#include "shell/server/throttle.h"

#include <algorithm>
#include <cmath>

namespace parasol::server {
namespace {

constexpr std::size_t most_kept = 100000;

// What is forgotten when there are too many: the oldest half would take sorting, and whoever fills the table gains
// nothing from a fresh count that the overall one does not take away.
template <class Map, class IsOld>
void make_room(Map& map, IsOld is_old) {
    if (map.size() < most_kept) return;
    std::erase_if(map, [&](const auto& entry) { return is_old(entry.second); });
    if (map.size() >= most_kept) map.clear();
}

constexpr Duration first_wait = one_second;
constexpr Duration longest_wait = 15 * 60 * one_second;
constexpr Duration forgotten_after = one_hour;
constexpr const char* everybody = "all";

}  // namespace

Duration Buckets::take(const std::string& whose, Instant now) {
    make_room(buckets_, [&](const Bucket& bucket) {
        return static_cast<double>(now - bucket.at) / one_second * a_second_ >= most_;
    });
    const auto [found, is_new] = buckets_.try_emplace(whose, Bucket{most_, now});
    Bucket& bucket = found->second;
    const double gained = static_cast<double>(std::max<Duration>(now - bucket.at, 0)) / one_second * a_second_;
    bucket.level = std::min(most_, bucket.level + gained);
    bucket.at = now;
    if (bucket.level < 1) return static_cast<Duration>(std::ceil((1 - bucket.level) / a_second_ * one_second));
    bucket.level -= 1;
    return 0;
}

// A portal in use has wrong passwords all day: what people mistype has to stay below what is forgotten meanwhile.
// A half less than the number itself, for what is forgotten between two of them.
const SignInThrottle::Rule SignInThrottle::of_person = {4.5, 10 * 60 * one_second};
const SignInThrottle::Rule SignInThrottle::of_network = {29.5, 20 * one_second};
const SignInThrottle::Rule SignInThrottle::of_everybody = {999.5, one_second / 2};

double SignInThrottle::Count::left(const Rule& rule, Instant now) const {
    const auto passed = static_cast<double>(std::max<Duration>(now - last, 0));
    return std::max(0.0, wrong - passed / static_cast<double>(rule.forgets));
}

std::string SignInThrottle::by_person(const Try& attempt) {
    return attempt.device.empty() ? "email " + attempt.email : "device " + attempt.device;
}

Instant SignInThrottle::from(const std::string& key, const Rule& rule, Instant now) const {
    const auto found = counts_.find(key);
    if (found == counts_.end()) return 0;
    const double over = found->second.left(rule, now) - rule.free;
    if (over < 0) return 0;
    const double wait = static_cast<double>(first_wait) * std::exp2(std::min(std::floor(over), 10.0));
    return found->second.last + std::min(static_cast<Duration>(wait), longest_wait);
}

Instant SignInThrottle::allowed_from(const Try& attempt, Instant now) const {
    Instant at = from(by_person(attempt), of_person, now);
    // Whoever has been here before is not kept out by what comes from elsewhere.
    if (!attempt.device.empty()) return at;
    at = std::max(at, from("network " + attempt.network, of_network, now));
    return std::max(at, from(everybody, of_everybody, now));
}

void SignInThrottle::count(const std::string& key, const Rule& rule, Instant now) {
    make_room(counts_, [&](const Count& count) { return now - count.last >= forgotten_after; });
    Count& count = counts_[key];
    count.wrong = count.left(rule, now) + 1;
    count.last = now;
}

void SignInThrottle::wrong(const Try& attempt, Instant now) {
    count(by_person(attempt), of_person, now);
    count("network " + attempt.network, of_network, now);
    count(everybody, of_everybody, now);
}

void SignInThrottle::right(const Try& attempt) { counts_.erase(by_person(attempt)); }

}  // namespace parasol::server
