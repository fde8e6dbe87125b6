#include <charconv>
#include <deque>
#include <utility>

#include "bench/server/device.h"
#include "bench/server/parasold.h"
#include "bench/server/parts.h"

namespace parasol::bench {
namespace {

constexpr std::size_t watchers = 10;
constexpr double clicks_a_second = 50;
constexpr std::string_view word = "Click ";

// Clients of one person: one of them clicks, the others look on.
struct Group {
    AccountId account;
    std::vector<std::unique_ptr<Device>> devices;
    std::vector<Time> clicked;      // by the number of the click
    std::vector<std::size_t> seen;  // by device: how many clicks it shows
};

struct Party {
    std::vector<std::unique_ptr<Group>> groups;
    std::vector<std::unique_ptr<Device>> others;  // connected, and nothing of theirs changes
    std::vector<double> delays;                   // ms, of each click and each who saw it
    std::vector<double> own;                      // ms: until the clicking one's own screen shows it

    template <class Visit>
    void each(Visit&& visit) {
        for (auto& group : groups) {
            for (auto& device : group->devices) visit(*device);
        }
        for (auto& device : others) visit(*device);
    }
};

std::size_t click_shown(const Device& device, AccountId account) {
    const AccountRow* row = device.replica.view().account_row(account);
    if (!row || row->contact.city.rfind(word, 0) != 0) return 0;
    std::size_t shown = 0;
    const std::string& text = row->contact.city;
    std::from_chars(text.data() + word.size(), text.data() + text.size(), shown);
    return shown;
}

void look(Party& party, Group& group, std::size_t at) {
    const std::size_t shown = click_shown(*group.devices[at], group.account);
    for (std::size_t& seen = group.seen[at]; seen < shown && seen < group.clicked.size(); ++seen) {
        (at == 0 ? party.own : party.delays).push_back(seconds_since(group.clicked[seen]) * 1000);
    }
}

// `due` is when it should have been, however busy this process is.
void click(Group& group, Time due) {
    Replica& replica = group.devices.front()->replica;
    const AccountRow* row = replica.view().account_row(group.account);
    if (!row) return;
    group.clicked.push_back(due);
    EditAccount edit;
    edit.contact_city = Edit{row->contact.city, std::string(word) + std::to_string(group.clicked.size())};
    replica.submit(group.account, group.account, Via::own, edit);
}

// Some at a time: a first pull is work.
bool connect(Loop& loop, Party& party) {
    constexpr std::size_t at_once = 20;
    std::deque<Device*> coming;
    std::vector<Device*> all;
    party.each([&](Device& device) { all.push_back(&device); });
    for (std::size_t next = 0; next < all.size() || !coming.empty();) {
        while (next < all.size() && coming.size() < at_once) {
            coming.push_back(all[next++]);
            coming.back()->replica.start();
        }
        if (!run_until(loop.io, 20, [&] { return coming.front()->is_ready(); })) return false;
        std::erase_if(coming, [](const Device* device) { return device->is_ready(); });
    }
    return true;
}

void invite(Loop& loop, const Parasold& server, const People& people, std::size_t clients, Party& party) {
    const std::size_t groups = clients / (watchers + 1);
    for (std::size_t at = 0; at < clients; ++at) {
        auto device = std::make_unique<Device>(loop, server.port(), people.sessions[at]);
        // Sessions go round the owners, so those of one owner are one round apart.
        const std::size_t owner = at % people.owners.size();
        if (owner >= groups) {
            party.others.push_back(std::move(device));
            continue;
        }
        if (at < people.owners.size()) {
            party.groups.push_back(std::make_unique<Group>());
            party.groups.back()->account = people.owners[owner].account.id;
        }
        Group& group = *party.groups[owner];
        const std::size_t place = group.devices.size();
        group.seen.push_back(0);
        device->replica.on_change([&party, &group, place] { look(party, group, place); });
        group.devices.push_back(std::move(device));
    }
}

// At their times, whatever comes of it.
void click_on(Loop& loop, Party& party, double seconds) {
    const Time from = time_now();
    std::size_t made = 0;
    const auto all = static_cast<std::size_t>(seconds * clicks_a_second);
    run_until(loop.io, seconds + 1, [&] {
        while (made < all) {
            const Time due = from + std::chrono::duration_cast<Time::duration>(
                                        Seconds(static_cast<double>(made) / clicks_a_second));
            if (time_now() < due) break;
            click(*party.groups[made % party.groups.size()], due);
            ++made;
        }
        return made == all;
    });
}

}  // namespace

bool measure_clicks(const Subject& subject, Figures& figures) {
    const std::size_t clients = subject.effort.count(1000, 110);
    // Groups of eleven: so many owners have so many sessions each.
    const std::size_t owners = (clients + watchers) / (watchers + 1);
    const People people = add_people(subject.data, owners, 0, clients);
    if (!people.problem.empty()) {
        note(people.problem);
        return false;
    }
    const Parasold server(subject.program, subject.pages, subject.data);
    if (!server.running()) return false;
    heading("From one client's click to ten others' screens, " + std::to_string(clients) + " connected clients");
    Loop loop;
    Party party;
    invite(loop, server, people, clients, party);
    Time from = time_now();
    if (!connect(loop, party)) {
        note("not every client could connect and pull");
        return false;
    }
    note("connected and pulled in " + number(seconds_since(from)) + " s");
    run_for(loop.io, 1);

    const double cpu = server.cpu_seconds();
    const double own = own_cpu_seconds();
    from = time_now();
    click_on(loop, party, subject.effort.seconds(20));
    const double took = seconds_since(from);
    const double server_share = (server.cpu_seconds() - cpu) / took * 100;
    const double own_share = (own_cpu_seconds() - own) / took * 100;
    std::size_t expected = 0;
    std::size_t clicks = 0;
    for (const auto& group : party.groups) {
        clicks += group->clicked.size();
        expected += group->clicked.size() * (group->devices.size() - 1);
    }
    const bool all = run_until(loop.io, 10, [&] { return party.delays.size() >= expected; });

    figures.click_50 = share_of(party.delays, 0.5);
    figures.click_99 = share_of(party.delays, 0.99);
    say(number(clicks_a_second) + " clicks a second: half are on others' screens within", figures.click_50, "ms");
    say("99 of 100 within", figures.click_99, "ms", "100 ms");
    say("the slowest", share_of(party.delays, 1), "ms");
    note(std::to_string(clicks) + " clicks, seen " + std::to_string(party.delays.size()) + " times of " +
         std::to_string(expected) + "; on the own screen 99 of 100 within " + number(share_of(party.own, 0.99)) +
         " ms");
    note("processor, of one: server " + number(server_share) + " %, all clients " + number(own_share) + " %");
    if (!all) note("the others were not seen within 10 s after the last click");
    std::size_t failures = 0;
    std::size_t refused = 0;
    party.each([&](const Device& device) {
        failures += device.transport.failures();
        refused += device.replica.outcomes().size();
    });
    if (failures + refused > 0) {
        note(std::to_string(failures) + " answers were not as they should be, " + std::to_string(refused) +
             " commands were refused");
    }
    return true;
}

}  // namespace parasol::bench
