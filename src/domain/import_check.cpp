#include "domain/import_check.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "domain/account_rules.h"
#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/sort_by.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

constexpr std::size_t no_row = static_cast<std::size_t>(-1);

// Where problems of a row are in the order of the columns.
constexpr std::string_view columns[] = {"number",  "name", "kind", "parent", "third_party_reference",
                                        "contact", "email"};

std::size_t column_order(std::string_view column) {
    return static_cast<std::size_t>(std::find(std::begin(columns), std::end(columns), column) -
                                    std::begin(columns));
}

std::string_view kind_text(AccountKind kind) {
    switch (kind) {
    case AccountKind::operator_: return "operator";
    case AccountKind::partner: return "partner";
    case AccountKind::reseller: return "reseller";
    case AccountKind::customer: return "customer";
    case AccountKind::internal_use: return "internal use";
    }
    return {};
}

// A parent that a row names: an account that exists, or another row.
struct Place {
    enum class State : std::uint8_t { unknown, found, absent, ambiguous } state = State::unknown;
    std::size_t row = no_row;
    AccountId id;
    AccountKind kind = AccountKind::customer;
    bool suspended = false;  // itself or by an ancestor
    bool closed = false;
};

class ImportCheck {
  public:
    ImportCheck(Work& work, AccountId base, const std::vector<ImportRow>& rows,
                const std::vector<ImportProblem>& found, bool reaches_below)
        : work_(work), base_(base), rows_(rows), problems_(found), kind_known_(rows.size(), true),
          reaches_below_(reaches_below) {
        std::unordered_set<std::int64_t> without_kind;
        for (const ImportProblem& problem : found) {
            if (problem.reason == Refusal::kind_not_valid) without_kind.insert(problem.row);
        }
        for (std::size_t at = 0; at < rows.size(); ++at)
            kind_known_[at] = without_kind.count(row_number(at)) == 0;
    }

    ImportPlan run() {
        for (std::size_t row = 0; row < rows_.size(); ++row) check_texts(row);
        index_rows();
        check_numbers();
        read_base();
        places_.reserve(rows_.size());
        for (const ImportRow& row : rows_) places_.push_back(place_of(rules::tidy(row.parent)));
        check_cycles();
        for (std::size_t row = 0; row < rows_.size(); ++row) check_place(row);
        check_references();
        return finish();
    }

  private:
    std::int64_t row_number(std::size_t at) const {
        static constexpr std::int64_t first_row = 2;  // the header is row 1
        return rows_[at].row > 0 ? rows_[at].row : static_cast<std::int64_t>(at) + first_row;
    }
    std::string row_name(std::size_t at) const { return "row " + std::to_string(row_number(at)); }

    void add(std::size_t at, std::string_view column, Refusal reason, std::string detail) {
        problems_.push_back({row_number(at), std::string(column), reason, std::move(detail)});
    }

    void check_texts(std::size_t at) {
        const ImportRow& row = rows_[at];
        if (!row.number.empty() && !is_account_number(row.number)) {
            add(at, "number", Refusal::number_not_valid, excerpt(row.number));
        }
        if (const auto refusal = check_name(row.name)) add(at, "name", *refusal, excerpt(row.name));
        if (const auto refusal = check_text(row.parent)) add(at, "parent", *refusal, excerpt(row.parent));
        if (const auto refusal = check_text(row.third_party_reference)) {
            add(at, "third_party_reference", *refusal, excerpt(row.third_party_reference));
        }
        if (const auto refusal = check_text(row.contact)) add(at, "contact", *refusal, excerpt(row.contact));
        const std::string_view email = trimmed(row.email);
        if (!email.empty() && !is_email(email)) add(at, "email", Refusal::email_not_valid, excerpt(email));
    }

    void index_rows() {
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            if (!rows_[at].number.empty()) rows_by_number_.emplace(rows_[at].number, at);  // the first stays
            const std::string reference = rules::tidy(rows_[at].third_party_reference);
            if (!reference.empty()) rows_by_reference_[reference].push_back(at);
        }
    }

    void check_numbers() {
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            const std::string& number = rows_[at].number;
            if (!is_account_number(number)) continue;
            const std::size_t first = rows_by_number_.at(number);
            if (first != at) {
                add(at, "number", Refusal::number_taken, row_name(first));
            } else if (rules::number_in_use(work_, number) == Presence::present) {
                add(at, "number", Refusal::number_taken, number);
            }
        }
    }

    void read_base() {
        const auto found = work_.find<AccountRow>(account_scope(base_), base_);
        if (!found.present()) return;
        base_number_ = found->number;
        base_reference_ = found->third_party_reference;
        base_place_ = {Place::State::found,
                       no_row,
                       base_,
                       found->kind,
                       ancestry_of(work_, base_).suspended,
                       found->state == AccountState::closed};
    }

    const Place& place_of(const std::string& parent) {
        if (parent.empty()) return base_place_;
        const auto known = known_places_.find(parent);
        if (known != known_places_.end()) return known->second;
        Place place;
        if (is_account_number(parent)) place = place_by_number(parent);
        if (place.state != Place::State::found) place = place_by_reference(parent);
        return known_places_.emplace(parent, place).first->second;
    }

    Place place_at_row(std::size_t row) const {
        return {Place::State::found, row, rows_[row].id, rows_[row].kind, false, false};
    }

    Place place_by_number(const std::string& number) {
        const auto row = rows_by_number_.find(number);
        if (row != rows_by_number_.end()) return place_at_row(row->second);
        if (number == base_number_) return base_place_;
        if (!reaches_below_) return {};
        AccountId id;
        work_.each<NumberKeyRow>(number_key(number), [&](const NumberKeyRow& key) { id = key.id; });
        if (id.is_none()) return {};
        const Ancestry ancestry = ancestry_of(work_, id);
        const auto above = ancestry.chain.begin() + 1;
        if (std::find(above, ancestry.chain.end(), base_) == ancestry.chain.end()) return {};
        const auto account = work_.find<AccountRow>(account_scope(id), id);
        if (!account.present()) return {};
        return {Place::State::found,
                no_row,
                id,
                account->kind,
                ancestry.suspended,
                account->state == AccountState::closed};
    }

    Place place_by_reference(const std::string& text) {
        if (!tree_read_ && reaches_below_) read_tree();
        std::vector<Place> fitting;
        // A preview has no number keys: there a number is looked for where references are, in what is held.
        const auto by_number = tree_by_number_.find(text);
        if (by_number != tree_by_number_.end()) return by_number->second;
        if (is_account_number(text) && !tree_known_) return {};
        if (text == base_reference_) fitting.push_back(base_place_);
        const auto rows = rows_by_reference_.find(text);
        if (rows != rows_by_reference_.end()) {
            for (const std::size_t row : rows->second) fitting.push_back(place_at_row(row));
        }
        const auto existing = tree_by_reference_.find(text);
        if (existing != tree_by_reference_.end()) {
            fitting.insert(fitting.end(), existing->second.begin(), existing->second.end());
        }
        if (fitting.size() == 1) return fitting.front();
        Place none;
        none.state = !fitting.empty() ? Place::State::ambiguous
                     : tree_known_    ? Place::State::absent
                                      : Place::State::unknown;
        return none;
    }

    // The accounts below the base, as far as they are known.
    void read_tree() {
        tree_read_ = true;
        std::vector<std::pair<AccountId, bool>> bases = {{base_, base_place_.suspended}};
        for (std::size_t at = 0; at < bases.size(); ++at) {
            const auto [base, base_suspended] = bases[at];
            const bool above_suspended = base_suspended;
            const bool known =
                work_.each<AccountIndexRow>(children_of(base), [&](const AccountIndexRow& row) {
                    const bool suspended = above_suspended || row.state == AccountState::suspended;
                    const Place place = {Place::State::found,
                                         no_row,
                                         row.id,
                                         row.kind,
                                         suspended,
                                         row.state == AccountState::closed};
                    if (is_base(row.kind)) bases.emplace_back(row.id, suspended);
                    if (!row.number.empty()) tree_by_number_.emplace(row.number, place);
                    if (!row.third_party_reference.empty()) {
                        tree_by_reference_[row.third_party_reference].push_back(place);
                    }
                });
            tree_known_ = tree_known_ && known;
        }
    }

    // Rows that are, in a ring, each other's parents.
    void check_cycles() {
        enum class Mark : std::uint8_t { fresh, on_path, done };
        std::vector<Mark> marks(rows_.size(), Mark::fresh);
        for (std::size_t start = 0; start < rows_.size(); ++start) {
            std::vector<std::size_t> path;
            std::size_t at = start;
            while (at != no_row && marks[at] == Mark::fresh) {
                marks[at] = Mark::on_path;
                path.push_back(at);
                at = places_[at].row;
            }
            if (at != no_row && marks[at] == Mark::on_path) {
                const auto ring = std::find(path.begin(), path.end(), at);
                for (auto row = ring; row != path.end(); ++row) {
                    add(*row, "parent", Refusal::parent_cycle, excerpt(trimmed(rows_[*row].parent)));
                }
            }
            for (const std::size_t row : path) marks[row] = Mark::done;
        }
    }

    void check_place(std::size_t at) {
        const ImportRow& row = rows_[at];
        const Place& place = places_[at];
        const std::string parent = excerpt(trimmed(row.parent));
        if (place.state == Place::State::absent) add(at, "parent", Refusal::parent_unknown, parent);
        if (place.state == Place::State::ambiguous) add(at, "parent", Refusal::parent_ambiguous, parent);
        if (place.state != Place::State::found) {
            if (kind_known_[at] && row.kind == AccountKind::operator_) {
                add(at, "kind", Refusal::kind_not_allowed_here, std::string(kind_text(row.kind)));
            }
            return;
        }
        if (place.closed) {
            add(at, "parent", Refusal::account_closed, parent);
        } else if (place.suspended) {
            add(at, "parent", Refusal::account_suspended, parent);
        }
        const bool parent_kind_known = place.row == no_row || kind_known_[place.row];
        if (kind_known_[at] && parent_kind_known && !rules::may_be_below(place.kind, row.kind)) {
            add(at, "kind", Refusal::kind_not_allowed_here, std::string(kind_text(row.kind)));
        }
    }

    void check_references() {
        std::unordered_map<std::string, std::size_t>
            used;  // parent and reference -> row; no_row = an account
        const auto key = [](AccountId parent, const std::string& reference) {
            return to_string(parent) + reference;
        };
        std::unordered_set<Id, IdHash> parents_read;
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            const std::string reference = rules::tidy(rows_[at].third_party_reference);
            const Place& place = places_[at];
            if (reference.empty() || place.state != Place::State::found) continue;
            if (place.row == no_row && parents_read.insert(place.id).second) {
                work_.each<AccountIndexRow>(children_of(place.id), [&](const AccountIndexRow& row) {
                    if (row.third_party_reference.empty()) return;
                    used.emplace(key(place.id, row.third_party_reference), no_row);
                });
            }
            const auto [first, added] = used.emplace(key(place.id, reference), at);
            if (added) continue;
            add(at, "third_party_reference", Refusal::reference_taken,
                first->second == no_row ? excerpt(reference) : row_name(first->second));
        }
    }

    ImportPlan finish() {
        sort_by(problems_, [](const ImportProblem& problem) {
            // Whoever sends an import can write any number as a row: it may wrap around, and must not overflow.
            return static_cast<std::uint64_t>(problem.row) * 64 + column_order(problem.column);
        });
        if (problems_.size() > most_import_problems) problems_.resize(most_import_problems);
        ImportPlan plan;
        plan.problems = std::move(problems_);
        plan.parents.reserve(places_.size());
        for (const Place& place : places_) plan.parents.push_back(place.id);
        return plan;
    }

    Work& work_;
    const AccountId base_;
    const std::vector<ImportRow>& rows_;
    std::vector<ImportProblem> problems_;
    std::vector<bool> kind_known_;
    const bool reaches_below_;

    std::unordered_map<std::string, std::size_t> rows_by_number_;
    std::unordered_map<std::string, std::vector<std::size_t>> rows_by_reference_;

    std::string base_number_;
    std::string base_reference_;
    Place base_place_;
    bool tree_read_ = false;
    bool tree_known_ = true;
    std::unordered_map<std::string, Place> tree_by_number_;
    std::unordered_map<std::string, std::vector<Place>> tree_by_reference_;

    std::unordered_map<std::string, Place> known_places_;
    std::vector<Place> places_;  // of each row
};

}  // namespace

ImportPlan plan_import(Work& work, AccountId base, const std::vector<ImportRow>& rows,
                       const std::vector<ImportProblem>& found, bool reaches_below) {
    return ImportCheck(work, base, rows, found, reaches_below).run();
}

std::vector<ImportProblem> check_import(const RowSet& held, AccountId base,
                                        const std::vector<ImportRow>& rows,
                                        const std::vector<ImportProblem>& found) {
    // Only read: a work that writes nothing leaves the rows untouched.
    Work work(const_cast<RowSet&>(held));
    return plan_import(work, base, rows, found).problems;
}

}  // namespace parasol
