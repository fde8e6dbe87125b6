#include "simulation/world.h"

#include <algorithm>
#include <set>

#include "authority/sample.h"
#include "domain/invariants.h"
#include "wire/json.h"

namespace simulation {

namespace {

// So many worlds, one after another, for each on the server's database.
constexpr std::uint64_t sqlite_every = 16;

std::unique_ptr<Ground> ground_for(std::uint64_t seed, World& world) {
    if (seed % sqlite_every == 0) {
        ++world.tally.on_sqlite;
        return make_sqlite_ground(world.tally.ground, world.time, world.clock, world.chance);
    }
    if (seed % 2 == 0) return make_stored_ground(world.tally.ground, world.time, world.clock, world.chance);
    return make_memory_ground(world.tally.ground, world.clock);
}

}  // namespace

World::World(std::uint64_t seed, bool writes_fail, Tally& the_tally)
    : tally(the_tally), failing_writes(writes_fail), chance(seed) {
    SampleOptions options;
    options.seed = 1;
    options.accounts = 14;
    options.now = begin;
    JournalRecord entry;
    entry.own = true;
    entry.envelope.time = begin;
    ground = ground_for(seed, *this);
    ground->database().fill(make_sample(options, vault), std::move(entry), [](Committed) {});
    time.advance(20);
    recorded.begin(ground->rows());
    const SampleGuide guide = sample_guide(1);
    root = guide.operator_account;
    persons = {guide.operator_owner, guide.partner_owner, guide.blueface_owner, guide.westcoast_owner, guide.billing,
               guide.viewer};
    authority_count = 1 + chance.below(3);
    restart_authorities(false);
    for (int at = 0; at < 2; ++at) devices.push_back(std::make_unique<Device>(time));
    for (int at = 0; at < 3; ++at) open(*devices[chance.below(2)], persons[chance.below(persons.size())]);
}

World::~World() { kill_all(); }

std::unique_ptr<Authority> World::new_authority() {
    AuthorityOptions options;
    options.demo_sign_in = true;
    options.rows_per_reply = chance.one_in(3) ? 4 + chance.below(30) : 40 + chance.below(4000);
    auto authority = std::make_unique<Authority>(ground->database(), clock, chance, vault, options);
    authority->on_changed([this](const std::vector<Scope>&) {
        verify_rows("after a commit");
        for (const auto& tab : tabs) {
            if (healing || (tab->device->cut_off_until <= clock.now() && !chance.one_in(3))) tab->transport->poke();
        }
    });
    authority->start();
    return authority;
}

void World::restart_authorities(bool in_flight_is_written) {
    if (!authorities.empty()) {
        authorities.clear();
        if (!ground->restart(in_flight_is_written)) problems.push_back("the database does not open again");
        ++tally.restarts;
    }
    while (authorities.size() < authority_count) authorities.push_back(new_authority());
}

// What it was doing at the database goes on.
void World::restart_one_authority() {
    if (authorities.size() < 2) return;
    const std::size_t at = chance.below(authorities.size());
    authorities[at].reset();
    authorities[at] = new_authority();
    ++tally.authorities_ended;
}

void World::verify_rows(const char* when) {
    for (const std::string& broken : broken_invariants(ground->rows())) {
        problems.push_back(std::string(when) + ": " + broken);
    }
    accounts.clear();
    for (const auto& [scope, rows] : ground->rows().scopes()) {
        if (scope.kind == ScopeKind::account) accounts.push_back(AccountId(scope.id));
    }
    // The set's own order is no part of the seed.
    std::sort(accounts.begin(), accounts.end());
}

std::optional<Reply> World::ask(const std::string& session, RequestBody body) {
    Request request;
    request.session = session;
    request.body = std::move(body);
    auto answer = std::make_shared<std::optional<Reply>>();
    some_authority().handle(std::move(request), [answer](Reply reply) { *answer = std::move(reply); });
    for (int waited = 0; waited < 50 && !*answer; ++waited) time.advance(5);
    if (*answer) {
        if (const auto* refusing = std::get_if<Refusing>(&**answer)) note(refusing->refusal);
        const auto* pushed = std::get_if<Pushed>(&**answer);
        if (pushed && pushed->refusal) note(*pushed->refusal);
    }
    return *answer;
}

std::string World::session_of(PersonId person) {
    std::string& session = sessions[person];
    // A busy authority answers late, one that was restarted not at all: a person tries again.
    for (int tries = 0; tries < 20 && session.empty(); ++tries) {
        const auto reply = ask({}, SignInAs{person, {}, {}});
        if (const auto* in = reply ? std::get_if<SignedIn>(&*reply) : nullptr) session = in->session;
    }
    return session;
}

Tab* World::open(Device& device, PersonId person) {
    const std::string session = session_of(person);
    if (session.empty()) return nullptr;
    auto tab = std::make_unique<Tab>();
    tab->device = &device;
    tab->person = person;
    tab->clock = std::make_unique<ManualClock>(time, begin + device.wall);
    tab->chance = std::make_unique<SeededChance>(chance.draw());
    tab->tabs = device.hub.open_tab();
    tab->storage = std::make_unique<MemoryStorage>(*tab->clock, device.disks[person]);
    tab->storage->set_delays([this] { return static_cast<Duration>(chance.below(12)); });
    tab->protocol = protocol;
    Tab* const of = tab.get();
    tab->transport = std::make_unique<MemoryTransport>(
        *tab->clock, [this, of](std::string request, Callback<void(std::string)> reply) {
            serve(*of, std::move(request), std::move(reply));
        });
    tab->transport->request_fate = tab->transport->reply_fate = [this, of] { return fate_of(*of); };
    ReplicaIdentity identity;
    identity.base = "sim/";
    identity.person = person;
    identity.session = session;
    tab->replica = std::make_unique<Replica>(*tab->storage, *tab->transport, *tab->tabs, *tab->clock, *tab->chance,
                                             std::move(identity));
    tab->replica->start();
    tabs.push_back(std::move(tab));
    return tabs.back().get();
}

void World::kill(std::size_t at) {
    note_stored();
    note_states();
    Tab& tab = *tabs[at];
    tab.replica.reset();
    tab.device->hub.kill(*tab.tabs);
    tab.transport.reset();
    tab.storage.reset();
    tab.clock.reset();
    tabs.erase(tabs.begin() + static_cast<std::ptrdiff_t>(at));
    ++tally.kills;
}

void World::submit(Tab& tab, AccountId account, AccountId home, Via via, Command command) {
    Envelope envelope;
    envelope.person = tab.person;
    envelope.command = command;
    const CommandHandle handle = tab.replica->submit(account, home, via, std::move(command));
    ++tally.commands;
    if (handle.refusal) {
        note(*handle.refusal);
        for (const ImportProblem& problem : handle.problems) note(problem.reason);
        return;
    }
    envelope.client = handle.client;
    envelope.seq = handle.seq;
    given.push_back({std::move(envelope), false});
}

// What a tab shows as saved has to come through, whatever happens to the tab from now on.
void World::note_stored() {
    std::set<std::pair<Id, std::int64_t>> stored;
    for (const auto& tab : tabs) {
        for (const PendingCommand& pending : tab->replica->pending()) {
            if (pending.stored) stored.insert({pending.envelope->client, pending.envelope->seq});
        }
    }
    for (Given& one : given) {
        if (!one.stored && stored.count({one.envelope.client, one.envelope.seq}) != 0) one.stored = true;
    }
}

// The mistakes in an import that the authority has refused are told to the client alone.
void World::note_outcomes() {
    for (const auto& tab : tabs) {
        for (const RefusedCommand& refused : tab->replica->outcomes()) {
            const Outcome& outcome = refused.outcome;
            if (outcome.problems.empty() || !noted.insert({outcome.client, outcome.seq}).second) continue;
            for (const ImportProblem& problem : outcome.problems) note(problem.reason);
        }
    }
}

void World::step() {
    note_stored();
    note_outcomes();
    note_states();
    if (tabs.empty()) open(*devices[chance.below(2)], persons[chance.below(persons.size())]);
    if (tabs.empty()) return time.advance(1000);
    const std::size_t at = chance.below(tabs.size());
    Tab& tab = *tabs[at];
    // A session that has ended: the person signs in again.
    if (tab.replica->status().sync.state == SyncState::signed_out) {
        sessions.erase(tab.person);
        tab.replica->set_session(session_of(tab.person));
    }
    switch (chance.below(90)) {
        case 0: return kill(at);
        case 1: {
            Device& device = *tab.device;
            const PersonId person = tab.person;
            kill(at);
            // A power cut takes what was not on the medium; other tabs of this device lose their power with it.
            for (std::size_t other = tabs.size(); other-- > 0;) {
                if (tabs[other]->device == &device) kill(other);
            }
            MemoryDisk& disk = device.disks[person];
            disk.lose_unsynced(chance.below(disk.unsynced() + 1));
            return;
        }
        case 2:
        case 3:
            if (tabs.size() < 5) open(*devices[chance.below(2)], persons[chance.below(persons.size())]);
            return;
        case 4: return tab.transport->set_online(false);
        case 5: return tab.transport->set_online(true);
        case 6: return chance.one_in(2) ? restart_one_authority() : restart_authorities(chance.one_in(2));
        case 7:
            if (!failing_writes) return;
            return ground->fail_next(chance.one_in(2) ? DatabaseError::full : DatabaseError::lost,
                                     chance.one_in(2));
        case 8:
            if (!failing_writes) return;
            return tab.storage->fail_next(chance.one_in(2) ? StorageError::full : StorageError::lost,
                                          1 + chance.below(2), chance.one_in(2));
        case 9: {
            const auto by = static_cast<Duration>(chance.below(2 * one_hour)) - one_hour;
            tab.device->wall += by;
            return tab.clock->jump(by);
        }
        case 10:
            // Days pass while every device is switched off: what expires does so meanwhile.
            if (!chance.one_in(3)) return;
            kill_all();
            // Sometimes for longer than deletions are known.
            return time.advance(static_cast<Duration>(chance.below(chance.one_in(4) ? 130 : 45)) * one_day);
        case 11: return tab.replica->pull_now();
        case 12:
            if (!accounts.empty()) tab.replica->open(accounts[chance.below(accounts.size())]);
            if (chance.one_in(3)) look_back(tab);
            return look_at_activity(tab);
        case 13: {
            // Somebody new comes through an invitation.
            const auto reply = ask({}, ListSignIns{"person"});
            const auto* list = reply ? std::get_if<SignIns>(&*reply) : nullptr;
            if (!list || persons.size() > 9) return;
            for (const SignInChoice& choice : list->choices) {
                if (choice.invitation.is_none()) continue;
                const auto in = ask({}, SignInAs{{}, choice.invitation, choice.account});
                if (const auto* signed_in = in ? std::get_if<SignedIn>(&*in) : nullptr) {
                    sessions[signed_in->person] = signed_in->session;
                    persons.push_back(signed_in->person);
                }
                return;
            }
            return;
        }
        case 14:
        case 15:
        case 16:
        case 17: return time.advance(static_cast<Duration>(chance.below(30)) * one_second);
        case 18:
        case 19:
        case 20:
        case 21:
        case 22: return time.advance(static_cast<Duration>(chance.below(400)));
        case 23: {
            static constexpr Duration longest[] = {10 * 60 * one_second, one_day, 6 * one_day};
            tab.device->cut_off_until = clock.now() + static_cast<Duration>(chance.below(longest[chance.below(3)]));
            ++tally.partitions;
            return;
        }
        case 24: has_backup = ground->back_up() || has_backup; return;
        case 25:
            if (has_backup && chance.one_in(2)) restore_backup();
            return;
        case 26:
            if (chance.one_in(2)) change_protocol();
            return;
        case 27:
            if (tab.protocol != protocol_version && tab.was_told) load_again(at);
            return;
        default:
            if (accounts.empty()) verify_rows("at the start");
            if (!tab.replica->view().person()) return time.advance(300);
            for (auto wishes = 1 + chance.below(3); wishes > 0; --wishes) {
                if (chance.one_in(2)) aim(*this, tab);
                else wish(*this, tab);
            }
            return;
    }
}

// Its page is open, with this month and perhaps the one before; or it is left.
void World::look_at_activity(Tab& tab) {
    std::vector<Scope> scopes;
    if (!accounts.empty() && !chance.one_in(4)) {
        const AccountId account = accounts[chance.below(accounts.size())];
        scopes.push_back(activity_scope(account, utc_month(clock.now())));
        if (chance.one_in(2)) scopes.push_back(activity_scope(account, utc_month(clock.now() - 31 * one_day)));
    }
    tab.looked_at = scopes;
    tab.replica->look_at(std::move(scopes));
}

void World::heal() {
    healing = true;
    note_stored();
    sessions.clear();
    protocol = protocol_version;
    for (const auto& device : devices) device->cut_off_until = 0;
    for (std::size_t at = tabs.size(); at-- > 0;) {
        if (tabs[at]->protocol != protocol_version) load_again(at);
    }
    // Who is not in the restored database has no part in it any more.
    for (std::size_t at = tabs.size(); at-- > 0;) {
        if (session_of(tabs[at]->person).empty()) kill(at);
    }
    for (const auto& tab : tabs) {
        tab->transport->set_online(true);
        tab->replica->set_session(session_of(tab->person));
    }
    // Every person that ever used a device comes back to it.
    for (const auto& device : devices) {
        for (const auto& [person, disk] : device->disks) {
            bool there = false;
            for (const auto& tab : tabs) there = there || (tab->device == device.get() && tab->person == person);
            if (!there) open(*device, PersonId(person));
        }
    }
    for (int minute = 0; minute < 40; ++minute) {
        time.advance(15 * one_second);
        bool quiet = true;
        for (const auto& authority : authorities) quiet = quiet && authority->is_idle();
        for (const auto& tab : tabs) {
            quiet = quiet && tab->replica->pending().empty() &&
                    tab->replica->status().sync.state == SyncState::synchronised;
        }
        if (quiet && minute > 2) break;
    }
    for (const auto& tab : tabs) tab->replica->pull_now();
    time.advance(20 * one_second);
}

// To some instant since the beginning; or back to now.
void World::look_back(Tab& tab) {
    if (!healing && chance.one_in(4)) return tab.replica->look_back(std::nullopt);
    tab.replica->look_back(begin + static_cast<Instant>(chance.below(clock.now() - begin + 1)));
}

}  // namespace simulation
