// What parasold does on this machine, this generator included: durable commands a second, the time from a click to
// others' screens, memory with 10,000 idle connections, and pulls, with more and more accounts. Each over a new sample,
// asked over loopback as clients ask. Prints figures beside what is aimed at and fails nothing but itself:
// bench_server [--quick | --large] [--accounts N] [--only PART] [--rate N] PARASOLD PAGES
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "bench/server/parasold.h"
#include "bench/server/parts.h"
#include "shell/server/secrets.h"

using namespace parasol::bench;

namespace {

constexpr const char* usage =
    "bench_server [--quick | --large] [--accounts N] [--only pulls|idle|clicks|commands] [--rate N] PARASOLD PAGES\n"
    "  --quick       each part for a second or two, at 1,000 accounts\n"
    "  --large       1,000,000 accounts too\n"
    "  --accounts N  at this size alone\n"
    "  --only PART   this part alone\n"
    "  --rate N      commands come at this rate, in each manner for 20 s, to look into the server meanwhile\n"
    "  PARASOLD      the program; PAGES the folder of the page's files, for the sample's names\n";

struct Wishes {
    bool quick = false;
    bool large = false;
    std::size_t accounts = 0;
    double rate = 0;
    std::string only;
    std::string program;
    std::string pages;
};

bool read_wishes(int count, char** arguments, Wishes& wishes) {
    for (int at = 1; at < count; ++at) {
        const std::string word = arguments[at];
        const bool more = at + 1 < count;
        if (word == "--quick") wishes.quick = true;
        else if (word == "--large") wishes.large = true;
        else if (word == "--accounts" && more) wishes.accounts = std::strtoul(arguments[++at], nullptr, 10);
        else if (word == "--only" && more) wishes.only = arguments[++at];
        else if (word == "--rate" && more) wishes.rate = std::strtod(arguments[++at], nullptr);
        else if (wishes.program.empty()) wishes.program = word;
        else if (wishes.pages.empty()) wishes.pages = word;
        else return false;
    }
    return !wishes.pages.empty();
}

// How long the disk takes to keep 4 KB for good: what every commit waits for.
double disk_ms(const std::string& folder) {
    const std::string path = folder + "/disk";
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    const std::string block(4096, 'x');
    std::vector<double> took;
    for (int turn = 0; turn < 50 && file >= 0; ++turn) {
        const Time from = time_now();
        if (write(file, block.data(), block.size()) < 0 || fdatasync(file) != 0) break;
        took.push_back(seconds_since(from) * 1000);
    }
    if (file >= 0) close(file);
    std::filesystem::remove(path);
    return share_of(took, 0.5);
}

bool measure(const Wishes& wishes, const std::string& folder, Figures& figures) {
    const std::string size = std::to_string(figures.accounts);
    Subject subject{wishes.program, wishes.pages, folder + "/" + size, {wishes.quick}, wishes.rate};
    heading("==== " + size + " accounts");
    const Time from = time_now();
    if (!run_program({wishes.program, "sample", "--data", subject.data, "--accounts", size, "--password",
                      "a password for benches", "--pages", wishes.pages})) {
        note("the sample could not be made");
        return false;
    }
    say("making the sample", seconds_since(from), "s");
    say("its database", static_cast<double>(std::filesystem::file_size(subject.data + "/parasol.db")) / 1e6, "MB");
    const std::pair<const char*, bool (*)(const Subject&, Figures&)> parts[] = {{"pulls", measure_pulls},
                                                                                {"idle", measure_idle},
                                                                                {"clicks", measure_clicks},
                                                                                {"commands", measure_commands}};
    bool well = true;
    for (const auto& [name, part] : parts) {
        if (wishes.only.empty() || wishes.only == name) well = part(subject, figures) && well;
    }
    std::filesystem::remove_all(subject.data);
    return well;
}

void print_growth(const std::vector<Figures>& all) {
    heading("How it grows");
    const auto line = [&](const char* what, double Figures::*value) {
        std::printf("  %-52s", what);
        for (const Figures& figures : all) std::printf(" %10s", number(figures.*value).c_str());
        std::printf("\n");
    };
    std::printf("  %-52s", "accounts in the database");
    for (const Figures& figures : all) std::printf(" %10zu", figures.accounts);
    std::printf("\n");
    line("durable commands a second        (aim 5,000)", &Figures::commands);
    line("  commands of one commit", &Figures::together);
    line("  a second with a pull after each push", &Figures::with_pulls);
    line("  at half the rate, p50 ms", &Figures::answer_50);
    line("  at half the rate, p99 ms", &Figures::answer_99);
    line("click to others' screens, p50 ms", &Figures::click_50);
    line("click to others' screens, p99 ms (aim 100)", &Figures::click_99);
    line("memory, idle streams, MB (aim 300 with 10,000)", &Figures::idle_mb);
    line("first pull of everything, s      (aim 2 at 100,000)", &Figures::first_pull);
    line("pull without changes, all, ms    (aim under 1)", &Figures::empty_pull);
    line("pull without changes, own, ms    (aim under 1)", &Figures::empty_small);
}

}  // namespace

int main(int count, char** arguments) {
    Wishes wishes;
    if (!read_wishes(count, arguments, wishes)) {
        std::fputs(usage, stderr);
        return 2;
    }
    const Workplace place;
    if (place.folder().empty() || !parasol::server::start_sodium()) {
        std::fputs("bench_server: no temporary folder could be made, or there is no randomness\n", stderr);
        return 1;
    }
    std::vector<std::size_t> sizes = {1000};
    if (!wishes.quick) sizes = {1000, 10000, 100000};
    if (wishes.large) sizes.push_back(1000000);
    if (wishes.accounts > 0) sizes = {wishes.accounts};
    std::printf("parasold and what asks it on the same machine, %ld processors\n", sysconf(_SC_NPROCESSORS_ONLN));
    say("the disk keeps 4 KB for good within", disk_ms(place.folder()), "ms");
    std::vector<Figures> all;
    bool well = true;
    for (const std::size_t size : sizes) {
        Figures figures;
        figures.accounts = size;
        well = measure(wishes, place.folder(), figures) && well;
        all.push_back(figures);
    }
    print_growth(all);
    if (!well) std::printf("Some of it could not be measured.\n");
    return well ? 0 : 1;
}
