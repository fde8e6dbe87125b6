#include "replica/record_writer.h"

#include <vector>

namespace parasol {

RecordWriter::RecordWriter(Storage& storage, Clock& clock, Chance& chance)
    : storage_(storage), chance_(chance), again_(clock) {}

RecordWriter::~RecordWriter() = default;

void RecordWriter::put(Store store, std::string key, std::optional<std::string> bytes) {
    if (stopped_) return;
    waiting_[{store, std::move(key)}] = std::move(bytes);
    write();
}

void RecordWriter::enable() {
    enabled_ = true;
    write();
}

void RecordWriter::stop() {
    stopped_ = true;
    waiting_.clear();
    again_.cancel();
}

void RecordWriter::write() {
    if (!enabled_ || stopped_ || writing_ || again_.is_set() || waiting_.empty()) return;
    writing_ = true;
    Records records;
    records.swap(waiting_);
    std::vector<StorageWrite> writes;
    for (const auto& [key, bytes] : records) writes.push_back({key.first, key.second, bytes});
    const std::weak_ptr<bool> alive = alive_;
    storage_.write(std::move(writes), Durability::relaxed, [this, alive, records](StorageError error) {
        if (!alive.expired()) written(error, records);
    });
}

void RecordWriter::written(StorageError error, Records records) {
    writing_ = false;
    if (stopped_) return;
    if (error == StorageError::none) {
        pause_.reset();
        write();
        return;
    }
    waiting_.merge(records);  // what was put meanwhile is newer and stays
    again_.set(pause_.next(chance_), [this] { write(); });
}

}  // namespace parasol
