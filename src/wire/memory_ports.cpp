#include "wire/memory_ports.h"

#include <algorithm>
#include <cassert>

namespace parasol {

// --- Time

void VirtualTime::run_first() {
    const auto first = timers_.begin();
    const TimerId id = first->first.second;
    now_ = std::max(now_, first->first.first);
    Timer timer = std::move(first->second);
    timers_.erase(first);
    timer.owner->due_.erase(id);
    timer.done();
}

void VirtualTime::advance(Duration delay) {
    const std::int64_t until = now_ + delay;
    while (!timers_.empty() && timers_.begin()->first.first <= until) run_first();
    now_ = std::max(now_, until);
}

bool VirtualTime::step() {
    if (timers_.empty()) return false;
    run_first();
    return true;
}

void VirtualTime::run_until_idle(Duration horizon) {
    const std::int64_t until = now_ + horizon;
    while (!timers_.empty() && timers_.begin()->first.first <= until) run_first();
}

ManualClock::ManualClock(Instant wall)
    : own_(std::make_unique<VirtualTime>()), time_(own_.get()), wall_at_zero_(wall) {}

ManualClock::ManualClock(VirtualTime& time, Instant wall_at_zero)
    : time_(&time), wall_at_zero_(wall_at_zero) {}

ManualClock::~ManualClock() {
    for (const auto& [id, due] : due_) time_->timers_.erase({due, id});
}

TimerId ManualClock::after(Duration delay, Callback<void()> done) {
    const TimerId id = ++time_->last_;
    const std::int64_t due = time_->now_ + std::max<Duration>(delay, 0);
    time_->timers_.emplace(std::pair{due, id}, VirtualTime::Timer{this, std::move(done)});
    due_.emplace(id, due);
    return id;
}

void ManualClock::cancel(TimerId timer) {
    const auto found = due_.find(timer);
    if (found == due_.end()) return;
    time_->timers_.erase({found->second, timer});
    due_.erase(found);
}

// --- Chance

SeededChance::SeededChance(std::uint64_t seed) : state_{} {
    for (std::uint64_t& word : state_) {
        seed += 0x9E3779B97F4A7C15ULL;
        std::uint64_t mixed = seed;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
        word = mixed ^ (mixed >> 31);
    }
}

std::uint64_t SeededChance::draw() {
    const auto rotated = [](std::uint64_t word, int by) { return word << by | word >> (64 - by); };
    const std::uint64_t result = rotated(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotated(state_[3], 45);
    return result;
}

std::uint64_t SeededChance::below(std::uint64_t bound) {
    assert(bound > 0);
    return draw() % bound;
}

// --- The disk

void MemoryDisk::put(Store store, const std::string& key, std::optional<std::string> bytes) {
    Records& records = current_[static_cast<std::size_t>(store)];
    const auto found = records.find(key);
    if (found != records.end()) {
        bytes_ -= key.size() + found->second.size();
        records.erase(found);
    }
    if (!bytes) return;
    bytes_ += key.size() + bytes->size();
    records.emplace(key, std::move(*bytes));
}

void MemoryDisk::put_back(std::vector<Before>& before) {
    for (auto record = before.rbegin(); record != before.rend(); ++record) {
        put(record->store, record->key, std::move(record->bytes));
    }
}

bool MemoryDisk::apply(const std::vector<StorageWrite>& writes, Durability durability) {
    const std::size_t before_bytes = bytes_;
    std::vector<Before> before;
    for (const StorageWrite& write : writes) {
        const Records& records = current_[static_cast<std::size_t>(write.store)];
        const auto found = records.find(write.key);
        before.push_back({write.store, write.key,
                          found == records.end() ? std::nullopt : std::optional<std::string>(found->second)});
        put(write.store, write.key, write.bytes);
    }
    if (bytes_ > quota_ && bytes_ > before_bytes) {
        put_back(before);
        return false;
    }
    if (durability == Durability::strict) {
        undo_.clear();
    } else {
        undo_.push_back(std::move(before));
    }
    return true;
}

void MemoryDisk::wipe() {
    for (Records& records : current_) records.clear();
    undo_.clear();
    bytes_ = 0;
}

void MemoryDisk::lose_unsynced(std::size_t kept) {
    while (undo_.size() > kept) {
        put_back(undo_.back());
        undo_.pop_back();
    }
    undo_.clear();
}

void MemoryDisk::damage(Store store, const std::string& key, std::optional<std::string> bytes) {
    put(store, std::string(key), std::move(bytes));  // the key may be the record's own, which goes
}

// --- The storage

MemoryStorage::MemoryStorage(Clock& clock)
    : clock_(clock), own_(std::make_unique<MemoryDisk>()), disk_(own_.get()) {}

MemoryStorage::MemoryStorage(Clock& clock, MemoryDisk& disk) : clock_(clock), disk_(&disk) {}

MemoryStorage::~MemoryStorage() {
    if (busy_) clock_.cancel(timer_);
}

void MemoryStorage::start(Operation operation) {
    queue_.push_back(std::move(operation));
    if (!busy_) next();
}

void MemoryStorage::next() {
    busy_ = !queue_.empty();
    if (!busy_) return;
    timer_ = clock_.after(delay(), [this] {
        queue_.front().act();
        timer_ = clock_.after(delay(), [this] {
            // The answer may end this storage.
            const Callback<void()> answer = std::move(queue_.front().answer);
            queue_.pop_front();
            next();
            answer();
        });
    });
}

StorageError MemoryStorage::fault(bool writing, bool& applied) {
    applied = false;
    if (broken_ != StorageError::none) return broken_;
    const bool strikes = writing || failing_ != StorageError::full;
    if (failures_ == 0 || !strikes) return StorageError::none;
    --failures_;
    applied = failing_ == StorageError::lost && failures_applied_;
    return failing_;
}

void MemoryStorage::write(std::vector<StorageWrite> writes, Durability durability,
                          Callback<void(StorageError)> done) {
    ++writes_;
    const auto error = std::make_shared<StorageError>(StorageError::none);
    start({[this, error, durability, writes = std::move(writes)] {
               bool applied = false;
               *error = fault(true, applied);
               if (*error != StorageError::none && !applied) return;
               const bool fits = disk_->apply(writes, durability);
               if (!fits && *error == StorageError::none) *error = StorageError::full;
           },
           [error, done = std::move(done)] { done(*error); }});
}

void MemoryStorage::read_all(Store store,
                             Callback<void(StorageError, std::vector<StorageRecord>)> done) {
    struct Answer {
        StorageError error = StorageError::none;
        std::vector<StorageRecord> records;
    };
    const auto answer = std::make_shared<Answer>();
    start({[this, answer, store] {
               bool applied = false;
               answer->error = fault(false, applied);
               if (answer->error != StorageError::none) return;
               for (const auto& [key, bytes] : disk_->records(store)) answer->records.push_back({key, bytes});
           },
           [answer, done = std::move(done)] { done(answer->error, std::move(answer->records)); }});
}

void MemoryStorage::wipe(Callback<void(StorageError)> done) {
    const auto error = std::make_shared<StorageError>(StorageError::none);
    start({[this, error] {
               bool applied = false;
               *error = fault(true, applied);
               if (*error == StorageError::none || applied) disk_->wipe();
           },
           [error, done = std::move(done)] { done(*error); }});
}

void MemoryStorage::fail_next(StorageError error, std::size_t count, bool applied) {
    failing_ = error;
    failures_ = count;
    failures_applied_ = applied;
}

}  // namespace parasol
