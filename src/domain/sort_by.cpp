#include "domain/sort_by.h"

#include <algorithm>

namespace parasol {

std::vector<std::size_t> places_in_order(std::size_t count, const void* context, PlaceBefore before) {
    std::vector<std::size_t> places(count);
    for (std::size_t place = 0; place < count; ++place) places[place] = place;
    std::sort(places.begin(), places.end(), [=](std::size_t left, std::size_t right) {
        if (before(context, left, right)) return true;
        return left < right && !before(context, right, left);
    });
    return places;
}

std::vector<std::size_t> places_by(const std::vector<std::int64_t>& keys) {
    return places_in_order(keys.size(), &keys, [](const void* context, std::size_t left, std::size_t right) {
        const auto& all = *static_cast<const std::vector<std::int64_t>*>(context);
        return all[left] < all[right];
    });
}

}  // namespace parasol
