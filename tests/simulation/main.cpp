// simulation [--failing-writes] --seeds N [--from K] | --seed K: runs worlds and says what is wrong in them. With
// --failing-writes storages and the database refuse or lose writes too. The last line counts the worlds; of enough
// of them each command that never succeeds and each refusal that never occurs, or hardly ever, counts as a failure.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "simulation/kept_seeds.h"
#include "simulation/world.h"

namespace {

constexpr int steps = 240;
constexpr std::uint64_t often_enough = 20;
constexpr std::uint64_t seeds_to_judge = 1000;

bool run(std::uint64_t seed, bool failing_writes, simulation::Tally& tally) {
    simulation::World world(seed, failing_writes, tally);
    for (int step = 0; step < steps && world.problems.empty(); ++step) world.step();
    if (world.problems.empty()) world.heal();
    const auto problems = world.check();
    if (problems.empty()) return true;
    std::printf("seed %llu:\n", static_cast<unsigned long long>(seed));
    for (std::size_t at = 0; at < problems.size() && at < 10; ++at) std::printf("    %s\n", problems[at].c_str());
    std::printf("    replay it: simulation --seed %llu\n", static_cast<unsigned long long>(seed));
    return false;
}

// Refusals that cannot occur here.
bool is_elsewhere(parasol::Refusal refusal, bool failing_writes) {
    using parasol::Refusal;
    if (refusal >= Refusal::wrong_sign_in && refusal <= Refusal::password_easy) return true;  // nobody has a password
    if (refusal >= Refusal::second_factor_needed && refusal <= Refusal::confirmation_needed) return true;
    // Of requests: told_too_old and told_too_new count these.
    if (refusal == Refusal::client_too_old || refusal == Refusal::client_too_new) return true;
    return refusal == Refusal::not_stored && !failing_writes;  // where every write goes well
}

int coverage(const simulation::Tally& tally, bool failing_writes) {
    int rare = 0;
    for (std::size_t at = 0; at < parasol::command_count; ++at) {
        const bool enough = tally.done[at] >= often_enough;
        rare += enough ? 0 : 1;
        std::printf("  done %-24s %8llu%s\n", std::string(parasol::command_name(at)).c_str(),
                    static_cast<unsigned long long>(tally.done[at]), enough ? "" : "  too rare");
    }
    for (std::size_t at = 0; at < parasol::refusal_count; ++at) {
        const auto refusal = static_cast<parasol::Refusal>(at);
        if (is_elsewhere(refusal, failing_writes)) continue;
        const bool enough = tally.refused[at] >= often_enough;
        rare += enough ? 0 : 1;
        std::printf("  refused %-36s %8llu%s\n", std::string(parasol::to_string(refusal)).c_str(),
                    static_cast<unsigned long long>(tally.refused[at]), enough ? "" : "  too rare");
    }
    const std::pair<const char*, std::uint64_t> events[] = {
        {"messages lost", tally.lost_messages},
        {"messages repeated", tally.repeated_messages},
        {"messages late", tally.late_messages},
        {"requests cut short", tally.cut_requests},
        {"replies cut short", tally.cut_replies},
        {"devices cut off", tally.partitions},
        {"tabs killed", tally.kills},
        {"machines restarted", tally.restarts},
        {"one of several authorities ended", tally.authorities_ended},
        {"commits in conflict", tally.ground.conflicts},
        {"scopes whole for want of history", tally.ground.short_history},
        {"held scopes that had no room", tally.ground.held_later},
        {"parts of long lists", tally.ground.parts},
        {"backups restored", tally.restores},
        {"commands forgotten by them", tally.forgotten},
        {"commands brought back", tally.brought_back},
        {"commands that ended the other way", tally.decided_anew},
        {"tabs told that they are too old", tally.told_too_old},
        {"tabs told that they are too new", tally.told_too_new},
        {"commands kept over a reload", tally.kept_over_reload},
        {"worlds on SQLite", tally.on_sqlite},
    };
    for (const auto& [event, count] : events) {
        const bool enough = count >= often_enough;
        rare += enough ? 0 : 1;
        std::printf("  %-44s %8llu%s\n", event, static_cast<unsigned long long>(count), enough ? "" : "  too rare");
    }
    return rare;
}

}  // namespace

int main(int count, char** arguments) {
    std::uint64_t from = 1, seeds = 100;
    const bool failing_writes = count > 1 && std::strcmp(arguments[1], "--failing-writes") == 0;
    for (int at = failing_writes ? 2 : 1; at + 1 < count; at += 2) {
        const std::uint64_t value = std::strtoull(arguments[at + 1], nullptr, 10);
        if (std::strcmp(arguments[at], "--seeds") == 0) seeds = value;
        else if (std::strcmp(arguments[at], "--from") == 0) from = value;
        else if (std::strcmp(arguments[at], "--seed") == 0) from = value, seeds = 1;
        else return std::fprintf(stderr, "usage: simulation [--failing-writes] --seeds N [--from K] | --seed K\n"), 2;
    }
    simulation::Tally tally;
    unsigned long long passed = 0, failed = 0;
    const auto start = std::chrono::steady_clock::now();
    if (from == 1) {
        for (const simulation::KeptSeed& kept : simulation::kept_seeds) {
            if (kept.failing_writes != failing_writes || run(kept.seed, failing_writes, tally)) continue;
            std::printf("    it showed before: %s\n", kept.showed);
            ++failed;
        }
    }
    for (std::uint64_t seed = from; seed < from + seeds; ++seed) {
        if (run(seed, failing_writes, tally)) ++passed;
        else if (++failed == 10) break;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("%llu commands given, %llu tabs killed, %llu authorities restarted, %llu messages lost, %.1f s\n",
                static_cast<unsigned long long>(tally.commands), static_cast<unsigned long long>(tally.kills),
                static_cast<unsigned long long>(tally.restarts),
                static_cast<unsigned long long>(tally.lost_messages), took.count());
    const int rare = coverage(tally, failing_writes);
    if (seeds >= seeds_to_judge) failed += static_cast<unsigned long long>(rare);
    if (rare > 0) std::printf("%d commands, refusals or events occur fewer than %d times\n", rare,
                              static_cast<int>(often_enough));
    std::printf("%llu passed, %llu failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
