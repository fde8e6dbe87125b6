#include <utility>

#include "bench/server/device.h"
#include "bench/server/parasold.h"
#include "bench/server/parts.h"
#include "wire/json.h"

namespace parasol::bench {
namespace {

constexpr std::size_t at_once = 64;
constexpr unsigned status_ok = 200;

// What a customer's owner holds: their own account and what is above it.
std::string first_pull_of(const Owner& owner) {
    Request request;
    request.session = to_string(owner.person);
    Pull pull;
    const AccountId account = owner.account.id;
    const AccountId parent = owner.account.parent;
    pull.wanted = {person_scope(owner.person), inbox_of(owner.person), account_scope(account), people_of(account),
                   face_of(parent),            standing_of(parent),    logo_of(parent)};
    request.body = std::move(pull);
    return encode(request);
}

struct Streams {
    std::vector<std::shared_ptr<PokeStream>> all;
    std::size_t open = 0;
    std::size_t ended = 0;
    ~Streams() {
        for (const auto& stream : all) stream->close();
    }
};

bool open_streams(Loop& loop, const Parasold& server, const People& people, Streams& streams) {
    const std::vector<Session>& sessions = people.sessions;
    while (streams.open < sessions.size()) {
        while (streams.all.size() < sessions.size() && streams.all.size() < streams.open + at_once) {
            streams.all.push_back(std::make_shared<PokeStream>(loop.io, server.port()));
            streams.all.back()->open(
                sessions[streams.all.size() - 1], [&streams] { ++streams.open; }, [&streams] { ++streams.ended; });
        }
        const std::size_t before = streams.open;
        if (!run_until(loop.io, 10, [&] { return streams.open > before || streams.ended > 0; })) return false;
        if (streams.ended > 0) return false;
    }
    return true;
}

// Each session pulls once, so that the server knows what it is to be poked for.
bool pull_once(Loop& loop, const Parasold& server, const People& people) {
    std::vector<std::shared_ptr<Link>> links;
    std::size_t next = 0;
    std::size_t answered = 0;
    std::size_t failed = 0;
    while (links.size() < at_once) links.push_back(std::make_shared<Link>(loop.io, server.port()));
    const auto is_wrong = [](const HttpReply& reply) {
        return reply.status != status_ok || reply.body.find("\"pulled\"") == std::string::npos;
    };
    const double most = 300;
    const bool done = run_until(loop.io, most, [&] {
        for (auto& link : links) {
            if (link->busy() || next >= people.sessions.size()) continue;
            const Session& session = people.sessions[next];
            const Owner& owner = people.owners[next % people.owners.size()];
            ++next;
            link->close();
            link = std::make_shared<Link>(loop.io, server.port(), session);
            link->ask(sync_request(session, first_pull_of(owner), true), [&](const HttpReply& reply) {
                ++answered;
                if (is_wrong(reply)) ++failed;
            });
        }
        return answered == people.sessions.size();
    });
    for (const auto& link : links) link->close();
    if (failed > 0) note(std::to_string(failed) + " pulls were not answered as they should be");
    return done;
}

}  // namespace

bool measure_idle(const Subject& subject, Figures& figures) {
    const std::size_t count = subject.effort.count(10000, 1000);
    const People people = add_people(subject.data, count, 0, count);
    if (!people.problem.empty()) {
        note(people.problem);
        return false;
    }
    const Parasold server(subject.program, subject.pages, subject.data);
    if (!server.running()) return false;
    heading(std::to_string(count) + " idle connections, a session each");
    Loop loop;
    run_for(loop.io, 0.5);
    say("memory of the server before", server.resident_mb(), "MB");
    Streams streams;
    const Time from = time_now();
    if (!open_streams(loop, server, people, streams)) {
        note("only " + std::to_string(streams.open) + " streams could be opened, " + std::to_string(streams.ended) +
             " ended");
        return false;
    }
    say("memory with all streams open", server.resident_mb(), "MB");
    note("opened in " + number(seconds_since(from)) + " s");
    if (!pull_once(loop, server, people)) note("not everybody's pull was answered");
    const double cpu = server.cpu_seconds();
    const double rest = subject.effort.seconds(10);
    run_for(loop.io, rest);
    figures.idle_mb = server.resident_mb();
    say("memory when each has pulled once, idle", figures.idle_mb, "MB", "300 MB with 10,000");
    say("the server's processor meanwhile, of one", (server.cpu_seconds() - cpu) / rest * 100, "%");
    if (streams.ended > 0) note(std::to_string(streams.ended) + " streams ended by themselves");
    return true;
}

}  // namespace parasol::bench
