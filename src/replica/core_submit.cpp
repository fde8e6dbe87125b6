#include <algorithm>

#include "domain/rules.h"
#include "replica/core.h"
#include "replica/outcome_record.h"

namespace parasol {
namespace {

constexpr Duration try_rows_again = 10 * 60 * one_second;  // after a full disk

}  // namespace

CommandHandle Replica::Core::submit(AccountId account, AccountId home, Via via, Command command) {
    CommandHandle handle;
    handle.client = client_;
    const auto refuse = [&](Refusal refusal) {
        handle.verdict = Verdict::refused;
        handle.refusal = refusal;
        return handle;
    };
    if (!is_working() || is_locked()) return refuse(Refusal::signed_out);
    if (is_system(command)) return refuse(Refusal::malformed);

    Pending pending;
    pending.envelope = {client_, next_seq_, identity_.person, home, via, account, now(), std::move(command)};
    // What waits may change everything after it: then a refusal here proves nothing.
    const bool can_be_final = !loading_ && !pending_.any_waiting();
    if (can_be_final) {
        Decision decision = decide(pending.envelope, {}, shown_.rows());
        if (auto* refused = std::get_if<Refused>(&decision.result)) {
            handle.problems = std::move(refused->problems);
            return refuse(refused->refusal);
        }
    }
    handle.seq = next_seq_++;
    pending_.add(shown_, std::move(pending));
    pending_.show(shown_);
    const Pending* kept = pending_.find(client_, handle.seq);
    handle.verdict = kept->applied ? Verdict::applied : Verdict::waiting;
    touch(kept->applied);
    go_on();
    return handle;
}

CommandState Replica::Core::state_of(ClientId client, std::int64_t seq) const {
    if (const Pending* pending = pending_.find(client, seq)) {
        return pending->applied ? CommandState::applied : CommandState::waiting;
    }
    const auto is_it = [&](const RefusedCommand& refused) {
        return refused.outcome.seq == seq && refused.outcome.client == client;
    };
    return std::any_of(outcomes_.begin(), outcomes_.end(), is_it) ? CommandState::refused
                                                                  : CommandState::ended;
}

std::vector<PendingCommand> Replica::Core::pending() const {
    std::vector<PendingCommand> commands;
    commands.reserve(pending_.size());
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        const Pending& pending = pending_.at(index);
        commands.push_back({&pending.envelope, pending.applied, pending.stored});
    }
    return commands;
}

void Replica::Core::dismiss(ClientId client, std::int64_t seq) {
    const auto is_it = [&](const RefusedCommand& refused) {
        return refused.outcome.seq == seq && refused.outcome.client == client;
    };
    const auto found = std::find_if(outcomes_.begin(), outcomes_.end(), is_it);
    if (found == outcomes_.end()) return;
    records_.put(Store::outcomes, outcome_key(found->outcome), std::nullopt);
    outcomes_.erase(found);
    dismissed_.emplace(client, seq);
    say(TabSay::dismissed, {to_string(client), std::to_string(seq)});
    touch();
}

// One write at a time, of everything that waits for it: so what is stored of a client never has a hole.
void Replica::Core::save_pending() {
    if (saving_ || save_again_.is_set() || !readable_ || role() == Role::none) return;
    std::vector<StorageWrite> writes;
    std::vector<std::pair<ClientId, std::int64_t>> saved;
    for (std::size_t index = 0; index < pending_.size(); ++index) {
        Pending& pending = pending_.at(index);
        if (pending.stored) continue;
        if (pending.number == 0) {
            pending.number = pending_.highest_number() + 1;
            pending_.note_number(pending.number);
        }
        writes.push_back({Store::pending, pending_key(pending), pending_record(pending.envelope)});
        saved.emplace_back(pending.envelope.client, pending.envelope.seq);
    }
    if (writes.empty()) return;
    saving_ = true;
    storage_.write(std::move(writes), Durability::strict,
                   guarded([this, saved](StorageError error) { pending_saved(saved, error); }));
}

void Replica::Core::pending_saved(std::vector<std::pair<ClientId, std::int64_t>> saved, StorageError error) {
    saving_ = false;
    if (!is_working()) return;
    if (error != StorageError::none) {
        save_failed(error);
        return;
    }
    const bool recovered = storage_error_ != StorageError::none;
    storage_error_ = StorageError::none;
    save_pause_.reset();
    bool moved = false;
    for (const auto& [client, seq] : saved) {
        Pending* pending = pending_.find(client, seq);
        if (!pending) continue;  // it has ended meanwhile, and whoever ended it takes its record away
        moved = pending_.mark_stored(shown_, *pending) || moved;
        say(TabSay::stored, {std::to_string(pending->number)}, pending_record(pending->envelope));
    }
    if (moved) pending_.show(shown_);
    touch(moved);
    if (recovered) {
        push_pause_.reset();  // an authority in this browser has had no room either
        push_again_.cancel();
    }
    if (recovered && detached_) reload(true);
    go_on();
}

void Replica::Core::save_failed(StorageError error) {
    storage_error_ = error;
    const Duration pause = save_pause_.next(chance_);
    save_again_.set(pause, guarded([this] { save_again(); }));
    if (error == StorageError::full) make_room();
    // Nobody else knows of these commands: this tab brings them to the authority itself, and what comes of
    // it.
    if (save_pause_.failures() >= 3 && !has_lock_) detached_ = true;
    touch();
    go_on();
    pull();
}

void Replica::Core::save_again() {
    if (pending_.unstored() > 0) {
        save_pending();
        return;
    }
    // What could not be saved has gone to the authority instead, and has ended.
    if (role() != Role::holder) {
        reload(detached_);  // to read tells whether there is a storage, and leads back to the holder
    } else if (storage_error_ == StorageError::full) {
        storage_error_ = StorageError::none;  // rows are not kept, and that is said of itself
        save_pause_.reset();
        touch();
    }  // else the next rows to be written tell
}

// A full disk drops rows, which can be pulled anew, before it refuses commands.
void Replica::Core::make_room() {
    if (role() != Role::holder) {
        say(TabSay::full);
        return;
    }
    if (rows_off_) return;  // there is no more room to be made
    rows_off_ = true;
    stored_rows_.erase(guarded([this](StorageError) {
        rows_retry_.set(try_rows_again, guarded([this] { restore_rows(); }));
        save_again_.cancel();
        touch();
        save_again();
    }));
}

// Hidden or not: what is known already only learns its place.
bool Replica::Core::add_stored(Pending pending) {
    Pending* known = pending_.find(pending.envelope.client, pending.envelope.seq);
    if (!known) return pending_.add(shown_, std::move(pending));
    if (known->stored) return false;
    pending_.note_number(pending.number);
    known->number = pending.number;
    return pending_.mark_stored(shown_, *known);
}

const std::string* Replica::Core::draft(const std::string& key) const {
    const auto found = drafts_.find(key);
    return found == drafts_.end() || found->second.empty() ? nullptr : &found->second;
}

void Replica::Core::save_draft(const std::string& key, std::string text) {
    if (!is_working()) return;
    std::string& draft = drafts_[key];
    if (draft == text) return;
    draft = text;
    records_.put(Store::drafts, key, std::move(text));
}

// Its place stays, empty: a reading that began before it went does not bring it back.
void Replica::Core::drop_draft(const std::string& key) {
    if (!is_working() || !draft(key)) return;
    drafts_[key].clear();
    records_.put(Store::drafts, key, std::nullopt);
}

}  // namespace parasol
