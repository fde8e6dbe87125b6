// Small records that are written in the background: drafts, dismissed outcomes, ended commands. The latest
// value of each counts; a write that fails is tried again, without end, with growing pauses.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "replica/timing.h"
#include "wire/ports.h"

namespace parasol {

class RecordWriter {
  public:
    RecordWriter(Storage& storage, Clock& clock, Chance& chance);
    ~RecordWriter();
    RecordWriter(const RecordWriter&) = delete;
    RecordWriter& operator=(const RecordWriter&) = delete;

    // nullopt erases the record.
    void put(Store store, std::string key, std::optional<std::string> bytes);
    // Nothing is written before this: a storage must be known to be ours first.
    void enable();
    // Forgets what was not written yet, and writes nothing any more.
    void stop();
    bool idle() const { return waiting_.empty() && !writing_; }

  private:
    using Key = std::pair<Store, std::string>;
    using Records = std::map<Key, std::optional<std::string>>;
    void write();
    void written(StorageError error, Records records);

    Storage& storage_;
    Chance& chance_;
    Alarm again_;
    Backoff pause_{one_second, 60 * one_second};
    Records waiting_;
    bool enabled_ = false;
    bool stopped_ = false;
    bool writing_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace parasol
