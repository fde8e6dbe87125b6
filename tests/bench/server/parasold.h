// A parasold of the bench's own, as a process over a folder of its own. Whatever way the bench ends, by a signal too,
// the processes that it has started end before it and its folder goes.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace parasol::bench {

// Make one, first of all: before there is any thread.
class Workplace {
  public:
    // Raises the limit of open files, makes the folder and waits for signals.
    Workplace();
    ~Workplace();
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;
    // Empty where none could be made.
    const std::string& folder() const { return folder_; }

  private:
    std::string folder_;
};

// Runs to its end; whether it ended well.
bool run_program(const std::vector<std::string>& command);

class Parasold {
  public:
    // "parasold serve" on a free port; check running().
    Parasold(const std::string& program, const std::string& pages, const std::string& data);
    // Told to end and waited for.
    ~Parasold();
    Parasold(const Parasold&) = delete;
    Parasold& operator=(const Parasold&) = delete;

    bool running() const { return port_ != 0; }
    unsigned short port() const { return port_; }
    pid_t process() const { return process_; }
    // How long it has had a processor, in and for it.
    double cpu_seconds() const;
    // Its memory: what is resident now.
    double resident_mb() const;

  private:
    pid_t process_ = 0;
    unsigned short port_ = 0;
};

}  // namespace parasol::bench
