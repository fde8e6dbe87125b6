#include "wire/paged_rows_engine.h"

#include <cassert>
#include <utility>

namespace parasol {

void PagedRows::Engine::read_head(Callback<void(StorageError, std::optional<std::string>, bool)> done) {
    storage_.read_all(Store::meta, guarded([done = std::move(done)](StorageError error,
                                                                    std::vector<StorageRecord> records) {
                          std::optional<std::string> head;
                          bool given_up = false;
                          for (StorageRecord& record : records) {
                              if (record.key == head_key) head = std::move(record.bytes);
                              given_up = given_up || record.key == given_up_key;
                          }
                          done(error, std::move(head), given_up);
                      }));
}

// The head is read before and after the rest: while it stays the same the pages did too. Where there is none yet, rows
// that are given up in between are told by what stands in its place.
void PagedRows::Engine::read_raw(Callback<void(StorageError, RawRecords)> done, int tries) {
    read_head([this, done = std::move(done), tries](StorageError error, std::optional<std::string> head,
                                                    bool given_up) {
        if (error != StorageError::none) return done(error, {});
        RawRecords raw;
        raw.head = std::move(head);
        raw.given_up = given_up;
        storage_.read_all(Store::pages,
                          guarded([this, done, tries, raw = std::move(raw)](
                                      StorageError pages_error, std::vector<StorageRecord> pages) mutable {
                              if (pages_error != StorageError::none) return done(pages_error, {});
                              raw.pages = std::move(pages);
                              read_rest(std::move(raw), done, tries);
                          }));
    });
}

void PagedRows::Engine::read_rest(RawRecords raw, Callback<void(StorageError, RawRecords)> done,
                                  int tries) {
    static constexpr int most_tries = 20;
    const auto shared = std::make_shared<RawRecords>(std::move(raw));
    storage_.read_all(
        Store::log, guarded([this, shared, done, tries](StorageError error, std::vector<StorageRecord> log) {
            if (error != StorageError::none) return done(error, {});
            shared->log = std::move(log);
            read_head([this, shared, done, tries](StorageError head_error, const std::optional<std::string>& head,
                                                  bool given_up) {
                if (head_error != StorageError::none) return done(head_error, {});
                const bool same = head == shared->head && given_up == shared->given_up;
                if (same) return done(StorageError::none, std::move(*shared));
                if (tries == most_tries) return done(StorageError::lost, {});
                read_raw(done, tries + 1);
            });
        }));
}

// `step` is called until it says that it is done; in between others have their turn.
void PagedRows::Engine::in_slices(Callback<bool(std::size_t)> step, Callback<void()> done) {
    reading_ = !step(options_.slice_bytes);
    if (!reading_) return done();
    clock_.after(0, guarded([this, step = std::move(step), done = std::move(done)] { in_slices(step, done); }));
}

void PagedRows::Engine::load(Callback<void(LoadedRows)> done) {
    assert(waiting_.empty() && !busy_ && !reading_ && "what was appended is not stored yet");
    read_raw([this, done = std::move(done)](StorageError error, RawRecords raw) {
        if (error == StorageError::none) return load_from(std::move(raw), done);
        LoadedRows failed;
        failed.error = error;
        done(std::move(failed));
    });
}

void PagedRows::Engine::load_from(RawRecords raw, Callback<void(LoadedRows)> done) {
    const auto reading = std::make_shared<WholeReading>(std::move(raw), options_.page_bytes);
    const auto conclude = [this, reading, done = std::move(done)] {
        usable_ = reading->loaded.error == StorageError::none;
        if (usable_) {
            state_ = std::move(reading->state);
            packings_.clear();
            whole_needed_ = stalled_ = in_doubt_ = abandoned_ = false;
        }
        pump();
        done(std::move(reading->loaded));
    };
    in_slices([reading](std::size_t bytes) { return reading->step(bytes); }, conclude);
}

void PagedRows::Engine::catch_up(Callback<void(CaughtUp)> done) {
    assert(usable_ && waiting_.empty() && !busy_ && !reading_ && "what was appended is not stored yet");
    const auto whole = [this, done] {
        load([done](LoadedRows loaded) {
            CaughtUp caught;
            caught.error = loaded.error;
            caught.problem = loaded.problem;
            caught.whole = true;
            caught.given_up = loaded.given_up;
            caught.rows = std::move(loaded.rows);
            caught.meta = std::move(loaded.meta);
            done(std::move(caught));
        });
    };
    const auto is_known = [this](const std::optional<std::string>& record) {
        StoredHead head;
        if (!record) return state_.generation == 0;
        return decode_head(*record, head) == RecordFault::none && head.generation == state_.generation;
    };
    if (abandoned_) return whole();
    read_head([this, done, whole, is_known](StorageError error, const std::optional<std::string>& before, bool) {
        if (error != StorageError::none || !is_known(before)) return whole();
        const auto take_log = [this, done, whole, is_known](StorageError log_error,
                                                            std::vector<StorageRecord> log) {
            if (log_error != StorageError::none) return whole();
            const auto taken = std::make_shared<std::vector<StorageRecord>>(std::move(log));
            read_head([this, done, whole, is_known, taken](StorageError head_error,
                                                           const std::optional<std::string>& after, bool) {
                if (head_error != StorageError::none || !is_known(after)) return whole();
                catch_up_from(std::move(*taken), done, whole);
            });
        };
        storage_.read_all(Store::log, guarded(take_log));
    });
}

void PagedRows::Engine::catch_up_from(std::vector<StorageRecord> log, Callback<void(CaughtUp)> done,
                                      Callback<void()> whole) {
    const auto caught = std::make_shared<CaughtUp>();
    const auto reading = std::make_shared<LogReading>(
        std::move(log), state_, [caught](RowPatch patch) { caught->patches.push_back(std::move(patch)); });
    if (!reading->goes_on()) return whole();
    const auto conclude = [this, caught, reading, done = std::move(done), whole = std::move(whole)] {
        if (reading->problem()) return whole();
        caught->meta = state_.meta;
        pump();
        done(std::move(*caught));
    };
    in_slices([reading](std::size_t bytes) { return reading->step(bytes); }, conclude);
}

// --- What cannot be read

void PagedRows::Engine::set_aside(std::string label, Done done) {
    assert(waiting_.empty() && !busy_);
    read_raw([this, label = std::move(label), done = std::move(done)](StorageError error, RawRecords raw) {
        if (error != StorageError::none) return done(error);
        move_aside(label, std::move(raw), done);
    });
}

void PagedRows::Engine::move_aside(const std::string& label, RawRecords raw, Done done) {
    std::vector<StorageWrite> writes;
    const auto move = [&](Store store, StorageRecord record) {
        writes.push_back(
            {Store::aside, label + "/" + store_name(store) + "/" + record.key, std::move(record.bytes)});
        writes.push_back({store, std::move(record.key), std::nullopt});
    };
    if (raw.head) move(Store::meta, {head_key, std::move(*raw.head)});
    for (StorageRecord& page : raw.pages) move(Store::pages, std::move(page));
    for (StorageRecord& segment : raw.log) move(Store::log, std::move(segment));
    if (writes.empty()) writes.push_back({Store::meta, head_key, std::nullopt});
    storage_.write(std::move(writes), Durability::strict,
                   guarded([this, done = std::move(done)](StorageError error) {
                       if (error == StorageError::none) {
                           state_ = StoredState(options_.page_bytes);
                           packings_.clear();
                           whole_needed_ = stalled_ = in_doubt_ = false;
                           usable_ = true;
                       }
                       done(error);
                   }));
}

}  // namespace parasol
