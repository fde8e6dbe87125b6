#include <utility>

#include "bench/server/device.h"
#include "bench/server/parasold.h"
#include "bench/server/parts.h"

namespace parasol::bench {
namespace {

constexpr double longest_first_pull = 120;
constexpr std::size_t some_sessions = 25;  // each may ask 100 times a second
constexpr unsigned status_ok = 200;

std::string seconds(double value) { return number(value) + " s"; }

// The first pull of one more client, from nothing. Its last request, when nothing was missing, into `empty_pull`.
double first_pull(const Parasold& server, const Session& session, bool zips, const char* what, const char* aim,
                  std::string& empty_pull) {
    Loop loop;
    const double server_before = server.cpu_seconds();
    const double own_before = own_cpu_seconds();
    Device device(loop, server.port(), session, zips);
    const Time from = time_now();
    device.replica.start();
    const bool complete = run_until(loop.io, longest_first_pull,
                                    [&] { return device.replica.status().sync.first_pull_complete; });
    const double took = seconds_since(from);
    if (!complete) {
        note("the first pull did not end within " + seconds(longest_first_pull));
        return took;
    }
    const HttpTransport& transport = device.transport;
    say(what, took, "s", aim);
    note(std::to_string(device.replica.rows().row_count()) + " rows in " + std::to_string(transport.requests()) +
         " requests and " + number(static_cast<double>(transport.received()) / 1e6) + " MB; processor: server " +
         seconds(server.cpu_seconds() - server_before) + ", client " + seconds(own_cpu_seconds() - own_before));
    // The stream's first poke may have asked for one more; this one asks for nothing that is not held.
    run_for(loop.io, 0.3);
    const std::size_t asked = transport.requests();
    device.replica.pull_now();
    run_until(loop.io, 10, [&] { return transport.requests() > asked; });
    empty_pull = transport.last_request();
    run_for(loop.io, 0.3);
    if (transport.failures() > 0) note(std::to_string(transport.failures()) + " answers were not as they should be");
    return took;
}

// Milliseconds of the server's processor for each of `count` pulls, one after another.
double empty_pulls(const Parasold& server, const std::vector<Session>& sessions, const std::string& text,
                   std::size_t count, std::size_t& received) {
    Loop loop;
    std::vector<std::string> requests;
    for (const Session& session : sessions) requests.push_back(sync_request(session, text, true));
    const auto link = std::make_shared<Link>(loop.io, server.port());
    std::size_t answered = 0;
    std::size_t refused = 0;
    const double before = server.cpu_seconds();
    while (answered < count) {
        bool done = false;
        link->ask(requests[answered % requests.size()], [&](const HttpReply& reply) {
            done = true;
            received = reply.received;
            if (reply.status != status_ok) ++refused;
        });
        if (!run_until(loop.io, 10, [&] { return done; })) break;
        ++answered;
    }
    link->close();
    if (refused > 0 || answered < count) note(std::to_string(refused) + " pulls were not answered as they should be");
    return (server.cpu_seconds() - before) * 1000 / static_cast<double>(answered == 0 ? 1 : answered);
}

}  // namespace

bool measure_pulls(const Subject& subject, Figures& figures) {
    const People people = add_people(subject.data, 1, some_sessions, some_sessions);
    if (!people.problem.empty()) {
        note(people.problem);
        return false;
    }
    const Parasold server(subject.program, subject.pages, subject.data);
    if (!server.running()) return false;
    heading("Pulls");
    std::string held_all;
    std::string held_own;
    const char* aim = "2 s at 100,000";
    figures.first_pull =
        first_pull(server, people.sessions[0], true, "first pull of every account, server just started", aim, held_all);
    first_pull(server, people.sessions[1], true, "the same, by the next client", aim, held_all);
    first_pull(server, people.sessions[2], false, "the same, not compressed", aim, held_all);
    first_pull(server, people.sessions[some_sessions], true, "first pull of a customer's owner", "", held_own);

    const std::size_t count = subject.effort.count(2000, 200);
    const std::vector<Session> all(people.sessions.begin() + 3, people.sessions.begin() + some_sessions);
    const std::vector<Session> own(people.sessions.begin() + some_sessions, people.sessions.end());
    std::size_t received = 0;
    figures.empty_pull = empty_pulls(server, all, held_all, count, received);
    say("a pull without changes, all lists held: the server's processor", figures.empty_pull, "ms", "under 1 ms");
    note("asked in " + std::to_string(held_all.size()) + " bytes, answered in " + std::to_string(received));
    figures.empty_small = empty_pulls(server, own, held_own, count, received);
    say("a pull without changes, of a customer's owner", figures.empty_small, "ms", "under 1 ms");
    note("asked in " + std::to_string(held_own.size()) + " bytes, answered in " + std::to_string(received));
    return true;
}

}  // namespace parasol::bench
