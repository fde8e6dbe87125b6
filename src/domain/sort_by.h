// Sorting by a number that each value has. One sort is compiled for all of them: every std::stable_sort with an
// order of its own would add some 4 KB to the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace parasol {

// What belongs at each place, lowest key first; equal keys keep their order.
std::vector<std::size_t> places_by(const std::vector<std::int64_t>& keys);

// Lowest `key(value)` first; values with equal keys keep their order. `key` is asked once a value.
template <class T, class Key>
void sort_by(std::vector<T>& values, Key key) {
    std::vector<std::int64_t> keys;
    keys.reserve(values.size());
    for (const T& value : values) keys.push_back(static_cast<std::int64_t>(key(value)));
    std::vector<T> sorted;
    sorted.reserve(values.size());
    for (const std::size_t place : places_by(keys)) sorted.push_back(std::move(values[place]));
    values = std::move(sorted);
}

}  // namespace parasol
