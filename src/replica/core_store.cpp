// What a reply brings, on the device.
#include "replica/core.h"
#include "replica/outcome_record.h"
#include "wire/json.h"

namespace parasol {

// Called while pending commands are hidden.
void Replica::Core::commit(Pulled pulled, const std::vector<std::unique_ptr<Pending>>& ended,
                           const std::vector<RefusedCommand>& refused) {
    std::vector<StorageWrite> along = std::exchange(brought_back_, {});
    keep_ended(pulled, ended, along);
    for (const auto& pending : ended) {
        if (pending->number == 0) continue;
        // The holder takes away everybody's records, others those that the holder may not know of.
        if (role() == Role::follower && pending->stored) continue;
        along.push_back({Store::pending, pending_key(*pending), std::nullopt});
    }
    if (role() != Role::follower) {
        for (const RefusedCommand& one : refused) {
            along.push_back({Store::outcomes, outcome_key(one.outcome), outcome_record(one)});
        }
    }
    const auto put_along = [this, along] {
        for (const StorageWrite& write : along) records_.put(write.store, write.key, write.bytes);
    };
    if (role() != Role::holder) {
        if (role() == Role::alone) ahead_of_storage_ = true;
        put_along();
        return;
    }
    const std::string before = chain_;
    chain_ = std::to_string(++chain_number_) + "." + to_string(client_);
    RowCommit row_commit;
    row_commit.meta = meta_updates(pulled);
    std::string body;
    if (!other_tabs_.empty()) body = encode(Reply(pulled));
    const Instant time = pulled.time;
    const auto tell = [this, before, to = chain_, body, restored = pulled.restored](bool stored) {
        if (body.empty()) return;
        say(TabSay::pulled, {before, to, stored ? "1" : "0", std::to_string(offset_)}, body);
        if (restored) say(TabSay::reread);
    };
    if (rows_off_ || !readable_) {
        ahead_of_storage_ = true;
        put_along();
        tell(false);
        return;
    }
    row_commit.patch = std::move(pulled.scopes);
    row_commit.along = along;
    stored_rows_.append(std::move(row_commit), shown_.rows(),
                        guarded([this, tell, put_along, time](StorageError error) {
                            if (!is_working()) return;
                            tell(error == StorageError::none);
                            if (error == StorageError::none) {
                                last_pull_stored_ = std::max(last_pull_stored_, time);
                                rows_stored();
                            } else if (has_lock_) {
                                if (error == StorageError::full) put_along();
                                rows_failed(error);
                            }
                        }));
}

std::vector<MetaUpdate> Replica::Core::meta_updates(const Pulled& pulled) {
    std::vector<MetaUpdate> meta = {
        {meta_key::cookie, cookie_},
        {meta_key::chain, chain_},
        {meta_key::pulled, std::to_string(last_pull_)},
        {meta_key::offset, std::to_string(offset_)},
        {meta_key::complete, first_pull_complete_ ? "1" : "0"},
        {meta_key::era, std::to_string(era_)},
        {meta_key::begun, text_of(begun_)},
    };
    for (const ClientSeen& seen : pulled.seen) {
        const auto known = seen_.find(seen.client);
        if (known == seen_.end()) continue;
        meta.push_back({meta_key::seen + to_string(seen.client), std::to_string(known->second)});
    }
    for (const Id& client : forgotten_) meta.push_back({meta_key::seen + to_string(client), std::nullopt});
    forgotten_.clear();
    return meta;
}

void Replica::Core::rows_stored() {
    rows_pause_.reset();
    if (storage_error_ == StorageError::none || pending_.unstored() > 0) return;
    storage_error_ = StorageError::none;
    touch();
}

void Replica::Core::rows_failed(StorageError error) {
    if (error == StorageError::full) {
        make_room();
        return;
    }
    storage_error_ = error;
    touch();
    if (!rows_retry_.is_set()) rows_retry_.set(rows_pause_.next(chance_), guarded([this] { retry_rows(); }));
}

void Replica::Core::retry_rows() {
    if (role() != Role::holder) return;
    pending_.hide(shown_);
    stored_rows_.retry(shown_.rows(), guarded([this](StorageError error) {
                           if (!is_working()) return;
                           if (error != StorageError::none) {
                               rows_failed(error);
                               return;
                           }
                           rows_stored();
                           // The connection was lost: what it comes back to may have been emptied meanwhile.
                           restore_rows();
                           reread_pending();
                       }));
    pending_.show(shown_);
}

// After room was made, or the storage was emptied: everything is written anew.
void Replica::Core::restore_rows() {
    if (role() != Role::holder || !readable_ || cookie_.empty()) return;
    chain_ = std::to_string(++chain_number_) + "." + to_string(client_);
    MetaStrings meta;
    for (const MetaUpdate& update : meta_updates(Pulled())) {
        if (update.value) meta[update.key] = *update.value;
    }
    for (const auto& [client, seq] : seen_) meta[meta_key::seen + to_string(client)] = std::to_string(seq);
    rows_off_ = false;
    say_state();
    pending_.hide(shown_);
    stored_rows_.replace(shown_.rows(), std::move(meta), {}, guarded([this](StorageError error) {
                             if (!is_working()) return;
                             if (error == StorageError::none) {
                                 storage_emptied_ = false;
                                 ahead_of_storage_ = ahead_of_storage_ && rows_off_;
                                 rows_stored();
                             } else {
                                 rows_off_ = true;
                                 rows_retry_.set(rows_pause_.next(chance_),
                                                 guarded([this] { restore_rows(); }));
                             }
                             touch();
                         }));
    pending_.show(shown_);
}

}  // namespace parasol
