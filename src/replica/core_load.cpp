#include <algorithm>
#include <cstdlib>
#include <utility>

#include "domain/sort_by.h"
#include "replica/core.h"
#include "replica/outcome_record.h"

namespace parasol {

// One reading of everything that is stored.
struct Replica::Core::Load {
    bool all = false;  // rows anew; otherwise what was written since
    StorageError error = StorageError::none;
    CaughtUp rows;
    std::vector<StorageRecord> pending;
    std::vector<StorageRecord> outcomes;
    std::vector<StorageRecord> drafts;
};

// Rows are read first and commands after them: a command that ends in between is then missing here, and its
// effect comes with the reply that ended it, which the holder tells (backlog_). The other way round it would
// be shown twice.
void Replica::Core::reload(bool all) {
    if (!is_working()) return;
    if ((loading_ && loaded_once_) || lock_leaving_) {
        load_again_ = true;
        return;
    }
    loading_ = true;
    load_again_ = false;
    lock_at_load_ = has_lock_;
    load_retry_.cancel();
    pending_.note_stored();
    const auto load = std::make_shared<Load>();
    load->all = all || ahead_of_storage_ || !loaded_once_;
    if (load->all) {
        stored_rows_.load(guarded([this, load](LoadedRows loaded) {
            load->rows.whole = true;
            load->rows.rows = std::move(loaded.rows);
            load->rows.meta = std::move(loaded.meta);
            load->rows.problem = loaded.problem;
            load->rows.given_up = loaded.given_up;
            rows_read(load, loaded.error);
        }));
    } else {
        stored_rows_.catch_up(guarded([this, load](CaughtUp caught) {
            const StorageError error = caught.error;
            load->rows = std::move(caught);
            rows_read(load, error);
        }));
    }
}

void Replica::Core::rows_read(std::shared_ptr<Load> load, StorageError error) {
    if (!is_working()) return;
    const bool damaged = error == StorageError::corrupt && load->rows.problem;
    if (error != StorageError::none && !damaged) {
        load_failed(error);
        return;
    }
    load->error = error;
    read_store(Store::pending, load, [this, load] {
        read_store(Store::outcomes, load,
                   [this, load] { read_store(Store::drafts, load, [this, load] { install(*load); }); });
    });
}

void Replica::Core::read_store(Store store, std::shared_ptr<Load> load, Callback<void()> then) {
    storage_.read_all(
        store, guarded([this, store, load, then](StorageError error, std::vector<StorageRecord> records) {
            if (!is_working()) return;
            if (error != StorageError::none) {
                load_failed(error);
                return;
            }
            auto& into = store == Store::pending    ? load->pending
                         : store == Store::outcomes ? load->outcomes
                                                    : load->drafts;
            into = std::move(records);
            then();
        }));
}

void Replica::Core::load_failed(StorageError error) {
    const bool first = loading_ && !loaded_once_;
    loading_ = false;
    storage_error_ = error;
    rows_off_ = true;
    ahead_of_storage_ = true;  // rows may have been read, and were not taken
    if (error == StorageError::newer) {
        // Another version of the program owns this storage: this tab leaves everything to it.
        leave_sync_lock();
        readable_ = false;
    }
    if (!has_lock_) detached_ = true;
    if (first) refresh_wanted();
    // Nothing leads from here to where the holder is; its tabs' commands are true all the same.
    for (const TabMessage& message : std::exchange(backlog_, {})) {
        if (message.say == TabSay::stored) hear_stored(message);
    }
    const bool final = error == StorageError::newer || error == StorageError::corrupt;
    if (!final) load_retry_.set(load_pause_.next(chance_), guarded([this] { reload(true); }));
    touch();
    pull();
    go_on();
}

void Replica::Core::install(Load& load) {
    const bool damaged = load.error != StorageError::none;
    // Somebody has cleared the storage under a page that runs on: what memory has is all there is. Where the rows alone
    // have made room, what is not there of the commands has ended, as ever.
    storage_emptied_ =
        loaded_once_ && !damaged && !chain_.empty() && load.rows.meta.count(meta_key::chain) == 0;
    pending_.hide(shown_);
    if (!damaged && !storage_emptied_) {
        if (load.rows.whole) shown_.reset(std::move(load.rows.rows));
        for (const RowPatch& patch : load.rows.patches) shown_.apply_confirmed(patch);
        take_meta(load.rows.meta);
        ++generation_;
    }
    readable_ = true;
    storage_error_ = StorageError::none;
    take_pending_records(std::move(load.pending), storage_emptied_ && !load.rows.given_up);
    take_outcome_records(std::move(load.outcomes));
    for (StorageRecord& record : load.drafts) drafts_.try_emplace(record.key, std::move(record.bytes));
    load_pause_.reset();
    loaded_once_ = true;
    ahead_of_storage_ = damaged || storage_emptied_;
    detached_ = (damaged || storage_emptied_) && !has_lock_;
    rows_off_ = damaged || storage_emptied_;
    set_aside_ = set_aside_ || damaged;
    refresh_wanted();
    pending_.show(shown_);
    look_back_again();
    records_.enable();
    if (damaged && has_lock_) {
        set_rows_aside();
        return;
    }
    loaded();
    if (storage_emptied_ && has_lock_) restore_rows();
}

void Replica::Core::loaded() {
    loading_ = false;
    touch(true);
    watch_lock();
    go_back_further();
    if (load_again_ || (has_lock_ && !lock_at_load_)) {
        reload(false);
        return;
    }
    follow_backlog();
    if (loading_) return;
    if (has_lock_) {
        say(TabSay::taken);
        say_state();
        look_for_tabs();
    } else {
        say(TabSay::hello, {to_string(client_)});
        say_opened();
    }
    pull();
    go_on();
}

// What cannot be read stays on the device, out of the way; rows are pulled anew.
void Replica::Core::set_rows_aside() {
    stored_rows_.set_aside(std::to_string(now()), guarded([this](StorageError error) {
                               if (error != StorageError::none) {
                                   load_failed(error);
                                   return;
                               }
                               rows_off_ = false;
                               loaded();
                               // What is stored begins with all rows: a change alone would stand for its scope.
                               restore_rows();
                           }));
}

void Replica::Core::take_meta(const MetaStrings& meta) {
    const auto text = [&](const char* key) {
        const auto found = meta.find(key);
        return found == meta.end() ? std::string() : found->second;
    };
    const auto number = [](const std::string& digits) { return std::strtoll(digits.c_str(), nullptr, 10); };
    cookie_ = text(meta_key::cookie);
    begun_ = begun_scopes_of(text(meta_key::begun));
    chain_ = text(meta_key::chain);
    chain_number_ = std::max<std::uint64_t>(chain_number_, std::strtoull(chain_.c_str(), nullptr, 10));
    const Instant pulled = number(text(meta_key::pulled));
    if (pulled > last_pull_) {
        last_pull_ = pulled;
        offset_ = number(text(meta_key::offset));
    }
    last_pull_stored_ = pulled;
    first_pull_complete_ = text(meta_key::complete) == "1";
    const auto era = static_cast<std::uint64_t>(number(text(meta_key::era)));
    if (era > era_) seen_.clear();  // of an authority that has forgotten some of it
    era_ = std::max(era_, era);
    const std::string prefix = meta_key::seen;
    for (auto entry = meta.lower_bound(prefix); entry != meta.end(); ++entry) {
        if (entry->first.compare(0, prefix.size(), prefix) != 0) break;
        const auto client = parse_id(std::string_view(entry->first).substr(prefix.size()));
        if (!client) continue;
        std::int64_t& seen = seen_[*client];
        seen = std::max<std::int64_t>(seen, number(entry->second));
    }
}

// What memory took for stored and is not there has ended or goes by another name; where nobody can have done
// that, it was lost with the disk's content.
void Replica::Core::take_pending_records(std::vector<StorageRecord> records, bool lost) {
    // What has ended, as the rows that were read say, is not there because it has ended: not to be saved again.
    for (const auto& [client, seq] : seen_) {
        for (const auto& ended : pending_.take_ended(ClientId(client), seq)) {
            if (ended->stored || ended->number == 0) continue;
            records_.put(Store::pending, pending_key(*ended), std::nullopt);
        }
    }
    std::set<std::pair<Id, std::int64_t>> on_disk;
    for (StorageRecord& record : records) {
        if (is_newer_record(record.bytes)) continue;
        auto pending = read_pending(record.key, record.bytes);
        if (!pending || pending->envelope.person != identity_.person) {
            if (has_lock_) set_record_aside(Store::pending, std::move(record));
            continue;
        }
        const Id client = pending->envelope.client;
        const std::int64_t seq = pending->envelope.seq;
        const auto seen = seen_.find(client);
        if (seen != seen_.end() && seq <= seen->second) {
            if (has_lock_) records_.put(Store::pending, record.key, std::nullopt);
            continue;
        }
        on_disk.emplace(client, seq);
        add_stored(std::move(*pending));
    }
    pending_.settle_missing(
        on_disk, [this, lost](const Pending& pending) { return lost || pending.envelope.client == client_; });
}

void Replica::Core::set_record_aside(Store store, StorageRecord record) {
    set_aside_ = true;
    const std::string name = std::string(store_name(store)) + "/" + record.key;
    records_.put(Store::aside, std::to_string(now()) + "/" + name, std::move(record.bytes));
    records_.put(store, record.key, std::nullopt);
}

void Replica::Core::take_outcome_records(std::vector<StorageRecord> records) {
    std::set<std::pair<Id, std::int64_t>> on_disk;
    for (StorageRecord& record : records) {
        if (KeptCommands::is_key(record.key)) {
            kept_.take(std::move(record));
            continue;
        }
        auto refused = read_outcome(record.bytes);
        if (!refused) {
            if (has_lock_) set_record_aside(Store::outcomes, std::move(record));
            continue;
        }
        const std::pair<Id, std::int64_t> name(refused->outcome.client, refused->outcome.seq);
        on_disk.insert(name);
        const auto is_it = [&](const RefusedCommand& known) {
            return known.outcome.seq == name.second && known.outcome.client == name.first;
        };
        if (dismissed_.count(name) != 0) continue;
        if (std::none_of(outcomes_.begin(), outcomes_.end(), is_it)) outcomes_.push_back(std::move(*refused));
    }
    for (const RefusedCommand& known : outcomes_) {
        if (on_disk.count({known.outcome.client, known.outcome.seq}) != 0) continue;
        records_.put(Store::outcomes, outcome_key(known.outcome), outcome_record(known));
    }
    sort_by(outcomes_, [](const RefusedCommand& refused) { return refused.at; });
}

void Replica::Core::reread_pending() {
    if (role() == Role::none || !readable_) return;
    reread_again_.cancel();
    pending_.note_stored();
    storage_.read_all(Store::pending, guarded([this](StorageError error, std::vector<StorageRecord> records) {
                          if (role() == Role::none) return;  // what is being loaded brings them
                          if (error != StorageError::none) {
                              // What ended under another name would wait here for ever, and what a tab that is
                              // gone has stored would wait for somebody to push it.
                              reread_again_.set(reread_pause_.next(chance_), guarded([this] { reread_pending(); }));
                              return;
                          }
                          reread_pause_.reset();
                          pending_.hide(shown_);
                          take_pending_records(std::move(records), has_lock_);
                          pending_.show(shown_);
                          touch(true);
                          go_on();
                      }));
}

}  // namespace parasol
