#include "ui/account_list.h"

#include <algorithm>
#include <array>

#include "domain/folding.h"

namespace parasol {
namespace {

constexpr std::size_t slice = 2048;  // rows between two looks at the clock

unsigned char lowered(char symbol) {
    const auto byte = static_cast<unsigned char>(symbol);
    return byte >= 'A' && byte <= 'Z' ? static_cast<unsigned char>(byte + 32) : byte;
}

int compare_folded(std::string_view a, std::string_view b) {
    const std::size_t shared = std::min(a.size(), b.size());
    for (std::size_t at = 0; at < shared; ++at) {
        const int difference = static_cast<int>(lowered(a[at])) - static_cast<int>(lowered(b[at]));
        if (difference != 0) return difference;
    }
    return a.size() == b.size() ? 0 : (a.size() < b.size() ? -1 : 1);
}

// Eight bytes of a text from `from` on, as a number that compares as they do.
std::uint64_t bytes_of(std::string_view text, std::size_t from) {
    std::uint64_t key = 0;
    for (std::size_t at = from; at < from + 8; ++at) key = (key << 8) | (at < text.size() ? lowered(text[at]) : 0U);
    return key;
}

}  // namespace

void AccountList::begin(const AccountQuery& query, std::uint64_t rows_version) {
    const bool other_base = query.base != query_.base;
    const bool same_rows = started_ && version_ == rows_version && !other_base;
    const bool same_order = same_rows && query.sort == query_.sort && query.descending == query_.descending;
    if (started_ && other_base) {
        order_.clear();
        places_.clear();
        made_ = false;
        known_.clear();
    }
    query_ = query;
    version_ = rows_version;
    started_ = true;
    sought_ = folded(query.search);
    found_.clear();
    // What is under way for the names, or for the values if they are still asked for, goes on.
    if (same_rows && stage_ < Stage::values) return;
    if (same_order && (stage_ == Stage::values || stage_ == Stage::words)) return;
    stage_ = same_order ? Stage::words : same_rows ? Stage::values : Stage::collect;
    at_ = 0;
}

// In the order that the names had, so that to sort them is little more than to look through them.
bool AccountList::collect_some(const View& view) {
    if (at_ == 0) {
        names_.items().assign(known_.size(), {});
        names_.items().reserve(view.child_count(query_.base));
        known_at_ = 0;
        collected_ = {};
    }
    std::vector<Named>& names = names_.items();
    const std::size_t before = at_;
    view.each_child_after(query_.base, collected_, slice, [&](const AccountIndexRow& row) {
        const Named entry{bytes_of(row.name, 0), bytes_of(row.name, 8), &row, static_cast<std::uint32_t>(at_++)};
        while (known_at_ < known_.size() && known_[known_at_].id < row.id) ++known_at_;
        if (known_at_ < known_.size() && known_[known_at_].id == row.id) {
            names[known_[known_at_].rank] = entry;
        } else {
            names.push_back(entry);
        }
        collected_ = row.id;
    });
    if (at_ == before + slice) return false;
    std::erase_if(names, [](const Named& entry) { return !entry.row; });
    names_.begin();
    return true;
}

bool AccountList::name_before(const Named& a, const Named& b) {
    if (a.high != b.high) return a.high < b.high;
    if (a.low != b.low) return a.low < b.low;
    const int order = compare_folded(a.row->name, b.row->name);
    return order != 0 ? order < 0 : a.row->id < b.row->id;
}

void AccountList::take_names() {
    by_name_.clear();
    by_name_.reserve(names_.items().size());
    known_.resize(names_.items().size());
    for (const Named& entry : names_.items()) {
        known_[entry.place] = {entry.row->id, static_cast<std::uint32_t>(by_name_.size())};
        by_name_.push_back({entry.row, entry.row->id});
    }
    words_.clear();
    word_at_.clear();
}

bool AccountList::gather_words() {
    if (word_at_.size() > by_name_.size()) return true;
    at_ = word_at_.size();  // a search may have been given up halfway
    const std::size_t end = std::min(by_name_.size(), at_ + slice);
    for (; at_ < end; ++at_) {
        const AccountIndexRow& row = *by_name_[at_].row;
        word_at_.push_back(static_cast<std::uint32_t>(words_.size()));
        for (const std::string* text : {&row.name, &row.number, &row.third_party_reference}) {
            append_folded(words_, *text);
            words_ += '\0';  // in no text, so nothing is found across two
        }
    }
    if (at_ < by_name_.size()) return false;
    word_at_.push_back(static_cast<std::uint32_t>(words_.size()));
    return true;
}

AccountList::Valued AccountList::value_of(const View& view, std::uint32_t rank) const {
    const AccountIndexRow& row = *by_name_[rank].row;
    Valued value;
    value.rank = rank;
    switch (query_.sort) {
        case AccountColumn::name: break;
        case AccountColumn::kind: value.high = static_cast<std::uint64_t>(row.kind); break;
        case AccountColumn::number:
            value.high = bytes_of(row.number, 0);
            value.low = bytes_of(row.number, 8);
            break;
        case AccountColumn::state: value.high = static_cast<std::uint64_t>(row.state); break;
        case AccountColumn::accounts: value.high = static_cast<std::uint64_t>(view.below(row.id).accounts); break;
        case AccountColumn::users: value.high = static_cast<std::uint64_t>(view.below(row.id).users + row.users); break;
        case AccountColumn::requests:
            value.high = static_cast<std::uint64_t>(view.below(row.id).open_requests + row.open_requests);
            break;
    }
    if (query_.descending) {
        value.high = ~value.high;
        value.low = ~value.low;
    }
    return value;
}

// One pass of a radix sort: whose bytes are equal stay in the order they had, which at first is that of the names.
void AccountList::sort_by_byte(unsigned byte) {
    const unsigned shift = byte % 8 * 8;
    const auto digit = [&](const Valued& value) { return (byte < 8 ? value.low : value.high) >> shift & 255; };
    std::array<std::size_t, 257> begins{};
    for (const Valued& value : values_) ++begins[digit(value) + 1];
    if (std::find(begins.begin(), begins.end(), values_.size()) != begins.end()) return;  // all the same
    for (std::size_t at = 1; at < begins.size(); ++at) begins[at] += begins[at - 1];
    scattered_.resize(values_.size());
    for (const Valued& value : values_) scattered_[begins[digit(value)]++] = value;
    values_.swap(scattered_);
}

bool AccountList::value_some(const View& view) {
    if (at_ == 0) values_.clear();
    if (by_names()) return true;
    const std::size_t count = by_name_.size();
    const std::size_t end = std::min(count, at_ + slice);
    for (std::size_t at = at_; at < end; ++at) values_.push_back(value_of(view, static_cast<std::uint32_t>(at)));
    if (at_ < count) {
        at_ = end;
        return false;
    }
    sort_by_byte(static_cast<unsigned>(at_ - count));
    ++at_;
    return at_ - count == sizeof(Valued::low) + sizeof(Valued::high);
}

bool AccountList::match_some() {
    if (sought_.empty()) return true;
    if (at_ == 0) matches_.assign(by_name_.size(), 0);
    const std::size_t end = std::min(by_name_.size(), at_ + slice);
    const std::string_view words(words_.data(), word_at_[end]);
    std::size_t row = at_;
    for (std::size_t place = word_at_[at_]; (place = words.find(sought_, place)) != std::string_view::npos;
         place = word_at_[row]) {
        while (word_at_[row + 1] <= place) ++row;
        matches_[row++] = 1;
    }
    at_ = end;
    return at_ == by_name_.size();
}

std::size_t AccountList::rank_at(std::size_t place) const {
    if (!by_names()) return values_[place].rank;
    return query_.descending ? by_name_.size() - 1 - place : place;
}

bool AccountList::filter_some() {
    if (at_ == 0) found_.reserve(by_name_.size());
    const std::size_t end = std::min(by_name_.size(), at_ + slice);
    for (; at_ < end; ++at_) {
        const std::size_t rank = rank_at(at_);
        if (query_.without_administrator || query_.in_federation) {
            const AccountIndexRow& row = *by_name_[rank].row;
            const bool has_one = row.administrators != 0 || row.state == AccountState::closed;
            if (query_.without_administrator && has_one) continue;
            if (query_.in_federation && row.federation.is_none()) continue;
        }
        if (sought_.empty() || matches_[rank] != 0) found_.push_back(by_name_[rank].id);
    }
    return at_ == by_name_.size();
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
    total_ = by_name_.size();
    made_ = true;
}

bool AccountList::update(const View& view, std::uint64_t rows_version, const AccountQuery& query, bool filling,
                         double budget_ms, const Callback<double()>& now_ms) {
    const double now = now_ms();
    if (!started_ || version_ != rows_version || !(query_ == query)) {
        const bool early = filling && stage_ == Stage::done && query_ == query && now < begun_at_ + while_filling_ms;
        if (early) return false;
        begin(query, rows_version);
        begun_at_ = now;
    }
    const double deadline = now + budget_ms;
    const auto next = [this](Stage stage) {
        stage_ = stage;
        at_ = 0;
    };
    while (stage_ != Stage::done) {
        switch (stage_) {
            case Stage::collect:
                if (collect_some(view)) next(Stage::names);
                break;
            case Stage::names:
                if (!names_.step(slice, &name_before)) break;
                take_names();
                next(Stage::values);
                break;
            case Stage::values:
                if (value_some(view)) next(Stage::words);
                break;
            case Stage::words:
                if (sought_.empty() || gather_words()) next(Stage::match);
                break;
            case Stage::match:
                if (match_some()) next(Stage::filter);
                break;
            case Stage::filter:
                if (filter_some()) next(Stage::publish);
                break;
            case Stage::publish:
                publish();
                next(Stage::words_ahead);
                break;
            case Stage::words_ahead:
                if (gather_words()) next(Stage::done);
                break;
            case Stage::done: break;
        }
        if (now_ms() >= deadline) break;
    }
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
