// What "Search" finds: accounts by name, number or third-party reference, among all that this device holds. The texts
// of 100,000 accounts are put in one piece in slices, once; what is typed is then looked up in that piece, so an answer
// is there within the frame, or few.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/callback.h"
#include "replica/view.h"

namespace parasol {

class AccountSearch {
public:
    static constexpr std::size_t most_shown = 20;

    // Goes on for about `budget_ms` (by `now_ms`) towards what is typed; rows_version is the replica's. Words are told
    // apart by spaces and may stand in any order; case and accents do not count. True while there is more to do: wake
    // and call again.
    bool update(const View& view, std::uint64_t rows_version, std::string_view typed, double budget_ms,
                const Callback<double()>& now_ms);

    // The best of the last answer, best first: the very number or reference, then names that begin so, then names of
    // which a word does, then the rest, by name. A row may have gone since: look each up.
    const std::vector<AccountId>& found() const { return found_; }
    std::size_t count() const { return count_; }     // of all that match
    std::size_t searched() const { return rows_.size(); }
    // Whether `found` answers what was typed last.
    bool answered() const { return answered_; }

private:
    struct Candidate {
        int rank = 0;
        std::uint32_t row = 0;
    };
    struct Entry {
        AccountId id;
        std::uint32_t at = 0;  // of its texts in words_: folded name, number and reference, each ended by a zero byte
    };

    void collect(const View& view);
    void gather(const View& view);
    bool look();
    std::string_view words_of(std::size_t row) const;
    int rank_of(std::string_view words) const;  // -1: it does not match
    bool before(const Candidate& a, const Candidate& b) const;

    std::uint64_t version_ = 0;
    bool started_ = false;
    std::string typed_;               // folded
    std::vector<std::string> parts_;  // of it, the longest first
    std::vector<Entry> rows_;
    std::string words_;
    std::size_t gathered_ = 0;  // rows whose texts are in words_
    std::size_t looked_ = 0;
    std::size_t matching_ = 0;
    std::vector<Candidate> best_;
    bool answered_ = false;
    std::vector<AccountId> found_;
    std::size_t count_ = 0;
};

}  // namespace parasol
