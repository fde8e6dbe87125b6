// A merge sort that can stop anywhere and go on in the next frame. What is in order already costs one comparison a row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace parasol {

template <class T>
class RunSort {
public:
    std::vector<T>& items() { return items_; }
    const std::vector<T>& items() const { return items_; }

    // After the items were set.
    void begin() {
        run_ = 0;
        at_ = 0;
        merging_ = false;
    }

    // Goes on for about `slice` items. True when all are in order; `before` orders strictly and is the same each time.
    template <class Before>
    bool step(std::size_t slice, const Before& before) {
        return run_ == 0 ? sort_run(slice, before) : merge_some(slice, before);
    }

private:
    template <class Before>
    bool sort_run(std::size_t slice, const Before& before) {
        const auto from = items_.begin() + static_cast<std::ptrdiff_t>(at_);
        at_ = std::min(items_.size(), at_ + slice);
        const auto to = items_.begin() + static_cast<std::ptrdiff_t>(at_);
        if (!std::is_sorted(from, to, before)) std::sort(from, to, before);
        if (at_ < items_.size()) return false;
        run_ = slice;
        at_ = 0;
        merged_.resize(items_.size());
        return run_ >= items_.size();
    }

    // A part of a pass that merges neighbouring runs from items_ into merged_.
    template <class Before>
    bool merge_some(std::size_t slice, const Before& before) {
        const std::size_t size = items_.size();
        const std::size_t middle = std::min(size, at_ + run_);
        const std::size_t end = std::min(size, at_ + 2 * run_);
        if (!merging_) {
            left_ = at_;
            right_ = middle;
            out_ = at_;
            merging_ = true;
            if (middle == end || !before(items_[middle], items_[middle - 1])) {
                std::copy(items_.begin() + static_cast<std::ptrdiff_t>(at_),
                          items_.begin() + static_cast<std::ptrdiff_t>(end),
                          merged_.begin() + static_cast<std::ptrdiff_t>(at_));
                out_ = end;
            }
        }
        for (std::size_t count = 0; count < slice && out_ < end; ++count, ++out_) {
            const bool take_left = left_ < middle && (right_ >= end || !before(items_[right_], items_[left_]));
            merged_[out_] = items_[take_left ? left_++ : right_++];
        }
        if (out_ < end) return false;
        merging_ = false;
        at_ = end;
        if (at_ < size) return false;
        items_.swap(merged_);
        run_ *= 2;
        at_ = 0;
        return run_ >= size;
    }

    std::vector<T> items_, merged_;
    std::size_t run_ = 0;  // length of the sorted runs; 0: none yet
    std::size_t at_ = 0;   // where the present pass is
    std::size_t left_ = 0, right_ = 0, out_ = 0;  // of the merge under way
    bool merging_ = false;
};

}  // namespace parasol
