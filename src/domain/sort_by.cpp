#include "domain/sort_by.h"

#include <algorithm>

namespace parasol {

std::vector<std::size_t> places_by(const std::vector<std::int64_t>& keys) {
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    order.reserve(keys.size());
    for (std::size_t at = 0; at < keys.size(); ++at) order.emplace_back(keys[at], at);
    std::sort(order.begin(), order.end());
    std::vector<std::size_t> places;
    places.reserve(order.size());
    for (const auto& [key, place] : order) places.push_back(place);
    return places;
}

}  // namespace parasol
