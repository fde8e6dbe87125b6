#include "ui/account_list.h"

#include <algorithm>
#include <functional>

namespace parasol {
namespace {

constexpr std::size_t slice = 2048;  // rows between two looks at the clock

unsigned char folded(char symbol) {
    const auto byte = static_cast<unsigned char>(symbol);
    return byte >= 'A' && byte <= 'Z' ? static_cast<unsigned char>(byte + 32) : byte;
}

int compare_folded(std::string_view a, std::string_view b) {
    const std::size_t shared = std::min(a.size(), b.size());
    for (std::size_t at = 0; at < shared; ++at) {
        const int difference = static_cast<int>(folded(a[at])) - static_cast<int>(folded(b[at]));
        if (difference != 0) return difference;
    }
    return a.size() == b.size() ? 0 : (a.size() < b.size() ? -1 : 1);
}

std::uint64_t prefix_of(std::string_view text) {
    std::uint64_t key = 0;
    for (std::size_t at = 0; at < 8; ++at) key = (key << 8) | (at < text.size() ? folded(text[at]) : 0U);
    return key;
}

}  // namespace

bool contains_folded(std::string_view text, std::string_view part) {
    if (part.empty()) return true;
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return folded(a) == folded(b); }) != text.end();
}

void AccountList::begin(const AccountQuery& query, std::uint64_t rows_version) {
    if (started_ && query.base != query_.base) {
        order_.clear();
        places_.clear();
        made_ = false;
    }
    query_ = query;
    version_ = rows_version;
    started_ = true;
    stage_ = Stage::collect;
    rows_.clear();
    entries_.clear();
    filtered_ = run_ = at_ = 0;
    merging_ = false;
}

std::uint64_t AccountList::key_of(const View& view, const AccountIndexRow& row) const {
    switch (query_.sort) {
        case AccountColumn::name: return prefix_of(row.name);
        case AccountColumn::kind: return static_cast<std::uint64_t>(row.kind);
        case AccountColumn::number: return prefix_of(row.number);
        case AccountColumn::state: return static_cast<std::uint64_t>(row.state);
        case AccountColumn::accounts: return static_cast<std::uint64_t>(view.below(row.id).accounts);
        case AccountColumn::users: return static_cast<std::uint64_t>(view.below(row.id).users + row.users);
        case AccountColumn::requests:
            return static_cast<std::uint64_t>(view.below(row.id).open_requests + row.open_requests);
    }
    return 0;
}

bool AccountList::before(const Entry& a, const Entry& b) const {
    if (a.key != b.key) return query_.descending ? a.key > b.key : a.key < b.key;
    if (query_.sort == AccountColumn::number) {
        const int order = a.row->number.compare(b.row->number);
        if (order != 0) return query_.descending ? order > 0 : order < 0;
    }
    // Equal in the column asked for: by name, which is read downwards whichever way the column goes.
    const int order = compare_folded(a.row->name, b.row->name);
    if (order != 0) return query_.sort == AccountColumn::name && query_.descending ? order > 0 : order < 0;
    return a.row->id < b.row->id;
}

void AccountList::filter_some(const View& view) {
    const std::size_t end = std::min(rows_.size(), filtered_ + slice);
    for (; filtered_ < end; ++filtered_) {
        const AccountIndexRow& row = *rows_[filtered_];
        if (query_.without_administrator && (row.administrators != 0 || row.state == AccountState::closed)) continue;
        if (!contains_folded(row.name, query_.search) && !contains_folded(row.number, query_.search) &&
            !contains_folded(row.third_party_reference, query_.search)) {
            continue;
        }
        entries_.push_back({key_of(view, row), &row});
    }
    if (filtered_ == rows_.size()) stage_ = Stage::sort;
}

bool AccountList::sort_some() {
    const auto less = [this](const Entry& a, const Entry& b) { return before(a, b); };
    const std::size_t size = entries_.size();
    if (run_ == 0) {
        const std::size_t end = std::min(size, at_ + slice);
        std::sort(entries_.begin() + static_cast<std::ptrdiff_t>(at_),
                  entries_.begin() + static_cast<std::ptrdiff_t>(end), less);
        at_ = end;
        if (at_ < size) return false;
        run_ = slice;
        at_ = 0;
        merged_.resize(size);
    }
    if (run_ >= size) return true;

    // One slice of a pass that merges neighbouring runs from entries_ into merged_.
    if (!merging_) {
        left_ = at_;
        right_ = std::min(size, at_ + run_);
        out_ = at_;
        merging_ = true;
    }
    const std::size_t middle = std::min(size, at_ + run_);
    const std::size_t end = std::min(size, at_ + 2 * run_);
    for (std::size_t count = 0; count < slice && out_ < end; ++count, ++out_) {
        const bool take_left = left_ < middle && (right_ >= end || !less(entries_[right_], entries_[left_]));
        merged_[out_] = entries_[take_left ? left_++ : right_++];
    }
    if (out_ < end) return false;
    merging_ = false;
    at_ = end;
    if (at_ < size) return false;
    entries_.swap(merged_);
    run_ *= 2;
    at_ = 0;
    return run_ >= size;
}

void AccountList::publish() {
    order_.clear();
    order_.reserve(entries_.size());
    places_.clear();
    places_.reserve(entries_.size());
    for (const Entry& entry : entries_) {
        places_.emplace(entry.row->id.low, static_cast<int>(order_.size()));
        order_.push_back(entry.row->id);
    }
    total_ = rows_.size();
    made_ = true;
}

bool AccountList::update(const View& view, std::uint64_t rows_version, const AccountQuery& query, double budget_ms,
                         const std::function<double()>& now_ms) {
    if (!started_ || version_ != rows_version || !(query_ == query)) begin(query, rows_version);
    if (stage_ == Stage::done) return false;
    const double deadline = now_ms() + budget_ms;
    do {
        switch (stage_) {
            case Stage::collect:
                rows_.reserve(view.child_count(query_.base));
                view.each_child(query_.base, [this](const AccountIndexRow& row) { rows_.push_back(&row); });
                entries_.reserve(rows_.size());
                stage_ = Stage::filter;
                break;
            case Stage::filter: filter_some(view); break;
            case Stage::sort:
                if (sort_some()) stage_ = Stage::publish;
                break;
            case Stage::publish:
                publish();
                stage_ = Stage::done;
                break;
            case Stage::done: return false;
        }
    } while (now_ms() < deadline);
    return stage_ != Stage::done;
}

int AccountList::index_of(std::uint64_t key) const {
    const auto found = places_.find(key);
    return found == places_.end() ? -1 : found->second;
}

}  // namespace parasol
