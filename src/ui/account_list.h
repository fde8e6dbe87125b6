// The sub accounts of a base account, sorted and filtered. Works in slices, so that no frame waits for 100,000 rows:
// while a new order is being made the last one stays on screen. All are sorted once; a filter goes over the sorted.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "domain/rows.h"
#include "replica/view.h"

namespace parasol {

enum class AccountColumn : std::uint8_t { name, kind, number, state, accounts, users, requests };

struct AccountQuery {
    AccountId base;
    std::string search;  // part of a name, number or third-party reference; ASCII letters in any case
    bool without_administrator = false;
    AccountColumn sort = AccountColumn::name;
    bool descending = false;

    friend bool operator==(const AccountQuery&, const AccountQuery&) = default;
};

// Whether `text` contains `part`, ASCII letters in any case.
bool contains_folded(std::string_view text, std::string_view part);

class AccountList {
public:
    // Goes on for about `budget_ms` (by `now_ms`) towards what is asked; rows_version is the replica's. True while
    // there is more to do: wake and call again.
    bool update(const View& view, std::uint64_t rows_version, const AccountQuery& query, double budget_ms,
                const std::function<double()>& now_ms);

    // The last complete order. A row may have gone since: look each up.
    const std::vector<AccountId>& order() const { return order_; }
    // Where an account stands in it by the low half of its id; -1: nowhere.
    int index_of(std::uint64_t key) const;
    // Children before filtering, as of the last complete order.
    std::size_t total() const { return total_; }
    bool complete() const { return made_; }

private:
    struct Entry {
        std::uint64_t high = 0, low = 0;  // decide most comparisons; the way down is in them
        const AccountIndexRow* row = nullptr;
    };
    enum class Stage : std::uint8_t { collect, key, merge, filter, publish, done };

    void begin(const AccountQuery& query, std::uint64_t rows_version);
    void collect(const View& view);
    bool key_some(const View& view);  // these three: true when all is done
    bool merge_some();
    bool filter_some();
    void publish();
    void set_keys(const View& view, Entry& entry) const;
    bool before(const Entry& a, const Entry& b) const;

    AccountQuery query_;
    std::uint64_t version_ = 0;
    Stage stage_ = Stage::collect;
    bool started_ = false;
    bool made_ = false;

    std::vector<Entry> entries_, merged_;
    std::size_t run_ = 0;  // length of the sorted runs
    std::size_t at_ = 0;   // where the present pass is
    std::size_t left_ = 0, right_ = 0, out_ = 0;  // of the merge under way
    bool merging_ = false;
    std::vector<AccountId> found_;  // of the filter under way

    std::vector<AccountId> order_;
    std::vector<int> places_;  // a hash table of 1 + index into order_, by the low half of the id; 0: free
    std::size_t total_ = 0;
};

}  // namespace parasol
