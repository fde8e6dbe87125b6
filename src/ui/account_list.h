// The sub accounts of a base account, sorted and filtered. Works in slices, so that no frame waits for 100,000 rows:
// while a new order is being made the last one stays on screen. The names are sorted once; another column then sorts
// by its own value and the place among the names, and a filter looks through all words in one piece.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/callback.h"
#include "domain/rows.h"
#include "replica/view.h"
#include "ui/run_sort.h"

namespace parasol {

enum class AccountColumn : std::uint8_t { name, kind, number, state, accounts, users, requests };

struct AccountQuery {
    AccountId base;
    std::string search;  // part of a name, number or third-party reference; case and accents do not count
    bool without_administrator = false;
    bool in_federation = false;
    AccountColumn sort = AccountColumn::name;
    bool descending = false;

    friend bool operator==(const AccountQuery&, const AccountQuery&) = default;
};

class AccountList {
public:
    static constexpr double while_filling_ms = 500;

    // What is asked differs from what was asked last: somebody waits for it.
    bool is_new(const AccountQuery& query) const { return !started_ || !(query_ == query); }
    // Goes on for about `budget_ms` (by `now_ms`) towards what is asked; rows_version is the replica's. True while
    // there is more to do: wake and call again. `filling`: the view is being filled part by part; then new rows are
    // listed every while_filling_ms, and not as often as some come.
    bool update(const View& view, std::uint64_t rows_version, const AccountQuery& query, bool filling,
                double budget_ms, const Callback<double()>& now_ms);

    // Newer rows are there, which are listed at another call: while_filling_ms after the last ones.
    bool is_behind(std::uint64_t rows_version) const { return version_ != rows_version; }

    // The last complete order. A row may have gone since: look each up.
    const std::vector<AccountId>& order() const { return order_; }
    // Where an account stands in it by the low half of its id; -1: nowhere.
    int index_of(std::uint64_t key) const;
    // Children before filtering, as of the last complete order.
    std::size_t total() const { return total_; }
    bool complete() const { return made_; }

private:
    struct Named {
        std::uint64_t high = 0, low = 0;  // of the name: decide most comparisons
        const AccountIndexRow* row = nullptr;
        std::uint32_t place = 0;  // in the order of the ids, which is the view's
    };
    struct Valued {
        std::uint64_t high = 0, low = 0;  // of the column; the way down is in them
        std::uint32_t rank = 0;           // in by_name_
    };
    struct Known {
        AccountId id;
        std::uint32_t rank = 0;
    };
    enum class Stage : std::uint8_t { collect, names, values, words, match, filter, publish, words_ahead, done };

    void begin(const AccountQuery& query, std::uint64_t rows_version);
    static bool name_before(const Named& a, const Named& b);
    bool collect_some(const View& view);  // these: some rows more; true when all is done
    bool gather_words();
    bool value_some(const View& view);
    bool match_some();
    bool filter_some();
    void take_names();
    void publish();
    Valued value_of(const View& view, std::uint32_t rank) const;
    void sort_by_byte(unsigned byte);
    std::size_t rank_at(std::size_t place) const;  // in the order asked for
    bool by_names() const { return query_.sort == AccountColumn::name; }

    AccountQuery query_;
    std::uint64_t version_ = 0;
    Stage stage_ = Stage::collect;
    bool started_ = false;
    bool made_ = false;
    double begun_at_ = 0;  // ms: when the rows were looked through last
    std::size_t at_ = 0;  // where the present stage is

    std::vector<Known> known_;  // of the last by_name_, in the order of the ids
    std::size_t known_at_ = 0;  // in known_, while rows are collected
    AccountId collected_;       // the last one
    RunSort<Named> names_;
    struct Ranked {
        const AccountIndexRow* row = nullptr;
        AccountId id;  // here too: most passes need no more, and rows lie far apart
    };
    std::vector<Ranked> by_name_;
    std::string words_;  // of all rows by name, folded: what a search looks through
    std::vector<std::uint32_t> word_at_;  // where a row's begin; one more: the end
    std::vector<Valued> values_, scattered_;
    std::string sought_;                // query_.search, folded
    std::vector<std::uint8_t> matches_;  // by rank
    std::vector<AccountId> found_;       // of the filter under way

    std::vector<AccountId> order_;
    std::vector<int> places_;  // a hash table of 1 + index into order_, by the low half of the id; 0: free
    std::size_t total_ = 0;
};

}  // namespace parasol
