// A clock that is ahead of the machine's by as many seconds as a file says (behind, where they are negative), for one
// process that loads this first: time passes for a server whose connections and browsers notice nothing of it.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern "C" int clock_gettime(clockid_t id, struct timespec* at) noexcept {
    const int failed = static_cast<int>(syscall(SYS_clock_gettime, id, at));
    char text[20] = {0};
    const char* path = getenv("PARASOLD_AHEAD");
    const int file = failed != 0 || id != CLOCK_REALTIME || !path ? -1 : open(path, O_RDONLY);
    if (file < 0) return failed;
    if (read(file, text, sizeof text - 1) > 0) at->tv_sec += atol(text);
    close(file);
    return 0;
}
