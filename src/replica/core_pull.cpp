#include <algorithm>

#include "replica/core.h"
#include "wire/scope_sum.h"

namespace parasol {
namespace {

constexpr Duration poll_every = 60 * one_second;  // pokes come sooner; this finds what a lost poke would hide
constexpr Duration keep_closed = one_hour;        // details of an account that was closed
// How long the rows of one reply may keep what is on the screen waiting, and how many these may be.
constexpr Duration part_time = 25;
constexpr std::int64_t fewest_rows = 250;
constexpr std::int64_t most_rows = 4000;

std::size_t rows_in(const Pulled& pulled) {
    std::size_t rows = 0;
    for (const PulledScope& scope : pulled.scopes) rows += scope.rows.size();
    return rows;
}
constexpr Duration tell_pull_every =
    10 * 60 * one_second;  // how exactly the last pull is known after a restart

bool has_ended(const Pulled& pulled, const Envelope& envelope) {
    return std::any_of(pulled.seen.begin(), pulled.seen.end(), [&](const ClientSeen& seen) {
        return envelope.seq <= seen.last_seq && seen.client == envelope.client;
    });
}

bool has_gone(const Pulled& pulled) {
    return std::any_of(pulled.scopes.begin(), pulled.scopes.end(),
                       [](const PulledScope& scope) { return scope.answer == ScopeAnswer::gone; });
}

// Whether something came that may bring an account into reach: it was moved into a list, or is a member that lets the
// administrators of its federation do more.
bool may_reach_more(const Pulled& pulled) {
    return std::any_of(pulled.scopes.begin(), pulled.scopes.end(), [](const PulledScope& scope) {
        const ScopeKind kind = scope.scope.kind;
        const bool tells = kind == ScopeKind::children || kind == ScopeKind::standing ||
                           kind == ScopeKind::federation || kind == ScopeKind::federation_owner;
        return tells && !scope.rows.empty();
    });
}

}  // namespace

void Replica::Core::pull_now() {
    if (role() == Role::follower) {
        say(TabSay::pull);
    } else {
        pull();
    }
}

void Replica::Core::pull() {
    pull_wanted_ = true;
    pull_missing();
}

// What is held already is pulled another time, unless `pull` has asked for it: however much that is, opening an account
// or going on with a long list costs no more than what comes.
void Replica::Core::pull_missing() {
    if (role() != Role::holder && role() != Role::alone) return;
    if (signed_out_ || identity_.session.empty() || !transport_.online()) return;
    if (pulling_) {
        more_wanted_ = true;
        return;
    }
    pulling_ = true;
    more_wanted_ = false;
    pull_again_.cancel();
    asks_kept_ = asks_kept_ || cookie_.empty();
    const bool besides = !pull_wanted_ && !asks_kept_ && has_to_come();
    pull_wanted_ = false;
    if (!besides) poll_.cancel();
    Pull pull = next_pull(besides);
    const std::string from = pull.cookie;
    exchange(std::move(pull), [this, from, besides, generation = generation_, asked = clock_.now(),
                               asked_kept = asks_kept_](std::optional<Reply> reply) {
        auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
        if (pulled && pulled->restored && !asked_kept && readable_) return ask_for_kept();
        pulling_ = false;
        if (is_working()) pull_answered(from, besides, generation, asked, std::move(reply));
    });
}

Pull Replica::Core::next_pull(bool besides) {
    Pull pull;
    pull.cookie = cookie_;
    pull.form = row_form;
    pull.most_rows = part_rows_;
    pull.besides = besides;
    if (!besides) name_held(pull);
    name_missing(pull);
    if (!besides) name_clients(pull);
    return pull;
}

void Replica::Core::name_held(Pull& pull) const {
    // Long lists last: should there be too much to answer, they have to wait.
    for (const bool lists : {false, true}) {
        for (const Scope& scope : shown_.confirmed()) {
            const bool is_now = (scope.kind == ScopeKind::children) == lists && begun_.count(scope) == 0;
            if (is_now) pull.held.push_back(scope);
        }
    }
}

void Replica::Core::name_missing(Pull& pull) const {
    // Long lists are last among what is missing: what else is wanted does not wait for their parts.
    const auto first_list = std::find_if(missing_.begin(), missing_.end(),
                                         [](const Scope& scope) { return scope.kind == ScopeKind::children; });
    const bool lists_wait = pull.besides && first_list != missing_.begin();
    for (const auto& [scope, after] : begun_) {
        if (!lists_wait && pull.begun.size() < most_wanted) pull.begun.push_back({scope, after});
    }
    const std::size_t room = most_scopes - std::min(most_scopes, pull.held.size() + pull.begun.size());
    const auto last = lists_wait ? first_list : missing_.end();
    const std::size_t count = std::min({static_cast<std::size_t>(last - missing_.begin()), most_wanted, room});
    pull.wanted.assign(missing_.begin(), missing_.begin() + static_cast<std::ptrdiff_t>(count));
}

// Only of clients whose commands have been compared with what was taken under their seqs (push does that).
void Replica::Core::name_clients(Pull& pull) {
    std::set<Id> clients;
    const auto ask_for = [&](ClientId client) {
        if (pull.clients.size() == most_clients || !clients.insert(client).second) return;
        pull.clients.push_back(client);
        const auto seen = seen_.find(client);
        if (seen != seen_.end()) pull.ended.push_back({client, seen->second});
    };
    if (asks_kept_) {
        for (const ClientId& client : kept_.clients()) {
            known_end_of(client);
            ask_for(client);
        }
    }
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        const ClientId client = pending_.at(index).envelope.client;
        if (pushed_.count(client) != 0 && singly_.count(client) == 0) ask_for(client);
    }
}

void Replica::Core::pull_answered(const std::string& from, bool besides, std::uint64_t generation, Instant asked,
                                  std::optional<Reply> reply) {
    if (role() == Role::none) return;  // once it is loaded, it is asked for again
    const auto try_later = [this] {
        pull_again_.set(pull_pause_.next(chance_), guarded([this] { pull(); }));
    };
    auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
    if (!pulled) {
        const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
        if (refusing && is_about_version(refusing->refusal)) speaks_apart(refusing->refusal);
        else reached(refusing != nullptr);
        if (refusing && refusing->refusal == Refusal::signed_out) {
            session_over();
        } else {
            try_later();
        }
        return;
    }
    const bool is_of_now = generation == generation_ && from == cookie_ && pulled->from == from;
    // What is held is of a state that was lost: it is asked for first.
    const bool lost = besides && pulled->restored;
    if (!is_of_now || lost || role() == Role::follower) {
        pull();
        return;
    }
    pull_pause_.reset();
    const Instant answered = clock_.now();
    offset_ = pulled->time - (asked + (answered - asked) / 2);
    reached(true);
    const bool progress = !pulled->scopes.empty() || !pulled->later.empty();
    if (besides) {
        // Everything else is as of the cookie still: what has changed since is told once more, which does no harm.
        pulled->cookie = cookie_;
    } else {
        asks_kept_ = false;
        pulled->restored = pulled->restored || (from.empty() && has_forgotten(*pulled));
        if (pulled->restored) settle_restored(*pulled);
        else check_seen(*pulled);
    }
    const bool complete_before = first_pull_complete_;
    const std::size_t rows = rows_in(*pulled);
    receive(std::move(*pulled));
    measure_part(rows);
    watch_lock();
    // All of it at one state, once, after it came in parts.
    pull_wanted_ = pull_wanted_ || (besides && first_pull_complete_ != complete_before);
    if (pull_wanted_ || more_wanted_ || (has_to_come() && progress)) {
        pull_missing();
    } else if (has_to_come()) {
        try_later();
    } else if (!poll_.is_set()) {
        poll_.set(poll_every, guarded([this] { poll(); }));
    }
    push();
}

// Slower devices take fewer rows at a time. The clock may have been set meanwhile; one reply says little.
void Replica::Core::measure_part(std::size_t rows) {
    if (rows < static_cast<std::size_t>(part_rows_) / 2) return;
    const Duration took = std::max<Duration>(clock_.now() - read_from_, 1);
    const std::int64_t fits = static_cast<std::int64_t>(rows) * part_time / took;
    part_rows_ = std::clamp(std::clamp(fits, part_rows_ / 2, part_rows_ * 2), fewest_rows, most_rows);
}

void Replica::Core::poll() {
    const Instant old = clock_.now() - keep_closed;
    for (auto closed = closed_.begin(); closed != closed_.end();) {
        // A clock that jumped back must not keep it for ever.
        const bool over = closed->second < old || closed->second > clock_.now();
        if (over) wants_stale_ = true;
        closed = over ? closed_.erase(closed) : std::next(closed);
    }
    if (has_lock_) look_for_tabs();
    pull();
}

// What the authority took under a client's name is taken for ours only as far as we have pushed it.
void Replica::Core::check_seen(Pulled& pulled) {
    for (ClientSeen& seen : pulled.seen) {
        std::int64_t& taken = pushed_[seen.client];
        taken = std::min(taken, seen.last_seq);  // less where it was restored from an older state: push again
        seen.last_seq = taken;
    }
}

// Takes a reply: the authority's own, or one that the holder has passed on.
void Replica::Core::receive(Pulled pulled) {
    const bool complete_before = first_pull_complete_;
    // With no cookie from before it cannot be said that the authority was restored.
    const bool restored = pulled.restored || cookie_.empty();
    cookie_ = pulled.cookie;
    last_pull_ = std::max(last_pull_, pulled.time);
    bool ends = false;
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        ends = ends || has_ended(pulled, pending_.at(index).envelope);
    }
    const bool rows = !pulled.scopes.empty();
    const bool lost = has_gone(pulled);
    if (rows || ends || wants_stale_ || pulled.restored || !pulled.later.empty()) {
        pending_.hide(shown_);
        if (pulled.restored) take_era(pulled);
        bool structural = shown_.apply_confirmed(pulled.scopes);
        note_parts(pulled);
        drop_for_anew(pulled);
        structural = structural || !pulled.later.empty();
        const bool reach_changed = structural || ends || (!refused_.empty() && may_reach_more(pulled));
        bool dropped = false;
        note_answers(pulled, reach_changed);
        const auto ended = take_ended(pulled);
        const auto refused = take_outcomes(pulled, ended);
        if (structural || ends || wants_stale_) {
            refresh_wanted();
            std::erase_if(again_, [this](const Scope& scope) { return wanted_.count(scope) == 0; });
            const bool may_drop = role() != Role::follower && again_.empty();
            dropped = may_drop && evict(pulled);
            wants_stale_ = !may_drop && role() != Role::follower;
        } else if (reach_changed || lost) {
            count_missing();
        }
        if (reach_grew_ && !has_to_come()) {
            refused_.clear();
            reach_grew_ = false;
            count_missing();
        }
        note_complete();
        commit(std::move(pulled), ended, refused);
        pending_.show(shown_);
        touch(rows || ends || dropped || structural);
        // What may be read no more may not be in the past either; and what was forgotten has not been.
        if (lost || restored) look_back_again();
        else go_back_further();
    } else if (now() - last_pull_stored_ > tell_pull_every || first_pull_complete_ != complete_before) {
        commit(std::move(pulled), {}, {});
    }
    if (first_pull_complete_ == complete_before) return;
    touch();
    if (has_lock_) say_state();
}

std::vector<std::unique_ptr<Pending>> Replica::Core::take_ended(const Pulled& pulled) {
    std::vector<std::unique_ptr<Pending>> all;
    for (const ClientSeen& seen : pulled.seen) {
        if (seen.last_seq == 0) continue;
        std::int64_t& known = seen_[seen.client];
        known = std::max(known, seen.last_seq);
        auto ended = pending_.take_ended(seen.client, known);
        std::move(ended.begin(), ended.end(), std::back_inserter(all));
    }
    return all;
}

std::vector<RefusedCommand> Replica::Core::take_outcomes(const Pulled& pulled,
                                                         const std::vector<std::unique_ptr<Pending>>& ended) {
    std::vector<RefusedCommand> told;
    for (const auto& pending : ended) {
        const Envelope& envelope = pending->envelope;
        for (const Outcome& outcome : pulled.outcomes) {
            bool anew = false;
            if (outcome.seq != envelope.seq || outcome.client != envelope.client || !tells(outcome, anew)) continue;
            if (dismissed_.count({outcome.client, outcome.seq}) != 0) continue;
            const auto is_it = [&](const RefusedCommand& known) {
                return known.outcome.seq == outcome.seq && known.outcome.client == outcome.client;
            };
            outcomes_.erase(std::remove_if(outcomes_.begin(), outcomes_.end(), is_it), outcomes_.end());
            told.push_back({envelope, outcome, now(), anew});
            outcomes_.push_back(told.back());
            break;
        }
    }
    return told;
}

// What changed and had no room in the reply, and what does not fit its checksum, is dropped and asked for whole. Who
// follows reads everything anew instead: the holder's rows are what the reply was about.
void Replica::Core::drop_for_anew(Pulled& pulled) {
    bool unfit = false;
    const bool sums = pulled.form == row_form;
    for (const PulledScope& scope : pulled.scopes) {
        again_.erase(scope.scope);
        if (!sums || scope.answer == ScopeAnswer::gone || shown_.confirmed().count(scope.scope) == 0) continue;
        if (begun_.count(scope.scope) != 0) continue;  // a sum is of all of it
        if (shown_.sum_of_scope(scope.scope) == scope.sum) continue;
        ++mismatches_;
        unfit = true;
        // Where even all of it does not fit, asking again would not help.
        if (scope.answer == ScopeAnswer::changes && role() != Role::follower) pulled.later.push_back(scope.scope);
    }
    if (role() == Role::follower) {
        ahead_of_storage_ = ahead_of_storage_ || unfit;
        return;
    }
    const RowPatch dropped = patch_dropping(pulled.later);
    shown_.apply_confirmed(dropped);
    for (const Scope& scope : pulled.later) begun_.erase(scope);
    pulled.scopes.insert(pulled.scopes.end(), dropped.begin(), dropped.end());
    again_.insert(pulled.later.begin(), pulled.later.end());
}

// Which scopes have come in part: of each that has begun it is said how far it is now.
void Replica::Core::note_parts(const Pulled& pulled) {
    for (const PulledScope& scope : pulled.scopes) {
        if (scope.after && scope.answer != ScopeAnswer::gone) begun_[scope.scope] = *scope.after;
        else begun_.erase(scope.scope);
    }
}

void Replica::Core::note_answers(const Pulled& pulled, bool reach_changed) {
    // What was out of reach may be within it now, and is asked for once more: but not with every part of what comes.
    reach_grew_ = reach_grew_ || reach_changed;
    if (reach_grew_ && first_pull_complete_ && begun_.empty()) {
        refused_.clear();
        reach_grew_ = false;
    }
    for (const PulledScope& scope : pulled.scopes) {
        if (scope.answer == ScopeAnswer::gone) {
            // What is not wanted was not refused: the holder needed it no more.
            const auto& later = pulled.later;
            const bool comes = std::find(later.begin(), later.end(), scope.scope) != later.end();
            if (!comes && wanted_.count(scope.scope) != 0) refused_.insert(scope.scope);
        } else {
            refused_.erase(scope.scope);
        }
    }
}

}  // namespace parasol
