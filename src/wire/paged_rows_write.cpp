#include "wire/paged_rows_engine.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace parasol {

// --- Asking

PagedRows::Engine::Entry& PagedRows::Engine::wait(Done done) {
    assert(usable_ && !reading_ && "load has not answered none");
    stalled_ = false;
    Entry& entry = waiting_.emplace_back();
    entry.number = state_.next_entry;
    entry.meta_before = state_.meta;
    entry.done = std::move(done);
    return entry;
}

void PagedRows::Engine::append(RowCommit commit, const RowSet& confirmed, Done done) {
    Entry& entry = wait(std::move(done));
    entry.along = std::move(commit.along);
    entry.durability = commit.durability;
    if (!commit.patch.empty() || !commit.meta.empty()) {
        entry.bytes = encode_entry(commit.patch, commit.meta);
        ++state_.next_entry;
        state_.log_bytes += entry.bytes.size();
        update_meta(state_.meta, commit.meta);
        for (const PulledScope& part : commit.patch) state_.dirty.insert(part.scope);
    }
    if (packings_.empty() && (whole_needed_ || state_.log_bytes > log_limit()))
        pack(confirmed, whole_needed_);
    pump();
}

void PagedRows::Engine::replace(const RowSet& confirmed, MetaStrings meta, std::vector<StorageWrite> along,
                                Done done) {
    Entry& entry = wait(std::move(done));
    entry.along = std::move(along);
    entry.durability = Durability::strict;
    ++state_.next_entry;
    state_.meta = std::move(meta);
    pack(confirmed, true);
    pump();
}

void PagedRows::Engine::flush(const RowSet& confirmed, Done done) {
    assert(usable_ && !reading_ && "load has not answered none");
    stalled_ = false;
    if (packings_.empty() && !in_doubt_) {
        pack(confirmed, whole_needed_);
        packings_.back().dones.push_back(std::move(done));
    } else {
        wait(std::move(done));
    }
    pump();
}

void PagedRows::Engine::retry(const RowSet& confirmed, Done done) {
    if (packings_.empty() && whole_needed_ && !in_doubt_) pack(confirmed, true);
    wait(std::move(done));
    pump();
}

void PagedRows::Engine::abandon() {
    abandoned_ = abandoned_ || busy_ || !saved() || !packings_.empty() || !erasing_.empty();
    stalled_ = whole_needed_ = false;
    if (!busy_) drop_all();
}

void PagedRows::Engine::drop_all() {
    waiting_.clear();
    packings_.clear();
    erasing_.clear();
}

void PagedRows::Engine::erase(Done done) {
    erasing_.push_back(std::move(done));
    pump();
}

void PagedRows::Engine::pack(const RowSet& confirmed, bool whole) {
    Packing packing;
    packing.whole = whole;
    packing.cut = state_.next_entry;
    packing.meta = state_.meta;
    packing.dirty = std::exchange(state_.dirty, {});
    packing.log_bytes = state_.log_bytes;
    // One that has not begun is taken over by this one.
    while (packings_.size() > (packing_under_way_ ? 1U : 0U)) {
        Packing& other = packings_.back();
        packing.dirty.merge(other.dirty);
        std::move(other.dones.begin(), other.dones.end(), std::back_inserter(packing.dones));
        packings_.pop_back();
    }
    if (packing_under_way_) packing.log_bytes -= packings_.front().log_bytes;
    packing.changes = whole ? state_.table.plan_whole(confirmed, state_.next_page)
                            : state_.table.plan(packing.dirty, state_.suspect, confirmed, state_.next_page);
    packings_.push_back(std::move(packing));
}

// --- Writing

void PagedRows::Engine::pump() {
    if (busy_ || abandoned_ || reading_) return;
    if (!erasing_.empty()) return write_erase();
    if (stalled_ || (whole_needed_ && packings_.empty() && !in_doubt_)) return;
    const bool packing = !packings_.empty();
    const bool before_it = packing && !waiting_.empty() && waiting_.front().number < packings_.front().cut;
    if (packing && (takes_in(packings_.front()) || !before_it)) return write_packing();
    if (!waiting_.empty()) write_log();
}

void PagedRows::Engine::write(std::vector<StorageWrite> writes, Durability durability,
                              void (Engine::*done)(StorageError, Calls&)) {
    busy_ = true;
    auto answered = guarded([this, done](StorageError error) {
        busy_ = false;
        Calls calls;
        (this->*done)(error, calls);
        if (abandoned_) drop_all();
        pump();
        for (auto& [call, result] : calls) {
            if (call) call(result);
        }
    });
    if (!writes.empty()) {
        storage_.write(std::move(writes), durability, answered);
    } else {
        // Nothing to write: only to answer later.
        const auto read = [answered](StorageError error, const std::vector<StorageRecord>&) mutable {
            answered(error);
        };
        storage_.read_all(Store::meta, read);
    }
}

void PagedRows::Engine::write_log() {
    const std::uint64_t end = packings_.empty() ? UINT64_MAX : packings_.front().cut;
    std::vector<StorageWrite> writes;
    Durability durability = Durability::relaxed;
    next_segment_ = state_.segment;
    touched_segments_.clear();
    const auto put_segment = [&] {
        touched_segments_.insert(next_segment_.number);
        writes.push_back({Store::log, numbered_key(next_segment_.number), next_segment_.record()});
    };
    bool changed = false;
    while (!waiting_.empty() && waiting_.front().number < end) {
        Entry& entry = under_way_.emplace_back(std::move(waiting_.front()));
        waiting_.pop_front();
        if (entry.durability == Durability::strict) durability = Durability::strict;
        writes.insert(writes.end(), entry.along.begin(), entry.along.end());
        if (entry.bytes.empty()) continue;
        const std::size_t size = next_segment_.entries.size();
        if (size > 0 && size + entry.bytes.size() > options_.segment_bytes) {
            // One that a broken write may have gone on with is put right.
            if (changed || state_.strays.count(next_segment_.number) != 0) put_segment();
            next_segment_ = Segment{next_segment_.number + 1, 0, {}};
        }
        next_segment_.append(entry.number, entry.bytes);
        changed = true;
    }
    // What is told as stored must not have a broken write's entries after it, also where it brings none itself.
    settles_strays_ = !writes.empty() || changed;
    const bool is_stray = state_.strays.count(next_segment_.number) != 0 && !next_segment_.entries.empty();
    if (changed || (settles_strays_ && is_stray)) put_segment();
    for (const std::uint64_t stray : state_.strays) {
        if (!settles_strays_ || touched_segments_.count(stray) != 0) continue;
        writes.push_back({Store::log, numbered_key(stray), std::nullopt});
    }
    write(std::move(writes), durability, &Engine::log_written);
}

void PagedRows::Engine::log_written(StorageError error, Calls& calls) {
    for (const std::uint64_t segment : touched_segments_) {
        state_.segments.insert(segment);
        if (error != StorageError::none) state_.strays.insert(segment);
    }
    if (error != StorageError::none) {
        if (settles_strays_) note_doubt(error);
        return give_up(error, calls);
    }
    if (settles_strays_) {
        state_.strays.clear();
        in_doubt_ = false;
    }
    state_.segment = std::move(next_segment_);
    for (Entry& entry : under_way_) calls.emplace_back(std::move(entry.done), error);
    under_way_.clear();
}

void PagedRows::Engine::write_packing() {
    Packing& packing = packings_.front();
    packing_under_way_ = true;
    std::vector<StorageWrite> writes = std::move(packing.changes.writes);
    Durability durability = Durability::relaxed;
    if (packing.whole) packing.changes.removed = state_.table.numbers();
    StoredHead head;
    tried_generation_ = std::max(tried_generation_, state_.generation) + 1;
    head.generation = tried_generation_;
    head.first_entry = packing.cut;
    head.segment = state_.segment.number + 1;
    head.next_page = state_.next_page;
    head.meta = packing.meta;
    head.pages = state_.table.listed_after(packing.changes);
    writes.push_back({Store::meta, head_key, encode_head(head)});
    writes.push_back({Store::meta, given_up_key, std::nullopt});
    const auto erase_all = [&](Store store, const std::set<std::uint64_t>& numbers) {
        for (const std::uint64_t number : numbers)
            writes.push_back({store, numbered_key(number), std::nullopt});
    };
    erase_all(Store::pages, packing.changes.removed);
    erase_all(Store::pages, state_.orphans);
    erase_all(Store::log, state_.segments);
    while (takes_in(packing) && !waiting_.empty() && waiting_.front().number < packing.cut) {
        Entry& entry = under_way_.emplace_back(std::move(waiting_.front()));
        waiting_.pop_front();
        if (entry.durability == Durability::strict) durability = Durability::strict;
        writes.insert(writes.end(), entry.along.begin(), entry.along.end());
    }
    write(std::move(writes), durability, &Engine::packing_written);
}

void PagedRows::Engine::packing_written(StorageError error, Calls& calls) {
    packing_under_way_ = false;
    if (error != StorageError::none) {
        // Pages that were to change may have done so; new ones may be there.
        const PageChanges& changes = packings_.front().changes;
        state_.suspect.insert(changes.removed.begin(), changes.removed.end());
        const auto known = state_.table.numbers();
        for (const PageChanges::Put& put : changes.put) {
            (known.count(put.number) != 0 ? state_.suspect : state_.orphans).insert(put.number);
        }
        if (packings_.front().whole) {
            whole_needed_ = true;
            note_doubt(error);
            return give_up(error, calls);
        }
        patience_ += options_.log_bytes;
        state_.dirty.merge(packings_.front().dirty);
        for (Done& done : packings_.front().dones) calls.emplace_back(std::move(done), error);
        packings_.pop_front();
        // The log may have room where pages have not.
        while (!under_way_.empty()) {
            waiting_.push_front(std::move(under_way_.back()));
            under_way_.pop_back();
        }
        return;
    }
    Packing packing = std::move(packings_.front());
    packings_.pop_front();
    state_.table.apply(packing.changes);
    state_.generation = tried_generation_;
    state_.segment = Segment{state_.segment.number + 1, 0, {}};
    state_.segments.clear();
    state_.strays.clear();
    state_.orphans.clear();
    state_.suspect.clear();
    state_.log_bytes -= packing.log_bytes;
    if (packing.whole) whole_needed_ = in_doubt_ = false;
    patience_ = 0;
    for (Entry& entry : under_way_) calls.emplace_back(std::move(entry.done), error);
    under_way_.clear();
    for (Done& done : packing.dones) calls.emplace_back(std::move(done), error);
}

void PagedRows::Engine::drop_packings(StorageError error, Calls& calls) {
    for (Packing& packing : packings_) {
        state_.dirty.merge(packing.dirty);
        whole_needed_ = whole_needed_ || packing.whole;
        for (Done& done : packing.dones) calls.emplace_back(std::move(done), error);
    }
    packings_.clear();
}

// What is under way and what waits behind it could not be stored.
void PagedRows::Engine::give_up(StorageError error, Calls& calls) {
    std::deque<Entry> entries(std::make_move_iterator(under_way_.begin()),
                              std::make_move_iterator(under_way_.end()));
    under_way_.clear();
    std::move(waiting_.begin(), waiting_.end(), std::back_inserter(entries));
    waiting_.clear();
    for (Entry& entry : entries) calls.emplace_back(std::move(entry.done), error);
    if (keeps()) {
        stalled_ = true;
        // Those that carry nothing were only to be told.
        for (Entry& entry : entries) {
            if (!entry.bytes.empty() || !entry.along.empty()) waiting_.push_back(std::move(entry));
        }
    } else if (!entries.empty()) {
        std::reverse(calls.begin(), calls.end());
        state_.next_entry = entries.front().number;
        state_.meta = entries.front().meta_before;
        for (const Entry& entry : entries) state_.log_bytes -= entry.bytes.size();
    }
    drop_packings(error, calls);
}

void PagedRows::Engine::write_erase() {
    std::vector<StorageWrite> writes = {{Store::meta, head_key, std::nullopt}, {Store::meta, given_up_key, "1"}};
    for (const auto* numbers : {&state_.orphans, &state_.suspect}) {
        for (const std::uint64_t number : *numbers) {
            writes.push_back({Store::pages, numbered_key(number), std::nullopt});
        }
    }
    for (const std::uint64_t number : state_.table.numbers()) {
        writes.push_back({Store::pages, numbered_key(number), std::nullopt});
    }
    for (const std::uint64_t number : state_.segments) {
        writes.push_back({Store::log, numbered_key(number), std::nullopt});
    }
    write(std::move(writes), Durability::relaxed, &Engine::erased);
}

void PagedRows::Engine::erased(StorageError error, Calls& calls) {
    std::vector<Done> dones = std::exchange(erasing_, {});
    if (error == StorageError::none) {
        // The numbers go on: what waits for the log keeps its place, and comes with the pages.
        drop_packings(StorageError::lost, calls);
        StoredState bare(options_.page_bytes);
        bare.meta = std::move(state_.meta);
        bare.next_entry = state_.next_entry;
        bare.next_page = state_.next_page;
        bare.segment.number = state_.segment.number + 1;
        state_ = std::move(bare);
        for (const Entry& entry : waiting_) state_.log_bytes += entry.bytes.size();
    }
    whole_needed_ = true;
    for (Done& done : dones) calls.emplace_back(std::move(done), error);
}

}  // namespace parasol
