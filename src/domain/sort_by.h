// Sorting. One sort is compiled for all of these: every std::sort with an order of its own would add over 1 KB to the
// page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace parasol {

// What belongs at each place, lowest key first; equal keys keep their order.
std::vector<std::size_t> places_by(const std::vector<std::int64_t>& keys);

// The same of `count` values in an order that is asked for by their places; equal ones keep their order.
using PlaceBefore = bool (*)(const void* context, std::size_t left, std::size_t right);
std::vector<std::size_t> places_in_order(std::size_t count, const void* context, PlaceBefore before);

template <class T>
void put_in_places(std::vector<T>& values, const std::vector<std::size_t>& places) {
    std::vector<T> sorted;
    sorted.reserve(values.size());
    for (const std::size_t place : places) sorted.push_back(std::move(values[place]));
    values = std::move(sorted);
}

// Lowest `key(value)` first; values with equal keys keep their order. `key` is asked once a value.
template <class T, class Key>
void sort_by(std::vector<T>& values, Key key) {
    std::vector<std::int64_t> keys;
    keys.reserve(values.size());
    for (const T& value : values) keys.push_back(static_cast<std::int64_t>(key(value)));
    put_in_places(values, places_by(keys));
}

// By a strict order of the values; equal ones keep their order. `before` is a lambda that captures nothing.
template <class T, class Before>
void sort_in_order(std::vector<T>& values, Before) {
    const PlaceBefore before = [](const void* context, std::size_t left, std::size_t right) {
        const auto& all = *static_cast<const std::vector<T>*>(context);
        return Before{}(all[left], all[right]);
    };
    put_in_places(values, places_in_order(values.size(), &values, before));
}

}  // namespace parasol
