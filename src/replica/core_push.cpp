#include <algorithm>

#include "replica/core.h"
#include "wire/json.h"

namespace parasol {
namespace {

constexpr Duration answer_within = 60 * one_second;
constexpr std::size_t longest_run = 64;
static_assert(longest_run <= most_commands);
constexpr std::size_t largest_run = 8 * 1024 * 1024;  // bytes of JSON, about

std::size_t rough_size(const Envelope& envelope) {
    const auto* import = std::get_if<ImportAccounts>(&envelope.command);
    return 1000 + (import ? import->rows.size() * 600 : 0);
}

}  // namespace

// Asks once. `done` is called once, with nothing where there was no answer or none that can be read.
void Replica::Core::exchange(RequestBody body, Callback<void(std::optional<Reply>)> done) {
    const std::uint64_t number = ++last_exchange_;
    auto& exchange = *(exchanges_[number] = std::make_unique<Exchange>(clock_));
    exchange.request = Request{protocol_version, identity_.session, std::move(body)};
    exchange.done = std::move(done);
    exchange.limit.set(answer_within, guarded([this, number] { answered(number, std::nullopt); }));
    transport_.request(encode(exchange.request),
                       guarded([this, number](std::optional<std::string> text) {
                           if (exchanges_.count(number) == 0) return;
                           read_from_ = clock_.now();
                           answered(number, text ? decode_reply(*text) : std::nullopt);
                       }));
}

void Replica::Core::answered(std::uint64_t number, std::optional<Reply> reply) {
    const auto found = exchanges_.find(number);
    if (found == exchanges_.end()) return;
    const auto ended = std::move(found->second);
    exchanges_.erase(found);
    // The end of a session that has been replaced meanwhile says nothing: it is asked in the new one's name.
    const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
    const bool is_old = refusing && refusing->refusal == Refusal::signed_out &&
                        ended->request.session != identity_.session && !identity_.session.empty();
    if (is_old) {
        exchange(std::move(ended->request.body), std::move(ended->done));
    } else {
        ended->done(std::move(reply));
    }
}

void Replica::Core::ask(RequestBody body, Callback<void(std::optional<Reply>)> done) {
    if (!is_working()) return;
    exchange(std::move(body), [this, done = std::move(done)](std::optional<Reply> reply) {
        const auto* refusing = reply ? std::get_if<Refusing>(&*reply) : nullptr;
        if (refusing && refusing->refusal == Refusal::signed_out) session_over();
        done(std::move(reply));
    });
}

void Replica::Core::reached(bool reached) {
    // A follower shows what the holder says, and would not hear it again where only it was cut off.
    if (role() == Role::follower) return;
    if (heard_of_reach_ && reachable_ == reached && !apart_) return;
    apart_.reset();
    heard_of_reach_ = true;
    reachable_ = reached;
    if (has_lock_) say_state();
    touch();
}

// The queue is kept. Another tab may have a session that lives.
void Replica::Core::session_over() {
    if (signed_out_) return;
    signed_out_ = true;
    leave_sync_lock();
    push_again_.cancel();
    pull_again_.cancel();
    touch();
}

// Stored commands are the holder's to push; what could not be stored, its own tab's.
bool Replica::Core::may_push(const Pending& pending) const {
    const ClientId client = pending.envelope.client;
    if (blocked_.count(client) != 0 || unconfirmed_.count(client) != 0) return false;
    const auto taken = pushed_.find(client);
    if (taken != pushed_.end() && pending.envelope.seq <= taken->second) return false;
    if (!pending.stored) return storage_error_ != StorageError::none;
    return has_lock_ || (detached_ && client == client_);
}

// The first commands that may go, of one client, in its order. What stands before them in the queue goes
// first.
std::vector<Envelope> Replica::Core::next_run() const {
    std::vector<Envelope> run;
    std::size_t size = 0;
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        const Pending& pending = pending_.at(index);
        if (!may_push(pending)) continue;
        const Envelope& envelope = pending.envelope;
        if (!run.empty()) {
            const bool follows = envelope.client == run.back().client && envelope.seq == run.back().seq + 1;
            const bool fits = run.size() < longest_run && size + rough_size(envelope) <= largest_run;
            if (!follows || !fits || singly_.count(envelope.client) != 0) break;
        }
        size += rough_size(envelope);
        run.push_back(envelope);
    }
    return run;
}

void Replica::Core::push() {
    if (pushing_ || reissuing_ || push_again_.is_set() || role() == Role::none) return;
    if (signed_out_ || identity_.session.empty() || !transport_.online()) return;
    std::vector<Envelope> run = next_run();
    if (run.empty()) return;
    Push push;
    push.commands = run;
    push.ended = ended_of(run.front().client);
    pushing_ = true;
    exchange(std::move(push), [this, run = std::move(run)](std::optional<Reply> reply) {
        pushing_ = false;
        if (role() != Role::none) pushed(run, std::move(reply));
    });
}

// How far a client's commands are known to have ended: an authority that was restored from an older state goes on
// from there, so to say too much would lose what is in between. Of this tab and of one that is gone all commands
// are known here: those that still wait have not ended. Of another living tab some may not have been heard of yet.
// What is kept is not to be passed over: it would be pushed again.
std::int64_t Replica::Core::ended_of(ClientId client) const {
    const auto seen = seen_.find(client);
    std::int64_t ended = seen == seen_.end() ? 0 : seen->second;
    if (client == client_ || live_.count(client) == 0) ended = std::max(ended, pending_.first_seq_of(client) - 1);
    return kept_.first_up_to(client, ended) - 1;
}

void Replica::Core::pushed(const std::vector<Envelope>& run, std::optional<Reply> reply) {
    const ClientId client = run.front().client;
    if (!reply) {
        reached(false);
        push_again_later();
        return;
    }
    reached(true);
    if (const auto* refusing = std::get_if<Refusing>(&*reply)) {
        if (refusing->refusal == Refusal::signed_out) {
            session_over();
        } else if (is_about_version(refusing->refusal)) {
            speaks_apart(refusing->refusal);
            push_again_later();
        } else if (refusing->refusal == Refusal::malformed) {
            push_misfit(run, true);
        } else {
            push_again_later();
        }
        return;
    }
    const auto* answer = std::get_if<Pushed>(&*reply);
    if (!answer || answer->client != client) {
        push_again_later();
        return;
    }
    if (answer->refusal == Refusal::malformed) {
        push_misfit(run, false);
        return;
    }
    std::int64_t& taken = pushed_[client];
    if (answer->refusal == Refusal::sequence_gap) {
        // It may have been restored from a backup, and have forgotten what waits here, or is kept.
        const bool forgotten = answer->last_seq < taken;
        taken = std::min(taken, answer->last_seq);
        if (!brings_back(client, answer->last_seq) && !forgotten) block(client);
        push();
        return;
    }
    const std::int64_t before = std::max(taken, run.front().seq - 1);
    taken = std::max(taken, std::min(answer->last_seq, run.back().seq));
    if (taken > before) {
        push_pause_.reset();
        pull();
    }
    if (answer->refusal == Refusal::sequence_reused) {
        push_reused(run);
    } else if (answer->refusal == Refusal::confirmation_needed) {
        unconfirmed_.insert(client);
        say_unconfirmed();
        touch();
    } else if (answer->refusal) {
        push_again_later();
    } else if (taken <= before) {
        block(client);
    }
    push();
}

void Replica::Core::push_again_later() {
    push_again_.set(push_pause_.next(chance_), guarded([this] { push(); }));
}

// Its commands do not fit what the authority knows of it: something earlier is missing. Others go on.
void Replica::Core::block(ClientId client) {
    blocked_.insert(client);
    if (unblock_.is_set()) return;
    unblock_.set(block_pause_.next(chance_), guarded([this] {
                     blocked_.clear();
                     reread_pending();
                     push();
                 }));
}

// The authority cannot take these commands as they are: not this person's client, or not readable to it.
void Replica::Core::push_misfit(const std::vector<Envelope>& run, bool unreadable) {
    const ClientId client = run.front().client;
    if (run.size() > 1) {
        singly_.insert(client);
        push();
    } else if (!unreadable && reissued_.count(client) == 0) {
        reissue(client, run.front().seq);
    } else {
        end_here(run.front(), Refusal::malformed);
    }
}

// Another command was taken under one of these seqs. One by one it turns out which of them were not.
void Replica::Core::push_reused(const std::vector<Envelope>& run) {
    const ClientId client = run.front().client;
    pushed_[client] = run.front().seq - 1;
    if (run.size() > 1) {
        singly_.insert(client);
    } else {
        reissue(client, run.front().seq);
    }
}

// A new client pushes what could not be pushed under this one's name.
void Replica::Core::reissue(ClientId client, std::int64_t from) {
    const ClientId to(make_id());
    std::vector<StorageWrite> writes;
    std::vector<std::string> old_keys;
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        const Pending& pending = pending_.at(index);
        if (pending.envelope.client != client || pending.envelope.seq < from || pending.number == 0) continue;
        old_keys.push_back(pending_key(pending));
        writes.push_back({Store::pending, old_keys.back(), std::nullopt});
    }
    pending_.hide(shown_);
    const std::int64_t count = pending_.rename(client, from, to);
    pending_.show(shown_);
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        const Pending& pending = pending_.at(index);
        if (pending.envelope.client != to || !pending.stored) continue;
        writes.push_back({Store::pending, pending_key(pending), pending_record(pending.envelope)});
    }
    singly_.erase(client);
    reissued_.insert(to);
    if (client == client_) {
        tabs_.release(client_lock(client));
        take_client(to);
        next_seq_ = count + 1;
        say(TabSay::hello, {to_string(client_)});
    }
    touch(true);
    if (!readable_ || writes.empty()) {
        push();
        return;
    }
    reissuing_ = true;
    storage_.write(std::move(writes), Durability::strict, guarded([this, to, old_keys](StorageError error) {
                       reissuing_ = false;
                       if (error != StorageError::none) {
                           for (const std::string& key : old_keys)
                               records_.put(Store::pending, key, std::nullopt);
                           pending_.hide(shown_);
                           pending_.save_again(to);
                           pending_.show(shown_);
                       } else {
                           say(TabSay::reread);
                       }
                       go_on();
                   }));
}

// The authority will never take it: it ends here, and the person is told why, where they did not wish it themselves.
void Replica::Core::end_here(const Envelope& envelope, std::optional<Refusal> refusal) {
    Pulled pulled;
    pulled.from = cookie_;
    pulled.cookie = cookie_;
    pulled.time = last_pull_;
    pulled.seen.push_back({envelope.client, envelope.seq});
    pulled.outcomes.push_back({envelope.client, envelope.seq, refusal, {}});
    pushed_[envelope.client] = envelope.seq;
    ending_here_ = true;
    receive(std::move(pulled));
    ending_here_ = false;
    go_on();
}

// What waits is kept; it is tried again, ever more slowly: either side may be updated at any time.
void Replica::Core::speaks_apart(Refusal refusal) {
    if (role() == Role::follower || apart_ == refusal) return;
    apart_ = refusal;
    if (has_lock_) say_state();
    touch();
}

// --- What waits for ConfirmSignIn ---

UnconfirmedCommand Replica::Core::unconfirmed() const {
    if (signed_out_) return {};
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        const Envelope& envelope = pending_.at(index).envelope;
        const ClientId client = envelope.client;
        const auto taken = pushed_.find(client);
        const bool was_taken = taken != pushed_.end() && envelope.seq <= taken->second;
        if (unconfirmed_.count(client) == 0 || was_taken || !needs_confirmation(envelope.command)) continue;
        const bool left_behind = has_lock_ && live_.count(client) == 0;
        return {&envelope, client == client_ || left_behind};
    }
    return {};
}

void Replica::Core::confirmed() {
    if (!is_working()) return;
    say(TabSay::confirmed);
    hear_confirmed();
}

void Replica::Core::hear_confirmed() {
    unconfirmed_.clear();
    ++confirmations_;
    touch();
    push();
}

// The holder alone ends what everybody sees; a tab that goes by itself, its own.
void Replica::Core::withdraw(ClientId client, std::int64_t seq) {
    if (!is_working() || unconfirmed_.count(client) == 0) return;
    if (role() == Role::follower) return say(TabSay::withdraw, {to_string(client), std::to_string(seq)});
    const Pending* pending = pending_.find(client, seq);
    if (!pending) return;
    if (pending_.first_seq_of(client) != seq) return pull();  // what became of those before is heard first
    unconfirmed_.erase(client);
    say_unconfirmed();
    end_here(Envelope(pending->envelope), std::nullopt);
}

void Replica::Core::say_unconfirmed() {
    if (!has_lock_) return;
    std::string body;
    for (const Id& client : unconfirmed_) body += to_string(client) + "\n";
    say(TabSay::unconfirmed, {}, std::move(body));
}

}  // namespace parasol
