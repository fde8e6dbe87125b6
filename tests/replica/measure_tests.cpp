// What it costs to hold many rows. The limits are far above what is measured, and far below what a copy of
// all rows, or a walk over them, would cost. `replica_tests "[measure]" -s` prints the figures.
#include <chrono>
#include <iostream>

#include "catch.h"
#include "replica/memory_tabs.h"
#include "replica/memory_transport.h"
#include "replica/replica.h"
#include "wire/json.h"
#include "wire/memory_ports.h"

using namespace parasol;

namespace {

constexpr std::size_t resellers = 400;
constexpr std::size_t customers = 250;  // of each

double milliseconds(const std::function<void()>& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

AccountId account(std::uint64_t number) { return AccountId(Id{1, number}); }

AccountIndexRow row_of(std::uint64_t number, std::uint64_t parent, AccountKind kind,
                       const std::string& name) {
    AccountIndexRow row;
    row.id = account(number);
    row.parent = account(parent);
    row.kind = kind;
    row.name = name;
    row.number = "100000000";
    row.users = 3;
    return row;
}

// An authority that answers pulls from a script.
struct Script {
    PersonId person{Id{2, 1}};
    std::vector<Pulled> next;
    int version = 1;

    std::string answer(const std::string& text) {
        const auto request = decode_request(text);
        const auto* pull = request ? std::get_if<Pull>(&request->body) : nullptr;
        if (!pull) return encode(Reply(Refusing{Refusal::malformed, 0}));
        Pulled pulled;
        pulled.from = pull->cookie;
        pulled.cookie = "e." + std::to_string(++version);
        pulled.time = 1'792'000'000'000;
        for (const Scope& scope : pull->wanted) pulled.scopes.push_back(whole(scope));
        if (pull->wanted.empty() && !next.empty()) {
            pulled.scopes = std::move(next.front().scopes);
            next.erase(next.begin());
        }
        return encode(Reply(pulled));
    }

    PulledScope whole(const Scope& scope) {
        PulledScope pulled{scope, ScopeAnswer::whole, {}, {}};
        if (scope == person_scope(person)) {
            pulled.rows.push_back(PersonRow{person, "Jane Doe", "jane@parent.example"});
            pulled.rows.push_back(
                HeldGrantRow{GrantId(Id{3, 1}), account(1), AccountKind::partner, Role::account_owner});
        }
        if (scope == children_of(account(1))) {
            for (std::uint64_t at = 0; at < resellers; ++at) {
                pulled.rows.push_back(row_of(1000 + at, 1, AccountKind::reseller, "Reseller"));
            }
        }
        if (scope.kind == ScopeKind::children && scope.id.low >= 1000) {
            for (std::uint64_t at = 0; at < customers; ++at) {
                const std::uint64_t number = scope.id.low * 1000 + at;
                pulled.rows.push_back(row_of(number, scope.id.low, AccountKind::customer, "Customer"));
            }
        }
        return pulled;
    }
};

}  // namespace

TEST_CASE("a change costs what changed, however many rows are held", "[measure]") {
    ManualClock clock;
    SeededChance chance(1);
    TabHub hub(clock);
    MemoryDisk disk;
    Script script;
    const ReplicaIdentity identity{"https://parasol.example/", script.person, "session"};
    const auto serve = [&](const std::string& request, auto reply) { reply(script.answer(request)); };
    {
        auto tabs = hub.open_tab();
        MemoryStorage storage(clock, disk);
        MemoryTransport transport(clock, serve);
        Replica replica(storage, transport, *tabs, clock, chance, identity);
        replica.start();
        const double first = milliseconds([&] { clock.advance(10 * one_second); });
        REQUIRE(replica.status().sync.first_pull_complete);
        REQUIRE(replica.rows().row_count() > resellers * customers);
        REQUIRE(replica.view().below(account(1)).accounts == resellers * (customers + 1));
        std::cout << replica.rows().row_count() << " rows: first pull, decoded, applied and stored, " << first
                  << " ms\n";

        constexpr int rounds = 200;
        for (int round = 0; round < rounds; ++round) {
            Pulled change;
            const std::uint64_t number = 1000 * (1000 + static_cast<std::uint64_t>(round)) + 7;
            AccountIndexRow row = row_of(number, number / 1000, AccountKind::customer, "Renamed");
            change.scopes.push_back({children_of(account(number / 1000)), ScopeAnswer::changes, {row}, {}});
            script.next.push_back(change);
        }
        const std::uint64_t version = replica.version();
        double all = 0;
        double idle = 0;
        for (int round = 0; round < rounds; ++round) {
            replica.pull_now();
            all += milliseconds([&] { clock.settle(); });
        }
        REQUIRE(replica.version() >= version + rounds);
        CHECK(replica.view().name_of(account(1000 * 1000 + 7)) == "Renamed");
        for (int round = 0; round < rounds; ++round) {
            replica.pull_now();
            idle += milliseconds([&] { clock.settle(); });
        }
        std::cout << "one pull with one changed row: " << 1000 * all / rounds
                  << " us, of them an empty pull (its "
                  << "request names every scope held): " << 1000 * idle / rounds << " us\n";
        // What one change costs does not grow with what is held.
        CHECK(all / rounds < first / 20);
        CHECK((all - idle) / rounds < first / 100);
    }
    auto tabs = hub.open_tab();
    MemoryStorage storage(clock, disk);
    MemoryTransport transport(clock, serve);
    transport.set_online(false);
    Replica replica(storage, transport, *tabs, clock, chance, identity);
    const double opened = milliseconds([&] {
        replica.start();
        clock.settle();
    });
    CHECK(replica.rows().row_count() > resellers * customers);
    CHECK(replica.view().name_of(account(1000 * 1000 + 7)) == "Renamed");
    std::cout << "opened from storage: " << opened << " ms (" << disk.bytes() / 1000000.0 << " MB stored)\n";
    CHECK(opened < 10'000);

    AddAccount add;
    add.kind = AccountKind::customer;
    add.name = "Initech";
    constexpr int commands = 100;
    const double submitted = milliseconds([&] {
        for (int command = 0; command < commands; ++command) {
            add.id = AccountId(replica.new_id());
            replica.submit(account(1000), account(1), Via::parent, add);
        }
    });
    std::cout << "a command submitted: " << 1000 * submitted / commands << " us\n";
    CHECK(1000 * submitted / commands < 5000);
}
