#include "simulation/world.h"

#include <algorithm>
#include <set>

#include "authority/sample.h"
#include "domain/invariants.h"
#include "domain/visibility.h"
#include "wire/json.h"

namespace simulation {

World::World(std::uint64_t seed, bool writes_fail, Tally& the_tally)
    : tally(the_tally), failing_writes(writes_fail), chance(seed) {
    SampleOptions options;
    options.seed = 1;
    options.accounts = 14;
    options.now = begin;
    JournalRecord entry;
    entry.own = true;
    entry.envelope.time = begin;
    ground = seed % 2 == 0 ? make_stored_ground(time, clock, chance) : make_memory_ground(clock);
    ground->database().fill(make_sample(options, vault), std::move(entry), [](Committed) {});
    time.advance(20);
    recorded.begin(ground->rows());
    const SampleGuide guide = sample_guide(1);
    root = guide.operator_account;
    persons = {guide.operator_owner, guide.partner_owner, guide.blueface_owner, guide.westcoast_owner, guide.billing,
               guide.viewer};
    restart_authority(false);
    for (int at = 0; at < 2; ++at) devices.push_back(std::make_unique<Device>(time));
    for (int at = 0; at < 3; ++at) open(*devices[chance.below(2)], persons[chance.below(persons.size())]);
}

World::~World() {
    while (!tabs.empty()) kill(tabs.size() - 1);
}

void World::restart_authority(bool in_flight_is_written) {
    if (authority) {
        authority.reset();
        if (!ground->restart(in_flight_is_written)) problems.push_back("the database does not open again");
        ++tally.restarts;
    }
    AuthorityOptions options;
    options.demo_sign_in = true;
    options.rows_per_reply = 40 + chance.below(4000);
    authority = std::make_unique<Authority>(ground->database(), clock, chance, vault, options);
    authority->on_changed([this](const std::vector<Scope>&) {
        verify_rows("after a commit");
        for (const auto& tab : tabs) {
            if (healing || !chance.one_in(3)) tab->transport->poke();
        }
    });
    authority->start();
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
    authority->handle(std::move(request), [answer](Reply reply) { *answer = std::move(reply); });
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
    tab->transport = std::make_unique<MemoryTransport>(
        *tab->clock, [this](const std::string& request, std::function<void(std::string)> reply) {
            if (authority) authority->handle(request, std::move(reply));
        });
    const auto fate = [this]() -> std::vector<Duration> {
        if (healing) return {5};
        switch (chance.below(12)) {
            case 0: ++tally.lost_messages; return {};
            case 1: return {5, static_cast<Duration>(5 + chance.below(3000))};
            case 2: return {static_cast<Duration>(chance.below(9000))};
            default: return {static_cast<Duration>(chance.below(60))};
        }
    };
    tab->transport->request_fate = fate;
    tab->transport->reply_fate = fate;
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
        case 6: return restart_authority(chance.one_in(2));
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
            while (!tabs.empty()) kill(tabs.size() - 1);
            return time.advance(static_cast<Duration>(chance.below(45)) * one_day);
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
        bool quiet = authority->is_idle();
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

// Whatever went on since the look back began, it shows how it was, and nothing that may not be read.
void World::verify_past(const Tab& tab, const std::map<Instant, RowSet>& moments) {
    const std::string who = "the replica of " + to_string(tab.person);
    if (tab.replica->status().locked) return;
    if (!tab.replica->shows_past()) return problems.push_back(who + " does not look back");
    const View view = tab.replica->past_view();
    const Oracle oracle(ground->rows(), tab.person, clock.now());
    const RowSet& truth = moments.at(view.now());
    std::set<Scope> scopes;
    for (const RowSet* rows : {&truth, &ground->rows()}) {
        for (const auto& [scope, held] : rows->scopes()) scopes.insert(scope);
    }
    for (const Scope& scope : scopes) {
        const ScopeRows* shown = view.rows().scope(scope);
        if (!shown || !has_past(scope.kind)) continue;
        const ScopeRows* was = truth.scope(scope);
        std::size_t same = 0;
        shown->each_row([&](const auto& row) {
            const auto* real = was ? was->find<std::decay_t<decltype(row)>>(row.id) : nullptr;
            same += real && *real == row ? 1 : 0;
        });
        if (same != shown->size() || same != (was ? was->size() : 0)) {
            problems.push_back(who + " shows " + to_string(scope) + " as it was not");
        }
        // Of a federation also who was in it then; the tests of the authority say who.
        const bool federation = scope.kind == ScopeKind::federation || scope.kind == ScopeKind::federation_owner;
        if (!federation && shown->size() != 0 && !oracle.may_see(scope)) {
            problems.push_back(who + " looks back at " + to_string(scope));
        }
    }
    for (const Scope& scope : oracle.must_hold()) {
        const bool account = scope.kind == ScopeKind::account || scope.kind == ScopeKind::people;
        if (account && !view.rows().holds(scope)) problems.push_back(who + " has no past of " + to_string(scope));
    }
}

// A client that is none of ours asks for everything there is, and is given what the oracle says.
void World::verify_reading(PersonId person) {
    const Oracle oracle(ground->rows(), person, clock.now());
    Pull pull;
    for (const auto& [scope, rows] : ground->rows().scopes()) pull.wanted.push_back(scope);
    std::sort(pull.wanted.begin(), pull.wanted.end());
    for (std::size_t left = pull.wanted.size() + 1; left != 0; --left) {
        const auto reply = ask(session_of(person), pull);
        const auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
        if (!pulled) return;  // the database refused: the next world has another chance
        std::set<Scope> answered;
        for (const PulledScope& one : pulled->scopes) {
            answered.insert(one.scope);
            if ((one.answer != ScopeAnswer::gone) != oracle.may_see(one.scope)) {
                problems.push_back(to_string(person) + " is answered wrongly about " + to_string(one.scope));
            }
        }
        const auto is_answered = [&](const Scope& scope) { return answered.count(scope) != 0; };
        pull.wanted.erase(std::remove_if(pull.wanted.begin(), pull.wanted.end(), is_answered), pull.wanted.end());
        if (!pulled->more) return;
    }
}

std::vector<std::string> World::check() {
    verify_rows("at the end");
    if (problems.empty()) {
        for (const PersonId person : persons) verify_reading(person);
    }
    note_outcomes();
    std::map<std::pair<Id, std::int64_t>, int> effects;
    std::map<Id, std::int64_t> last;
    for (const auto& tab : tabs) {
        if (tab->replica->past_state() == PastState::none) look_back(*tab);
    }
    time.advance(20 * one_second);
    const auto entries = ground->entries();
    std::map<Instant, RowSet> moments;
    for (const auto& tab : tabs) {
        if (tab->replica->shows_past()) moments[tab->replica->past_view().now()];
    }
    recorded.judge(entries, ground->rows(), moments, problems);
    for (const auto& tab : tabs) verify_past(*tab, moments);
    for (const JournalRecord& record : entries) {
        if (record.own) continue;
        const Envelope& envelope = record.envelope;
        if (record.refusal) {
            note(*record.refusal);
        } else {
            ++tally.done[envelope.command.index()];
        }
        if (envelope.person.is_none()) continue;
        ++effects[{envelope.client, envelope.seq}];
        if (envelope.seq != last[envelope.client] + 1) {
            problems.push_back("client " + to_string(envelope.client) + " went from " +
                               std::to_string(last[envelope.client]) + " to " + std::to_string(envelope.seq));
        }
        last[envelope.client] = envelope.seq;
    }
    for (const auto& [command, count] : effects) {
        if (count != 1) problems.push_back("a command took effect " + std::to_string(count) + " times");
    }
    for (const Given& one : given) {
        if (one.stored && effects.count({one.envelope.client, one.envelope.seq}) == 0) {
            problems.push_back(std::string("saved, and lost: ") +
                               std::string(command_name(one.envelope.command.index())) + " " +
                               std::to_string(one.envelope.seq) + " of " + to_string(one.envelope.client));
        }
    }
    for (const auto& tab : tabs) {
        const Replica& replica = *tab->replica;
        const std::string who = "the replica of " + to_string(tab->person);
        if (!replica.pending().empty()) problems.push_back(who + " still waits");
        const SyncState state = replica.status().sync.state;
        if (state != SyncState::synchronised) {
            problems.push_back(who + " is not synchronised but in state " + std::to_string(static_cast<int>(state)));
        }
        const Oracle oracle(ground->rows(), tab->person, clock.now());
        for (const auto& [scope, rows] : replica.rows().scopes()) {
            if (!oracle.may_see(scope)) {
                if (rows.size() != 0) problems.push_back(who + " holds " + to_string(scope));
                continue;
            }
            const ScopeRows* truth = ground->rows().scope(scope);
            std::size_t same = 0;
            rows.each_row([&](const auto& row) {
                using R = std::decay_t<decltype(row)>;
                const R* real = truth ? truth->template find<R>(row.id) : nullptr;
                if (real && *real == row) ++same;
            });
            if (same != rows.size() || same != (truth ? truth->size() : 0)) {
                problems.push_back(who + " shows " + to_string(scope) + " as it is not");
            }
        }
        for (const Scope& scope : tab->looked_at) {
            if (oracle.may_see(scope) != replica.rows().holds(scope)) {
                problems.push_back(who + " is shown wrongly " + to_string(scope));
            }
        }
        for (const Scope& scope : oracle.must_hold()) {
            if (!replica.rows().holds(scope)) problems.push_back(who + " lacks " + to_string(scope));
        }
    }
    return problems;
}

}  // namespace simulation
