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

// Eight bytes of a text from `from` on, as a number that compares as they do.
std::uint64_t bytes_of(std::string_view text, std::size_t from) {
    std::uint64_t key = 0;
    for (std::size_t at = from; at < from + 8; ++at) key = (key << 8) | (at < text.size() ? folded(text[at]) : 0U);
    return key;
}

}  // namespace

bool contains_folded(std::string_view text, std::string_view part) {
    if (part.empty()) return true;
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return folded(a) == folded(b); }) != text.end();
}

void AccountList::begin(const AccountQuery& query, std::uint64_t rows_version) {
    const bool other_base = query.base != query_.base;
    const bool sorted = started_ && version_ == rows_version && !other_base && query.sort == query_.sort &&
                        query.descending == query_.descending;
    if (started_ && other_base) {
        order_.clear();
        places_.clear();
        made_ = false;
    }
    query_ = query;
    version_ = rows_version;
    started_ = true;
    if (sorted && stage_ < Stage::filter) return;
    stage_ = sorted ? Stage::filter : Stage::collect;
    found_.clear();
    at_ = 0;
}

void AccountList::collect(const View& view) {
    entries_.clear();
    entries_.reserve(view.child_count(query_.base));
    view.each_child(query_.base, [this](const AccountIndexRow& row) { entries_.push_back({0, 0, &row}); });
    at_ = 0;
    merging_ = false;
}

void AccountList::set_keys(const View& view, Entry& entry) const {
    const AccountIndexRow& row = *entry.row;
    const auto number = [&](std::int64_t value) {
        entry.high = static_cast<std::uint64_t>(value);
        entry.low = bytes_of(row.name, 0);
    };
    const auto text = [&](const std::string& words) {
        entry.high = bytes_of(words, 0);
        entry.low = bytes_of(words, 8);
        if (query_.descending) entry.low = ~entry.low;
    };
    switch (query_.sort) {
        case AccountColumn::name: text(row.name); break;
        case AccountColumn::kind: number(static_cast<std::int64_t>(row.kind)); break;
        case AccountColumn::number: text(row.number); break;
        case AccountColumn::state: number(static_cast<std::int64_t>(row.state)); break;
        case AccountColumn::accounts: number(view.below(row.id).accounts); break;
        case AccountColumn::users: number(view.below(row.id).users + row.users); break;
        case AccountColumn::requests: number(view.below(row.id).open_requests + row.open_requests); break;
    }
    if (query_.descending) entry.high = ~entry.high;
}

bool AccountList::before(const Entry& a, const Entry& b) const {
    if (a.high != b.high) return a.high < b.high;
    if (a.low != b.low) return a.low < b.low;
    if (query_.sort == AccountColumn::number) {
        const int order = a.row->number.compare(b.row->number);
        if (order != 0) return query_.descending ? order > 0 : order < 0;
    }
    // Equal in the column asked for: by name, which is read downwards whichever way the column goes.
    const int order = compare_folded(a.row->name, b.row->name);
    if (order != 0) return query_.sort == AccountColumn::name && query_.descending ? order > 0 : order < 0;
    return a.row->id < b.row->id;
}

bool AccountList::key_some(const View& view) {
    const std::size_t end = std::min(entries_.size(), at_ + slice);
    for (std::size_t at = at_; at < end; ++at) set_keys(view, entries_[at]);
    std::sort(entries_.begin() + static_cast<std::ptrdiff_t>(at_), entries_.begin() + static_cast<std::ptrdiff_t>(end),
              [this](const Entry& a, const Entry& b) { return before(a, b); });
    at_ = end;
    if (at_ < entries_.size()) return false;
    run_ = slice;
    at_ = 0;
    merged_.resize(entries_.size());
    return true;
}

// One slice of a pass that merges neighbouring runs from entries_ into merged_.
bool AccountList::merge_some() {
    const std::size_t size = entries_.size();
    if (run_ >= size) return true;
    if (!merging_) {
        left_ = at_;
        right_ = std::min(size, at_ + run_);
        out_ = at_;
        merging_ = true;
    }
    const std::size_t middle = std::min(size, at_ + run_);
    const std::size_t end = std::min(size, at_ + 2 * run_);
    for (std::size_t count = 0; count < slice && out_ < end; ++count, ++out_) {
        const bool take_left = left_ < middle && (right_ >= end || !before(entries_[right_], entries_[left_]));
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

bool AccountList::filter_some() {
    if (at_ == 0) found_.reserve(entries_.size());
    const std::size_t end = std::min(entries_.size(), at_ + slice);
    for (; at_ < end; ++at_) {
        const AccountIndexRow& row = *entries_[at_].row;
        if (query_.without_administrator && (row.administrators != 0 || row.state == AccountState::closed)) continue;
        if (!contains_folded(row.name, query_.search) && !contains_folded(row.number, query_.search) &&
            !contains_folded(row.third_party_reference, query_.search)) {
            continue;
        }
        found_.push_back(row.id);
    }
    return at_ == entries_.size();
}

void AccountList::publish() {
    order_ = std::move(found_);
    found_.clear();
    std::size_t size = 16;
    while (size < order_.size() * 2) size *= 2;
    places_.assign(size, 0);
    for (std::size_t at = 0; at < order_.size(); ++at) {
        std::size_t place = order_[at].low & (size - 1);
        while (places_[place] != 0) place = (place + 1) & (size - 1);
        places_[place] = static_cast<int>(at) + 1;
    }
    total_ = entries_.size();
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
                collect(view);
                stage_ = Stage::key;
                break;
            case Stage::key:
                if (key_some(view)) stage_ = Stage::merge;
                break;
            case Stage::merge:
                if (merge_some()) stage_ = Stage::filter;
                break;
            case Stage::filter:
                if (filter_some()) stage_ = Stage::publish;
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
    if (places_.empty()) return -1;
    const std::size_t mask = places_.size() - 1;
    for (std::size_t place = key & mask; places_[place] != 0; place = (place + 1) & mask) {
        const int index = places_[place] - 1;
        if (order_[static_cast<std::size_t>(index)].low == key) return index;
    }
    return -1;
}

}  // namespace parasol
