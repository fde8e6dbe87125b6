// An authority that was restored from a backup has forgotten the last commands that it had ended. Those that are kept
// here wait again, under their own numbers, and are pushed before anything after them.
#include <algorithm>

#include "replica/core.h"

namespace parasol {

// The last that is kept of a client and does not wait again; 0 where there is none.
std::int64_t Replica::Core::last_kept_of(ClientId client) const {
    return kept_.last_before(client, pending_.any_of(client) ? pending_.first_seq_of(client) : INT64_MAX);
}

// How far a client is known to have ended. What is kept and does not wait again has ended, whoever has seen it, and
// with it all before it.
std::int64_t Replica::Core::known_end_of(ClientId client) {
    std::int64_t& known = seen_[client];
    known = std::max(known, last_kept_of(client));
    return known;
}

// An authority that is not told of an earlier answer cannot say that it was restored since: the rows may have had to
// make room on the disk, or were not readable, and the cookie with them. What is kept tells.
bool Replica::Core::has_forgotten(const Pulled& pulled) const {
    return std::any_of(pulled.seen.begin(), pulled.seen.end(), [this](const ClientSeen& seen) {
        return seen.last_seq < last_kept_of(seen.client);
    });
}

// What of a client's kept commands comes after `last_seq` waits again, with what is to be written. Answers how far the
// client is known to have ended from here on. All must be hidden.
std::int64_t Replica::Core::bring_back(ClientId client, std::int64_t last_seq, std::vector<StorageWrite>& along) {
    const std::int64_t known = known_end_of(client);
    // Another tab's client is the holder's to bring back.
    if (last_seq >= known || (!has_lock_ && client != client_)) return known;
    const std::int64_t first = std::max(kept_.first_up_to(client, known), last_seq + 1);
    std::vector<Pending> back;
    for (std::int64_t seq = first; seq <= known; ++seq) {
        auto pending = kept_.restore(client, seq);
        if (pending) back.push_back(std::move(*pending));
        else back.clear();  // what cannot be read is given up, with what was before it
    }
    std::uint64_t number = 1;
    for (Pending& pending : back) {
        // In their order, whatever became of their places on the disk: what is pushed first would be a gap.
        pending.number = number = std::max(number, pending.number);
        along.push_back({Store::pending, pending_key(pending), pending_record(pending.envelope)});
        pending_.add(shown_, std::move(pending));
    }
    times_brought_back_ += back.size();
    return known - static_cast<std::int64_t>(back.size());
}

// The authority has said that it was restored: it is asked how far the clients of all that is kept got. Another tab may
// have kept something since this one has looked.
void Replica::Core::ask_for_kept() {
    storage_.read_all(Store::outcomes, guarded([this](StorageError error, std::vector<StorageRecord> records) {
                          pulling_ = false;
                          if (error == StorageError::none) {
                              for (StorageRecord& record : records) {
                                  if (KeptCommands::is_key(record.key)) kept_.take(std::move(record));
                              }
                          }
                          asks_kept_ = true;
                          pull();
                      }));
}

// The authority has said that it was restored, and how far each client got.
void Replica::Core::settle_restored(Pulled& pulled) {
    pending_.hide(shown_);
    for (ClientSeen& seen : pulled.seen) {
        std::int64_t& pushed = pushed_[seen.client];
        pushed = std::min(pushed, seen.last_seq);
        const std::int64_t known = bring_back(seen.client, seen.last_seq, brought_back_);
        seen.last_seq = known < seen_[seen.client] ? known : std::max(known, pushed);
    }
}

// It is told by a push that begins behind a gap. False where nothing of it is kept.
bool Replica::Core::brings_back(ClientId client, std::int64_t last_seq) {
    const std::int64_t known = known_end_of(client);
    if (last_seq >= known || kept_.first_up_to(client, known) > known) return false;
    Pulled pulled;
    pulled.from = cookie_;
    pulled.cookie = cookie_;
    pulled.time = last_pull_;
    pulled.restored = true;
    pulled.seen.push_back({client, last_seq});
    settle_restored(pulled);
    const bool any = pulled.seen.front().last_seq < known;
    receive(std::move(pulled));
    return any;
}

// Numbers go down. What has been told of commands that wait again is not known any more.
void Replica::Core::take_era(const Pulled& pulled) {
    ++era_;
    for (const ClientSeen& seen : pulled.seen) {
        seen_[seen.client] = seen.last_seq;
        std::int64_t& pushed = pushed_[seen.client];
        pushed = std::min(pushed, seen.last_seq);
        const auto first = dismissed_.lower_bound({seen.client, seen.last_seq + 1});
        dismissed_.erase(first, dismissed_.upper_bound({seen.client, INT64_MAX}));
    }
}

// Whether a person is told of this outcome: of a refusal; and of what had ended the other way before.
bool Replica::Core::tells(const Outcome& outcome, bool& anew) const {
    const auto before = kept_.outcome_of(outcome.client, outcome.seq);
    anew = before && before->has_value() != outcome.refusal.has_value();
    if (before && !anew) return false;
    return outcome.refusal.has_value() || anew;
}

// Everybody keeps them in memory; those that write the outcomes write these, too.
void Replica::Core::keep_ended(const Pulled& pulled, const std::vector<std::unique_ptr<Pending>>& ended,
                               std::vector<StorageWrite>& along) {
    if (ending_here_ || ended.empty()) return;
    std::vector<StorageWrite> writes;
    for (const auto& pending : ended) {
        const Envelope& envelope = pending->envelope;
        std::optional<Refusal> refusal;
        for (const Outcome& outcome : pulled.outcomes) {
            if (outcome.seq == envelope.seq && outcome.client == envelope.client) refusal = outcome.refusal;
        }
        // What ended before it was stored has no place among the others yet, and must not come first.
        if (pending->number == 0) {
            pending->number = pending_.highest_number() + 1;
            pending_.note_number(pending->number);
        }
        std::vector<StorageWrite> of_one;
        kept_.keep(*pending, refusal, now(), of_one);
        // The holder may not know of what another tab could not store.
        if (role() == Role::follower && pending->stored) continue;
        writes.insert(writes.end(), of_one.begin(), of_one.end());
    }
    if (role() != Role::follower) kept_.trim(now(), writes);
    along.insert(along.end(), writes.begin(), writes.end());
}

}  // namespace parasol
