#include "ui/account_search.h"

#include <algorithm>
#include <set>

#include "domain/folding.h"
#include "domain/sort_by.h"

namespace parasol {
namespace {

constexpr std::size_t slice = 2048;  // rows between two looks at the clock

}  // namespace

// The accounts of the person's own grants, and of every list below them.
void AccountSearch::collect(const View& view) {
    rows_.clear();
    words_.clear();
    gathered_ = 0;
    std::set<Id> bases;
    std::vector<AccountId> left;
    for (const HeldGrantRow* grant : view.grants()) {
        left.push_back(grant->account);
        rows_.push_back({grant->account, 0});
    }
    while (!left.empty()) {
        const AccountId base = left.back();
        left.pop_back();
        if (!bases.insert(base).second) continue;
        view.each_child(base, [&](const AccountIndexRow& row) {
            rows_.push_back({row.id, 0});
            if (is_base(row.kind)) left.push_back(row.id);
        });
    }
    std::sort(rows_.begin(), rows_.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
    const auto same = [](const Entry& a, const Entry& b) { return a.id == b.id; };
    rows_.erase(std::unique(rows_.begin(), rows_.end(), same), rows_.end());
}

void AccountSearch::gather(const View& view) {
    const std::size_t end = std::min(rows_.size(), gathered_ + slice);
    for (; gathered_ < end; ++gathered_) {
        Entry& entry = rows_[gathered_];
        entry.at = static_cast<std::uint32_t>(words_.size());
        const auto take = [&](const auto& account) {
            for (const std::string* text : {&account.name, &account.number, &account.third_party_reference}) {
                append_folded(words_, *text);
                words_ += '\0';  // in no text, so nothing is found across two
            }
        };
        // Nearly all are in lists, and a summary is a copy.
        if (const AccountIndexRow* row = view.index_row(entry.id)) {
            take(*row);
        } else {
            take(view.account(entry.id).value_or(AccountSummary{}));
        }
    }
}

std::string_view AccountSearch::words_of(std::size_t row) const {
    const std::size_t end = row + 1 < gathered_ ? rows_[row + 1].at : words_.size();
    return std::string_view(words_).substr(rows_[row].at, end - rows_[row].at);
}

int AccountSearch::rank_of(std::string_view words) const {
    for (const std::string& part : parts_) {
        if (words.find(part) == std::string_view::npos) return -1;
    }
    const std::string_view name = words.substr(0, words.find('\0'));
    const std::string_view rest = words.substr(name.size() + 1);
    const std::string_view number = rest.substr(0, rest.find('\0'));
    const std::string_view reference = rest.substr(number.size() + 1, rest.size() - number.size() - 2);
    if (number == typed_ || reference == typed_ || name == typed_) return 0;
    if (name.substr(0, typed_.size()) == typed_) return 1;
    for (std::size_t at = name.find(typed_); at != std::string_view::npos; at = name.find(typed_, at + 1)) {
        if (name[at - 1] == ' ') return 2;
    }
    return 3;
}

bool AccountSearch::before(const Candidate& a, const Candidate& b) const {
    if (a.rank != b.rank) return a.rank < b.rank;
    const int order = words_of(a.row).compare(words_of(b.row));  // begins with the name
    return order != 0 ? order < 0 : a.row < b.row;
}

// Some rows more; true when all were looked at. Only where the longest word stands is the rest of a row looked at.
bool AccountSearch::look() {
    const std::size_t end = std::min(rows_.size(), looked_ + slice);
    const std::size_t stop = end < rows_.size() ? rows_[end].at : words_.size();
    const std::string_view words = std::string_view(words_).substr(0, stop);
    const std::string& longest = parts_.front();
    std::size_t row = looked_;
    for (std::size_t place = words.find(longest, rows_[looked_].at); place != std::string_view::npos;
         place = row < end ? words.find(longest, rows_[row].at) : std::string_view::npos) {
        while (row + 1 < end && rows_[row + 1].at <= place) ++row;
        const Candidate candidate{rank_of(words_of(row)), static_cast<std::uint32_t>(row)};
        ++row;
        if (candidate.rank < 0) continue;
        ++matching_;
        const auto at = std::upper_bound(best_.begin(), best_.end(), candidate,
                                         [this](const auto& a, const auto& b) { return before(a, b); });
        if (at == best_.end() && best_.size() == most_shown) continue;
        best_.insert(at, candidate);
        if (best_.size() > most_shown) best_.pop_back();
    }
    looked_ = end;
    return looked_ == rows_.size();
}

bool AccountSearch::update(const View& view, std::uint64_t rows_version, std::string_view typed, double budget_ms,
                           const Callback<double()>& now_ms) {
    const double deadline = now_ms() + budget_ms;
    std::string sought = folded(typed);
    while (!sought.empty() && sought.back() == ' ') sought.pop_back();
    sought.erase(0, sought.find_first_not_of(' '));
    const bool new_rows = !started_ || version_ != rows_version;
    if (new_rows) {
        started_ = true;
        version_ = rows_version;
        collect(view);
    }
    if (new_rows || sought != typed_) {
        typed_ = std::move(sought);
        parts_.clear();
        for (std::size_t at = 0; at < typed_.size();) {
            const std::size_t end = std::min(typed_.find(' ', at), typed_.size());
            if (end > at) parts_.push_back(typed_.substr(at, end - at));
            at = end + 1;
        }
        sort_by(parts_, [](const std::string& part) { return -static_cast<std::int64_t>(part.size()); });
        looked_ = matching_ = 0;
        best_.clear();
        answered_ = false;
    }
    while (!answered_) {
        if (gathered_ < rows_.size()) {
            gather(view);
        } else if (parts_.empty() || rows_.empty() || look()) {
            found_.clear();
            for (const Candidate& candidate : best_) found_.push_back(rows_[candidate.row].id);
            count_ = matching_;
            answered_ = true;
        }
        if (now_ms() >= deadline) break;
    }
    return !answered_;
}

}  // namespace parasol
