// A small world for tests of the replica: the real authority over a memory database, browsers (a disk and a
// hub of tabs for each), and tabs, each with a clock, a storage, a transport and a replica of its own. One
// time line, so that a test decides what has happened by when; a tab can be killed at any point of it.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "authority/authority.h"
#include "authority/memory_database.h"
#include "authority/plain_vault.h"
#include "catch.h"
#include "replica/memory_tabs.h"
#include "replica/memory_transport.h"
#include "replica/replica.h"
#include "wire/json.h"
#include "wire/memory_ports.h"

namespace world {

using namespace parasol;

inline constexpr Instant begin = 1'792'000'000'000;  // in October 2026

inline constexpr Duration two_minutes = 120 * one_second;

// One browser profile: a disk for each person, and the tabs that know each other.
struct Browser {
    explicit Browser(VirtualTime& time) : clock(time, begin), hub(clock) {}
    ManualClock clock;
    TabHub hub;
    std::map<PersonId, MemoryDisk> disks;
};

struct World;

struct Tab {
    Tab(World& world, Browser& browser, PersonId person, std::string session);
    // As when the browser closes or kills it: nothing of it happens any more.
    void kill();

    World& world;
    Browser& browser;
    PersonId person;
    std::unique_ptr<ManualClock> clock;
    std::unique_ptr<SeededChance> chance;
    std::unique_ptr<MemoryTab> tabs;
    std::unique_ptr<MemoryStorage> storage;
    std::unique_ptr<MemoryTransport> transport;
    std::unique_ptr<Replica> replica;

    Replica* operator->() { return replica.get(); }
    CommandHandle run(AccountId home, AccountId account, Command command) {
        return replica->submit(account, home, home == account ? Via::own : Via::parent, std::move(command));
    }
    AddAccount customer(const std::string& name) {
        AddAccount add;
        add.id = AccountId(replica->new_id());
        add.kind = AccountKind::customer;
        add.name = name;
        return add;
    }
    std::string shown_name(AccountId account) { return replica->view().name_of(account); }
    StorageState storage_state() { return replica->status().storage.state; }
    SyncState sync_state() { return replica->status().sync.state; }
};

struct World {
    explicit World(std::uint64_t seed = 1);

    VirtualTime time;
    ManualClock clock{time, begin};  // the authority's
    SeededChance chance;
    PlainVault vault;
    MemoryDatabase database{clock, "epoch-a"};
    std::unique_ptr<Authority> authority;
    bool reachable = true;           // of the authority, by new and living tabs alike
    std::size_t requests = 0;        // that reached it
    std::vector<std::string> asked;  // their texts, where `listen` is on
    bool listen = false;
    World* answering = nullptr;  // another world, whose authority answers in place of this one's
    // What becomes of texts on their way; unset: they stay as they are.
    std::function<std::string(std::string)> change_request, change_reply;
    // Looks at what is asked before the authority does: it may answer in its place, or change what is asked.
    std::function<std::optional<Reply>(Request&)> at_the_door;
    bool hold_pushes = false;    // pushes are lost on their way, everything else arrives

    AccountId root;
    PersonId staff;  // account owner of the root
    AccountId partner;
    AccountId reseller;
    AccountId acme;  // customers of the reseller
    AccountId globex;

    Browser laptop{time};
    Browser desktop{time};
    std::deque<Tab> tabs;

    template <class Typed>
    Typed fresh() {
        return Typed(make_uuid7(clock.now(), 7, ++ids_));
    }
    // A session of a person, straight from the authority.
    std::string sign_in(PersonId person);
    // A tab that has been started; nothing has happened in it yet.
    Tab& open(PersonId person) { return open(laptop, person, sign_in(person)); }
    Tab& open(Browser& browser, PersonId person, std::string session);
    // A tab that has pulled everything, with the accounts that tests work on open in it.
    Tab& ready(PersonId person);
    // A command straight to the authority, as from a device of its own.
    std::optional<Refusal> run(PersonId person, AccountId home, AccountId account, Command command);
    // Invited and accepted: a person with a role on an account.
    PersonId administrator(AccountId account, Role role, const std::string& email);
    AccountId add(AccountId parent, AccountKind kind, const std::string& name);

    // Until nothing is under way: replies, timers of a few seconds.
    void settle(Duration time_given = 3 * one_second) { time.run_until_idle(time_given); }
    void set_online(bool online);

  private:
    std::uint64_t ids_ = 0;
    std::string staff_session_;
    std::map<PersonId, std::string> sessions_;

  public:
    void serve(std::string request, std::function<void(std::string)> reply);
    void poke_all();
    std::optional<Reply> ask(const std::string& session, RequestBody body);
};

// All rows and held scopes as text: what two sets are compared by.
std::vector<std::string> text_of(const RowSet& rows);
// What the authority would give this person of the scopes that the tab holds.
std::vector<std::string> truth_for(World& world, Tab& tab);

}  // namespace world
