#include "shell/server/checkpoints.h"

namespace parasol::server {

Checkpoints::Checkpoints(Sql& sql, int pages) : sql_(sql), pages_(pages), next_at_(pages) {
    const std::string path = sqlite3_db_filename(sql_.handle(), nullptr);
    thread_ = std::thread([this, path] { copy(path); });
    sqlite3_wal_hook(sql_.handle(), &Checkpoints::after_commit, this);
}

Checkpoints::~Checkpoints() {
    sqlite3_wal_hook(sql_.handle(), nullptr, nullptr);
    {
        const std::lock_guard lock(mutex_);
        state_ = State::ended;
    }
    changed_.notify_one();
    thread_.join();
}

int Checkpoints::after_commit(void* self, sqlite3*, const char*, int pages) {
    static_cast<Checkpoints*>(self)->committed(pages);
    return SQLITE_OK;
}

void Checkpoints::committed(int pages) {
    if (pages < next_at_) return;
    {
        const std::lock_guard lock(mutex_);
        if (state_ == State::copying) return;
        if (state_ == State::idle) {
            state_ = State::copying;
            changed_.notify_one();
            return;
        }
        state_ = State::idle;
    }
    // A reader of an older state, or a failing disk, leaves something in the log: it is tried again further on.
    int in_log = 0, done = 0;
    const int result = sqlite3_wal_checkpoint_v2(sql_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &done);
    const bool whole = result == SQLITE_OK && done == in_log;
    next_at_ = whole ? pages_ : pages + pages_;
}

void Checkpoints::copy(const std::string& path) {
    Sql own(path, Sql::Mode::read_write);
    own.run("PRAGMA synchronous = FULL");
    std::unique_lock lock(mutex_);
    while (state_ != State::ended) {
        if (state_ == State::copying) {
            lock.unlock();
            // What it does not get done is left to the connection itself.
            sqlite3_wal_checkpoint_v2(own.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
            lock.lock();
            if (state_ == State::copying) state_ = State::copied;
            continue;
        }
        changed_.wait(lock);
    }
}

}  // namespace parasol::server
