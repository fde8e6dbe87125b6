// The simulated world: authorities over one database, devices with disks, tabs with replicas, and a network between
// them, all on one time line and from one seed. Everything that can happen to them in life happens here by chance.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "authority/authority.h"
#include "authority/plain_vault.h"
#include "replica/kept_commands.h"
#include "replica/memory_tabs.h"
#include "replica/memory_transport.h"
#include "replica/replica.h"
#include "simulation/ground.h"
#include "simulation/record.h"
#include "wire/memory_ports.h"

namespace simulation {

using namespace parasol;

inline constexpr Instant begin = 1'792'000'000'000;

// How often each command was done and each refusal was given, over all seeds.
struct Tally {
    std::array<std::uint64_t, command_count> done{};
    std::array<std::uint64_t, refusal_count> refused{};
    std::uint64_t commands = 0, kills = 0, restarts = 0, lost_messages = 0;
    // What has to happen often enough, too.
    GroundTally ground;
    std::uint64_t repeated_messages = 0, late_messages = 0, cut_requests = 0, cut_replies = 0;
    std::uint64_t partitions = 0;         // devices that were cut off for minutes to days, and did not know
    std::uint64_t authorities_ended = 0;  // one of several, while the others went on
    std::uint64_t restores = 0;           // of a backup, with commands given since
    std::uint64_t forgotten = 0;          // commands that a restored database had forgotten and a device still had
    std::uint64_t brought_back = 0;       // of these, pushed again
    std::uint64_t decided_anew = 0;       // of these, with another end than before: the person is told
    std::uint64_t told_too_old = 0, told_too_new = 0;  // tabs
    std::uint64_t kept_over_reload = 0;   // commands that waited in a tab of an older protocol and were reloaded
    std::uint64_t on_sqlite = 0;          // worlds
};

struct World;

struct Device {
    explicit Device(VirtualTime& time) : clock(time, begin), hub(clock) {}
    ManualClock clock;  // of the hub
    TabHub hub;
    Duration wall = 0;  // how wrong this device's clock is
    Instant cut_off_until = 0;  // nothing leaves and nothing arrives, and nobody says so
    std::map<Id, MemoryDisk> disks;  // by person
};

struct Tab {
    Device* device = nullptr;
    PersonId person;
    std::unique_ptr<ManualClock> clock;
    std::unique_ptr<SeededChance> chance;
    std::unique_ptr<MemoryTab> tabs;
    std::unique_ptr<MemoryStorage> storage;
    std::unique_ptr<MemoryTransport> transport;
    std::unique_ptr<Replica> replica;
    std::vector<Scope> looked_at;
    int protocol = protocol_version;  // that its page speaks: an old one stays as it is until it is loaded again
    bool was_told = false;            // that this is not the authorities' one
    std::size_t brought_back = 0;     // as counted so far
};

// A command that a person was told is kept; `stored`: and saved on the device.
struct Given {
    Envelope envelope;
    bool stored = false;
    bool forgotten = false;  // a restored database had it no more
    Instant ended = 0;       // before that
};

struct World {
    // `failing_writes`: storages and the database now and then refuse or lose a write. Of the seeds every other one has
    // a stored database.
    World(std::uint64_t seed, bool failing_writes, Tally& tally);
    ~World();

    // One thing that happens.
    void step();
    // The network, disks and machines are well from here on, and all that waits comes through.
    void heal();
    // What is not as it must be; empty where all is well.
    std::vector<std::string> check();

    Tab* open(Device& device, PersonId person);
    void kill(std::size_t tab);
    void kill_all();
    void restart_authorities(bool in_flight_is_written);
    void restart_one_authority();
    std::unique_ptr<Authority> new_authority();
    Authority& some_authority() { return *authorities[chance.below(authorities.size())]; }
    void serve(Tab& tab, std::string request, Callback<void(std::string)> reply);
    std::vector<Duration> fate_of(Tab& tab);
    void restore_backup();
    void note_forgotten(const std::vector<JournalRecord>& before);
    void change_protocol();
    void load_again(std::size_t tab);
    void note_states();
    bool may_be_lost(const Given& one) const;
    std::optional<Reply> ask(const std::string& session, RequestBody body);
    std::string session_of(PersonId person);
    void submit(Tab& tab, AccountId account, AccountId home, Via via, Command command);
    void note(Refusal refusal) { ++tally.refused[static_cast<std::size_t>(refusal)]; }
    void look_at_activity(Tab& tab);
    void look_back(Tab& tab);
    void verify_past(const Tab& tab, const std::map<Instant, RowSet>& moments);
    void note_stored();
    void note_outcomes();
    void verify_rows(const char* when);
    void verify_reading(PersonId person);
    template <class Typed>
    Typed fresh(Tab& tab) {
        return Typed(tab.replica->new_id());
    }

    Tally& tally;
    const bool failing_writes;
    VirtualTime time;
    ManualClock clock{time, begin};
    SeededChance chance;
    PlainVault vault;
    std::unique_ptr<Ground> ground;
    std::vector<std::unique_ptr<Authority>> authorities;  // none while their machine starts
    std::size_t authority_count = 1;
    int protocol = protocol_version;  // of pages that are loaded now
    bool has_backup = false;
    std::size_t restores = 0;
    std::vector<std::unique_ptr<Device>> devices;
    std::vector<std::unique_ptr<Tab>> tabs;
    AccountId root;
    std::vector<PersonId> persons;  // the first owns the root
    std::vector<AccountId> accounts;  // all of the database, now and then listed anew
    std::map<Id, std::string> sessions;
    std::vector<Given> given;
    std::vector<std::pair<AccountId, TicketId>> tickets;  // answers to looked-up codes
    std::vector<std::string> codes;                       // revealed texts
    std::set<std::pair<Id, std::int64_t>> told_anew;      // outcomes that are others than before
    std::set<std::pair<Id, std::int64_t>> noted;          // outcomes whose problems were counted
    std::vector<std::string> problems;
    Record recorded;
    bool healing = false;
};

// Submits something that a person might wish in this tab, sensible or not.
void wish(World& world, Tab& tab);
// The same by somebody who knows what comes of it: see aims.cpp.
void aim(World& world, Tab& tab);

// Which scopes a person may see, worked out without the product's own rules of visibility.
class Oracle {
public:
    Oracle(const RowSet& rows, PersonId person, Instant now);
    bool may_see(const Scope& scope) const;
    // Scopes that a replica of this person holds once it has pulled everything.
    std::vector<Scope> must_hold() const;

private:
    struct Account {
        AccountId parent;
        AccountKind kind = AccountKind::customer;
        AccountState state = AccountState::active;
        bool own_grant = false;   // the person has a grant on it
        bool owner_grant = false;  // as account owner
    };
    bool granted_on_or_above(Id account, bool as_owner) const;
    bool below_or_same(Id account, Id ancestor) const;
    bool suspended(Id account) const;
    void sit(const RowSet& rows, Instant now);
    bool lets_in(const MembershipRow& member, AccountId owner, Instant now) const;
    const RowSet& rows_;
    PersonId person_;
    std::string email_;
    std::map<Id, Account> accounts_;
    std::set<Id> seats_;   // federations that the person administers
    std::set<Id> guests_;  // accounts that let the person in as such
};

}  // namespace simulation
