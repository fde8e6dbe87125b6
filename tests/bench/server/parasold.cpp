#include "bench/server/parasold.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

namespace parasol::bench {
namespace {

constexpr int longest_farewell_ms = 15000;

// What is to be gone when this process is. Signals are waited for in a thread of their own.
struct Begun {
    std::mutex mutex;
    std::set<pid_t> processes;
    std::string folder;
};
Begun& begun() {
    static Begun all;
    return all;
}

sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int one : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, one);
    return set;
}

void remove_folder(const std::string& folder) {
    std::error_code ignored;
    if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
}

void end_by_signal() {
    const sigset_t set = ending_signals();
    int caught = 0;
    sigwait(&set, &caught);
    const std::lock_guard<std::mutex> lock(begun().mutex);
    for (const pid_t process : begun().processes) {
        kill(process, SIGKILL);
        waitpid(process, nullptr, 0);
    }
    remove_folder(begun().folder);
    _exit(128 + caught);
}

// `output` is what it writes on its standard output.
pid_t start(const std::vector<std::string>& command, int output) {
    std::vector<char*> arguments;
    for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
    arguments.push_back(nullptr);
    const std::lock_guard<std::mutex> lock(begun().mutex);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);  // should this process be killed
        if (getppid() != parent) _exit(127);
        const sigset_t set = ending_signals();
        sigprocmask(SIG_UNBLOCK, &set, nullptr);
        signal(SIGPIPE, SIG_DFL);
        dup2(output, STDOUT_FILENO);
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    if (child > 0) begun().processes.insert(child);
    return child;
}

// Its exit status; -1 where it has not ended in this time.
int wait_for(pid_t process, int most_ms) {
    for (int waited = 0;; waited += 5) {
        {
            const std::lock_guard<std::mutex> lock(begun().mutex);
            int status = 0;
            if (waitpid(process, &status, WNOHANG) == process) {
                begun().processes.erase(process);
                return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
            }
        }
        if (most_ms >= 0 && waited >= most_ms) return -1;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

// The number in the line of /proc/PID/status that begins with `name`.
double status_of(pid_t process, const std::string& name) {
    std::ifstream file("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(file, line);) {
        if (line.compare(0, name.size(), name) == 0) return std::strtod(line.c_str() + name.size(), nullptr);
    }
    return 0;
}

}  // namespace

Workplace::Workplace() {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);  // whoever reads the figures may have seen enough
    const sigset_t set = ending_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::thread(end_by_signal).detach();
    std::string name = (std::filesystem::temp_directory_path() / "parasol-bench-XXXXXX").string();
    if (mkdtemp(name.data())) folder_ = name;
    const std::lock_guard<std::mutex> lock(begun().mutex);
    begun().folder = folder_;
}

Workplace::~Workplace() { remove_folder(folder_); }

bool run_program(const std::vector<std::string>& command) {
    const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    const pid_t child = start(command, nothing);
    close(nothing);
    return child > 0 && wait_for(child, -1) == 0;
}

Parasold::Parasold(const std::string& program, const std::string& pages, const std::string& data) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    process_ = start({program, "serve", "--data", data, "--pages", pages, "--port", "0", "--log", data + "/log"},
                     ends[1]);
    close(ends[1]);
    std::string said;
    char part[256];
    for (ssize_t size = 0; said.find('\n') == std::string::npos && (size = read(ends[0], part, sizeof part)) > 0;) {
        said.append(part, static_cast<std::size_t>(size));
    }
    close(ends[0]);
    const std::size_t colon = said.rfind(':');
    if (said.rfind("Listening on ", 0) == 0 && colon != std::string::npos) {
        port_ = static_cast<unsigned short>(std::strtoul(said.c_str() + colon + 1, nullptr, 10));
    } else {
        std::fprintf(stderr, "parasold did not start; %s/log says why\n", data.c_str());
    }
}

Parasold::~Parasold() {
    if (process_ <= 0) return;
    kill(process_, SIGTERM);
    if (wait_for(process_, longest_farewell_ms) >= 0) return;
    std::fprintf(stderr, "parasold did not end when it was told to\n");
    kill(process_, SIGKILL);
    wait_for(process_, -1);
}

double Parasold::cpu_seconds() const {
    std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
    std::string line;
    std::getline(file, line);
    // After the name, which may hold anything, in brackets: state and ten more, then user and system time.
    std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
    std::string skipped;
    for (int at = 0; at < 11; ++at) fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double Parasold::resident_mb() const { return status_of(process_, "VmRSS:") / 1024; }

}  // namespace parasol::bench
