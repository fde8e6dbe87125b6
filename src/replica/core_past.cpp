#include <algorithm>

#include "domain/visibility.h"
#include "replica/core.h"
#include "replica/wanted_scopes.h"

namespace parasol {

void Replica::Core::look_back(std::optional<Instant> at) {
    const std::optional<Instant> before = past_ ? std::optional(past_->asked) : std::nullopt;
    if (at == before || !is_working()) return;
    ++past_number_;
    past_again_.cancel();
    past_pause_.reset();
    shown_.keep_for(nullptr);
    past_before_ = std::move(past_);
    if (at) {
        past_ = std::make_unique<LookingBack>();
        past_->asked = *at;
    }
    touch(true);
    go_back_further();
}

bool Replica::Core::shows_past() const {
    return past_ && past_->state == PastState::shown && !is_locked() && !ended_;
}

// Rows were read anew: nothing that was laid over them holds.
void Replica::Core::look_back_again() {
    if (!past_) return;
    const Instant at = past_->asked;
    look_back(std::nullopt);
    look_back(at);
}

View Replica::Core::past_view() const {
    return View(past_->rows->rows(), past_->rows->tree(), identity_.person, past_->at, View::Changes::none);
}

// First what leads back from all that is held, then what only the past names, until nothing is missing.
void Replica::Core::go_back_further() {
    if (!past_ || past_->asking || past_again_.is_set() || loading_) return;
    // What has not come yet would be missing from what was, too.
    if (!begun_.empty() && !past_->rows) return;
    if (!past_->rows) {
        pending_.hide(shown_);
        past_->rows = std::make_unique<PastRows>(shown_.rows(), shown_.tree());
        shown_.keep_for(past_->rows.get());
        pending_.show(shown_);
        past_->first.as_of = past_->asked;
        past_->first.cookie = cookie_;
        for (const Scope& scope : shown_.confirmed()) {
            if (has_past(scope.kind)) past_->first.held.push_back(scope);
        }
    }
    Pull pull = past_->led_back ? Pull() : past_->first;
    if (past_->led_back) {
        pull.as_of = past_->asked;
        const RowSet& rows = past_->rows->rows();
        auto wanted = wanted_scopes(rows, past_->rows->tree(), identity_.person, accounts_in_use());
        wanted.insert(looked_at_.begin(), looked_at_.end());
        for (const Scope& scope : wanted) {
            const bool missing = has_past(scope.kind) && !rows.holds(scope) && past_->refused.count(scope) == 0;
            if (missing && pull.wanted.size() < most_wanted) pull.wanted.push_back(scope);
        }
        if (pull.wanted.empty()) {
            if (past_->state == PastState::shown) return;
            past_->state = PastState::shown;
            return touch(true);
        }
    }
    past_->asking = true;
    ask(std::move(pull), [this, number = past_number_](std::optional<Reply> reply) {
        if (past_ && number == past_number_) past_answered(std::move(reply));
    });
}

void Replica::Core::past_answered(std::optional<Reply> reply) {
    past_->asking = false;
    const auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
    if (!pulled) {
        if (past_->state == PastState::coming) past_->state = PastState::unreachable;
        past_again_.set(past_pause_.next(chance_), guarded([this] { go_back_further(); }));
        return touch();
    }
    past_pause_.reset();
    past_->led_back = true;
    past_->at = pulled->as_of;
    past_->rows->take(pulled->scopes);
    for (const PulledScope& scope : pulled->scopes) {
        if (scope.answer == ScopeAnswer::gone) past_->refused.insert(scope.scope);
    }
    if (past_->state == PastState::unreachable) past_->state = PastState::coming;
    touch(true);
    go_back_further();
}

AccountDetails Replica::Core::past_details_of(AccountId account) const {
    return details_in(past_->rows->rows(), past_->refused, account);
}

}  // namespace parasol
