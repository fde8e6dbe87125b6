// Checkpoints of a database in WAL mode, away from its commits: a thread copies what was committed into the file
// proper, which takes seconds where the disk is slow, while commits go on. What came meanwhile is then copied by the
// connection itself, which is short, and the log begins anew.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "shell/server/sql.h"

namespace parasol::server {

class Checkpoints {
  public:
    // In place of the checkpoints that `sql` makes by itself, which it borrows: to be ended before it, in its thread.
    // `pages`: how many of the log are worth one.
    explicit Checkpoints(Sql& sql, int pages = 5000);
    ~Checkpoints();
    Checkpoints(const Checkpoints&) = delete;
    Checkpoints& operator=(const Checkpoints&) = delete;

  private:
    enum class State : std::uint8_t { idle, copying, copied, ended };
    static int after_commit(void* self, sqlite3* database, const char* name, int pages);
    void committed(int pages);
    void copy(const std::string& path);

    Sql& sql_;
    const int pages_;
    int next_at_;  // pages in the log
    std::mutex mutex_;
    std::condition_variable changed_;
    State state_ = State::idle;
    std::thread thread_;
};

}  // namespace parasol::server
