#include "replica/core.h"

#include <algorithm>
#include <utility>

#include "domain/limits.h"

namespace parasol {
namespace {

constexpr Duration longest_watch = one_hour;  // wall clocks jump: looks again at least this often

const RowSet no_rows;
const AccountTree no_tree;

}  // namespace

Replica::Core::Core(Storage& storage, Transport& transport, Tabs& tabs, Clock& clock, Chance& chance,
                    ReplicaIdentity identity)
    : storage_(storage),
      transport_(transport),
      tabs_(tabs),
      clock_(clock),
      chance_(chance),
      identity_(std::move(identity)),
      names_(identity_.base + "|" + to_string(identity_.person) + "|"),
      client_(ClientId(draw_id(clock, chance))),
      lock_watch_(clock),
      change_(clock),
      stored_rows_(storage, clock),
      records_(storage, clock, chance),
      save_again_(clock),
      load_retry_(clock),
      rows_retry_(clock),
      reread_again_(clock),
      push_again_(clock),
      pull_again_(clock),
      poll_(clock),
      unblock_(clock),
      past_again_(clock),
      tab_wait_(clock) {}

void Replica::Core::start() {
    if (started_) return;
    started_ = true;
    tabs_.listen(names_ + "replica", guarded([this](const std::string& text) { heard(text); }));
    take_client(client_);
    want_sync_lock();
    transport_.on_poke(guarded([this] {
        if (role() == Role::holder || role() == Role::alone) pull();
    }));
    transport_.on_online(guarded([this] {
        if (!is_working()) return;
        push_pause_.reset();
        pull_pause_.reset();
        push_again_.cancel();
        if (!transport_.online()) reached(false);
        pull();
        go_on();
    }));
    say(TabSay::hello, {to_string(client_)});
    reload(true);
}

void Replica::Core::stop() {
    if (stopped_) return;
    stopped_ = true;
    records_.stop();
    exchanges_.clear();
    for (Alarm* alarm : {&lock_watch_, &change_, &save_again_, &load_retry_, &rows_retry_, &reread_again_,
                         &push_again_, &pull_again_, &poll_, &unblock_, &past_again_, &tab_wait_}) {
        alarm->cancel();
    }
    if (!started_) return;
    tabs_.listen(names_ + "replica", nullptr);
    transport_.on_poke(nullptr);
    transport_.on_online(nullptr);
    tabs_.release(client_lock(client_));
    if (lock_wanted_ || lock_leaving_) tabs_.release(names_ + "sync");
}

std::string Replica::Core::client_lock(ClientId client) const {
    return names_ + "client:" + to_string(client);
}

void Replica::Core::take_client(ClientId client) {
    client_ = client;
    next_seq_ = 1;
    tabs_.lock(client_lock(client), [] {});
}

void Replica::Core::want_sync_lock() {
    // One that is being given back is asked for again once it has been: it could not be granted behind itself.
    if (lock_wanted_ || lock_leaving_ || identity_.session.empty() || signed_out_ || !is_working()) return;
    if (storage_error_ == StorageError::newer) return;
    lock_wanted_ = true;
    tabs_.lock(names_ + "sync", guarded([this] { lock_granted(); }));
}

void Replica::Core::leave_sync_lock() {
    if (!lock_wanted_) return;
    lock_wanted_ = false;
    const bool held = std::exchange(has_lock_, false);
    if (!held || !readable_) {
        tabs_.release(names_ + "sync");
        return;
    }
    // What is being written is written before somebody else reads it.
    lock_leaving_ = true;
    stored_rows_.abandon();
    rows_retry_.cancel();
    storage_.read_all(Store::drafts, guarded([this](StorageError, const std::vector<StorageRecord>&) {
                          lock_leaving_ = false;
                          tabs_.release(names_ + "sync");
                          if (load_again_) reload(true);
                          want_sync_lock();
                      }));
}

void Replica::Core::set_session(std::string session) {
    identity_.session = std::move(session);
    signed_out_ = false;
    unconfirmed_.clear();  // signing in counts
    ++confirmations_;
    push_pause_.reset();
    pull_pause_.reset();
    want_sync_lock();
    touch();
    pull();
    go_on();
}

Replica::Core::Role Replica::Core::role() const {
    if (!is_working() || loading_) return Role::none;
    if (has_lock_) return Role::holder;
    return detached_ ? Role::alone : Role::follower;
}

Id Replica::Core::make_id() {
    const std::uint64_t high = chance_.draw();
    return make_uuid7(now(), high, chance_.draw());
}

void Replica::Core::touch(bool rows) {
    ++version_;
    if (rows) ++rows_version_;
    if (change_.is_set() || stopped_) return;
    change_.set(0, guarded([this] {
                    if (!changed_) return;
                    const auto changed = changed_;  // it may be replaced meanwhile
                    changed();
                }));
}

void Replica::Core::go_on() {
    save_pending();
    push();
    if (has_to_come() && !pull_again_.is_set()) pull_missing();
}

const RowSet& Replica::Core::rows() const { return is_locked() || ended_ ? no_rows : shown_.rows(); }

const AccountTree& Replica::Core::tree() const { return is_locked() || ended_ ? no_tree : shown_.tree(); }

bool Replica::Core::is_locked() const { return last_pull_ != 0 && now() > last_pull_ + offline_life; }

// Locking is a visible change that nothing but time brings about.
void Replica::Core::watch_lock() {
    if (is_locked() != was_locked_) {
        was_locked_ = is_locked();
        touch(true);
    }
    if (last_pull_ == 0 || was_locked_) return;
    const Duration left = last_pull_ + offline_life + 1 - now();
    lock_watch_.set(std::clamp<Duration>(left, one_second, longest_watch), guarded([this] { watch_lock(); }));
}

ReplicaStatus Replica::Core::status() const {
    ReplicaStatus status;
    status.ended = ended_;
    status.locked = is_locked();
    status.holder = has_lock_;
    status.storage.reason = storage_error_;
    status.storage.unsaved = pending_.unstored();
    status.storage.rows_kept = !rows_off_;
    status.storage.set_aside = set_aside_;
    if (storage_error_ != StorageError::none) {
        status.storage.state = StorageState::not_saved;
    } else if (loading_ && !loaded_once_) {
        status.storage.state = StorageState::loading;
    } else {
        status.storage.state = status.storage.unsaved > 0 ? StorageState::saving : StorageState::saved;
    }
    SyncStatus& sync = status.sync;
    sync.waiting = pending_.size();
    sync.last_pull = last_pull_;
    sync.confirmations = confirmations_;
    sync.first_pull_complete = first_pull_complete_;
    sync.mismatches = mismatches_;
    sync.brought_back = times_brought_back_;
    sync.scopes_held = shown_.confirmed().size();
    sync.scopes_wanted =
        std::max(sync.scopes_held, wanted_.size() - std::min(wanted_.size(), refused_.size()));
    if (signed_out_ || identity_.session.empty()) {
        sync.state = SyncState::signed_out;
    } else if (apart_) {
        sync.state = apart_ == Refusal::client_too_old ? SyncState::too_old : SyncState::too_new;
    } else if (!transport_.online() || (heard_of_reach_ && !reachable_)) {
        sync.state = SyncState::offline;
    } else if (heard_of_reach_ && sync.waiting > 0) {
        sync.state = SyncState::waiting;
    } else {
        // Between the answers of a first pull nothing waits, and yet not everything is there.
        sync.state = heard_of_reach_ && first_pull_complete_ ? SyncState::synchronised : SyncState::starting;
    }
    return status;
}

}  // namespace parasol
