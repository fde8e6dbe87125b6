// Which scopes are held, and which accounts are open.
#include <algorithm>

#include "domain/sort_by.h"
#include "replica/core.h"
#include "replica/wanted_scopes.h"

namespace parasol {
namespace {

constexpr std::size_t most_closed = 64;

// What a person looks at first comes first.
int urgency(const Scope& scope) {
    switch (scope.kind) {
    case ScopeKind::person: return 0;
    case ScopeKind::account: return 1;
    case ScopeKind::standing: return 2;
    case ScopeKind::face: return 3;
    case ScopeKind::children: return 5;
    default: return 4;
    }
}

}  // namespace

std::vector<AccountId> Replica::Core::accounts_in_use() const {
    std::vector<AccountId> accounts;
    for (const auto& [account, count] : opened_) accounts.emplace_back(account);
    for (const auto& [account, since] : closed_) accounts.emplace_back(account);
    for (const auto& [client, opened] : opened_by_tabs_)
        accounts.insert(accounts.end(), opened.accounts.begin(), opened.accounts.end());
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        accounts.push_back(pending_.at(index).envelope.account);
        accounts.push_back(pending_.at(index).envelope.home);
    }
    return accounts;
}

void Replica::Core::refresh_wanted() {
    wanted_ = wanted_scopes(shown_.rows(), shown_.tree(), identity_.person, accounts_in_use());
    wanted_.insert(looked_at_.begin(), looked_at_.end());
    for (const auto& [client, opened] : opened_by_tabs_) wanted_.insert(opened.scopes.begin(), opened.scopes.end());
    count_missing();
}

void Replica::Core::count_missing() {
    missing_.clear();
    for (const Scope& scope : wanted_) {
        if (shown_.confirmed().count(scope) == 0 && refused_.count(scope) == 0) missing_.push_back(scope);
    }
    sort_in_order(missing_, [](const Scope& a, const Scope& b) {
        const int urgent_a = urgency(a);
        const int urgent_b = urgency(b);
        return urgent_a != urgent_b ? urgent_a < urgent_b : a < b;
    });
    note_complete();
}

void Replica::Core::note_complete() {
    if (!cookie_.empty() && !has_to_come()) first_pull_complete_ = true;
}

// What is needed no more is dropped, here and wherever this reply is followed.
bool Replica::Core::evict(Pulled& pulled) {
    RowPatch dropped;
    for (const Scope& scope : shown_.confirmed()) {
        if (wanted_.count(scope) != 0) continue;
        begun_.erase(scope);
        dropped.push_back({scope, ScopeAnswer::gone, {}, {}});
    }
    shown_.apply_confirmed(dropped);
    const bool any = !dropped.empty();
    std::move(dropped.begin(), dropped.end(), std::back_inserter(pulled.scopes));
    return any;
}

// --- Opening ---

void Replica::Core::open(AccountId account) {
    if (account.is_none() || !is_working()) return;
    closed_.erase(account);
    if (++opened_[account] > 1) return;
    refused_.erase(account_scope(account));
    refused_.erase(people_of(account));
    say_opened();
    refresh_wanted();
    if (!missing_.empty()) pull_missing();
    go_back_further();
}

void Replica::Core::close(AccountId account) {
    const auto found = opened_.find(account);
    if (found == opened_.end() || --found->second > 0) return;
    opened_.erase(found);
    closed_[account] = clock_.now();
    if (closed_.size() > most_closed) {
        const auto oldest = std::min_element(
            closed_.begin(), closed_.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        closed_.erase(oldest);
        wants_stale_ = true;
    }
    say_opened();
}

void Replica::Core::look_at(std::vector<Scope> scopes) {
    if (scopes == looked_at_ || !is_working()) return;
    for (const Scope& scope : scopes) refused_.erase(scope);
    looked_at_ = std::move(scopes);
    wants_stale_ = true;
    say_opened();
    refresh_wanted();
    if (!missing_.empty()) pull_missing();
    go_back_further();
}

AccountDetails Replica::Core::details_in(const RowSet& rows, const ShownRows::ScopeSet& refused, AccountId account) {
    if (rows.holds(account_scope(account)) && rows.holds(people_of(account))) return AccountDetails::known;
    return refused.count(account_scope(account)) != 0 ? AccountDetails::gone : AccountDetails::coming;
}

}  // namespace parasol
