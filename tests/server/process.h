// A program as a process of its own, and parasold with a folder of its own.
#pragma once

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "catch.h"
#include "server/folder.h"

extern char** environ;

namespace web {

class Process {
  public:
    explicit Process(std::vector<std::string> arguments) {
        int out[2] = {};
        REQUIRE(pipe(out) == 0);
        std::vector<char*> given;
        for (std::string& argument : arguments) given.push_back(argument.data());
        given.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO);
        posix_spawn_file_actions_addclose(&actions, out[0]);
        REQUIRE(posix_spawn(&id_, given[0], &actions, nullptr, given.data(), environ) == 0);
        posix_spawn_file_actions_destroy(&actions);
        close(out[1]);
        out_ = out[0];
    }
    ~Process() {
        if (id_ > 0) kill(SIGKILL), wait();
        close(out_);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void kill(int signal) const { ::kill(id_, signal); }
    // Its exit code; -1 where a signal ended it.
    int wait() {
        int status = 0;
        waitpid(id_, &status, 0);
        id_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    // All that it says until its end.
    std::string said() {
        while (read_some()) {
        }
        return text_;
    }
    // Waits until it listens.
    unsigned short port() {
        return port("Listening on http://127.0.0.1:");
    }
    // The number after this, at the end of what it says.
    unsigned short port(const std::string& before) {
        while (text_.find(before) == std::string::npos || text_.find('\n', text_.find(before)) == std::string::npos) {
            if (!read_some()) FAIL("it ended: " << text_);
        }
        return static_cast<unsigned short>(std::stoul(text_.substr(text_.find(before) + before.size())));
    }

  private:
    bool read_some() {
        std::array<char, 4096> bytes{};
        const ssize_t got = read(out_, bytes.data(), bytes.size());
        if (got > 0) text_.append(bytes.data(), static_cast<std::size_t>(got));
        return got > 0;
    }
    pid_t id_ = 0;
    int out_ = -1;
    std::string text_;
};

struct ServerHouse {
    ServerHouse() {
        std::filesystem::create_directories(pages);
        std::ofstream(pages + "/index.html") << "<!doctype html>";
    }
    std::vector<std::string> with(const std::string& subcommand, std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {PARASOLD, subcommand, "--data", data});
        return more;
    }
    // What has to end by itself: a server that should have refused is ended, and has failed.
    int run(const std::string& subcommand, std::vector<std::string> more, std::string& said) const {
        std::vector<std::string> bounded = with(subcommand, std::move(more));
        bounded.insert(bounded.begin(), {"/usr/bin/timeout", "60"});
        Process process(std::move(bounded));
        said = process.said();
        return process.wait();
    }
    std::vector<std::string> serving() const { return with("serve", {"--pages", pages, "--port", "0"}); }

    Folder folder;
    std::string pages = folder.file("pages");
    std::string data = folder.file("data");
};

}  // namespace web
